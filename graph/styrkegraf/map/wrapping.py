"""Labels in lines: where a label breaks, and how much room it takes on the map."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from styrkegraf.map.model import LANGUAGES

__all__ = ["LINE", "WIDTH", "line_count", "wrap"]

WIDTH: Final = 26
"""Most characters of a line, as far as the words allow."""
LINE: Final = 14.0
"""Height of a line, in the units of the map (pixels at zoom 1)."""

_MOST_LINES: Final = 3
_LONGEST_WORD: Final = 32


def wrap(label: str, width: int = WIDTH) -> list[str]:
    """Break a label at its spaces into at most three lines, as even as they can be; a longer one ends in an ellipsis.

    >>> wrap("Avancerad tillverkning för krävande miljöer")
    ['Avancerad tillverkning', 'för krävande miljöer']
    """
    return list(_wrapped(label, width))


@lru_cache(maxsize=1 << 16)
def _wrapped(label: str, width: int) -> tuple[str, ...]:
    words = label.split() or ["–"]
    least = min(_LONGEST_WORD, max(len(word) for word in words))
    lines = _fill(words, max(width, least))
    for narrower in range(max(width, least) - 1, least - 1, -1):
        even = _fill(words, narrower)
        if len(even) > len(lines) or even[-1].endswith(" …"):
            break
        lines = even
    return tuple(lines)


def _fill(words: list[str], width: int) -> list[str]:
    text = " ".join(words)
    return textwrap.wrap(text, width, max_lines=_MOST_LINES, placeholder=" …", break_on_hyphens=False)


def line_count(label: Mapping[str, str], width: int = WIDTH) -> int:
    """The lines that a label takes in the language where it takes the most."""
    return max(len(wrap(label.get(lang, ""), width)) for lang in LANGUAGES)
