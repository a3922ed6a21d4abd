"""VoID, example queries, site map, robots and citation say what is so."""

from __future__ import annotations

import json
import tomllib
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from publish.published import BASE, CANONICAL, small_graph
from shipped import shipped
from styrkegraf import Graph
from styrkegraf.namespaces import PREFIXES, SG, rdf
from styrkegraf.publish.catalogue import About, about
from styrkegraf.publish.citation import citation, dataset_jsonld
from styrkegraf.publish.describing import name
from styrkegraf.publish.downloads import data_block
from styrkegraf.publish.dumps import dumps
from styrkegraf.publish.edition import Edition
from styrkegraf.publish.examples import examples
from styrkegraf.publish.metadata import DOCUMENTS, Metadata
from styrkegraf.publish.publisher import Publisher
from styrkegraf.publish.sitemap import robots, sitemaps
from styrkegraf.publish.void import void
from styrkegraf.questions import library
from styrkegraf.store import MemoryStore

EDITION = Edition(BASE)
ENDPOINT = BASE + "sparql"


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    return small_graph(tmp_path_factory.mktemp("facts"))


@pytest.fixture(scope="module")
def described(graph: Graph) -> list[Triple]:
    return void(graph, EDITION, About("1.0", "2026-01-01", "2026-02-01"), dumps(), ENDPOINT)


def values(statements: list[Triple], subject: str, short: str) -> list[str]:
    found = [t.object for t in statements if t.subject == NamedNode(subject) and t.predicate == name(short)]
    return sorted(term.value for term in found if isinstance(term, NamedNode | Literal))


def partition(statements: list[Triple], short: str, term: str) -> str:
    found = [t.subject for t in statements if t.predicate == name(short) and t.object == NamedNode(term)]
    (one,) = found
    assert isinstance(one, NamedNode)
    return one.value


def test_the_figures_are_those_of_the_graph(graph: Graph, described: list[Triple]) -> None:
    dataset = f"{BASE}datasets/dcat#graph"
    triples = {quad.triple for quad in graph.store.quads()}
    assert values(described, dataset, "void:triples") == [str(len(triples))]
    assert values(described, dataset, "void:properties") == [str(len({triple.predicate for triple in triples}))]
    assert values(described, dataset, "void:sparqlEndpoint") == [ENDPOINT]
    assert f"{BASE}downloads/styrkegraf.nq" in values(described, dataset, "void:dataDump")
    assert values(described, dataset, "void:exampleResource") == [f"{BASE}id/county/gotland"]


def test_partitions_count_classes_and_properties(described: list[Triple]) -> None:
    counties = partition(described, "void:class", f"{SG}County")
    assert values(described, counties, "void:entities") == ["2"]
    supports = partition(described, "void:property", f"{SG}supports")
    assert values(described, supports, "void:triples") == ["1"]


def test_linksets_count_the_links_to_other_datasets(described: list[Triple]) -> None:
    linkset = f"{BASE}.well-known/void#eu-nuts-skos-exactMatch"
    assert values(described, linkset, "void:triples") == ["1"]
    assert values(described, linkset, "void:linkPredicate") == [PREFIXES["skos"] + "exactMatch"]
    (target,) = values(described, linkset, "void:objectsTarget")
    assert values(described, target, "void:uriSpace") == [PREFIXES["nuts"]]


def test_layers_are_subsets_with_their_counts(graph: Graph, described: list[Triple]) -> None:
    stated = values(described, f"{BASE}.well-known/void#layer-stated", "void:triples")
    assert stated == [str(len(list(graph.store.quads(NamedNode(PREFIXES["source"] + "prov#allt")))))]


def test_every_question_is_an_example_that_runs_in_the_edition(graph: Graph) -> None:
    statements = examples(EDITION, graph.labels, ENDPOINT)
    store = MemoryStore(EDITION.quad(quad) for quad in graph.store.quads())
    kinds = [t for t in statements if t.predicate == rdf("type") and t.object == name("sh:SPARQLExecutable")]
    assert len(kinds) == len(library())
    queries = [t for t in statements if t.predicate in (name("sh:select"), name("sh:ask"), name("sh:construct"))]
    assert len(queries) == len(library())
    for triple in queries:
        assert isinstance(triple.object, Literal)
        assert CANONICAL.findall(triple.object.value) == []
        store.query(triple.object.value)


