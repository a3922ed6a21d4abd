"""The dispatch of queries to worker processes: who begins when, who gives way, and who is ended.

As many queries begin at once as there are cores. One that is not answered within a moment goes on beside the next; one
that has used more processor time than an ordinary query needs goes on with a lower priority once there are others. So
queries without end do not hold up the others, and one that is alone is not starved by what else the machine does. One
worker more than can begin stands ready, so that a kill costs the next query nothing. While all are busy a worker is
sent some short queries ahead, and goes on without waiting to be asked; those that turn out to stand behind a slow one
are asked of another worker.
"""

from __future__ import annotations

import asyncio
import math
import signal
from collections import deque
from dataclasses import replace
from typing import Final, NamedTuple

from styrkegraf.service.channel import Channel, Turn, WorkerReply
from styrkegraf.service.limits import Limits
from styrkegraf.service.query import Busy, OutOfMemory, QueryFailed, Refused, TimedOut, WorkerDied
from styrkegraf.service.staff import Staff
from styrkegraf.store import DiskStore, MemoryStore

__all__ = ["Dispatch", "Load"]

_TICK: Final = 0.01
"""Seconds between two looks at what runs, and after which others need not wait for a query."""
_PATIENT: Final = 0.05
"""Seconds after which a query is slow that waits for the disk or for a core."""
_HEADWAY: Final = 0.001
"""Seconds of work that a worker may have before it; what is sent ahead must not wait long for what is before it."""
_BRISK: Final = 0.004
"""Seconds of a query before which, where all workers are busy, one more may wait; else a worker sleeps between two."""
_AHEAD: Final = 8
"""How many queries a worker may have, with that which it evaluates."""
_SMALL: Final = 1 << 14
"""Bytes of a query that may be sent ahead."""
_SETTLED: Final = 1.0
"""Seconds that a long query may go on in any case, before it gives way to another."""


class Load(NamedTuple):
    """What the pool is doing: workers that stand ready, queries that run, long ones that run, queries that wait."""

    ready: int
    short: int
    long: int
    waiting: int


class _Lost(QueryFailed):
    """The worker was killed from outside; the query may be asked again. ``seconds`` is how long it had been at it."""

    def __init__(self, seconds: float) -> None:
        super().__init__("The worker was killed.")
        self.seconds = seconds


