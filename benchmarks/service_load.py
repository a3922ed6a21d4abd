"""Clients of a SPARQL service, in a process of their own: ``python -m benchmarks.service_load`` with a plan on stdin.

Each client keeps one connection and sends one request after another. The plan names the queries of each kind of
client, how many there are of it, and for how long. What comes out is one JSON object: for each kind how many requests
there were, with what statuses, and quantiles of their times in milliseconds.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any, cast

from httptools import HttpResponseParser

__all__ = ["QUANTILES", "main"]

_NUMBERS = count(time.time_ns())
"""Other numbers in every run, so that what was sent to warm a server up is not sent again."""
QUANTILES = {"median": 0.5, "p95": 0.95, "p99": 0.99}


class _Connection(asyncio.Protocol):
    """One connection: a request out, the status of its response in."""

    def __init__(self) -> None:
        self.transport: asyncio.Transport | None = None
        self.answer: asyncio.Future[int] | None = None
        self.parser = HttpResponseParser(self)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)  # that of uvloop has another base

    def data_received(self, data: bytes) -> None:
        self.parser.feed_data(data)

    def on_message_complete(self) -> None:
        if self.answer and not self.answer.done():
            self.answer.set_result(self.parser.get_status_code())
        self.parser = HttpResponseParser(self)

    def connection_lost(self, exc: Exception | None) -> None:
        self.transport = None
        if self.answer and not self.answer.done():
            self.answer.set_result(0)

    async def ask(self, request: bytes) -> int:
        """The status of the response; 0 where the connection was cut."""
        assert self.transport is not None
        self.answer = asyncio.get_running_loop().create_future()
        self.transport.write(request)
        return await self.answer


@dataclass
class Kind:
    """Clients that do the same: so many, each resting for ``pause`` seconds after an answer.

    Where ``fresh``, no text is sent twice, so that no server can answer from what it remembers.
    """

    queries: list[str]
    clients: int
    pause: float = 0.0
    fresh: bool = True
    times: list[float] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)


def requests(path: str, kind: Kind, first: int) -> Iterator[bytes]:
    """The requests of one client, for ever: the queries in turn, each posted as it is."""
    queries = [query.encode() for query in kind.queries]
    for number in count(first):
        body = queries[number % len(queries)]
        if kind.fresh:
            body += b" # %d" % next(_NUMBERS)
        yield (
            f"POST {path} HTTP/1.1\r\nHost: localhost\r\nAccept: application/sparql-results+json\r\n"
            f"Content-Type: application/sparql-query\r\nContent-Length: {len(body)}\r\n\r\n"
        ).encode() + body


async def client(address: tuple[str, int], path: str, kind: Kind, number: int, until: float) -> None:
    """One client, until the time is over."""
    loop = asyncio.get_running_loop()
    connection = _Connection()
    for request in requests(path, kind, number):
        if time.perf_counter() >= until:
            break
        if connection.transport is None:
            _, connection = await loop.create_connection(_Connection, *address)
        start = time.perf_counter()
        status = await connection.ask(request)
        kind.times.append((time.perf_counter() - start) * 1000)
        kind.statuses[status] = kind.statuses.get(status, 0) + 1
        if kind.pause:
            await asyncio.sleep(kind.pause)
    if connection.transport:
        connection.transport.close()


async def load(plan: dict[str, Any]) -> dict[str, Any]:
    """Run a plan."""
    kinds = {name: Kind(**said) for name, said in plan["kinds"].items()}
    until = time.perf_counter() + plan["seconds"]
    address = ("127.0.0.1", plan["port"])
    clients = [
        client(address, plan["path"], kind, number, until) for kind in kinds.values() for number in range(kind.clients)
    ]
    await asyncio.gather(*clients)
    return {name: _summary(kind) for name, kind in kinds.items()}


def _summary(kind: Kind) -> dict[str, Any]:
    times = sorted(kind.times) or [0.0]
    shares = {name: times[min(int(len(times) * share), len(times) - 1)] for name, share in QUANTILES.items()}
    return {"requests": len(kind.times), "statuses": kind.statuses, **shares}


def main() -> None:
    """Read a plan, run it, and print what came of it."""
    import uvloop

    print(json.dumps(uvloop.run(load(json.load(sys.stdin)))))


if __name__ == "__main__":
    main()
