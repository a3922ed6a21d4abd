"""The page in a browser, opened from disk: it reads nothing else, runs nothing else, and answers to its reader."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from styrkegraf.map import Edge, MapData, Node, Source, draw
from tabs import OpenPage, Watched

pytestmark = pytest.mark.browser

READY = "window.styrkegrafMap && window.styrkegrafMap.ready"
ID = "https://w3id.org/styrkegraf/id/"


class Visit(Watched):
    """A page that is open."""

    def hear(self, kind: str, text: str) -> None:
        if kind in ("error", "warning"):
            self.complaints.append(text)

    def shown(self) -> tuple[int, int]:
        """How many nodes and links are on the map."""
        found: dict[str, list[str]] = self.page.evaluate("window.styrkegrafMap.shown()")
        return len(found["nodes"]), len(found["edges"])

    def chosen(self) -> str | None:
        found: str | None = self.page.evaluate("window.styrkegrafMap.state.chosen")
        return found

    def panel(self) -> str:
        return self.page.inner_text("#panel")

    def counts(self, of: str) -> dict[str, int]:
        """The legend's counts, by value."""
        rows: list[list[str]] = self.page.eval_on_selector_all(
            f'[data-key="{of}"] label',
            "rows => rows.map(r => [r.querySelector('input').value, r.lastChild.textContent])",
        )
        return {value: int(count) for value, count in rows}


Visitor = Callable[..., Visit]


@pytest.fixture
def visit(open_page: OpenPage, tmp_path: Path) -> Visitor:
    """Draw a map to disk and open it from there."""

    def go(data: MapData, lang: str = "sv", **options: Any) -> Visit:
        file = tmp_path / "karta åäö.html"
        file.write_text(draw(data, lang), encoding="utf-8", newline="\n")  # type: ignore[arg-type]
        found = Visit(open_page(**{"width": 1400, **options}))
        found.page.goto(file.as_uri())
        found.page.wait_for_function(READY)
        return found

    return go


def test_it_opens_from_disk_and_asks_for_nothing(visit: Visitor, shipped: MapData) -> None:
    found = visit(shipped)
    assert len(found.requests) == 1, "the page itself"
    assert found.complaints == []
    assert found.page.locator("#net canvas").count() == 1


def test_it_opens_as_the_overview_with_a_legend_that_counts(visit: Visitor, shipped: MapData) -> None:
    found = visit(shipped)
    themes = sum(node.kind == "theme" for node in shipped.nodes)
    assert found.counts("kind") == {"region": 21, "macroregion": 1, "theme": themes}
    assert found.counts("layer") == {"curated": sum(edge.kind == "has-theme" for edge in shipped.edges)}
    assert found.shown()[0] == 22 + themes


def test_the_full_graph_is_one_click_away(visit: Visitor, shipped: MapData) -> None:
    found = visit(shipped)
    found.page.click('[data-view="full"]')
    assert found.shown() == (len(shipped.nodes), len(shipped.edges))
    assert found.counts("kind")["area"] == 80
    assert found.page.get_attribute('[data-view="full"]', "aria-pressed") == "true"
    assert found.complaints == []


def test_search_without_accents_finds_the_region(visit: Visitor, small: MapData) -> None:
    found = visit(small)
    found.page.fill("#query", "sodermanland")
    assert found.page.inner_text('#hits [aria-selected="true"]').startswith("Södermanland")
    found.page.press("#query", "Enter")
    assert found.chosen() == ID + "county/sodermanland"
    assert "Södermanland" in found.panel()
    assert "Kallas också\nSörmland" in found.panel()


@pytest.mark.parametrize(
    ("typed", "meant"), [("sormland", "county/sodermanland"), ("vastmanlnd", "county/vastmanland")]
)
def test_search_knows_other_names_and_forgives_a_slip(visit: Visitor, small: MapData, typed: str, meant: str) -> None:
    found = visit(small)
    found.page.fill("#query", typed)
    found.page.press("#query", "Enter")
    assert found.chosen() == ID + meant


def test_search_says_when_nothing_is_found(visit: Visitor, small: MapData) -> None:
    found = visit(small, "en")
    found.page.fill("#query", "qqqqqq")
    assert "No hit" in found.page.inner_text("#hits")
    found.page.press("#query", "Enter")
    assert found.chosen() is None


