"""Agreement of two partitions: whether groups found in the ties follow a division that was there before.

A partition maps each node to its group; the names of the groups do not matter. Partitions are compared over the nodes
that both know.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from styrkegraf.measures.errors import MeasureError

__all__ = ["Agreement", "adjusted_rand", "agreement", "label_agreement", "mutual_information"]

Labels = NDArray[np.int64]


@dataclass(frozen=True)
class Agreement:
    """How far two partitions agree, and how far they would if group names were dealt out at random."""

    nmi: float
    ari: float
    nodes: int
    """Nodes that both partitions know."""
    chance_nmi: float
    """Mean NMI over the permutations: never 0 in small networks, which is why it is given."""
    p_value: float
    """Share of permutations, the data included, with an ARI at least as high."""


def mutual_information(one: Mapping[str, Hashable], other: Mapping[str, Hashable]) -> float:
    """NMI: the normalised mutual information of two partitions.

    2 I(X; Y) / (H(X) + H(Y)), from 0 (independent) to 1 (the same). Not corrected for chance: many small groups agree
    with anything to some degree, so read it beside its value by chance (`agreement`). Two partitions that both have one
    group only are the same: 1. Raises MeasureError if they share no node. Source: Danon and others, *Journal of
    Statistical Mechanics* P09008 (2005).
    """
    return label_agreement(*_labels(one, other))[0]


def adjusted_rand(one: Mapping[str, Hashable], other: Mapping[str, Hashable]) -> float:
    """ARI: the share of pairs of nodes on which two partitions agree, corrected for chance.

    (index - expected) / (maximum - expected), index = pairs together in both; 1 for the same partition, 0 on average by
    chance, below 0 for less than chance. Two partitions that both have one group, or both only groups of one, are the
    same: 1. Raises MeasureError if they share no node. Source: Hubert and Arabie, *Journal of Classification* 2 (1985).
    """
    return label_agreement(*_labels(one, other))[1]


def agreement(
    partition: Mapping[str, Hashable], given: Mapping[str, Hashable], *, permutations: int = 200, seed: int = 7
) -> Agreement:
    """Agreement of the groups found with a division given, such as the macro-regions, and whether chance explains it.

    NMI and ARI over the nodes that both know; then the groups are dealt out at random over the nodes, keeping their
    sizes. Reading: a p-value near 0 means that the ties follow the given division more than chance would; an ARI near 0
    means that they do not follow it, whatever the NMI. Raises MeasureError if no node is in both, or if `permutations`
    is below 1. Sources: as `mutual_information` and `adjusted_rand`.
    """
    if permutations < 1:
        raise MeasureError(f"A comparison with chance needs at least one permutation, not {permutations}.")
    found, reference = _labels(partition, given)
    nmi, ari = label_agreement(found, reference)
    generator = np.random.default_rng(seed)
    dealt = [label_agreement(generator.permutation(found), reference) for _ in range(permutations)]
    as_high = sum(chance_ari >= ari - 1e-12 for _, chance_ari in dealt)
    return Agreement(
        nmi=nmi,
        ari=ari,
        nodes=len(found),
        chance_nmi=sum(chance_nmi for chance_nmi, _ in dealt) / permutations,
        p_value=(1 + as_high) / (1 + permutations),
    )


def _labels(one: Mapping[str, Hashable], other: Mapping[str, Hashable]) -> tuple[Labels, Labels]:
    nodes = sorted(one.keys() & other.keys())
    if not nodes:
        raise MeasureError("The two partitions have no node in common: check that both use the same keys.")
    return _numbered([one[node] for node in nodes]), _numbered([other[node] for node in nodes])


def _numbered(groups: list[Hashable]) -> Labels:
    numbers: dict[Hashable, int] = {}
    return np.array([numbers.setdefault(group, len(numbers)) for group in groups], dtype=np.int64)


def label_agreement(one: Labels, other: Labels, sizes: Labels | None = None) -> tuple[float, float]:
    """NMI and ARI of two partitions given as group numbers from 0, entry i standing for `sizes[i]` nodes (1 each)."""
    weights = np.ones(len(one), dtype=np.int64) if sizes is None else sizes
    _, cell = np.unique(one * (int(other.max()) + 1) + other, return_inverse=True)
    joint, rows, columns = (_counts(labels, weights) for labels in (cell, one, other))
    return _nmi(joint, rows, columns), _ari(joint, rows, columns)


def _counts(labels: Labels, weights: Labels) -> list[int]:
    return [int(count) for count in np.bincount(labels, weights=weights) if count]


def _nmi(joint: list[int], rows: list[int], columns: list[int]) -> float:
    entropies = _entropy(rows) + _entropy(columns)
    if entropies == 0:
        return 1.0
    shared = entropies - _entropy(joint)
    return min(max(2 * shared / entropies, 0.0), 1.0)


def _entropy(counts: list[int]) -> float:
    total = sum(counts)
    return 0.0 if len(counts) == 1 else -math.fsum(count / total * math.log(count / total) for count in sorted(counts))


def _ari(joint: list[int], rows: list[int], columns: list[int]) -> float:
    index, one, other = (sum(math.comb(count, 2) for count in counts) for counts in (joint, rows, columns))
    pairs = math.comb(sum(rows), 2)
    # (index - expected) / (maximum - expected) with all terms multiplied by 2 * pairs: whole numbers, so exact.
    above, most = 2 * (index * pairs - one * other), (one + other) * pairs - 2 * one * other
    return above / most if most else 1.0
