"""Metadata over HTTP: the catalogue, VoID, example queries, site map, robots, citation, context and the dumps.

The dumps are written once for each build, when somebody first asks for one or for the catalogue, into a folder that
goes away with the build.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import re
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final
from weakref import WeakKeyDictionary

from styrkegraf.publish.catalogue import CATALOGUE, LICENCE
from styrkegraf.publish.citation import CITATION
from styrkegraf.publish.context import context
from styrkegraf.publish.downloads import downloads_page
from styrkegraf.publish.dumps import SUMS, Written, dumps, write_dumps
from styrkegraf.publish.metadata import DOCUMENTS, Form, Metadata
from styrkegraf.publish.pages import CSP
from styrkegraf.publish.sitemap import ROBOTS, robots, sitemaps
from styrkegraf.publish.things import Things
from styrkegraf.publish.void import VOID
from styrkegraf.service.caching import FRESH, known, tag, unchanged
from styrkegraf.service.drawing import language
from styrkegraf.service.http import Request, Response
from styrkegraf.service.media import content_type
from styrkegraf.service.negotiate import choose
from styrkegraf.service.problems import Declined

if TYPE_CHECKING:
    from styrkegraf.graph import Graph
    from styrkegraf.service.answer import Service

__all__ = ["metadata"]

_DOWNLOADS: Final = "downloads/"
_CONTEXT: Final = "context.jsonld"
_PAGE: Final = re.compile(r"(?:index(?:\.(?P<lang>sv|en))?\.html)?")
_MOST: Final = 3_000_000
"""Statements up to which a graph is written as dumps while it is served; sorting more takes too much memory."""


class _Dumped:
    """The dumps of one graph, in a folder of their own."""

    def __init__(self) -> None:
        self._folder = TemporaryDirectory(prefix="styrkegraf-downloads-")
        self._lock = asyncio.Lock()
        self._written: list[Written] = []

    @property
    def folder(self) -> Path:
        """Where they lie."""
        return Path(self._folder.name)

    async def ready(self, service: Service) -> list[Written]:
        """What they are; written by whoever asks first, while the others wait."""
        async with self._lock:
            if not self._written:
                self._written = await asyncio.to_thread(write_dumps, service.graph, service.edition, self.folder)
        return self._written


_DUMPED: Final[WeakKeyDictionary[Graph, _Dumped]] = WeakKeyDictionary()


async def metadata(request: Request, service: Service) -> Response:
    """The document at one of the addresses of metadata; raises `Declined` where there is none."""
    path = request.path.removeprefix("/")
    if path.startswith(_DOWNLOADS):
        return await _download(request, service, path.removeprefix(_DOWNLOADS))
    if path in DOCUMENTS:
        return await _document(request, service, path, _wanted(request, DOCUMENTS[path]))
    document, _, extension = path.rpartition(".")
    form = next((form for form in DOCUMENTS.get(document, ()) if form.extension == extension), None)
    if form is not None:
        return await _document(request, service, document, form, negotiated=False)
    made = await asyncio.to_thread(_made, path, service)
    if made is None:
        raise Declined("not-found", "There is no such document; the catalogue at datasets/dcat lists all.")
    return _response(request, *made)


def _wanted(request: Request, forms: tuple[Form, ...]) -> Form:
    """The format that ``format=`` names, or that the request prefers."""
    name = request.parameter("format")
    types = {form.media_type: form for form in forms} | {other: form for form in forms for other in form.others}
    chosen = choose(request.header("accept"), list(types)) if name is None else None
    found = types.get(chosen or name or "") or next((form for form in forms if form.extension == name), None)
    if found is None:
        known_types = ", ".join(f"{form.extension} ({form.media_type})" for form in forms)
        raise Declined("not-acceptable", f"The document is there as {known_types}.")
    return found


async def _document(request: Request, service: Service, path: str, form: Form, *, negotiated: bool = True) -> Response:
    if path == VOID and not _offers_dumps(service):
        raise Declined(
            "not-found", "This graph is too large to count here, or lies elsewhere; ask the endpoint at sparql."
        )
    written = await _dumped(service).ready(service) if path == CATALOGUE and _offers_dumps(service) else []
    endpoint = f"{service.edition.base}sparql"
    described = _described(service, endpoint)
    body = await asyncio.to_thread(described.document, path, form.form, written)
    address = f"./{path.rpartition('/')[2]}"
    others = [f'<{address}.{one.extension}>; rel="alternate"; type="{one.media_type}"' for one in DOCUMENTS[path]]
    links = ", ".join([*others, f'<{LICENCE}>; rel="license"'])
    if not negotiated:
        return _response(request, body, content_type(form.media_type), (("Link", links),))
    extra = (("Content-Location", f"{address}.{form.extension}"), ("Link", links))
    return _response(request, body, content_type(form.media_type), extra, vary="Accept, Accept-Encoding")


def _offers_dumps(service: Service) -> bool:
    """Whether there are dumps: not of a graph that is too large, nor of one elsewhere, which may change at any time."""
    return bool(service.digest) and (service.statements or len(service.graph)) <= _MOST


def _dumped(service: Service) -> _Dumped:
    return _DUMPED.setdefault(service.graph, _Dumped())


async def _download(request: Request, service: Service, name: str) -> Response:
    if not _offers_dumps(service):
        raise Declined("not-found", "This graph is too large for dumps, or lies elsewhere; ask the endpoint at sparql.")
    ready = _dumped(service)
    written = await ready.ready(service)
    page = _PAGE.fullmatch(name)
    if page:
        return await _page(request, service, written, page["lang"])
    known_types = {dump.name: content_type(dump.media_type) for dump in dumps()}
    file = ready.folder / name
    plain = name.removesuffix(".gz")
    if (plain not in known_types and name != SUMS) or not file.is_file():
        raise Declined("not-found", "There is no such dump; downloads/SHA256SUMS lists all.")
    kind = "application/gzip" if plain != name else known_types.get(name, "text/plain; charset=utf-8")
    return _response(request, await asyncio.to_thread(file.read_bytes), kind)


def _described(service: Service, endpoint: str | None = None) -> Metadata:
    return Metadata(service.graph, service.edition, service.settings.publisher, endpoint)


async def _page(request: Request, service: Service, written: list[Written], named: str | None) -> Response:
    lang = language(request) if named is None else "en" if named == "en" else "sv"
    body = await asyncio.to_thread(downloads_page, _described(service), written, lang)
    extra = (("Content-Language", lang), ("Content-Security-Policy", CSP))
    return _response(request, body.encode(), "text/html; charset=utf-8", extra, "Accept-Language, Accept-Encoding")


def _made(path: str, service: Service) -> tuple[bytes, str] | None:
    """A document that has one form only, with its type."""
    edition = service.edition
    if path == _CONTEXT:
        return _json(context(edition)), "application/ld+json"
    if path == ROBOTS:
        return robots(edition), "text/plain; charset=utf-8"
    described = _described(service)
    if path == CITATION:
        return described.citation(), "application/yaml"
    if path.startswith("sitemap"):
        files = sitemaps(edition, _pages(service), described.about.modified)
        return (files[path], "application/xml") if path in files else None
    return None


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def _pages(service: Service) -> list[str]:
    """Every address that has something to read: things, pages of the atlas, and metadata."""
    atlas = service.atlas
    found = sorted(atlas.rglob("*.html")) if atlas is not None and atlas.is_dir() else []
    pages = [page.relative_to(atlas).as_posix() for page in found] if atlas is not None else []
    return [*Things(service.graph, service.edition).paths(), *(page for page in pages if page != "404.html"), CATALOGUE]


def _response(
    request: Request,
    body: bytes,
    kind: str,
    headers: tuple[tuple[str, str], ...] = (),
    vary: str = "Accept-Encoding",
) -> Response:
    current = tag(kind, hashlib.sha256(body).hexdigest())
    if known(request, current):
        return unchanged(current, vary)
    common = (("Content-Type", kind), ("ETag", current), ("Cache-Control", FRESH), ("Vary", vary))
    return Response(200, (*common, *headers), body)
