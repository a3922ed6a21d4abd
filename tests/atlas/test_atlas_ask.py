"""Ask: the page answers as the program does, from disk, in both languages, and can be stopped."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import shutil
import threading
import tomllib
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
from pyoxigraph import Literal, NamedNode, Quad

import styrkegraf
from styrkegraf import Graph
from styrkegraf.atlas.ask import files, pages
from styrkegraf.atlas.frame import Frame
from styrkegraf.atlas.wording import LANGUAGES, words
from styrkegraf.namespaces import ID, curated, rdf, sg, skos
from styrkegraf.questions import library
from styrkegraf.resources import folder
from styrkegraf.store import Store

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

STATIC = Path(styrkegraf.__file__).parent / "atlas" / "static"
AXE = Path(__file__).parents[1] / "vendor" / "axe.min.js"
QUESTIONS = folder("queries") / "questions"
ENDLESS = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
HOSTILE = "</script><script>window.harmed = 1</script><img src=x onerror=window.harmed=1>"
CASES = [
    pytest.param(name, case, id=f"{name}-{number}")
    for name in sorted(library())
    for number, case in enumerate(tomllib.loads((QUESTIONS / f"{name}.toml").read_text("utf-8"))["case"], start=1)
    if case.get("parameters")
][::4]


def write(graph: Graph, site: Path) -> Path:
    """The part of the site that Ask needs."""
    frame = Frame(graph)
    texts = {path: text.encode("utf-8") for path, text in pages(frame).items()}
    for path, content in {**texts, **files(frame)}.items():
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_bytes(content)
    shutil.copytree(STATIC, site / "static")
    return site


@pytest.fixture(scope="module")
def graph() -> Graph:
    return styrkegraf.load()


@pytest.fixture(scope="module")
def site(graph: Graph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(graph, tmp_path_factory.mktemp("atlas åäö"))


class Visit:
    """The page, open from disk, with what it asked for and what it complained of."""

    def __init__(self, page: Page, site: Path) -> None:
        self.page = page
        self.site = site
        self.requests: list[str] = []
        self.complaints: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def open(self, address: str = "", lang: str = "sv") -> Visit:
        self.page.goto("about:blank")
        self.page.goto((self.site / lang / "ask.html").as_uri() + address)
        return self

    def wait(self) -> Visit:
        """Wait until the running query has ended."""
        self.page.locator("#ask-stop").wait_for(state="hidden")
        return self

    def ask(self, address: str) -> Visit:
        """Follow a link within the page."""
        self.page.evaluate("address => { location.hash = address }", address)
        return self.wait()

    def write(self, sparql: str) -> Visit:
        """Write a query into the editor and press the button."""
        details = self.page.locator("#ask-sparql")
        if details.get_attribute("open") is None:
            details.locator("summary").click()
        self.page.fill("#ask-text", sparql)
        self.page.click("#ask-run")
        return self

    def columns(self) -> list[str]:
        return self.page.locator("table.answer thead th").all_inner_texts()

    def rows(self) -> list[tuple[str, ...]]:
        found: list[list[str]] = self.page.eval_on_selector_all(
            "table.answer tbody tr", "rows => rows.map(row => [...row.cells].map(cell => cell.textContent))"
        )
        return [tuple(row) for row in found]

    def status(self) -> str:
        return self.page.inner_text("#ask-status")

    def error(self) -> str:
        return self.page.inner_text("#ask-error")

    def loaded(self) -> set[str]:
        return {url.rpartition("/")[2] for url in self.requests if "/data/" in url}


class Quiet(SimpleHTTPRequestHandler):
    """Serves a folder without a word."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name that the library gives it
        pass


Visitor = Callable[..., Visit]


@pytest.fixture
def visit(browser: Browser, site: Path) -> Iterator[Visitor]:
    contexts = []

    def go(address: str = "", lang: str = "sv", at: Path = site, **options: Any) -> Visit:
        context = browser.new_context(**{"viewport": {"width": 1300, "height": 900}, **options})
        contexts.append(context)
        return Visit(context.new_page(), at).open(address, lang)

    yield go
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def running(browser: Browser, site: Path) -> Iterator[Visit]:
    """One page whose engine is kept for many questions."""
    context = browser.new_context()
    yield Visit(context.new_page(), site).open()
    context.close()


def test_the_vendored_engine_is_the_recorded_one() -> None:
    vendor = folder("vendor")
    about = json.loads((vendor / "vendor.json").read_text("utf-8"))["oxigraph"]
    script = (vendor / about["file"]).read_bytes()
    assert hashlib.sha256(script).hexdigest() == about["sha256"]
    assert script.startswith(f"/*! Oxigraph {about['version']}, {about['licence']},".encode())
    assert "Permission is hereby granted" in (vendor / "oxigraph.MIT.txt").read_text("utf-8")


