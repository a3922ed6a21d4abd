"""The processes of the pool: what they may do, who replaces whom, and that none is left behind."""

from __future__ import annotations

import asyncio
import os
import re
import resource
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Store

from pooling import ENDLESS, answered, children, families, gone, small_store, with_pool
from styrkegraf.service.confine import confine, keep_only
from styrkegraf.service.limits import Limits
from styrkegraf.service.query import Busy, Query, TimedOut, Wanted, WorkerDied
from styrkegraf.service.workers import Pool
from styrkegraf.store import DiskStore
from styrkegraf.store.disk import write_store

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are looked at through /proc")

TWO = Limits(workers=2, seconds=30)


async def ready(pool: Pool) -> dict[int, list[int]]:
    """The keeper and its workers, once all of them stand ready and those that were killed are buried.

    They are one more than may begin at once, and on a busy machine, where a query seemed slow, a few more yet.
    """
    assert await answered(pool)
    wanted = pool.limits.workers + 1
    while pool.load.ready < wanted or any(len(workers) != pool.load.ready for workers in families().values()):
        await asyncio.sleep(0.005)
    return {keeper: sorted(workers) for keeper, workers in families().items()}


async def busy(pool: Pool) -> tuple[asyncio.Task[object], int]:
    """A query without end, alone and long since a long one, and the worker that evaluates it."""
    await ready(pool)
    task: asyncio.Task[object] = asyncio.create_task(pool.run(Query(ENDLESS), Wanted()))
    return task, await at_work()


async def at_work() -> int:
    """A worker that has been at a query for longer than a short one takes."""
    long = 2 * Limits().short * os.sysconf("SC_CLK_TCK")
    while True:
        ((_, workers),) = families().items()
        if found := [pid for pid in workers if _ticks(pid) > long]:
            return found[0]
        await asyncio.sleep(0.005)