def test_hits_that_were_left_are_gone(visit: Visitor, small: MapData) -> None:
    found = visit(small)
    found.page.fill("#query", "a")
    found.page.wait_for_selector("#hits [role=option]")
    found.page.keyboard.press("Tab")
    assert found.page.get_attribute("#query", "aria-activedescendant") is None
    found.page.focus("#query")
    found.page.keyboard.press("Enter")
    assert found.chosen() is None


def test_finding_an_actor_goes_to_the_full_graph_and_shows_its_passage(visit: Visitor, small: MapData) -> None:
    found = visit(small, reduced_motion="reduce")
    found.page.fill("#query", "robot")
    found.page.press("#query", "Enter")
    assert found.page.evaluate("window.styrkegrafMap.state.view") == "full"
    panel = found.panel()
    assert "Strategi för Sörmland, ”Avancerad tillverkning”, rad 700–721" in panel
    assert "osäkert läst, tillförlitlighet: medel" in panel
    place = found.page.evaluate(f"window.styrkegrafMap.place('{ID}actor/robotdalen')")
    assert 0 < place["x"] < 1050
    assert 0 < place["y"] < 800


def test_in_english_a_passage_is_told_in_english_but_for_its_heading(visit: Visitor, small: MapData) -> None:
    found = visit(small, lang="en")
    found.page.fill("#query", "robot")
    found.page.press("#query", "Enter")
    assert "Strategy for Sörmland, “Avancerad tillverkning”, lines 700–721" in found.panel()
    swedish = found.page.locator("#panel .source [lang=sv]").all_text_contents()
    assert set(swedish) == {"“Avancerad tillverkning”"}


def test_clicking_a_region_shows_its_areas_with_their_passages(visit: Visitor, small: MapData) -> None:
    found = visit(small)
    place = found.page.evaluate(f"window.styrkegrafMap.place('{ID}county/vastmanland')")
    found.page.click("#net", position={"x": place["x"], "y": place["y"]})
    found.page.wait_for_function("window.styrkegrafMap.state.chosen")
    assert found.chosen() == ID + "county/vastmanland"
    assert "Har styrkeområde (2)".casefold() in found.panel().casefold()
    assert "Smart specialisering i 21 regioner, ”Västmanland”, rad 46–51" in found.panel()


def test_hovering_tells_the_passage(visit: Visitor, small: MapData) -> None:
    found = visit(small)
    place = found.page.evaluate(f"window.styrkegrafMap.place('{ID}county/vastmanland')")
    found.page.hover("#net", position={"x": place["x"], "y": place["y"]})
    found.page.wait_for_selector("#tip:not([hidden])")
    assert "rad 46–51" in found.page.inner_text("#tip")


def test_clicking_a_line_of_the_overview_shows_areas_passages_and_our_reading(visit: Visitor, small: MapData) -> None:
    found = visit(small)
    ends = [
        found.page.evaluate(f"window.styrkegrafMap.place('{ID}{n}')") for n in ("county/vastmanland", "theme/energy")
    ]
    x, y = ((ends[0][axis] + ends[1][axis]) / 2 for axis in ("x", "y"))
    found.page.click("#net", position={"x": x, "y": y})
    found.page.wait_for_function("window.styrkegrafMap.state.bundle")
    assert "Västmanland och Energi" in found.panel()
    assert "rad 46–51" in found.panel()
    assert "Vår läsning, tillförlitlighet: hög" in found.panel()


def test_the_keyboard_walks_the_map_and_reaches_the_panel(visit: Visitor, small: MapData) -> None:
    found = visit(small)
    found.page.focus("#net")
    found.page.keyboard.press("ArrowDown")
    first = found.chosen()
    found.page.keyboard.press("ArrowRight")
    assert first
    assert found.chosen() not in (None, first)
    found.page.keyboard.press("Enter")
    assert found.page.evaluate("document.activeElement.id") == "panel"
    found.page.keyboard.press("Escape")
    assert found.chosen() is None
    assert found.page.evaluate("document.activeElement.id") == "net", "and the way goes on from the map"
    found.page.keyboard.press("ArrowDown")
    before = found.page.evaluate("window.styrkegrafMap.scale()")
    found.page.keyboard.press("+")
    assert found.page.evaluate("window.styrkegrafMap.scale()") > before
    found.page.keyboard.press("Escape")
    assert found.chosen() is None


