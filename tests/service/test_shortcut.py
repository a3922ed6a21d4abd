"""The short cut: what is answered on it, and that nobody can tell but by the time."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, cast
from urllib.parse import quote, urlencode

import pytest
import uvicorn
from pyoxigraph import Literal, NamedNode, Quad, Store
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.server import ServerState

from service.asking import Always, Embedded, service_of
from service.running import NAMES, PATIENCE, Server, read_answer, running, write_build
from styrkegraf import Graph
from styrkegraf.namespaces import ID, skos
from styrkegraf.publish.edition import Edition
from styrkegraf.service.answer import Service
from styrkegraf.service.connection import connection
from styrkegraf.service.http import Request, Response
from styrkegraf.service.limits import Limits
from styrkegraf.service.log import log
from styrkegraf.service.query import Busy, Query, Wanted
from styrkegraf.service.reload import Lease
from styrkegraf.service.settings import Settings
from styrkegraf.service.shortcut import ShortCut, Told
from styrkegraf.service.workers import Pool
from styrkegraf.store import MemoryStore

COUNTIES = {"gotland": "Gotland", "vastmanland": "Västmanland"}
LOOK_UP = f"SELECT ?name {{ <{ID}county/vastmanland> skos:prefLabel ?name }}"
FOUND = [{"name": {"type": "literal", "value": "Västmanland", "xml:lang": "sv"}}]
UNTOLD = {"date", "server-timing", "connection"}
"""Headers in which the same answer differs from one time to the next, or says that the connection ends."""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("shortcut")
    with running(folder / "run", write_build(folder / "build", COUNTIES)) as found:
        yield found


def wire(query: str, how: str, *more: str) -> bytes:
    """A request as it stands on the wire, asked in one of the three ways of the protocol."""
    if how == "GET":
        return "\r\n".join([f"GET /sparql?query={quote(query)} HTTP/1.1", "Host: localhost", *more, "", ""]).encode()
    form = how == "form"
    body = urlencode({"query": query}).encode() if form else query.encode()
    kind = "application/x-www-form-urlencoded" if form else "application/sparql-query"
    head = ["POST /sparql HTTP/1.1", "Host: localhost", f"Content-Type: {kind}", f"Content-Length: {len(body)}"]
    return "\r\n".join([*head, *more, "", ""]).encode() + body


@pytest.mark.parametrize("how", ["GET", "form", "query"])
@pytest.mark.parametrize(
    "accept", ["application/sparql-results+json", "text/csv", "text/turtle", "text/html", "no/thing"]
)
@pytest.mark.parametrize(
    "query", [LOOK_UP, NAMES, "SELECT nothing", ""], ids=["look-up", "query", "no SPARQL", "empty"]
)
def test_nobody_can_tell_which_way_an_answer_went(server: Server, query: str, accept: str, how: str) -> None:
    whole = server.send(wire(query, how, f"Accept: {accept}", "Connection: close"))  # this goes the whole way
    short = server.send(wire(query, how, f"Accept: {accept}"))
    assert (short.status, short.body) == (whole.status, whole.body)
    told, other = (
        {name: value for name, value in answer.headers.items() if name not in UNTOLD} for answer in (short, whole)
    )
    assert told == other


@pytest.mark.parametrize(
    ("target", "status"),
    [
        (f"/sparql?query={quote('ASK {}')}#&format=csv", 200),
        (f"/sparql?format=csv&query={quote('ASK {}')}#%20nothing", 200),
        ("/sparql?query=ASK{<x:#a>%20a%20<x:b>}", 400),  # the address ends at the sharp sign
        (f"/sparql?query={quote('ASK {}')}&query={quote('ASK {}')}", 400),
        (f"/sparql?query={quote('ASK {}')}&%ff", 400),
        (f"http://localhost/sparql?query={quote('ASK {}')}", 200),
        (f"//sparql?query={quote('ASK {}')}", 404),
        (f"/%73parql?query={quote('ASK {}')}", 200),
    ],
)
def test_an_address_that_is_written_oddly(server: Server, target: str, status: int) -> None:
    server.get(f"/sparql?query={quote('ASK {}')}", accept="text/csv")  # is at hand from here on
    for query in ("ASK {}", "ASK{<x:#a> a <x:b>}"):
        server.get(f"/sparql?query={quote(query)}")
    whole, short = (server.get(target, **more) for more in ({"connection": "close"}, {}))
    assert (whole.status, short.status) == (status, status)
    assert short.body == whole.body
    assert short.headers.get("etag") == whole.headers.get("etag")
    assert short.headers["content-type"] == whole.headers["content-type"]


@pytest.mark.parametrize("cut", [False, True], ids=["at once", "in two pieces"])
def test_trailers_are_no_headers(server: Server, cut: bool) -> None:
    head, _, body = wire(LOOK_UP, "query").partition(b"\r\n\r\n")
    head = head.replace(f"Content-Length: {len(body)}".encode(), b"Transfer-Encoding: chunked") + b"\r\n\r\n"
    chunks = b"%x\r\n%b\r\n0\r\nAccept: text/csv\r\n\r\n" % (len(body), body)
    with server.connected() as connection:
        if cut:
            connection.sendall(head)
            assert server.get("/health").status == 200  # by now it has been read
            connection.sendall(chunks)
        else:
            connection.sendall(head + chunks)
        assert json.loads(read_answer(connection).body)["results"]["bindings"] == FOUND


def test_a_request_that_comes_in_pieces_is_answered_when_it_is_whole(server: Server) -> None:
    request = wire(LOOK_UP, "query")
    with server.connected() as connection:
        for cut in (len(request) - 1, len(request) - 20, len(request) - len(LOOK_UP) - 2, 30):
            connection.sendall(request[:cut])
            other = server.get(f"/sparql?query={quote('ASK {}')}")  # by now the first part has been read
            assert other.status == 200
            connection.sendall(request[cut:])
            assert json.loads(read_answer(connection).body)["results"]["bindings"] == FOUND


def test_answers_come_in_the_order_of_the_questions(server: Server) -> None:
    queries = [
        query
        for number in range(20)
        for query in (f"{LOOK_UP} # {number}", f"SELECT ({number} AS ?number) {{}}", LOOK_UP, "ASK {}")
    ]
    with server.connected() as connection:
        connection.sendall(b"".join(wire(query, "query") for query in queries))
        with connection.makefile("rb") as file:
            answers = [json.loads(read_next(file)) for _ in queries]
    for number in range(20):
        look_up, computed, again, asked = answers[4 * number : 4 * number + 4]
        assert look_up["results"]["bindings"] == again["results"]["bindings"] == FOUND
        assert computed["results"]["bindings"][0]["number"]["value"] == str(number)
        assert asked["boolean"] is True


def read_next(file: BinaryIO) -> bytes:
    """The body of the next answer, and nothing of those after it."""
    size = 0
    while (line := file.readline()) != b"\r\n":
        if line.lower().startswith(b"content-length:"):
            size = int(line.split()[1])
    return file.read(size)


def test_what_a_client_has_already_is_not_sent_again(server: Server) -> None:
    tag = server.send(wire(LOOK_UP, "GET")).headers["etag"]
    answer = server.send(wire(LOOK_UP, "GET", f"If-None-Match: {tag}"))
    assert (answer.status, answer.body, answer.headers["etag"]) == (304, b"", tag)
    assert server.send(wire(LOOK_UP, "query", f"If-None-Match: {tag}")).status == 200


def test_a_client_that_waits_to_be_told_to_go_on_is_told(server: Server) -> None:
    request = wire(LOOK_UP, "query", "Expect: 100-continue")
    with server.connected() as connection:
        connection.sendall(request[: -len(LOOK_UP.encode())])
        assert read_answer(connection).status == 100
        connection.sendall(request[-len(LOOK_UP.encode()) :])
        assert json.loads(read_answer(connection).body)["results"]["bindings"] == FOUND


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is looked up in /proc")
def test_a_client_that_asks_on_and_reads_nothing_does_not_fill_the_memory(server: Server) -> None:
    long = f"SELECT * {{ {' '.join(f'?a{number} ?b{number} ?c{number} .' for number in range(5))} }}"
    size = len(server.send(wire(long, "query")).body)  # remembered now
    assert size > 1_000_000
    before = memory(server)
    with server.connected() as connection:
        connection.setblocking(False)
        for _ in range(100):
            try:
                connection.send(wire(long, "query") * 3)
            except BlockingIOError:
                break
        assert server.names() == list(COUNTIES.values())
        assert memory(server) - before < 20 * size
    server.until("no query runs", lambda: server.load()["short"] == 0)
    assert not [line for line in server.lines() if line.get("event") == "failed"]


def memory(server: Server) -> int:
    """Bytes that the first process of the server holds."""
    told = Path(f"/proc/{server.process.pid}/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) * 1024 for line in told.splitlines() if line.startswith("VmRSS"))


def test_the_log_has_a_line_of_the_same_form(server: Server) -> None:
    query = f"{LOOK_UP} # in the log"
    digest = sha256(query.encode()).hexdigest()[:16]
    for more in ((), ("Connection: close",)):
        server.send(wire(query, "query", *more))

    def logged() -> list[dict[str, object]]:
        return [line for line in server.lines() if line.get("query") == digest]

    server.until("both are logged", lambda: len(logged()) == 2)
    short, whole = logged()
    assert short.keys() == whole.keys()
    assert {key for key in short if short[key] != whole[key]} <= {"time", "ms"}


def test_what_takes_the_short_cut_and_what_of_it_is_told_at_once() -> None:
    async def look() -> None:
        quads = [Quad(NamedNode(f"{ID}county/vastmanland"), skos("prefLabel"), Literal("Västmanland", language="sv"))]
        pool = Pool(store := MemoryStore(quads), Limits(workers=1))
        service = Service(Graph(store), Edition(), pool, Settings(), None, None, "digest")
        cut = ShortCut(Always(service), service.settings)

        async def taken(query: str, *headers: tuple[bytes, bytes], path: bytes = b"/sparql") -> tuple[str, int]:
            kind = (b"content-type", b"application/sparql-query")
            request = cut.read("POST", path, [kind, *headers], query.encode())
            told = cut.answer(request) if request else None
            if told is None:
                return "not", 0
            if isinstance(told, Told):
                return "at once", told.status
            return "later", (await told).status

        assert await taken(LOOK_UP) == ("at once", 200)
        assert await taken(NAMES) == ("later", 200)
        assert await taken(NAMES) == ("at once", 200)  # it is remembered now
        assert await taken(NAMES, (b"accept", b"text/csv")) == ("later", 200)
        assert await taken(LOOK_UP, (b"accept", b"text/html")) == ("later", 200)
        assert await taken(LOOK_UP, (b"accept", b"no/thing")) == ("at once", 406)
        assert await taken(LOOK_UP, path=b"/data") == ("not", 0)
        assert await taken(LOOK_UP, path=b"/elsewhere/sparql") == ("not", 0)
        assert await taken("SELECT") == ("later", 400)
        many = f"SELECT * {{ {' UNION '.join(['{ ?s ?p ?o }'] * 40)} }}"
        assert await taken(many) == ("later", 200)
        assert await taken(many) == ("at once", 200)
        assert await taken(many, (b"accept-encoding", b"gzip")) == ("later", 200)  # packing may take a thread
        await pool.close()
        log(event="ended")  # and with it the lines of the requests, which must not wait for the next test

    asyncio.run(look())


class Holding:
    """Serves what a lease holds."""

    def __init__(self, lease: Lease) -> None:
        self.current = lease


def posted(query: str) -> Request:
    return Request("POST", "/sparql", "", {"content-type": "application/sparql-query"}, query.encode())


def test_a_fault_on_the_short_cut_is_an_answer_and_is_logged(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Faulty(Embedded):
        def at_hand(self, query: Query, wanted: Wanted) -> None:
            raise KeyError("fault")

    async def look() -> None:
        faulty = replace(service_of(Graph(MemoryStore([]))), pool=Faulty(Store()))
        told = ShortCut(Always(faulty), Settings()).answer(posted("ASK {}"))
        assert isinstance(told, Told)
        assert (told.status, json.loads(told.body)["status"]) == (500, 500)

        sound = ShortCut(Always(service_of(Graph(MemoryStore([])))), Settings())
        broken = Response(200, [("X-Name", "a\r\nSet-Cookie: b")], b"")
        monkeypatch.setattr("styrkegraf.service.shortcut.begin", lambda *_: broken)
        assert sound.answer(posted("ASK {}")) == Told(500, b"Content-Length: 0\r\n", b"")
        monkeypatch.setattr("styrkegraf.service.shortcut.coding_of", lambda *_: "gzip")
        monkeypatch.setattr("styrkegraf.service.shortcut.pack", None)
        later = sound.answer(posted("ASK {}"))
        assert later is not None
        assert not isinstance(later, Told)
        assert await later == Told(500, b"Content-Length: 0\r\n", b"")
        log(event="ended")

    asyncio.run(look())
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    said = [line.get("error") or line["message"] for line in lines if line.get("event") == "failed"]
    assert said == ["KeyError", "A header holds a line break.", "TypeError"]


def test_a_service_stays_open_until_the_last_query_of_the_short_cut_has_ended() -> None:
    """A build that is replaced in the moment in which a query has been read, and not been asked yet."""

    async def look() -> None:
        lease = held()
        later = ShortCut(Holding(lease), Settings()).answer(posted("ASK { ?s ?p ?o }"))
        lease.retire()
        assert later is not None
        assert not isinstance(later, Told)
        told = await later
        assert (told.status, json.loads(told.body)["boolean"]) == (200, False)
        assert lease.users == 0
        with pytest.raises(Busy):
            await lease.service.pool.run(Query("ASK {}"), Wanted())  # it was closed behind the last
        log(event="ended")

    asyncio.run(look())


def test_a_replaced_service_stays_open_until_the_last_who_uses_it_has_left() -> None:
    async def look() -> None:
        lease = held()
        with lease as service:
            with lease:
                lease.retire()
            await asyncio.sleep(0)
            assert (await service.pool.run(Query("ASK { ?s ?p ?o }"), Wanted())).kind == "boolean"
        await asyncio.sleep(0)
        with pytest.raises(Busy):
            await service.pool.run(Query("ASK { ?s ?p ?q }"), Wanted())

    asyncio.run(look())


class Silent:
    """A transport that takes everything."""

    def __init__(self) -> None:
        self.taken = b""
        self.closed = False

    def get_extra_info(self, name: str) -> None:
        return None

    def write(self, data: bytes) -> None:
        self.taken += data

    def is_closing(self) -> bool:
        return self.closed

    def close(self) -> None:
        self.closed = True


async def whole_way(scope: object, receive: object, send: object) -> None:
    raise AssertionError("the query did not take the short cut")


@asynccontextmanager
async def connected(lease: Lease) -> AsyncIterator[tuple[HttpToolsProtocol, Silent]]:
    """A connection to what a lease holds, with no server around it."""
    config = uvicorn.Config(whole_way, log_config=None, ws="none", timeout_keep_alive=3600)
    protocol = connection(Settings(), ShortCut(Holding(lease), Settings()))(config, ServerState(), {})
    protocol.connection_made(cast(asyncio.Transport, transport := Silent()))
    yield protocol, transport
    await lease.service.pool.close()
    log(event="ended")


def held() -> Lease:
    """A lease of a service over an empty graph."""
    return Lease(replace(service_of(Graph(MemoryStore([]))), pool=Pool(MemoryStore([]), Limits(workers=1))))


async def until(met: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not met():
            await asyncio.sleep(0.01)


def test_a_client_that_leaves_before_its_query_has_begun_leaves_nothing_behind(
    capsys: pytest.CaptureFixture[str],
) -> None:
    async def look() -> None:
        lease = held()
        async with connected(lease) as (protocol, _):
            protocol.data_received(wire("ASK { ?s ?p ?o }", "query"))
            protocol.connection_lost(None)
            assert lease.users == 1
            await until(lambda: lease.users == 0)

    asyncio.run(look())
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [line["status"] for line in lines if "status" in line] == [499]


def test_a_server_that_ends_takes_leave_with_the_answer() -> None:
    async def look() -> None:
        async with connected(held()) as (protocol, transport):
            protocol.data_received(wire("ASK { ?s ?p ?o }", "query"))
            protocol.shutdown()
            assert not transport.closed
            await until(lambda: transport.closed)
            assert b"\r\nconnection: close\r\n" in transport.taken
            assert transport.taken.endswith(b'{"head":{},"boolean":false}')

    asyncio.run(look())
