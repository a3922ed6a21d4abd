"""A connection that a slow or boundless client cannot hold: limits around uvicorn's HTTP protocol.

uvicorn bounds how long a connection may idle between requests, but neither how long a client may take over its headers,
nor how many it may send, nor how long it may leave an answer unread.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol, RequestResponseCycle

from styrkegraf.service.log import log
from styrkegraf.service.settings import Settings
from styrkegraf.service.shortcut import ShortCut

if TYPE_CHECKING:
    from uvicorn._types import ASGI3Application

__all__ = ["connection"]

_LATE = b"HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
_LONG = b"HTTP/1.1 431 Request Header Fields Too Large\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"


class _Connection(HttpToolsProtocol):
    """One connection; ``settings`` bounds the time of its parts and the size of request line and headers."""

    settings: Settings
    short_cut: ShortCut
    _held: list[bytes] | None = None
    """The body so far of a request that may take the short cut; None where there is no such request."""
    _cut = False
    """Whether a request of these bytes has taken it: further ones wait their turn beside other connections."""
    _begun: RequestResponseCycle | None = None
    """The request that is being answered; uvicorn tells only the last that came when the client goes away."""
    _timer: asyncio.TimerHandle | None = None
    _in_head = True
    _received = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._wait(self._late)

    def connection_lost(self, exc: Exception | None) -> None:
        self._rest()
        if self._begun is not None and not self._begun.response_complete:
            self._begun.disconnected = True
            self._begun.message_event.set()
        super().connection_lost(exc)

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: ASGI3Application) -> None:
        self._begun = cycle
        super()._start_asgi_task(cycle, app)

    def data_received(self, data: bytes) -> None:
        self._cut = False
        super().data_received(data)
        if self.transport.is_closing():
            return
        self._go_on()
        if not self._in_head:
            return
        self._received += len(data)
        if self._received > self.settings.head:
            self._end(_LONG, "headers too large")
        elif self._timer is None and self._received:
            self._wait(self._late)

    def on_message_begin(self) -> None:
        self._in_head, self._received = True, 0
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        self._in_head = False
        self._rest()
        if self._may_cut():
            self._held = []
        else:
            super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        if self._held is None:
            super().on_body(body)
        else:
            self._held.append(body)

    def on_message_complete(self) -> None:
        if self._held is None or not self._answered(b"".join(self._held)):
            self._go_on()
            super().on_message_complete()

    def _may_cut(self) -> bool:
        """Whether nothing is before the request, and it asks for nothing that only uvicorn does."""
        return (
            not self._cut
            and (self.cycle is None or self.cycle.response_complete)
            and not self.flow.write_paused
            and not self.expect_100_continue
            and self.parser.get_method() in {b"GET", b"POST"}
            and self.parser.get_http_version() == "1.1"
            and self.parser.should_keep_alive()
            and not self.parser.should_upgrade()
        )

    def _answered(self, body: bytes) -> bool:
        """Whether the request that is held has been answered by the short cut."""
        found = self.short_cut(self.parser.get_method().decode("ascii"), self.url, self.headers, body)
        if found is None:
            return False
        self._held, self._cut = None, True
        status, lines, content = found
        ours = b"".join([b"%b: %b\r\n" % header for header in self.server_state.default_headers])
        self.transport.write(b"".join((STATUS_LINE[status], ours, lines, b"\r\n", content)))
        self.on_response_complete()
        return True

    def _go_on(self) -> None:
        """Have a request that is held go the whole way."""
        held, self._held = self._held, None
        if held is not None:
            super().on_headers_complete()
            for piece in held:
                super().on_body(piece)

    def pause_writing(self) -> None:
        super().pause_writing()
        self._wait(self.transport.abort)

    def resume_writing(self) -> None:
        self._rest()
        super().resume_writing()

    def _wait(self, then: Callable[[], Any]) -> None:
        self._rest()
        self._timer = self.loop.call_later(self.settings.patience, then)

    def _rest(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _late(self) -> None:
        self._end(_LATE, "headers too slow")

    def _end(self, said: bytes, event: str) -> None:
        log(event=event)
        if not self.transport.is_closing():
            self.transport.write(said)
            self.transport.close()


def connection(settings: Settings, short_cut: ShortCut) -> type[HttpToolsProtocol]:
    """The class of the connections of one server."""
    return type("Connection", (_Connection,), {"settings": settings, "short_cut": short_cut})
