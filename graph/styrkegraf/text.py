"""Text that is safe to show on a terminal or in a table, tables of it, and counts as a reader expects them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from styrkegraf.labels import Language

__all__ = [
    "columns",
    "grouped",
    "in_markdown",
    "markdown_table",
    "offset_of",
    "place_of",
    "terminal_table",
    "unbroken",
    "visible",
]


def visible(text: str) -> str:
    r"""The text with control, format and line-separating characters written as code points.

    A label must neither steer a terminal nor break a line or a table.

    >>> visible("Väst\x1b[31mmanland")
    'Väst\\u001B[31mmanland'
    """
    return "".join(f"\\u{ord(sign):04X}" if unicodedata.category(sign) in _HIDDEN else sign for sign in text)


def in_markdown(text: str) -> str:
    r"""The text with every sign that Markdown would take for markup escaped, on one line; fit for a table, too.

    An address of the web becomes a link: within its angle brackets a backslash would be a part of the address.

    >>> in_markdown("Mat | <b>dryck</b>\n")
    'Mat \\| \\<b>dryck\\</b>\\\\u000A'
    >>> in_markdown("mat_och_dryck, se https://example.org/a_b?c=1&d=2.")
    'mat\\_och\\_dryck, se <https://example.org/a_b?c=1&d=2>.'
    """
    parts = _ADDRESS.split(visible(text))
    return "".join(f"<{part}>" if at % 2 else _escaped(part) for at, part in enumerate(parts))


def _escaped(text: str) -> str:
    return "".join(f"\\{sign}" if sign in _MARKUP else sign for sign in text)


def markdown_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table in Markdown, whatever its cells hold."""
    lines = [[*map(in_markdown, header)], ["---"] * len(header), *([*map(in_markdown, row)] for row in rows)]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def terminal_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """The lines of a table for a terminal: header, rule, and one line a row."""
    head, *body = ([visible(cell) for cell in row] for row in (header, *rows))
    rule = ["─" * max(map(_width, column)) for column in zip(head, *body, strict=True)]
    return columns([head, rule, *body])


def columns(rows: Sequence[Sequence[str]], *, right: frozenset[int] = frozenset()) -> list[str]:
    """Rows with their cells under each other, the columns in ``right`` flush right; no row gives no line."""
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(
            " " * (width - _width(cell)) + cell if at in right else cell + " " * (width - _width(cell))
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]


def _width(text: str) -> int:
    """The columns that a text takes on a terminal."""
    if text.isascii():
        return len(text)
    wide = sum(unicodedata.east_asian_width(sign) in "WF" for sign in text)
    return len(text) + wide - sum(unicodedata.combining(sign) > 0 for sign in text)


def grouped(count: int, lang: Language) -> str:
    """A count with its thousands apart.

    >>> grouped(4008, "en"), grouped(4008, "sv") == "4\N{NO-BREAK SPACE}008"
    ('4,008', True)
    """
    return f"{count:,}".replace(",", "\N{NO-BREAK SPACE}" if lang == "sv" else ",")


def unbroken(text: str) -> str:
    r"""The text with each number, or place of one, kept on a line with the word that it counts.

    >>> unbroken("21 regioner, {n} länkar (p = 0,04); 3 av 5")
    '21\xa0regioner, {n}\xa0länkar (p\xa0=\xa00,04); 3 av 5'
    """
    return _EQUALS.sub("\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}", _COUNTED.sub("\N{NO-BREAK SPACE}", text))


def offset_of(text: str, place: tuple[int, int]) -> int:
    """How many characters of a text stand before a line and column, counted from 1."""
    line, column = place
    return sum(len(one) + 1 for one in text.split("\n")[: line - 1]) + column - 1


def place_of(text: str, offset: int) -> tuple[int, int]:
    """Line and column, counted from 1, of a place with so many characters before it, within the text."""
    offset = min(max(offset, 0), len(text))
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


_MARKUP = set("\\`*_[<&|")
_ADDRESS = re.compile(r"(https?://[^\s<>|\\“”]*[^\s<>|\\“”.,;:!?)])")
_HIDDEN = {"Cc", "Cf", "Zl", "Zp", "Cs"}
_COUNTED = re.compile(
    r"(?:(?<=\d)|(?<=\{n\})|(?<=\{stated\})|(?<=\{whole\})|(?<=\{curated\})) (?=[a-zåäö])"
    r"(?!(?:av|eller|i|och|till|är|and|in|is|of|or|to)\b)"
)
_EQUALS = re.compile(r"(?<=\bp) = (?=[{\d])")
