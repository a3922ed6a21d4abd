"""What holds of reasoning whatever the rules: order, hash seed, given triples, a missing engine, hostile lists."""

from __future__ import annotations

import sys
from unittest.mock import Mock

import pytest
from pyoxigraph import RdfFormat, Triple, parse

from hashseeds import printed
from reason.engines import PREFIXES, agreed, lines
from styrkegraf.reason import (
    CyclicListError,
    Proof,
    Prover,
    ReasonerFallback,
    ReasonerUnavailableError,
    entail,
    nemo,
)


def turtle(text: str) -> list[Triple]:
    return [quad.triple for quad in parse(PREFIXES + text, format=RdfFormat.TURTLE)]


ONTOLOGY = """
:activeIn owl:propertyChainAxiom :chain .
:chain rdf:first :supports ; rdf:rest :chainEnd . :chainEnd rdf:first :areaOf ; rdf:rest rdf:nil .
:Cluster rdfs:subClassOf :Actor . :Region owl:disjointWith :Actor .
:supports rdfs:domain :Actor ; owl:inverseOf :supportedBy .
:locatedIn a owl:TransitiveProperty .
:population a owl:DatatypeProperty ; rdfs:range xsd:integer .
:Actor a owl:Class .
"""
FACTS = """
:AutomationRegion a :Cluster , :Region ; :supports :Automation ; :locatedIn :Vasteras .
:Automation :areaOf :Vastmanland . :Vasteras :locatedIn :Vastmanland . :Vastmanland :population 280000 .
:Vastmanland :locatedIn :Sverige .
"""


def test_what_is_given_is_not_concluded() -> None:
    facts, ontology = turtle(FACTS), turtle(ONTOLOGY)
    result = agreed([*facts, *ontology, *facts])
    assert result.triples
    assert result.triples.isdisjoint(facts)
    assert result.triples.isdisjoint(ontology)
    assert agreed([*facts, *result.triples, *ontology]).triples == frozenset()


def test_what_nobody_publishes_is_left_out() -> None:
    text = " ".join(lines(agreed([*turtle(FACTS), *turtle(ONTOLOGY)]).triples))
    assert "owl#Thing" not in text
    assert "owl#Nothing" not in text
    assert "XMLSchema#" not in text
    assert "equivalent" not in text


def test_a_clash_goes_back_to_what_is_given() -> None:
    (clash,) = agreed([*turtle(FACTS), *turtle(ONTOLOGY)]).clashes
    assert clash.rule == "cax-dw"
    axiom, region, actor = clash.premises
    given = {*turtle(FACTS), *turtle(ONTOLOGY)}
    assert {axiom, region} <= given
    proof = Prover([*turtle(FACTS), *turtle(ONTOLOGY)]).prove(actor)
    assert proof is not None
    assert proof.rule in {"cax-sco", "prp-dom"}


def test_a_proof_is_made_of_given_triples_and_known_rules() -> None:
    facts, ontology = turtle(FACTS), turtle(ONTOLOGY)
    given = {*facts, *ontology}
    prover = Prover(given)
    for goal in sorted(entail([*facts, *ontology]).triples, key=str):
        proof = prover.prove(goal)
        assert proof is not None
        assert proof.conclusion == goal
        assert proof.rule is not None
        for leaf in leaves(proof):
            assert leaf.rule is None
            assert leaf.conclusion in given


def test_a_chain_is_proved_without_its_list_cells() -> None:
    (goal,) = turtle(":AutomationRegion :activeIn :Vastmanland .")
    proof = Prover([*turtle(FACTS), *turtle(ONTOLOGY)]).prove(goal)
    assert proof is not None
    assert proof.rule == "prp-spo2"
    axiom = ":activeIn owl:propertyChainAxiom :chain ."
    expected = [axiom, ":AutomationRegion :supports :Automation .", ":Automation :areaOf :Vastmanland ."]
    assert [premise.conclusion for premise in proof.premises] == [turtle(line)[0] for line in expected]


def test_what_is_given_is_its_own_proof() -> None:
    facts = turtle(FACTS)
    assert Prover([*facts, *turtle(ONTOLOGY)]).prove(facts[0]) == Proof(facts[0], None, ())


def test_a_long_proof() -> None:
    facts = turtle(" ".join(f":place{n} :locatedIn :place{n + 1} ." for n in range(60)))
    (goal,) = turtle(":place0 :locatedIn :place60 .")
    proof = Prover([*facts, *turtle(":locatedIn a owl:TransitiveProperty .")]).prove(goal)
    assert proof is not None
    assert {leaf.conclusion for leaf in leaves(proof)} >= set(facts)


def test_a_step_that_rdf_cannot_write_is_passed_over() -> None:
    """A functional datatype property equates two literals; the proof of what follows names no literal subject."""
    given = turtle(':code a owl:FunctionalProperty . :Vastmanland :code "U" , "19" . :Ort :note "U" .')
    (goal,) = turtle(':Ort :note "19" .')
    proof = Prover(given).prove(goal)
    assert proof is not None
    assert proof.rule == "eq-rep-o"
    assert {leaf.conclusion for leaf in leaves(proof)} == set(given)


