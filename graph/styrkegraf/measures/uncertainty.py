"""How far a value, and a place in a ranking, can be trusted.

Three sources of doubt, each with its tool: chance (`permutation_z`: would a network with ties placed at random show the
same?), thin evidence (`bootstrap_interval`: had other ties or passages been recorded, how far would the value have
moved?) and our own reading (`confidence_range`: the value with only the surest ties, and with all of them).
`ranking` puts them beside each value, and says which places could as well be others.

A *statistic* or *measure* here is any function from a network to a mapping of node to value; for one figure of the
whole network return a mapping with one entry: `lambda network: {"density": density(network)}`. A value that is not
defined is `nan`, and stays out of means, intervals and rankings.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from styrkegraf.measures.engines import ordered
from styrkegraf.measures.errors import MeasureError
from styrkegraf.measures.nulls import Null, null_networks

__all__ = [
    "ConfidenceRange",
    "Interval",
    "Minimum",
    "NullTest",
    "Rank",
    "Ranking",
    "bootstrap_interval",
    "confidence_range",
    "null_test",
    "permutation_z",
    "rank_with_ties",
    "ranking",
]

Values = Mapping[str, float]
Statistic = Callable[[nx.Graph], Values]
Minimum = Literal["low", "medium", "high"]

# Values nearer than this are the same number: sums of fractions differ in the last digits with the order of summing.
_SAME = 1e-9


@dataclass(frozen=True, slots=True)
class NullTest:
    """A value beside what chance gives: its mean and standard deviation under the null model, z and two-sided p.

    z = (observed - expected) / sd, in standard deviations: above 2 is more than chance explains, below -2 less. z is
    0 when the null model always gives the value observed (it leaves nothing to explain), and `nan` when it always
    gives another one. p is the share of samples at least as far from the mean as the value, which counts as a sample.
    """

    observed: float
    expected: float
    sd: float
    z: float
    p: float


@dataclass(frozen=True, slots=True)
class Interval:
    """A value with the bounds between which it would lie in most resamples, and the bias that was taken out."""

    value: float
    low: float
    high: float
    bias: float


@dataclass(frozen=True, slots=True)
class ConfidenceRange:
    """The value when ties of at least low, medium and high confidence count; None where the node is not there."""

    at_low: float | None
    at_medium: float | None
    at_high: float | None

    @property
    def low(self) -> float:
        """The smallest of the three values."""
        return min(self._known())

    @property
    def high(self) -> float:
        """The largest of the three values."""
        return max(self._known())

    def _known(self) -> list[float]:
        values = (self.at_low, self.at_medium, self.at_high)
        return [value for value in values if value is not None and not math.isnan(value)] or [math.nan]


@dataclass(frozen=True, slots=True)
class Rank:
    """The place of a node: 1 is first; nodes with the same value share a place, and the next places stay empty."""

    node: str
    value: float
    place: int
    tied: bool


@dataclass(frozen=True, slots=True)
class Ranking:
    """A line of a ranking: value, interval, z, and the places from `best` to `worst` that the intervals allow.

    What was not asked for is None. `best` and `worst` count only nodes whose interval lies wholly on one side.
    """

    node: str
    value: float
    low: float | None
    high: float | None
    z: float | None
    place: int
    tied: bool
    best: int | None
    worst: int | None


def null_test(observed: float, samples: NDArray[np.float64]) -> NullTest:
    """Compare one value with those of the null model; undefined samples are left out.

    >>> null_test(3.0, np.array([1.0, 1.0, 2.0, 2.0])).z
    3.0
    """
    known = samples[np.isfinite(samples)]
    if math.isnan(observed) or not known.size:
        return NullTest(observed, math.nan, math.nan, math.nan, math.nan)
    expected, sd = float(known.mean()), float(known.std())
    near = _SAME * max(1.0, abs(expected))
    distance = abs(observed - expected)
    constant = 0.0 if distance <= near else math.nan
    z = (observed - expected) / sd if sd > near else constant
    as_far = int(np.count_nonzero(np.abs(known - expected) >= distance - near))
    return NullTest(observed, expected, sd, z, (1 + as_far) / (1 + known.size))


def permutation_z(
    statistic: Statistic,
    network: nx.Graph,
    null: Null = "degree-preserving",
    n: int = 200,
    seed: int = 7,
) -> dict[str, NullTest]:
    """Test each node's value against `n` networks of the null model (see `styrkegraf.measures.nulls`).

    Choose `edges` to ask whether a value is more than the number of ties explains, `degree-preserving` to ask
    whether it is more than the node's own number of ties explains: a broker with many ties has a high betweenness
    anyway. A star's centre has z = 0 under the latter, since a star has no other form. An empty network gives {}.
    Raises MeasureError as the null model and the statistic do, and for `n` below 2.
    """
    _enough(n)
    observed = statistic(network)
    samples = _table((statistic(drawn) for drawn in null_networks(network, null, n, seed)), observed, n)
    return {node: null_test(value, samples[:, at]) for at, (node, value) in enumerate(observed.items())}


def bootstrap_interval(
    statistic: Statistic,
    network: nx.Graph,
    unit: Literal["ties", "passages"] = "ties",
    n: int = 200,
    seed: int = 7,
    level: float = 0.95,
) -> dict[str, Interval]:
    """The bounds that hold the share `level` of the values when ties or passages are drawn anew with replacement.

    A tie drawn k times has k times its weight; one not drawn is missing, its nodes are not. With `passages` the
    passages (edge attribute `evidence`) are drawn, and a tie has its weight times the mean number of times that its
    passages were; a tie without evidence counts as resting on a passage of its own. Draw where the evidence is: for a
    one-mode projection, give the two-mode network and project within the statistic.

    A resample misses about a third of the ties, so that a measure which counts ties sinks in every one of them. The
    percentile interval is therefore moved by the mean change (`bias`), and always holds the value. Where no node has
    a value below 0, or above 1, in the network or in any resample, none is moved past it: a share stays one. A
    network without ties gives intervals of width 0. After Efron (1979, Annals of Statistics 7); resampling in
    networks: Snijders and Borgatti (1999, Connections 22).

    Raises MeasureError for a stack of layers, a `level` outside 0 to 1, and `n` below 2.
    """
    _enough(n)
    if not 0 < level < 1:
        raise MeasureError(f"The level of an interval lies between 0 and 1, and {level} does not: use 0.95.")
    if network.is_multigraph():
        raise MeasureError("This network is a stack of layers: draw the ties of one layer at a time.")
    observed = statistic(network)
    samples = _table((statistic(drawn) for drawn in _resampled(network, unit, n, seed)), observed, n)
    reach = _reach(np.array([*observed.values(), *samples.flat]))
    return {
        node: _interval(float(value), samples[:, at], level, reach) for at, (node, value) in enumerate(observed.items())
    }


def confidence_range(build: Callable[[Minimum], nx.Graph], measure: Statistic) -> dict[str, ConfidenceRange]:
    """Measure the network built with ties of at least low, medium and high confidence.

    A value that holds at all three rests on sure ties; one that falls at `high` rests on our own uncertain readings.

    >>> def build(minimum):
    ...     sure = nx.Graph([("Robotdalen", "Automation")])
    ...     return sure if minimum == "high" else nx.Graph([*sure.edges, ("Robotdalen", "Energi")])
    >>> confidence_range(build, lambda network: dict(network.degree))["Robotdalen"]
    ConfidenceRange(at_low=2, at_medium=2, at_high=1)
    """
    minima: tuple[Minimum, ...] = ("low", "medium", "high")
    at_low, at_medium, at_high = (measure(build(minimum)) for minimum in minima)
    nodes = sorted({*at_low, *at_medium, *at_high})
    return {node: ConfidenceRange(at_low.get(node), at_medium.get(node), at_high.get(node)) for node in nodes}


def rank_with_ties(values: Values, tolerance: float = _SAME, *, ascending: bool = False) -> list[Rank]:
    """Places from the largest value down (or up, if `ascending`), equal values sharing a place: 1, 2, 2, 4.

    Values within `tolerance` of the first at a place are equal to it. Nodes at one place stand in order of name;
    nodes whose value is not defined have no place.

    >>> [(rank.node, rank.place) for rank in rank_with_ties({"Gotland": 2, "Dalarna": 2, "Örebro": 3})]
    [('Örebro', 1), ('Dalarna', 2), ('Gotland', 2)]
    """
    sign = 1.0 if ascending else -1.0
    known = sorted((sign * value, node) for node, value in values.items() if not math.isnan(value))
    groups: list[list[tuple[float, str]]] = []
    for value, node in known:
        if groups and value - groups[-1][0][0] <= tolerance:
            groups[-1].append((value, node))
        else:
            groups.append([(value, node)])
    ranks: list[Rank] = []
    for group in groups:
        place = len(ranks) + 1
        ranks += [Rank(node, values[node], place, len(group) > 1) for node in sorted(node for _, node in group)]
    return ranks


def ranking(
    values: Values,
    *,
    intervals: Mapping[str, Interval] | Mapping[str, ConfidenceRange] | None = None,
    tests: Mapping[str, NullTest] | None = None,
    tolerance: float = _SAME,
    ascending: bool = False,
) -> list[Ranking]:
    """Rank the values and put their uncertainty beside them; a ranking without any is refused.

    Where intervals overlap the order is open: `best` counts the nodes that are surely ahead, `worst` those surely
    behind, as with ranks under uncertainty in league tables (Goldstein and Spiegelhalter 1996, Journal of the Royal
    Statistical Society A 159). Raises MeasureError when neither intervals nor tests are given, or a node lacks one.
    """
    if intervals is None and tests is None:
        raise MeasureError("A ranking needs its uncertainty: give intervals, tests against a null model, or both.")
    ranks = rank_with_ties(values, tolerance, ascending=ascending)
    for given in (intervals, tests):
        missing = [rank.node for rank in ranks if given is not None and rank.node not in given]
        if missing:
            raise MeasureError(
                f"{missing[0]} is ranked but its uncertainty is missing: compute it on the same network."
            )
    bounds = [(intervals[rank.node].low, intervals[rank.node].high) for rank in ranks] if intervals is not None else []
    places = _possible_places(bounds, tolerance, ascending=ascending) if bounds else [(None, None)] * len(ranks)
    return [
        Ranking(
            node=rank.node,
            value=rank.value,
            low=intervals[rank.node].low if intervals is not None else None,
            high=intervals[rank.node].high if intervals is not None else None,
            z=tests[rank.node].z if tests is not None else None,
            place=rank.place,
            tied=rank.tied,
            best=best,
            worst=worst,
        )
        for rank, (best, worst) in zip(ranks, places, strict=True)
    ]


def _possible_places(
    bounds: list[tuple[float, float]], tolerance: float, *, ascending: bool
) -> list[tuple[int | None, int | None]]:
    low, high = np.array(bounds).T
    if ascending:
        low, high = -high, -low
    ahead = len(low) - np.searchsorted(np.sort(low), high + tolerance, side="right")
    behind = np.searchsorted(np.sort(high), low - tolerance, side="left")
    return [(1 + int(a), len(low) - int(b)) for a, b in zip(ahead, behind, strict=True)]


def _enough(n: int) -> None:
    if n < 2:
        raise MeasureError(f"A null model or a bootstrap needs at least 2 samples, and n is {n}: 200 is a good start.")


def _table(samples: Any, observed: Values, n: int) -> NDArray[np.float64]:
    """One row a sample, one column a node observed; nan where a sample lacks the node."""
    table = np.full((n, len(observed)), np.nan)
    for row, sample in enumerate(samples):
        table[row] = [sample.get(node, math.nan) for node in observed]
    return table


def _reach(values: NDArray[np.float64]) -> tuple[float, float]:
    """The bounds that a measure with these values keeps to: 0, 1, both or neither."""
    return (-math.inf if (values < 0).any() else 0.0), (math.inf if (values > 1).any() else 1.0)


def _interval(value: float, samples: NDArray[np.float64], level: float, reach: tuple[float, float]) -> Interval:
    known = samples[np.isfinite(samples)]
    if math.isnan(value) or not known.size:
        return Interval(value, math.nan, math.nan, math.nan)
    low, high = np.quantile(known, [(1 - level) / 2, (1 + level) / 2])
    bias = float(known.mean()) - value
    low, high = np.clip((low - bias, high - bias), *reach)
    return Interval(value, min(value, float(low)), max(value, float(high)), bias)


def _resampled(network: nx.Graph, unit: Literal["ties", "passages"], n: int, seed: int) -> Any:
    """The network `n` times, with ties weighted by how often their units were drawn."""
    place = {node: at for at, node in enumerate(ordered(network))}
    ties = sorted(network.edges(data=True), key=lambda tie: sorted((place[tie[0]], place[tie[1]])))
    rests_on = [tuple(attributes.get("evidence", ())) if unit == "passages" else () for _, _, attributes in ties]
    units: list[list[Any]] = [list(passages) or [number] for number, passages in enumerate(rests_on)]
    column = {drawn: at for at, drawn in enumerate(sorted({u for tie in units for u in tie}, key=str))}
    rng = np.random.default_rng(seed)
    for _ in range(n):
        times = rng.multinomial(len(column), np.full(len(column), 1 / len(column))) if column else np.empty(0)
        drawn = network.__class__()
        drawn.add_nodes_from(network.nodes(data=True))
        for (one, other, attributes), tie in zip(ties, units, strict=True):
            share = sum(int(times[column[u]]) for u in tie) / len(tie)
            if share:
                drawn.add_edge(one, other, **{**attributes, "weight": share * attributes.get("weight", 1.0)})
        yield drawn
