"""Labels: what a thing is called, and which thing a name means."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from typing import Literal

from pyoxigraph import BlankNode, NamedNode, Triple
from pyoxigraph import Literal as RdfLiteral

from styrkegraf.errors import StyrkegrafError
from styrkegraf.namespaces import ID, SG, SOURCE, expand, shorten
from styrkegraf.store import Store
from styrkegraf.terms import Term

__all__ = ["Labels", "Language", "UnknownName", "fold"]

Language = Literal["sv", "en"]

_LABELS = """
SELECT ?thing ?label ?rank WHERE {
  { ?thing skos:prefLabel ?label BIND(0 AS ?rank) }
  UNION { ?thing rdfs:label ?label BIND(1 AS ?rank) }
  UNION { ?thing skos:altLabel ?label BIND(2 AS ?rank) }
  UNION { ?thing skos:hiddenLabel ?label BIND(3 AS ?rank) }
}
"""


class UnknownName(StyrkegrafError):
    """A name that no thing of the kind asked for has; holds the nearest names."""

    def __init__(self, name: str, kind: str, nearest: Iterable[str]) -> None:
        self.name = name
        self.nearest = tuple(nearest)
        hint = f" Did you mean {' or '.join(f'“{found}”' for found in self.nearest)}?" if self.nearest else ""
        super().__init__(f"The graph has no {kind} called “{name}”.{hint}")


def fold(text: str) -> str:
    """Reduce a name to what matters in comparing: no case, no accents, no punctuation, single spaces.

    >>> fold("Västra  Götaland"), fold("Hälsa & välfärd")
    ('vastra gotaland', 'halsa valfard')
    """
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return " ".join(re.findall(r"\w+", plain))


class Labels:
    """The labels of everything in a store, read once."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._best: dict[tuple[str, str], tuple[int, str]] = {}
        self._names: dict[str, set[str]] = defaultdict(set)
        for row in store.select(_LABELS):
            self._note(row["thing"], row["label"], row["rank"])

    def _note(self, thing: Term | None, label: Term | None, rank: Term | None) -> None:
        if not (isinstance(thing, NamedNode) and isinstance(label, RdfLiteral) and isinstance(rank, RdfLiteral)):
            return
        key = (thing.value, label.language or "")
        found = (int(rank.value), label.value)
        if found < self._best.get(key, (9, "")):
            self._best[key] = found
        self._names[fold(label.value)].add(thing.value)

    def of(self, term: Term | None, lang: Language = "sv") -> str:
        """What to show a reader for a term: its label in the language, else in another one, else its short form."""
        if term is None:
            return ""
        if isinstance(term, RdfLiteral):
            return term.value
        if isinstance(term, BlankNode):
            return f"_:{term.value}"
        if isinstance(term, Triple):
            return " ".join(self.of(part, lang) for part in (term.subject, term.predicate, term.object))
        for language in (lang, "en" if lang == "sv" else "sv", ""):
            found = self._best.get((term.value, language))
            if found and found[0] < 3:
                return found[1]
        return shorten(term.value)

    def resolve(self, name: str, kind: str | None = None) -> list[NamedNode]:
        """The things that a name means: an IRI, a short form such as ``county:vastmanland``, or a label.

        ``kind`` is the local name of a class of the ontology that the things must belong to. Several things may share
        a label; all are returned, sorted. Raises `UnknownName` with the nearest names where there is none.
        """
        members = self._members[kind] if kind else None
        iri = expand(name)
        found = {iri} if iri else self._names.get(fold(name), set())
        if members is None and iri:
            return [NamedNode(iri)]
        fitting = sorted(found & members if members is not None else self._ours(found))
        if not fitting:
            raise UnknownName(name, self._kind(kind), self._nearest(name, members))
        return [NamedNode(value) for value in fitting]

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

    def _kind(self, kind: str | None) -> str:
        return self.of(NamedNode(SG + kind), "en") if kind else "thing"

    def _nearest(self, name: str, members: set[str] | None) -> list[str]:
        known = {
            folded: min(things)
            for folded, names in self._names.items()
            if (things := names & members if members is not None else self._ours(names))
        }
        close = difflib.get_close_matches(fold(name), known, n=3, cutoff=0.6)
        starting = [folded for folded in known if fold(name) and folded.startswith(fold(name))]
        found = dict.fromkeys(self.of(NamedNode(known[folded])) for folded in [*close, *sorted(starting)])
        return list(found)[:3]
