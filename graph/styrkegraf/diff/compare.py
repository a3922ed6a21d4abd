"""Comparing: the differences between two graphs as changes, each with its region and its source."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final, Literal

from pyoxigraph import Literal as RdfLiteral
from pyoxigraph import NamedNode, Quad

from styrkegraf.atlas.wording import words
from styrkegraf.diff.read import Lines, only_in_one, quads_of, read_lines
from styrkegraf.diff.regions import regions
from styrkegraf.joined import JOINED
from styrkegraf.labels import Labels, Language
from styrkegraf.namespaces import DERIVED, INFERRED, PREFIXES, PROVENANCE, rdf, rdfs, sg, shorten
from styrkegraf.origins import Origin, Origins
from styrkegraf.store import MemoryStore
from styrkegraf.terms import Term

__all__ = ["Change", "Difference", "Kind", "diff"]

Kind = Literal["came", "gone", "changed"]
_LABELS: Final = (f" <{PREFIXES['skos']}prefLabel> ".encode(), f" <{PREFIXES['rdfs']}label> ".encode())
_JOINS: Final = tuple(f" {sg(local)} ".encode() for local in ("linksRegion", "hasThemeTie", "toTheme"))
_KIND: Final = f" {rdf('type')} ".encode()
_NARROWER: Final = f" {rdfs('subClassOf')} ".encode()
_ABOUT_GRAPHS: Final = f" {PROVENANCE} .".encode()


@dataclass(frozen=True, slots=True)
class Change:
    """One change: what came (``new``), went (``old``) or both, about one subject and property in one named graph."""

    kind: Kind
    subject: Term
    predicate: NamedNode
    old: Term | None
    new: Term | None
    graph: str
    regions: tuple[str, ...]

    @property
    def concluded(self) -> bool:
        """Whether the statement follows from others, by logic or by a rule."""
        return self.graph == INFERRED.value or self.graph.startswith(DERIVED)


class Difference:
    """The changes from one graph to another, and what everything in them is called."""

    def __init__(self, changes: Sequence[Change], old: tuple[Lines, Path], new: tuple[Lines, Path]) -> None:
        self.changes = tuple(changes)
        self._graphs = (new, old)

    def __len__(self) -> int:
        return len(self.changes)

    def count(self, kind: Kind, *, concluded: bool) -> int:
        """How many changes of a kind there are among what is said, or among what is concluded."""
        return sum(change.kind == kind and change.concluded is concluded for change in self.changes)

    @cached_property
    def _names(self) -> tuple[MemoryStore, MemoryStore]:
        """Labels and descriptions of named graphs that the changes need, of the new and of the old graph."""
        wanted = {f"<{iri}>".encode() for change in self.changes for iri in _mentioned(change)}
        new, old = (MemoryStore(quads_of(_naming(lines, wanted), path)) for lines, path in self._graphs)
        return new, old

    @cached_property
    def _labels(self) -> tuple[Labels, Labels]:
        new, old = self._names
        return Labels(new), Labels(old)

    @cached_property
    def _joined(self) -> dict[tuple[Term | None, str | None], str]:
        """What the things are called that have no label but join others, by language; the new graph's word counts."""
        new, old = self._names
        rows = [row for store in (old, new) for row in store.select(f"SELECT ?thing ?label {{ {JOINED} }}")]
        told = ((row["thing"], row["label"]) for row in rows)
        return {(thing, label.language): label.value for thing, label in told if isinstance(label, RdfLiteral)}

    @cached_property
    def origins(self) -> dict[NamedNode, Origin]:
        """Where the statements of each named graph come from; the new graph's word counts."""
        new, old = self._names
        return {**Origins(old), **Origins(new)}

    def label(self, term: Term | None, lang: Language = "sv") -> str:
        """What a term is called now, or was called before."""
        if isinstance(term, NamedNode):
            short = shorten(term.value)
            names = (labels.of(term, lang) for labels in self._labels)
            other = self._joined.get((term, lang)) or words(lang).get(f"property-{short}", short)
            return next((name for name in names if name != short), other)
        return self._labels[0].of(term, lang)

    def name(self, term: Term, lang: Language = "sv") -> str:
        """The label, and the short IRI after it where the changes call another thing the same: it may be renamed."""
        label = self.label(term, lang)
        return f"{label} ({shorten(term.value)})" if isinstance(term, NamedNode) and term in self._alike else label

    @cached_property
    def _alike(self) -> frozenset[NamedNode]:
        """The things and documents of the changes whose label, in one of the languages, another of them has too."""
        bearers: dict[str, set[NamedNode]] = defaultdict(set)
        for change in self.changes:
            for term in (change.subject, change.old, change.new, self._document(change.graph)):
                if isinstance(term, NamedNode):
                    bearers[self.label(term, "sv")].add(term)
                    bearers[self.label(term, "en")].add(term)
        return frozenset(term for terms in bearers.values() if len(terms) > 1 for term in terms)

    def source(self, graph: str, lang: Language = "sv") -> str:
        """The document that a named graph belongs to, or what else it is, in words."""
        if (document := self._document(graph)) is not None:
            return self.name(document, lang)
        origin = self._origin(graph)
        return origin.words(self._labels[0], lang) if origin is not None else graph

    def place(self, graph: str, lang: Language = "sv") -> str:
        """The heading and the lines of a passage; empty for what is no passage."""
        origin = self._origin(graph)
        if origin is None or origin.document is None:
            return ""
        told, document = origin.words(self._labels[0], lang), self._labels[0].of(NamedNode(origin.document), lang)
        return told.partition(document)[2].removeprefix(", ")

    def tag(self, change: Change, literal: RdfLiteral) -> str:
        """The language or datatype of a literal, where the changes have its text with another one; else nothing."""
        return _tag(literal) if len(self._tags[_text(change, literal)]) > 1 else ""

    @cached_property
    def _tags(self) -> dict[tuple[str, ...], set[str]]:
        """The languages and datatypes of each text that the changes say with one property of one thing."""
        found: dict[tuple[str, ...], set[str]] = defaultdict(set)
        for change in self.changes:
            for term in (change.old, change.new):
                if isinstance(term, RdfLiteral):
                    found[_text(change, term)].add(_tag(term))
        return found

    def _origin(self, graph: str) -> Origin | None:
        return self.origins.get(NamedNode(graph)) if graph else None

    def _document(self, graph: str) -> NamedNode | None:
        """The document that a named graph is a passage of."""
        origin = self._origin(graph)
        return NamedNode(origin.document) if origin is not None and origin.document is not None else None