def test_another_language_keeps_view_and_choice(visit: Visitor, small: MapData) -> None:
    found = visit(small)
    found.page.click('[data-view="full"]')
    found.page.fill("#query", "robotdalen")
    found.page.press("#query", "Enter")
    found.page.click('[data-lang="en"]')
    assert found.page.evaluate("document.documentElement.lang") == "en"
    assert found.page.title() == "Two regions – Styrkegraf"
    assert found.page.evaluate("window.styrkegrafMap.state.view") == "full"
    assert found.chosen() == ID + "actor/robotdalen"
    assert "Advanced manufacturing for demanding environments" in found.panel()
    assert "lines 700–721" in found.panel()


def test_filters_hide_kinds_layers_and_doubtful_links(visit: Visitor, small: MapData) -> None:
    found = visit(small)
    assert found.shown() == (5, 4)
    found.page.uncheck('[data-filter="confidence"][value="low"]')
    assert found.shown() == (5, 3)
    found.page.uncheck('[data-filter="kind"][value="macroregion"]')
    assert found.shown() == (4, 2)
    assert "4\xa0noder och 2\xa0länkar" in found.page.inner_text("#status")
    found.page.click('[data-view="full"]')
    found.page.uncheck('[data-filter="layer"][value="curated"]')
    assert found.shown() == (9, 4)
    found.page.click('[data-action="reset"]')
    assert found.shown() == (10, 10)


@pytest.mark.parametrize(
    ("lang", "label", "status", "captions"),
    [
        (
            "sv",
            "Karta över 1\xa0nod och 0\xa0länkar.",
            "2\xa0noder och 1\xa0länk visas.",
            ["Noder (2\xa0rader)", "Länkar (1\xa0rad)"],
        ),
        (
            "en",
            "Map of 1\xa0node and 0\xa0links.",
            "2\xa0nodes and 1\xa0link shown.",
            ["Nodes (2\xa0rows)", "Links (1\xa0row)"],
        ),
    ],
)
def test_one_of_a_thing_is_told_of_as_one(
    visit: Visitor, small: MapData, lang: str, label: str, status: str, captions: list[str]
) -> None:
    nodes = tuple(node for node in small.nodes if node.id.endswith(("county/vastmanland", "area/vastmanland-energi")))
    edges = tuple(edge for edge in small.edges if {edge.source, edge.target} == {node.id for node in nodes})
    found = visit(MapData(small.title, nodes, edges), lang)
    assert found.page.get_attribute("#net", "aria-label").startswith(label)  # type: ignore[union-attr]
    found.page.click('[data-view="full"]')
    assert found.page.inner_text("#status") == status
    found.page.click("#tables summary")
    found.page.locator("#tables tbody tr").first.wait_for()
    assert found.page.locator("#tables caption").all_inner_texts() == captions


def test_the_tables_hold_what_is_on_the_map_under_the_same_filters(visit: Visitor, small: MapData) -> None:
    found = visit(small)
    found.page.click("#tables summary")
    rows = found.page.locator("#tables tbody")
    rows.nth(1).wait_for()
    assert [rows.nth(n).locator("tr").count() for n in (0, 1)] == [5, 4]
    found.page.click('[data-view="full"]')
    assert [rows.nth(n).locator("tr").count() for n in (0, 1)] == [10, 10]
    assert "rad 700–721" in rows.nth(1).inner_text()
    found.page.uncheck('[data-filter="layer"][value="curated"]')
    assert rows.nth(1).locator("tr").count() == 6
    rows.nth(0).locator(f'[data-goto="{ID}county/vastmanland"]').click()
    assert found.chosen() == ID + "county/vastmanland"
    assert found.page.evaluate("document.activeElement.id") == "panel"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 390, 1400])
def test_nothing_is_wider_than_the_screen(visit: Visitor, shipped: MapData, scheme: str, width: int) -> None:
    found = visit(shipped, width=width, height=844, color_scheme=scheme)
    found.page.fill("#query", "smart")
    assert found.page.evaluate("document.documentElement.scrollWidth") <= width
    found.page.press("#query", "Enter")
    assert found.page.evaluate("document.documentElement.scrollWidth") <= width
    assert found.complaints == []


