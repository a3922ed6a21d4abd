"""The JSON-LD context: short names for everything that the graph says, so that its JSON-LD reads like ordinary JSON.

Every term of the ontology is known by its local name. A property whose values are things takes short IRIs, one whose
values are among the named individuals of the ontology takes their names, one with text takes an object by language.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import NamedNode, Quad

from styrkegraf.facts import load_ontology
from styrkegraf.namespaces import PREFIXES, SG, rdf, rdfs, shorten

if TYPE_CHECKING:
    from styrkegraf.publish.edition import Edition

__all__ = ["LANGUAGE", "THING", "VALUE", "context", "terms"]

THING: Final = "@id"
"""The type of a property whose values are things."""
VALUE: Final = "@vocab"
"""The type of a property whose values are individuals of the ontology."""
LANGUAGE: Final = "@language"
"""The container of a property whose values are text in a language."""

_XSD: Final = PREFIXES["xsd"]
_OWL: Final = PREFIXES["owl"]
_TEXT: Final = (
    "skos:prefLabel skos:altLabel skos:hiddenLabel skos:definition skos:note rdfs:label rdfs:comment"
    " dcterms:title dcterms:description"
)
_THINGS: Final = (
    "skos:exactMatch skos:closeMatch skos:relatedMatch skos:broader skos:narrower skos:related skos:inScheme"
    " skos:topConceptOf skos:hasTopConcept dcterms:isPartOf dcterms:hasPart dcterms:creator dcterms:publisher"
    " dcterms:license dcterms:spatial dcterms:relation dcterms:references dcterms:isVersionOf dcterms:subject"
    " geo:hasGeometry geo:hasCentroid geo:sfWithin prov:wasDerivedFrom prov:wasAttributedTo org:member org:memberOf"
    " org:hasMember org:hasMembership org:organization schema:containedInPlace schema:offeredBy schema:sameAs"
    " schema:locationCreated schema:url rdfs:subClassOf rdfs:subPropertyOf rdfs:domain rdfs:range"
)
_PLAIN: Final = (
    "dcterms:identifier dcterms:language dcterms:temporal skos:notation schema:address schema:email schema:telephone"
    " schema:unitCode schema:unitText schema:maxValue"
)
_TYPED: Final = {
    "dcterms:date": "xsd:date",
    "dcterms:created": "xsd:date",
    "dcterms:issued": "xsd:date",
    "dcterms:modified": "xsd:date",
    "geo:asWKT": "geo:wktLiteral",
    "wgs:lat": "xsd:decimal",
    "wgs:long": "xsd:decimal",
    "schema:value": "xsd:decimal",
}


def context(edition: Edition) -> dict[str, Any]:
    """The context under the base of the edition: prefixes first, then the terms in order of name."""
    head: dict[str, Any] = {"@version": 1.1, "id": "@id", "type": "@type", "graph": "@graph"}
    prefixes = {name: edition.prefixes[name] for name in sorted(edition.prefixes)}
    return {"@context": {**head, **prefixes, **{name: _entry(term) for name, term in sorted(terms().items())}}}


def _entry(term: dict[str, str]) -> str | dict[str, str]:
    return term["@id"] if len(term) == 1 else term


@cache
def terms() -> dict[str, dict[str, str]]:
    """Every term of the context but the prefixes: its short IRI, with a type or a container where it has one.

    A name that a prefix has is left to the prefix; between two vocabularies the ontology's own term wins.
    """
    found: dict[str, dict[str, str]] = {}
    for name, definition in [*_own(), *_borrowed()]:
        if name not in PREFIXES:
            found.setdefault(name, definition)
    return found


def _own() -> Iterable[tuple[str, dict[str, str]]]:
    ontology = [quad for quad in load_ontology() if isinstance(quad.subject, NamedNode)]
    ours = sorted({_value(quad) for quad in ontology if _value(quad).startswith(SG)})
    kinds = _objects(ontology, rdf("type").value)
    ranges = _objects(ontology, rdfs("range").value)
    enumerated = {kind for iri in ours for kind in kinds.get(iri, ()) if kind.startswith(SG)}
    for iri in ours:
        yield (
            iri.removeprefix(SG),
            {"@id": shorten(iri), **_values(kinds.get(iri, set()), ranges.get(iri, set()), enumerated)},
        )


def _value(quad: Quad) -> str:
    assert isinstance(quad.subject, NamedNode)  # blank nodes were left out
    return quad.subject.value


def _objects(quads: Iterable[Quad], predicate: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for quad in quads:
        if quad.predicate.value == predicate and isinstance(quad.object, NamedNode):
            found.setdefault(_value(quad), set()).add(quad.object.value)
    return found


def _values(kinds: set[str], ranges: set[str], enumerated: set[str]) -> dict[str, str]:
    """How the values of a property are written; nothing for what is no property."""
    if f"{_OWL}ObjectProperty" in kinds:
        return {"@type": VALUE if ranges & enumerated else THING}
    if rdf("langString").value in ranges:
        return {"@container": LANGUAGE}
    typed = sorted(iri for iri in ranges if iri.startswith(_XSD) and iri != f"{_XSD}string")
    return {"@type": shorten(typed[0])} if typed else {}


def _borrowed() -> Iterable[tuple[str, dict[str, str]]]:
    for short in _TEXT.split():
        yield _local(short), {"@id": short, "@container": LANGUAGE}
    for short in _THINGS.split():
        yield _local(short), {"@id": short, "@type": THING}
    for short in _PLAIN.split():
        yield _local(short), {"@id": short}
    for short, kind in _TYPED.items():
        yield _local(short), {"@id": short, "@type": kind}


def _local(short: str) -> str:
    return short.partition(":")[2]
