"""Problems: what went wrong with a request, for programs as RFC 9457 has it and for people as a page.

Nothing of a request is repeated outside JSON strings and escaped text, and never in a header.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING, Final

from styrkegraf.atlas.wording import word
from styrkegraf.errors import StyrkegrafError
from styrkegraf.inline import source_hash
from styrkegraf.media import HTML, PROBLEM, TEXT
from styrkegraf.namespaces import BASE
from styrkegraf.service import query as failures
from styrkegraf.service.http import Request, Response
from styrkegraf.service.kinds import KINDS
from styrkegraf.service.log import log
from styrkegraf.service.negotiate import choose, language
from styrkegraf.store.faults import EndpointError

if TYPE_CHECKING:
    from styrkegraf.labels import Language

__all__ = ["Declined", "kind_of", "of_error", "page", "problem", "problems", "told_of", "top_of"]

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
    "padding:0 1rem}h1{font-size:1.5rem;line-height:1.2}h2{font-size:1.15rem;line-height:1.3;margin:1.5rem 0 0}"
    "h2+p{margin-top:.25rem}pre{white-space:pre-wrap;overflow-wrap:anywhere;padding:.8rem;border:1px solid #8888;"
    "border-radius:.3rem}"
)
_POLICY: Final = (
    f"default-src 'none'; style-src '{source_hash(_STYLE)}'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_VARY: Final = "Accept, Accept-Language"


def kind_of(error: StyrkegrafError) -> str:
    """The kind of problem that an error of ours is."""
    if isinstance(error, EndpointError):
        return "endpoint"
    if not isinstance(error, failures.QueryFailed):
        return "bad-request"
    return _KIND_OF.get(type(error), "failed")


class Declined(StyrkegrafError):
    """A request that is not answered; holds the kind of problem and headers that go with it."""

    def __init__(
        self, kind: str, detail: str, headers: Sequence[tuple[str, str]] = (), *, swedish: str | None = None
    ) -> None:
        super().__init__(detail, swedish=swedish)
        self.kind = kind
        self.headers = tuple(headers)


def problem(
    request: Request,
    kind: str,
    detail: str,
    *,
    swedish: str | None = None,
    place: tuple[int | None, int | None] = (None, None),
    headers: Sequence[tuple[str, str]] = (),
) -> Response:
    """A problem in the form that the request prefers: problem+json, a page, or plain text.

    ``swedish`` is the detail in that language, for a page. ``place`` is line and column of the query, counted from 1. A
    request that takes none of the three gets the first.
    """
    known = KINDS[kind]
    offers = (PROBLEM.media_type, *PROBLEM.others, HTML.media_type, TEXT.media_type)
    form = choose(request.header("accept"), offers) or offers[0]
    if form == HTML.media_type:
        lang = language(request)
        body = _told(kind, lang, detail, swedish) + _start(request, lang)
        uncached = (("Cache-Control", "no-store"), *headers)
        return page(lang, known.words(lang).title, body, status=known.status, headers=uncached)
    common = (("Cache-Control", "no-store"), ("Vary", _VARY), *headers)
    title, remedy = known.english
    if form == TEXT.media_type:
        text = f"{title}\n\n{detail}\n\n{remedy}\n"
        return Response(known.status, (("Content-Type", TEXT.content_type), *common), _encoded(text))
    told: dict[str, object] = {
        "type": f"{BASE}problems#{kind}",
        "title": title,
        "status": known.status,
        "detail": detail,
        "remedy": remedy,
    }
    told |= {name: number for name, number in zip(("line", "column"), place, strict=True) if number is not None}
    return Response(known.status, (("Content-Type", form), *common), _encoded(json.dumps(told, ensure_ascii=False)))


def of_error(request: Request, error: StyrkegrafError) -> Response:
    """The problem that an error of ours is."""
    if isinstance(error, Declined):
        return problem(request, error.kind, str(error), swedish=error.swedish, headers=error.headers)
    kind = kind_of(error)
    if not isinstance(error, failures.QueryFailed):
        return problem(request, kind, told_of(error), swedish=error.swedish)
    wait = (("Retry-After", str(error.retry_after)),) if isinstance(error, failures.Busy) else ()
    place = error.line, error.column
    return problem(request, kind, str(error), swedish=error.swedish, place=place, headers=wait)


def told_of(error: StyrkegrafError) -> str:
    """What is told of an error to who asked; where an endpoint behind the service lies, its log tells alone."""
    if not isinstance(error, EndpointError):
        return str(error)
    log(event="endpoint", error=type(error).__name__, message=str(error))
    return f"The endpoint behind this service: {error.problem}"


def page(
    lang: Language,
    title: str,
    body: str,
    *,
    head: str = "",
    status: int = 200,
    headers: Sequence[tuple[str, str]] = (),
) -> Response:
    """A small page that needs no other file; ``title`` is text, ``body`` and ``head`` are HTML."""
    html = (
        f'<!doctype html>\n<html lang="{lang}">\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n{head}'
        f"<title>{escape(title)} · Styrkegraf</title>\n<style>{_STYLE}</style>\n"
        f"<main>\n<h1>{escape(title)}</h1>\n{body}</main>\n</html>\n"
    )
    own = (
        ("Content-Type", HTML.content_type),
        ("Content-Language", lang),
        ("Content-Security-Policy", _POLICY),
        ("Vary", _VARY),
    )
    return Response(status, (*own, *headers), _encoded(html))


def _told(kind: str, lang: Language, detail: str, swedish: str | None) -> str:
    """What a page says below the title of a problem; a detail that is there in English only is marked so."""
    known = KINDS[kind]
    said, spoken = (swedish, "sv") if lang == "sv" and swedish else (detail, "en")
    marked = "" if spoken == lang else f' lang="{spoken}"'
    remedy = escape(known.words(lang).remedy)
    return f"<pre{marked}>{escape(said)}</pre>\n<p>{remedy}</p>\n<p>Status {known.status}</p>\n"


async def problems(request: Request, service: object) -> Response:
    """The page at ``/problems``, to which the type of every problem leads."""
    lang = language(request)
    rows = "".join(
        f'<h2 id="{name}">{escape(title)}</h2>\n<p>Status {kind.status}. {escape(remedy)}</p>\n'
        for name, kind in KINDS.items()
        for title, remedy in [kind.words(lang)]
    )
    return page(lang, "Fel" if lang == "sv" else "Problems", rows + _start(request, lang))


def top_of(request: Request) -> str:
    """The way from the address of a request to the first page, whatever path the service stands below.

    >>> top_of(Request(path="/id/county/nowhere")), top_of(Request(path="/problems"))
    ('../../', './')
    """
    return "../" * (request.path.count("/") - 1) or "./"


def _start(request: Request, lang: Language) -> str:
    return f'<p><a href="{top_of(request)}">{word(lang, "missing-start")}</a></p>\n'


def _encoded(text: str) -> bytes:
    """UTF-8, whatever half a character somebody sent."""
    return text.encode("utf-8", "replace")
