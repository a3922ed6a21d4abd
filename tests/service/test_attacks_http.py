"""Attacks over HTTP: the right status and a problem that can be read, and the next question answered rightly."""

from __future__ import annotations

import json
import os
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from hostile import ATTACKS, Attack, reaching
from pooling import children
from service.running import Answer, Server, running, write_build

STATUSES = {
    "BadQuery": 400,
    "Refused": 403,
    "TooLarge": 413,
    "TooLong": 413,
    "Busy": 503,
    "TimedOut": 504,
    "OutOfMemory": 507,
    "": 200,
}
COUNTIES = {f"county-{number:03}": f"Län {number:03}" for number in range(300)}
LIMITS: dict[str, object] = {"seconds": 60, "wait": 60, "memory": 256 << 20, "output": 2 << 20}
"""An ordinary question may wait for a busy machine; an attack gives itself less time, as `post` has it."""

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are looked at through /proc")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("siege")
    with running(folder / "run", write_build(folder / "build", COUNTIES), limits=LIMITS) as found:
        assert answers(found)
        yield found


def post(server: Server, sparql: str, seconds: float = 0.5) -> Answer:
    body = sparql.encode()
    head = f"POST /sparql?timeout={seconds} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {len(body)}\r\n"
    return server.send(head.encode() + b"Content-Type: application/sparql-query\r\n\r\n" + body)


def answers(server: Server) -> bool:
    """Whether an ordinary question is answered rightly."""
    return server.names() == list(COUNTIES.values())


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_an_attack_meets_a_problem_and_the_next_question_an_answer(server: Server, attack: Attack) -> None:
    answer = post(server, attack.sparql)
    assert answer.status in {STATUSES[error] for error in attack.errors}
    if answer.status != 200:
        assert answer.headers["content-type"].startswith("application/problem+json")
        told = json.loads(answer.body)
        assert told["status"] == answer.status
        assert told["title"]
        assert len(answer.body) < 5000
        assert "Traceback" not in told.get("detail", "")
    if answer.status == 503:
        assert int(answer.headers["retry-after"]) > 0
    assert answers(server)


def test_no_request_makes_the_service_connect_to_loopback(server: Server) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.setblocking(False)
        address = f"http://127.0.0.1:{listening.getsockname()[1]}/"
        for sparql in reaching(address):
            assert post(server, sparql, 60).status in {200, 400, 403}
        graph = quote(address)
        assert server.get(f"/sparql?query=ASK%7B%7D&default-graph-uri={graph}&named-graph-uri={graph}").status == 200
        assert server.get(f"/data?graph={graph}").status == 404
        with pytest.raises(BlockingIOError):
            listening.accept()
    assert answers(server)


def test_fifty_clients_one_in_ten_hostile(tmp_path: Path) -> None:
    with running(tmp_path / "run", write_build(tmp_path / "build", COUNTIES), limits=LIMITS) as server:
        assert _siege(server) == [True] * 45 * 5


def _siege(server: Server) -> list[bool]:
    """Whether each ordinary question was answered rightly."""
    right: list[bool] = []

    def client(number: int) -> None:
        if number % 10:
            right.extend([answers(server) for _ in range(5)])
        else:
            for attack in ATTACKS[number // 10 :: 10]:
                post(server, attack.sparql)

    clients = [threading.Thread(target=client, args=(number,)) for number in range(50)]
    for thread in clients:
        thread.start()
    for thread in clients:
        thread.join()
    return right


def test_afterwards_nobody_is_left(server: Server) -> None:
    server.until("all long queries have ended", lambda: not any(server.load()[name] for name in ("short", "long")))
    (keeper,) = [pid for pid, state in children(server.process.pid).items() if state != "Z"]
    server.until("those that were killed are buried", lambda: 3 <= len(children(keeper)) <= 7)
    assert "Z" not in children(keeper).values()
    server.until("those that were lowered are gone", lambda: len(set(map(_priority, children(keeper)))) == 1)
    assert answers(server)


def _priority(pid: int) -> int:
    return os.getpriority(os.PRIO_PROCESS, pid)
