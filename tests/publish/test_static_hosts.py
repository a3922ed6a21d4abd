"""What nginx, Apache and Caddy answer over a published folder is what the service answers."""

from __future__ import annotations

import asyncio
import gzip
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from itertools import product
from pathlib import Path
from urllib.parse import quote, unquote, urljoin, urlsplit

import pytest
from pyoxigraph import Store as Oxigraph

from publish.published import BASE, FACTS, small_graph
from publish.webhosts import HOSTS, Host
from service.asking import Embedded
from styrkegraf.publish.datasets import About
from styrkegraf.publish.edition import Edition
from styrkegraf.publish.publisher import Publisher
from styrkegraf.publish.static import publish
from styrkegraf.publish.webservers import configurations
from styrkegraf.service.answer import Service, answer
from styrkegraf.service.http import Request, Response
from styrkegraf.service.settings import Settings

IDS = "https://w3id.org/styrkegraf/id/"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"
ACCEPTS = (
    None,
    BROWSER,
    "text/turtle",
    "TEXT/Turtle",
    "application/ld+json",
    "application/rdf+xml",
    "application/n-triples",
    "text/csv",
    "text/plain",
    "application/json",
    "*/*",
    "text/*",
    "application/*",
    "image/png",
    "text/html;q=0",
    "garbage",
    "text/turtle;charset=utf-8",
    "text/turtle;q=0.4, application/ld+json;q=0.7",
    "text/turtle;q=0, */*;q=0.1",
    "text/html;q=0.5,text/turtle;q=0.50",
    "text/turtle;q=1.0,text/html",
    "text/html;q=0.05,text/csv;q=0.5",
    "application/rdf+xml;q=0.8,*/*;q=0.9",
)
LANGUAGES = (
    None,
    "en",
    "sv",
    "en;q=0.5,sv;q=0.4",
    "de",
    "de,sv;q=0.2",
    "en-GB,sv;q=0.9",
    "sv-SE,sv;q=0.9,en;q=0.8",
    "*",
)
NEGOTIATED = (
    "id/county/gotland",
    "id/theme",
    "id/theme/food",
    "source/prov",
    "graph/inferred",
    "ontology",
    "ontology/alignments",
)
PAGES = (
    "id/county/gotland",
    "source/prov",
    "id/county/gotland.html",
    "source/prov.html",
    "ontology.html",
    "downloads/",
)
DOCUMENTS = ("datasets/dcat", ".well-known/void")
PLAIN = (
    "id/county/gotland.ttl",
    "id/county/gotland.en.html",
    "id/county/gotland?lang=en",
    "id/county/gotland.html?lang=en",
    "id/county/gotland?format=ttl",
    "id/county/gotland?format=xyz",
    "source/prov?format=nt",
    "ontology?format=html&lang=en",
    "ontology/0.1.0",
    "id/county/atlantis",
    "id/county/atlantis.ttl",
    "source/nothing",
    "ontology/nothing",
    "id/county/%0d%0aX:%20y",
    "datasets/dcat.ttl",
    "datasets/dcat?format=nt",
    "datasets/dcat?format=csv",
    "downloads/styrkegraf.nq",
    "downloads/csv-metadata.json",
    "downloads/networks/actor-area.graphml",
    "downloads/SHA256SUMS",
    "downloads/nothing.nq",
    "CITATION.cff",
    "robots.txt",
    "sitemap.xml",
    "context.jsonld",
    "",
    "sv/index.html",
    "static/style.css",
    "nothing.html",
    ".htaccess",
)
ODD = ("a%20b", "åäö", "server/alfa")
"""Names of actors that are written otherwise in an address or a file than in a header, or look like our own folder."""
APART = ("id/theme/food-tech", "graph/curated/themes")
"""A theme that was added, which is not shared as those are that it begins like, and the graph of those that ship."""
DESCRIBED = (
    "downloads/styrkegraf.nq",
    "downloads/styrkegraf.nq.gz",
    "downloads/statements.csv",
    "downloads/csv-metadata.json",
    "downloads/networks/actor-area.graphml",
    "downloads/SHA256SUMS",
    *(f"{document}{ending}" for document in (*DOCUMENTS, "datasets/questions") for ending in ("", ".ttl", ".rdf")),
)
"""Dumps and metadata, whose headers say what describes them."""
Case = tuple[str, str | None, str | None]
CASES: list[Case] = [
    *((path, accept, None) for path, accept in product((*NEGOTIATED, *DOCUMENTS), ACCEPTS)),
    *((path, BROWSER, language) for path, language in product(PAGES, LANGUAGES)),
    *((path, None, None) for path in PLAIN),
]


