"""Dereferencing: what an address of ours answers, to whom, and in which form and language."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Iterable
from urllib.parse import unquote, urljoin, urlsplit

import pytest
import rdflib
from pyoxigraph import Literal, NamedNode, Quad
from rdflib.compare import isomorphic

from publish.published import CANONICAL
from service.asking import get, service_of, text
from styrkegraf import Graph
from styrkegraf.namespaces import BASE, SG, rdf, sg, skos
from styrkegraf.publish.formats import FORMATS
from styrkegraf.service.answer import Service, answer
from styrkegraf.service.http import Request, Response
from styrkegraf.store import MemoryStore
from tags import Tags

OWN = "https://data.example.se/s3/"
COUNTY = "/id/county/vastmanland"
DOCUMENTS = ["/source/nms-strategi", "/graph/derived/shared-theme", "/ontology", "/ontology/alignments"]
TYPES = {form.extension: form.media_type for form in FORMATS}
HOSTILE = "</title><script>alert(1)</script>\"'<img src=x onerror=alert(2)>"
LINK = re.compile(r'<([^>]*)>((?:\s*;\s*\w+="[^"]*")*)')


@pytest.fixture(scope="module")
def service(graph: Graph) -> Service:
    return service_of(graph)


def made_of(quads: Iterable[Quad], base: str = BASE) -> Service:
    return service_of(Graph(MemoryStore(quads)), base)


def media_type(response: Response) -> str:
    return (response.header("content-type") or "").partition(";")[0]


def links(response: Response) -> list[tuple[str, dict[str, str]]]:
    """The targets of the Link header with their attributes."""
    found = LINK.findall(response.header("link") or "")
    return [(target, dict(re.findall(r'(\w+)="([^"]*)"', attributes))) for target, attributes in found]


@pytest.mark.parametrize(
    ("accept", "extension"),
    [
        ("", "html"),
        ("*/*", "html"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "html"),
        ("text/turtle", "ttl"),
        ("application/ld+json", "jsonld"),
        ("application/json", "jsonld"),
        ("application/rdf+xml", "rdf"),
        ("application/xml", "rdf"),
        ("application/n-triples", "nt"),
        ("text/csv", "csv"),
        ("text/turtle;q=0.4, application/rdf+xml;q=0.9", "rdf"),
        ("text/html;q=0.1, text/turtle", "ttl"),
        ("application/*", "jsonld"),
        ("image/png, */*;q=0.1", "html"),
        ("text/html;q=0, text/*;q=0.5", "ttl"),
    ],
)
def test_a_thing_sends_on_to_the_document_that_is_preferred(service: Service, accept: str, extension: str) -> None:
    found = get(service, COUNTY, accept)
    assert (found.status, found.header("location")) == (303, f"./vastmanland.{extension}")
    assert "accept" in (found.header("vary") or "").lower()


@pytest.mark.parametrize("path", DOCUMENTS)
@pytest.mark.parametrize("extension", sorted(TYPES))
def test_a_document_answers_itself_and_says_which_form_it_is(service: Service, path: str, extension: str) -> None:
    found = get(service, path, TYPES[extension])
    name = path.rpartition("/")[2]
    assert (found.status, media_type(found)) == (200, TYPES[extension])
    assert found.header("content-location") == f"./{name}.{extension}"
    assert get(service, f"{path}.{extension}", "image/png").body == found.body


@pytest.mark.parametrize("extension", sorted(TYPES))
@pytest.mark.parametrize("named", ["extension", "media type"])
def test_the_format_can_be_named_in_the_address(service: Service, extension: str, named: str) -> None:
    name = extension if named == "extension" else TYPES[extension]
    assert get(service, COUNTY, "image/png", format=name).header("location") == f"./vastmanland.{extension}"
    assert media_type(get(service, "/ontology", "image/png", format=name)) == TYPES[extension]


@pytest.mark.parametrize(
    ("name", "extension"), [("turtle", "ttl"), ("json-ld", "jsonld"), ("xml", "rdf"), ("application/rdf xml", "rdf")]
)
def test_the_format_goes_by_other_names_too(service: Service, name: str, extension: str) -> None:
    assert get(service, COUNTY, "image/png", format=name).header("location") == f"./vastmanland.{extension}"


def test_every_form_of_a_thing_holds_the_same(service: Service) -> None:
    forms = {"ttl": "turtle", "jsonld": "json-ld", "rdf": "xml", "nt": "nt"}
    documents = {form: text(get(service, f"{COUNTY}.{extension}")) for extension, form in forms.items()}
    read = [rdflib.Graph().parse(data=document, format=form) for form, document in documents.items()]
    assert len(read[0]) > 100
    assert all(isomorphic(read[0], other) for other in read[1:])


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_every_page_has_a_title_of_its_own(service: Service, lang: str) -> None:
    labels = service.graph.store.match(None, skos("prefLabel"), None)
    named = {quad.subject.value for quad in labels if isinstance(quad.subject, NamedNode)}
    areas = sorted(iri.removeprefix(BASE) for iri in named if "/id/area/" in iri)
    pages = [text(get(service, f"/{path}.{lang}.html")) for path in (*areas, "id/theme/energy", "id/theme")]
    titles = [page.partition("<title>")[2].partition("</title>")[0] for page in pages]
    assert len(titles) > 80
    assert len(set(titles)) == len(titles)


@pytest.mark.parametrize("path", [f"{COUNTY}.html", *(f"{path}.html" for path in DOCUMENTS)])
@pytest.mark.parametrize(
    ("header", "parameter", "lang"),
    [("", "", "sv"), ("en", "", "en"), ("sv-SE, en;q=0.5", "", "sv"), ("sv", "en", "en"), ("en", "sv", "sv"),
     ("en", "fi", "en")],
)  # fmt: skip
def test_a_page_is_in_the_language_of_the_reader(
    service: Service, path: str, header: str, parameter: str, lang: str
) -> None:
    found = get(service, path, language=header, **({"lang": parameter} if parameter else {}))
    stem = path.rpartition("/")[2].removesuffix(".html")
    assert found.header("content-language") == lang
    assert found.header("content-location") == f"./{stem}.{lang}.html"
    assert f'<html lang="{lang}">' in text(found)
    assert "accept-language" in (found.header("vary") or "").lower()


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_a_page_has_an_address_in_each_language_whatever_the_reader_prefers(service: Service, lang: str) -> None:
    other = "en" if lang == "sv" else "sv"
    found = get(service, f"{COUNTY}.{lang}.html", language=other)
    assert found.header("content-language") == lang
    assert get(service, COUNTY, lang=lang).header("location") == f"./vastmanland.{lang}.html"


def test_a_format_that_is_not_there_is_refused_with_those_that_are(service: Service) -> None:
    for found in (get(service, COUNTY, "image/png"), get(service, "/ontology", "text/turtle", format="docx")):
        assert found.status == 406
        detail = json.loads(text(found))["detail"]
        assert all(media in detail for media in ["text/html", *TYPES.values()])
        assert {attributes["type"] for _, attributes in links(found)} == {"text/html", *TYPES.values()}


@pytest.mark.parametrize("path", [f"{COUNTY}.en.html", f"{COUNTY}.ttl", *DOCUMENTS])
@pytest.mark.parametrize("base", [BASE, OWN])
def test_the_link_header_tells_what_else_there_is(service: Service, path: str, base: str) -> None:
    own = service_of(service.graph, base)
    found = get(own, path)
    linked = links(found)
    relations = {relation for _, attributes in linked for relation in attributes["rel"].split()}
    assert {"cite-as", "canonical", "license", "alternate"} <= relations
    assert ("describedby" in relations) == (media_type(found) == "text/html")
    iri = path.partition(".")[0].removeprefix("/")
    canonical = BASE if iri.startswith("ontology") else base
    assert [target for target, attributes in linked if attributes["rel"] == "cite-as"] == [canonical + iri]
    for target, attributes in linked:
        if "alternate" in attributes["rel"]:
            there = get(own, unquote(urljoin(path, target)))
            assert (there.status, media_type(there)) == (200, attributes["type"])


def test_the_class_of_a_thing_is_in_the_link_header(service: Service) -> None:
    types = {target for target, attributes in links(get(service, f"{COUNTY}.ttl")) if attributes["rel"] == "type"}
    assert types == {BASE + "ontology#County"}


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("/ontology/County", "/ontology#County"),
        ("/ontology/0.1.0", "/ontology"),
        ("/source/nms-strategi#sammanfattning", None),
    ],
)
def test_what_names_a_part_leads_to_the_document(service: Service, path: str, target: str | None) -> None:
    found = get(service, path)
    assert found.status == (303 if target else 404)
    if target:
        assert urljoin(path, found.header("location") or "") == target


def test_a_passage_with_its_mark_encoded_leads_to_its_place_on_the_page(service: Service) -> None:
    passages = service.graph.store.match(None, sg("passageOf"), NamedNode(BASE + "source/nms-strategi"))
    iri = min(quad.subject.value for quad in passages if isinstance(quad.subject, NamedNode))
    path = "/" + iri.removeprefix(BASE)
    location = get(service, path).header("location")
    assert urljoin("/source/nms-strategi", location or "") == path
    page = Tags(text(get(service, "/source/nms-strategi")))
    assert path.partition("#")[2] in {attributes.get("id") for _, attributes in page.found}


@pytest.mark.parametrize(
    "path", ["/id/county/vastmanlan", "/id/county/Västmanland", "/id/region/vastmanland", "/id/county/vastmanland/"]
)
def test_a_wrong_address_is_answered_with_the_nearest(service: Service, path: str) -> None:
    page = get(service, path, language="en")
    assert (page.status, page.header("cache-control")) == (404, "no-store")
    targets = {urljoin("/x/y/z", a.get("href") or "") for a in Tags(text(page)).every("a")}
    assert any(target.endswith("id/county/vastmanland.en.html") for target in targets)
    told = json.loads(text(get(service, path, "application/json")))
    assert (told["status"], BASE + "id/county/vastmanland" in told["detail"]) == (404, True)


@pytest.mark.parametrize(
    ("path", "meant"),
    [
        ("/source/nms-strategy", "source/nms-strategi"),
        ("/graph/derived/shared-themes", "graph/derived/shared-theme"),
    ],
)
def test_sources_and_graphs_are_among_the_nearest(service: Service, path: str, meant: str) -> None:
    assert BASE + meant in json.loads(text(get(service, path, "application/json")))["detail"]


@pytest.mark.parametrize("path", ["/ontology/Countty", "/ontology#Countty", "/ontology/county"])
@pytest.mark.parametrize("base", [BASE, OWN])
def test_a_misspelt_term_is_answered_with_the_nearest(service: Service, path: str, base: str) -> None:
    own = service_of(service.graph, base)
    page = get(own, path, language="en")
    assert page.status == 404
    targets = {urljoin(path, a.get("href") or "") for a in Tags(text(page)).every("a")}
    assert "/ontology.en.html#County" in targets
    told = json.loads(text(get(own, path, "application/json")))
    assert told["status"] == 404
    assert "Did you mean " + SG + "County or " in told["detail"], "terms keep their addresses in every edition"


@pytest.mark.parametrize(
    "path",
    ["/id/../../../etc/passwd", "/id/x\r\nSet-Cookie: a=b", "/id/" + HOSTILE, "/id/" + "x" * 10_000, "/id/\ud800",
     "/id/%", "/id/x> } DROP ALL #", "/source/", "/graph/", "/ontology//", "/ontologyx", "/ontology.exe",
     "/id/a.sv.html", "/id/\x00"],
)  # fmt: skip
@pytest.mark.parametrize("accept", ["text/html", "text/turtle"])
def test_a_hostile_address_names_nothing_and_breaks_nothing(service: Service, path: str, accept: str) -> None:
    found = get(service, path, accept)
    assert found.status == 404
    assert not any(sign in value for _, value in found.headers for sign in "\r\n")
    if media_type(found) == "text/html":
        assert {tag for tag, _ in Tags(text(found)).found}.isdisjoint({"img", "iframe"})
        assert [one.get("src") for one in Tags(text(found)).every("script")] != []
        assert "<script>alert" not in text(found)


def test_a_hostile_label_is_shown_as_text() -> None:
    node, said = NamedNode(BASE + "id/actor/elak"), NamedNode(BASE + "source/prov#p")
    names = ("prefLabel", "altLabel", "note")
    quads = [Quad(node, skos(name), Literal(HOSTILE, language="sv"), said) for name in names]
    quads.append(Quad(node, rdf("type"), NamedNode("javascript:alert(1)"), said))
    quads.append(Quad(node, skos("exactMatch"), NamedNode("javascript:alert(1)"), said))
    page = text(get(made_of(quads), "/id/actor/elak.sv.html"))
    tags = Tags(page)
    assert "&lt;script&gt;alert(1)" in page
    assert tags.every("img") == []
    assert all(one.get("src") for one in tags.every("script"))
    assert not any((a.get("href") or "").startswith("javascript:") for _, a in tags.found)


@pytest.mark.parametrize("local", ["bjorn%C3%A4nge", "björnänge", "a'b", "a:b", "a(b)*!$&+,;=", "x.ttl", "y.sv.html"])
def test_a_thing_with_an_unusual_name_is_reached_by_the_links_of_the_pages(local: str) -> None:
    odd, area, said = (NamedNode(BASE + name) for name in (f"id/actor/{local}", "id/area/mat", "source/prov#p"))
    quads = [Quad(odd, skos("prefLabel"), Literal("Udda", language="sv"), said), Quad(odd, sg("supports"), area, said)]
    service = made_of(quads, OWN)
    page = "/id/area/mat.sv.html"
    links = [a.get("href") or "" for a in Tags(text(get(service, page))).every("a")]
    (there,) = [link for link in links if "/actor/" in link and link.endswith(".sv.html")]
    found = get(service, unquote(urlsplit(urljoin(page, there)).path))
    assert (found.status, "<bdi>Udda</bdi>" in text(found)) == (200, True)
    turtle = get(service, unquote(urljoin("/id/actor/x", f"./{local}")), "text/turtle")
    assert (turtle.status, (turtle.header("location") or "").endswith(".ttl")) == (303, True)


@pytest.mark.parametrize("path", [f"{COUNTY}.sv.html", "/source/nms-strategi.en.html", "/ontology.en.html"])
def test_links_to_data_on_a_page_lead_somewhere(service: Service, path: str) -> None:
    page = Tags(text(get(service, path)))
    hrefs = {urljoin(path, one.get("href") or "") for one in (*page.every("a"), *page.every("link"))}
    ours = {unquote(urlsplit(href).path) for href in hrefs if re.match(r"/(id|source|graph|ontology)", href)}
    assert len(ours) > 10
    assert [address for address in sorted(ours)[::4] if get(service, address).status != 200] == []


@pytest.mark.parametrize("prefix", ["", "/s3"])
def test_an_edition_answers_with_and_without_the_path_of_its_base(service: Service, prefix: str) -> None:
    own = service_of(service.graph, OWN)
    assert get(own, prefix + COUNTY, "text/turtle").header("location") == "./vastmanland.ttl"
    turtle = text(get(own, f"{prefix}{COUNTY}.ttl"))
    assert f"{OWN}id/county/" in turtle
    assert CANONICAL.findall(turtle) == []
    page = text(get(own, f"{prefix}{COUNTY}.sv.html"))
    assert f'<code class="whole">{OWN}id/county/vastmanland</code>' in page


@pytest.mark.parametrize("path", [f"{COUNTY}.ttl", f"{COUNTY}.en.html", "/ontology"])
def test_a_document_that_the_client_has_is_not_sent_again(service: Service, path: str) -> None:
    first = get(service, path)
    tag = first.header("etag")
    assert tag
    headers = {"accept": "text/html", "if-none-match": tag}
    again = asyncio.run(answer(Request("GET", path, "", headers), service))
    assert (again.status, again.body) == (304, b"")
    head = asyncio.run(answer(Request("HEAD", path, "", {"accept": "text/html"}), service))
    assert (head.status, head.body, head.header("content-length")) == (200, b"", first.header("content-length"))
    posted = asyncio.run(answer(Request("POST", path), service))
    assert posted.status == 405


def test_tags_differ_between_formats_languages_and_editions(service: Service) -> None:
    own = service_of(service.graph, OWN)
    paths = [f"{COUNTY}.{end}" for end in ("ttl", "nt", "sv.html", "en.html")]
    tags = [get(one, path).header("etag") for one in (service, own) for path in paths]
    assert len(set(tags)) == len(tags)
