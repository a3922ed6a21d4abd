"""What if: a network before and after something is gone or added. Nothing is written to the graph."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

import networkx as nx
import numpy as np

from styrkegraf.advice.change import Change, Tie, kinds_of, node_attributes, read_change
from styrkegraf.measures.cohesion import articulation_points, components
from styrkegraf.measures.paths import distances
from styrkegraf.measures.position import betweenness, degree
from styrkegraf.measures.removals import removal_impact
from styrkegraf.measures.uncertainty import Ranking, bootstrap_interval, ranking
from styrkegraf.networks.project import network, projections

if TYPE_CHECKING:
    from styrkegraf.graph import Graph

__all__ = ["Figures", "Lost", "Move", "Others", "Table", "WhatIf", "imagine", "whatif"]

Measure = Literal["betweenness", "degree"]

MEASURES: Final[Mapping[Measure, Callable[[nx.Graph], Mapping[str, float]]]] = {
    "betweenness": lambda made: betweenness(made, engine="rustworkx"),
    "degree": degree,
}
DRAWS: Final = 100


@dataclass(frozen=True, slots=True)
class Figures:
    """A network in figures.

    ``components`` are the pieces, ``giant`` the nodes of the largest. ``pairs`` counts the pairs of nodes between which
    there is a way and ``reach`` is their share of all pairs; ``mean_path`` is the mean length of the shortest of these
    ways, None if there is no way, and ``efficiency`` the mean of 1 / length over all pairs, 0 where there is no way.
    """

    nodes: int
    ties: int
    components: int
    giant: int
    pairs: int
    reach: float
    mean_path: float | None
    efficiency: float
    articulation_points: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Others:
    """What changes among those that are there before and after, who before may use ways through what then is gone.

    ``lost`` and ``gained`` count the pairs that can no longer reach each other, or now can; ``cut_off`` are those left
    outside the largest piece of what was one.
    """

    nodes: int
    lost: int
    gained: int
    cut_off: tuple[str, ...]
    efficiency_before: float
    efficiency_after: float


@dataclass(frozen=True, slots=True)
class Move:
    """A node that is there before and after, and its line in the ranking before and after."""

    node: str
    before: Ranking
    after: Ranking

    @property
    def changed(self) -> bool:
        """Whether its place is another one, or shared with others than before."""
        return (self.before.place, self.before.tied) != (self.after.place, self.after.tied)

    @property
    def sure(self) -> bool:
        """Whether the places that the intervals allow before and after have none in common."""
        ends = [(line.best or line.place, line.worst or line.place) for line in (self.before, self.after)]
        return ends[0][1] < ends[1][0] or ends[1][1] < ends[0][0]


@dataclass(frozen=True, slots=True)
class Table:
    """A ranking of the nodes of one kind before and after, in the order of after."""

    measure: Measure
    kind: str
    lines: tuple[Move, ...]


@dataclass(frozen=True, slots=True)
class Lost:
    """A tie that goes with what is gone, and the named graphs that it rests on."""

    gone: str
    other: str
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WhatIf:
    """A network before and after.

    ``joined`` are things that no tie of the network had: before, they count as alone. ``absent`` are things to be gone
    that are not in the network, ``present`` ties to be added that it has already.
    """

    projection: str
    collective: bool
    change: Change
    absent: tuple[str, ...]
    present: tuple[Tie, ...]
    joined: tuple[str, ...]
    lost: tuple[Lost, ...]
    before: Figures
    after: Figures
    others: Others
    tables: tuple[Table, ...]

    @property
    def unchanged(self) -> bool:
        """Whether the network after is the network before."""
        return (
            not self.joined and not (set(self.change.without) - set(self.absent)) and self.present == self.change.ties
        )


def whatif(
    graph: Graph,
    *,
    without: Iterable[str] = (),
    ties: Iterable[str] = (),
    projection: str = "actor-area",
    collective: bool = True,
    draws: int = DRAWS,
    seed: int = 7,
) -> WhatIf:
    """What changes in a projection if some things are gone and some ties added.

    Names are labels, short forms or IRIs; a tie is a sentence such as *Almi supports Energi*. Rankings are of those
    that are there before and after, by kind; their intervals are from ties drawn anew (bootstrap). See `read_change`
    for what is raised. The graph is only read.
    """
    made = network(graph, projection, collective=collective)
    change = read_change(graph, projection, without, ties)
    before = made.copy()
    joined = tuple(sorted({end for tie in change.ties for end in (tie.source, tie.target)} - set(made)))
    for node in joined:
        before.add_node(node, **node_attributes(graph, node, kinds_of(projection), _side(projection, node, change)))
    gone = tuple(node for node in change.without if node in before)
    after = imagine(before, gone, change.ties)
    return WhatIf(
        projection=projection,
        collective=collective,
        change=change,
        absent=tuple(node for node in change.without if node not in before),
        present=tuple(tie for tie in change.ties if made.has_edge(tie.source, tie.target)),
        joined=joined,
        lost=tuple(_lost(before, gone)),
        before=_figures(before),
        after=_figures(after),
        others=_others(before, after, gone, change.ties),
        tables=tuple(_tables(before, after, draws, seed)),
    )


def imagine(made: nx.Graph, without: Iterable[str], ties: Iterable[Tie]) -> nx.Graph:
    """A copy of the network with the ties added and the nodes gone; a tie that is there stays as it is."""
    copy = made.copy()
    for tie in ties:
        if not copy.has_edge(tie.source, tie.target):
            copy.add_edge(tie.source, tie.target, weight=1.0, relation=tie.predicate, evidence=(), via=())
    copy.remove_nodes_from(list(without))
    return copy


def _side(projection: str, node: str, change: Change) -> int | None:
    """The side of a two-mode network that a new node belongs to."""
    if projections()[projection].head["mode"] != "two-mode":
        return None
    return int(any(tie.target == node and tie.predicate == "supports" for tie in change.ties))


def _lost(before: nx.Graph, gone: tuple[str, ...]) -> Iterable[Lost]:
    for node in gone:
        for other in sorted(before[node]):
            yield Lost(node, other, tuple(before.edges[node, other].get("evidence", ())))


def _figures(made: nx.Graph) -> Figures:
    pieces = components(made)
    size = len(made)
    pairs = sum(math.comb(len(piece), 2) for piece in pieces)
    steps, nearness = _lengths(made, set(made))
    return Figures(
        nodes=size,
        ties=made.number_of_edges(),
        components=len(pieces),
        giant=len(pieces[0]) if pieces else 0,
        pairs=pairs,
        reach=pairs / math.comb(size, 2) if size > 1 else 0.0,
        mean_path=steps / pairs if pairs else None,
        efficiency=nearness / math.comb(size, 2) if size > 1 else 0.0,
        articulation_points=tuple(articulation_points(made)),
    )


def _lengths(made: nx.Graph, among: set[str]) -> tuple[float, float]:
    """The sum of the distances, and of 1 / distance, over the pairs among these nodes that reach each other."""
    nodes = sorted(made)
    kept = np.array([node in among for node in nodes], dtype=bool)
    steps = nearness = 0.0
    for sources, lengths in distances(made, weighted=False):
        block = lengths[kept[sources]][:, kept]
        known = block[np.isfinite(block) & (block > 0)]
        steps += float(known.sum())
        nearness += float((1.0 / known).sum())
    return steps / 2, nearness / 2


def _others(before: nx.Graph, after: nx.Graph, gone: tuple[str, ...], ties: tuple[Tie, ...]) -> Others:
    then, now = (_piece_of(made) for made in (before, after))
    together = Counter((then[node], now[node]) for node in after)
    both = sum(math.comb(count, 2) for count in together.values())
    pairs = [sum(math.comb(n, 2) for n in Counter(at[node] for node in after).values()) for at in (then, now)]
    all_pairs = max(math.comb(len(after), 2), 1)
    with_ties = imagine(before, (), ties)
    return Others(
        nodes=len(after),
        lost=pairs[0] - both,
        gained=pairs[1] - both,
        cut_off=removal_impact(with_ties, gone).cut_off if gone else (),
        efficiency_before=_lengths(before, set(after))[1] / all_pairs,
        efficiency_after=_lengths(after, set(after))[1] / all_pairs,
    )


def _piece_of(made: nx.Graph) -> dict[str, int]:
    return {node: number for number, piece in enumerate(components(made)) for node in piece}


def _tables(before: nx.Graph, after: nx.Graph, draws: int, seed: int) -> Iterable[Table]:
    kinds: dict[str, list[str]] = {}
    for node, kind in sorted(after.nodes(data="kind")):
        kinds.setdefault(str(kind), []).append(node)
    for measure, statistic in MEASURES.items():
        pairs = [(made, _intervals(statistic, made, draws, seed)) for made in (before, after)]
        for kind, nodes in sorted(kinds.items()):
            lines = [_ranked(made, statistic, intervals, nodes) for made, intervals in pairs]
            moves = [Move(node, lines[0][node], line) for node, line in lines[1].items()]
            yield Table(measure, kind, tuple(moves))


def _intervals(statistic: Callable[[nx.Graph], Mapping[str, float]], made: nx.Graph, draws: int, seed: int) -> Any:
    return bootstrap_interval(statistic, made, n=draws, seed=seed)


def _ranked(
    made: nx.Graph, statistic: Callable[[nx.Graph], Mapping[str, float]], intervals: Any, nodes: list[str]
) -> dict[str, Ranking]:
    values = statistic(made)
    lines = ranking({node: values[node] for node in nodes}, intervals={node: intervals[node] for node in nodes})
    return {line.node: line for line in lines}
