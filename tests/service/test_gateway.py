"""In front of an endpoint elsewhere: what it answers and complains of, given on as the service words it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator

import httpx
import pytest

from stores.badserver import answering, speaking
from stores.servers import oxigraph
from styrkegraf.service.gateway import Gateway
from styrkegraf.service.limits import Limits
from styrkegraf.service.query import BadQuery, NotWritable, Query, Result, ServiceFailed, Wanted
from styrkegraf.store import RemoteStore

JSON = "application/sparql-results+json"
NONE = answering(200, JSON, b'{"head":{"vars":["graph"]},"results":{"bindings":[]}}')
FACTS = """PREFIX : <http://ex.org/>
:s :dup "one" ; :says <<( :s :dup "one" )>> .
"""


@pytest.fixture(scope="module")
def behind(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an Oxigraph that holds a statement, and one about it."""
    with oxigraph(tmp_path_factory.mktemp("oxigraph")) as url:
        headers = {"content-type": "text/turtle"}
        httpx.post(f"{url}/store?default", content=FACTS.encode(), headers=headers).raise_for_status()
        yield f"{url}/query"


def ask(url: str, sparql: str, wanted: Wanted | None = None) -> Result:
    async def use() -> Result:
        gateway = Gateway(RemoteStore(url), Limits())
        try:
            return await gateway.run(Query(sparql), wanted or Wanted())
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


@pytest.mark.parametrize("status", [401, 404, 406, 500])
def test_what_is_not_the_askers_fault_is_no_bad_query(status: int) -> None:
    behaviours = NONE, answering(status, "text/plain", b"error at 1:1")
    with speaking(*behaviours) as (url, _), pytest.raises(ServiceFailed):
        ask(url, "ASK {}")
