"""Nodes: what a network tells of each thing in it, taken from the graph."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from styrkegraf.namespaces import SG
from styrkegraf.networks.errors import NetworkError

if TYPE_CHECKING:
    from styrkegraf.graph import Graph

__all__ = ["Attribute", "Nodes"]

Attribute = str | bool | int | float | tuple[str, ...]
"""What a node, an edge or a network can carry, so that every format can hold it."""

_TYPES = f'SELECT ?thing ?class WHERE {{ ?thing a ?class FILTER(STRSTARTS(STR(?class), "{SG}")) }}'
_BROADER = "SELECT ?class ?broader WHERE { ?class a owl:Class ; rdfs:subClassOf+ ?broader FILTER(?class != ?broader) }"
_AREA_OF = "SELECT ?thing ?place WHERE { ?thing sg:areaOf ?place }"
_LOCATED_IN = "SELECT ?thing ?place WHERE { ?thing sg:locatedIn ?place . ?place a sg:County }"
_WITHIN = "SELECT ?thing ?place WHERE { ?thing a sg:County ; sg:within ?place . ?place a sg:MacroRegion }"


class Nodes:
    """The attributes of the things of a graph, as nodes of a network; each kind of fact is read once, when needed."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._types = self._pairs(_TYPES)

    def is_collective(self, iri: str) -> bool:
        """Whether the thing is a collective actor, a group whose members the source does not name."""
        return SG + "CollectiveActor" in self._types.get(iri, ())

    def attributes(self, iri: str, kinds: Iterable[str]) -> dict[str, Attribute]:
        """Labels, kind and what belongs to the kind.

        ``kinds`` are the classes (local names) one of which the thing must have. An area has ``region``, the county or
        macro-region that has named it, and ``joint``; a county has itself as ``region``, and ``macro_regions``; an
        actor has ``collective``, ``actor_type`` (the narrowest class), ``regions`` (the counties where it is located)
        and, if that is a single one, ``region``. Raises `NetworkError` where the thing is of none of the kinds.
        """
        kind = next((name for name in kinds if SG + name in self._types.get(iri, ())), None)
        if kind is None:
            raise NetworkError(f"The projection gives {iri}, which is no {' or '.join(kinds)}; mend the query.")
        node = NamedNode(iri)
        labels = self._graph.labels
        found: dict[str, Attribute] = {
            "label_sv": labels.of(node, "sv"),
            "label_en": labels.of(node, "en"),
            "kind": kind,
        }
        return {**found, **self._of_kind(iri, kind)}

    def _of_kind(self, iri: str, kind: str) -> dict[str, Attribute]:
        if kind == "Actor":
            return self._actor(iri)
        if kind == "StrengthArea":
            return {**_single("region", self._area_of.get(iri, ())), "joint": SG + "JointArea" in self._types[iri]}
        if kind == "County":
            return {"region": iri, "macro_regions": self._within.get(iri, ())}
        return {"region": iri} if kind == "MacroRegion" else {}

    def _actor(self, iri: str) -> dict[str, Attribute]:
        classes = self._types[iri]
        wider = {broader for name in classes for broader in self._broader.get(name, ())}
        narrowest = min((name for name in classes if name not in wider), default=SG + "Actor")
        counties = self._located_in.get(iri, ())
        return {
            "collective": self.is_collective(iri),
            "actor_type": narrowest.removeprefix(SG),
            "regions": counties,
            **_single("region", counties),
        }

    @cached_property
    def _broader(self) -> dict[str, tuple[str, ...]]:
        return self._pairs(_BROADER)

    @cached_property
    def _area_of(self) -> dict[str, tuple[str, ...]]:
        return self._pairs(_AREA_OF)

    @cached_property
    def _located_in(self) -> dict[str, tuple[str, ...]]:
        return self._pairs(_LOCATED_IN)

    @cached_property
    def _within(self) -> dict[str, tuple[str, ...]]:
        return self._pairs(_WITHIN)

    def _pairs(self, query: str) -> dict[str, tuple[str, ...]]:
        found: dict[str, set[str]] = defaultdict(set)
        for thing, value in self._graph.store.select(query):
            if isinstance(thing, NamedNode) and isinstance(value, NamedNode):
                found[thing.value].add(value.value)
        return {thing: tuple(sorted(values)) for thing, values in found.items()}


def _single(name: str, values: tuple[str, ...]) -> dict[str, Attribute]:
    return {name: values[0]} if len(values) == 1 else {}
