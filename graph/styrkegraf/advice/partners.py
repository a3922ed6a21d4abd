"""Partners: with whom a county could work, alike and completing kept apart, each with reasons and uncertainty.

*Similar* ones have the same themes: they could pool resources. *Completing* ones have themes that the county lacks and
that are related to those it has: they could widen it. The second is not symmetric. Both say only what could be: whether
a source documents a collaboration is told for each partner.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from styrkegraf.advice.areas import areas_by_county, match_areas, one_county
from styrkegraf.advice.portfolios import HEADLINE, Portfolios, networks_at
from styrkegraf.advice.reasons import DOCUMENTED, NAMED, Reason, Reasons
from styrkegraf.measures.uncertainty import ConfidenceRange, NullTest, Ranking, ranking
from styrkegraf.networks.evidence import CONFIDENCES

if TYPE_CHECKING:
    from styrkegraf.graph import Graph

__all__ = ["Note", "NoteKind", "Partner", "Partners", "Standing", "partners"]

Standing = Literal["documented", "named", "potential"]
NoteKind = Literal["no-areas", "no-themes", "no-actors", "no-own-actors", "no-partners"]

_Measure = Callable[[Portfolios], dict[str, float]]
_Frames = Callable[[str], tuple[Reason, ...]]
_Tests = Mapping[str, NullTest] | None

DRAWS: Final = 200


@dataclass(frozen=True, slots=True)
class Partner:
    """A county or an actor, and how it would be as a partner.

    ``ranking`` has the value, its place with ties, the range of value and places over the levels of confidence, and z
    against random portfolios (counties only); ``levels`` the value at each level. The value of a similar one is
    Jaccard's index of the themes (0 to 1), that of a completing one the share of what is related to the themes in
    question that it would add (percent). ``gives`` is what the county would add to it in return, for completing
    counties. ``whole`` counts the themes of either, for similar ones. ``standing`` is *documented* where a source says
    that the two work together or puts them in one frame, *named* where it ties the actor to the county's areas or
    place, else *potential*.
    """

    node: str
    standing: Standing
    ranking: Ranking
    levels: ConfidenceRange
    themes: tuple[Reason, ...]
    reasons: tuple[Reason, ...]
    whole: int | None = None
    gives: float | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """Something that the reader must know of the answer, about these things."""

    kind: NoteKind
    things: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Partners:
    """The partners of a county, around these areas (all, if none) and hence these themes; each list best first."""

    county: str
    areas: tuple[str, ...]
    themes: tuple[str, ...]
    similar_counties: tuple[Partner, ...]
    completing_counties: tuple[Partner, ...]
    similar_actors: tuple[Partner, ...]
    completing_actors: tuple[Partner, ...]
    notes: tuple[Note, ...]


def partners(
    graph: Graph, county: str, area: str | None = None, *, actors: bool = True, draws: int = DRAWS, seed: int = 7
) -> Partners:
    """With whom a county could work, overall or around the area that a word means.

    Without an area, similarity is the overlap of the whole portfolios. With one, it is that of the two areas that are
    most alike: one in question, one of the partner. Additions are around the themes of the area, else around all of the
    county's (see `styrkegraf.measures.complementarity`); relatedness is the co-occurrence of themes in counties,
    against what chance gives. Ranked are the values with theme ties of medium confidence and up. Who shares or adds
    nothing is left out; so are collective actors, which nobody can call, and the county's own authorities, who ask.
    Without ``actors`` counties alone are ranked.

    Raises `UnknownName` for a county and `UnknownArea` for an area that the graph does not know, with the nearest.
    """
    which = one_county(graph, county)
    areas = match_areas(graph, which, area) if area is not None else ()
    levels = [Portfolios(networks_at(graph, level), which, areas) for level in CONFIDENCES]
    headline = levels[CONFIDENCES.index(HEADLINE)]
    reasons = Reasons(graph, headline)
    find = _Finder(levels, headline, reasons)
    overlaps, additions = headline.against_chance(draws, seed)
    return Partners(
        county=which,
        areas=areas,
        themes=headline.around,
        similar_counties=find.similar(Portfolios.similar_counties, reasons.of_county, None if areas else overlaps),
        completing_counties=find.completing(Portfolios.completing_counties, reasons.of_county, additions),
        similar_actors=find.similar(Portfolios.similar_actors, reasons.of_actor) if actors else (),
        completing_actors=find.completing(Portfolios.completing_actors, reasons.of_actor) if actors else (),
        notes=_notes(graph, headline),
    )


class _Finder:
    """Ranks by a measure of portfolios and gives every place its reasons."""

    def __init__(self, levels: list[Portfolios], headline: Portfolios, reasons: Reasons) -> None:
        self._levels = levels
        self._headline = headline
        self._reasons = reasons
        self._given = headline.given() if headline.around else {}

    def similar(self, measure: _Measure, frames: _Frames, tests: _Tests = None) -> tuple[Partner, ...]:
        """Those that have something in common with the county."""
        return tuple(self._similar(rank, at, frames(rank.node)) for rank, at in self._ranked(measure, tests))

    def completing(self, measure: _Measure, frames: _Frames, tests: _Tests = None) -> tuple[Partner, ...]:
        """Those that have something related which the county lacks."""
        return tuple(self._completing(rank, at, frames(rank.node)) for rank, at in self._ranked(measure, tests))

    def _ranked(self, measure: _Measure, tests: _Tests) -> list[tuple[Ranking, ConfidenceRange]]:
        """Those with a value above 0 at the level that is ranked, with places among all that have a value.

        The authorities of the county itself are left out: they are those who ask.
        """
        at = [measure(level) for level in self._levels]
        values = {
            node: value
            for node, value in at[CONFIDENCES.index(HEADLINE)].items()
            if node not in self._reasons.authorities
        }
        if not values:
            return []
        ranges = {node: ConfidenceRange(*(level.get(node) for level in at)) for node in values}
        lines = ranking(values, intervals=ranges, tests=tests)
        return [(line, ranges[line.node]) for line in lines if line.value > 0]

    def _similar(self, rank: Ranking, at: ConfidenceRange, reasons: tuple[Reason, ...]) -> Partner:
        pairs = self._headline.alike(rank.node)
        themes_of = self._headline.networks.themes_of
        whole = pairs[0].whole if pairs else len(themes_of(self._headline.county) | themes_of(rank.node))
        themes = self._reasons.of_likeness(rank.node)
        return Partner(rank.node, _standing(reasons), rank, at, themes, reasons, whole=whole)

    def _completing(self, rank: Ranking, at: ConfidenceRange, reasons: tuple[Reason, ...]) -> Partner:
        themes, gives = self._reasons.of_addition(rank.node), self._given.get(rank.node)
        return Partner(rank.node, _standing(reasons), rank, at, themes, reasons, gives=gives)


def _standing(reasons: tuple[Reason, ...]) -> Standing:
    kinds = {reason.kind for reason in reasons}
    return "documented" if kinds & DOCUMENTED else "named" if kinds & NAMED else "potential"


def _notes(graph: Graph, portfolios: Portfolios) -> tuple[Note, ...]:
    county, networks = portfolios.county, portfolios.networks
    found = []
    if not areas_by_county(graph).get(county):
        found.append(Note("no-areas"))
    elif not portfolios.around:
        found.append(Note("no-themes", portfolios.areas))
    if len(networks.counties) < 2:
        found.append(Note("no-partners"))
    if not networks.actors:
        found.append(Note("no-actors"))
    elif not set(networks.areas_of(county)) & set(networks.actor_area):
        areas = {area for actor in networks.actors for area in networks.actor_area[actor]}
        owners = {networks.actor_area.nodes[area].get("region") for area in areas} - {None}
        found.append(Note("no-own-actors", tuple(sorted(map(str, owners)))))
    return tuple(found)
