"""Compare: two or three regions side by side, chosen by the reader."""

from __future__ import annotations

import json
from typing import Final

from styrkegraf.atlas.addresses import page_of
from styrkegraf.atlas.frame import Frame, data_script
from styrkegraf.atlas.glance import COLUMNS, cells
from styrkegraf.atlas.lists import members
from styrkegraf.atlas.regions import areas_of, links_of
from styrkegraf.atlas.wording import LANGUAGES, words
from styrkegraf.labels import Language
from styrkegraf.namespaces import shorten

__all__ = ["files", "pages", "side_by_side"]

_PATH: Final = "compare.html"
_KIND: Final = "region"


def pages(frame: Frame) -> dict[str, str]:
    """The page in each language, by its path from the top of the site."""
    return {f"{lang}/{_PATH}": _page(frame, lang) for lang in LANGUAGES}


def files(frame: Frame) -> dict[str, bytes]:
    """What the page loads: every region with its areas and links, and the name and address of each thing."""
    return {"data/compare.js": data_script("styrkegraf.compare", _data(frame)).encode("utf-8")}


def _page(frame: Frame, lang: Language) -> str:
    regions = [(_key(iri), iri) for iri in members(frame, _KIND, lang)]
    texts = {key: text for key, text in words(lang).items() if key.startswith("compare-")}
    return frame.page(
        "compare.html.j2",
        _PATH,
        lang,
        regions=regions,
        texts=json.dumps(texts, ensure_ascii=False, sort_keys=True),
    )


def _key(iri: str) -> str:
    """The name of a region in the address: that of its page."""
    return (page_of(iri, {}) or "").removeprefix(f"{_KIND}/").removesuffix(".html")


def side_by_side(*regions: str) -> str:
    """What follows # in the address that sets these regions side by side.

    >>> side_by_side("https://w3id.org/styrkegraf/id/county/gotland", "https://w3id.org/styrkegraf/id/county/dalarna")
    'regions=gotland,dalarna'
    """
    return f"regions={','.join(_key(iri) for iri in regions)}"


def _data(frame: Frame) -> dict[str, object]:
    regions = members(frame, _KIND, "sv")
    rules = {link.rule for iri in regions for link in links_of(frame, iri)}
    return {
        "regions": {_key(iri): _region(frame, iri) for iri in regions},
        "things": {iri: _thing(frame, iri) for iri in sorted({one for iri in regions for one in _named(frame, iri)})},
        "rules": {rule: _rule(frame, rule) for rule in sorted(rules)},
    }


def _region(frame: Frame, iri: str) -> dict[str, object]:
    """One region: areas with their themes and confidences, macro-regions, and links by what they rest on."""
    areas = [
        {"area": row.iri, "themes": [[tie.object.value, tie.confidence or ""] for tie in row.themes]}
        for row in areas_of(frame, iri, "sv")
    ]
    links = [
        {"to": link.other, "rule": link.rule, "documented": link.documented, "evidence": list(link.evidence)}
        for link in links_of(frame, iri)
    ]
    return {
        "iri": iri,
        "short": shorten(iri),
        "areas": areas,
        "macroregions": list(_macroregions(frame, iri)),
        "links": links,
    }


def _macroregions(frame: Frame, iri: str) -> tuple[str, ...]:
    return dict(zip(COLUMNS[_KIND], cells(frame, iri, "sv"), strict=True))["column-macroregions"].things


def _named(frame: Frame, iri: str) -> set[str]:
    """Every thing that the comparison of a region may name."""
    areas = areas_of(frame, iri, "sv")
    themes = {tie.object.value for row in areas for tie in row.themes}
    evidence = {one for link in links_of(frame, iri) for one in (link.other, *link.evidence)}
    return {iri, *_macroregions(frame, iri), *(row.iri for row in areas), *themes, *evidence}


def _thing(frame: Frame, iri: str) -> dict[str, object]:
    """The names of a thing with the language that each is in, and its address below the folder of the language."""
    return {"at": frame.address(iri), **{lang: frame.names.of(iri, lang) for lang in LANGUAGES}}


def _rule(frame: Frame, rule: str) -> dict[str, str]:
    """The title of a rule in each language."""
    known = frame.rules.get(rule)
    return {lang: known.text("title", lang) if known else rule for lang in LANGUAGES}
