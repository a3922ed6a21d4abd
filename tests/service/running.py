"""A real server in a process of its own, for tests of what happens on the wire."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode, Quad

from styrkegraf.namespaces import ID, SOURCE, rdf, sg, skos
from styrkegraf.store import MemoryStore

__all__ = ["Answer", "Server", "read_answer", "running", "write_atlas", "write_build"]

PATIENCE = 90.0
"""Seconds within which whatever is waited for has happened, on however busy a machine."""
NAMES = "SELECT ?name WHERE { ?county skos:prefLabel ?name } ORDER BY ?name"
_NUMBERS = count()
_SERVE = """
import json, sys
from dataclasses import replace
from pathlib import Path
from styrkegraf.service.limits import Limits
from styrkegraf.service.server import bound, serve
from styrkegraf.service.settings import Settings
from styrkegraf.service.start import Plan
told = json.loads(sys.argv[1])
limits = Limits(workers=2, **told["limits"])
settings = Settings(limits=limits, **told["settings"])
plan = Plan(told["location"], Path(told["atlas"]) if told["atlas"] else None, settings=settings)
listening = bound("127.0.0.1", 0)
serve(plan, listening, lambda: Path(told["port"]).write_text(str(listening.getsockname()[1])))
"""


def write_build(folder: Path, counties: dict[str, str]) -> Path:
    """A build of a few counties, slug and name, put in place as a whole."""
    passage = NamedNode(SOURCE + "plan#lan")
    quads = [
        Quad(NamedNode(f"{ID}county/{slug}"), predicate, term, passage)
        for slug, name in counties.items()
        for predicate, term in ((rdf("type"), sg("County")), (skos("prefLabel"), Literal(name, language="sv")))
    ]
    fresh = folder.with_name(f".{folder.name}.new")
    fresh.mkdir(parents=True)
    (fresh / "styrkegraf.nq").write_bytes(MemoryStore(quads).dump())
    (fresh / "report.json").write_text(json.dumps(counties), encoding="utf-8")
    if folder.exists():
        folder.rename(folder.with_name(f".{folder.name}.{time.monotonic_ns()}"))
    fresh.rename(folder)
    return folder


def write_atlas(folder: Path) -> Path:
    """An atlas of a few pages."""
    for path, text in {
        "index.html": "<!doctype html><title>Atlas</title>",
        "404.html": "<!doctype html><title>Sidan finns inte</title>",
        "sv/region/vastmanland.html": "<!doctype html><title>Västmanland</title>" + "<p>Robotdalen</p>" * 500,
        "sv/index.html": "<!doctype html><title>Karta</title>",
        "data/search.js": "styrkegraf.found([]);",
    }.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return folder


@dataclass(frozen=True)
class Answer:
    """What came back on a connection: status, headers by lower-case name, body."""

    status: int
    headers: dict[str, str]
    body: bytes


def read_answer(connection: socket.socket, *, head: bool = False) -> Answer:
    """Read one answer; raises `ConnectionError` where the connection ends before it does."""
    data = b""
    while b"\r\n\r\n" not in data:
        data += _received(connection)
    top, _, body = data.partition(b"\r\n\r\n")
    first, *lines = top.decode("latin-1").split("\r\n")
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
    length = 0 if head else int(headers.get("content-length", "0"))
    while len(body) < length:
        body += _received(connection)
    return Answer(int(first.split()[1]), headers, body)


def _received(connection: socket.socket) -> bytes:
    data = connection.recv(1 << 16)
    if not data:
        raise ConnectionError("the server hung up")
    return data


@dataclass(frozen=True)
class Server:
    """A server that runs: its process, its port, and the file of its log."""

    process: subprocess.Popen[bytes]
    port: int
    log: Path

    @property
    def site(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @contextlib.contextmanager
    def connected(self) -> Iterator[socket.socket]:
        with socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE) as connection:
            yield connection

    def send(self, request: bytes) -> Answer:
        """The answer to a request as it stands on the wire."""
        with self.connected() as connection:
            connection.sendall(request)
            return read_answer(connection, head=request.startswith(b"HEAD"))

    def get(self, target: str, method: str = "GET", **headers: str) -> Answer:
        """The answer to a request without a body; underscores in names of headers are hyphens."""
        lines = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
        return self.send(f"{method} {target} HTTP/1.1\r\nHost: localhost\r\n{lines}\r\n".encode("latin-1"))

    def names(self) -> list[str]:
        """The answer of a worker to an ordinary question, never asked before: the names of the counties."""
        answer = self.get(f"/sparql?query={quote(f'{NAMES} # {next(_NUMBERS)}')}")
        assert answer.status == 200, answer
        return [row["name"]["value"] for row in json.loads(answer.body)["results"]["bindings"]]

    def lines(self) -> list[dict[str, object]]:
        """The log, whose every line is a JSON object."""
        return [json.loads(line) for line in self.log.read_text(encoding="utf-8").splitlines()]

    def load(self) -> dict[str, int]:
        """What the workers do."""
        found: dict[str, int] = json.loads(self.get("/health").body)["load"]
        return found

    def until(self, what: str, condition: object) -> None:
        """Wait until a condition, a callable, holds."""
        assert callable(condition)
        deadline = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < deadline, f"not within {PATIENCE:g} s: {what}"
            time.sleep(0.02)

    def end(self, number: int = signal.SIGTERM) -> int:
        """Tell the server to end; its exit code."""
        self.process.send_signal(number)
        return self.process.wait(PATIENCE)


@contextlib.contextmanager
def running(
    folder: Path,
    location: str | Path,
    *,
    atlas: bool = True,
    limits: dict[str, object] | None = None,
    **settings: float,
) -> Iterator[Server]:
    """A server while the context lasts; its files and its cache lie in ``folder``.

    Without an atlas it is given none, and writes one itself.
    """
    folder.mkdir(parents=True, exist_ok=True)
    port, log = folder / "port", folder / "log"
    told = {
        "location": str(location),
        "atlas": str(write_atlas(folder / "atlas")) if atlas else "",
        "limits": limits or {},
        "settings": settings,
        "port": str(port),
    }
    with log.open("wb") as errors:
        process = subprocess.Popen(
            [sys.executable, "-c", _SERVE, json.dumps(told)], stderr=errors, env=_environment(folder)
        )
    try:
        deadline = time.monotonic() + PATIENCE
        while not port.is_file() or not port.read_text():
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < deadline, "the server did not start"
            time.sleep(0.02)
        yield Server(process, int(port.read_text()), log)
    finally:
        process.kill()
        process.wait()


def _environment(folder: Path) -> dict[str, str]:
    """The environment of the tests, in which the package is found wherever they found it.

    Its cache lies in ``folder``, and so does what a server leaves that is killed.
    """
    passing = folder / "passing"
    passing.mkdir(exist_ok=True)
    own = {"XDG_CACHE_HOME": str(folder / "cache"), "TMPDIR": str(passing)}
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), **own}
