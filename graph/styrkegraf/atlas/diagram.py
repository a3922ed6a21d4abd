"""The small diagram of a page: a thing and its nearest neighbours, with positions computed beforehand.

Two drawings of the same: a wide one with the thing in the middle, and a narrow one that hangs the neighbours below it.
Units are pixels; y grows downwards.
"""

from __future__ import annotations

import textwrap
from collections import defaultdict
from dataclasses import dataclass
from typing import Final, Literal

from pyoxigraph import NamedNode

from styrkegraf.atlas.addresses import kind_of
from styrkegraf.atlas.frame import Frame
from styrkegraf.atlas.statements import LAYERS
from styrkegraf.atlas.wording import Name
from styrkegraf.labels import Language, SortKey
from styrkegraf.namespaces import SG

__all__ = ["Diagram", "Drawing", "Head", "Spoke", "diagram"]

Side = Literal["left", "right"]

_LEFT: Final = ("actor", "person", "macroregion", "region")
_RIGHT: Final = ("area", "theme", "strategy", "goal")
_MOST: Final = 6
"""Most neighbours of one kind; the tables of the page hold them all."""
_WIDTH, _NARROW = 880, 330
_ROW, _HEAD, _LINE = 23, 27, 17
_NEXT: Final = 15
"""How far below the first line of a long name its next line stands."""
_LINES: Final = 3
_PILL: Final = 170
_LETTERS: Final = 44
_NARROW_LETTERS: Final = 38


@dataclass(frozen=True, slots=True)
class Spoke:
    """A neighbour: where its mark stands, its name, in lines as there is room, and the layer of the link."""

    iri: str
    kind: str
    name: Name
    lines: tuple[str, ...]
    x: float
    y: float
    layer: str


@dataclass(frozen=True, slots=True)
class Head:
    """The heading of a kind of neighbours, how many there are, and how many of them are drawn."""

    kind: str
    count: int
    shown: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Drawing:
    """One drawing: its size, the pill of the thing itself with its lines, headings and spokes by side."""

    width: int
    height: int
    pill: tuple[float, float, float, float]
    lines: tuple[str, ...]
    heads: tuple[tuple[Side, Head], ...]
    spokes: tuple[tuple[Side, Spoke], ...]


@dataclass(frozen=True, slots=True)
class Diagram:
    """The wide and the narrow drawing of a neighbourhood."""

    kind: str
    wide: Drawing
    narrow: Drawing


@dataclass(frozen=True, slots=True)
class _Neighbour:
    """A neighbour, with the layer of its strongest link."""

    iri: str
    layer: str
    name: Name

    def lines(self, letters: int) -> tuple[str, ...]:
        """The name in lines of at most so many letters; only a very long one is cut."""
        return _in_lines(self.name.text, letters)


def _in_lines(text: str, letters: int) -> tuple[str, ...]:
    return tuple(textwrap.wrap(text, letters, max_lines=_LINES, placeholder=" …")) or (text,)


_Kinds = dict[str, list[_Neighbour]]


def diagram(frame: Frame, iri: str, lang: Language) -> Diagram | None:
    """The neighbourhood of a thing; None where it has no neighbours that have pages."""
    kinds = _neighbours(frame, iri, lang)
    if not kinds:
        return None
    lines = _in_lines(frame.names.of(iri, lang).text, 20)
    return Diagram(kind_of(iri) or "", _wide(kinds, lines), _narrow(kinds, lines))


