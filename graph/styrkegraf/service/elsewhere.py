"""Endpoints elsewhere that the operator allows: asked within limits of time and size, and read with distrust."""

from __future__ import annotations

import asyncio
import ipaddress
import json
import re
import socket
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from styrkegraf.service.limits import Limits
from styrkegraf.service.query import BadQuery, QueryFailed, Refused, ServiceFailed
from styrkegraf.store.complaints import Complaint
from styrkegraf.store.faults import blames_query

if TYPE_CHECKING:
    import httpx

__all__ = ["Elsewhere", "values"]

_JSON: Final = "application/sparql-results+json"
_IRI: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]*")
_LANGUAGE: Final = re.compile(r"[A-Za-z]+(?:-[A-Za-z0-9]+)*")
_DIRECTION: Final = re.compile("ltr|rtl")
_VARIABLE: Final = re.compile(r"[^\W]\w*")
_BOUND: Final = {"bnode": ("a blank node", "isBlank"), "triple": ("a triple term", "isTriple")}
"""Terms that a VALUES clause cannot hold, and the functions that tell them; elsewhere a blank node is another one."""
_COMPLAINT: Final = 20_000
"""Bytes of a complaint that are read."""
_ESCAPES: Final = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})


class Elsewhere:
    """Asks other endpoints. Follows no redirect, uses no proxy, and sends nothing of the client along."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._client: httpx.AsyncClient | None = None

    async def close(self) -> None:
        """Close the connections."""
        if self._client is not None:
            await self._client.aclose()

    async def rows(self, endpoint: str, sparql: str) -> str:
        """The rows of a SELECT query at an endpoint, as a VALUES clause.

        Raises `BadQuery` where the endpoint finds fault with the query, `Refused` where a row cannot be carried over,
        and `ServiceFailed` where no answer comes.
        """
        import httpx

        try:
            async with asyncio.timeout(self._limits.service_seconds):
                body = await self._fetch(endpoint, sparql)
        except TimeoutError as error:
            raise ServiceFailed(f"<{endpoint}> took longer than {self._limits.service_seconds:g} s.") from error
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            raise ServiceFailed(f"<{endpoint}> cannot be asked ({type(error).__name__}); is it up?") from error
        try:
            return await asyncio.to_thread(values, body)  # some megabytes, and others wait
        except _CannotTravel as error:
            raise Refused(f"<{endpoint}> answered with {error}") from error
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            raise ServiceFailed(f"<{endpoint}> answered what is no SPARQL result in JSON.") from error

    async def _fetch(self, endpoint: str, sparql: str) -> bytes:
        import httpx

        if self._client is None:
            self._client = httpx.AsyncClient(follow_redirects=False, trust_env=False, timeout=None)  # noqa: S113 - above
        url = httpx.URL(endpoint)
        request = self._client.build_request(
            "POST",
            url.copy_with(host=await _address(endpoint, url)),
            data={"query": sparql},
            headers={"Host": url.netloc.decode("ascii"), "Accept": _JSON, "Accept-Encoding": "identity"},
            extensions={"sni_hostname": url.host},
        )
        response = await self._client.send(request, stream=True)
        try:
            return await self._read(endpoint, response)
        finally:
            await response.aclose()

    async def _read(self, endpoint: str, response: httpx.Response) -> bytes:
        if response.status_code != 200:
            raise await _refusal(endpoint, response)
        if response.headers.get("content-type", "").partition(";")[0].strip() not in {_JSON, "application/json"}:
            raise ServiceFailed(f"<{endpoint}> answered what is no SPARQL result in JSON.")
        body = bytearray()
        async for part in response.aiter_raw():
            body += part
            if len(body) > self._limits.service_output:
                most = self._limits.service_output >> 10
                raise ServiceFailed(f"<{endpoint}> answered with more than {most} kB; ask it for less.")
        return bytes(body)


async def _refusal(endpoint: str, response: httpx.Response) -> QueryFailed:
    """The failure that an answer without success is."""
    body = bytearray()
    async for part in response.aiter_raw(_COMPLAINT):
        body += part
        if len(body) >= _COMPLAINT:
            break
    complaint, status = Complaint.of(bytes(body)), response.status_code
    told = f" It says: {complaint.words}" if complaint.words else ""
    if not blames_query(status, complaint.words):
        return ServiceFailed(f"<{endpoint}> answered with status {status}.{told}")
    line, column = complaint.place or (None, None)
    return BadQuery(f"<{endpoint}> does not take the pattern of SERVICE.{told}", line=line, column=column)


async def _address(endpoint: str, url: httpx.URL) -> str:
    """The address to connect to: a name must not lead to a private one, which only an operator may name, as such."""
    if url.scheme not in {"http", "https"}:
        raise ServiceFailed(f"<{endpoint}> is no address on the web.")
    if url.host == "localhost" or _literal(url.host):
        return url.host
    port = url.port or {"http": 80, "https": 443}[url.scheme]
    found = await asyncio.get_running_loop().getaddrinfo(url.host, port, type=socket.SOCK_STREAM)
    address = str(found[0][4][0])
    if not ipaddress.ip_address(address).is_global:
        raise ServiceFailed(f"<{endpoint}> leads to a private address, which is not asked.")
    return address


def _literal(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


class _CannotTravel(Exception):
    """A term that means nothing outside its own answer; says what it is, and how to do without."""


def values(body: bytes) -> str:
    """The rows of a SPARQL result in JSON as a VALUES clause.

    Raises `ValueError` (or another error of a wrong form) where it is none; nothing of it is copied unchecked.
    """
    told = json.loads(body)
    names = [_checked(_VARIABLE, name) for name in told["head"]["vars"]]
    rows = (" ".join(_term(name, row.get(name)) for name in names) for row in told["results"]["bindings"])
    header = " ".join(f"?{name}" for name in names)
    return f"VALUES ({header}) {{ {' '.join(f'({row})' for row in rows)} }}"


def _checked(pattern: re.Pattern[str], text: str) -> str:
    if not pattern.fullmatch(text):
        raise ValueError(text)
    return text


def _term(name: str, term: Mapping[str, Any] | None) -> str:
    if term is None:
        return "UNDEF"
    if term["type"] == "uri":
        return f"<{_checked(_IRI, term['value'])}>"
    if term["type"] in _BOUND:
        what, function = _BOUND[term["type"]]
        raise _CannotTravel(f"{what} for ?{name}, which cannot be carried over; add FILTER(!{function}(?{name})).")
    if term["type"] not in {"literal", "typed-literal"}:
        raise ValueError(term["type"])
    text = '"' + term["value"].translate(_ESCAPES) + '"'
    if "xml:lang" in term:
        direction = f"--{_checked(_DIRECTION, term['its:dir'])}" if "its:dir" in term else ""
        return f"{text}@{_checked(_LANGUAGE, term['xml:lang'])}{direction}"
    return f"{text}^^<{_checked(_IRI, term['datatype'])}>" if "datatype" in term else text
