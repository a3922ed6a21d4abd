"""SERVICE: refused, unless the operator names the endpoint; then the service asks it, and trusts nothing it says."""

from __future__ import annotations

import asyncio
import contextlib
import gzip
import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import pytest
from pyoxigraph import BlankNode, NamedNode, Quad

from pooling import small_store, text, with_pool
from styrkegraf.service.carried import values
from styrkegraf.service.federation import calls
from styrkegraf.service.limits import Limits
from styrkegraf.service.query import BadQuery, Query, QueryFailed, Refused, ServiceFailed, TimedOut, TooLong, Wanted
from styrkegraf.service.workers import Pool
from styrkegraf.store.wording import GENID

JSON = "application/sparql-results+json"
COUNTY = "https://w3id.org/styrkegraf/id/county/vastmanland"
HEAD = f"SELECT ?l ?n WHERE {{ <{COUNTY}> skos:prefLabel ?l . FILTER(LANG(?l) = 'sv')"

ROW = b'{"head":{"vars":["n"]},"results":{"bindings":[{"n":{"type":"literal","value":"279000"}}]}}'


@dataclass
class Endpoint:
    """Another endpoint, which gives one answer and keeps what it was asked."""

    url: str
    status: int = 200
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": JSON})
    body: bytes = ROW
    seconds: float = 0.0
    asked: list[str] = field(default_factory=list)
    seen: list[dict[str, str]] = field(default_factory=list)

    def say(self, *rows: object, variables: tuple[str, ...] = ("n",)) -> None:
        self.body = json.dumps({"head": {"vars": variables}, "results": {"bindings": rows}}).encode()


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    closing = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            known.asked.append(parse_qs(body)["query"][0])
            known.seen.append(dict(self.headers))
            closing.wait(known.seconds)
            self.send_response(known.status)
            for name, value in {**known.headers, "Content-Length": str(len(known.body))}.items():
                self.send_header(name, value)
            self.end_headers()
            with contextlib.suppress(BrokenPipeError):  # who asked has heard enough
                self.wfile.write(known.body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the library
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        known = Endpoint(f"http://127.0.0.1:{server.server_address[1]}/sparql")
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield known
        closing.set()
        server.shutdown()
        thread.join()


def ask(
    sparql: str, allowed: tuple[str, ...] = (), *, limits: Callable[[tuple[str, ...]], Limits] | None = None
) -> str:
    made = limits(allowed) if limits else Limits(services=allowed, workers=1, service_seconds=20)

    async def use(pool: Pool) -> str:
        return text(await pool.run(Query(sparql), Wanted(rows="text/csv")))

    return with_pool(use, made, small_store())


def fails(sparql: str, kind: type[QueryFailed], allowed: tuple[str, ...], match: str) -> None:
    with pytest.raises(kind, match=match) as caught:
        ask(sparql, allowed)
    assert type(caught.value) is kind


def test_rows_of_an_allowed_endpoint_are_joined(endpoint: Endpoint) -> None:
    declared = "BASE <https://e.org/x/> PREFIX e: <https://e.org/>"
    query = f"{declared} {HEAD}\n SERVICE <{endpoint.url}> {{ ?x e:population ?n }} }}"
    assert ask(query, (endpoint.url,)).split() == ["l,n", "Västmanland,279000"]
    (asked,) = endpoint.asked
    assert asked == "BASE <https://e.org/x/>\nPREFIX e: <https://e.org/>\nSELECT * WHERE { ?x e:population ?n }"
    assert endpoint.seen[0]["Accept"] == JSON


def test_rows_join_on_what_they_share(endpoint: Endpoint) -> None:
    sv = {"type": "literal", "value": "Västmanland", "xml:lang": "sv"}
    number = {"type": "literal", "value": "7", "datatype": "http://www.w3.org/2001/XMLSchema#integer"}
    endpoint.say({"l": sv, "n": number}, {"l": {**sv, "value": "Gotland"}, "n": number}, variables=("l", "n"))
    assert ask(f"{HEAD} SERVICE <{endpoint.url}> {{ ?l ?p ?n }} }}", (endpoint.url,)).split() == [
        "l,n",
        "Västmanland,7",
    ]


def test_a_pattern_without_variables_counts(endpoint: Endpoint) -> None:
    endpoint.say({}, variables=())
    assert len(ask(f"{HEAD} SERVICE <{endpoint.url}> {{ <a:b> <a:b> <a:b> }} }}", (endpoint.url,)).split()) == 2
    endpoint.say(variables=())
    assert len(ask(f"{HEAD} SERVICE <{endpoint.url}> {{ <a:b> <a:b> <a:b> }} }}", (endpoint.url,)).split()) == 1


def test_an_endpoint_that_is_not_named_is_not_asked(endpoint: Endpoint) -> None:
    query = f"{HEAD} SERVICE SILENT <{endpoint.url}> {{ ?x ?y ?n }} }}"
    fails(query, Refused, (), "another server")
    for allowed in (endpoint.url + "/", endpoint.url.replace("127.0.0.1", "localhost"), "https://example.org/"):
        fails(query, Refused, (allowed,), "not allowed here; allowed are")
    assert not endpoint.asked


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        ("SERVICE ?e { ?x ?y ?n }", "variable"),
        ("SERVICE <URL> { ?x ?y ?n SERVICE <URL> { ?a ?b ?c } }", "within a SERVICE"),
        ("SERVICE <URL> ?x", "pattern in braces"),
        ("SERVICE <URL> { ?x ?y ?n", "pattern in braces"),
        ("SERVICE <URL>", "pattern in braces"),
        ("SERVICE", "the IRI of an endpoint"),
        ("SERVICE unknown:endpoint { ?x ?y ?n }", "the IRI of an endpoint"),
        ("SERVICE <URL> { ?x ?y ?n } " * 5, "4 endpoints"),
    ],
)
def test_what_cannot_be_asked_beforehand_is_refused(endpoint: Endpoint, pattern: str, reason: str) -> None:
    fails(
        f"{HEAD} {pattern.replace('URL', endpoint.url)} }}"[: None if "n }" in pattern else -2],
        Refused,
        (endpoint.url,),
        reason,
    )
    assert not endpoint.asked


