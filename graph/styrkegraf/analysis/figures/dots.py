"""Dots with bars: values with the interval within which each could as well lie."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from styrkegraf.analysis.figures.svg import axis_ticks, drawing, element, fitted, text, text_width

__all__ = ["Dot", "dots"]

_ROW = 24.0
_PLOT = 340.0
_LONGEST = 250.0


@dataclass(frozen=True, slots=True)
class Dot:
    """A line of the figure: a name, a value, its bounds, and the value in words for whoever points at it."""

    name: str
    value: float
    low: float
    high: float
    says: str


def dots(
    name: str,
    title: str,
    description: str,
    lines: Sequence[Dot],
    axis: str,
    shown: Callable[[float], str],
    lowest: float = 0.0,
) -> Markup:
    """Draw a dot with a bar for each line; ``shown`` writes the numbers of the axis, ``axis`` says what they are.

    Bars are cut at ``lowest``, the smallest value that the measure can have.
    """
    left = min(max((text_width(line.name) for line in lines), default=0.0), _LONGEST) + 16
    high = max((max(line.high, line.value) for line in lines if not math.isnan(line.high)), default=1.0)
    high = high if high > lowest else lowest + 1.0
    bottom = len(lines) * _ROW + 8

    def place(value: float) -> float:
        return left + _PLOT * (min(max(value, lowest), high) - lowest) / (high - lowest)

    parts: list[Markup] = []
    for tick in axis_ticks(lowest, high):
        parts.append(element("line", x1=place(tick), y1=4, x2=place(tick), y2=bottom, class_="rule"))
        parts.append(text(place(tick), bottom + 16, shown(tick), "tick", "middle"))
    parts.append(text(left, bottom + 36, axis, "tick"))
    for at, line in enumerate(lines):
        parts.append(_line(line, 4 + (at + 0.5) * _ROW, left, place))
    return drawing(name, left + _PLOT + 24, bottom + 46, title, description, parts)


def _line(line: Dot, y: float, left: float, place: Callable[[float], float]) -> Markup:
    parts = [element("title", escape(line.says)), text(left - 10, y + 4.5, fitted(line.name, _LONGEST), "name", "end")]
    if not math.isnan(line.low):
        parts.append(element("line", x1=place(line.low), y1=y, x2=place(line.high), y2=y, class_="interval"))
    parts.append(element("circle", cx=place(line.value), cy=y, r=5, class_="dot"))
    return element("g", *parts)
