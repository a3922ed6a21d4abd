"""Complaints: what a server says of a query that it does not take, in which words and at which place."""

from __future__ import annotations

import json
import re
from typing import Final, NamedTuple

from styrkegraf.text import offset_of, place_of, visible

__all__ = ["Complaint", "place_in", "said"]

_READ: Final = 20_000
"""Bytes of a complaint that are read; some repeat the query."""
_SHOWN: Final = 200
_PLACE: Final = re.compile(r"(?:error )?at (?:line )?(\d{1,9})(?::|, column )(\d{1,9})(?:: |\b)")
"""A place as Oxigraph and Jena word it."""


class Complaint(NamedTuple):
    """The words of a server, safe to show, and line and column of the query, counted from 1, where it names them."""

    words: str
    place: tuple[int, int] | None = None

    @classmethod
    def of(cls, body: bytes) -> Complaint:
        """What the body of an answer complains of; no words where that is a web page."""
        text = body[:_READ].decode("utf-8", errors="replace").strip()
        if text.startswith(("<!", "<html", "<HTML", "<?xml")):
            return cls("")
        if (problem := _problem(text)) is not None:
            return problem
        found = _PLACE.search(text)
        if found is None:
            return cls(_shown(text))
        return cls(_shown(text[: found.start()] + text[found.end() :]), (int(found[1]), int(found[2])))


def said(body: bytes) -> str:
    """The first words of what a server said, with the place that it names; empty where that is a web page."""
    words, place = Complaint.of(body)
    return words if place is None else f"at {place[0]}:{place[1]}: {words}"


def _problem(text: str) -> Complaint | None:
    """The complaint that a problem in JSON is (RFC 9457), such as another Styrkegraf sends; None for other text."""
    try:
        told = json.loads(text)
        words, place = told["detail"], (told.get("line"), told.get("column"))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
    known = all(isinstance(number, int) and 0 < number < 10**9 for number in place)
    # before the last line, such a detail repeats the line of the query and marks the place in it
    return Complaint(_shown(str(words).rpartition("\n")[2]), place if known else None)


def _shown(text: str) -> str:
    return visible(" ".join(text.split())[:_SHOWN])


def place_in(query: str, sent: str, place: tuple[int, int]) -> tuple[int, int]:
    r"""Line and column in a query of a place in what was sent for it, which begins otherwise but ends as it does.

    >>> place_in("ASK {\n?x }", "PREFIX a: <urn:a> ASK {\n?x }", (1, 23))
    (1, 5)
    >>> place_in("ASK {\n?x }", "PREFIX a: <urn:a> ASK {\n?x }", (2, 4))
    (2, 4)
    """
    return place_of(query, offset_of(sent, place) - len(sent) + len(query))
