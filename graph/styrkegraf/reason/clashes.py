"""Inconsistencies: which statements contradict one another, by which rule.

The patterns below are the premises of those OWL 2 RL rules that conclude *false*, in the specification's order. Nemo's
rule file and the SPARQL search behind owlrl both answer with values for their variables; this module turns the values
into statements. The cells of an RDF list are not among them: the axiom that names the list stands for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pyoxigraph import Triple

from styrkegraf.reason.terms import OWL, RDF, Code, Terms

__all__ = ["CONTRADICTIONS", "Clash", "Contradiction", "clashes"]


@dataclass(frozen=True, slots=True)
class Clash:
    """One inconsistency: the statements (given or inferred) that cannot all hold, in the order of the rule."""

    rule: str
    premises: tuple[Triple, ...]


@dataclass(frozen=True, slots=True)
class Contradiction:
    """The premises of one rule as triple patterns, and, in SPARQL, what else must hold of their variables."""

    rule: str
    premises: tuple[str, ...]
    condition: str = ""

    @property
    def variables(self) -> tuple[str, ...]:
        """The variables of the premises, in the order of first mention."""
        words = " ".join(self.premises).split()
        return tuple(dict.fromkeys(word for word in words if word.startswith("?")))

    def clash(self, values: Mapping[str, Code], terms: Terms) -> Clash:
        """The statements that the values make of the premises, without those that RDF cannot write."""
        triples = (terms.triple(_row(premise, values)) for premise in self.premises)
        return Clash(self.rule, tuple(triple for triple in triples if triple is not None))


def _row(premise: str, values: Mapping[str, Code]) -> tuple[Code, Code, Code]:
    subject, predicate, value = (values[word] if word in values else _iri(word) for word in premise.split())
    return subject, predicate, value


def _iri(name: str) -> str:
    prefix, _, local = name.partition(":")
    return f"<{ {'owl': OWL, 'rdf': RDF}[prefix] }{local}>"


def _in_order(first: str, second: str) -> str:
    return f"?list rdf:rest* ?i . ?i rdf:first {first} ; rdf:rest+ ?j . ?j rdf:first {second} ."


_ZERO = "?n <urn:x-term:value> 0 ."

CONTRADICTIONS = (
    Contradiction("eq-diff1", ("?x owl:sameAs ?y", "?x owl:differentFrom ?y")),
    Contradiction(
        "eq-diff2",
        ("?a rdf:type owl:AllDifferent", "?a owl:members ?list", "?x owl:sameAs ?y"),
        _in_order("?x", "?y"),
    ),
    Contradiction(
        "eq-diff3",
        ("?a rdf:type owl:AllDifferent", "?a owl:distinctMembers ?list", "?x owl:sameAs ?y"),
        _in_order("?x", "?y"),
    ),
    Contradiction("prp-irp", ("?p rdf:type owl:IrreflexiveProperty", "?x ?p ?x")),
    Contradiction("prp-asyp", ("?p rdf:type owl:AsymmetricProperty", "?x ?p ?y", "?y ?p ?x")),
    Contradiction("prp-pdw", ("?p1 owl:propertyDisjointWith ?p2", "?x ?p1 ?y", "?x ?p2 ?y")),
    Contradiction(
        "prp-adp",
        ("?a rdf:type owl:AllDisjointProperties", "?a owl:members ?list", "?x ?p1 ?y", "?x ?p2 ?y"),
        _in_order("?p1", "?p2"),
    ),
    Contradiction(
        "prp-npa1",
        ("?a owl:sourceIndividual ?x", "?a owl:assertionProperty ?p", "?a owl:targetIndividual ?y", "?x ?p ?y"),
    ),
    Contradiction(
        "prp-npa2",
        ("?a owl:sourceIndividual ?x", "?a owl:assertionProperty ?p", "?a owl:targetValue ?y", "?x ?p ?y"),
    ),
    Contradiction("cls-nothing2", ("?x rdf:type owl:Nothing",)),
    Contradiction("cls-com", ("?c1 owl:complementOf ?c2", "?x rdf:type ?c1", "?x rdf:type ?c2")),
    Contradiction(
        "cls-maxc1",
        ("?x owl:maxCardinality ?n", "?x owl:onProperty ?p", "?u rdf:type ?x", "?u ?p ?y"),
        _ZERO,
    ),
    Contradiction(
        "cls-maxqc1",
        (
            *("?x owl:maxQualifiedCardinality ?n", "?x owl:onProperty ?p", "?x owl:onClass ?c"),
            *("?u rdf:type ?x", "?u ?p ?y", "?y rdf:type ?c"),
        ),
        _ZERO,
    ),
    Contradiction(
        "cls-maxqc2",
        (
            *("?x owl:maxQualifiedCardinality ?n", "?x owl:onProperty ?p", "?x owl:onClass owl:Thing"),
            *("?u rdf:type ?x", "?u ?p ?y"),
        ),
        _ZERO,
    ),
    Contradiction("cax-dw", ("?c1 owl:disjointWith ?c2", "?x rdf:type ?c1", "?x rdf:type ?c2")),
    Contradiction(
        "cax-adc",
        ("?a rdf:type owl:AllDisjointClasses", "?a owl:members ?list", "?x rdf:type ?c1", "?x rdf:type ?c2"),
        _in_order("?c1", "?c2"),
    ),
)
"""Every rule of OWL 2 RL that concludes *false*, but for the datatype rules (tables 4 to 7 of the specification)."""


def clashes(found: Iterable[Clash]) -> tuple[Clash, ...]:
    """Each clash once, sorted; the same statements in another order are the same clash."""
    keyed = sorted((clash.rule, tuple(map(str, clash.premises)), clash) for clash in found)
    once: dict[tuple[str, frozenset[str]], Clash] = {}
    for rule, premises, clash in keyed:
        once.setdefault((rule, frozenset(premises)), clash)
    return tuple(once.values())
