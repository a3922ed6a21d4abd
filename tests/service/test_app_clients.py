"""Clients that are slow, greedy, or go away: each loses its connection, and nobody else notices."""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import BinaryIO, cast
from urllib.parse import quote

import pytest
import uvicorn
from uvicorn.server import ServerState

from service.running import PATIENCE, Server, read_answer, running, write_build
from styrkegraf.service.connection import connection
from styrkegraf.service.settings import Settings
from styrkegraf.service.shortcut import ShortCut

COUNTIES = {"gotland": "Gotland", "vastmanland": "Västmanland"}
POST = b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\n"
ENDLESS = "SELECT (COUNT(*) AS ?n) WHERE { " + " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(14)) + " }"
SLOW = POST.replace(b" /sparql", b" /sparql?timeout=2") + f"Content-Length: {len(ENDLESS)}\r\n\r\n{ENDLESS}".encode()
"""A request that takes twice as long as a connection may rest, and then fails."""
LOOK_UP = POST + b"Content-Length: 19\r\n\r\nASK { <a:> a <b:> }"
HEALTH = b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n"
LONG = "SELECT * WHERE { " + " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(7)) + " }"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of little patience: a second, which is also as long as a connection may rest."""
    folder = tmp_path_factory.mktemp("clients")
    build = write_build(folder / "build", COUNTIES)
    impatient = running(folder / "run", build, patience=1.0, keep_alive=1, body=100_000, limits={"seconds": 30.0})
    with impatient as found:
        yield found


@pytest.fixture(autouse=True)
def _answers_afterwards(server: Server) -> Iterator[None]:
    """After each test the server answers the next question rightly, and no query is left running."""
    yield
    server.until("no query runs", lambda: server.load()["short"] + server.load()["long"] == 0)
    assert server.names() == list(COUNTIES.values())


def closed(connection: socket.socket) -> bytes:
    """What came until the server closed the connection; raises `TimeoutError` where it does not."""
    data = b""
    try:
        while piece := connection.recv(1 << 16):
            data += piece
    except ConnectionResetError:
        pass
    return data


@pytest.mark.parametrize(
    "begun", [b"", b"GET", b"GET / HTTP/1.1\r\nHost: local", b"GET / HTTP/1.1\r\nHost: localhost\r\n"]
)
def test_headers_that_do_not_come(server: Server, begun: bytes) -> None:
    with server.connected() as connection:
        connection.sendall(begun)
        assert closed(connection).startswith(b"HTTP/1.1 408")