def _neighbours(frame: Frame, iri: str, lang: Language) -> _Kinds:
    """The neighbours by kind: a region's own areas first, then those with the strongest link, and groups last."""
    layers = _layers(frame, iri)

    def rank(other: str) -> tuple[bool, bool, int, tuple[SortKey, str]]:
        foreign = frame.area_of.get(other) != iri
        collective = SG + "CollectiveActor" in frame.classes.get(other, ())
        return foreign, collective, LAYERS.index(layers[other]), frame.names.order(other, lang)

    kinds: dict[str, list[_Neighbour]] = defaultdict(list)
    for other in sorted(layers, key=rank):
        kinds[kind_of(other) or ""].append(_Neighbour(other, layers[other], frame.names.of(other, lang)))
    order = [kind for kind in (*_RIGHT, *_LEFT) if kind in kinds] or sorted(kinds)[:3]
    return {kind: kinds[kind] for kind in order}


def _layers(frame: Frame, iri: str) -> dict[str, str]:
    """What has a page and a link to the thing, with the strongest layer of such a link."""
    found: dict[str, str] = {}
    for one in (*frame.statements.about(iri), *frame.statements.mentioning(iri)):
        other = one.subject if one.subject != iri else one.object.value if isinstance(one.object, NamedNode) else ""
        derived = one.predicate.startswith(SG + "shares") or one.predicate == SG + "elementOf"
        if other == iri or derived or other not in frame.pages or kind_of(other) == "country":
            continue
        found[other] = min(one.layer, found.get(other, one.layer), key=LAYERS.index)
    return found


def _wide(kinds: _Kinds, lines: tuple[str, ...]) -> Drawing:
    sides: dict[Side, list[str]] = {
        "left": [kind for kind in kinds if kind in _LEFT],
        "right": [kind for kind in kinds if kind not in _LEFT],
    }
    middle = _WIDTH / 2
    ends: dict[Side, float] = {"left": middle - _PILL / 2 - 34, "right": middle + _PILL / 2 + 34}
    of_side = {side: {kind: kinds[kind] for kind in own} for side, own in sides.items()}
    heights = {side: _height(own, _LETTERS) for side, own in of_side.items()}
    tall = max(*heights.values(), len(lines) * _LINE + 30)
    heads: list[tuple[Side, Head]] = []
    spokes: list[tuple[Side, Spoke]] = []
    for side, own in of_side.items():
        column = _column(own, side, (ends[side], (tall - heights[side]) / 2), _LETTERS)
        heads += column[0]
        spokes += column[1]
    height = len(lines) * _LINE + 16
    pill = (middle - _PILL / 2, (tall - height) / 2, float(_PILL), float(height))
    return Drawing(_WIDTH, round(tall), pill, lines, tuple(heads), tuple(spokes))


def _narrow(kinds: _Kinds, lines: tuple[str, ...]) -> Drawing:
    top = len(lines) * _LINE + 16
    heads, spokes = _column(kinds, "right", (32.0, top + 4.0), _NARROW_LETTERS)
    tall = top + 4 + _height(kinds, _NARROW_LETTERS)
    return Drawing(_NARROW, round(tall), (1.0, 1.0, 190.0, float(top - 2)), lines, tuple(heads), tuple(spokes))


def _row(lines: tuple[str, ...]) -> float:
    return _ROW + _NEXT * (len(lines) - 1)


def _height(kinds: _Kinds, letters: int) -> float:
    rows = sum(_row(one.lines(letters)) for members in kinds.values() for one in members[:_MOST])
    return rows + _HEAD * len(kinds) + 8


def _column(
    kinds: _Kinds, side: Side, start: tuple[float, float], letters: int
) -> tuple[list[tuple[Side, Head]], list[tuple[Side, Spoke]]]:
    """Set the neighbours of some kinds below each other."""
    x, y = start
    heads: list[tuple[Side, Head]] = []
    spokes: list[tuple[Side, Spoke]] = []
    for kind, members in kinds.items():
        heads.append((side, Head(kind, len(members), len(members[:_MOST]), x, y + _HEAD - 8)))
        y += _HEAD
        for one in members[:_MOST]:
            lines = one.lines(letters)
            spokes.append((side, Spoke(one.iri, kind, one.name, lines, x, y + _ROW / 2, one.layer)))
            y += _row(lines)
    return heads, spokes
