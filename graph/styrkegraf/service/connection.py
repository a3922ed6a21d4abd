"""A connection that a slow or boundless client cannot hold: limits around uvicorn's HTTP protocol.

uvicorn bounds how long a connection may idle between requests, but neither how long a client may take over its headers,
nor how many it may send, nor how long it may leave an answer unread.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Any

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol, RequestResponseCycle

from styrkegraf.service.extensions import ARRIVED, WHOLE
from styrkegraf.service.log import log
from styrkegraf.service.settings import Settings

__all__ = ["connection"]

_LATE = b"HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
_LONG = b"HTTP/1.1 431 Request Header Fields Too Large\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"


class _Connection(HttpToolsProtocol):
    """One connection; ``settings`` bounds the time of its parts and the size of request line and headers."""

    settings: Settings
    _timer: asyncio.TimerHandle | None = None
    _in_head = True
    _received = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._wait(self._late)

    def connection_lost(self, exc: Exception | None) -> None:
        self._rest()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if not self._in_head or self.transport.is_closing():
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
        super().on_headers_complete()
        extensions = {WHOLE: partial(_write_whole, self.cycle), ARRIVED: partial(_arrived, self.cycle)}
        self.scope["extensions"] = extensions  # type: ignore[typeddict-item]

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


def _arrived(cycle: RequestResponseCycle) -> bytes | None:
    """Take the body of a request, if all of it is here."""
    if cycle.more_body or cycle.disconnected:
        return None
    body, cycle.body = bytes(cycle.body), bytearray()
    return body


def _write_whole(cycle: RequestResponseCycle, status: int, head: bytes, body: bytes) -> bool:
    """Write a response at once, head and body in one piece; False, and nothing done, where that cannot be.

    ``head`` are the lines of the headers, whose values were checked; the length of the body is among them.
    """
    if cycle.disconnected or not cycle.keep_alive or cycle.flow.write_paused or cycle.scope["method"] == "HEAD":
        return False
    cycle.response_started = cycle.response_complete = True
    date = b"".join([b"%b: %b\r\n" % header for header in cycle.default_headers])
    cycle.transport.write(b"".join((STATUS_LINE[status], date, head, b"\r\n", body)))
    cycle.message_event.set()
    cycle.on_response()
    return True


def connection(settings: Settings) -> type[HttpToolsProtocol]:
    """The class of the connections of one server."""
    return type("Connection", (_Connection,), {"settings": settings})