def test_words_in_strings_iris_and_comments_ask_nobody(endpoint: Endpoint) -> None:
    sparql = (
        "SELECT ('SERVICE <a:b> {' AS ?l) (1 AS ?service) { # SERVICE <a:b> {\n OPTIONAL { ?x <a:SERVICE> 'it''' } }"
    )
    assert calls(sparql.replace("'it'''", '"""it\'s " a SERVICE"""')) == []
    assert not endpoint.asked


def test_a_string_that_never_closes_says_where() -> None:
    with pytest.raises(BadQuery, match="not closed") as caught:
        calls("SELECT *\n{ ?s ?p 'SERVICE }")
    assert (caught.value.line, caught.value.column) == (2, 9)


def test_an_error_after_a_service_keeps_its_line(endpoint: Endpoint) -> None:
    with pytest.raises(BadQuery) as caught:
        ask(f"SELECT * {{\n SERVICE <{endpoint.url}> {{\n ?x ?y ?n\n }}\n ?a ?b }}", (endpoint.url,))
    assert caught.value.line == 5


HOSTILE: dict[str, dict[str, object]] = {
    "an error": {"status": 500},
    "a redirect": {"status": 307, "headers": {"Location": "/sparql", "Content-Type": JSON}},
    "a packed answer": {"headers": {"Content-Type": JSON, "Content-Encoding": "gzip"}, "body": gzip.compress(ROW)},
    "a page": {"headers": {"Content-Type": "text/html"}},
    "no JSON": {"body": b"<html>"},
    "no text": {"body": b"\xff\xfe"},
    "another JSON": {"body": b"[1, 2]"},
    "nested JSON": {"body": b"[" * 100_000},
    "rows that are none": {"body": b'{"head":{"vars":["n"]},"results":{"bindings":[7]}}'},
    "too much": {"body": b" " * (5 << 20) + ROW},
    "variables that break out": {"body": b'{"head":{"vars":["n) { } } #"]},"results":{"bindings":[]}}'},
    "IRIs that break out": {
        "body": b'{"head":{"vars":["n"]},"results":{"bindings":[{"n":{"type":"uri","value":"a:b> } #"}}]}}'
    },
    "languages that break out": {
        "body": b'{"head":{"vars":["n"]},"results":{"bindings":[{"n":{"type":"literal","value":"","xml:lang":"e }"}}]}}'
    },
    "statements that are none": {
        "body": b'{"head":{"vars":["n"]},"results":{"bindings":[{"n":{"type":"triple","value":{"subject":{"type":"uri",'
        b'"value":"a:b"},"predicate":{"type":"bnode","value":"b"},"object":{"type":"uri","value":"a:b"}}}}]}}'
    },
    "directions that break out": {
        "body": b'{"head":{"vars":["n"]},"results":{"bindings":[{"n":{"type":"literal","value":"","xml:lang":"e",'
        b'"its:dir":"rtl }"}}]}}'
    },
}


def test_hostile_answers_fail_unless_silent(endpoint: Endpoint) -> None:
    plain, kept = f"{HEAD} SERVICE <{endpoint.url}> {{ ?x ?y ?n }} }}", dict(vars(endpoint))

    async def use(pool: Pool) -> None:
        for name, said in HOSTILE.items():
            vars(endpoint).update(kept | said)
            with pytest.raises(ServiceFailed):
                await pool.run(Query(plain), Wanted(rows="text/csv"))
            silent = await pool.run(Query(plain.replace("SERVICE", "SERVICE SILENT")), Wanted(rows="text/csv"))
            assert text(silent).split() == ["l,n", "Västmanland,"], name

    assert len(HOSTILE) == 15
    with_pool(use, Limits(services=(endpoint.url,), workers=1, service_seconds=20), small_store())
    assert len(endpoint.asked) == 2 * len(HOSTILE), "a redirect was followed"


