"""The life of a server: it starts with a clear word, takes up new builds without a pause, and ends cleanly."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import pytest

from service.asking import Embedded, service_of
from service.running import NAMES, PATIENCE, Server, read_answer, running, write_build
from styrkegraf import Graph
from styrkegraf.cli.serve import serve
from styrkegraf.service.answer import Service
from styrkegraf.service.query import OutOfMemory
from styrkegraf.service.reload import Builds
from styrkegraf.store import MemoryStore

COUNTIES = {"gotland": "Gotland", "vastmanland": "Västmanland"}
MORE = {**COUNTIES, "orebro": "Örebro"}
SOME_TIME = "SELECT (COUNT(*) AS ?n) WHERE { " + " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(10)) + " }"
ENDLESS = "SELECT (COUNT(*) AS ?n) WHERE { " + " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(16)) + " }"


def begin(server: Server, connection: socket.socket, query: str) -> None:
    """Ask, and wait until the query runs."""
    connection.sendall(f"GET /sparql?query={quote(query)} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
    server.until("the query runs", lambda: server.load()["short"] + server.load()["long"] >= 1)


def family(pid: int) -> list[int]:
    """The processes that a process has started, and they."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(stat.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        if parent == pid:
            found += [int(stat.parent.name), *family(int(stat.parent.name))]
    return found


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are looked up in /proc")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_told_to_end_it_finishes_what_is_in_flight(tmp_path: Path, number: int) -> None:
    with (
        running(tmp_path / "run", write_build(tmp_path / "build", COUNTIES)) as server,
        server.connected() as connection,
    ):
        assert server.names() == list(COUNTIES.values())
        begin(server, connection, SOME_TIME)
        processes = family(server.process.pid)
        assert processes
        server.process.send_signal(number)
        answer = read_answer(connection)
        assert (answer.status, answer.headers["connection"]) == (200, "close")
        assert server.process.wait(PATIENCE) == 0
        server.until("no process is left", lambda: not any(Path(f"/proc/{pid}").exists() for pid in processes))
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", server.port))
        assert server.lines()[-1]["event"] == "ended"


def test_told_to_end_it_does_not_wait_for_ever(tmp_path: Path) -> None:
    build = write_build(tmp_path / "build", COUNTIES)
    patient = running(tmp_path / "run", build, limits={"seconds": 300.0}, farewell=1)
    with patient as server, server.connected() as connection:
        begin(server, connection, ENDLESS)
        assert server.end() == 0


def test_a_new_build_is_taken_up_and_no_request_fails(tmp_path: Path) -> None:
    build = write_build(tmp_path / "build", COUNTIES)
    with running(tmp_path / "run", build) as server:
        seen: list[tuple[str, ...]] = []
        failures: list[object] = []
        done = threading.Event()

        def load() -> None:
            while not done.is_set():
                try:
                    seen.append(tuple(server.names()))
                except (AssertionError, OSError) as error:
                    failures.append(error)

        clients = [threading.Thread(target=load) for _ in range(4)]
        for client in clients:
            client.start()
        old = server.get(f"/sparql?query={quote(NAMES)}").headers["etag"]
        write_build(build, MORE)
        server.until("the new build answers", lambda: tuple(MORE.values()) in seen)
        done.set()
        for client in clients:
            client.join()
        assert failures == []
        assert set(seen) == {tuple(COUNTIES.values()), tuple(MORE.values())}
        assert tuple(server.names()) == tuple(MORE.values())
        fresh = server.get(f"/sparql?query={quote(NAMES)}", if_none_match=old)
        assert (fresh.status, fresh.headers["etag"] == old) == (200, False)


def test_a_query_in_flight_ends_on_the_old_build(tmp_path: Path) -> None:
    build = write_build(tmp_path / "build", COUNTIES)
    count = SOME_TIME.replace("COUNT(*)", "COUNT(DISTINCT ?a0)")
    with running(tmp_path / "run", build, limits={"seconds": 60.0}) as server, server.connected() as connection:
        begin(server, connection, count)
        write_build(build, MORE)
        server.process.send_signal(signal.SIGHUP)
        server.until("the new build answers", lambda: server.names() == list(MORE.values()))
        rows = json.loads(read_answer(connection).body)["results"]["bindings"]
        assert rows[0]["n"]["value"] == "2"


def test_a_broken_build_is_noted_and_the_old_one_stays(tmp_path: Path) -> None:
    build = write_build(tmp_path / "build", COUNTIES)
    with running(tmp_path / "run", build) as server:
        (build / "styrkegraf.nq").write_text("this is no build\n")
        server.process.send_signal(signal.SIGHUP)
        server.until("the log tells", lambda: any("old one stays" in str(line.get("event")) for line in server.lines()))
        assert server.names() == list(COUNTIES.values())
        write_build(build, MORE)
        server.until("a whole build is taken up again", lambda: server.names() == list(MORE.values()))


def test_after_a_build_that_breaks_the_program_the_next_is_taken_up() -> None:
    service = service_of(Graph(MemoryStore()))
    makes: list[Callable[[], Service]] = [lambda: service, too_large, lambda: replace(service, digest="next")]

    async def watched() -> None:
        builds = Builds(lambda: makes.pop(0)(), None, lambda service: taken.set())
        watch = asyncio.create_task(builds.watch())
        async with asyncio.timeout(PATIENCE):
            while makes:
                taken.clear()
                builds.reload()
                await asyncio.sleep(0)
            await taken.wait()
        assert builds.current.service.digest == "next"
        watch.cancel()

    taken = asyncio.Event()
    asyncio.run(watched())


