"""Proofs: why a triple follows, from the given triples up, one OWL 2 RL rule at a time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pyoxigraph import NamedNode, Triple

from styrkegraf.reason import nemo
from styrkegraf.reason.terms import RDF, Code, Terms

__all__ = ["Proof", "Prover"]

_CELL = {NamedNode(RDF + "first"), NamedNode(RDF + "rest")}


@dataclass(frozen=True, slots=True)
class Proof:
    """A proof tree.

    Attributes:
        conclusion: What is proved.
        rule: The OWL 2 RL rule that concludes it; None where it is given, as a fact or an axiom.
        premises: The proofs of what the rule rests on, in the rule's order, each conclusion once.

    """

    conclusion: Triple
    rule: str | None
    premises: tuple[Proof, ...]


class Prover:
    """Proofs from one set of given triples: the reasoner runs once, at the first goal that is not given."""

    def __init__(self, given: Iterable[Triple]) -> None:
        self._given = frozenset(given)
        self._terms = Terms()

    @cached_property
    def _engine(self) -> Any:
        return nemo.run(sorted(self._given, key=str), self._terms)

    def prove(self, goal: Triple) -> Proof | None:
        """A proof of `goal`, or None when it does not follow; what is given is its own proof.

        Of several proofs it is the one that Nemo found first, in few rounds of the rules, which makes it short. It is
        the same whatever the order of the triples. A step that RDF cannot write (a literal as subject) is passed over,
        and its premises stand in its stead; the cells of an RDF list are passed over because the axiom that names the
        list stands for them.

        Raises:
            ReasonerUnavailableError: Nemo cannot be imported.

        """
        if goal in self._given:
            return Proof(goal, None, ())
        engine = self._engine
        subject, predicate, value = next(self._terms.rows([goal]))
        trace = engine.trace(f"t({subject}, {predicate}, {value})")
        if trace is None:
            return None
        (proof,) = _proofs(trace.dict(), self._terms)
        return proof


def _proofs(step: Mapping[str, Any], terms: Terms) -> tuple[Proof, ...]:
    """The proof that a step of the trace is, or, where it proves no triple, those that it rests on."""
    if "fact" in step:
        return ()
    predicate, _, arguments = step["rule"].partition(" :- ")[0].rstrip(")").partition("(")
    premises = tuple(proof for part in step["subtraces"] for proof in _proofs(part, terms))
    if predicate != "t":
        return premises
    first, second, third = (_value(argument, step["assignment"]) for argument in arguments.split(", "))
    conclusion = terms.triple((first, second, third))
    if conclusion is None:
        return premises
    return (Proof(conclusion, step.get("name"), _distinct(premises, conclusion)),)


def _value(argument: str, assignment: Mapping[str, Code]) -> Code:
    return assignment[argument] if argument.startswith("?") else argument


def _distinct(premises: Iterable[Proof], conclusion: Triple) -> tuple[Proof, ...]:
    once: dict[Triple, Proof] = {}
    for proof in premises:
        if proof.conclusion.predicate not in _CELL or conclusion.predicate in _CELL:
            once.setdefault(proof.conclusion, proof)
    return tuple(once.values())
