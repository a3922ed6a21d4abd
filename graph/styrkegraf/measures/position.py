"""Position: how much runs through one node, and how near it is to the others.

Every function takes an undirected network and returns a value for each of its nodes, in the order of the node keys. A
tie's `weight` is a strength; where a measure needs lengths, the length is 1 / weight. An empty network gives an empty
result. Ties of a node to itself are not counted.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterable
from typing import NamedTuple

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from styrkegraf.measures.engines import Engine, adjacency, choose, ordered, plain, ties, to_rustworkx, two_modes
from styrkegraf.measures.errors import MeasureError
from styrkegraf.measures.paths import breadth_first_dependencies, distances, weighted_dependencies

__all__ = [
    "Estimate",
    "betweenness",
    "closeness",
    "core_number",
    "degree",
    "eigenvector",
    "harmonic_closeness",
    "pagerank",
    "sampled_betweenness",
    "strength",
    "two_mode_betweenness",
    "two_mode_closeness",
    "two_mode_degree",
]

EXACT_EIGENVECTORS = 500
"""Components of up to this many nodes are solved as dense matrices."""
RUSTWORKX_ABOVE = 300
"""Nodes above which the conversion to rustworkx costs less than it saves."""


class Estimate(NamedTuple):
    """A value estimated from a sample, and its standard error."""

    value: float
    error: float


def degree(network: nx.Graph, *, normalised: bool = False) -> dict[str, float]:
    """Degree: the number of nodes that a node has a tie with.

    k_i = number of ties of i; normalised: k_i / (n - 1), from 0 to 1. Reading: how many partners an actor or region
    has, however strong the ties. A single node has 0. Source: Freeman, *Social Networks* 1 (1979).
    """
    network = plain(network)
    largest = max(len(network) - 1, 1) if normalised else 1
    return {node: network.degree(node) / largest for node in ordered(network)}


def strength(network: nx.Graph) -> dict[str, float]:
    """Strength: the sum of the weights of a node's ties.

    s_i = Σ_j w_ij, in the unit of the weights, 0 for a node without ties. Reading: how much an actor or region shares
    with all its partners together; beside the degree it tells many weak ties from a few strong ones. Source: Barrat and
    others, *PNAS* 101 (2004).
    """
    network = plain(network)
    sums = dict.fromkeys(ordered(network), 0.0)
    for source, target, weight in ties(network, weighted=True):
        sums[source] += weight
        sums[target] += weight
    return sums


def betweenness(
    network: nx.Graph, *, weighted: bool = False, normalised: bool = True, engine: Engine = "auto"
) -> dict[str, float]:
    """Betweenness: how often a node lies on the shortest ways between two others.

    b_v = Σ_{s<t} σ_st(v) / σ_st, where σ_st counts the shortest ways from s to t and σ_st(v) those through v;
    normalised by (n - 1)(n - 2) / 2, from 0 (on no way) to 1 (the centre of a star). With `weighted`, ways are measured
    in tie lengths 1 / weight. Reading: a high value is an actor through which others reach each other; whether it holds
    them together or merely stands on one of several ways is told by the articulation points. Pairs without a way add
    nothing, so that in a disconnected network the value is about one's own component. Up to two nodes: 0.

    Exact. rustworkx takes over above 300 nodes; weighted ways know one engine only. For tens of thousands of nodes use
    `sampled_betweenness`. Sources: Freeman, *Sociometry* 40 (1977); Brandes, *Journal of Mathematical Sociology* 25
    (2001); weights as lengths: Newman, *Physical Review E* 64 (2001).
    """
    network = plain(network)
    nodes = ordered(network)
    if weighted:
        if engine == "rustworkx":
            raise MeasureError("rustworkx measures betweenness without weights only: leave the engine at auto.")
        found = _summed(weighted_dependencies(network, list(range(len(nodes)))), len(nodes)) / 2
        raw = dict(zip(nodes, found.tolist(), strict=True))
    elif choose(engine, len(nodes), above=RUSTWORKX_ABOVE) == "networkx":
        raw = nx.betweenness_centrality(network, normalized=False)
    else:
        raw = _rustworkx_betweenness(network, nodes)
    pairs = (len(nodes) - 1) * (len(nodes) - 2) / 2
    scale = pairs if normalised and pairs > 0 else 1.0
    return {node: float(raw[node]) / scale for node in nodes}


def _rustworkx_betweenness(network: nx.Graph, nodes: list[str]) -> dict[str, float]:
    import rustworkx

    # One thread: with several, sums are added in another order each time and the last digits vary.
    found = rustworkx.betweenness_centrality(to_rustworkx(network), normalized=False, parallel_threshold=len(nodes) + 1)
    return {node: found[place] for place, node in enumerate(nodes)}


def _summed(rows: Iterable[NDArray[np.float64]], size: int) -> NDArray[np.float64]:
    total = np.zeros(size)
    for row in rows:
        total += row
    return total


def sampled_betweenness(
    network: nx.Graph,
    *,
    samples: int = 200,
    weighted: bool = False,
    seed: int = 7,
    progress: Callable[[int, int], None] | None = None,
) -> dict[str, Estimate]:
    """Betweenness estimated from the shortest ways that start at a random sample of nodes, with standard errors.

    b_v ≈ n / k · Σ_{s in sample} δ_s(v) / ((n - 1)(n - 2)), where δ_s(v) is the dependency of s on v and k the size of
    the sample, drawn without replacement; the unit is that of `betweenness`, the error is the standard error of the sum
    with the correction for a finite population. Reading: two nodes whose values differ by less than about twice their
    errors are not told apart. With a sample of all nodes the value is exact and the error 0; with a sample of one the
    error is infinite. `progress` is called with (sources done, sources in all).

    Raises MeasureError if `samples` is below 1. Source: Brandes and Pich, *International Journal of Bifurcation and
    Chaos* 17 (2007).
    """
    if samples < 1:
        raise MeasureError(f"A sample has at least one node, not {samples}.")
    network = plain(network)
    nodes = ordered(network)
    size = len(nodes)
    drawn = min(samples, size)
    sources = sorted(random.Random(seed).sample(range(size), drawn))  # noqa: S311 (a sample, not a secret)
    rows = weighted_dependencies(network, sources) if weighted else breadth_first_dependencies(network, sources)
    total, squares = np.zeros(size), np.zeros(size)
    for done, row in enumerate(rows, start=1):
        total += row
        squares += row * row
        if progress is not None:
            progress(done, drawn)
    scale = 1.0 / max((size - 1) * (size - 2), 1)
    values, errors = _estimated(total, squares, drawn)
    return {
        node: Estimate(float(value) * scale, float(error) * scale)
        for node, value, error in zip(nodes, values, errors, strict=True)
    }


def _estimated(
    total: NDArray[np.float64], squares: NDArray[np.float64], drawn: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The population's sum and its standard error, from the sums over a sample drawn without replacement."""
    size = len(total)
    if drawn == size:
        return total, np.zeros(size)
    if drawn == 1:
        return total * size, np.full(size, math.inf)
    variance = np.maximum(squares - total * total / drawn, 0.0) / (drawn - 1)
    return total * (size / drawn), size * np.sqrt(variance / drawn * (1 - drawn / size))


