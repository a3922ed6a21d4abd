"""Shortest paths in bulk: distances, and the dependencies from which betweenness is summed.

Strengths become lengths: the length of a tie is 1 / weight (Newman 2001), so that a strong tie is a short way.
"""

from __future__ import annotations

from collections.abc import Iterator
from heapq import heappop, heappush
from itertools import count
from typing import Any, cast

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from styrkegraf.measures.engines import adjacency, ordered, ties

__all__ = ["breadth_first_dependencies", "distances", "weighted_dependencies"]

BLOCK = 64
"""Sources at a time: keeps the dense blocks of a network with 100,000 nodes near 50 MB each."""
SAME_LENGTH = 1e-9
"""Two ways whose lengths differ by less than this share are equally short: 1/3 + 1/3 + 1/3 is as long as 1."""


def distances(network: nx.Graph, *, weighted: bool) -> Iterator[tuple[list[int], NDArray[np.float64]]]:
    """Blocks of (sources, lengths of the shortest ways from them to every node); infinite where there is none.

    Sources and columns are places in `ordered(network)`.
    """
    from scipy.sparse.csgraph import dijkstra

    matrix = adjacency(network, weighted=weighted)
    matrix.data = 1.0 / matrix.data
    for start in range(0, len(network), BLOCK):
        sources = list(range(start, min(start + BLOCK, len(network))))
        if weighted:
            yield sources, dijkstra(matrix, indices=sources)
        else:
            steps, _, _ = _breadth_first(matrix, np.array(sources))
            yield sources, np.where(steps < 0, np.inf, steps).T


def breadth_first_dependencies(network: nx.Graph, sources: list[int]) -> Iterator[NDArray[np.float64]]:
    """For each source, the dependency of that source on every node (Brandes 2001), ties without weight.

    The dependency of s on v is the sum over all t of the share of shortest ways from s to t that pass v. Many sources
    are worked on at once, as products of the sparse network with a dense block.
    """
    matrix = adjacency(network, weighted=False)
    for start in range(0, len(sources), BLOCK):
        yield from _dependencies(matrix, np.array(sources[start : start + BLOCK])).T


def _breadth_first(matrix: Any, sources: NDArray[Any]) -> tuple[NDArray[np.int32], NDArray[np.float64], int]:
    """Steps (-1: no way) and number of shortest ways, node by source, and the largest number of steps."""
    shape = (matrix.shape[0], len(sources))
    columns = np.arange(len(sources))
    steps = np.full(shape, -1, dtype=np.int32)
    ways = np.zeros(shape)
    steps[sources, columns] = 0
    ways[sources, columns] = 1.0
    frontier, depth = ways.copy(), 0
    while True:
        frontier = matrix @ frontier
        frontier[steps >= 0] = 0.0
        if not frontier.any():
            return steps, ways, depth
        depth += 1
        steps[frontier > 0] = depth
        ways += frontier


def _dependencies(matrix: Any, sources: NDArray[Any]) -> NDArray[np.float64]:
    steps, ways, deepest = _breadth_first(matrix, sources)
    dependency = np.zeros_like(ways)
    for depth in range(deepest, 0, -1):
        share = np.zeros_like(ways)
        np.divide(1.0 + dependency, ways, out=share, where=steps == depth)
        dependency += np.where(steps == depth - 1, ways * (matrix @ share), 0.0)
    dependency[sources, np.arange(len(sources))] = 0.0
    return dependency


def weighted_dependencies(network: nx.Graph, sources: list[int]) -> Iterator[NDArray[np.float64]]:
    """As `breadth_first_dependencies`, along ties of length 1 / weight.

    Sums of fractions such as 1/3 are not exact, and an exact comparison would miss that two ways are equally short;
    here lengths are equal within a share of 1e-9.
    """
    place = {node: position for position, node in enumerate(ordered(network))}
    neighbours: list[list[tuple[int, float]]] = [[] for _ in place]
    for source, target, strength in ties(network, weighted=True):
        neighbours[place[source]].append((place[target], 1.0 / strength))
        neighbours[place[target]].append((place[source], 1.0 / strength))
    for around in neighbours:
        around.sort()
    for origin in sources:
        yield _accumulated(origin, *_shortest_ways(neighbours, origin))


def _shortest_ways(
    neighbours: list[list[tuple[int, float]]], origin: int
) -> tuple[list[int], list[list[int]], list[float]]:
    """Nodes by rising distance, the predecessors of each node, and its number of shortest ways (Dijkstra)."""
    length: dict[int, float] = {origin: 0.0}
    before: list[list[int]] = [[] for _ in neighbours]
    ways = [0.0] * len(neighbours)
    ways[origin] = 1.0
    settled: dict[int, None] = {}
    turn = count()
    queue = [(0.0, next(turn), origin)]
    while queue:
        _, _, node = heappop(queue)
        if node in settled:
            continue
        settled[node] = None
        ways[node] = sum(ways[earlier] for earlier in before[node]) if node != origin else 1.0
        for other, step in neighbours[node]:
            if other in settled:
                continue
            way = length[node] + step
            known = length.get(other)
            if known is None or way < known * (1.0 - SAME_LENGTH):
                length[other], before[other] = way, [node]
                heappush(queue, (way, next(turn), other))
            elif way <= known * (1.0 + SAME_LENGTH):
                before[other].append(node)
    return list(settled), before, ways


def _accumulated(origin: int, order: list[int], before: list[list[int]], ways: list[float]) -> NDArray[np.float64]:
    dependency = [0.0] * len(before)
    for node in reversed(order):
        for earlier in before[node]:
            dependency[earlier] += ways[earlier] / ways[node] * (1.0 + dependency[node])
    dependency[origin] = 0.0
    return cast("NDArray[np.float64]", np.array(dependency))
