"""The page ``/sparql``: write a query or take one of ours, run it, read the answer; it works without JavaScript."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from styrkegraf.atlas.ask.questions import by_subject
from styrkegraf.documents import QueryDocument, without_head
from styrkegraf.errors import StyrkegrafError
from styrkegraf.questions import find
from styrkegraf.service.answer import Service
from styrkegraf.service.as_written import evaluated
from styrkegraf.service.drawing import Here, draw, kept
from styrkegraf.service.failures import Fault, fault_of
from styrkegraf.service.fields import Field, fields
from styrkegraf.service.http import Request, Response
from styrkegraf.service.protocol import read_timeout
from styrkegraf.service.query import Query
from styrkegraf.service.questions import values
from styrkegraf.service.tables import WANTED, Shown, heading, offered, read

__all__ = ["editor"]

_FIRST: Final = """\
PREFIX sg: <https://w3id.org/styrkegraf/ontology#>

SELECT ?region ?theme WHERE {
  ?region a sg:County ; sg:hasArea ?area .
  ?area sg:hasTheme ?theme .
}
ORDER BY ?region ?theme
LIMIT 50"""
_TERMS: Final = """\
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?term ?kind (SAMPLE(?name) AS ?label) WHERE {
  VALUES (?type ?kind) {
    (owl:Class "class") (owl:ObjectProperty "property") (owl:DatatypeProperty "property")
    (owl:AnnotationProperty "property")
  }
  GRAPH <https://w3id.org/styrkegraf/ontology> { ?term a ?type }
  FILTER(ISIRI(?term))
  OPTIONAL { ?term rdfs:label ?name FILTER(LANG(?name) = "%s") }
}
GROUP BY ?term ?kind ORDER BY ?term ?kind"""
"""What the editor completes: the classes and properties of the ontology, those that it borrows included."""


@dataclass(frozen=True, slots=True)
class Example:
    """A question of the library put into the editor: its document and the fields of its parameters."""

    document: QueryDocument
    fields: Sequence[Field]


async def editor(request: Request, service: Service) -> Response:
    """The page with a query in its editor and, where the address asks one, its answer or its fault.

    ``query`` is a query to run. ``question`` with the parameters of that question puts one of the library into the
    editor, not run.
    """
    return kept(await _shown(request, service))


async def _shown(request: Request, service: Service) -> Response:
    here = Here.of(request, "sparql")
    sparql = request.parameter("query") or ""
    if sparql.strip():
        return await _answered(request, service, here, sparql)
    name = request.parameter("question")
    if not name:
        return _page(service, here, sparql=service.edition.sparql(_FIRST))
    try:
        document = find(name)
    except StyrkegrafError as error:
        return _page(service, here, sparql=service.edition.sparql(_FIRST), fault=replace(fault_of(error), status=404))
    return await asyncio.to_thread(_example, request, service, here, document)


async def _answered(request: Request, service: Service, here: Here, sparql: str) -> Response:
    shown: Shown | None = None
    fault: Fault | None = None
    try:
        result = await evaluated(_query(request, sparql), service, WANTED)
        shown = await asyncio.to_thread(read, result, service, here)
    except StyrkegrafError as error:
        fault = fault_of(error, sparql)
    return await asyncio.to_thread(_page, service, here, sparql=sparql, shown=shown, fault=fault)


def _query(request: Request, sparql: str) -> Query:
    graphs = {
        key: tuple(value for name, value in request.parameters if name == key and value)
        for key in ("default-graph-uri", "named-graph-uri")
    }
    return Query(
        sparql, graphs["default-graph-uri"], graphs["named-graph-uri"], read_timeout(request.parameter("timeout"))
    )


def _example(request: Request, service: Service, here: Here, document: QueryDocument) -> Response:
    asked = [(key, value) for key, value in request.parameters if key != "question" and value.strip()]
    sparql, fault = document.sparql, None
    try:
        sparql = service.graph.sparql(document.name, **values(asked, document, service))
    except StyrkegrafError as error:
        fault = fault_of(error)
    example = Example(document, fields(service.frame, document, dict(asked), here.lang))
    text = without_head(service.edition.sparql(sparql))
    return _page(service, here, sparql=text, fault=fault, example=example)


def _limits(longest: float, here: Here) -> list[str]:
    """Limits of time to choose from, in seconds, the longest first; one that the address names is among them."""
    named = {float(value) for key, value in here.parameters if key == "timeout" and re.fullmatch(r"\d{1,6}", value)}
    found = {longest, *(seconds for seconds in (1.0, 2.0, 5.0, *named) if seconds < longest)}
    return [f"{seconds:g}" for seconds in sorted(found, reverse=True)]


def _page(
    service: Service,
    here: Here,
    *,
    sparql: str,
    shown: Shown | None = None,
    fault: Fault | None = None,
    example: Example | None = None,
) -> Response:
    triples = shown is not None and shown.table is not None and shown.table.triples
    state = [(key, value) for key, value in here.parameters if key not in ("lang", "format")]
    context: dict[str, Any] = {
        "formats": [(m.extension, here.at("sparql", [*state, ("format", m.extension)])) for m in offered(triples)],
        "heading": lambda column: heading(column, here.lang) if triples else column,
        "name": lambda iri: service.frame.names.of(iri, here.lang),
        "chosen": dict(reversed(here.parameters)),
        "subjects": by_subject(here.lang),
        "terms": here.at("sparql", [("query", _TERMS % here.lang), ("format", "json")]),
        "prefixes": json.dumps(dict(sorted(service.edition.prefixes.items()))),
        "limits": _limits(service.settings.limits.seconds, here),
    }
    response = draw(
        service,
        here,
        "sparql.html.j2",
        status=fault.status if fault else 200,
        sparql=sparql,
        shown=shown,
        fault=fault,
        example=example,
        **context,
    )
    return Response(response.status, [*response.headers, *(fault.headers if fault else [])], response.body)
