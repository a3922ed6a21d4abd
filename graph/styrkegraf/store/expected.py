"""What could stand where a query ceases to be SPARQL: found out from the parser, which does not say so by itself.

Oxigraph's parser names what it missed at the farthest place that it looked at. To see whether a keyword stands
somewhere it reads as many signs as that has, and so it may name a long word that nobody wrote, at a place far behind
the fault. Where a query breaks off, though, it names all signs that could follow. So the beginnings of a faulty query
are read, from the longest on, up to one that could go on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from pyoxigraph import Store

from styrkegraf.lexis import PNAME, VARNAME, quiet, scanner
from styrkegraf.namespaces import PREFIXES
from styrkegraf.store.outline import FORM
from styrkegraf.store.refusals import QueryRefused, refuse
from styrkegraf.text import offset_of, place_of

__all__ = ["FAULT", "NO_FORM", "OPEN_STRING", "THE_END", "missing", "ways"]

FAULT: Final = re.compile(r"(?:error )?at (\d+):(\d+):? ?(.*)", re.DOTALL)
"""What a parser says: line and column, counted from 1, and the problem."""
NO_FORM: Final = "A query needs SELECT, ASK, CONSTRUCT or DESCRIBE."
OPEN_STRING: Final = "The string that begins here is not closed."
THE_END: Final = "expected the end of the query"

_LONGEST: Final = 20_000
"""Characters of a query whose beginnings are read; each is read anew."""
_REACH: Final = 16
"""As many signs as the longest keyword has, and some."""
_TOKEN: Final = scanner(rf"(?P<word>[?$]?{VARNAME}|{PNAME})", r"(?P<space>\s++)", r"(?P<sign>[\s\S])")
_EXPECTED: Final = re.compile("expected (?:one of )?")
_WAY: Final = re.compile(r"""\s*("(?:[^"\\]|\\.)*"|\[(?:[^]']|'(?:[^'\\]|\\.)*')*\]|[^,]+)""")
_ANY: Final = "[_]"
_IN_STRING: Final = r'"\\U"'
"""What may stand within a string only."""


def missing(query: str, problem: str) -> str:
    """What the parser said of a query, in truer words and of a truer place where there are such.

    The query must be one that may be given to the parser: its beginnings are.
    """
    found = FAULT.match(problem)
    if found is None or len(query) > _LONGEST:
        return problem
    if FORM.search(quiet(query)) is None:
        return _told(query, next(_starts(query), 0), NO_FORM)
    named = ways(found[3])
    if any(" " in way and way[0] not in '["' for way in named):
        return problem  # a sentence, which says more
    end = offset_of(query, (int(found[1]), int(found[2])))
    if _IN_STRING in named:
        return _told(query, max(_open_strings(query), default=end), OPEN_STRING)
    return _told(query, end, _expected(signs)) if (signs := _signs(named)) else _nearer(query, end, named) or problem


def ways(problem: str) -> list[str]:
    """What the parser expected: signs in quotation marks, sets of signs in brackets, keywords, sentences.

    >>> ways('expected one of ",", "}", FILTER, [_]')
    ['","', '"}"', 'FILTER', '[_]']
    """
    found = _EXPECTED.search(problem)
    return [way.strip() for way in _WAY.findall(problem[found.end() :])] if found else []


def _nearer(query: str, end: int, named: list[str]) -> str | None:
    """What was missed at a token before the end of what the parser looked at; None where that is not found."""
    keywords = {end - len(way): way for way in named if way != _ANY}
    starts = [start for start in (*_starts(query), len(query)) if end - _REACH <= start <= end]
    for start in reversed(starts):
        beginning = query[:start] + " "
        said = _said(beginning)
        if said is None:
            return _told(query, start, THE_END)
        fault = FAULT.match(said)
        at_end = fault is not None and offset_of(beginning, (int(fault[1]), int(fault[2]))) == len(beginning)
        if fault and at_end and (signs := _signs(ways(fault[3]))):
            return _told(query, start, _expected(signs))
        if start in keywords:
            return _told(query, start, _expected([keywords[start]]))
    return None


def _said(query: str) -> str | None:
    """What the parser says of a query; None where it is one."""
    try:
        refuse(query)
        Store().query(query, prefixes=PREFIXES)
    except (QueryRefused, SyntaxError) as error:
        return str(error)
    except RuntimeError:  # a function that is not known
        return None
    return None


def _starts(query: str) -> Iterator[int]:
    """Where the tokens of a query begin."""
    return (found.start() for found in _TOKEN.finditer(query) if found.lastgroup not in {"space", "comment"})


def _open_strings(query: str) -> Iterator[int]:
    return (found.start() for found in _TOKEN.finditer(query) if found.lastgroup in {"cut", "open"})


def _signs(named: Iterable[str]) -> list[str]:
    return [way for way in named if way[0] in '["' and way != _ANY]


def _expected(named: list[str]) -> str:
    return f"expected {'one of ' if len(named) > 1 else ''}{', '.join(named)}"


def _told(query: str, offset: int, problem: str) -> str:
    line, column = place_of(query, offset)
    return f"at {line}:{column}: {problem}"
