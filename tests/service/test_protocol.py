"""The SPARQL 1.1 Protocol, its query half: what it requires of requests and answers, case by case."""

from __future__ import annotations

import asyncio
import csv
import gzip
import io
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote, urlencode

import pytest
import rdflib
from pyoxigraph import Literal, NamedNode, Quad, QueryResultsFormat, RdfFormat, parse, parse_query_results

from service.asking import Embedded, service_of
from styrkegraf import Graph
from styrkegraf.media import content_type
from styrkegraf.namespaces import ID, SOURCE, rdf, sg, skos
from styrkegraf.service.answer import Service, answer
from styrkegraf.service.http import Request, Response
from styrkegraf.service.media import ROW_TYPES, TRIPLE_TYPES
from styrkegraf.service.query import (
    Busy,
    OutOfMemory,
    Query,
    QueryFailed,
    Refused,
    TimedOut,
    TooLarge,
    TooLong,
    WorkerDied,
)
from styrkegraf.store import MemoryStore

GOTLAND, VASTMANLAND = NamedNode(ID + "county/gotland"), NamedNode(ID + "county/vastmanland")
PLAN, OVERVIEW = NamedNode(SOURCE + "plan#lan"), NamedNode(SOURCE + "oversikt#lan")
SELECT = "SELECT ?name WHERE { ?county skos:prefLabel ?name } ORDER BY ?name"
ASK = "ASK { county:gotland a sg:County }"
CONSTRUCT = "CONSTRUCT { ?county a sg:County } WHERE { ?county a sg:County }"
FORM = {"content-type": "application/x-www-form-urlencoded"}
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"


def service() -> Service:
    """Two counties, each told of by two passages."""
    quads = [
        Quad(county, predicate, term, passage)
        for county, name in ((GOTLAND, "Gotland"), (VASTMANLAND, "Västmanland"))
        for predicate, term in ((rdf("type"), sg("County")), (skos("prefLabel"), Literal(name, language="sv")))
        for passage in ([PLAN] if county == VASTMANLAND else [PLAN, OVERVIEW])
    ]
    return service_of(Graph(MemoryStore(quads)))


def ask(request: Request, of: Service | None = None) -> Response:
    return asyncio.run(answer(request, of or service()))


def asked(query: str, accept: str = "", method: str = "GET", **parameters: str) -> Request:
    return Request(method, "/sparql", urlencode({"query": query, **parameters}), {"accept": accept})


def body(response: Response) -> bytes:
    assert isinstance(response.body, bytes)
    return response.body


def told(response: Response) -> dict[str, object]:
    assert response.header("content-type") == "application/problem+json"
    found: dict[str, object] = json.loads(body(response))
    assert found["status"] == response.status
    assert {"type", "title", "detail", "remedy"} <= found.keys()
    return found


def names(response: Response) -> list[str]:
    return [row["name"]["value"] for row in json.loads(body(response))["results"]["bindings"]]


POSTED = {**FORM, "accept": ""}
DIRECT = {"content-type": "application/sparql-query; charset=utf-8"}
WAYS = {
    "GET": asked(SELECT),
    "GET with plus signs": Request("GET", "/sparql", "query=" + SELECT.replace(" ", "+").replace("?", "%3F")),
    "POST of a form": Request("POST", "/sparql", "", FORM, urlencode({"query": SELECT}).encode()),
    "POST of a form that says UTF-8": Request(
        "POST",
        "/sparql",
        "",
        {"content-type": FORM["content-type"] + ";charset=UTF-8"},
        b"query=" + quote(SELECT).encode(),
    ),
    "POST of the query": Request("POST", "/sparql", "", DIRECT, SELECT.encode()),
    "POST of a file that begins with a signature": Request(
        "POST", "/sparql", "", {**DIRECT, "content-encoding": "identity"}, b"\xef\xbb\xbf" + SELECT.encode()
    ),
}


