"""Places: in which named graphs, files and lines a faulty statement stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from styrkegraf.namespaces import INFERRED, rdf, sg
from styrkegraf.store import Store
from styrkegraf.terms import Subject, Term
from styrkegraf.validate.finding import Fault, Place
from styrkegraf.validate.locate import search

if TYPE_CHECKING:
    from styrkegraf.labels import Labels, Language

__all__ = ["Places"]

_Terms: TypeAlias = tuple[Term, ...]
_Pattern: TypeAlias = tuple[Subject | None, NamedNode | None, Term | None]


class Places:
    """Finds the places of faults in a store whose named graphs were read from files."""

    def __init__(self, store: Store, files: Mapping[NamedNode, Sequence[Path]], labels: Labels, lang: Language) -> None:
        self._store = store
        self._files = files
        self._labels = labels
        self._lang: Language = lang

    def of(self, fault: Fault, graphs: Sequence[NamedNode] = ()) -> tuple[Place, ...]:
        """The places of a fault, sorted: in the graphs that the rule names, else in those of the faulty statement.

        Where a statement is lacking, the places are those that say what kind of thing the node is; where that was
        concluded, those that speak of the node at all.
        """
        terms = tuple(term for term in (fault.node, fault.rule.path, fault.value) if term is not None)
        sought = {(graph, terms) for graph in graphs} or self._statements(fault, terms)
        places = {place for graph, found in sought for place in self._within(graph, found)}
        return tuple(sorted(places, key=lambda place: (place.name, str(place.file or ""), place.line or 0)))

    def _statements(self, fault: Fault, terms: _Terms) -> set[tuple[NamedNode, _Terms]]:
        """The graphs of the first pattern that fits a statement, each with the terms to look for in its files.

        What the reasoner has added counts only for want of other statements.
        """
        node, path, value = fault.node, fault.rule.path, fault.value
        if not isinstance(node, NamedNode | BlankNode):
            return set()
        about = [(path, value), (None, value), (path, None), (rdf("type"), None)]
        patterns: list[_Pattern] = [(node, predicate, thing) for predicate, thing in about if predicate or thing]
        patterns += [(node, None, None), (None, None, node)]
        found = next(filter(None, (self._holding(p, inferred) for inferred in (False, True) for p in patterns)), [])
        return {
            (quad.graph_name, terms if quad.subject == node else (quad.subject, quad.predicate, node))
            for quad in found
            if isinstance(quad.graph_name, NamedNode)
        }

    def _holding(self, pattern: _Pattern, inferred: bool) -> list[Quad]:
        """The statements of that pattern, those of the reasoner or those of all others."""
        return [quad for quad in self._store.match(*pattern) if (quad.graph_name == INFERRED) is inferred]

    def _within(self, graph: NamedNode, terms: _Terms) -> Iterator[Place]:
        """The places in one graph: of the files that the graph was read from, those that write the node in it."""
        name = self._name(graph)
        found = False
        for file in self._files.get(graph, ()):
            depth, line = search(file, graph, *terms)
            if depth == 0:  # a Turtle file does not write the name of its graph
                depth, line = search(file, *terms)
            elif depth == 1 and terms[0] != graph:
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
        quote = {"sv": "”", "en": "“"}[self._lang]
        name = f"{self._labels.of(document, self._lang)}, {quote}{self._labels.of(heading, self._lang)}”"
        first, last = self._one(graph, "firstLine"), self._one(graph, "lastLine")
        if isinstance(first, Literal) and isinstance(last, Literal):
            return f"{name}, {_lines(first.value, last.value, self._lang)}"
        return name

    def _one(self, node: NamedNode, name: str) -> Term | None:
        found = self._store.match(node, sg(name), None)
        return min((quad.object for quad in found), key=str, default=None)


def _lines(first: str, last: str, lang: Language) -> str:
    if first == last:
        return f"{'line' if lang == 'en' else 'rad'} {first}"
    return f"{'lines' if lang == 'en' else 'rad'} {first}–{last}"
