"""The service on the wire: files, codings, addresses, the log, and requests that mean no good."""

from __future__ import annotations

import contextlib
import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import brotli
import pytest

from service.running import NAMES, Server, read_answer, running, write_build

COUNTIES = {"gotland": "Gotland", "vastmanland": "Västmanland"}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("app")
    (folder / "secret.html").write_text("root:x:0:0")
    (folder / "run" / "atlas").mkdir(parents=True)
    (folder / "run" / "atlas" / "link.html").symlink_to(folder / "secret.html")
    with running(folder / "run", write_build(folder / "build", COUNTIES)) as found:
        yield found


def answers(server: Server) -> bool:
    """Whether the server answers the next question rightly."""
    return server.names() == list(COUNTIES.values())


def test_pages_and_files_of_the_atlas(server: Server) -> None:
    for target, kind, text in (
        ("/", "text/html; charset=utf-8", "<title>Atlas"),
        ("/sv/", "text/html; charset=utf-8", "<title>Karta"),
        ("/sv/region/vastmanland.html", "text/html; charset=utf-8", "Robotdalen"),
        ("/data/search.js", "text/javascript; charset=utf-8", "styrkegraf.found"),
        ("/static/style.css", "text/css; charset=utf-8", "{"),  # from the package, where the atlas has none
    ):
        answer = server.get(target)
        assert (answer.status, answer.headers["content-type"]) == (200, kind)
        assert text in answer.body.decode()
        assert answer.headers["x-content-type-options"] == "nosniff"
        known = server.get(target, if_none_match=answer.headers["etag"])
        assert (known.status, known.body) == (304, b"")
    for query in ("", "?lang=en&q=%C3%A5"):
        moved = server.get(f"/sv{query}")
        assert (moved.status, moved.headers["location"]) == (308, f"sv/{query}")


def test_an_address_that_leads_nowhere(server: Server) -> None:
    page = server.get("/sv/region/atlantis.html", accept="text/html")
    assert (page.status, "Sidan finns inte" in page.body.decode()) == (404, True)
    problem = server.get("/sv/region/atlantis.html", accept="application/json")
    assert (problem.status, json.loads(problem.body)["status"]) == (404, 404)
    assert server.get("/service/editor.js").status == 404


@pytest.mark.parametrize("coding", ["br", "gzip"])
def test_long_answers_are_packed_as_the_client_reads_them(server: Server, coding: str) -> None:
    target = "/sv/region/vastmanland.html"
    plain, packed = server.get(target), server.get(target, accept_encoding=f"{coding}, deflate")
    assert packed.headers["content-encoding"] == coding
    unpacked = brotli.decompress(packed.body) if coding == "br" else gzip.decompress(packed.body)
    assert unpacked == plain.body
    assert len(packed.body) < len(plain.body) / 10
    assert "Accept-Encoding" in packed.headers["vary"]
    assert packed.headers["etag"] != plain.headers["etag"]
    known = server.get(target, accept_encoding=coding, if_none_match=packed.headers["etag"])
    assert (known.status, known.headers["etag"]) == (304, packed.headers["etag"])
    head = server.get(target, "HEAD", accept_encoding=coding)
    assert head.headers["content-length"] == str(len(packed.body))


@pytest.mark.parametrize("coding", ["", "identity", "br;q=0, gzip;q=0", "zstd", "identity;q=1, br;q=0.5", "%&/()="])
def test_what_the_client_does_not_read_is_not_sent(server: Server, coding: str) -> None:
    assert "content-encoding" not in server.get("/sv/region/vastmanland.html", accept_encoding=coding).headers


def test_short_answers_are_not_packed(server: Server) -> None:
    assert "content-encoding" not in server.get("/health", accept_encoding="br, gzip").headers


def test_health_tells_what_is_served(server: Server) -> None:
    answer = server.get("/health")
    assert answer.headers["cache-control"] == "no-store"
    health = json.loads(answer.body)
    assert (health["status"], health["statements"], len(health["digest"])) == ("ok", 4, 64)
    assert set(health["load"]) == {"ready", "short", "long", "waiting"}


@pytest.mark.parametrize(
    "target",
    [
        "/../secret.html",
        "/../../../../../../etc/passwd",
        "/%2e%2e/secret.html",
        "/sv/..%2f..%2fsecret.html",
        "/sv/%2e%2e%2f%2e%2e%2fsecret.html",
        "/..%5csecret.html",
        "//etc/passwd",
        "/static/../../app.py",
        "/static/%2e%2e/app.py",
        "/link.html",
        "/.hidden",
        "/index.html%00.css",
        "/" + "a" * 5000,
        "/" + "a/" * 2000,
        "/CON",
        "/sv/region/vastmanland.html/",
    ],
)
def test_no_path_leads_out_of_the_folder(server: Server, target: str) -> None:
    answer = server.get(target)
    assert answer.status in {400, 404}
    assert b"root:" not in answer.body
    assert answers(server)


