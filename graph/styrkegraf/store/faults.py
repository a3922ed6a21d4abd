"""Faults of an endpoint: what can go wrong between here and a server, each with what to do about it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from styrkegraf.errors import StyrkegrafError
from styrkegraf.store.complaints import said
from styrkegraf.text import visible

if TYPE_CHECKING:
    import httpx

__all__ = [
    "CREDENTIALS",
    "EndpointAbsent",
    "EndpointCut",
    "EndpointError",
    "EndpointRefused",
    "EndpointRubbish",
    "EndpointSlow",
    "EndpointTooLarge",
    "blames_query",
    "fault_of",
]


class EndpointError(StyrkegrafError):
    """An endpoint that gave no answer; holds its address, what went wrong, and the HTTP status, where there was one."""

    def __init__(self, url: str, problem: str, status: int | None = None) -> None:
        super().__init__(f"{url.partition('?')[0]}: {problem}")  # a query may hold a key
        self.url = url
        self.problem = problem
        self.status = status


class EndpointAbsent(EndpointError):
    """Nothing listens there, the name is not known, or the path is not that of an endpoint."""


class EndpointSlow(EndpointError):
    """The answer did not come in time, or the server gave up on the query."""


class EndpointRefused(EndpointError):
    """The server wants other credentials, or does not answer that."""


class EndpointRubbish(EndpointError):
    """What came back is not what was asked for: a web page, broken JSON, a part of an answer."""


class EndpointCut(EndpointError):
    """The connection ended before the answer did."""


class EndpointTooLarge(EndpointError):
    """The answer is larger than is read here."""


CREDENTIALS = "Set STYRKEGRAF_USER and STYRKEGRAF_PASSWORD, or name the server in ~/.netrc."
_TIMED_OUT = re.compile(r"time[d -]*out|time limit|timelimit", re.IGNORECASE)
_NO_FUNCTION = re.compile(r"custom function .* is not supported")
"""What Oxigraph says of a function that it does not know, with the status of a fault of its own."""


def blames_query(status: int, words: str) -> bool:
    """Whether a server says, by a status and its words, that the query itself is at fault."""
    return (status == 400 and not _TIMED_OUT.search(words)) or bool(_NO_FUNCTION.search(words))


def fault_of(url: str, status: int, body: bytes, headers: httpx.Headers) -> EndpointError:
    """The fault that a status other than success means."""
    words = said(body)
    told = f" It says: {words}" if words else ""
    if 300 <= status < 400:
        moved = visible(headers.get("location", ""))[:200]
        return EndpointAbsent(url, f"the endpoint has moved ({status}); use its new address, {moved}.", status)
    if status in {401, 403}:
        wanted = "wants other credentials" if status == 401 else "does not allow this"
        return EndpointRefused(url, f"the server {wanted} ({status}). {CREDENTIALS}{told}", status)
    if status in {404, 405, 410}:
        return EndpointAbsent(url, f"no SPARQL endpoint is at this address ({status}); check its path.", status)
    if status in {408, 504} or _TIMED_OUT.search(words):
        return EndpointSlow(
            url, f"the server gave up on it ({status}); ask for less, or raise its limit.{told}", status
        )
    if (400 <= status < 500 and status != 429) or blames_query(status, words):
        return EndpointRefused(url, f"the server does not take this ({status}).{told}", status)
    return EndpointError(url, f"the server has failed ({status}); try again later, or look into its log.{told}", status)