def test_the_same_graph_gives_the_same_files(graph: Graph) -> None:
    assert files(Frame(graph)) == files(Frame(Graph(Store(reversed(list(graph.store.quads()))))))


@pytest.mark.browser
def test_the_engine_is_loaded_when_the_first_question_is_asked(visit: Visitor) -> None:
    found = visit()
    assert found.loaded() == {"questions.js"}
    found.page.click("[data-question=areas-of-region]")
    found.wait()
    assert found.loaded() == {"questions.js", "graph.js", "engine.js"}
    assert found.rows() == [("Automation",), ("Energi",), ("Järnväg",), ("Välfärd och hälsa",)]


@pytest.mark.browser
def test_nothing_leaves_the_page(visit: Visitor) -> None:
    found = visit("#question=areas-of-region").wait()
    found.write("SELECT * { SERVICE <http://localhost:9/sparql> { ?s ?p ?o } }").wait()
    assert "could not be answered" in found.open(lang="en").write("SELECT * { SERVICE <x:y> { } }").wait().error()
    assert {url.partition(":")[0] for url in found.requests if not url.startswith("about:")} == {"file", "blob"}
    assert found.complaints == []


@pytest.mark.browser
@pytest.mark.parametrize("name", sorted(library()))
def test_a_question_is_answered_as_the_program_answers_it(graph: Graph, running: Visit, name: str) -> None:
    expected = graph.query(name)
    running.ask(f"#question={name}")
    assert running.error() == ""
    if expected.boolean is not None:
        assert running.status().startswith("Svaret är ja" if expected.boolean else "Svaret är nej")
    elif not expected.rows:
        assert running.status().startswith("Inga rader")
    else:
        assert running.columns() == list(expected.columns)
        assert sorted(running.rows()) == sorted(expected.labelled("sv"))[: len(running.rows())]
        assert len(running.rows()) == min(500, len(expected))


@pytest.mark.browser
@pytest.mark.parametrize(("name", "case"), CASES)
def test_values_in_the_address_mean_what_they_mean_to_the_program(
    graph: Graph, running: Visit, name: str, case: dict[str, Any]
) -> None:
    values = {key: str(value) for key, value in case["parameters"].items()}
    expected = graph.query(name, **values)
    running.ask(f"#question={name}" + "".join(f"&{key}={quote(value)}" for key, value in values.items()))
    assert running.error() == ""
    if expected.boolean is not None:
        assert running.status().startswith("Svaret är ja" if expected.boolean else "Svaret är nej")
    else:
        assert sorted(running.rows()) == sorted(expected.labelled("sv"))


def test_there_are_cases_with_parameters() -> None:
    assert len(CASES) >= 25


@pytest.mark.browser
def test_the_form_asks_and_the_address_can_be_shared(visit: Visitor) -> None:
    found = visit()
    found.page.click("[data-question=areas-of-region]")
    found.wait().page.select_option("[name=region]", label="Gotland")
    found.page.click("#ask-form button")
    assert found.wait().rows() == [("Besöksnäring",), ("Livsmedel",)]
    address = "#" + found.page.url.partition("#")[2]
    other = visit(address, "en").wait()
    assert other.page.input_value("[name=region]") == "county:gotland"
    assert other.rows() == [("Tourism industry",), ("Food",)]
    assert other.page.inner_text("#ask-heading") == "The strength areas of a region"
    found.page.go_back()
    assert ("Järnväg",) in found.wait().rows()


@pytest.mark.browser
def test_a_thing_leads_to_its_page_and_a_name_in_the_other_language_says_so(visit: Visitor) -> None:
    found = visit("#query=" + quote('SELECT * { VALUES (?a ?b) { (county:gotland "Food"@en) } }'))
    assert found.columns() == [], "a query that came with a link waits for its reader"
    assert found.loaded() == {"questions.js"}
    found.page.click("#ask-run")
    found.wait()
    assert found.page.get_attribute("table.answer a", "href") == "region/gotland.html"
    assert found.page.get_attribute("table.answer td:last-child bdi", "lang") == "en"
    assert found.page.get_attribute("table.answer a bdi", "lang") is None


@pytest.mark.browser
@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("#question=areas-of-region&region=Atlantis", "called “Atlantis” (county)"),
        ("#question=areas-of-nowhere", "No question is called “areas-of-nowhere”"),
        ("#question=aims-by-year&year=soon", "takes a number"),
        ("#question=constructor", "No question is called"),
    ],
)
def test_an_address_that_means_nothing_is_told(visit: Visitor, address: str, said: str) -> None:
    found = visit(address, "en")
    assert said in found.error()
    assert found.loaded() == {"questions.js"}
    assert found.complaints == []


