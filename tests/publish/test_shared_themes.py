"""The shipped themes are the same in every edition, so that editions meet on them; a theme of its own is its own."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import quote

import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, parse
from pyoxigraph import Store as Oxigraph

from askpage import Visit
from publish.published import BASE, FACTS, small_graph
from service.asking import get, service_of, text
from styrkegraf import Graph
from styrkegraf.namespaces import BASE as CANONICAL
from styrkegraf.namespaces import rdf, sg
from styrkegraf.publish.edition import Edition
from styrkegraf.service.answer import Service
from styrkegraf.themes import shipped_themes
from tabs import OpenPage

OTHER = "https://andra.example.se/"
FOOD = CANONICAL + "id/theme/food"
ADDED = """
GRAPH <https://w3id.org/styrkegraf/graph/curated/koder> {
  theme:food-tech a sg:Theme ; skos:prefLabel "Matteknik"@sv , "Food technology"@en ; skos:inScheme
    <https://w3id.org/styrkegraf/id/theme> .
  area:gotland-livsmedel sg:hasThemeTie tie:gotland-livsmedel-food-tech .
  tie:gotland-livsmedel-food-tech a sg:ThemeTie ; sg:toTheme theme:food-tech ; sg:confidence sg:high .
}
"""
QUESTION = "SELECT DISTINCT ?theme { ?tie sg:toTheme ?theme }"


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """Areas with a shipped theme, and with one that begins like it but was added."""
    return small_graph(tmp_path_factory.mktemp("facts"), FACTS + ADDED)


@pytest.fixture(scope="module")
def service(graph: Graph) -> Service:
    return service_of(graph, BASE)


def rows(service: Service, sparql: str) -> set[str]:
    found = json.loads(text(get(service, "/s3/sparql", "application/sparql-results+json", query=sparql)))
    return {term["value"] for row in found["results"]["bindings"] for term in row.values()}


def test_they_are_the_eighteen_of_the_scheme_and_the_scheme() -> None:
    assert {FOOD, CANONICAL + "id/theme"} < shipped_themes()
    assert len(shipped_themes()) == 19


def test_two_editions_meet_on_the_shipped_themes_only(graph: Graph, folder: Path) -> None:
    joined = Oxigraph()
    joined.load(path=folder / "downloads" / "styrkegraf.nq", format=RdfFormat.N_QUADS)
    joined.extend(Edition(OTHER).quad(quad) for quad in graph.store.quads())
    ties = list(joined.quads_for_pattern(None, sg("toTheme"), None))
    ends = {str(quad.object)[1:-1] for quad in ties}
    assert ends == {FOOD, BASE + "id/theme/food-tech", OTHER + "id/theme/food-tech"}
    assert {str(quad.subject)[1:].partition("id/")[0] for quad in ties if quad.object == NamedNode(FOOD)} == {
        BASE,
        OTHER,
    }


@pytest.mark.parametrize("name", ["styrkegraf.trig", "styrkegraf.ttl", "styrkegraf.rdf", "styrkegraf.jsonld"])
def test_every_dump_names_them_alike(folder: Path, name: str) -> None:
    found = {quad.object.value for quad in parse(path=folder / "downloads" / name) if quad.predicate == sg("toTheme")}
    assert found == {FOOD, BASE + "id/theme/food-tech"}


def test_tables_and_networks_name_them_as_the_graph_does(folder: Path) -> None:
    for file in ("themes.csv", "areas.csv", "statements.csv", "networks/region-theme.graphml"):
        content = (folder / "downloads" / file).read_text(encoding="utf-8")
        assert BASE + "id/theme/food-tech" in content, file
        assert FOOD in content.replace(FOOD + "-tech", ""), file
        assert BASE + "id/theme/food" not in content.replace(BASE + "id/theme/food-tech", ""), file


@pytest.mark.parametrize("path", ["id/theme", "id/theme/food"])
def test_their_documents_stand_under_the_base_and_speak_of_the_shared_theme(folder: Path, path: str) -> None:
    page = (folder / f"{path}.en.html").read_text(encoding="utf-8")
    assert f'<link rel="canonical" href="{CANONICAL}{path}">' in page
    quads = list(parse(path=folder / f"{path}.ttl", format=RdfFormat.TURTLE))
    assert Quad(NamedNode(FOOD), rdf("type"), sg("Theme")) in quads or path == "id/theme"
    assert all(not str(term).startswith(f"<{BASE}id/theme/food>") for quad in quads for term in quad)


def test_what_the_edition_says_of_a_shared_theme_is_in_its_documents(folder: Path) -> None:
    said = {quad.subject.value for quad in parse(path=folder / "id/theme/food.nt") if quad.predicate == sg("toTheme")}
    assert said == {f"{BASE}id/tie/gotland-livsmedel-food", f"{BASE}id/tie/vastmanland-mat-food"}
    page = (folder / "id/area/gotland-livsmedel.en.html").read_text(encoding="utf-8")
    assert 'href="../../id/theme/food.en.html"' in page, "the reader stays within the edition"


def test_the_service_answers_under_the_base_and_cites_the_shared_theme(service: Service) -> None:
    sent_on = get(service, "/s3/id/theme/food", "text/turtle")
    assert (sent_on.status, sent_on.header("location")) == (303, "./food.ttl")
    assert f'<{FOOD}>; rel="cite-as"' in (sent_on.header("link") or "")
    assert get(service, "/s3/id/theme/food.ttl").status == 200
    assert FOOD not in (get(service, "/s3/id/theme/food-tech").header("link") or "")


@pytest.mark.parametrize(
    "theme",
    [
        "theme:{}",
        f"<{CANONICAL}id/theme/{{}}>",
        "PREFIX theme: <https://w3id.org/styrkegraf/id/theme/> theme:{}",
        "PREFIX t: <https://w3id.org/styrkegraf/id/theme/> t:{}",
        "PREFIX : <https://w3id.org/styrkegraf/id/theme/> :{}",
        r"PREFIX id: <https://w3id.org/styrkegraf/id/> id:theme\/{}",
        "BASE <https://w3id.org/styrkegraf/id/> PREFIX t: <theme/> t:{}",
        "BASE <https://w3id.org/styrkegraf/id/theme/> <{}>",
    ],
)
def test_a_query_finds_both_however_it_names_them(service: Service, theme: str) -> None:
    head, _, name = theme.rpartition(" ")
    for local, tie in (("food", "vastmanland-mat-food"), ("food-tech", "gotland-livsmedel-food-tech")):
        asked = f"{head} SELECT ?tie {{ ?tie sg:toTheme {name.format(local)}. ?tie a sg:ThemeTie }}"
        assert f"{BASE}id/tie/{tie}" in rows(service, asked), asked
    assert rows(service, QUESTION) == {FOOD, BASE + "id/theme/food-tech"}


@pytest.mark.parametrize("theme", [FOOD, "theme:food", f"{BASE}id/theme/food", "Food and agriculture"])
def test_a_question_takes_a_shared_theme_by_any_of_its_addresses(service: Service, theme: str) -> None:
    answer = text(get(service, "/s3/questions/areas-in-theme.csv", theme=theme))
    assert f"{BASE}id/area/vastmanland-mat" in answer
    assert len(answer.splitlines()) == 3


@pytest.mark.browser
def test_the_page_that_asks_knows_both(folder: Path, open_page: OpenPage) -> None:
    visit = Visit(open_page(), folder).open("#query=" + quote(QUESTION), "en")
    visit.page.click("#ask-run")
    links = visit.wait().page.locator("table.answer a")
    assert {(a.inner_text(), a.get_attribute("href")) for a in links.all()} == {
        ("Food and agriculture", "theme/food.html"),
        ("Food technology", "theme/food-tech.html"),
    }
    for name, areas in (("Food technology", 1), ("Food and agriculture", 2)):
        visit.ask("#question=areas-in-theme")
        visit.page.select_option("[name=theme]", label=name)
        visit.page.click("#ask-form button")
        assert len(visit.wait().rows()) == areas
    visit.write(f"SELECT ?a ?b {{ ?a sg:hasTheme <{BASE}id/theme/food-tech> . ?b sg:hasTheme <{FOOD}> }}")
    assert sorted(visit.wait().rows()) == [("Food", "Food"), ("Food", "Food & drink")]
    assert visit.complaints == []
