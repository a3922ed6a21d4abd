"""The address of an endpoint, looked at before anything is sent there."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit

from styrkegraf.store.faults import CREDENTIALS, EndpointError
from styrkegraf.text import visible

__all__ = ["BadAddress", "checked", "is_address"]

_BEGUN: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:/")
"""How an address begins, whatever its scheme; the letter of a Windows drive is no scheme."""


class BadAddress(EndpointError):
    """What was given is not the address of an endpoint, or holds what must not stand in one."""


def is_address(location: str) -> bool:
    """Whether a location is an address, good or bad, rather than the path of a folder.

    >>> is_address("http://localhost:7878/query"), is_address("C:/build")
    (True, False)
    """
    return _BEGUN.match(location) is not None


def checked(url: str) -> str:
    """The address as it was given; raises `BadAddress` where it will not do.

    A name or a password in it is refused, and not repeated: addresses are shown in messages, logs and answers.
    """
    shown = visible(url.rpartition("@")[2])
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise BadAddress(shown, f"this is no address of a server ({error}); check its spelling.") from error
    if "@" in parts.netloc:
        raise BadAddress(shown, f"its address must hold neither name nor password. {CREDENTIALS}")
    if parts.scheme not in {"http", "https"} or not host:
        raise BadAddress(shown, "this is no address of a server: it begins with http:// or https:// and a host.")
    if not url.isprintable() or " " in url:
        raise BadAddress(shown, "this is no address: it must hold neither spaces nor signs that cannot be shown.")
    return url
