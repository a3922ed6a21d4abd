"""What is kept because it may be asked for again, within so many bytes."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, TypeVar

__all__ = ["Kept"]

_K = TypeVar("_K", bound=Hashable)
_V = TypeVar("_V")


class Kept(Generic[_K, _V]):
    """Values by their key, in ``room`` bytes together; those that were asked for longest ago go first."""

    def __init__(self, room: int) -> None:
        self._room = room
        self._taken = 0
        self._values: OrderedDict[_K, tuple[_V, int]] = OrderedDict()

    def get(self, key: _K) -> _V | None:
        """The value with this key, where it is kept."""
        found = self._values.get(key)
        if found is None:
            return None
        self._values.move_to_end(key)
        return found[0]

    def put(self, key: _K, value: _V, size: int) -> None:
        """Keep a value of so many bytes; the first with a key stays."""
        if key in self._values:
            return
        self._values[key] = value, size
        self._taken += size
        while self._taken > self._room:
            self._taken -= self._values.popitem(last=False)[1][1]