def test_a_build_whose_queries_fail_is_not_taken_up(capsys: pytest.CaptureFixture[str]) -> None:
    service, broken = service_of(Graph(MemoryStore())), service_of(Graph(MemoryStore()))
    assert isinstance(broken.pool, Embedded)
    broken.pool.failing = OutOfMemory("It needs more than 16 MB.")
    makes = [service, broken]

    async def watched() -> None:
        builds = Builds(lambda: makes.pop(0), None, lambda _: None)
        watch = asyncio.create_task(builds.watch())
        builds.reload()
        said = ""
        async with asyncio.timeout(PATIENCE):
            while "the old one stays" not in said and "new build" not in said:
                await asyncio.sleep(0.01)
                said += capsys.readouterr().err
        assert "It needs more than 16 MB." in said
        assert builds.current.service is service
        watch.cancel()

    asyncio.run(watched())


def too_large() -> Service:
    """A build for which the machine has no memory."""
    raise MemoryError


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no file that is full")
def test_a_log_that_cannot_be_written_keeps_no_answer_back(tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "log").symlink_to("/dev/full")
    with running(tmp_path / "run", write_build(tmp_path / "build", COUNTIES)) as server:
        assert server.send(b"This is no request.\r\n\r\n").status == 400
        assert server.names() == list(COUNTIES.values())
        assert server.end() == 0


def test_in_front_of_an_endpoint(tmp_path: Path) -> None:
    with contextlib.ExitStack() as both:
        behind = both.enter_context(running(tmp_path / "behind", write_build(tmp_path / "build", COUNTIES)))
        front = both.enter_context(running(tmp_path / "front", f"{behind.site}/sparql"))
        assert front.names() == list(COUNTIES.values())
        csv = front.get(f"/sparql?query={quote(NAMES)}", accept="text/csv")
        assert csv.body.decode().split() == ["name", *COUNTIES.values()]
        triples = front.get("/sparql?query=CONSTRUCT%20WHERE%20%7B?s%20a%20sg:County%7D", accept="text/turtle")
        assert triples.body.count(b"county:") == 3
        fault = front.get("/sparql?query=SELECT%20?x%20WHERE%20%7B")
        assert (fault.status, json.loads(fault.body)["type"].endswith("#bad-query")) == (400, True)
        assert front.get("/sparql?query=LOAD%20%3Curn:x%3E").status == 403
        late = front.get(f"/sparql?timeout=0.5&query={quote(ENDLESS)}")
        assert (late.status, json.loads(late.body)["status"]) == (504, 504)
        behind.process.kill()
        behind.process.wait()
        gone = front.get(f"/sparql?query={quote(NAMES)}")
        assert (gone.status, json.loads(gone.body)["type"].endswith("#endpoint")) == (502, True)
        assert front.get("/health").status == 200


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """The command, as it is typed."""
    code = "import click; from styrkegraf.cli.common import Group; from styrkegraf.cli.serve import serve\n"
    code += "main = Group('styrkegraf'); main.add_command(serve); main()"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-c", code, "serve", *arguments]
    return subprocess.run(
        command, capture_output=True, env=environment, timeout=PATIENCE, encoding="utf-8", check=False
    )


def test_one_address_without_a_server(tmp_path: Path) -> None:
    build = str(write_build(tmp_path / "build", COUNTIES))
    found = run("--graph", build, "--get", f"/sparql?query={quote(NAMES)}", "--accept", "text/csv", "--head")
    assert (found.returncode, found.stdout.split()) == (0, ["name", *COUNTIES.values()])
    assert found.stderr.splitlines()[0] == "200"
    assert "Content-Type: text/csv; charset=utf-8" in found.stderr.splitlines()
    wrong = run("--graph", build, "--get", "/sparql?query=SELECT")
    assert (wrong.returncode, json.loads(wrong.stdout)["status"]) == (1, 400)
    assert "Traceback" not in wrong.stderr


def test_nobody_else_is_served_unless_the_operator_says_so() -> None:
    assert {one.name: one.default for one in serve.params}["host"] == "127.0.0.1"


def test_what_cannot_be_served_is_told_in_one_message(tmp_path: Path) -> None:
    build = str(write_build(tmp_path / "build", COUNTIES))
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        for arguments, says in (
            (("--graph", build, "--port", port), "choose another --port"),
            (("--graph", build, "--host", "atlantis.invalid"), "no address of this machine"),
            (("--graph", str(tmp_path / "nowhere"), "--port", "0"), "styrkegraf build"),
            (("--graph", build, "--atlas", str(tmp_path), "--port", "0"), "holds no atlas"),
            (("--graph", build, "--base-iri", "ftp://x", "--port", "0"), "base of an edition"),
        ):
            told = run(*arguments)
            assert told.returncode == 1, arguments
            assert says in told.stderr
            assert "Traceback" not in told.stderr
        assert run("--graph", build, "--endpoint", "http://localhost/").returncode == 2
