"""Groups: who works more with each other than with the rest, and how sure that is.

Every function takes an undirected network; ties of a node to itself are not counted. A partition maps each node to the
number of its group, 0 for the largest; groups of equal size are numbered by their first member.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Literal

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from styrkegraf.measures.consensus import Runs, median_partition, stability, support
from styrkegraf.measures.engines import adjacency, grouped, ordered, plain, ties
from styrkegraf.measures.errors import MeasureError

__all__ = ["Communities", "communities", "leiden", "louvain", "modularity", "numbered", "participation"]

LARGEST_SEED = 2**31
ROUNDS = 10
"""Rounds of Leiden in one run; each starts from the groups of the one before."""


@dataclass(frozen=True)
class Communities:
    """Groups that many runs agree on, and how far they do."""

    partition: dict[str, int]
    """The median partition of the runs: the consensus."""
    support: dict[str, float]
    """For each node, the mean share of runs that keep it with a member of its group; 1 is certain."""
    stability_nmi: float
    stability_ari: float
    """Mean agreement of two runs; below about 0.8 the groups are a tendency and not a fact."""
    modularity: float
    """Of the consensus."""
    modularity_range: tuple[float, float]
    """Lowest and highest over the runs."""
    count_range: tuple[int, int]
    """Fewest and most groups in a run."""
    runs: int

    @property
    def groups(self) -> list[list[str]]:
        """The members of each group of the consensus, largest group first."""
        members: defaultdict[int, list[str]] = defaultdict(list)
        for node, group in self.partition.items():
            members[group].append(node)
        return [sorted(members[group]) for group in sorted(members)]


def numbered(nodes: list[str], labels: list[int]) -> dict[str, int]:
    """A partition numbered from 0 by falling size, equal groups by first member; keys in the order of `nodes`."""
    sizes = Counter(labels)
    first: dict[int, str] = {}
    for node, label in zip(nodes, labels, strict=True):
        first[label] = min(first.get(label, node), node)
    ranking = sorted(sizes, key=lambda label: (-sizes[label], first[label]))
    number = {label: place for place, label in enumerate(ranking)}
    return {node: number[label] for node, label in zip(nodes, labels, strict=True)}


def louvain(network: nx.Graph, *, weighted: bool = True, resolution: float = 1.0, seed: int = 7) -> dict[str, int]:
    """Louvain: groups found by moving nodes, then groups, as long as modularity grows. One run.

    Other seeds give other groups: use `communities` for what the runs agree on. Isolated nodes are groups of one; an
    empty network has no groups. Higher resolution, smaller groups. Raises MeasureError if `resolution` is not above 0.
    Source: Blondel and others, *Journal of Statistical Mechanics* P10008 (2008).
    """
    network = plain(network)
    nodes = ordered(network)
    return numbered(nodes, _Method("louvain", network, weighted, resolution).run(seed).tolist())


def leiden(network: nx.Graph, *, weighted: bool = True, resolution: float = 1.0, seed: int = 7) -> dict[str, int]:
    """Leiden: as Louvain, with a refinement that keeps every group connected. One run; the choice for large networks.

    Other seeds give other groups: use `communities`. Isolated nodes are groups of one; an empty network has no groups.
    Higher resolution, smaller groups. Raises MeasureError if `resolution` is not above 0. Source: Traag, Waltman and
    van Eck, *Scientific Reports* 9 (2019).
    """
    network = plain(network)
    nodes = ordered(network)
    return numbered(nodes, _Method("leiden", network, weighted, resolution).run(seed).tolist())


class _Method:
    """A network made ready once for many runs of one method; each run gives the group of each node in order."""

    def __init__(self, name: str, network: nx.Graph, weighted: bool, resolution: float) -> None:
        if not resolution > 0:
            raise MeasureError(f"The resolution is a number above 0, not {resolution}.")
        self.name, self.resolution = name, resolution
        self.nodes = ordered(network)
        self.matrix = adjacency(network, weighted=weighted)
        # Whole numbers as nodes, in a fixed order: strings in sets would follow PYTHONHASHSEED.
        self.numbers = nx.from_scipy_sparse_array(self.matrix) if name == "louvain" else None

    def run(self, seed: int) -> NDArray[np.int64]:
        labels = np.arange(len(self.nodes), dtype=np.int64)
        if not self.matrix.nnz:
            return labels
        if self.numbers is not None:
            found = nx.community.louvain_communities(self.numbers, resolution=self.resolution, seed=seed)
            for group, members in enumerate(found):
                labels[list(members)] = group
            return labels
        for node, group in self._leiden(seed).items():
            labels[node] = group
        return labels

    def _leiden(self, seed: int) -> dict[int, int]:
        from graspologic_native import leiden_csr

        groups: dict[int, int]
        _, groups = leiden_csr(
            self.matrix.indptr.astype(np.int64),
            self.matrix.indices.astype(np.int32),
            self.matrix.data,
            len(self.nodes),
            resolution=self.resolution,
            iterations=ROUNDS,
            seed=seed,
        )
        return groups


def communities(
    network: nx.Graph,
    *,
    method: Literal["leiden", "louvain"] = "leiden",
    runs: int = 50,
    weighted: bool = True,
    resolution: float = 1.0,
    seed: int = 7,
    progress: Callable[[int, int], None] | None = None,
) -> Communities:
    """The groups on which many seeded runs agree, with the stability of the whole and the support of each node.

    The consensus is the median partition: the one with the fewest pairs of nodes together here and apart in a run, or
    the reverse. Stability and support tell how sure the method is of these ties, not how sure the ties are: for that,
    repeat it on resampled evidence. Reading: low stability means that the network has no clear groups; low support of
    one node, that it belongs to several. In an empty network all is empty and stability is 1. `progress` is called with
    (runs done, runs in all). Raises MeasureError if `runs` is below 2 or `resolution` not above 0. Sources: as
    `louvain` and `leiden`; why one run is not enough: Lancichinetti and Fortunato, *Scientific Reports* 2 (2012);
    median partition: Filkov and Skiena, *International Journal on Artificial Intelligence Tools* 13 (2004).
    """
    if runs < 2:
        raise MeasureError(f"A consensus needs at least 2 runs, not {runs}.")
    network = plain(network)
    nodes = ordered(network)
    found = _Method(method, network, weighted, resolution)
    partitions = []
    for done, chosen in enumerate(random.Random(seed).sample(range(LARGEST_SEED), runs), start=1):  # noqa: S311
        partitions.append(found.run(chosen))
        if progress is not None:
            progress(done, runs)
    if not nodes:
        return Communities({}, {}, 1.0, 1.0, 0.0, (0.0, 0.0), (0, 0), runs)
    together = Runs.of(partitions)
    consensus = median_partition(together)
    values = [_modularity(found.matrix, labels, resolution) for labels in partitions]
    counts = [len(np.unique(labels)) for labels in partitions]
    return Communities(
        numbered(nodes, consensus.tolist()),
        dict(zip(nodes, support(together, consensus).tolist(), strict=True)),
        *stability(together),
        _modularity(found.matrix, consensus, resolution),
        (min(values), max(values)),
        (min(counts), max(counts)),
        runs,
    )


def modularity(
    network: nx.Graph, partition: Mapping[str, Hashable], *, weighted: bool = True, resolution: float = 1.0
) -> float:
    """Modularity: how much more strength lies within the groups than if ties were dealt out at random.

    Q = Σ_c [ L_c / m - γ (K_c / 2m)² ], L_c the strength within group c, K_c that of all ties of its members, m the
    total, γ the resolution; from -1/2 to below 1, and 0 for one group of all or a network without ties. Reading: random
    networks reach 0.3 and more, so compare with the stability. Source: Newman and Girvan, *Physical Review E* 69
    (2004).

    Raises MeasureError if a node has no group.
    """
    network = plain(network)
    nodes = ordered(network)
    missing = [node for node in nodes if node not in partition]
    if missing:
        raise MeasureError(f"{missing[0]} has no group in this partition: modularity needs one for every node.")
    numbers = {group: place for place, group in enumerate(dict.fromkeys(partition[node] for node in nodes))}
    labels = np.array([numbers[partition[node]] for node in nodes], dtype=np.int64)
    return _modularity(adjacency(network, weighted=weighted), labels, resolution)


def _modularity(matrix: NDArray[np.float64], labels: NDArray[np.int64], resolution: float) -> float:
    twice = float(matrix.sum())
    if not twice:
        return 0.0
    entries = matrix.tocoo()  # type: ignore[attr-defined]
    within = float(entries.data[labels[entries.row] == labels[entries.col]].sum())
    totals = np.bincount(labels, weights=matrix.sum(axis=0))
    return within / twice - resolution * float(((totals / twice) ** 2).sum())


def participation(network: nx.Graph, partition: Mapping[str, Hashable], *, weighted: bool = False) -> dict[str, float]:
    """Participation coefficient: how evenly a node's ties are spread over the groups.

    P_i = 1 - Σ_c (k_ic / k_i)², k_ic the ties (or their strength) of i with group c; from 0 (all in one group) to 1 -
    1/(number of groups). Reading: a well-tied actor with a high value connects groups, one with a low value is a centre
    within its own. A node without ties has 0. Nodes that `partition` leaves out do not count, nor do their ties, and
    have no value. Raises MeasureError if it leaves out all. Source: Guimerà and Amaral, *Nature* 433 (2005).
    """
    network = grouped(network, partition)
    spread: dict[str, Counter[Hashable]] = {node: Counter() for node in ordered(network)}
    for source, target, strength in ties(network, weighted=weighted):
        spread[source][partition[target]] += strength  # type: ignore[assignment]
        spread[target][partition[source]] += strength  # type: ignore[assignment]
    return {node: _evenness(list(by_group.values())) for node, by_group in spread.items()}


def _evenness(parts: list[int]) -> float:
    total = sum(parts)
    return 1.0 - sum((part / total) ** 2 for part in parts) if total else 0.0
