"""The facts against the documents: passages that name what they state, nothing passed over, nothing copied.

The texts stand in ``tests/sources`` as hashed words (see the README there).
"""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from sourcewords import SOURCES, digest, read_words, runs, words
from styrkegraf.facts import load_facts
from styrkegraf.namespaces import PREFIXES, PROVENANCE, SG, SOURCE, rdf, sg, skos
from styrkegraf.resources import data_files
from styrkegraf.store import MemoryStore

FOLDER = Path(__file__).parent / "sources"
TYPE = rdf("type")
LABELS = (skos("prefLabel"), skos("altLabel"), skos("hiddenLabel"))

NAMED = {
    "County", "Country", "MacroRegion", "Municipality", "Locality", "RegionalArea", "JointArea", "Person",
    "Organization", "Project", "Programme", "Platform", "Fund", "Initiative", "Cluster", "University",
    "ResearchCentre", "InnovationEnvironment", "NationalAgency", "RegionalAuthority", "ResearchSpecialisation",
    "Capability", "EuropeanInstitution",
}  # fmt: skip
"""Classes whose labels are names that the text must have; goals, steps and the like are worded anew."""

FURNITURE: dict[str, set[int]] = {
    # the logo and the site; the caption of a picture; the notice about cookies, whose line 61 names the publisher
    "affarsplan-vastmanland": {1, 2, 11, *range(59, 76)},
    # links to the strategy; share and back
    "nms-strategi": {13, 39, 41, 42},
    "nms-insatsomraden": set(),
    "s3-i-21-regioner": set(),
    # page numbers, running heads
    "s3-sormland": {377, 478, 482, 863, 867},
}
"""Lines with words that hold no content."""


@pytest.fixture(scope="module")
def store() -> MemoryStore:
    return MemoryStore(load_facts(data_files()).quads)


def passages(store: MemoryStore, document: str) -> dict[str, range]:
    rows = store.select(
        f"SELECT ?p ?first ?last {{ ?p sg:passageOf <{SOURCE}{document}> ; sg:firstLine ?first ; sg:lastLine ?last }}"
    )
    return {row["p"].value: range(int(row["first"].value), int(row["last"].value) + 1) for row in rows}


@pytest.mark.parametrize("document", SOURCES)
def test_every_line_of_content_belongs_to_a_passage(store: MemoryStore, document: str) -> None:
    lines = read_words(FOLDER, document)
    content = {number for number, found in enumerate(lines, start=1) if found}
    covered = {number for span in passages(store, document).values() for number in span}
    assert covered <= set(range(1, len(lines) + 1)), "a passage reaches beyond the document"
    assert sorted(content - covered - FURNITURE[document]) == []


@pytest.mark.parametrize("document", SOURCES)
def test_a_passage_has_the_names_that_it_states(store: MemoryStore, document: str) -> None:
    lines = read_words(FOLDER, document)
    strange = []
    for passage, span in passages(store, document).items():
        found = set().union(*(lines[number - 1] for number in span))
        for thing, labels in _names(store, NamedNode(passage)).items():
            if not any(_stands(label, found) for label in labels):
                strange.append((passage.rpartition("#")[2], thing.rpartition("/id/")[2], labels))
    assert strange == [], strange


def _stands(label: str, found: set[str]) -> bool:
    """Whether every word of the label stands in the lines, as it is or in the genitive."""
    return all({digest(word), digest(word + "s")} & found for word in words(label))


def _names(store: MemoryStore, passage: NamedNode) -> dict[str, list[str]]:
    names: dict[str, list[str]] = {}
    for quad in store.quads(passage):
        if quad.predicate in LABELS and isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal):
            classes = {q.object for q in store.match(quad.subject, TYPE, None)}
            if classes & {sg(name) for name in NAMED}:
                names.setdefault(quad.subject.value, []).append(quad.object.value)
    return names


def test_no_sentence_is_copied(store: MemoryStore) -> None:
    known = {run for name in SOURCES for run in (FOLDER / f"{name}.runs").read_text(encoding="ascii").split()}
    assert len(known) > 4000
    copied = [
        quad.object.value
        for quad in store.quads()
        if isinstance(quad.object, Literal) and not _is_heading(quad) and runs(words(quad.object.value)) & known
    ]
    assert copied == []


def _is_heading(quad: Quad) -> bool:
    return quad.graph_name == PROVENANCE and quad.predicate.value in {SG + "heading", PREFIXES["dcterms"] + "title"}


def test_the_checksums_name_five_texts(store: MemoryStore) -> None:
    rows = {
        row["i"].value: row["h"].value
        for row in store.select("SELECT ?i ?h { ?d dcterms:identifier ?i ; sg:sha256 ?h }")
    }
    assert set(rows) == set(SOURCES.values())
    assert len(set(rows.values())) == 5
