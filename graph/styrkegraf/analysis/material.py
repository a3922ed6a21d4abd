"""The material of a report in one language: projections, names, and what ties rest on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from styrkegraf.analysis.projections import Projections
from styrkegraf.analysis.say import Say
from styrkegraf.networks import Confidence

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["Material"]

_LAYERS = {
    "stated": ("sagt i en källa", "stated in a source"),
    "curated": ("vår läsning", "our own reading"),
    "inferred": ("slutledning", "inferred"),
    "derived": ("följer av en regel", "given by a rule"),
}


class Material:
    """The projections of a graph, and the words for what is in them in one language."""

    def __init__(self, projections: Projections, say: Say) -> None:
        self.projections = projections
        self.graph = projections.graph
        self.say = say
        self._origins = {node.value: origin for node, origin in self.graph.origins.items()}

    def network(self, projection: str, *, collective: bool = True, minimum: Confidence = "low") -> nx.Graph:
        """The projection; treat it as read-only."""
        return self.projections.network(projection, collective=collective, minimum=minimum)

    @cached_property
    def counties(self) -> tuple[str, ...]:
        """Every county that the graph knows, by name in the language."""
        return self.by_name(self.projections.counties)

    def label(self, iri: str) -> str:
        """What a thing is called."""
        return self.graph.labels.of(NamedNode(iri), self.say.lang)

    def by_name(self, things: Iterable[str]) -> tuple[str, ...]:
        """Things in the order of their names."""
        return tuple(sorted(things, key=lambda iri: (self.label(iri).casefold(), iri)))

    def names(self, things: Iterable[str]) -> str:
        """The names of things in a row, in order of name; a dash for none."""
        return self.say.listing(self.label(iri) for iri in self.by_name(things))

    def passages(self, count: int) -> str:
        """So many passages."""
        return f"{count} {self.say('textställe', 'passage') if count == 1 else self.say('textställen', 'passages')}"

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
        parts = [f"{self.label(iri)} ({self.passages(passages[iri])})" for iri in self.by_name(passages)]
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
