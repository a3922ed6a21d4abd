"""Curves from 0 to 1 on both axes, told apart by dashes and by name, with a band where there is one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from styrkegraf.analysis.figures.svg import drawing, element, text

__all__ = ["Curve", "curves"]

_SIDE = 360.0, 240.0
_LEFT, _TOP = 56.0, 12.0
_KEY = 24.0


@dataclass(frozen=True, slots=True)
class Curve:
    """Points (x, y), the bounds of y where the curve is a mean, a name, and a class that gives it its dashes."""

    name: str
    class_: str
    points: tuple[tuple[float, float], ...]
    low: tuple[float, ...] = ()
    high: tuple[float, ...] = ()


def curves(
    name: str,
    title: str,
    description: str,
    lines: Sequence[Curve],
    axes: tuple[str, str],
    shown: Callable[[float], str],
) -> Markup:
    """Draw the curves, with a key below; ``axes`` say what x and y are."""
    bottom = _TOP + _SIDE[1]
    parts = _frame(axes, shown, bottom)
    parts += [_band(line) for line in lines if line.low]
    parts += [
        element(
            "polyline", element("title", escape(line.name)), points=_points(line.points), class_=f"curve {line.class_}"
        )
        for line in lines
    ]
    for at, line in enumerate(lines):
        y = bottom + 62 + at * _KEY
        parts.append(element("line", x1=_LEFT, y1=y, x2=_LEFT + 44, y2=y, class_=f"curve {line.class_}"))
        parts.append(text(_LEFT + 54, y + 4.5, line.name, "name"))
    return drawing(name, _LEFT + _SIDE[0] + 24, bottom + 56 + len(lines) * _KEY, title, description, parts)


def _frame(axes: tuple[str, str], shown: Callable[[float], str], bottom: float) -> list[Markup]:
    parts: list[Markup] = []
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        x, y = _place((share, share))
        parts.append(element("line", x1=x, y1=_TOP, x2=x, y2=bottom, class_="rule"))
        parts.append(element("line", x1=_LEFT, y1=y, x2=_LEFT + _SIDE[0], y2=y, class_="rule"))
        parts.append(text(x, bottom + 18, shown(share), "tick", "middle"))
        parts.append(text(_LEFT - 8, y + 4.5, shown(share), "tick", "end"))
    parts.append(text(_LEFT + _SIDE[0], bottom + 38, axes[0], "tick", "end"))
    middle = _TOP + _SIDE[1] / 2
    parts.append(text(12, middle, axes[1], "tick", "middle", transform=f"rotate(-90 12 {middle:.1f})"))
    return parts


def _place(point: tuple[float, float]) -> tuple[float, float]:
    return _LEFT + point[0] * _SIDE[0], _TOP + (1 - point[1]) * _SIDE[1]


def _points(points: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in map(_place, points))


def _band(line: Curve) -> Markup:
    across = [x for x, _ in line.points]
    there = list(zip(across, line.high, strict=True))
    back = list(zip(across, line.low, strict=True))[::-1]
    return element("polygon", points=_points(there + back), class_="band")
