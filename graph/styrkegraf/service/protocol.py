"""The query half of the SPARQL 1.1 Protocol: reading a request, and writing the answer.

Two choices that the protocol leaves to us: a form may carry ``format`` and ``timeout`` beside the query, and a graph
that is named but not there is empty rather than an error.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import parse_qsl, urlencode

from pyoxigraph import NamedNode
from pyoxigraph import __version__ as engine

from styrkegraf import __version__
from styrkegraf.media import HTML, content_type
from styrkegraf.service.apart import apart
from styrkegraf.service.as_written import evaluated, in_edition
from styrkegraf.service.caching import FRESH, unchanged, weak_tag
from styrkegraf.service.http import Request, Response
from styrkegraf.service.incoming import check_parameters
from styrkegraf.service.log import asked
from styrkegraf.service.media import ROW_TYPES, TRIPLE_TYPES, named
from styrkegraf.service.negotiate import choose
from styrkegraf.service.problems import Declined
from styrkegraf.service.query import Query, Result, Wanted
from styrkegraf.service.remembered import is_fleeting

if TYPE_CHECKING:
    from styrkegraf.service.answer import Service

__all__ = [
    "Forms",
    "forms",
    "not_acceptable",
    "read_graph",
    "read_timeout",
    "sparql",
    "triples_wanted",
    "utf8",
]

_FORM: Final = "application/x-www-form-urlencoded"
_QUERY: Final = "application/sparql-query"
_UPDATE: Final = "application/sparql-update"
_SIGNATURE: Final = "\ufeff"
"""With which some editors begin a file of UTF-8; it is none of the query."""
_READ_ONLY: Final = "This service answers queries only; updates are not taken."
_FIELDS: Final = 2000
_READ: Final = 4096
"""Characters of an Accept header that are read, and kept with what they ask for."""
_SECONDS: Final = re.compile(r"\d{1,9}(?:\.\d{0,9})?|\.\d{1,9}", re.ASCII)
_VARY: Final = "Accept, Accept-Encoding"
_UNTAGGED: Final = (("Vary", _VARY), ("Cache-Control", "no-cache"))
_DEFAULT: Final = Wanted()

_Headers = tuple[tuple[str, str], ...]


class Forms(NamedTuple):
    """The media types of rows and of triples that a request takes, as it names them; None where it takes none."""

    rows: str | None
    triples: str | None


def forms(accept: str, form: str | None = None) -> Forms | None:
    """What a request wants by its Accept header, or by ``format=``, which goes before; None where it wants a page.

    Raises `Declined` for a format that is not known, and where nothing that it accepts is offered.
    """
    if form is None:
        return _accepted(accept[:_READ])
    if form.strip().lower() in {HTML.extension, HTML.media_type}:
        return None
    if (found := named(form)) is None:
        raise Declined("bad-request", f"There is no format “{form[:60]}”. {_offered()}")
    return Forms(*found)


@lru_cache(maxsize=512)
def _accepted(accept: str) -> Forms | None:
    if choose(accept, (*ROW_TYPES, *TRIPLE_TYPES, HTML.media_type)) == HTML.media_type:
        return None
    found = Forms(choose(accept, tuple(ROW_TYPES)), choose(accept, tuple(TRIPLE_TYPES)))
    if not any(found):
        raise not_acceptable()
    return found


def not_acceptable(what: str = "") -> Declined:
    """The refusal that lists what is there."""
    return Declined("not-acceptable", f"{what}{_offered()}")


def triples_wanted(request: Request, what: str) -> str:
    """The media type of triples that a request wants; raises `Declined`, which begins with ``what``, for any other."""
    form = request.parameter("format")
    wanted = choose(request.header("accept"), tuple(TRIPLE_TYPES)) if form is None else (named(form) or (None, None))[1]
    if wanted is None:
        raise not_acceptable(what)
    return wanted


def _offered() -> str:
    rows = ", ".join(sorted({medium.media_type for medium in ROW_TYPES.values()}))
    triples = ", ".join(sorted({medium.media_type for medium in TRIPLE_TYPES.values()}))
    return f"SELECT and ASK are answered as {rows}; CONSTRUCT and DESCRIBE as {triples}."


def sparql(request: Request, service: Service) -> Response | Awaitable[Response]:
    """Answer a request to the endpoint: a query, or without one the page or the description of the service.

    What is at hand is answered at once; all else is to be awaited.
    """
    fields = _fields(request)
    if request.method == "GET" and "query" not in fields and "update" not in fields:
        return _welcome(request, service, _form(fields))
    written, wanted = _asked(request, fields)
    query = in_edition(written, service.edition)
    if wanted is None:
        from styrkegraf.service.editor import editor

        return apart(editor, _as_address(request, fields), service)
    headers = _for_caches(request, service, query, wanted)
    if had := unchanged(request, headers):
        return had
    result = service.pool.at_hand(query, _media_types(wanted))
    return _told(result, wanted, headers) if result else _worked_out(written, service, wanted, headers)


def _as_address(request: Request, fields: Mapping[str, Sequence[str]]) -> Request:
    """A posted request as the address that asks the same, which is what a page is drawn for."""
    if request.method == "GET":
        return request
    address = replace(request, method="GET", query=urlencode(fields, doseq=True))
    check_parameters(address)
    return address


async def _worked_out(written: Query, service: Service, wanted: Forms, headers: _Headers) -> Response:
    return _told(await evaluated(written, service, _media_types(wanted)), wanted, headers)


def _asked(request: Request, fields: Mapping[str, Sequence[str]]) -> tuple[Query, Forms | None]:
    """The query of a request, and what its answer is wanted as; None for a page."""
    query = _read_query(fields)
    wanted = forms(request.header("accept"), _form(fields))
    asked(query.sparql)
    return query, wanted


def _form(fields: Mapping[str, Sequence[str]]) -> str | None:
    return fields["format"][0] if "format" in fields else None


async def _welcome(request: Request, service: Service, form: str | None) -> Response:
    """Without a query: the page for people, the service description for programs."""
    from styrkegraf.service.description import description
    from styrkegraf.service.editor import editor

    if form is None and choose(request.header("accept"), (*TRIPLE_TYPES, HTML.media_type)) != HTML.media_type:
        return await description(request, service)
    if form is not None and (wanted := forms("", form)) is not None and wanted.triples:
        return await description(request, service)
    if form is not None and wanted is not None:
        raise Declined("bad-request", "There is no query in this request; give one as the parameter “query”.")
    return await apart(editor, request, service)


def _told(result: Result, wanted: Forms, headers: _Headers) -> Response:
    media_type = wanted.triples if result.kind == "triples" else wanted.rows
    if media_type is None:
        raise not_acceptable(f"This query gives {result.kind}. ")
    timing = f"query;dur={result.seconds * 1000:.2f}"
    return Response(200, [("Content-Type", content_type(media_type)), *headers, ("Server-Timing", timing)], result.body)


@lru_cache(maxsize=64)
def _media_types(wanted: Forms) -> Wanted:
    """What the pool writes for the forms that a request takes; of a kind that it does not take, whatever is ours."""
    rows = ROW_TYPES[wanted.rows].media_type if wanted.rows else _DEFAULT.rows
    triples = TRIPLE_TYPES[wanted.triples].media_type if wanted.triples else _DEFAULT.triples
    return Wanted(rows, rows, triples)


def _for_caches(request: Request, service: Service, query: Query, wanted: Forms) -> _Headers:
    """What caches are told of the answer, known before the query is evaluated; no tag where each evaluation differs.

    Nor has a POST one, whose answers nobody keeps.
    """
    if request.method != "GET" or service.is_elsewhere or is_fleeting(query.sparql):
        return _UNTAGGED
    named_graphs = "\n".join(query.named_graphs)
    dataset = "\n".join(query.default_graphs)
    form = f"{wanted.rows} {wanted.triples} {__version__} {engine}"
    current = weak_tag(service.digest, service.edition.base, query.sparql, dataset, named_graphs, form)
    return ("Vary", _VARY), ("Cache-Control", FRESH), ("ETag", current)


def _fields(request: Request) -> Mapping[str, Sequence[str]]:
    """The parameters of the request by their names: those of its address, then those of its form."""
    fields: dict[str, list[str]] = {}
    for key, value in _pairs(request):
        fields.setdefault(key, []).append(value)
    return fields


def _pairs(request: Request) -> Sequence[tuple[str, str]]:
    if request.method == "GET":
        return request.parameters
    if request.header("content-encoding").strip().lower() not in {"", "identity"}:
        raise Declined("packed", "Bodies are not unpacked here.", (("Accept-Encoding", "identity"),))
    kind, charset = _content_type(request.header("content-type"))
    if charset not in {"", "utf-8", "utf8", "us-ascii"}:
        raise Declined("bad-request", "The body must be UTF-8; its Content-Type says something else.")
    if kind == _UPDATE:
        raise Declined("read-only", _READ_ONLY)
    if kind == _QUERY:
        return [*request.parameters, ("query", utf8(request.body, "The query"))]
    if kind != _FORM:
        raise Declined(
            "wrong-type", f"A query is posted as {_QUERY} or {_FORM}.", (("Accept-Post", f"{_QUERY}, {_FORM}"),)
        )
    text = utf8(request.body, "The form")
    try:
        return [*request.parameters, *parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=_FIELDS)]
    except UnicodeDecodeError:
        raise Declined("bad-request", "The form holds bytes that are no UTF-8.") from None
    except ValueError:
        raise Declined("bad-request", f"The form has more than {_FIELDS} fields.") from None


@lru_cache(maxsize=64)
def _content_type(header: str) -> tuple[str, str]:
    """The media type and the charset of a Content-Type header, in lower case."""
    kind, _, parameters = header.partition(";")
    found = re.search(r'charset\s*=\s*"?([\w.:-]*)', parameters, re.ASCII | re.IGNORECASE)
    return kind.strip().lower(), found[1].lower() if found else ""


def utf8(data: bytes, what: str) -> str:
    """The text of bytes that came from outside; raises `Declined` where they are no UTF-8."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Declined("bad-request", f"{what} is not UTF-8: byte {error.start} does not fit.") from None