@pytest.mark.parametrize("way", WAYS)
def test_each_way_of_asking_gives_the_same_answer(way: str) -> None:
    response = ask(WAYS[way])
    assert (response.status, response.header("content-type")) == (200, "application/sparql-results+json")
    assert names(response) == ["Gotland", "Västmanland"]


@dataclass(frozen=True)
class Refusal:
    """A request that is refused: the status, and what the detail or a header says of it."""

    request: Request
    status: int
    says: str
    headers: Mapping[str, str] = field(default_factory=dict)


def post(kind: str, data: bytes, query: str = "") -> Request:
    return Request("POST", "/sparql", query, {"content-type": kind} if kind else {}, data)


UPDATE = "INSERT DATA { <urn:x> <urn:y> 1 }"
REFUSALS = {
    "two queries": Refusal(Request("GET", "/sparql", f"query={quote(ASK)}&query={quote(ASK)}"), 400, "2 queries"),
    "one in the address, one in the form": Refusal(
        post(FORM["content-type"], b"query=ASK%7B%7D", "query=ASK%7B%7D"), 400, "2 queries"
    ),
    "one in the address, one as body": Refusal(
        post("application/sparql-query", b"ASK{}", "query=ASK%7B%7D"), 400, "2 queries"
    ),
    "no query in a form": Refusal(post(FORM["content-type"], b"default-graph-uri=urn:x"), 400, "no query"),
    "no type of the body": Refusal(post("", ASK.encode()), 415, "application/sparql-query"),
    "another type of the body": Refusal(
        post("application/json", b"{}"), 415, "posted as", {"Accept-Post": "application/sparql-query"}
    ),
    "multipart": Refusal(post("multipart/form-data; boundary=x", b"--x--"), 415, "posted as"),
    "a body in another charset": Refusal(post("application/sparql-query; charset=latin-1", b"ASK{}"), 400, "UTF-8"),
    "a packed body": Refusal(
        Request("POST", "/sparql", "", {**DIRECT, "content-encoding": "GZIP"}, gzip.compress(ASK.encode())),
        415,
        "unpacked",
        {"Accept-Encoding": "identity"},
    ),
    "a query that is no UTF-8": Refusal(post("application/sparql-query", b"ASK { ?s ?p '\xe5' }"), 400, "byte 13"),
    "a form that is no UTF-8": Refusal(post(FORM["content-type"], b"query=\xe5"), 400, "UTF-8"),
    "a form whose escapes are no UTF-8": Refusal(post(FORM["content-type"], b"query=%E5"), 400, "UTF-8"),
    "an address whose escapes are no UTF-8": Refusal(Request("GET", "/sparql", "query=%E5"), 400, "UTF-8"),
    "thousands of parameters": Refusal(Request("GET", "/sparql", "a=&" * 3000), 400, "too many"),
    "thousands of fields": Refusal(post(FORM["content-type"], b"a=&" * 3000), 400, "more than 2000"),
    "an update as body": Refusal(post("application/sparql-update", UPDATE.encode()), 403, "updates"),
    "an update in a form": Refusal(post(FORM["content-type"], b"update=" + quote(UPDATE).encode()), 403, "updates"),
    "an update in the address": Refusal(Request("GET", "/sparql", "update=" + quote(UPDATE)), 403, "updates"),
    "an update as query": Refusal(asked(UPDATE), 403, "update"),
    "PUT": Refusal(Request("PUT", "/sparql", "", {}, b""), 405, "GET", {"Allow": "GET, HEAD, POST, OPTIONS"}),
    "DELETE": Refusal(Request("DELETE", "/sparql"), 405, "POST", {"Allow": "GET, HEAD, POST, OPTIONS"}),
    "TRACE": Refusal(Request("TRACE", "/sparql"), 405, "POST"),
    "a format that is not there": Refusal(asked(SELECT, "image/png"), 406, "application/sparql-results+xml"),
    "triples asked for as rows": Refusal(asked(CONSTRUCT, "text/csv"), 406, "text/turtle"),
    "rows asked for as triples": Refusal(asked(SELECT, "text/turtle"), 406, "text/csv"),
    "a name of no format": Refusal(asked(SELECT, format="docx"), 400, "docx"),
    "a time that is no number": Refusal(asked(SELECT, timeout="soon"), 400, "timeout=2.5"),
    "no time": Refusal(asked(SELECT, timeout="0"), 400, "no time limit"),
    "endless time": Refusal(asked(SELECT, timeout="inf"), 400, "no time limit"),
    "negative time": Refusal(asked(SELECT, timeout="-1"), 400, "no time limit"),
    "a graph that is no IRI": Refusal(asked(SELECT, **{"default-graph-uri": "Västmanland"}), 400, "no IRI"),
    "a graph that would end its brackets": Refusal(asked(SELECT, **{"named-graph-uri": "urn:x> {"}), 400, "no IRI"),
}