def closeness(network: nx.Graph, *, weighted: bool = False) -> dict[str, float]:
    """Closeness: how short the ways from a node to all others are.

    In a connected network c_i = (n - 1) / Σ_j d_ij, from above 0 to 1 (a tie with everyone); with `weighted` lengths
    are 1 / weight and the value is in units of strength, without upper bound. A disconnected network has no such sum,
    and the harmonic form is returned for all its nodes (`harmonic_closeness`): compare values within one network only.
    Reading: a high value is an actor whom news from anywhere reaches in few steps. A single node has 0. Sources:
    Freeman, *Social Networks* 1 (1979); Rochat, ASNA (2009) for the harmonic form.
    """
    network = plain(network)
    if len(network) < 2 or not nx.is_connected(network):
        return harmonic_closeness(network, weighted=weighted)
    nodes, sums = ordered(network), _sums_of_distances(network, weighted=weighted)
    return {node: (len(nodes) - 1) / float(total) for node, total in zip(nodes, sums, strict=True)}


def harmonic_closeness(network: nx.Graph, *, weighted: bool = False) -> dict[str, float]:
    """Harmonic closeness: the mean nearness to all others, where nearness is 1 / distance and 0 if there is no way.

    h_i = Σ_{j≠i} 1 / d_ij / (n - 1), from 0 (no ties) to 1 (a tie with everyone); with `weighted` in units of strength.
    Reading: as closeness, and also for networks in several pieces: whoever sits in a small piece is far from most. A
    single node has 0. Sources: Marchiori and Latora, *Physica A* 285 (2000); Rochat, ASNA (2009).
    """
    network = plain(network)
    nodes, sums = ordered(network), _sums_of_nearness(network, weighted=weighted)
    return {node: float(total) / max(len(nodes) - 1, 1) for node, total in zip(nodes, sums, strict=True)}


