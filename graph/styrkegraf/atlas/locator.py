"""The small map of a page: Sweden's counties, with those that the page is about marked."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from pyoxigraph import Literal, NamedNode

from styrkegraf.atlas.addresses import kind_of
from styrkegraf.atlas.frame import Frame
from styrkegraf.namespaces import SG
from styrkegraf.store import Store

__all__ = ["Counties", "Locator", "Shape", "locator"]

_SHAPES = """
SELECT ?county ?wkt WHERE {
  ?county a sg:County ; geo:hasGeometry ?geometry . ?geometry geo:asWKT ?wkt
  FILTER(!STRSTARTS(STR(?wkt), "POINT"))
}
"""
_RING: Final = re.compile(r"\(([-+0-9eE.,\s]+)\)")
_NUMBER: Final = r"[-+]?[0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]{1,2})?"
_POINT: Final = re.compile(rf"\s*({_NUMBER})\s+({_NUMBER})(?:\s+{_NUMBER})*\s*")
_HEIGHT: Final = 300.0
_PAD: Final = 3.0


@dataclass(frozen=True, slots=True)
class Shape:
    """A county as an SVG path, and the middle of its box."""

    iri: str
    path: str
    middle: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Locator:
    """What to mark on the map of the counties."""

    marked: tuple[Shape, ...]


class Counties:
    """The counties of a store as SVG paths, in an equirectangular view of the box around them all.

    A geometry that cannot be read is left out: a store elsewhere may hold some that no build has checked.
    """

    def __init__(self, store: Store) -> None:
        self._rings: dict[str, list[list[tuple[float, float]]]] = {}
        for row in sorted(store.select(_SHAPES), key=str):  # here, for not every engine sorts by texts so long
            county, wkt = row["county"], row["wkt"]
            if isinstance(county, NamedNode) and isinstance(wkt, Literal) and county.value not in self._rings:
                rings = [ring for ring in map(_points, _RING.findall(wkt.value)) if len(ring) > 2]
                if rings:
                    self._rings[county.value] = rings

    def __bool__(self) -> bool:
        return bool(self._rings)

    @cached_property
    def size(self) -> tuple[float, float]:
        """Width and height of the map."""
        west, east, south, north = self._box
        across = (east - west) * self._narrowing * self._scale
        return round(across + 2 * _PAD, 1), round((north - south) * self._scale + 2 * _PAD, 1)

    @cached_property
    def shapes(self) -> dict[str, Shape]:
        """Every county that has a geometry."""
        return {iri: self._shape(iri, rings) for iri, rings in self._rings.items()}

    @cached_property
    def _box(self) -> tuple[float, float, float, float]:
        points = [point for rings in self._rings.values() for ring in rings for point in ring]
        longs, lats = [long for long, _ in points], [lat for _, lat in points]
        return min(longs), max(longs), min(lats), max(lats)

    @cached_property
    def _narrowing(self) -> float:
        """How much narrower a degree of longitude is than one of latitude in the middle of the map."""
        return math.cos(math.radians((self._box[2] + self._box[3]) / 2))

    @cached_property
    def _scale(self) -> float:
        return _HEIGHT / max(self._box[3] - self._box[2], 1e-6)

    def _shape(self, iri: str, rings: list[list[tuple[float, float]]]) -> Shape:
        west, _, _, north = self._box
        drawn = [
            [
                (_PAD + (long - west) * self._narrowing * self._scale, _PAD + (north - lat) * self._scale)
                for long, lat in ring
            ]
            for ring in rings
        ]
        path = "".join("M" + "L".join(f"{x:.1f},{y:.1f}" for x, y in _thin(ring)) + "Z" for ring in drawn)
        xs, ys = [x for ring in drawn for x, _ in ring], [y for ring in drawn for _, y in ring]
        return Shape(iri, path, (round((min(xs) + max(xs)) / 2, 1), round((min(ys) + max(ys)) / 2, 1)))


def _points(text: str) -> list[tuple[float, float]]:
    """The points of a ring; none where one of them is no point."""
    points = [_POINT.fullmatch(point) for point in text.split(",")]
    return [(float(point[1]), float(point[2])) for point in points if point] if all(points) else []


def _thin(ring: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """The points of a ring without those that fall together when written with one decimal."""
    kept: list[tuple[float, float]] = []
    for x, y in ring:
        point = (round(x, 1), round(y, 1))
        if not kept or point != kept[-1]:
            kept.append(point)
    return kept


def locator(frame: Frame, iri: str) -> Locator | None:
    """The map of a thing that lies somewhere: the counties it is, holds, belongs to or is active in; else None."""
    shapes = frame.counties.shapes
    marked = tuple(shapes[county] for county in sorted(_counties(frame, iri)) if county in shapes)
    return Locator(marked) if marked else None


def _counties(frame: Frame, iri: str) -> set[str]:
    kind = kind_of(iri)
    if kind == "region":
        return {iri}
    if kind == "area":
        place = frame.area_of.get(iri)
        return _counties(frame, place) if place else set()
    reads = {"theme": ["hasStrengthIn"], "actor": ["locatedIn", "activeIn"], "macroregion": ["within"]}
    reads |= {"municipality": ["within"], "locality": ["within"], "countypart": ["within"], "strategy": ["covers"]}
    found: set[str] = set()
    for one in (*frame.statements.about(iri), *frame.statements.mentioning(iri)):
        if one.predicate in {SG + name for name in reads.get(kind or "", [])} or one.predicate == SG + "contains":
            ends = {one.subject, one.object.value if isinstance(one.object, NamedNode) else ""}
            found |= {end for end in ends - {iri} if kind_of(end) == "region"}
    return found