ONE = {"type": "bnode", "value": "nodeID://b1"}
OTHER = {"type": "bnode", "value": "nodeID://b2"}
IRI = {"type": "uri", "value": "https://e.org/x"}
SEVEN = {"type": "literal", "value": "7", "datatype": "http://www.w3.org/2001/XMLSchema#integer"}


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("SELECT (COUNT(DISTINCT ?n) AS ?l) { SERVICE }", ["4"]),
        ("SELECT (COUNT(*) AS ?l) { SERVICE FILTER(isBlank(?n)) }", ["3"]),
        ("SELECT (STR(?n) AS ?l) { SERVICE FILTER(!isBlank(?n)) } ORDER BY ?n", ["https://e.org/x", "7"]),
        ("SELECT (COUNT(*) AS ?l) { SERVICE FILTER(!BOUND(?n)) }", ["1"]),
        ("SELECT (COUNT(*) AS ?l) { SERVICE } GROUP BY ?n ORDER BY DESC(?l) LIMIT 1", ["2"]),
        ("SELECT (COUNT(*) AS ?l) { { SERVICE FILTER(isBlank(?n)) } SERVICE }", ["3"]),
        ("SELECT (COUNT(*) AS ?l) { SERVICE ?n ?p ?o FILTER(isBlank(?n)) }", ["0"]),
        ("SELECT (COALESCE(STR(?n), 'none') AS ?l) { SERVICE FILTER(isBlank(?n)) }", ["none"] * 3),
    ],
)
def test_blank_nodes_of_an_answer_are_nodes_of_their_own(endpoint: Endpoint, query: str, rows: list[str]) -> None:
    endpoint.say(*({"n": term} for term in (ONE, ONE, OTHER, IRI, SEVEN)), {})
    called = query.replace("SERVICE", f"SERVICE <{endpoint.url}> {{ ?x ?y ?n }}")
    assert ask(called, (endpoint.url,)).split() == ["l", *rows]


def test_the_columns_of_an_answer_with_blank_nodes_are_those_asked_for(endpoint: Endpoint) -> None:
    endpoint.say({"n": ONE, "n_": SEVEN}, variables=("n_", "n"))
    header, row = ask(f"SELECT * {{ SERVICE <{endpoint.url}> {{ ?n_ ?y ?n }} }}", (endpoint.url,)).split()
    assert header == "n_,n"
    assert row.startswith("7,_:")


def test_no_blank_node_of_an_answer_is_one_of_the_graph(endpoint: Endpoint) -> None:
    store = small_store()
    (county,) = {quad.subject for quad in store.quads() if str(quad.subject) == f"<{COUNTY}>"}
    store.add([Quad(county, NamedNode(IRI["value"]), BlankNode("b1"), NamedNode("https://e.org/graph"))])
    endpoint.say({"n": {**ONE, "value": "b1"}}, {"n": {"type": "uri", "value": f"{GENID}b1"}})
    query = f"SELECT (COUNT(DISTINCT ?n) AS ?l) {{ SERVICE <{endpoint.url}> {{ ?x ?y ?n }} FILTER(isBlank(?n)) "

    async def use(pool: Pool) -> None:
        for rest, count in (("}", "1"), (f"<{COUNTY}> <{IRI['value']}> ?n }}", "0")):
            assert text(await pool.run(Query(query + rest), Wanted(rows="text/csv"))).split() == ["l", count]

    with_pool(use, Limits(services=(endpoint.url,), workers=1, service_seconds=20), store)


def test_what_is_said_of_a_statement_is_carried_over(endpoint: Endpoint) -> None:
    said = {"subject": ONE, "predicate": IRI, "object": {"type": "literal", "value": 'a "b"', "xml:lang": "sv"}}
    endpoint.say({"x": ONE, "n": {"type": "triple", "value": said}}, variables=("x", "n"))
    query = f"SELECT (OBJECT(?n) AS ?l) {{ SERVICE <{endpoint.url}> {{ ?x ?y ?n }} FILTER(SUBJECT(?n) = ?x) }}"
    assert ask(query, (endpoint.url,)).split("\r\n") == ["l", '"a ""b"""', ""]


