"""Describing: the statements of metadata, written with short names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

from styrkegraf.namespaces import PREFIXES, rdf
from styrkegraf.terms import Term

__all__ = ["METADATA_PREFIXES", "date", "describe", "name", "number", "text", "write"]

METADATA_PREFIXES: Final[dict[str, str]] = {
    **{name: PREFIXES[name] for name in ("dcat", "dcterms", "foaf", "owl", "prov", "rdf", "rdfs", "sg", "sh", "skos")},
    "xsd": PREFIXES["xsd"],
    "dcatap": "http://data.europa.eu/r5r/",
    "eu": "http://publications.europa.eu/resource/authority/",
    "publishertype": "http://purl.org/adms/publishertype/",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "void": "http://rdfs.org/ns/void#",
}
"""The prefixes of metadata: those of the project that it needs, and its own."""

_XSD: Final = PREFIXES["xsd"]


def name(short: str) -> NamedNode:
    """The term that a short name such as ``dcterms:title`` means, or an IRI in full."""
    prefix, _, local = short.partition(":")
    return NamedNode(METADATA_PREFIXES[prefix] + local if prefix in METADATA_PREFIXES else short)


def describe(subject: str, kinds: str, *facts: tuple[str, Iterable[Term]]) -> Iterator[Triple]:
    """The statements about a subject: its kinds, separated by spaces, then property and values in pairs."""
    node = NamedNode(subject)
    for kind in kinds.split():
        yield Triple(node, rdf("type"), name(kind))
    for short, values in facts:
        for value in values:
            yield Triple(node, name(short), value)


def text(sv: str, en: str = "") -> list[Literal]:
    """A text in Swedish and, where it is given, in English."""
    return [Literal(value, language=lang) for lang, value in (("sv", sv), ("en", en)) if value]


def date(value: str | None) -> list[Literal]:
    """A date, where it is known."""
    return [Literal(value, datatype=NamedNode(_XSD + "date"))] if value else []


def number(value: int, kind: str = "integer") -> list[Literal]:
    """A whole number of a datatype of XML Schema."""
    return [Literal(str(value), datatype=NamedNode(_XSD + kind))]


def write(triples: Iterable[Triple], form: RdfFormat, prefixes: dict[str, str] | None = None) -> bytes:
    """The statements in a format, sorted and each once."""
    return serialize(sorted(set(triples), key=_order), format=form, prefixes=prefixes) or b""


def _order(triple: Triple) -> tuple[str, bool, str, str]:
    return str(triple.subject), triple.predicate != rdf("type"), triple.predicate.value, str(triple.object)
