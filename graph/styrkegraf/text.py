"""Text that is safe to show on a terminal or in a table, and counts as a reader expects them."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from styrkegraf.labels import Language

__all__ = ["grouped", "in_markdown", "offset_of", "place_of", "visible"]


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


def grouped(count: int, lang: Language) -> str:
    """A count with its thousands apart.

    >>> grouped(4008, "en"), grouped(4008, "sv") == "4\N{NO-BREAK SPACE}008"
    ('4,008', True)
    """
    return f"{count:,}".replace(",", "\N{NO-BREAK SPACE}" if lang == "sv" else ",")


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
