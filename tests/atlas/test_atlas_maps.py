"""The maps in a browser, opened from disk: what a reader chooses, sees, shares and takes away."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest

import styrkegraf
from styrkegraf import Graph
from styrkegraf.atlas import Frame
from styrkegraf.atlas.maps import files, pages
from styrkegraf.resources import folder

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

ID = "https://w3id.org/styrkegraf/id/"
MAPS = ("collaboration", "actors", "regions", "counties", "matrix")
LANGUAGES = ("sv", "en")
READY = "Boolean(window.styrkegrafMap?.ready)"
AXE = Path(__file__).parents[1] / "vendor" / "axe.min.js"
SVG = "{http://www.w3.org/2000/svg}"


def write_maps(graph: Graph, site: Path) -> Path:
    """The pages of the maps with what they load."""
    frame = Frame(graph)
    shutil.copytree(folder("atlas") / "static", site / "static")
    for path, page in pages(frame).items():
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_text(page, encoding="utf-8")
    for path, body in files(frame).items():
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_bytes(body)
    return site


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_maps(styrkegraf.load(), tmp_path_factory.mktemp("kartor") / "åäö")


class Visit:
    """A map that is open, with what it asked for and what it complained of."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.requests: list[str] = []
        self.complaints: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def open(self, file: Path, state: str = "") -> Visit:
        self.page.goto(file.as_uri() + (f"#{state}" if state else ""))
        assert self.page.evaluate(READY)
        return self

    def shown(self) -> tuple[set[str], set[str]]:
        """The nodes and links on the map."""
        found: dict[str, list[str]] = self.page.evaluate("window.styrkegrafMap.shown()")
        return set(found["nodes"]), set(found["edges"])

    def state(self, name: str) -> Any:
        return self.page.evaluate(f"window.styrkegrafMap.state.{name}")

    def panel(self) -> str:
        return self.page.inner_text("#panel")

    def keep(self, facet: str, value: str) -> None:
        self.page.select_option(f'[data-choice="{facet}"]', value)

    def address(self) -> str:
        found: str = self.page.evaluate("decodeURIComponent(location.hash)")
        return found

    def rows(self) -> list[list[str]]:
        """The rows of the table of links."""
        self.page.evaluate("document.getElementById('tables').open = true")
        self.page.locator("#tables table").nth(1).wait_for()
        found: list[list[str]] = self.page.eval_on_selector_all(
            "#tables .sheet:nth-child(2) tbody tr", "rows => rows.map(r => [...r.cells].map(c => c.textContent))"
        )
        return found

    def saved(self, kind: str) -> bytes:
        with self.page.expect_download() as waiting:
            self.page.click(f'[data-export="{kind}"]')
        assert waiting.value.suggested_filename.endswith(f".{kind}")
        return Path(waiting.value.path()).read_bytes()


Visitor = Callable[..., Visit]


@pytest.fixture
def visit(browser: Browser, site: Path) -> Iterator[Visitor]:
    contexts = []

    def go(name: str, state: str = "", lang: str = "sv", where: Path = site, **options: Any) -> Visit:
        context = browser.new_context(**{"viewport": {"width": 1400, "height": 900}, **options})
        contexts.append(context)
        return Visit(context.new_page()).open(where / lang / "maps" / f"{name}.html", state)

    yield go
    for context in contexts:
        context.close()


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", MAPS)
def test_every_map_opens_from_disk_and_asks_for_nothing_beyond(visit: Visitor, name: str, lang: str) -> None:
    found = visit(name, lang=lang)
    assert all(url.startswith(("file:", "data:")) for url in found.requests)
    assert found.complaints == []
    assert all(found.shown())


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", MAPS)
def test_axe_finds_nothing(visit: Visitor, name: str, scheme: str) -> None:
    found = visit(name, color_scheme=scheme)
    found.rows()
    found.page.locator("#tables [data-goto]").first.click()
    found.page.evaluate(AXE.read_text("utf-8"))
    faults: list[dict[str, Any]] = found.page.evaluate("axe.run().then(r => r.violations)")
    assert [(fault["id"], [node["html"][:160] for node in fault["nodes"][:3]]) for fault in faults] == []


