"""Places: in which named graphs, files and lines a faulty statement stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode

from styrkegraf.namespaces import INFERRED, rdf, sg
from styrkegraf.store import Store
from styrkegraf.terms import Term
from styrkegraf.validate.finding import Fault, Place
from styrkegraf.validate.locate import search

if TYPE_CHECKING:
    from styrkegraf.labels import Labels, Language

__all__ = ["Places"]


class Places:
    """Finds the places of faults in a store whose named graphs were read from files."""

    def __init__(self, store: Store, files: Mapping[NamedNode, Sequence[Path]], labels: Labels, lang: Language) -> None:
        self._store = store
        self._files = files
        self._labels = labels
        self._lang: Language = lang

    def of(self, fault: Fault, graphs: Sequence[NamedNode] = ()) -> tuple[Place, ...]:
        """The places of a fault, sorted: in the graphs that the rule names, else in those of the faulty statement.

        Where a statement is lacking, the places are those that say what kind of thing the node is.
        """
        places = {place for graph in graphs or self._graphs(fault) for place in self._within(graph, fault)}
        return tuple(sorted(places, key=lambda place: (place.name, str(place.file or ""), place.line or 0)))

    def _graphs(self, fault: Fault) -> list[NamedNode]:
        """The graphs of the first pattern that holds any statement."""
        path, value = fault.rule.path, fault.value
        narrow = [(path, value), (None, value), (path, None), (rdf("type"), None)]
        for predicate, thing in [pattern for pattern in narrow if any(pattern)] + [(None, None)]:
            found = self._holding(fault.node, predicate, thing)
            if found:
                return found
        return []

    def _holding(self, node: Term, predicate: NamedNode | None, value: Term | None) -> list[NamedNode]:
        """The graphs with such a statement; that of the reasoner only for want of others."""
        if not isinstance(node, NamedNode | BlankNode):
            return []
        quads = self._store.oxigraph.quads_for_pattern(node, predicate, value, None)
        found = {quad.graph_name for quad in quads if isinstance(quad.graph_name, NamedNode)}
        return list(found - {INFERRED} or found)

    def _within(self, graph: NamedNode, fault: Fault) -> Iterator[Place]:
        """The places in one graph: of the files that the graph was read from, those that write the node in it."""
        name = self._name(graph)
        inner = [term for term in (fault.node, fault.rule.path, fault.value) if term is not None]
        found = False
        for file in self._files.get(graph, ()):
            depth, line = search(file, graph, *inner)
            if depth == 0:  # a Turtle file does not write the name of its graph
                depth, line = search(file, *inner)
            elif depth == 1 and fault.node != graph:
                continue
            if depth:
                found = True
                yield Place(graph, name, file, line)
        if not found:
            yield Place(graph, name, next(iter(self._files.get(graph, ())), None), None)

    def _name(self, graph: NamedNode) -> str:
        """What readers call a graph; for a passage: document, heading and lines."""
        document = self._one(graph, "passageOf")
        if document is None:
            return self._labels.of(graph, self._lang)
        heading = self._one(graph, "heading") or graph
        name = f"{self._labels.of(document, self._lang)}, “{self._labels.of(heading, self._lang)}”"
        first, last = self._one(graph, "firstLine"), self._one(graph, "lastLine")
        if isinstance(first, Literal) and isinstance(last, Literal):
            return f"{name}, {_lines(first.value, last.value, self._lang)}"
        return name

    def _one(self, node: NamedNode, name: str) -> Term | None:
        found = self._store.oxigraph.quads_for_pattern(node, sg(name), None, None)
        return min((quad.object for quad in found), key=str, default=None)


def _lines(first: str, last: str, lang: Language) -> str:
    if first == last:
        return f"{'line' if lang == 'en' else 'rad'} {first}"
    return f"{'lines' if lang == 'en' else 'rad'} {first}–{last}"
