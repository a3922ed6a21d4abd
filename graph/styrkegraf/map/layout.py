"""Where everything stands: fixed positions, so that a map reads the same each time and needs no simulation.

The themes are a column in the middle. To the left and the right stand the regions, each a card with its strength
areas in a list below its name: the western half of the country to the left, the eastern to the right, from north to
south. A group with many members, such as a macro-region with the actors of its areas, is a band of several
columns below. Units are pixels at zoom 1; y grows downwards.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import zip_longest
from typing import Literal, NamedTuple

from styrkegraf.map.model import MapData, Node
from styrkegraf.map.wrapping import LINE, line_count

__all__ = ["Group", "Side", "Spot", "by_place", "groups", "placed", "positions"]

Side = Literal["left", "right", "inside"]

HUB = 30.0
GAP = 7.0
CARD_GAP = 16.0
COLUMN = 246.0
BAND_COLUMN = 222.0
INNER = 240.0
NARROW_INNER = 160.0
SMALL = 12
"""Most members of a card; a larger group is a band."""
THEME_WIDTH = 22
NARROW_THEME_WIDTH = 17
"""Most characters of a line in the name of a theme, on a wide screen and on a narrow one."""


class Spot(NamedTuple):
    """A place on the map, and on which side of it the label stands."""

    x: float
    y: float
    side: Side


class Group(NamedTuple):
    """A region or macro-region (None for what has no place) and what stands beside it, in order."""

    hub: Node | None
    members: tuple[Node, ...]

    @property
    def height(self) -> float:
        """Height of the group as a card."""
        return _hub_height(self.hub) + sum(_height(node) for node in self.members) + CARD_GAP


def _height(node: Node) -> float:
    return LINE * line_count(node.label) + GAP


def _hub_height(hub: Node | None) -> float:
    return max(HUB, LINE * line_count(hub.label) + 2 * GAP) if hub else 0.0


def _by_name(node: Node) -> tuple[str, str]:
    return (node.label.get("sv", "").casefold(), node.id)


def by_place(nodes: Iterable[Node], axis: Literal[0, 1]) -> list[Node]:
    """Order from west to east (axis 0) or from north to south (axis 1), the ones without a point last, by name."""

    def key(node: Node) -> tuple[bool, float, tuple[str, str]]:
        if node.point is None:
            return (True, 0.0, _by_name(node))
        return (False, node.point[0] if axis == 0 else -node.point[1], _by_name(node))

    return sorted(nodes, key=key)


def groups(data: MapData) -> list[Group]:
    """Every region and macro-region with its members (areas, then actors), and last those without a place."""
    hubs = {node.id: node for node in data.nodes if node.kind in ("region", "macroregion")}
    members: dict[str, list[Node]] = defaultdict(list)
    for node in data.nodes:
        if node.id not in hubs and node.kind != "theme":
            members[node.group if node.group in hubs else ""].append(node)
    found = [
        Group(hub, tuple(sorted(members[hub.id], key=lambda node: (node.kind == "actor", _by_name(node)))))
        for hub in sorted(hubs.values(), key=lambda node: node.id)
    ]
    homeless = tuple(sorted(members[""], key=_by_name))
    return [*found, Group(None, homeless)] if homeless else found


def _columns(cards: Sequence[Group], per_side: int) -> list[list[Group]]:
    """Share the cards out to columns from west to east, then order each from north to south."""
    hubs = {group.hub.id: group for group in cards if group.hub}
    placed_hubs = by_place((node for node in _hubs(cards) if node.point), 0)
    loose = by_place((node for node in _hubs(cards) if not node.point), 0)
    count = 2 * per_side
    size, rest = divmod(len(placed_hubs), count)
    columns: list[list[Group]] = []
    start = 0
    for column in range(count):
        end = start + size + (column < rest)
        columns.append([hubs[node.id] for node in by_place(placed_hubs[start:end], 1)])
        start = end
    for node in loose:
        shortest = min(range(count), key=lambda i: (sum(group.height for group in columns[i]), i))
        columns[shortest].append(hubs[node.id])
    return columns


def _hubs(cards: Sequence[Group]) -> list[Node]:
    return [group.hub for group in cards if group.hub]


def _place_card(group: Group, x: float, y: float, side: Side, spots: dict[str, Spot]) -> float:
    """Set a card with its top at y; return the y below it."""
    top = _hub_height(group.hub)
    if group.hub:
        spots[group.hub.id] = Spot(x, y + top / 2, side)
    y += top
    for node in group.members:
        height = _height(node)
        spots[node.id] = Spot(x, y + height / 2, side)
        y += height
    return y + CARD_GAP


def _place_cards(cards: Sequence[Group], per_side: int, spots: dict[str, Spot]) -> float:
    """Set the cards in columns on both sides of the themes; return the height of the tallest column."""
    columns = _columns(cards, per_side)
    heights = [sum(group.height for group in column) for column in columns]
    inner = INNER if per_side > 1 else NARROW_INNER
    for index, column in enumerate(columns):
        left = index < per_side
        step = per_side - 1 - index if left else index - per_side
        x = (inner + step * COLUMN) * (-1 if left else 1)
        spare = (max(heights) - heights[index]) / max(1, len(column))
        y = spare / 2
        for group in column:
            y = _place_card(group, x, y, "left" if left else "right", spots) + spare
    return max(heights, default=0.0)


def _theme_room(node: Node, width: int) -> float:
    return LINE * line_count(node.label, width) + 2 * GAP


def _place_themes(data: MapData, height: float, width: int, spots: dict[str, Spot]) -> None:
    """Set the themes in the middle, each near the mean height of what is tied to it."""
    themes = {node.id: node for node in data.nodes if node.kind == "theme"}
    heights: dict[str, list[float]] = {theme: [] for theme in themes}
    for edge in data.edges:
        for theme, other in ((edge.target, edge.source), (edge.source, edge.target)):
            if theme in themes and other in spots:
                heights[theme].append(spots[other].y)
    mean = {theme: sum(ys) / len(ys) if ys else height / 2 for theme, ys in heights.items()}
    order = sorted(themes.values(), key=lambda node: (mean[node.id], _by_name(node)))
    least = sum(_theme_room(node, width) for node in order)
    spare = max(0.0, height - least) / max(1, len(order))
    y = 0.0
    for node in order:
        room = _theme_room(node, width) + spare
        spots[node.id] = Spot(0.0, y + room / 2, "inside")
        y += room


def _assign(group: Group, data: MapData, count: int) -> list[list[Node]]:
    """Share the members of a band out to columns: areas in rows, each actor below an area that it supports."""
    columns: list[list[Node]] = [[] for _ in range(count)]
    areas = [node for node in group.members if node.kind != "actor"]
    home: dict[str, int] = {}
    for index, area in enumerate(areas):
        home[area.id] = index % count
        columns[index % count].append(area)
    supported: dict[str, list[int]] = defaultdict(list)
    for edge in data.edges:
        if edge.target in home:
            supported[edge.source].append(home[edge.target])
    actors = [node for node in group.members if node.kind == "actor"]
    for actor in sorted(actors, key=lambda node: (len(set(supported[node.id])) or count, _by_name(node))):
        wanted = sorted(set(supported[actor.id])) or list(range(count))
        columns[min(wanted, key=lambda i: (len(columns[i]), i))].append(actor)
    return columns


def _band_columns(group: Group, per_side: int) -> int:
    areas = sum(node.kind != "actor" for node in group.members)
    return min(_across([group], per_side), areas or max(2, round(len(group.members) / 9)))


def _across(bands: Sequence[Group], per_side: int) -> int:
    """How many columns stand side by side: as wide as the cards above, wider where there is very much to be placed."""
    height = sum(group.height for group in bands)
    shape = 3.4 if per_side > 1 else 0.6
    return max(4 * per_side - 1, round(math.sqrt(shape * height / BAND_COLUMN)))


def _place_band(columns: list[list[Node]], hub: Node | None, x: float, y: float, spots: dict[str, Spot]) -> float:
    """Set a band with its upper left at (x, y): hub, rows of areas, columns of actors; return the y below it."""
    if hub:
        spots[hub.id] = Spot(x, y + _hub_height(hub) / 2, "right")
    y += _hub_height(hub)
    areas = [[node for node in column if node.kind != "actor"] for column in columns]
    for row in zip_longest(*areas):
        height = max(_height(node) for node in row if node)
        for index, node in enumerate(row):
            if node:
                spots[node.id] = Spot(x + index * BAND_COLUMN, y + height / 2, "right")
        y += height
    below = y
    for index, column in enumerate(columns):
        at = y + GAP
        for node in (node for node in column if node.kind == "actor"):
            spots[node.id] = Spot(x + index * BAND_COLUMN, at + _height(node) / 2, "right")
            at += _height(node)
        below = max(below, at)
    return below + CARD_GAP


def _place_bands(bands: Sequence[Group], data: MapData, per_side: int, y: float, spots: dict[str, Spot]) -> None:
    """Set the bands below y, side by side as long as they fit."""
    most = _across(bands, per_side)
    left = -BAND_COLUMN * most / 2
    used, below = 0, y
    for group in sorted(bands, key=lambda group: (group.hub is None, (group.hub and _by_name(group.hub)) or ("", ""))):
        count = _band_columns(group, per_side)
        if used and used + count > most:
            used, y = 0, below
        columns = _assign(group, data, count)
        below = max(below, _place_band(columns, group.hub, left + used * BAND_COLUMN, y, spots))
        used += count


def placed(data: MapData, per_side: int = 2) -> dict[str, Spot]:
    """The place of every node, with so many columns of cards on each side of the themes (1 suits a narrow screen)."""
    every = groups(data)
    cards = [group for group in every if group.hub and len(group.members) <= SMALL]
    bands = [group for group in every if not group.hub or len(group.members) > SMALL]
    spots: dict[str, Spot] = {}
    tallest = _place_cards(cards, per_side, spots)
    width = THEME_WIDTH if per_side > 1 else NARROW_THEME_WIDTH
    below = max(tallest, sum(_theme_room(node, width) for node in data.nodes if node.kind == "theme"))
    _place_bands(bands, data, per_side, below + 2 * CARD_GAP, spots)
    _place_themes(data, tallest, width, spots)
    return spots


def positions(data: MapData) -> dict[str, tuple[float, float]]:
    """The fixed position of every node on the full map, the same for the same data."""
    return {iri: (round(spot.x, 1), round(spot.y, 1)) for iri, spot in sorted(placed(data).items())}
