"""The protocol of a store: what the rest of the library asks of the place where the quads are."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from typing import Final, Protocol, TypeAlias

from pyoxigraph import NamedNode, Quad, QueryBoolean, QuerySolutions, QueryTriples, RdfFormat, Triple, serialize

from styrkegraf.errors import StyrkegrafError
from styrkegraf.figures import Figures, count
from styrkegraf.terms import Subject, Term

__all__ = ["Results", "Store", "constructed", "selected"]

MANY: Final = 500_000
"""Statements from which on a graph is large: to read three million labels at once takes a gigabyte."""

Results: TypeAlias = QuerySolutions | QueryBoolean | QueryTriples
"""What a query gives: rows, yes or no, or triples."""


class Store(Protocol):
    """Quads in named graphs; a query sees the union of them as its default graph, each statement once.

    The prefixes of the project are known in every query without being declared. `MemoryStore`, `DiskStore` and
    `RemoteStore` give the same answers to the same questions.
    """

    def __len__(self) -> int:
        """How many quads the named graphs hold."""
        ...

    @property
    def is_large(self) -> bool:
        """Whether there is too much in it to read all of a kind at once, rather than what is asked for."""
        return len(self) >= MANY

    def quads(self, graph: NamedNode | None = None) -> Iterator[Quad]:
        """The quads of one named graph, or of all."""
        return self.match(None, None, None, graph)

    def match(
        self,
        subject: Subject | None,
        predicate: NamedNode | None,
        object_: Term | None,
        graph: NamedNode | None = None,
    ) -> Iterator[Quad]:
        """The quads of the named graphs that fit; None fits anything."""
        ...

    def union(self) -> Iterator[Triple]:
        """The triples of all named graphs, each once."""
        ...

    def dump(self) -> bytes:
        """All quads of the named graphs as N-Quads, sorted."""
        lines = serialize(self.quads(), format=RdfFormat.N_QUADS) or b""
        return b"".join(sorted(lines.splitlines(keepends=True)))

    def graphs_of(self, triple: Triple) -> list[NamedNode]:
        """The named graphs in which the triple stands, sorted."""
        found = self.match(triple.subject, triple.predicate, triple.object)
        graphs = [quad.graph_name for quad in found if isinstance(quad.graph_name, NamedNode)]
        return sorted(graphs, key=lambda graph: graph.value)

    def figures(self) -> Figures:
        """What the graph holds, in counts; a store that knows them does not count again."""
        with self.understood():
            return count(self)

    def query(self, sparql: str) -> Results:
        """Evaluate a query; raise `QuerySyntaxError` where it is no SPARQL, `QueryRefused` where it is not answered."""
        ...

    def understood(self) -> AbstractContextManager[None]:
        """Within it, rows are taken for what was asked for; a server may give others, and is then named in the error.

        For it, a row too few, a word for a number and the like are a `ValueError`, `TypeError` or `KeyError`.
        """
        return nullcontext()

    def select(self, sparql: str) -> QuerySolutions:
        """Evaluate a SELECT query; raise `StyrkegrafError` for another kind."""
        return selected(self.query(sparql))

    def construct(self, sparql: str) -> QueryTriples:
        """Evaluate a CONSTRUCT or DESCRIBE query; raise `StyrkegrafError` for another kind."""
        return constructed(self.query(sparql))


def selected(results: Results) -> QuerySolutions:
    """The results, where they are rows."""
    if not isinstance(results, QuerySolutions):
        raise StyrkegrafError("A SELECT query is needed here.")
    return results


def constructed(results: Results) -> QueryTriples:
    """The results, where they are triples."""
    if not isinstance(results, QueryTriples):
        raise StyrkegrafError("A CONSTRUCT query is needed here.")
    return results
