"""Problems: what went wrong with a request, for programs as RFC 9457 has it and for people as a page.

Nothing of a request is repeated outside JSON strings and escaped text, and never in a header.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from html import escape
from typing import Final

from styrkegraf.errors import StyrkegrafError
from styrkegraf.namespaces import BASE
from styrkegraf.service import query as failures
from styrkegraf.service.http import Request, Response
from styrkegraf.service.negotiate import choose
from styrkegraf.store.faults import EndpointError

__all__ = ["KINDS", "PAGE_HEADERS", "Declined", "Kind", "kind_of", "of_error", "page", "problem", "problems"]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of problem: the HTTP status that goes with it, what it is called, and what to do about it."""

    status: int
    title: str
    remedy: str


KINDS: Final[Mapping[str, Kind]] = {
    "bad-request": Kind(400, "The request cannot be understood", "Mend the request as the detail says."),
    "bad-query": Kind(400, "The query is not valid SPARQL 1.1", "Mend the query at the line and column given."),
    "read-only": Kind(
        403, "The graph is read-only", "Change the facts and run “styrkegraf build”; the service loads what it wrote."
    ),
    "refused": Kind(403, "The query is not answered here", "Leave out what the detail names."),
    "not-found": Kind(404, "There is nothing at this address", "Check the spelling, or begin at the first page: /"),
    "method-not-allowed": Kind(405, "This method is not for this address", "Use one that the Allow header names."),
    "not-acceptable": Kind(406, "None of the formats asked for is there", "Ask for a format that the detail names."),
    "too-slow": Kind(408, "The request took too long to arrive", "Send it again, whole and without pauses."),
    "too-large": Kind(413, "Too large", "Ask for less: add conditions, or LIMIT and OFFSET; or take the dump."),
    "too-long": Kind(413, "The query is too long", "Send a shorter query."),
    "long-address": Kind(414, "The address is too long", "Send the query in the body of a POST."),
    "long-headers": Kind(431, "The headers are too large", "Send fewer and shorter headers; no cookie is needed here."),
    "wrong-type": Kind(
        415,
        "The body is of a type that is not read here",
        "Send application/sparql-query, or a form as application/x-www-form-urlencoded.",
    ),
    "packed": Kind(415, "The body is packed", "Send it as it is, without Content-Encoding."),
    "failed": Kind(500, "The service failed", "Try again; if it stays so, tell those who run this service."),
    "transfer-coding": Kind(501, "The transfer coding is not known", "Send the body chunked, or with its length."),
    "endpoint": Kind(502, "An endpoint behind this service gave no answer", "Try again later."),
    "busy": Kind(503, "Too much to do at the moment", "Come back after the time in the Retry-After header."),
    "starting": Kind(503, "The pages are being written", "Come back in a moment; everything else answers already."),
    "timed-out": Kind(
        504, "The query took longer than it may", "Add conditions, or LIMIT; bind more before paths and filters."
    ),
    "memory": Kind(507, "The query needed more memory than it may", "Sort, group and concatenate less at once."),
}
"""Every kind of problem, by the name that its address ends with."""

_KIND_OF: Final[Mapping[type[failures.QueryFailed], str]] = {
    failures.BadQuery: "bad-query",
    failures.Refused: "refused",
    failures.NotWritable: "not-acceptable",
    failures.TooLarge: "too-large",
    failures.TooLong: "too-long",
    failures.WorkerDied: "failed",
    failures.ServiceFailed: "endpoint",
    failures.Busy: "busy",
    failures.TimedOut: "timed-out",
    failures.OutOfMemory: "memory",
}

