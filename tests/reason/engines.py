"""Both reasoners on the same graph: the question that every comparison asks."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import Triple

from styrkegraf.reason import Entailment, entail

__all__ = ["PREFIXES", "agreed", "lines"]

PREFIXES = """
@prefix : <https://example.org/styrkegraf/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def agreed(given: Iterable[Triple]) -> Entailment:
    """What both reasoners conclude; an assertion fails and shows the difference where they disagree."""
    triples = tuple(given)
    fast, reference = entail(triples, "nemo"), entail(triples, "owlrl")
    assert lines(fast.triples - reference.triples) == [], "Nemo alone concludes these"
    assert lines(reference.triples - fast.triples) == [], "owlrl alone concludes these"
    assert fast.clashes == reference.clashes
    return fast


def lines(triples: Iterable[Triple]) -> list[str]:
    """The triples as sorted text, which reads well in a failed assertion."""
    return sorted(map(str, triples))
