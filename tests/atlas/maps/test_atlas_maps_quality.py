"""Maps for everyone: axe-core, narrow screens, hostile names and poor graphs."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from axe import faults
from brokenwords import broken_words
from mapvisits import ID, MAPS, READY, Visit, write_maps
from styrkegraf import Graph
from tabs import OpenPage

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

Visitor = Callable[..., Visit]

UNDER = """() => {
  window.beneath = new Map();
  const write = CanvasRenderingContext2D.prototype.fillText;
  CanvasRenderingContext2D.prototype.fillText = function (text, x, y) {
    const { width } = this.measureText(text), left = this.textAlign === "right" ? x - width : x;
    const from = this.getTransform().transformPoint({ x: left, y: y - 3 });
    const to = this.getTransform().transformPoint({ x: left + width, y: y + 3 });
    const { data } = this.getImageData(from.x, from.y, Math.max(1, to.x - from.x), Math.max(1, to.y - from.y));
    window.beneath.set(text, new Set(new Uint32Array(data.buffer)).size);
    return write.call(this, text, x, y);
  };
}"""
"""Of each name that is written on the map: how many colours lie beneath it at that moment."""

HOSTILE = """
  county:gotland a sg:County ; skos:prefLabel "</script><script>window.pwned=1</script>"@sv .
  county:skane a sg:County ; skos:prefLabel "=1+1\\"'`<b>"@sv ; sg:collaboratesWith county:gotland .
  area:mat a sg:RegionalArea ; skos:prefLabel "<img src=x onerror=window.pwned=1>"@sv ; sg:areaOf county:gotland .
  actor:x a sg:Actor ; skos:prefLabel "javascript:window.pwned=1 \\u202E"@sv ; sg:supports area:mat .
