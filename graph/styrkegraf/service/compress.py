"""Content codings: an answer packed as the client can read it, where packing pays."""

from __future__ import annotations

import asyncio
import gzip
from typing import Final

from styrkegraf.media import SMALLEST, packable
from styrkegraf.service.caching import packed_tag
from styrkegraf.service.http import Response
from styrkegraf.service.kept import Kept
from styrkegraf.service.negotiate import qualities

__all__ = ["coding_for", "coding_of", "pack"]

_LONG: Final = 1 << 16
"""Bytes from which packing is left to a thread, so that other requests go on."""
_KEPT: Final = 32 << 20
"""Bytes of packed answers that are kept for the next who asks."""

_kept: Final[Kept[str, bytes]] = Kept(_KEPT)


def coding_for(header: str) -> str | None:
    """The coding that an Accept-Encoding header prefers, brotli among equals; None where it takes neither.

    >>> coding_for("gzip, deflate, br")
    'br'
    >>> coding_for("gzip;q=1, br;q=0.5")
    'gzip'
    """
    told = qualities(header)
    wild = told.get("*", 0.0)
    weights = {"br": told.get("br", wild), "gzip": told.get("gzip", wild)}
    best = max(weights, key=lambda coding: weights[coding])
    return best if weights[best] > 0 and weights[best] >= told.get("identity", 0.0) else None


def coding_of(response: Response, accept_encoding: str) -> str | None:
    """The coding in which a response is to go; None where it is short, or packing would not help."""
    if not accept_encoding or not isinstance(response.body, bytes) or len(response.body) < SMALLEST:
        return None
    if response.header("content-encoding") or not packable(response.header("content-type") or ""):
        return None
    return coding_for(accept_encoding)


async def pack(response: Response, accept_encoding: str) -> Response:
    """The response in the coding that the client prefers; as it is where it has none."""
    coding = coding_of(response, accept_encoding)
    if coding is None:
        return response
    body = response.body
    assert isinstance(body, bytes)  # what comes in parts has no coding
    tag = response.header("etag")
    current = packed_tag(tag, coding) if tag else None
    packed = await _packed(body, coding, current)
    replaced = {"content-length": str(len(packed)), "etag": current or ""}
    headers = [(name, replaced.get(name.lower(), value)) for name, value in response.headers]
    return Response(response.status, [*headers, ("Content-Encoding", coding)], packed)


async def _packed(body: bytes, coding: str, current: str | None) -> bytes:
    if current is not None and (kept := _kept.get(current)) is not None:
        return kept
    packed = await asyncio.to_thread(_press, body, coding) if len(body) > _LONG else _press(body, coding)
    if current is not None:
        _kept.put(current, packed, len(packed))
    return packed


def _press(body: bytes, coding: str) -> bytes:
    if coding == "br":
        import brotli

        pressed: bytes = brotli.compress(body, quality=4)
        return pressed
    return gzip.compress(body, compresslevel=5, mtime=0)
