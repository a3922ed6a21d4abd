"""The material of a report: the projections it rests on, each read once, and what its ties rest on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from styrkegraf.analysis.say import Say
from styrkegraf.graph import Graph
from styrkegraf.measures.matrix import Matrix, matrix_of
from styrkegraf.networks import Confidence, network

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["DOCUMENTED", "POTENTIAL", "Material"]

DOCUMENTED = (
    "region-region-collaboration",
    "region-region-joint-area",
    "region-region-joint-strategy",
    "region-region-macro-region",
)
"""Projections of links between regions that a source speaks of, from the closest to the loosest."""

POTENTIAL = "region-region-shared-theme"
"""The projection of links between regions that could be."""

_LAYERS = {
    "stated": ("sagt i en källa", "stated in a source"),
    "curated": ("vår läsning", "our own reading"),
    "inferred": ("slutledning", "inferred"),
    "derived": ("följer av en regel", "given by a rule"),
}


class Material:
    """A graph as the networks of a report, in one language."""

    def __init__(self, graph: Graph, say: Say) -> None:
        self.graph = graph
        self.say = say
        self._origins = {node.value: origin for node, origin in graph.origins.items()}
        self._read: dict[tuple[str, bool, Confidence], nx.Graph] = {}

    def network(self, projection: str, *, collective: bool = True, minimum: Confidence = "low") -> nx.Graph:
        """The projection, read at the first call; treat it as read-only."""
        key = (projection, collective, minimum)
        if key not in self._read:
            self._read[key] = network(self.graph, projection, collective=collective, minimum=minimum)
        return self._read[key]

    @cached_property
    def counties(self) -> tuple[str, ...]:
        """Every county that the graph knows, by name in the language."""
        return self.by_name(self.network("region-region-collaboration"))

    def region_theme(self, minimum: Confidence = "low") -> Matrix:
        """Regions by themes, 1 where the region has an area with the theme of at least that confidence.

        Rows and columns are the same at every level, so that a value at one can stand beside that at another.
        """
        whole, found = self.network("region-theme"), self.network("region-theme", minimum=minimum).copy()
        found.add_nodes_from((node, data) for node, data in whole.nodes(data=True) if node not in found)
        return matrix_of(found)

    def label(self, iri: str) -> str:
        """What a thing is called."""
        return self.graph.labels.of(NamedNode(iri), self.say.lang)

    def by_name(self, things: Iterable[str]) -> tuple[str, ...]:
        """Things in the order of their names."""
        return tuple(sorted(things, key=lambda iri: (self.label(iri).casefold(), iri)))

    def names(self, things: Iterable[str]) -> str:
        """The names of things in a row, in order of name; a dash for none."""
        return self.say.listing(self.label(iri) for iri in self.by_name(things))

    def layers(self, *networks: nx.Graph) -> str:
        """How many ties of the networks are of which layer, and the documents and readings that they rest on."""
        found = Counter(layer for one in networks for *_, layer in one.edges(data="layer") if layer)
        if not found:
            return self.say("Inga band.", "No ties.")
        parts = [f"{self.say(*_LAYERS[layer])}: {found[layer]}" for layer in _LAYERS if found[layer]]
        ties = self.say("Band per lager", "Ties by layer")
        return f"{ties}: {', '.join(parts)}. {self._sources(networks)}"

    def _sources(self, networks: Iterable[nx.Graph]) -> str:
        graphs = {name for one in networks for *_, names in one.edges(data="evidence", default=()) for name in names}
        passages: Counter[str] = Counter()
        readings: set[str] = set()
        for name in graphs:
            origin = self._origins[name]
            if origin.document:
                passages[origin.document] += 1
            else:
                readings.add(name)
        where = self.say("textställen", "passages"), self.say("textställe", "passage")
        parts = [f"{self.label(iri)} ({passages[iri]} {where[passages[iri] == 1]})" for iri in self.by_name(passages)]
        found = f"{self.say('Belägg', 'Evidence')}: {'; '.join(parts)}." if parts else ""
        if readings:
            others = self.say("Läsningar och regler", "Readings and rules")
            found += f" {others}: {', '.join(self.label(iri) for iri in self.by_name(readings))}."
        return found.strip()

    def evidence(self, ties: Iterable[dict[str, object]]) -> str:
        """The passages and readings behind ties, for a cell of a table."""
        names: set[str] = set()
        for tie in ties:
            found = tie.get("evidence", ())
            names.update(found if isinstance(found, tuple) else ())
        origins = sorted(
            (self._origins[name] for name in names), key=lambda o: (o.identifier or "", o.first or 0, o.graph)
        )
        return "; ".join(origin.words(self.graph.labels, self.say.lang) for origin in origins)
