"""The query behind every table: it is named on the page, and it gives the rows that the page shows."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest
from pyoxigraph import Literal, NamedNode, QuerySolutions
from rdflib.plugins.sparql import prepareQuery

from pagetables import PageTable, asked, bound, tables
from shipped import shipped
from styrkegraf import Graph
from styrkegraf.atlas.frame import Frame
from styrkegraf.atlas.queries import page_queries, query_documents
from styrkegraf.labels import Language
from styrkegraf.namespaces import expand, shorten
from styrkegraf.networks import projections
from styrkegraf.questions import library
from styrkegraf.report import report
from styrkegraf.terms import Term

if TYPE_CHECKING:
    from playwright.sync_api import Page

COMPUTED = {"region-theme", "region-region-shared-theme", "actor-area", "area-theme"}
"""Projections that a table may be computed from; its rows are not theirs."""


@pytest.fixture(scope="module")
def frame(graph: Graph) -> Frame:
    return Frame(graph)


def pages(atlas: Path, lang: str) -> dict[str, list[Path]]:
    """The pages of a language by their folder; those of maps have their own test."""
    found: dict[str, list[Path]] = {}
    for path in sorted((atlas / lang).rglob("*.html")):
        folder = path.parent.name if path.parent != atlas / lang else path.name
        if folder != "maps":
            found.setdefault(folder, []).append(path)
    return found


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_every_table_of_every_page_names_the_query_behind_it(atlas: Path, lang: str) -> None:
    counted = 0
    for folder, paths in pages(atlas, lang).items():
        for path in paths:
            text = path.read_text("utf-8")
            if folder == "analysis.html":
                figures = re.findall(r"<figure .*?</figure>", text, re.DOTALL)
                assert len(figures) >= 10
                assert all("ask.html#question=" in figure for figure in figures)
                continue
            for table in tables(text):
                counted += 1
                assert table.queries, f"{path}: {table.words[:80]}"
    assert counted > 1_500


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_every_link_to_a_query_opens_one_that_is_there(atlas: Path, lang: str) -> None:
    found = set()
    for paths in pages(atlas, lang).values():
        for path in paths:
            found |= set(re.findall(r'ask\.html#(question=[^"]*)"', path.read_text("utf-8")))
    assert len(found) > 1_500
    for address in found:
        name, values = asked("#" + address.replace("&amp;", "&"))
        assert values.keys() <= {parameter.name for parameter in query_documents()[name].parameters}
        assert len(address) < 250, "an address is short"
    used = {asked("#" + address.replace("&amp;", "&"))[0] for address in found}
    compared = {name for name in page_queries() if name.startswith("compared-")}
    assert page_queries().keys() - compared <= used, "each query of the pages stands behind some table"


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_the_query_behind_a_table_gives_its_rows(atlas: Path, frame: Frame, lang: Language) -> None:
    """Of every kind of page the first and the last, and a county and an actor of whom much is said."""
    compared = 0
    for folder, paths in pages(atlas, lang).items():
        some = {paths[0], paths[-1], *(p for p in paths if p.stem in ("sodermanland", "robotdalen", "index", "energy"))}
        for path in sorted(some):
            if folder == "analysis.html":
                continue
            for table in tables(path.read_text("utf-8")):
                (name, values), *others = (asked(unquote(one)) for one in table.queries)
                if name in COMPUTED:
                    continue
                assert not others
                compared += 1
                _same(frame, lang, table, name, values)
    assert compared > 100


def _same(frame: Frame, lang: Language, table: PageTable, name: str, values: dict[str, str]) -> None:
    answer = frame.graph.query(bound(name, values))
    rows = [tuple(cell for cell in row if cell is not None) for row in answer]
    about = {expand(one) for key in ("thing", "place", "region") for one in values.get(key, "").split()}
    things = {cell.value for row in rows for cell in _told(name, row) if isinstance(cell, NamedNode)}
    expected = {frame.names.of(iri, lang).text for iri in things - about if frame.address(iri)}
    itself = {frame.names.of(iri, lang).text for iri in about if iri}
    rules = {rule.text("title", lang) for rule in frame.rules.values()}
    outside = {shorten(iri).strip("<>") for iri in things if not frame.address(iri)}
    assert expected - {*table.links} - itself == set(), (name, values)
    assert {*table.links} - expected - itself - rules - outside == set(), (name, values)
    if name == "facts-of-thing":
        assert table.facts == len(rows), values
        for row in rows:
            for cell in row[1:3]:
                assert not isinstance(cell, Literal) or cell.value in table.words
    if name.startswith("list-of-") and table.numbers:
        counts = {row[0]: cell.value for row in rows for cell in row if isinstance(cell, Literal)}
        given = (value for value in counts.values() if value != "0" or "0" in table.numbers)  # else said in words
        assert sorted(given) == sorted(table.numbers)
    if name.startswith("list-of-"):
        assert len({row[0] for row in rows}) == table.rows - 1


def _told(name: str, row: tuple[Term, ...]) -> tuple[Term, ...]:
    """The cells that the table itself shows; where a fact is said stands beside it."""
    return row[:3] if name == "facts-of-thing" else row


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_the_query_behind_a_passage_gives_its_statements(atlas: Path, frame: Frame, lang: Language) -> None:
    compared = 0
    for path in pages(atlas, lang)["source"]:
        for passage in tables(path.read_text("utf-8"), "ul.sentences")[::5]:
            ((name, values),) = (asked(unquote(one)) for one in passage.queries)
            assert name == "statements-of-passage"
            answer = frame.graph.query(bound(name, values))
            assert len(answer) == passage.facts
            compared += 1
    assert compared > 25


def test_the_register_and_the_sources_are_what_their_queries_give(atlas: Path, frame: Frame) -> None:
    register = frame.graph.query(bound("register", {}))
    text = (atlas / "sv/all.html").read_text("utf-8")
    lists = tables(text, "ul.columns")
    assert sum(one.facts for one in lists) == len(register)
    kinds = {str(kind): sum(row[0] == kind for row in register) for kind in {row[0] for row in register}}
    assert sorted(one.facts for one in lists) == sorted(kinds.values())
    assert '<h2 id="other"' not in text, "everything is of a kind that has a name"
    roles = re.search(r'<h2 id="([^"]+)"[^>]*><bdi>roll</bdi></h2>\s*<ul class="columns">(.*?)</ul>', text)
    assert roles
    assert re.findall(r'href="([^"]+)"', roles[2]) == ["role/vd.html"]
    assert f'<a href="#{roles[1]}"' in text
    sources = (atlas / "en/sources.html").read_text("utf-8")
    rows = frame.graph.query(bound("list-of-sources", {})).labelled("en")
    for _, passages, statements in rows:
        assert f"{passages}\xa0passages, {int(statements):,}\xa0statements" in sources
    assert sum(int(row[2]) for row in rows) == report(frame.graph, ()).layers["stated"], "as on the first page"
    own = (atlas / "en/source/affarsplan-vastmanland.html").read_text("utf-8")
    assert "The graph holds 366\xa0statements from here." in own


@pytest.mark.parametrize("name", sorted(page_queries()))
def test_a_query_of_the_pages_is_a_document_in_both_languages_and_standard_sparql(name: str) -> None:
    document = page_queries()[name]
    for key in ("title", "question", "read"):
        for lang in ("sv", "en"):
            assert document.head.get(f"{key}@{lang}"), f"{name} has no {key}@{lang}"
    graph: Graph = shipped()
    found = graph.store.query(document.sparql)
    assert isinstance(found, QuerySolutions)
    assert {str(one) for one in prepareQuery(document.sparql).algebra.PV} == {one.value for one in found.variables}
    assert next(found, None) is not None, "its defaults give rows"


def test_no_two_queries_share_a_name() -> None:
    assert len(page_queries()) == 17
    assert len(query_documents()) == len(library()) + len(projections()) + len(page_queries())


@pytest.mark.browser
@pytest.mark.parametrize(
    ("path", "heading"),
    [
        ("actor/robotdalen.html", "Statements about a thing of the graph"),
        ("region/index.html", "The regions"),
        ("area/oms-energi.html", "Statements about a thing of the graph"),
        ("source/s3-sormland.html", "What a passage says"),
        ("analysis.html", ""),
    ],
)
def test_a_reader_who_follows_the_link_sees_the_rows(page: Page, atlas: Path, path: str, heading: str) -> None:
    page.goto((atlas / "en" / path).as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    page.locator("a[href*='ask.html#question=']").last.click()
    page.wait_for_selector("table.answer tbody tr")
    assert page.inner_text("#ask-error") == ""
    assert heading in page.inner_text("#ask-heading")
    name, values = asked("#" + page.url.partition("#")[2])
    assert page.locator("table.answer tbody tr").count() == min(500, len(shipped().query(bound(name, values))))


@pytest.mark.browser
@pytest.mark.parametrize("lang", ["sv", "en"])
def test_the_tables_of_a_comparison_name_their_queries_which_give_the_same(page: Page, atlas: Path, lang: str) -> None:
    graph = shipped()
    page.goto((atlas / lang / "compare.html").as_uri() + "#regions=vastmanland,sodermanland,uppsala")
    page.wait_for_selector("#comparison table")
    text = f"<main>{page.inner_html('#comparison')}"
    found = tables(text)
    assert len(found) == 5
    for table in found:
        ((name, values),) = (asked(one) for one in table.queries)
        answer = graph.query(bound(name, values))
        assert len(answer) > 0
        for row in answer:
            for cell in row:
                if isinstance(cell, NamedNode) and "/id/" in cell.value:
                    assert graph.labels.of(cell, "sv" if lang == "sv" else "en") in table.words, name
