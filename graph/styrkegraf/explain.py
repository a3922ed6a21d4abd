"""Explain: why a statement holds, down to the passages that it rests on.

A statement may hold for several reasons at once: passages state it, our own reading adds it, the reasoner concludes
it from others, or a rule derives it. All are given.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from styrkegraf.errors import StyrkegrafError
from styrkegraf.labels import Language, UnknownName, fold
from styrkegraf.namespaces import DERIVED, INFERRED, PREFIXES, rdf, shorten
from styrkegraf.origins import Origin
from styrkegraf.terms import Term
from styrkegraf.text import visible

if TYPE_CHECKING:
    from styrkegraf.graph import Graph
    from styrkegraf.reason import Proof, Prover

__all__ = ["Application", "Explanation", "Step", "UnknownStatement", "explain", "to_json", "to_text"]

ASSERTED = ("stated", "curated")
_SHOWN = 20
_UNPROVED: Final[dict[Language, str]] = {
    "sv": "följer av andra uppgifter; beviset kräver Nemo (pip install nemo-python)",
    "en": "inferred; the proof needs Nemo (pip install nemo-python)",
}
_CONSTRUCT = re.compile(r"CONSTRUCT\s*\{[^}]*\}\s*WHERE")
"""The head of a rule; a template holds no braces."""
_SHORT = re.compile(r"[\w-]+:[\w-]+")
"""A short form in a query."""


class UnknownStatement(StyrkegrafError):
    """A statement that the graph does not hold."""


@dataclass(frozen=True, slots=True)
class Step:
    """A statement in an explanation: its origins where it is asserted, else the rule and what the rule took."""

    triple: Triple
    origins: tuple[Origin, ...]
    rule: str | None = None
    premises: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Application:
    """One way in which a rule of ``queries/rules/`` derives the statement: its variables, and what they rest on."""

    rule: str
    bindings: tuple[tuple[str, Term], ...]
    premises: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why one statement holds: asserted, concluded or derived, or several of these.

    What is ``inferred`` has a proof, but where the reasoner Nemo cannot be imported.
    """

    triple: Triple
    origins: tuple[Origin, ...]
    inferred: bool
    proof: Step | None
    applications: tuple[Application, ...]


def explain(graph: Graph, subject: str, predicate: str, object_: str) -> tuple[Explanation, ...]:
    """Explain the statements that three names mean; a name that several things share may mean several statements.

    Names are IRIs, short forms or labels; the object may also be the text of a literal. Raises `UnknownName` for a
    name that nothing has, `UnknownStatement` where the graph holds no such statement.
    """
    predicate = "rdf:type" if predicate == "a" else predicate
    meant = _statements(graph, subject, predicate, object_)
    if not meant:
        raise UnknownStatement(_absent(graph, subject, predicate))
    prover = _Prover(graph)
    return tuple(_explain(graph, triple, prover) for triple in meant)


def _statements(graph: Graph, subject: str, predicate: str, object_: str) -> list[Triple]:
    subjects = graph.labels.resolve(subject)
    predicates = graph.labels.resolve(predicate)
    found = {
        quad.triple
        for s in subjects
        for p in predicates
        for quad in graph.store.match(s, p, None)
        if _means(graph, object_, quad.object)
    }
    if not found:
        _known(graph, object_)
    return sorted(found, key=str)


def _means(graph: Graph, name: str, term: Term) -> bool:
    if isinstance(term, Literal):
        return fold(term.value) == fold(name)
    try:
        return term in graph.labels.resolve(name)
    except UnknownName:
        return False


def _known(graph: Graph, name: str) -> None:
    """Raise `UnknownName` for an object that is neither a thing nor the text of a literal."""
    try:
        graph.labels.resolve(name)
    except UnknownName:
        texts = (q.object for q in graph.store.quads() if isinstance(q.object, Literal))
        if not any(fold(text.value) == fold(name) for text in texts):
            raise


def _absent(graph: Graph, subject: str, predicate: str) -> str:
    subjects = graph.labels.resolve(subject)
    predicates = graph.labels.resolve(predicate)
    quads = (q for s in subjects for p in predicates for q in graph.store.match(s, p, None))
    others = sorted({graph.labels.of(quad.object) for quad in quads})
    head = "The graph does not hold this statement."
    if not others:
        return f"{head} It has no “{predicate}” of “{subject}” at all."
    return f"{head} For “{subject}”, “{predicate}” it has: {'; '.join(others[:8])}{' …' if len(others) > 8 else ''}"


def _explain(graph: Graph, triple: Triple, prover: _Prover) -> Explanation:
    graphs = graph.store.graphs_of(triple)
    inferred = INFERRED in graphs
    proof = prover.prove(triple) if inferred else None
    rules = [g.value.removeprefix(DERIVED) for g in graphs if g.value.startswith(DERIVED)]
    applications = tuple(found for rule in rules for found in _applications(graph, rule, triple, prover))
    return Explanation(triple, _asserted(graph, triple), inferred, proof, applications)


def _asserted(graph: Graph, triple: Triple) -> tuple[Origin, ...]:
    known = (graph.origins.get(name) for name in graph.store.graphs_of(triple))
    return tuple(
        sorted((o for o in known if o and o.layer in ASSERTED), key=lambda o: (o.layer, o.graph, o.first or 0))
    )


