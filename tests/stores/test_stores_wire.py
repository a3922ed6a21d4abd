"""An endpoint that is slow or absent, refuses, answers rubbish or hangs up: each has its error, with a remedy."""

from __future__ import annotations

import gzip
import json
import traceback
from collections.abc import Callable

import brotli
import httpx
import pytest
from pyoxigraph import QuerySolutions

import styrkegraf
from stores.badserver import Behaviour, answering, cutting, dripping, passing_on, silent, speaking
from stores.servers import free_port
from styrkegraf import Graph
from styrkegraf.networks import projections
from styrkegraf.store import QuerySyntaxError, RemoteStore
from styrkegraf.store.faults import (
    EndpointAbsent,
    EndpointCut,
    EndpointError,
    EndpointRefused,
    EndpointRubbish,
    EndpointSlow,
    EndpointTooLarge,
)
from styrkegraf.store.results import read_rows
from styrkegraf.store.wire import Reply, RequestLimits

JSON = "application/sparql-results+json"
NONE = json.dumps({"head": {"vars": ["graph"]}, "results": {"bindings": []}}).encode()
ROW = json.dumps(
    {"head": {"vars": ["x"]}, "results": {"bindings": [{"x": {"type": "uri", "value": "urn:a"}}]}}
).encode()
QUICK = RequestLimits(seconds=0.4, connect=0.4, size=10_000, pause=0.01)
ASKED = "SELECT ?x WHERE { ?x ?p ?o }"


def rows(body: object) -> Behaviour:
    return answering(200, JSON, json.dumps(body).encode())


def term(**parts: str) -> object:
    return {"head": {"vars": ["x"]}, "results": {"bindings": [{"x": parts}]}}


def test_an_error_over_rows_holds_none_of_them() -> None:
    """The parser's own may be let go in the thread alone that read them, and an error goes on to another."""
    reply = Reply(200, httpx.Headers({"content-type": JSON}), json.dumps(term(type="uri", value="a b")).encode())
    with pytest.raises(EndpointRubbish, match="broken") as caught:
        read_rows("http://localhost/", reply)
    assert caught.value.__cause__ is not None
    for error in (caught.value, caught.value.__cause__):
        for frame, _ in traceback.walk_tb(error.__traceback__):
            assert not [name for name, held in frame.f_locals.items() if isinstance(held, QuerySolutions)]