def diff(old: Path, new: Path) -> Difference:
    """Compare two graphs: build folders, or files of N-Quads or TriG.

    A statement that went and one that came with the same subject, property, named graph and language are one change of
    value. Raises `InputError` for what cannot be read.
    """
    before, after = read_lines(old), read_lines(new)
    gone, came = only_in_one(before, after, (old, new))
    subjects = {quad.subject.value for quad in gone | came if isinstance(quad.subject, NamedNode)}
    where = regions(subjects, before, after) if subjects else {}
    return Difference(sorted(_changes(gone, came, where), key=_order), (before, old), (after, new))


def _changes(gone: Iterable[Quad], came: Iterable[Quad], where: dict[str, tuple[str, ...]]) -> Iterator[Change]:
    pairs: dict[tuple[str, ...], tuple[list[Quad], list[Quad]]] = defaultdict(lambda: ([], []))
    for side, quads in enumerate((gone, came)):
        for quad in sorted(quads, key=lambda one: str(one.object)):
            pairs[_slot(quad)][side].append(quad)
    for before, after in pairs.values():
        both = min(len(before), len(after))
        for old, new in zip(before[:both], after[:both], strict=True):
            yield _change("changed", old, new, where)
        for quad in before[both:]:
            yield _change("gone", quad, None, where)
        for quad in after[both:]:
            yield _change("came", None, quad, where)


def _slot(quad: Quad) -> tuple[str, ...]:
    """What two statements share of which one is the other with a new value."""
    language = (quad.object.language or "") if isinstance(quad.object, RdfLiteral) else ""
    return str(quad.graph_name), str(quad.subject), quad.predicate.value, language


def _text(change: Change, literal: RdfLiteral) -> tuple[str, ...]:
    """What two literals share of which one is the other with another language or datatype."""
    return str(change.subject), change.predicate.value, literal.value


def _tag(literal: RdfLiteral) -> str:
    if literal.language is None:
        return shorten(literal.datatype.value)
    return f"{literal.language}--{literal.direction}" if literal.direction else literal.language


def _change(kind: Kind, old: Quad | None, new: Quad | None, where: dict[str, tuple[str, ...]]) -> Change:
    quad = new or old
    assert quad is not None  # one of the two is there
    subject, graph = quad.subject, quad.graph_name
    found = where.get(subject.value, ()) if isinstance(subject, NamedNode) else ()
    name = graph.value if isinstance(graph, NamedNode) else ""
    before, after = (one.object if one is not None else None for one in (old, new))
    return Change(kind, subject, quad.predicate, before, after, name, found)


def _order(change: Change) -> tuple[object, ...]:
    values = (str(change.old or ""), str(change.new or ""))
    return not change.regions, change.regions, change.graph, str(change.subject), change.predicate.value, *values


def _mentioned(change: Change) -> Iterator[str]:
    terms = (change.subject, change.predicate, change.old, change.new)
    yield from (term.value for term in terms if isinstance(term, NamedNode))
    yield from (change.graph, change.graph.partition("#")[0], *change.regions)


def _naming(lines: Lines, wanted: set[bytes]) -> list[bytes]:
    """The statements that name what is wanted, or what it joins, and those that describe its named graphs."""
    joining = [line for line in lines if any(one in line for one in _JOINS) and not wanted.isdisjoint(line.split(b" "))]
    parts = {term for line in joining for term in line.split(b" ")}
    kinds = [line for line in lines if _KIND in line and line[: line.find(b" ")] in parts]
    named = wanted | parts | {line.split(b" ")[2] for line in kinds}
    told = [
        line
        for line in lines
        if (any(one in line for one in _LABELS) or line.endswith(_ABOUT_GRAPHS) or _NARROWER in line)
        and line[: line.find(b" ")] in named
    ]
    return [*joining, *kinds, *told]
