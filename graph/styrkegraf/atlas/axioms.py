"""Axioms: from which statements of the graph a concluded one follows in one step.

Only the axioms between properties are read, because only they lead from facts to a fact that a page shows: a more
special property, an inverse, a symmetric or a transitive one, and chains of two.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from pyoxigraph import NamedNode, Triple

from styrkegraf.store import Store

__all__ = ["Axioms"]

_BROADER = "SELECT ?a ?b { ?a rdfs:subPropertyOf ?b FILTER(?a != ?b && ISIRI(?a) && ISIRI(?b)) }"
_INVERSE = "SELECT ?a ?b { ?a owl:inverseOf ?b FILTER(ISIRI(?a) && ISIRI(?b)) }"
_OWN_INVERSE = "SELECT ?a (?a AS ?b) { ?a a owl:SymmetricProperty }"
_TRANSITIVE = "SELECT ?a (?a AS ?b) { ?a a owl:TransitiveProperty }"
_CHAINS = """
SELECT ?p ?a ?b {
  ?p owl:propertyChainAxiom ?list . ?list rdf:first ?a ; rdf:rest ?rest . ?rest rdf:first ?b ; rdf:rest rdf:nil
}
"""


class Axioms:
    """The axioms between the properties of a store, applied to statements that are told with `learn`."""

    def __init__(self, store: Store) -> None:
        self._narrower = _pairs(store, _BROADER)
        self._inverses: dict[NamedNode, set[NamedNode]] = defaultdict(set)
        for one, others in _pairs(store, _INVERSE).items():
            for other in others:
                self._inverses[one].add(other)
                self._inverses[other].add(one)
        for own in _pairs(store, _OWN_INVERSE):
            self._inverses[own].add(own)
        self._transitive = set(_pairs(store, _TRANSITIVE))
        self._chains: dict[NamedNode, list[tuple[NamedNode, NamedNode]]] = defaultdict(list)
        for row in store.select(_CHAINS):
            whole, first, second = row["p"], row["a"], row["b"]
            if isinstance(whole, NamedNode) and isinstance(first, NamedNode) and isinstance(second, NamedNode):
                self._chains[whole].append((first, second))
        for found in self._chains.values():
            found.sort(key=str)
        self._objects: dict[tuple[NamedNode, NamedNode], list[NamedNode]] = {}
        self._said: frozenset[Triple] = frozenset()

    def learn(self, triples: Iterable[Triple]) -> None:
        """Take the statements to apply the axioms to."""
        self._said = frozenset(triples)
        objects: dict[tuple[NamedNode, NamedNode], list[NamedNode]] = defaultdict(list)
        for triple in sorted(self._said, key=str):
            if isinstance(triple.subject, NamedNode) and isinstance(triple.object, NamedNode):
                objects[triple.subject, triple.predicate].append(triple.object)
        self._objects = dict(objects)

    def inverses(self, triple: Triple) -> list[Triple]:
        """The statements in the graph that say the same from the other end."""
        subject, object_ = triple.subject, triple.object
        if not (isinstance(subject, NamedNode) and isinstance(object_, NamedNode)):
            return []
        turned = sorted(self._inverses.get(triple.predicate, ()), key=str)
        return self._held(Triple(object_, other, subject) for other in turned)

    def narrower(self, triple: Triple) -> list[Triple]:
        """The statements in the graph that say the same with a more special property."""
        subject, object_ = triple.subject, triple.object
        if not (isinstance(subject, NamedNode) and isinstance(object_, NamedNode)):
            return []
        special = sorted(self._narrower.get(triple.predicate, ()), key=str)
        return self._held(Triple(subject, other, object_) for other in special)

    def ways(self, triple: Triple) -> Iterator[tuple[Triple, ...]]:
        """Every set of statements from which this one follows in one step, simple ones first."""
        yield from ((found,) for found in (*self.narrower(triple), *self.inverses(triple)))
        subject, predicate, object_ = triple.subject, triple.predicate, triple.object
        if not (isinstance(subject, NamedNode) and isinstance(object_, NamedNode)):
            return
        chains = [*self._chains.get(predicate, ())]
        if predicate in self._transitive:
            chains.append((predicate, predicate))
        for first, second in chains:
            for middle in self._objects.get((subject, first), ()):
                end = Triple(middle, second, object_)
                if middle not in (subject, object_) and end in self._said:
                    yield Triple(subject, first, middle), end

    def _held(self, triples: Iterable[Triple]) -> list[Triple]:
        """Those of the statements that are in the graph."""
        return [triple for triple in triples if triple in self._said]


def _pairs(store: Store, query: str) -> dict[NamedNode, set[NamedNode]]:
    """For each ``?b`` of the rows, its ``?a``."""
    found: dict[NamedNode, set[NamedNode]] = defaultdict(set)
    for row in store.select(query):
        first, second = row["a"], row["b"]
        if isinstance(first, NamedNode) and isinstance(second, NamedNode):
            found[second].add(first)
    return dict(found)
