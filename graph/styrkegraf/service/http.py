"""Requests and responses as values, so that what the service answers can be tested without a server."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, NamedTuple
from urllib.parse import parse_qsl

__all__ = ["EVERYWHERE", "PIECE", "Request", "Response"]

PIECE: Final = 1 << 18
"""Bytes of an answer that go on the wire at once; the next when they have been taken."""

EVERYWHERE: Final = (
    ("Access-Control-Allow-Origin", "*"),
    (
        "Access-Control-Expose-Headers",
        "Content-Disposition, Content-Language, Content-Location, ETag, Link, Location, Retry-After, Server-Timing",
    ),
    ("X-Content-Type-Options", "nosniff"),
)
"""Headers of every answer: what is published here may be read from any page; there is nothing to log in to."""


@dataclass(frozen=True)
class Request:
    """One request: ``path`` is decoded and begins with a slash, ``query`` is the text after the question mark.

    Names of ``headers`` are in lower case. ``body`` is whole; the adapter refuses what is larger than the limit.
    """

    method: str = "GET"
    path: str = "/"
    query: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def parameters(self) -> Sequence[tuple[str, str]]:
        """The parameters of the address, in their order; raises `UnicodeDecodeError` where they are no UTF-8."""
        return self._parsed if self.query else ()

    @cached_property
    def _parsed(self) -> Sequence[tuple[str, str]]:
        return parse_qsl(self.query, keep_blank_values=True, errors="strict", max_num_fields=2000)

    def parameter(self, name: str) -> str | None:
        """The first value of a parameter of the address."""
        return next((value for key, value in self.parameters if key == name), None)

    def header(self, name: str) -> str:
        """A header, empty where it is absent."""
        return self.headers.get(name.lower(), "")


class Response(NamedTuple):
    """One response; ``headers`` may name one header several times. ``body`` is whole, or comes in parts."""

    status: int
    headers: Sequence[tuple[str, str]] = ()
    body: bytes | AsyncIterator[bytes] = b""

    def header(self, name: str) -> str | None:
        """The first value of a header, whatever its case."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)
