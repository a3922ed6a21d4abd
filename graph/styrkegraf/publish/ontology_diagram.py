"""The diagram of the ontology: the classes of each group as a tree, with the properties that start from each.

One card for each group. The wide drawing sets the cards in three columns, the narrow one below each other. Units are
pixels; y grows downwards. The drawing follows from the ontology alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from styrkegraf.atlas.wording import word
from styrkegraf.labels import Language, fold
from styrkegraf.namespaces import SG, shorten
from styrkegraf.publish.ontology_terms import Group, Ontology, Term

__all__ = ["Card", "Diagram", "Line", "diagram"]

_ROW: Final = 19
_HEAD: Final = 34
_GAP: Final = 18
_STEP: Final = 16
_LETTER: Final = 6.7
"""Width of a letter, generously: fonts differ, and a text that runs out of its card is worse than an early cut."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a card: a class, or (``of`` is set) a property of the class above it.

    ``x`` and ``y`` are where the text begins; ``stem`` is the height at which the line of its parent begins, for a
    class below another. ``iri`` is None for the heading of properties that start from anything.
    """

    text: str
    lang: str
    iri: str | None
    x: int
    y: int
    stem: int | None = None
    of: str | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """The card of a group: where it stands, and its lines, whose places count from its corner."""

    key: str
    x: int
    y: int
    width: int
    height: int
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Diagram:
    """A drawing: its size and its cards."""

    width: int
    height: int
    cards: tuple[Card, ...]


def diagram(ontology: Ontology, lang: Language, *, columns: int, width: int) -> Diagram:
    """Draw the ontology in so many columns of about the same height, each in the order of the groups."""
    each = (width - _GAP * (columns - 1)) // columns
    drawn = {group.key: lines for group in ontology.groups if (lines := _Tree(ontology, group, lang, each).lines)}
    heights = {key: lines[-1].y + 14 for key, lines in drawn.items()}
    column = _columns(heights, columns)
    bottoms = [0] * columns
    cards = []
    for key, lines in drawn.items():
        place = column[key]
        cards.append(Card(key, place * (each + _GAP), bottoms[place], each, heights[key], tuple(lines)))
        bottoms[place] += heights[key] + _GAP
    return Diagram(width, max(bottoms, default=_GAP) - _GAP, tuple(cards))


def _columns(heights: dict[str, int], columns: int) -> dict[str, int]:
    """Which column each card stands in: the tallest are placed first, each where most room is left."""
    filled = [0] * columns
    column = {}
    for key in sorted(heights, key=lambda one: -heights[one]):
        column[key] = filled.index(min(filled))
        filled[column[key]] += heights[key]
    order = sorted(
        range(columns), key=lambda one: min([list(heights).index(k) for k in column if column[k] == one], default=99)
    )
    return {key: order.index(place) for key, place in column.items()}


class _Tree:
    """Sets the classes of a group below each other, each with its properties."""

    def __init__(self, ontology: Ontology, group: Group, lang: Language, width: int) -> None:
        self._terms = ontology.terms
        self._lang = lang
        self._width = width
        self.lines: list[Line] = []
        own = {term.iri: term for term in group.terms if term.kind == "class"}
        tops = [term for term in own.values() if not set(term.wider) & own.keys()]
        self._own = own
        self._drawn: set[str] = set()
        for term in tops:
            self._draw(term, 0, None)
        loose = [t for t in group.terms if t.kind in ("relation", "attribute") and not (t.domain or t.used_from)]
        if loose:
            self._add(word(lang, "ontology-anything"), lang, None, 0)
            self._properties(loose, 1, "")

    def _draw(self, term: Term, depth: int, stem: int | None) -> None:
        if term.iri in self._drawn:
            return
        self._drawn.add(term.iri)
        text, lang = term.text(term.labels, self._lang)
        self._add(text, lang, term.iri, depth, stem)
        own = self.lines[-1].y
        self._properties((self._terms[iri] for iri in term.from_here if iri in self._terms), depth + 1, term.iri)
        for iri in self._sorted(set(term.narrower) & self._own.keys()):
            self._draw(self._own[iri], depth + 1, own)

    def _properties(self, properties: Iterable[Term], depth: int, of: str) -> None:
        for term in sorted(properties, key=self._name):
            text, lang = term.text(term.labels, self._lang)
            ends = " / ".join(self._end(iri) for iri in term.range or term.used_to)
            self._add(f"{text} → {ends}" if ends else text, lang, term.iri, depth, of=of)

    def _add(
        self, text: str, lang: str, iri: str | None, depth: int, stem: int | None = None, of: str | None = None
    ) -> None:
        x = 14 + depth * _STEP
        y = _HEAD + _ROW * len(self.lines) + _ROW
        room = int((self._width - x - 10) / _LETTER)
        self.lines.append(Line(text if len(text) <= room else text[: room - 1] + "…", lang, iri, x, y, stem, of))

    def _end(self, iri: str) -> str:
        if iri in self._terms:
            return self._terms[iri].text(self._terms[iri].labels, self._lang)[0]
        return shorten(iri)

    def _name(self, term: Term) -> tuple[str, str]:
        return fold(term.text(term.labels, self._lang)[0]), term.iri

    def _sorted(self, iris: Iterable[str]) -> Sequence[str]:
        return sorted(iris, key=lambda iri: self._name(self._terms[iri]) if iri.startswith(SG) else ("", iri))