@pytest.mark.parametrize("name", REFUSALS)
def test_a_wrong_request_is_refused_with_the_reason(name: str) -> None:
    refusal = REFUSALS[name]
    response = ask(refusal.request)
    assert response.status == refusal.status
    assert refusal.says in str(told(response)["detail"])
    for header, value in refusal.headers.items():
        assert value in (response.header(header) or "")


def test_a_fault_in_the_query_is_told_with_its_place() -> None:
    fault = told(ask(asked("SELECT ?name WHERE {\n  ?county ?name\n}")))
    assert (fault["status"], fault["line"], fault["column"]) == (400, 3, 1)
    assert str(fault["type"]).endswith("problems#bad-query")


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?s a county:gotland . ?s ?p }",
        f"SELECT * {{ ?s a <{ID}county/gotland> . ?s ?p }}",
        f"SELECT * {{\n ?s a <{ID}county/gotland> ,\n county:gotland . ?s ?p }}",
        "SELECT * { ?s a nix:gotland }",
    ],
)
def test_a_fault_is_told_at_its_place_in_the_query_as_it_was_written_in_any_edition(query: str) -> None:
    own = service_of(service().graph, "https://data.example.se/a/rather/long/base/")
    assert told(ask(asked(query), own)) == told(ask(asked(query)))


FAILURES: dict[str, tuple[QueryFailed, int]] = {
    "refused": (Refused("SERVICE asks another server."), 403),
    "too large": (TooLarge("The answer is larger than 64 MB."), 413),
    "too long": (TooLong("The query is longer than 1,000,000 characters."), 413),
    "worker died": (WorkerDied("It was ended."), 500),
    "timed out": (TimedOut("It took longer than 10 s."), 504),
    "out of memory": (OutOfMemory("It needs more than 1024 MB."), 507),
    "busy": (Busy("Too many wait.", 7), 503),
}


@pytest.mark.parametrize("name", FAILURES)
def test_what_the_pool_refuses_has_its_status(name: str) -> None:
    error, status = FAILURES[name]
    of = service()
    assert isinstance(of.pool, Embedded)
    of.pool.failing = error
    response = ask(asked(SELECT), of)
    assert (response.status, told(response)["detail"]) == (status, str(error))
    assert response.header("retry-after") == ("7" if status == 503 else None)
    assert response.header("etag") is None


def test_what_to_do_about_a_query_that_is_too_long_is_not_to_ask_for_less() -> None:
    of = service()
    assert isinstance(of.pool, Embedded)
    remedies = []
    for of.pool.failing in (TooLong("The query is too long."), TooLarge("The answer is too large.")):
        remedies.append(str(told(ask(asked(SELECT), of))["remedy"]))
    assert ["LIMIT" in remedy for remedy in remedies] == [False, True]


