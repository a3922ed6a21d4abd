"""The short cut: queries that come in whole are answered where they come in, without messages of ASGI.

These carry bodies of any length at any pace, and answers in parts. Neither a query that is here already nor its answer
needs them: what is at hand is told at once, by which a look-up takes half the time, and what workers evaluate in one
task. Whatever the short cut does not take goes the whole way, which also says what is wrong with it.
"""

from __future__ import annotations

from collections.abc import Awaitable, Coroutine, Iterable
from contextlib import ExitStack
from typing import Any, Final, NamedTuple

from styrkegraf.service.answer import Serving, begin
from styrkegraf.service.compress import coding_of, pack
from styrkegraf.service.http import Request, Response
from styrkegraf.service.incoming import read_head
from styrkegraf.service.log import log, log_failure, query_digest
from styrkegraf.service.problems import Declined
from styrkegraf.service.settings import Settings

__all__ = ["ShortCut", "Told"]

Headers = Iterable[tuple[bytes, bytes]]


class Told(NamedTuple):
    """An answer as it goes on the wire: status, header lines, and body."""

    status: int
    lines: bytes
    body: bytes


_FAILED: Final = Told(500, b"Content-Length: 0\r\n", b"")
"""Where even the answer that says so has failed."""


class ShortCut:
    """Answers queries that have come whole."""

    def __init__(self, serving: Serving, settings: Settings) -> None:
        self.serving = serving
        self.settings = settings

    def read(self, method: str, target: bytes, headers: Headers, body: bytes) -> Request | None:
        """A whole GET or POST that may be a query; None for others, and where anything is wrong."""
        path, _, query = target.partition(b"?")
        if not path.endswith(b"/sparql") or b"#" in query or len(body) > self.settings.body:
            return None
        try:
            return read_head(method, path, query, headers, self.settings, body)
        except Declined:
            return None

    def answer(self, request: Request) -> Told | Coroutine[Any, Any, Told] | None:
        """The answer, where nobody needs to be waited for, else what gives it when awaited; None for no query.

        What is to be awaited must be, since it keeps the service open that it began with; when it is cancelled, so is
        the query.
        """
        query_digest.set("")
        lease = self.serving.current
        with lease as service:
            if service.below(request.path) != "/sparql":
                return None
            begun = begin(request, service)
            if isinstance(begun, Response) and not coding_of(begun, request.header("accept-encoding")):
                return _told(begun)
            (longer := ExitStack()).enter_context(lease)
            return _later(begun, longer, request.header("accept-encoding"))


async def _later(begun: Response | Awaitable[Response], lease: ExitStack, accept_encoding: str) -> Told:
    try:
        with lease:
            response = begun if isinstance(begun, Response) else await begun
            return _told(await pack(response, accept_encoding))
    except Exception as error:  # noqa: BLE001 - a fault of ours ends this request, not the connection
        log_failure("failed", error)
        return _FAILED


def _told(response: Response) -> Told:
    """The response as it goes on the wire."""
    assert isinstance(response.body, bytes)  # answers of the endpoint are whole
    lines = "".join([f"{name}: {value}\r\n" for name, value in response.headers])
    if not lines.count("\r") == lines.count("\n") == len(response.headers):
        log(event="failed", message="A header holds a line break.")
        return _FAILED
    return Told(response.status, lines.encode("latin-1", "replace"), response.body)
