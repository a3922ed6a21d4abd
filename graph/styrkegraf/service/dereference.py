"""Dereferencing: what the address of a thing, a source, a named graph or a term of the ontology answers.

An address below ``id/`` names something that is no document, so it sends on, with 303, to a document about it: the one
that the request prefers. Sources, named graphs and the ontology are documents, and answer themselves. Every document
has an address of its own, which ends with its format and, for pages, its language: ``vastmanland.ttl``,
``vastmanland.sv.html``; ``vastmanland.html`` is in the language that the reader prefers.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from styrkegraf.atlas.addresses import page_of
from styrkegraf.labels import LANGUAGES, Language
from styrkegraf.media import HTML, PROBLEM, TEXT, by_type, called
from styrkegraf.namespaces import BASE
from styrkegraf.publish.facts import classes
from styrkegraf.publish.formats import FORMATS, render
from styrkegraf.publish.pages import CSP, data_page, missing_page
from styrkegraf.publish.things import Description, Things
from styrkegraf.service.caching import FRESH, of_build, unchanged
from styrkegraf.service.http import Request, Response
from styrkegraf.service.negotiate import choose, language
from styrkegraf.service.problems import Declined, problem

if TYPE_CHECKING:
    from styrkegraf.service.answer import Service

__all__ = ["dereference"]

_MEDIA: Final = {medium.extension: medium for medium in (HTML, *FORMATS)}
_TYPES: Final = by_type(_MEDIA.values())
"""What can be asked for: the page first, then our formats, then other names for them."""
_VARY: Final = "Accept, Accept-Language, Accept-Encoding"
_POLICY: Final = ("Content-Security-Policy", f"{CSP}; frame-ancestors 'none'")
_CLASSES: Final = 5
"""How many classes a Link header names: the page and the data hold them all."""


@dataclass(frozen=True, slots=True)
class _Document:
    """A document as its address names it: the path of the resource, its format and, for a page, its language."""

    path: str
    extension: str | None = None
    lang: Language | None = None


async def dereference(request: Request, service: Service) -> Response:
    """The answer about a resource, from a thread, since the graph is asked; raises `Declined`."""
    return await asyncio.to_thread(_answer, request, service)


def _answer(request: Request, service: Service) -> Response:
    things = service.published.things
    path = request.path.removeprefix("/")
    for document in _read(path):
        description = things.describe(document.path)
        moved = things.moved(document.path) if description is None or _is_version(description) else None
        if moved is not None:
            return _sent_on(_from_here(document, moved))
        if description is not None:
            return _documented(request, service, things, description, document)
    return _missing(request, things, path)


def _read(path: str) -> list[_Document]:
    """What a path may name: a resource, else a document about one."""
    found = [_Document(path)]
    stem, dot, extension = path.rpartition(".")
    if dot and extension in _MEDIA:
        found.append(_Document(stem, extension))
        below, _, lang = stem.rpartition(".")
        if extension == HTML.extension and lang in LANGUAGES:
            found.append(_Document(below, extension, "en" if lang == "en" else "sv"))
    return found


def _is_version(description: Description) -> bool:
    return description.path.startswith("ontology/") and not description.about


def _documented(
    request: Request, service: Service, things: Things, description: Description, document: _Document
) -> Response:
    extension = document.extension or _wanted(request, description)
    if document.extension is None and description.kind == "thing":
        lang = request.parameter("lang")
        suffix = f"{lang}.{HTML.extension}" if extension == HTML.extension and lang in LANGUAGES else extension
        return _sent_on(_beside(description, suffix), (("Link", _links(things, description, extension)),))
    lang = (document.lang or language(request)) if extension == HTML.extension else None
    headers = [
        ("Content-Type", _MEDIA[extension].content_type),
        ("Content-Location", _beside(description, f"{lang}.{extension}" if lang else extension)),
        ("Link", _links(things, description, extension)),
        ("Vary", _VARY),
    ]
    if lang is None:
        write = partial(render, description, extension, service.graph, service.edition)
        return _fresh(request, service, (description.path, extension), headers, write)
    in_atlas = _in_atlas(service.atlas, lang, description.iri)
    headers += [("Content-Language", lang), _POLICY]
    draw = partial(_page, description, things, lang, in_atlas)
    return _fresh(request, service, (description.path, extension, lang, in_atlas or ""), headers, draw)


def _fresh(
    request: Request,
    service: Service,
    parts: tuple[str, ...],
    headers: list[tuple[str, str]],
    write: Callable[[], bytes],
) -> Response:
    """The document, which is written only where the client has not got it already."""
    headers = [*headers, *of_build(service, service.edition.licence or "", *parts)]
    return unchanged(request, headers) or Response(200, headers, write())


def _wanted(request: Request, description: Description) -> str:
    """The extension that ``format=`` names, or that the request prefers; raises `Declined` where we have none."""
    name = request.parameter("format")
    accept = request.header("accept")
    if name is not None:
        found = called(name, _MEDIA.values())
    else:
        chosen = choose(accept, list(_TYPES))
        found = _TYPES[chosen] if chosen else None
    if found is None:
        there = ", ".join(f"{extension} ({medium.media_type})" for extension, medium in _MEDIA.items())
        others = ", ".join(
            f'<{_beside(description, extension)}>; rel="alternate"; type="{medium.media_type}"'
            for extension, medium in _MEDIA.items()
        )
        raise Declined("not-acceptable", f"This is there as {there}.", (("Link", others),))
    return found.extension


def _page(description: Description, things: Things, lang: Language, in_atlas: str | None) -> bytes:
    return data_page(description, things, lang, in_atlas).encode("utf-8", "replace")


def _in_atlas(atlas: Path | None, lang: Language, iri: str) -> str | None:
    """Where the resource has a page of its own in the atlas, below the folder of the language."""
    page = page_of(iri, {}) if atlas is not None else None
    return page if page and atlas and (atlas / lang / page).is_file() else None


def _sent_on(address: str, headers: tuple[tuple[str, str], ...] = ()) -> Response:
    """303 See Other, to an address beside this one, so that a proxy may serve all of it under any path."""
    common = (("Location", address), ("Content-Type", TEXT.content_type), ("Cache-Control", FRESH))
    return Response(303, (*common, ("Vary", _VARY), *headers), f"See {address}\n".encode())


def _missing(request: Request, things: Things, path: str) -> Response:
    """404 that helps: the nearest things and terms by name, and where all are listed."""
    nearest = things.nearest(path)
    offers = (PROBLEM.media_type, *PROBLEM.others, HTML.media_type)
    if choose(request.header("accept"), offers) == HTML.media_type:
        lang = language(request)
        body = missing_page(path, nearest, things, lang).encode("utf-8", "replace")
        headers = [("Content-Type", HTML.content_type), ("Content-Language", lang), ("Vary", _VARY)]
        return Response(404, [*headers, ("Cache-Control", "no-store"), _POLICY], body)
    hint = f" Did you mean {' or '.join(things.edition.iri(BASE + one) for one in nearest)}?" if nearest else ""
    return problem(request, "not-found", f"The graph says nothing of this address.{hint}")


def _links(things: Things, description: Description, extension: str) -> str:
    """The Link header, after signposting.org; addresses beside this one are relative."""
    iri = _ascii(things.edition.iri(description.iri))
    found = [f'<{iri}>; rel="cite-as"', f'<{iri}>; rel="canonical"']
    licence = things.edition.licence_of(description.iri)
    found += [f'<{licence}>; rel="license"'] if licence else []
    relation = "alternate describedby" if extension == HTML.extension else "alternate"
    found += [
        f'<{_beside(description, form.extension)}>; rel="{relation}"; type="{form.media_type}"'
        for form in FORMATS
        if form.extension != extension
    ]
    for lang in LANGUAGES:
        page = _beside(description, f"{lang}.{HTML.extension}")
        found.append(f'<{page}>; rel="alternate"; type="{HTML.media_type}"; hreflang="{lang}"')
    types = classes(description, things.graph.origins)[:_CLASSES]
    if extension == HTML.extension:
        types.append("https://schema.org/AboutPage")
    return ", ".join([*found, *(f'<{_ascii(one)}>; rel="type"' for one in types)])


def _beside(description: Description, suffix: str) -> str:
    """The address of a document about the resource, from any other of them."""
    return "./" + quote(f"{description.path.rpartition('/')[2]}.{suffix}", safe="%:@!$&'()*+;=~")


def _from_here(document: _Document, target: str) -> str:
    """The way from a document to another resource."""
    path, mark, part = target.partition("#")
    root = "../" * document.path.partition("#")[0].count("/") or "./"
    return root + quote(path, safe="/%:@!$&'()*+;=~") + mark + quote(part, safe="%:@!$&'()*+;=~/?")


def _ascii(iri: str) -> str:
    """An IRI as a header can carry it."""
    return quote(iri, safe="/%:@!$&'()*+;=~#?,[]")