@pytest.mark.parametrize(
    "target",
    [
        "/%ff",
        "/sv/%c3%28",
        "/%ed%a0%80",
        "/sparql?query=%ff",
        "/sparql?query=ASK{}&%fe=1",
        "/sv/\xe5",
        "/sparql?q=\xff",
    ],
)
def test_what_is_no_utf8_is_a_bad_request(server: Server, target: str) -> None:
    assert server.get(target).status == 400
    assert answers(server)


@pytest.mark.parametrize(
    "target",
    [
        "/%0d%0aSet-Cookie:%20a=b",
        "/sv%0d%0aSet-Cookie:%20a=b",
        "/sparql?query=ASK{}&format=%0d%0aSet-Cookie:%20a=b",
        "/data?graph=urn:x%0d%0aSet-Cookie:%20a=b",
        "/id/county/%0d%0aSet-Cookie:%20a=b",
        "/questions/%0d%0aSet-Cookie:%20a=b",
    ],
)
def test_no_header_is_smuggled_in(server: Server, target: str) -> None:
    answer = server.get(target, accept="text/html")
    assert 400 <= answer.status < 500
    assert "set-cookie" not in answer.headers
    assert answers(server)


@pytest.mark.parametrize(
    ("accept", "status"),
    [
        ("a" * 10_000, 200),
        ("%&/()=" * 1500, 200),
        ('"' * 10_000, 200),
        (",".join(f"a/{number}" for number in range(3000)), 406),
        (",".join(["*/*;q=0.1"] * 3000), 200),
        ("text/turtle;" + "a=b;" * 2500, 406),
        ("\xe5\xe4\xf6/\xff", 200),
        ("*/*;q=\xbd", 200),
    ],
)
def test_a_hostile_accept_costs_nothing(server: Server, accept: str, status: int) -> None:
    assert server.get(f"/sparql?query={quote(NAMES)}", accept=accept).status == status
    assert answers(server)


def test_the_log_has_one_line_for_each_request_and_no_words_of_its_own(server: Server) -> None:
    query = "ASK { ?region skos:prefLabel 'hemlig fråga'@sv }"
    server.get(f"/sparql?query={quote(query)}")
    server.send(
        b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\n"
        + f"Content-Length: {len(query.encode())}\r\n\r\n{query}".encode()
    )
    server.get("/falsk%0a%7B%22status%22:200%7D%1b[31m")
    server.until("all three are logged", lambda: "falsk" in str(server.lines()[-1:]))
    got, posted, forged = server.lines()[-3:]
    assert (got["method"], got["path"], got["status"], got["bytes"]) == ("GET", "/sparql", 200, 27)
    assert posted["query"] == got["query"]
    assert "query" not in forged
    assert (forged["status"], forged["path"]) == (400, '/falsk\n{"status":200}\x1b[31m')
    server.get("/" + "a" * 50_000)
    server.until("a long path is logged", lambda: str(server.lines()[-1].get("path")).startswith("/aaa"))
    assert len(str(server.lines()[-1])) < 1000
    text = server.log.read_text(encoding="utf-8")
    assert "hemlig" not in text
    assert "\x1b" not in text


def test_requests_one_after_the_other_on_one_connection(server: Server) -> None:
    request = f"GET /sparql?query={quote(NAMES)} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
    with server.connected() as connection:
        connection.sendall(request * 3)
        data = b""
        while data.count(b"HTTP/1.1 200") < 3 or data.count(b"Gotland") < 3:
            piece = connection.recv(1 << 16)
            assert piece, "the connection ended before all were answered"
            data += piece
        assert data.count(b"HTTP/1.1 ") == 3


def test_what_is_no_http_is_told_so(server: Server) -> None:
    for request in (b"\x16\x03\x01\x02\x00\x01\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"BREW /sparql HTTP/1.1\r\n\r\n"):
        assert server.send(request).status == 400
    assert answers(server)


def test_a_head_without_end_is_cut(server: Server) -> None:
    with server.connected() as connection, contextlib.suppress(ConnectionError):
        connection.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n")
        for _ in range(200):
            connection.sendall(b"X-Region: " + b"a" * 1000 + b"\r\n")
        assert read_answer(connection).status == 431
    server.until("it is logged", lambda: any(line.get("event") == "headers too large" for line in server.lines()))
    assert answers(server)
    assert server.get("/?" + "a" * 70_000).status in {400, 414, 431}


def test_the_folder_of_the_atlas_is_no_secret_of_the_log(server: Server) -> None:
    server.get("/sv/region/atlantis.html")
    assert str(Path(server.log).parent) not in server.log.read_text(encoding="utf-8")
