"""Accessibility: axe-core finds nothing on any kind of page, in both languages, light and dark, wide and narrow."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from axe import VENDOR, faults
from brokenwords import broken_words
from mapvisits import MAPS
from tabs import OpenPage

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

PAGES = (
    "index.html",
    "region/sodermanland.html",
    "region/jamtland.html",
    "macroregion/ostra-mellansverige.html",
    "area/sodermanland-avancerad-tillverkning.html",
    "theme/energy.html",
    "actor/robotdalen.html",
    "strategy/affarsplan-vastmanland-2030.html",
    "municipality/eskilstuna.html",
    "region/index.html",
    "actor/index.html",
    "compare.html",
    "analysis.html",
    "maps/index.html",
    "ask.html",
    "all.html",
    "sources.html",
    "source/affarsplan-vastmanland.html",
    "about.html",
)
"""A page of every kind, but for the maps, which have tests of their own."""


def test_axe_is_the_one_that_is_recorded() -> None:
    about: dict[str, Any] = json.loads((VENDOR / "vendor.json").read_text("utf-8"))
    assert hashlib.sha256((VENDOR / about["file"]).read_bytes()).hexdigest() == about["sha256"]


@pytest.mark.parametrize(("lang", "scheme"), [("sv", "light"), ("en", "dark")], ids=["wide-sv", "narrow-en"])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing(open_page: OpenPage, atlas: Path, path: str, lang: str, scheme: str) -> None:
    page = open_page(width=1280 if scheme == "light" else 360, color_scheme=scheme)
    page.goto((atlas / lang / path).as_uri())
    page.evaluate("[...document.querySelectorAll('main details')].slice(0, 40).forEach(one => { one.open = true; })")
    assert faults(page) == []


def test_axe_finds_nothing_with_the_hits_of_the_search_open_nor_on_the_page_404(page: Page, atlas: Path) -> None:
    page.goto((atlas / "sv/index.html").as_uri())
    page.fill("#find", "livs")
    page.wait_for_selector("#found li")
    page.keyboard.press("ArrowDown")
    assert faults(page) == []
    page.goto((atlas / "404.html").as_uri())
    assert faults(page) == []


WIDE_TABLES = """[...document.querySelectorAll(".wide-table")].map((table) => table.parentElement)
  .filter((sheet) => sheet.scrollWidth > sheet.clientWidth).map((sheet) => sheet.textContent.slice(0, 80))"""


def test_no_page_scrolls_sideways_at_360_pixels(open_page: OpenPage, atlas: Path) -> None:
    page = open_page(width=360, height=780)
    for path in (*PAGES, *(f"maps/{name}.html" for name in MAPS)):
        page.goto((atlas / "sv" / path).as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, path
        assert page.evaluate(WIDE_TABLES) == [], f"{path}: a table scrolls sideways"


@pytest.mark.parametrize("width", [360, 760, 1280])
@pytest.mark.parametrize("path", ["analysis.html", "area/index.html"])
def test_no_word_is_broken_in_the_tables(open_page: OpenPage, atlas: Path, path: str, width: int) -> None:
    page = open_page(width=width)
    page.goto((atlas / "sv" / path).as_uri())
    page.evaluate("document.querySelectorAll('main details').forEach(one => { one.open = true; })")
    assert broken_words(page, "main :is(th, td)") == []


BRAND_LINES = """() => {
  const range = document.createRange();
  range.selectNodeContents(document.querySelector(".brand"));
  return range.getClientRects().length; }"""


@pytest.mark.parametrize("width", [320, 360, 800, 1024, 1280])
def test_the_head_of_a_page_holds_text_of_twice_the_size(page: Page, atlas: Path, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 700})
    page.goto((atlas / "sv/index.html").as_uri())
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate(BRAND_LINES) == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_mark_of_a_thing_is_small_whatever_kind_the_thing_is_of(page: Page, atlas: Path) -> None:
    one_of_each = {path.parent: path for path in sorted((atlas / "sv").glob("*/*.html"))}
    for path in one_of_each.values():
        page.goto(path.as_uri())
        heights = page.eval_on_selector_all(".glyph", "marks => marks.map((one) => one.getBoundingClientRect().height)")
        assert max(heights, default=0) <= 20, path


def test_a_kind_has_the_same_mark_on_its_pages_as_on_the_maps(page: Page, atlas: Path) -> None:
    corners = """(mark) => mark.points && [...mark.points]
      .map(({ x, y }) => Math.round((180 * Math.atan2(y, x)) / Math.PI)).sort()"""
    marks = {}
    for kind, path in {
        "region": "region/gotland",
        "macroregion": "macroregion/ostra-mellansverige",
        "theme": "theme/energy",
        "actor": "actor/robotdalen",
        "area": "area/gotland-livsmedel",
    }.items():
        page.goto((atlas / f"sv/{path}.html").as_uri())
        marks[kind] = page.locator(".kindline .mark").first.evaluate(corners)
    page.goto((atlas / "sv/maps/collaboration.html").as_uri() + "#view=full")
    for kind, mark in marks.items():
        assert page.locator(f"#legend .glyph .{kind}").first.evaluate(corners) == mark, kind
    assert {kind: len(mark) for kind, mark in marks.items() if mark} == {
        "region": 6,
        "macroregion": 5,
        "theme": 4,
        "actor": 4,
    }


@pytest.mark.parametrize("width", [300, 440, 460])
def test_a_date_stands_on_one_line(page: Page, atlas: Path, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 700})
    page.goto((atlas / "en/source/s3-i-21-regioner.html").as_uri())
    dates = page.get_by_text("2018-01-31", exact=True)
    assert dates.count() >= 1
    assert dates.evaluate_all("found => found.map((one) => one.getClientRects().length)") == [1] * dates.count()


def test_what_is_marked_is_seen_where_the_colours_are_the_readers_own(open_page: OpenPage, atlas: Path) -> None:
    page = open_page(forced_colors="active")
    page.goto((atlas / "en/maps/matrix.html").as_uri())
    line = "(one) => [getComputedStyle(one).outlineStyle, getComputedStyle(one).outlineWidth]"
    for field, hits in (("#find", "#found li"), ("#query", "#hits li")):
        page.fill(field, "norr")
        page.wait_for_selector(hits)
        page.keyboard.press("ArrowDown")
        marked = page.locator(f"{hits}[aria-selected=true]")
        assert marked.evaluate(line) == ["solid", "2px"], field
        page.keyboard.press("Escape")
    lines = page.eval_on_selector_all(
        "header nav a, nav.maps a",
        "all => all.map((one) => [one.hasAttribute('aria-current'), getComputedStyle(one).borderBottomColor])",
    )
    current = {colour for here, colour in lines if here}
    assert current
    assert current.isdisjoint(colour for here, colour in lines if not here), "only the page that is open has a line"
    colours = page.eval_on_selector_all(".swatch", "all => all.map((one) => getComputedStyle(one).backgroundColor)")
    assert len(set(colours)) == len(colours) == 4, "what the colours mean can be told apart"


def test_focus_is_visible_and_the_first_stop_skips_to_the_content(page: Page, atlas: Path) -> None:
    page.goto((atlas / "sv/region/gotland.html").as_uri())
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
