"""What a query may cost: time, memory, output, and the place it takes from others."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import Final

__all__ = ["Limits"]

_MIB: Final = 1 << 20


def _cores() -> int:
    """The cores that this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of the queries of one service; the defaults suit the shipped graph on a small machine."""

    seconds: float = 10.0
    """Deadline of one evaluation; a query may ask for less."""
    memory: int = 512 * _MIB
    """Bytes that a worker may take beyond those of the store."""
    output: int = 64 * _MIB
    """Bytes of one answer; a longer one is an error, never cut."""
    length: int = 1_000_000
    """Characters of one query."""
    workers: int = field(default_factory=_cores)
    """How many short queries run at once."""
    short: float = 0.05
    """Seconds of processor time after which a query is a long one: beside others it goes on with a lower priority."""
    long: int = 8
    """How many long queries run at once; when one more comes, the longest is ended."""
    queue: int = 256
    """How many queries may wait for a worker."""
    wait: float = 5.0
    """Seconds that a query may wait for a worker."""
    remembered: int = 32 * _MIB
    """Bytes of answers that are kept, to be given again."""
    services: tuple[str, ...] = ()
    """Endpoints that a query may name in SERVICE; none, unless the operator says so."""
    service_seconds: float = 5.0
    """Deadline of one call to such an endpoint."""
    service_output: int = 4 * _MIB
    """Bytes of the answer of such an endpoint."""
