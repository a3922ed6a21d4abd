"""One test case for every store: in memory, on disk, and at two servers of different make, all give the same."""

from __future__ import annotations

from typing import Any

import networkx as nx
import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from questioncases import EXPECTED, meets
from styrkegraf import Graph, StyrkegrafError
from styrkegraf.atlas.entity import entity_page
from styrkegraf.atlas.frame import Frame
from styrkegraf.map import draw, map_data
from styrkegraf.namespaces import CURATED, ID, INFERRED, rdf, rdfs, sg, skos
from styrkegraf.networks import projections
from styrkegraf.questions import library
from styrkegraf.store import QueryRefused, QuerySyntaxError

VASTMANLAND = NamedNode(ID + "county/vastmanland")
LABELS = NamedNode(CURATED + "labels")


def test_it_holds_the_same_statements_byte_for_byte(graph: Graph, embedded: Graph) -> None:
    assert len(graph) == len(embedded) > 10_000
    assert graph.store.dump() == embedded.store.dump()
    assert set(graph.store.union()) == {quad.triple for quad in embedded.store.quads()}


@pytest.mark.parametrize(
    "pattern",
    [
        (VASTMANLAND, None, None, None),
        (None, sg("areaOf"), VASTMANLAND, None),
        (None, None, VASTMANLAND, INFERRED),
        (VASTMANLAND, skos("prefLabel"), None, LABELS),
        (VASTMANLAND, skos("prefLabel"), Literal("Västmanland", language="en"), LABELS),
        (VASTMANLAND, skos("prefLabel"), Literal("Västmanland", language="de"), LABELS),
        (NamedNode(ID + "county/atlantis"), None, None, None),
    ],
)
def test_it_matches_patterns(graph: Graph, embedded: Graph, pattern: tuple[Any, Any, Any, Any]) -> None:
    assert set(graph.store.match(*pattern)) == set(embedded.store.match(*pattern))


def test_it_counts_what_it_holds(graph: Graph, embedded: Graph) -> None:
    figures = graph.store.figures()
    assert figures == embedded.store.figures()
    assert figures.statements == len({quad.triple for quad in embedded.store.quads()})
    assert figures.classes[sg("County").value] == 21
    assert figures.links["eu-nuts"][skos("exactMatch").value] >= 21


def test_a_graph_by_its_name(graph: Graph, embedded: Graph) -> None:
    found = list(graph.store.quads(LABELS))
    assert len(found) == len(set(found)) > 100
    assert set(found) == set(embedded.store.quads(LABELS))


def test_a_blank_node_can_be_followed(graph: Graph, embedded: Graph) -> None:
    """Lists of the ontology hang together by blank nodes, which have no name outside the store that holds them."""

    def members(start: Graph, list_: BlankNode) -> list[Quad]:
        (first,) = start.store.match(list_, rdf("first"), None)
        return [first, *start.store.match(list_, rdf("rest"), None)]

    lists = sorted({quad.subject.value for quad in embedded.store.match(None, rdf("rest"), None)})  # type: ignore[union-attr]
    assert len(lists) > 10
    for label in lists[:3]:
        assert members(graph, BlankNode(label)) == members(embedded, BlankNode(label))


def test_the_graphs_of_a_statement(graph: Graph, embedded: Graph) -> None:
    triple = Triple(VASTMANLAND, rdf("type"), sg("County"))
    assert graph.store.graphs_of(triple) == embedded.store.graphs_of(triple) != []
    assert graph.store.graphs_of(Triple(VASTMANLAND, rdfs("label"), Literal("nowhere"))) == []


def test_a_query_sees_the_union_once_and_the_named_graphs_only(graph: Graph, embedded: Graph) -> None:
    for pattern in ("?s ?p ?o", "GRAPH ?g { ?s ?p ?o }"):
        query = f"SELECT (COUNT(*) AS ?count) WHERE {{ {pattern} }}"
        assert graph.query(query).rows == embedded.query(query).rows
    names = "SELECT ?g WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g"
    assert graph.query(names).rows == embedded.query(names).rows


def test_a_query_may_name_its_own_dataset(graph: Graph, embedded: Graph) -> None:
    query = f"SELECT ?label FROM {LABELS} WHERE {{ {VASTMANLAND} skos:prefLabel ?label }} ORDER BY ?label"
    assert graph.query(query).rows == embedded.query(query).rows != ()


