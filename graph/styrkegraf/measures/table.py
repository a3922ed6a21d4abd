"""Tables of nodes: several measures side by side, each value with its place and how far both can be trusted.

The network in which the evidence lies and the one that is measured may differ: the two-mode network of actors and areas
is what the sources say, its one-mode projection is made from it. Doubt about the projection is doubt about what it was
made from, so ties are drawn anew there and projected again.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Final, Literal, get_args

from styrkegraf.measures.catalogue import Measure, find
from styrkegraf.measures.errors import MeasureError
from styrkegraf.measures.uncertainty import (
    ConfidenceRange,
    Interval,
    Minimum,
    NullTest,
    Ranking,
    bootstrap_interval,
    confidence_range,
    permutation_z,
    ranking,
)

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["COSTLY_UP_TO", "Doubt", "Line", "Section", "Table", "measure_table"]

Doubt = Literal["ties", "passages", "confidence", "null"]
"""Where the uncertainty is looked for; see `measure_table`."""

Statistic = Callable[["nx.Graph"], Mapping[str, float]]
View = Callable[["nx.Graph"], "nx.Graph"]
Progress = Callable[[int, int], None]

COSTLY_UP_TO: Final = 5_000
"""The largest network whose shortest ways are all walked, once for each sample."""
MANY_SAMPLES_UP_TO: Final = 1_000
"""Up to this many nodes 200 samples are drawn unless told otherwise, above 20."""
ERRORS: Final = 1.96
"""Standard errors on either side of an estimate that hold it in 95 of 100 samples."""


@dataclass(frozen=True, slots=True)
class Line:
    """A node and, for each measure, its place with value and uncertainty; None where the value is not defined."""

    node: str
    cells: tuple[Ranking | None, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """The nodes that are ranked against each other: those of one side, or all (``side`` is then None)."""

    side: int | None
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Measures of the nodes of a network, with the doubt that was looked for, the samples drawn and the seed.

    ``samples`` is 0 where none are drawn (``confidence``).
    """

    network: nx.Graph
    measures: tuple[Measure, ...]
    sections: tuple[Section, ...]
    doubt: Doubt
    samples: int
    seed: int


@dataclass(frozen=True, slots=True)
class _Column:
    """One measure: values, and intervals or tests, by node."""

    measure: Measure
    values: Mapping[str, float]
    intervals: Mapping[str, Interval] | Mapping[str, ConfidenceRange] | None
    tests: Mapping[str, NullTest] | None

    def ranked(self, nodes: Collection[str]) -> dict[str, Ranking]:
        values = {node: self.values[node] for node in nodes}
        places = ranking(values, intervals=self.intervals, tests=self.tests, ascending=self.measure.ascending)
        return {place.node: place for place in places}


@dataclass(frozen=True, slots=True)
class _Doubts:
    """All measures together: values, and intervals or tests, by `_key`."""

    values: Mapping[str, float]
    intervals: Mapping[str, Interval] | Mapping[str, ConfidenceRange] | None
    tests: Mapping[str, NullTest] | None

    def of(self, measure: Measure) -> _Column:
        start = _key(measure, "")
        own = {key.removeprefix(start): key for key in self.values if key.startswith(start)}
        return _Column(
            measure,
            {node: self.values[key] for node, key in own.items()},
            {node: self.intervals[key] for node, key in own.items()} if self.intervals is not None else None,  # type: ignore[arg-type]
            {node: self.tests[key] for node, key in own.items()} if self.tests is not None else None,
        )


