"""Requests as they come in: from the bytes of their parts to a `Request`, within the limits of the service."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import unquote_to_bytes

from styrkegraf.service.http import Request
from styrkegraf.service.problems import Declined
from styrkegraf.service.settings import Settings

if TYPE_CHECKING:
    from starlette.types import Message, Receive

__all__ = ["check_parameters", "read_body", "read_head"]


def read_head(
    method: str,
    raw_path: bytes,
    raw_query: bytes,
    raw_headers: Iterable[tuple[bytes, bytes]],
    settings: Settings,
    body: bytes = b"",
) -> Request:
    """A request, with its body if that is here already; names of headers come in lower case.

    Raises `Declined` for an address that is too long, or no text.
    """
    if len(raw_path) + len(raw_query) > settings.head:
        raise Declined("long-address", f"The address is longer than {settings.head} bytes.")
    try:
        path = unquote_to_bytes(raw_path).decode() if b"%" in raw_path else raw_path.decode()
        query = raw_query.decode()
    except UnicodeDecodeError:
        raise Declined("bad-request", "The address is not UTF-8.") from None
    if not path.startswith("/") or not path.isprintable():
        raise Declined("bad-request", "The address holds signs that no address has.")
    headers: dict[str, str] = {}
    several: dict[str, list[str]] = {}
    for raw_name, raw_value in raw_headers:
        name = raw_name.decode("latin-1")
        value = raw_value.decode("latin-1")
        if name in headers:
            several.setdefault(name, [headers[name]]).append(value)
        else:
            headers[name] = value
    if several:
        headers |= {name: ", ".join(values) for name, values in several.items()}
    return Request(method, path, query, headers, body)


def check_parameters(request: Request) -> None:
    """Raise `Declined` for an address whose parameters cannot be read."""
    try:
        request.parameters  # noqa: B018 - read here once, and kept
    except UnicodeDecodeError:
        raise Declined("bad-request", "The address holds parameters that are no UTF-8.") from None
    except ValueError:
        raise Declined("bad-request", "The address holds too many parameters.") from None


async def read_body(request: Request, receive: Receive, settings: Settings) -> bytes:
    """The body of a request, whole; raises `Declined` for one that is too large or too slow."""
    length = request.header("content-length")
    if length.isdecimal() and int(length[:20]) > settings.body:
        raise _too_large(settings)
    pieces, size = [], 0
    try:
        async with asyncio.timeout(settings.patience):
            while True:
                message: Message = await receive()
                if message["type"] == "http.disconnect":
                    raise Declined("too-slow", "The body ended before it was whole.")
                pieces.append(message.get("body", b""))
                size += len(pieces[-1])
                if size > settings.body:
                    raise _too_large(settings)
                if not message.get("more_body"):
                    return b"".join(pieces)
    except TimeoutError:
        raise Declined("too-slow", f"The body took longer than {settings.patience:g} seconds to arrive.") from None


def _too_large(settings: Settings) -> Declined:
    return Declined("too-long", f"A request may have a body of {settings.body} bytes at most.")
