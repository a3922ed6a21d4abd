"""A small map of a network: circles and squares, the lines between them, and the names that fit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from styrkegraf.analysis.figures.svg import drawing, element, fitted, text, text_width

__all__ = ["Circle", "node_map"]

_SIZE = 860.0, 560.0
_EDGE = 40.0, 34.0
_LONGEST = 400.0, 210.0
"""Widths that names may have: the whole where there is room, else cut."""
_HEIGHT = 15.0

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Circle:
    """A node: where it lies (0 to 1 in both directions), its name, its class, and a letter or number on it.

    ``square`` draws a square instead; ``weight`` decides whose name is written where there is no room for all.
    """

    x: float
    y: float
    name: str
    class_: str
    text: str
    weight: float
    square: bool = False


def node_map(
    name: str, title: str, description: str, nodes: Mapping[str, Circle], lines: Sequence[tuple[str, str]]
) -> Markup:
    """Draw the nodes by key and the lines between keys; names that would cover another are left to pointing."""
    places = {key: _place(circle) for key, circle in nodes.items()}
    parts = [
        element(
            "line",
            x1=places[one][0],
            y1=places[one][1],
            x2=places[other][0],
            y2=places[other][1],
            class_="tie",
        )
        for one, other in lines
    ]
    parts += [_node(circle, *places[key]) for key, circle in nodes.items()]
    return drawing(name, *_SIZE, title, description, [*parts, *_names(nodes, places)])


def _place(circle: Circle) -> tuple[float, float]:
    return (
        _EDGE[0] + circle.x * (_SIZE[0] - 2 * _EDGE[0]),
        _EDGE[1] + circle.y * (_SIZE[1] - 2 * _EDGE[1]),
    )


def _radius(circle: Circle) -> float:
    return 13.0 if circle.square else 9.0


def _node(circle: Circle, x: float, y: float) -> Markup:
    r = _radius(circle)
    shape = (
        element("rect", x=x - r, y=y - r, width=2 * r, height=2 * r, rx=3, class_=circle.class_)
        if circle.square
        else element("circle", cx=x, cy=y, r=r, class_=circle.class_)
    )
    letter = text(x, y + 4, circle.text, f"on-{circle.class_}", "middle")
    return element("g", element("title", escape(circle.name)), shape, letter)


def _names(nodes: Mapping[str, Circle], places: Mapping[str, tuple[float, float]]) -> list[Markup]:
    """The names, the weightiest first, each to the right, to the left, below or above its node, where there is room."""
    taken: dict[str, Box] = {}
    for key, (x, y) in places.items():
        r = _radius(nodes[key])
        taken[key] = (x - r, y - r, x + r, y + r)
    found: list[Markup] = []
    for key in sorted(nodes, key=lambda key: (-nodes[key].weight, key)):
        circle = nodes[key]
        labels = list(dict.fromkeys(fitted(circle.name, longest) for longest in _LONGEST))
        spots = [
            (label, *spot)
            for label in labels
            for spot in _spots(circle, places[key], text_width(label) * (1.1 if circle.square else 0.93))
        ]
        free = next((spot for spot in spots if _free(spot[-1], taken.values())), None)
        if free:
            label, x, y, anchor, taken[f"{key} name"] = free
            found.append(text(x, y, label, "node-name strong" if circle.square else "node-name", anchor))
    return found


def _spots(circle: Circle, place: tuple[float, float], width: float) -> list[tuple[float, float, str, Box]]:
    (x, y), r = place, _radius(circle) + 4
    return [
        (x + r, y + 4, "start", (x + r, y - 8, x + r + width, y + _HEIGHT - 8)),
        (x - r, y + 4, "end", (x - r - width, y - 8, x - r, y + _HEIGHT - 8)),
        (x, y + r + 10, "middle", (x - width / 2, y + r - 1, x + width / 2, y + r - 1 + _HEIGHT)),
        (x, y - r - 2, "middle", (x - width / 2, y - r - _HEIGHT, x + width / 2, y - r)),
    ]


def _free(box: Box, taken: Iterable[Box]) -> bool:
    left, top, right, bottom = box
    if left < 2 or right > _SIZE[0] - 2 or top < 2 or bottom > _SIZE[1] - 2:
        return False
    return all(right <= a or left >= c or bottom <= b or top >= d for a, b, c, d in taken)
