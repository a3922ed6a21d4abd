"""The store at an endpoint: any server that answers SPARQL 1.1 over HTTP.

Queries are evaluated where the quads are; only their answers travel. What a default graph is differs between servers,
so a server holds the union of the named graphs in one of two ways, and `styrkegraf.push` sees to it:

* in its default graph, where it has one of its own (Oxigraph, Fuseki, GraphDB);
* else (Virtuoso) in the named graph ``graph/union``. Then ``graph/manifest`` lists the named graphs that belong to it,
  and each query names them all as its dataset, with the graphs of its patterns, as the SPARQL 1.1 Protocol (section
  2.1.4) provides.

A query that names its own dataset (FROM) keeps it.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import NamedNode, Quad, QuerySolutions, QueryTriples, Triple
from pyoxigraph import Store as OxigraphStore

from styrkegraf.lexis import quiet
from styrkegraf.namespaces import PREFIXES
from styrkegraf.store.endpoint import Dataset, Endpoint
from styrkegraf.store.expected import missing
from styrkegraf.store.faults import EndpointRubbish
from styrkegraf.store.outline import graphs_within, names_dataset
from styrkegraf.store.protocol import Results, Store
from styrkegraf.store.refusals import refuse
from styrkegraf.store.resolved import resolved
from styrkegraf.store.results import understood
from styrkegraf.store.syntax import QuerySyntaxError
from styrkegraf.store.wording import MANIFEST, MEMBER, UNION, declared, named
from styrkegraf.terms import Subject, Term, count_of, value_of

if TYPE_CHECKING:
    from styrkegraf.store.wire import RequestLimits

__all__ = ["RemoteStore"]

_COUNT: Final = "SELECT (COUNT(*) AS ?count) WHERE { GRAPH ?graph { ?subject ?predicate ?object } }"
_KEPT: Final = 60.0
"""Seconds for which the named graphs are known that belong to the union."""
_MEMBERS: Final = f"SELECT ?graph WHERE {{ GRAPH {MANIFEST} {{ {UNION} {MEMBER} ?graph }} }}"


class RemoteStore(Store):
    """The store at the query address of a server.

    Raises an `EndpointError` where the server is absent, slow, refuses, cuts the connection or answers rubbish. Only
    ``dump`` and ``quads`` fetch the whole graph.
    """

    def __init__(self, url: str, limits: RequestLimits | None = None) -> None:
        self.url = url
        self._endpoint = Endpoint(url, limits)
        self._dataset: Dataset | None = None
        self._dataset_read = 0.0

    def __len__(self) -> int:
        with self.understood():
            (row,) = self.select(_COUNT)
            return count_of(row["count"])

    def match(
        self,
        subject: Subject | None,
        predicate: NamedNode | None,
        object_: Term | None,
        graph: NamedNode | None = None,
    ) -> Iterator[Quad]:
        """The quads of the named graphs that fit; None fits anything."""
        s, p, o, g = (
            f"?{name}" if term is None else str(named(term))
            for name, term in (("s", subject), ("p", predicate), ("o", object_), ("g", graph))
        )
        pattern = f"{{ GRAPH {g} {{ {s} {p} {o} }} }}"
        given = {"s": subject, "p": predicate, "o": object_, "g": graph}
        if None not in given.values():
            if self.query(f"ASK {pattern}"):
                yield _quad(given)
            return
        wanted = " ".join(f"?{name}" for name, term in given.items() if term is None)
        with self.understood():
            yield from _quads(self.select(f"SELECT {wanted} WHERE {pattern}"), given)

    def union(self) -> Iterator[Triple]:
        """The triples of all named graphs, each once; as rows, whose loss is told where that of triples is not."""
        with self.understood():
            yield from map(_triple, self.select("SELECT DISTINCT ?s ?p ?o WHERE { ?s ?p ?o }"))

    def query(self, sparql: str) -> Results:
        """Evaluate a query; raise `QuerySyntaxError` where it is no SPARQL, `QueryRefused` where it is not answered."""
        refuse(sparql)
        kind, columns = _outline(sparql)
        dataset = self.dataset_of(sparql)
        if kind is QueryTriples:
            return self._endpoint.triples(sparql, dataset)
        found = self._endpoint.answer(sparql, dataset)
        problem = _unfit(found, kind, columns)
        if problem is None:
            return found
        del found  # which the error would hold, and let go in another thread
        raise EndpointRubbish(self.url, f"{problem}; is this the address of a SPARQL endpoint?")

    def understood(self) -> AbstractContextManager[None]:
        """`EndpointRubbish` where rows that came whole are not those that were asked for."""
        return understood(self.url)

    def dataset_of(self, sparql: str) -> Dataset:
        """The parameters that name the dataset of a query; none where it names its own.

        The graphs that its patterns name belong to it, whether they are there or not: Virtuoso finds a solution, with
        nothing bound, in whatever stands in the pattern of a graph that is none of the dataset.
        """
        if names_dataset(quiet(sparql)) or not (members := self.dataset):
            return ()
        try:
            asked = [("named-graph-uri", name) for name in resolved(declared(sparql), graphs_within(sparql))]
        except (SyntaxError, UnicodeEncodeError):
            return members  # what is wrong with it, the server says
        return tuple(dict.fromkeys([*members, *asked]))

    @property
    def dataset(self) -> Dataset:
        """The dataset that holds the graph; no parameters where the server's default graph is the union.

        They are read anew now and then: who is served for weeks is to see what has been pushed meanwhile.
        """
        if self._dataset is None or time.monotonic() - self._dataset_read > _KEPT:
            self._dataset = self._members()
            self._dataset_read = time.monotonic()
        return self._dataset

    def _members(self) -> Dataset:
        with self.understood():
            members = sorted(value_of(row["graph"]) for row in self._endpoint.select(_MEMBERS))
        if not members:
            return ()
        return ("default-graph-uri", UNION.value), *(("named-graph-uri", name) for name in members)


def _columns(found: Results) -> frozenset[str]:
    return frozenset(one.value for one in found.variables) if isinstance(found, QuerySolutions) else frozenset()


def _unfit(found: Results, kind: type, columns: frozenset[str]) -> str | None:
    """What is wrong with an answer that is none to what was asked; None where nothing is."""
    if type(found) is not kind:
        came, wanted = ("rows", "yes or no") if isinstance(found, QuerySolutions) else ("yes or no", "rows")
        return f"{came} came back, not {wanted}"
    lacking = ", ".join(sorted(columns - _columns(found)))
    return f"the rows are not those that were asked for (without {lacking})" if lacking else None


def _quads(rows: QuerySolutions, given: dict[str, Any]) -> Iterator[Quad]:
    names = [variable.value for variable in rows.variables]
    return (_quad({**given, **dict(zip(names, row, strict=True))}) for row in rows)


def _quad(terms: dict[str, Any]) -> Quad:
    return Quad(terms["s"], terms["p"], terms["o"], terms["g"])


def _triple(row: Any) -> Triple:
    return Triple(row["s"], row["p"], row["o"])


def _outline(sparql: str) -> tuple[type, frozenset[str]]:
    """The kind of any answer to the query, and the columns of its rows; raises `QuerySyntaxError`.

    The parser is that of the embedded store, so that a query is the same SPARQL wherever it is answered.
    """
    try:
        found = OxigraphStore().query(sparql, prefixes=PREFIXES)
        return type(found), _columns(found)
    except (SyntaxError, UnicodeEncodeError) as error:
        raise QuerySyntaxError(sparql, missing(sparql, str(error))) from error
