"""SVG from parts: every text and every attribute is escaped, and colours come from classes of the page's sheet.

Classes instead of colours let one drawing be read in light, in dark and on paper, and let the page forbid inline
styles.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

from markupsafe import Markup, escape

__all__ = ["axis_ticks", "drawing", "element", "fitted", "text", "text_width"]

_LETTER = 7.7
"""The mean width of a letter at 13 px in a wide typeface, so that names fit in narrower ones too."""

_SMALL = 480
"""Drawings up to this wide shrink on a narrow screen; wider ones would become too small to read, and scroll."""


def element(name: str, *content: Markup, **attributes: str | float) -> Markup:
    """An element; an underscore at the end of an attribute's name falls off (``class_``), others become hyphens."""
    shown = Markup("").join(
        Markup(' {}="{}"').format(key.rstrip("_").replace("_", "-"), _number(value))
        for key, value in attributes.items()
    )
    inside = Markup("").join(content)
    return Markup("<{0}{1}>{2}</{0}>").format(Markup(name), shown, inside)  # noqa: S704 - names are ours


def _number(value: str | float) -> str:
    return value if isinstance(value, str) else f"{value:.2f}".rstrip("0").rstrip(".")


def text(x: float, y: float, content: str, class_: str = "", anchor: str = "start", **attributes: str) -> Markup:
    """A line of text."""
    return element("text", escape(content), x=x, y=y, class_=class_, text_anchor=anchor, **attributes)


def drawing(name: str, width: float, height: float, title: str, description: str, parts: Iterable[Markup]) -> Markup:
    """The whole drawing, with a title and a description that are read out; ``name`` must be unique on the page."""
    return element(
        "svg",
        element("title", escape(title), id=f"{name}-title"),
        element("desc", escape(description), id=f"{name}-desc"),
        *parts,
        role="img",
        class_="small" if width <= _SMALL else "wide",
        viewBox=f"0 0 {_number(width)} {_number(height)}",
        width=width,
        height=height,
        aria_labelledby=f"{name}-title {name}-desc",
    )


def text_width(content: str) -> float:
    """About how wide a line of text is."""
    return _LETTER * len(content)


def fitted(content: str, width: float) -> str:
    """The text, cut with an ellipsis where it is wider."""
    letters = max(int(width / _LETTER), 1)
    return content if len(content) <= letters else f"{content[: letters - 1].rstrip()}…"


def axis_ticks(low: float, high: float, about: int = 5) -> list[float]:
    """Round numbers from ``low`` to ``high`` for an axis, at most about so many steps.

    >>> axis_ticks(0, 7)
    [0.0, 2.0, 4.0, 6.0]
    """
    if high <= low:
        return [low]
    rough = (high - low) / about
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * times for times in (1, 2, 5, 10) if power * times >= rough * (1 - 1e-9))
    first = math.ceil(low / step - 1e-9)
    return [round((first + n) * step, 10) + 0.0 for n in range(math.floor(high / step + 1e-9) - first + 1)]
