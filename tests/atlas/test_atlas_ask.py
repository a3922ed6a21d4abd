"""Ask: the page answers as the program does, from disk and from the web."""

from __future__ import annotations

import hashlib
import json
import re
import threading
import tomllib
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest

from askpage import STATIC, Quiet, Visit, Visitor
from styrkegraf import Graph
from styrkegraf.atlas.ask import files, pages
from styrkegraf.atlas.beside import Beside
from styrkegraf.atlas.frame import Frame
from styrkegraf.atlas.wording import LANGUAGES, words
from styrkegraf.questions import library
from styrkegraf.resources import folder
from styrkegraf.store import MemoryStore

if TYPE_CHECKING:
    from playwright.sync_api import Browser

BESIDE: tuple[Beside, ...] = ("nothing", "files", "service")
QUESTIONS = folder("queries") / "questions"
CASES = [
    pytest.param(name, case, id=f"{name}-{number}")
    for name in sorted(library())
    for number, case in enumerate(tomllib.loads((QUESTIONS / f"{name}.toml").read_text("utf-8"))["case"], start=1)
    if case.get("parameters")
][::4]


def test_the_vendored_engine_is_the_recorded_one() -> None:
    vendor = folder("vendor")
    about = json.loads((vendor / "vendor.json").read_text("utf-8"))["oxigraph"]
    script = (vendor / about["file"]).read_bytes()
    assert hashlib.sha256(script).hexdigest() == about["sha256"]
    assert script.startswith(f"/*! Oxigraph {about['version']}, {about['licence']},".encode())
    assert "Permission is hereby granted" in (vendor / "oxigraph.MIT.txt").read_text("utf-8")


def test_the_same_graph_gives_the_same_files(graph: Graph) -> None:
    assert files(Frame(graph)) == files(Frame(Graph(MemoryStore(reversed(list(graph.store.quads()))))))


@pytest.mark.browser
def test_without_javascript_no_dead_form_is_shown_but_links(browser: Browser, ask_site: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((ask_site / "sv/ask.html").as_uri())
    assert page.locator("main :is(button, input, textarea, summary, a[href^='#']):visible").count() == 0
    assert page.locator(".unknown a[href='region/index.html']").is_visible()
    assert page.locator("#ask").bounding_box() is None, "nor is room kept for it"
    context.close()


def test_without_javascript_the_questions_of_a_service_are_led_to_where_there_is_one(graph: Graph) -> None:
    without = {beside: pages(Frame(graph, beside))["sv/ask.html"].partition("<noscript>")[2] for beside in BESIDE}
    found = {beside: 'href="../questions"' in text.partition("</noscript>")[0] for beside, text in without.items()}
    assert found == {"nothing": False, "files": False, "service": True}


@pytest.mark.browser
def test_the_engine_is_loaded_when_the_first_question_is_asked(visit: Visitor) -> None:
    found = visit()
    assert found.loaded() == {"questions.js"}
    found.page.click("[data-question=areas-of-region]")
    found.wait()
    assert found.loaded() == {"questions.js", "graph.js", "engine.js"}
    assert found.rows() == [("Automation",), ("Energi",), ("Järnväg",), ("Välfärd och hälsa",)]


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
def test_columns_stand_as_the_query_names_them_and_statements_count_once(running: Visit, graph: Graph) -> None:
    running.write("SELECT * { ?region a sg:County ; sg:hasArea ?area }").wait()
    assert running.columns() == ["region", "area"]
    running.write("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").wait()
    assert running.rows() == [(str(len({quad.triple for quad in graph.store.quads()})),)]
    running.write("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }").wait()
    assert running.rows() == [(str(len(graph.store)),)]


@pytest.mark.browser
def test_it_answers_from_a_web_server_too(browser: Browser, ask_site: Path) -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(ask_site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    page = browser.new_page()
    page.goto(f"http://127.0.0.1:{server.server_port}/en/ask.html#question=areas-of-region&region=Gotland")
    assert Visit(page, ask_site).wait().rows() == [("Tourism industry",), ("Food",)]
    page.close()
    server.shutdown()
    server.server_close()


def test_every_word_of_the_scripts_is_there_in_both_languages() -> None:
    scripts = "".join(path.read_text("utf-8") for path in sorted(STATIC.glob("ask*.js")))
    used = set(re.findall(r'"(ask-[a-z-]+)"', scripts)) - set(re.findall(r'at\("(ask-[a-z-]+)"\)', scripts))
    assert len(used) > 20
    for lang in LANGUAGES:
        assert used <= words(lang).keys()
    assert {key for key in words("sv") if key.startswith("ask-")} == {
        key for key in words("en") if key.startswith("ask-")
    }