def test_a_fault_of_ours_tells_nothing_of_itself(capsys: pytest.CaptureFixture[str]) -> None:
    of = service()
    assert isinstance(of.pool, Embedded)
    of.pool.failing = KeyError("/etc/secret\nline")
    response = ask(asked(SELECT), of)
    assert response.status == 500
    assert b"secret" not in body(response)
    (line,) = capsys.readouterr().err.splitlines()
    assert json.loads(line)["error"] == "KeyError"


@pytest.mark.parametrize("media_type", ROW_TYPES)
def test_every_format_of_rows_holds_the_same_rows(media_type: str) -> None:
    response = ask(asked(SELECT, media_type))
    assert (response.header("content-type") or "").partition(";")[0] == media_type
    form = ROW_TYPES[media_type].form
    if form == QueryResultsFormat.CSV:
        assert list(csv.reader(io.StringIO(body(response).decode()))) == [["name"], ["Gotland"], ["Västmanland"]]
        return
    rows = parse_query_results(body(response), form)
    assert [row["name"].value for row in rows] == ["Gotland", "Västmanland"]  # type: ignore[union-attr]


@pytest.mark.parametrize("media_type", TRIPLE_TYPES)
def test_every_format_of_triples_holds_the_same_triples(media_type: str) -> None:
    response = ask(asked(CONSTRUCT, media_type))
    assert (response.header("content-type") or "").partition(";")[0] == media_type
    form = TRIPLE_TYPES[media_type].form
    assert isinstance(form, RdfFormat)
    found = {quad.triple for quad in parse(body(response), form)}
    assert {triple.subject for triple in found} == {GOTLAND, VASTMANLAND}
    assert len(found) == 2


@pytest.mark.parametrize(
    ("accept", "form", "expected"),
    [
        ("application/sparql-results+json", None, {"head": {}, "boolean": True}),
        ("application/sparql-results+xml", None, b"<boolean>true</boolean>"),
        ("text/csv", None, b"true"),
        ("text/tab-separated-values", None, b"true"),
        ("text/turtle", "json", {"head": {}, "boolean": True}),
    ],
)
def test_a_yes_in_every_format(accept: str, form: str | None, expected: object) -> None:
    response = ask(asked(ASK, accept, **({"format": form} if form else {})))
    assert response.status == 200
    if isinstance(expected, bytes):
        assert expected in body(response)
    else:
        assert json.loads(body(response)) == expected


def test_format_goes_before_accept_and_takes_names_extensions_and_media_types() -> None:
    for form, expected in {"csv": "text/csv", "srx": "application/sparql-results+xml", "text/csv": "text/csv"}.items():
        assert (ask(asked(SELECT, "application/json", format=form)).header("content-type") or "").startswith(expected)
    triples = ask(asked(CONSTRUCT, "application/n-triples", format="json"))
    assert triples.header("content-type") == "application/ld+json"


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("turtle", "text/turtle"),
        ("n3", "text/turtle"),
        ("json-ld", "application/ld+json"),
        ("rdf", "application/rdf+xml"),
        ("xml", "application/rdf+xml"),
        ("rdf+xml", "application/rdf+xml"),
        ("application/rdf xml", "application/rdf+xml"),
        ("Application/N-Triples", "application/n-triples"),
    ],
)
def test_format_takes_the_names_that_sparqlwrapper_sends_and_a_plus_that_was_not_escaped(
    name: str, media_type: str
) -> None:
    response = ask(asked(CONSTRUCT, "*/*", format=name))
    assert (response.status, response.header("content-type")) == (200, content_type(media_type))


def test_quality_and_wildcards_decide_the_format() -> None:
    for accept, expected in {
        "": "application/sparql-results+json",
        "*/*": "application/sparql-results+json",
        "text/csv;q=0.3, application/sparql-results+xml;q=0.8": "application/sparql-results+xml",
        "application/*;q=0.2, text/csv;q=0.1": "application/sparql-results+json",
        "text/csv, */*": "text/csv",
        "application/sparql-results+json;q=0, */*": "application/sparql-results+xml",
    }.items():
        assert (ask(asked(SELECT, accept)).header("content-type") or "").partition(";")[0] == expected, accept


