"""Analysis: the report on the networks as a page of the atlas, its tables as CSV beside it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from markupsafe import Markup

from styrkegraf.analysis.analyse import analyse
from styrkegraf.analysis.model import Report
from styrkegraf.analysis.page import chapters, chapters_style
from styrkegraf.analysis.projections import Projections
from styrkegraf.analysis.tables import to_csv
from styrkegraf.atlas.frame import Frame, Page
from styrkegraf.atlas.unnest import unnested
from styrkegraf.atlas.wording import LANGUAGES
from styrkegraf.labels import Language
from styrkegraf.networks import network

__all__ = ["files", "pages"]

_PATH: Final = "analysis.html"
_TABLES: Final = "analysis/"
_LARGEST: Final = 500
"""The most actors and areas that are analysed with the site, in minutes; the tests against chance take cubic time."""
_PROJECTION: Final = re.compile(r'<code title="([^"]*)">([a-z-]+)</code>')


@lru_cache(maxsize=1)
def _reports(frame: Frame) -> tuple[Report, ...]:
    """The report in each language, made once for pages and files; none for a graph that is too large."""
    projections = Projections(frame.graph)
    if len(network(frame.graph, "actor-area")) > _LARGEST:
        return ()
    return tuple(analyse(projections, lang) for lang in LANGUAGES)


def pages(frame: Frame) -> dict[str, str]:
    """The page in each language, by its path from the top of the site."""
    if not _reports(frame):
        return {f"{lang}/{_PATH}": _too_large(frame, lang) for lang in LANGUAGES}
    return {
        f"{report.lang}/{_PATH}": frame.page(
            "analysis.html.j2",
            _PATH,
            report.lang,
            heading=report.title,
            chapters=_asking(chapters(report, _TABLES), report.lang),
        )
        for report in _reports(frame)
    }


def _too_large(frame: Frame, lang: Language) -> str:
    return frame.page("unanalysed.html.j2", _PATH, lang, most=_LARGEST)


def _asking(drawn: Markup, lang: Language) -> Markup:
    """The chapters with the name of each projection as a link to the query, which gives what a figure rests on."""
    page = Page(lang, _PATH, f"{lang}/{_PATH}")
    link = rf'<a href="{page.url("ask.html")}#question=\2" title="\1">\g<0></a>'
    asked = _PROJECTION.sub(link, str(drawn))  # a Markup would escape what it is given
    return Markup(asked)  # noqa: S704 - the names of projections are ours


def files(frame: Frame) -> dict[str, bytes]:
    """The tables in each language and the style sheet of the page, by their path from the top of the site."""
    found = {
        f"{report.lang}/{_TABLES}{table.name}.csv": to_csv(table)
        for report in _reports(frame)
        for table in report.tables
    }
    return {**found, "static/analysis.css": unnested(chapters_style(".analysis")).encode("utf-8")}
