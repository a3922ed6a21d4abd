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
from styrkegraf.map.model import LANGUAGES, STANDINGS, Layer, Standing
from styrkegraf.map.network import Drawn, drawn
from styrkegraf.map.overview import sides
from styrkegraf.networks import projections

if TYPE_CHECKING:
    from styrkegraf.documents import QueryDocument

__all__ = ["counties", "regions"]

_START: Final = 3
"""What two regions must have in common, at first, for a possible link to be drawn."""
_ROW: Final = 34.0
_BREADTH: Final = 92.0
_NAME: Final = 122.0
"""Height of a row, half the breadth of the line on which regions stand, and the room for a name, in pixels."""
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


def _places(nodes: tuple[Node, ...]) -> dict[str, Spot]:
    """Regions on a round line: western ones to the left, eastern ones to the right, each from north to south."""
    found: dict[str, Spot] = {}
    columns = sides(list(nodes))
    height = _ROW * max(map(len, columns))
    for column, side in zip(columns, (-1, 1), strict=True):
        for at, node in enumerate(column):
            y = height * ((at + 0.5) / len(column) - 0.5)
            x = side * _BREADTH * math.sqrt(1 - (2 * y / (1.12 * height)) ** 2)
            found[node.id] = Spot(x, y, "left" if side < 0 else "right")
    return found


def _frame(places: Mapping[str, Spot]) -> tuple[float, float, float, float]:
    """Left, top, width and height of a drawing that holds the places and their names."""
    top = min((spot.y for spot in places.values()), default=0.0) - _ROW / 2
    bottom = max((spot.y for spot in places.values()), default=0.0) + _ROW / 2
    half = _BREADTH + _NAME
    return -half, round(top, 1), 2 * half, round(bottom - top, 1)


def _pairs(data: MapData) -> dict[str, int]:
    """How many pairs of regions have links of each standing."""
    return {
        standing: len({(edge.source, edge.target) for edge in data.edges if edge.standing == standing})
        for standing in STANDINGS
    }


def regions(material: Material) -> AtlasMap:
    """The two networks of regions, possible and documented, drawn apart at the same places."""
    data = _data(material)
    places = _places(data.nodes)
    nodes = [{"id": node.id, "kind": node.kind, "at": _point(places[node.id])} for node in data.nodes]
    view = drawn(nodes, _bundles(data, STANDINGS))
    content = material.content("regions", data, {"regions": view}, least=_least(data), apart=_frame(places))
    names = tuple(one.name for one in _projections())
    return AtlasMap("regions", "pair", content, not data.nodes, counts=_pairs(data), projections=names)


def _point(spot: Spot) -> tuple[float, float, str]:
    return round(spot.x, 1), round(spot.y, 1), spot.side


def counties(material: Material) -> AtlasMap:
    """The same links over the map of the country, with its counties shaded by strength areas."""
    data = _data(material)
    shapes = material.frame.counties
    at = spots(shapes)
    there = tuple(node for node in data.nodes if node.id in at)
    kept = {node.id for node in there}
    edges = tuple(edge for edge in data.edges if {edge.source, edge.target} <= kept)
    data = MapData(data.title, there, edges, data.names)
    nodes = [{"id": node.id, "kind": node.kind, "at": at[node.id]} for node in there]
    views: dict[str, Drawn] = {
        "stated": {"nodes": nodes, "edges": _bundles(data, ("documented",))},
        "potential": {"nodes": nodes, "edges": _bundles(data, ("potential",))},
    }
    content = material.content("counties", data, views, least=_least(data), areas=_areas(material))
    names = tuple(one.name for one in _projections())
    drawing = backdrop(shapes, {node.id: node.label["sv"] for node in there})
    return AtlasMap("counties", "county", content, not there, drawing, projections=names)


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
