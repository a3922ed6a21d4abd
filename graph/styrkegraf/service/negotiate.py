"""Content negotiation: which of our offers a request prefers, after RFC 9110, section 12.5."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from styrkegraf.labels import LANGUAGES, Language

if TYPE_CHECKING:
    from styrkegraf.service.http import Request

__all__ = ["choose", "language", "qualities"]

_LONGEST: Final = 4096
"""Characters of a header that are read: no client needs more, and what an attacker sends must cost little."""

_MEMBER: Final = re.compile(r'(?:[^,"]|"(?:[^"\\]|\\.)*+"?)++')
_PARAMETER: Final = re.compile(r'(?:[^;"]|"(?:[^"\\]|\\.)*+"?)++')
_NAME: Final = re.compile(r"[!#$&'*+.^_`|~\w/-]+", re.ASCII)
_QUALITY: Final = re.compile(r"0(?:\.\d{0,3})?|1(?:\.0{0,3})?", re.ASCII)


class _Member(NamedTuple):
    """One member of a header: its name in lower case, its quality, and whether parameters narrow it."""

    name: str
    quality: float
    narrowed: bool


def choose(accept: str, offers: Sequence[str]) -> str | None:
    """The offer that the header prefers, or None where it takes none of them.

    ``offers`` are media types in the order of our own preference. The highest quality wins; among equals an offer that
    is named before one that a wildcard lets in, then our order. An empty header, and one in which nothing is a media
    range, takes the first offer.

    >>> choose("text/csv;q=0.5, text/turtle", ["text/csv", "text/turtle"])
    'text/turtle'
    >>> choose("text/*, text/csv;q=0", ["text/csv", "text/turtle"])
    'text/turtle'
    >>> choose("image/png", ["text/csv"]) is None
    True
    """
    return _choose(accept[:_LONGEST], tuple(offers))


@lru_cache(maxsize=512)
def _choose(accept: str, offers: tuple[str, ...]) -> str | None:
    ranges = [member for member in _members(accept) if "/" in member.name]
    if not ranges:
        return offers[0] if offers else None
    best, chosen = (0.0, 0), None
    for offer in offers:
        quality, specificity = _weight(offer.partition(";")[0].strip().lower(), ranges)
        if quality > 0 and (quality, specificity) > best:
            best, chosen = (quality, specificity), offer
    return chosen


def _weight(offer: str, ranges: Sequence[_Member]) -> tuple[float, int]:
    """Quality and specificity of the most specific range that the offer falls in; zeros where it falls in none.

    Our offers have no parameters but the charset. A range with others is taken as naming the type, unless the same
    type is named without: a client that asks for one profile of JSON-LD can do more with JSON-LD than with an error.
    """
    found = [(_specificity(offer, member), member.quality) for member in ranges]
    specificity, quality = max(found)
    return (quality, specificity) if specificity else (0.0, 0)


def _specificity(offer: str, member: _Member) -> int:
    if member.name == offer:
        return 3 if member.narrowed else 4
    if member.name == offer.partition("/")[0] + "/*":
        return 2
    return int(member.name == "*/*")


def qualities(header: str) -> Mapping[str, float]:
    """The names in a header such as ``Accept-Encoding`` or ``Accept-Language``, each with its quality.

    >>> qualities("sv, en;q=0.8")
    {'sv': 1.0, 'en': 0.8}
    """
    return _qualities(header[:_LONGEST])


def language(request: Request) -> Language:
    """The language of a page: ``lang`` in the address, else what the reader's browser prefers, else Swedish."""
    try:
        asked = request.parameter("lang")
    except ValueError:  # parameters that cannot be read, of which a page has to tell
        asked = None
    if asked in ("sv", "en"):
        return "sv" if asked == "sv" else "en"
    found = qualities(request.header("accept-language"))
    swedish, english = (
        max((quality for name, quality in found.items() if name.partition("-")[0] == lang), default=0.0)
        for lang in LANGUAGES
    )
    foreign = any(quality > 0 for name, quality in found.items() if name != "*")
    return "en" if english > swedish or (foreign and not swedish) else "sv"


@lru_cache(maxsize=512)
def _qualities(header: str) -> dict[str, float]:
    return {member.name: member.quality for member in _members(header)}


def _members(header: str) -> list[_Member]:
    """The members of a header that follow the grammar; others are passed over."""
    return [found for text in _MEMBER.findall(header) if (found := _member(text)) is not None]


def _member(text: str) -> _Member | None:
    first, *parameters = [part.strip() for part in _PARAMETER.findall(text)] or [""]
    if not _NAME.fullmatch(first):
        return None
    quality, narrowed = 1.0, False
    for parameter in parameters:
        key, _, value = (part.strip().lower() for part in parameter.partition("="))
        if key == "q":
            if not _QUALITY.fullmatch(value):
                return None
            quality = float(value)
        elif key == "charset":
            if value.strip('"') not in {"utf-8", "utf8"}:
                return None
        elif key:
            narrowed = True
    return _Member(first.lower(), quality, narrowed)