@pytest.fixture(scope="module")
def site() -> Iterator[tuple[Path, Service]]:
    """The edition as files below ``s3/`` of a folder that a server's own user may read, and its service."""
    root = Path(tempfile.mkdtemp())
    root.chmod(0o755)
    odd = "".join(f'GRAPH p:allt {{ <{IDS}actor/{name}> a sg:Organization ; skos:prefLabel "X" }}\n' for name in ODD)
    odd += 'GRAPH p:allt { theme:food-tech a sg:Theme ; skos:prefLabel "Matteknik"@sv , "Food technology"@en }'
    graph = small_graph(root, FACTS + odd)
    folder = root / "s3"
    folder.mkdir()
    edition = Edition(BASE, licence="http://creativecommons.org/licenses/by/4.0/")
    publish(graph, edition, folder, publisher=Publisher("R", "R", dataset=About(licence=edition.licence)))
    yield root, Service(graph, edition, Embedded(Oxigraph()), Settings(), folder, None, "digest", len(graph))
    shutil.rmtree(root)


@pytest.fixture(scope="module", params=sorted(HOSTS))
def host(request: pytest.FixtureRequest, site: tuple[Path, Service]) -> Iterator[Host]:
    root, _ = site
    tmp = Path(tempfile.mkdtemp())
    with HOSTS[request.param](root, root / "s3", tmp) as running:
        yield running
    shutil.rmtree(tmp, ignore_errors=True)


def dynamic(service: Service, case: Case) -> Response:
    path, _, query = case[0].partition("?")
    sent = {"accept": case[1], "accept-language": case[2]}
    headers = {name: value for name, value in sent.items() if value is not None}
    return asyncio.run(answer(Request("GET", f"/s3/{unquote(path)}", query, headers), service))


def told(status: int, headers: Mapping[str, str], path: str) -> tuple[object, ...]:
    """What a client learns: addresses are resolved, spelling of headers does not count."""
    if status in {404, 406}:
        return (status,)
    here = f"http://host/s3/{path}"
    places = [urlsplit(urljoin(here, headers.get(name, here))).path for name in ("location", "content-location")]
    vary = {name.strip().lower() for name in headers.get("vary", "").split(",")} - {"accept-encoding", ""}
    kind = "" if status == 303 else headers.get("content-type", "").replace(" ", "").lower()
    return (
        status,
        *places,
        kind,
        headers.get("content-language"),
        sorted(vary),
        headers.get("access-control-allow-origin"),
    )


def test_every_answer_is_that_of_the_service(host: Host, site: tuple[Path, Service]) -> None:
    _, service = site
    different: list[tuple[Case, tuple[object, ...], tuple[object, ...]]] = []
    for case in CASES:
        path, accept, language = case
        sent = {"Accept": accept, "Accept_Language": language}
        found = host.get(f"/s3/{path}", **{name: value for name, value in sent.items() if value is not None})
        wanted = dynamic(service, case)
        got, expected = (
            told(found.status, found.headers, path),
            told(wanted.status, {name.lower(): value for name, value in wanted.headers}, path),
        )
        if got != expected:
            different.append((case, got, expected))
        elif (
            found.status == 200
            and "turtle" in str(got[3])
            and path.startswith(("id/", "source/", "graph/", "ontology"))
        ):
            assert found.body == wanted.body
    assert different == []
    assert len(CASES) > 270


def test_links_lead_to_the_other_documents(host: Host) -> None:
    answer = host.get("/s3/id/county/gotland.ttl")
    assert f'<{BASE}id/county/gotland>; rel="canonical"' in answer.headers["link"]
    assert '<./gotland.jsonld>; rel="alternate"; type="application/ld+json"' in answer.headers["link"]
    assert host.get("/s3/id/county/gotland.jsonld").status == 200


