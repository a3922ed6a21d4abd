"""Addresses of endpoints: credentials never stand in them, and are sent where they are asked for."""

from __future__ import annotations

import threading
from base64 import b64encode
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner

import styrkegraf
from styrkegraf.cli import main
from styrkegraf.service.start import Plan
from styrkegraf.store import RemoteStore
from styrkegraf.store.address import BadAddress
from styrkegraf.store.faults import fault_of

YES = b'{"head":{},"boolean":true}'
NONE = b'{"head":{"vars":["graph"]},"results":{"bindings":[]}}'
SECRET = "hemligt"


class Guarded(BaseHTTPRequestHandler):
    """An endpoint that answers only whom it knows."""

    def do_POST(self) -> None:
        asked = self.rfile.read(int(self.headers["Content-Length"]))
        known = self.headers.get("Authorization") == "Basic " + b64encode(f"region:{SECRET}".encode()).decode()
        body = b"" if not known else YES if asked.startswith(b"query=ASK") else NONE
        self.send_response(200 if known else 401)
        self.send_header("Content-Type", "application/sparql-results+json")
        self.send_header("Content-Length", str(len(body)))
        if not known:
            self.send_header("WWW-Authenticate", 'Basic realm="graf"')
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Keep the tests quiet."""


@pytest.fixture
def guarded() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Guarded)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/query"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    "command",
    [
        ("query", "ASK {}", "--graph"),
        ("push",),
        ("serve", "--get", "/sparql?query=ASK{}", "--endpoint"),
        ("serve", "--get", "/sparql?query=ASK{}", "--service"),
    ],
    ids=" ".join,
)
@pytest.mark.parametrize("scheme", ["http://", "https://", "HTTP://", "ftp://", "http:/"])
def test_a_password_in_an_address_is_refused_and_not_repeated(command: tuple[str, ...], scheme: str) -> None:
    done = CliRunner().invoke(main, [*command, f"{scheme}region:{SECRET}@127.0.0.1:9/query"])
    assert done.exit_code in {1, 2}
    assert isinstance(done.exception, SystemExit)
    assert "127.0.0.1:9/query: " in done.stderr
    assert SECRET not in done.output
    if "//" in scheme:
        assert "Set STYRKEGRAF_USER and STYRKEGRAF_PASSWORD" in done.stderr


def test_a_guarded_endpoint_is_served_with_credentials_from_the_environment(
    guarded: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = ["serve", "--endpoint", guarded, "--get", "/sparql?query=ASK%20%7B%7D", "--head"]
    monkeypatch.setenv("STYRKEGRAF_USER", "region")
    monkeypatch.setenv("STYRKEGRAF_PASSWORD", SECRET)
    done = CliRunner().invoke(main, asked)
    assert (done.exit_code, "true" in done.stdout) == (0, True), done.output
    assert SECRET not in done.output

    monkeypatch.setenv("STYRKEGRAF_PASSWORD", "fel-ord")
    done = CliRunner().invoke(main, asked)
    assert (done.exit_code, "wants other credentials" in done.stdout) == (1, True), done.output
    assert "fel-ord" not in done.output


def test_a_key_in_the_query_of_an_address_is_not_shown() -> None:
    import httpx

    assert SECRET not in str(fault_of(f"http://127.0.0.1/query?key={SECRET}", 500, b"", httpx.Headers()))


@pytest.mark.parametrize(
    "address", ["http://", "http:///query", "http://[", "http://a:b/", "http://h/a b", "http://h/\n", "http://h/\udce5"]
)
def test_what_is_no_address_gets_one_message(address: str) -> None:
    for use in (styrkegraf.load, RemoteStore):
        with pytest.raises(BadAddress, match="this is no address") as caught:
            use(address)
        assert str(caught.value).isprintable()


@pytest.mark.parametrize("address", ["http://127.0.0.1:9/query", "HTTPS://127.0.0.1:9/query"])
def test_a_graph_at_an_address_is_not_watched_as_a_folder_would_be(address: str) -> None:
    assert Plan(address).folder is None
    assert Plan("build").folder == Path("build")
