"""Questions as addresses: ``/questions`` lists the library, ``/questions/<name>`` answers one of them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, urlencode

from styrkegraf.atlas.ask.questions import by_subject
from styrkegraf.documents import QueryDocument
from styrkegraf.errors import StyrkegrafError
from styrkegraf.labels import fold
from styrkegraf.lexis import quiet
from styrkegraf.media import HTML, JSON, Medium, content_type
from styrkegraf.namespaces import expand
from styrkegraf.questions import BadParameter, UnknownQuestion, find, library, matching
from styrkegraf.service import problems
from styrkegraf.service.answer import Service
from styrkegraf.service.caching import of_build, unchanged
from styrkegraf.service.drawing import Here, draw, kept
from styrkegraf.service.failures import Fault, fault_of
from styrkegraf.service.fields import fields
from styrkegraf.service.http import Request, Response
from styrkegraf.service.media import ROW_TYPES, TRIPLE_TYPES, named
from styrkegraf.service.negotiate import choose
from styrkegraf.service.protocol import read_timeout
from styrkegraf.service.query import Query, Wanted
from styrkegraf.service.tables import WANTED, Shown, heading, offered, read
from styrkegraf.store.outline import gives_triples

__all__ = ["RESERVED", "questions", "values"]

RESERVED: Final = frozenset({"lang", "format", "timeout"})
"""Parameters of an address that are not those of a question."""

_VARY: Final = "Accept, Accept-Encoding"
_LONG: Final = 4000
"""Characters of a header that every client and proxy takes."""


@dataclass(frozen=True, slots=True)
class _Question:
    """A question with the values of its parameters, as an address gives them, and how long it may take."""

    document: QueryDocument
    values: Mapping[str, str]
    timeout: float | None

    @property
    def address(self) -> list[tuple[str, str]]:
        """The values as parameters of an address."""
        return sorted(self.values.items())


async def questions(request: Request, service: Service) -> Response:
    """The library, one of its questions with the answer, or a problem that says what to ask instead."""
    name = request.path.removeprefix("/questions").strip("/")
    if not name:
        return kept(_listing(request, service))
    name, dot, extension = name.partition(".")
    try:
        document = find(name)
    except UnknownQuestion as error:
        return _unknown(request, service, error)
    triples = gives_triples(quiet(document.sparql))
    media_type = _media_type(request, extension if dot else request.parameter("format"), triples)
    if media_type is None:
        return _no_such_format(request, document, triples, bool(dot))
    if media_type != HTML.media_type:
        return await _plain(request, service, document, triples, media_type)
    return await _page(request, service, document, triples)


def values(given: Iterable[tuple[str, str]], document: QueryDocument, service: Service) -> dict[str, str]:
    """The values of a question's parameters among those of an address; an IRI of this edition is made canonical.

    Raises `BadParameter` for a parameter that is given twice. A field that was left empty keeps its default.
    """
    things = {parameter.name for parameter in document.parameters if parameter.kind not in ("text", "number")}
    found: dict[str, str] = {}
    for key, value in given:
        if key in RESERVED or not value.strip():
            continue
        if key in found:
            raise BadParameter(f"The parameter “{key}” is given twice; the question “{document.name}” takes one value.")
        iri = expand(value) if key in things else None
        found[key] = service.edition.canonical(iri) if iri else value
    return found


def _asked(request: Request, document: QueryDocument, service: Service) -> tuple[_Question, Query]:
    given = values(request.parameters, document, service)
    sparql = service.edition.sparql(service.graph.sparql(document.name, **given))
    asked = _Question(document, given, read_timeout(request.parameter("timeout")))
    return asked, Query(sparql, timeout=asked.timeout)


def _media_type(request: Request, form: str | None, triples: bool) -> str | None:
    """The type of the answer: by extension or ``format=``, else by Accept; None where there is no such format."""
    if form is not None:
        found = (HTML.media_type, HTML.media_type) if form == HTML.extension else named(form) or (None, None)
        return found[1 if triples else 0]
    return choose(request.header("accept"), [HTML.media_type, *(TRIPLE_TYPES if triples else ROW_TYPES)])


async def _plain(
    request: Request, service: Service, document: QueryDocument, triples: bool, media_type: str
) -> Response:
    medium = (TRIPLE_TYPES if triples else ROW_TYPES)[media_type]
    asked, query = await asyncio.to_thread(_asked, request, document, service)
    place = _file(asked, medium)
    headers = [
        ("Content-Type", content_type(media_type)),
        ("Vary", _VARY),
        ("Link", f'<{quote(document.name)}>; rel="describedby"; type="{HTML.media_type}"'),
        *of_build(service, query.sparql, media_type, weak=True),
    ]
    headers += [("Content-Location", place)] if len(place) < _LONG else []
    if had := unchanged(request, headers):
        return had
    result = await service.pool.run(query, Wanted(*[medium.media_type] * 3))
    return Response(200, [*headers, ("Server-Timing", f"query;dur={result.seconds * 1000:.2f}")], result.body)


def _file(asked: _Question, medium: Medium[object]) -> str:
    """The address of the answer in one format, from the question's own."""
    state = urlencode(asked.address, quote_via=quote)
    return f"{quote(asked.document.name)}.{medium.extension}" + (f"?{state}" if state else "")


