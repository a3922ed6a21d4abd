"""Trace: from a statement to what it rests on.

A statement may hold for several reasons at once: passages state it, our own reading adds it, the reasoner concludes
it from others, or a rule derives it. All are given.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from pyoxigraph import Literal, NamedNode, Quad, Triple

from styrkegraf.errors import StyrkegrafError
from styrkegraf.labels import UnknownName, alphabetical, fold
from styrkegraf.namespaces import DERIVED, INFERRED, PREFIXES, shorten
from styrkegraf.origins import Origin
from styrkegraf.terms import Term

if TYPE_CHECKING:
    import rdflib

    from styrkegraf.graph import Graph
    from styrkegraf.reason import Proof, Prover

__all__ = ["Application", "Explanation", "Name", "Step", "UnknownStatement", "Value", "explain"]

Name: TypeAlias = str | NamedNode
"""What means a thing: a label, a short form, an IRI, or the term itself."""
Value: TypeAlias = Name | Literal
"""What means the object of a statement: a thing, the text of a literal, or the literal itself."""

ASSERTED = ("stated", "curated")
_Pattern: TypeAlias = "tuple[rdflib.term.Node, rdflib.term.Node, rdflib.term.Node]"
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
    """One way in which a rule of ``queries/rules/`` derives the statement: its variables, and what they rest on.

    ``given`` are the things that the rule concludes beside the two of the statement, such as the evidence, each after
    the property that leads to it.
    """

    rule: str
    bindings: tuple[tuple[str, Term], ...]
    given: tuple[tuple[NamedNode, NamedNode], ...]
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


def explain(graph: Graph, subject: Name, predicate: Name, object_: Value) -> tuple[Explanation, ...]:
    """Explain the statements that three names mean; a name that several things share may mean several statements.

    Names are IRIs, short forms, labels or terms of pyoxigraph; the object may also be a literal or its text. Raises
    `UnknownName` for a name that nothing has, `UnknownStatement` where the graph holds no such statement, `TypeError`
    for what is neither text nor a term that can stand there.
    """
    for part, name in (("subject", subject), ("predicate", predicate), ("object", object_)):
        if not isinstance(name, str | NamedNode) and not (part == "object" and isinstance(name, Literal)):
            terms = "a NamedNode or a Literal" if part == "object" else "or a NamedNode"
            raise TypeError(f"The {part} is a name, an IRI, {terms}, not {name!r} ({type(name).__name__}).")
    predicate = "rdf:type" if predicate == "a" else predicate
    meant = _statements(graph, subject, predicate, object_)
    if not meant:
        raise UnknownStatement(_absent(graph, subject, predicate))
    prover = _Prover(graph)
    return tuple(_explain(graph, triple, prover) for triple in meant)


def _things(graph: Graph, name: Name) -> list[NamedNode]:
    return [name] if isinstance(name, NamedNode) else graph.labels.resolve(name)


def _statements(graph: Graph, subject: Name, predicate: Name, object_: Value) -> list[Triple]:
    subjects, predicates = _things(graph, subject), _things(graph, predicate)
    found = {
        quad.triple
        for s in subjects
        for p in predicates
        for quad in graph.store.match(s, p, None)
        if _means(graph, object_, quad.object)
    }
    if not found and isinstance(object_, str):
        _known(graph, object_)
    return sorted(found, key=str)


def _means(graph: Graph, name: Value, term: Term) -> bool:
    if not isinstance(name, str):
        return term == name
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


def _absent(graph: Graph, subject: Name, predicate: Name) -> str:
    subjects, predicates = _things(graph, subject), _things(graph, predicate)
    quads = (q for s in subjects for p in predicates for q in graph.store.match(s, p, None))
    held = {graph.labels.of(quad.object) for quad in quads}
    others = sorted(held, key=lambda name: (alphabetical(name, graph.labels.lang), name))
    head = "The graph does not hold this statement."
    thing, property_ = (name if isinstance(name, str) else graph.labels.of(name) for name in (subject, predicate))
    if not others:
        return f"{head} It has no “{property_}” of “{thing}” at all."
    return f"{head} For “{thing}”, “{property_}” it has: {'; '.join(others[:8])}{' …' if len(others) > 8 else ''}"


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
    template = _template(document.sparql)
    wanted = _wanted(template, triple)
    found: dict[tuple[tuple[str, Term], ...], None] = {}
    results = graph.store.select(_CONSTRUCT.sub("SELECT * WHERE", document.sparql, count=1))
    names = sorted(variable.value for variable in results.variables)
    for row in results:
        values: dict[str, Term] = {name: row[name] for name in names if row[name] is not None}
        if any(all(values.get(name) == term for name, term in want.items()) for want in wanted):
            found[tuple(values.items())] = None
    asked = frozenset(_SHORT.findall(_CONSTRUCT.split(document.sparql, maxsplit=1)[1]))
    return [
        Application(rule, bindings, _given(template, bindings, triple), _between(graph, bindings, asked, prover))
        for bindings in sorted(found, key=str)
    ]


def _template(sparql: str) -> list[_Pattern]:
    """The patterns that a rule makes statements by."""
    from rdflib.plugins.sparql import prepareQuery

    return list(prepareQuery(sparql, initNs=PREFIXES).algebra.template)


def _wanted(template: list[_Pattern], triple: Triple) -> list[dict[str, Term]]:
    """What the variables must be for the template to make the triple, for each pattern of it that can."""
    from rdflib.term import Variable

    found = []
    for pattern in template:
        pairs = list(zip(pattern, (triple.subject, triple.predicate, triple.object), strict=True))
        if all(isinstance(part, Variable) or str(part) == getattr(term, "value", None) for part, term in pairs):
            found.append({str(part): term for part, term in pairs if isinstance(part, Variable)})
    return found


def _given(
    template: list[_Pattern], bindings: tuple[tuple[str, Term], ...], triple: Triple
) -> tuple[tuple[NamedNode, NamedNode], ...]:
    """The things that the template leads to, but for those of the triple, each after the first property that does."""
    from rdflib.term import Variable

    values = dict(bindings)
    found: dict[NamedNode, NamedNode] = {}
    for _, predicate, variable in template:
        term = values.get(str(variable)) if isinstance(variable, Variable) else None
        if isinstance(term, NamedNode) and term not in (triple.subject, triple.object):
            found.setdefault(term, NamedNode(str(predicate)))
    return tuple((predicate, term) for term, predicate in found.items())


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
