"""Both reasoners on the same graph: the question that every comparison asks."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import Triple

from styrkegraf.reason import Entailment, entail

__all__ = ["agreed", "lines"]


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