@pytest.mark.browser
def test_the_list_is_searched_in_both_languages_without_accents(visit: Visitor) -> None:
    found = visit()
    found.page.fill("#ask-find", "styrkeomraden region")
    assert found.page.locator("[data-question=areas-of-region]").is_visible()
    assert not found.page.locator("[data-question=people-and-roles]").is_visible()
    found.page.fill("#ask-find", "people and roles")
    assert found.page.locator("#ask-list a:visible").count() >= 1
    assert found.page.locator("[data-question=people-and-roles]").is_visible()
    found.page.fill("#ask-find", "xyzzy")
    assert found.page.inner_text("#ask-count") == "0 frågor"


@pytest.mark.browser
def test_the_csv_holds_names_and_iris_and_no_formula(running: Visit) -> None:
    running.ask("#question=areas-of-region&region=Gotland")
    header, *rows = _csv(running)
    assert header == ["area", "area_iri"]
    assert ["Livsmedel", f"{ID}area/gotland-livsmedel"] in rows
    assert len(rows) == 2
    sparql = 'SELECT ?n ?text { VALUES (?n ?text) { (-5 "=1+1") (2 "a,\\"b\\"\\nc") (3 UNDEF) } }'
    running.write(sparql).wait()
    assert _csv(running) == [["n", "text"], ["-5", "'=1+1"], ["2", 'a,"b"\nc'], ["3", ""]]


def _csv(found: Visit) -> list[list[str]]:
    with found.page.expect_download() as download:
        found.page.click("#ask-answer .bar button")
    text = Path(download.value.path()).read_bytes().decode("utf-8")
    assert text.startswith("\ufeff"), "so that a spreadsheet reads it as UTF-8"
    assert download.value.suggested_filename.endswith(".csv")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


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
def test_columns_stand_as_the_query_names_them_and_statements_count_once(running: Visit, graph: Graph) -> None:
    running.write("SELECT * { ?region a sg:County ; sg:hasArea ?area }").wait()
    assert running.columns() == ["region", "area"]
    running.write("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").wait()
    assert running.rows() == [(str(len({quad.triple for quad in graph.store.quads()})),)]
    running.write("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }").wait()
    assert running.rows() == [(str(len(graph.store)),)]


@pytest.mark.browser
def test_triples_are_shown_as_a_table_and_as_a_network(running: Visit) -> None:
    running.write("CONSTRUCT { ?a sg:hasTheme ?t } WHERE { county:gotland sg:hasArea ?a . ?a sg:hasTheme ?t }")
    running.wait()
    assert running.columns() == ["subject", "predicate", "object"]
    rows = running.rows()
    assert running.status() == f"{len(rows)} påståenden"
    running.page.click(".network summary")
    assert running.page.locator(".picture path").count() == len(rows)
    names = {row[0] for row in rows} | {row[2] for row in rows}
    assert set(running.page.locator(".picture text").all_text_contents()) == names


@pytest.mark.browser
def test_the_language_switch_keeps_the_question(visit: Visitor) -> None:
    found = visit("#question=areas-of-region&region=Gotland").wait()
    found.page.click("a.switch")
    found.page.wait_for_url("**/en/ask.html*")
    assert found.wait().rows() == [("Tourism industry",), ("Food",)]


@pytest.mark.browser
def test_it_answers_from_a_web_server_too(browser: Browser, site: Path) -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    page = browser.new_page()
    page.goto(f"http://127.0.0.1:{server.server_port}/en/ask.html#question=areas-of-region&region=Gotland")
    assert Visit(page, site).wait().rows() == [("Tourism industry",), ("Food",)]
    page.close()
    server.shutdown()
    server.server_close()


@pytest.mark.browser
def test_an_engine_that_is_missing_or_cannot_start_is_told(visit: Visitor, site: Path, tmp_path: Path) -> None:
    other = shutil.copytree(site, tmp_path / "site")
    page = other / "en/ask.html"
    page.write_text(page.read_text("utf-8").replace(" &#39;wasm-unsafe-eval&#39;", ""), encoding="utf-8")
    found = visit("#question=areas-of-region", "en", at=other).wait()
    assert "could not start in this browser" in found.error()
    (other / "data/engine.js").unlink()
    found.open("#question=areas-of-region", "en").wait()
    assert "The file data/engine.js belongs to the site but is missing" in found.error()


