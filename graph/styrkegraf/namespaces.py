"""Namespaces: the prefixes of the project, and the way between an IRI and its short form."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Final

from pyoxigraph import NamedNode

__all__ = [
    "ALIGNMENTS",
    "BASE",
    "CURATED",
    "DERIVED",
    "ID",
    "INFERRED",
    "ONTOLOGY",
    "PREFIXES",
    "PROVENANCE",
    "SG",
    "SOURCE",
    "curated",
    "derived",
    "expand",
    "rdf",
    "rdfs",
    "sg",
    "shorten",
    "skos",
    "used_prefixes",
]

BASE: Final = "https://w3id.org/styrkegraf/"
SG: Final = BASE + "ontology#"
ID: Final = BASE + "id/"
SOURCE: Final = BASE + "source/"
ONTOLOGY: Final = NamedNode(BASE + "ontology")
"""Named graph of the ontology."""
ALIGNMENTS: Final = NamedNode(ONTOLOGY.value + "/alignments")
"""Named graph of what ties the ontology to others."""
PROVENANCE: Final = NamedNode(BASE + "graph/provenance")
"""Named graph that describes the documents, the passages and the other named graphs."""
CURATED: Final = BASE + "graph/curated/"
DERIVED: Final = BASE + "graph/derived/"
INFERRED: Final = NamedNode(BASE + "graph/inferred")
"""Named graph of what the reasoner adds."""

_KINDS: Final = [
    "actionarea",
    "activity",
    "actor",
    "area",
    "benefit",
    "capability",
    "cause",
    "challenge",
    "competence",
    "condition",
    "country",
    "county",
    "countypart",
    "factor",
    "geometry",
    "goal",
    "goalarea",
    "indicator",
    "inflow",
    "level",
    "link",
    "locality",
    "macroregion",
    "membership",
    "model",
    "municipality",
    "need",
    "observation",
    "offer",
    "opportunity",
    "outcome",
    "person",
    "phase",
    "priority",
    "process",
    "role",
    "specialisation",
    "step",
    "strategy",
    "strength",
    "target",
    "targetpoint",
    "theme",
    "tie",
    "wish",
]

PREFIXES: Final[dict[str, str]] = {
    "sg": SG,
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "eurio": "http://data.europa.eu/s66#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "geo": "http://www.opengis.net/ont/geosparql#",
    "nace": "http://data.europa.eu/ux2/nace2/",
    "nuts": "http://data.europa.eu/nuts/code/",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "vann": "http://purl.org/vocab/vann/",
    "wd": "http://www.wikidata.org/entity/",
    "wgs": "http://www.w3.org/2003/01/geo/wgs84_pos#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    **{kind: f"{ID}{kind}/" for kind in _KINDS},
    "source": SOURCE,
    "curated": CURATED,
    "derived": DERIVED,
}
"""Prefix to namespace, for reading short names and for writing Turtle."""

_LOCAL: Final = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")


_NOT_IN_IRI: Final = re.compile(r"[\s<>\"{}|\\^`\x00-\x20]")


def sg(name: str) -> NamedNode:
    """The term of the Styrkegraf ontology with that local name."""
    return NamedNode(SG + name)


def rdf(name: str) -> NamedNode:
    """The term of RDF with that local name."""
    return NamedNode(PREFIXES["rdf"] + name)


def rdfs(name: str) -> NamedNode:
    """The term of RDF Schema with that local name."""
    return NamedNode(PREFIXES["rdfs"] + name)


def skos(name: str) -> NamedNode:
    """The term of SKOS with that local name."""
    return NamedNode(PREFIXES["skos"] + name)


def curated(topic: str) -> NamedNode:
    """The named graph of one topic of curation."""
    return NamedNode(CURATED + topic)


def derived(rule: str) -> NamedNode:
    """The named graph of what one rule adds."""
    return NamedNode(DERIVED + rule)


def shorten(iri: str) -> str:
    """Write an IRI with a known prefix where one fits, else in angle brackets.

    >>> shorten("https://w3id.org/styrkegraf/id/county/vastmanland")
    'county:vastmanland'
    >>> shorten("https://example.org/other")
    '<https://example.org/other>'
    """
    best = max((p for p, ns in PREFIXES.items() if iri.startswith(ns)), key=lambda p: len(PREFIXES[p]), default=None)
    if best is not None:
        local = iri[len(PREFIXES[best]) :]
        if _LOCAL.fullmatch(local):
            return f"{best}:{local}"
        if best == "source" and "#" in local:
            return f"{best}:{local}"
    return f"<{iri}>"


def used_prefixes(iris: Collection[str], prefixes: Mapping[str, str] = PREFIXES) -> dict[str, str]:
    """Those of the prefixes with which one of the IRIs can be shortened.

    >>> used_prefixes(["https://w3id.org/styrkegraf/id/county/gotland"])
    {'county': 'https://w3id.org/styrkegraf/id/county/'}
    """
    return {name: start for name, start in prefixes.items() if any(iri.startswith(start) for iri in iris)}


def expand(text: str) -> str | None:
    """The IRI that ``text`` writes in full, in angle brackets or with a known prefix; None if it is no IRI.

    >>> expand("county:vastmanland")
    'https://w3id.org/styrkegraf/id/county/vastmanland'
    >>> expand("Västmanland") is None
    True
    """
    text = text.strip()
    if _NOT_IN_IRI.search(text.strip("<>")):
        return None
    if text.startswith("<") and text.endswith(">"):
        return text[1:-1]
    if re.match(r"https?://\S+$", text):
        return text
    prefix, colon, local = text.partition(":")
    if colon and prefix in PREFIXES and local and not re.search(r"\s", local):
        return PREFIXES[prefix] + local
    return None
