"""Pages of the service in the look of the atlas: their language, words, links and policy."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote, urlencode

from styrkegraf import __version__
from styrkegraf.atlas.beside import beside_links
from styrkegraf.atlas.environment import templates
from styrkegraf.atlas.frame import NAVIGATION
from styrkegraf.atlas.frame import POLICY as ATLAS_POLICY
from styrkegraf.atlas.wording import word
from styrkegraf.inline import is_web
from styrkegraf.labels import Language
from styrkegraf.media import HTML
from styrkegraf.namespaces import BASE
from styrkegraf.service.caching import tag
from styrkegraf.service.http import Request, Response
from styrkegraf.service.negotiate import language
from styrkegraf.text import grouped

if TYPE_CHECKING:
    from styrkegraf.service.answer import Service

__all__ = ["POLICY", "VARY", "Here", "draw", "kept"]

POLICY: Final[Mapping[str, Sequence[str]]] = {
    **ATLAS_POLICY,
    "connect-src": ["'self'"],
    "form-action": ["'self'"],
}
"""The Content-Security-Policy of a page of the service: that of the atlas, and forms and requests to the service."""

VARY: Final = "Accept, Accept-Encoding, Accept-Language"
"""What a page depends on besides its address."""

_TEMPLATES: Final = Path(__file__).parent / "templates"
_IN_PATH: Final = "/#:@!$&'()*+,;=~"


@dataclass(frozen=True, slots=True)
class Here:
    """The page that is drawn, as the layout of the atlas asks about it.

    ``location`` is its path from the top of the service, such as ``questions/areas-of-region``, and ``depth`` how many
    folders down that is; ``parameters`` are those of its address. Its links are relative, so that the service may
    stand below any path. ``path`` is empty: the page is none of the atlas.
    """

    lang: Language
    location: str
    depth: int
    parameters: tuple[tuple[str, str], ...] = ()
    path: str = ""

    @classmethod
    def of(cls, request: Request, location: str) -> Here:
        """The page that a request asks for; the parameters of a form that were left empty are dropped."""
        given = tuple((key, value) for key, value in request.parameters if value)
        return cls(language(request), location, request.path.count("/") - 1, given)

    @property
    def root(self) -> str:
        """The way to the top of the service."""
        return "../" * self.depth or "./"

    @property
    def other(self) -> Language:
        """The language that the page is not in."""
        return "en" if self.lang == "sv" else "sv"

    def url(self, path: str, lang: Language | None = None) -> str:
        """A link to a page of the atlas; the empty path is this very page, in a language."""
        if path:
            return f"{self.root}{lang or self.lang}/{path}"
        own = [(key, value) for key, value in self.parameters if key != "lang"]
        return self.root + self.location + _query([*own, ("lang", lang or self.lang)])

    def file(self, path: str) -> str:
        """A link to a file from the top of the service."""
        return self.root.rstrip("/") if path == "." else self.root + path

    @property
    def spoken(self) -> bool:
        """Whether the address names the language; then links and forms keep it."""
        return any(key == "lang" for key, _ in self.parameters)

    def at(self, path: str, parameters: Iterable[tuple[str, str]] = (), /) -> str:
        """A link to another address of the service."""
        return self.root + quote(path) + _query([*parameters])

    def to(self, path: str, parameters: Iterable[tuple[str, str]] = (), /) -> str:
        """A link to another page of the service, in the language that this address names."""
        return self.at(path, [*parameters, *([("lang", self.lang)] if self.spoken else [])])

    def thing(self, iri: str) -> str | None:
        """A link to the data page of a thing of ours, by its canonical IRI, or to an address of the web; else None."""
        if iri.startswith(BASE) and len(iri) > len(BASE):
            return self.root + quote(iri[len(BASE) :], safe=_IN_PATH)
        return iri if is_web(iri) else None


def _query(parameters: Sequence[tuple[str, str]]) -> str:
    return "?" + urlencode(parameters, quote_via=quote) if parameters else ""


def draw(service: Service, here: Here, template: str, /, *, status: int = 200, **context: Any) -> Response:
    """Draw a page; besides ``context`` its template gets ``page`` (a `Here`) and ``t`` for the words."""
    beside = beside_links("service", here.lang, ontology=service.has_ontology)
    policy = "; ".join(" ".join([name, *sources]) for name, sources in POLICY.items())
    text = templates(_TEMPLATES).get_template(template).render(
        page=here,
        csp=policy,
        navigation=NAVIGATION,
        beside=[(here.to(path), key) for path, key in beside],
        version=__version__,
        t=lambda key, /, **values: word(here.lang, key, **values),
        grouped=lambda count: grouped(count, here.lang),
        **context,
    )  # fmt: skip
    headers = [
        ("Content-Type", HTML.content_type),
        ("Content-Language", here.lang),
        ("Content-Security-Policy", f"{policy}; frame-ancestors 'none'"),
        ("X-Content-Type-Options", "nosniff"),
        ("Vary", VARY),
    ]
    return Response(status, headers, text.encode("utf-8", "replace"))


def kept(response: Response) -> Response:
    """A page with its entity tag; one that tells of a fault is not to be kept."""
    if response.status != 200 or not isinstance(response.body, bytes):
        return Response(response.status, [*response.headers, ("Cache-Control", "no-store")], response.body)
    current = tag(response.body.decode("utf-8"))
    return Response(200, [*response.headers, ("ETag", current), ("Cache-Control", "no-cache")], response.body)