@pytest.mark.parametrize("name", MAPS)
def test_nothing_is_wider_than_a_narrow_screen(visit: Visitor, name: str) -> None:
    found = visit(name, viewport={"width": 360, "height": 740})
    assert found.page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_region_keeps_its_areas_themes_and_actors(visit: Visitor, lang: str) -> None:
    found = visit("collaboration", lang=lang)
    found.page.click('[data-view="full"]')
    found.keep("region", ID + "county/vastmanland")
    nodes, _ = found.shown()
    kinds = {kind: {node for node in nodes if f"/{kind}/" in node} for kind in ("county", "area", "theme", "actor")}
    assert kinds["county"] == {ID + "county/vastmanland"}
    own = {area for area in kinds["area"] if "vastmanland-" in area}
    assert len(own) == 4
    assert all("vastmanland-" in area or "oms-" in area for area in kinds["area"]), (
        "and the joint ones it lends strength"
    )
    assert kinds["theme"]
    assert kinds["actor"]


def test_filters_narrow_by_theme_source_layer_and_kind_of_actor(visit: Visitor) -> None:
    found = visit("collaboration", "view=full")
    everything, _ = found.shown()
    found.keep("theme", ID + "theme/energy")
    energy, _ = found.shown()
    assert ID + "area/vastmanland-energi" in energy
    assert ID + "area/vastmanland-jarnvag" not in energy
    found.keep("theme", "")
    found.keep("actortype", "https://w3id.org/styrkegraf/ontology#University")
    actors = {node for node in found.shown()[0] if "/actor/" in node}
    assert ID + "actor/malardalens-hogskola" in actors
    assert ID + "actor/robotdalen" not in actors
    found.keep("actortype", "")
    found.keep("source", "https://w3id.org/styrkegraf/source/s3-sormland")
    assert ID + "county/gotland" not in found.shown()[0]
    assert ID + "actor/robotdalen" in found.shown()[0]
    found.keep("source", "")
    assert found.shown()[0] == everything
    found.page.uncheck('[data-filter="layer"][value="stated"]')
    assert not [row for row in found.rows() if "Källan säger det" in row]


def test_a_neighbourhood_grows_step_by_step(visit: Visitor) -> None:
    found = visit("collaboration", "view=full&chosen=actor/robotdalen")
    sizes = []
    for steps in (1, 2, 3):
        found.page.click(f'[data-steps="{steps}"]')
        sizes.append(len(found.shown()[0]))
    assert sizes == sorted(set(sizes))
    assert sizes[0] == 2, "Robotdalen and the one area that it supports"
    found.page.click('[data-steps="0"]')
    assert len(found.shown()[0]) == 171


def test_colour_and_size_are_told_in_letters_and_figures_too(visit: Visitor) -> None:
    found = visit("collaboration", "view=full")
    found.keep("colour", "community")
    found.keep("size", "betweenness")
    letters = found.page.eval_on_selector_all('[data-key="group"] .swatch', "all => all.map(one => one.textContent)")
    assert letters[:3] == ["A", "B", "C"]
    assert len(set(letters)) == len(letters)
    found.rows()
    assert "Grupp" in found.page.inner_text("#tables .sheet:nth-child(1) thead")
    assert "Mellanposition" in found.page.inner_text("#tables .sheet:nth-child(1) thead")


@pytest.mark.parametrize("name", MAPS)
def test_a_shared_address_shows_the_same_in_the_other_language(visit: Visitor, site: Path, name: str) -> None:
    found = visit(name)
    found.keep("macroregion", ID + "macroregion/ostra-mellansverige")
    found.page.uncheck('[data-filter="confidence"][value="high"]')
    found.rows()
    found.page.locator("#tables [data-goto]").first.click()
    state, shown = found.address().removeprefix("#"), found.shown()
    assert "macroregion=macroregion/ostra-mellansverige" in state
    other = visit(name, state, lang="en")
    assert other.shown() == shown
    assert other.state("chosen") == found.state("chosen")


def test_filters_go_along_to_the_next_map(visit: Visitor) -> None:
    found = visit("matrix")
    found.keep("theme", ID + "theme/energy")
    with found.page.expect_navigation():
        found.page.click('nav.maps a[href*="counties"]')
    assert found.state("only.theme") == ID + "theme/energy"
    assert "theme=theme/energy" in found.address()


