"""A pool for one test, and a look at its processes."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Awaitable, Callable
from itertools import count
from pathlib import Path
from typing import TypeVar

from pyoxigraph import Literal, NamedNode, Quad

from styrkegraf.service.limits import Limits
from styrkegraf.service.query import Query, Result, Wanted
from styrkegraf.service.workers import Pool
from styrkegraf.store import DiskStore, MemoryStore

__all__ = ["ENDLESS", "FIRST", "SECOND", "answered", "children", "families", "gone", "small_store", "text", "with_pool"]

T = TypeVar("T")

EXAMPLE = "https://w3id.org/styrkegraf/"
FIRST, SECOND = f"{EXAMPLE}source/one#1", f"{EXAMPLE}source/two#1"
"""Two named graphs of the small store, which share a statement."""

ENDLESS = "SELECT (COUNT(*) AS ?n) WHERE { " + " . ".join(f"?a{i} ?b{i} ?c{i}" for i in range(9)) + " }"
"""A query that ends after everybody has gone home."""

PATIENCE = 120.0
"""Seconds that a test may wait for a pool, on the busiest machine."""

_NUMBERS = count()


def small_store() -> MemoryStore:
    """Västmanland in two passages that agree on its label, and on nothing else."""
    county, label = (
        NamedNode(f"{EXAMPLE}id/county/vastmanland"),
        NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel"),
    )
    size = NamedNode("http://purl.org/dc/terms/extent")
    quads = [
        Quad(county, label, Literal("Västmanland", language="sv"), NamedNode(FIRST)),
        Quad(county, label, Literal("Västmanland", language="sv"), NamedNode(SECOND)),
        Quad(county, label, Literal("Västmanland County", language="en"), NamedNode(SECOND)),
    ]
    fill = [Quad(county, size, Literal(number), NamedNode(FIRST)) for number in range(200)]
    return MemoryStore([*quads, *fill])


def with_pool(
    use: Callable[[Pool], Awaitable[T]], limits: Limits | None = None, store: MemoryStore | DiskStore | None = None
) -> T:
    """What ``use`` gives with a pool of its own, which is closed afterwards; a test that waits in vain fails."""

    async def run() -> T:
        pool = Pool(store or small_store(), limits or Limits(workers=2))
        try:
            async with asyncio.timeout(PATIENCE):
                return await use(pool)
        finally:
            await pool.close()

    return asyncio.run(run())


def text(result: Result) -> str:
    """The body of an answer as text."""
    return result.body.decode()


async def answered(pool: Pool) -> bool:
    """Whether the pool answers an ordinary question rightly, which it was never asked before."""
    sparql = f"SELECT ?l WHERE {{ ?county skos:prefLabel ?l . FILTER(STR(?l) = 'Västmanland') }} # {next(_NUMBERS)}"
    return text(await pool.run(Query(sparql), Wanted(rows="text/csv"))).split() == ["l", "Västmanland"]


def children(pid: int) -> dict[int, str]:
    """The children of a process, each with the letter of its state."""
    found = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent = stat.read_text().rpartition(")")[2].split()[:2]
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(parent) == pid:
            found[int(stat.parent.name)] = state
    return found


def families() -> dict[int, dict[int, str]]:
    """The keepers of this process, each with its workers."""
    keepers = (pid for pid in children(os.getpid()) if b"service.keeper" in Path(f"/proc/{pid}/cmdline").read_bytes())
    return {pid: children(pid) for pid in keepers}


def gone(pids: list[int], seconds: float = 5) -> bool:
    """Whether the processes end within so many seconds."""
    late = time.monotonic() + seconds
    while alive := [pid for pid in pids if Path(f"/proc/{pid}").exists()]:
        if time.monotonic() > late:
            return not alive
        time.sleep(0.01)
    return True
