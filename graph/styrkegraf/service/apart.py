"""Pages are drawn in threads: one takes milliseconds, some a second, and queries are not to wait for them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar, copy_context
from typing import TYPE_CHECKING, Any, Final

from styrkegraf.service.http import Request, Response
from styrkegraf.service.query import Queries, Query, Result, Wanted

if TYPE_CHECKING:
    from styrkegraf.service.answer import Service

__all__ = ["Across", "apart"]

_THREADS: Final = ThreadPoolExecutor(max_workers=4, thread_name_prefix="page")
_home: Final[ContextVar[asyncio.AbstractEventLoop]] = ContextVar("home")
"""The loop of the service, to which the pool belongs, as a thread sees it."""


class Across:
    """The pool as seen from a thread: its queries go to the loop of the service and come back."""

    def __init__(self, pool: Queries) -> None:
        self._pool = pool

    async def run(self, query: Query, wanted: Wanted) -> Result:
        """The whole answer; raises a `QueryFailed`. Cancelling it ends the evaluation."""
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(self._pool.run(query, wanted), _home.get()))

    def at_hand(self, query: Query, wanted: Wanted) -> None:
        """None: every answer must come over from the loop."""

    async def close(self) -> None:
        """Nothing: the pool belongs to the service."""


async def apart(
    handler: Callable[[Request, Service], Awaitable[Response]], request: Request, service: Service
) -> Response:
    """What a handler answers, run on a loop of its own in a thread; when it is cancelled, so is the handler."""
    home = asyncio.get_running_loop()
    _home.set(home)
    begun: list[asyncio.Task[Response]] = []

    async def answered() -> Response:
        return await handler(request, service.in_thread)

    try:
        return await home.run_in_executor(_THREADS, copy_context().run, _run, answered(), begun)
    except asyncio.CancelledError:
        for task in begun:
            task.get_loop().call_soon_threadsafe(task.cancel)
        raise


def _run(work: Coroutine[Any, Any, Response], begun: list[asyncio.Task[Response]]) -> Response:
    loop = asyncio.new_event_loop()
    try:
        begun.append(loop.create_task(work))
        return loop.run_until_complete(begun[0])
    finally:
        begun.clear()
        loop.close()