@pytest.mark.parametrize(
    ("behaviour", "error", "says"),
    [
        (silent, EndpointSlow, "no answer within 0.4 s"),
        (dripping, EndpointSlow, "no answer within 0.4 s"),
        (cutting(JSON, ROW[:30]), EndpointCut, "the connection ended before the answer did"),
        (lambda connection: None, EndpointCut, "the connection ended"),
        (lambda connection: connection.sendall(b"SSH-2.0-OpenSSH_9\r\n"), EndpointCut, "the connection ended"),
        (answering(302, location="https://example.org/new"), EndpointAbsent, "has moved .302.; use its new address"),
        (answering(401), EndpointRefused, "wants other credentials .401.. Set STYRKEGRAF_USER"),
        (answering(403, "text/plain", b"not you"), EndpointRefused, "does not allow this .403..*not you"),
        (answering(404), EndpointAbsent, "no SPARQL endpoint is at this address"),
        (answering(400, "text/plain", b"SP031"), EndpointRefused, "does not take this .400.. It says: SP031"),
        (answering(500, "text/plain", b"S1T00: Transaction timed out"), EndpointSlow, "gave up on it .500."),
        (answering(500, "text/html", b"<html>secret</html>"), EndpointError, r"has failed .500.; [^:]*$"),
        (answering(503), EndpointError, "has failed .503."),
        (answering(200, "text/html", b"<html></html>"), EndpointRubbish, "text/html came back, not application/sparql"),
        (answering(200, "", ROW), EndpointRubbish, "something without a type came back"),
        (answering(200, JSON, ROW[:-20]), EndpointRubbish, "broken, or a part of one only"),
        (answering(200, JSON, b"\xff\xfe"), EndpointRubbish, "broken"),
        (rows({"results": {"bindings": []}}), EndpointRubbish, "broken"),
        (rows([1, 2]), EndpointRubbish, "broken"),
        (rows(term(type="uri", value="a b")), EndpointRubbish, "broken"),
        (rows(term(type="person", value="a")), EndpointRubbish, "broken"),
        (rows(term(type="uri")), EndpointRubbish, "broken"),
        (rows({"head": {}, "boolean": "perhaps"}), EndpointRubbish, "broken"),
        (answering(200, JSON, ROW, X_SPARQL_MaxRows="1"), EndpointRubbish, "has left out rows.*ResultSetMaxRows"),
        (answering(206, JSON, ROW), EndpointRubbish, "has left out rows"),
        (answering(200, JSON, b" " * 20_000), EndpointTooLarge, "larger than 0 MB"),
        (
            answering(200, JSON, gzip.compress(b" " * 20_000_000, mtime=0), Content_Encoding="gzip"),
            EndpointTooLarge,
            "the answer is larger",
        ),
        *(
            (
                answering(200, JSON, brotli.compress(ROW), Content_Encoding=packed),
                EndpointRubbish,
                f"packed as {packed}",
            )
            for packed in ("br", "gzip, gzip", "zstd")
        ),
    ],
)
def test_a_server_that_misbehaves(
    behaviour: Behaviour, error: type[EndpointError], says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("STYRKEGRAF_USER", raising=False)
    with speaking(answering(200, JSON, NONE), behaviour) as (url, _):
        with pytest.raises(error, match=says) as caught:
            RemoteStore(url, QUICK).query(ASKED)
        assert str(caught.value).startswith(url)
        assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("media_type", "body"),
    [
        ("text/html", b"<html></html>"),
        (JSON, ROW),
        ("application/n-triples", b"<urn:a> <urn:b> "),
        ("application/n-triples", b"<a b> <urn:b> <urn:c> ."),
    ],
)
def test_triples_that_are_none(media_type: str, body: bytes) -> None:
    answers = speaking(answering(200, JSON, NONE), answering(200, media_type, body))
    with answers as (url, _), pytest.raises(EndpointRubbish):
        RemoteStore(url, QUICK).query("CONSTRUCT WHERE { ?s ?p ?o }")


MANY = term(type="literal", value="many")


@pytest.mark.parametrize("body", [json.loads(NONE), json.loads(ROW), MANY], ids=["no row", "another", "no number"])
def test_rows_that_nobody_asked_for_are_told_in_one_message(body: object) -> None:
    with speaking(answering(200, JSON, NONE), rows(body)) as (url, _):
        store = RemoteStore(url, QUICK)
        with pytest.raises(EndpointRubbish, match="the rows are not those that were asked for"):
            len(store)
    with speaking(rows(MANY)) as (url, _), pytest.raises(EndpointRubbish, match="the rows are not those"):
        list(RemoteStore(url, QUICK).select(ASKED))
    with speaking(answering(200, JSON, NONE), rows(MANY)) as (url, _):
        store = RemoteStore(url, QUICK)
        for read in (store.quads, store.union):
            with pytest.raises(EndpointRubbish, match="the rows are not those"):
                list(read())


def test_graphs_that_were_pushed_meanwhile_are_asked_too(monkeypatch: pytest.MonkeyPatch) -> None:
    members = {"head": {"vars": ["graph"]}, "results": {"bindings": [{"graph": {"type": "uri", "value": "urn:new"}}]}}
    row = answering(200, JSON, ROW)
    with speaking(answering(200, JSON, NONE), row, row, rows(members), row) as (url, requests):
        store = RemoteStore(url, QUICK)
        store.query(ASKED)
        store.query(ASKED)
        monkeypatch.setattr("styrkegraf.store.remote._KEPT", 0.0)
        store.query(ASKED)
    assert [b"named-graph-uri=urn%3Anew" in request for request in requests] == [False] * 4 + [True]


