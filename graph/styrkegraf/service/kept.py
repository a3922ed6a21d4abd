"""Answers that are kept: what was asked a moment ago is asked again, by pages, dashboards and harvesters."""

from __future__ import annotations

from collections import OrderedDict
from typing import Final

from styrkegraf.service.query import Result

__all__ = ["Kept"]

_ROOM: Final = 32 << 20
"""Bytes that are kept together."""
_LONGEST: Final = 1 << 17
"""Bytes of one answer: long ones would push out many short ones."""
_EACH: Final = 600
"""Bytes that an answer takes besides its body, about."""


class Kept:
    """Answers by their entity tag, which holds the graph, the query, its dataset and the format.

    Those that were asked for longest ago go first.
    """

    def __init__(self, room: int = _ROOM) -> None:
        self._room = room
        self._size = 0
        self._results: OrderedDict[str, Result] = OrderedDict()

    def get(self, tag: str) -> Result | None:
        """The answer with this tag, where it is kept."""
        found = self._results.get(tag)
        if found is not None:
            self._results.move_to_end(tag)
        return found

    def put(self, tag: str, result: Result) -> None:
        """Keep an answer, unless it is a long one."""
        if len(result.body) > _LONGEST or tag in self._results:
            return
        self._results[tag] = result
        self._size += len(result.body) + _EACH
        while self._size > self._room:
            _, oldest = self._results.popitem(last=False)
            self._size -= len(oldest.body) + _EACH
