"""Metadata and downloads over HTTP."""

from __future__ import annotations

import asyncio
import hashlib
import json
import re
import threading
import time
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
from benchmarks.generate import generate
from pyoxigraph import NamedNode, RdfFormat, parse

from publish.published import BASE, small_graph
from service.asking import service_of
from styrkegraf import Graph
from styrkegraf.publish.dumps import Written, write_dumps
from styrkegraf.publish.edition import Edition
from styrkegraf.publish.publisher import Publisher
from styrkegraf.service.ahead import ahead
from styrkegraf.service.answer import Service, answer
from styrkegraf.service.http import Request, Response
from styrkegraf.service.metadata import metadata
from styrkegraf.service.problems import Declined
from styrkegraf.store import MemoryStore

DCAT = "http://www.w3.org/ns/dcat#"
PATIENCE = 30.0
"""Seconds within which whatever is waited for has happened."""


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Service:
    return service_of(small_graph(tmp_path_factory.mktemp("facts")), BASE)


def ask(service: Service, path: str, accept: str = "", query: str = "", **headers: str) -> Response:
    sent = {"accept": accept, **{name.replace("_", "-"): value for name, value in headers.items()}}
    return asyncio.run(metadata(Request("GET", path, query, sent), service))


def body(response: Response) -> bytes:
    assert isinstance(response.body, bytes)
    return response.body


@pytest.mark.parametrize("path", ["/datasets/dcat", "/datasets/questions", "/.well-known/void"])
def test_every_document_that_a_link_names_is_there(service: Service, path: str) -> None:
    def there(address: str) -> Response:
        return asyncio.run(answer(Request("GET", address, headers={"accept": "*/*"}), service))

    first = there(path)
    links = re.findall(r'<(\./[^>]+)>; rel="alternate"; type="([^"]+)"', first.header("Link") or "")
    assert len(links) == 4
    for target, kind in links:
        found = there(urljoin(path, target))
        assert (found.status, (found.header("Content-Type") or "").partition(";")[0]) == (200, kind)
    assert body(there(urljoin(path, first.header("Content-Location") or ""))) == body(first)


@pytest.mark.parametrize(
    ("path", "accept", "query", "kind", "location"),
    [
        ("/datasets/dcat", "", "", "application/rdf+xml", "./dcat.rdf"),
        ("/datasets/dcat", "text/turtle", "", "text/turtle; charset=utf-8", "./dcat.ttl"),
        ("/datasets/dcat", "application/json", "", "application/ld+json", "./dcat.jsonld"),
        ("/datasets/dcat", "text/turtle", "format=nt", "application/n-triples", "./dcat.nt"),
        ("/datasets/dcat", "text/turtle", "format=json-ld", "application/ld+json", "./dcat.jsonld"),
        ("/datasets/dcat.ttl", "application/rdf+xml", "", "text/turtle; charset=utf-8", None),
        ("/.well-known/void", "", "", "text/turtle; charset=utf-8", "./void.ttl"),
        ("/.well-known/void.rdf", "", "", "application/rdf+xml", None),
        ("/datasets/questions", "", "", "text/turtle; charset=utf-8", "./questions.ttl"),
    ],
)
def test_documents_come_in_the_format_asked_for(
    service: Service, path: str, accept: str, query: str, kind: str, location: str | None
) -> None:
    response = ask(service, path, accept, query)
    assert (response.status, response.header("Content-Type"), response.header("Content-Location")) == (
        200,
        kind,
        location,
    )
    form = RdfFormat.from_media_type(kind.partition(";")[0])
    assert form is not None
    assert any(BASE in str(quad.subject) for quad in parse(body(response), form))
    assert 'rel="license"' in (response.header("Link") or "")


@pytest.mark.parametrize(("path", "accept"), [("/datasets/dcat", "image/png"), ("/.well-known/void", "text/html")])
def test_a_format_that_is_not_there_is_declined_with_those_that_are(service: Service, path: str, accept: str) -> None:
    with pytest.raises(Declined, match="text/turtle") as declined:
        ask(service, path, accept)
    assert declined.value.kind == "not-acceptable"


@pytest.mark.parametrize(
    "path",
    [
        "/datasets/dcat.exe",
        "/datasets/nothing",
        "/downloads/nothing",
        "/downloads/../../etc/passwd",
        "/downloads//etc/passwd",
        "/downloads/areas.csv.gz.gz",
        "/sitemap-9.xml",
        "/downloads/networks/",
    ],
)
def test_what_is_not_there_is_not_found(service: Service, path: str) -> None:
    with pytest.raises(Declined) as declined:
        ask(service, path)
    assert declined.value.kind == "not-found"


