"""The search index: every name of everything that has a page, in both languages."""

from __future__ import annotations

from collections import defaultdict
from typing import Any, Final

from pyoxigraph import Literal, NamedNode

from styrkegraf.atlas.addresses import kind_of
from styrkegraf.atlas.facts import classes_of
from styrkegraf.atlas.frame import PAGE_KINDS, Frame, data_script
from styrkegraf.labels import LANGUAGES, fold
from styrkegraf.namespaces import SOURCE

__all__ = ["search_script"]

_OTHER_NAMES: Final = """
SELECT DISTINCT ?thing ?name WHERE {
  { ?thing skos:altLabel ?name } UNION { ?thing skos:hiddenLabel ?name }
} ORDER BY ?thing ?name
"""


def search_script(frame: Frame) -> str:
    """The index as a script that hands it to the page.

    It holds the names of the classes, and an entry for each thing: address, number of its class, name in Swedish and
    in English, number of the entry of the region that it is a strength area of (or -1), and its other names.
    """
    others = _other_names(frame)
    found = sorted(_searchable(frame), key=lambda iri: _rank(frame, iri))
    numbers = {iri: number for number, iri in enumerate(found)}
    classes: dict[str, int] = {}
    entries: list[list[Any]] = []
    for iri in found:
        class_ = next(iter(classes_of(frame, iri)), "")
        labels = [frame.names.of(iri, lang).text for lang in LANGUAGES]
        place = numbers.get(frame.area_of.get(iri, ""), -1)
        more = sorted(others[iri] - set(labels))
        entries.append([frame.address(iri), classes.setdefault(class_, len(classes)), *labels, place, more])
    named = [[frame.names.of(c, lang).text if c else "" for lang in LANGUAGES] for c in classes]
    return data_script("styrkegrafSearch", {"classes": named, "entries": entries})


def _searchable(frame: Frame) -> set[str]:
    documents = {o.document for o in frame.graph.origins.values() if o.document and o.document.startswith(SOURCE)}
    return {*frame.pages, *(document for document in documents if document in frame.names)}


def _rank(frame: Frame, iri: str) -> tuple[int, str, str]:
    kind = kind_of(iri) or ""
    return (
        PAGE_KINDS.index(kind) if kind in PAGE_KINDS else len(PAGE_KINDS),
        fold(frame.names.of(iri, "sv").text),
        iri,
    )


def _other_names(frame: Frame) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for row in frame.graph.store.select(_OTHER_NAMES):
        thing, name = row["thing"], row["name"]
        if isinstance(thing, NamedNode) and isinstance(name, Literal):
            found[thing.value].add(name.value)
    return found
