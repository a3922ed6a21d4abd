"""Analysis: the report on the networks as a page of the atlas, its tables as CSV beside it."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from styrkegraf.analysis.analyse import analyse
from styrkegraf.analysis.model import Report
from styrkegraf.analysis.page import chapters, chapters_style
from styrkegraf.analysis.projections import Projections
from styrkegraf.analysis.tables import to_csv
from styrkegraf.atlas.frame import Frame
from styrkegraf.atlas.wording import LANGUAGES

__all__ = ["files", "pages"]

_PATH: Final = "analysis.html"
_TABLES: Final = "analysis/"


@lru_cache(maxsize=1)
def _reports(frame: Frame) -> tuple[Report, ...]:
    """The report in each language, made once for pages and files."""
    projections = Projections(frame.graph)
    return tuple(analyse(projections, lang) for lang in LANGUAGES)


def pages(frame: Frame) -> dict[str, str]:
    """The page in each language, by its path from the top of the site."""
    return {
        f"{report.lang}/{_PATH}": frame.page(
            "analysis.html.j2", _PATH, report.lang, heading=report.title, chapters=chapters(report, _TABLES)
        )
        for report in _reports(frame)
    }


def files(frame: Frame) -> dict[str, bytes]:
    """The tables in each language and the style sheet of the page, by their path from the top of the site."""
    found = {
        f"{report.lang}/{_TABLES}{table.name}.csv": to_csv(table)
        for report in _reports(frame)
        for table in report.tables
    }
    return {**found, "static/analysis.css": chapters_style(".analysis").encode("utf-8")}
