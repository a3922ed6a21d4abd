"""In front of an endpoint elsewhere: what it answers and complains of, given on as the service words it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator

import httpx
import pytest

from stores.badserver import answering, silent, speaking
from stores.servers import oxigraph
from styrkegraf.service.gateway import Gateway
from styrkegraf.service.limits import Limits
from styrkegraf.service.once import once
from styrkegraf.service.query import (
    BadQuery,
    NotWritable,
    Query,
    Result,
    ServiceFailed,
    TimedOut,
    TooLarge,
    TooLong,
    Wanted,
)
from styrkegraf.service.settings import Settings
from styrkegraf.service.start import Plan
from styrkegraf.store import RemoteStore

JSON = "application/sparql-results+json"
NONE = answering(200, JSON, b'{"head":{"vars":["graph"]},"results":{"bindings":[]}}')
YES = b'{"head":{},"boolean":true}'
COLUMNS = ("all", "count", "county", "g", "graph", "key", "n", "o", "one", "p", "s", "term", "things", "triples")
"""Those of every query of ours that asks for figures or statements."""
EMPTY = json.dumps({"head": {"vars": COLUMNS}, "results": {"bindings": []}}).encode()
FACTS = """PREFIX : <http://ex.org/>
:s :dup "one" ; :says <<( :s :dup "one" )>> .
"""
NONSENSE = (YES, EMPTY, EMPTY.replace(b'"n"', b'"m"'))
"""Another kind of answer, one without the row that a count always has, and one without the column."""


@pytest.fixture(scope="module")
def behind(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an Oxigraph that holds a statement, and one about it."""
    with oxigraph(tmp_path_factory.mktemp("oxigraph")) as url:
        headers = {"content-type": "text/turtle"}
        httpx.post(f"{url}/store?default", content=FACTS.encode(), headers=headers).raise_for_status()
        yield f"{url}/query"


def ask(
    url: str, sparql: str, wanted: Wanted | None = None, limits: Limits | None = None, timeout: float | None = None
) -> Result:
    async def use() -> Result:
        gateway = Gateway(RemoteStore(url), limits or Limits())
        try:
            return await gateway.run(Query(sparql, timeout=timeout), wanted or Wanted())
        finally:
            await gateway.close()

    return asyncio.run(use())


def test_a_statement_about_a_statement_comes_through(behind: str) -> None:
    found = json.loads(ask(behind, "SELECT ?o { ?s <http://ex.org/says> ?o }").body)
    (row,) = found["results"]["bindings"]
    assert row["o"]["type"] == "triple"
    assert row["o"]["value"]["object"] == {"type": "literal", "value": "one"}
    (far,) = RemoteStore(behind).select("SELECT ?o { ?s <http://ex.org/says> ?o }")
    assert str(far["o"]) == '<http://ex.org/s> <http://ex.org/dup> "one"'


def test_what_a_format_cannot_hold_is_told_with_formats_that_can(behind: str) -> None:
    query = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
    with pytest.raises(NotWritable, match=r"application/ld\+json cannot hold.* take another, such as text/turtle"):
        ask(behind, query, Wanted(triples="application/ld+json"))
    assert b"<<(" in ask(behind, query).body


def test_a_prefix_that_begins_with_the_word_of_another_form(behind: str) -> None:
    sparql = "PREFIX describe.x: <http://ex.org/> SELECT * { describe.x:s describe.x:dup ?o }"
    assert ask(behind, sparql, Wanted(rows="text/csv")).body.split() == [b"o", b"one"]


@pytest.mark.parametrize(
    ("sparql", "place"),
    [
        ("SELECT * { ?s ?p }", (1, 19)),
        ("SELECT * { ?a sg:areaOf ?b . ?s ?p }", (1, 37)),
        ("SELECT * {\n ?a sg:areaOf ?b .\n ?s ?p }", (3, 9)),
    ],
)
def test_a_fault_in_a_query_is_told_with_its_place(behind: str, sparql: str, place: tuple[int, int]) -> None:
    with pytest.raises(BadQuery, match=f"at line {place[0]}, column {place[1]}: expected one of") as caught:
        ask(behind, sparql)
    assert (caught.value.line, caught.value.column) == place


def test_a_function_that_is_not_known_is_the_askers_fault(behind: str) -> None:
    with pytest.raises(BadQuery, match="The custom function <http://x/f> is not supported"):
        ask(behind, "SELECT (<http://x/f>(1) AS ?x) {}")


@pytest.mark.parametrize(
    ("body", "place", "says"),
    [
        (
            {
                "detail": "The query is wrong at line 2, column 5:\n  ?s ?p }\n    ^\nexpected \x1b",
                "line": 2,
                "column": 5,
            },
            (2, 5),
            r"at line 2, column 5: expected \\u001B$",
        ),
        ({"detail": "There is no graph", "line": "2"}, (None, None), "It says: There is no graph$"),
        ({"detail": "There is no graph", "line": -2, "column": 5}, (None, None), "It says: There is no graph$"),
        ("Was expecting one of: at line 2, column 5.", (2, 5), "at line 2, column 5: Was expecting one of: .$"),
        (["Something else"], (None, None), r'It says: \["Something else"\]$'),
    ],
)
def test_what_another_server_complains_of(body: object, place: tuple[int | None, int | None], says: str) -> None:
    said = body if isinstance(body, str) else json.dumps(body)
    with (
        speaking(NONE, answering(400, "text/plain", said.encode())) as (url, _),
        pytest.raises(BadQuery, match=says) as caught,
    ):
        ask(url, "SELECT * {\n ?s ?p }")
    assert (caught.value.line, caught.value.column) == place