@pytest.mark.parametrize("ending", ["", ".ttl"])
@pytest.mark.parametrize("path", [*NEGOTIATED, *APART, *(f"id/actor/{name}" for name in ODD)])
def test_links_name_what_the_service_names(host: Host, site: tuple[Path, Service], path: str, ending: str) -> None:
    address = f"{quote(path, safe='/%')}{ending}"
    found, wanted = host.get(f"/s3/{address}").headers, dict(dynamic(site[1], (address, None, None)).headers)
    named = re.compile(r'<([^>]*)>; rel="(cite-as|canonical|license)"')
    assert named.findall(found["link"]) == named.findall(wanted["Link"])
    assert found.get("content-location") == wanted.get("Content-Location")


@pytest.mark.parametrize("path", DESCRIBED)
def test_dumps_and_metadata_name_licence_and_description(host: Host, site: tuple[Path, Service], path: str) -> None:
    found, wanted = host.get(f"/s3/{path}").headers["link"], dict(dynamic(site[1], (path, None, None)).headers)["Link"]
    assert linked(found, path) == linked(wanted, path)
    assert ("http://creativecommons.org/publicdomain/zero/1.0/" in found) == (not path.startswith("downloads/"))
    for address, relation, _ in linked(found, path):
        assert relation == "license" or host.get(urlsplit(address).path).status == 200


def test_a_table_leads_to_what_describes_its_columns(host: Host) -> None:
    path = "downloads/statements.csv"
    links = linked(host.get(f"/s3/{path}").headers["link"], path)
    assert links == {
        ("http://creativecommons.org/licenses/by/4.0/", "license", ""),
        ("http://host/s3/datasets/dcat", "describedby", "application/rdf+xml"),
        ("http://host/s3/.well-known/void", "describedby", "text/turtle"),
        ("http://host/s3/downloads/csv-metadata.json", "describedby", "application/csvm+json"),
    }


def linked(header: str, path: str) -> set[tuple[str, str, str]]:
    """The links of a document at a path, as a client resolves them."""
    found = re.findall(r'<([^>]*)>; rel="([^"]*)"(?:; type="([^"]*)")?', header)
    return {(urljoin(f"http://host/s3/{path}", address), relation, kind) for address, relation, kind in found}


@pytest.mark.parametrize(
    "path", ["downloads/", "downloads/index.sv.html", "downloads/nothing.csv", "datasets/dcat.csv"]
)
def test_what_is_no_dump_is_not_described_as_one(host: Host, path: str) -> None:
    assert "link" not in host.get(f"/s3/{path}").headers


PACKABLE = (
    "id/theme.ttl",
    "id/county/gotland.en.html",
    "ontology.jsonld",
    "ontology.rdf",
    "downloads/styrkegraf.nq",
    "downloads/styrkegraf.trig",
    "downloads/statements.csv",
    "downloads/csv-metadata.json",
    "downloads/networks/actor-area.graphml",
    "datasets/dcat",
    "static/style.css",
)


@pytest.mark.parametrize("path", PACKABLE)
def test_a_document_comes_packed_to_who_can_read_it_so(host: Host, path: str) -> None:
    plain, packed = host.get(f"/s3/{path}"), host.get(f"/s3/{path}", Accept_Encoding="gzip")
    assert packed.headers["content-encoding"] == "gzip"
    assert len(packed.body) < len(plain.body)
    assert gzip.decompress(packed.body) == plain.body
    assert "content-encoding" not in plain.headers
    assert all("accept-encoding" in one.headers["vary"].lower() for one in (plain, packed))
    assert packed.headers["content-type"] == plain.headers["content-type"]
    assert packed.headers.get("link") == plain.headers.get("link")


def test_a_packed_copy_that_a_client_has_is_not_sent_again(host: Host) -> None:
    path = "/s3/id/theme.ttl"
    first = host.get(path, Accept_Encoding="gzip")
    assert first.headers["content-encoding"] == "gzip"
    assert host.get(path, Accept_Encoding="gzip", If_None_Match=first.headers["etag"]).status == 304


def test_what_is_packed_is_not_packed_again(host: Host, site: tuple[Path, Service]) -> None:
    path = "downloads/styrkegraf.nq.gz"
    answer = host.get(f"/s3/{path}", Accept_Encoding="gzip")
    assert "content-encoding" not in answer.headers
    assert answer.headers["content-type"] == "application/gzip"
    assert answer.body == (site[0] / "s3" / path).read_bytes()