def _read_query(fields: Mapping[str, Sequence[str]]) -> Query:
    """The query and its dataset; raises `Declined` unless there is exactly one query, and for updates."""
    if "update" in fields:
        raise Declined("read-only", _READ_ONLY)
    texts = fields.get("query", ())
    if len(texts) != 1:
        found = "There is no query" if not texts else f"There are {len(texts)} queries"
        raise Declined("bad-request", f"{found} in this request; it takes exactly one parameter “query”.")
    text = texts[0].removeprefix(_SIGNATURE)
    if len(fields) == 1:
        return Query(text)
    return Query(
        text,
        tuple(map(read_graph, fields.get("default-graph-uri", ()))),
        tuple(map(read_graph, fields.get("named-graph-uri", ()))),
        read_timeout(fields["timeout"][0] if "timeout" in fields else None),
    )


def read_graph(text: str) -> str:
    """The IRI of a graph; raises `Declined` for what is no absolute IRI."""
    try:
        return NamedNode(text).value
    except ValueError as error:
        raise Declined("bad-request", f"“{text[:200]}” is no IRI of a graph: {error}.") from None


def read_timeout(text: str | None) -> float | None:
    """The seconds that a request gives itself, None for a field left empty; raises `Declined` for no number above 0."""
    if not text:
        return None
    if not _SECONDS.fullmatch(text) or not float(text):
        raise Declined(
            "bad-request",
            f"“{text[:60]}” is no time limit; give seconds, such as timeout=2.5.",
            swedish=f"”{text[:60]}” är ingen tidsgräns; ange sekunder, till exempel timeout=2.5.",
        )
    return float(text)
