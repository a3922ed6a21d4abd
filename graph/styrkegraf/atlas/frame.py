"""The frame: the layout that every page of the atlas shares, and what its templates may call."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote, urlencode

from pyoxigraph import NamedNode, Quad

from styrkegraf import __version__
from styrkegraf.atlas.addresses import page_of, relative
from styrkegraf.atlas.beside import Beside, beside_links
from styrkegraf.atlas.credit import Credit
from styrkegraf.atlas.environment import templates
from styrkegraf.atlas.queries import query_documents
from styrkegraf.atlas.statements import Statements
from styrkegraf.atlas.wholes import wholes
from styrkegraf.atlas.wording import Name, Names, word, words
from styrkegraf.derive import rules
from styrkegraf.documents import QueryDocument
from styrkegraf.graph import Graph
from styrkegraf.inline import in_script
from styrkegraf.labels import Language
from styrkegraf.namespaces import SG, SOURCE, rdf, rdfs, sg, shorten
from styrkegraf.origins import Origin
from styrkegraf.shipped import draws_on_shipped, is_shipped
from styrkegraf.text import grouped

if TYPE_CHECKING:
    from styrkegraf.atlas.locator import Counties
    from styrkegraf.atlas.memberships import Membership
    from styrkegraf.atlas.regions import RegionLink
    from styrkegraf.report import Report

__all__ = ["NAVIGATION", "PAGE_KINDS", "POLICY", "Frame", "Page", "data_script"]


POLICY: Final[Mapping[str, Sequence[str]]] = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'", "data:"],
    "base-uri": ["'none'"],
    "form-action": ["'none'"],
}
"""The Content-Security-Policy of a page: only files of the site, no inline script or style, and no request beyond."""

NAVIGATION: Final = (
    ("maps/index.html", "maps"),
    ("region/index.html", "nav-regions"),
    ("compare.html", "nav-compare"),
    ("theme/index.html", "nav-themes"),
    ("area/index.html", "nav-areas"),
    ("actor/index.html", "nav-actors"),
    ("strategy/index.html", "nav-strategies"),
    ("analysis.html", "nav-analysis"),
    ("ask.html", "nav-ask"),
    ("sources.html", "nav-sources"),
    ("about.html", "nav-about"),
)
"""The main navigation: address and key of the words."""

PAGE_KINDS: Final = ("region", "macroregion", "theme", "area", "actor", "strategy")
"""The kinds of thing that have a list of their own, by their names in the addresses."""


def data_script(call: str, value: object) -> str:
    r"""A script that hands data to a function, for pages that may not fetch because they open from disk.

    >>> data_script("styrkegraf.found", {"label": "</script>"})
    'styrkegraf.found({"label":"\\u003c/script\\u003e"});\n'
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False, sort_keys=True)
    return f"{call}({in_script(text)});\n"


@dataclass(frozen=True, slots=True)
class Page:
    """One page while it is drawn: its language, its address below the folder of the language, and its place.

    ``location`` is the file from the top of the site; it differs from ``lang/path`` for the first page only.
    """

    lang: Language
    path: str
    location: str

    def url(self, path: str, lang: Language | None = None) -> str:
        """A link to the page at ``path`` in this language or another."""
        return relative(f"{lang or self.lang}/{path}", self.location)

    def file(self, path: str) -> str:
        """A link to a file from the top of the site, such as ``static/style.css``."""
        return relative(path, self.location)

    @property
    def other(self) -> Language:
        """The language that this page is not in."""
        return "en" if self.lang == "sv" else "sv"


