"""Benchmark of the maps: ``python -m benchmarks.maps [--sizes 300,1000,10000]``, in a real Chromium.

First the first map of the atlas of the shipped graph is opened. Then for each size a generated graph of its shape is
written as our page and as stock pyvis writes it, and opened from disk. Told are the size of the file, the seconds until
a reader can use the map (for stock pyvis: until its first positions are found), and how long a frame takes while the
map is dragged (median and slowest of twenty). The browser has no graphics card, so the canvas draws every map. Needs
Playwright and Chromium.
"""

from __future__ import annotations

import random
import shutil
import statistics
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from styrkegraf.map import Edge, MapData, Node, Source, draw

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

__all__ = ["generate", "main"]

WORDS = ("automation", "energi", "järnväg", "hälsa", "skog", "livsmedel", "besöksnäring", "samhällsbyggnad")
READS = {"sv": "anknyter till", "en": "is tied to"}
ARGUMENTS = "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
FRAMES = """() => new Promise((done) => {
  const times = []; let last = performance.now();
  const tick = () => {
    const now = performance.now(); times.push(now - last); last = now;
    if (times.length < 21) requestAnimationFrame(tick); else done(times.slice(1));
  };
  requestAnimationFrame(tick);
})"""


def generate(size: int, seed: int = 7) -> MapData:
    """So many nodes: counties, themes, areas with two themes each, and actors that support two areas each."""
    rng = random.Random(seed)
    regions = [f"county/lan-{n}" for n in range(max(21, size // 200))]
    themes = [f"theme/tema-{n}" for n in range(18)]
    areas = [(f"area/omrade-{n}", rng.choice(regions)) for n in range(size // 4)]
    actors = [(f"actor/aktor-{n}", rng.choice(areas)) for n in range(size - len(regions) - len(themes) - len(areas))]

    def node(name: str, kind: str, group: str = "") -> Node:
        words = [name.rpartition("/")[2]] if kind == "region" else rng.choices(WORDS, k=rng.randint(1, 4))
        text = " ".join(words).capitalize()
        point = (rng.uniform(11, 23), rng.uniform(55, 67)) if kind == "region" else None
        return Node(name, kind, {"sv": text, "en": text}, group, (), point)  # type: ignore[arg-type]

    nodes = [node(name, "region", name) for name in regions] + [node(name, "theme") for name in themes]
    nodes += [node(name, "area", home) for name, home in areas] + [node(name, "actor", a[1]) for name, a in actors]
    source = (
        Source(("Smart specialisering i 21 regioner", "Smart specialisering i 21 regioner"), "Västmanland", "46–51"),
    )
    edges = [Edge(area, home, "area-of", READS, READS, "stated", None, source) for area, home in areas]
    for area, _ in areas:
        edges += [Edge(area, t, "has-theme", READS, READS, "curated", "high") for t in rng.sample(themes, 2)]
    for actor, (area, _) in actors:
        both = dict.fromkeys((area, rng.choice(areas)[0]))
        edges += [Edge(actor, one, "supports", READS, READS, "stated", None, source) for one in both]
    title = {"sv": f"{size} noder", "en": f"{size} nodes"}
    return MapData(title, tuple(nodes), tuple(edges))


def stock(data: MapData) -> str:
    """The page that pyvis writes by itself, with positions left to its physics."""
    from pyvis.network import Network

    network = Network(directed=True, cdn_resources="in_line")
    for node in data.nodes:
        network.add_node(node.id, label=node.label["sv"])
    for edge in data.edges:
        network.add_edge(edge.source, edge.target)
    page: str = network.generate_html()
    return page


def frames(page: Page) -> tuple[float, float]:
    """Median and slowest frame in ms, while the map is dragged to and fro."""
    page.evaluate(f"window.frames_ = ({FRAMES})()")
    page.mouse.move(700, 600)
    page.mouse.down()
    for step in range(20):
        page.mouse.move(700 + 12 * (step % 10), 600 + 5 * step)
    times: list[float] = page.evaluate("window.frames_")
    page.mouse.up()
    return statistics.median(times), max(times)


def measure(browser: Browser, file: Path, state: str, ready: str, limit: int) -> str:
    """One row: seconds until ready, and the frames; or that it took longer than the limit."""
    from playwright.sync_api import TimeoutError as TooLong

    context = browser.new_context(viewport={"width": 1400, "height": 900}, offline=True)
    page = context.new_page()
    start = time.perf_counter()
    try:
        page.goto(file.as_uri() + state, wait_until="commit", timeout=1000 * limit)
        while not page.evaluate(ready):  # a page's policy forbids Playwright's own way of waiting
            if time.perf_counter() - start > limit:
                return f"{f'> {limit} s':>10}"
            time.sleep(0.01)
        seconds = time.perf_counter() - start
        median, slowest = frames(page)
        return f"{seconds:8.2f} s {median:8.0f} ms {slowest:8.0f} ms"
    except TooLong:
        return f"{f'> {limit} s':>10}"
    finally:
        context.close()


def atlas_map(site: Path) -> Path:
    """The page of the first map in the atlas of the shipped graph."""
    import styrkegraf
    from styrkegraf.atlas import write

    site.mkdir()
    write(styrkegraf.load(), site)
    return site / "sv" / "maps" / "collaboration.html"


OURS_READY = "Boolean(window.styrkegrafMap?.ready)"
STOCK_READY = "Boolean(window.network?.physics?.ready)"


@click.command()
@click.option("--sizes", default="300,1000,10000", show_default=True, help="Nodes, by comma.")
@click.option("--limit", default=120, show_default=True, help="Seconds that a page may take.")
@click.option("--stock-up-to", default=10_000, show_default=True, help="The largest size tried with stock pyvis.")
def main(sizes: str, limit: int, stock_up_to: int) -> None:
    """Open maps of several sizes, ours and those of stock pyvis."""
    from playwright.sync_api import sync_playwright

    program = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as running, tempfile.TemporaryDirectory() as folder:
        browser = running.chromium.launch(executable_path=program, args=ARGUMENTS.split())
        click.echo(f"{'':22}{'written':>9} {'file':>9} {'usable':>10} {'frame':>11} {'slowest':>11}")
        first = atlas_map(Path(folder) / "atlas")
        click.echo(f"{'':6} {'atlas, first map':16}{'':29}{measure(browser, first, '', OURS_READY, limit)}")
        for size in map(int, sizes.split(",")):
            data = generate(size)
            for name, write, state, ready in (
                ("ours, overview", draw, "", OURS_READY),
                ("ours, full graph", draw, "#view=full", OURS_READY),
                ("stock pyvis", stock, "", STOCK_READY),
            )[: 3 if size <= stock_up_to else 2]:
                file = Path(folder) / "map.html"
                start = time.perf_counter()
                file.write_text(write(data), encoding="utf-8")
                written = time.perf_counter() - start
                found = measure(browser, file, state, ready, limit)
                click.echo(f"{size:6} {name:16}{written:7.2f} s {file.stat().st_size // 1024:6} kB {found}")
        browser.close()


if __name__ == "__main__":
    main()
