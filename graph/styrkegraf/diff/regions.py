"""Regions: which county a thing belongs to, found along what the statements say of it.

The way leads from a thing to what it is part of, is located in, supports, and so on; the nearest counties on it count.
A theme tie, a geometry and a membership belong with the thing that has them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Set
from typing import Final

from styrkegraf.diff.read import Lines
from styrkegraf.namespaces import DERIVED, ID, INFERRED, PREFIXES

__all__ = ["regions"]

_COUNTY: Final = f"<{ID}county/".encode()
_THING: Final = f"<{ID}".encode()
_OWNS: Final = frozenset(
    f"<{PREFIXES[prefix]}{name}>".encode()
    for prefix, name in (
        ("sg", "hasThemeTie"),
        ("geo", "hasGeometry"),
        ("geo", "hasCentroid"),
        ("org", "hasMembership"),
    )
)
_CONCLUDED: Final = (f"<{INFERRED.value}> .".encode(), f"<{DERIVED}".encode())
_STEPS: Final = 3
"""How far the way may lead; further off, everything belongs to every county."""


def regions(things: Iterable[str], old: Lines, new: Lines) -> dict[str, tuple[str, ...]]:
    """The IRIs of the counties of each thing that has some in one of the graphs, sorted."""
    wanted = {f"<{thing}>".encode() for thing in things}
    ways = _ways(wanted, old, new - old)
    return {thing.decode()[1:-1]: found for thing in sorted(wanted) if (found := _nearest(thing, ways))}


def _ways(wanted: Set[bytes], *graphs: Lines) -> dict[bytes, set[bytes]]:
    """Where the steps lead from each thing that is reached."""
    ways: dict[bytes, set[bytes]] = defaultdict(set)
    frontier, seen = set(wanted), set(wanted)
    for _ in range(_STEPS):
        reached: set[bytes] = set()
        for lines in graphs:
            for start, end in _steps(lines, frontier):
                ways[start].add(end)
                reached.add(end)
        frontier = {thing for thing in reached - seen if not thing.startswith(_COUNTY)}
        seen |= reached
    return ways


def _steps(lines: Lines, starts: Set[bytes]) -> Iterable[tuple[bytes, bytes]]:
    for line in lines:
        subject, _, rest = line.partition(b" ")
        predicate, _, rest = rest.partition(b" ")
        object_, _, _ = rest.partition(b" ")
        if predicate in _OWNS:
            subject, object_ = object_, subject
        if subject in starts and object_.startswith(_THING) and not _concluded(line):
            yield subject, object_


def _concluded(line: bytes) -> bool:
    graph = line.rsplit(b" <", 1)[-1]
    return (b"<" + graph).startswith(_CONCLUDED)


def _nearest(thing: bytes, ways: dict[bytes, set[bytes]]) -> tuple[str, ...]:
    level, seen = {thing}, {thing}
    for _ in range(_STEPS + 1):
        counties = sorted(one.decode()[1:-1] for one in level if one.startswith(_COUNTY))
        if counties:
            return tuple(counties)
        level = {end for one in level for end in ways.get(one, ())} - seen
        seen |= level
    return ()
