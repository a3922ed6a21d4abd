"""The aggregate that a map opens with: which regions have strength areas in which themes, and how many."""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

from styrkegraf.map.layout import NARROW_THEME_WIDTH, THEME_WIDTH, Spot, by_place
from styrkegraf.map.model import MapData, Node
from styrkegraf.map.wrapping import LINE, line_count

__all__ = ["Bundle", "bundles", "in_overview", "placed_overview", "sides"]

REACH = 335.0
NARROW_REACH = 150.0
ROW = 58.0
NARROW_ROW = 31.0


class Bundle(NamedTuple):
    """A link of the overview: a region, a theme, and the places of the theme ties behind it in ``MapData.edges``."""

    region: str
    theme: str
    ties: tuple[int, ...]


def bundles(data: MapData) -> list[Bundle]:
    """Region and theme for every area that has both, one bundle for each pair, in order of the two IRIs."""
    homes: dict[str, list[str]] = defaultdict(list)
    kinds = {node.id: node.kind for node in data.nodes}
    for edge in data.edges:
        if edge.kind == "area-of":
            homes[edge.source].append(edge.target)
    ties: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, edge in enumerate(data.edges):
        if edge.kind == "has-theme" and kinds.get(edge.target) == "theme":
            for region in homes[edge.source]:
                ties[region, edge.target].append(number)
    return [Bundle(region, theme, tuple(numbers)) for (region, theme), numbers in sorted(ties.items())]


def in_overview(data: MapData) -> list[Node]:
    """Every region and theme, and the macro-regions that have an area of their own."""
    linked = {bundle.region for bundle in bundles(data)}
    return [
        node
        for node in data.nodes
        if node.kind in ("region", "theme") or (node.kind == "macroregion" and node.id in linked)
    ]


def sides(nodes: list[Node]) -> tuple[list[Node], list[Node]]:
    """West and east, each from north to south; macro-regions and what has no point at the end of the shorter side."""
    regions = [node for node in nodes if node.kind == "region"]
    points = by_place((node for node in regions if node.point), 0)
    half = (len(points) + 1) // 2
    west, east = by_place(points[:half], 1), by_place(points[half:], 1)
    for node in by_place((node for node in regions if not node.point), 0):
        (west if len(west) <= len(east) else east).append(node)
    for node in by_place((node for node in nodes if node.kind == "macroregion"), 0):
        (west if len(west) < len(east) else east).append(node)
    return west, east


def _column(nodes: list[Node], x: float, height: float, spots: dict[str, Spot], *, left: bool) -> None:
    step = height / max(1, len(nodes))
    for index, node in enumerate(nodes):
        spots[node.id] = Spot(x, (index + 0.5) * step, "left" if left else "right")


def _themes(themes: list[Node], data: MapData, x: float, height: float, width: int, spots: dict[str, Spot]) -> None:
    """Set the themes in a column, in the order of the mean height of their regions: fewer lines cross."""
    heights: dict[str, list[float]] = defaultdict(list)
    for bundle in bundles(data):
        heights[bundle.theme] += [spots[bundle.region].y] * len(bundle.ties)
    mean = {theme: sum(ys) / len(ys) for theme, ys in heights.items()}
    order = sorted(themes, key=lambda node: (mean.get(node.id, height), node.id))
    room = [LINE * line_count(node.label, width) + 13.0 for node in order]
    spare = max(0.0, height - sum(room)) / max(1, len(order))
    y = 0.0
    for node, own in zip(order, room, strict=True):
        spots[node.id] = Spot(x, y + (own + spare) / 2, "inside")
        y += own + spare


def placed_overview(data: MapData, *, narrow: bool = False) -> dict[str, Spot]:
    """The place of every node of the overview.

    Wide: western regions to the left, themes in the middle, eastern regions to the right. Narrow: all regions to
    the left and the themes to the right.
    """
    nodes = in_overview(data)
    themes = [node for node in nodes if node.kind == "theme"]
    width = NARROW_THEME_WIDTH if narrow else THEME_WIDTH
    least = sum(LINE * line_count(node.label, width) + 13.0 for node in themes)
    west, east = sides(nodes)
    spots: dict[str, Spot] = {}
    if narrow:
        both = by_place((node for node in west + east if node.kind == "region"), 1)
        both += [node for node in west + east if node.kind == "macroregion"]
        height = max(least, NARROW_ROW * len(both))
        _column(both, 0.0, height, spots, left=True)
        _themes(themes, data, NARROW_REACH, height, width, spots)
        return spots
    height = max(least, ROW * max(len(west), len(east)))
    _column(west, -REACH, height, spots, left=True)
    _column(east, REACH, height, spots, left=False)
    _themes(themes, data, 0.0, height, width, spots)
    return spots
