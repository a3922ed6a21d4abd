"""Push: bring a graph to a server, as far as it is not there already, and make sure that it arrived whole.

What is there is told by the server itself: how many statements each graph holds, then, for each graph, a checksum over
what it gives back. So a push that was interrupted goes on where it was, and one of a newer build sends what is new and
takes away what is gone: a graph that did not change is left alone, and none is empty in between.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import count, islice

from pyoxigraph import NamedNode, Triple

from styrkegraf.errors import StyrkegrafError
from styrkegraf.namespaces import BASE
from styrkegraf.store.protocol import Store
from styrkegraf.store.results import understood
from styrkegraf.store.server import Server, Way, find_server
from styrkegraf.store.wire import RequestLimits
from styrkegraf.store.wording import MANIFEST, MEMBER, UNION, named_triple
from styrkegraf.terms import count_of

__all__ = ["PushFailed", "Pushed", "push"]

_COUNTS = "SELECT ?graph (COUNT(*) AS ?count) WHERE { GRAPH ?graph { ?s ?p ?o } } GROUP BY ?graph"
_DEFAULT = "SELECT (COUNT(*) AS ?count) WHERE { ?s ?p ?o }"
_PAGE = 200_000
"""Statements in one answer; what a server gives in several must have a steady order, or the checksum will differ."""

Name = NamedNode | None
"""The name of a graph; None is the default graph of the server."""


class PushFailed(StyrkegrafError):
    """What the server holds is not what was sent, or must not be overwritten."""


@dataclass(frozen=True, slots=True)
class Pushed:
    """A finished push: the server's make and query address, the graphs and statements there, and how many were sent.

    ``foreign`` are other named graphs of the server, which questions about named graphs will see too.
    """

    server: str
    query: str
    graphs: int
    statements: int
    sent: int
    foreign: tuple[str, ...]


def push(
    store: Store,
    url: str,
    way: Way = "graph-store",
    limits: RequestLimits | None = None,
    notify: Callable[[str], None] = lambda stage: None,
) -> Pushed:
    """Bring the named graphs of a store, and their union, to the server at an address.

    Graphs that are not there yet are streamed; one that is there in part is held in memory while its rest is sent.
    Statements of an earlier push that are no longer in the graph are taken away.
    Raises `PushFailed` where the server's default graph holds something else, or does not hold afterwards what was
    sent, and `EndpointError` where the server cannot be used.
    """
    target = _Target(store, find_server(url, way, limits))
    target.prepare()
    for number, name in enumerate(target.wanted, start=1):
        notify(f"push: graph {number} of {len(target.wanted)}")
        target.bring(name)
    for number, name in enumerate(target.wanted, start=1):
        notify(f"verify: graph {number} of {len(target.wanted)}")
        target.verify(name)
    return target.done()


class _Target:
    """One server and what it should hold."""

    def __init__(self, store: Store, server: Server) -> None:
        self._store = store
        self._server = server
        self._union: Name = None if server.family.own_default else UNION
        self._members = Counter(quad.graph_name for quad in store.quads() if isinstance(quad.graph_name, NamedNode))
        members = sorted(self._members, key=lambda graph: graph.value)
        listed = [] if self._union is None else [MANIFEST]
        self.wanted: list[Name] = [*members, self._union, *listed]
        self._sent = 0

    def prepare(self) -> None:
        """See what is there; take away what an earlier push left in graphs that are no more."""
        there = self._counts()
        ours = [graph for graph in there if graph is not None and graph.value.startswith(BASE)]
        if there.get(None, 0) and self._union is None and not ours:
            problem = f"its default graph holds {there[None]:,} statements of something else"
            raise PushFailed(f"{self._server.endpoint.url}: {problem}; empty it, or name another dataset.")
        for graph in sorted(set(ours) - set(self.wanted), key=str):
            self._server.clear(graph)
        self._there = there

    def bring(self, name: Name) -> None:
        """Send what a graph lacks, by its count: `verify` looks at what it holds."""
        there = self._there.get(name, 0)
        if there == 0:
            self._send(name, self._triples(name))
        elif there != sum(1 for _ in self._triples(name)):
            self._mend(name)

    def _send(self, name: Name, triples: Iterable[Triple]) -> None:
        for chunk in _chunks(triples, self._server.most):
            self._server.add(name, map(named_triple, chunk))
            self._sent += len(chunk)

    def _mend(self, name: Name) -> None:
        """Make a graph hold what it should: send what it lacks, then take away what it holds besides."""
        wanted, held = set(self._triples(name)), set(self._held(name))
        self._send(name, sorted(wanted - held, key=str))
        for chunk in _chunks(sorted(held - wanted, key=str), self._server.family.most):
            self._server.remove(name, map(named_triple, chunk))

    def _renew(self, name: Name) -> None:
        """Empty a graph, and send all of it: it holds what cannot be taken away by name, such as a blank node."""
        self._server.clear(name)
        self._send(name, self._triples(name))

    def verify(self, name: Name) -> None:
        """Compare count and checksum of a graph with what it should hold; mend it where they differ."""
        wanted = _checksum(self._triples(name))
        for mend in (self._mend, self._renew):
            if _checksum(self._held(name)) == wanted:
                return
            mend(name)
        found = _checksum(self._held(name))
        if found != wanted:
            where = f"the graph {name}" if name else "the default graph"
            differ = found[0] != wanted[0]
            told = f"{found[0]:,} of {wanted[0]:,} statements are there" if differ else "its statements are other ones"
            raise PushFailed(f"{self._server.endpoint.url}: {where} is not as it was sent: {told}.")

    def done(self) -> Pushed:
        """What was done, once all is verified."""
        others = self._counts() if self._union is None else {}  # a named union shuts them out
        foreign = sorted(graph.value for graph in others if graph is not None and graph not in self.wanted)
        statements = sum(self._members.values())
        family, query = self._server.family.name, self._server.endpoint.url
        return Pushed(family, query, len(self._members), statements, self._sent, tuple(foreign))

    def _counts(self) -> dict[Name, int]:
        endpoint = self._server.endpoint
        with understood(endpoint.url):
            found: dict[Name, int] = {row["graph"]: count_of(row["count"]) for row in endpoint.select(_COUNTS)}
            (row,) = endpoint.select(_DEFAULT)
            return {**found, None: count_of(row["count"])}

    def _triples(self, name: Name) -> Iterable[Triple]:
        """What a graph should hold."""
        if name == self._union:
            return self._store.union()
        if name == MANIFEST:
            return (Triple(UNION, MEMBER, graph) for graph in self._members)
        return (quad.triple for quad in self._store.quads(name))

    def _held(self, name: Name) -> Iterator[Triple]:
        """What a graph of the server holds."""
        pattern = f"GRAPH {name} {{ ?s ?p ?o }}" if name else "?s ?p ?o"
        for offset in count(0, _PAGE):
            query = f"SELECT ?s ?p ?o WHERE {{ {pattern} }} LIMIT {_PAGE} OFFSET {offset}"
            with understood(self._server.endpoint.url):
                rows = [Triple(row["s"], row["p"], row["o"]) for row in self._server.endpoint.select(query)]
            yield from rows
            if len(rows) < _PAGE:
                return


def _chunks(triples: Iterable[Triple], most: int) -> Iterator[list[Triple]]:
    rest = iter(triples)
    while chunk := list(islice(rest, most)):
        yield chunk


def _checksum(triples: Iterable[Triple]) -> tuple[int, int]:
    """How many statements, and the sum of the SHA-256 of each in N-Triples, whatever their order."""
    total = number = 0
    for triple in triples:
        number += 1
        total += int.from_bytes(hashlib.sha256(f"{triple} .".encode()).digest(), "big")
    return number, total % 2**256