@pytest.mark.parametrize("name", ["<https://w3id.org/styrkegraf/graph/atlantis>", "sgx:atlantis"])
def test_a_graph_that_is_not_there_holds_nothing(graph: Graph, name: str) -> None:
    prefix = "PREFIX sgx: <https://w3id.org/styrkegraf/graph/>"
    within = f"GRAPH {name} {{ ?s ?p ?o }}"
    county = f"{VASTMANLAND} a ?class"
    assert graph.query(f"{prefix} ASK {{ {within} }}").boolean is False
    assert graph.query(f"{prefix} ASK {{ {county} FILTER NOT EXISTS {{ {within} }} }}").boolean is True
    counted = graph.query(f"{prefix} SELECT (COUNT(*) AS ?count) {{ {within} }}")
    assert counted.rows == ((Literal(0),),)
    nowhere = VASTMANLAND, rdf("type"), sg("County"), NamedNode("https://w3id.org/styrkegraf/graph/atlantis")
    assert list(graph.store.match(*nowhere)) == []


def test_every_kind_of_query(graph: Graph, embedded: Graph) -> None:
    for query in (
        f"CONSTRUCT {{ ?area sg:areaOf {VASTMANLAND} }} WHERE {{ ?area sg:areaOf {VASTMANLAND} }}",
        f"DESCRIBE {LABELS}",
        f"ASK {{ {VASTMANLAND} sg:within ?place }}",
        "SELECT * WHERE { ?area sg:areaOf ?region ; sg:position ?position } ORDER BY ?area ?position ?region",
    ):
        found, expected = graph.query(query), embedded.query(query)
        assert found.rows == expected.rows
        assert found.boolean == expected.boolean
        assert set(found.columns) == set(expected.columns)
    with pytest.raises(StyrkegrafError, match="A SELECT query is needed"):
        graph.store.select("ASK { }")
    with pytest.raises(StyrkegrafError, match="A CONSTRUCT query is needed"):
        graph.store.construct("SELECT * { }")


def test_a_wrong_query_is_told_the_same_way(graph: Graph) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        graph.store.query("SELECT ?area WHERE {\n  ?area sg:areaOf }\n")
    assert (caught.value.line, caught.value.column) == (2, 19)
    for refused in ("DROP ALL", "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", "SELECT * " + "{" * 300):
        with pytest.raises(QueryRefused):
            graph.store.query(refused)


@pytest.mark.parametrize("name", sorted(library()))
def test_a_question_gives_what_a_reader_finds(graph: Graph, name: str) -> None:
    for case in EXPECTED[name]["case"]:
        meets(graph, name, case)


@pytest.mark.parametrize("name", sorted(projections()))
def test_a_projection_is_the_same_network(graph: Graph, embedded: Graph, name: str) -> None:
    found, expected = graph.to_networkx(name), embedded.to_networkx(name)
    assert found.number_of_nodes() > 0
    assert nx.utils.graphs_equal(found, expected)


def test_labels_and_names(graph: Graph, embedded: Graph) -> None:
    things = {quad.subject for quad in embedded.store.quads() if isinstance(quad.subject, NamedNode)}
    for lang in ("sv", "en"):
        assert {t: graph.labels.of(t, lang) for t in things} == {t: embedded.labels.of(t, lang) for t in things}
    assert graph.labels.resolve("Sörmland", "County") == embedded.labels.resolve("Sörmland", "County")


@pytest.mark.parametrize(
    ("subject", "predicate", "object_"),
    [
        ("county:vastmanland", "sg:within", "country:sverige"),
        (ID + "link/shared-theme/vastmanland--vastra-gotaland", "sg:linksRegion", "county:vastmanland"),
        ("county:vastra-gotaland", "sg:hasArea", "area:vastra-gotaland-textil"),
    ],
)
def test_an_explanation(graph: Graph, embedded: Graph, subject: str, predicate: str, object_: str) -> None:
    found = graph.explain(subject, predicate, object_)
    assert found == embedded.explain(subject, predicate, object_) != ()


def test_the_map_and_a_page_of_the_atlas(graph: Graph, embedded: Graph) -> None:
    assert draw(map_data(graph.store)) == draw(map_data(embedded.store))
    pages = [entity_page(Frame(one), VASTMANLAND.value, "sv") for one in (graph, embedded)]
    assert pages[0] == pages[1]
