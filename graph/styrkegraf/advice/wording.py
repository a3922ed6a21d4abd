"""Wording: numbers, lists and paragraphs as Swedish and English write them."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from styrkegraf.labels import Language

__all__ = ["joined", "number", "paragraph", "percent", "span"]

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