@pytest.mark.parametrize(
    ("status", "body", "place"),
    [
        (400, b"error at 3:5: expected \x1b[31m]", (5, 5)),
        (400, b"error at 2:19: expected \x1b[31m]", (4, 4)),
        (400, b"no place is told: expected \x1b[31m]", (None, None)),
        (500, b"The custom function <a:b> is not supported, expected \x1b[31m]", (None, None)),
    ],
)
def test_a_fault_in_the_pattern_is_told_in_the_words_of_the_endpoint(
    endpoint: Endpoint, status: int, body: bytes, place: tuple[int | None, int | None]
) -> None:
    endpoint.status, endpoint.body, endpoint.headers = status, body + b"." * 100_000, {"Content-Type": "text/plain"}
    query = f"PREFIX e: <https://e.org/> {HEAD}\n SERVICE\n <{endpoint.url}>\n{{ ?x\n e:p }} }}"
    with pytest.raises(BadQuery, match=r"does not take the pattern of SERVICE\. It says: .*expected \\u001B") as caught:
        ask(query, (endpoint.url,))
    assert endpoint.asked[0].splitlines()[1:] == ["SELECT * WHERE { ?x", " e:p }"]
    assert (caught.value.line, caught.value.column) == place
    assert len(str(caught.value)) < 500
    assert ask(query.replace("SERVICE", "SERVICE SILENT"), (endpoint.url,)).split() == ["l,n", "Västmanland,"]


def test_a_fault_that_is_not_the_askers_is_told_with_its_reason(endpoint: Endpoint) -> None:
    endpoint.status, endpoint.body, endpoint.headers = 403, b"Members only", {"Content-Type": "text/plain"}
    query = f"{HEAD} SERVICE <{endpoint.url}> {{ ?x ?y ?n }} }}"
    fails(query, ServiceFailed, (endpoint.url,), r"answered with status 403\. It says: Members only")


def test_the_direction_of_a_text_is_kept(endpoint: Endpoint) -> None:
    endpoint.say({"n": {"type": "literal", "value": "rtl", "xml:lang": "ar", "its:dir": "rtl"}})
    query = f"SELECT ?n {{ SERVICE <{endpoint.url}> {{ ?x ?y ?n }} FILTER(?n = 'rtl'@ar--rtl) }}"
    assert ask(query, (endpoint.url,)).split() == ["n", "rtl"]


def test_a_slow_endpoint_has_a_deadline(endpoint: Endpoint) -> None:
    endpoint.seconds = 60
    start, query = time.monotonic(), f"{HEAD} SERVICE <{endpoint.url}> {{ ?x ?y ?n }} }}"
    with pytest.raises(ServiceFailed, match=r"longer than 0\.2 s"):
        ask(query, (endpoint.url,), limits=lambda allowed: Limits(services=allowed, service_seconds=0.2, workers=1))
    with pytest.raises(TimedOut):
        ask(query, (endpoint.url,), limits=lambda allowed: Limits(services=allowed, seconds=0.2, workers=1))
    assert time.monotonic() - start < 30


def test_no_proxy_of_the_environment_is_asked(endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    rows = ask(f"{HEAD} SERVICE <{endpoint.url}> {{ ?x ?y ?n }} }}", (endpoint.url,))
    assert rows.split() == ["l,n", "Västmanland,279000"]


def test_an_absent_endpoint(endpoint: Endpoint) -> None:
    gone = "http://127.0.0.1:9/"
    fails(f"{HEAD} SERVICE <{gone}> {{ ?x ?y ?n }} }}", ServiceFailed, (gone,), "cannot be asked")
    fails(f"{HEAD} SERVICE <ftp://e.org/> {{ ?x ?y ?n }} }}", ServiceFailed, ("ftp://e.org/",), "no address on the web")


def test_a_name_that_leads_to_a_private_address_is_not_asked(
    endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    named = endpoint.url.replace("127.0.0.1", "sparql.example.org")

    async def resolve(*_: object, **__: object) -> list[tuple[int, int, int, str, tuple[str, int]]]:
        return [(2, 1, 6, "", ("127.0.0.1", 0))]

    monkeypatch.setattr(asyncio.BaseEventLoop, "getaddrinfo", resolve)
    fails(f"{HEAD} SERVICE <{named}> {{ ?x ?y ?n }} }}", ServiceFailed, (named,), "private address")
    assert not endpoint.asked


def test_a_query_with_service_is_short() -> None:
    fails(f"{HEAD} SERVICE <a:b> {{ ?x ?y ?n }} }}" + "#" * 20_000, TooLong, ("a:b",), "20,000")


def test_text_from_elsewhere_is_escaped() -> None:
    value = "\"} \\ \n\r\t ' DROP ALL"
    body = json.dumps(
        {"head": {"vars": ["n"]}, "results": {"bindings": [{"n": {"type": "literal", "value": value}}, {}]}}
    )
    assert values(body.encode()) == 'VALUES (?n) { ("\\"} \\\\ \\n\\r\\t \' DROP ALL") (UNDEF) }'
