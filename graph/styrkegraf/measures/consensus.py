"""Consensus of many partitions of the same nodes: the one with which the others disagree least.

Seeded methods find other groups in each run. The median partition (Barthélemy and Leclerc, *DIMACS Series* 19, 1995;
Filkov and Skiena, *International Journal on Artificial Intelligence Tools* 13, 2004) minimises the number of pairs of
nodes that it puts together and a run apart, or the reverse, summed over the runs. That needs no threshold.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from styrkegraf.measures.agreement import label_agreement

__all__ = ["Runs", "median_partition", "stability", "support"]

Labels = NDArray[np.int64]


@dataclass(frozen=True)
class Runs:
    """Partitions of the same nodes: equal ones counted, and nodes together in all of them taken as one atom."""

    labels: Labels
    """Group of each atom (row) in each distinct partition (column)."""
    times: Labels
    """How many runs gave each partition."""
    atoms: Labels
    """Atom of each node."""
    sizes: Labels
    """Nodes in each atom."""

    @classmethod
    def of(cls, partitions: list[Labels]) -> Runs:
        """From one array of group numbers a run, entry i for node i; at least one node and one run."""
        table = np.stack([_by_first_member(labels) for labels in partitions], axis=1)
        distinct, times = np.unique(table, axis=1, return_counts=True)
        labels, atoms, sizes = np.unique(distinct, axis=0, return_inverse=True, return_counts=True)
        return cls(labels, times, atoms.reshape(-1), sizes)

    @property
    def count(self) -> int:
        """Number of runs."""
        return int(self.times.sum())

    def shared(self, one: Labels, other: Labels) -> Labels:
        """For each atom, the nodes that are in its group in both of two partitions of the atoms."""
        cell = np.unique(one * (int(other.max()) + 1) + other, return_inverse=True)[1]
        return self.totals(cell)[cell]

    def together(self, one: int, other: int) -> int:
        """Pairs of nodes that are in one group in both of two distinct partitions, in both orders and with itself."""
        return int((self.sizes * self.shared(self.labels[:, one], self.labels[:, other])).sum())

    def totals(self, labels: Labels) -> Labels:
        """Nodes in each group, from the group of each atom."""
        return np.bincount(labels, weights=self.sizes).astype(np.int64)


def _by_first_member(labels: Labels) -> Labels:
    """The same partition with its groups numbered in the order of their first members."""
    _, first, group = np.unique(labels, return_index=True, return_inverse=True)
    place: Labels = np.argsort(np.argsort(first))
    return place[group]


def median_partition(runs: Runs) -> Labels:
    """The group of each node in the partition closest to all runs (a local optimum, at least as close as any run).

    Starts from the closest run and moves one atom at a time to the group that gains most, until no move gains. Nodes
    that are together in no run, not even through others, are never put together: each such block is searched by itself.
    """
    start = runs.labels[:, _closest(runs)]
    found = np.zeros(len(start), dtype=np.int64)
    used = 0
    for block in _blocks(runs):
        search = _Search(runs.labels[block], runs.times, runs.sizes[block], start[block])
        while sum(search.improve(atom) for atom in range(len(block))):
            pass
        found[block] = search.group + used
        used += len(search.size)
    return found[runs.atoms]


def _blocks(runs: Runs) -> list[Labels]:
    """The atoms, divided into sets that no run connects."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    rows = _rows(runs.labels)
    atoms, count = np.arange(len(rows)), int(rows.max()) + 1
    where = np.repeat(atoms, rows.shape[1]), rows.ravel() + len(rows)
    joined = coo_array((np.ones(rows.size), where), shape=(len(rows) + count,) * 2)
    _, block = connected_components(joined, directed=False)
    order = np.argsort(block[: len(rows)], kind="stable")
    return np.split(order, np.flatnonzero(np.diff(block[order])) + 1)


def _rows(labels: Labels) -> Labels:
    """The groups of all runs numbered as one sequence: the number of each atom's group in each run."""
    columns = [np.unique(column, return_inverse=True)[1] for column in labels.T]
    offsets = np.cumsum([0] + [int(column.max()) + 1 for column in columns[:-1]])
    return np.stack([column + offset for column, offset in zip(columns, offsets, strict=True)], axis=1)


