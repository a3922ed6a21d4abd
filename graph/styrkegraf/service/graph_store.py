"""The SPARQL 1.1 Graph Store HTTP Protocol, for reading: ``/data?default`` and ``/data?graph=IRI``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from styrkegraf.media import CSV, content_type
from styrkegraf.service.caching import of_build, unchanged
from styrkegraf.service.http import Request, Response
from styrkegraf.service.media import TRIPLE_TYPES
from styrkegraf.service.problems import Declined
from styrkegraf.service.protocol import read_graph, read_timeout, triples_wanted
from styrkegraf.service.query import Query, Wanted

if TYPE_CHECKING:
    from styrkegraf.service.answer import Service

__all__ = ["graph_store"]


async def graph_store(request: Request, service: Service) -> Response:
    """The statements of the default graph, which is the union of all, or of one named graph."""
    if request.method != "GET":
        raise Declined("read-only", "The graphs of this service are read, not written, through this protocol.")
    asked = _graph(request)
    name = None if asked is None else service.edition.iri(asked)
    media_type = triples_wanted(request, "A graph is RDF. ")
    headers = [
        ("Content-Type", content_type(media_type)),
        ("Vary", "Accept, Accept-Encoding"),
        *of_build(service, name or "", media_type, weak=True),
    ]
    if had := unchanged(request, headers):
        return had
    pattern = "?s ?p ?o" if name is None else f"GRAPH <{name}> {{ ?s ?p ?o }}"
    timeout = read_timeout(request.parameter("timeout"))
    if name is not None:
        found = await service.pool.run(Query(f"ASK {{ {pattern} }}", timeout=timeout), Wanted(boolean=CSV.media_type))
        if found.body.strip() != b"true":
            raise Declined("not-found", f"There is no graph <{name}> here; /sparql describes those that there are.")
    construct = Query(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {pattern} }}", timeout=timeout)
    result = await service.pool.run(construct, Wanted(triples=TRIPLE_TYPES[media_type].media_type))
    return Response(200, [*headers, ("Server-Timing", f"query;dur={result.seconds * 1000:.2f}")], result.body)


def _graph(request: Request) -> str | None:
    """The graph that the request names, None for the default graph; raises `Declined` unless it is exactly one."""
    names = [value for key, value in request.parameters if key == "graph"]
    default = [value for key, value in request.parameters if key == "default"]
    if len(names) + len(default) != 1:
        raise Declined("bad-request", "Name exactly one graph: /data?default or /data?graph=IRI.")
    return read_graph(names[0]) if names else None
