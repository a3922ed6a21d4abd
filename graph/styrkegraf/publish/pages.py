"""Pages: what the graph says of a resource, for people, in the look of the atlas.

The page of ``id/county/vastmanland`` is ``id/county/vastmanland.sv.html`` and ``.en.html``. Its links are relative, so
that it works under every base, from a web server as from a folder.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode, Quad

from styrkegraf import __version__
from styrkegraf.atlas.beside import beside_links
from styrkegraf.atlas.environment import templates
from styrkegraf.atlas.frame import NAVIGATION, POLICY
from styrkegraf.atlas.wording import word
from styrkegraf.labels import Language
from styrkegraf.media import HTML
from styrkegraf.namespaces import BASE, PREFIXES, SG, shorten
from styrkegraf.origins import Origin
from styrkegraf.publish.facts import about_groups, classes, incoming_groups, sentences, texts
from styrkegraf.publish.formats import FORMATS
from styrkegraf.publish.names import PageNames
from styrkegraf.publish.things import Description, Things
from styrkegraf.text import grouped

if TYPE_CHECKING:
    pass

__all__ = ["CSP", "DataPage", "data_page", "document", "draw", "missing_page"]

CSP: Final = "; ".join(" ".join([name, *sources]) for name, sources in POLICY.items())
"""The Content-Security-Policy of a data page, which is that of the atlas."""
_TEMPLATES: Final = Path(__file__).parent / "templates"
_SENTENCES: Final = 300
"""How many statements of a named graph a page shows; its other formats hold them all."""
_SHOWN: Final = 25
_IN_PATH: Final = "/%:@!$&'()*+,;=~"
_NOTE: Final = PREFIXES["skos"] + "note"


@dataclass(frozen=True, slots=True)
class DataPage:
    """A page while it is drawn, as the layout of the atlas asks about it; ``document`` is its path without ending."""

    lang: Language
    document: str
    path: str = ""

    @property
    def root(self) -> str:
        """The way to the top."""
        return "../" * self.document.count("/") or "./"

    @property
    def other(self) -> Language:
        """The language that the page is not in."""
        return "en" if self.lang == "sv" else "sv"

    def url(self, path: str, lang: Language | None = None) -> str:
        """A link to a page of the atlas; the empty path is this very page in a language."""
        return f"{self.root}{lang or self.lang}/{path}" if path else self.form(f"{lang or self.lang}.{HTML.extension}")

    def file(self, path: str) -> str:
        """A link to a file from the top."""
        return self.root.rstrip("/") if path == "." else self.root + path

    def form(self, extension: str) -> str:
        """A link to this resource in another form."""
        return self.root + _quoted(document(self.document, extension))

    def thing(self, iri: str) -> str | None:
        """A link to the page of a resource of ours, by its canonical IRI; None for what is not ours."""
        path, mark, fragment = iri.removeprefix(BASE).partition("#")
        if not iri.startswith((BASE + "id/", BASE + "source/", BASE + "graph/", BASE + "ontology")):
            return None
        if path == self.document and mark:
            return f"#{_quoted(fragment)}"
        address = self.root + _quoted(document(path, f"{self.lang}.{HTML.extension}"))
        return address + (f"#{_quoted(fragment)}" if mark else "")


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage on the page of its document: its anchor, where it stands, notes, and what it states."""

    iri: str
    anchor: str
    origin: Origin | None
    notes: tuple[Literal, ...]
    statements: tuple[Quad, ...]


def document(path: str, extension: str) -> str:
    """The address of a document about a resource, such as ``id/county/vastmanland.sv.html``."""
    return f"{path}.{extension}"


def _quoted(path: str) -> str:
    """A path as a link carries it; what is percent-encoded stays so, and half a character is no character."""
    return quote(path, safe=_IN_PATH, errors="replace")


