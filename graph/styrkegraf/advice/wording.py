"""Wording: numbers, lists and paragraphs as Swedish and English write them."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from styrkegraf.labels import Language

__all__ = ["columns", "joined", "number", "paragraph", "percent", "span"]

_WIDTH: Final = 110
_AND: Final = {"sv": " och ", "en": " and "}
_MORE: Final = {"sv": "{} till", "en": "{} more"}


def number(value: float, lang: Language, digits: int = 2) -> str:
    """A number with so many decimals, a real minus sign and the decimal sign of the language.

    >>> number(0.4444, "sv"), number(-0.4444, "en"), number(-0.001, "en", 1)
    ('0,44', '−0.44', '0.0')
    """
    shown = f"{round(value, digits) + 0.0:.{digits}f}"
    shown = shown.replace("-", "−")
    return shown.replace(".", ",") if lang == "sv" else shown


def percent(value: float, lang: Language, digits: int = 0) -> str:
    """A percentage, with a space before the sign in Swedish."""
    return number(value, lang, digits) + ("\N{NO-BREAK SPACE}%" if lang == "sv" else "%")


def span(low: str, high: str) -> str:
    """Two numbers as a range, one if they are written alike."""
    return low if low == high else f"{low}–{high}"


def joined(names: Sequence[str], lang: Language, most: int = 99) -> str:
    """Names in a row; of more than ``most`` the rest is counted.

    >>> joined(["Energi", "Automation", "Järnväg"], "sv"), joined(["Energi", "Automation", "Järnväg"], "en", 1)
    ('Energi, Automation och Järnväg', 'Energi and 2 more')
    """
    shown = list(names[:most])
    if len(names) > most:
        shown.append(_MORE[lang].format(len(names) - most))
    return _AND[lang].join([part for part in (", ".join(shown[:-1]), shown[-1] if shown else "") if part])


def paragraph(text: str, indent: int = 0) -> str:
    """The text broken into lines of a terminal, each with the indent."""
    margin = " " * indent
    return textwrap.fill(
        text, _WIDTH, initial_indent=margin, subsequent_indent=margin, break_on_hyphens=False, break_long_words=False
    )


def columns(rows: Sequence[Sequence[str]], *, right: frozenset[int] = frozenset()) -> list[str]:
    """Rows with their cells under each other, the columns in ``right`` flush right; no row gives no line."""
    if not rows:
        return []
    widths = [max(_cells(row[at]) for row in rows) for at in range(len(rows[0]))]
    return [
        "  ".join(
            " " * (width - _cells(cell)) + cell if at in right else cell + " " * (width - _cells(cell))
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]


def _cells(text: str) -> int:
    """The columns that a text takes on a terminal."""
    wide = sum(unicodedata.east_asian_width(sign) in "WF" for sign in text)
    return len(text) + wide - sum(unicodedata.combining(sign) > 0 for sign in text)
