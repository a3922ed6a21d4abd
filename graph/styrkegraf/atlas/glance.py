"""At a glance: the few things that one wants to know first of a thing of each kind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from pyoxigraph import NamedNode

from styrkegraf.atlas.addresses import kind_of
from styrkegraf.atlas.facts import classes_of
from styrkegraf.atlas.frame import Frame
from styrkegraf.atlas.regions import areas_of, sources_naming
from styrkegraf.labels import Language
from styrkegraf.namespaces import SG

__all__ = ["COLUMNS", "Cell", "cells", "glance"]

COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "region": ("column-areas", "column-macroregions", "column-supporters"),
    "macroregion": ("column-regions", "column-areas"),
    "theme": ("column-regions", "column-area-count"),
    "area": ("column-region", "column-themes", "column-supporters"),
    "actor": ("column-type", "column-areas"),
    "strategy": ("column-covers", "column-parts"),
}
"""What is given of each kind, as keys of the wording."""


class Cell(NamedTuple):
    """A cell of a list: things, or a number."""

    things: tuple[str, ...] = ()
    number: int | None = None


def glance(frame: Frame, iri: str, lang: Language) -> list[tuple[str, Cell]]:
    """What is given of the thing's kind, and the documents that speak of it; without what is empty."""
    kind = kind_of(iri) or ""
    found = [*zip(COLUMNS.get(kind, ()), cells(frame, iri, lang), strict=True)]
    found.append(("column-sources", Cell(tuple(sources_naming(frame, iri)))))
    elsewhere = {"column-type", *(["column-areas"] if areas_of(frame, iri, lang) else [])}
    return [(key, cell) for key, cell in found if (cell.things or cell.number) and key not in elsewhere]


def cells(frame: Frame, iri: str, lang: Language) -> tuple[Cell, ...]:
    """The values of the columns of the thing's kind."""
    of_kind = {
        "region": _region,
        "macroregion": _macroregion,
        "theme": _theme,
        "area": _area,
        "actor": _actor,
        "strategy": _strategy,
    }.get(kind_of(iri) or "")
    return of_kind(frame, iri, lang) if of_kind else ()


def _ends(frame: Frame, iri: str, predicate: str, lang: Language) -> tuple[str, ...]:
    """The things that a property leads to, by name."""
    said = (one for one in frame.statements.about(iri) if one.predicate == SG + predicate)
    return _by_name(frame, {one.object.value for one in said if isinstance(one.object, NamedNode)}, lang)


def _by_name(frame: Frame, things: Iterable[str], lang: Language) -> tuple[str, ...]:
    return tuple(sorted(things, key=lambda iri: frame.names.order(iri, lang)))


def _of_kind(things: Iterable[str], kind: str) -> tuple[str, ...]:
    return tuple(thing for thing in things if kind_of(thing) == kind)


def _region(frame: Frame, iri: str, lang: Language) -> tuple[Cell, ...]:
    areas = areas_of(frame, iri, lang)
    supporters = {actor for row in areas for actor in row.supporters}
    larger = _of_kind(_ends(frame, iri, "within", lang), "macroregion")
    return Cell(tuple(row.iri for row in areas)), Cell(larger), Cell(number=len(supporters))


def _macroregion(frame: Frame, iri: str, lang: Language) -> tuple[Cell, ...]:
    return Cell(_of_kind(_ends(frame, iri, "contains", lang), "region")), Cell(
        tuple(r.iri for r in areas_of(frame, iri, lang))
    )


def _theme(frame: Frame, iri: str, lang: Language) -> tuple[Cell, ...]:
    said = frame.statements.mentioning(iri)
    regions = {
        one.subject for one in said if one.predicate == SG + "hasStrengthIn" and kind_of(one.subject) == "region"
    }
    areas = {one.subject for one in said if one.predicate == SG + "hasTheme"}
    return Cell(_by_name(frame, regions, lang)), Cell(number=len(areas))


def _area(frame: Frame, iri: str, lang: Language) -> tuple[Cell, ...]:
    place = frame.area_of.get(iri)
    supporters = len(_ends(frame, iri, "supportedBy", lang))
    return Cell((place,) if place else ()), Cell(_ends(frame, iri, "hasTheme", lang)), Cell(number=supporters)


def _actor(frame: Frame, iri: str, lang: Language) -> tuple[Cell, ...]:
    return Cell(tuple(classes_of(frame, iri))), Cell(_ends(frame, iri, "supports", lang))


def _strategy(frame: Frame, iri: str, lang: Language) -> tuple[Cell, ...]:
    return Cell(_ends(frame, iri, "covers", lang)), Cell(number=len(frame.parts_of.get(iri, ())))
