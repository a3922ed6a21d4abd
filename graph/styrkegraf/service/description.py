"""The description of the service in its own terms: the SPARQL 1.1 Service Description, generated."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode, QueryResultsFormat, RdfFormat, Triple, serialize

from styrkegraf.media import Medium, content_type
from styrkegraf.namespaces import PREFIXES, rdf, rdfs
from styrkegraf.service.caching import of_build, unchanged
from styrkegraf.service.http import Request, Response
from styrkegraf.service.media import ROWS, TRIPLE_TYPES, TRIPLES
from styrkegraf.service.protocol import triples_wanted
from styrkegraf.service.query import Query, QueryFailed, Wanted

if TYPE_CHECKING:
    from styrkegraf.service.answer import Service
    from styrkegraf.terms import Term

__all__ = ["description"]

_SD: Final = "http://www.w3.org/ns/sparql-service-description#"
_VOID: Final = "http://rdfs.org/ns/void#"
_GRAPHS: Final = (
    "SELECT ?graph (COUNT(*) AS ?triples) WHERE { GRAPH ?graph { ?s ?p ?o } } GROUP BY ?graph ORDER BY ?graph"
)
_ALL: Final = "SELECT (COUNT(*) AS ?triples) WHERE { ?s ?p ?o }"

_ABOUT: Final = {
    "en": "The default graph is the union of all named graphs. The prefixes of the project are known without being "
    "declared; a query that other services are to understand declares them all the same. Updates are not taken.",
    "sv": "Standardgrafen är unionen av alla namngivna grafer. Projektets prefix är kända utan att deklareras; en "
    "fråga som andra tjänster ska förstå deklarerar dem ändå. Uppdateringar tas inte emot.",
}


async def description(request: Request, service: Service) -> Response:
    """The description, in the format that the request prefers."""
    media_type = triples_wanted(request, "The description of the service is RDF. ")
    common = [("Content-Type", content_type(media_type)), ("Vary", "Accept, Accept-Encoding")]
    headers = [*common, *of_build(service, "description", media_type)]
    if had := unchanged(request, headers):
        return had
    if not (sizes := await _sizes(service)):
        headers = [*common, ("Cache-Control", "no-cache")]  # the next may be whole
    triples = list(_describe(service.edition.base, sizes))
    form_of = TRIPLE_TYPES[media_type].form
    prefixes = {"sd": _SD, "void": _VOID, "dcterms": PREFIXES["dcterms"], "rdfs": PREFIXES["rdfs"]}
    return Response(200, headers, serialize(triples, format=form_of, prefixes=prefixes) or b"")


async def _sizes(service: Service) -> Mapping[str, int]:
    """The number of triples of every named graph, and under an empty name of all; nothing where counting fails.

    A graph of many millions takes longer to count than a query may, and an endpoint elsewhere may count in words: then
    the description does without.
    """
    try:
        named_graphs = json.loads((await service.pool.run(Query(_GRAPHS), Wanted())).body)
        all_of_them = json.loads((await service.pool.run(Query(_ALL), Wanted())).body)
        (total,) = all_of_them["results"]["bindings"]
        rows = named_graphs["results"]["bindings"]
        return {"": int(total["triples"]["value"])} | {
            NamedNode(row["graph"]["value"]).value: int(row["triples"]["value"]) for row in rows if "graph" in row
        }
    except (QueryFailed, ValueError, KeyError):
        return {}


def _describe(base: str, sizes: Mapping[str, int]) -> Iterator[Triple]:
    endpoint = NamedNode(base + "sparql")
    service = NamedNode(endpoint.value + "#service")
    dataset = NamedNode(endpoint.value + "#dataset")
    default = NamedNode(endpoint.value + "#default-graph")
    yield Triple(service, rdf("type"), _sd("Service"))
    yield Triple(service, _sd("endpoint"), endpoint)
    yield Triple(service, _sd("supportedLanguage"), _sd("SPARQL11Query"))
    yield Triple(service, _sd("feature"), _sd("UnionDefaultGraph"))
    media: tuple[Medium[QueryResultsFormat | RdfFormat], ...] = (*ROWS, *TRIPLES)
    for medium in media:
        # Oxigraph gives JSON-LD a name that W3C does not list
        form = NamedNode(
            medium.form.iri.replace("https://www.w3.org/ns/formats/data/", "http://www.w3.org/ns/formats/")
        )
        yield Triple(service, _sd("resultFormat"), form)
        yield Triple(form, rdfs("seeAlso"), NamedNode(medium.spec))
    for lang, text in sorted(_ABOUT.items()):
        yield Triple(service, rdfs("comment"), Literal(text, language=lang))
    yield Triple(service, _sd("defaultDataset"), dataset)
    yield Triple(dataset, rdf("type"), _sd("Dataset"))
    yield Triple(dataset, _sd("defaultGraph"), default)
    yield from _graph(default, sizes.get(""))
    for number, name in enumerate(sorted(filter(None, sizes)), start=1):
        node, graph = (NamedNode(f"{endpoint.value}#{kind}-{number}") for kind in ("named", "graph"))
        yield Triple(dataset, _sd("namedGraph"), node)
        yield Triple(node, rdf("type"), _sd("NamedGraph"))
        yield Triple(node, _sd("name"), NamedNode(name))
        yield Triple(node, _sd("graph"), graph)
        yield from _graph(graph, sizes[name])


def _graph(node: NamedNode, size: int | None) -> Iterator[Triple]:
    yield Triple(node, rdf("type"), _sd("Graph"))
    if size is not None:
        yield Triple(node, NamedNode(_VOID + "triples"), _integer(size))


def _integer(number: int) -> Term:
    return Literal(str(number), datatype=NamedNode(PREFIXES["xsd"] + "integer"))


def _sd(name: str) -> NamedNode:
    return NamedNode(_SD + name)
