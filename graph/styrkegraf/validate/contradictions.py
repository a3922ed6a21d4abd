"""Contradictions: what the reasoner found that cannot be, told as findings with the places of each statement."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from pyoxigraph import NamedNode, Triple

from styrkegraf.labels import Labels, Language
from styrkegraf.namespaces import PREFIXES, shorten
from styrkegraf.reason import Clash, Prover, ReasonerUnavailableError
from styrkegraf.store import Store
from styrkegraf.terms import Term
from styrkegraf.validate.finding import QUERY, Fault, Finding, Place, Rule
from styrkegraf.validate.places import Places

__all__ = ["contradictions"]

_SPEC = "https://www.w3.org/TR/owl2-profiles/#"
_WORDS: Mapping[Language, tuple[str, str]] = {
    "sv": (
        "Dessa uppgifter kan inte alla vara sanna: {}.",
        "Ta tillbaka en av dem, eller säg den om något annat; det som följer av andra vilar på uppgifterna ovan.",
    ),
    "en": (
        "These statements cannot all be true: {}.",
        "Take one of them back, or say it of another thing; what follows from others rests on the statements above.",
    ),
}
_SCHEMA = ("owl", "rdfs")


def contradictions(
    clashes: Iterable[Clash],
    store: Store,
    given: Sequence[Triple],
    files: Mapping[NamedNode, Sequence[Path]],
    lang: Language = "en",
) -> tuple[Finding, ...]:
    """One finding for each clash: the clashing statements in words, and the file and line of what they rest on.

    ``given`` is what the reasoner was given: a clashing statement that is not in it was concluded, and the places are
    then those of the statements that it was concluded from, or, where Nemo cannot be imported, those of what the
    documents say of its subject.
    """
    clashes = tuple(clashes)
    if not clashes:
        return ()
    labels = Labels(store)
    places = Places(store, files, labels, lang)
    prover = Prover(given)
    return tuple(_finding(clash, labels, places, prover, lang) for clash in clashes)


def _finding(clash: Clash, labels: Labels, places: Places, prover: Prover, lang: Language) -> Finding:
    facts = [triple for triple in clash.premises if not _is_axiom(triple)] or list(clash.premises)
    node: Term = facts[0].subject
    message, remedy = _WORDS[lang]
    told = message.format("; ".join(_words(triple, labels, lang) for triple in facts))
    rule = Rule(NamedNode(_SPEC + clash.rule), clash.rule, "error", told, remedy)
    grounds = [ground for triple in facts for ground in _grounds(triple, prover)]
    found = [place for triple in dict.fromkeys(grounds) for place in _places(triple, rule, places)]
    return Finding(
        "error", rule.name, node, labels.of(node, lang), told, remedy, tuple(dict.fromkeys(found)), None, QUERY, None
    )


def _is_axiom(triple: Triple) -> bool:
    """Whether the statement is about terms: its predicate is of OWL or RDFS, or it types a term."""
    spaces = tuple(PREFIXES[prefix] for prefix in _SCHEMA)
    if triple.predicate.value.startswith(spaces):
        return not triple.predicate.value.endswith(("sameAs", "differentFrom"))
    return isinstance(triple.object, NamedNode) and triple.object.value.startswith(spaces)


def _grounds(triple: Triple, prover: Prover) -> list[Triple]:
    """The given statements, not axioms, that a statement rests on: itself, or the leaves of its proof.

    Without Nemo there are no proofs: a statement that was concluded then stands for itself.
    """
    try:
        proof = prover.prove(triple)
    except ReasonerUnavailableError:
        return [triple]
    if proof is None or proof.rule is None:
        return [triple]
    leaves, open_ = [], [*proof.premises]
    while open_:
        step = open_.pop(0)
        open_ += step.premises
        if not step.premises and not _is_axiom(step.conclusion):
            leaves.append(step.conclusion)
    return leaves


def _places(triple: Triple, rule: Rule, places: Places) -> tuple[Place, ...]:
    about = Rule(rule.iri, rule.name, rule.severity, rule.message, rule.remedy, triple.predicate)
    return places.of(Fault(about, triple.subject, triple.object, QUERY))


def _words(triple: Triple, labels: Labels, lang: Language) -> str:
    parts = (triple.subject, triple.predicate, triple.object)
    text = " — ".join(labels.of(part, lang) for part in parts)
    return f"{text} ({shorten(triple.subject.value)})" if isinstance(triple.subject, NamedNode) else text
