"""Work that is done once for all who ask for it meanwhile, in a thread, and whose result is kept."""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Callable
from typing import Generic, TypeVar

__all__ = ["Shared"]

_T = TypeVar("_T")


class Shared(Generic[_T]):
    """The result of some work, kept for ``seconds`` from its beginning; what failed is begun anew when next asked for.

    To be used on the loop of the service only.
    """

    def __init__(self, work: Callable[[], _T], seconds: float = math.inf) -> None:
        self._work = work
        self._seconds = seconds
        self._task: asyncio.Task[_T] | None = None
        self._begun = 0.0

    async def get(self) -> _T:
        """The result; whoever asks first has the work begun, which goes on when he goes away, and the others wait."""
        task = self._task
        if task is None or (task.done() and not self._good(task)):
            self._begun = time.monotonic()
            self._task = task = asyncio.get_running_loop().create_task(asyncio.to_thread(self._work))
        return await asyncio.shield(task)

    def _good(self, task: asyncio.Task[_T]) -> bool:
        failed = task.cancelled() or task.exception() is not None
        return not failed and time.monotonic() < self._begun + self._seconds