def test_headers_that_do_not_come_after_a_first_request(server: Server) -> None:
    with server.connected() as connection:
        connection.sendall(b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert read_answer(connection).status == 200
        connection.sendall(b"GET /health HTTP/1.1\r\n")
        assert closed(connection).startswith(b"HTTP/1.1 408")


def test_a_body_that_does_not_come(server: Server) -> None:
    with server.connected() as connection:
        connection.sendall(POST + b"Content-Length: 100\r\n\r\nASK {")
        answer = read_answer(connection)
        assert (answer.status, answer.headers["connection"]) == (408, "close")
        assert json.loads(answer.body)["type"].endswith("#too-slow")


def test_a_body_that_says_it_is_too_large(server: Server) -> None:
    with server.connected() as connection:
        connection.sendall(POST + b"Content-Length: 100000000\r\n\r\n")
        answer = read_answer(connection)
        assert (answer.status, answer.headers["connection"]) == (413, "close")
        assert "100000 bytes" in json.loads(answer.body)["detail"]
        assert answer.headers["access-control-allow-origin"] == "*", "a page elsewhere could not read what is wrong"


@pytest.mark.parametrize("framing", ["Content-Length: 100000000", "Transfer-Encoding: chunked"])
def test_a_body_of_a_hundred_megabytes_is_not_read(server: Server, framing: str) -> None:
    piece = b"#" * 100_000
    sent = 0
    with server.connected() as connection:
        connection.sendall(POST + f"{framing}\r\n\r\n".encode())
        try:
            while sent < 100_000_000:
                connection.sendall(piece if "Length" in framing else b"%x\r\n%s\r\n" % (len(piece), piece))
                sent += len(piece)
            raise AssertionError("the whole body was taken")
        except (ConnectionError, TimeoutError):
            pass
    server.until("it is logged", lambda: any(line.get("status") == 413 for line in server.lines()))


def test_a_client_that_sends_on_sees_why_it_was_refused(server: Server) -> None:
    with server.connected() as connection:
        connection.sendall(POST + b"Content-Length: 200000\r\n\r\n" + b"#" * 200_000)
        assert read_answer(connection).status == 413


WAYS = {"the short cut": "", "the whole way": "Connection: close\r\n"}
"""What makes a query take either."""


@pytest.mark.parametrize("more", WAYS.values(), ids=WAYS)
def test_an_answer_that_nobody_reads(server: Server, more: str) -> None:
    with server.connected() as connection:
        connection.sendall(f"GET /sparql?query={quote(LONG)} HTTP/1.1\r\nHost: localhost\r\n{more}\r\n".encode())
        assert connection.recv(12) == b"HTTP/1.1 200"
        logged = len(server.lines())
        server.until("the answer is given up", lambda: len(server.lines()) > logged)
        if not more:  # else it is uvicorn that keeps back what is not taken
            assert int(str(server.lines()[logged]["bytes"])) < 10_000_000  # of twenty-five
        with pytest.raises((ConnectionError, AssertionError)):
            read_answer(connection)


@pytest.mark.parametrize("how", ["closed", "half-closed", "reset"])
@pytest.mark.parametrize("behind", [b"", HEALTH * 2], ids=["alone", "before others"])
@pytest.mark.parametrize("more", WAYS.values(), ids=WAYS)
def test_a_client_that_goes_away_ends_its_query(server: Server, more: str, behind: bytes, how: str) -> None:
    gone = len([line for line in server.lines() if line.get("status") == 499])
    request_ = f"GET /sparql?query={quote(ENDLESS)} HTTP/1.1\r\nHost: localhost\r\n{more}\r\n".encode()
    with server.connected() as connection:
        connection.sendall(request_ + behind)
        server.until("the query runs", lambda: server.load()["short"] + server.load()["long"] == 1)
        if how == "half-closed":
            connection.shutdown(socket.SHUT_WR)
        elif how == "reset":
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
        if how != "half-closed":
            connection.close()
        server.until("the query has ended", lambda: server.load()["short"] + server.load()["long"] == 0)
    server.until("the log says so", lambda: [line.get("status") for line in server.lines()].count(499) > gone)


def test_an_answer_that_nobody_reads_and_more_questions(server: Server) -> None:
    with server.connected() as connection:
        connection.sendall(f"GET /sparql?query={quote(LONG)} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        assert connection.recv(12) == b"HTTP/1.1 200"
        logged = len(server.lines())
        connection.sendall(HEALTH)
        server.until("the answer is given up", lambda: len(server.lines()) > logged)
        with pytest.raises((ConnectionError, AssertionError)):
            read_answer(connection)


@pytest.mark.parametrize(("request_", "left"), [(HEALTH, b"\r\n"), (HEALTH[:-2] + b"Content-Length: 9\r\n\r\n", b"A")])
def test_a_client_that_has_its_answer_and_goes_on_without_asking(server: Server, request_: bytes, left: bytes) -> None:
    with server.connected() as connection:
        connection.sendall(request_)
        assert read_answer(connection).status == 200
        connection.sendall(left)
        closed(connection)


def test_an_answer_at_hand_does_not_end_the_connection_under_the_next(server: Server) -> None:
    with server.connected() as connection, connection.makefile("rb") as file:
        connection.sendall(LOOK_UP + SLOW)
        assert [next_answer(file)[0] for _ in range(2)] == [200, 504]


def next_answer(file: BinaryIO) -> tuple[int, dict[bytes, bytes]]:
    """Status and headers of the next answer, whose body is read over; raises `ConnectionError` where there is none."""
    first = file.readline()
    if not first:
        raise ConnectionError("the server hung up")
    headers = {}
    while (line := file.readline()) != b"\r\n":
        name, _, value = line.strip().partition(b": ")
        headers[name.lower()] = value
    file.read(int(headers[b"content-length"]))
    return int(first.split()[1]), headers


@pytest.mark.parametrize(
    ("broken", "status"),
    [
        (b"no request at all\r\n\r\n", 400),
        (POST + b"Transfer-Encoding: chunked\r\n\r\nthis is no length\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: local", 408),
    ],
)
def test_what_is_wrong_with_a_request_is_said_after_the_answers_before_it(
    server: Server, broken: bytes, status: int
) -> None:
    with server.connected() as connection, connection.makefile("rb") as file:
        connection.sendall(LOOK_UP + SLOW + LOOK_UP + broken)
        assert [next_answer(file)[0] for _ in range(4)] == [200, 504, 200, status]
        assert file.read() == b""


def test_requests_that_come_together_may_be_longer_than_one_head(server: Server) -> None:
    padded = HEALTH[:-2] + b"X-Region: " + b"a" * 3000 + b"\r\n\r\n"
    with server.connected() as connection, connection.makefile("rb") as file:
        connection.sendall(padded * 60 + padded[:100])
        assert [next_answer(file)[0] for _ in range(60)] == [200] * 60
        connection.sendall(padded[100:])
        assert next_answer(file)[0] == 200


def test_what_follows_a_request_for_another_protocol_is_answered(server: Server) -> None:
    with server.connected() as connection, connection.makefile("rb") as file:
        connection.sendall(HEALTH[:-2] + b"Connection: Upgrade\r\nUpgrade: h2c\r\n\r\n" + LOOK_UP + HEALTH)
        assert [next_answer(file)[0] for _ in range(3)] == [200] * 3


def test_trailers_without_end(server: Server) -> None:
    with server.connected() as connection, contextlib.suppress(ConnectionError):
        connection.sendall(POST + b"Transfer-Encoding: chunked\r\n\r\n6\r\nASK {}\r\n0\r\n")
        for _ in range(20_000):
            connection.sendall(b"X-Region: " + b"a" * 5000 + b"\r\n")
        raise AssertionError("all of them were taken")


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is looked up in /proc")
def test_more_requests_at_once_than_are_kept(server: Server) -> None:
    before = peak(server)
    with server.connected() as connection, connection.makefile("rb") as file:
        connection.sendall(SLOW + HEALTH * 150)
        answers = []
        with contextlib.suppress(ConnectionError):
            while True:
                answers.append(next_answer(file))
        assert [status for status, _ in answers] == [504] + [200] * (len(answers) - 1)
        assert 50 < len(answers) < 150
        assert answers[-1][1][b"connection"] == b"close"
    with server.connected() as connection, contextlib.suppress(ConnectionError):
        for _ in range(100):
            connection.sendall(HEALTH * 1000)
    assert peak(server) - before < 60_000_000


def peak(server: Server) -> int:
    """Bytes that the first process of the server held at most."""
    told = Path(f"/proc/{server.process.pid}/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) * 1024 for line in told.splitlines() if line.startswith("VmHWM"))


class Untaken:
    """A transport whose client takes nothing, so that closing it never ends."""

    def __init__(self) -> None:
        self.closing = False
        self.aborted = asyncio.Event()

    def get_extra_info(self, name: str) -> None:
        return None

    def write(self, data: bytes) -> None:
        assert not self.closing

    def close(self) -> None:
        self.closing = True

    write_eof = close

    def is_closing(self) -> bool:
        return self.closing

    def abort(self) -> None:
        assert self.closing, "dropped before its time"
        self.aborted.set()


@pytest.mark.parametrize(
    "sent", [HEALTH, HEALTH[:-2] + b"Connection: close\r\n\r\n", b"nonsense\r\n\r\n", HEALTH + b"nonsense\r\n\r\n"]
)
def test_a_connection_that_ends_is_not_held_by_an_answer_that_nobody_takes(sent: bytes) -> None:
    async def app(scope: object, receive: object, send: Callable[[dict[str, object]], Awaitable[None]]) -> None:
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body"})

    async def use() -> None:
        config = uvicorn.Config(app, log_config=None, ws="none", timeout_keep_alive=0)
        config.load()
        nothing_at_hand = cast(ShortCut, SimpleNamespace(read=lambda *_: None))
        protocol = connection(Settings(patience=0.01), nothing_at_hand)(config, ServerState(), {})
        transport = Untaken()
        protocol.connection_made(cast(asyncio.Transport, transport))
        protocol.data_received(sent)
        await asyncio.wait_for(transport.aborted.wait(), PATIENCE)

    asyncio.run(use())


def test_no_more_connections_are_served_than_may_be(tmp_path: Path) -> None:
    build = write_build(tmp_path / "build", COUNTIES)
    with running(tmp_path / "run", build, connections=3) as server, contextlib.ExitStack() as held:
        assert server.send(LOOK_UP).status == 200
        for _ in range(3):
            held.enter_context(server.connected())
        refused = server.send(LOOK_UP)
        assert (refused.status, refused.headers["retry-after"], refused.headers["connection"]) == (503, "5", "close")
        assert json.loads(refused.body)["detail"] == "No more connections are taken."
        held.close()
        server.until("there are places again", lambda: server.send(LOOK_UP).status == 200)


def test_many_connections_that_say_nothing(server: Server) -> None:
    silent = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(200)]
    try:
        assert server.names() == list(COUNTIES.values())
    finally:
        for connection in silent:
            connection.close()