def test_the_dataset_of_the_request_is_that_of_the_query() -> None:
    count = "SELECT (COUNT(*) AS ?name) WHERE { ?county a sg:County }"
    assert names(ask(asked(count))) == ["2"]  # the union, each statement once
    assert names(ask(asked(count, **{"default-graph-uri": OVERVIEW.value}))) == ["1"]
    two = urlencode([("query", count), ("default-graph-uri", PLAN.value), ("default-graph-uri", OVERVIEW.value)])
    assert names(ask(Request("GET", "/sparql", two))) == ["2"]
    within = "SELECT (COUNT(*) AS ?name) WHERE { GRAPH ?passage { ?county a sg:County } }"
    assert names(ask(asked(within))) == ["3"]
    assert names(ask(asked(within, **{"named-graph-uri": PLAN.value}))) == ["2"]
    assert names(ask(asked(count, **{"default-graph-uri": SOURCE + "unknown#passage"}))) == ["0"]
    posted = Request("POST", "/sparql", urlencode({"default-graph-uri": OVERVIEW.value}), DIRECT, count.encode())
    assert names(ask(posted)) == ["1"]


def test_the_time_of_a_request_reaches_the_pool() -> None:
    of = service()
    assert isinstance(of.pool, Embedded)
    ask(asked(SELECT, timeout="2.5"), of)
    assert of.pool.asked[-1] == Query(SELECT, timeout=2.5)


def test_head_says_what_get_would_without_the_body() -> None:
    get, head = ask(asked(SELECT)), ask(asked(SELECT, method="HEAD"))
    assert (head.status, head.body) == (200, b"")
    for name in ("content-type", "content-length", "etag", "vary"):
        assert head.header(name) == get.header(name)
    assert get.header("content-length") == str(len(body(get)))


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/sparql", "query=" + quote(SELECT)),
        ("/questions/areas-of-region.csv", ""),
        ("/data", "default"),
    ],
)
def test_an_answer_says_how_long_query_and_request_took(path: str, query: str) -> None:
    response = ask(Request("GET", path, query))
    told = ", ".join(value for name, value in response.headers if name == "Server-Timing")
    took = {name: float(spent) for name, spent in re.findall(r"(\w+);dur=([\d.]+)", told)}
    assert response.status == 200
    assert took.keys() == {"query", "total"}
    assert all(spent >= 0 for spent in took.values())


def test_any_page_may_ask() -> None:
    options = ask(
        Request("OPTIONS", "/sparql", "", {"origin": "https://region.example", "access-control-request-method": "POST"})
    )
    assert (options.status, options.body) == (204, b"")
    assert "POST" in (options.header("access-control-allow-methods") or "")
    assert "Content-Type" in (options.header("access-control-allow-headers") or "")
    assert int(options.header("access-control-max-age") or 0) >= 3600, "the page need not ask before every query"
    for response in (options, ask(asked(SELECT)), ask(asked("SELECT"))):
        assert response.header("access-control-allow-origin") == "*"
        assert "ETag" in (response.header("access-control-expose-headers") or "")


def test_an_answer_that_is_known_is_not_sent_again_nor_evaluated() -> None:
    of = service()
    assert isinstance(of.pool, Embedded)
    first = ask(asked(SELECT), of)
    tag = first.header("etag")
    assert tag is not None
    assert tag.startswith("W/")  # rows without an order, and blank nodes, may come otherwise another time
    for had in (tag, f'"other", {tag}', tag.removeprefix("W/"), f'{tag[:-1]}-br"', f'{tag[:-1]}-gzip"'):
        again = ask(Request("GET", "/sparql", urlencode({"query": SELECT}), {"if-none-match": had}), of)
        assert (again.status, again.body) == (304, b""), had
        assert again.header("vary") == "Accept, Accept-Encoding"
    assert len(of.pool.asked) == 1
    assert ask(asked(SELECT, "text/csv"), of).header("etag") != tag
    assert ask(asked(SELECT + " LIMIT 1"), of).header("etag") != tag
    assert ask(asked(SELECT, **{"default-graph-uri": PLAN.value}), of).header("etag") != tag


