"""Heads of requests on the wire: what is no HTTP is said so in words, and what is odd but right is answered."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from service.running import Server, read_answer, running, write_build

COUNTIES = {"gotland": "Gotland", "vastmanland": "Västmanland"}
HOST = "Host: localhost\r\n"
POST = f"{HOST}Content-Type: application/sparql-query\r\n"
CHUNKS = "6\r\nASK {}\r\n0\r\n\r\n"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("heads")
    with running(folder / "run", write_build(folder / "build", COUNTIES)) as found:
        yield found


def wire(first: str, headers: str = HOST, body: str = "") -> bytes:
    return f"{first}\r\n{headers}\r\n{body}".encode()


@pytest.mark.parametrize(
    ("request_", "status", "says"),
    [
        (wire(f"GET /sparql?query={'a' * 65_530} HTTP/1.1"), 414, "POST"),
        (wire(f"GET /sparql?query={'a' * 120_000} HTTP/1.1"), 414, "POST"),
        (wire(f"GET /sparql?query={'a' * 300_000} HTTP/1.1"), 414, "POST"),
        (wire("GET /health HTTP/1.1", f"{HOST}X-Region: {'a' * 140_000}\r\n"), 431, "headers"),
        (wire("GET /health HTTP/1.1", f"{HOST}X-Region: {'a' * 400_000}\r\n"), 431, "headers"),
        (wire("GET /questions/areas-of-region?region=Västmanland HTTP/1.1"), 400, "percent-encoded"),
        (wire("GET /sv/västmanland HTTP/1.1"), 400, "percent-encoded"),
        (b"\x16\x03\x01\x02\x00\x01\r\n\r\n", 400, "no request of HTTP"),
        (wire("GET /health HTTP/1.1", ""), 400, "host"),
        (wire("GET /sparql?query=ASK%7B%7D HTTP/1.1", ""), 400, "host"),
        (wire("GET /health HTTP/1.1", HOST * 2), 400, "host"),
        (wire("GET /health HTTP/1.0", HOST * 2), 400, "host"),
        (wire("GET /health HTTP/1.1", "Host: a b\r\n"), 400, "host"),
        (wire("GET /health HTTP/1.1", "Host: region@example.org\r\n"), 400, "host"),
        (wire("POST /sparql HTTP/1.1", f"{POST}Transfer-Encoding: gzip, chunked\r\n", CHUNKS), 501, "chunked"),
    ],
    ids=lambda value: str(value)[:60],
)
def test_what_is_wrong_with_a_head_is_said_as_a_problem(
    server: Server, request_: bytes, status: int, says: str
) -> None:
    answer = server.send(request_)
    told = json.loads(answer.body)
    assert (answer.status, told["status"]) == (status, status)
    assert (answer.headers["content-type"], answer.headers["connection"]) == ("application/problem+json", "close")
    assert says in told["detail"] + told["remedy"]
    assert answer.headers["access-control-allow-origin"] == "*", "a page elsewhere could not read what is wrong"
    assert answer.headers["date"]
    assert told["type"].partition("#")[2] in server.get("/problems").body.decode()


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (wire("GET /health HTTP/1.0", ""), 200),
        (wire("GET /health HTTP/1.1", "Host: \r\n"), 200),
        (wire("GET /health HTTP/1.1", "Host: localhost:8000 \r\n"), 200),
        (wire("GET /health HTTP/1.1", "Host: [::1]:8000\r\n"), 200),
        (wire("GET /health HTTP/1.1", f"{HOST}X-Region: {'a' * 60_000}\r\n"), 200),
        (wire("GET http://example.org HTTP/1.1"), 200),
        (wire("GET http://example.org?lang=sv HTTP/1.1"), 200),
        (wire("GET http://example.org/health HTTP/1.1"), 200),
        (wire("GET * HTTP/1.1"), 400),
        (wire("POST /sparql HTTP/1.1", f"{POST}Transfer-Encoding: Chunked \r\n", CHUNKS), 200),
    ],
    ids=lambda value: str(value)[:60],
)
def test_a_head_that_is_written_oddly(server: Server, request_: bytes, status: int) -> None:
    assert server.send(request_).status == status


def test_the_server_as_a_whole_says_which_methods_it_takes(server: Server) -> None:
    answer = server.get("*", "OPTIONS")
    assert (answer.status, answer.headers["allow"]) == (204, "GET, HEAD, POST, OPTIONS")


def test_who_asks_for_the_head_only_gets_no_more_of_a_problem(server: Server) -> None:
    with server.connected() as connection, connection.makefile("rb") as file:
        connection.sendall(wire(f"HEAD /sparql?query={'a' * 70_000} HTTP/1.1"))
        told = file.read()
    assert told.startswith(b"HTTP/1.1 414")
    assert told.endswith(b"\r\n\r\n")


def test_who_still_sends_sees_why_it_was_refused(server: Server) -> None:
    with server.connected() as connection:
        connection.sendall(b"GET /sparql?query=" + b"a" * 400_000)
        server.until("it is refused", lambda: any(line.get("event") == "address too long" for line in server.lines()))
        for _ in range(20):
            connection.sendall(b"a" * 10_000)
        assert read_answer(connection).status == 414
