"""Answer a request: from a request to a response, with no server around it."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Coroutine
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from styrkegraf.errors import StyrkegrafError
from styrkegraf.graph import Graph
from styrkegraf.service.apart import Across
from styrkegraf.service.caching import conditional
from styrkegraf.service.http import EVERYWHERE, Request, Response
from styrkegraf.service.incoming import check_parameters
from styrkegraf.service.log import log_failure
from styrkegraf.service.problems import Declined, of_error, problem
from styrkegraf.service.query import Queries
from styrkegraf.service.routes import route
from styrkegraf.service.settings import Settings

if TYPE_CHECKING:
    from styrkegraf.atlas.frame import Frame
    from styrkegraf.publish.edition import Edition
    from styrkegraf.publish.publisher import Publisher
    from styrkegraf.service.published import Published

__all__ = ["Service", "Serving", "answer", "begin"]


@dataclass(frozen=True)
class Service:
    """Everything that answers about one build of the graph.

    ``graph`` is canonical; ``pool`` answers queries about the edition, whose IRIs begin with ``edition.base``.
    ``atlas`` is the folder of the atlas, which may still be empty, and ``build`` that of the build, where there is one.
    ``digest`` is a checksum of all statements: two services with the same one give the same answers; it is empty where
    the graph is elsewhere. ``statements`` is their number where it is known. ``publisher`` is whom catalogue and pages
    name, None for the graph's own.
    """

    graph: Graph
    edition: Edition
    pool: Queries
    settings: Settings
    atlas: Path | None
    build: Path | None
    digest: str
    statements: int | None = None
    publisher: Publisher | None = None
    started: float = field(default_factory=time.monotonic)

    def below(self, path: str) -> str:
        """The path below that of the base: a proxy in front may pass ``/styrkegraf/sparql`` on as it is, or cut."""
        base = self.edition.path
        return path[len(base) - 1 :] if base != "/" and path.startswith(base) else path

    @cached_property
    def in_thread(self) -> Service:
        """The same service as a thread uses it."""
        return replace(self, pool=Across(self.pool))

    @cached_property
    def frame(self) -> Frame:
        """What draws pages in the look of the atlas."""
        from styrkegraf.atlas.frame import Frame

        return Frame(self.graph)

    @property
    def is_elsewhere(self) -> bool:
        """Whether the graph lies behind an endpoint: it may change at any time, and to read it all burdens others."""
        return not self.digest

    @property
    def has_ontology(self) -> bool:
        """Whether pages lead on to the ontology; one elsewhere is not asked, since a page must not wait for that."""
        return self.is_elsewhere or self.graph.has_ontology

    @cached_property
    def published(self) -> Published:
        """The dumps, and what else is made once for the build."""
        from styrkegraf.service.published import Published

        return Published(self)


class Serving(Protocol):
    """What serves now."""

    @property
    def current(self) -> AbstractContextManager[Service]:
        """The service of this moment, which stays open until the context ends, whatever takes its place."""
        ...


async def answer(request: Request, service: Service) -> Response:
    """The response to a request; every failure is a response too, and so is an answer to HEAD and OPTIONS.

    Handlers see GET and the methods that write; the path of a request begins below the path of the edition's base.
    """
    begun = begin(request, service)
    return begun if isinstance(begun, Response) else await begun


def begin(request: Request, service: Service) -> Response | Coroutine[Any, Any, Response]:
    """The same response, where nobody needs to be waited for; else what gives it when awaited, as it must be."""
    start = time.perf_counter()
    try:
        handled = _handled(request, service)
    except Exception as error:  # noqa: BLE001 - a fault of ours ends this request, not the service
        handled = _failed(request, error)
    return _finished(request, handled, start) if isinstance(handled, Response) else _awaited(request, handled, start)


async def _awaited(request: Request, handled: Awaitable[Response], start: float) -> Response:
    try:
        response = await handled
    except Exception as error:  # noqa: BLE001 - as above
        response = _failed(request, error)
    return _finished(request, response, start)


def _failed(request: Request, error: Exception) -> Response:
    if isinstance(error, StyrkegrafError):
        return of_error(request, error)
    log_failure("failed", error)
    return problem(request, "failed", "Something went wrong on our side; the log of the service says what.")


def _finished(request: Request, response: Response, start: float) -> Response:
    """The response with the headers that all have."""
    response = conditional(request, response)
    spent = (time.perf_counter() - start) * 1000
    headers = [*response.headers, *EVERYWHERE, ("Server-Timing", f"total;dur={spent:.2f}")]
    if isinstance(response.body, bytes) and response.status not in {204, 304}:
        headers.append(("Content-Length", str(len(response.body))))
    return Response(response.status, headers, b"" if request.method == "HEAD" else response.body)


def _handled(request: Request, service: Service) -> Response | Awaitable[Response]:
    path = service.below(request.path)
    handler, found = route(path)
    if request.method == "OPTIONS":
        return _options(found.methods)
    if request.method not in found.methods and request.method not in found.refused:
        allowed = ", ".join(found.methods)
        raise Declined("method-not-allowed", f"This address takes {allowed}.", (("Allow", allowed),))
    if request.query:
        check_parameters(request)
    if request.method == "HEAD" or path != request.path:
        method = "GET" if request.method == "HEAD" else request.method
        request = replace(request, method=method, path=path)
    return handler(request, service)


def _options(methods: tuple[str, ...]) -> Response:
    allowed = ", ".join(methods)
    headers = (
        ("Allow", allowed),
        ("Access-Control-Allow-Methods", allowed),
        ("Access-Control-Allow-Headers", "Accept, Accept-Language, Content-Type, If-None-Match"),
        ("Access-Control-Max-Age", "86400"),
    )
    return Response(204, headers)
