"""Ask: what is wrong is told, a query can be stopped, nothing leaves the page and nothing hostile runs."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from askpage import Visit, Visitor, write
from styrkegraf import Graph
from styrkegraf.namespaces import ID, curated, rdf, sg, skos
from styrkegraf.store import MemoryStore

ENDLESS = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
HOSTILE = "</script><script>window.harmed = 1</script><img src=x onerror=window.harmed=1>"


@pytest.mark.browser
def test_nothing_leaves_the_page(visit: Visitor) -> None:
    found = visit("#question=areas-of-region").wait()
    found.write("SELECT * { SERVICE <http://localhost:9/sparql> { ?s ?p ?o } }").wait()
    assert "could not be answered" in found.open(lang="en").write("SELECT * { SERVICE <x:y> { } }").wait().error()
    assert {url.partition(":")[0] for url in found.requests if not url.startswith("about:")} == {"file", "blob"}
    assert found.complaints == []


@pytest.mark.browser
@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("#question=areas-of-region&region=Atlantis", "called “Atlantis” (county)"),
        ("#question=areas-of-nowhere", "No question is called “areas-of-nowhere”"),
        ("#question=aims-by-year&year=soon", "takes a number"),
        ("#question=actors-with-most-areas&least=1,000", "takes a number"),
        ("#question=constructor", "No question is called"),
    ],
)
def test_an_address_that_means_nothing_is_told(visit: Visitor, address: str, said: str) -> None:
    found = visit(address, "en")
    assert said in found.error()
    assert found.loaded() == {"questions.js"}
    assert found.complaints == []


@pytest.mark.browser
def test_a_syntax_error_is_shown_at_its_place(running: Visit) -> None:
    running.write("SELECT ?s WHERE {\n  ?s a sg:County ;;\n  FILTER(\n}").wait()
    assert "rad 4, tecken 2" in running.error()
    assert "}\n ^" in (running.page.locator("#ask-error pre").text_content() or "")
    assert running.page.inner_text("#ask-numbers mark") == "4"
    running.page.click("#ask-error button")
    assert running.page.evaluate("document.activeElement.id") == "ask-text"
    before: str = running.page.evaluate("document.activeElement.value.slice(0, document.activeElement.selectionStart)")
    assert before.count("\n") == 3


@pytest.mark.browser
def test_an_unknown_prefix_is_named(running: Visit) -> None:
    running.write("SELECT * { ?s robot:dalen ?o }").wait()
    assert "Prefixet robot: är inte deklarerat" in running.error()
    assert "county" in running.error()


@pytest.mark.browser
def test_a_query_without_end_is_stopped_and_the_next_one_answered(visit: Visitor) -> None:
    found = visit("#question=areas-of-region").wait().write(ENDLESS)
    found.page.click("#ask-stop")
    assert found.wait().status() == "Frågan avbröts innan den hade fått något svar."
    found.page.click("[data-question=areas-of-region]")
    assert ("Järnväg",) in found.wait().rows()


@pytest.mark.browser
def test_choosing_another_question_gives_up_the_running_one(visit: Visitor) -> None:
    found = visit().write(ENDLESS)
    found.page.click("[data-question=areas-of-region]")
    assert ("Järnväg",) in found.wait().rows()


@pytest.mark.browser
def test_a_query_that_breaks_the_engine_is_told_and_the_next_one_answered(visit: Visitor) -> None:
    found = visit(lang="en").write("ASK " + "{" * 20000 + "}" * 20000).wait()
    assert "grew too large for the engine" in found.error()
    assert found.write("ASK { }").wait().status() == "The answer is yes."


@pytest.mark.browser
def test_an_engine_that_is_missing_or_cannot_start_is_told(visit: Visitor, ask_site: Path, tmp_path: Path) -> None:
    other = shutil.copytree(ask_site, tmp_path / "site")
    page = other / "en/ask.html"
    page.write_text(page.read_text("utf-8").replace(" &#39;wasm-unsafe-eval&#39;", ""), encoding="utf-8")
    found = visit("#question=areas-of-region", "en", at=other).wait()
    assert "could not start in this browser" in found.error()
    (other / "data/engine.js").unlink()
    found.open("#question=areas-of-region", "en").wait()
    assert "The file data/engine.js belongs to the site but is missing" in found.error()


@pytest.mark.browser
def test_hostile_names_are_text(visit: Visitor, tmp_path: Path) -> None:
    county, labels = NamedNode(ID + "county/gotland"), curated("labels")
    quads = [
        Quad(county, rdf("type"), sg("County"), labels),
        Quad(county, skos("prefLabel"), Literal(HOSTILE, language="sv"), labels),
        Quad(county, sg("areaOf"), NamedNode("javascript:window.harmed=1"), labels),
    ]
    found = visit("#question=areas-of-region", at=write(Graph(MemoryStore(quads)), tmp_path / "site")).wait()
    assert found.page.inner_text("[name=region] option") == HOSTILE
    found.write("SELECT ?s ?o { ?s sg:areaOf|skos:prefLabel ?o } ORDER BY ?o").wait()
    assert (HOSTILE, HOSTILE) in found.rows()
    assert found.page.locator("[href^=javascript]").count() == 0
    found.write(f'SELECT ("{HOSTILE}" AS ?x) {{ }}').wait()
    assert found.page.evaluate("window.harmed") is None
    assert found.page.locator("main img").count() == 0


def test_only_what_is_needed_is_allowed_to_run(ask_site: Path) -> None:
    text = (ask_site / "sv/ask.html").read_text("utf-8")
    assert "script-src &#39;self&#39; &#39;wasm-unsafe-eval&#39;;" in text
    assert "worker-src blob:" in text
    for word in ("unsafe-inline", "'unsafe-eval'", "connect-src"):
        assert word not in text
