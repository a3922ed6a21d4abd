"""Watches over requests that take long: when their client goes away, the work on them ends."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from starlette.types import Receive

__all__ = ["Watch", "Watches"]

_LOOK: Final = 0.05
"""Seconds between two looks at what is being answered: from the second on, whether its client is still there."""


class Watch:
    """Cancels the task that made it, which answers a request, when the client goes away; ``gone`` tells so."""

    def __init__(self, receive: Receive) -> None:
        self.receive = receive
        self.gone = False
        self._working = asyncio.current_task()
        self._task: asyncio.Task[None] | None = None
        self._seen = False

    def look(self, loop: asyncio.AbstractEventLoop) -> None:
        """Begin at the second look: most requests are answered by then."""
        if self._seen and self._task is None:
            self._task = loop.create_task(self._until_gone())
        self._seen = True

    async def _until_gone(self) -> None:
        while (await self.receive())["type"] != "http.disconnect":
            pass
        self.gone = True
        assert self._working is not None  # an application runs in a task
        self._working.cancel()

    def end(self) -> None:
        """Look no longer."""
        if self._task is not None:
            self._task.cancel()


class Watches:
    """The watches over the requests that are being answered: one timer for all, since most need none."""

    def __init__(self) -> None:
        self._open: set[Watch] = set()
        self._looking = False

    def begin(self, watch: Watch) -> None:
        """Watch from now on."""
        self._open.add(watch)
        if not self._looking:
            self._looking = True
            loop = asyncio.get_running_loop()
            loop.call_later(_LOOK, self._look, loop)

    def end(self, watch: Watch) -> None:
        """Watch no longer; nothing happens where it has ended."""
        if watch in self._open:
            self._open.remove(watch)
            watch.end()

    def _look(self, loop: asyncio.AbstractEventLoop) -> None:
        for watch in self._open:
            watch.look(loop)
        self._looking = bool(self._open)
        if self._looking:
            loop.call_later(_LOOK, self._look, loop)