_STYLE: Final = (
    ":root{color-scheme:light dark}body{font:1.05rem/1.5 system-ui,sans-serif;max-width:44rem;margin:3rem auto;"
    "padding:0 1rem}h1{font-size:1.5rem;line-height:1.2}pre{white-space:pre-wrap;overflow-wrap:anywhere;padding:.8rem;"
    "border:1px solid #8888;border-radius:.3rem}"
)
_POLICY: Final = (
    f"default-src 'none'; style-src 'sha256-{b64encode(sha256(_STYLE.encode()).digest()).decode()}'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
PAGE_HEADERS: Final = (("Content-Type", "text/html; charset=utf-8"), ("Content-Security-Policy", _POLICY))
"""Headers of a page drawn by `page`, which holds its one style and no script."""


def kind_of(error: failures.QueryFailed) -> str:
    """The kind of problem that the failure of a query is."""
    return _KIND_OF.get(type(error), "failed")


class Declined(StyrkegrafError):
    """A request that is not answered; holds the kind of problem and headers that go with it."""

    def __init__(self, kind: str, detail: str, headers: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__(detail)
        self.kind = kind
        self.headers = tuple(headers)


def problem(
    request: Request,
    kind: str,
    detail: str,
    *,
    place: tuple[int | None, int | None] = (None, None),
    headers: Sequence[tuple[str, str]] = (),
) -> Response:
    """A problem in the form that the request prefers: problem+json, a page, or plain text.

    ``place`` is line and column of the query, counted from 1. A request that takes none of the three gets the first.
    """
    known = KINDS[kind]
    offers = ("application/problem+json", "application/json", "text/html", "text/plain")
    form = choose(request.header("accept"), offers) or offers[0]
    common = (("Cache-Control", "no-store"), ("Vary", "Accept"), *headers)
    if form == "text/html":
        return Response(known.status, (*PAGE_HEADERS, *common), _as_page(kind, detail))
    if form == "text/plain":
        text = f"{known.title}\n\n{detail}\n\n{known.remedy}\n"
        return Response(known.status, (("Content-Type", "text/plain; charset=utf-8"), *common), _encoded(text))
    told: dict[str, object] = {
        "type": f"{BASE}problems#{kind}",
        "title": known.title,
        "status": known.status,
        "detail": detail,
        "remedy": known.remedy,
    }
    told |= {name: number for name, number in zip(("line", "column"), place, strict=True) if number is not None}
    return Response(known.status, (("Content-Type", form), *common), _encoded(json.dumps(told, ensure_ascii=False)))


def of_error(request: Request, error: StyrkegrafError) -> Response:
    """The problem that an error of ours is."""
    if isinstance(error, Declined):
        return problem(request, error.kind, str(error), headers=error.headers)
    if not isinstance(error, failures.QueryFailed):
        return problem(request, "endpoint" if isinstance(error, EndpointError) else "bad-request", str(error))
    kind = kind_of(error)
    wait = (("Retry-After", str(error.retry_after)),) if isinstance(error, failures.Busy) else ()
    return problem(request, kind, str(error), place=(error.line, error.column), headers=wait)


def page(title: str, body: str, head: str = "") -> bytes:
    """A small page that needs no other file; ``title`` is text, ``body`` and ``head`` are HTML."""
    return _encoded(
        f'<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n{head}'
        f"<title>{escape(title)} · Styrkegraf</title>\n<style>{_STYLE}</style>\n"
        f"<main>\n<h1>{escape(title)}</h1>\n{body}</main>\n</html>\n"
    )


def _as_page(kind: str, detail: str) -> bytes:
    known = KINDS[kind]
    return page(
        known.title, f"<pre>{escape(detail)}</pre>\n<p>{escape(known.remedy)}</p>\n<p>Status {known.status}</p>\n"
    )


async def problems(request: Request, service: object) -> Response:
    """The page at ``/problems``, to which the type of every problem leads."""
    rows = "".join(
        f'<h2 id="{name}">{escape(kind.title)}</h2>\n<p>Status {kind.status}. {escape(kind.remedy)}</p>\n'
        for name, kind in KINDS.items()
    )
    return Response(200, PAGE_HEADERS, page("Problems", rows))


def _encoded(text: str) -> bytes:
    """UTF-8, whatever half a character somebody sent."""
    return text.encode("utf-8", "replace")