def _sums_of_distances(network: nx.Graph, *, weighted: bool) -> NDArray[np.float64]:
    sums = np.zeros(len(network))
    for sources, lengths in distances(network, weighted=weighted):
        sums[sources] = lengths.sum(axis=1)
    return sums


def _sums_of_nearness(network: nx.Graph, *, weighted: bool) -> NDArray[np.float64]:
    sums = np.zeros(len(network))
    for sources, lengths in distances(network, weighted=weighted):
        lengths[np.arange(len(sources)), sources] = math.inf
        sums[sources] = (1.0 / lengths).sum(axis=1)
    return sums


def eigenvector(network: nx.Graph, *, weighted: bool = False) -> dict[str, float]:
    """Eigenvector centrality: a node counts as much as the nodes it has ties with.

    A x = λ x for the largest λ, solved in each component by itself, x ≥ 0, and scaled so that the squares in a
    component of n_c of all n nodes sum to n_c / n (in a connected network: to 1). The root mean square is then 1/√n in
    every component: a value above 1/√n is above the usual in one's own component. Without this, all components but the
    densest would get 0. Reading: a high value is an actor tied to actors who are themselves well tied. Do not compare
    nodes of different components. A node without ties has 0. Source: Bonacich, *Journal of Mathematical Sociology* 2
    (1972).
    """
    network = plain(network)
    values = dict.fromkeys(ordered(network), 0.0)
    for component in nx.connected_components(network):
        nodes = sorted(component)
        if len(nodes) > 1:
            vector = _leading_vector(adjacency(network.subgraph(nodes), weighted=weighted, nodes=nodes))
            scaled = np.abs(vector) * math.sqrt(len(nodes) / len(network))
            values.update(zip(nodes, scaled.tolist(), strict=True))
    return values


def _leading_vector(matrix: NDArray[np.float64]) -> NDArray[np.float64]:
    """The eigenvector of length 1 for the largest eigenvalue of a symmetric sparse matrix."""
    from scipy.linalg import eigh
    from scipy.sparse.linalg import eigsh

    size = matrix.shape[0]
    vectors: NDArray[np.float64]
    if size <= EXACT_EIGENVECTORS:
        _, vectors = eigh(matrix.toarray(), subset_by_index=[size - 1, size - 1])  # type: ignore[attr-defined]
    else:
        _, vectors = eigsh(matrix, k=1, which="LA", v0=np.ones(size))
    leading: NDArray[np.float64] = vectors[:, 0]
    return leading


def pagerank(network: nx.Graph, *, weighted: bool = False, damping: float = 0.85) -> dict[str, float]:
    """PageRank: how often a walker who follows ties at random, and now and then starts anew, is found at a node.

    p_i = (1 - α) / n + α Σ_j p_j w_ij / s_j, with damping α; nodes without ties pass the walker to anyone. The values
    sum to 1; 1/n is the average. Reading: in an undirected network it stays close to the degree, and shows whose
    partners have few others to turn to. Components are no obstacle. A single node has 1. Source: Brin and Page,
    *Computer Networks and ISDN Systems* 30 (1998).

    Raises MeasureError if `damping` is not between 0 and 1.
    """
    if not 0 <= damping < 1:
        raise MeasureError(f"Damping is a share from 0 to below 1, not {damping}.")
    network = plain(network)
    nodes = ordered(network)
    if not nodes:
        return {}
    matrix = adjacency(network, weighted=weighted)
    sums = matrix.sum(axis=0)
    alone = sums == 0
    share = matrix / np.where(alone, 1.0, sums)
    rank = np.full(len(nodes), 1.0 / len(nodes))
    for _ in range(_rounds(damping)):
        rank = damping * (share @ rank + rank[alone].sum() / len(nodes)) + (1 - damping) / len(nodes)
    return dict(zip(nodes, (rank / rank.sum()).tolist(), strict=True))


