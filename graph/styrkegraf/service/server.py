"""The server: uvicorn on uvloop around the application, its signals, and what runs beside the requests."""

from __future__ import annotations

import asyncio
import errno
import signal
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from styrkegraf.errors import StyrkegrafError
from styrkegraf.service.ahead import ahead
from styrkegraf.service.answer import Service
from styrkegraf.service.app import application
from styrkegraf.service.log import log, take_over
from styrkegraf.service.reload import Builds, signature
from styrkegraf.service.shortcut import ShortCut
from styrkegraf.service.start import Plan, make
from styrkegraf.service.written import atlas_folder, forget, is_written, keep_atlas, show

__all__ = ["bound", "serve"]


def bound(host: str, port: int) -> socket.socket:
    """A socket that listens at an address; raises `StyrkegrafError` where it is taken or not ours."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except (socket.gaierror, UnicodeError) as error:
        raise StyrkegrafError(f"“{host}” is no address of this machine; use 127.0.0.1, or 0.0.0.0 for all.") from error
    listening = socket.socket(family, kind, protocol)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen(1024)
    except (OSError, OverflowError) as error:
        listening.close()
        problem = getattr(error, "strerror", None) or error
        other = "--host" if getattr(error, "errno", None) == errno.EADDRNOTAVAIL else "--port"
        raise StyrkegrafError(
            f"{host}, port {port}, cannot be listened at ({problem}); choose another {other}."
        ) from error
    return listening


def serve(plan: Plan, listening: socket.socket, started: Callable[[], None]) -> None:
    """Serve until told to end by SIGTERM or SIGINT; SIGHUP loads the build anew. ``started`` is called when it answers.

    Raises `StyrkegrafError` for a graph that cannot be read.
    """
    import uvicorn

    from styrkegraf.service.connection import connection

    settings = plan.settings
    builds = Builds(lambda: make(plan, atlas_folder), plan.folder, _Aside(plan).begun)

    @asynccontextmanager
    async def lifespan() -> AsyncIterator[None]:
        async with _beside(builds):
            started()
            yield

    take_over()
    config = uvicorn.Config(
        application(builds, settings, lifespan),
        loop="uvloop",
        http=connection(settings, ShortCut(builds, settings)),
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=settings.keep_alive,
        timeout_graceful_shutdown=settings.farewell,
    )
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: None)  # uvicorn raises them again when it has ended, for nobody
    uvicorn.Server(config).run(sockets=[listening])
    log(event="ended")


@asynccontextmanager
async def _beside(builds: Builds) -> AsyncIterator[None]:
    """What runs as long as the server: the watch over the build, and the hang-up signal that asks to load it."""
    loop = asyncio.get_running_loop()
    if hasattr(signal, "SIGHUP"):
        loop.add_signal_handler(signal.SIGHUP, builds.reload)
    watch = loop.create_task(builds.watch())
    warm = loop.create_task(builds.warm())
    try:
        yield
    finally:
        for task in (watch, warm):
            task.cancel()
        await asyncio.gather(watch, warm, return_exceptions=True)
        await builds.close()


class _Aside:
    """What is done beside the requests for the service of the moment: its atlas is written, its pages are begun."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._tasks: list[asyncio.Task[None]] = []

    def begun(self, service: Service) -> None:
        """Begin for a service, and end what goes on for the one before it."""
        for task in self._tasks:
            task.cancel()
        loop = asyncio.get_running_loop()
        self._tasks = [loop.create_task(ahead(service))]
        if self.plan.atlas is None and service.atlas is not None:
            self._tasks.append(loop.create_task(self._show(service.atlas)))

    async def _show(self, folder: Path) -> None:
        if not is_written(folder):
            await self._write(folder)
        await show(folder)

    async def _write(self, folder: Path) -> None:
        build = self.plan.folder
        before = signature(build) if build else ()
        await keep_atlas(folder, self.plan)
        if build and signature(build) != before:
            forget(folder)
