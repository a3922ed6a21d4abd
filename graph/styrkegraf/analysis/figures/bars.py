"""Stacked bars: how a number is made up of parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from styrkegraf.analysis.figures.svg import drawing, element, fitted, text, text_width

__all__ = ["Bar", "stacked_bars"]

_ROW = 32.0
_PLOT = 340.0
_LONGEST = 250.0


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: its name, and its parts in the order of the key."""

    name: str
    parts: tuple[int, ...]


def stacked_bars(
    name: str, title: str, description: str, bars: Sequence[Bar], key: Sequence[tuple[str, str]]
) -> Markup:
    """Draw one bar under the other, all on one scale, each part with its number; ``key`` is (class, name) a part."""
    left = min(max((text_width(bar.name) for bar in bars), default=0.0), _LONGEST) + 16
    longest = max((sum(bar.parts) for bar in bars), default=0) or 1
    parts: list[Markup] = []
    for at, bar in enumerate(bars):
        y = 8 + at * _ROW
        parts.append(text(left - 10, y + 16.5, fitted(bar.name, _LONGEST), "name", "end"))
        parts += _parts(bar, key, left, y, _PLOT / longest)
    bottom = 8 + len(bars) * _ROW
    for at, (class_, label) in enumerate(key):
        y = bottom + 12 + at * 22
        parts.append(element("rect", x=left, y=y, width=14, height=14, class_=class_))
        parts.append(text(left + 22, y + 11.5, label, "name"))
    return drawing(name, left + _PLOT + 16, bottom + 16 + 22 * len(key), title, description, parts)


def _parts(bar: Bar, key: Sequence[tuple[str, str]], left: float, y: float, scale: float) -> list[Markup]:
    found: list[Markup] = []
    x = left
    for (class_, label), count in zip(key, bar.parts, strict=True):
        if not count:
            continue
        width = count * scale
        parts = [
            element("title", escape(f"{bar.name}, {label}: {count}")),
            element("rect", x=x, y=y, width=width, height=_ROW - 10, class_=class_),
        ]
        if width > text_width(str(count)) + 4:
            parts.append(text(x + width / 2, y + 15.5, str(count), f"on-{class_}", "middle"))
        found.append(element("g", *parts))
        x += width
    return found
