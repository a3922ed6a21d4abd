"""Embedded stores: Oxigraph in this process, asked over the union of its named graphs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import DefaultGraph, NamedNode, Quad, Triple
from pyoxigraph import Store as OxigraphStore

from styrkegraf.namespaces import PREFIXES
from styrkegraf.store.expected import missing
from styrkegraf.store.protocol import Results, Store
from styrkegraf.store.refusals import refuse
from styrkegraf.store.syntax import QuerySyntaxError
from styrkegraf.terms import Subject, Term

__all__ = ["EmbeddedStore", "MemoryStore"]


class EmbeddedStore(Store):
    """An Oxigraph store whose default graph is the union of its named graphs.

    Oxigraph can take the union while it evaluates, but then gives a statement of two named graphs twice. So the union
    is kept as the default graph itself.
    """

    def __init__(self, oxigraph: OxigraphStore) -> None:
        self.oxigraph = oxigraph

    def __len__(self) -> int:
        return sum(1 for _ in self.quads())

    def match(
        self,
        subject: Subject | None,
        predicate: NamedNode | None,
        object_: Term | None,
        graph: NamedNode | None = None,
    ) -> Iterator[Quad]:
        """The quads of the named graphs that fit; None fits anything."""
        found = self.oxigraph.quads_for_pattern(subject, predicate, object_, graph)
        return (quad for quad in found if isinstance(quad.graph_name, NamedNode))

    def union(self) -> Iterator[Triple]:
        """The triples of all named graphs, each once."""
        return (quad.triple for quad in self.oxigraph.quads_for_pattern(None, None, None, DefaultGraph()))

    def query(self, sparql: str) -> Results:
        """Evaluate a query; raise `QuerySyntaxError` where it is no SPARQL, `QueryRefused` where it is not answered."""
        refuse(sparql)
        try:
            return self.oxigraph.query(sparql, prefixes=PREFIXES)
        except (SyntaxError, UnicodeEncodeError) as error:
            raise QuerySyntaxError(sparql, missing(sparql, str(error))) from error


class MemoryStore(EmbeddedStore):
    """Quads in memory, to which more can be added."""

    def __init__(self, quads: Iterable[Quad] = ()) -> None:
        super().__init__(OxigraphStore())
        self.add(quads)

    def add(self, quads: Iterable[Quad]) -> None:
        """Add quads, each to its named graph and to the union."""
        listed = list(quads)
        self.oxigraph.extend(listed)
        self.oxigraph.extend(Quad(quad.subject, quad.predicate, quad.object) for quad in listed)
