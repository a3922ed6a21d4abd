"""Partners: with whom a county could work, as a section of its page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from markupsafe import Markup
from pyoxigraph import NamedNode

from styrkegraf.advice.partners import Partner, Partners, Standing, partners
from styrkegraf.advice.reasons import DOCUMENTED
from styrkegraf.advice.wording import number, percent, span
from styrkegraf.atlas.addresses import kind_of, page_of
from styrkegraf.atlas.compare import side_by_side
from styrkegraf.atlas.frame import Frame
from styrkegraf.atlas.wording import word
from styrkegraf.labels import Language, UnknownName
from styrkegraf.origins import Origin

__all__ = ["Ground", "PartnerRow", "section"]

_Write = Callable[[float, Language], str]

_TOP: Final = 5
_COUNTIES: Final = 32
"""How many counties are remembered from the pages in one language to those in the other."""


@dataclass(frozen=True, slots=True)
class Ground:
    """A theme that speaks for a partner, with the areas of the county and those of the partner that have it."""

    theme: str
    own: tuple[str, ...]
    theirs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PartnerRow:
    """A partner as its line says it, with numbers as the language writes them.

    ``range`` is of the value over the levels of confidence, ``places`` those that it allows. ``frames`` are the things
    in which a source puts the two together. ``whole`` counts the themes of either, for similar counties; ``gives`` is
    what the county would add in return, for completing ones. ``compare`` is the state of the page that sets the two
    side by side.
    """

    iri: str
    place: str
    value: str
    range: str
    places: str
    standing: Standing
    grounds: tuple[Ground, ...]
    frames: tuple[str, ...]
    origins: tuple[Origin, ...]
    whole: int | None
    gives: str | None
    compare: str


@lru_cache(maxsize=_COUNTIES)
def _found(frame: Frame, county: str) -> Partners | None:
    """The counties that could be partners, without the test against chance, which the page does not show."""
    try:
        return partners(frame.graph, county, actors=False, draws=0)
    except UnknownName:
        return None


def section(frame: Frame, iri: str, lang: Language) -> tuple[str, Markup] | None:
    """The counties that are most alike a county and those that complete it most; None for what has neither."""
    found = _found(frame, iri) if kind_of(iri) == "region" else None
    if found is None or not (found.similar_counties or found.completing_counties):
        return None
    lists = (
        ("similar", _rows(frame, iri, found.similar_counties, lang, number)),
        ("completing", _rows(frame, iri, found.completing_counties, lang, percent)),
    )
    content = frame.page("partners.html.j2", page_of(iri, {}) or "", lang, county=iri, lists=lists)
    return word(lang, "partners-heading"), Markup(content)  # noqa: S704 - the template escapes


def _rows(frame: Frame, county: str, found: Sequence[Partner], lang: Language, write: _Write) -> list[PartnerRow]:
    """The partners down to the fifth place."""
    return [_row(frame, county, one, lang, write) for one in found if one.ranking.place <= _TOP]


def _row(frame: Frame, county: str, one: Partner, lang: Language, write: _Write) -> PartnerRow:
    rank = one.ranking
    low, high = (write(rank.value if end is None else end, lang) for end in (rank.low, rank.high))
    origins = frame.graph.origins
    frames = [reason for reason in one.reasons if reason.kind in DOCUMENTED]
    evidence = {graph for reason in (*one.themes, *frames) for graph in reason.evidence}
    return PartnerRow(
        iri=one.node,
        place=f"{rank.place}{'=' if rank.tied else ''}",
        value=write(rank.value, lang),
        range=span(low, high),
        places=span(str(rank.best), str(rank.worst)),
        standing=one.standing,
        grounds=tuple(Ground(reason.thing, reason.own, reason.theirs) for reason in one.themes),
        frames=tuple(dict.fromkeys(reason.thing for reason in frames if kind_of(reason.thing) != "region")),
        origins=tuple(origin for graph in sorted(evidence) if (origin := origins.get(NamedNode(graph))) is not None),
        whole=one.whole,
        gives=None if one.gives is None else percent(one.gives, lang),
        compare=side_by_side(county, one.node),
    )