def test_order_does_not_matter() -> None:
    facts, ontology = turtle(FACTS), turtle(ONTOLOGY)
    backwards = entail([*facts[::-1], *ontology[::-1]])
    assert entail([*facts, *ontology]) == backwards
    forth, back = Prover([*facts, *ontology]), Prover([*ontology[::-1], *facts[::-1]])
    goals = sorted(backwards.triples, key=str)
    assert [forth.prove(goal) for goal in goals] == [back.prove(goal) for goal in goals[::-1]][::-1]


def test_goals_are_proved_by_one_run_of_the_reasoner(monkeypatch: pytest.MonkeyPatch) -> None:
    given = [*turtle(FACTS), *turtle(ONTOLOGY)]
    goals = sorted(entail(given).triples, key=str)
    alone = [Prover(given).prove(goal) for goal in goals]
    runs = Mock(wraps=nemo.run)
    monkeypatch.setattr(nemo, "run", runs)
    prover = Prover(given)
    assert [prover.prove(goal) for goal in goals] == alone
    assert prover.prove(turtle(":Robotdalen a :Unheard .")[0]) is None
    runs.assert_called_once()


def test_the_hash_seed_does_not_matter() -> None:
    program = (
        "from reason.test_reason_engines import *\n"
        "facts, ontology = turtle(FACTS), turtle(ONTOLOGY)\n"
        "result = entail([*facts, *ontology])\n"
        "print(lines(result.triples), result.clashes)\n"
        "prover = Prover([*facts, *ontology])\n"
        "print([prover.prove(goal) for goal in sorted(result.triples, key=str)])\n"
    )
    one, other = printed(program)
    assert one == other
    assert "activeIn" in one


def test_without_nemo_owlrl_reasons_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = entail([*turtle(FACTS), *turtle(ONTOLOGY)])
    assert expected.reasoner == "nemo"
    monkeypatch.setitem(sys.modules, "nmo_python", None)
    with pytest.warns(ReasonerFallback, match="pip install nemo-python"):
        result = entail([*turtle(FACTS), *turtle(ONTOLOGY)])
    assert result.reasoner == "owlrl"
    assert (result.triples, result.clashes) == (expected.triples, expected.clashes)


def test_nemo_by_name_where_it_is_missing_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "nmo_python", None)
    with pytest.raises(ReasonerUnavailableError, match="pip install nemo-python"):
        entail((), "nemo")
    with pytest.raises(ReasonerUnavailableError, match="pip install nemo-python"):
        Prover(turtle(ONTOLOGY)).prove(turtle(FACTS)[0])


def test_nothing_follows_from_nothing() -> None:
    result = agreed(())
    assert (result.triples, result.clashes) == (frozenset(), ())


def test_a_key_is_left_to_shapes() -> None:
    given = turtle(
        ":Actor owl:hasKey ( :name :seat ) . :MDU a :Actor ; :name 'MDU' ; :seat :Vasteras . "
        ":MDH a :Actor ; :name 'MDU' ; :seat :Vasteras . :LU a :Actor ; :name 'LU' ; :seat :Lund ."
    )
    assert agreed(given).triples == frozenset()


def test_a_circular_list() -> None:
    given = turtle(":Actor owl:unionOf :cell . :cell rdf:first :Cluster ; rdf:rest :cell . :A a :Cluster .")
    assert entail(given, "nemo").triples == set(turtle(":A a :Actor . :Cluster rdfs:subClassOf :Actor ."))
    with pytest.raises(CyclicListError, match=r"^A list is circular, that of <https://example.org/styrkegraf/Actor>:"):
        entail(given, "owlrl")


def test_a_list_that_is_circular_by_equality() -> None:
    given = turtle(
        ":Actor owl:unionOf :one . :one rdf:first :A ; rdf:rest :two . :two rdf:first :B ; owl:sameAs :one ."
    )
    with pytest.raises(CyclicListError, match=r"^A list is circular:"):
        entail(given, "owlrl")


def test_a_list_that_breaks_off_satisfies_nothing() -> None:
    given = turtle(
        ":Both owl:intersectionOf :cell . :cell rdf:first :Cluster . :A a :Cluster . "
        ":via owl:propertyChainAxiom :links . :links rdf:first :supports . :A :supports :Automation ."
    )
    assert lines(entail(given, "nemo").triples) == lines(turtle(":Both rdfs:subClassOf :Cluster ."))


def leaves(proof: Proof) -> list[Proof]:
    """The leaves of a proof; a rule without premises (cls-thing) is none."""
    if proof.rule is None:
        return [proof]
    return [leaf for premise in proof.premises for leaf in leaves(premise)]
