"""Which address is answered by what."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Final, NamedTuple

from styrkegraf.service.apart import apart
from styrkegraf.service.http import Request, Response
from styrkegraf.service.moved import PLACES

if TYPE_CHECKING:
    from styrkegraf.service.answer import Service

__all__ = ["Handler", "Route", "route"]

Handler = Callable[[Request, "Service"], Response | Awaitable[Response]]

_READ: Final = ("GET", "HEAD", "OPTIONS")
_ASK: Final = ("GET", "HEAD", "POST", "OPTIONS")
_WRITE: Final = ("PUT", "POST", "DELETE", "PATCH")


class Route(NamedTuple):
    """What answers: the name of a function in the module of that name, and the methods that it takes.

    Those that are ``refused`` reach it too, and it says why it does not take them.
    """

    module: str
    function: str
    methods: tuple[str, ...] = _READ
    refused: tuple[str, ...] = ()
    drawn: bool = False
    """Whether it draws pages as it goes, and so runs in a thread whole."""

    def handler(self) -> Handler:
        """The function, whose module is imported when it is first asked."""
        found = getattr(import_module(f"styrkegraf.service.{self.module}"), self.function)
        return partial(apart, found) if self.drawn else found


_THINGS: Final = Route("dereference", "dereference")
_METADATA: Final = Route("metadata", "metadata")
_QUESTIONS: Final = Route("questions", "questions", drawn=True)
_FILES: Final = Route("files", "files")

_ADDRESSES: Final[Mapping[str, Route]] = {
    "/sparql": Route("protocol", "sparql", _ASK),
    "/data": Route("graph_store", "graph_store", refused=_WRITE),
    "/health": Route("health", "health"),
    "/problems": Route("problems", "problems"),
    "/questions": _QUESTIONS,
    "/sitemap.xml": _METADATA,
    "/robots.txt": _METADATA,
    "/CITATION.cff": _METADATA,
    "/context.jsonld": _METADATA,
    **dict.fromkeys(PLACES, Route("moved", "moved", _ASK)),
}
_BEGINNINGS: Final[Mapping[str, Route]] = {
    "/id/": _THINGS,
    "/source/": _THINGS,
    "/graph/": _THINGS,
    "/ontology": _THINGS,
    "/questions/": _QUESTIONS,
    "/.well-known/void": _METADATA,
    "/datasets/": _METADATA,
    "/downloads/": _METADATA,
    "/sitemap": _METADATA,
}
_HANDLERS: Final[dict[Route, Handler]] = {}


def route(path: str) -> tuple[Handler, Route]:
    """What answers at a path, and how it is described; whatever is none of ours is a file of the atlas."""
    found = _ADDRESSES.get(path) or next(
        (one for beginning, one in _BEGINNINGS.items() if path.startswith(beginning)), _FILES
    )
    if found not in _HANDLERS:
        _HANDLERS[found] = found.handler()
    return _HANDLERS[found], found