def test_downloads_are_what_their_checksums_and_the_catalogue_say(service: Service) -> None:
    sums = body(ask(service, "/downloads/SHA256SUMS")).decode()
    catalogue = body(ask(service, "/datasets/dcat.nt")).decode()
    for name, kind in (
        ("styrkegraf.nq", "application/n-quads"),
        ("areas.csv", "text/csv; charset=utf-8"),
        ("networks/area-theme.graphml", "application/xml"),
        ("styrkegraf.nq.gz", "application/gzip"),
    ):
        response = ask(service, f"/downloads/{name}")
        digest = hashlib.sha256(body(response)).hexdigest()
        assert response.header("Content-Type") == kind
        assert f"{digest}  {name}\n" in sums
        assert name.endswith(".gz") or digest in catalogue


@pytest.mark.parametrize("ending", ["ttl", "rdf", "jsonld"])
def test_the_ontology_is_what_the_catalogue_says(service: Service, ending: str) -> None:
    catalogue = body(ask(service, "/datasets/dcat.nt")).decode()
    ontology = asyncio.run(answer(Request("GET", f"/ontology.{ending}"), service))
    assert f'Value> "{hashlib.sha256(body(ontology)).hexdigest()}"' in catalogue
    assert f'dcat#byteSize> "{len(body(ontology))}"' in catalogue


def test_a_client_that_has_it_is_told_so(service: Service) -> None:
    for path in ("/downloads/styrkegraf.ttl", "/datasets/dcat", "/sitemap.xml"):
        first = ask(service, path)
        known = Request("GET", path, headers={"if-none-match": first.header("ETag") or ""})
        again = asyncio.run(answer(known, service))
        assert (again.status, body(again)) == (304, b""), path


@pytest.mark.parametrize(
    ("path", "language", "title"),
    [
        ("/downloads/", "sv", "Hämta data"),
        ("/downloads/", "en", "Downloads"),
        ("/downloads/index.sv.html", "en", "Hämta data"),
    ],
)
def test_the_page_of_the_downloads_is_in_the_readers_language(
    service: Service, path: str, language: str, title: str
) -> None:
    response = ask(service, path, accept_language=language)
    text = body(response).decode()
    assert f"<h1>{title}</h1>" in text
    assert '"@type": "Dataset"' in text
    assert "Content-Security-Policy" in dict(response.headers)


def test_small_documents_say_what_they_are(service: Service) -> None:
    assert json.loads(body(ask(service, "/context.jsonld")))["@context"]["county"] == f"{BASE}id/county/"
    assert ask(service, "/CITATION.cff").header("Content-Type") == "application/yaml"
    assert f"Sitemap: {BASE}sitemap.xml" in body(ask(service, "/robots.txt")).decode()
    assert f"<loc>{BASE}id/county/gotland</loc>" in body(ask(service, "/sitemap.xml")).decode()


@pytest.mark.parametrize("lacking", [{"digest": ""}, {"statements": 500_001}], ids=["elsewhere", "large"])
def test_a_graph_elsewhere_or_a_large_one_has_a_catalogue_and_no_dumps(
    service: Service, lacking: dict[str, Any]
) -> None:
    bare = replace(service, **lacking)
    said = set(parse(body(ask(bare, "/datasets/dcat.nt")), RdfFormat.N_TRIPLES))
    offered = {quad.object.value for quad in said if quad.predicate.value == DCAT + "accessURL"}
    assert offered == {BASE + path for path in ("sparql", "ontology.ttl", "ontology.rdf", "ontology.jsonld")}
    listed = {quad.object for quad in said if quad.predicate.value == DCAT + "dataset"}
    described = {quad.subject for quad in said if quad.object == NamedNode(DCAT + "Dataset")}
    filled = {quad.subject for quad in said if quad.predicate.value == DCAT + "distribution"}
    assert listed == described == filled  # a portal would list a dataset of which there is nothing to have
    for path in ("/downloads/styrkegraf.nq", "/downloads/SHA256SUMS"):
        with pytest.raises(Declined, match="sparql"):
            ask(bare, path)
    page = body(ask(bare, "/downloads/", accept_language="en")).decode()
    assert "does not come as files" in page
    assert "SHA256SUMS" not in page


def test_a_graph_that_is_large_or_elsewhere_is_described_in_figures_without_dumps(service: Service) -> None:
    def told(one: Service) -> set[str]:
        return set(body(ask(one, "/.well-known/void.nt")).decode().splitlines())

    large, elsewhere = replace(service, statements=500_001), replace(service, digest="")
    for one in (large, elsewhere):
        assert {line.split()[1] for line in told(service) - told(one)} == {"<http://rdfs.org/ns/void#dataDump>"}
        assert told(one) <= told(service)
    for one in (service, large, elsewhere):
        assert ".well-known/void" in body(ask(one, "/sitemap.xml")).decode()
        assert "well-known/void" in body(ask(one, "/downloads/")).decode()


