"""Alignment: whether regions act and collaborate where they say that they are strong.

Three things are compared: *priorities*, a two-mode network of regions (side 0) × themes (side 1) as declared; *ties*, a
network of the same kind of what is done; and *collaborations*, ties between regions. What is done comes from actors
(:func:`ties_of_actors`) or from collaborations (:func:`ties_of_collaborations`). Give documented collaborations only,
never potential links: links by shared theme lie in declared themes by construction. The counts describe what the
sources tell: a priority without ties can be one that no source happens to speak of.

The three questions are those of the literature on what became of declared priorities, such as Gianelle, Guzzo and
Mieszkowski (2020), Regional Studies 54; the counts are plain ones of ours, made for this graph.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from fractions import Fraction
from math import fsum
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    import networkx as nx

__all__ = [
    "CollaborationShare",
    "areas_without_actors",
    "collaboration_share",
    "collaboration_shares",
    "priorities_without_ties",
    "share_in_priorities",
    "ties_of_actors",
    "ties_of_collaborations",
    "ties_without_priority",
]

_Standing = Literal["both", "one", "neither", "unknown"]


@dataclass(frozen=True, slots=True)
class CollaborationShare:
    """How many subjects of collaborations lie in declared themes.

    A subject is one thing that two regions do together. ``both`` regions declare one of its themes, only ``one`` does,
    ``neither`` does, or the themes of the subject are ``unknown``. ``share`` is ``both / (both + one + neither)``, None
    when nothing is known.
    """

    both: int
    one: int
    neither: int
    unknown: int

    @property
    def share(self) -> float | None:
        """The share of the known subjects that both regions declare, 0 to 1."""
        known = self.both + self.one + self.neither
        return self.both / known if known else None


def areas_without_actors(region_area: nx.Graph, actor_area: nx.Graph) -> dict[str, tuple[str, ...]]:
    """The strength areas of each region to which no actor is tied.

    From regions (side 0) × areas (side 1) and actors (side 0) × areas (side 1). Formula: the areas of r less those with
    an actor. Reading: areas that a strategy declares and no source puts an actor behind; where only some strategies
    name their actors, it is the sources that are compared, not the regions. Every region is a key, sorted; one all
    of whose areas have actors, or that has no area, gets an empty tuple.
    """
    tied = {area for actor in _side(actor_area, 0) for area in actor_area[actor]}
    return {region: tuple(sorted(_neighbours(region_area, region) - tied)) for region in sorted(_side(region_area, 0))}


def priorities_without_ties(priorities: nx.Graph, ties: nx.Graph) -> dict[str, tuple[str, ...]]:
    """The themes that each region declares and has no tie in.

    Formula: the themes of r in ``priorities`` less those of r in ``ties``. Reading: intentions without visible action.
    Every region of either network is a key, sorted; one without priorities gets an empty tuple.
    """
    return _difference(priorities, ties)


def ties_without_priority(priorities: nx.Graph, ties: nx.Graph) -> dict[str, tuple[str, ...]]:
    """The themes in which each region has ties and that it does not declare.

    Formula: the themes of r in ``ties`` less those of r in ``priorities``. Reading: action outside the strategy, a
    candidate for the next one or a scattering of forces. Keys as in :func:`priorities_without_ties`.
    """
    return _difference(ties, priorities)


def share_in_priorities(priorities: nx.Graph, ties: nx.Graph) -> dict[str, float | None]:
    """The share of each region's ties that falls in themes which it declares.

    Formula: ``Σ_{i declared by r} w_ri / Σ_i w_ri`` over the weights of ``ties`` (1 without weight). Reading: 1 when
    all that is done is in declared themes. Compare with the share of all themes that the region declares: who
    declares much is easily aligned. Range 0 to 1; None for a region without ties. Keys as in
    :func:`priorities_without_ties`.
    """
    shares: dict[str, float | None] = {}
    for region in _regions(priorities, ties):
        declared = _neighbours(priorities, region)
        weights = {theme: ties.edges[region, theme].get("weight", 1.0) for theme in sorted(_neighbours(ties, region))}
        total = fsum(weights.values())
        within = fsum(weight for theme, weight in weights.items() if theme in declared)
        shares[region] = float(within / total) if total else None
    return shares


def ties_of_actors(actor_area: nx.Graph, area_theme: nx.Graph, homes: Mapping[str, Collection[str]]) -> nx.Graph:
    """What the actors of each region are tied to: regions (side 0) × themes (side 1), weighted.

    An actor's tie to an area is a tie of each of its home regions (``homes``) to the themes of that area
    (``area_theme``: areas, side 0, × themes, side 1), one in all, in equal parts over the themes. Actors without
    home and areas without themes are left out. An actor at home in Västmanland and tied to an area of Örebro so
    counts for Västmanland, which is the point.
    """
    weights: defaultdict[tuple[str, str], Fraction] = defaultdict(Fraction)
    for actor in _side(actor_area, 0):
        for area in actor_area[actor]:
            for region in homes.get(actor, ()):
                _add(weights, region, _themes(area_theme, area))
    return _two_mode(weights)


def ties_of_collaborations(collaborations: nx.Graph, area_theme: nx.Graph) -> nx.Graph:
    """What each region collaborates in: regions (side 0) × themes (side 1), weighted.

    A tie between two regions names its subjects in ``via``: areas (side 0 of ``area_theme``) or themes (side 1).
    Each subject is one tie of either region, in equal parts over its themes. Subjects of unknown theme are left
    out here and counted by :func:`collaboration_share`.
    """
    weights: defaultdict[tuple[str, str], Fraction] = defaultdict(Fraction)
    for first, second, subjects in collaborations.edges(data="via", default=()):
        for subject in subjects:
            for region in (first, second):
                _add(weights, region, _themes(area_theme, subject))
    return _two_mode(weights)


def collaboration_share(collaborations: nx.Graph, priorities: nx.Graph, area_theme: nx.Graph) -> CollaborationShare:
    """How much of what regions do together lies in themes that they declare.

    Counts the subjects (``via``) of all ties between regions; a tie without any counts as one of unknown theme.
    Reading: a high ``share`` says that regions work together where both say they are strong; a high ``unknown``
    that the sources do not tell. Layers can be stacked: parallel ties count one by one. Without collaborations all
    counts are 0 and the share is None.
    """
    return _count(standing for _, standing in _standings(collaborations, priorities, area_theme))


def collaboration_shares(
    collaborations: nx.Graph, priorities: nx.Graph, area_theme: nx.Graph
) -> dict[str, CollaborationShare]:
    """:func:`collaboration_share` for every region of the network of collaborations, over its own ties."""
    standings: dict[str, list[_Standing]] = {region: [] for region in sorted(collaborations)}
    for pair, standing in _standings(collaborations, priorities, area_theme):
        for region in sorted(set(pair)):
            standings[region].append(standing)
    return {region: _count(iter(found)) for region, found in standings.items()}


def _standings(
    collaborations: nx.Graph, priorities: nx.Graph, area_theme: nx.Graph
) -> Iterator[tuple[tuple[str, str], _Standing]]:
    for first, second, subjects in collaborations.edges(data="via", default=()):
        declared = [_neighbours(priorities, region) for region in (first, second)]
        for subject in subjects or (None,):
            themes = _themes(area_theme, subject)
            yield (first, second), _standing([bool(themes & own) for own in declared]) if themes else "unknown"


def _standing(declares: list[bool]) -> _Standing:
    if all(declares):
        return "both"
    return "one" if any(declares) else "neither"


def _count(standings: Iterator[_Standing]) -> CollaborationShare:
    counts = Counter(standings)
    return CollaborationShare(counts["both"], counts["one"], counts["neither"], counts["unknown"])


def _difference(these: nx.Graph, those: nx.Graph) -> dict[str, tuple[str, ...]]:
    return {
        region: tuple(sorted(_neighbours(these, region) - _neighbours(those, region)))
        for region in _regions(these, those)
    }


def _regions(*networks: nx.Graph) -> list[str]:
    return sorted({region for network in networks for region in _side(network, 0)})


def _side(network: nx.Graph, side: int) -> list[str]:
    return [node for node, at in network.nodes(data="bipartite") if at == side]


def _neighbours(network: nx.Graph, node: str) -> set[str]:
    return set(network[node]) if node in network else set()


def _themes(area_theme: nx.Graph, subject: str | None) -> set[str]:
    """The themes of an area, a theme itself, or none for a subject that the network does not know."""
    if subject is None or subject not in area_theme:
        return set()
    return {subject} if area_theme.nodes[subject].get("bipartite") == 1 else set(area_theme[subject])


def _add(weights: defaultdict[tuple[str, str], Fraction], region: str, themes: set[str]) -> None:
    for theme in themes:
        weights[region, theme] += Fraction(1, len(themes))


def _two_mode(weights: Mapping[tuple[str, str], Fraction]) -> nx.Graph:
    import networkx as nx

    network = nx.Graph()
    network.add_nodes_from(sorted({region for region, _ in weights}), bipartite=0)
    network.add_nodes_from(sorted({theme for _, theme in weights}), bipartite=1)
    network.add_edges_from(
        (region, theme, {"weight": float(weights[region, theme])}) for region, theme in sorted(weights)
    )
    return network