def _rounds(damping: float) -> int:
    """Rounds after which no more than 1e-12 of the walker's probability can still be misplaced."""
    return 1 if damping == 0 else math.ceil(math.log(1e-12) / math.log(damping))


def core_number(network: nx.Graph) -> dict[str, int]:
    """Core number: the largest k such that the node belongs to a group whose members all have k ties within the group.

    Reading: the innermost core is the part of the system in which everyone has several partners; an actor with many
    ties to actors at the edge has a high degree and a low core number. Ties count once whatever their weight. A node
    without ties has 0. Sources: Seidman, *Social Networks* 5 (1983); Batagelj and Zaveršnik (2003) for the algorithm.
    """
    found = nx.core_number(plain(network))
    return {node: found[node] for node in sorted(found)}


def _sizes(network: nx.Graph) -> dict[str, tuple[int, int]]:
    """For each node the number of nodes in its own mode and in the other."""
    first, second = two_modes(network)
    own = dict.fromkeys(first, (len(first), len(second)))
    own.update(dict.fromkeys(second, (len(second), len(first))))
    return {node: own[node] for node in ordered(network)}


def two_mode_degree(network: nx.Graph) -> dict[str, float]:
    """Degree in a two-mode network: the share of the other mode that a node has a tie with.

    k_i / m, with m the number of nodes of the other mode; from 0 to 1. Reading: the share of all strength areas that an
    actor supports, or of all actors that support an area. 0 if the other mode is empty. Raises MeasureError if the
    network is not two-mode. Source: Borgatti and Everett, *Social Networks* 19 (1997).
    """
    network = plain(network)
    return {node: network.degree(node) / max(other, 1) for node, (_, other) in _sizes(network).items()}


def two_mode_betweenness(network: nx.Graph, *, engine: Engine = "auto") -> dict[str, float]:
    """Betweenness in a two-mode network, as a share of the most that a node of its mode can have.

    For a mode with n nodes beside m of the other mode, with s = (n - 1) div m and t = (n - 1) mod m, the largest
    possible value is (m²(s + 1)² + m(s + 1)(2t - s - 1) - t(2s - t + 3)) / 2. From 0 to 1. Reading: as `betweenness`;
    the plain normalisation would make the smaller mode look more central than it can help being. Where the largest
    possible value is 0 so is the result. Raises MeasureError if the network is not two-mode. Source: Borgatti and
    Everett, *Social Networks* 19 (1997).
    """
    sizes = _sizes(plain(network))
    raw = betweenness(network, normalised=False, engine=engine)
    most = {pair: _most_between(*pair) for pair in set(sizes.values())}
    return {node: raw[node] / most[pair] if most[pair] > 0 else 0.0 for node, pair in sizes.items()}


def _most_between(own: int, other: int) -> float:
    if other == 0:
        return 0.0
    s, t = divmod(own - 1, other)
    return (other**2 * (s + 1) ** 2 + other * (s + 1) * (2 * t - s - 1) - t * (2 * s - t + 3)) / 2


def two_mode_closeness(network: nx.Graph) -> dict[str, float]:
    """Closeness in a two-mode network, as a share of the most that a node of its mode can have.

    The best place is one step from all m nodes of the other mode and two from the n - 1 of its own. Connected network:
    (m + 2(n - 1)) / Σ_j d_ij. Disconnected network: Σ_j 1 / d_ij / (m + (n - 1) / 2), the same idea in the harmonic
    form. From 0 to 1. Reading: as `closeness`. 0 for a single node. Raises MeasureError if the network is not two-mode.
    Source: Borgatti and Everett, *Social Networks* 19 (1997); the harmonic form is ours.
    """
    network = plain(network)
    sizes = _sizes(network)
    if len(network) > 1 and nx.is_connected(network):
        sums = _sums_of_distances(network, weighted=False)
        pairs = zip(sizes.items(), sums, strict=True)
        return {node: (other + 2 * (own - 1)) / float(total) for (node, (own, other)), total in pairs}
    nearness = zip(sizes.items(), _sums_of_nearness(network, weighted=False), strict=True)
    return {node: float(total) / (other + (own - 1) / 2) if total else 0.0 for (node, (own, other)), total in nearness}
