"""Servers that a graph can be pushed to: where they take queries and statements, and how."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from pyoxigraph import NamedNode, Triple, serialize

from styrkegraf.media import N_TRIPLES
from styrkegraf.store.address import checked
from styrkegraf.store.endpoint import Endpoint
from styrkegraf.store.faults import EndpointAbsent, EndpointError, EndpointRubbish
from styrkegraf.store.wire import RequestLimits

__all__ = ["FAMILIES", "Family", "Server", "Way", "find_server"]

Way = Literal["graph-store", "update"]
"""How statements go there: by the Graph Store Protocol, or by SPARQL update."""


@dataclass(frozen=True, slots=True)
class Family:
    """What servers of one make have in common: paths below the address, and whether the default graph is its own.

    ``most`` is how many statements an update may hold.
    """

    name: str
    query: str
    update: str
    graph_store: str
    own_default: bool
    most: int = 10_000


FAMILIES: Final = (
    Family("Oxigraph", "/query", "/update", "/store", own_default=True),
    Family("Fuseki", "/query", "/update", "/data", own_default=True),
    Family("Virtuoso", "/sparql", "/sparql-auth", "/sparql-graph-crud-auth", own_default=False, most=1000),
)
_CHUNK: Final = 10_000
"""Statements in one request by the Graph Store Protocol."""


class Server:
    """A server below one address, to which statements are added graph by graph; None is its default graph."""

    def __init__(self, root: str, family: Family, way: Way, limits: RequestLimits | None = None) -> None:
        self.family = family
        self.way = way
        self.most = _CHUNK if way == "graph-store" else family.most
        self.endpoint = Endpoint(root + family.query, limits)
        self._update = root + family.update
        self._store = root + family.graph_store

    def add(self, graph: NamedNode | None, triples: Iterable[Triple]) -> None:
        """Add statements to a graph, as many as `most` at once; adding them again changes nothing."""
        lines = serialize(triples, format=N_TRIPLES.form) or b""
        if self.way == "graph-store":
            address = [("graph", graph.value)] if graph else [("default", "")]
            headers = {"Content-Type": N_TRIPLES.media_type}
            self.endpoint.wire.send("POST", self._store, parameters=address, content=lines, headers=headers)
        else:
            self._change(f"INSERT DATA {_block(graph, lines)}")

    def remove(self, graph: NamedNode | None, triples: Iterable[Triple]) -> None:
        """Take statements out of a graph, as many as an update may hold; blank nodes must be named."""
        self._change(f"DELETE DATA {_block(graph, serialize(triples, format=N_TRIPLES.form) or b'')}")

    def clear(self, graph: NamedNode | None) -> None:
        """Take everything out of a graph."""
        self._change(f"CLEAR SILENT GRAPH {graph}" if graph else "CLEAR SILENT DEFAULT")

    def _change(self, update: str) -> None:
        headers = {"Content-Type": "application/sparql-update"}
        self.endpoint.wire.send("POST", self._update, content=update.encode(), headers=headers)


def _block(graph: NamedNode | None, lines: bytes) -> str:
    """Statements in N-Triples as the data of an update."""
    text = lines.decode()
    return f"{{ GRAPH {graph} {{\n{text}}} }}" if graph else f"{{\n{text}}}"


def find_server(url: str, way: Way = "graph-store", limits: RequestLimits | None = None) -> Server:
    """The server at an address, known by the paths where it answers queries and by what it calls itself.

    The address may be the root that those paths stand below, or that of the queries. Raises `EndpointAbsent` where no
    server of a known family answers, and `BadAddress` for an address that will not do.
    """
    root = checked(url).rstrip("/")
    for path in sorted({path for family in FAMILIES for path in (family.query, family.graph_store)}):
        root = root.removesuffix(path)
    met: list[EndpointError] = []
    for path in dict.fromkeys(family.query for family in FAMILIES):
        try:
            name = Endpoint(root + path, limits).calls_itself()
        except (EndpointAbsent, EndpointRubbish) as error:
            met.append(error)
            continue
        fitting = [family for family in FAMILIES if family.query == path]
        family = next((family for family in fitting if family.name.lower() in name.lower()), fitting[-1])
        return Server(root, family, way, limits)
    tried = ", ".join(root + path for path in dict.fromkeys(family.query for family in FAMILIES))
    *most, last = (family.name for family in FAMILIES)
    known = f"{', '.join(most)} or {last}"
    raise EndpointAbsent(url, f"no {known} answers there (tried {tried}): {met[-1]}")
