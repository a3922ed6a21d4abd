"""What caches are told: a 304 says what its 200 says, whichever address and coding, and to whom it goes."""

from __future__ import annotations

import asyncio
from urllib.parse import urlencode

import pytest

from service.asking import service_of
from styrkegraf import Graph
from styrkegraf.service.answer import Service, answer
from styrkegraf.service.compress import pack
from styrkegraf.service.http import Request, Response

KEPT = ("etag", "cache-control", "content-location", "vary")
HTML, ROWS = "text/html", "application/sparql-results+json"
QUERY = "SELECT ?county { ?county a sg:County }"
ADDRESSES = [
    ("/static/style.css", "", HTML),
    ("/questions", "", HTML),
    ("/questions/areas-of-region", "region=Gotland", HTML),
    ("/questions/areas-of-region.csv", "region=Gotland", "*/*"),
    ("/sparql", "", HTML),
    ("/sparql", urlencode({"query": QUERY}), HTML),
    ("/sparql", urlencode({"query": QUERY}), ROWS),
    ("/sparql", "", "text/turtle"),
    ("/data", "default", "text/turtle"),
    ("/id/county/gotland.ttl", "", "*/*"),
    ("/id/county/gotland.sv.html", "", HTML),
    ("/ontology", "", "text/turtle"),
    ("/datasets/dcat", "", "application/ld+json"),
    ("/.well-known/void", "", "text/turtle"),
    ("/sitemap.xml", "", "*/*"),
    ("/context.jsonld", "", "*/*"),
    ("/downloads/", "", HTML),
]
"""Addresses of every kind that is kept: path, query, and what is accepted."""


@pytest.fixture(scope="module")
def service(graph: Graph) -> Service:
    return service_of(graph)


def ask(service: Service, address: tuple[str, str, str], method: str = "GET", **more: str) -> Response:
    path, query, accept = address
    headers = {"accept": accept, **{name.replace("_", "-"): value for name, value in more.items()}}

    async def packed() -> Response:
        return await pack(
            await answer(Request(method, path, query, headers), service), headers.get("accept-encoding", "")
        )

    return asyncio.run(packed())


def told(response: Response) -> dict[str, str | None]:
    return {name: response.header(name) for name in KEPT}


@pytest.mark.parametrize("coding", ["", "gzip"])
@pytest.mark.parametrize("address", ADDRESSES, ids=lambda address: " ".join(address)[:60])
def test_who_has_an_answer_is_told_of_it_what_the_answer_says(
    service: Service, address: tuple[str, str, str], coding: str
) -> None:
    first = ask(service, address, accept_encoding=coding)
    tag = first.header("etag")
    assert first.status == 200
    assert tag
    for method in ("GET", "HEAD"):
        again = ask(service, address, method, accept_encoding=coding, if_none_match=f'"other", {tag}')
        assert (again.status, again.body) == (304, b"")
        assert told(again) == told(first)
    assert ask(service, address, accept_encoding=coding, if_none_match='"other"').status == 200


@pytest.mark.parametrize("address", [*ADDRESSES, ("/health", "", "*/*"), ("/problems", "", HTML)], ids="".join)
def test_a_star_stands_for_whatever_there_is(service: Service, address: tuple[str, str, str]) -> None:
    known = ask(service, address, if_none_match=" * ")
    assert (known.status, known.body) == (304, b"")
    assert told(known) == told(ask(service, address))


@pytest.mark.parametrize(
    ("address", "status"),
    [
        (("/sparql", urlencode({"query": "SELECT nothing"}), ROWS), 400),
        (("/data", "graph=urn:x", "text/turtle"), 404),
        (("/id/county/gotland", "", "text/turtle"), 303),
    ],
)
def test_a_star_changes_nothing_where_there_is_no_answer(
    service: Service, address: tuple[str, str, str], status: int
) -> None:
    assert ask(service, address, if_none_match="*").status == status


@pytest.mark.parametrize(
    ("address", "weak"),
    [
        (
            (
                "/sparql",
                urlencode({"query": "CONSTRUCT { [] a ?kind } WHERE { ?thing a ?kind } LIMIT 3"}),
                "text/turtle",
            ),
            True,
        ),
        (("/questions/areas-of-region.csv", "region=Gotland", "*/*"), True),
        (("/data", "default", "text/turtle"), True),
        (("/id/county/gotland.ttl", "", "*/*"), False),
        (("/static/style.css", "", "*/*"), False),
    ],
)
def test_the_tag_of_what_may_come_in_another_order_or_with_other_blank_nodes_is_weak(
    service: Service, address: tuple[str, str, str], weak: bool
) -> None:
    for coding in ("", "gzip"):
        tag = ask(service, address, accept_encoding=coding).header("etag") or ""
        assert tag.startswith("W/") == weak
