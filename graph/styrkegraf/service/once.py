"""One request answered without a server, for scripts and tests."""

from __future__ import annotations

import asyncio
from urllib.parse import unquote, urlsplit

from styrkegraf.errors import StyrkegrafError
from styrkegraf.service.answer import answer
from styrkegraf.service.http import Request, Response
from styrkegraf.service.routes import route
from styrkegraf.service.start import Plan, make
from styrkegraf.service.written import atlas_folder, is_written, write_atlas

__all__ = ["once"]


def once(plan: Plan, path: str, accept: str = "") -> tuple[Response, bytes]:
    """The response to a GET, and its whole body; an atlas that it needs is written first.

    ``path`` may hold a query, and letters that an address on the wire would have encoded. Raises `StyrkegrafError`
    where the graph cannot be read or its atlas not be written.
    """
    parts = urlsplit("http://localhost/" + path.lstrip("/"))
    request = Request("GET", unquote(parts.path, errors="strict"), parts.query, {"accept": accept})
    return asyncio.run(_once(plan, request))


async def _once(plan: Plan, request: Request) -> tuple[Response, bytes]:
    service = make(plan, atlas_folder)
    try:
        response = await answer(request, service)
        is_page = route(service.below(request.path))[1].module == "files"
        if response.status == 503 and is_page and service.atlas is not None and not is_written(service.atlas):
            said = await write_atlas(service.atlas, plan)
            if said and not is_written(service.atlas):  # nor has another service written it in the meantime
                raise StyrkegrafError(f"The atlas could not be written. {said.removeprefix('Error: ')}")
            response = await answer(request, service)
        body = response.body
        return response, body if isinstance(body, bytes) else b"".join([piece async for piece in body])
    finally:
        await service.pool.close()
