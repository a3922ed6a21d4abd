"""Answers that were given before: the graph of a pool never changes, so neither does the answer to a query."""

from __future__ import annotations

import re
from collections import OrderedDict
from typing import Final

from styrkegraf.service.query import Query, Result, Wanted

__all__ = ["Remembered"]

_LONGEST: Final = 4000
"""Characters of a query whose answer is kept; longer ones are not asked twice."""
_FLEETING: Final = re.compile(r"\b(?:RAND|NOW|UUID|STRUUID|BNODE|SERVICE)\b", re.IGNORECASE)
"""What gives another answer each time; found in strings and names too, which costs an answer its place, no more."""

_Key = tuple[str, tuple[str, ...], tuple[str, ...], Wanted]


class Remembered:
    """The answers that were asked for last, in ``size`` bytes; one answer may take an eighth of them."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._taken = 0
        self._kept: OrderedDict[_Key, Result] = OrderedDict()

    def find(self, query: Query, wanted: Wanted) -> Result | None:
        """The answer to a query, where it is kept."""
        key = _key(query, wanted)
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
        return found

    def keep(self, query: Query, wanted: Wanted, result: Result) -> None:
        """Keep an answer, and forget those that were not asked for longest, where it needs their place."""
        if len(query.sparql) > _LONGEST or 8 * len(result.body) > self._size or _FLEETING.search(query.sparql):
            return
        key = _key(query, wanted)
        if key in self._kept:
            return
        self._kept[key] = result
        self._taken += _weight(key, result)
        while self._taken > self._size:
            self._taken -= _weight(*self._kept.popitem(last=False))


def _key(query: Query, wanted: Wanted) -> _Key:
    return query.sparql, query.default_graphs, query.named_graphs, wanted


def _weight(key: _Key, result: Result) -> int:
    """Bytes that an answer takes with its key, a little more than less."""
    return len(result.body) + 4 * len(key[0]) + 4 * sum(map(len, (*key[1], *key[2]))) + 1000