def test_an_example_asks_about_something_that_the_graph_holds(graph: Graph) -> None:
    statements = examples(EDITION, graph.labels, ENDPOINT)
    (query,) = values(statements, f"{BASE}datasets/questions#areas-of-actor", "sh:select")
    assert f"VALUES ?actor {{ <{BASE}id/actor/robotdalen> }}" in query or "VALUES ?actor { actor:robotdalen }" in query
    (query,) = values(statements, f"{BASE}datasets/questions#layers-of-area", "sh:select")
    assert f"VALUES ?area {{ <{BASE}id/area/gotland-livsmedel> }}" in query


def test_examples_declare_the_prefixes_of_the_edition(graph: Graph) -> None:
    statements = examples(EDITION, graph.labels, None)
    declared = f"{BASE}datasets/questions#prefix-county"
    assert values(statements, declared, "sh:namespace") == [f"{BASE}id/county/"]
    assert values(statements, f"{BASE}datasets/questions#areas-of-region", "rdfs:label") == [
        "Regionens styrkeområden",
        "The strength areas of a region",
    ]


@pytest.mark.parametrize("path", DOCUMENTS)
def test_every_format_of_metadata_holds_the_same(graph: Graph, path: str) -> None:
    metadata = Metadata(graph, EDITION, endpoint=ENDPOINT)
    read = [{quad.triple for quad in parse(metadata.document(path, form.form), form.form)} for form in DOCUMENTS[path]]
    assert read[0]
    assert all(one == read[0] for one in read)


def test_metadata_are_the_same_every_time(graph: Graph) -> None:
    first, second = (Metadata(graph, EDITION).document(".well-known/void", RdfFormat.TURTLE) for _ in range(2))
    assert first == second


def test_a_site_map_is_escaped_and_lists_each_address_once() -> None:
    (written,) = sitemaps(BASE, ["id/a&b", "id/a&b", "id/å b", "id/<x>", "id/c%20d"], "2026-01-01").values()
    data = written()
    found = [element.text for element in ET.fromstring(data).iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert found == [f"{BASE}id/%3Cx%3E", f"{BASE}id/a&b", f"{BASE}id/c%20d", f"{BASE}id/%C3%A5%20b"]
    assert data.count(b"2026-01-01") == 4


def test_a_large_site_map_is_split_under_an_index() -> None:
    files = sitemaps(BASE, [f"id/{number:03}" for number in range(25)], None, most=10)
    assert sorted(files) == ["sitemap-1.xml", "sitemap-2.xml", "sitemap-3.xml", "sitemap.xml"]
    assert files["sitemap.xml"]().count(b"<sitemap>") == 3
    assert [files[f"sitemap-{n}.xml"]().count(b"<url>") for n in (1, 2, 3)] == [10, 10, 5]


def test_only_the_part_of_a_site_map_that_is_asked_for_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    paths = [f"id/{number:03}" for number in range(25)]
    quoted: list[str] = []

    def quote(text: str, safe: str) -> str:
        quoted.append(text)
        return text

    monkeypatch.setattr("styrkegraf.publish.sitemap.quote", quote)
    assert b"/id/010<" in sitemaps(BASE, paths, None, most=10)["sitemap-2.xml"]()
    assert "\n".join(quoted).split() == paths[10:20]


def test_robots_may_read_all_but_the_endpoint() -> None:
    assert robots(BASE).decode().splitlines() == [
        "User-agent: *",
        "Disallow: /s3/sparql",
        f"Sitemap: {BASE}sitemap.xml",
    ]


def test_the_citation_agrees_with_the_project() -> None:
    graph = shipped()
    root = Path(__file__).parents[2]
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    own = (root / "CITATION.cff").read_text(encoding="utf-8").splitlines()
    told = Metadata(graph, Edition()).citation().decode().splitlines()
    facts = about(graph.store)
    assert facts.version == project["version"]
    assert f"version: {facts.version}" in own
    assert f"date-released: {facts.issued}" in own
    assert "  - name: Styrkegraf" in own
    assert '  - name: "Styrkegraf"' in told


def test_a_citation_quotes_what_yaml_would_read_otherwise() -> None:
    lines = citation(EDITION, Publisher("A: b # c", 'A: "b" # c'), About("1.0")).decode().splitlines()
    assert '  - name: "A: \\"b\\" # c"' in lines


def test_the_dataset_for_search_engines_names_its_files() -> None:
    found = dataset_jsonld(EDITION, Publisher("Region </script>", "R"), About("1.0", "2026-01-01"), dumps(), "sv")
    assert found["@type"] == "Dataset"
    assert [one["encodingFormat"] for one in found["distribution"]][:1] == ["application/n-quads"]
    block = str(data_block(found))
    assert "<" not in block
    assert json.loads(block) == found
