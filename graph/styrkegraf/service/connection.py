"""A connection that a slow or boundless client cannot hold: limits around uvicorn's HTTP protocol.

uvicorn bounds how long a connection may idle between requests, but neither how long a client may take over its headers,
nor how many it may send, nor how many requests it may send ahead, nor how long it may leave an answer unread. Nor does
it keep what it says about a broken request behind the answers to those before it.

A request that came whole is offered to the short cut first; what that does not take goes on as uvicorn has it.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from httptools import HttpParserError, HttpParserInvalidURLError, HttpParserUpgrade
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol, RequestResponseCycle

from styrkegraf.service.heads import ADDRESS, FULL, LATE, TOO_MANY, WRONG, LastWord, fault, target, too_long
from styrkegraf.service.http import PIECE, Request
from styrkegraf.service.log import GONE, log, log_request
from styrkegraf.service.settings import Settings
from styrkegraf.service.shortcut import ShortCut, Told

if TYPE_CHECKING:
    from uvicorn._types import ASGI3Application

__all__ = ["connection"]

_WAITING: Final = 100
"""Requests that may wait behind the one that is answered; one takes some kilobytes, though it may come in 18 bytes."""
_OVER: Final = 4 << 20
"""Bytes that are read over after the last word: who is hung up on while sending may never see what was said."""
_NOBODY: Final = asyncio.Event()
"""For which nobody waits."""


@dataclass(eq=False, slots=True)
class _Brief:
    """What uvicorn keeps of a request and its response, of one that takes the short cut."""

    keep_alive: bool = True
    disconnected: bool = False
    response_started: bool = False
    response_complete: bool = False
    more_body: bool = False
    message_event: asyncio.Event = _NOBODY


class _Connection(HttpToolsProtocol):
    """One connection; ``settings`` bounds the time of its parts and the size of request line and headers."""

    settings: Settings
    short_cut: ShortCut
    url = b""
    """The address of the request that comes, as far as it has come."""
    _held: list[bytes] | None = None
    """The body so far of a request that may take the short cut; None where there is no such request."""
    _cut = False
    """Whether a request of these bytes has taken it: further ones wait their turn beside other connections."""
    _working: asyncio.Task[None] | None = None
    """The last query on the short cut that somebody needed to wait for."""
    _begun: RequestResponseCycle | _Brief | None = None
    """The request that is being answered; uvicorn tells only the last that came when the client goes away."""
    _in_head = True
    _received = 0
    """Bytes since the last piece in which a request began or had a body: headers, trailers, what stands between."""
    _ahead = 0
    """Bytes that have come while requests wait behind the one that is answered."""
    _head_timer: asyncio.TimerHandle | None = None
    _unread_timer: asyncio.TimerHandle | None = None
    _last_word: LastWord | None = None
    """What is said when all is answered, before the connection ends; nothing that comes is read any more."""
    _said = False
    """Whether it has been said; the connection ends when the client does, or has taken too long over it."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._head_timer = self._in_patience(self._late)

    def connection_lost(self, exc: Exception | None) -> None:
        self._rest_head()
        self._rest_unread()
        if self._begun is not None and not self._begun.response_complete:
            self._begun.disconnected = True
            self._begun.message_event.set()
            if self._working is not None:
                self.loop.call_soon(self._working.cancel)  # not before it has begun, so that it ends what it holds
        super().connection_lost(exc)

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: ASGI3Application) -> None:
        self._unset_keepalive_if_required()
        self._begun = cycle
        super()._start_asgi_task(cycle, app)

    def data_received(self, data: bytes) -> None:
        if self._last_word is not None:
            self._read_over(data)
            return
        self._cut = False
        self._received += len(data)
        self._ahead = self._ahead + len(data) if self.pipeline else 0
        try:
            self._feed(data)
        except HttpParserError as error:
            if self._last_word is None:
                self._end(ADDRESS if isinstance(error, HttpParserInvalidURLError) else WRONG)
        if self._last_word is not None or self.transport.is_closing():
            return
        self._go_on()
        if self.pipeline and self._ahead <= self.settings.head:
            self.flow.resume_reading()  # uvicorn reads no further, and so would not see that the client has gone
        if self._received > self.settings.head:
            self._end(too_long(self.url, self.settings.head))
        elif self._in_head and self._head_timer is None:
            self._head_timer = self._in_patience(self._late)

    def _feed(self, data: bytes) -> None:
        """Have bytes read; what follows a request to go on in another protocol, which is not taken up, is HTTP too."""
        while data:
            try:
                self.parser.feed_data(data)
                return
            except HttpParserUpgrade as upgrade:
                data = data[upgrade.args[0] :]

    def on_message_begin(self) -> None:
        self._unset_keepalive_if_required()
        self._in_head, self._received = True, 0
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        self._in_head = False
        self._rest_head()
        self.url = target(self.parser.get_method(), self.url)
        wrong = fault(self.parser.get_http_version(), self.url, self.headers, self.settings.head)
        if len(self.pipeline) >= _WAITING:
            self.cycle.keep_alive, wrong = False, TOO_MANY
        elif self._full():
            wrong = FULL
        if wrong is not None:
            self._end(wrong)
            raise HttpParserError  # so that no more of these bytes is read
        if self._may_cut():
            self._held = []
        else:
            super().on_headers_complete()
        self.headers = []  # trailers are no headers: RFC 9110, section 6.5.1

    def on_body(self, body: bytes) -> None:
        self._received = 0
        if self._held is None:
            super().on_body(body)
        else:
            self._held.append(body)

    def on_message_complete(self) -> None:
        if self._held is None or not self._answered(b"".join(self._held)):
            self._go_on()
            super().on_message_complete()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        if self._last_word is not None:
            self._say_last()
        if self.transport.is_closing():
            self._leave()

    def timeout_keep_alive_handler(self) -> None:
        super().timeout_keep_alive_handler()
        self._leave()

    def _idle(self) -> bool:
        """Whether every request that came has been answered."""
        return (self._begun is None or self._begun.response_complete) and not self.pipeline

    def _full(self) -> bool:
        """Whether there are more connections, or more requests in flight, than there may be."""
        return len(self.connections) > self.settings.connections or len(self.tasks) >= self.settings.connections

    def _may_cut(self) -> bool:
        """Whether nothing is before the request, and it asks for nothing that only uvicorn does."""
        return (
            not self._cut
            and self._idle()
            and not self.flow.write_paused
            and not self.expect_100_continue
            and self.parser.get_method() in {b"GET", b"POST"}
            and self.parser.get_http_version() == "1.1"
            and self.parser.should_keep_alive()
            and not self.parser.should_upgrade()
        )

    def _answered(self, body: bytes) -> bool:
        """Whether the request that is held takes the short cut."""
        start = time.perf_counter()
        request = self.short_cut.read(self.parser.get_method().decode("ascii"), self.url, self.scope["headers"], body)
        told = self.short_cut.answer(request) if request else None
        if request is None or told is None:
            return False
        self._held, self._cut = None, True
        if isinstance(told, Told):
            self._write(told, told.body, keep_alive=True)
            log_request(request.method, request.path, told.status, len(told.body), time.perf_counter() - start)
            self.on_response_complete()
        else:
            self._begun = self.cycle = _Brief()  # type: ignore[assignment]
            self._working = self.loop.create_task(self._finish(self._begun, request, told, start))
        return True

    async def _finish(self, brief: _Brief, request: Request, work: Coroutine[Any, Any, Told], start: float) -> None:
        """Write what a query gives; long answers in pieces, so that a slow client is not sent more than it takes."""
        status, written = GONE, 0
        try:
            told = await work
            status = told.status
            brief.response_started = True
            self._write(told, told.body[:PIECE], keep_alive=brief.keep_alive)
            written = min(PIECE, len(told.body))
            while written < len(told.body):
                await self.flow.drain()
                self.transport.write(piece := told.body[written : written + PIECE])
                written += len(piece)
        finally:
            log_request(request.method, request.path, status, written, time.perf_counter() - start)
        brief.response_complete = True
        if not brief.keep_alive:
            self.transport.close()
        self.on_response_complete()

    def _write(self, told: Told, body: bytes, *, keep_alive: bool) -> None:
        """Write an answer, and of its body so much."""
        ours = b"".join([b"%b: %b\r\n" % header for header in self.server_state.default_headers])
        end = b"\r\n" if keep_alive else b"connection: close\r\n\r\n"
        self.transport.write(b"".join((STATUS_LINE[told.status], ours, told.lines, end, body)))

    def _go_on(self) -> None:
        """Have a request that is held go the whole way."""
        held, self._held = self._held, None
        if held is not None:
            super().on_headers_complete()
            for piece in held:
                super().on_body(piece)

    def pause_writing(self) -> None:
        super().pause_writing()
        self._leave()

    def resume_writing(self) -> None:
        if not (self._said or self.transport.is_closing()):
            self._rest_unread()
        super().resume_writing()

    def _leave(self) -> None:
        """Drop what the client does not take in time; a transport that was closed would keep it for ever."""
        if self._unread_timer is None:
            self._unread_timer = self._in_patience(self.transport.abort)

    def _in_patience(self, then: Callable[[], Any]) -> asyncio.TimerHandle:
        return self.loop.call_later(self.settings.patience, then)

    def _rest_head(self) -> None:
        if self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None

    def _rest_unread(self) -> None:
        if self._unread_timer is not None:
            self._unread_timer.cancel()
            self._unread_timer = None

    def _late(self) -> None:
        self._end(LATE)

    def _end(self, last_word: LastWord) -> None:
        """Read no further: answer what came whole, say a last word about what did not, and hang up."""
        log(event=last_word.event)
        self._rest_head()
        asked_for_head = self.url and self.parser.get_method() == b"HEAD"
        told = last_word.told
        self._last_word = LastWord(last_word.event, told and told._replace(body=b"")) if asked_for_head else last_word
        if self.pipeline and self.cycle.more_body:
            self.pipeline.popleft()  # it came last, and its body will not come
        self._say_last()

    def _say_last(self) -> None:
        broken = self._begun is self.cycle and not self._idle() and self.cycle.more_body
        if self._said or self.transport.is_closing() or not (broken or self._idle()):
            return
        self._said = True
        told = self._last_word and self._last_word.told
        if told and not (broken and self.cycle.response_started):
            self._write(told, told.body, keep_alive=False)
        if broken:
            self.transport.close()  # which tells those who wait for the rest of the body
        else:
            self.transport.write_eof()
        self._leave()

    def _read_over(self, data: bytes) -> None:
        self._received += len(data)
        if self._received > _OVER:
            self.transport.abort()


def connection(settings: Settings, short_cut: ShortCut) -> type[HttpToolsProtocol]:
    """The class of the connections of one server."""
    return type("Connection", (_Connection,), {"settings": settings, "short_cut": short_cut})
