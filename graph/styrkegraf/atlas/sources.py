"""The sources: every document, passage by passage, with the statements that rest on each."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal, NamedNode

from styrkegraf.atlas.addresses import page_of, slug
from styrkegraf.atlas.facts import text_of
from styrkegraf.atlas.frame import Frame
from styrkegraf.atlas.statements import Statement
from styrkegraf.labels import Language
from styrkegraf.namespaces import PREFIXES
from styrkegraf.origins import Origin

__all__ = ["Passage", "documents", "passages", "source_page", "sources_page"]

_NAMING: Final = frozenset(
    {PREFIXES["rdf"] + "type", *(PREFIXES["skos"] + name for name in ("prefLabel", "altLabel", "hiddenLabel"))}
)
_ABOUT: Final = (
    "dcterms:creator",
    "dcterms:publisher",
    "dcterms:issued",
    "dcterms:language",
    "dcterms:source",
    "sg:sha256",
)


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage: where it stands, what is noted about it, what it names, and what it states."""

    origin: Origin
    anchor: str
    notes: tuple[str, ...]
    named: tuple[str, ...]
    statements: tuple[Statement, ...]


def documents(frame: Frame) -> dict[str, list[Origin]]:
    """Every document with its passages in the order of their lines."""
    found: dict[str, list[Origin]] = defaultdict(list)
    for origin in frame.graph.origins.values():
        if origin.document:
            found[origin.document].append(origin)
    key = {doc: min(origin.identifier or "" for origin in origins) for doc, origins in found.items()}
    return {
        document: sorted(found[document], key=lambda o: (o.first or 0, o.last or 0, o.graph))
        for document in sorted(found, key=lambda doc: (key[doc], doc))
    }


def passages(frame: Frame, origins: list[Origin], lang: Language) -> list[Passage]:
    """The passages of one document with what they say."""
    return [_passage(frame, origin, lang) for origin in origins]


def _passage(frame: Frame, origin: Origin, lang: Language) -> Passage:
    said = frame.statements.in_graph(origin.graph)
    stated = [one for one in said if one.predicate not in _NAMING]
    named = {one.subject for one in said if one.predicate in _NAMING and one.subject in frame.pages}
    return Passage(
        origin,
        slug(origin.graph.partition("#")[2]),
        _notes(frame, origin.graph, lang),
        tuple(sorted(named - {one.subject for one in stated}, key=lambda iri: frame.names.order(iri, lang))),
        tuple(stated),
    )


def _notes(frame: Frame, graph: str, lang: Language) -> tuple[str, ...]:
    found = frame.graph.store.match(NamedNode(graph), NamedNode(PREFIXES["skos"] + "note"), None)
    notes = sorted((quad.object for quad in found if isinstance(quad.object, Literal)), key=str)
    return tuple(dict.fromkeys(note.value for note in notes if note.language in (lang, None)))


def _count(frame: Frame, origins: list[Origin]) -> int:
    """How many statements the passages make, those included that no page shows: as the front page and SPARQL count."""
    return sum(1 for origin in origins for _ in frame.graph.store.quads(NamedNode(origin.graph)))


def source_page(frame: Frame, document: str, origins: list[Origin], lang: Language) -> str:
    """Draw the page of one document."""
    return frame.page(
        "source.html.j2",
        page_of(document, {}) or "",
        lang,
        document=document,
        passages=passages(frame, origins, lang),
        count=_count(frame, origins),
        details=_details(frame, document),
        texts=text_of(frame, document, PREFIXES["dcterms"] + "description", lang),
    )


def sources_page(frame: Frame, lang: Language) -> str:
    """Draw the list of the documents."""
    rows = [
        (document, origins, _count(frame, origins))
        for document, origins in sorted(documents(frame).items(), key=lambda row: frame.names.order(row[0], lang))
    ]
    return frame.page("sources.html.j2", "sources.html", lang, rows=rows)


def _details(frame: Frame, document: str) -> list[tuple[str, list[Literal | NamedNode]]]:
    """What is known of a document itself, by property."""
    found = []
    for short in _ABOUT:
        prefix, _, local = short.partition(":")
        property_ = PREFIXES[prefix] + local
        quads = frame.graph.store.match(NamedNode(document), NamedNode(property_), None)
        values = sorted({quad.object for quad in quads if isinstance(quad.object, Literal | NamedNode)}, key=str)
        if values:
            found.append((property_, values))
    return found
