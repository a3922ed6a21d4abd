"""Words: an explanation for a reader, and as data for a program."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from styrkegraf.explain.trace import Application, Explanation, Step
from styrkegraf.labels import LANGUAGES, Language, known_language
from styrkegraf.namespaces import derived, rdf, shorten
from styrkegraf.origins import Origin
from styrkegraf.terms import Term
from styrkegraf.text import visible

if TYPE_CHECKING:
    from styrkegraf.graph import Graph

__all__ = ["to_json", "to_text"]

_SHOWN = 20
_UNPROVED: Final[dict[Language, str]] = {
    "sv": "följer av andra uppgifter; beviset kräver Nemo (pip install nemo-python)",
    "en": "inferred; the proof needs Nemo (pip install nemo-python)",
}
_LOGIC: Final[dict[str, dict[Language, str]]] = {
    "cax-eqc": {"sv": "likvärdiga klasser", "en": "equivalent classes"},
    "cax-sco": {"sv": "en klass inom en annan", "en": "a class within another"},
    "eq-": {"sv": "en sak under två namn", "en": "one thing under two names"},
    "prp-dom": {"sv": "vad egenskapen utgår från", "en": "what the property starts from"},
    "prp-eqp": {"sv": "likvärdiga egenskaper", "en": "equivalent properties"},
    "prp-fp": {"sv": "högst ett värde", "en": "at most one value"},
    "prp-ifp": {"sv": "högst ett subjekt för varje värde", "en": "at most one subject for each value"},
    "prp-inv": {"sv": "egenskapen baklänges", "en": "the property backwards"},
    "prp-rng": {"sv": "vad egenskapen leder till", "en": "what the property leads to"},
    "prp-spo1": {"sv": "en egenskap inom en annan", "en": "a property within another"},
    "prp-spo2": {"sv": "en kedja av egenskaper", "en": "a chain of properties"},
    "prp-symp": {"sv": "gäller åt båda hållen", "en": "holds both ways"},
    "prp-trp": {"sv": "går vidare från led till led", "en": "carries on from link to link"},
    "scm-": {"sv": "ordningen i ontologin", "en": "the order of the ontology"},
}
"""What the rules of OWL 2 RL are about, by how their names begin."""
_TERMS: Final[dict[str, dict[Language, str]]] = {
    "owl:SymmetricProperty": {"sv": "egenskap som gäller åt båda hållen", "en": "property that holds both ways"},
    "owl:TransitiveProperty": {
        "sv": "egenskap som går vidare från led till led",
        "en": "property that carries on from link to link",
    },
    "owl:equivalentClass": {"sv": "är likvärdig med", "en": "is equivalent to"},
    "owl:equivalentProperty": {"sv": "är likvärdig med", "en": "is equivalent to"},
    "owl:inverseOf": {"sv": "är omvändningen av", "en": "is the inverse of"},
    "owl:propertyChainAxiom": {"sv": "följer av kedjan", "en": "follows from the chain"},
    "rdf:type": {"sv": "är", "en": "is a"},
    "rdfs:domain": {"sv": "utgår från", "en": "starts from"},
    "rdfs:range": {"sv": "leder till", "en": "leads to"},
    "rdfs:subClassOf": {"sv": "är en klass inom", "en": "is a class within"},
    "rdfs:subPropertyOf": {"sv": "är en egenskap inom", "en": "is a property within"},
}
"""How the terms read that RDF and OWL lend to the graph, and that have no label in it."""


def to_text(explanation: Explanation, graph: Graph, lang: Language = "sv") -> str:
    """An explanation for a reader, as an indented tree under the statement and the short form of its subject."""
    write = _Writer(graph, known_language(lang))
    subject = explanation.triple.subject
    short = f"  ({shorten(subject.value)})" if isinstance(subject, NamedNode) else ""
    lines = [write.statement(explanation.triple) + short]
    lines += [f"  ● {origin.words(graph.labels, lang)}" for origin in explanation.origins]
    if explanation.proof:
        lines += write.step(explanation.proof, "  ")
    elif explanation.inferred:
        lines.append(f"  └ {_UNPROVED[lang]}")
    shown = explanation.applications[:_SHOWN]
    for application in shown:
        lines += write.application(application)
    rest = len(explanation.applications) - len(shown)
    if rest:
        lines.append({"sv": f"  … och {rest} till", "en": f"  … and {rest} more"}[lang])
    return "\n".join(visible(line) for line in lines) + "\n"


class _Writer:
    def __init__(self, graph: Graph, lang: Language) -> None:
        self._graph = graph
        self._lang = lang

    def statement(self, triple: Triple) -> str:
        """A statement in words; an RDF list as its members."""
        parts = (triple.subject, triple.predicate, triple.object)
        return " — ".join(self._term(term) for term in parts)

    def _term(self, term: Term) -> str:
        if isinstance(term, Literal) and term.language:
            return f"“{term.value}” ({term.language})"
        if not isinstance(term, BlankNode):
            name = self._graph.labels.of(term, self._lang)
            return _TERMS[name][self._lang] if name in _TERMS else name
        return f"({', '.join(self._graph.labels.of(member, self._lang) for member in _members(self._graph, term))})"

    def step(self, step: Step, indent: str) -> list[str]:
        """A step and all below it."""
        because = {"sv": "följer enligt", "en": "follows by"}[self._lang]
        lines = [f"{indent}└ {because} {self._logic(step.rule)}:"] if step.rule else []
        for premise in step.premises:
            lines.append(f"{indent}  {self.statement(premise.triple)}")
            lines += self._grounds(premise, indent + "    ")
        return lines

    def _logic(self, rule: str) -> str:
        said = next((words[self._lang] for start, words in _LOGIC.items() if rule.startswith(start)), None)
        return f"{rule} ({said})" if said else rule

    def _grounds(self, step: Step, indent: str) -> list[str]:
        if step.rule:
            return self.step(step, indent)
        if not step.origins:
            return [f"{indent}└ {_UNPROVED[self._lang]}"]
        return self._origins(step.origins, indent)

    def _origins(self, origins: Iterable[Origin], indent: str) -> list[str]:
        return [f"{indent}● {origin.words(self._graph.labels, self._lang)}" for origin in origins]

    def application(self, application: Application) -> list[str]:
        """One application of a rule, by its title, with what else it concludes."""
        by, opening = {"sv": ("ges av regeln", "”"), "en": ("given by the rule", "“")}[self._lang]
        title = self._graph.labels.of(derived(application.rule), self._lang)
        given: dict[str, list[str]] = defaultdict(list)
        for predicate, thing in application.given:
            given[self._term(predicate)].append(self._term(thing))
        told = "".join(f"; {name}: {', '.join(things)}" for name, things in given.items())
        lines = [f"  └ {by} {opening}{title}” ({application.rule}){told}"]
        about = self._about(application.premises)
        for premise in application.premises:
            within = about.get(premise.triple.object, ())
            if premise.triple.subject in about and not premise.rule:
                continue
            lines.append(f"    {self._with(premise.triple, within)}")
            if within:
                steps = (premise, *within)
                lines += self._origins(dict.fromkeys(one for step in steps for one in step.origins), "      ")
            else:
                lines += self._grounds(premise, "      ")
        return lines

    def _about(self, premises: Sequence[Step]) -> dict[Term, list[Step]]:
        """What is stated of things without a name, such as theme ties, to be told where another leads to them."""
        led = {step.triple.object for step in premises if not step.rule and self._is_nameless(step.triple.object)}
        about: dict[Term, list[Step]] = defaultdict(list)
        for step in premises:
            if step.triple.subject in led and not step.rule:
                about[step.triple.subject].append(step)
        return about

    def _is_nameless(self, term: Term) -> bool:
        return isinstance(term, NamedNode) and self._graph.labels.of(term, self._lang) == shorten(term.value)

    def _with(self, triple: Triple, within: Sequence[Step]) -> str:
        """A statement, in which what is said of its object stands in the stead of the object."""
        if not within:
            return self.statement(triple)
        said = "; ".join(f"{self._term(step.triple.predicate)}: {self._term(step.triple.object)}" for step in within)
        return f"{self._term(triple.subject)} — {self._term(triple.predicate)} — ({said})"


def _members(graph: Graph, cell: Term) -> list[Term]:
    """The members of an RDF list, which is what a blank node of the ontology is."""
    members: list[Term] = []
    while isinstance(cell, BlankNode):
        members += [quad.object for quad in graph.store.match(cell, rdf("first"), None)]
        cell = next((quad.object for quad in graph.store.match(cell, rdf("rest"), None)), rdf("nil"))
    return members


def to_json(explanation: Explanation, graph: Graph) -> dict[str, object]:
    """An explanation as JSON: IRIs in full, with labels beside them."""
    return {
        "statement": _triple_json(explanation.triple, graph),
        "origins": [origin.to_json() for origin in explanation.origins],
        "inferred": explanation.inferred,
        "proof": _step_json(explanation.proof, graph) if explanation.proof else None,
        "rules": [
            {
                "rule": application.rule,
                "title": {lang: graph.labels.of(derived(application.rule), lang) for lang in LANGUAGES},
                "bindings": {name: _term_json(term, graph) for name, term in application.bindings},
                "premises": [_step_json(step, graph) for step in application.premises],
            }
            for application in explanation.applications
        ],
    }


def _step_json(step: Step, graph: Graph) -> dict[str, object]:
    found: dict[str, object] = {"statement": _triple_json(step.triple, graph)}
    if step.rule:
        found |= {"rule": step.rule, "premises": [_step_json(premise, graph) for premise in step.premises]}
    if step.origins:
        found["origins"] = [origin.to_json() for origin in step.origins]
    return found


def _triple_json(triple: Triple, graph: Graph) -> dict[str, object]:
    parts = {"subject": triple.subject, "predicate": triple.predicate, "object": triple.object}
    return {name: _term_json(term, graph) for name, term in parts.items()}


def _term_json(term: Term, graph: Graph) -> dict[str, object]:
    if isinstance(term, Literal):
        return {"value": term.value, **({"lang": term.language} if term.language else {"type": term.datatype.value})}
    if isinstance(term, BlankNode):
        return {"list": [_term_json(member, graph) for member in _members(graph, term)]}
    if isinstance(term, Triple):
        return {"value": str(term)}
    return {"iri": term.value, "sv": graph.labels.of(term, "sv"), "en": graph.labels.of(term, "en")}
