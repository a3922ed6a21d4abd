"""The atlas of the shipped graph, written once, and small graphs to write others of."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import askpage
import styrkegraf
from askpage import Visit, Visitor
from sharing import Shared
from styrkegraf import Graph
from styrkegraf.atlas import write
from styrkegraf.facts import load_facts, load_ontology
from styrkegraf.pipeline import assemble

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

HEAD = """
@prefix actor: <https://w3id.org/styrkegraf/id/actor/> .
@prefix area: <https://w3id.org/styrkegraf/id/area/> .
@prefix county: <https://w3id.org/styrkegraf/id/county/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix goal: <https://w3id.org/styrkegraf/id/goal/> .
@prefix macroregion: <https://w3id.org/styrkegraf/id/macroregion/> .
@prefix p: <https://w3id.org/styrkegraf/source/prov#> .
@prefix schema: <https://schema.org/> .
@prefix sg: <https://w3id.org/styrkegraf/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix source: <https://w3id.org/styrkegraf/source/> .
@prefix strategy: <https://w3id.org/styrkegraf/id/strategy/> .
@prefix theme: <https://w3id.org/styrkegraf/id/theme/> .
@prefix tie: <https://w3id.org/styrkegraf/id/tie/> .

GRAPH <https://w3id.org/styrkegraf/graph/provenance> {
  source:prov a sg:SourceDocument ; dcterms:identifier "prov" ; skos:prefLabel "Prov"@sv , "Trial"@en .
  p:allt a sg:Passage ; sg:passageOf source:prov ; sg:layer sg:stated ;
    sg:heading "Allt"@sv ; sg:firstLine 1 ; sg:lastLine 9 ; skos:prefLabel "Allt"@sv , "All of it"@en .
}
"""

GraphOf = Callable[[str], Graph]
SiteOf = Callable[[str], Path]


@pytest.fixture
def graph_of(tmp_path: Path) -> GraphOf:
    """The graph of statements that one passage makes, reasoned and derived; nothing else is in it."""

    def make(statements: str) -> Graph:
        file = tmp_path / "prov.trig"
        file.write_text(HEAD + (f"GRAPH p:allt {{ {statements} }}" if statements else ""), encoding="utf-8")
        return Graph(assemble(load_facts([file]), load_ontology()).store)

    return make


@pytest.fixture
def site_of(graph_of: GraphOf, tmp_path: Path) -> SiteOf:
    """The atlas of statements that one passage makes."""

    def make(statements: str) -> Path:
        site = tmp_path / "site"
        site.mkdir()
        write(graph_of(statements), site)
        return site

    return make


@pytest.fixture(scope="session")
def atlas(shared: Shared) -> Path:
    """The atlas of the shipped graph."""
    return shared("atlas", lambda site: write(styrkegraf.load(), site))


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh page of a fresh profile."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


@pytest.fixture(scope="session")
def graph() -> Graph:
    """The shipped graph."""
    return styrkegraf.load()


@pytest.fixture(scope="session")
def ask_site(shared: Shared) -> Path:
    """The part of the atlas of the shipped graph that Ask needs, in a folder whose name is not plain."""
    return shared("ask åäö", lambda site: askpage.write(styrkegraf.load(), site))


@pytest.fixture
def visit(browser: Browser, ask_site: Path) -> Iterator[Visitor]:
    """Opens Ask at an address, in a language, each time in a fresh profile."""
    contexts = []

    def go(address: str = "", lang: str = "sv", at: Path = ask_site, **options: Any) -> Visit:
        context = browser.new_context(**{"viewport": {"width": 1300, "height": 900}, **options})
        contexts.append(context)
        return Visit(context.new_page(), at).open(address, lang)

    yield go
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def running(browser: Browser, ask_site: Path) -> Iterator[Visit]:
    """One page of Ask whose engine is kept for many questions."""
    context = browser.new_context()
    yield Visit(context.new_page(), ask_site).open()
    context.close()
