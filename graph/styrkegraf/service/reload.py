"""A new build is taken into service beside the old one, which goes when its last request is answered."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Final

from styrkegraf.service.answer import Service
from styrkegraf.service.log import log, log_failure
from styrkegraf.service.query import Query, QueryFailed, Wanted

__all__ = ["Builds", "Lease", "signature"]

_FIRST: Final = Query("ASK {}")
"""Asked of every service before it is taken up: its workers are then at work, or it is not fit."""
_LOOK: Final = 2.0
"""Seconds between two looks at the folder."""
_MARKS: Final = ("styrkegraf.nq", "report.json", "store.json")
"""Files of which a build, or a store on disk, has at least one; a new build has new ones."""

Signature = tuple[tuple[str, int, int, int], ...]


def signature(folder: Path) -> Signature:
    """What tells one build in a folder from the next; empty where there is none, as while two builds change places."""
    found = []
    for name in _MARKS:
        try:
            stat = (folder / name).stat()
        except OSError:
            continue
        found.append((name, stat.st_ino, stat.st_mtime_ns, stat.st_size))
    return tuple(found)


class Lease:
    """A service while somebody uses it; when it is retired, the last to leave closes it."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self.users = 0
        self.retired = False

    def __enter__(self) -> Service:
        self.users += 1
        return self.service

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.users -= 1
        if self.retired and not self.users:
            self._close()

    def retire(self) -> None:
        """Close the service when it is not used any more."""
        self.retired = True
        if not self.users:
            self._close()

    def _close(self) -> None:
        _closing.add(task := asyncio.get_running_loop().create_task(self.service.pool.close()))
        task.add_done_callback(_closing.discard)


_closing: Final[set[asyncio.Task[None]]] = set()
"""The loop itself holds tasks weakly."""


class Builds:
    """The service of the newest build that could be loaded.

    ``make`` loads what lies in ``folder`` now; it runs in a thread while the old service goes on answering. ``begun``
    is told of every service that is taken up.
    """

    def __init__(self, make: Callable[[], Service], folder: Path | None, begun: Callable[[Service], None]) -> None:
        self._make = make
        self._folder = folder
        self._begun = begun
        self._seen = signature(folder) if folder else ()
        self._asked = asyncio.Event()
        self.current = Lease(make())

    def reload(self) -> None:
        """Load what is there now, changed or not."""
        self._asked.set()

    async def warm(self) -> None:
        """Have the workers started before the first query comes."""
        with self.current as service:
            try:
                await service.pool.run(_FIRST, Wanted())
            except QueryFailed as error:
                log_failure("first query", error)

    async def watch(self) -> None:
        """Take up every new build; one that cannot be loaded is noted in the log, and the old one stays."""
        self._begun(self.current.service)
        while True:
            try:
                async with asyncio.timeout(_LOOK if self._folder else None):
                    await self._asked.wait()
            except TimeoutError:
                pass
            found = signature(self._folder) if self._folder else ()
            if self._asked.is_set() or (found and found != self._seen):
                self._asked.clear()
                self._seen = found
                await self._take_up()

    async def _take_up(self) -> None:
        service = None
        try:
            service = await asyncio.to_thread(self._make)
            await service.pool.run(_FIRST, Wanted())
        except Exception as error:  # noqa: BLE001 - whatever is wrong with it, the next build is waited for
            log_failure("new build refused, the old one stays", error)
            if service is not None:
                await service.pool.close()
            return
        old, self.current = self.current, Lease(service)
        log(event="new build", digest=service.digest, statements=service.statements)
        self._begun(service)
        old.retire()

    async def close(self) -> None:
        """Close what serves now, and wait for what is being closed."""
        await self.current.service.pool.close()
        if _closing:
            await asyncio.gather(*_closing, return_exceptions=True)
