"""The pages and files of the maps."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Final

from styrkegraf.atlas.frame import Frame, data_script
from styrkegraf.atlas.maps.actors import actors
from styrkegraf.atlas.maps.collaboration import collaboration
from styrkegraf.atlas.maps.material import AtlasMap, Material
from styrkegraf.atlas.maps.matrix import matrix
from styrkegraf.atlas.maps.regions import counties, regions
from styrkegraf.atlas.wording import LANGUAGES, word
from styrkegraf.map.content import is_crowded
from styrkegraf.map.page import stage
from styrkegraf.map.scripts import SURFACES, library, library_styles, program, text, webgl_library

__all__ = ["NAMES", "files", "maps", "pages"]

NAMES: Final = ("collaboration", "actors", "regions", "counties", "matrix")
"""The maps, in order; each has its address ``maps/<name>.html``."""

_SIGMA: Final = "static/sigma.js"


@lru_cache(maxsize=1)
def maps(frame: Frame) -> tuple[AtlasMap, ...]:
    """Every map of the graph, drawn once for pages and files."""
    material = Material(frame)
    drawn = (draw(material) for draw in (collaboration, actors, regions, counties, matrix))
    return tuple(replace(one, content={**one.content, "title": _title(one.name), **_webgl(one)}) for one in drawn)


def _webgl(one: AtlasMap) -> dict[str, str]:
    """Where a map with a crowd of nodes finds sigma.js; it is loaded only where there is a graphics card."""
    return {"webgl": f"../../{_SIGMA}"} if is_crowded(one.content["views"]) else {}


def _title(name: str) -> dict[str, str]:
    return {lang: word(lang, f"map-{name}") for lang in LANGUAGES}


def pages(frame: Frame) -> dict[str, str]:
    """The page of each map in both languages, and one that leads to them all, by address from the top of the site."""
    drawn = maps(frame)
    styles = [f"'{value}'" for value in library_styles()]
    found: dict[str, str] = {}
    for lang in LANGUAGES:
        found[f"{lang}/maps/index.html"] = frame.page(
            "maps.html.j2", "maps/index.html", lang, maps=[(one, one.lead(lang)) for one in drawn]
        )
        for one in drawn:
            policy = {"style-src": styles} if one.surface == "network" else {}
            found[f"{lang}/maps/{one.name}.html"] = frame.page(
                "map.html.j2",
                f"maps/{one.name}.html",
                lang,
                policy=policy,
                map=one,
                lead=one.lead(lang),
                names=NAMES,
                stage=stage(lang, one.views, surface=one.surface, backdrop=one.backdrop),
            )
    return found


def files(frame: Frame) -> dict[str, bytes]:
    """What the pages of the maps load: a program for each surface, what draws networks, a style sheet, the data."""
    drawn = maps(frame)
    found = {f"static/maps-{surface}.js": program(surface) for surface in SURFACES}
    found |= {"static/vis-network.js": library(), "static/maps.css": text("map.css")}
    if any(is_crowded(one.content["views"]) for one in drawn):
        found[_SIGMA] = webgl_library()
    found |= {f"data/maps-{one.name}.js": data_script("styrkegrafDraw", one.content) for one in drawn}
    return {path: body.encode("utf-8") for path, body in sorted(found.items())}
