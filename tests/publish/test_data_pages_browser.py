"""Data pages in a browser: nothing that axe-core finds, no side scrolling on a telephone, and no script needed."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from axe import faults
from styrkegraf import Graph, atlas
from styrkegraf.atlas.wording import LANGUAGES
from styrkegraf.publish.edition import Edition
from styrkegraf.publish.pages import data_page, document, missing_page
from styrkegraf.publish.things import Things
from tabs import OpenPage

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

PATHS = (
    "id/county/vastmanland",
    "id/actor/robotdalen",
    "id/theme",
    "source/nms-strategi",
    "graph/derived/same-macro-region",
    "ontology",
)
PAGES = (*PATHS, "id/county/atlantis")


@pytest.fixture(scope="module")
def site(graph: Graph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Data pages with the style of the atlas, in a folder."""
    folder = tmp_path_factory.mktemp("data")
    shutil.copytree(Path(str(atlas.__file__)).parent / "static", folder / "static")
    things = Things(graph, Edition())
    for lang in LANGUAGES:
        for path in PATHS:
            described = things.describe(path)
            assert described is not None
            write(folder / document(path, f"{lang}.html"), data_page(described, things, lang))
        near = things.nearest(PAGES[-1])
        write(folder / document(PAGES[-1], f"{lang}.html"), missing_page(PAGES[-1], near, things, lang))
    return folder


def write(path: Path, page: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(page, encoding="utf-8")


@pytest.fixture(params=[("sv", 1280, "light"), ("en", 360, "dark")], ids=["wide-sv", "narrow-en"])
def shown(request: pytest.FixtureRequest, open_page: OpenPage) -> tuple[Page, str]:
    """An empty page, and the language to look at."""
    lang, width, scheme = request.param
    return open_page(width=width, color_scheme=scheme), lang


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_and_the_page_does_not_scroll_sideways(
    shown: tuple[Page, str], site: Path, path: str
) -> None:
    page, lang = shown
    page.goto((site / document(path, f"{lang}.html")).as_uri())
    page.evaluate("[...document.querySelectorAll('main details')].slice(0, 30).forEach(one => { one.open = true; })")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    if path == "ontology" and lang == "en":  # all terms are looked at in the other language: it takes long
        page.evaluate("document.querySelectorAll('.term:nth-of-type(n+6)').forEach(one => one.remove())")
    assert faults(page) == []


def test_the_diagram_is_drawn_for_the_width_of_the_window(shown: tuple[Page, str], site: Path) -> None:
    page, lang = shown
    page.goto((site / document("ontology", f"{lang}.html")).as_uri())
    drawings = page.locator(".diagram svg").all()
    scales = [one.evaluate("one => one.getScreenCTM().a") for one in drawings if one.is_visible()]
    assert len(scales) == 1
    assert scales[0] > 0.8, "names of 12 pixels that are shown with less than 10 cannot be read"


def test_a_page_needs_no_script(browser: Browser, site: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((site / "id/county/vastmanland.sv.html").as_uri())
    page.get_by_text("Vem säger det?").first.click()
    assert page.locator("details[open] li").first.is_visible()
    page.get_by_role("link", name="In English").click()
    assert page.url.endswith("/id/county/vastmanland.en.html")
    assert page.get_by_role("heading", name="What points here").is_visible()
    context.close()


def test_the_address_is_chosen_whole_with_one_press(open_page: OpenPage, site: Path) -> None:
    page = open_page()
    page.goto((site / "id/county/vastmanland.sv.html").as_uri())
    page.locator("code.whole").first.click()
    assert page.evaluate("getSelection().toString()") == "https://w3id.org/styrkegraf/id/county/vastmanland"


def test_a_passage_is_shown_where_its_address_leads(open_page: OpenPage, site: Path) -> None:
    page = open_page()
    page.goto((site / "source/nms-strategi.sv.html").as_uri())
    anchor = page.locator(".passage").nth(5).get_attribute("id")
    page.goto((site / "source/nms-strategi.sv.html").as_uri() + f"#{anchor}")
    assert page.locator(".passage:target").count() == 1


def test_nothing_is_fetched_but_files_of_the_site(open_page: OpenPage, site: Path) -> None:
    page = open_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for path in PATHS:
        page.goto((site / document(path, "en.html")).as_uri())
    assert asked
    assert [url for url in asked if not url.startswith(("file://", "data:"))] == []