"""


@pytest.mark.parametrize(
    ("lang", "scheme", "width"),
    [("sv", "light", 1400), ("en", "dark", 1400), ("sv", "dark", 360), ("en", "light", 360)],
)
@pytest.mark.parametrize("name", MAPS)
def test_axe_finds_nothing(visit: Visitor, name: str, lang: str, scheme: str, width: int) -> None:
    found = visit(name, lang=lang, color_scheme=scheme, width=width, height=800)
    found.rows()
    found.page.locator("#tables [data-goto]").first.click()
    found.page.evaluate("document.getElementById('filters').open = true")
    assert faults(found.page) == []


def test_filters_are_folded_up_on_a_narrow_screen_until_they_are_used(visit: Visitor) -> None:
    narrow = {"width": 360, "height": 740}
    assert not visit("collaboration", **narrow).page.locator('[data-choice="theme"]').is_visible()
    filtered = visit("collaboration", "theme=theme/energy", **narrow)
    assert filtered.page.locator('[data-choice="theme"]').is_visible()
    assert visit("collaboration").page.locator('[data-choice="theme"]').is_visible()


def test_no_link_runs_through_a_name(visit: Visitor) -> None:
    found = visit("collaboration")
    found.page.evaluate(UNDER)
    found.page.evaluate("location.hash = 'view=full&region=county/sodermanland'")
    found.until("window.beneath.has('Robotdalen') && window.beneath.has('Östra Mellansverige')")
    beneath: dict[str, int] = found.page.evaluate("Object.fromEntries(window.beneath)")
    assert len(beneath) > 40
    assert {name: colours for name, colours in beneath.items() if colours != 1} == {}


@pytest.mark.parametrize("name", MAPS)
def test_nothing_is_wider_than_a_narrow_screen(visit: Visitor, name: str) -> None:
    found = visit(name, width=360, height=740)
    assert found.page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize("name", ["collaboration", "actors", "regions"])
def test_hostile_labels_are_text(visit: Visitor, graph_of: Callable[[str], Graph], tmp_path: Path, name: str) -> None:
    found = visit(
        name, "view=full" if name == "collaboration" else "", where=write_maps(graph_of(HOSTILE), tmp_path / "x")
    )
    found.rows()
    for button in found.page.locator("#tables .sheet:nth-child(1) [data-goto]").all():
        button.click()
    assert "=1+1" not in [row[0] for row in csv.reader(io.StringIO(found.saved("csv").decode("utf-8-sig")))]
    ET.fromstring(found.saved("svg"))
    assert found.page.evaluate("window.pwned") is None
    assert found.page.locator("main img, main script").count() == 0
    assert found.complaints == []


@pytest.mark.parametrize(
    "statements",
    [
        "",
        'county:gotland a sg:County ; skos:prefLabel "Gotland"@sv .',
        'area:mat a sg:RegionalArea ; skos:prefLabel "Mat"@sv ; sg:areaOf county:gotland .'
        " county:gotland a sg:County .",
        'actor:x a sg:Actor ; skos:prefLabel "Ett långt namn ' + 20 * "på en aktör " + '"@sv ; sg:supports area:mat .'
        ' area:mat a sg:RegionalArea ; skos:prefLabel "Mat"@sv .',
    ],
    ids=["nothing", "one county", "no names", "no region, a long name"],
)
def test_a_poor_graph_gives_maps_that_say_what_is_missing(
    open_page: OpenPage, graph_of: Callable[[str], Graph], tmp_path: Path, statements: str
) -> None:
    where = write_maps(graph_of(statements), tmp_path / "x")
    page = open_page()
    for name in MAPS:
        found = Visit(page)
        found.page.goto((where / "sv" / "maps" / f"{name}.html").as_uri())
        if found.page.locator(".tool").count():
            assert found.page.evaluate(READY)
        else:
            assert found.page.locator("p.unknown").inner_text()
        assert found.complaints == []


def test_a_map_without_links_offers_no_empty_choices_and_no_empty_list(
    open_page: OpenPage, graph_of: Callable[[str], Graph], tmp_path: Path
) -> None:
    statements = 'county:gotland a sg:County ; skos:prefLabel "Gotland"@sv .'
    found = Visit(open_page()).open(write_maps(graph_of(statements), tmp_path / "x") / "sv/maps/regions.html")
    keys = found.page.eval_on_selector_all("#legend .key", "all => all.map((key) => key.children.length)")
    assert keys == [2], "a heading and the one kind of node"
    assert "någon av dessa" not in found.panel()
    box, note = (found.page.locator(one).bounding_box() for one in (".tool", "main > .unknown"))
    assert box is not None
    assert note is not None
    assert box["y"] - (note["y"] + note["height"]) >= 8


SHIFTED = """new Promise((done) => {
  let sum = 0;
  const watch = new PerformanceObserver((list) => { for (const one of list.getEntries()) sum += one.value; });
  watch.observe({ type: "layout-shift", buffered: true });
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => done(sum))));
})"""
"""By how much the page moved while it opened (cumulative layout shift)."""


@pytest.mark.parametrize("width", [360, 1280])
def test_no_word_is_broken_in_the_tables(visit: Visitor, width: int) -> None:
    found = visit("collaboration", lang="en", width=width, height=800)
    assert found.rows()
    assert broken_words(found.page, "#tables th, #tables td") == []


@pytest.mark.parametrize("name", MAPS)
def test_nothing_moves_while_a_map_opens(visit: Visitor, name: str) -> None:
    found = visit(name, width=1280, height=800)
    assert found.page.evaluate(SHIFTED) < 0.01


@pytest.mark.parametrize("name", MAPS)
def test_without_javascript_a_map_shows_no_dead_controls_and_leads_to_pages(
    browser: Browser, site: Path, name: str
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((site / "sv/maps" / f"{name}.html").as_uri())
    assert page.locator("main :is(button, input, select, summary):visible").count() == 0
    links = page.locator(".unknown a")
    assert [link.get_attribute("href") for link in links.all()][:2] == [
        "../region/index.html",
        "../macroregion/index.html",
    ]
    assert links.first.is_visible()
    assert [one.bounding_box() for one in page.locator(".waiting").all()] == [None, None], "nor is room kept for them"
    context.close()


@pytest.mark.parametrize(
    ("name", "marks"), [("matrix", ".matrix button.s3, .swatch"), ("counties", ".swatch"), ("collaboration", ".swatch")]
)
def test_shades_are_printed_though_a_browser_leaves_backgrounds_out(visit: Visitor, name: str, marks: str) -> None:
    found = visit(name, "view=full&colour=community" if name == "collaboration" else "")
    found.page.emulate_media(media="print")
    adjusts = found.page.eval_on_selector_all(marks, "all => all.map(one => getComputedStyle(one).printColorAdjust)")
    assert set(adjusts) == {"exact"}


@pytest.mark.parametrize("name", ["collaboration", "actors"])
def test_a_map_keeps_its_proportions_on_paper_and_leaves_out_what_only_a_screen_can_do(
    visit: Visitor, name: str
) -> None:
    found = visit(name)
    shape = "(box) => box.clientWidth / box.clientHeight"
    on_screen = found.page.eval_on_selector("#net", shape)
    found.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    found.page.emulate_media(media="print")
    found.page.set_viewport_size({"width": 690, "height": 1000})
    assert found.page.eval_on_selector("#net", shape) == pytest.approx(on_screen, rel=0.02)
    assert not found.page.locator(".queries").is_visible()
    assert found.page.get_by_role("heading", name="Så läses kartan").is_visible()


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_every_theme_of_the_matrix_is_on_the_paper(visit: Visitor, lang: str) -> None:
    found = visit("matrix", lang=lang, width=690)  # what a standing A4 leaves between its margins
    found.page.emulate_media(media="print")
    paper = found.page.evaluate("document.querySelector('.frame').getBoundingClientRect().right")
    rights = found.page.eval_on_selector_all(".matrix thead th", "all => all.map(o => o.getBoundingClientRect().right)")
    assert len(rights) == 19
    assert max(rights) <= paper


@pytest.mark.parametrize(
    ("name", "pressed", "told"),
    [
        ("matrix", 'button[aria-label^="Gotland, Besöksnäring"]', "rad 145–148"),
        ("counties", f'[data-node="{ID}county/norrbotten"] .land', "Norrbotten"),
        ("regions", f'[data-node="{ID}county/uppsala"] .name', "Uppsala"),
    ],
)
def test_a_finger_is_told_beside_it_what_it_has_chosen(visit: Visitor, name: str, pressed: str, told: str) -> None:
    found = visit(name, width=390, height=844, has_touch=True)
    found.page.locator(f"#net {pressed}").first.tap()
    assert told in found.page.inner_text("#tip")
    assert found.address() != "", "it is chosen, too"
    found.page.locator("#net").tap(position={"x": 3, "y": 3})
    assert found.page.locator("#tip").is_hidden()
