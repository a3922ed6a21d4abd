"""Answers that were given before: the graph of a pool never changes, so neither does the answer to a query."""

from __future__ import annotations

import re
from typing import Final

from styrkegraf.service.kept import Kept
from styrkegraf.service.query import Query, Result, Wanted

__all__ = ["Remembered", "is_fleeting"]

_LONGEST: Final = 4000
"""Characters of a query whose answer is kept; longer ones are not asked twice."""
_FLEETING: Final = ("RAND", "NOW", "UUID", "BNODE", "SERVICE")
"""What gives another answer each time; found in strings and names too, which costs an answer its place, no more."""
_WORD: Final = re.compile(r"\b(?:RAND|NOW|UUID|STRUUID|BNODE|SERVICE)\b")

_Key = tuple[str, tuple[str, ...], tuple[str, ...], Wanted]


def is_fleeting(sparql: str) -> bool:
    """Whether a query may have another answer each time, so that its text says nothing about it."""
    told = sparql.upper()
    return any(word in told for word in _FLEETING) and _WORD.search(told) is not None


class Remembered:
    """The answers that were asked for last, in ``size`` bytes; one answer may take an eighth of them."""

    def __init__(self, size: int) -> None:
        self._longest = size // 8
        self._kept: Kept[_Key, Result] = Kept(size)

    def find(self, query: Query, wanted: Wanted) -> Result | None:
        """The answer to a query, where it is kept."""
        return self._kept.get(_key(query, wanted))

    def keep(self, query: Query, wanted: Wanted, result: Result) -> None:
        """Keep an answer, unless it is long or fleeting."""
        if len(query.sparql) > _LONGEST or len(result.body) > self._longest or is_fleeting(query.sparql):
            return
        key = _key(query, wanted)
        self._kept.put(key, result, _weight(key, result))


def _key(query: Query, wanted: Wanted) -> _Key:
    return query.sparql, query.default_graphs, query.named_graphs, wanted


def _weight(key: _Key, result: Result) -> int:
    """Bytes that an answer takes with its key, a little more than less."""
    return len(result.body) + 4 * len(key[0]) + 4 * sum(map(len, (*key[1], *key[2]))) + 1000
