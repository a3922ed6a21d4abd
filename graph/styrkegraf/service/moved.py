"""Addresses as people type them, with a slash too many or too few: they send on to the one that is meant."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from styrkegraf.service.http import Request, Response

if TYPE_CHECKING:
    from collections.abc import Mapping

    from styrkegraf.service.answer import Service

__all__ = ["PLACES", "moved", "sent_on"]

PLACES: Final[Mapping[str, str]] = {
    "/datasets": "datasets/dcat",
    "/datasets/": "dcat",
    "/downloads": "downloads/",
    "/ontology/": "../ontology",
    "/sparql/": "../sparql",
}
"""Where they lead, as seen from there, so that a proxy may serve all of it under any path."""

_QUERY: Final = "%:/?@!$&'()*+,;=~[]|"


async def moved(request: Request, service: Service) -> Response:
    """The way on from one of these addresses."""
    return sent_on(request, PLACES[request.path])


def sent_on(request: Request, place: str) -> Response:
    """308 Permanent Redirect to a place beside this one, with the same parameters and method."""
    query = f"?{quote(request.query, safe=_QUERY)}" if request.query else ""
    return Response(308, (("Location", place + query), ("Cache-Control", "no-cache")))