async def _page(request: Request, service: Service, document: QueryDocument, triples: bool) -> Response:
    here = Here.of(request, f"questions/{document.name}")
    shown: Shown | None = None
    fault: Fault | None = None
    asked = _Question(document, {}, None)
    query = Query(service.edition.sparql(document.sparql))
    try:
        asked, query = await asyncio.to_thread(_asked, request, document, service)
        result = await service.pool.run(query, WANTED)
        shown = await asyncio.to_thread(read, result, service, here)
    except StyrkegrafError as error:
        fault = fault_of(error, query.sparql)
    given = {key: value for key, value in request.parameters if value.strip()} | dict(asked.values)
    media = offered(triples)
    response = await asyncio.to_thread(
        draw,
        service,
        here,
        "question.html.j2",
        status=fault.status if fault else 200,
        document=document,
        fields=fields(service.frame, document, given, here.lang),
        shown=shown,
        fault=fault,
        sparql=query.sparql,
        formats=[(m.extension, here.at(f"questions/{document.name}.{m.extension}", asked.address)) for m in media],
        heading=lambda column: heading(column, here.lang),
        name=lambda iri: service.frame.names.of(iri, here.lang),
        edit=here.to("sparql", [("question", document.name), *asked.address]),
    )
    more = fault.headers if fault else _alternates(asked, media)
    return kept(Response(response.status, [*response.headers, *more], response.body))


def _alternates(asked: _Question, media: Sequence[Medium[object]]) -> list[tuple[str, str]]:
    """Links to the other formats, for the head of the page; none where the values are very long."""
    links = ", ".join(f'<{_file(asked, medium)}>; rel="alternate"; type="{medium.media_type}"' for medium in media)
    return [("Link", links)] if len(links) < _LONG else []


def _listing(request: Request, service: Service) -> Response:
    """The library under what its questions are about, or those that have all the words of ``q``."""
    here = Here.of(request, "questions")
    wanted = (request.parameter("q") or "").strip()
    fitting = set(library())
    for part in fold(wanted).split():
        fitting &= {document.name for document in matching(part)}
    subjects = [
        (subject, [document for document in documents if document.name in fitting])
        for subject, documents in by_subject(here.lang)
    ]
    found = [(subject, documents) for subject, documents in subjects if documents]
    total = sum(len(documents) for _, documents in found)
    return draw(
        service, here, "questions.html.j2", subjects=found, wanted=wanted, total=total, missing=None, nearest=[],
    )  # fmt: skip


def _unknown(request: Request, service: Service, error: UnknownQuestion) -> Response:
    if choose(request.header("accept"), [HTML.media_type, JSON.media_type]) != HTML.media_type:
        return problems.problem(request, "not-found", f"{error} The library: /questions")
    nearest = [library()[name] for name in error.nearest]
    here = Here.of(request, "questions")
    page = draw(
        service, here, "questions.html.j2", status=404, subjects=by_subject(here.lang), wanted="",
        total=len(library()), missing=error.name, nearest=nearest,
    )  # fmt: skip
    return kept(page)


def _no_such_format(request: Request, document: QueryDocument, triples: bool, in_path: bool) -> Response:
    names = ", ".join([HTML.extension, *(medium.extension for medium in offered(triples))])
    kind = "not-found" if in_path else "not-acceptable"
    return problems.problem(request, kind, f"The question “{document.name}” is answered as one of: {names}.")