def test_the_way_back_in_the_history_is_followed(visit: Visitor) -> None:
    found = visit("regions")
    found.page.evaluate("location.hash = 'view=stated&chosen=county/dalarna'")
    found.page.wait_for_selector("#panel h3")
    assert found.state("view") == "stated"
    assert all(edge.startswith("documented") for edge in found.shown()[1])


@pytest.mark.parametrize("name", MAPS)
def test_the_table_holds_exactly_what_is_on_the_map(visit: Visitor, name: str) -> None:
    found = visit(name)
    found.keep("theme", ID + "theme/energy")
    rows = found.rows()
    nodes, edges = found.shown()
    assert found.page.locator("#tables .sheet:nth-child(1) tbody tr").count() == len(nodes)
    pairs = {(row[0], row[2]) for row in rows}
    assert rows
    assert len(pairs) <= len(edges) <= len(rows)


@pytest.mark.parametrize("name", MAPS)
def test_the_table_file_holds_the_rows_of_the_table(visit: Visitor, name: str) -> None:
    found = visit(name)
    found.keep("region", ID + "county/sodermanland")
    rows = list(csv.reader(io.StringIO(found.saved("csv").decode("utf-8-sig"))))
    shown = found.rows()
    assert len(rows) == len(shown) + 1
    assert [row[:3] for row in rows[1:]] == [row[:3] for row in shown]
    assert "rad " in rows[1][-1] or "Vår läsning" in rows[1][-1]


@pytest.mark.parametrize("name", MAPS)
def test_the_drawing_holds_the_names_that_are_shown(visit: Visitor, name: str) -> None:
    found = visit(name, "steps=1&chosen=actor/robotdalen" if name == "actors" else "")
    root = ET.fromstring(found.saved("svg"))
    texts = ["".join(text.itertext()) for text in root.iter(SVG + "text")]
    assert texts[0] == found.page.inner_text("h1")
    wanted = "Robotdalen" if name == "actors" else "Uppsala"
    assert any(wanted in text for text in texts)
    assert not list(root.iter(SVG + "script"))
    assert found.complaints == []


@pytest.mark.parametrize("name", ["collaboration", "counties"])
def test_the_picture_is_a_picture_of_some_size(visit: Visitor, name: str) -> None:
    picture = visit(name).saved("png")
    assert picture.startswith(b"\x89PNG")
    width, height = (int.from_bytes(picture[at : at + 4], "big") for at in (16, 20))
    assert min(width, height) >= 800
    assert len(picture) > 20_000


def test_thinking_an_actor_or_area_away_shows_who_is_cut_off(visit: Visitor) -> None:
    found = visit("actors", "chosen=area/oms-energi")
    assert "Ledpunkt" in found.panel()
    assert "intervall" in found.panel()
    before = len(found.shown()[1])
    found.page.click('[data-action="remove"]')
    assert len(found.shown()[1]) < before
    assert "7 tappar kontakten" in found.panel()
    assert found.page.locator('[data-list="cut"] li').count() == 7
    assert "removed=area/oms-energi" in found.address()
    found.page.click('[data-action="remove"]')
    assert len(found.shown()[1]) == before


def test_possible_and_documented_links_are_apart(visit: Visitor) -> None:
    found = visit("regions")
    standings = {edge.partition(" ")[0] for edge in found.shown()[1]}
    assert standings == {"documented", "potential"}
    found.page.click('[data-view="potential"]')
    assert {edge.partition(" ")[0] for edge in found.shown()[1]} == {"potential"}
    found.page.click('[data-view="stated"]')
    assert {edge.partition(" ")[0] for edge in found.shown()[1]} == {"documented"}


def test_the_threshold_concerns_possible_links_only(visit: Visitor) -> None:
    found = visit("regions")
    counts = []
    for least in (1, 3, 5):
        found.page.fill('[data-choice="least"]', str(least))
        edges = found.shown()[1]
        counts.append(sum(edge.startswith("potential") for edge in edges))
        assert sum(edge.startswith("documented") for edge in edges) == 13
    assert counts[0] == 161
    assert counts == sorted(counts, reverse=True)
    assert counts[2] > 0