def _closest(runs: Runs) -> int:
    """The distinct partition with the fewest pairs on which it differs from the runs."""
    distinct = len(runs.times)
    own = [runs.together(one, one) for one in range(distinct)]
    agreed = [runs.count * -pairs for pairs in own]
    for one in range(distinct):
        agreed[one] += 2 * int(runs.times[one]) * own[one]
        for other in range(one):
            pairs = runs.together(one, other)
            agreed[one] += 2 * int(runs.times[other]) * pairs
            agreed[other] += 2 * int(runs.times[one]) * pairs
    return max(range(distinct), key=lambda one: (agreed[one], -one))


class _Search:
    """A partition of the atoms of a block, and how many nodes of each group of each run lie in which of our groups.

    There is always an empty group: moving there is leaving all others, and gains 0.
    """

    def __init__(self, labels: Labels, times: Labels, sizes: Labels, start: Labels) -> None:
        self.rows, self.times, self.sizes = _rows(labels), times, sizes
        self.group: Labels = np.unique(start, return_inverse=True)[1]
        groups = int(self.group.max()) + 2
        self.size = np.bincount(self.group, weights=sizes, minlength=groups).astype(np.int64)
        self.inside = np.zeros((int(self.rows.max()) + 1, groups), dtype=np.int64)
        np.add.at(self.inside, (self.rows, self.group[:, None]), sizes[:, None])
        self.runs = int(times.sum())

    def improve(self, atom: int) -> bool:
        """Move the atom to the group that gains most pairs agreed on; True if that gained."""
        home = int(self.group[atom])
        self._count(atom, -1)
        gains = 2 * (self.times @ self.inside[self.rows[atom]]) - self.runs * self.size
        best = int(gains.argmax())
        moved = bool(gains[best] > gains[home])
        if moved:
            self.group[atom] = best
        self._count(atom, 1)
        if moved and self.size.all():
            self._widen()
        return moved

    def _count(self, atom: int, sign: int) -> None:
        group, nodes = self.group[atom], sign * self.sizes[atom]
        self.size[group] += nodes
        self.inside[self.rows[atom], group] += nodes

    def _widen(self) -> None:
        more = len(self.size)
        self.size = np.concatenate([self.size, np.zeros(more, dtype=np.int64)])
        self.inside = np.concatenate([self.inside, np.zeros((len(self.inside), more), dtype=np.int64)], axis=1)


def support(runs: Runs, partition: Labels) -> NDArray[np.float64]:
    """For each node the mean share of runs that keep it with a member of its group; alone, that leave it alone.

    From 0 to 1. Low: the node stands between groups, and chance decides where it goes. `partition` keeps atoms
    together.
    """
    group = partition[np.unique(runs.atoms, return_index=True)[1]]
    others = runs.totals(group)[group] - 1
    kept, alone = np.zeros(len(group)), np.zeros(len(group))
    for run, times in enumerate(runs.times.tolist()):
        label = runs.labels[:, run]
        kept += times * (runs.shared(label, group) - 1)
        alone += times * (runs.totals(label)[label] == 1)
    return (np.where(others > 0, kept / np.maximum(others, 1), alone) / runs.count)[runs.atoms]


def stability(runs: Runs) -> tuple[float, float]:
    """Mean NMI and mean ARI over all pairs of runs (at least two); 1 and 1 if all runs found the same groups."""
    same = sum(int(times) * (int(times) - 1) // 2 for times in runs.times)
    nmi, ari = float(same), float(same)
    for one in range(len(runs.times)):
        for other in range(one):
            pairs = int(runs.times[one]) * int(runs.times[other])
            both = label_agreement(runs.labels[:, one], runs.labels[:, other], runs.sizes)
            nmi, ari = nmi + pairs * both[0], ari + pairs * both[1]
    total = runs.count * (runs.count - 1) // 2
    return nmi / total, ari / total
