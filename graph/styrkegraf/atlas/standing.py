"""Standing: the place of an actor or area in the actor × area network, with intervals, as a section of its page."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from markupsafe import Markup

from styrkegraf.advice.wording import number, span
from styrkegraf.atlas.addresses import page_of
from styrkegraf.atlas.frame import Frame
from styrkegraf.atlas.wording import word
from styrkegraf.labels import Language
from styrkegraf.measures.catalogue import find
from styrkegraf.measures.errors import MeasureError
from styrkegraf.measures.table import Section, measure_table
from styrkegraf.measures.uncertainty import Ranking
from styrkegraf.networks import network

__all__ = ["StandingRow", "section"]

_MEASURES: Final = ("degree", "betweenness")
_DIGITS: Final = {"degree": 0, "betweenness": 2}


@dataclass(frozen=True, slots=True)
class StandingRow:
    """One measure of a node, in words: value, interval, and its place with those that the interval allows."""

    measure: str
    value: str
    interval: str
    place: str
    places: str


@lru_cache(maxsize=2)
def _sections(frame: Frame) -> tuple[Section, ...]:
    """The two sides of the network, each ranked by itself; none where the network is too small to rank."""
    try:
        return measure_table(network(frame.graph, "actor-area"), _MEASURES).sections
    except MeasureError:
        return ()


def section(frame: Frame, iri: str, lang: Language) -> tuple[str, Markup] | None:
    """The place of a thing among those of its kind in the network of actors and areas; None where it is not in it."""
    for side in _sections(frame):
        line = next((line for line in side.lines if line.node == iri), None)
        if line is not None:
            rows = [_row(name, cell, lang) for name, cell in zip(_MEASURES, line.cells, strict=True) if cell]
            page = page_of(iri, {}) or ""
            content = frame.page("standing.html.j2", page, lang, rows=rows, count=len(side.lines))
            return word(lang, "standing-heading"), Markup(content)  # noqa: S704 - the template escapes
    return None


def _row(name: str, cell: Ranking, lang: Language) -> StandingRow:
    digits = _DIGITS[name]
    low, high = (number(cell.value if bound is None else bound, lang, 2) for bound in (cell.low, cell.high))
    best, worst = (cell.place if place is None else place for place in (cell.best, cell.worst))
    (measure,) = find([name])
    return StandingRow(
        measure.title(lang),
        number(cell.value, lang, digits),
        span(low, high),
        f"{cell.place}{'=' if cell.tied else ''}",
        span(str(best), str(worst)),
    )
