"""The SPARQL page in a browser: the editor runs, completes and marks; nothing leaves; it works for everybody."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from axe import faults
from service.asking import service_of, serving
from styrkegraf import Graph
from styrkegraf.atlas.wording import words
from styrkegraf.namespaces import ID, curated, rdf, sg, skos
from styrkegraf.store import MemoryStore
from tabs import Watched

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

HOSTILE = "</script><script>window.harmed = 1</script><img src=x onerror=window.harmed=1>{{county}}"
COUNTIES = "SELECT ?county { ?county a sg:County } ORDER BY ?county LIMIT 3"
THREE = ["Blekinge", "Dalarna", "Gävleborg"]
WRONG = "SELECT * {\n  ?a ?b ?c .\n  ?a nix:b ?c\n}"


@pytest.fixture(scope="module")
def address(graph: Graph) -> Iterator[str]:
    with serving(service_of(graph)) as base:
        yield base


class Visit(Watched):
    """A page of the service."""

    def __init__(self, page: Page, base: str) -> None:
        super().__init__(page)
        self.base = base

    def hear(self, kind: str, text: str) -> None:
        if kind in ("error", "warning") and "status of 4" not in text:
            self.complaints.append(text)

    def open(self, path: str) -> Visit:
        self.page.goto(self.base + path)
        return self

    def write(self, sparql: str) -> Visit:
        """Put a text into the editor, as pasting would."""
        self.page.evaluate("text => document.querySelector('.CodeMirror').CodeMirror.setValue(text)", sparql)
        return self

    def written(self) -> str:
        found: str = self.page.evaluate("document.querySelector('.CodeMirror').CodeMirror.getValue()")
        return found

    def type(self, text: str) -> Visit:
        """Type into the editor from its beginning, key by key."""
        self.write("")
        self.page.click(".CodeMirror")
        self.page.keyboard.type(text)
        return self

    def run(self) -> Visit:
        self.page.click("#run")
        self.page.locator("#stop").wait_for(state="hidden")
        return self

    def cells(self) -> list[str]:
        self.page.wait_for_selector("table.answer")
        return self.page.locator("table.answer tbody td").all_inner_texts()


Visitor = Callable[..., Visit]


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visitor]:
    contexts = []

    def go(path: str = "/sparql", base: str = address, **options: Any) -> Visit:
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, "locale": "sv", **options})
        contexts.append(context)
        return Visit(context.new_page(), base).open(path)

    yield go
    for context in contexts:
        context.close()


def test_a_query_runs_without_leaving_the_page_and_stands_in_the_address(visit: Visitor) -> None:
    here = visit().write(COUNTIES).run()
    assert here.cells() == THREE
    assert parse_qs(urlsplit(here.page.url).query) == {"query": [COUNTIES]}
    here.page.reload()
    assert here.cells() == THREE
    assert here.written() == COUNTIES
    here.write("ASK { ?x a sg:County }")
    here.page.focus(".CodeMirror textarea")
    here.page.keyboard.press("Control+Enter")
    here.page.wait_for_selector(".verdict")
    here.page.go_back()
    here.page.wait_for_selector("table.answer")
    assert here.cells() == THREE
    assert here.complaints == []


def test_nothing_is_asked_of_another_host(visit: Visitor, address: str) -> None:
    here = visit().type("SELECT * { ?x a skos:Con")
    here.page.wait_for_selector(".CodeMirror-hint")
    here.page.keyboard.press("Escape")
    here.write(COUNTIES).run().write(WRONG).run()
    assert len(here.requests) > 6
    assert [url for url in here.requests if not url.startswith((address, "data:"))] == []
    assert here.complaints == []


def test_classes_and_properties_are_completed_by_short_form_and_by_label(visit: Visitor) -> None:
    here = visit().type("SELECT * { ?x a styrkeo")
    first = here.page.wait_for_selector(".CodeMirror-hint")
    assert first is not None
    assert first.inner_text().split() == ["sg:StrengthArea", "styrkeområde"]
    here.page.keyboard.press("Enter")
    here.page.keyboard.type(" ; sg:hasThe")
    here.page.wait_for_selector(".CodeMirror-hint")
    offered = here.page.locator(".CodeMirror-hint").all_inner_texts()
    assert [one.split()[0] for one in offered] == ["sg:hasTheme", "sg:hasThemeTie"]
    here.page.keyboard.press("Enter")
    assert here.written() == (
        "PREFIX sg: <https://w3id.org/styrkegraf/ontology#>\nSELECT * { ?x a sg:StrengthArea ; sg:hasTheme"
    )


def test_prefixes_are_those_of_the_project(visit: Visitor) -> None:
    here = visit().type("PREFIX cou")
    here.page.wait_for_selector(".CodeMirror-hint")
    offered = here.page.locator(".CodeMirror-hint").all_inner_texts()
    assert f"county: <{ID}county/>" in offered
    assert all(one.startswith("cou") for one in offered)


@pytest.mark.parametrize(
    ("sparql", "faults"),
    [
        ("SELECT ?x WHERE { ?x a sg:County }", 0),
        ("PREFIX ex: <http://example.org/>\nSELECT * { ex:a sg:hasArea county:gotland }", 0),
        ("SELECT ?x WHERE { ?x a nix:County }", 1),
    ],
)
def test_the_check_knows_the_prefixes_that_the_server_knows(visit: Visitor, sparql: str, faults: int) -> None:
    assert visit().write(sparql).page.locator(".parseErrorIcon").count() == faults
    opened = visit("/sparql?query=" + quote(sparql))
    opened.page.wait_for_selector(".CodeMirror")
    assert opened.page.locator(".parseErrorIcon").count() == faults


def test_a_question_is_found_inserted_filled_in_and_undone(visit: Visitor) -> None:
    here = visit().write("# mine")
    page = here.page
    page.click("#examples summary")
    page.fill("#examples-find", "Regionens  STYRKEOMRADEN")
    assert 0 < page.locator("#examples li:visible").count() < 10
    page.click("#examples li:visible a:text-is('Regionens styrkeområden')")
    page.wait_for_selector("#example-form")
    assert "VALUES ?region { county:vastmanland }" in here.written()
    page.select_option("#p-region", "Gotland")
    page.click("#example-form button")
    page.wait_for_url("**region=Gotland*")
    assert "county/gotland" in here.written()
    assert here.run().cells() == ["Besöksnäring", "Livsmedel"]
    page.focus(".CodeMirror textarea")
    for _ in range(2):
        page.keyboard.press("Control+z")
    assert here.written() == "# mine"


def test_the_line_of_a_fault_is_marked_and_reached_by_a_button(visit: Visitor) -> None:
    here = visit(locale="en").write(WRONG).run()
    assert "Line 3" in here.page.inner_text(".fault")
    marked = "document.querySelector('.wrong-line').parentElement.querySelector('.CodeMirror-linenumber').textContent"
    assert here.page.evaluate(marked) == "3"
    here.page.click("#go-there")
    place = here.page.evaluate("document.querySelector('.CodeMirror').CodeMirror.getCursor()")
    assert (place["line"], place["ch"]) == (2, 10)
    here.page.keyboard.type(" ")
    assert here.page.locator(".wrong-line").count() == 0


def test_another_format_is_downloaded_and_the_page_stays(visit: Visitor) -> None:
    here = visit().write(COUNTIES)
    here.page.select_option("#format", "csv")
    with here.page.expect_download() as download:
        here.page.click("#run")
    assert Path(download.value.path()).read_text("utf-8").splitlines()[1] == f"{ID}county/blekinge"


def test_rows_are_sorted_by_a_press_on_a_heading(visit: Visitor) -> None:
    here = visit().write("SELECT ?n { VALUES ?n { 10 9 100 UNDEF } }").run()
    here.page.click("table.answer th button")
    assert here.cells() == ["9", "10", "100", ""]
    here.page.click("table.answer th button")
    assert here.cells() == ["100", "10", "9", ""]
    assert here.page.get_attribute("table.answer th", "aria-sort") == "descending"


def test_a_wide_answer_folds_on_a_telephone_and_can_still_be_sorted(visit: Visitor) -> None:
    here = visit("/questions/collaboration-by-kind?lang=sv", viewport={"width": 360, "height": 800})
    sheet = here.page.locator(".sheet")
    assert sheet.evaluate("one => one.scrollWidth <= one.clientWidth")
    first, second = (here.page.locator("tbody td").nth(place).bounding_box() for place in (0, 1))
    assert first
    assert second
    assert second["y"] >= first["y"] + first["height"], "the values of a row stand below each other"
    here.page.get_by_role("button", name="Par").click()
    assert here.page.locator("td.number[data-head=Par]").all_inner_texts() == ["10", "13", "13"]


def test_a_problem_is_read_without_scrolling_on_a_telephone(visit: Visitor) -> None:
    here = visit("/datasets/dcat?format=html", viewport={"width": 360, "height": 800})
    assert "text/turtle" in here.page.inner_text("pre")
    assert here.page.evaluate("[...document.querySelectorAll('html, pre')].every(x => x.scrollWidth <= x.clientWidth)")


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("/questions?q=Gotland", "q=Gotland&lang=en"),
        ("/questions/areas-of-region?region=Gotland&lang=sv", "region=Gotland&lang=en"),
        ("/sparql", "query=ASK"),
    ],
)
def test_the_language_switch_keeps_what_was_asked(visit: Visitor, path: str, kept: str) -> None:
    here = visit(path)
    if path == "/sparql":
        here.write("ASK {}").run()
    here.page.click("a.switch")
    here.page.wait_for_url("**lang=en*")
    assert here.page.get_attribute("html", "lang") == "en"
    assert kept in here.page.url
    assert here.page.url.count("?") == 1


def test_without_javascript_everything_is_there(visit: Visitor) -> None:
    here = visit(java_script_enabled=False)
    here.page.fill("#query", COUNTIES)
    here.page.click("#run")
    assert here.cells() == THREE
    here.page.fill("#query", WRONG)
    here.page.click("#run")
    assert "?a nix:b" in here.page.inner_text(".fault pre")
    here.open("/questions/areas-of-region")
    here.page.select_option("#p-region", "Gotland")
    here.page.click("form.ask-form button")
    assert here.cells() == ["Besöksnäring", "Livsmedel"]


def test_hostile_labels_and_queries_are_text(visit: Visitor) -> None:
    gotland = NamedNode(f"{ID}county/gotland")
    label = Literal(HOSTILE, language="sv")
    quads = (
        Quad(gotland, rdf("type"), sg("County"), curated("places")),
        Quad(gotland, skos("prefLabel"), label, curated("places")),
    )
    graph = Graph(MemoryStore(quads))
    with serving(service_of(graph)) as base:
        here = visit("/sparql?query=" + quote(f"{COUNTIES} # {HOSTILE}"), base=base)
        assert here.cells() == [HOSTILE]
        assert here.run().cells() == [HOSTILE]
        here.write(f"SELECT ('{HOSTILE}' AS ?x) {{}}").run()
        assert here.cells() == [HOSTILE]
        assert here.page.evaluate("window.harmed") is None


def test_a_service_that_is_gone_is_told_and_the_query_stays(visit: Visitor) -> None:
    here = visit()
    here.page.route("**/sparql?*", lambda route: route.abort())
    here.write(COUNTIES).run()
    assert here.page.inner_text("#status") == words("sv")["service-lost"]
    assert here.written() == COUNTIES


def test_on_paper_an_answer_says_what_was_asked_of_whom(visit: Visitor) -> None:
    here = visit("/questions/areas-of-region?region=Gotland&lang=sv")
    here.page.emulate_media(media="print")
    assert here.page.locator("#p-region").is_visible()
    assert here.page.locator("#p-region option:checked").text_content() == "Gotland"
    for path in ("/sparql?query=ASK{}", "/questions", "/questions/areas-of-region"):
        here.open(path)
        assert here.page.locator("form button:visible").count() == 0, path


@pytest.mark.parametrize(("lang", "scheme"), [("sv", "light"), ("en", "dark")], ids=["wide-sv", "narrow-en"])
def test_axe_finds_nothing(visit: Visitor, lang: str, scheme: str) -> None:
    width = 1280 if scheme == "light" else 360
    here = visit(locale=lang, color_scheme=scheme, viewport={"width": width, "height": 900})
    found = {"empty": faults(here.page)}
    found["answer"] = faults(here.write(COUNTIES).run().page)
    found["fault"] = faults(here.write(WRONG).run().page)
    here.type("SELECT * { ?x a sg:Reg")
    here.page.wait_for_selector(".CodeMirror-hint")
    found["suggestions"] = faults(here.page)
    for path in ("/sparql?question=areas-of-region", "/questions", "/questions/areas-of-actor", "/questions/none",
                 "/questions/areas-of-region?region=x", "/questions/region-as-a-graph"):  # fmt: skip
        here.open(path)
        here.page.evaluate("document.querySelectorAll('main details').forEach((one) => { one.open = true; })")
        found[path] = faults(here.page)
        assert here.page.evaluate("document.documentElement.scrollWidth") <= width, path
    assert found == {key: [] for key in found}


def test_the_keyboard_gets_into_the_editor_and_out_again(visit: Visitor) -> None:
    here = visit()
    here.page.focus("#examples summary")
    here.page.keyboard.press("Tab")
    assert here.page.evaluate("document.activeElement.closest('.CodeMirror') !== null")
    assert here.page.evaluate("document.activeElement.getAttribute('aria-label')") == words("sv")["ask-editor"]
    here.page.keyboard.press("Tab")
    assert here.page.evaluate("document.activeElement.id") == "run"
