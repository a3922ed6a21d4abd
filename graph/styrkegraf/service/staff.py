"""The staff: the keeper and its workers as the service sees them: hired, lowered, dismissed, and replaced."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import socket
import subprocess
import sys
import tempfile
from dataclasses import asdict
from typing import BinaryIO, Final, Protocol

from pyoxigraph import RdfFormat

from styrkegraf.service.channel import Channel, Turn, WorkerReply
from styrkegraf.service.limits import Limits
from styrkegraf.service.wire import FORK, KILL, LOWER, ORDER
from styrkegraf.store import DiskStore, MemoryStore

__all__ = ["Employer", "Staff"]

_START: Final = (
    "import json, sys; control, source, limits, path = json.loads(sys.argv[1]); sys.path[:] = path; "
    "from styrkegraf.service.keeper import keep; from styrkegraf.service.limits import Limits; "
    "keep(control, source, Limits(**limits))"
)
_TUNABLES: Final = {"glibc.malloc.tcache_count": 1000, "glibc.malloc.hugetlb": 1}
"""For the allocator of the keeper and its workers, where it is glibc's.

It keeps a thousand freed pieces of a size at hand, not seven: evaluation frees hundreds at once, and takes a tenth less
time. It asks for memory in huge pages, where the system gives them to who asks: a query that eats memory then meets its
limit without a hundred thousand page faults, which slowed all others down.
"""
_PATIENCE: Final = 5.0
"""Seconds that the keeper has to end its workers and itself."""
_PAUSE: Final = 0.01
_DOUBLED: Final = 9
"""Seconds before the next try after a failure, and how often they are doubled: up to five."""
_HOPE: Final = 5
"""How often a start may fail before those who wait are told."""


class Employer(Protocol):
    """Who is told about the workers."""

    def ready(self, channel: Channel) -> None:
        """A worker can take its first query."""

    def replied(self, channel: Channel, turn: Turn, reply: WorkerReply) -> None:
        """A worker answered."""

    def ended(self, channel: Channel, status: int) -> None:
        """A worker has ended; ``status`` is minus the signal that killed it, else what it exited with."""

    def staffed(self) -> None:
        """Workers can be hired again, after a pause."""


class Staff:
    """The keeper of one store, and the workers that it forked.

    A keeper that dies is started again, and so are workers; what fails at once is tried again after growing pauses.
    """

    def __init__(self, store: MemoryStore | DiskStore, limits: Limits, employer: Employer) -> None:
        self._limits = limits
        self._employer = employer
        self._source = _source(store)
        self._workers: dict[int, Channel] = {}
        self._starting: set[Channel] = set()
        self._hired = 0
        self._failures = 0
        self._proven = False
        self._pausing = False
        self._watched = False
        self._closed = False
        self._reports = b""
        self._keeper, self._control = self._start()

    @property
    def size(self) -> int:
        """How many workers there are, those that still start among them."""
        return len(self._workers)

    @property
    def opening(self) -> bool:
        """Whether the graph is still being read, and there is hope."""
        return not self._proven and self._failures < _HOPE

    @property
    def starting(self) -> int:
        """How many workers have been hired and are not ready yet."""
        return len(self._starting)

    def _start(self) -> tuple[subprocess.Popen[bytes], socket.socket]:
        ours, theirs = socket.socketpair()
        with theirs:
            file = None if isinstance(self._source, str) else self._source.fileno()
            if not isinstance(self._source, str):
                self._source.seek(0)  # an earlier keeper has read it
            source = self._source if isinstance(self._source, str) else file
            said = json.dumps([theirs.fileno(), source, asdict(self._limits), sys.path])
            kept = (theirs.fileno(),) if file is None else (theirs.fileno(), file)
            keeper = subprocess.Popen(  # noqa: S603 - our own interpreter and our own code
                [sys.executable, "-P", "-c", _START, said],
                pass_fds=kept,
                env={**os.environ, "GLIBC_TUNABLES": _tunables(os.environ.get("GLIBC_TUNABLES", ""))},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
            )
        return keeper, ours

    def hire(self) -> None:
        """Order one more worker."""
        if self._pausing or self._closed:
            return
        if not self._watched:
            asyncio.get_running_loop().add_reader(self._control.fileno(), self._listen)
            self._watched = True
        self._hired += 1
        ours, theirs = socket.socketpair()
        channel = Channel(self._hired, ours, self, self._limits.output + (1 << 20))
        self._workers[channel.number] = channel
        self._starting.add(channel)
        with theirs, contextlib.suppress(OSError):  # a keeper that has gone is noticed when listening
            socket.send_fds(self._control, [ORDER.pack(FORK, channel.number, 0)], [theirs.fileno()])

    def lower(self, channel: Channel) -> None:
        """Let a worker run only when nobody else wants to."""
        self._order(LOWER, channel)

    def dismiss(self, channel: Channel) -> None:
        """Kill a worker; that it has ended is told later."""
        channel.close()
        self._order(KILL, channel)

    async def close(self) -> None:
        """End the keeper and all workers, and wait until they are gone."""
        if not self._closed:
            self._closed = True
            if self._watched:
                asyncio.get_running_loop().remove_reader(self._control.fileno())
            self._control.close()
            for channel in self._workers.values():
                channel.close()
            self._workers.clear()
            if not isinstance(self._source, str):
                self._source.close()
        await self._gone()

    async def _gone(self) -> None:
        loop = asyncio.get_running_loop()
        late = loop.time() + _PATIENCE
        while self._keeper.poll() is None:
            if loop.time() > late:
                self._keeper.kill()
            await asyncio.sleep(0.005)

    def ready(self, channel: Channel) -> None:
        """A worker can take queries."""
        self._failures = 0
        self._proven = True
        self._starting.discard(channel)
        self._employer.ready(channel)

    def replied(self, channel: Channel, turn: Turn, reply: WorkerReply) -> None:
        """A worker answered."""
        self._employer.replied(channel, turn, reply)

    def hung_up(self, channel: Channel) -> None:
        """A worker hung up: if it has not ended, it shall."""
        self._order(KILL, channel)

    def _order(self, order: bytes, channel: Channel) -> None:
        with contextlib.suppress(OSError):
            self._control.sendall(ORDER.pack(order, channel.number, 0))

    def _listen(self) -> None:
        """Take the reports of the keeper; at their end it is gone, and its workers with it."""
        try:
            data = self._control.recv(1 << 12, socket.MSG_DONTWAIT)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self._lose()
            return
        self._reports += data
        while len(self._reports) >= ORDER.size:
            _, number, status = ORDER.unpack_from(self._reports)
            self._reports = self._reports[ORDER.size :]
            self._end(number, status)

    def _end(self, number: int, status: int) -> None:
        channel = self._workers.pop(number, None)
        if channel is None:
            return
        channel.close()
        if channel in self._starting:
            self._starting.discard(channel)
            self._pause()
        self._employer.ended(channel, status)

    def _lose(self) -> None:
        """The keeper has died: all its workers with it."""
        asyncio.get_running_loop().remove_reader(self._control.fileno())
        self._control.close()
        self._watched = False
        self._keeper.kill()
        self._keeper.wait()
        self._pause()
        for number in list(self._workers):
            self._end(number, 0)

    def _pause(self) -> None:
        """Wait before the next try, longer after each that failed."""
        self._failures += 1
        if not self._pausing:
            self._pausing = True
            seconds = _PAUSE * 2 ** min(self._failures, _DOUBLED)
            asyncio.get_running_loop().call_later(seconds, self._resume)

    def _resume(self) -> None:
        """Try again, with a new keeper where the last one has died."""
        if self._closed:
            return
        self._pausing = False
        if self._control.fileno() < 0:
            self._reports = b""
            try:
                self._keeper, self._control = self._start()
            except OSError:  # the system has no process to give just now
                self._pause()
                return
        self._employer.staffed()


def _tunables(said: str) -> str:
    """Ours for the allocator, after what the operator says, which goes before."""
    ours = [f"{name}={value}" for name, value in _TUNABLES.items() if name not in said]
    return ":".join([*([said] if said else []), *ours])


def _source(store: MemoryStore | DiskStore) -> BinaryIO | str:
    """What the keeper reads: the folder of a store on disk, or a nameless file that holds the quads."""
    if isinstance(store, DiskStore):
        return str(store.folder.resolve())
    file = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the staff
    dumped = store.oxigraph.dump(format=RdfFormat.N_QUADS)
    assert dumped is not None  # without a place to write to, it is given
    lines: list[bytes] = sorted(dumped.splitlines(keepends=True), key=_place, reverse=True)
    file.writelines(lines)
    file.flush()
    return file


def _place(line: bytes) -> tuple[bytes, bytes, bytes]:
    """Where a statement goes: what is read together lies together in memory, by which joins take half the time."""
    subject, predicate, rest = line.split(b" ", 2)
    return predicate, subject, rest
