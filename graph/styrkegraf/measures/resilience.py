"""Resilience: how a network falls apart as actors leave, and which shape makes it likely to.

What the removal of a single actor does is in `styrkegraf.measures.removals`.

Everything here reads who is tied to whom: neither the weights of ties nor ties of a node to itself matter. A stack of
layers or a directed network is refused, as for the measures of position.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from typing import Literal

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from styrkegraf.measures.engines import ordered, plain, to_rustworkx
from styrkegraf.measures.errors import MeasureError
from styrkegraf.measures.removals import EFFICIENCY_LIMIT, neighbours_of

__all__ = [
    "Band",
    "RemovalCurve",
    "Slope",
    "Strategy",
    "assortativity_slope",
    "hierarchy_slope",
    "removal_curve",
]

Strategy = Literal["random", "degree", "betweenness"]

_FAR = 8_000
_BETWEENNESS_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Band:
    """A value after each removal, with the bounds of the middle 95 % of the runs (the value itself for one run)."""

    value: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class RemovalCurve:
    """What is left as nodes are removed one after the other, from none of them to all.

    `removed[k]` is the share of nodes gone after k removals; `giant` the largest component and `efficiency` the global
    efficiency that are left, both as shares of the whole network before. `order` names the nodes as they went
    (empty for random removal). `area` is Schneider's R, with its bounds over the runs.
    """

    strategy: Strategy
    recomputed: bool
    order: tuple[str, ...]
    removed: tuple[float, ...]
    giant: Band
    efficiency: Band | None
    area: float
    area_low: float
    area_high: float


@dataclass(frozen=True, slots=True)
class Slope:
    """A line fitted by least squares: slope, intercept, share of variance explained, and nodes it rests on."""

    slope: float
    intercept: float
    r_squared: float
    nodes: int


def removal_curve(
    network: nx.Graph, strategy: Strategy = "random", *, recompute: bool = False, runs: int = 20, seed: int = 7
) -> RemovalCurve:
    """Remove one node after the other and follow the giant component and the efficiency.

    `random` is how the system bears chance losses, averaged over `runs` orders; `degree` and `betweenness` remove the
    best tied or the most mediating actor first, as ranked at the start or, with `recompute`, anew after each removal
    (Holme and others 2002, Physical Review E 65). Equals go in order of name. A curve that falls steeply under attack
    and slowly at random marks a system that rests on few hubs (Albert, Jeong and Barabási 2000, Nature 406).

    The giant component is a share of all nodes; the efficiency is the sum of 1 / distance over the pairs left, divided
    by the number of pairs of the whole network (Latora and Marchiori 2001, Physical Review Letters 87), so that both
    start at the value of the network and end at 0. It is None above `EFFICIENCY_LIMIT` nodes.
    `area` is R = 1/N · sum over q = 1..N of the giant share after q removals (Schneider and others 2011, PNAS 108):
    from 0 (no ties, N large) to 1/2 (all tied to all, N large).

    Raises MeasureError for a network without nodes, an unknown strategy, or `runs` below 1.
    """
    network = plain(network)
    if not len(network):
        raise MeasureError("The network has no nodes: there is nothing to remove.")
    if runs < 1:
        raise MeasureError(f"A removal curve needs at least one run, and runs is {runs}.")
    neighbours = neighbours_of(network)
    orders = _orders(network, neighbours, strategy, recompute, runs, seed)
    n = len(network)
    giants = np.array([_giants(order, neighbours) for order in orders]) / n
    area = _band(giants[:, 1:].mean(axis=1)[:, None])
    efficient = n <= EFFICIENCY_LIMIT
    nodes = ordered(network)
    return RemovalCurve(
        strategy=strategy,
        recomputed=recompute and strategy != "random",
        order=() if strategy == "random" else tuple(nodes[at] for at in orders[0]),
        removed=tuple(gone / n for gone in range(n + 1)),
        giant=_band(giants),
        efficiency=_band(np.array([_efficiencies(order, neighbours) for order in orders])) if efficient else None,
        area=area.value[0],
        area_low=area.low[0],
        area_high=area.high[0],
    )


def hierarchy_slope(network: nx.Graph) -> Slope:
    """How steeply ties concentrate on few nodes: the slope of log degree on log rank.

    log k(h) = c + a · log rank(h), rank 1 for the highest degree, nodes without ties left out. 0: all have equally
    many ties; the further below 0, the more the network hangs on a few. Crespo, Suire and Vicente (2014, Journal of
    Economic Geography 14): a cluster with some hierarchy is effective, and resilient if its core is open to the
    periphery (see `assortativity_slope`). Equal degrees take consecutive ranks.

    Raises MeasureError with fewer than two nodes with ties.
    """
    degrees = np.array(sorted((degree for _, degree in plain(network).degree if degree), reverse=True), dtype=float)
    if len(degrees) < 2:
        raise MeasureError("A slope needs at least two nodes with ties, and this network has none.")
    return _least_squares(np.log(np.arange(1, len(degrees) + 1)), np.log(degrees))


def assortativity_slope(network: nx.Graph) -> Slope:
    """Whether the well tied are tied to each other: the slope of the neighbours' mean degree on degree.

    mean k of neighbours(h) = d + b · k(h), nodes without ties left out. Above 0 (assortative): a closed core, in which
    ideas and shocks circulate among the same; below 0 (disassortative): core and periphery are tied, which Crespo,
    Suire and Vicente (2014, Journal of Economic Geography 14) take for the form more open to renewal.

    Raises MeasureError with fewer than two nodes with ties, and when all of them have equally many.
    """
    network = plain(network)
    degree = dict(network.degree)
    tied = [node for node in ordered(network) if degree[node]]
    if len({degree[node] for node in tied}) < 2:
        raise MeasureError("Without nodes of different degree, the slope of the neighbours' degree is not defined.")
    own = np.array([degree[node] for node in tied], dtype=float)
    around = np.array([sum(degree[other] for other in network[node]) / degree[node] for node in tied])
    return _least_squares(own, around)


def _least_squares(x: NDArray[np.float64], y: NDArray[np.float64]) -> Slope:
    across, up = x - x.mean(), y - y.mean()
    slope = float(across @ up / (across @ across))
    total = float(up @ up)
    left = float(((up - slope * across) ** 2).sum())
    return Slope(slope, float(y.mean() - slope * x.mean()), 1 - left / total if total > 1e-12 else 1.0, len(x))


def _orders(
    network: nx.Graph, neighbours: list[list[int]], strategy: Strategy, recompute: bool, runs: int, seed: int
) -> list[list[int]]:
    n = len(neighbours)
    if strategy == "random":
        rng = np.random.default_rng(seed)
        return [rng.permutation(n).tolist() for _ in range(runs)]
    if strategy == "degree":
        by_degree = sorted(range(n), key=lambda at: (-len(neighbours[at]), at))
        return [_by_degree_left(neighbours) if recompute else by_degree]
    if strategy == "betweenness":
        return [_by_betweenness(network, recompute)]
    raise MeasureError(f"No removal strategy is called {strategy!r}: choose random, degree or betweenness.")


def _by_degree_left(neighbours: list[list[int]]) -> list[int]:
    """The node with most ties to those still there, again and again; the heap holds outdated entries, passed over."""
    degree = [len(around) for around in neighbours]
    heap = [(-ties, at) for at, ties in enumerate(degree)]
    heapify(heap)
    order: list[int] = []
    gone: set[int] = set()
    while heap:
        ties, at = heappop(heap)
        if at in gone or -ties != degree[at]:
            continue
        order.append(at)
        gone.add(at)
        for other in neighbours[at]:
            if other not in gone:
                degree[other] -= 1
                heappush(heap, (-degree[other], other))
    return order


def _by_betweenness(network: nx.Graph, recompute: bool) -> list[int]:
    """By betweenness, rounded, so that equal nodes stay equal whatever the order of summing."""
    from rustworkx import betweenness_centrality

    left = to_rustworkx(network)
    if not recompute:
        values = betweenness_centrality(left, normalized=False)
        return sorted(left.node_indices(), key=lambda at: (-round(values[at], _BETWEENNESS_DIGITS), at))
    order: list[int] = []
    while left.num_nodes():
        values = betweenness_centrality(left, normalized=False)
        first = min(left.node_indices(), key=lambda at: (-round(values[at], _BETWEENNESS_DIGITS), at))
        order.append(first)
        left.remove_node(first)
    return order


def _band(runs: NDArray[np.float64]) -> Band:
    value = runs.mean(axis=0)
    low, high = np.quantile(runs, [0.025, 0.975], axis=0)
    low, high = np.minimum(low, value), np.maximum(high, value)
    return Band(tuple(value.tolist()), tuple(low.tolist()), tuple(high.tolist()))


def _giants(order: Sequence[int], neighbours: list[list[int]]) -> list[int]:
    """The size of the largest component after 0, 1, ..., N removals.

    Read backwards, nodes are added instead of removed, and components only ever join (Newman and Ziff 2000).
    """
    root = list(range(len(neighbours)))
    size = [0] * len(neighbours)
    largest = [0]

    def find(at: int) -> int:
        while root[at] != at:
            root[at] = root[root[at]]
            at = root[at]
        return at

    for node in reversed(order):
        size[node] = 1
        for other in neighbours[node]:
            if size[other]:
                one, two = sorted((find(node), find(other)), key=lambda at: size[at])
                if one != two:
                    root[one] = two
                    size[two] += size[one]
        largest.append(max(largest[-1], size[find(node)]))
    return largest[::-1]


def _efficiencies(order: Sequence[int], neighbours: list[list[int]]) -> list[float]:
    """The efficiency after 0, 1, ..., N removals, as a share of all pairs of the whole network.

    Read backwards: a node that is added shortens the distance of s and t to the way through it, if that is shorter.
    """
    n = len(neighbours)
    closeness = 1.0 / np.maximum(np.arange(_FAR + 1), 1.0)
    closeness[[0, _FAR]] = 0.0
    distance = np.full((n, n), _FAR, dtype=np.int16)
    np.fill_diagonal(distance, 0)
    place = {node: at for at, node in enumerate(reversed(order))}
    total, totals = 0.0, [0.0]
    for node, at in place.items():
        known = [place[other] for other in neighbours[node] if place[other] < at]
        if known:
            steps = np.minimum(distance[known, :at].min(axis=0) + 1, _FAR)
            among = distance[:at, :at]
            through = steps[:, None] + steps[None, :]
            shorter = through < among
            total += float((closeness[through[shorter]] - closeness[among[shorter]]).sum())
            total += 2.0 * float(closeness[steps].sum())
            among[shorter] = through[shorter]
            distance[at, :at] = distance[:at, at] = steps
        totals.append(total)
    return [value / max(n * (n - 1), 1) for value in reversed(totals)]