class _Prover:
    """Proofs over the facts and the ontology of one graph."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    def prove(self, triple: Triple) -> Step | None:
        """The proof as a step; None where Nemo, which has the proofs, cannot be imported."""
        from styrkegraf.reason import ReasonerUnavailableError

        try:
            proof = self._prover.prove(triple)
        except ReasonerUnavailableError:
            return None
        return self._step(proof) if proof else None

    @cached_property
    def _prover(self) -> Prover:
        from styrkegraf.reason import Prover

        layers = {name: origin.layer for name, origin in self._graph.origins.items()}
        return Prover(q.triple for q in self._graph.store.quads() if _layer(layers, q) in ASSERTED)

    def _step(self, proof: Proof) -> Step:
        premises = tuple(self._step(premise) for premise in proof.premises)
        return Step(proof.conclusion, _asserted(self._graph, proof.conclusion), proof.rule, premises)


def _layer(layers: dict[NamedNode, str], quad: Quad) -> str | None:
    return layers.get(quad.graph_name) if isinstance(quad.graph_name, NamedNode) else None


def _applications(graph: Graph, rule: str, triple: Triple, prover: _Prover) -> list[Application]:
    """Every row of the rule's pattern from which its template makes the triple, in an order that no store decides."""
    from styrkegraf.derive import rules

    document = next((d for d in rules() if d.name == rule), None)
    if document is None:
        raise UnknownStatement(f"The rule “{rule}” is not in queries/rules; build the graph again.")
    wanted = _wanted(document.sparql, triple)
    found: dict[tuple[tuple[str, Term], ...], None] = {}
    results = graph.store.select(_CONSTRUCT.sub("SELECT * WHERE", document.sparql, count=1))
    names = sorted(variable.value for variable in results.variables)
    for row in results:
        values: dict[str, Term] = {name: row[name] for name in names if row[name] is not None}
        if any(all(values.get(name) == term for name, term in want.items()) for want in wanted):
            found[tuple(values.items())] = None
    asked = frozenset(_SHORT.findall(_CONSTRUCT.split(document.sparql, maxsplit=1)[1]))
    return [
        Application(rule, bindings, _between(graph, bindings, asked, prover)) for bindings in sorted(found, key=str)
    ]


def _wanted(sparql: str, triple: Triple) -> list[dict[str, Term]]:
    """What the variables must be for the template to make the triple, for each pattern of it that can."""
    from rdflib.plugins.sparql import prepareQuery
    from rdflib.term import Variable

    found = []
    for pattern in prepareQuery(sparql, initNs=PREFIXES).algebra.template:
        pairs = list(zip(pattern, (triple.subject, triple.predicate, triple.object), strict=True))
        if all(isinstance(part, Variable) or str(part) == getattr(term, "value", None) for part, term in pairs):
            found.append({str(part): term for part, term in pairs if isinstance(part, Variable)})
    return found


def _between(
    graph: Graph, bindings: tuple[tuple[str, Term], ...], asked: frozenset[str], prover: _Prover
) -> tuple[Step, ...]:
    """The statements between the things that a rule took: what its conclusion rests on.

    Those that are asserted, and the proof of each that was concluded, if the rule asks for its property (a short form
    in ``asked``) and the asserted ones do not say as much.
    """
    things = {term for _, term in bindings if isinstance(term, NamedNode)}
    quads = {quad for one in things for other in things for quad in graph.store.match(one, None, other)}
    asserted = {quad.triple: found for quad in quads if (found := _asserted(graph, quad.triple))}
    steps = [Step(triple, found) for triple, found in asserted.items()]
    for quad in quads:
        if quad.graph_name == INFERRED and shorten(quad.predicate.value) in asked and quad.triple not in asserted:
            proof = prover.prove(quad.triple) or Step(quad.triple, ())
            if not {leaf for leaf in _leaves(proof) if {leaf.subject, leaf.object} & things} <= asserted.keys():
                steps.append(proof)
    return tuple(sorted(steps, key=lambda step: str(step.triple)))


def _leaves(step: Step) -> set[Triple]:
    """The statements that a proof begins from."""
    return {leaf for premise in step.premises for leaf in _leaves(premise)} or {step.triple}


def to_text(explanation: Explanation, graph: Graph, lang: Language = "sv") -> str:
    """An explanation for a reader, as an indented tree under the statement and the short form of its subject."""
    write = _Writer(graph, lang)
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
            return self._graph.labels.of(term, self._lang)
        return f"({', '.join(self._graph.labels.of(member, self._lang) for member in _members(self._graph, term))})"

    def step(self, step: Step, indent: str) -> list[str]:
        """A step and all below it."""
        because = {"sv": "följer enligt", "en": "follows by"}[self._lang]
        lines = [f"{indent}└ {because} {step.rule}:"] if step.rule else []
        for premise in step.premises:
            lines.append(f"{indent}  {self.statement(premise.triple)}")
            lines += self._grounds(premise, indent + "    ")
        return lines

    def _grounds(self, step: Step, indent: str) -> list[str]:
        if step.rule:
            return self.step(step, indent)
        if not step.origins:
            return [f"{indent}└ {_UNPROVED[self._lang]}"]
        return [f"{indent}● {origin.words(self._graph.labels, self._lang)}" for origin in step.origins]

    def application(self, application: Application) -> list[str]:
        """One application of a rule."""
        name = {"sv": "regel", "en": "rule"}[self._lang]
        things = (f"?{name} = {self._graph.labels.of(term, self._lang)}" for name, term in application.bindings)
        lines = [f"  └ {name} {application.rule}: {', '.join(things)}"]
        for premise in application.premises:
            lines.append(f"    {self.statement(premise.triple)}")
            lines += self._grounds(premise, "      ")
        return lines


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
