"""Addresses as people type them, with a slash too many or too few: they lead to the one that is meant."""

from __future__ import annotations

import asyncio
from urllib.parse import urljoin, urlsplit

import pytest

from service.asking import service_of
from styrkegraf import Graph
from styrkegraf.service.answer import Service, answer
from styrkegraf.service.http import Request, Response

OWN = "https://data.region.example/s3/"


@pytest.fixture(scope="module")
def service(graph: Graph) -> Service:
    return service_of(graph, OWN)


@pytest.mark.parametrize("top", ["/", "/s3/"])
@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("downloads?lang=sv", "downloads/?lang=sv"),
        ("ontology/?format=ttl", "ontology?format=ttl"),
        ("sparql/?query=ASK%20%7B%7D&format=json", "sparql?query=ASK%20%7B%7D&format=json"),
        ("sparql/", "sparql"),
        ("datasets", "datasets/dcat"),
        ("datasets/", "datasets/dcat"),
    ],
)
def test_an_address_that_is_nearly_right_leads_to_the_right_one(
    service: Service, top: str, typed: str, meant: str
) -> None:
    def get(address: str) -> Response:
        parts = urlsplit(address)
        return asyncio.run(answer(Request("GET", parts.path, parts.query, {"accept": "*/*"}), service))

    found = get(top + typed)
    there = urljoin(top + typed, found.header("location") or "")
    assert (found.status, there) == (308, top + meant)
    assert get(there).status == 200


def test_a_query_that_is_posted_there_is_posted_on(service: Service) -> None:
    posted = Request("POST", "/sparql/", "", {"content-type": "application/sparql-query"}, b"ASK {}")
    found = asyncio.run(answer(posted, service))
    assert (found.status, found.header("location")) == (308, "../sparql")
