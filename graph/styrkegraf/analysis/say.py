"""Saying things in one of two languages: sentences side by side, numbers as the language writes them."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from styrkegraf.advice.wording import number, percent
from styrkegraf.labels import Language
from styrkegraf.text import grouped

__all__ = ["NOTHING", "Say"]

NOTHING = "–"
"""What stands where there is no value."""


@dataclass(frozen=True, slots=True)
class Say:
    """The voice of a report in one language.

    >>> say = Say("sv")
    >>> say("hälften", "half"), say.number(0.5), say.number(-1, 0)
    ('hälften', '0,50', '−1')
    """

    lang: Language

    def __call__(self, sv: str, en: str) -> str:
        """The one of two wordings that is in the language."""
        return sv if self.lang == "sv" else en

    def number(self, value: float | None, digits: int = 2) -> str:
        """A number with so many decimals; a dash where it is missing or not defined."""
        if value is None or math.isnan(value):
            return NOTHING
        if math.isinf(value):
            return "∞" if value > 0 else "−∞"
        return number(value, self.lang, digits)

    def whole(self, value: float) -> str:
        """A count with its thousands apart."""
        return grouped(round(value), self.lang)

    def percent(self, share: float | None) -> str:
        """A share from 0 to 1 as whole percent."""
        if share is None or math.isnan(share):
            return NOTHING
        return percent(100 * share, self.lang)

    def span(self, low: float | None, high: float | None, digits: int = 2) -> str:
        """Two bounds; one number where they are shown alike."""
        one, other = self.number(low, digits), self.number(high, digits)
        return one if one == other else f"{one}{self(' till ', ' to ')}{other}"

    def listing(self, names: Iterable[str]) -> str:
        """Names in a row, with “and” before the last; a dash for none."""
        *first, last = list(names) or [NOTHING]
        return f"{', '.join(first)}{self(' och ', ' and ')}{last}" if first else last