@pytest.mark.parametrize("path", ["id/county/nowhere", "id/county/nowhere.ttl", "id/county/gotland?format=nonsense"])
def test_a_refusal_names_no_thing(host: Host, path: str) -> None:
    answer = host.get(f"/s3/{path}")
    assert answer.status in {404, 406}
    assert "link" not in answer.headers


@pytest.mark.parametrize(
    ("path", "accept", "status"),
    [
        *((path, "image/png", 406) for path in ("id/county/gotland", "ontology", *DOCUMENTS)),
        *((path, BROWSER, 404) for path in ("id/county/atlantis", "id/county/atlantis.sv.html", "nothing.html")),
    ],
)
def test_no_cache_keeps_a_refusal_for_others(host: Host, path: str, accept: str, status: int) -> None:
    answer = host.get(f"/s3/{path}", Accept=accept)
    assert (answer.status, answer.headers["cache-control"]) == (status, "no-store")
    assert "accept" in answer.headers["vary"].lower().replace(" ", "").split(",")
    assert {"link", "content-location"}.isdisjoint(answer.headers)


def test_the_base_without_its_slash_leads_to_the_base(host: Host) -> None:
    answer = host.get("/s3")
    assert answer.status in {301, 308}
    assert urlsplit(answer.headers["location"]).path == "/s3/"


@pytest.mark.parametrize("name", sorted(HOSTS))
def test_at_the_root_of_a_host_our_own_folder_alone_is_hidden(name: str, tmp_path: Path) -> None:
    root = Path(tempfile.mkdtemp())
    root.chmod(0o755)
    files = {**configurations(Edition("https://data.example.se/"), "https://data.example.se/"), "404.html": "404"}
    for file, text in {**files, "id/actor/server/alfa.ttl": "<> a <> ."}.items():
        (root / file).parent.mkdir(parents=True, exist_ok=True)
        (root / file).write_text(text, encoding="utf-8")
    with HOSTS[name](root, root, tmp_path) as running:
        assert running.get("/id/actor/server/alfa.ttl").status == 200
        assert running.get("/id/actor/server/alfa", Accept="text/turtle").status == 303
        assert running.get("/server/nginx-maps.conf").status == 404
    shutil.rmtree(root)


def test_a_client_that_has_it_is_told_so(host: Host) -> None:
    first = host.get("/s3/id/county/gotland.ttl")
    assert host.get("/s3/id/county/gotland.ttl", If_None_Match=first.headers["etag"]).status == 304


def test_head_has_the_headers_and_no_body(host: Host) -> None:
    answer = host.get("/s3/id/county/gotland.ttl", method="HEAD")
    assert (answer.status, answer.body) == (200, b"")
    assert answer.headers["content-type"].lower().replace(" ", "") == "text/turtle;charset=utf-8"


@pytest.mark.parametrize(
    "path", [".htaccess", "server/nginx-maps.conf", "../../etc/passwd", "%2e%2e/%2e%2e/etc/passwd"]
)
def test_what_is_not_for_readers_is_not_served(host: Host, path: str) -> None:
    assert host.get(f"/s3/{path}").status in {400, 403, 404}


def test_nothing_in_an_address_becomes_a_header(host: Host) -> None:
    for path in (
        "id/county/gotland%0d%0aX-Evil:%20yes",
        "id/county/gotland.ttl?x=%0d%0aX-Evil:%20yes",
        "source/prov%0aX-Evil:1",
    ):
        assert "x-evil" not in host.get(f"/s3/{path}", Accept="text/turtle").headers


def test_w3id_sends_on_to_the_host(tmp_path: Path) -> None:
    root = Path(tempfile.mkdtemp())
    root.chmod(0o755)
    folder = root / "styrkegraf"
    folder.mkdir()
    found = configurations(Edition(), "https://data.example.se/s3/")
    (folder / ".htaccess").write_text(found["server/w3id.htaccess"], encoding="utf-8")
    with HOSTS["apache"](root, folder, tmp_path) as running:
        answer = running.get("/styrkegraf/id/county/gotland?lang=en")
    shutil.rmtree(root)
    assert answer.status == 302
    assert answer.headers["location"] == "https://data.example.se/s3/id/county/gotland?lang=en"
