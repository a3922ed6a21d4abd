"""Statements: what is said of each thing, in which layer, by whom, and what a concluded statement rests on."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple

from styrkegraf.atlas.axioms import Axioms
from styrkegraf.graph import Graph
from styrkegraf.namespaces import DERIVED, ID, PREFIXES, SG
from styrkegraf.origins import Origin

__all__ = ["CONFIDENCES", "LAYERS", "Statement", "Statements"]

LAYERS: Final = ("stated", "curated", "inferred", "derived")
CONFIDENCES: Final = ("high", "medium", "low")
_DEPTH: Final = 6
_STRUCTURE: Final = frozenset({"tie", "link", "geometry", "membership"})
"""Kinds of node that carry a statement about others and are no things in their own right."""
_HIDDEN_NAMESPACES: Final = tuple(PREFIXES[name] for name in ("geo", "wgs", "rdfs", "owl"))
_HIDDEN: Final = frozenset(
    {
        *(PREFIXES["skos"] + local for local in ("inScheme", "topConceptOf", "hasTopConcept")),
        *(PREFIXES["schema"] + local for local in ("containedInPlace", "containsPlace")),
        *(SG + local for local in ("position", "linkedTo", "hasThemeTie")),
    }
)


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement between things of the graph, or about one thing with a literal.

    ``layer`` is the strongest in which it stands; ``origins`` are those of all layers, strongest first. ``confidence``
    is set where our own reading gives one. ``premises`` are the statements from which a concluded one follows.
    """

    subject: str
    predicate: str
    object: NamedNode | Literal
    layer: str
    origins: tuple[Origin, ...]
    confidence: str | None = None
    premises: tuple[Statement, ...] = ()

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules of ``queries/rules/`` that derive the statement."""
        return tuple(o.graph.removeprefix(DERIVED) for o in self.origins if o.graph.startswith(DERIVED))


class Statements:
    """The statements of a graph by the things that they are about, without what only says the same more generally."""

    def __init__(self, graph: Graph) -> None:
        self._origins = _gather(graph)
        self._axioms = Axioms(graph.store)
        self._axioms.learn(self._origins)
        self._of: dict[str, list[Triple]] = defaultdict(list)
        self._to: dict[str, list[Triple]] = defaultdict(list)
        for triple in sorted(self._origins, key=str):
            if isinstance(triple.subject, NamedNode):
                self._of[triple.subject.value].append(triple)
            if isinstance(triple.object, NamedNode):
                self._to[triple.object.value].append(triple)
        self._known: dict[Triple, Statement] = {}
        self._about: dict[str, list[Statement]] = {}
        self._mentioning: dict[str, list[Statement]] = {}

    @cached_property
    def things(self) -> tuple[str, ...]:
        """Everything that is a thing in its own right, sorted by IRI."""
        return tuple(sorted(iri for iri in {*self._of, *self._to} if _is_thing(iri)))

    def about(self, iri: str) -> list[Statement]:
        """The statements with the thing as subject."""
        if iri not in self._about:
            self._about[iri] = [self.get(triple) for triple in self._of.get(iri, ()) if self._worth_saying(triple)]
        return self._about[iri]

    def mentioning(self, iri: str) -> list[Statement]:
        """The statements with the thing as object that have no counterpart among those about it."""
        if iri not in self._mentioning:
            self._mentioning[iri] = [
                self.get(triple)
                for triple in self._to.get(iri, ())
                if self._worth_saying(triple) and not self._axioms.inverses(triple)
            ]
        return self._mentioning[iri]

    def get(self, triple: Triple) -> Statement:
        """The statement that a triple of the graph makes."""
        if triple not in self._known:
            self._known[triple] = self._statement(triple)
        return self._known[triple]

    def in_graph(self, graph: str) -> list[Statement]:
        """The statements that stand in one named graph, such as a passage."""
        return [self.get(triple) for triple in self._by_graph.get(graph, ()) if _shown(triple)]

    @cached_property
    def _by_graph(self) -> dict[str, list[Triple]]:
        found: dict[str, list[Triple]] = defaultdict(list)
        for triple in sorted(self._origins, key=str):
            for origin in self._origins[triple]:
                found[origin.graph].append(triple)
        return found

    def _worth_saying(self, triple: Triple) -> bool:
        if not _shown(triple):
            return False
        if self._origins[triple][0].layer != "inferred":
            return True
        if triple.predicate.value == PREFIXES["rdf"] + "type":
            return False
        twins = [triple, *self._axioms.inverses(triple)]
        return not any(self._axioms.narrower(twin) for twin in twins)

    def _statement(self, triple: Triple) -> Statement:
        origins = self._origins[triple]
        premises: tuple[Statement, ...] = ()
        confidence: str | None = None
        for twin in self._axioms.inverses(triple):
            origins = min(origins, self._origins[twin], key=_strength)
        if triple.predicate.value == SG + "hasTheme":
            origins, confidence = self._tie(triple) or (origins, None)
        if origins[0].layer == "inferred":
            premises = tuple(self.get(premise) for premise in self._ground(triple, frozenset()) or ())
        subject, predicate, object_ = getattr(triple.subject, "value", ""), triple.predicate.value, _term(triple)
        return Statement(subject, predicate, object_, origins[0].layer, origins, confidence, premises)

    def _tie(self, triple: Triple) -> tuple[tuple[Origin, ...], str] | None:
        """The origins and the confidence of the tie by which an area has a theme."""
        subject = getattr(triple.subject, "value", "")
        best: tuple[int, tuple[Origin, ...], str] | None = None
        for held in self._of.get(subject, ()):
            if held.predicate.value != SG + "hasThemeTie":
                continue
            about = {t.predicate.value: t.object for t in self._of.get(getattr(held.object, "value", ""), ())}
            confidence = getattr(about.get(SG + "confidence"), "value", "").removeprefix(SG)
            if about.get(SG + "toTheme") == triple.object and confidence in CONFIDENCES:
                found = (CONFIDENCES.index(confidence), self._origins[held], confidence)
                best = min(best, found) if best else found
        return best[1:] if best else None

    def _ground(self, triple: Triple, seen: frozenset[Triple]) -> tuple[Triple, ...] | None:
        """The asserted statements that a concluded one rests on, by the first way that leads to such."""
        if self._origins[triple][0].layer in LAYERS[:2] or self._is_tied(triple):
            return (triple,)
        if triple in seen or len(seen) > _DEPTH:
            return None
        for way in self._axioms.ways(triple):
            found = [self._ground(premise, seen | {triple}) for premise in way]
            if all(part is not None for part in found):
                return tuple(dict.fromkeys(leaf for part in found if part for leaf in part))
        return None

    def _is_tied(self, triple: Triple) -> bool:
        return triple.predicate.value == SG + "hasTheme" and self._tie(triple) is not None


def _gather(graph: Graph) -> dict[Triple, tuple[Origin, ...]]:
    """Every triple with its origins, the strongest layer first."""
    found: dict[Triple, set[Origin]] = defaultdict(set)
    for quad in graph.store.quads():
        origin = graph.origins.get(quad.graph_name) if isinstance(quad.graph_name, NamedNode) else None
        if origin and isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
            found[quad.triple].add(origin)
    return {triple: tuple(sorted(origins, key=_rank)) for triple, origins in found.items()}


def _rank(origin: Origin) -> tuple[int, str, int, str]:
    layer = LAYERS.index(origin.layer) if origin.layer in LAYERS else len(LAYERS)
    return layer, origin.document or "", origin.first or 0, origin.graph


def _strength(origins: tuple[Origin, ...]) -> tuple[int, str, int, str]:
    return _rank(origins[0])


def _is_thing(iri: str) -> bool:
    kind, _, name = iri.removeprefix(ID).partition("/")
    return iri.startswith(ID) and bool(name) and kind not in _STRUCTURE


def _term(triple: Triple) -> NamedNode | Literal:
    """The object; `_gather` lets no other kind of term in."""
    assert isinstance(triple.object, NamedNode | Literal)
    return triple.object


def _shown(triple: Triple) -> bool:
    """Whether a page shows the statement in its tables: names, types, codes of place and structure are not for them."""
    if triple.predicate.value.startswith(_HIDDEN_NAMESPACES) or triple.predicate.value in _HIDDEN:
        return False
    subject = getattr(triple.subject, "value", "")
    if subject.startswith(ID) and not _is_thing(subject):
        return False
    object_ = _term(triple)
    return isinstance(object_, Literal) or not object_.value.startswith(ID) or _is_thing(object_.value)
