"""Labels: what a thing is called, and which thing a name means."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Final, Literal, TypeAlias

from pyoxigraph import BlankNode, NamedNode, Triple
from pyoxigraph import Literal as RdfLiteral

from styrkegraf.errors import StyrkegrafError
from styrkegraf.namespaces import ID, SG, SOURCE, expand, rdf, rdfs, sg, shorten, skos
from styrkegraf.store import Store
from styrkegraf.terms import Term

__all__ = ["LANGUAGES", "Labels", "Language", "SortKey", "UnknownName", "alphabetical", "fold", "known_language"]

Language = Literal["sv", "en"]
LANGUAGES: Final[tuple[Language, ...]] = ("sv", "en")

SortKey: TypeAlias = tuple[tuple[int, int, str], ...]
"""Where a name stands in the alphabet: its runs of letters and its numbers."""
_AFTER_Z: Final = str.maketrans("åäæöø", "αββγγ")

_RANKED: Final = (skos("prefLabel"), rdfs("label"), skos("altLabel"), skos("hiddenLabel"))
"""What gives a label, the best first."""
_BRANCHES: Final = " UNION ".join(
    f"{{ ?thing {predicate} ?label BIND({rank} AS ?rank) }}" for rank, predicate in enumerate(_RANKED)
)
_LABELS: Final = f"SELECT ?thing ?label ?rank WHERE {{ {_BRANCHES} }}"
_HIDDEN: Final = 3
"""The rank of labels that find a thing, and are not shown."""
_SOME: Final = 1000
"""Things of a kind among which the first is looked for."""
_KEPT: Final = 100_000
"""Things whose labels are kept after they were looked up."""
_EXACTLY: Final = (
    "In a graph this large, write a name exactly as it stands, or a short form such as county:gotland.",
    "I en så stor graf skrivs ett namn precis som det står, eller en kortform som county:gotland.",
)
_NONE: Final = ("There is none at all in it.", "Det finns ingenting alls av det slaget i den.")


class UnknownName(StyrkegrafError):
    """A name that no thing of the kind asked for has; holds the kind, the nearest names, and a hint for without any."""

    def __init__(
        self, name: str, kind: tuple[str, str], nearest: Iterable[str], hint: tuple[str, str] = ("", "")
    ) -> None:
        self.name = name
        self.kind = kind
        self.hint = hint
        self.nearest = tuple(nearest)
        if self.nearest:
            hint = (
                f"Did you mean {' or '.join(f'“{found}”' for found in self.nearest)}?",
                f"Menade du {' eller '.join(f'”{found}”' for found in self.nearest)}?",
            )
        super().__init__(
            f"The graph has no {kind[0]} called “{name}”. {hint[0]}".rstrip(),
            swedish=f"Grafen har inget som heter ”{name}” ({kind[1]}). {hint[1]}".rstrip(),
        )


def known_language(lang: str) -> Language:
    """The language, one of `LANGUAGES`; another is refused with a `StyrkegrafError`, rather than shown as if known.

    >>> known_language("en")
    'en'
    """
    for known in LANGUAGES:
        if lang == known:
            return known
    raise StyrkegrafError(f"There is no language “{lang}” here; choose {' or '.join(LANGUAGES)}.")


def fold(text: str) -> str:
    """Reduce a name to what matters in comparing: no case, no accents, no punctuation, single spaces.

    >>> fold("Västra  Götaland"), fold("Hälsa & välfärd")
    ('vastra gotaland', 'halsa valfard')
    """
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return " ".join(re.findall(r"\w+", plain))


def alphabetical(text: str, lang: Language) -> SortKey:
    """Where a text stands in the alphabet of the language: å, ä and ö last in Swedish, and numbers by their size.

    >>> sorted(["Örebro", "Delmål 10", "Åre", "Västmanland", "Delmål 2"], key=lambda text: alphabetical(text, "sv"))
    ['Delmål 2', 'Delmål 10', 'Västmanland', 'Åre', 'Örebro']
    """
    plain = unicodedata.normalize("NFC", text).casefold()
    folded = fold(plain.translate(_AFTER_Z) if lang == "sv" else plain)
    return tuple(
        (0, len(part.lstrip("0")), part.lstrip("0")) if part.isdecimal() else (1, 0, part)
        for part in re.findall(r"[0-9]+|[^0-9]+", folded)
    )


def _better(found: dict[str, tuple[int, str]], label: RdfLiteral, rank: int) -> None:
    """Keep a label where it is the best in its language so far."""
    language, entry = label.language or "", (rank, label.value)
    found[language] = min(entry, found.get(language, entry))


class Labels:
    """The labels of everything in a store.

    They are read once, and a name is found whatever its case and accents. Of a large graph they are looked up when they
    are asked for, and a name is found as it stands.
    """

    def __init__(self, store: Store, lang: Language = "sv") -> None:
        self.lang: Language = lang
        """The language in which messages name things."""
        self._store = store
        self._large = store.is_large
        self._texts: dict[str, dict[str, tuple[int, str]]] = {}
        if not self._large:
            for row in store.select(_LABELS):
                self._note(row["thing"], row["label"], row["rank"])

    def _note(self, thing: Term | None, label: Term | None, rank: Term | None) -> None:
        if isinstance(thing, NamedNode) and isinstance(label, RdfLiteral) and isinstance(rank, RdfLiteral):
            _better(self._texts.setdefault(thing.value, {}), label, int(rank.value))

    def texts(self, iri: str) -> Mapping[str, tuple[int, str]]:
        """The best label of a thing in each language (empty for none), after its rank.

        The rank is 0 of a preferred label, 1 of an ``rdfs:label``, 2 of an alternative label, 3 of a hidden one.
        """
        if self._large and iri not in self._texts:
            if len(self._texts) >= _KEPT:
                self._texts.clear()
            self._texts[iri] = self._look_up(iri)
        return self._texts.get(iri, {})

    def _look_up(self, iri: str) -> dict[str, tuple[int, str]]:
        found: dict[str, tuple[int, str]] = {}
        for rank, predicate in enumerate(_RANKED):
            for quad in self._store.match(NamedNode(iri), predicate, None):
                if isinstance(quad.object, RdfLiteral):
                    _better(found, quad.object, rank)
        return found

    def of(self, term: Term | None, lang: Language | None = None) -> str:
        """What to show a reader for a term: its label in the language, else in another one, else its short form.

        Without a language it is that of messages.
        """
        lang = lang or self.lang
        if term is None:
            return ""
        if isinstance(term, RdfLiteral):
            return term.value
        if isinstance(term, BlankNode):
            return f"_:{term.value}"
        if isinstance(term, Triple):
            return " ".join(self.of(part, lang) for part in (term.subject, term.predicate, term.object))
        texts = self.texts(term.value)
        for language in (lang, "en" if lang == "sv" else "sv", ""):
            rank, text = texts.get(language, (_HIDDEN, ""))
            if rank < _HIDDEN:
                return text
        others = (text for _, (rank, text) in sorted(texts.items()) if rank < _HIDDEN)
        return next(others, shorten(term.value))

    def resolve(self, name: str, kind: str | None = None) -> list[NamedNode]:
        """The things that a name means: an IRI, a short form such as ``county:vastmanland``, or a label.

        ``kind`` is the local name of a class of the ontology that the things must belong to. Several things may share
        a label; all are returned, sorted. Raises `UnknownName` with the nearest names where there is none.
        """
        iri = expand(name)
        if iri:
            found = {iri} if kind is None or self.holds(iri, kind) else set()
        elif self._large:
            found = self._called(name, kind)
        else:
            found = self._names.get(fold(name), set())
            found = found & self._members[kind] if kind else self._ours(found)
        if not found:
            hint = _EXACTLY if self._large else ("", "") if kind is None or self._members[kind] else _NONE
            raise UnknownName(name, self._kind(kind), self._nearest(name, kind), hint)
        return [NamedNode(value) for value in sorted(found)]

    def first(self, kind: str) -> NamedNode | None:
        """The first thing of a class of the ontology by IRI, among some of them in a large graph; None without any."""
        rows = self._store.select(
            f"SELECT DISTINCT ?thing {{ ?thing a sg:{kind} FILTER(ISIRI(?thing)) }} LIMIT {_SOME}"
        )
        return min((row["thing"] for row in rows if isinstance(row["thing"], NamedNode)), key=str, default=None)

    def holds(self, iri: str, kind: str) -> bool:
        """Whether the graph says that a thing is of a class of the ontology."""
        try:
            return any(self._store.match(NamedNode(iri), rdf("type"), sg(kind)))
        except ValueError:  # no IRI at all
            return False

    def _called(self, name: str, kind: str | None) -> set[str]:
        """What has a label that reads exactly so, in Swedish, in English or in no language."""
        written = (RdfLiteral(name, language="sv"), RdfLiteral(name, language="en"), RdfLiteral(name))
        quads = (self._store.match(None, predicate, label) for predicate in _RANKED for label in written)
        things = {quad.subject.value for found in quads for quad in found if isinstance(quad.subject, NamedNode)}
        return {iri for iri in things if kind is None or self.holds(iri, kind)}

    @cached_property
    def _names(self) -> dict[str, set[str]]:
        """By every label, folded: what is called so."""
        names: dict[str, set[str]] = defaultdict(set)
        for row in self._store.select(_LABELS):
            thing, label = row["thing"], row["label"]
            if isinstance(thing, NamedNode) and isinstance(label, RdfLiteral):
                names[fold(label.value)].add(thing.value)
        return names

    def _ours(self, found: set[str]) -> set[str]:
        return {iri for iri in found if iri.startswith((ID, SG, SOURCE))} or found

    @cached_property
    def _members(self) -> dict[str, set[str]]:
        members: dict[str, set[str]] = defaultdict(set)
        for row in self._store.select(
            f'SELECT ?thing ?class {{ ?thing a ?class FILTER(STRSTARTS(STR(?class), "{SG}")) }}'
        ):
            thing, kind = row["thing"], row["class"]
            if isinstance(thing, NamedNode) and isinstance(kind, NamedNode):
                members[kind.value.removeprefix(SG)].add(thing.value)
        return members

    def _kind(self, kind: str | None) -> tuple[str, str]:
        """What the things of a kind are called in English and in Swedish."""
        return (self.of(NamedNode(SG + kind), "en"), self.of(NamedNode(SG + kind), "sv")) if kind else ("thing", "ting")

    def _nearest(self, name: str, kind: str | None) -> list[str]:
        if self._large:
            return []
        known = {
            folded: min(things)
            for folded, names in self._names.items()
            if (things := names & self._members[kind] if kind else self._ours(names))
        }
        close = difflib.get_close_matches(fold(name), known, n=3, cutoff=0.6)
        starting = [folded for folded in known if fold(name) and folded.startswith(fold(name))]
        found = dict.fromkeys(self.of(NamedNode(known[folded])) for folded in [*close, *sorted(starting)])
        return list(found)[:3]
