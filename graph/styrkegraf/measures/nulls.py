"""Null models: networks that could have been, had chance alone placed the ties.

Two of them, both with the nodes, the number of ties and the tie attributes (weights, evidence) of the network observed:

- *degree-preserving*: ties exchange end points, so that every node keeps its number of ties and only the pattern is
  random (Maslov and Sneppen 2002, Science 296). Attributes travel with the tie, so degrees are kept and strengths
  are not.
- *edges*: the ties fall on pairs drawn at random (Erdős and Rényi 1959), so that only their number is kept.

A two-mode network (every node has `bipartite` 0 or 1) stays two-mode, a directed network keeps in- and out-degrees
apart. Ties from a node to itself stay where they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from styrkegraf.measures.engines import ordered, two_modes
from styrkegraf.measures.errors import MeasureError

__all__ = ["Null", "null_networks"]

Null = Literal["degree-preserving", "edges"]
Pairs = list[tuple[int, int]]
Places = NDArray[np.int64]

# Between two samples every tie tries ten exchanges on average, by which the overlap with the start has levelled off.
_ROUNDS = 20
# In a dense network most exchanges are refused; then there are more rounds, so that each tie still moves a few times.
_MOVES = 3
_MOST_ROUNDS = 300


def null_networks(
    network: nx.Graph, null: Null = "degree-preserving", n: int = 200, seed: int = 7
) -> Iterator[nx.Graph]:
    """Yield `n` networks drawn from a null model of `network`, the same ones for the same seed.

    Raises MeasureError for a stack of layers, for a tie within one mode of a two-mode network, for a directed two-mode
    network and for a null model that does not exist.
    """
    if null not in ("degree-preserving", "edges"):
        raise MeasureError(f"No null model is called {null!r}: choose degree-preserving or edges.")
    if network.is_multigraph():
        raise MeasureError("This network is a stack of layers: draw from the null model of one layer at a time.")
    ties = _Ties.of(network)
    rng = np.random.default_rng(seed)
    draws = _exchanged(ties, rng) if null == "degree-preserving" else _scattered(ties, rng)
    for _, pairs in zip(range(n), draws, strict=False):
        yield ties.placed(network, pairs)


@dataclass(frozen=True, slots=True)
class _Ties:
    """The ties of a network as pairs of positions, oriented where the two ends are not interchangeable."""

    nodes: list[str]
    pairs: Pairs
    attributes: list[dict[str, Any]]
    mode: list[int] | None
    directed: bool

    @classmethod
    def of(cls, network: nx.Graph) -> _Ties:
        nodes = ordered(network)
        place = {node: position for position, node in enumerate(nodes)}
        top = _first_mode(network)
        found = []
        for one, other, attributes in network.edges(data=True):
            pair = (place[one], place[other])
            if not network.is_directed():
                pair = (min(pair), max(pair)) if top is None else (pair if one in top else (pair[1], pair[0]))
            if one != other:
                found.append((pair, attributes))
        found.sort(key=lambda tie: tie[0])
        return cls(
            nodes,
            [pair for pair, _ in found],
            [attributes for _, attributes in found],
            None if top is None else [0 if node in top else 1 for node in nodes],
            network.is_directed(),
        )

    @property
    def oriented(self) -> bool:
        return self.directed or self.mode is not None

    def placed(self, network: nx.Graph, pairs: Pairs) -> nx.Graph:
        """The network with its ties moved to `pairs`."""
        moved = network.__class__()
        moved.add_nodes_from(network.nodes(data=True))
        moved.add_edges_from(nx.selfloop_edges(network, data=True))
        moved.add_edges_from(
            (self.nodes[one], self.nodes[other], attributes)
            for (one, other), attributes in zip(pairs, self.attributes, strict=True)
        )
        return moved


def _first_mode(network: nx.Graph) -> set[str] | None:
    """The nodes of mode 0, or None when the network is one-mode."""
    if any("bipartite" not in attributes for _, attributes in network.nodes(data=True)) or not len(network):
        return None
    if network.is_directed():
        raise MeasureError("A two-mode network has ties without direction: pass network.to_undirected().")
    return set(two_modes(network)[0])


def _exchanged(ties: _Ties, rng: np.random.Generator) -> Iterator[Pairs]:
    """One long walk of exchanges, with a network after every so many rounds.

    The number of rounds is settled by a trial walk before the first network and then kept, so that when a network is
    drawn does not hang on how the walk went.
    """
    heads, tails = np.array(ties.pairs, dtype=np.int64).reshape(-1, 2).T.copy()

    def walk(rounds: int) -> int:
        return sum(_exchange(heads, tails, len(ties.nodes), ties.oriented, rng) for _ in range(rounds))

    moved = walk(_ROUNDS) / _ROUNDS
    wanted = _MOVES * len(heads) / (2 * moved) if moved else _ROUNDS
    rounds = int(min(max(wanted, _ROUNDS), _MOST_ROUNDS))
    while True:
        walk(rounds)
        yield list(zip(heads.tolist(), tails.tolist(), strict=True))


def _exchange(heads: Places, tails: Places, nodes: int, oriented: bool, rng: np.random.Generator) -> int:
    """Exchange ends in one round, and say how many did.

    Ties are paired off at random, and half of the pairs try, all at once.

    A pair is refused if it would tie a node to itself, if it would make a tie that exists or that another pair would
    make too, and if another pair would make one of its ties. Seen from the network that comes out, the same pairs are
    refused; so a round is as likely backwards as forwards, and in the long run every network with these degrees is
    equally likely.
    """
    half = len(heads) // 2
    trying = rng.random(half) < 0.5
    first, second = rng.permutation(len(heads))[: 2 * half].reshape(2, half)[:, trying]
    (a, b), (c, d) = (heads[first], tails[first]), (heads[second], tails[second])
    if not oriented:
        turned = rng.random(len(c)) < 0.5
        c, d = np.where(turned, d, c), np.where(turned, c, d)
    ties = _keys(heads, tails, nodes, oriented)
    made = np.concatenate([_keys(a, d, nodes, oriented), _keys(c, b, nodes, oriented)])
    _, which, times = np.unique(np.concatenate([ties, made]), return_inverse=True, return_counts=True)
    wanted_twice = times[which] > 1
    own, new = wanted_twice[: len(ties)], wanted_twice[len(ties) :].reshape(2, -1).any(axis=0)
    fit = ~(own[first] | own[second] | new) & (a != d) & (c != b)
    heads[first[fit]], tails[first[fit]] = a[fit], d[fit]
    heads[second[fit]], tails[second[fit]] = c[fit], b[fit]
    return int(fit.sum())


def _keys(heads: Places, tails: Places, nodes: int, oriented: bool) -> Places:
    """One number a pair; the same both ways where the ends are interchangeable."""
    if oriented:
        return heads * nodes + tails
    return np.minimum(heads, tails) * nodes + np.maximum(heads, tails)


def _scattered(ties: _Ties, rng: np.random.Generator) -> Iterator[Pairs]:
    """Draw as many different admissible pairs as there are ties."""
    n = len(ties.nodes)
    top, bottom = ([at for at in range(n) if ties.mode and ties.mode[at] == mode] for mode in (0, 1))
    admissible = len(top) * len(bottom) if ties.mode else n * (n - 1) // (1 if ties.directed else 2)
    while True:
        drawn = rng.choice(admissible, size=len(ties.pairs), replace=False) if ties.pairs else np.empty(0, dtype=int)
        if ties.mode:
            yield [(top[at // len(bottom)], bottom[at % len(bottom)]) for at in drawn.tolist()]
        elif ties.directed:
            yield [(at // (n - 1), at % (n - 1) + (at % (n - 1) >= at // (n - 1))) for at in drawn.tolist()]
        else:
            yield _unordered(drawn)


def _unordered(numbers: Places) -> Pairs:
    """The pairs (i, j), i < j, in the order (0,1), (0,2), (1,2), (0,3), ..., by their number."""
    j = ((1 + np.sqrt(1 + 8 * numbers.astype(float))) // 2).astype(np.int64)
    return list(zip((numbers - j * (j - 1) // 2).tolist(), j.tolist(), strict=True))
