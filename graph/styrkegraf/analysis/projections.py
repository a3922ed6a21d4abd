"""The projections of a graph and what is computed from them: once, whatever the languages it is told in."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import cached_property
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar, cast

from styrkegraf.graph import Graph
from styrkegraf.measures.matrix import Matrix, matrix_of
from styrkegraf.networks import Confidence, network

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["DOCUMENTED", "POTENTIAL", "Projections"]

DOCUMENTED = (
    "region-region-collaboration",
    "region-region-joint-area",
    "region-region-joint-strategy",
    "region-region-macro-region",
)
"""Projections of links between regions that a source speaks of, from the closest to the loosest."""

POTENTIAL = "region-region-shared-theme"
"""The projection of links between regions that could be."""

_P = ParamSpec("_P")
_T = TypeVar("_T")


class Projections:
    """The projections of a graph, each read once."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self._read: dict[tuple[str, bool, Confidence], nx.Graph] = {}
        self._found: dict[Hashable, object] = {}

    def network(self, projection: str, *, collective: bool = True, minimum: Confidence = "low") -> nx.Graph:
        """The projection, read at the first call; treat it as read-only."""
        key = (projection, collective, minimum)
        if key not in self._read:
            self._read[key] = network(self.graph, projection, collective=collective, minimum=minimum)
        return self._read[key]

    @cached_property
    def counties(self) -> tuple[str, ...]:
        """Every county that the graph knows, by IRI."""
        return tuple(sorted(self.network("region-region-collaboration")))

    def region_theme(self, minimum: Confidence = "low") -> Matrix:
        """Regions by themes, 1 where the region has an area with the theme of at least that confidence.

        Rows and columns are the same at every level, so that a value at one can stand beside that at another.
        """
        whole, found = self.network("region-theme"), self.network("region-theme", minimum=minimum).copy()
        found.add_nodes_from((node, data) for node, data in whole.nodes(data=True) if node not in found)
        return matrix_of(found)

    def once(self, compute: Callable[Concatenate[Projections, _P], _T], /, *options: _P.args, **named: _P.kwargs) -> _T:
        """What ``compute`` makes of these projections, made at the first call."""
        key = (compute, options, tuple(sorted(named.items())))
        if key not in self._found:
            self._found[key] = compute(self, *options, **named)
        return cast(_T, self._found[key])
