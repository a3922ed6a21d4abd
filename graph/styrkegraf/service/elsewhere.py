"""Endpoints elsewhere that the operator allows: asked within limits of time and size, and read with distrust."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from typing import TYPE_CHECKING, Final

from styrkegraf.media import SPARQL_JSON, by_type
from styrkegraf.service.carried import values
from styrkegraf.service.limits import Limits
from styrkegraf.service.query import BadQuery, QueryFailed, ServiceFailed
from styrkegraf.store.complaints import Complaint
from styrkegraf.store.faults import blames_query

if TYPE_CHECKING:
    import httpx

__all__ = ["Elsewhere"]

_COMPLAINT: Final = 20_000
"""Bytes of a complaint that are read."""


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
        """The rows of a SELECT query at an endpoint, as `values` writes them.

        Raises `BadQuery` where the endpoint finds fault with the query, and `ServiceFailed` where no answer comes.
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
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            raise ServiceFailed(f"<{endpoint}> answered what is no SPARQL result in JSON.") from error

    async def _fetch(self, endpoint: str, sparql: str) -> bytes:
        import httpx

        if self._client is None:
            self._client = httpx.AsyncClient(follow_redirects=False, trust_env=False, timeout=None)  # noqa: S113 - above
        url = httpx.URL(endpoint)
        headers = {"Host": url.netloc.decode("ascii"), "Accept": SPARQL_JSON.media_type, "Accept-Encoding": "identity"}
        request = self._client.build_request(
            "POST",
            url.copy_with(host=await _address(endpoint, url)),
            data={"query": sparql},
            headers=headers,
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
        if response.headers.get("content-type", "").partition(";")[0].strip() not in by_type([SPARQL_JSON]):
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
