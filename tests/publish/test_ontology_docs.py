"""The documentation of the ontology: every term is there, in both languages, with all that a reader asks for."""

from __future__ import annotations

import re
from html import unescape

import pytest
from pyoxigraph import NamedNode

from service.asking import get, service_of
from styrkegraf import Graph
from styrkegraf.atlas.wording import LANGUAGES, words
from styrkegraf.labels import Language
from styrkegraf.namespaces import BASE, ONTOLOGY, SG, rdf, sg
from styrkegraf.publish.edition import Edition
from styrkegraf.publish.ontology_diagram import diagram
from styrkegraf.publish.ontology_docs import ontology_page
from styrkegraf.publish.ontology_terms import OTHER, Ontology, groups_of_file, read_ontology
from styrkegraf.publish.ontology_uses import examples, questions_by_term
from styrkegraf.publish.things import Things
from tags import Tags


@pytest.fixture(scope="module")
def things(graph: Graph) -> Things:
    return Things(graph, Edition())


@pytest.fixture(scope="module")
def ontology(things: Things) -> Ontology:
    return read_ontology(things.graph.store)


@pytest.fixture(scope="module")
def pages(things: Things) -> dict[Language, str]:
    return {lang: ontology_page(things, lang) for lang in LANGUAGES}


def section(page: str, local: str) -> str:
    """The part of the page on one term, as text with its tags."""
    return unescape(page.partition(f'id="{local}"')[2].partition('<article class="element term"')[0])


def test_every_term_of_the_ontology_is_documented(things: Things, ontology: Ontology) -> None:
    stated = {quad.subject.value for quad in things.graph.store.quads(ONTOLOGY) if isinstance(quad.subject, NamedNode)}
    assert set(ontology.terms) == {iri for iri in stated if iri.startswith(SG)}
    assert {term.iri for group in ontology.groups for term in group.terms} == set(ontology.terms)
    assert len(ontology.terms) > 150


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_term_has_its_anchor_name_meaning_and_address(
    pages: dict[Language, str], ontology: Ontology, lang: Language
) -> None:
    anchors = [attributes.get("id") for _, attributes in Tags(pages[lang]).found]
    for term in ontology.terms.values():
        assert anchors.count(term.local) == 1, term.iri
        text = section(pages[lang], term.local)
        assert term.labels[lang] in text, term.iri
        assert term.definitions[lang] in text, term.iri
        assert term.iri in text


def test_a_class_is_shown_with_its_place_among_the_others(pages: dict[Language, str]) -> None:
    text = section(pages["en"], "RegionalAuthority")
    assert 'href="#PublicAuthority"' in text
    text = section(pages["en"], "StrengthArea")
    for local in ("RegionalArea", "JointArea", "areaOf", "hasTheme", "supports", "Actor"):
        assert f'href="#{local}"' in text, local


def test_a_property_is_shown_with_its_ends_its_inverse_and_what_it_follows_from(pages: dict[Language, str]) -> None:
    assert all(f'href="#{local}"' in section(pages["sv"], "hasArea") for local in ("areaOf", "StrengthArea", "Place"))
    assert all(f'href="#{local}"' in section(pages["sv"], "hasTheme") for local in ("hasThemeTie", "toTheme"))
    assert all(f'href="#{local}"' in section(pages["sv"], "requires") for local in ("StrategyElement", "Asset"))
    assert words("en")["ontology-trait-Transitive"] in section(pages["en"], "within")


def test_a_term_is_tied_to_those_of_other_vocabularies(pages: dict[Language, str]) -> None:
    text = section(pages["en"], "University")
    for iri in ("https://schema.org/CollegeOrUniversity", "http://data.europa.eu/s66#HigherOrSecondaryEducation"):
        assert f'href="{iri}"' in text


def test_examples_are_statements_of_the_graph(things: Things, ontology: Ontology) -> None:
    store = things.graph.store
    found = examples(store, ontology.terms.values())
    for iri, pairs in found.items():
        for subject, object_ in pairs:
            assert isinstance(subject, NamedNode)
            if object_ is None:
                assert any(store.match(subject, rdf("type"), NamedNode(iri)))
            else:
                assert any(store.match(subject, NamedNode(iri), object_))
    without = {iri.removeprefix(SG) for iri, pairs in found.items() if not pairs}
    assert without == {"Confidence", "Layer", "Status"}, "terms without an example"


def test_examples_are_shown_with_their_names_and_lead_to_their_pages(pages: dict[Language, str]) -> None:
    text = section(pages["en"], "County")
    assert 'href="./id/county/blekinge.en.html"' in text
    assert "Blekinge" in text


def test_the_questions_of_a_term_are_those_that_use_it(pages: dict[Language, str]) -> None:
    found = {question.name for question in questions_by_term()[SG + "areaOf"]}
    assert "areas-of-region" in found
    assert "next-phase-of-process" not in found
    assert 'href="./questions/areas-of-region"' in section(pages["sv"], "areaOf")
    assert "Vilka styrkeområden har regionen pekat ut?" in section(pages["sv"], "areaOf")
    assert all(iri.startswith(SG) for iri in questions_by_term())


