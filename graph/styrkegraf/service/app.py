"""The service as an ASGI application: requests and responses to and from the wire, and nothing else."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from starlette.routing import Router

from styrkegraf.service.answer import Service, Serving, answer
from styrkegraf.service.compress import pack
from styrkegraf.service.http import EVERYWHERE, PIECE, Request, Response
from styrkegraf.service.incoming import read_body, read_head
from styrkegraf.service.log import GONE, log_failure, log_request, query_digest
from styrkegraf.service.problems import Declined, of_error
from styrkegraf.service.settings import Settings
from styrkegraf.service.watches import Watch, Watches

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

__all__ = ["Adapter", "application"]

_LINGER: Final = 3.0
"""Seconds for which a refused body is still read, so that the client gets to see the refusal."""
_LINGER_BYTES: Final = 4 << 20
"""Bytes of it that are read at most."""


class Adapter:
    """Reads a request from the wire, has it answered, writes the response and one line of log."""

    def __init__(self, serving: Serving, settings: Settings) -> None:
        self.serving = serving
        self.settings = settings
        self.watches = Watches()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; a client that goes away ends the work on its answer."""
        start = time.perf_counter()
        exchange = _Exchange(scope, receive, send)
        query_digest.set("")
        response: Response | None = None
        watch = Watch(receive)
        try:
            request = await _read(exchange, self.settings)
            self.watches.begin(watch)
            with self.serving.current as service:
                response = await _answered(request, service)
                self.watches.end(watch)
                await exchange.write(response)
        except Declined as refusal:
            response = of_error(_bare(scope), refusal)
            await exchange.refuse(response)
        except asyncio.CancelledError:
            if not watch.gone:
                raise
        except Exception as error:  # noqa: BLE001 - a fault of ours ends this connection, not the service
            log_failure("failed", error)
            response = of_error(_bare(scope), Declined("failed", "Something went wrong on our side."))
            if not exchange.begun:
                await exchange.refuse(response)
        finally:
            self.watches.end(watch)
            _log(scope, response, exchange.written, time.perf_counter() - start)


async def _answered(request: Request, service: Service) -> Response:
    """The packed response; that to HEAD is that to GET, whose body the server leaves out."""
    asked = replace(request, method="GET") if request.method == "HEAD" else request
    return await pack(await answer(asked, service), request.header("accept-encoding"))


class _Exchange:
    """One request and its response on the wire; ``written`` counts the bytes of the body."""

    def __init__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.scope = scope
        self.receive = receive
        self.send = send
        self.written = 0
        self.begun = False

    async def write(self, response: Response) -> None:
        """Send a response, long ones in pieces, so that a slow client is not sent more than it takes."""
        await self._head(response)
        if isinstance(response.body, bytes):
            await self._body(response.body)
            return
        async for piece in response.body:
            await self._piece(piece, more=True)
        await self._piece(b"", more=False)

    async def _body(self, body: bytes) -> None:
        for begin in range(0, max(len(body) - PIECE, 0), PIECE):
            await self._piece(body[begin : begin + PIECE], more=True)
        await self._piece(body[(max(len(body) - 1, 0) // PIECE) * PIECE :] if len(body) > PIECE else body, more=False)

    async def refuse(self, response: Response) -> None:
        """Send a response before the body of the request has come whole: answer, read a little on, and hang up."""
        assert isinstance(response.body, bytes)  # a problem is whole
        ours = (*EVERYWHERE, ("Content-Length", str(len(response.body))), ("Connection", "close"))
        await self._head(Response(response.status, [*response.headers, *ours]))
        await self._piece(response.body, more=True)
        left = _LINGER_BYTES
        try:
            async with asyncio.timeout(_LINGER):
                while left > 0:
                    message = await self.receive()
                    left = left - len(message["body"]) if message.get("more_body") else 0
        except TimeoutError:
            pass
        await self._piece(b"", more=False)

    async def _head(self, response: Response) -> None:
        headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in response.headers]
        self.begun = True
        await self.send({"type": "http.response.start", "status": response.status, "headers": headers})

    async def _piece(self, piece: bytes, *, more: bool) -> None:
        self.written += len(piece) if self.scope["method"] != "HEAD" else 0
        await self.send({"type": "http.response.body", "body": piece, "more_body": more})


async def _read(exchange: _Exchange, settings: Settings) -> Request:
    """The request on the wire; raises `Declined` for one that is too long, too slow, or no text."""
    scope = exchange.scope
    raw_path = scope.get("raw_path") or scope["path"].encode()
    request = read_head(scope["method"], raw_path, scope["query_string"], scope["headers"], settings)
    if request.method in {"GET", "HEAD", "OPTIONS"}:
        return request
    return replace(request, body=await read_body(request, exchange.receive, settings))


def _bare(scope: Scope) -> Request:
    """As much of a request as it takes to say what is wrong with it."""
    accept = next((value.decode("latin-1") for name, value in scope["headers"] if name == b"accept"), "")
    return Request(scope["method"], headers={"accept": accept})


def _log(scope: Scope, response: Response | None, written: int, seconds: float) -> None:
    status = response.status if response else GONE
    log_request(scope["method"], scope["path"], status, written, seconds)


def application(
    serving: Serving, settings: Settings, lifespan: Callable[[], AbstractAsyncContextManager[None]]
) -> Router:
    """The application: one handler that takes everything, and what runs beside the requests.

    Starlette's router is used without its application around it, whose error pages are ours here: a quarter of the
    time of a short request went there.
    """

    @asynccontextmanager
    async def lasting(_: object) -> AsyncIterator[None]:
        async with lifespan():
            yield

    return Router(default=Adapter(serving, settings), redirect_slashes=False, lifespan=lasting)
