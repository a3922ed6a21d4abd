"""What the tests of the pages of the service share: a service over a graph, and a real server on loopback."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from urllib.parse import urlencode

from pyoxigraph import Quad
from pyoxigraph import Store as Oxigraph

from styrkegraf import Graph
from styrkegraf.namespaces import BASE
from styrkegraf.publish.edition import Edition
from styrkegraf.service.answer import Service, answer
from styrkegraf.service.app import application
from styrkegraf.service.evaluation import Stores, evaluate
from styrkegraf.service.http import Request, Response
from styrkegraf.service.query import Query, Result, Wanted
from styrkegraf.service.settings import Settings
from styrkegraf.service.wire import Asked

__all__ = ["Always", "Embedded", "get", "service_of", "serving", "text"]

CAP = 50_000_000
PATIENCE = 20.0
"""Seconds within which a server on the same machine is up."""


@dataclass
class Embedded:
    """Answers queries in this very process, as a worker evaluates them; keeps what it was asked."""

    store: Oxigraph
    asked: list[Query] = field(default_factory=list)
    failing: Exception | None = None

    async def run(self, query: Query, wanted: Wanted) -> Result:
        self.asked.append(query)
        if self.failing is not None:
            raise self.failing
        asked = Asked(
            query.sparql, query.default_graphs, query.named_graphs, wanted.rows, wanted.boolean, wanted.triples
        )
        kind, body = evaluate(Stores(self.store, self.store), asked, CAP)
        return Result(kind, getattr(wanted, kind), body, 0.001)

    def at_hand(self, query: Query, wanted: Wanted) -> None:
        """Nothing is."""

    async def close(self) -> None:
        """Nothing to end."""


def service_of(graph: Graph, base: str = BASE) -> Service:
    """A service over a graph, as the edition of a base."""
    edition = Edition(base)
    store = Oxigraph()
    quads = [edition.quad(quad) for quad in graph.store.quads()]
    store.extend(quads)
    store.extend(Quad(quad.subject, quad.predicate, quad.object) for quad in quads)
    return Service(graph, edition, Embedded(store), Settings(), None, None, "digest")


def get(service: Service, path: str, /, accept: str = "text/html", language: str = "", **parameters: str) -> Response:
    """The answer to a request with GET."""
    request = Request("GET", path, urlencode(parameters), {"accept": accept, "accept-language": language})
    return asyncio.run(answer(request, service))


@dataclass(frozen=True)
class Always:
    """Serves the same service for ever."""

    service: Service

    @property
    def current(self) -> contextlib.AbstractContextManager[Service]:
        return contextlib.nullcontext(self.service)


@asynccontextmanager
async def _nothing() -> AsyncIterator[None]:
    yield


@contextlib.contextmanager
def serving(service: Service) -> Iterator[str]:
    """A real server on loopback while the context lasts; gives its address without a slash at the end."""
    import uvicorn

    app = application(Always(service), service.settings, _nothing)
    server = uvicorn.Server(uvicorn.Config(app, log_level="critical", access_log=False))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        deadline = time.monotonic() + PATIENCE
        while not server.started:
            assert time.monotonic() < deadline, "the server did not start"
            time.sleep(0.01)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join(PATIENCE)


def text(response: Response) -> str:
    """The body of a response that is text."""
    assert isinstance(response.body, bytes)
    return response.body.decode("utf-8")