def test_nobody_listens() -> None:
    with pytest.raises(EndpointAbsent, match=r"nothing listens there \(Connection refused\); check"):
        len(RemoteStore(f"http://127.0.0.1:{free_port()}/sparql", QUICK))


@pytest.mark.parametrize("address", ["http://[/", "http:///sparql"])
def test_an_address_that_is_none(address: str) -> None:
    with pytest.raises(EndpointError):
        len(styrkegraf.load(address))


@pytest.mark.parametrize("first", [answering(503, retry_after="0"), answering(429), cutting(JSON, ROW[:9])])
def test_what_passes_is_tried_again(first: Behaviour) -> None:
    with speaking(answering(200, JSON, NONE), first, answering(200, JSON, ROW)) as (url, requests):
        assert len(list(RemoteStore(url, QUICK).select(ASKED))) == 1
        assert len(requests) == 3


@pytest.mark.parametrize("refusal", [silent, answering(400), answering(500)])
def test_what_would_not_pass_is_asked_once(refusal: Behaviour) -> None:
    with speaking(answering(200, JSON, NONE), refusal) as (url, requests):
        with pytest.raises(EndpointError):
            RemoteStore(url, QUICK).query(ASKED)
        assert len(requests) == 2


def test_an_answer_cannot_steer_the_terminal() -> None:
    with speaking(answering(400, "text/plain", b"\x1b[31mred\r\nSet-Cookie: a")) as (url, _):
        with pytest.raises(EndpointRefused) as caught:
            RemoteStore(url, QUICK).query(ASKED)
        assert "\x1b" not in str(caught.value)


def test_credentials_go_only_where_they_are_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STYRKEGRAF_USER", "region")
    monkeypatch.setenv("STYRKEGRAF_PASSWORD", "hemligt")
    challenge = answering(401, WWW_Authenticate='Basic realm="graf"')
    with speaking(answering(200, JSON, NONE), challenge, answering(200, JSON, ROW)) as (url, requests):
        store = RemoteStore(url, QUICK)
        store.query(ASKED)
        store.query(ASKED)
    sent = [b"authorization: basic cmvnaw9uomhlbwxpz3q=" in request.lower() for request in requests]
    assert sent == [False, False, True, True]


def test_a_query_goes_with_its_prefixes_in_its_first_line_and_a_wrong_one_not_at_all() -> None:
    with speaking(answering(200, JSON, NONE), answering(200, JSON, ROW)) as (url, requests):
        store = RemoteStore(url, QUICK)
        with pytest.raises(QuerySyntaxError) as caught:
            store.query("SELECT ?x WHERE {\n  ?x sg:areaOf }\n")
        assert caught.value.line == 2
        assert requests == []
        store.query("SELECT ?x WHERE {\n ?x sg:areaOf ?y }")
    body = requests[-1].partition(b"\r\n\r\n")[2].decode()
    assert body == (
        "query=PREFIX+sg%3A+%3Chttps%3A%2F%2Fw3id.org%2Fstyrkegraf%2Fontology%23%3E+"
        "SELECT+%3Fx+WHERE+%7B%0A+%3Fx+sg%3AareaOf+%3Fy+%7D"
    )


def test_a_projection_does_not_fetch_the_graph(held: Callable[[str], Graph], embedded: Graph) -> None:
    """Only rows travel: a few requests, and an answer that is small beside the graph."""
    far = held("oxigraph")
    assert isinstance(far.store, RemoteStore)
    whole = len(embedded.store.dump())
    with passing_on(far.store.url.removesuffix("/query")) as (url, traffic):
        near = styrkegraf.load(url + "/query")
        assert near.origins  # read once, for all networks
        assert near.labels
        for name in projections():
            traffic.answers.clear()
            assert near.to_networkx(name).number_of_nodes() > 0
            assert 1 <= len(traffic.answers) <= 8, name
            assert sum(traffic.answers) < whole / 4, name
