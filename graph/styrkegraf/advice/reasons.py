"""Reasons: why a county and a partner could work together, and in which frames they already do, each with evidence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, Literal

from pyoxigraph import NamedNode

from styrkegraf.advice.areas import areas_by_county
from styrkegraf.networks.project import network

if TYPE_CHECKING:
    import networkx as nx

    from styrkegraf.advice.portfolios import Alike, Networks, Portfolios
    from styrkegraf.graph import Graph

__all__ = ["DOCUMENTED", "NAMED", "Kind", "Reason", "Reasons"]

Kind = Literal[
    "shared-theme",
    "added-theme",
    "like-area",
    "named-for",
    "located-in",
    "contact",
    "collaboration",
    "joint-area",
    "joint-strategy",
    "macro-region",
    "platform",
    "shared-actor",
]

DOCUMENTED: Final = frozenset({"collaboration", "contact", "joint-area", "joint-strategy", "macro-region"})
"""Reasons that a source gives for saying that the two work together, or belong to the same frame."""
NAMED: Final = frozenset({"named-for", "located-in"})
"""Reasons by which a source ties an actor to the county, but not to work with anybody there."""

_FRAMES: Final[Mapping[Kind, str]] = {
    "collaboration": "region-region-collaboration",
    "joint-area": "region-region-joint-area",
    "joint-strategy": "region-region-joint-strategy",
    "macro-region": "region-region-macro-region",
    "shared-actor": "region-region-shared-actor",
}

_LOCATED = """
SELECT DISTINCT ?actor ?graph WHERE {
  { GRAPH ?graph { ?actor sg:locatedIn <COUNTY> } }
  UNION { GRAPH ?graph { ?actor sg:locatedIn ?seat } ?seat sg:within <COUNTY> }
  ?actor a sg:Actor .
  FILTER(?graph != <https://w3id.org/styrkegraf/graph/inferred>)
}
"""
_AUTHORITY = "SELECT DISTINCT ?actor ?graph WHERE { GRAPH ?graph { ?actor sg:authorityFor <COUNTY> } }"


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason, about one thing: a theme, an area, a strategy, a project, a macro-region, a platform or an actor.

    ``own`` are areas of the county that it concerns, ``theirs`` areas of the partner, ``shared`` themes in common and
    ``actors`` those through whom. ``evidence`` are the named graphs it rests on, sorted; never none.
    """

    kind: Kind
    thing: str
    evidence: tuple[str, ...]
    own: tuple[str, ...] = ()
    theirs: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()


class _Shared:
    """What the reasons for the partners of every county of a graph rest on."""

    def __init__(self, graph: Graph) -> None:
        self.areas = areas_by_county(graph)
        self.frames = {kind: network(graph, name) for kind, name in _FRAMES.items()}
        self.contacts = network(graph, "actor-actor", collective=False)


@lru_cache(maxsize=1)
def _shared(graph: Graph) -> _Shared:
    """The same, read once for all the counties."""
    return _Shared(graph)


class Reasons:
    """Finds the reasons for partners of one county, from the portfolios at one level of confidence.

    ``authorities`` are the county's own, with the named graphs that say so.
    """

    def __init__(self, graph: Graph, portfolios: Portfolios) -> None:
        self._county = portfolios.county
        self._portfolios = portfolios
        self._networks: Networks = portfolios.networks
        self._shared = _shared(graph)
        self._located = self._tied(graph, _LOCATED)
        self.authorities = self._tied(graph, _AUTHORITY)

    def _tied(self, graph: Graph, query: str) -> dict[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for actor, place in graph.store.select(query.replace("COUNTY", self._county)):
            if isinstance(actor, NamedNode) and isinstance(place, NamedNode):
                found[actor.value].add(place.value)
        return found

    def of_likeness(self, node: str) -> tuple[Reason, ...]:
        """What the two have in common: areas that are alike, or themes. That it is the same area is told elsewhere."""
        if not self._portfolios.areas:
            own, theirs = (self._networks.themes_of(one) for one in (self._county, node))
            return tuple(self._theme("shared-theme", theme, node) for theme in sorted(own & theirs))
        alike: dict[str, list[Alike]] = defaultdict(list)
        for pair in self._portfolios.alike(node):
            if pair.theirs not in self._portfolios.areas:
                alike[pair.theirs].append(pair)
        return tuple(self._like(node, theirs, pairs) for theirs, pairs in sorted(alike.items()))

    def _like(self, node: str, theirs: str, pairs: list[Alike]) -> Reason:
        own = tuple(pair.own for pair in pairs)
        shared = tuple(sorted({theme for pair in pairs for theme in pair.shared}))
        return Reason("like-area", theirs, self._like_evidence(node, own, theirs, shared), own, (), shared)

    def _like_evidence(self, node: str, own: tuple[str, ...], theirs: str, shared: tuple[str, ...]) -> tuple[str, ...]:
        ties = [(area, theme) for area in (*own, theirs) for theme in shared]
        return _sources(
            *(_evidence(self._networks.area_theme, *tie) for tie in ties),
            *(_evidence(self._networks.region_area, self._county, area) for area in own),
            _evidence(self._networks.region_area, node, theirs),
            _evidence(self._networks.actor_area, node, theirs),
        )

    def of_addition(self, node: str) -> tuple[Reason, ...]:
        """The themes that the partner would add, heaviest first."""
        return tuple(self._theme("added-theme", theme, node) for theme in self._portfolios.added_themes(node))

    def _theme(self, kind: Kind, theme: str, node: str) -> Reason:
        networks = self._networks
        theirs = networks.region_theme if node in networks.region_theme else networks.actor_theme
        own = networks.region_theme.get_edge_data(self._county, theme, default={})
        their: Mapping[str, Any] = theirs.edges[node, theme]
        evidence = _sources(own.get("evidence", ()), their["evidence"])
        return Reason(kind, theme, evidence, own.get("via", ()), their["via"])

    def of_county(self, node: str) -> tuple[Reason, ...]:
        """The frames in which the county and another one already are, and the actors that could be a bridge."""
        found: list[Reason] = []
        for kind, frame in _FRAMES.items():
            tie = self._shared.frames[kind].get_edge_data(self._county, node)
            if tie and frame:
                things = tie["via"] or (node,)
                found += [self._frame(kind, thing, tie) for thing in things if self._concerns(kind, thing)]
        return (*found, *self._platforms(node))

    def _concerns(self, kind: Kind, thing: str) -> bool:
        """Whether a joint area is about the areas or themes asked for; every other frame is about all of them."""
        if kind != "joint-area" or not self._portfolios.areas:
            return True
        return thing in self._portfolios.areas or bool(self._networks.themes_of(thing) & {*self._portfolios.around})

    def _frame(self, kind: Kind, thing: str, tie: Mapping[str, Any]) -> Reason:
        actors = self._supporters(thing, platforms=False) if kind == "joint-area" else ()
        named = [_evidence(self._networks.actor_area, actor, thing) for actor in actors]
        return Reason(kind, thing, _sources(tie["evidence"], *named), actors=actors)

    def _supporters(self, area: str, *, platforms: bool) -> tuple[str, ...]:
        made = self._networks.actor_area
        actors = made.adj.get(area, ())
        return tuple(sorted(a for a in actors if (made.nodes[a]["actor_type"] == "Platform") == platforms))

    def _platforms(self, node: str) -> list[Reason]:
        """The S3 platforms under an area of the county and under one of the other; a joint area is one of both."""
        own, theirs = self._in_question(self._county), self._in_question(node)
        found = []
        for platform in sorted({p for area in own for p in self._supporters(area, platforms=True)}):
            areas = set(self._networks.actor_area[platform])
            if areas & theirs:
                ties = [_evidence(self._networks.actor_area, platform, area) for area in sorted(areas & (own | theirs))]
                mine, other = (tuple(sorted(areas & side)) for side in (own, theirs))
                found.append(Reason("platform", platform, _sources(*ties), mine, other))
        return found

    def _in_question(self, county: str) -> set[str]:
        areas = self._shared.areas.get(county, ())
        around = {*self._portfolios.around}
        return {area for area in areas if not self._portfolios.areas or self._networks.themes_of(area) & around}

    def of_actor(self, node: str) -> tuple[Reason, ...]:
        """What a source says of an actor and the county: named for its areas, located there, tied to somebody there."""
        areas = [area for area in self._networks.areas_of(node) if area in self._shared.areas.get(self._county, ())]
        found = [Reason("named-for", a, _sources(_evidence(self._networks.actor_area, node, a))) for a in areas]
        if node in self._located:
            found.append(Reason("located-in", self._county, _sources(self._located[node])))
        there = {**self._located, **self.authorities}
        for other in sorted(self._shared.contacts[node]) if node in self._shared.contacts else ():
            if other in there:
                evidence = _sources(_evidence(self._shared.contacts, node, other), there[other])
                found.append(Reason("contact", other, evidence))
        return tuple(found)


def _evidence(made: nx.Graph, one: str, other: str) -> tuple[str, ...]:
    tie = made.get_edge_data(one, other)
    return tuple(tie["evidence"]) if tie else ()


def _sources(*evidence: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({graph for graphs in evidence for graph in graphs}))
