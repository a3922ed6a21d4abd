"""Editions: the graph under another base, with a vocabulary that stays the same, and queries that go along."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, QueryBoolean, QuerySolutions, Triple
from pyoxigraph import Store as Oxigraph

from styrkegraf import Graph
from styrkegraf.namespaces import BASE, PREFIXES
from styrkegraf.publish.edition import BadBase, Edition
from styrkegraf.questions import library

OWN = Edition("https://data.example.se/s3")
BASES = [BASE, OWN.base, "http://127.0.0.1:8000/", BASE + "vastmanland/", "https://w3id.org/"]
IRIS = [
    "id/county/vastmanland",
    "source/s3-sormland#p",
    "graph/inferred",
    "ontology#County",
    "ontology",
    "ontology/0.1.0",
    "id/theme",
    "id/theme/food",
    "id/theme/food-tech",
]


@pytest.mark.parametrize("base", BASES)
@pytest.mark.parametrize("path", IRIS)
def test_the_way_there_and_back_ends_where_it_began(base: str, path: str) -> None:
    edition = Edition(base)
    assert edition.canonical(edition.iri(BASE + path)) == BASE + path


@pytest.mark.parametrize(
    "path", ["ontology", "ontology#County", "ontology/alignments", "id/theme", "id/theme/", "id/theme/food"]
)
def test_ontology_and_shipped_themes_keep_their_address_in_every_edition(path: str) -> None:
    assert OWN.iri(BASE + path) == BASE + path


@pytest.mark.parametrize("path", ["ontologyx", "id/themes", "id/theme/food-tech", "id/theme/food/x", "id/theme/foo"])
def test_what_only_begins_like_them_moves(path: str) -> None:
    assert OWN.iri(BASE + path) == OWN.base + path


@pytest.mark.parametrize("end", ['"', "<", ">", " ", ",", "|", ". ", "\\n", "?", "#", ""])
@pytest.mark.parametrize("path", ["id/theme", "id/theme/", "id/theme/food"])
def test_a_text_names_the_shipped_themes_as_they_are(path: str, end: str) -> None:
    text = f"see {BASE}{path}{end}".encode()
    assert OWN.written(text) == text


@pytest.mark.parametrize(
    "path",
    ["id/themes", "id/theme/food-tech", "id/theme/food2", "id/theme/foodå", "id/theme/food%20", "id/theme/food.ttl"],
)
def test_a_text_names_themes_of_its_own_and_documents_under_its_base(path: str) -> None:
    assert OWN.written(f"<{BASE}{path}>".encode()) == f"<{OWN.base}{path}>".encode()


def test_things_of_others_stay_theirs() -> None:
    for iri in ("http://www.wikidata.org/entity/Q103738", "http://data.europa.eu/nuts/code/SE214"):
        assert OWN.iri(iri) == iri == OWN.canonical(iri)


def test_every_place_of_a_quad_is_written_under_the_base() -> None:
    thing, text = NamedNode(BASE + "id/county/gotland"), Literal("Gotland", language="sv")
    quad = Quad(thing, NamedNode(BASE + "ontology#within"), thing, NamedNode(BASE + "graph/inferred"))
    own = OWN.quad(quad)
    assert [str(term) for term in (own.subject, own.predicate, own.object, own.graph_name)] == [
        "<https://data.example.se/s3/id/county/gotland>",
        f"<{BASE}ontology#within>",
        "<https://data.example.se/s3/id/county/gotland>",
        "<https://data.example.se/s3/graph/inferred>",
    ]
    assert OWN.triple(Triple(BlankNode("b"), thing, text)).object == text


def test_no_two_things_of_the_graph_become_one(graph: Graph) -> None:
    quads = set(graph.store.quads())
    assert len({OWN.quad(quad) for quad in quads}) == len(quads)


@pytest.mark.parametrize("name", sorted(library()))
def test_a_question_means_the_same_in_another_edition(graph: Graph, own_store: Oxigraph, name: str) -> None:
    sparql = library()[name].sparql
    canonical = graph.store.query(sparql)
    moved = own_store.query(OWN.sparql(sparql))
    if isinstance(canonical, QueryBoolean):
        assert bool(canonical) == bool(moved)
    elif isinstance(canonical, QuerySolutions):
        assert isinstance(moved, QuerySolutions)
        expected = sorted([str(OWN.term(term)) if term else "" for term in row] for row in canonical)
        assert sorted([str(term) if term else "" for term in row] for row in moved) == expected
    else:
        assert {OWN.triple(triple) for triple in canonical} == set(moved)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def own_store(graph: Graph) -> Oxigraph:
    """The graph under the base of the edition, with the union as default graph."""
    store = Oxigraph()
    quads = [OWN.quad(quad) for quad in graph.store.quads()]
    store.extend([*quads, *(Quad(quad.subject, quad.predicate, quad.object) for quad in quads)])
    return store


@pytest.mark.parametrize(
    ("given_", "expected"),
    [
        ("ASK { ?s ?p <https://w3id.org/styrkegraf/id/a/b> }", "ASK { ?s ?p <https://data.example.se/s3/id/a/b> }"),
        ("PREFIX x: <https://w3id.org/styrkegraf/id/> ASK {}", "PREFIX x: <https://data.example.se/s3/id/> ASK {}"),
        (f"PREFIX sg: <{BASE}ontology#> ASK {{}}", f"PREFIX sg: <{BASE}ontology#> ASK {{}}"),
        (
            "ASK { FILTER(STRSTARTS(STR(?s), 'https://w3id.org/styrkegraf/id/')) }",
            "ASK { FILTER(STRSTARTS(STR(?s), 'https://data.example.se/s3/id/')) }",
        ),
        (f'ASK {{ ?s ?p "see <{BASE}id/x>" }}', f'ASK {{ ?s ?p "see <{BASE}id/x>" }}'),
        ("ASK {} # <https://w3id.org/styrkegraf/id/x>", "ASK {} # <https://w3id.org/styrkegraf/id/x>"),
        ("ASK { FILTER(?a <3 && ?b> 2) }", "ASK { FILTER(?a <3 && ?b> 2) }"),
        ("ASK { ?s a sg:County }", "ASK { ?s a sg:County }"),
        (
            "ASK { county:gotland a sg:County }",
            "PREFIX county: <https://data.example.se/s3/id/county/> ASK { county:gotland a sg:County }",
        ),
        (
            "ASK { ?s ?p ?o.county:gotland a sg:County }",
            "PREFIX county: <https://data.example.se/s3/id/county/> ASK { ?s ?p ?o.county:gotland a sg:County }",
        ),
        ("ASK { ?county:x }", "ASK { ?county:x }"),
        (
            "BASE <https://w3id.org/> ASK { <styrkegraf/id/a/b> a <styrkegraf/ontology#County> }",
            "BASE <https://w3id.org/> ASK { <https://data.example.se/s3/id/a/b> a <styrkegraf/ontology#County> }",
        ),
        (
            "base<https://w3id.org/> BASE <styrkegraf/> PREFIX x: <id/> ASK { <ontology> <> <> }",
            "base<https://w3id.org/> BASE <styrkegraf/> PREFIX x: <https://data.example.se/s3/id/> "
            "ASK { <ontology> <https://data.example.se/s3/> <https://data.example.se/s3/> }",
        ),
        ("BASE <http://[/> ASK { <http://[/x> <y> <z> }", "BASE <http://[/> ASK { <http://[/x> <y> <z> }"),
        (
            f"ASK {{ ?base <{BASE}id/x> <id/y> . x:base <{BASE}id/x> <id/y> }}",
            f"ASK {{ ?base <{OWN.base}id/x> <id/y> . x:base <{OWN.base}id/x> <id/y> }}",
        ),
    ],
)  # fmt: skip
def test_a_query_is_rewritten_where_it_names_things_and_nowhere_else(given_: str, expected: str) -> None:
    assert OWN.sparql(given_) == expected


def test_a_prefix_that_the_query_declares_itself_is_not_declared_again() -> None:
    own = "PREFIX county: <http://example.org/> ASK { county:gotland ?p ?o }"
    assert OWN.sparql(own) == own


def test_the_canonical_edition_leaves_a_query_as_it_is() -> None:
    text = "ASK { county:gotland ?p <https://w3id.org/styrkegraf/id/x> } # ünïcode"
    assert Edition().sparql(text) is text
    assert Edition().prefixes == PREFIXES


@given(st.text(max_size=80))
def test_text_that_names_nothing_of_ours_stays_as_it_is(text: str) -> None:
    assert OWN.sparql(f"# {text}").endswith(f"# {text}")
    assert OWN.sparql(text).endswith(text)


@pytest.mark.parametrize(
    ("given_", "base"),
    [
        ("https://data.example.se", "https://data.example.se/"),
        ("HTTPS://Data.Example.SE/S3/", "https://data.example.se/S3/"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000/"),
        ("http://[::1]:80/x", "http://[::1]:80/x/"),
        ("https://xn--vstmanland-v5a.example/a.b/c_d~e-f", "https://xn--vstmanland-v5a.example/a.b/c_d~e-f/"),
    ],
)
def test_a_base_has_one_form(given_: str, base: str) -> None:
    assert Edition(given_).base == base


@pytest.mark.parametrize(
    "base",
    [
        "", " ", "data.example.se/", "ftp://data.example.se/", "https://", "https:///x/", "javascript:alert(1)",
        "https://anna:hemligt@data.example.se/", "https://data.example.se/?q=1", "https://data.example.se/?",
        "https://data.example.se/#", "https://data.example.se/a b/", "https://data.example.se/a//b/",
        "https://data.example.se/../x/", "https://data.example.se/.x/", "https://data.example.se/%41/",
        "https://data.example.se/åäö/", "https://västmanland.example/", "https://data.example.se/\n",
        " https://data.example.se/", "https://data.example.se/;rm -rf/", "https://data.example.se/$1/",
        'https://data.example.se/">/', "https://data.example.se:99999/", "https://data.example.se:0/",
        "https://data.example.se:x/", "https://[::1/", BASE + "ontology", BASE + "ontology/x",
        "https://x.se/" + "a" * 300,
    ],
)  # fmt: skip
def test_a_base_that_would_break_addresses_or_configurations_is_refused(base: str) -> None:
    with pytest.raises(BadBase, match="cannot be the base of an edition") as refused:
        Edition(base)
    assert "https://data.example.se/styrkegraf/" in str(refused.value)
    assert "\n" not in str(refused.value)
