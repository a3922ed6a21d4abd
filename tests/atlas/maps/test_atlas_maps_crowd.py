"""Ten thousand nodes: the map stays usable on a canvas, and through WebGL where a graphics card is there."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from mapvisits import ID, Visit, crowd_of, write_maps
from shipped import shipped
from styrkegraf.map import draw
from styrkegraf.resources import folder
from tabs import OpenPage

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

SIZE = 10_000
LESS = 700
"""Crowd enough for these tests, and not too much for a program that draws it in place of a card."""
CARD = "ANGLE (NVIDIA Corporation, NVIDIA GeForce RTX 3060/PCIe/SSE2, OpenGL 4.5.0)"
SOFTWARE = (
    "ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (Subzero) (0x0000C0DE)), SwiftShader driver)",
    "ANGLE (Mesa, llvmpipe (LLVM 15.0.7 256 bits), OpenGL 4.5)",
    "ANGLE (Microsoft, Microsoft Basic Render Driver Direct3D11 vs_5_0 ps_5_0, D3D11)",
    "Mozilla",
)
NAMED = """name => {
  const told = WebGL2RenderingContext.prototype.getParameter;
  WebGL2RenderingContext.prototype.getParameter = function (what) {
    return what === 0x9246 ? name : told.call(this, what);
  };
}"""
"""What a browser tells of its card, replaced; the drawing itself is left to a program that stands in for one."""
INK = """() => {
  const canvas = document.querySelector("canvas.sigma-nodes"), copy = document.createElement("canvas");
  Object.assign(copy, { width: canvas.width, height: canvas.height });
  dispatchEvent(new Event("resize"));
  return new Promise((done) => requestAnimationFrame(() => {
    const ctx = copy.getContext("2d");
    ctx.drawImage(canvas, 0, 0);
    const { data } = ctx.getImageData(0, 0, copy.width, copy.height);
    let inked = 0;
    for (let at = 3; at < data.length; at += 4) if (data[at]) inked += 1;
    done(inked);
  }));
}"""
"""How many pixels are inked, seen in the frame in which they are drawn: what is drawn is not kept beyond it."""

Opener = Callable[..., Visit]


@pytest.fixture(scope="session")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page with a map of what counts as a crowd here."""
    file = tmp_path_factory.mktemp("crowd") / "map.html"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("styrkegraf.map.content.CROWD", LESS // 2)
        file.write_text(draw(crowd_of(LESS)), encoding="utf-8", newline="\n")
    return file


@pytest.fixture(scope="session")
def webgl(browser: Browser) -> Iterator[Browser]:
    """A Chromium that has WebGL, drawn by a program: slow, but it draws what a card would."""
    program = next(path for path in map(shutil.which, ("chromium", "chromium-browser", "google-chrome")) if path)
    options = "--headless --no-sandbox --no-first-run --disable-background-networking --enable-unsafe-swiftshader"
    arguments = [*options.split(), "--use-gl=angle", "--use-angle=swiftshader"]
    found: Browser = browser.browser_type.launch(executable_path=program, args=arguments)
    yield found
    found.close()


@pytest.fixture
def open_as(webgl: Browser) -> Iterator[Opener]:
    """Open a page in a browser that says that its graphics card has a certain name."""
    contexts = []

    def go(card: str, file: Path, state: str = "", **options: Any) -> Visit:
        context = webgl.new_context(**{"viewport": {"width": 1400, "height": 900}, **options})
        contexts.append(context)
        page = context.new_page()
        page.add_init_script(f"({NAMED})({card!r})")
        return Visit(page).open(file, state)

    yield go
    for context in contexts:
        context.close()


def test_the_vendored_library_is_the_recorded_one_with_its_licences() -> None:
    vendor = folder("vendor")
    about = json.loads((vendor / "vendor.json").read_text(encoding="utf-8"))["sigma"]
    script = (vendor / about["file"]).read_bytes()
    assert hashlib.sha256(script).hexdigest() == about["sha256"]
    assert f"sigma.js {about['version']}".encode() in script[:120]
    licences = (vendor / "sigma.MIT.txt").read_text(encoding="utf-8")
    assert [part for part in ("sigma", "graphology", "graphology-utils", "events") if part not in licences] == []
    assert licences.count("Permission is hereby granted") == 4


def test_ten_thousand_nodes_open_with_links_for_the_selection_only(open_page: OpenPage, tmp_path: Path) -> None:
    file = tmp_path / "map.html"
    file.write_text(draw(crowd_of(SIZE)), encoding="utf-8", newline="\n")
    found = Visit(open_page(width=1400)).open(file)
    assert found.engine() == "canvas"
    assert found.drawn(), "the overview draws its links"
    found.page.click('[data-view="full"]')
    nodes, edges = found.shown()
    assert len(nodes) == SIZE
    assert len(edges) > SIZE
    assert found.drawn() == set()
    found.page.fill("#query", "Lan-1")
    found.page.press("#query", "Enter")
    assert found.state("chosen") == ID + "county/lan-1"
    own = found.drawn()
    assert 0 < len(own) < 200
    found.page.click('[data-steps="1"]')
    nodes, edges = found.shown()
    assert len(nodes) == len(own) + 1
    assert edges == own
    assert found.page.locator("#tables tbody tr").count() == 0, "tables are filled when they are opened"
    assert len(found.rows()) == len(edges)
    assert found.page.locator("#tables .sheet:first-child tbody tr").count() == len(nodes)
    assert found.complaints == []


def test_a_graphics_card_draws_the_crowd_with_the_same_filters_focus_and_panel(open_as: Opener, crowd: Path) -> None:
    found = open_as(CARD, crowd, "view=full")
    assert found.engine() == "webgl"
    assert found.page.evaluate(INK) > 2_000, "shapes are drawn"
    assert len(found.shown()[0]) == LESS
    found.press(ID + "county/lan-1")
    assert found.state("chosen") == ID + "county/lan-1"
    assert "Lan-1" in found.panel()
    assert 0 < len(found.drawn()) < 200
    found.page.click('[data-steps="1"]')
    assert len(found.shown()[0]) == len(found.drawn()) + 1
    found.page.click('[data-steps="0"]')
    found.page.focus("#net")
    found.page.keyboard.press("ArrowDown")
    assert found.state("chosen") not in (None, ID + "county/lan-1")
    found.page.keyboard.press("Escape")
    full = found.page.evaluate(INK)
    found.page.uncheck('[data-filter="kind"][value="actor"]')
    assert 0 < found.page.evaluate(INK) < full
    assert not [node for node in found.shown()[0] if "/actor/" in node]
    assert found.complaints == []


def test_wheel_and_drag_move_the_map_under_the_graphics_card(open_as: Opener, crowd: Path) -> None:
    found = open_as(CARD, crowd, "view=full")
    scale = found.page.evaluate("styrkegrafMap.scale()")
    frame = found.page.locator("#net").bounding_box()
    assert frame
    middle = (frame["x"] + frame["width"] / 2, frame["y"] + frame["height"] / 2)
    found.page.mouse.move(*middle)
    found.page.mouse.wheel(0, -300)
    found.until(f"styrkegrafMap.scale() > {scale}")
    found.until("(before => (window.before = styrkegrafMap.scale()) === before)(window.before)")
    place = f"styrkegrafMap.place('{ID}county/lan-1').x"
    before = found.page.evaluate(place)
    found.page.mouse.down()
    found.page.mouse.move(middle[0] + 120, middle[1], steps=4)
    found.until(f"Math.abs({place} - {before}) > 60")
    found.page.mouse.up()
    assert found.state("chosen") is None, "a drag is no click"
    found.until(f"(before => (window.before = {place}) === before)(window.before)")
    steered = found.page.evaluate(place)
    for kind in ("region", "area", "actor"):
        found.page.uncheck(f'[data-filter="kind"][value="{kind}"]')
    assert found.page.evaluate(place) == steered, "a choice leaves the map where the reader moved it"


def test_the_overview_stays_on_the_canvas_and_either_view_can_follow_the_other(open_as: Opener, crowd: Path) -> None:
    found = open_as(CARD, crowd)
    assert found.engine() == "canvas"
    found.page.click('[data-view="full"]')
    assert found.engine() == "webgl"
    found.page.click('[data-view="overview"]')
    assert found.engine() == "canvas"
    assert found.drawn()
    assert found.page.locator("canvas").count() == 1
    assert found.complaints == []


@pytest.mark.parametrize("card", SOFTWARE, ids=["SwiftShader", "llvmpipe", "Basic Render", "concealed"])
def test_a_program_that_stands_in_for_a_card_leaves_the_crowd_to_the_canvas(
    open_as: Opener, crowd: Path, card: str
) -> None:
    assert open_as(card, crowd, "view=full").engine() == "canvas"


def test_the_canvas_takes_over_when_the_graphics_card_fails(open_as: Opener, crowd: Path) -> None:
    found = open_as(CARD, crowd, f"view=full&chosen={ID}county/lan-1")
    found.page.evaluate(
        "document.querySelector('canvas.sigma-nodes').getContext('webgl2').getExtension('WEBGL_lose_context').loseContext()"
    )
    found.until("styrkegrafMap.engine() === 'canvas'")
    assert len(found.shown()[0]) == LESS
    assert found.state("chosen") == ID + "county/lan-1"


def test_a_site_loads_the_webgl_library_only_for_a_crowd_and_a_card(
    open_as: Opener, tmp_path: Path, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not (site / "static" / "sigma.js").exists(), "the shipped graph is no crowd"
    monkeypatch.setattr("styrkegraf.map.content.CROWD", 100)
    large = write_maps(shipped(), tmp_path / "x")
    file = large / "sv" / "maps" / "collaboration.html"
    drawn = open_as(CARD, file, "view=full&chosen=actor/robotdalen")
    assert drawn.engine() == "webgl"
    assert [url for url in drawn.requests if url.endswith("/static/sigma.js")]
    assert drawn.page.evaluate(INK) > 1_000
    assert len(drawn.drawn()) == 1, "the link of Robotdalen to the area that it supports"
    assert drawn.complaints == []
    plain = open_as(SOFTWARE[0], file, "view=full")
    assert plain.engine() == "canvas"
    assert not [url for url in plain.requests if "sigma" in url]
