"""What the first visitor would wait for, done before he comes: modules loaded, templates read, dumps written."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from styrkegraf.service.answer import answer
from styrkegraf.service.http import Request
from styrkegraf.service.routes import route

if TYPE_CHECKING:
    from styrkegraf.service.answer import Service

__all__ = ["ahead"]

_PAUSE: Final = 1.0
"""Seconds that are left to the start of the workers and to the first queries."""
_MOST: Final = 100_000
"""Statements up to which it is a matter of seconds; of more, dumps are written when one is asked for."""
_ADDRESSES: Final = ("/ontology", "/questions", "/sparql", "/.well-known/void", "/datasets/dcat")
"""One address for each kind of page and document."""


async def ahead(service: Service) -> None:
    """Answer a request of every kind for nobody; nothing of a graph that is large, or elsewhere."""
    await asyncio.sleep(_PAUSE)
    if service.is_elsewhere or (service.statements or 0) > _MOST:
        return
    paths = await asyncio.to_thread(lambda: service.published.paths)
    for path in (*_ADDRESSES, *(f"/{path}.sv.html" for path in paths[:1])):
        await asyncio.to_thread(route, path)  # loads the module, which on the loop would keep others waiting
        await answer(Request("GET", path, headers={"accept": "text/html, */*;q=0.1"}), service)
