"""What a worker is left with: memory and one socket; no other file or connection, no life after its keeper."""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import signal
import sys
import time
from pathlib import Path
from typing import Final

from styrkegraf.service.limits import Limits

__all__ = ["confine", "die_with_parent", "grown", "keep_only", "renew"]

_PR_SET_PDEATHSIG: Final = 1
_BELT: Final = 5
"""Seconds of processor time beyond the deadline after which the system itself ends a worker."""


def die_with_parent() -> None:
    """Be killed when the process that forked this one ends, where the system can do so."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def keep_only(*descriptors: int) -> None:
    """Close every descriptor but these, and let the standard three lead nowhere."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in range(3):
        os.dup2(nowhere, standard)
    last = 2
    for descriptor in sorted(descriptors):
        os.closerange(last + 1, descriptor)
        last = descriptor
    os.closerange(last + 1, os.sysconf("SC_OPEN_MAX") if sys.platform != "linux" else _highest() + 1)


def _highest() -> int:
    return max(int(path.name) for path in Path("/proc/self/fd").iterdir())


def confine(limits: Limits) -> None:
    """Take away what a query has no use for: new descriptors, files, memory beyond the limit, core dumps."""
    with contextlib.suppress(OSError):  # absent outside Linux
        Path("/proc/self/oom_score_adj").write_text("800")
    for kind, amount in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_AS, _taken() + limits.memory),
        (resource.RLIMIT_NOFILE, 0),
    ):
        _, hard = resource.getrlimit(kind)
        value = amount if hard == resource.RLIM_INFINITY else min(amount, hard)
        resource.setrlimit(kind, (value, value))


def _taken() -> int:
    """The bytes of address space that this process has."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[0])
    except OSError:  # outside Linux: what is resident is the best that is known
        return grown() + (1 << 30)
    return pages * resource.getpagesize()


def grown() -> int:
    """The bytes that were resident at most in this process."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def renew(limits: Limits) -> None:
    """Grant processor time for one more query: the belt to the braces of the deadline."""
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    until = int(time.process_time() + limits.seconds) + _BELT
    resource.setrlimit(resource.RLIMIT_CPU, (until if hard == resource.RLIM_INFINITY else min(until, hard), hard))
