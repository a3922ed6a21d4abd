"""OWL 2 RL entailment: what follows from facts and an ontology, and what in them cannot be.

Rules: OWL 2 Web Ontology Language Profiles (Second Edition), section 4.3,
https://www.w3.org/TR/owl2-profiles/#Reasoning_in_OWL_2_RL_and_RDF_Graphs_using_Rules. Left out are keys (``prp-key``)
and the rules about the values of literals (``dt-*``): SHACL checks those. Axioms about OWL's own vocabulary (a domain
for ``owl:sameAs``, say) get no reflexive ``owl:sameAs`` to work on.

A functional datatype property with two values equates the two literals and carries them across the graph, as the rules
say (``prp-fp``, ``eq-rep-o``). Check such properties with SHACL instead.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from pyoxigraph import Triple

from styrkegraf.reason import nemo, owlrl_engine
from styrkegraf.reason.clashes import Clash, clashes
from styrkegraf.reason.publishable import publishable
from styrkegraf.reason.terms import Row, Terms

__all__ = ["Entailment", "Reasoner", "ReasonerFallback", "entail"]

Reasoner: TypeAlias = Literal["nemo", "owlrl"]


class ReasonerFallback(UserWarning):
    """Nemo cannot be imported here, so the slower owlrl reasons instead."""


@dataclass(frozen=True, slots=True)
class Entailment:
    """What follows from facts and an ontology.

    Attributes:
        triples: What is new and worth publishing (:mod:`styrkegraf.reason.publishable`); nothing that was given.
        clashes: The inconsistencies, sorted; empty when facts and ontology are consistent.
        reasoner: Who concluded it.

    """

    triples: frozenset[Triple]
    clashes: tuple[Clash, ...]
    reasoner: Reasoner


def entail(given: Iterable[Triple], reasoner: Reasoner | None = None) -> Entailment:
    """What follows from the given (facts and ontology) by OWL 2 RL; both reasoners conclude the same.

    Nemo reasons unless `reasoner` says otherwise; where it cannot be imported, owlrl takes its place with a
    :class:`ReasonerFallback` warning.

    Raises:
        ReasonerUnavailableError: Nemo was asked for by name and cannot be imported.
        CyclicListError: owlrl met a circular RDF list.

    """
    chosen = reasoner or _default()
    return _with_nemo(given) if chosen == "nemo" else _with_owlrl(given)


def _default() -> Reasoner:
    if nemo.available():
        return "nemo"
    warnings.warn(
        "The reasoner Nemo cannot be imported; owlrl reasons instead, with the same result but much slower. "
        "Install Nemo with: pip install nemo-python",
        ReasonerFallback,
        stacklevel=3,
    )
    return "owlrl"


def _with_nemo(triples: Iterable[Triple]) -> Entailment:
    terms = Terms()
    rows, found = nemo.conclude(triples, terms)
    return Entailment(frozenset(_published(rows, terms)), found, "nemo")


def _with_owlrl(triples: Iterable[Triple]) -> Entailment:
    terms = Terms()
    given, closure = owlrl_engine.run(triples, terms)
    found = clashes(owlrl_engine.contradictions(closure, terms))
    return Entailment(frozenset(_published(closure - given, terms)), found, "owlrl")


def _published(rows: Iterable[Row], terms: Terms) -> Iterator[Triple]:
    for row in rows:
        if publishable(row) and (triple := terms.triple(row)) is not None:
            yield triple