def measure_table(
    network: nx.Graph,
    names: Sequence[str],
    *,
    doubt: Doubt = "ties",
    view: View | None = None,
    build: Callable[[Minimum], nx.Graph] | None = None,
    sides: Collection[int] = (0, 1),
    samples: int | None = None,
    seed: int = 7,
    progress: Progress | None = None,
) -> Table:
    """Measure the nodes of ``view(network)`` (default: of the network itself), and rank them with their uncertainty.

    ``doubt`` says where the uncertainty is looked for:

    - ``ties``, ``passages``: bootstrap intervals of 95 %, from ties or passages of the network drawn anew;
    - ``confidence``: the range of the value over the networks that ``build`` makes with ties of at least low, medium
      and high confidence;
    - ``null``: z and p against networks in which every node keeps its number of ties.

    A measure that is itself estimated from a sample has the interval of its own standard error (± 1.96). In a two-mode
    network each of the ``sides`` is ranked by itself. Lines stand in the order of the first measure, nodes for which
    it is not defined last. ``samples`` is 200, or 20 above 1,000 nodes. ``progress`` is called with (networks
    measured, networks in all).

    Raises MeasureError for an unknown measure, for one that the network does not fit, for exact shortest ways in more
    than 5,000 nodes, for ``confidence`` without ``build``, and for ``passages`` where there is one only.
    """
    measures = find(names)
    seen = view(network) if view else network
    _affordable(measures, len(seen))
    drawn = samples if samples is not None else 200 if len(network) <= MANY_SAMPLES_UP_TO else 20
    drawn = 0 if doubt == "confidence" else drawn
    resampled = [measure for measure in measures if not measure.sampled]
    statistic = _statistic(resampled, view, progress, drawn + 1 if drawn else len(get_args(Minimum)) + 1)
    doubts = _doubts(statistic, network, doubt, build, drawn, seed) if resampled else _Doubts({}, {}, {})
    columns = [_estimated(m, seen) if m.sampled else doubts.of(m) for m in measures]
    found = [_section(side, nodes, columns) for side, nodes in _groups(seen, sides)]
    return Table(seen, measures, tuple(found), doubt, drawn, seed)


def _affordable(measures: Sequence[Measure], nodes: int) -> None:
    costly = [measure.name for measure in measures if measure.costly]
    if costly and nodes > COSTLY_UP_TO:
        raise MeasureError(
            f"Walking all shortest ways in a network of {nodes:,} nodes, as {costly[0]} does, takes too long: "
            "ask for sampled-betweenness, pagerank or core, or for a part of the network."
        )


def _statistic(measures: list[Measure], view: View | None, progress: Progress | None, calls: int) -> Statistic:
    """All measures at once, so that each network drawn is made, and projected, only once."""
    done = count(1)

    def values(network: nx.Graph) -> dict[str, float]:
        seen = view(network) if view else network
        found = {_key(m, node): float(value) for m in measures for node, value in m.values(seen).items()}
        if progress is not None:
            progress(next(done), calls)
        return found

    return values


def _key(measure: Measure, node: str) -> str:
    return f"{measure.name} {node}"


def _doubts(
    statistic: Statistic,
    network: nx.Graph,
    doubt: Doubt,
    build: Callable[[Minimum], nx.Graph] | None,
    samples: int,
    seed: int,
) -> _Doubts:
    if doubt == "null":
        tests = permutation_z(statistic, network, n=samples, seed=seed)
        return _Doubts({key: test.observed for key, test in tests.items()}, None, tests)
    if doubt == "confidence":
        if build is None:
            raise MeasureError(
                "The ties of this network do not differ in confidence: ask for another uncertainty, such as ties."
            )
        return _Doubts(statistic(network), confidence_range(build, statistic), None)
    if doubt == "passages":
        _several_passages(network)
    intervals = bootstrap_interval(statistic, network, unit=doubt, n=samples, seed=seed)
    return _Doubts({key: found.value for key, found in intervals.items()}, intervals, None)


def _several_passages(network: nx.Graph) -> None:
    """One passage drawn anew is always the same one, and would look like certainty."""
    passages = {passage for *_, evidence in network.edges(data="evidence", default=()) for passage in evidence}
    if len(passages) == 1:
        raise MeasureError("All ties of this network rest on one passage: ask for another uncertainty, such as ties.")


def _estimated(measure: Measure, network: nx.Graph) -> _Column:
    found = measure.values(network)
    around = {
        node: Interval(e.value, max(e.value - ERRORS * e.error, 0.0), e.value + ERRORS * e.error, 0.0)
        for node, e in found.items()
    }
    return _Column(measure, {node: estimate.value for node, estimate in found.items()}, around, None)


def _groups(network: nx.Graph, sides: Collection[int]) -> list[tuple[int | None, list[str]]]:
    if network.graph.get("mode") != "two-mode":
        return [(None, sorted(network))]
    of = dict(network.nodes(data="bipartite"))
    return [(side, sorted(node for node in network if of[node] == side)) for side in sorted(set(sides))]


def _section(side: int | None, nodes: list[str], columns: list[_Column]) -> Section:
    ranked = [column.ranked(nodes) for column in columns]
    first = [*ranked[0], *(node for node in nodes if node not in ranked[0])]
    return Section(side, tuple(Line(node, tuple(places.get(node) for places in ranked)) for node in first))
