"""Groups in a two-mode network: actors and areas that belong together, found without a one-mode projection."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from styrkegraf.measures.engines import adjacency, ordered, plain, two_modes
from styrkegraf.measures.errors import MeasureError
from styrkegraf.measures.groups import numbered

__all__ = ["BipartiteGroups", "bipartite_groups", "bipartite_modularity"]

MOST_AT_START = 64
"""Largest number of groups that a start deals out: the dense blocks stay small in large networks."""
NO_GAIN = 1e-12

Labels = NDArray[np.int64]


@dataclass(frozen=True)
class BipartiteGroups:
    """The best partition of both modes together that the starts found, and how the others did."""

    partition: dict[str, int]
    modularity: float
    modularity_range: tuple[float, float]
    """Lowest and highest over the starts: a wide range says that one start is not enough."""


class _Barber:
    """Barber's matrix B = A - k dᵀ / m of a two-mode network, as products with a partition of one mode."""

    def __init__(self, network: nx.Graph, *, weighted: bool) -> None:
        first, second = two_modes(network)
        self.nodes = first + second
        both = adjacency(network, weighted=weighted, nodes=self.nodes)
        self.ties = both[: len(first), len(first) :].tocsr()
        self.turned = self.ties.T.tocsr()
        self.total = float(self.ties.sum())
        self.rows, self.columns = self.ties.sum(axis=1), self.ties.sum(axis=0)

    def pull_on_rows(self, columns: Labels, groups: int) -> NDArray[np.float64]:
        """What each row node gains from joining each group of column nodes."""
        return _pull(self.ties, self.rows, self.columns, self.total, columns, groups)

    def pull_on_columns(self, rows: Labels, groups: int) -> NDArray[np.float64]:
        """What each column node gains from joining each group of row nodes."""
        return _pull(self.turned, self.columns, self.rows, self.total, rows, groups)

    def modularity(self, rows: Labels, columns: Labels) -> float:
        """Q of a partition of both modes."""
        groups = int(max(rows.max(initial=-1), columns.max(initial=-1))) + 1
        return float(self.pull_on_rows(columns, groups)[np.arange(len(rows)), rows].sum())


def _pull(
    ties: Any, own: NDArray[Any], other: NDArray[Any], total: float, labels: Labels, groups: int
) -> NDArray[np.float64]:
    member = np.zeros((len(labels), groups))
    member[np.arange(len(labels)), labels] = 1.0
    pull: NDArray[np.float64] = (ties @ member - np.outer(own, other @ member) / total) / total
    return pull


def bipartite_modularity(network: nx.Graph, partition: Mapping[str, Hashable], *, weighted: bool = False) -> float:
    """Bipartite modularity: how much more ties between the modes lie within the groups than by chance.

    Q = 1/m Σ_ij (A_ij - k_i d_j / m) [g_i = g_j], over nodes i of one mode and j of the other; below 1, and 0 for one
    group of all or a network without ties. Reading: as modularity, with a null model in which no tie falls within a
    mode; the usual modularity of a two-mode network is too high. Raises MeasureError if the network is not two-mode or
    a node has no group. Source: Barber, *Physical Review E* 76 (2007).
    """
    network = plain(network)
    matrix = _Barber(network, weighted=weighted)
    missing = [node for node in matrix.nodes if node not in partition]
    if missing:
        raise MeasureError(f"{missing[0]} has no group in this partition: modularity needs one for every node.")
    if not matrix.total:
        return 0.0
    numbers = {group: place for place, group in enumerate(dict.fromkeys(partition[node] for node in matrix.nodes))}
    labels = np.array([numbers[partition[node]] for node in matrix.nodes], dtype=np.int64)
    return matrix.modularity(labels[: len(matrix.rows)], labels[len(matrix.rows) :])


def bipartite_groups(network: nx.Graph, *, starts: int = 50, weighted: bool = False, seed: int = 7) -> BipartiteGroups:
    """Groups of both modes with high bipartite modularity: the best of many seeded starts.

    Each start deals the nodes of one mode out to a random number of groups; then each mode in turn joins the groups
    that gain most (BRIM), and pairs of groups are merged while that gains. The optimum is not guaranteed: read
    `modularity_range`. Reading: a group is a set of areas and the actors that support them rather than others. Nodes
    without ties are groups of one. Raises MeasureError if the network is not two-mode or `starts` is below 1. Sources:
    Barber, *Physical Review E* 76 (2007); merging: Liu and Murata, *Web Intelligence* (2009).
    """
    if starts < 1:
        raise MeasureError(f"At least one start is needed, not {starts}.")
    network = plain(network)
    nodes = ordered(network)
    tied = network.subgraph([node for node in nodes if network.degree(node)])
    matrix = _Barber(tied if len(tied) else network, weighted=weighted)
    if not matrix.total:
        return BipartiteGroups(numbered(nodes, list(range(len(nodes)))), 0.0, (0.0, 0.0))
    generator = np.random.default_rng(seed)
    found = [_start(matrix, generator) for _ in range(starts)]
    best = max(found, key=lambda start: start[0])
    labels = dict(zip(matrix.nodes, best[1].tolist(), strict=True))
    alone = {node: len(matrix.nodes) + place for place, node in enumerate(n for n in nodes if n not in labels)}
    return BipartiteGroups(
        numbered(nodes, [{**labels, **alone}[node] for node in nodes]),
        best[0],
        (min(value for value, _ in found), best[0]),
    )


def _start(matrix: _Barber, generator: np.random.Generator) -> tuple[float, Labels]:
    """Modularity and groups (rows, then columns) that one random start leads to."""
    most = min(len(matrix.rows), len(matrix.columns), MOST_AT_START)
    groups = int(generator.integers(min(2, most), most + 1))
    columns = generator.integers(groups, size=len(matrix.columns))
    value, rows, columns = _alternate(matrix, columns, groups)
    while True:
        merged = _merged(matrix, rows, columns, groups)
        if merged is None:
            return value, np.concatenate([rows, columns])
        higher, new_rows, new_columns = _alternate(matrix, merged, groups)
        if higher <= value + NO_GAIN:
            return value, np.concatenate([rows, columns])
        value, rows, columns = higher, new_rows, new_columns


def _alternate(matrix: _Barber, columns: Labels, groups: int) -> tuple[float, Labels, Labels]:
    """Let each mode in turn join the best groups of the other, until modularity no longer grows (BRIM)."""
    value, rows = -1.0, np.zeros(len(matrix.rows), dtype=np.int64)
    while True:
        new_rows = matrix.pull_on_rows(columns, groups).argmax(axis=1)
        pull = matrix.pull_on_columns(new_rows, groups)
        new_columns = pull.argmax(axis=1)
        higher = float(pull.max(axis=1).sum())
        if higher <= value + NO_GAIN:
            return value, rows, columns
        value, rows, columns = higher, new_rows, new_columns


def _merged(matrix: _Barber, rows: Labels, columns: Labels, groups: int) -> Labels | None:
    """The groups of the columns after the one merger of two groups that gains most; None if no merger gains."""
    member = np.zeros((groups, len(rows)))
    member[rows, np.arange(len(rows))] = 1.0
    between = member @ matrix.pull_on_rows(columns, groups)
    gain = np.triu(between + between.T, k=1)
    one, other = np.unravel_index(int(gain.argmax()), gain.shape)
    if gain[one, other] <= NO_GAIN:
        return None
    return np.where(columns == other, one, columns)