def test_questions_lead_to_the_atlas_where_only_files_are_published(things: Things) -> None:
    page = ontology_page(Things(things.graph, things.edition, live=False), "en")
    assert 'href="./en/ask.html#question=areas-of-region"' in page
    assert "./questions/" not in page


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_group_of_the_file_has_a_name_and_a_place_in_the_contents(
    pages: dict[Language, str], ontology: Ontology, lang: Language
) -> None:
    keys = [group.key for group in ontology.groups]
    assert keys == list(groups_of_file())
    assert len(keys) == 8
    for key in [*keys, OTHER]:
        assert words(lang)[f"ontology-group-{key}"]
    targets = {one.get("href") for one in Tags(pages[lang]).every("a")}
    assert {f"#group-{key}" for key in keys} | {"#diagram", "#changes"} <= targets


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_link_within_the_page_has_its_target(pages: dict[Language, str], lang: Language) -> None:
    tags = Tags(pages[lang])
    anchors = {attributes.get("id") for _, attributes in tags.found}
    within = {href[1:] for one in tags.every("a") if (href := one.get("href") or "").startswith("#")}
    assert len(within) > 150
    assert within <= anchors


@pytest.mark.parametrize(
    "expected",
    [
        "https://w3id.org/styrkegraf/ontology#", "https://w3id.org/styrkegraf/ontology/0.1.0",
        "http://creativecommons.org/publicdomain/zero/1.0/", "version 0.1.0, 2026", "<code>sg</code>", "2026-11-21",
        'type="text/turtle"', 'href="./ontology.jsonld"', "0.1.0 (2026-11-21)",
    ],
)  # fmt: skip
@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_head_tells_namespace_version_licence_citation_formats_and_changes(
    pages: dict[Language, str], lang: Language, expected: str
) -> None:
    assert expected in pages[lang]


def test_no_word_is_left_in_the_other_language(pages: dict[Language, str]) -> None:
    assert "Ord för regioners styrkeområden" in pages["sv"]
    assert "Ord för regioners styrkeområden" not in pages["en"]
    assert '<html lang="en">' in pages["en"]


@pytest.mark.parametrize("columns", [1, 3])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_diagram_has_every_class_once_with_the_properties_that_start_from_it(
    ontology: Ontology, lang: Language, columns: int
) -> None:
    drawn = diagram(ontology, lang, columns=columns, width=1160)
    lines = [line for card in drawn.cards for line in card.lines]
    classes = [line.iri for line in lines if line.of is None and line.iri]
    assert sorted(classes) == sorted(term.iri for term in ontology.terms.values() if term.kind == "class")
    properties = {line.iri for line in lines if line.of is not None}
    assert properties == {term.iri for term in ontology.terms.values() if term.kind in ("relation", "attribute")}
    assert any(line.of == SG + "StrengthArea" and line.iri == SG + "areaOf" for line in lines)
    assert drawn == diagram(ontology, lang, columns=columns, width=1160)


@pytest.mark.parametrize("columns", [1, 3])
def test_no_card_of_the_diagram_covers_another_or_leaves_the_drawing(ontology: Ontology, columns: int) -> None:
    drawn = diagram(ontology, "sv", columns=columns, width=1160)
    for card in drawn.cards:
        assert card.x + card.width <= drawn.width
        assert card.y + card.height <= drawn.height
        assert all(line.y <= card.height for line in card.lines)
        others = [other for other in drawn.cards if other != card and other.x == card.x]
        assert all(other.y >= card.y + card.height or other.y + other.height <= card.y for other in others)
    assert len({card.x for card in drawn.cards}) == columns


def test_names_of_the_diagram_lead_to_their_terms(pages: dict[Language, str]) -> None:
    drawing = pages["sv"].partition('<svg class="wide"')[2].partition("</svg>")[0]
    assert re.search(r'<a href="#StrengthArea"><text class="class-name"[^>]*>styrkeområde</text></a>', drawing)


def test_the_page_is_what_the_address_of_the_ontology_answers(things: Things, pages: dict[Language, str]) -> None:
    answer = get(service_of(things.graph), "/ontology", language="en")
    assert answer.body == pages["en"].encode()


def test_classes_between_which_a_property_is_used_are_those_of_the_facts(things: Things, ontology: Ontology) -> None:
    """What the file says with schema:domainIncludes and rangeIncludes must hold of what the graph states."""
    wrong = []
    for term in ontology.terms.values():
        ends = [("?s", term.used_from), ("?o", term.used_to)] if term.kind == "relation" else [("?s", term.used_from)]
        for variable, classes in ends:
            if classes:
                values = " ".join(f"<{iri}>" for iri in classes)
                query = f"""SELECT DISTINCT {variable} {{ ?s <{term.iri}> ?o
                  FILTER NOT EXISTS {{ VALUES ?class {{ {values} }} {variable} a ?class }} }}"""
                wrong += [(term.local, str(row[0])) for row in things.graph.store.select(query)]
    assert wrong == []


def test_a_term_that_the_file_lacks_is_documented_too(things: Things) -> None:
    from pyoxigraph import Literal, Quad

    from styrkegraf.publish.ontology_terms import read_ontology as read
    from styrkegraf.store import MemoryStore

    new = NamedNode(SG + "Harbour")
    quads = [
        Quad(new, rdf("type"), NamedNode("http://www.w3.org/2002/07/owl#Class"), ONTOLOGY),
        Quad(new, NamedNode("http://www.w3.org/2000/01/rdf-schema#label"), Literal("hamn", language="sv"), ONTOLOGY),
    ]
    (group,) = read(MemoryStore(quads)).groups
    assert (group.key, group.terms[0].labels) == (OTHER, {"sv": "hamn"})
    assert sg("Harbour") == new
    assert new.value.startswith(BASE)
