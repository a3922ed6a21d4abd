"""The wire to an endpoint: requests with time limits, size limits, credentials and patience."""

from __future__ import annotations

import netrc
import os
import re
import ssl
import time
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

import httpx

from styrkegraf.store.faults import (
    EndpointAbsent,
    EndpointCut,
    EndpointError,
    EndpointRubbish,
    EndpointSlow,
    EndpointTooLarge,
    fault_of,
)
from styrkegraf.text import visible

__all__ = ["PACKING", "Challenged", "Reply", "RequestLimits", "Wire", "check_packing"]

PACKING: Final = {"Accept-Encoding": "gzip"}
"""The one way in which an answer may be packed: a piece of others may unpack to gigabytes before it can be counted."""

_TRANSIENT: Final = frozenset({429, 502, 503})
_PATIENCE: Final = 5.0
"""The longest wait before another attempt, in seconds, whatever the server asks for."""


@dataclass(frozen=True, slots=True)
class RequestLimits:
    """How long one request may take, how much may come back (unpacked), and how often it is tried."""

    seconds: float = 60.0
    connect: float = 5.0
    size: int = 512 * 1024 * 1024
    attempts: int = 3
    pause: float = 0.2


@dataclass(frozen=True, slots=True)
class Reply:
    """A successful answer: status, headers and the whole body."""

    status: int
    headers: httpx.Headers
    body: bytes

    @property
    def media_type(self) -> str:
        """The media type, without its parameters."""
        return str(self.headers.get("content-type", "")).partition(";")[0].strip().lower()


class Wire:
    """Requests to the addresses of one server.

    Every request that is sent here may be repeated without harm (queries, and uploads of named statements), so one
    that met a dead connection or a busy server is tried again, each time after twice the pause. A slow one is not.
    """

    def __init__(self, limits: RequestLimits | None = None) -> None:
        self._limits = limits or RequestLimits()
        timeout = httpx.Timeout(self._limits.seconds, connect=self._limits.connect)
        self._client = httpx.Client(timeout=timeout, auth=Challenged(), verify=_trust(), headers=PACKING)

    def send(
        self,
        method: str,
        url: str,
        *,
        parameters: Sequence[tuple[str, str]] = (),
        content: bytes = b"",
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        """The answer to a request; raises an `EndpointError` where there is none."""
        pause = self._limits.pause
        for attempt in range(1, self._limits.attempts + 1):
            try:
                reply = self._once(method, _addressed(url, parameters), content, headers or {})
            except (EndpointCut, EndpointAbsent):
                if attempt == self._limits.attempts:
                    raise
            else:
                if reply.status < 300:
                    return reply
                if reply.status not in _TRANSIENT or attempt == self._limits.attempts:
                    raise fault_of(url, reply.status, reply.body, reply.headers)
                pause = max(pause, _retry_after(reply.headers))
            time.sleep(min(pause, _PATIENCE))
            pause *= 2
        raise AssertionError  # the last attempt returns or raises

    def _once(self, method: str, url: str, content: bytes, headers: Mapping[str, str]) -> Reply:
        deadline = time.monotonic() + self._limits.seconds
        shown = url.partition("?")[0]
        try:
            with self._client.stream(method, url, content=content, headers=dict(headers)) as response:
                check_packing(shown, response.headers)
                body = self._read(shown, response, deadline)
                return Reply(response.status_code, response.headers, body)
        except httpx.ConnectTimeout as error:
            raise EndpointAbsent(shown, "nothing answers there in time; check the address and the network.") from error
        except httpx.TimeoutException as error:
            raise _slow(shown, self._limits.seconds) from error
        except httpx.ConnectError as error:
            why = re.sub(r"^\[Errno -?\d+\] ", "", str(error))
            problem = f"nothing listens there ({why}); check the address, and that the server runs."
            raise EndpointAbsent(shown, problem) from error
        except (httpx.UnsupportedProtocol, httpx.InvalidURL) as error:
            raise EndpointError(shown, f"this is no address of a server ({error}).") from error
        except httpx.HTTPError as error:
            problem = f"the connection ended before the answer did ({type(error).__name__}); try again."
            raise EndpointCut(shown, problem) from error

    def _read(self, url: str, response: httpx.Response, deadline: float) -> bytes:
        parts: list[bytes] = []
        size = 0
        for part in response.iter_bytes():
            size += len(part)
            if size > self._limits.size:
                most = f"{self._limits.size / 1e6:.0f} MB"
                raise EndpointTooLarge(url, f"the answer is larger than {most}; ask for less.", response.status_code)
            if time.monotonic() > deadline:
                raise _slow(url, self._limits.seconds)
            parts.append(part)
        return b"".join(parts)


def check_packing(url: str, headers: httpx.Headers) -> None:
    """Raise `EndpointRubbish` for an answer that is packed in another way than was asked for."""
    packed = headers.get("content-encoding", "").strip().lower()
    if packed not in {"", "identity", PACKING["Accept-Encoding"]}:
        raise EndpointRubbish(url, f"the answer is packed as {visible(packed)[:60]}, which nobody asked for.")


@cache
def _trust() -> ssl.SSLContext:
    """Whom to trust as the system does; reading it takes longer than a request, so it is read once."""
    return httpx.create_ssl_context()


def _addressed(url: str, parameters: Sequence[tuple[str, str]]) -> str:
    """The address with the parameters; ``?default`` of the Graph Store Protocol has no value."""
    if not parameters:
        return url
    text = str(httpx.QueryParams(list(parameters)))
    return f"{url}{'&' if '?' in url else '?'}{text}"


def _slow(url: str, seconds: float) -> EndpointError:
    return EndpointSlow(url, f"no answer within {seconds:g} s; ask for less, or give the server more time.")


def _retry_after(headers: httpx.Headers) -> float:
    text = headers.get("retry-after", "")
    return float(text) if text.isdecimal() else 0.0


class Challenged(httpx.Auth):
    """Credentials for a server that asks for them, by Basic or Digest as it says; nothing is sent before it asks."""

    def __init__(self) -> None:
        self._agreed: dict[str, httpx.Auth] = {}

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Send the request as agreed with its host, else without credentials, and again where it is challenged."""
        place = f"{request.url.scheme}://{request.url.netloc.decode()}"
        if place in self._agreed:
            yield from self._agreed[place].auth_flow(request)
            return
        response = yield request
        known = _credentials(request.url.host) if response.status_code == 401 else None
        scheme = response.headers.get("www-authenticate", "").partition(" ")[0].lower()
        if known is None or scheme not in _SCHEMES:
            return
        auth = self._agreed[place] = _SCHEMES[scheme](*known)
        flow = auth.auth_flow(request)
        attempt = next(flow)
        if scheme == "digest":  # its first step is the request without credentials, which has been answered
            attempt = flow.send(response)
        yield attempt


_SCHEMES: Final[Mapping[str, Callable[[str, str], httpx.Auth]]] = {
    "basic": httpx.BasicAuth,
    "digest": httpx.DigestAuth,
}


def _credentials(host: str) -> tuple[str, str] | None:
    """Name and password: from the environment, else from the file of the system for that (netrc)."""
    user, password = os.environ.get("STYRKEGRAF_USER"), os.environ.get("STYRKEGRAF_PASSWORD")
    if user and password is not None:
        return user, password
    try:
        found = netrc.netrc().authenticators(host)
    except (OSError, netrc.NetrcParseError):
        return None
    return (found[0], found[2] or "") if found else None
