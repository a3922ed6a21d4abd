"""Brokerage: who stands between others that are not tied to each other, and between which groups.

Constraint and effective size ask how much an actor's contacts are tied to one another, redundancy the same for an
actor known through what it takes part in, and the roles of Gould and Fernandez between which groups an actor mediates.

Every function returns one entry for each node, in order of name; a network without nodes gives an empty dictionary,
and what lies in another component does not matter, since all of them look at most two steps away.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from styrkegraf.measures.engines import adjacency, ordered, plain, two_modes
from styrkegraf.measures.errors import MeasureError
from styrkegraf.measures.uncertainty import null_test

__all__ = ["Roles", "RolesTest", "brokerage_roles", "brokerage_test", "constraint", "effective_size", "redundancy"]

Places = NDArray[np.int64]

# By 4 · (A = B) + 2 · (B = C) + (A = C), the number of the role in `Roles`; 3, 5 and 6 cannot occur.
_ROLE = np.array([4, 1, 2, 0, 3, 0, 0, 0])

# Multiplications in one block of a masked product: bounds its memory to about 250 MB, whatever the network's hubs.
_BLOCK = 20_000_000


@dataclass(frozen=True, slots=True)
class Roles:
    """How often a node stands between two others in each of the five roles (or what is expected, or z).

    With a and c the nodes it stands between, from a to c, in groups A and C, and the broker's group B:

    - *coordinator*: A = B = C, mediates within its own group;
    - *itinerant*: A = C, not B: mediates within a group from outside;
    - *gatekeeper*: B = C, not A: lets into its own group what comes from outside;
    - *representative*: A = B, not C: carries out of its own group what is to go outside;
    - *liaison*: three different groups.
    """

    coordinator: float
    itinerant: float
    gatekeeper: float
    representative: float
    liaison: float

    @property
    def total(self) -> float:
        """All five together: the open paths through the node."""
        return self.coordinator + self.itinerant + self.gatekeeper + self.representative + self.liaison


@dataclass(frozen=True, slots=True)
class RolesTest:
    """The roles observed, their mean when the groups are dealt out anew at random, and z in standard deviations."""

    observed: Roles
    expected: Roles
    z: Roles


def constraint(network: nx.Graph, *, weighted: bool = True) -> dict[str, float]:
    """How much each node's contacts leave it without a choice: Burt's constraint.

    c(i) = sum over contacts j of (p_ij + sum over q of p_iq · p_qj)², where p_ij is the share of i's tie strength that
    goes to j, and q is neither i nor j. Near 0: many contacts who do not know each other, so the actor can broker and
    hears of things early; 1 for one contact, and even more where the contacts are tied to each other (9/8 in a
    triangle). A region with high constraint depends on one circle. Not defined (`nan`) for a node without ties. Burt
    (1992), Structural Holes; the formula and its use for good ideas in Burt (2004), American Journal of Sociology 110.

    Raises MeasureError for a directed network, a stack of layers, or a weight that is not above 0.

    >>> constraint(nx.star_graph(["Robotdalen", "Västerås", "Eskilstuna", "Örebro", "Karlstad"]))["Robotdalen"]
    0.25
    """
    if not len(network):
        return {}
    nodes = ordered(network)
    ties = adjacency(plain(network), weighted=weighted, nodes=nodes)
    share = _shares(ties)
    reached = share + _where_tied(share, share, ties)
    values = reached.multiply(reached).sum(axis=1)
    alone = np.diff(ties.indptr) == 0
    return {node: math.nan if alone[at] else float(values[at]) for at, node in enumerate(nodes)}


def effective_size(network: nx.Graph, *, weighted: bool = True) -> dict[str, float]:
    """How many of each node's contacts are not made redundant by its other contacts: Burt's effective size.

    e(i) = sum over contacts j of (1 - sum over q of p_iq · m_jq), where p_iq is the share of i's tie strength that goes
    to q and m_jq the strength of the tie of j and q relative to j's strongest tie. Without weights it is n - 2t/n, with
    n contacts and t ties among them (Borgatti 1997, Connections 20). From 1 (all contacts know each other) to n (none
    does); 0 for a node without ties. Divided by n it is Burt's efficiency: how much of the work of keeping contacts
    opens new ground. Burt (1992), Structural Holes. Computed as a masked product of sparse matrices, which keeps to a
    few hundred MB where listing the pairs of contacts needs many GB.

    Raises MeasureError as `constraint` does.
    """
    if not len(network):
        return {}
    nodes = ordered(network)
    ties = adjacency(plain(network), weighted=weighted, nodes=nodes)
    contacts = np.diff(ties.indptr)
    strongest = np.maximum(ties.max(axis=1).toarray().ravel(), np.finfo(float).tiny)
    relative = ties.multiply(1.0 / strongest[:, None]).tocsr()
    repeated = _where_tied(_shares(ties), relative.T.tocsr(), ties).sum(axis=1)
    return {node: float(contacts[at] - repeated[at]) for at, node in enumerate(nodes)}


def redundancy(network: nx.Graph) -> dict[str, float]:
    """For each node of a two-mode network, the share of pairs of its neighbours that another node joins as well.

    rc(v) = pairs of neighbours of v with another common neighbour / all pairs of neighbours of v, from 0 to 1. An
    actor with 0 is the only one that brings its strength areas together: without it the ties between them are lost
    in the projection; with 1 nothing would be lost. Not defined (`nan`) below two neighbours. Latapy, Magnien and Del
    Vecchio (2008), Social Networks 30.

    Raises MeasureError for a network that is not two-mode (node attribute `bipartite`), directed, or a stack of layers.
    """
    if not len(network):
        return {}
    two_modes(network)
    nodes = ordered(network)
    ties = adjacency(plain(network), weighted=False, nodes=nodes)
    shared = (ties @ ties).tocsr()
    shared.setdiag(0)
    shared.data = (shared.data >= 2).astype(float)
    shared.eliminate_zeros()
    joined = _where_tied(ties, shared, ties).sum(axis=1)
    pairs = [degree * (degree - 1) for degree in np.diff(ties.indptr).tolist()]
    return {node: float(joined[at]) / pairs[at] if pairs[at] else math.nan for at, node in enumerate(nodes)}


def brokerage_roles(network: nx.Graph, partition: Mapping[str, Hashable]) -> dict[str, Roles]:
    """How often each node mediates between two others without a tie, by the groups of the three.

    Counts the open paths a → b → c (a and c different, no tie from a to c) through b, sorted by role; `partition` gives
    the group of every node: its region, or its type of actor. Weights do not matter. In a network without directions
    every tie counts both ways, so that each pair is counted once from a to c and once from c to a: coordinator,
    itinerant and liaison are then even numbers, and *gatekeeper equals representative*, since who lets in also carries
    out. A high liaison count marks the actor between regions other than its own; a high gatekeeper count the one
    through which its region meets others. 0 everywhere for a node with fewer than two neighbours. Gould and Fernandez
    (1989), Sociological Methodology 19.

    Raises MeasureError for a stack of layers and for a node without a group.
    """
    nodes = ordered(network)
    if not nodes:
        return {}
    counts = _role_counts(_directed_ties(network, nodes), _groups(nodes, partition)[None])[0]
    return {node: Roles(*counts[at].tolist()) for at, node in enumerate(nodes)}


def brokerage_test(
    network: nx.Graph, partition: Mapping[str, Hashable], n: int = 200, seed: int = 7
) -> dict[str, RolesTest]:
    """Compare each node's roles with those it would have if the groups, of the same sizes, were dealt out at random.

    The network stays as it is and `partition` is permuted over its nodes `n` times, so that z above 2 in a role says:
    more than its number of open paths and the sizes of the groups explain. z is 0 where the count cannot vary, as for
    a node without open paths. Raises MeasureError as `brokerage_roles` does, and for `n` below 2.
    """
    if n < 2:
        raise MeasureError(f"A permutation test needs at least 2 samples, and n is {n}: 200 is a good start.")
    nodes = ordered(network)
    if not nodes:
        return {}
    ties, groups = _directed_ties(network, nodes), _groups(nodes, partition)
    rng = np.random.default_rng(seed)
    observed, *others = _role_counts(ties, np.stack([groups, *(rng.permutation(groups) for _ in range(n))]))
    dealt = np.stack(others)
    found = {}
    for at, node in enumerate(nodes):
        tests = [null_test(float(observed[at, role]), dealt[:, at, role]) for role in range(observed.shape[1])]
        found[node] = RolesTest(
            Roles(*(test.observed for test in tests)),
            Roles(*(test.expected for test in tests)),
            Roles(*(test.z for test in tests)),
        )
    return found


def _shares(ties: Any) -> Any:
    """Each row divided by its sum; an empty row stays empty."""
    strength = np.maximum(ties.sum(axis=1), np.finfo(float).tiny)
    return ties.multiply(1.0 / strength[:, None]).tocsr()


def _where_tied(left: Any, right: Any, ties: Any) -> Any:
    """The product of two sparse matrices, kept only where `ties` has an entry; computed some rows at a time."""
    from scipy.sparse import vstack

    work = np.cumsum(abs(left).astype(bool).astype(np.int64) @ np.diff(right.indptr))
    starts = np.searchsorted(work, np.arange(0, work[-1] + 1, _BLOCK), side="left")
    edges = np.unique([*starts.tolist(), 0, len(work)])
    mask = ties.astype(bool)
    return vstack([(left[a:b] @ right).multiply(mask[a:b]) for a, b in pairwise(edges)], format="csr")


def _directed_ties(network: nx.Graph, nodes: list[str]) -> Any:
    """The ties as a 0/1 matrix, row to column; without directions, both ways."""
    if not network.is_directed():
        return adjacency(plain(network), weighted=False, nodes=nodes)
    if network.is_multigraph():
        raise MeasureError("This network is a stack of layers: count the roles in one layer at a time.")
    ties = nx.to_scipy_sparse_array(network, nodelist=nodes, weight=None, dtype=float, format="csr")
    ties.setdiag(0)
    ties.eliminate_zeros()
    return ties


def _groups(nodes: list[str], partition: Mapping[str, Hashable]) -> NDArray[np.int64]:
    without = [node for node in nodes if node not in partition]
    if without:
        raise MeasureError(f"{without[0]} has no group: leave it out of the network, or give it a group of its own.")
    number = {group: at for at, group in enumerate(dict.fromkeys(partition[node] for node in nodes))}
    return np.array([number[partition[node]] for node in nodes])


def _role_counts(ties: Any, partitions: NDArray[np.int64]) -> NDArray[np.float64]:
    """How often each node has each role under each partition; shape (partitions, nodes, roles)."""
    shape = (len(partitions), ties.shape[0], len(Roles.__dataclass_fields__))
    counts = np.zeros(shape)
    for a, b, c in _open_paths(ties):
        for at, groups in enumerate(partitions):
            in_a, in_b, in_c = groups[a], groups[b], groups[c]
            role = _ROLE[4 * (in_a == in_b) + 2 * (in_b == in_c) + (in_a == in_c)]
            counts[at] += np.bincount(b * shape[2] + role, minlength=shape[1] * shape[2]).reshape(shape[1:])
    return counts


def _open_paths(ties: Any) -> Iterator[Places]:
    """All a → b → c without a → c, as three rows, some millions at a time."""
    into, n = ties.T.tocsr(), ties.shape[0]
    rows, columns = ties.nonzero()
    direct = np.sort(rows.astype(np.int64) * n + columns)
    found: list[Places] = []
    waiting = 0
    for b in range(n):
        before = into.indices[into.indptr[b] : into.indptr[b + 1]].astype(np.int64)
        after = ties.indices[ties.indptr[b] : ties.indptr[b + 1]].astype(np.int64)
        a, c = np.repeat(before, len(after)), np.tile(after, len(before))
        pairs = a * n + c
        nearest = np.minimum(np.searchsorted(direct, pairs), max(len(direct) - 1, 0))
        is_open = (a != c) & (direct[nearest] != pairs) if len(pairs) else np.zeros(0, dtype=bool)
        a, c = a[is_open], c[is_open]
        found.append(np.stack([a, np.full(len(a), b), c]))
        waiting += len(a)
        if waiting > _BLOCK // 10 or b == n - 1:
            yield np.concatenate(found, axis=1)
            found, waiting = [], 0
