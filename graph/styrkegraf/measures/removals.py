"""Removals: what goes missing for the others when actors are gone.

Everything here reads who is tied to whom: neither the weights of ties nor ties of a node to itself matter. A stack of
layers or a directed network is refused, as for the measures of position.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from styrkegraf.measures.engines import ordered, plain, to_rustworkx
from styrkegraf.measures.errors import MeasureError

__all__ = ["EFFICIENCY_LIMIT", "RemovalImpact", "neighbours_of", "removal_impact", "single_removals"]

EFFICIENCY_LIMIT = 1_000
"""Up to so many nodes the efficiency is computed: every removal changes all shortest paths, which is cubic work."""


@dataclass(frozen=True, slots=True)
class RemovalImpact:
    """What a removal does to those who remain; the nodes removed are in none of the figures.

    Before: the remaining nodes may still use paths through the nodes to be removed. After: they may not. `giant` is the
    share of the remaining nodes in the largest component, `pairs_disconnected` the number of pairs that could reach
    each other before and cannot after. `cut_off` names the nodes outside the largest piece of what was one component;
    if no piece is larger than all others, all of them.
    """

    removed: tuple[str, ...]
    components_before: int
    components_after: int
    giant_before: float
    giant_after: float
    efficiency_before: float | None
    efficiency_after: float | None
    pairs_disconnected: int
    cut_off: tuple[str, ...]


def removal_impact(network: nx.Graph, removed: Iterable[str]) -> RemovalImpact:
    """What changes for the others when these nodes are gone: components, reach, shortest paths, and who is cut off.

    Since the nodes removed are left out before as well as after, every loss is a loss of the others: removing an actor
    through which nobody reaches anybody changes nothing. Removing nothing changes nothing; removing everything leaves
    nobody, and 0 for every figure. The efficiency is the mean of 1 / distance over pairs of remaining nodes, 0 for
    fewer than two of them; the loss in efficiency by one node is its vulnerability in the sense of Latora and Marchiori
    (2005, Physical Review E 71), here without the node's own paths.

    Raises MeasureError for a node that the network does not have.
    """
    gone = sorted(set(removed))
    unknown = [node for node in gone if node not in network]
    if unknown:
        raise MeasureError(f"{unknown[0]} is not in this network, so it cannot be removed from it.")
    return _Whole(plain(network)).without(gone)


def single_removals(network: nx.Graph) -> dict[str, RemovalImpact]:
    """What the removal of each node alone does (see `removal_impact`); an empty network gives {}.

    Only articulation points disconnect anybody; the others make paths longer, or nothing. Minutes rather than seconds
    above some thousand nodes.
    """
    whole = _Whole(plain(network))
    return {node: whole.without([node]) for node in whole.nodes}


def neighbours_of(network: nx.Graph) -> list[list[int]]:
    """The neighbours of each node, by place in `ordered(network)`."""
    place = {node: at for at, node in enumerate(ordered(network))}
    return [sorted(place[other] for other in network[node]) for node in place]


class _Whole:
    """The network before any removal, with what every removal is compared with."""

    def __init__(self, network: nx.Graph) -> None:
        self.nodes = ordered(network)
        self.place = {node: at for at, node in enumerate(self.nodes)}
        self.neighbours = neighbours_of(network)
        self.network = network
        self.graph = to_rustworkx(network)
        self.components = [{self.place[node] for node in group} for group in nx.connected_components(network)]
        self.component_of = {at: number for number, group in enumerate(self.components) for at in group}

    @cached_property
    def articulation_points(self) -> set[int]:
        return {self.place[node] for node in nx.articulation_points(self.network)}

    @cached_property
    def closeness(self) -> NDArray[np.float64]:
        """1 / distance of each pair, 0 where there is no path."""
        from rustworkx import distance_matrix

        return _inverse(distance_matrix(self.graph))

    def without(self, removed: Sequence[str]) -> RemovalImpact:
        gone = {self.place[node] for node in removed}
        remaining = len(self.nodes) - len(gone)
        touched = {self.component_of[at] for at in gone}
        untouched = [len(group) for number, group in enumerate(self.components) if number not in touched]
        groups = [group for number in sorted(touched) if (group := self.components[number] - gone)]
        broken = [self._pieces(group, gone) for group in groups]
        before = [*untouched, *map(len, groups)]
        after = [*untouched, *(len(piece) for pieces in broken for piece in pieces)]
        cut_off = {at for pieces in broken for at in _outside_the_largest(pieces)}
        efficiency = self._efficiency(sorted(gone)) if len(self.nodes) <= EFFICIENCY_LIMIT else (None, None)
        return RemovalImpact(
            removed=tuple(removed),
            components_before=len(before),
            components_after=len(after),
            giant_before=max(before, default=0) / max(remaining, 1),
            giant_after=max(after, default=0) / max(remaining, 1),
            efficiency_before=efficiency[0],
            efficiency_after=efficiency[1],
            pairs_disconnected=sum(math.comb(size, 2) for size in before) - sum(math.comb(size, 2) for size in after),
            cut_off=tuple(self.nodes[at] for at in sorted(cut_off)),
        )

    def _pieces(self, group: set[int], gone: set[int]) -> list[set[int]]:
        """The components into which what is left of one component falls."""
        if len(gone) == 1 and not gone & self.articulation_points:
            return [group]
        pieces, left = [], set(group)
        while left:
            frontier, piece = {min(left)}, {min(left)}
            while frontier:
                frontier = {other for at in frontier for other in self.neighbours[at]} - piece - gone
                piece |= frontier
            pieces.append(piece)
            left -= piece
        return pieces

    def _efficiency(self, gone: list[int]) -> tuple[float, float]:
        from rustworkx import distance_matrix

        remaining = len(self.nodes) - len(gone)
        if remaining < 2:
            return 0.0, 0.0
        pairs = remaining * (remaining - 1)
        kept = np.ones(len(self.nodes), dtype=bool)
        kept[gone] = False
        before = float(self.closeness[np.ix_(kept, kept)].sum()) / pairs
        left = self.graph.copy()
        left.remove_nodes_from(gone)
        after = float(_inverse(distance_matrix(left)).sum()) / pairs
        return before, after


def _inverse(distance: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.divide(1.0, distance, out=np.zeros_like(distance), where=distance > 0)


def _outside_the_largest(pieces: list[set[int]]) -> set[int]:
    """The nodes outside the one largest piece; all, if several pieces are largest; none, if there is one piece."""
    if len(pieces) < 2:
        return set()
    by_size = sorted(pieces, key=len, reverse=True)
    cut = by_size if len(by_size[0]) == len(by_size[1]) else by_size[1:]
    return set().union(*cut)
