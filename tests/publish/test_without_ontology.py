"""A graph of facts that were stored as they are, without the ontology: no page leads to where nothing is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urljoin, urlsplit

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat

from service.asking import get, service_of
from styrkegraf import Graph
from styrkegraf.atlas.beside import Beside
from styrkegraf.atlas.frame import Frame
from styrkegraf.atlas.start import start_page
from styrkegraf.namespaces import BASE, ONTOLOGY, rdf, rdfs, sg, skos
from styrkegraf.publish.catalogue import CATALOGUE
from styrkegraf.publish.edition import Edition
from styrkegraf.publish.metadata import Metadata
from styrkegraf.publish.pages import data_page
from styrkegraf.publish.things import Things
from styrkegraf.store import MemoryStore
from tags import Tags

ACTOR, SAID = NamedNode(BASE + "id/actor/abb"), NamedNode(BASE + "source/prov#p")
FACTS = [
    Quad(ACTOR, skos("prefLabel"), Literal("ABB", language="sv"), SAID),
    Quad(ACTOR, rdf("type"), sg("Company"), SAID),
    Quad(ACTOR, sg("supports"), NamedNode(BASE + "id/area/vastmanland-robotik"), SAID),
]
TERM = Quad(sg("Company"), rdfs("label"), Literal("företag", language="sv"), ONTOLOGY)
PAGES = [
    ("/", {}),
    ("/id/actor/abb.sv.html", {}),
    ("/id/actor/abc", {}),
    ("/questions", {}),
    ("/questions/no-such-question", {}),
    ("/sparql", {"query": "SELECT ?kind { ?s a ?kind }"}),
]


def graph(*, ontology: bool) -> Graph:
    return Graph(MemoryStore([*FACTS, TERM] if ontology else FACTS))


def to_ontology(page: str, path: str) -> set[str]:
    """The addresses of the ontology that a page leads to."""
    found = {urlsplit(urljoin(path, link["href"] or "")) for link in Tags(page).every("a") if "href" in link}
    return {one.path for one in found if not one.netloc and one.path.startswith("/ontology")}


@pytest.mark.parametrize("ontology", [True, False], ids=["with", "without"])
@pytest.mark.parametrize(("path", "parameters"), PAGES, ids=[path for path, _ in PAGES])
def test_a_page_of_the_service_leads_to_the_ontology_where_there_is_one(
    path: str, parameters: dict[str, str], ontology: bool
) -> None:
    service = service_of(graph(ontology=ontology))
    found = get(service, path, **parameters)
    assert isinstance(found.body, bytes)
    led = to_ontology(found.body.decode(), path)
    assert bool(led) == ontology
    assert {get(service, address).status for address in led} <= {200}


@pytest.mark.parametrize("ontology", [True, False], ids=["with", "without"])
def test_a_page_of_a_published_edition_does_the_same(ontology: bool) -> None:
    held = graph(ontology=ontology)
    things = Things(held, Edition(), live=False)
    described = things.describe("id/actor/abb")
    assert described
    assert bool(to_ontology(data_page(described, things, "sv"), "/id/actor/abb.sv.html")) == ontology


@pytest.mark.parametrize("beside", ["files", "service"])
@pytest.mark.parametrize("ontology", [True, False], ids=["with", "without"])
def test_a_page_of_the_atlas_does_the_same(beside: Beside, ontology: bool) -> None:
    page = start_page(Frame(graph(ontology=ontology), beside), "sv")
    assert bool(to_ontology(page, "/sv/index.html")) == ontology


@pytest.mark.parametrize("ontology", [True, False], ids=["with", "without"])
def test_the_catalogue_does_the_same(ontology: bool) -> None:
    metadata = Metadata(graph(ontology=ontology), Edition(), None, BASE + "sparql")
    found = metadata.document(CATALOGUE, RdfFormat.N_TRIPLES).decode()
    assert (f"<{BASE}{CATALOGUE}#ontology>" in found) is ontology
    assert (f"<{BASE}ontology.ttl>" in found) is ontology
    assert ("<http://xmlns.com/foaf/0.1/page>" in found) is ontology


class Absent(MemoryStore):
    """A store that tells nothing of the ontology."""

    def quads(self, graph: NamedNode | None = None) -> Iterator[Quad]:
        assert graph != ONTOLOGY, "a page waits for the endpoint"
        return super().quads(graph)


@pytest.mark.parametrize("path", ["/questions", "/sparql"])
def test_a_page_does_not_wait_for_a_graph_elsewhere_to_tell_whether_it_holds_the_ontology(path: str) -> None:
    service = replace(service_of(Graph(Absent(FACTS))), digest="")
    assert get(service, path).status == 200
