"""A grid of marks: rows by columns, such as regions by themes, or regions by regions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from styrkegraf.analysis.figures.svg import drawing, element, fitted, text, text_width

__all__ = ["Mark", "grid"]

_CELL = 22.0
_MARGIN = 8.0
_LONGEST = 250.0


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark in a cell: its class, its side as a share of the cell, what it says when pointed at, a text on it."""

    class_: str
    size: float
    says: str
    text: str = ""


def grid(
    name: str,
    title: str,
    description: str,
    rows: Sequence[str],
    columns: Sequence[str],
    marks: Mapping[tuple[int, int], Mark],
) -> Markup:
    """Draw marks at (row, column), with the names of the rows on the left and those of the columns aslant on top."""
    left = min(max(map(text_width, rows), default=0.0), _LONGEST) + 2 * _MARGIN
    longest = min(max(map(text_width, columns), default=0.0), _LONGEST)
    top = 0.82 * longest + 2 * _MARGIN
    right = 0.58 * longest + _MARGIN
    inside = left, top
    parts = [*_lines(len(rows), len(columns), inside), *_headings(rows, columns, inside)]
    parts += [_mark(mark, row, column, inside) for (row, column), mark in sorted(marks.items())]
    width = left + len(columns) * _CELL + right
    return drawing(name, width, top + len(rows) * _CELL + _MARGIN, title, description, parts)


def _lines(rows: int, columns: int, inside: tuple[float, float]) -> list[Markup]:
    left, top = inside
    right, bottom = left + columns * _CELL, top + rows * _CELL
    across = [(left, y, right, y) for y in (top + n * _CELL for n in range(rows + 1))]
    down = [(x, top, x, bottom) for x in (left + n * _CELL for n in range(columns + 1))]
    return [element("line", x1=a, y1=b, x2=c, y2=d, class_="rule") for a, b, c, d in across + down]


def _headings(rows: Sequence[str], columns: Sequence[str], inside: tuple[float, float]) -> list[Markup]:
    left, top = inside
    beside = [
        text(left - _MARGIN, top + (at + 0.5) * _CELL + 4.5, fitted(name, _LONGEST), "name", "end")
        for at, name in enumerate(rows)
    ]
    above = []
    for at, name in enumerate(columns):
        x, y = left + (at + 0.5) * _CELL + 3, top - _MARGIN
        turn = f"rotate(-55 {x:.1f} {y:.1f})"
        above.append(text(x, y, fitted(name, _LONGEST), "name", transform=turn))
    return beside + above


def _mark(mark: Mark, row: int, column: int, inside: tuple[float, float]) -> Markup:
    side = (_CELL - 3) * mark.size
    x, y = inside[0] + (column + 0.5) * _CELL, inside[1] + (row + 0.5) * _CELL
    parts = [
        element("title", escape(mark.says)),
        element("rect", x=x - side / 2, y=y - side / 2, width=side, height=side, rx=2, class_=mark.class_),
    ]
    if mark.text:
        parts.append(text(x, y + 4, mark.text, f"on-{mark.class_}", "middle"))
    return element("g", *parts)
