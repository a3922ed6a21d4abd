"""Entity tags: by which a client learns that what it has is still right, after RFC 9110, sections 8.8.3 and 13."""

from __future__ import annotations

import re
from collections.abc import Sequence
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from styrkegraf import __version__
from styrkegraf.service.http import Request, Response

if TYPE_CHECKING:
    from styrkegraf.service.answer import Service

__all__ = ["FRESH", "conditional", "of_build", "packed_tag", "tag", "unchanged", "weak_tag"]

FRESH: Final = "public, max-age=60"
"""For what changes with the build only: a minute without asking, then by the entity tag."""

_TAG: Final = re.compile(r'"([!#-~]*)"', re.ASCII)
_PACKED: Final = re.compile(r"-(?:br|gzip)$")
_TOLD: Final = frozenset({"cache-control", "content-location", "vary"})
"""Headers of a 200 that its 304 has too, beside the tag: RFC 9110, section 15.4.5."""


def tag(*parts: str) -> str:
    """A strong entity tag: equal parts give equal tags.

    >>> tag("graph", "query") == tag("graphq", "uery")
    False
    """
    told = "".join([f"{len(part)}:{part}" for part in parts])
    return f'"{sha256(told.encode("utf-8", "replace")).hexdigest()[:32]}"'


def weak_tag(*parts: str) -> str:
    """A weak entity tag, for answers to a query: they say the same, but in any order, and name blank nodes anew.

    >>> weak_tag("graph", "query") == "W/" + tag("graph", "query")
    True
    """
    return f"W/{tag(*parts)}"


def of_build(service: Service, *parts: str, weak: bool = False) -> list[tuple[str, str]]:
    """What caches are told of what changes with the build only; of a graph elsewhere, which may at any time, no tag."""
    if service.is_elsewhere:
        return [("Cache-Control", "no-cache")]
    current = (weak_tag if weak else tag)(service.digest, service.edition.base, __version__, *parts)
    return [("Cache-Control", FRESH), ("ETag", current)]


def packed_tag(plain: str, coding: str) -> str:
    """The tag of the same content in a content coding, which has other bytes and so needs a tag of its own.

    >>> packed_tag('"abc"', "br")
    '"abc-br"'
    """
    return f'{plain[:-1]}-{coding}"'


def unchanged(request: Request, headers: Sequence[tuple[str, str]]) -> Response | None:
    """The answer to a client that has it already: a 304 out of the headers that the 200 would have; None to others.

    Clients that name a tag have had a 200, so that nothing needs to be worked out before they are told.
    """
    named = request.header("if-none-match")
    current = dict(headers).get("ETag") if named else None
    if current is None:
        return None
    weak, bare, _ = current.split('"')
    found = next((found for found in _TAG.findall(named[:4096]) if _PACKED.sub("", found) == bare), None)
    return None if found is None else _not_modified(headers, f'{weak}"{found}"')


def conditional(request: Request, response: Response) -> Response:
    """The response, or the 304 in its place where the request asks to be told only what it has not got already.

    With ``*`` it says that it has got whatever there is.
    """
    named = request.header("if-none-match")
    if not named or response.status != 200 or request.method not in {"GET", "HEAD"}:
        return response
    if named.strip() == "*":
        return _not_modified(response.headers, response.header("etag"))
    return unchanged(request, response.headers) or response


def _not_modified(headers: Sequence[tuple[str, str]], had: str | None) -> Response:
    tagged = [("ETag", had)] if had else []
    return Response(304, [*tagged, *(header for header in headers if header[0].lower() in _TOLD)])
