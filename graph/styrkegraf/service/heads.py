"""Heads of requests: what HTTP itself has against one, and the last word on a connection on which it came.

It is said where no request has come about that could be answered like others, after RFC 9112, sections 3, 5 and 6.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final, NamedTuple

from styrkegraf.service.http import EVERYWHERE, Request
from styrkegraf.service.problems import problem
from styrkegraf.service.shortcut import Told

__all__ = ["ADDRESS", "FULL", "LATE", "TOO_MANY", "WRONG", "LastWord", "fault", "target", "too_long"]

_HOST: Final = re.compile(rb"(?:\[[\w:.~-]+\]|[\w.~!$&'()*+,;=%-]*)(?::\d*)?", re.ASCII)
_PATHLESS: Final = re.compile(rb"https?://[^/?#]+(?=[?#]|\Z)", re.IGNORECASE)


class LastWord(NamedTuple):
    """What is said before a connection ends, if anything, and the event that the log names."""

    event: str
    told: Told | None = None


def _word(event: str, kind: str, detail: str, *more: tuple[str, str]) -> LastWord:
    response = problem(Request(), kind, detail, headers=more)
    assert isinstance(response.body, bytes)  # a problem is whole
    headers = [*response.headers, *EVERYWHERE, ("Content-Length", str(len(response.body)))]
    lines = "".join([f"{name}: {value}\r\n" for name, value in headers])
    return LastWord(event, Told(response.status, lines.encode("ascii"), response.body))


WRONG: Final = _word("no HTTP", "bad-request", "This is no request of HTTP/1.1.")
ADDRESS: Final = _word("no address", "bad-request", "The address holds signs that must be percent-encoded, as UTF-8.")
FULL: Final = _word("too many connections", "busy", "No more connections are taken.", ("Retry-After", "5"))
LATE: Final = _word("headers too slow", "too-slow", "The headers came too slowly.")
TOO_MANY: Final = LastWord("too many requests at once")
_LONG_ADDRESS: Final = _word("address too long", "long-address", "Addresses so long are not read here.")
_LONG_HEADERS: Final = _word("headers too large", "long-headers", "Headers so large are not read here.")
_NO_HOST: Final = _word("no host", "bad-request", "A request names its host once, such as “Host: localhost”.")
_CODING: Final = _word("unknown coding", "transfer-coding", "Of the transfer codings, only chunked is known here.")


def fault(version: str, address: bytes, headers: Iterable[tuple[bytes, bytes]], most: int) -> LastWord | None:
    """What is wrong with a head, which may have ``most`` bytes; names of headers come in lower case."""
    size, hosts = len(address), 0
    for name, value in headers:
        size += len(name) + len(value)
        if name == b"host":
            hosts += 1 if _is_host(value) else 2
        elif name == b"transfer-encoding" and value.strip().lower() != b"chunked":
            return _CODING
    if size > most:
        return too_long(address, most)
    return None if hosts == 1 or (version == "1.0" and not hosts) else _NO_HOST


@lru_cache(maxsize=64)
def _is_host(value: bytes) -> bool:
    return _HOST.fullmatch(value.strip()) is not None


def too_long(address: bytes, most: int) -> LastWord:
    """What to say of a head that is too long: whether it is for its address, as far as that has come."""
    return _LONG_ADDRESS if 2 * len(address) > most else _LONG_HEADERS


def target(method: bytes, address: bytes) -> bytes:
    """An address as what reads it needs it, with a path: ``http://localhost`` means the first page.

    ``*``, of which only the options can be asked, stands for the endpoint, which takes what any other address takes.
    """
    if address == b"*" and method == b"OPTIONS":
        return b"/sparql"
    found = None if address.startswith(b"/") else _PATHLESS.match(address)
    return b"%b/%b" % (found[0], address[found.end() :]) if found else address