def test_the_focus_is_seen(visit: Visitor, small: MapData) -> None:
    found = visit(small)
    for _ in range(12):
        found.page.keyboard.press("Tab")
        outline = found.page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline == "solid", found.page.evaluate("document.activeElement.outerHTML")


def test_it_prints_on_white_with_its_tables_where_they_are_open(visit: Visitor, small: MapData) -> None:
    found = visit(small, color_scheme="dark")
    found.page.emulate_media(media="print")
    assert not found.page.locator("#tables").is_visible()
    found.page.evaluate("document.getElementById('tables').open = true")
    found.page.locator("#tables tbody tr").first.wait_for()
    found.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert found.page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(251, 250, 247)"
    assert found.page.locator("#tables tbody tr").first.is_visible()
    found.page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert found.page.evaluate("getComputedStyle(document.documentElement).backgroundColor") != "rgb(251, 250, 247)"


HOSTILE = {
    "script": "</script><script>window.pwned=1</script>",
    "image": "<img src=x onerror=window.pwned=1>",
    "address": "javascript:window.pwned=1",
    "quotes": "\"'`&amp;<b>",
    "direction": "\u202eneröb\u202c",
    "separator": "a\u2028b",
}


def hostile() -> MapData:
    """Every text of a map taken by an attacker."""
    region, theme = "https://example.org/region", "https://example.org/theme"
    nodes = [Node(region, "region", {"sv": HOSTILE["script"], "en": HOSTILE["script"]}, region)]
    nodes.append(Node(theme, "theme", {"sv": HOSTILE["image"], "en": HOSTILE["image"]}))
    edges = []
    for name, text in HOSTILE.items():
        area, both = f"https://example.org/{name}", {"sv": text, "en": text}
        nodes.append(Node(area, "area", both, region))
        passage = Source((text, text), text, text, HOSTILE["address"])
        edges.append(Edge(area, region, "area-of", both, both, "stated", None, (passage,)))
        edges.append(Edge(area, theme, "has-theme", both, both, "curated", "high", (passage,)))
    return MapData({"sv": HOSTILE["script"], "en": HOSTILE["image"]}, tuple(nodes), tuple(edges))


def test_hostile_labels_are_text(visit: Visitor) -> None:
    found = visit(hostile())
    page = found.page
    assert page.inner_text("h1") == HOSTILE["script"]
    page.click('[data-view="full"]')
    page.click("#tables summary")
    page.locator("#tables tbody tr").first.wait_for()
    for name, text in HOSTILE.items():
        page.locator(f'#tables [data-goto="https://example.org/{name}"]').first.click()
        assert page.locator("#panel h3").text_content() == text
    page.fill("#query", "img src")
    assert HOSTILE["image"] in page.inner_text("#hits")
    place = page.evaluate("window.styrkegrafMap.place('https://example.org/separator')")
    page.hover("#net", position={"x": place["x"], "y": place["y"]})
    page.wait_for_selector("#tip:not([hidden])")
    page.click('[data-lang="en"]')
    assert page.evaluate("window.pwned") is None
    assert page.locator("img, main a").count() == 0, "no image, and no link to a javascript: address"
    assert len(found.requests) == 1
    assert found.complaints == []


def test_a_script_that_got_in_would_not_run(visit: Visitor, small: MapData) -> None:
    found = visit(small)
    found.page.evaluate(
        """() => new Promise((done) => {
            addEventListener("securitypolicyviolation", done, { once: true });
            const script = document.createElement("script");
            script.textContent = "window.pwned = 1";
            document.body.append(script);
        })"""
    )
    assert found.page.evaluate("window.pwned") is None
    assert any("Content Security Policy" in text for text in found.complaints)


def test_three_hundred_nodes_open_and_answer(visit: Visitor, crowd: MapData) -> None:
    found = visit(crowd)
    found.page.click('[data-view="full"]')
    assert found.shown() == (300, len(crowd.edges))
    found.page.fill("#query", "energi")
    found.page.press("#query", "Enter")
    assert found.chosen()
    assert found.complaints == []
