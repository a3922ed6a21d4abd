"""Visits to maps in a browser: what is shown, told and saved; and networks to draw that are as large as need be."""

from __future__ import annotations

import random
import shutil
import time
from pathlib import Path
from typing import Any

from styrkegraf import Graph
from styrkegraf.atlas import Frame
from styrkegraf.atlas.maps import files, pages
from styrkegraf.map import Edge, MapData, Node, Source
from styrkegraf.resources import folder
from tabs import Watched

__all__ = ["ID", "LANGUAGES", "MAPS", "READY", "Visit", "crowd_of", "write_maps"]

ID = "https://w3id.org/styrkegraf/id/"
MAPS = ("collaboration", "actors", "regions", "counties", "matrix")
LANGUAGES = ("sv", "en")
READY = "Boolean(window.styrkegrafMap?.ready)"


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


class Visit(Watched):
    """A map that is open."""

    def open(self, file: Path, state: str = "") -> Visit:
        self.page.goto(file.as_uri() + (f"#{state}" if state else ""))
        assert self.page.evaluate(READY)
        return self

    def shown(self) -> tuple[set[str], set[str]]:
        """The nodes and links on the map."""
        found: dict[str, list[str]] = self.page.evaluate("window.styrkegrafMap.shown()")
        return set(found["nodes"]), set(found["edges"])

    def drawn(self) -> set[str]:
        """The links that are drawn: in a crowd, those of the selection only."""
        return set(self.page.evaluate("window.styrkegrafMap.drawn()"))

    def engine(self) -> str:
        """What draws the network: ``canvas`` (vis-network) or ``webgl`` (sigma.js)."""
        found: str = self.page.evaluate("window.styrkegrafMap.engine()")
        return found

    def until(self, expression: str) -> None:
        """Let the page go on, frame by frame, until something holds."""
        deadline = time.monotonic() + 30
        while not self.page.evaluate(expression):
            assert time.monotonic() < deadline, f"never: {expression}"
            self.page.evaluate("new Promise(requestAnimationFrame)")

    def press(self, node: str) -> None:
        """Click where a node stands."""
        where = self.page.evaluate("id => window.styrkegrafMap.place(id)", node)
        self.page.locator("#net").click(position={"x": where["x"], "y": where["y"]})

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
        """The rows of the tables of links."""
        self.page.evaluate("document.getElementById('tables').open = true")
        self.page.locator("#tables table").nth(1).wait_for()
        found: list[list[str]] = self.page.eval_on_selector_all(
            "#tables .sheet:not(:first-child) tbody tr", "rows => rows.map(r => [...r.cells].map(c => c.textContent))"
        )
        return found

    def saved(self, kind: str) -> bytes:
        with self.page.expect_download() as waiting:
            self.page.click(f'[data-export="{kind}"]')
        assert waiting.value.suggested_filename.endswith(f".{kind}")
        return Path(waiting.value.path()).read_bytes()


_READS = {"sv": "anknyter till", "en": "is tied to"}


def crowd_of(size: int) -> MapData:
    """So many nodes, the same each time: counties, three themes, areas with one each, actors with two areas each."""
    rng = random.Random(size)
    regions = [f"county/lan-{n}" for n in range(max(2, size // 200))]
    themes = ["theme/energi", "theme/halsa", "theme/skog"]
    areas = [f"area/omrade-{n}" for n in range(size // 4)]
    actors = [f"actor/aktor-{n}" for n in range(size - len(regions) - len(themes) - len(areas))]
    homes = {area: rng.choice(regions) for area in areas}
    supported = {actor: rng.sample(areas, 2) for actor in actors}

    def node(name: str, kind: str, group: str = "") -> Node:
        text = name.rpartition("/")[2].capitalize()
        return Node(ID + name, kind, {"sv": text, "en": text}, ID + group if group else "")  # type: ignore[arg-type]

    def edge(source: str, kind: str, target: str, layer: str = "stated") -> Edge:
        passages = (
            (
                Source(
                    ("Smart specialisering i 21 regioner", "Smart specialisering i 21 regioner"), "Västmanland", "46–51"
                ),
            )
            if layer == "stated"
            else ()
        )
        return Edge(ID + source, ID + target, kind, _READS, _READS, layer, None, passages)  # type: ignore[arg-type]

    nodes = [*(node(name, "region", name) for name in regions), *(node(name, "theme") for name in themes)]
    nodes += [node(name, "area", home) for name, home in homes.items()]
    nodes += [node(name, "actor", homes[own[0]]) for name, own in supported.items()]
    edges = [edge(area, "area-of", home) for area, home in homes.items()]
    edges += [edge(area, "has-theme", rng.choice(themes), "curated") for area in areas]
    edges += [edge(actor, "supports", area) for actor, own in supported.items() for area in own]
    return MapData({"sv": f"{size} noder", "en": f"{size} nodes"}, tuple(nodes), tuple(edges))
