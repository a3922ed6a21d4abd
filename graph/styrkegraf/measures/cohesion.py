"""Cohesion: what holds together, what falls apart, and whether ties stay at home.

Every function takes an undirected network. Ties of a node to itself are not counted.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import networkx as nx
import numpy as np

from styrkegraf.measures.engines import grouped, ordered, plain, ties, two_modes
from styrkegraf.measures.errors import MeasureError
from styrkegraf.measures.paths import distances

__all__ = [
    "EIIndex",
    "articulation_points",
    "bridges",
    "clustering",
    "components",
    "density",
    "distance_fragmentation",
    "ei_index",
    "ei_index_by_group",
    "fragmentation",
    "inter_regional_share",
    "robins_alexander_clustering",
    "transitivity",
    "two_mode_clustering",
    "two_mode_density",
]


@dataclass(frozen=True)
class EIIndex:
    """Ties between groups and within them, their balance, and the balance that the sizes of the groups alone give."""

    external: float
    internal: float
    expected: float
    """Balance if every pair of nodes were equally likely to have a tie; from -1 to 1."""

    @property
    def value(self) -> float:
        """(external - internal) / (external + internal), from -1 (all within) to 1 (all between); 0 without ties."""
        total = self.external + self.internal
        return (self.external - self.internal) / total if total else 0.0


def components(network: nx.Graph) -> list[list[str]]:
    """Components: the pieces of the network, within each of which there is a way from anyone to anyone.

    Largest first, equal ones by name, each sorted; an isolated node is a piece of its own, an empty network has none.
    Reading: actors in different pieces are in no contact, not even through others. Source: Harary, *Graph Theory*
    (1969).
    """
    pieces = [sorted(piece) for piece in nx.connected_components(plain(network))]
    return sorted(pieces, key=lambda piece: (-len(piece), piece[0]))


def density(network: nx.Graph) -> float:
    """Density: the share of all pairs of nodes that have a tie.

    m / (n(n - 1) / 2), from 0 to 1; 0 for fewer than two nodes. Reading: larger networks are nearly always less dense,
    so compare networks of about the same size only. Source: Wasserman and Faust, *Social Network Analysis* (1994).
    """
    return float(nx.density(plain(network)))


def two_mode_density(network: nx.Graph) -> float:
    """Density of a two-mode network: the share of all pairs of one node from each mode that have a tie.

    m / (n_0 n_1), from 0 to 1; 0 if a mode is empty. Reading: the share of all possible supports of an area by an actor
    that exist. Raises MeasureError if the network is not two-mode. Source: Borgatti and Everett, *Social Networks* 19
    (1997).
    """
    network = plain(network)
    first, second = two_modes(network)
    pairs = len(first) * len(second)
    return float(network.number_of_edges()) / pairs if pairs else 0.0


def articulation_points(network: nx.Graph) -> list[str]:
    """Articulation points: the nodes without which a piece of the network falls apart.

    Sorted; empty if there is none. Reading: an actor in this list is the only connection between others; if it closes,
    they lose contact. What each removal costs is told by the resilience measures. Source: Tarjan, *SIAM Journal on
    Computing* 1 (1972).
    """
    return sorted(nx.articulation_points(plain(network)))


def bridges(network: nx.Graph) -> list[tuple[str, str]]:
    """Bridges: the ties without which a piece of the network falls apart.

    Pairs sorted by name; empty if there is none. Reading: the collaboration is the only connection between its two
    sides; the tie of an actor who has no other is always one. Source: Tarjan, *Information Processing Letters* 2
    (1974).
    """
    return sorted((min(pair), max(pair)) for pair in nx.bridges(plain(network)))


def clustering(network: nx.Graph) -> dict[str, float]:
    """Clustering: the share of a node's pairs of partners that have a tie themselves.

    c_i = 2 T_i / (k_i (k_i - 1)), T_i triangles through i; from 0 to 1, and 0 for a node with fewer than two partners.
    Reading: high, one's partners also work together; low, one stands between them. A one-mode projection is full of
    triangles that mean a single shared area: there, read the two-mode measures. Source: Watts and Strogatz, *Nature*
    393 (1998).
    """
    found = nx.clustering(plain(network))
    return {node: float(found[node]) for node in sorted(found)}


def transitivity(network: nx.Graph) -> float:
    """Transitivity: the share of all pairs of partners in the network that have a tie themselves.

    3 × triangles / connected triples, from 0 to 1; 0 if there is no triple. Reading: as `clustering`, for the network
    as a whole; nodes with many partners weigh more. Source: Newman, *SIAM Review* 45 (2003).
    """
    return float(nx.transitivity(plain(network)))


def two_mode_clustering(network: nx.Graph) -> dict[str, float]:
    """Clustering in a two-mode network: how alike a node's ties are to those of the nodes it shares a partner with.

    For every node v of the same mode that shares a neighbour with u: |N(u) ∩ N(v)| / |N(u) ∪ N(v)|; the mean over these
    v. From above 0 to 1, and 0 for a node that shares nothing. Reading: near 1, the actors it meets support the same
    areas; near 0, it meets different actors in each area. Raises MeasureError if the network is not two-mode. Source:
    Latapy, Magnien and Del Vecchio, *Social Networks* 30 (2008).
    """
    network = plain(network)
    two_modes(network)
    return {node: _mean_overlap(network, node) for node in ordered(network)}


def _mean_overlap(network: nx.Graph, node: str) -> float:
    shared = Counter(second for first in network[node] for second in network[first] if second != node)
    own = int(network.degree(node))
    overlaps = [n / (own + int(network.degree(other)) - n) for other, n in sorted(shared.items())]
    return math.fsum(overlaps) / max(len(overlaps), 1)


def robins_alexander_clustering(network: nx.Graph) -> float:
    """Clustering of a whole two-mode network: the share of paths of three ties that are closed to a cycle of four.

    4 × (cycles of four ties) / (paths of three ties), from 0 to 1; 0 if there is no such path. Reading: high, two
    actors who meet in one area tend to meet in another; low, they meet once. Raises MeasureError if the network is not
    two-mode. Source: Robins and Alexander, *Computational and Mathematical Organization Theory* 10 (2004).
    """
    network = plain(network)
    first, second = two_modes(network)
    paths = sum(int((network.degree(s) - 1) * (network.degree(t) - 1)) for s, t in network.edges())
    if not paths:
        return 0.0
    cycles = 0
    for node in min(first, second, key=len):
        shared = Counter(other for between in network[node] for other in network[between] if other != node)
        cycles += sum(n * (n - 1) // 2 for n in shared.values())
    return 2.0 * cycles / paths


def ei_index(network: nx.Graph, partition: Mapping[str, str], *, weighted: bool = False) -> EIIndex:
    """E-I index: whether ties cross the borders of the groups or stay within them.

    (E - I) / (E + I), E the ties (or their strength) between groups, I those within; from -1 (all within) to 1 (all
    between), 0 when balanced or without ties. Many small groups alone push it towards 1, so read it beside `expected`,
    its value if every pair were equally likely to be tied. Reading: below the expected value, regions keep to
    themselves. Nodes that `partition` leaves out do not count, nor do their ties. Raises MeasureError if it leaves out
    all. Source: Krackhardt and Stern, *Social Psychology Quarterly* 51 (1988).
    """
    network = grouped(network, partition)
    external, internal = _split(network, partition, weighted=weighted)
    sizes = Counter(partition[node] for node in network)
    pairs = len(network) * (len(network) - 1) / 2
    within = sum(size * (size - 1) / 2 for size in sizes.values())
    return EIIndex(sum(external.values()) / 2, sum(internal.values()), _balance(pairs - within, within))


def ei_index_by_group(network: nx.Graph, partition: Mapping[str, str], *, weighted: bool = False) -> dict[str, EIIndex]:
    """E-I index of each group: the ties of its members with others, against the ties among them.

    As `ei_index`, where E counts the ties that leave the group and I those within it. Reading: 1, the region's actors
    work only with others; -1, only with each other. Source: Krackhardt and Stern, *Social Psychology Quarterly* 51
    (1988).
    """
    network = grouped(network, partition)
    external, internal = _split(network, partition, weighted=weighted)
    sizes = Counter(partition[node] for node in network)
    return {
        group: EIIndex(
            external[group],
            internal[group],
            _balance(sizes[group] * (len(network) - sizes[group]), sizes[group] * (sizes[group] - 1) / 2),
        )
        for group in sorted(sizes)
    }


def _balance(external: float, internal: float) -> float:
    return EIIndex(external, internal, 0.0).value


def _split(
    network: nx.Graph, partition: Mapping[str, str], *, weighted: bool
) -> tuple[dict[str, float], dict[str, float]]:
    """Strength that leaves each group (so every such tie twice in all), and strength within each group."""
    groups = {partition[node] for node in network}
    external, internal = dict.fromkeys(groups, 0.0), dict.fromkeys(groups, 0.0)
    for source, target, strength in ties(network, weighted=weighted):
        one, other = partition[source], partition[target]
        if one == other:
            internal[one] += strength
        else:
            external[one] += strength
            external[other] += strength
    return external, internal


def inter_regional_share(network: nx.Graph, *, weighted: bool = False) -> float:
    """The share of ties that join two different regions (node attribute `region`).

    E / (E + I), from 0 to 1. Reading: 0, every collaboration stays in its region. Nodes without a region do not count,
    nor do their ties. What chance alone would give is (1 + `ei_index(...).expected`) / 2. The same ties as in
    Krackhardt and Stern, *Social Psychology Quarterly* 51 (1988), as a share.

    Raises MeasureError if no tie has a region at both ends: there is nothing to take a share of.
    """
    regions = {node: str(region) for node, region in network.nodes(data="region") if region is not None}
    found = ei_index(network, regions, weighted=weighted)
    if not found.external + found.internal:
        raise MeasureError("No tie has a region at both ends: choose a projection whose nodes have a region.")
    return found.external / (found.external + found.internal)


def fragmentation(network: nx.Graph) -> float:
    """Fragmentation: the share of all pairs of nodes between which there is no way.

    1 - Σ_c n_c (n_c - 1) / (n (n - 1)), n_c the sizes of the components; from 0 (one piece) to 1 (no ties). Fewer than
    two nodes: 0, nobody is apart. Source: Borgatti, *Computational and Mathematical Organization Theory* 12 (2006).
    """
    size = len(network)
    if size < 2:
        return 0.0
    together = sum(len(piece) * (len(piece) - 1) for piece in nx.connected_components(plain(network)))
    return 1.0 - together / (size * (size - 1))


def distance_fragmentation(network: nx.Graph) -> float:
    """Fragmentation by distance: how far, on average, the network is from a tie between every two nodes.

    1 - Σ_{i≠j} 1 / d_ij / (n (n - 1)), with 1 / d_ij = 0 where there is no way; from 0 (everyone tied with everyone) to
    1 (no ties). Reading: unlike `fragmentation` it also rises when ways only become longer. It is 1 minus the global
    efficiency. Fewer than two nodes: 0. Source: Borgatti, *Computational and Mathematical Organization Theory* 12
    (2006).
    """
    network = plain(network)
    size = len(network)
    if size < 2:
        return 0.0
    nearness = 0.0
    for sources, lengths in distances(network, weighted=False):
        lengths[np.arange(len(sources)), sources] = np.inf
        nearness += float((1.0 / lengths).sum())
    return 1.0 - nearness / (size * (size - 1))