def test_a_graph_elsewhere_is_counted_once_for_all_who_ask(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    counted, figures = count(), service.graph.store.figures()
    monkeypatch.setattr(service.graph.store, "figures", lambda: (figures, next(counted))[0])
    elsewhere = replace(service, digest="")

    async def many() -> None:
        requests = [Request("GET", f"/.well-known/void.{form}") for form in ("ttl", "nt", "rdf", "ttl")]
        assert {(await one).status for one in [metadata(request, elsewhere) for request in requests]} == {200}
        await asyncio.gather(*(metadata(request, elsewhere) for request in requests))

    asyncio.run(many())
    assert next(counted) == 1


def test_who_asks_while_a_graph_elsewhere_is_counted_for_long_is_told_to_come_back(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    going_on, figures = threading.Event(), service.graph.store.figures()
    monkeypatch.setattr(service.graph.store, "figures", lambda: [going_on.wait(PATIENCE), figures][1])
    hasty = replace(service.settings, limits=replace(service.settings.limits, seconds=0.05))
    elsewhere = replace(service, digest="", settings=hasty)

    async def twice() -> None:
        request = Request("GET", "/.well-known/void.ttl")
        early = await answer(request, elsewhere)
        assert (early.status, early.header("retry-after")) == (503, "30")
        going_on.set()
        deadline = time.monotonic() + PATIENCE
        while (await answer(request, elsewhere)).status != 200:
            assert time.monotonic() < deadline

    asyncio.run(twice())


def test_a_graph_that_nobody_reasoned_about_is_catalogued_without_its_networks() -> None:
    bare = service_of(Graph(MemoryStore(generate(500))))
    said = body(ask(bare, "/datasets/dcat.nt")).decode()
    assert "downloads/styrkegraf.nq" in said
    assert "downloads/networks/actor-area.graphml" not in said  # it says of nothing that it is an actor
    assert "actor-area" not in body(ask(bare, "/downloads/")).decode()
    assert body(ask(bare, "/downloads/styrkegraf.nq")).count(b"\n") == len(bare.graph)


def test_many_who_ask_at_once_get_the_same_dumps_and_none_waits_in_vain(service: Service) -> None:
    fresh = replace(service)
    paths = ("/downloads/styrkegraf.nq", "/datasets/dcat", "/downloads/") * 4

    async def all_at_once() -> list[Response]:
        async with asyncio.timeout(PATIENCE):
            return await asyncio.gather(*(answer(Request("GET", path), fresh) for path in paths))

    found = asyncio.run(all_at_once())
    assert [response.status for response in found] == [200] * 12
    assert len({body(response) for response in found}) == 3


def test_the_dumps_are_written_once_though_who_asked_first_goes_away(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh, begun, go_on = replace(service), threading.Event(), threading.Event()
    written: list[Path] = []

    def slow(graph: Graph, edition: Edition, folder: Path) -> list[Written]:
        written.append(folder)
        begun.set()
        assert go_on.wait(PATIENCE)
        return write_dumps(graph, edition, folder)

    async def impatient() -> Response:
        first = asyncio.create_task(metadata(Request("GET", "/datasets/dcat"), fresh))
        assert await asyncio.to_thread(begun.wait, PATIENCE)
        first.cancel()
        await asyncio.wait([first])
        second = asyncio.create_task(metadata(Request("GET", "/downloads/SHA256SUMS"), fresh))
        go_on.set()
        return await second

    monkeypatch.setattr("styrkegraf.service.published.write_dumps", slow)
    assert b"styrkegraf.nq" in body(asyncio.run(impatient()))
    assert len(written) == 1


def test_dumps_that_could_not_be_written_are_tried_again(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    fresh = replace(service)

    def full(*_: object) -> list[Written]:
        raise OSError("no space left")

    with monkeypatch.context() as patched:
        patched.setattr("styrkegraf.service.published.write_dumps", full)
        assert asyncio.run(answer(Request("GET", "/datasets/dcat"), fresh)).status == 500
    assert asyncio.run(answer(Request("GET", "/datasets/dcat"), fresh)).status == 200


def test_what_the_first_visitor_would_wait_for_is_done_before(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("styrkegraf.service.ahead._PAUSE", 0.0)
    small, large, elsewhere = replace(service), replace(service, statements=2_000_000), replace(service, digest="")
    for one in (small, large, elsewhere):
        asyncio.run(ahead(one))
    assert (small.published.folder / "SHA256SUMS").is_file()
    assert not any(list(one.published.folder.iterdir()) for one in (large, elsewhere))


def test_the_site_map_leads_to_every_document(service: Service) -> None:
    for path in ("datasets/dcat", ".well-known/void", "datasets/questions", "downloads/"):
        assert f"<loc>{BASE}{path}</loc>" in body(ask(service, "/sitemap.xml")).decode()
        assert asyncio.run(answer(Request("GET", f"/{path}"), service)).status == 200
    assert f"<loc>{BASE}downloads/</loc>" not in body(ask(replace(service, digest=""), "/sitemap.xml")).decode()


def test_the_catalogue_names_whom_the_operator_names(service: Service) -> None:
    region = Publisher("Region Västmanland", "Region Västmanland", "RegionalAuthority")
    theirs = replace(service, publisher=region)
    assert "Region Västmanland" in body(ask(theirs, "/datasets/dcat", "text/turtle")).decode()
    assert "Region Västmanland" not in body(ask(service, "/datasets/dcat", "text/turtle")).decode()
