"""The third and fourth map: links between regions, possible and documented, as a network and over the country."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, cast

from styrkegraf.atlas.maps.county import backdrop, spots
from styrkegraf.atlas.maps.material import AtlasMap, Material
from styrkegraf.map import Edge, MapData, Node
from styrkegraf.map.layout import Spot
from styrkegraf.map.model import LANGUAGES, Layer, Standing
from styrkegraf.map.network import Drawn, drawn, standing_nodes
from styrkegraf.map.wrapping import LINE
from styrkegraf.networks import projections

if TYPE_CHECKING:
    from styrkegraf.documents import QueryDocument

__all__ = ["counties", "regions"]

_START: Final = 3
"""What two regions must have in common, at first, for a possible link to be drawn."""
_SPACE: Final = 98.0
_COUNTED: Final = {"sv": "Räknat ur grafen", "en": "Counted in the graph"}


def _projections() -> list[QueryDocument]:
    """The projections of ties between counties, the documented ones first."""
    found = [one for one in projections().values() if one.head.get("standing")]
    return sorted(found, key=lambda one: (one.head["standing"] != "documented", one.name))


def _links(material: Material, document: QueryDocument) -> list[Edge]:
    label: dict[str, str] = {lang: _short(document.text("title", lang)) for lang in LANGUAGES}
    how: dict[str, str] = {lang: f"{_COUNTED[lang]}: {document.text('question', lang)}" for lang in LANGUAGES}
    return [
        Edge(
            source,
            target,
            document.name,
            label,
            label,
            cast(Layer, tie["layer"]),
            tie.get("confidence"),
            material.sources(tie["evidence"]),
            tie["weight"],
            tie["via"],
            how,
            cast(Standing, document.head["standing"]),
        )
        for source, target, tie in material.network(document.name).edges(data=True)
    ]


def _short(title: str) -> str:
    text = title.partition(": ")[2] or title
    return text[:1].upper() + text[1:]


def _data(material: Material) -> MapData:
    nodes = tuple(node for node in material.data.nodes if node.kind == "region")
    kept = {node.id for node in nodes}
    found = [edge for document in _projections() for edge in _links(material, document)]
    edges = tuple(edge for edge in found if {edge.source, edge.target} <= kept)
    names = {iri: material.label(iri) for edge in edges for iri in edge.via}
    return MapData(material.data.title, nodes, edges, names)


def _bundles(data: MapData, standings: tuple[str, ...]) -> list[dict[str, Any]]:
    """One line for each pair of regions and standing, with the links that it stands for."""
    ties: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for number, edge in enumerate(data.edges):
        if edge.standing in standings:
            ties[edge.standing or "", edge.source, edge.target].append(number)
    return [
        {"id": " ".join(ends), "from": ends[1], "to": ends[2], "standing": ends[0], "ties": numbers}
        for ends, numbers in sorted(ties.items(), key=lambda item: (item[0][0] != "potential", item[0]))
    ]


def _least(data: MapData) -> dict[str, int]:
    weights: Counter[tuple[str, str]] = Counter()
    for edge in data.edges:
        if edge.standing == "potential":
            weights[edge.source, edge.target] += round(edge.weight)
    most = max(weights.values(), default=1)
    return {"start": min(_START, most), "most": most}


def _circle(nodes: tuple[Node, ...], *, narrow: bool = False) -> dict[str, Spot]:
    """Regions on a circle, each in the direction in which it lies from the middle of the country.

    On a narrow screen the circle is an upright ellipse.
    """
    placed = [node for node in nodes if node.point]
    points = [node.point for node in placed if node.point]
    middle = tuple(sum(values) / max(1, len(points)) for values in zip(*points, strict=True)) or (0.0, 0.0)
    order = sorted(placed, key=lambda node: (_direction(node.point or (0.0, 0.0), middle), node.id))
    order += sorted((node for node in nodes if not node.point), key=lambda node: node.id)
    radius = max(120.0, _SPACE * len(order) / (2 * math.pi))
    across = radius / 2.6 if narrow else radius
    found = {}
    for at, node in enumerate(order):
        angle = 2 * math.pi * (at + 0.5) / len(order)
        x, y = across * math.sin(angle), -radius * math.cos(angle)
        lower = LINE if abs(x) < 1 and y > 0 else 0.0  # the one at the very bottom stands clear of its neighbours
        found[node.id] = Spot(x, y + lower, "right" if x > -1 else "left")
    return found


def _direction(point: tuple[float, float], middle: tuple[float, ...]) -> float:
    """The angle from north, clockwise, from 0 to a whole turn; a degree of longitude is half one of latitude."""
    return math.atan2((point[0] - middle[0]) / 2, point[1] - middle[1]) % (2 * math.pi)


def _view(data: MapData, standings: tuple[str, ...]) -> Drawn:
    nodes = standing_nodes(data.nodes, _circle(data.nodes), _circle(data.nodes, narrow=True))
    return drawn(nodes, _bundles(data, standings))


def _figures(data: MapData) -> dict[str, object]:
    pairs = {
        standing: len({(edge.source, edge.target) for edge in data.edges if edge.standing == standing})
        for standing in ("potential", "documented")
    }
    return {**pairs, "regions": len(data.nodes)}


def regions(material: Material) -> AtlasMap:
    """The network of regions: what is possible and what is documented, drawn apart."""
    data = _data(material)
    views = {
        "both": _view(data, ("potential", "documented")),
        "stated": _view(data, ("documented",)),
        "potential": _view(data, ("potential",)),
    }
    content = material.content("regions", data, views, least=_least(data))
    names = tuple(one.name for one in _projections())
    return AtlasMap("regions", "network", content, not data.nodes, figures=_figures(data), projections=names)


def counties(material: Material) -> AtlasMap:
    """The same links over the map of the country, with its counties shaded by strength areas."""
    data = _data(material)
    shapes = material.frame.counties
    at = spots(shapes)
    there = tuple(node for node in data.nodes if node.id in at)
    kept = {node.id for node in there}
    edges = tuple(edge for edge in data.edges if {edge.source, edge.target} <= kept)
    data = MapData(data.title, there, edges, data.names)
    view: Drawn = {
        "nodes": [{"id": node.id, "kind": node.kind, "at": at[node.id]} for node in there],
        "edges": _bundles(data, ("potential", "documented")),
    }
    content = material.content("counties", data, {"counties": view}, least=_least(data), areas=_areas(material))
    names = tuple(one.name for one in _projections())
    drawing = backdrop(shapes, {node.id: node.label["sv"] for node in there})
    return AtlasMap("counties", "county", content, not there, drawing, _figures(data), names)


def _areas(material: Material) -> dict[str, Mapping[str, int]]:
    """How many strength areas every county has: all, and those of each theme."""
    regions_of = {edge.source: edge.target for edge in material.data.edges if edge.kind == "area-of"}
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for region in regions_of.values():
        counts[region]["all"] += 1
    for edge in material.data.edges:
        if edge.kind == "has-theme" and edge.source in regions_of:
            counts[regions_of[edge.source]][edge.target] += 1
    return {region: dict(sorted(found.items())) for region, found in sorted(counts.items())}