class Dispatch:
    """Has queries about one store evaluated; belongs to the event loop in which it is first asked.

    The process that holds the graph starts at once; the workers when the first query comes.
    """

    def __init__(self, store: MemoryStore | DiskStore, limits: Limits) -> None:
        self._limits = limits
        self._staff = Staff(store, limits, self)
        self._idle: list[Channel] = []
        self._begun: set[Channel] = set()
        """Those that have just begun; there are `Limits.workers` of them at most."""
        self._slow: set[Channel] = set()
        self._long: dict[Channel, None] = {}
        self._waiting: deque[Turn] = deque()
        self._usual = _TICK
        """Seconds that queries took lately; a running mean."""
        self._ticking = False
        self._closed = False

    @property
    def load(self) -> Load:
        """What is being done now."""
        ahead = sum(max(len(channel.turns) - 1, 0) for channel in self._begun)
        waiting = sum(turn.wanted for turn in self._waiting) + ahead
        return Load(len(self._idle), len(self._begun) + len(self._slow), len(self._long), waiting)

    async def close(self) -> None:
        """End every query and every process; raises nothing."""
        self._closed = True
        running = [turn for channel in self._busy() for turn in channel.turns]
        for turn in [*self._waiting, *running]:
            _refuse(turn, Busy("The service is closing down; ask again in a moment.", 5))
        for kept in (self._waiting, self._idle, self._begun, self._slow, self._long):
            kept.clear()
        await self._staff.close()

    def _busy(self) -> list[Channel]:
        return [*self._begun, *self._slow, *self._long]

    async def ask(self, frame: bytes, seconds: float) -> WorkerReply:
        """The reply to a query, which may take so many seconds; raises a `QueryFailed`.

        It is asked once more where a worker is killed at it, and as often as one was dead before.
        """
        killed = 0
        for _ in range(self._limits.workers + 4):
            try:
                return await self._once(frame, seconds)
            except _Lost as lost:
                killed += lost.seconds >= _TICK
                if killed == 2:
                    break
        raise WorkerDied("The process that evaluated the query was ended twice from outside; ask again.")

    async def _once(self, frame: bytes, seconds: float) -> WorkerReply:
        loop = asyncio.get_running_loop()
        turn = Turn(frame, seconds, loop.create_future(), loop.time() + self._limits.wait)
        self._place(turn, loop)
        try:
            return await turn.answer
        except asyncio.CancelledError:
            if turn.channel is not None and turn.channel.turns and turn.channel.turns[0] is turn:
                self._end(turn.channel)  # the client has gone
            raise

    def _place(self, turn: Turn, loop: asyncio.AbstractEventLoop) -> None:
        """Send a query to a worker, or let it wait; raises `Busy` where too many do."""
        if self._closed:
            raise Busy("The service is closing down; ask again in a moment.", 5)
        if not self._staff.size:
            self._fill()
        if not self._ticking:
            self._ticking = True
            loop.call_later(_TICK, self._tick, loop)
        if self._waiting or not self._sent(turn):
            if len(self._waiting) >= self._limits.queue:
                raise Busy("Too many queries wait already; ask again in a moment.", math.ceil(self._limits.wait))
            self._waiting.append(turn)

    def _sent(self, turn: Turn) -> bool:
        """Whether a worker could be sent the query: one that stands ready, or one that will soon."""
        channel = self._soon(turn)
        if channel is None and self._idle and len(self._begun) < self._limits.workers:
            channel = self._idle.pop()
            self._begun.add(channel)
        if channel is None:
            return False
        channel.ask(turn)
        return True

    def _soon(self, turn: Turn) -> Channel | None:
        """A worker that has begun and can be sent one more query: to wake another takes longer than a short query.

        Where all have begun, each has its next query at hand, unless queries take long.
        """
        room = min(_AHEAD, int(_HEADWAY / self._usual))
        if self._usual < _BRISK and len(self._begun) == self._limits.workers:
            room = max(room, 2)
        if room < 2 or not self._begun or len(turn.frame) > _SMALL:
            return None
        channel = min(self._begun, key=_length)
        young = asyncio.get_running_loop().time() - channel.started < _TICK
        return channel if young and len(channel.turns) < room else None

    def _pump(self) -> None:
        """Send those that wait to workers."""
        while self._waiting:
            if self._waiting[0].wanted and not self._sent(self._waiting[0]):
                return
            self._waiting.popleft()

    def _tick(self, loop: asyncio.AbstractEventLoop) -> None:
        """Look at what runs, as long as something does."""
        try:
            self._look(loop.time())
        finally:
            self._ticking = bool(self._begun or self._slow or self._long or self._waiting)
            if self._ticking:
                loop.call_later(_TICK, self._tick, loop)

    def _look(self, now: float) -> None:
        """End what is late, let others by what is slow, and let nobody wait for ever."""
        for channel in self._busy():
            if not channel.turns:
                continue  # it gave way to one before it
            if now >= channel.deadline:
                allowed = channel.turns[0].seconds
                self._end(channel, TimedOut(f"The query took longer than its {allowed:g} s; ask for less."))
            elif now - channel.started >= _TICK:
                self._judge(channel, now)
        while self._waiting and self._waiting[0].expires <= now and not self._staff.opening:
            late = Busy("No worker became free in time; ask again in a moment.", math.ceil(self._limits.wait))
            _refuse(self._waiting.popleft(), late)
        self._pump()

    def _judge(self, channel: Channel, now: float) -> None:
        """Let other queries begin beside a slow one, and those behind it first; unless there are many slow ones."""
        if not channel.heard:
            self._end(channel)
        elif channel in self._slow and channel.processor() >= self._limits.short:
            if len(self._begun) + len(self._slow) + len(self._waiting) > 1:  # else it takes nothing from anybody here
                self._lower(channel, now)
        elif channel in self._begun and (channel.processor() >= _TICK or now - channel.started >= _PATIENT):
            self._take_back(channel, 1)
            if len(self._slow) < 2 * self._limits.workers:
                self._begun.discard(channel)
                self._slow.add(channel)
                self._fill()

    def _take_back(self, channel: Channel, first: int) -> None:
        """Let the queries of a worker from the first on be asked of others."""
        for turn in reversed([*channel.turns][first:]):
            if turn.wanted and turn.channel is channel:
                self._waiting.appendleft(replace(turn, channel=None))
                turn.channel = None

    def _lower(self, channel: Channel, now: float) -> None:
        """Let a long query go on with what others leave; `Limits.long` do so, and the longest gives way to one more."""
        if len(self._long) >= self._limits.long:
            longest = next(iter(self._long))
            if not self._waiting or now - longest.started < _SETTLED:
                return
            self._end(longest, Busy("Too many long queries run; ask again later, or for less.", 10))
        self._slow.discard(channel)
        self._long[channel] = None
        self._staff.lower(channel)
        self._fill()

    def _end(self, channel: Channel, error: QueryFailed | None = None) -> None:
        """Kill a worker, with what is to be said of its query, and let a fresh one take its place."""
        if error is not None and channel.heard:
            _refuse(channel.turns[0], error)
        self._forget(channel)
        self._staff.dismiss(channel)
        self._fill()
        self._pump()

    def _forget(self, channel: Channel) -> None:
        self._take_back(channel, 0)
        channel.turns.clear()
        self._begun.discard(channel)
        self._slow.discard(channel)
        self._long.pop(channel, None)
        if channel in self._idle:
            self._idle.remove(channel)

    def _fill(self) -> None:
        """Have as many workers ready as can begin, and one more."""
        if not self._closed:
            for _ in range(self._limits.workers + 1 - len(self._begun) - len(self._idle) - self._staff.starting):
                self._staff.hire()

    def ready(self, channel: Channel) -> None:
        """A worker can take queries."""
        self._idle.append(channel)
        self._pump()

    def replied(self, channel: Channel, turn: Turn, reply: WorkerReply) -> None:
        """A worker answered; one that is spent, or has a lower priority, which it cannot get rid of, is let go."""
        if turn.wanted:
            turn.answer.set_result(reply)
        self._usual += (min(reply.seconds, _TICK) - self._usual) / 16
        surplus = not channel.turns and len(self._idle) > 2 * self._limits.workers
        if reply.spent or channel in self._long or surplus:
            self._end(channel)
        elif not channel.turns:
            self._begun.discard(channel)
            self._slow.discard(channel)
            self._idle.append(channel)
        self._pump()

    def ended(self, channel: Channel, status: int) -> None:
        """A worker has ended, by itself or not."""
        if channel.turns and channel.heard:
            seconds = asyncio.get_running_loop().time() - channel.started
            _refuse(channel.turns[0], _death(status, self._limits) or _Lost(seconds))
        self._forget(channel)
        self._fill()
        self._pump()

    def staffed(self) -> None:
        """Workers can be hired again."""
        self._fill()


def _length(channel: Channel) -> int:
    return len(channel.turns)


def _refuse(turn: Turn, error: QueryFailed) -> None:
    if turn.wanted:
        turn.answer.set_exception(error)


def _death(status: int, limits: Limits) -> QueryFailed | None:
    """What the end of a worker says about the query that it evaluated; None where it says nothing."""
    if status in {-signal.SIGSEGV, -signal.SIGBUS}:  # the stack ran over
        return Refused("The query nests too deep, and ended the process that read it; write it flatter.")
    if status == -signal.SIGABRT:  # the engine got no memory
        return OutOfMemory(f"The query needs more than {limits.memory >> 20} MB of memory; ask for less at once.")
    if status == -signal.SIGXCPU:
        return TimedOut("The query took all the processor time that it had; ask for less.")
    return None