@pytest.mark.parametrize(
    ("sparql", "body"), [("SELECT ?x {}", YES), ("PREFIX ask: <urn:ask> SELECT * {}", YES), ("ASK {}", EMPTY)]
)
def test_an_answer_to_another_question_is_none(sparql: str, body: bytes) -> None:
    with speaking(NONE, answering(200, JSON, body)) as (url, _), pytest.raises(ServiceFailed, match="came back for"):
        ask(url, sparql)


@pytest.mark.parametrize(
    ("path", "body"),
    [
        *((path, body) for path in ("/graph/curated/themes", "/graph/x.ttl", "/.well-known/void") for body in NONSENSE),
        ("/questions/people-and-roles.csv", YES),
    ],
)
def test_a_server_that_answers_nonsense_is_a_bad_gateway(path: str, body: bytes) -> None:
    with speaking(NONE, answering(200, JSON, body)) as (url, _):
        response, told = once(Plan(url), path)
    assert (response.status, json.loads(told)["type"].endswith("#endpoint")) == (502, True), told


@pytest.mark.parametrize("body", [YES, EMPTY], ids=["yes", "no row"])
def test_the_description_does_without_counts_that_are_none(body: bytes) -> None:
    with speaking(NONE, answering(200, JSON, body)) as (url, _):
        response, told = once(Plan(url), "/sparql?format=ttl")
    assert response.status == 200
    assert b"sd:Service" in told
    assert b"void:triples" not in told


def test_the_page_of_a_question_says_that_it_is_not_the_asker_who_is_at_fault() -> None:
    with speaking(NONE, answering(404)) as (url, _):
        response, told = once(Plan(url), "/questions/people-and-roles?lang=en", "text/html")
    assert response.status == 502
    assert "An endpoint behind this service gave no answer." in told.decode()
    assert "Mend the value in the form" not in told.decode()


@pytest.mark.parametrize("status", [401, 404, 406, 500])
def test_what_is_not_the_askers_fault_is_no_bad_query(status: int) -> None:
    behaviours = NONE, answering(status, "text/plain", b"error at 1:1")
    with speaking(*behaviours) as (url, _), pytest.raises(ServiceFailed):
        ask(url, "ASK {}")


@pytest.mark.parametrize(("timeout", "seconds"), [(None, 0.3), (3600.0, 0.3), (0.2, 0.2)])
def test_a_query_may_lower_its_deadline_and_not_raise_it(timeout: float | None, seconds: float) -> None:
    with speaking(NONE, silent) as (url, _), pytest.raises(TimedOut, match=f"within {seconds:g} s"):
        ask(url, "ASK {}", limits=Limits(seconds=0.3), timeout=timeout)


def test_an_answer_that_is_too_large_is_not_taken_nor_a_query_that_is_too_long_sent() -> None:
    limits = Limits(output=1000, length=100)
    with speaking(NONE, answering(200, JSON, YES + b" " * 1000)) as (url, requests):
        with pytest.raises(TooLong, match="100 characters"):
            ask(url, "ASK {}" + " " * 100, limits=limits)
        assert requests == []
        with pytest.raises(TooLarge):
            ask(url, "ASK {}", limits=limits)


@pytest.mark.parametrize("status", [429, 503])
def test_who_asks_an_endpoint_that_has_too_much_to_do_is_told_to_come_back(status: int) -> None:
    with speaking(NONE, answering(status)) as (url, _):
        response, told = once(Plan(url), "/sparql?query=ASK{}")
    assert (response.status, json.loads(told)["type"].endswith("#busy")) == (503, True)
    assert int(response.header("retry-after") or 0) > 0


@pytest.mark.parametrize("path", ["/sparql?query=ASK{}", "/questions/people-and-roles.csv", "/id/county/gotland.ttl"])
def test_a_slow_endpoint_has_as_long_for_a_page_as_for_a_query(path: str) -> None:
    with speaking(silent) as (url, _):
        response, told = once(Plan(url, settings=Settings(Limits(seconds=0.3))), path)
    assert response.status in {502, 504}
    assert "0.3 s" in json.loads(told)["detail"]


@pytest.mark.parametrize("accept", ["application/json", "text/html"])
@pytest.mark.parametrize("path", ["/sparql?query=ASK{}", "/questions/people-and-roles", "/id/county/gotland.html"])
def test_where_an_endpoint_lies_is_told_to_the_operator_only(
    path: str, accept: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with speaking(answering(401)) as (url, _):
        response, told = once(Plan(url), path, accept)
    assert response.status == 502
    assert "wants other credentials" in told.decode()
    assert url not in told.decode()
    assert url in capsys.readouterr().err


def test_an_endpoint_is_asked_four_queries_for_each_worker_at_once() -> None:
    asking, most, full = 0, 0, asyncio.Event()
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {JSON}\r\nContent-Length: {len(YES)}\r\nConnection: close\r\n\r\n"

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal asking, most
        await reader.readuntil(b"query=ASK")
        asking += 1
        most = max(most, asking)
        if asking == 4:
            full.set()
        await full.wait()
        for _ in range(200):
            await asyncio.sleep(0)  # in which others, who run on this very loop, would have come
        asking -= 1
        writer.write(head.encode() + YES)
        writer.close()

    async def use() -> list[Result]:
        async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
            port = server.sockets[0].getsockname()[1]
            gateway = Gateway(RemoteStore(f"http://127.0.0.1:{port}/sparql"), Limits(workers=1))
            query = Query("ASK {}", default_graphs=("urn:a",))
            found = await asyncio.gather(*(gateway.run(query, Wanted()) for _ in range(12)))
            await gateway.close()
            return list(found)

    assert {json.loads(result.body)["boolean"] for result in asyncio.run(use())} == {True}
    assert most == 4
