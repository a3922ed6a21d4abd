"""Negotiation in patterns: how a web server that knows regular expressions only can choose after RFC 9110.

For every media type that we have, the quality that a header gives it becomes two signs: the tenths of the quality
(``1`` to ``9``, ``A`` for 1) and how closely the header names the type (``3`` exactly, ``2`` as ``text/*``, ``1`` as
``*/*``); ``00`` is not at all. The highest of them wins, the first of equals in our order. A quality counts by its
first decimal. The service weighs exactly; the tests hold the two together.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from styrkegraf.labels import LANGUAGES
from styrkegraf.media import HTML, Medium, by_type
from styrkegraf.publish.formats import FORMATS
from styrkegraf.publish.metadata import DOCUMENTS

__all__ = [
    "ANYTHING",
    "CHOICES",
    "LANGUAGES",
    "LEVELS",
    "NO_RANGE",
    "QUALITIES",
    "Choice",
    "language_patterns",
    "media_types",
    "patterns",
    "variable",
]

ANYTHING: Final = "*/*"
NO_RANGE: Final = "^[^/]*$"
"""A header that names no media range, or none at all: whoever sends it takes our first offer."""
QUALITIES: Final = "A987654321"
"""The tenths of every quality but none, the best first."""
LEVELS: Final = tuple(f"{quality}{closeness}" for quality in QUALITIES for closeness in "321")
"""Every level, the best first."""
_PLAIN: Final = r"(?:;\s*(?:[^q\s,;][^,;]*|q=1(?:\.0*)?\s*))*"
"""Parameters that leave the quality at 1."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What can be chosen at some addresses: extension and media type, in the order of our preference."""

    name: str
    offers: tuple[tuple[str, str], ...]

    @property
    def extensions(self) -> tuple[str, ...]:
        """The extensions, each once."""
        return tuple(dict.fromkeys(extension for extension, _ in self.offers))


def _choice(name: str, media: Iterable[Medium[object]]) -> Choice:
    return Choice(name, tuple((medium.extension, media_type) for media_type, medium in by_type(media).items()))


CHOICES: Final = {
    "": _choice("form", (HTML, *FORMATS)),
    **{path: _choice(re.sub(r"\W", "", path.rpartition("/")[2]), media) for path, media in DOCUMENTS.items()},
}
"""The choices: that about things under the empty address, those of metadata under their own."""


def media_types() -> list[str]:
    """Every media type that is offered anywhere."""
    return sorted({media_type for choice in CHOICES.values() for _, media_type in choice.offers})


def variable(media_type: str) -> str:
    """A media type as a part of the name of a variable.

    >>> variable("text/turtle")
    'text_turtle'
    """
    return re.sub(r"\W", "_", media_type)


def patterns(media_range: str, closeness: int) -> Iterator[tuple[str, str]]:
    """Patterns of an Accept header for one media range, the first that matches counts, each with its level.

    ``$1`` in a level stands for what the pattern caught.
    """
    start = rf"(?:^|,)\s*{_escaped(media_range)}\s*"
    yield f"{start}{_PLAIN}(?:,|$)", f"A{closeness}"
    yield rf"{start}(?:;[^,]*)?;\s*q=0\.([1-9])", f"$1{closeness}"
    yield rf"{start}(?:;[^,]*)?;\s*q=0\.0[0-9]*[1-9]", f"1{closeness}"
    yield f"{start}(?:;|,|$)", "00"


def language_patterns(lang: str) -> Iterator[tuple[str, str]]:
    """Patterns of an Accept-Language header for a language and its variants, each with the tenths of its quality."""
    start = rf"(?:^|,)\s*{lang}(?:-[a-z0-9-]+)?\s*"
    yield rf"{start}(?:;\s*q=1(?:\.0*)?\s*)?(?:,|$)", "A"
    yield rf"{start};\s*q=0\.([1-9])", "$1"
    yield rf"{start};\s*q=0\.0[0-9]*[1-9]", "1"


def _escaped(media_range: str) -> str:
    return re.sub(r"([*+.])", r"\\\1", media_range)
