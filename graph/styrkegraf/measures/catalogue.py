"""The measures that a table of nodes can have, by the name under which a person asks for them."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from styrkegraf.measures import brokerage, cohesion, position
from styrkegraf.measures.errors import MeasureError

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["MEASURES", "Measure", "UnknownMeasure", "find"]


class UnknownMeasure(MeasureError):
    """A name that no measure has; holds the nearest ones."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.nearest = tuple(difflib.get_close_matches(name.strip().lower(), MEASURES, n=3, cutoff=0.5))
        hint = f"Did you mean {' or '.join(self.nearest)}?" if self.nearest else f"There are {', '.join(MEASURES)}."
        super().__init__(f"No measure is called “{name}”. {hint}")


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure of nodes: its name, what it is called, and how it is computed.

    ``ascending``: the smallest value comes first. ``sampled``: the values are `position.Estimate`, with errors of
    their own. ``costly``: the time grows with the square of the size of the network.
    """

    name: str
    title_sv: str
    title_en: str
    values: Callable[[nx.Graph], Mapping[str, Any]]
    ascending: bool = False
    sampled: bool = False
    costly: bool = False

    def title(self, lang: str) -> str:
        """What the measure is called in the language."""
        return self.title_sv if lang == "sv" else self.title_en


def _pagerank(network: nx.Graph) -> dict[str, float]:
    return position.pagerank(network, weighted=True)


def _eigenvector(network: nx.Graph) -> dict[str, float]:
    return position.eigenvector(network, weighted=True)


MEASURES: Final[Mapping[str, Measure]] = {
    measure.name: measure
    for measure in (
        Measure("degree", "grad", "degree", position.degree),
        Measure("strength", "styrka", "strength", position.strength),
        Measure("betweenness", "mellanläge", "betweenness", position.betweenness, costly=True),
        Measure(
            "sampled-betweenness",
            "mellanläge (urval)",
            "betweenness (sample)",
            position.sampled_betweenness,
            sampled=True,
        ),
        Measure("closeness", "närhet", "closeness", position.closeness, costly=True),
        Measure(
            "harmonic-closeness", "harmonisk närhet", "harmonic closeness", position.harmonic_closeness, costly=True
        ),
        Measure("eigenvector", "egenvektor", "eigenvector", _eigenvector),
        Measure("pagerank", "PageRank", "PageRank", _pagerank),
        Measure("core", "kärna", "core", position.core_number),
        Measure("two-mode-degree", "andel av andra sidan", "share of other side", position.two_mode_degree),
        Measure(
            "two-mode-betweenness",
            "tvåläges mellanläge",
            "two-mode betweenness",
            position.two_mode_betweenness,
            costly=True,
        ),
        Measure(
            "two-mode-closeness", "tvåläges närhet", "two-mode closeness", position.two_mode_closeness, costly=True
        ),
        Measure("clustering", "klustring", "clustering", cohesion.clustering),
        Measure("constraint", "bundenhet", "constraint", brokerage.constraint, ascending=True),
        Measure("effective-size", "effektiv storlek", "effective size", brokerage.effective_size),
        Measure("redundancy", "överlappning", "redundancy", brokerage.redundancy, ascending=True),
    )
}
"""Every measure by name. PageRank and eigenvector weigh the ties; degree, core and shortest ways count them."""


def find(names: Iterable[str]) -> tuple[Measure, ...]:
    """The measures of these names, each once; raises `UnknownMeasure` with the nearest ones, or MeasureError for none.

    >>> [measure.title_en for measure in find(["degree", "core"])]
    ['degree', 'core']
    """
    asked = list(dict.fromkeys(name.strip().lower() for name in names if name.strip()))
    if not asked:
        raise MeasureError(f"Name at least one measure: {', '.join(MEASURES)}.")
    for name in asked:
        if name not in MEASURES:
            raise UnknownMeasure(name)
    return tuple(MEASURES[name] for name in asked)