def data_page(description: Description, things: Things, lang: Language, in_atlas: str | None = None) -> str:
    """Draw the page of a resource in a language; all its labels come from one query.

    ``in_atlas`` is the address of its page in the atlas, below the folder of the language, where it has one.
    """
    if description.kind == "ontology":
        from styrkegraf.publish.ontology_docs import ontology_page

        return ontology_page(things, lang)
    if description.kind == "graph":
        description = replace(description, content=description.content[:_SENTENCES])
    origins = things.graph.origins
    names = PageNames(things.labels({*description.mentioned(), *_documents(description, origins)}), lang)
    said, follows = about_groups(description, origins, names)
    passages = _passages(description, origins, names)
    held = () if description.kind == "source" else sentences(description.content, names)
    page = DataPage(lang, description.path)
    kinds = classes(description, origins)
    called = [names.of(one).text for one in kinds] or [word(lang, f"data-kind-{description.kind}")]
    # Two things of a kind may have one name, so a title ends with the address; where that is the name, it stands once.
    title = ", ".join(dict.fromkeys([names.of(description.iri).text, *called, description.path]))
    told = texts(description, names)
    return draw(
        "data.html.j2",
        page,
        names,
        iri=description.iri,
        address=things.edition.iri(description.iri),
        licence=things.edition.licence_of(description.iri),
        kind=description.kind,
        title=title,
        lead=told[0].value if told else title,
        classes=kinds,
        texts=told,
        said=said,
        follows=follows,
        incoming=incoming_groups(description, origins, names),
        incoming_count=sum(one.count for one in description.incoming),
        passages=passages,
        held=held,
        size=description.size,
        whole=description.rest or page.form("nt"),
        live=things.live,
        has_ontology=things.graph.has_ontology,
        most=_SHOWN,
        atlas=page.url(in_atlas) if in_atlas else None,
    )


def missing_page(path: str, nearest: Iterable[str], things: Things, lang: Language) -> str:
    """Draw the page for an address that names nothing, with the paths of things that it may have meant."""
    iris = [BASE + one for one in nearest]
    names = PageNames(things.labels(iris) if iris else {}, lang)
    return draw(
        "data-missing.html.j2",
        DataPage(lang, path),
        names,
        live=things.live,
        has_ontology=things.graph.has_ontology,
        path=path,
        nearest=iris,
    )


def draw(
    template: str, page: DataPage, names: PageNames, /, *, live: bool = False, has_ontology: bool = True, **context: Any
) -> str:
    """Draw a template that extends the layout of the atlas.

    ``live`` where a service answers beside it, ``has_ontology`` where the graph holds its ontology, whose terms else
    have no page. Besides ``context`` and ``live`` the template gets ``page``, ``t`` for words, and what the parts of
    the atlas call: ``name``, ``verb``, ``where``, ``known``, ``short`` and ``passage``.
    """
    beside = beside_links("service" if live else "files", page.lang, ontology=has_ontology)

    def where(iri: str) -> str | None:
        return None if iri.startswith(SG) and not has_ontology else page.thing(iri)

    shown: str = (
        templates(_TEMPLATES)
        .get_template(template)
        .render(
            page=page,
            csp=CSP,
            navigation=NAVIGATION,
            version=__version__,
            formats=FORMATS,
            live=live,
            t=lambda key, /, **values: word(page.lang, key, **values),
            name=names.of,
            other_name=names.other,
            verb=names.verb,
            coming=lambda iri: names.verb(iri, incoming=True),
            where=where,
            known=lambda iri: iri in names or iri.startswith(BASE),
            short=lambda iri: shorten(iri).strip("<>"),
            grouped=lambda count: grouped(count, page.lang),
            beside=[(page.root + path, key) for path, key in beside],
            passage=lambda origin: page.thing(origin.graph),
            **context,
        )
    )
    return shown


def _documents(description: Description, origins: Mapping[NamedNode, Origin]) -> set[str]:
    """The documents that the statements come from, whose names stand under “says who?”."""
    graphs = {quad.graph_name for quad in description.quads() if isinstance(quad.graph_name, NamedNode)}
    found = (origins[graph].document for graph in graphs if graph in origins)
    return {one for one in found if one}


def _passages(description: Description, origins: Mapping[NamedNode, Origin], names: PageNames) -> list[Passage]:
    """The passages of a document in the order of their lines."""
    if description.kind != "source":
        return []
    about: dict[str, list[Quad]] = defaultdict(list)
    content: dict[str, list[Quad]] = defaultdict(list)
    for quad in description.about:
        if isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(description.iri + "#"):
            about[quad.subject.value].append(quad)
    for quad in description.content:
        if isinstance(quad.graph_name, NamedNode):
            content[quad.graph_name.value].append(quad)
    found = [
        Passage(
            iri,
            iri.partition("#")[2],
            origins.get(NamedNode(iri)),
            _notes(quads, names.lang),
            tuple(sentences(content[iri], names)),
        )
        for iri, quads in about.items()
    ]
    return sorted(found, key=_lines)


def _lines(passage: Passage) -> tuple[int, int, str]:
    origin = passage.origin
    return (origin.first or 0, origin.last or 0, passage.iri) if origin else (0, 0, passage.iri)


def _notes(quads: Iterable[Quad], lang: Language) -> tuple[Literal, ...]:
    notes = {quad.object for quad in quads if quad.predicate.value == _NOTE and isinstance(quad.object, Literal)}
    return tuple(sorted((note for note in notes if note.language in (lang, None)), key=str))
