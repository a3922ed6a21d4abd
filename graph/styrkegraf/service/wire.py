"""What goes between the service, the keeper of its workers, and the workers: frames on local stream sockets.

To a worker goes a length and a marshalled `Asked`. From it comes a head (kind, whether the worker is spent, seconds,
length) and a body: the answer, or a problem as JSON. The service reads nothing from a worker that could run code,
because what evaluates hostile queries may itself have been turned. With the keeper go orders of a fixed size; an order
to fork carries the worker's end of a socket pair.
"""

from __future__ import annotations

import json
import marshal
import socket
import struct
from collections.abc import Iterator
from typing import Final, NamedTuple

from styrkegraf.service.query import (
    BadQuery,
    Kind,
    NotWritable,
    OutOfMemory,
    Query,
    QueryFailed,
    Refused,
    TooLarge,
    Wanted,
)

__all__ = [
    "FORK",
    "HEAD",
    "KILL",
    "KINDS",
    "LETTERS",
    "LOWER",
    "ORDER",
    "PROBLEM",
    "READY",
    "Asked",
    "failure",
    "pack",
    "problem",
    "queries",
    "receive",
]

HEAD: Final = struct.Struct("!c?dQ")
"""Head of an answer: kind, whether the worker is spent, seconds, length of the body."""
_LENGTH: Final = struct.Struct("!I")
_PIECE: Final = 1 << 18
ORDER: Final = struct.Struct("!cIi")
"""An order to the keeper, or its report of an end: what, number of the worker, exit status."""

READY: Final = b"."
PROBLEM: Final = b"!"
KINDS: Final[dict[bytes, Kind]] = {b"r": "rows", b"b": "boolean", b"t": "triples"}
LETTERS: Final[dict[Kind, bytes]] = {kind: letter for letter, kind in KINDS.items()}

FORK: Final = b"f"
KILL: Final = b"k"
LOWER: Final = b"l"

_PROBLEMS: Final[dict[str, type[QueryFailed]]] = {
    kind.__name__: kind for kind in (BadQuery, NotWritable, OutOfMemory, QueryFailed, Refused, TooLarge)
}


class Asked(NamedTuple):
    """A query as a worker gets it: text, dataset, and the media types of rows, of yes or no, and of triples."""

    sparql: str
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]
    rows: str
    boolean: str
    triples: str


def pack(query: Query, wanted: Wanted) -> bytes:
    """The frame that asks a worker."""
    body = marshal.dumps(
        (query.sparql, query.default_graphs, query.named_graphs, wanted.rows, wanted.boolean, wanted.triples)
    )
    return _LENGTH.pack(len(body)) + body


def queries(connection: socket.socket) -> Iterator[Asked]:
    """The queries that the service asks, one after the other, until it has gone."""
    data = b""
    while part := connection.recv(_PIECE):
        data += part
        while len(data) >= _LENGTH.size:
            (length,) = _LENGTH.unpack_from(data)
            end = _LENGTH.size + length
            if len(data) < end:
                break
            yield Asked(*marshal.loads(data[_LENGTH.size : end]))  # noqa: S302 - from the service, which started us
            data = data[end:]


def receive(connection: socket.socket, size: int) -> bytes:
    """Exactly so many bytes; raises `EOFError` where the other side ends before."""
    parts = []
    while size:
        part = connection.recv(min(size, 1 << 20))
        if not part:
            raise EOFError
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def problem(error: QueryFailed) -> bytes:
    """An error as the body of an answer."""
    place = {"line": error.line, "column": error.column}
    said = {"error": type(error).__name__, "message": str(error), "swedish": error.swedish, **place}
    return json.dumps(said).encode()


def failure(body: bytes) -> QueryFailed:
    """The error that `problem` wrote."""
    said = json.loads(body)
    return _PROBLEMS[said["error"]](said["message"], line=said["line"], column=said["column"], swedish=said["swedish"])