class Frame:
    """Draws pages about one graph: ``beside`` is what stands beside them, ``credit`` what its publisher says of it."""

    def __init__(self, graph: Graph, beside: Beside = "nothing", credit: Credit | None = None) -> None:
        self.graph = graph
        self.beside = beside
        self.credit = credit

    @cached_property
    def shipped(self) -> bool:
        """Whether the graph is the one that ships; of another the pages say nothing that is so of ours only."""
        return is_shipped(self.graph.store)

    @cached_property
    def draws_on_shipped(self) -> bool:
        """Whether the graph is made from the one that ships, to which it then owes credit."""
        return draws_on_shipped(self.graph.store)

    @cached_property
    def names(self) -> Names:
        """What everything is called."""
        return Names(self.graph.labels)

    @cached_property
    def statements(self) -> Statements:
        """Every statement with its layer, its origins and what it rests on."""
        return Statements(self.graph)

    @cached_property
    def held(self) -> Report:
        """How much the graph holds, counted as the build report and the analysis count it."""
        from styrkegraf.report import report

        return report(self.graph, ())

    @cached_property
    def wholes(self) -> dict[str, str]:
        """For every part without a page of its own, the thing on whose page it stands."""
        return wholes(self.graph.store)

    @cached_property
    def rules(self) -> dict[str, QueryDocument]:
        """The rules that derive statements, by name."""
        return {rule.name: rule for rule in rules()}

    @cached_property
    def counties(self) -> Counties:
        """The counties as shapes on a map."""
        from styrkegraf.atlas.locator import Counties

        return Counties(self.graph.store)

    @cached_property
    def region_links(self) -> dict[str, tuple[RegionLink, ...]]:
        """The derived links of every region."""
        from styrkegraf.atlas.regions import region_links

        return region_links(self.graph.store)

    @cached_property
    def memberships(self) -> dict[str, tuple[Membership, ...]]:
        """The memberships that people, organisations and roles take part in."""
        from styrkegraf.atlas.memberships import memberships

        return memberships(self.graph.store)

    @cached_property
    def classes(self) -> dict[str, frozenset[str]]:
        """The classes of everything that has one."""
        return _pairs(self.graph.store.match(None, rdf("type"), None))

    @cached_property
    def wider_classes(self) -> dict[str, frozenset[str]]:
        """For every class, those that it is a proper part of."""
        found = _pairs(self.graph.store.match(None, rdfs("subClassOf"), None))
        return {one: wider - {one} for one, wider in found.items()}

    @cached_property
    def parts_of(self) -> dict[str, list[str]]:
        """The parts that stand on the page of each whole."""
        found: dict[str, list[str]] = defaultdict(list)
        for part, whole in self.wholes.items():
            found[whole].append(part)
        return found

    @cached_property
    def area_of(self) -> dict[str, str]:
        """The region or macro-region of every strength area."""
        found = self.graph.store.match(None, sg("areaOf"), None)
        pairs = sorted((getattr(quad.subject, "value", ""), getattr(quad.object, "value", "")) for quad in found)
        return dict(reversed(pairs))

    @cached_property
    def pages(self) -> frozenset[str]:
        """The IRIs of everything that has a page or a place on one."""
        return frozenset(iri for iri in self.statements.things if iri in self.names)

    def address(self, iri: str) -> str | None:
        """The address of a thing below the folder of the language; None where it has no page."""
        known = iri in self.pages or (iri.startswith(SOURCE) and iri in self.names)
        return page_of(iri, self.wholes) if known else None

    def page(
        self,
        template: str,
        path: str,
        lang: Language,
        /,
        *,
        location: str | None = None,
        policy: Mapping[str, Sequence[str]] | None = None,
        **context: Any,
    ) -> str:
        """Draw one page as HTML.

        ``path`` is the address below the folder of the language. ``policy`` adds sources to directives of `POLICY`.
        The template extends ``layout.html.j2`` and gets, besides ``context``: ``page`` (a `Page`), ``t(key, **values)``
        for the words of the interface, ``name(iri)``, ``class_name(local)``, ``where(iri)`` for a link or None, and
        ``question(name, **parameters)`` and ``sparql(text)`` for links to the page where queries run; a question is
        any document of `query_documents`, and an IRI among its parameters is written short.
        """
        page = Page(lang, path, location or f"{lang}/{path}")
        shown: str = (
            templates()
            .get_template(template)
            .render(
                page=page,
                csp=_csp(policy or {}),
                navigation=NAVIGATION,
                beside=[(page.file(path), key) for path, key in self._beside(lang)],
                version=__version__,
                **self._calls(page),
                **context,
            )
        )
        return shown

    def draw(self, template: str, /, **context: Any) -> str:
        """Draw a template that is no page, such as a picture in SVG."""
        shown: str = templates().get_template(template).render(**context)
        return shown

    def _beside(self, lang: Language) -> list[tuple[str, str]]:
        return beside_links(self.beside, lang, ontology=self.graph.has_ontology)

    def _calls(self, page: Page) -> dict[str, Any]:
        def where(iri: str) -> str | None:
            address = self.address(iri)
            return page.url(address) if address else None

        def name(iri: str) -> Name:
            return self.names.of(iri, page.lang)

        def question(document: str, /, **parameters: str) -> str:
            state = {"question": document, **{key: _short(value) for key, value in parameters.items()}}
            return f"{page.url('ask.html')}#{urlencode(state, safe=':', quote_via=quote)}"

        return {
            "t": lambda key, /, **values: word(page.lang, key, **values),
            "english": lambda key: word("en", key),
            "name": name,
            "class_name": lambda local: name(SG + local),
            "where": where,
            "verb": lambda iri: self.names.verb(iri, page.lang),
            "question": question,
            "query_title": lambda name: query_documents()[name].text("title", page.lang),
            "sparql": lambda text: page.url("ask.html") + f"#query={quote(text, safe='')}",
            "passage": lambda origin: self._passage(origin, page),
            "page_kinds": PAGE_KINDS,
            "known": lambda iri: iri in self.names,
            "short": lambda iri: shorten(iri).strip("<>"),
            "language": lambda code: words(page.lang).get(f"language-{code}", code),
            "grouped": lambda count: grouped(count, page.lang),
            "rule_title": lambda rule: self.rules[rule].text("title", page.lang) if rule in self.rules else rule,
        }

    def _passage(self, origin: Origin, page: Page) -> str | None:
        address = page_of(origin.graph, {}) if origin.document else None
        return page.url(address) if address else None


def _short(value: str) -> str:
    return shorten(value) if value.startswith(("http://", "https://")) else value


def _pairs(quads: Iterable[Quad]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for quad in quads:
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode):
            found[quad.subject.value].add(quad.object.value)
    return {subject: frozenset(objects) for subject, objects in found.items()}


def _csp(more: Mapping[str, Sequence[str]]) -> str:
    directives = {name: [*POLICY.get(name, []), *more.get(name, [])] for name in dict.fromkeys([*POLICY, *more])}
    return "; ".join(" ".join([name, *sources]) for name, sources in directives.items())
