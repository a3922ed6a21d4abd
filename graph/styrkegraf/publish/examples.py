"""Example queries: the questions of the library as SHACL executables, which SPARQL editors and portals can show."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple

from styrkegraf.documents import QueryDocument
from styrkegraf.labels import Labels
from styrkegraf.lexis import prefixes, quiet
from styrkegraf.namespaces import PREFIXES
from styrkegraf.publish.catalogue import dataset_iri
from styrkegraf.publish.describing import describe, name, text
from styrkegraf.publish.edition import Edition
from styrkegraf.questions import bind, library
from styrkegraf.store.outline import FORM

__all__ = ["EXAMPLES", "examples"]

EXAMPLES: Final = "datasets/questions"
"""The address of the examples below the base."""
_SCHEMA: Final = PREFIXES["schema"]


def examples(edition: Edition, labels: Labels, endpoint: str | None) -> list[Triple]:
    """Every question as an ``sh:SPARQLExecutable`` under the base of the edition, and the prefixes that they use.

    ``labels`` are those of the graph, by which each asks about something that the graph knows.
    """
    used: set[str] = set()
    statements: list[Triple] = []
    for document in library().values():
        statements += _example(document, edition, labels, endpoint)
        used.update(prefixes(document.sparql).declared)
    return [*statements, *_prefixes(edition, sorted(used))]


def _example(document: QueryDocument, edition: Edition, labels: Labels, endpoint: str | None) -> Iterator[Triple]:
    found = FORM.search(quiet(document.sparql))
    form = found[1].lower() if found else "select"
    kind = {"ask": "Ask", "select": "Select"}.get(form, "Construct")
    titles, questions = ((document.text(key, "sv"), document.text(key, "en")) for key in ("title", "question"))
    iri = f"{edition.base}{EXAMPLES}#{document.name}"
    yield from describe(
        iri,
        f"sh:SPARQLExecutable sh:SPARQL{kind}Executable",
        ("rdfs:label", text(*titles)),
        ("rdfs:comment", text(*questions)),
        ("sh:prefixes", [NamedNode(f"{edition.base}{EXAMPLES}#prefixes")]),
        (f"sh:{kind.lower()}", [Literal(edition.sparql(bind(document, {}, labels)))]),
        ("dcterms:isPartOf", [NamedNode(dataset_iri(edition))]),
    )
    if endpoint:
        yield Triple(NamedNode(iri), NamedNode(f"{_SCHEMA}target"), NamedNode(endpoint))


def _prefixes(edition: Edition, used: list[str]) -> Iterator[Triple]:
    declared = f"{edition.base}{EXAMPLES}#prefixes"
    for prefix in used:
        iri = f"{edition.base}{EXAMPLES}#prefix-{prefix}"
        yield Triple(NamedNode(declared), name("sh:declare"), NamedNode(iri))
        yield from describe(
            iri,
            "sh:PrefixDeclaration",
            ("sh:prefix", [Literal(prefix)]),
            ("sh:namespace", [Literal(edition.prefixes[prefix], datatype=name("xsd:anyURI"))]),
        )
