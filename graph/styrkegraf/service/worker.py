"""A worker: a fork of the keeper that answers one query at a time until it is spent, killed, or alone."""

from __future__ import annotations

import os
import signal
import socket
import time
from collections.abc import Callable
from typing import Final

from styrkegraf.service.confine import confine, die_with_parent, grown, keep_only, renew
from styrkegraf.service.evaluation import Stores, evaluate
from styrkegraf.service.limits import Limits
from styrkegraf.service.query import OutOfMemory, QueryFailed
from styrkegraf.service.wire import HEAD, LETTERS, PROBLEM, READY, Asked, problem, queries

__all__ = ["work"]

_SPENT: Final = 128 << 20
"""By how many bytes a worker may have grown before a fresh one takes its place."""
_NOTABLE: Final = 0.01
"""Seconds that it takes at least to grow by so much."""


def work(connection: socket.socket, opened: Callable[[], Stores], limits: Limits) -> None:
    """Say that it is ready, and answer until the service hangs up."""
    die_with_parent()
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, signal.SIG_IGN)  # the service ends first what it has begun, and then its workers
    keep_only(connection.fileno())
    stores = opened()
    confine(limits)
    before = grown()
    pid = str(os.getpid()).encode()
    connection.sendall(HEAD.pack(READY, False, 0.0, len(pid)) + pid)
    granted = 0.0
    for asked in queries(connection):
        if time.process_time() >= granted:
            renew(limits)
            granted = time.process_time() + 1
        start = time.perf_counter()
        letter, body, spent = _answer(stores, asked, limits)
        seconds = time.perf_counter() - start
        if seconds > _NOTABLE:  # to ask the system takes as long as a short query
            spent = spent or grown() - before > _SPENT
        head = HEAD.pack(letter, spent, seconds, len(body))
        if len(body) < 1 << 16:
            connection.sendall(head + body)
        else:
            connection.sendall(head)
            connection.sendall(body)


def _answer(stores: Stores, asked: Asked, limits: Limits) -> tuple[bytes, bytes, bool]:
    """The letter of the kind, the body, and whether the worker is spent."""
    try:
        kind, body = evaluate(stores, asked, limits.output)
        return LETTERS[kind], body, False
    except QueryFailed as error:
        return PROBLEM, problem(error), False
    except MemoryError:
        told = OutOfMemory(f"The query needs more than {limits.memory >> 20} MB of memory; ask for less at once.")
        return PROBLEM, problem(told), True
    except Exception as error:  # noqa: BLE001 - whatever the engine raises, the worker goes on
        said = str(error).partition("\n")[0][:300]
        return PROBLEM, problem(QueryFailed(f"The query could not be evaluated: {said}")), False