@pytest.mark.browser
def test_an_empty_answer_says_so(running: Visit) -> None:
    running.write("SELECT ?s { ?s a sg:Nothing }").wait()
    assert running.status() == "Inga rader: inget i grafen passar frågans mönster."


@pytest.mark.browser
def test_a_long_answer_shows_its_beginning_and_gives_all_as_csv(running: Visit) -> None:
    running.write("SELECT ?s { ?s ?p ?o } LIMIT 1200").wait()
    assert len(running.rows()) == 500
    assert "500 av 1200" in running.page.inner_text("#ask-answer")
    assert len(_csv(running)) == 1201


@pytest.mark.browser
def test_hostile_names_are_text(visit: Visitor, tmp_path: Path) -> None:
    county, labels = NamedNode(ID + "county/gotland"), curated("labels")
    quads = [
        Quad(county, rdf("type"), sg("County"), labels),
        Quad(county, skos("prefLabel"), Literal(HOSTILE, language="sv"), labels),
        Quad(county, sg("areaOf"), NamedNode("javascript:window.harmed=1"), labels),
    ]
    found = visit("#question=areas-of-region", at=write(Graph(Store(quads)), tmp_path / "site")).wait()
    assert found.page.inner_text("[name=region] option") == HOSTILE
    found.write("SELECT ?s ?o { ?s sg:areaOf|skos:prefLabel ?o } ORDER BY ?o").wait()
    assert (HOSTILE, HOSTILE) in found.rows()
    assert found.page.locator("[href^=javascript]").count() == 0
    found.write(f'SELECT ("{HOSTILE}" AS ?x) {{ }}').wait()
    assert found.page.evaluate("window.harmed") is None
    assert found.page.locator("main img").count() == 0


def test_every_word_of_the_scripts_is_there_in_both_languages() -> None:
    scripts = "".join(path.read_text("utf-8") for path in sorted(STATIC.glob("ask*.js")))
    used = set(re.findall(r'"(ask-[a-z-]+)"', scripts)) - set(re.findall(r'at\("(ask-[a-z-]+)"\)', scripts))
    assert len(used) > 20
    for lang in LANGUAGES:
        assert used <= words(lang).keys()
    assert {key for key in words("sv") if key.startswith("ask-")} == {
        key for key in words("en") if key.startswith("ask-")
    }


def test_only_what_is_needed_is_allowed_to_run(site: Path) -> None:
    text = (site / "sv/ask.html").read_text("utf-8")
    assert "script-src &#39;self&#39; &#39;wasm-unsafe-eval&#39;;" in text
    assert "worker-src blob:" in text
    for word in ("unsafe-inline", "'unsafe-eval'", "connect-src"):
        assert word not in text


@pytest.mark.browser
@pytest.mark.parametrize("lang", ["sv", "en"])
def test_it_is_used_by_keyboard_alone(visit: Visitor, lang: str) -> None:
    found = visit(lang=lang)
    found.page.focus("#ask-text")
    found.page.keyboard.press("ControlOrMeta+a")
    found.page.keyboard.type("ASK { county:gotland a sg:County }")
    found.page.keyboard.press("Control+Enter")
    assert found.wait().status() == {"sv": "Svaret är ja.", "en": "The answer is yes."}[lang]
    found.page.keyboard.press("Tab")
    assert found.page.evaluate("document.activeElement.id") == "ask-run", "the editor lets go of the Tab key"


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("lang", ["sv", "en"])
def test_axe_finds_nothing(visit: Visitor, lang: str, scheme: str) -> None:
    found = visit(lang=lang, color_scheme=scheme)
    axe = AXE.read_text("utf-8")
    assert _violations(found, axe) == []
    found.ask("#question=areas-in-macro-region")
    found.page.locator(".network summary").click()
    assert _violations(found, axe) == []
    found.write("SELECT * { ?s").wait()
    assert _violations(found, axe) == []


def _violations(found: Visit, axe: str) -> list[str]:
    found.page.evaluate(axe)
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    violations: list[dict[str, Any]] = found.page.evaluate(
        "tags => axe.run(document, { runOnly: tags }).then(result => result.violations)", tags
    )
    return [f"{one['id']}: {node['html'][:120]}" for one in violations for node in one["nodes"]]


@pytest.mark.browser
def test_it_fits_a_narrow_screen(visit: Visitor) -> None:
    found = visit("#question=regions-sharing-themes", viewport={"width": 360, "height": 740}).wait()
    assert found.page.evaluate("document.documentElement.scrollWidth") <= 360
    assert found.page.locator("#ask-library").get_attribute("open") is None
    found.page.click("#ask-library summary")
    found.page.click("[data-question=areas-of-region]")
    assert ("Järnväg",) in found.wait().rows()
