"""Graphs over HTTP, editions under another base, kept answers, and pages drawn in threads."""

from __future__ import annotations

import asyncio
import json
import threading
from dataclasses import replace
from urllib.parse import urlencode

import pytest
from pyoxigraph import RdfFormat, parse

from service.asking import service_of
from service.test_protocol import (
    GOTLAND,
    OVERVIEW,
    PLAN,
    VASTMANLAND,
    ask,
    body,
    names,
    service,
    told,
)
from styrkegraf.namespaces import BASE
from styrkegraf.service.answer import Service, answer
from styrkegraf.service.apart import apart
from styrkegraf.service.http import Request, Response
from styrkegraf.service.query import Query, Result, Wanted

TURTLE = {"accept": "text/turtle"}
EDITION = "https://data.region.example/s3/"


def data(query: str, method: str = "GET", accept: str = "text/turtle") -> Request:
    return Request(method, "/data", query, {"accept": accept})


def test_the_default_graph_is_the_union() -> None:
    response = ask(data("default"))
    assert (response.status, response.header("content-type")) == (200, "text/turtle; charset=utf-8")
    assert len({quad.triple for quad in parse(body(response), RdfFormat.TURTLE)}) == 4


def test_a_named_graph_by_its_iri() -> None:
    response = ask(data(urlencode({"graph": OVERVIEW.value}), accept="application/n-triples"))
    found = list(parse(body(response), RdfFormat.N_TRIPLES))
    assert {quad.subject for quad in found} == {GOTLAND}
    head = ask(data(urlencode({"graph": OVERVIEW.value}), "HEAD", "application/n-triples"))
    assert (head.body, head.header("content-length")) == (b"", str(len(body(response))))


@pytest.mark.parametrize(
    ("request_", "status", "says"),
    [
        (data(urlencode({"graph": PLAN.value + "x"})), 404, "no graph"),
        (data(""), 400, "exactly one"),
        (data("default&" + urlencode({"graph": PLAN.value})), 400, "exactly one"),
        (data("graph=lan"), 400, "no IRI"),
        (data(urlencode({"graph": "urn:x> { ?s ?p ?o } #"})), 400, "no IRI"),
        (data("default", accept="text/csv"), 406, "text/turtle"),
        (data("default", "PUT"), 403, "not written"),
        (data("default", "POST"), 403, "not written"),
        (data("default", "DELETE"), 403, "not written"),
        (data("default", "PATCH"), 403, "not written"),
        (data("default", "TRACE"), 405, "GET"),
    ],
)
def test_what_is_no_reading_of_one_graph_is_refused(request_: Request, status: int, says: str) -> None:
    response = ask(Request(request_.method, "/data", request_.query, {"accept": f"{request_.headers['accept']}"}))
    assert response.status == status
    assert says in str(told(response)["detail"])


def test_the_methods_that_an_address_takes_are_those_that_it_tells() -> None:
    options = ask(data("default", "OPTIONS"))
    assert (options.status, options.header("allow")) == (204, "GET, HEAD, OPTIONS")


def test_a_graph_that_is_known_is_not_sent_again() -> None:
    tag = ask(data("default")).header("etag")
    assert tag is not None
    again = ask(Request("GET", "/data", "default", {**TURTLE, "if-none-match": tag}))
    assert (again.status, again.header("etag")) == (304, tag)
    assert ask(data("default", accept="application/trig")).header("etag") != tag


def test_an_edition_answers_under_its_own_base() -> None:
    edition = service_of(service().graph, EDITION)
    query = "SELECT ?name WHERE { ?name a sg:County ; skos:prefLabel 'Gotland'@sv }"
    own = GOTLAND.value.replace(BASE, EDITION)
    assert names(ask(Request("GET", "/sparql", urlencode({"query": query})), edition)) == [own]
    for iri in (own, GOTLAND.value):
        by_iri = urlencode({"query": f"ASK {{ <{iri}> a sg:County }}"})
        assert json.loads(body(ask(Request("GET", "/sparql", by_iri), edition)))["boolean"] is True
    graph = urlencode({"graph": OVERVIEW.value.replace(BASE, EDITION)})
    assert own.encode() in body(ask(data(graph, accept="application/n-triples"), edition))


def test_a_proxy_may_pass_the_path_of_the_base_on_or_cut_it() -> None:
    edition = service_of(service().graph, EDITION)
    query = urlencode({"query": "SELECT ?name WHERE { ?county skos:prefLabel ?name } ORDER BY ?name"})
    for path in ("/sparql", "/s3/sparql"):
        assert names(asyncio.run(answer(Request("GET", path, query), edition))) == ["Gotland", "Västmanland"]
    assert VASTMANLAND.value.startswith(BASE)


def test_a_page_that_takes_long_does_not_hold_up_a_query() -> None:
    drawing, go_on = threading.Event(), threading.Event()

    async def slow(request: Request, of: Service) -> Response:
        drawing.set()
        assert go_on.wait(20)
        found = await of.pool.run(Query("ASK { county:gotland a sg:County }"), Wanted(boolean="text/csv"))
        return Response(200, (), found.body)

    async def both(of: Service) -> tuple[Response, Response]:
        page = asyncio.create_task(apart(slow, Request(), of))
        while not drawing.is_set():
            await asyncio.sleep(0.001)
        query = await answer(Request("GET", "/sparql", urlencode({"query": "ASK {}"})), of)
        go_on.set()
        return query, await page

    query, page = asyncio.run(both(service()))
    assert json.loads(body(query))["boolean"] is True
    assert page.body == b"true"


def test_a_page_whose_reader_has_gone_ends_its_query() -> None:
    of = service()
    begun, ended = asyncio.Event(), asyncio.Event()

    class Endless:
        async def run(self, query: Query, wanted: Wanted) -> Result:
            begun.set()
            try:
                await asyncio.Event().wait()
            finally:
                ended.set()
            raise AssertionError

        def at_hand(self, query: Query, wanted: Wanted) -> None:
            """Nothing is."""

        async def close(self) -> None:
            """Nothing to end."""

    async def asking(request: Request, of: Service) -> Response:
        await of.pool.run(Query("ASK {}"), Wanted())
        raise AssertionError

    async def leave() -> None:
        page = asyncio.create_task(apart(asking, Request(), replace(of, pool=Endless())))
        async with asyncio.timeout(20):
            await begun.wait()
            page.cancel()
            await ended.wait()

    asyncio.run(leave())
