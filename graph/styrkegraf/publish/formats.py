"""Formats: a description as a document for programs, in each form that linked data is asked for.

Turtle, RDF/XML, N-Triples and JSON-LD hold the same triples. CSV has one row for each statement, with the named graph
and the layer in which it stands.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from typing import Final

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Triple, serialize

from styrkegraf.graph import Graph
from styrkegraf.media import CSV, JSON_LD, N_TRIPLES, RDF_XML, TURTLE, Medium
from styrkegraf.namespaces import used_prefixes
from styrkegraf.publish.edition import Edition
from styrkegraf.publish.things import Description
from styrkegraf.terms import Term

__all__ = ["FORMATS", "render"]

FORMATS: Final[tuple[Medium[object], ...]] = (TURTLE, JSON_LD, RDF_XML, N_TRIPLES, CSV)
"""The formats for programs, in the order of our preference; `styrkegraf.publish.pages` draws the page for people."""


def render(description: Description, extension: str, graph: Graph, edition: Edition) -> bytes:
    """The description as a document in one of `FORMATS`, sorted, under the base of the edition."""
    return _WRITERS[extension](description, graph, edition)


def _triples(form: RdfFormat) -> Callable[[Description, Graph, Edition], bytes]:
    def write(description: Description, graph: Graph, edition: Edition) -> bytes:
        triples = [edition.triple(triple) for triple in description.triples()]
        prefixes = None if form == RdfFormat.N_TRIPLES else _used(triples, edition)
        return serialize(triples, format=form, prefixes=prefixes) or b""

    return write


def _used(triples: list[Triple], edition: Edition) -> dict[str, str]:
    """The prefixes that the document needs; the others are left out, for the reader's sake."""
    terms = {term for triple in triples for term in (triple.subject, triple.predicate, triple.object)}
    iris = {term.value for term in terms if isinstance(term, NamedNode)}
    iris |= {term.datatype.value for term in terms if isinstance(term, Literal)}
    return used_prefixes(iris, edition.prefixes)


def _jsonld(description: Description, graph: Graph, edition: Edition) -> bytes:
    from styrkegraf.publish.jsonld import jsonld

    triples = description.triples()
    return jsonld((Quad(t.subject, t.predicate, t.object, DefaultGraph()) for t in triples), edition)


def _csv(description: Description, graph: Graph, edition: Edition) -> bytes:
    output = io.StringIO(newline="")
    writer = csv.writer(output)
    writer.writerow(("subject", "predicate", "object", "language", "datatype", "graph", "layer"))
    rows = {_row(quad, graph, edition) for quad in (*description.quads(), *description.hints())}
    writer.writerows(sorted(rows))
    return output.getvalue().encode()


def _row(quad: Quad, graph: Graph, edition: Edition) -> tuple[str, ...]:
    mapped = edition.quad(quad)
    literal = mapped.object if isinstance(mapped.object, Literal) else None
    origin = graph.origins.get(quad.graph_name) if isinstance(quad.graph_name, NamedNode) else None
    return (
        _text(mapped.subject),
        _text(mapped.predicate),
        _text(mapped.object),
        (literal.language or "") if literal else "",
        literal.datatype.value if literal else "",
        "" if isinstance(mapped.graph_name, DefaultGraph) else mapped.graph_name.value,
        origin.layer if origin else "",
    )


def _text(term: Term) -> str:
    return str(term) if isinstance(term, Triple) else term.value


_WRITERS: Final[Mapping[str, Callable[[Description, Graph, Edition], bytes]]] = {
    "ttl": _triples(RdfFormat.TURTLE),
    "jsonld": _jsonld,
    "rdf": _triples(RdfFormat.RDF_XML),
    "nt": _triples(RdfFormat.N_TRIPLES),
    "csv": _csv,
}
