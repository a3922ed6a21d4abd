"""Ties: single statements about things, each with the passages and other named graphs that it stands in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Quad

from styrkegraf.namespaces import rdf, sg
from styrkegraf.origins import Origin

if TYPE_CHECKING:
    from styrkegraf.graph import Graph

__all__ = ["Tie", "Ties"]

_ASSERTED = ("stated", "curated")


@dataclass(frozen=True, slots=True, order=True)
class Tie:
    """A statement between two things, by IRI, and where it comes from.

    The origins are those that assert it; only a statement that none asserts has the reasoner or a rule as its origin.
    """

    subject: str
    predicate: str
    object: str
    origins: tuple[Origin, ...]


class Ties:
    """The statements of a graph, looked up one thing at a time; every answer is sorted by IRI."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    def of(self, subject: str, predicate: NamedNode) -> tuple[Tie, ...]:
        """What a thing is tied to by a property."""
        return self._read(self._graph.store.match(NamedNode(subject), predicate, None))

    def into(self, predicate: NamedNode, object_: str) -> tuple[Tie, ...]:
        """What is tied to a thing by a property."""
        return self._read(self._graph.store.match(None, predicate, NamedNode(object_)))

    def between(self, subject: str, predicate: NamedNode, object_: str) -> tuple[Tie, ...]:
        """The one statement, or nothing where the graph does not hold it."""
        return self._read(self._graph.store.match(NamedNode(subject), predicate, NamedNode(object_)))

    def is_a(self, thing: str, kind: str) -> bool:
        """Whether the thing belongs to the class of the ontology with that local name."""
        return bool(self.between(thing, rdf("type"), sg(kind).value))

    def members(self, kind: str) -> list[str]:
        """The things of the class of the ontology with that local name."""
        return [tie.subject for tie in self.into(rdf("type"), sg(kind).value)]

    def _read(self, quads: Iterable[Quad]) -> tuple[Tie, ...]:
        found: dict[tuple[str, str, str], list[Origin]] = {}
        for quad in quads:
            if not (isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode)):
                continue
            origin = self._graph.origins.get(quad.graph_name) if isinstance(quad.graph_name, NamedNode) else None
            key = (quad.subject.value, quad.predicate.value, quad.object.value)
            found.setdefault(key, []).extend([origin] if origin else [])
        return tuple(Tie(*key, origins=_asserted(origins)) for key, origins in sorted(found.items()))


def _asserted(origins: list[Origin]) -> tuple[Origin, ...]:
    asserted = [origin for origin in origins if origin.layer in _ASSERTED]
    return tuple(sorted(asserted or origins, key=lambda origin: origin.graph))