def test_a_derived_link_tells_how_it_came_about(visit: Visitor) -> None:
    found = visit("regions", "link=potential county/uppsala county/varmland&least=1")
    assert found.state("bundle") is not None
    panel = found.panel()
    assert "Möjligt" in panel
    assert "Gemensamt tema" in panel
    assert "Räknat ur grafen" in panel
    assert "rad " in panel
    link = found.page.locator('#panel a[href^="../source/"]').first
    assert link.get_attribute("href").startswith("../source/s3-i-21-regioner.html#")  # type: ignore[union-attr]


def test_the_county_map_answers_to_pointer_and_keyboard(visit: Visitor) -> None:
    found = visit("counties")
    part = found.page.locator(f'[data-node="{ID}county/norrbotten"]')
    part.locator(".name").click()
    assert found.state("chosen") == ID + "county/norrbotten"
    assert part.get_attribute("aria-label") == "Norrbotten: 5 styrkeområden"
    part.focus()
    found.page.keyboard.press("ArrowDown")
    assert found.state("chosen") not in (None, ID + "county/norrbotten")
    found.page.keyboard.press("Enter")
    assert found.page.evaluate("document.activeElement.id") == "panel"


def test_a_theme_shades_the_counties_by_their_areas_within_it(visit: Visitor) -> None:
    found = visit("counties")
    found.keep("theme", ID + "theme/energy")
    label = found.page.locator(f'[data-node="{ID}county/vastmanland"]').get_attribute("aria-label")
    assert label == "Västmanland: 1 styrkeområde"
    assert "Energi" in found.page.inner_text("#legend")
    assert found.page.locator(f'[data-node="{ID}county/gotland"] .land').get_attribute("class") == "land s0"


def test_the_matrix_is_in_nested_order_and_its_cells_lead_to_areas(visit: Visitor) -> None:
    found = visit("matrix")
    rows = found.page.locator(".matrix tbody tr")
    sums = [int(text) for text in rows.locator("td.sum").all_inner_texts()[:21] if text]
    assert sums == sorted(sums, reverse=True)
    columns = [int(text) for text in rows.last.locator("td.sum").all_inner_texts() if text.strip()]
    assert columns == sorted(columns, reverse=True)
    cell = found.page.locator('.matrix button[aria-label^="Västmanland, Energi"]')
    cell.click()
    assert "Västmanland och Energi" in found.panel()
    assert "rad " in found.panel()
    cell = found.page.locator('.matrix button[aria-label^="Västmanland, Energi"]')
    cell.focus()
    found.page.keyboard.press("ArrowUp")
    assert "Energi" in str(found.page.evaluate("document.activeElement.textContent + document.activeElement.ariaLabel"))


def test_search_and_panel_lead_to_the_page_of_a_thing(visit: Visitor) -> None:
    found = visit("collaboration", lang="en")
    found.page.fill("#query", "robotdalen")
    found.page.press("#query", "Enter")
    assert found.state("view") == "full"
    assert found.page.locator("#panel a.page").get_attribute("href") == "../actor/robotdalen.html"
    assert "lines " in found.panel()


HOSTILE = """
  county:gotland a sg:County ; skos:prefLabel "</script><script>window.pwned=1</script>"@sv .
  county:skane a sg:County ; skos:prefLabel "=1+1\\"'`<b>"@sv ; sg:collaboratesWith county:gotland .
  area:mat a sg:RegionalArea ; skos:prefLabel "<img src=x onerror=window.pwned=1>"@sv ; sg:areaOf county:gotland .
  actor:x a sg:Actor ; skos:prefLabel "javascript:window.pwned=1 \\u202E"@sv ; sg:supports area:mat .
"""


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
    browser: Browser, graph_of: Callable[[str], Graph], tmp_path: Path, statements: str
) -> None:
    where = write_maps(graph_of(statements), tmp_path / "x")
    context = browser.new_context()
    for name in MAPS:
        found = Visit(context.new_page())
        found.page.goto((where / "sv" / "maps" / f"{name}.html").as_uri())
        if found.page.locator(".tool").count():
            assert found.page.evaluate(READY)
        else:
            assert found.page.locator("p.unknown").inner_text()
        assert found.complaints == []
    context.close()
