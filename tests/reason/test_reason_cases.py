"""A case for every rule, as data: what follows from it, what does not, and what clashes, by the specification."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, NamedNode, RdfFormat, Triple, parse

from reason.engines import agreed, lines
from styrkegraf.reason import Proof, Prover, entail

CASES = sorted(Path(__file__).with_name("cases").glob("*.trig"))
FALSE = {
    *("eq-diff1", "eq-diff2", "eq-diff3", "prp-irp", "prp-asyp", "prp-pdw", "prp-adp", "prp-npa1", "prp-npa2"),
    *("cls-nothing2", "cls-com", "cls-maxc1", "cls-maxqc1", "cls-maxqc2", "cax-dw", "cax-adc"),
}
"""The rules that conclude *false*."""


@dataclass(frozen=True)
class Case:
    given: tuple[Triple, ...]
    follows: frozenset[Triple]
    never: frozenset[Triple]
    silent: frozenset[Triple]
    clashes: frozenset[tuple[str, frozenset[Triple]]]


def read(path: Path) -> Case:
    """A case file: the default graph is given; the named graphs hold the rest.

    follows: what is concluded and published, no more and no less; never: near misses that do not follow; silent: what
    follows and is not published; clash:RULE: the premises of a clash.
    """
    graphs: dict[str, set[Triple]] = {}
    for quad in parse(path=path, format=RdfFormat.TRIG):
        name = "" if isinstance(quad.graph_name, DefaultGraph) else quad.graph_name.value
        graphs.setdefault(name, set()).add(quad.triple)
    clashes = frozenset(
        (name.removeprefix("urn:clash:").partition("#")[0], frozenset(triples))
        for name, triples in graphs.items()
        if name.startswith("urn:clash:")
    )
    return Case(
        tuple(graphs.pop("")),
        frozenset(graphs.pop("urn:case:follows", ())),
        frozenset(graphs.pop("urn:case:never", ())),
        frozenset(graphs.pop("urn:case:silent", ())),
        clashes,
    )


def steps(proof: Proof) -> Iterator[Proof]:
    yield proof
    for premise in proof.premises:
        yield from steps(premise)


def rule_names() -> set[str]:
    text = files("styrkegraf.reason").joinpath("rules", "owl2rl.rls").read_text(encoding="utf-8")
    return set(re.findall(r'^#\[name\("([^"]+)"\)\]$', text, re.MULTILINE))


def test_every_rule_has_its_case() -> None:
    assert len(CASES) == 71
    assert {path.stem for path in CASES} == rule_names()


def test_the_rules_are_those_of_the_specification() -> None:
    """Tables 4 to 7 and 9, without prp-ap and prp-key (entailment.py says why)."""
    specified = """
        eq-ref eq-sym eq-trans eq-rep-s eq-rep-p eq-rep-o eq-diff1 eq-diff2 eq-diff3
        prp-dom prp-rng prp-fp prp-ifp prp-irp prp-symp prp-asyp prp-trp prp-spo1 prp-spo2 prp-eqp1 prp-eqp2
        prp-pdw prp-adp prp-inv1 prp-inv2 prp-npa1 prp-npa2
        cls-thing cls-nothing1 cls-nothing2 cls-int1 cls-int2 cls-uni cls-com cls-svf1 cls-svf2 cls-avf
        cls-hv1 cls-hv2 cls-maxc1 cls-maxc2 cls-maxqc1 cls-maxqc2 cls-maxqc3 cls-maxqc4 cls-oo
        cax-sco cax-eqc1 cax-eqc2 cax-dw cax-adc
        scm-cls scm-sco scm-eqc1 scm-eqc2 scm-op scm-dp scm-spo scm-eqp1 scm-eqp2 scm-dom1 scm-dom2 scm-rng1
        scm-rng2 scm-hv scm-svf1 scm-svf2 scm-avf1 scm-avf2 scm-int scm-uni
    """
    assert rule_names() == set(specified.split())


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_both_reasoners_conclude_what_the_rule_says(path: Path) -> None:
    case = read(path)
    result = agreed(case.given)
    assert lines(result.triples) == lines(case.follows)
    assert {(clash.rule, frozenset(clash.premises)) for clash in result.clashes} == case.clashes
    assert len(result.clashes) == len(case.clashes)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_case_is_not_empty(path: Path) -> None:
    case = read(path)
    assert case.clashes if path.stem in FALSE else case.follows or case.silent
    assert (case.follows | case.never | case.silent).isdisjoint(case.given)
    assert case.follows.isdisjoint(case.never | case.silent)


@pytest.mark.parametrize("path", [path for path in CASES if path.stem not in FALSE], ids=lambda path: path.stem)
def test_the_proof_names_the_rule(path: Path) -> None:
    case = read(path)
    goals = sorted(case.follows or case.silent, key=str)
    proofs = map(Prover(case.given).prove, goals)
    assert any(path.stem in {step.rule for step in steps(proof)} for proof in proofs if proof)


@pytest.mark.parametrize("path", [path for path in CASES if read(path).never], ids=lambda path: path.stem)
def test_what_does_not_follow_has_no_proof(path: Path) -> None:
    case = read(path)
    assert [*map(Prover(case.given).prove, case.never)] == [None] * len(case.never)


@pytest.mark.parametrize("path", [path for path in CASES if read(path).silent], ids=lambda path: path.stem)
def test_what_is_true_and_empty_is_not_published(path: Path) -> None:
    case = read(path)
    assert all(map(Prover(case.given).prove, case.silent))
    assert entail(case.given).triples.isdisjoint(case.silent)


@pytest.mark.parametrize(
    ("path", "first"),
    [("prp-asyp", "AsymmetricProperty"), ("cax-dw", "disjointWith"), ("cls-maxc1", "maxCardinality")],
)
def test_a_clash_lists_the_axiom_first(path: str, first: str) -> None:
    case = read(Path(__file__).with_name("cases") / f"{path}.trig")
    (clash,) = entail(case.given).clashes
    assert first in str(clash.premises[0])


def test_a_plain_property_is_where_owlrl_departs_from_the_specification() -> None:
    """scm-op speaks of object properties; owlrl applies it to any rdf:Property."""
    case = read(Path(__file__).with_name("cases") / "scm-op.trig")
    plain = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#Property")
    given = [
        Triple(triple.subject, triple.predicate, plain)
        if isinstance(triple.object, NamedNode) and triple.object.value.endswith("ObjectProperty")
        else triple
        for triple in case.given
    ]
    assert entail(given, "nemo").triples == frozenset()
    assert entail(given, "owlrl").triples == case.follows
