"""The atlas of the shipped graph, written once, and small graphs to write others of."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import askpage
from askpage import Visit, Visitor
from onepassage import graph_of_one_passage
from sharing import Shared
from styrkegraf import Graph
from styrkegraf.atlas import write
from tabs import OpenPage

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

GraphOf = Callable[[str], Graph]
SiteOf = Callable[[str], Path]


@pytest.fixture
def graph_of(tmp_path: Path) -> GraphOf:
    """The graph of statements that one passage makes, reasoned and derived; nothing else is in it."""

    return lambda statements: graph_of_one_passage(tmp_path, statements)


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
def atlas(shared: Shared, graph: Graph) -> Path:
    """The atlas of the shipped graph."""
    return shared("atlas", lambda site: write(graph, site))


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    """An empty page."""
    return open_page()


@pytest.fixture(scope="session")
def ask_site(shared: Shared, graph: Graph) -> Path:
    """The part of the atlas of the shipped graph that Ask needs, in a folder whose name is not plain."""
    return shared("ask åäö", lambda site: askpage.write(graph, site))


@pytest.fixture
def visit(open_page: OpenPage, ask_site: Path) -> Visitor:
    """Opens Ask at an address, in a language, each time in another page."""

    def go(address: str = "", lang: str = "sv", at: Path = ask_site, **options: Any) -> Visit:
        return Visit(open_page(**options), at).open(address, lang)

    return go


@pytest.fixture(scope="module")
def running(browser: Browser, ask_site: Path) -> Iterator[Visit]:
    """One page of Ask whose engine is kept for many questions."""
    context = browser.new_context()
    yield Visit(context.new_page(), ask_site).open()
    context.close()
