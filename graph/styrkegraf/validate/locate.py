"""Locate: the line of a TriG or Turtle file on which a statement stands.

A parser of RDF does not tell where a term was written, so this reads the text once more, as a row of marks (terms and
punctuation), and looks for the terms in the order given, each within the reach of the one before it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from pyoxigraph import Literal, NamedNode

from styrkegraf.lexis import GAP, LANGUAGE, PN_PREFIX, PNAME, keyword, scanner
from styrkegraf.namespaces import PREFIXES
from styrkegraf.terms import Term

__all__ = ["locate", "search"]

_MARK: Final = scanner(
    rf"(?P<skip>\s++|\^\^|@(?!prefix\b){LANGUAGE})",
    rf"(?:@prefix|{keyword('PREFIX')}){GAP}(?P<declare>(?:{PN_PREFIX})?+):",
    f"(?P<curie>{PNAME})",
    r"(?P<bare>[+-]?\d*\.?\d+(?:[eE][+-]?\d+)?|\w+)",
    r"(?P<sign>.)",
)
_ESCAPE: Final = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_CONTROL: Final = {"t": "\t", "n": "\n", "r": "\r", "b": "\b", "f": "\f"}


@dataclass(frozen=True, slots=True)
class _Mark:
    kind: str
    value: str
    line: int


_Key = tuple[str, str]
_STOPS: Final = ("}", ".}", ";.}")
"""What ends a block, a statement, or what is said with one predicate."""


@dataclass(frozen=True, slots=True)
class _Text:
    """The marks of a file, at which of them each term stands, and each of the signs in one of `_STOPS`."""

    marks: tuple[_Mark, ...]
    index: Mapping[_Key, tuple[int, ...]]
    stops: Mapping[str, tuple[int, ...]]


def locate(file: Path, *terms: Term) -> int | None:
    """The line on which the last of the terms stands that can be found, or None where not even the first can.

    Give them from the outside in: the named graph (or not), the subject, then the predicate, then the object. Each is
    sought within the block or statement of the one before. A file that cannot be read has no lines.
    """
    return search(file, *terms)[1]


def search(file: Path, *terms: Term) -> tuple[int, int | None]:
    """How many of the terms are found, each within the one before, and the line of the last of these."""
    try:
        text = _text(file, file.stat().st_mtime_ns)
    except (OSError, UnicodeDecodeError):
        return 0, None
    found = _deepest(text, 0, len(text.marks), [_key(term) for term in terms])
    return (found[0], text.marks[found[1]].line) if found else (0, None)


def _key(term: Term) -> _Key:
    if isinstance(term, NamedNode):
        return "iri", term.value
    return "text", term.value if isinstance(term, Literal) else str(term)


def _deepest(text: _Text, start: int, end: int, keys: list[_Key]) -> tuple[int, int] | None:
    """How many of the terms are found in a row, and the place of the last; the first best of all occurrences."""
    best: tuple[int, int] | None = None
    places = text.index.get(keys[0], ()) if keys else ()
    for place in places[bisect_left(places, start) : bisect_left(places, end)]:
        inner = _deepest(text, place + 1, _reach(text, place), keys[1:])
        found = (inner[0] + 1, inner[1]) if inner else (1, place)
        if best is None or found[0] > best[0]:
            best = found
        if best[0] == len(keys):
            break
    return best


def _reach(text: _Text, place: int) -> int:
    """Where the block, statement or list of objects ends that the mark at ``place`` opens."""
    marks = text.marks
    before = marks[place - 1].value if place else "."
    if place + 1 < len(marks) and marks[place + 1] == _Mark("sign", "{", marks[place + 1].line):
        stops = text.stops["}"]
    elif before in {".", "{", "}"}:
        stops = text.stops[".}"]
    else:
        stops = text.stops[";.}"]
    after = bisect_right(stops, place)
    return stops[after] if after < len(stops) else len(marks)


@lru_cache(maxsize=16)
def _text(file: Path, changed: int) -> _Text:
    """The marks of a file; ``changed`` keeps an edited file from being remembered as it was."""
    marks = tuple(_read(file.read_text(encoding="utf-8-sig")))
    index: dict[_Key, list[int]] = {}
    for place, mark in enumerate(marks):
        index.setdefault((mark.kind, mark.value), []).append(place)
    stops = {signs: tuple(sorted(at for sign in signs for at in index.get(("sign", sign), ()))) for signs in _STOPS}
    return _Text(marks, {key: tuple(places) for key, places in index.items()}, stops)


def _read(text: str) -> Iterator[_Mark]:
    prefixes: dict[str, str] = {}
    declared: str | None = None
    line = 1
    for found in _MARK.finditer(text):
        kind, written = str(found.lastgroup), found[0]
        if kind == "declare":
            declared = found["declare"]
        elif kind == "iri" and declared is not None:
            prefixes[declared] = found["iri"]
            declared = None
            yield _Mark("sign", ".", line)  # a declaration ends here, with a full stop of its own or without
        elif kind == "iri":
            yield _Mark("iri", found["iri"], line)
        elif kind == "curie":
            prefix, _, local = written.partition(":")
            yield _Mark("iri", prefixes.get(prefix, prefix + ":") + _ESCAPE.sub(r"\3", local), line)
        elif kind == "string":
            yield _Mark("text", _unquoted(written), line)
        elif kind == "bare":
            yield _Mark("iri", PREFIXES["rdf"] + "type", line) if written == "a" else _Mark("text", written, line)
        elif kind == "sign":
            yield _Mark("sign", written, line)
        line += written.count("\n")


def _unquoted(written: str) -> str:
    width = 3 if written[:3] in {'"""', "'''"} else 1
    return _ESCAPE.sub(_character, written[width:-width])


def _character(found: re.Match[str]) -> str:
    code = found[1] or found[2]
    return chr(int(code, 16)) if code else _CONTROL.get(found[3], found[3])
