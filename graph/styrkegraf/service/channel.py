"""The service's end of the connection to one worker: queries out, answers in, on the event loop."""

from __future__ import annotations

import asyncio
import socket
import time
from collections import deque
from dataclasses import dataclass
from typing import Final, NamedTuple, Protocol

from styrkegraf.service.wire import HEAD, READY

__all__ = ["Channel", "Listener", "Turn", "WorkerReply"]

_PIECE: Final = 1 << 16
_PROCESSOR: Final = 2
"""Linux numbers the clock of the processor time of a process as ``~pid << 3 | 2``."""


class WorkerReply(NamedTuple):
    """What a worker said: letter of the kind, whether it is spent, seconds of evaluation, body."""

    letter: bytes
    spent: bool
    seconds: float
    body: bytes


@dataclass(eq=False, slots=True)
class Turn:
    """A query on its way: its frame, its seconds, the answer, until when it waits for a worker, and its worker."""

    frame: bytes
    seconds: float
    answer: asyncio.Future[WorkerReply]
    expires: float
    channel: Channel | None = None

    @property
    def wanted(self) -> bool:
        """Whether somebody still waits for the answer."""
        return not self.answer.done()


class Listener(Protocol):
    """Who is told what a worker does."""

    def ready(self, channel: Channel) -> None:
        """It can take its first query."""

    def replied(self, channel: Channel, turn: Turn, reply: WorkerReply) -> None:
        """It answered a query."""

    def hung_up(self, channel: Channel) -> None:
        """It has ended, or sends what no worker sends; the channel is closed."""


class Channel:
    """One worker as the service sees it.

    ``turns`` are the queries that it has been sent, of which it evaluates the first, since ``started``. A turn whose
    channel is another one by now is evaluated for nobody.
    """

    def __init__(self, number: int, connection: socket.socket, listener: Listener, longest: int) -> None:
        self.number = number
        self.pid = 0
        self.turns: deque[Turn] = deque()
        self.started = self.deadline = 0.0
        self._processor = 0.0
        self._connection = connection
        self._listener = listener
        self._longest = longest
        self._loop = asyncio.get_running_loop()
        self._head: tuple[bytes, bool, float] | None = None
        self._body = bytearray()
        self._filled = 0
        self._rest = self._unsent = b""
        connection.setblocking(False)
        self._loop.add_reader(connection.fileno(), self._read)

    def ask(self, turn: Turn) -> None:
        """Send a query, which is evaluated after those that were sent before."""
        turn.channel = self
        self.turns.append(turn)
        if len(self.turns) == 1:
            self._start(turn)
        if self._unsent:
            self._unsent += turn.frame
        else:
            self._unsent = turn.frame
            self._write()

    def processor(self) -> float:
        """Seconds of processor time that the present query has taken; of the wall where they cannot be told."""
        now = self._clock()
        return now - self._processor if now else self._loop.time() - self.started

    @property
    def heard(self) -> bool:
        """Whether somebody waits for the query that is evaluated now."""
        return self.turns[0].wanted and self.turns[0].channel is self

    @property
    def closed(self) -> bool:
        """Whether one of the two has hung up."""
        return self._connection.fileno() < 0

    def close(self) -> None:
        """Hang up."""
        if not self.closed:
            self._loop.remove_reader(self._connection.fileno())
            self._loop.remove_writer(self._connection.fileno())
            self._connection.close()

    def _start(self, turn: Turn) -> None:
        self.started = self._loop.time()
        self.deadline = self.started + turn.seconds
        self._processor = self._clock()

    def _clock(self) -> float:
        try:
            return time.clock_gettime(~self.pid << 3 | _PROCESSOR)
        except OSError:
            return 0.0

    def _write(self) -> None:
        try:
            sent = self._connection.send(self._unsent)
        except BlockingIOError:
            sent = 0
        except OSError:
            return  # it has ended, which reading tells
        if sent < len(self._unsent):
            self._loop.add_writer(self._connection.fileno(), self._go_on)
        self._unsent = self._unsent[sent:]

    def _go_on(self) -> None:
        self._loop.remove_writer(self._connection.fileno())
        self._write()

    def _read(self) -> None:
        try:
            if self._head is None:
                self._begin(self._connection.recv(_PIECE))
            else:
                self._continue()
        except BlockingIOError:
            pass
        except OSError:
            self.close()
            self._listener.hung_up(self)

    def _begin(self, data: bytes) -> None:
        """Read heads and bodies, and as much as has come of the last."""
        if not data:
            raise ConnectionResetError
        data = self._rest + data
        while len(data) >= HEAD.size and not self.closed:
            letter, spent, seconds, length = HEAD.unpack_from(data)
            if length > self._longest:
                raise ConnectionResetError
            body, data = data[HEAD.size : HEAD.size + length], data[HEAD.size + length :]
            if len(body) < length:
                self._head = letter, spent, seconds
                self._body = bytearray(length)
                self._body[: len(body)] = body
                self._filled = len(body)
            else:
                self._deliver(WorkerReply(letter, spent, seconds, body))
        self._rest = data

    def _continue(self) -> None:
        """Read more of the body."""
        assert self._head is not None
        got = self._connection.recv_into(memoryview(self._body)[self._filled :])
        if not got:
            raise ConnectionResetError
        self._filled += got
        if self._filled == len(self._body):
            head, body = self._head, bytes(self._body)
            self._head, self._body = None, bytearray()
            self._deliver(WorkerReply(*head, body))

    def _deliver(self, reply: WorkerReply) -> None:
        if reply.letter == READY:
            self.pid = int(reply.body)
            self._listener.ready(self)
            return
        if not self.turns:
            raise ConnectionResetError  # it answers what nobody asked
        turn = self.turns.popleft()
        if self.turns:
            self._start(self.turns[0])
        self._listener.replied(self, turn, reply)
