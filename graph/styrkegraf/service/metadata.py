"""Metadata over HTTP: the catalogue, VoID, example queries, site map, robots, citation, context and the dumps.

The dumps are written once for each build, when one of them or the catalogue is first asked for.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from pyoxigraph import RdfFormat

from styrkegraf.media import GZIP, HTML, JSON_LD, TEXT, XML, YAML, Medium, by_type, called
from styrkegraf.publish.catalogue import CATALOGUE
from styrkegraf.publish.citation import CITATION
from styrkegraf.publish.context import context
from styrkegraf.publish.downloads import downloads_page
from styrkegraf.publish.dumps import SUMS, Written
from styrkegraf.publish.headers import TABLE, dump_links, metadata_links
from styrkegraf.publish.metadata import DOCUMENTS
from styrkegraf.publish.pages import CSP
from styrkegraf.publish.sitemap import ROBOTS, robots, sitemaps
from styrkegraf.publish.void import VOID
from styrkegraf.service.caching import FRESH, tag
from styrkegraf.service.files import MISSING
from styrkegraf.service.http import Request, Response
from styrkegraf.service.negotiate import choose, language
from styrkegraf.service.problems import Declined
from styrkegraf.service.published import MOST, Published

if TYPE_CHECKING:
    from styrkegraf.service.answer import Service

__all__ = ["metadata"]

_DOWNLOADS: Final = "downloads/"
_CONTEXT: Final = "context.jsonld"
_PAGE: Final = re.compile(r"(?:index(?:\.(?P<lang>sv|en))?\.html)?")
_NO_DUMPS: Final = (
    f"There are no dumps of a graph that lies elsewhere, or has more than {MOST:,} statements; "
    "ask the endpoint at sparql, or write them with “styrkegraf publish”."
)


async def metadata(request: Request, service: Service) -> Response:
    """The document at one of the addresses of metadata; raises `Declined` where there is none."""
    path = request.path.removeprefix("/")
    wants_dumps = path.startswith((_DOWNLOADS, CATALOGUE)) and service.published.has_dumps
    written = await service.published.dumps() if wants_dumps else []
    published = await _current(service, path)
    return await asyncio.to_thread(_answer, request, service, published, path, written)


async def _current(service: Service, path: str) -> Published:
    """What is kept for the build; of a graph elsewhere, which may change at any time, only its figures are kept."""
    if not service.is_elsewhere:
        return service.published
    return await service.published.counted() if path.startswith(VOID) else replace(service).published


def _answer(request: Request, service: Service, published: Published, path: str, written: list[Written]) -> Response:
    if path.startswith(_DOWNLOADS):
        return _download(request, published, path.removeprefix(_DOWNLOADS), written)
    if path in DOCUMENTS:
        return _document(request, published, path, written)
    document, _, extension = path.rpartition(".")
    form = next((form for form in DOCUMENTS.get(document, ()) if form.extension == extension), None)
    if form is not None:
        return _in_form(published, document, form, written)
    made = _made(path, service, published)
    if made is None:
        raise Declined("not-found", "There is no such document; the catalogue at datasets/dcat lists all.")
    return _response(*made)


def _wanted(request: Request, forms: tuple[Medium[RdfFormat], ...]) -> Medium[RdfFormat]:
    """The format that ``format=`` names, or that the request prefers."""
    name = request.parameter("format")
    types = by_type(forms)
    chosen = choose(request.header("accept"), list(types)) if name is None else name
    found = called(chosen or "", forms)
    if found is None:
        known_types = ", ".join(f"{form.extension} ({form.media_type})" for form in forms)
        raise Declined("not-acceptable", f"The document is there as {known_types}.")
    return found


def _document(request: Request, published: Published, path: str, written: list[Written]) -> Response:
    """The document in the format that suits the request, which is told where it lies."""
    form = _wanted(request, DOCUMENTS[path])
    place = ("Content-Location", f"./{path.rpartition('/')[2]}.{form.extension}")
    return _in_form(published, path, form, written, (place,), "Accept, Accept-Encoding")


def _in_form(
    published: Published,
    path: str,
    form: Medium[RdfFormat],
    written: list[Written],
    headers: tuple[tuple[str, str], ...] = (),
    vary: str = "Accept-Encoding",
) -> Response:
    body = published.metadata.document(path, form.form, written)
    return _response(body, form.content_type, (*headers, ("Link", metadata_links(path))), vary)


def _download(request: Request, published: Published, name: str, written: list[Written]) -> Response:
    page = _PAGE.fullmatch(name)
    if page:
        return _page(request, published, written, page["lang"])
    if not published.has_dumps:
        raise Declined("not-found", _NO_DUMPS)
    known_types = {one.dump.name: one.dump.medium.content_type for one in written}
    file = published.folder / name
    plain = name.removesuffix(".gz")
    if (plain not in known_types and name != SUMS) or not file.is_file():
        raise Declined("not-found", "There is no such dump; downloads/SHA256SUMS lists all.")
    kind = GZIP.media_type if plain != name else known_types.get(name, TEXT.content_type)
    root = "../" * (name.count("/") + 1)
    links = ("Link", dump_links(published.metadata.edition, root, table=name.endswith(TABLE)))
    return _response(file.read_bytes(), kind, (links,))


def _page(request: Request, published: Published, written: list[Written], named: str | None) -> Response:
    lang = language(request) if named is None else "en" if named == "en" else "sv"
    body = downloads_page(published.metadata, written, lang, live=True)
    extra = (("Content-Language", lang), ("Content-Security-Policy", CSP))
    return _response(body.encode(), HTML.content_type, extra, "Accept-Language, Accept-Encoding")


def _made(path: str, service: Service, published: Published) -> tuple[bytes, str] | None:
    """A document that has one form only, with its type."""
    edition = service.edition
    if path == _CONTEXT:
        return _json(context(edition)), JSON_LD.media_type
    if path == ROBOTS:
        return robots(edition.base), TEXT.content_type
    described = published.metadata
    if path == CITATION:
        return described.citation(), YAML.media_type
    if path.startswith("sitemap"):
        files = sitemaps(edition.base, _pages(service, published), described.about.modified)
        return (files[path](), XML.media_type) if path in files else None
    return None


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def _pages(service: Service, published: Published) -> list[str]:
    """Every address that has something to read: things, pages of the atlas, and metadata."""
    atlas = service.atlas
    found = sorted(atlas.rglob("*.html")) if atlas is not None and atlas.is_dir() else []
    pages = [page.relative_to(atlas).as_posix() for page in found] if atlas is not None else []
    documents = [*DOCUMENTS, *([_DOWNLOADS] if published.has_dumps else [])]
    return [*published.paths, *(page for page in pages if page != MISSING), *documents]


def _response(
    body: bytes, kind: str, headers: tuple[tuple[str, str], ...] = (), vary: str = "Accept-Encoding"
) -> Response:
    current = tag(kind, hashlib.sha256(body).hexdigest())
    common = (("Content-Type", kind), ("ETag", current), ("Cache-Control", FRESH), ("Vary", vary))
    return Response(200, (*common, *headers), body)
