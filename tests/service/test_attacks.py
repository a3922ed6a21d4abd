"""Attacks on the pool: each is answered with the right error, and the next question rightly."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

import pytest

from hostile import ATTACKS, Attack, reaching
from pooling import children, families
from service.running import PATIENCE
from shipped import shipped
from styrkegraf.service.limits import Limits
from styrkegraf.service.query import Query, QueryFailed, Wanted
from styrkegraf.service.workers import Pool
from styrkegraf.store import MemoryStore

ORDINARY = (
    "SELECT ?name WHERE { ?region a sg:County ; skos:prefLabel ?name . FILTER(LANG(?name) = 'sv') } ORDER BY ?name"
)
LIMITS = Limits(seconds=0.5, memory=256 << 20, output=2 << 20, workers=2)
CSV = Wanted(rows="text/csv")
NUMBERS = count()


@dataclass(frozen=True)
class Besieged:
    """A pool over the shipped graph, on a loop of its own, and the right answer to an ordinary question."""

    pool: Pool
    runner: asyncio.Runner
    right: bytes

    async def suffer(self, query: Query) -> str:
        """The name of the error that a query meets; empty where it is answered."""
        try:
            await self.pool.run(query, CSV)
        except QueryFailed as error:
            return type(error).__name__
        return ""

    async def answers(self) -> bool:
        """Whether an ordinary question, which was never asked before, is answered rightly."""
        return (await self.pool.run(Query(f"{ORDINARY} # {next(NUMBERS)}"), CSV)).body == self.right


@pytest.fixture(scope="module")
def besieged() -> Iterator[Besieged]:
    graph = shipped()
    assert isinstance(graph.store, MemoryStore)
    right = graph.query(ORDINARY).write("csv")
    assert right.count(b"\n") == 22
    with asyncio.Runner() as runner:
        siege = Besieged(Pool(graph.store, LIMITS), runner, right)
        assert runner.run(siege.answers())
        yield siege
        runner.run(siege.pool.close())


def test_there_are_attacks_of_every_kind() -> None:
    assert len(ATTACKS) == 32
    assert len({attack.name for attack in ATTACKS}) == len(ATTACKS)


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_an_attack_is_turned_away_and_the_next_question_answered(besieged: Besieged, attack: Attack) -> None:
    met = besieged.runner.run(besieged.suffer(Query(attack.sparql)))
    assert met in attack.errors
    assert besieged.runner.run(besieged.answers())


def test_afterwards_nobody_is_left_and_memory_is_what_it_was(besieged: Besieged) -> None:
    async def siege() -> None:
        await asyncio.gather(*(besieged.suffer(Query(attack.sparql)) for attack in ATTACKS))
        while sum(besieged.pool.load[1:]) or any(len(found) > 3 for found in families().values()):
            await asyncio.sleep(0.01)

    besieged.runner.run(siege())
    before = _resident()
    besieged.runner.run(siege())
    assert _resident() - before < 64 << 20
    assert [len(workers) for workers in families().values()] == [3]
    assert all("Z" not in found.values() for found in (*families().values(), children(os.getpid())))
    assert besieged.runner.run(besieged.answers())


def _resident() -> int:
    if sys.platform != "linux":
        pytest.skip("memory is read from /proc")
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def test_no_query_connects_to_a_server_on_loopback(besieged: Besieged) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.setblocking(False)
        address = f"http://127.0.0.1:{listening.getsockname()[1]}/"
        queries = reaching(address)
        assert len(queries) == 9
        for sparql, errors in queries.items():
            assert besieged.runner.run(besieged.suffer(Query(sparql))) in errors, sparql
        for graphs in [(address,), (address, f"{address}other")]:
            assert besieged.runner.run(besieged.suffer(Query("ASK { ?s ?p ?o }", graphs, graphs))) == ""
        with pytest.raises(BlockingIOError):
            listening.accept()
    assert besieged.runner.run(besieged.answers())


def test_fifty_clients_one_in_ten_hostile(besieged: Besieged) -> None:
    async def client(number: int) -> int:
        """How many of the ordinary questions were answered rightly, or how many attacks were made."""
        if number % 10 == 0:
            for attack in ATTACKS[number // 10 :: 5]:
                await patient.suffer(Query(attack.sparql, timeout=0.5))
            return 0
        return sum([await patient.answers() for _ in range(10)])

    async def all_of_them() -> list[int]:
        found = await asyncio.gather(*map(client, range(50)))
        await patient.pool.close()
        return found

    graph = shipped()
    assert isinstance(graph.store, MemoryStore)
    pool = Pool(graph.store, replace(LIMITS, seconds=60, wait=60))
    patient = Besieged(pool, besieged.runner, besieged.right)
    assert besieged.runner.run(all_of_them()) == [0 if number % 10 == 0 else 10 for number in range(50)]


READ_HERE = """
import contextlib, sys
from hostile import ATTACKS
from styrkegraf.errors import StyrkegrafError
from styrkegraf.publish.edition import Edition
from styrkegraf.service.federation import calls
from styrkegraf.lexis import quiet
from styrkegraf.store.outline import gives_triples, graphs_within, names_dataset
from styrkegraf.store.refusals import refuse
from styrkegraf.store.syntax import QuerySyntaxError
from styrkegraf.store.wording import declared
own = Edition("https://data.example.se/")
readers = (
    own.sparql,
    lambda text: own.place(text, (1, 1)),
    declared,
    refuse,
    lambda text: gives_triples(quiet(text)),
    lambda text: names_dataset(quiet(text)),
    graphs_within,
    lambda text: QuerySyntaxError(text, "at 1:1: unknown"),
    lambda text: calls(text[:20_000]),
)
for attack in ATTACKS:
    for read in readers:
        with contextlib.suppress(StyrkegrafError):
            read(attack.sparql)
"""


def test_what_nobody_can_end_reads_every_attack_to_its_end() -> None:
    """A worker can be killed at a query that takes long to read; what the service itself reads holds all others up."""
    told = f"import sys; sys.path[:] = {sys.path!r}\n{READ_HERE}"
    subprocess.run([sys.executable, "-c", told], check=True, timeout=PATIENCE)
