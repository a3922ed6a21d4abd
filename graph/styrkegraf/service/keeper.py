"""The keeper: a small process of one thread that holds the graph, forks the workers over it, and buries them.

The service cannot fork them itself: its event loop, its HTTP client and the engines of the library have threads, and a
fork of a process with threads may inherit a lock that nobody will open. So the service starts a fresh Python that reads
the graph once; each worker is a fork of it and shares its memory. A store on disk is opened by each worker for itself,
read-only, since the threads of the database do not outlive a fork.

The keeper does what it is ordered to (fork, lower the priority, kill) and reports how each worker ended. It alone knows
which process numbers are still its own. When the service goes, however it goes, the keeper ends its workers and itself.
"""

from __future__ import annotations

import contextlib
import gc
import os
import select
import signal
import socket
import sys
from collections.abc import Callable
from typing import Final

from pyoxigraph import RdfFormat, Store

from styrkegraf.service.evaluation import Stores
from styrkegraf.service.limits import Limits
from styrkegraf.service.wire import FORK, LOWER, ORDER, receive
from styrkegraf.service.worker import work
from styrkegraf.store import DiskStore

__all__ = ["keep"]

_LOWERED: Final = 19
"""The niceness of a long query."""


def keep(control: int, source: int | str, limits: Limits) -> None:
    """Serve the orders that come over ``control`` until its other end closes.

    ``source`` is the descriptor of a file of N-Quads, which is read here, or the folder of a store on disk.
    """
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, signal.SIG_IGN)  # a signal to the group is for the service, which then hangs up
    opened = _reader(source)
    gc.collect()
    gc.disable()
    gc.freeze()  # so that no collection in a worker copies the pages that all share
    _Keeper(socket.socket(fileno=control), opened, limits).serve()


def _reader(source: int | str) -> Callable[[], Stores]:
    """What gives a worker its stores."""
    if isinstance(source, str):
        folder = source
        return lambda: _on_disk(folder)
    whole = Store()
    with open(source, "rb") as file:  # noqa: PTH123 - a descriptor
        whole.bulk_load(file, RdfFormat.N_QUADS)
    stores = Stores.beside(whole)
    return lambda: stores


def _on_disk(folder: str) -> Stores:
    """The same store for both: a database keeps each graph in a place of its own."""
    store = DiskStore(folder).oxigraph
    return Stores(store, store)


def _lower(pid: int) -> None:
    """Let a process have what the others leave; on Linux it also makes way at once when another wakes."""
    os.setpriority(os.PRIO_PROCESS, pid, _LOWERED)
    if sys.platform == "linux":
        with contextlib.suppress(OSError):  # not every sandbox allows it
            os.sched_setscheduler(pid, os.SCHED_IDLE, os.sched_param(0))


class _Keeper:
    """The loop over orders and ends; ``pids`` holds the living workers by their number."""

    def __init__(self, orders: socket.socket, opened: Callable[[], Stores], limits: Limits) -> None:
        self.orders = orders
        self.opened = opened
        self.limits = limits
        self.pids: dict[int, int] = {}
        self.ends, ended = socket.socketpair()
        for end in (self.ends, ended):
            end.setblocking(False)
        self._kept = ended  # written to by the interpreter, whenever a worker ends
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(ended.fileno(), warn_on_full_buffer=False)

    def serve(self) -> None:
        """Obey and report until the service hangs up, then end every worker."""
        try:
            while True:
                ready, _, _ = select.select([self.orders, self.ends], [], [])
                if self.ends in ready:
                    self._bury()
                if self.orders in ready:
                    self._obey()
        except (EOFError, OSError):
            pass  # the service has gone
        finally:
            for pid in self.pids.values():
                os.kill(pid, signal.SIGKILL)
            for pid in self.pids.values():
                os.waitpid(pid, 0)

    def _obey(self) -> None:
        data, descriptors, _, _ = socket.recv_fds(self.orders, ORDER.size, 1)
        if not data:
            raise EOFError
        data += receive(self.orders, ORDER.size - len(data))
        order, number, _ = ORDER.unpack(data)
        if order == FORK:
            self._fork(number, socket.socket(fileno=descriptors[0]))
        elif number in self.pids and order == LOWER:
            _lower(self.pids[number])
        elif number in self.pids:
            os.kill(self.pids[number], signal.SIGKILL)

    def _fork(self, number: int, connection: socket.socket) -> None:
        pid = os.fork()
        if pid:
            connection.close()
            self.pids[number] = pid
            return
        status = 1
        try:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            work(connection, self.opened, self.limits)
            status = 0
        finally:
            os._exit(status)  # never back into the loop of the keeper

    def _bury(self) -> None:
        with contextlib.suppress(BlockingIOError):
            self.ends.recv(1 << 12)
        for number, pid in list(self.pids.items()):
            ended, status = os.waitpid(pid, os.WNOHANG)
            if ended:
                del self.pids[number]
                self.orders.sendall(ORDER.pack(FORK, number, os.waitstatus_to_exitcode(status)))
