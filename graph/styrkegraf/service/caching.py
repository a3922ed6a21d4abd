"""Entity tags: by which a client learns that what it has is still right, after RFC 9110, sections 8.8.3 and 13."""

from __future__ import annotations

import re
from hashlib import sha256
from typing import Final

from styrkegraf.service.http import Request, Response

__all__ = ["FRESH", "known", "packed_tag", "tag", "unchanged"]

FRESH: Final = "public, max-age=60"
"""For what changes with the build only: a minute without asking, then by the entity tag."""

_TAG: Final = re.compile(r'"([!#-~]*)"', re.ASCII)
_PACKED: Final = re.compile(r"-(?:br|gzip)$")


def tag(*parts: str) -> str:
    """A strong entity tag: equal parts give equal tags.

    >>> tag("graph", "query") == tag("graphq", "uery")
    False
    """
    told = "".join([f"{len(part)}:{part}" for part in parts])
    return f'"{sha256(told.encode("utf-8", "replace")).hexdigest()[:32]}"'


def packed_tag(plain: str, coding: str) -> str:
    """The tag of the same content in a content coding, which has other bytes and so needs a tag of its own.

    >>> packed_tag('"abc"', "br")
    '"abc-br"'
    """
    return f'{plain[:-1]}-{coding}"'


def known(request: Request, current: str) -> str | None:
    """The tag under which the client says that it has what ``current`` tags, in whichever coding; else None."""
    header = request.header("if-none-match")
    if not header:
        return None
    bare = current.strip('"')
    return next((f'"{found}"' for found in _TAG.findall(header[:4096]) if _PACKED.sub("", found) == bare), None)


def unchanged(had: str, vary: str = "Accept, Accept-Encoding") -> Response:
    """The answer to a client that has it already, under the tag ``had``."""
    return Response(304, (("ETag", had), ("Cache-Control", FRESH), ("Vary", vary)))
