"""Terms come back as they went in: a derived triple carries exactly the literal, IRI or blank node that was given."""

from __future__ import annotations

from typing import get_args

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from reason.engines import agreed
from styrkegraf.reason import Prover, Reasoner, entail

RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
XSD = "http://www.w3.org/2001/XMLSchema#"
FIGURE = NamedNode("https://example.org/styrkegraf/figure")
VALUE = NamedNode("https://example.org/styrkegraf/value")
SUBJECT = NamedNode("https://example.org/styrkegraf/Vastmanland")
ONTOLOGY = [Triple(FIGURE, NamedNode(RDFS + "subPropertyOf"), VALUE)]

OBJECTS: list[NamedNode | BlankNode | Literal] = [
    *(
        Literal(text, datatype=NamedNode(XSD + "integer"))
        for text in ("1", "01", "+1", "0", "-7", "99999999999999999999")
    ),
    *(Literal(text, datatype=NamedNode(XSD + "decimal")) for text in ("1.50", "1.5", "01.5")),
    *(Literal(text, datatype=NamedNode(XSD + "boolean")) for text in ("true", "1")),
    *(Literal(text, datatype=NamedNode(XSD + "double")) for text in ("1e3", "1000.0", "NaN", "INF")),
    Literal("2030", datatype=NamedNode(XSD + "gYear")),
    Literal("2024-05-01T12:00:00Z", datatype=NamedNode(XSD + "dateTime")),
    Literal("2024-05-01T12:00:00+00:00", datatype=NamedNode(XSD + "dateTime")),
    Literal("not a number", datatype=NamedNode(XSD + "integer")),
    Literal("POINT(16.5 59.6)", datatype=NamedNode("http://www.opengis.net/ont/geosparql#wktLiteral")),
    Literal("Livsmedel"),
    Literal("Livsmedel", language="sv"),
    Literal("Food", language="en-GB"),
    Literal(""),
    Literal("?x"),
    Literal("t(1, 2, 3) ."),
    Literal('three "quotes", a \\ backslash,\na newline,\r\ta tab'),
    Literal("Västerås 🤖 \u0000 \u202e"),
    Literal("<https://example.org/styrkegraf/Vastmanland>"),
    Literal("http://www.w3.org/2002/07/owl#Thing"),
    NamedNode("https://example.org/styrkegraf/V%C3%A4ster%C3%A5s,a(b)'c"),
    NamedNode("https://example.org/styrkegraf/Västerås"),
    NamedNode("http://www.w3.org/2002/07/owl#strange,name"),
    BlankNode("passage1"),
]


@pytest.mark.parametrize("reasoner", get_args(Reasoner))
def test_objects_survive(reasoner: Reasoner) -> None:
    facts = [Triple(SUBJECT, FIGURE, value) for value in OBJECTS]
    assert entail([*facts, *ONTOLOGY], reasoner).triples == {Triple(SUBJECT, VALUE, value) for value in OBJECTS}


@pytest.mark.parametrize("value", OBJECTS, ids=range(len(OBJECTS)))
def test_a_proof_carries_the_term(value: Literal | NamedNode | BlankNode) -> None:
    fact, goal = Triple(SUBJECT, FIGURE, value), Triple(SUBJECT, VALUE, value)
    proof = Prover([fact, *ONTOLOGY]).prove(goal)
    assert proof is not None
    assert proof.conclusion == goal
    assert [premise.conclusion for premise in proof.premises] == [ONTOLOGY[0], fact]


def test_literals_with_one_value_stay_apart() -> None:
    facts = [Triple(SUBJECT, FIGURE, Literal("01", datatype=NamedNode(XSD + "integer")))]
    other = Triple(SUBJECT, VALUE, Literal("1", datatype=NamedNode(XSD + "integer")))
    assert other not in agreed([*facts, *ONTOLOGY]).triples
    assert Prover([*facts, *ONTOLOGY]).prove(other) is None


@pytest.mark.parametrize(
    "bound", ['"1"^^xsd:nonNegativeInteger', "1", '"+01"^^xsd:int', '" 1 "^^xsd:short', '"001"^^xsd:positiveInteger']
)
def test_a_bound_of_one_is_one_however_it_is_written(bound: str) -> None:
    assert agreed(seated(bound)).triples


@pytest.mark.parametrize("bound", ['"1"', "2", "1.0", "true", ":one", '"1_0"^^xsd:integer', '"-1"^^xsd:integer', "10"])
def test_another_bound_says_nothing(bound: str) -> None:
    assert agreed(seated(bound)).triples == frozenset()


def seated(bound: str) -> list[Triple]:
    turtle = f"""
        @prefix : <https://example.org/styrkegraf/> . @prefix owl: <{OWL}> . @prefix xsd: <{XSD}> .
        :Seated owl:onProperty :seat ; owl:maxCardinality {bound} .
        :RegionVastmanland a :Seated ; :seat :Vasteras , :Aros .
    """
    return [quad.triple for quad in parse(turtle, format=RdfFormat.TURTLE)]