def _ticks(pid: int) -> int:
    """Processor time of a process, user and system."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def test_workers_can_open_nothing() -> None:
    async def use(pool: Pool) -> None:
        for workers in (await ready(pool)).values():
            assert len(workers) >= 3
            for pid in workers:
                limits = Path(f"/proc/{pid}/limits").read_text()
                granted = {line[:26].strip(): line[26:].split()[:2] for line in limits.splitlines()[1:]}
                assert granted["Max open files"] == ["0", "0"]
                assert granted["Max core file size"] == ["0", "0"]
                assert granted["Max file size"] == ["0", "0"]
                assert granted["Max address space"][0] != "unlimited"
                opened = [str(path.readlink()) for path in Path(f"/proc/{pid}/fd").iterdir()]
                assert sorted(name.partition(":")[0] for name in opened) == ["/dev/null"] * 3 + ["socket"]

    with_pool(use, TWO)


def test_a_confined_process_reaches_neither_sockets_nor_files_even_through_the_engine() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.setblocking(False)
        port = listening.getsockname()[1]
        said, saying = os.pipe()
        pid = os.fork()
        if not pid:
            try:
                keep_only(saying)
                confine(TWO)
                os.write(saying, "".join(_escapes(port)).encode())
            finally:
                os._exit(0)
        os.close(saying)
        os.waitpid(pid, 0)
        with os.fdopen(said) as told:
            assert told.read() == "held" * 4
        with pytest.raises(BlockingIOError):
            listening.accept()


def _escapes(port: int) -> list[str]:
    """Try to get out; one word for each way that is shut."""
    store = Store()
    tries: list[Callable[[], object]] = [
        lambda: socket.create_connection(("127.0.0.1", port)),
        lambda: Path("/etc/hostname").read_text(),
        lambda: list(store.query(f"SELECT * {{ SERVICE <http://127.0.0.1:{port}/> {{ ?s ?p ?o }} }}")),  # type: ignore[arg-type]
        lambda: store.update(f"LOAD <http://127.0.0.1:{port}/>"),
    ]
    found = []
    for attempt in tries:
        try:
            attempt()
        except (OSError, RuntimeError):
            found.append("held")
    return found


def test_a_worker_ends_when_the_client_goes() -> None:
    async def use(pool: Pool) -> None:
        task, pid = await busy(pool)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert await asyncio.to_thread(gone, [pid])
        assert await answered(pool)

    with_pool(use, TWO)


def test_a_worker_that_is_late_is_killed_and_replaced() -> None:
    async def use(pool: Pool) -> None:
        ((keeper, before),) = (await ready(pool)).items()
        with pytest.raises(TimedOut):
            await pool.run(Query(ENDLESS, timeout=0.1), Wanted())
        ((same, after),) = (await ready(pool)).items()
        assert same == keeper
        assert len(set(before) - set(after)) == 1
        assert len(after) >= 3

    with_pool(use, TWO)


def test_idle_workers_killed_by_hand_are_replaced() -> None:
    async def use(pool: Pool) -> None:
        ((_, workers),) = (await ready(pool)).items()
        for pid in workers:
            os.kill(pid, signal.SIGKILL)
        assert await answered(pool)
        ((_, others),) = (await ready(pool)).items()
        assert not set(workers) & set(others)

    with_pool(use, TWO)


def test_a_query_whose_worker_is_killed_by_hand_is_asked_once_more() -> None:
    async def use(pool: Pool) -> None:
        task, first = await busy(pool)
        os.kill(first, signal.SIGKILL)
        assert await asyncio.to_thread(gone, [first])
        second = await at_work()
        assert not task.done()
        os.kill(second, signal.SIGKILL)
        with pytest.raises(WorkerDied):
            await task
        assert await answered(pool)

    with_pool(use, TWO)


def test_a_keeper_killed_by_hand_is_started_again() -> None:
    async def use(pool: Pool) -> None:
        ((keeper, workers),) = (await ready(pool)).items()
        os.kill(keeper, signal.SIGKILL)
        assert await asyncio.to_thread(gone, workers)
        assert await answered(pool)
        ((other, _),) = (await ready(pool)).items()
        assert other != keeper

    with_pool(use, TWO)


def test_a_keeper_that_dies_while_its_workers_cannot_start_is_started_again(tmp_path: Path) -> None:
    (tmp_path / "store.nq").write_bytes(small_store().dump())
    write_store(tmp_path / "store.nq", tmp_path / "store")
    there, away = tmp_path / "store" / "rocksdb", tmp_path / "away"

    async def use(pool: Pool) -> None:
        there.rename(away)
        with pytest.raises(Busy):  # which is said when several starts have failed, and the next one is a while off
            await answered(pool)
        (keeper,) = families()
        os.kill(keeper, signal.SIGKILL)
        assert await asyncio.to_thread(gone, [keeper])
        away.rename(there)
        assert await answered_at_last(pool)

    with_pool(use, Limits(workers=2, wait=0.1), DiskStore(tmp_path / "store"))


def test_however_often_a_start_has_failed_the_next_is_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("styrkegraf.service.staff._PAUSE", 0)
    starts = count()
    popen = subprocess.Popen

    def failing(*arguments: Any, **named: Any) -> subprocess.Popen[bytes]:
        if 0 < next(starts) < 2000:
            raise BlockingIOError("Resource temporarily unavailable")
        return popen(*arguments, **named)

    async def use(pool: Pool) -> None:
        (keeper,) = await ready(pool)
        os.kill(keeper, signal.SIGKILL)
        assert await answered_at_last(pool)

    monkeypatch.setattr("subprocess.Popen", failing)
    with_pool(use, TWO)


async def answered_at_last(pool: Pool) -> bool:
    """Whether the pool answers an ordinary question rightly, once it is no longer busy."""
    while True:
        try:
            return await answered(pool)
        except Busy:
            await asyncio.sleep(0.005)


def test_signals_to_the_whole_group_are_left_to_the_service() -> None:
    async def use(pool: Pool) -> None:
        ((keeper, workers),) = (await ready(pool)).items()
        for pid in [keeper, *workers]:
            os.kill(pid, signal.SIGTERM)
            os.kill(pid, signal.SIGINT)
        assert await answered(pool)
        assert (await ready(pool)) == {keeper: workers}

    with_pool(use, TWO)


def test_closing_leaves_nobody_behind() -> None:
    async def use(pool: Pool) -> list[int]:
        task, _ = await busy(pool)
        ((keeper, workers),) = families().items()
        await pool.close()
        with pytest.raises(Exception, match="closing"):
            await task
        return [keeper, *workers]

    assert gone(with_pool(use, TWO), 0.5)
    assert not families()
    assert "Z" not in children(os.getpid()).values()


def test_a_pool_that_was_never_asked_closes_too() -> None:
    asyncio.run(Pool(small_store(), TWO).close())
    assert not families()


def test_all_end_when_the_service_is_killed() -> None:
    source = (
        "import asyncio, sys; sys.path[:0] = sys.argv[1:]\n"
        "from pooling import *; from styrkegraf.service.limits import Limits\n"
        "async def use(pool):\n"
        "    running = [asyncio.create_task(pool.run(Query(ENDLESS), Wanted())) for _ in range(2)]\n"
        "    while pool.load.short + pool.load.long < 2 or pool.load.ready < 3: await asyncio.sleep(0.005)\n"
        "    print([pid for keeper, workers in families().items() for pid in (keeper, *workers)], flush=True)\n"
        "    await asyncio.gather(*running)\n"
        "from styrkegraf.service.query import Query, Wanted\n"
        "with_pool(use, Limits(workers=2, seconds=60))\n"
    )
    command = [sys.executable, "-c", source, *sys.path]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as service:
        assert service.stdout is not None
        pids = [int(pid) for pid in service.stdout.readline().strip("[]\n").split(",")]
        assert len(pids) == 6
        service.kill()
    assert gone(pids)


def test_memory_that_a_worker_took_is_given_back() -> None:
    async def use(pool: Pool) -> None:
        before = {pid for workers in (await ready(pool)).values() for pid in workers}
        much = "SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?a ?b ?c { ?s dcterms:extent ?a, ?b, ?c } LIMIT 600000 }"
        assert (await pool.run(Query(much), Wanted())).body
        after = {pid for workers in (await ready(pool)).values() for pid in workers}
        assert len(before - after) == 1

    with_pool(use, Limits(workers=2, seconds=60, memory=2 << 30, short=60))
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < 2 << 20


def test_a_long_query_gets_what_the_others_leave_once_there_are_others() -> None:
    async def use(pool: Pool) -> None:
        task, pid = await busy(pool)
        assert os.getpriority(os.PRIO_PROCESS, pid) == 0
        while os.getpriority(os.PRIO_PROCESS, pid) < 10:
            assert await answered(pool)
        task.cancel()

    with_pool(use, TWO)


@pytest.mark.parametrize(
    ("said", "tunables"),
    [
        ("", {"glibc.malloc.tcache_count=1000", "glibc.malloc.hugetlb=1"}),
        ("glibc.malloc.hugetlb=0", {"glibc.malloc.hugetlb=0", "glibc.malloc.tcache_count=1000"}),
    ],
)
def test_the_allocator_of_the_workers_is_tuned_unless_the_operator_says_otherwise(
    monkeypatch: pytest.MonkeyPatch, said: str, tunables: set[str]
) -> None:
    monkeypatch.setenv("GLIBC_TUNABLES", said)

    async def use(pool: Pool) -> None:
        assert await answered(pool)
        (keeper,) = families()
        environment = Path(f"/proc/{keeper}/environ").read_bytes().decode()
        assert set(re.findall(r"glibc\.malloc\.\w+=\d+", environment)) == tunables

    with_pool(use, TWO)
