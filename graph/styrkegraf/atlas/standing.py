"""Standing: the place of a thing among its like in a network, with intervals, as a section of its page.

Actors and areas stand in the network of who supports what, regions and themes in that of who is strong in what. Where
the ties are what sources say, the interval is a bootstrap of the ties; where they are our own reading, it is the range
over the confidence of that reading.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from markupsafe import Markup

from styrkegraf.advice.wording import number, span
from styrkegraf.atlas.addresses import kind_of, page_of
from styrkegraf.atlas.frame import Frame
from styrkegraf.atlas.wording import word
from styrkegraf.labels import Language
from styrkegraf.measures.catalogue import find
from styrkegraf.measures.errors import MeasureError
from styrkegraf.measures.table import Doubt, Section, measure_table
from styrkegraf.measures.uncertainty import Ranking
from styrkegraf.networks import network

__all__ = ["StandingRow", "section"]

_Projection = Literal["actor-area", "area-theme", "region-region-shared-theme", "region-theme"]


@dataclass(frozen=True, slots=True)
class _Asked:
    """A measure of one side of a projection; ``key`` is its wording, ``digits`` the decimals that it is shown with."""

    key: str
    projection: _Projection
    measure: str
    side: int | None
    digits: int = 0


_MEASURES: Final[Mapping[_Projection, tuple[str, ...]]] = {
    "actor-area": ("degree", "betweenness"),
    "area-theme": ("degree",),
    "region-region-shared-theme": ("strength", "harmonic-closeness"),
    "region-theme": ("degree", "betweenness"),
}
"""What is measured in each network, all at once."""

_LARGEST: Final = 1_500
"""Up to so many nodes all shortest ways are walked, once for each sample."""
_DOUBTS: Final[Mapping[_Projection, Doubt]] = {
    "actor-area": "ties",
    "area-theme": "confidence",
    "region-region-shared-theme": "confidence",
    "region-theme": "confidence",
}

_ASKED: Final[Mapping[str, tuple[_Asked, ...]]] = {
    "actor": (
        _Asked("standing-actor-areas", "actor-area", "degree", 0),
        _Asked("standing-actor-between", "actor-area", "betweenness", 0, 2),
    ),
    "area": (
        _Asked("standing-area-actors", "actor-area", "degree", 1),
        _Asked("standing-area-between", "actor-area", "betweenness", 1, 2),
    ),
    "region": (
        _Asked("standing-region-themes", "region-theme", "degree", 0),
        _Asked("standing-region-strength", "region-region-shared-theme", "strength", None),
        _Asked("standing-region-closeness", "region-region-shared-theme", "harmonic-closeness", None, 2),
    ),
    "theme": (
        _Asked("standing-theme-regions", "region-theme", "degree", 1),
        _Asked("standing-theme-areas", "area-theme", "degree", 1),
        _Asked("standing-theme-between", "region-theme", "betweenness", 1, 2),
    ),
}
"""What is told of each kind of thing. Betweenness between regions is left out: nearly every two share a theme, so that
nobody stands between them."""


@dataclass(frozen=True, slots=True)
class StandingRow:
    """One measure of a thing, in words: what it counts, value, interval, and its place with those that it allows."""

    key: str
    value: str
    interval: str
    place: str
    places: str
    among: int


@lru_cache(maxsize=2 * len(_MEASURES))
def _sections(frame: Frame, projection: _Projection) -> tuple[Section, ...]:
    """The sides of a network, each ranked by itself; none where the network is too small to rank."""
    try:
        return measure_table(
            network(frame.graph, projection),
            _measures(frame, projection),
            doubt=_DOUBTS[projection],
            build=lambda minimum: network(frame.graph, projection, minimum=minimum),
        ).sections
    except MeasureError:
        return ()


@lru_cache(maxsize=2 * len(_MEASURES))
def _measures(frame: Frame, projection: _Projection) -> tuple[str, ...]:
    """What is measured in a network: in a large one nothing that needs all shortest ways."""
    large = len(network(frame.graph, projection)) > _LARGEST
    return tuple(one.name for one in find(_MEASURES[projection]) if not (large and one.costly))


@lru_cache(maxsize=4 * len(_MEASURES))
def _cells(frame: Frame, asked: _Asked) -> Mapping[str, Ranking]:
    """The places by one measure, by thing; none where there is only one, which has nobody to be placed among."""
    measured = _measures(frame, asked.projection)
    if asked.measure not in measured:
        return {}
    at = measured.index(asked.measure)
    side = next((one for one in _sections(frame, asked.projection) if one.side == asked.side), None)
    found = {line.node: cell for line in side.lines if (cell := line.cells[at])} if side else {}
    return found if len(found) > 1 else {}


def section(frame: Frame, iri: str, lang: Language) -> tuple[str, Markup] | None:
    """The place of a thing among those of its kind; None where no network has it."""
    kind = kind_of(iri) or ""
    found = [(asked, _cells(frame, asked)) for asked in _ASKED.get(kind, ())]
    rows = [_row(asked, cells[iri], len(cells), lang) for asked, cells in found if iri in cells]
    if not rows:
        return None
    used = [asked.projection for asked in _ASKED[kind]]
    content = frame.page(
        "standing.html.j2",
        page_of(iri, {}) or "",
        lang,
        rows=rows,
        doubt=_DOUBTS[used[0]],
        queries=list(dict.fromkeys(used)),
    )
    return word(lang, "standing-heading"), Markup(content)  # noqa: S704 - the template escapes


def _row(asked: _Asked, cell: Ranking, among: int, lang: Language) -> StandingRow:
    whole = all(value is None or value == int(value) for value in (cell.value, cell.low, cell.high))
    digits = asked.digits if whole else asked.digits or 1  # the bounds of a count lie between whole numbers
    low, high = (number(cell.value if bound is None else bound, lang, digits) for bound in (cell.low, cell.high))
    best, worst = (cell.place if place is None else place for place in (cell.best, cell.worst))
    return StandingRow(
        asked.key,
        number(cell.value, lang, asked.digits),
        span(low, high),
        f"{cell.place}{'=' if cell.tied else ''}",
        span(str(best), str(worst)),
        among,
    )
