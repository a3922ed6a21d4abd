"""Clients that are slow, greedy, or go away: each loses its connection, and nobody else notices."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from urllib.parse import quote

import pytest

from service.running import Server, read_answer, running, write_build

COUNTIES = {"gotland": "Gotland", "vastmanland": "Västmanland"}
POST = b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\n"
ENDLESS = "SELECT (COUNT(*) AS ?n) WHERE { " + " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(14)) + " }"
LONG = "SELECT * WHERE { " + " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(7)) + " }"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of little patience: a second."""
    folder = tmp_path_factory.mktemp("clients")
    build = write_build(folder / "build", COUNTIES)
    with running(folder / "run", build, patience=1.0, body=100_000, limits={"seconds": 30.0}) as found:
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


def test_an_answer_that_nobody_reads(server: Server) -> None:
    with server.connected() as connection:
        connection.sendall(f"GET /sparql?query={quote(LONG)} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        assert connection.recv(12) == b"HTTP/1.1 200"
        logged = len(server.lines())
        server.until("the answer is given up", lambda: len(server.lines()) > logged)
        with pytest.raises((ConnectionError, AssertionError)):
            read_answer(connection)


@pytest.mark.parametrize("how", ["closed", "half-closed", "reset"])
def test_a_client_that_goes_away_ends_its_query(server: Server, how: str) -> None:
    with server.connected() as connection:
        connection.sendall(f"GET /sparql?query={quote(ENDLESS)} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        server.until("the query runs", lambda: server.load()["short"] + server.load()["long"] == 1)
        if how == "half-closed":
            connection.shutdown(socket.SHUT_WR)
        elif how == "reset":
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
        if how != "half-closed":
            connection.close()
        server.until("the query has ended", lambda: server.load()["short"] + server.load()["long"] == 0)
    server.until("the log says so", lambda: any(line.get("status") == 499 for line in server.lines()))


def test_many_connections_that_say_nothing(server: Server) -> None:
    silent = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(200)]
    try:
        assert server.names() == list(COUNTIES.values())
    finally:
        for connection in silent:
            connection.close()
