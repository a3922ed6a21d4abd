"""Both reasoners agree on small graphs that nobody thought of."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, Triple, parse

from reason.engines import PREFIXES, agreed

NAMES = {
    "C": (":Actor", ":Cluster", ":Agency", ":Region", ":Rest"),
    "P": (":supports", ":locatedIn", ":leads", ":partOf"),
    "I": (":Robotdalen", ":Vinnova", ":Vastmanland", ":Vasteras", '"U"', "01"),
    "S": (":Robotdalen", ":Vinnova", ":Vastmanland", ":Vasteras"),
}
AXIOMS = (
    "{C} rdfs:subClassOf {C} .",
    "{C} owl:equivalentClass {C} .",
    "{C} owl:disjointWith {C} .",
    "{C} owl:complementOf {C} .",
    "{C} owl:intersectionOf ( {C} {C} {C} ) .",
    "{C} owl:unionOf ( {C} {C} ) .",
    "{C} owl:oneOf ( {S} {S} ) .",
    "{C} a owl:Class .",
    "{C} owl:onProperty {P} ; owl:someValuesFrom {C} .",
    "{C} owl:onProperty {P} ; owl:someValuesFrom owl:Thing .",
    "{C} owl:onProperty {P} ; owl:allValuesFrom {C} .",
    "{C} owl:onProperty {P} ; owl:hasValue {I} .",
    "{C} owl:onProperty {P} ; owl:maxCardinality 0 .",
    "{C} owl:onProperty {P} ; owl:maxCardinality 1 .",
    "{C} owl:onProperty {P} ; owl:onClass {C} ; owl:maxQualifiedCardinality 0 .",
    "{C} owl:onProperty {P} ; owl:onClass owl:Thing ; owl:maxQualifiedCardinality 1 .",
    "{P} rdfs:subPropertyOf {P} .",
    "{P} owl:equivalentProperty {P} .",
    "{P} owl:inverseOf {P} .",
    "{P} owl:propertyDisjointWith {P} .",
    "{P} owl:propertyChainAxiom ( {P} {P} ) .",
    "{P} owl:propertyChainAxiom ( {P} {P} {P} ) .",
    "{P} rdfs:domain {C} .",
    "{P} rdfs:range {C} .",
    "{P} rdfs:range xsd:string .",
    "{P} a owl:ObjectProperty .",
    "{P} a owl:TransitiveProperty .",
    "{P} a owl:SymmetricProperty .",
    "{P} a owl:AsymmetricProperty .",
    "{P} a owl:IrreflexiveProperty .",
    "{P} a owl:FunctionalProperty .",
    "[] a owl:AllDisjointClasses ; owl:members ( {C} {C} {C} ) .",
    "[] a owl:AllDisjointProperties ; owl:members ( {P} {P} ) .",
    "[] a owl:AllDifferent ; owl:distinctMembers ( {S} {S} {S} ) .",
    "[] owl:sourceIndividual {S} ; owl:assertionProperty {P} ; owl:targetIndividual {S} .",
)
FACTS = ("{S} a {C} .", "{S} {P} {I} .", "{S} {P} {S} .", "{S} owl:sameAs {S} .", "{S} owl:differentFrom {S} .")


@st.composite
def statements(draw: st.DrawFn, templates: tuple[str, ...], most: int) -> list[Triple]:
    """Templates with drawn names in their places, as triples."""
    chosen = draw(st.lists(st.sampled_from(templates), min_size=1, max_size=most))
    text = PREFIXES
    for template in chosen:
        for kind in ("C", "P", "I", "S"):
            while f"{{{kind}}}" in template:
                template = template.replace(f"{{{kind}}}", draw(st.sampled_from(NAMES[kind])), 1)
        text += template + "\n"
    return [quad.triple for quad in parse(text, format=RdfFormat.TURTLE)]


@settings(derandomize=True, max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ontology=statements(AXIOMS, 6), facts=statements(FACTS, 8))
def test_both_reasoners_conclude_the_same(ontology: list[Triple], facts: list[Triple]) -> None:
    agreed([*facts, *ontology])