@pytest.mark.parametrize("fleeting", ["RAND()", "now()", "UUID()", "STRUUID()"])
def test_an_answer_that_differs_each_time_is_not_kept(fleeting: str) -> None:
    response = ask(asked(f"SELECT ({fleeting} AS ?x) WHERE {{}}"))
    assert (response.status, response.header("etag")) == (200, None)
    assert response.header("cache-control") == "no-cache"


def test_without_a_query_programs_get_the_description_of_the_service() -> None:
    response = ask(Request("GET", "/sparql", "", {"accept": "text/turtle"}))
    described = rdflib.Graph().parse(data=body(response), format="turtle")
    sd = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
    (endpoint,) = described.objects(None, sd.endpoint)
    assert str(endpoint).endswith("/sparql")
    formats = set(described.objects(None, sd.resultFormat))
    assert len(formats) == 10
    assert all(described.value(one, rdflib.RDFS.seeAlso) for one in formats)
    turtle = rdflib.URIRef("http://www.w3.org/ns/formats/Turtle")
    assert described.value(turtle, rdflib.RDFS.seeAlso) == rdflib.URIRef("https://www.w3.org/TR/turtle/")
    assert {str(name) for name in described.objects(None, sd.name)} == {PLAN.value, OVERVIEW.value}
    triples = rdflib.URIRef("http://rdfs.org/ns/void#triples")
    (default,) = described.objects(None, sd.defaultGraph)
    assert described.value(default, triples) == rdflib.Literal(4)
    plan = described.value(predicate=sd.name, object=rdflib.URIRef(PLAN.value))
    assert described.value(described.value(plan, sd.graph), triples) == rdflib.Literal(4)
    assert not [node for node in described.all_nodes() if isinstance(node, rdflib.BNode)]


def test_a_description_without_counts_is_not_kept_for_the_next_who_asks() -> None:
    of = service()
    assert isinstance(of.pool, Embedded)
    request = Request("GET", "/sparql", "", {"accept": "text/turtle"})
    of.pool.failing = Busy("Too many queries wait already.", 5)
    lacking = ask(request, of)
    assert (lacking.status, lacking.header("etag"), lacking.header("cache-control")) == (200, None, "no-cache")
    of.pool.failing = None
    whole = ask(request, of)
    assert whole.header("etag") is not None
    assert body(whole) != body(lacking)


def test_a_browser_gets_pages_not_formats() -> None:
    for query in ("", urlencode({"query": SELECT})):
        response = ask(Request("GET", "/sparql", query, {"accept": BROWSER}))
        assert (response.header("content-type") or "").startswith("text/html")


def test_nothing_of_a_hostile_request_is_repeated_as_markup_or_header() -> None:
    evil = "<script>alert(1)</script>\r\nSet-Cookie: a=b"
    for request in (
        Request("GET", "/sparql", urlencode({"query": ASK, "format": evil}), {"accept": "text/html"}),
        Request("GET", "/sparql", urlencode({"query": ASK, "default-graph-uri": evil}), {"accept": "text/html"}),
        Request("GET", "/data", urlencode({"graph": evil}), {"accept": "text/html"}),
        Request("GET", f"/{evil}", "", {"accept": "text/html"}),
    ):
        response = ask(request)
        assert response.status >= 400
        assert b"<script>alert" not in body(response)
        assert not any(set("\r\n") & set(name + value) for name, value in response.headers)
        assert not any("Cookie" in name for name, _ in response.headers)
