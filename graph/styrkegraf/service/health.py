"""How the service is: for those who watch over it."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

from styrkegraf import __version__
from styrkegraf.media import JSON
from styrkegraf.service.http import Request, Response
from styrkegraf.service.workers import Pool

if TYPE_CHECKING:
    from styrkegraf.service.answer import Service

__all__ = ["health"]


async def health(request: Request, service: Service) -> Response:
    """Which graph it serves, since when, and what its workers do; that it answers is the sign of life."""
    told: dict[str, object] = {
        "status": "ok",
        "version": __version__,
        "digest": service.digest,
        "statements": service.statements,
        "base": service.edition.base,
        "uptime": round(time.monotonic() - service.started, 3),
        "workers": service.settings.limits.workers,
    }
    if isinstance(service.pool, Pool):  # of an endpoint elsewhere nothing can be seen
        told["load"] = service.pool.load._asdict()
    headers = (("Content-Type", JSON.media_type), ("Cache-Control", "no-store"))
    return Response(200, headers, json.dumps(told).encode())
