"""Shapes: SHACL by a fast engine or by the reference, with the same faults from both.

``shacl`` (Rust) is the default; ``pyshacl`` is the reference. Blank nodes of the data are given IRIs before either sees
them, as neither keeps their names in its report.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Final, Literal

from pyoxigraph import BlankNode, NamedNode, RdfFormat, Triple, parse, serialize
from pyoxigraph import Literal as RdfLiteral

from styrkegraf.namespaces import rdf
from styrkegraf.terms import Subject, Term
from styrkegraf.validate.finding import SHAPE, Fault, Rule, RuleError, Severity, sh

if TYPE_CHECKING:
    import rdflib

    from styrkegraf.labels import Language

__all__ = ["Engine", "check_shapes", "rules_of"]

Engine = Literal["shacl", "pyshacl"]

_BLANK: Final = "urn:x-styrkegraf:blank:"
_SEVERITIES: Final[dict[str, Severity]] = {sh("Violation").value: "error", sh("Warning").value: "warning"}
_Row = tuple[str, str, Term, Term | None]


def rules_of(shapes: Iterable[Triple], lang: Language = "en") -> dict[str, Rule]:
    """The rules that shapes hold, by IRI: every shape with an ``sh:message``, in the language asked for.

    Raises `RuleError` where such a shape has no IRI or no severity that is known here.
    """
    about: dict[Subject, list[Triple]] = {}
    for triple in shapes:
        about.setdefault(triple.subject, []).append(triple)
    return {
        shape.value: _rule(shape, triples, lang)
        for shape, triples in about.items()
        if isinstance(shape, NamedNode) and any(t.predicate == sh("message") for t in triples)
    }


def _rule(shape: NamedNode, triples: list[Triple], lang: Language) -> Rule:
    def text(name: str) -> str:
        found = [t.object for t in triples if t.predicate == sh(name) and isinstance(t.object, RdfLiteral)]
        return min(found, key=lambda word: (word.language != lang, word.value)).value if found else ""

    def node(name: str) -> NamedNode | None:
        found = [t.object for t in triples if t.predicate == sh(name) and isinstance(t.object, NamedNode)]
        return min(found, key=lambda term: term.value, default=None)

    severity = node("severity") or sh("Violation")
    if severity.value not in _SEVERITIES:
        raise RuleError(f"The shape {shape.value} has the severity {severity}; use sh:Violation or sh:Warning.")
    name = shape.value.removeprefix(SHAPE)
    return Rule(shape, name, _SEVERITIES[severity.value], text("message"), text("description"), node("path"))


def check_shapes(
    data: Iterable[Triple], shapes: Iterable[Triple], rules: Mapping[str, Rule], engine: Engine = "shacl"
) -> list[Fault]:
    """The faults that the shapes find in the data, in no particular order.

    Raises `RuleError` for shapes that the engine cannot compile, or that break a constraint without being a rule.
    """
    run = _fast if engine == "shacl" else _reference
    faults: list[Fault] = []
    for shape, component, focus, value in run([_named(t) for t in data], list(shapes)):
        if shape not in rules:
            name = "A nested shape" if shape.startswith("_:") else f"The shape {shape}"
            raise RuleError(f"{name} has no sh:message; give it an IRI and a message.")
        node = _blank(focus)
        given = None if value is None or value == focus else _blank(value)
        faults.append(Fault(rules[shape], node, given, NamedNode(component)))
    return faults


def _named(triple: Triple) -> Triple:
    subject, object_ = triple.subject, triple.object
    if isinstance(subject, BlankNode) or isinstance(object_, BlankNode):
        one = NamedNode(_BLANK + subject.value) if isinstance(subject, BlankNode) else subject
        two = NamedNode(_BLANK + object_.value) if isinstance(object_, BlankNode) else object_
        return Triple(one, triple.predicate, two)
    return triple


def _blank(term: Term) -> Term:
    if isinstance(term, NamedNode) and term.value.startswith(_BLANK):
        return BlankNode(term.value.removeprefix(_BLANK))
    return term


def _fast(data: list[Triple], shapes: list[Triple]) -> list[_Row]:
    import shacl

    try:
        compiled = shacl.Shapes.from_text(_lines(shapes), format="ntriples")
    except ValueError as error:
        raise RuleError(f"The shapes cannot be used: {error}") from error
    results = compiled.validate_text(_lines(data), format="ntriples").results
    # The engine gives terms as N-Triples text; one parse reads them all. A result without a value repeats its node.
    text = "".join(f"{r.focus_node} <{r.component_iri}> {r.value or r.focus_node} .\n" for r in results)
    terms = parse(text, RdfFormat.N_TRIPLES)
    return [
        (str(result.source_shape).strip("<>"), quad.predicate.value, quad.subject, quad.object)
        for result, quad in zip(results, terms, strict=True)
    ]


def _lines(triples: list[Triple]) -> str:
    return (serialize(triples, format=RdfFormat.N_TRIPLES) or b"").decode()


def _reference(data: list[Triple], shapes: list[Triple]) -> list[_Row]:
    try:
        import pyshacl
        from pyshacl.errors import ReportableRuntimeError
    except ImportError as error:
        raise RuleError("The engine “pyshacl” is not installed; install pyshacl, or use “shacl”.") from error
    try:
        _, report, _ = pyshacl.validate(_graph(data), shacl_graph=_graph(shapes), inplace=True)
    except (ReportableRuntimeError, re.error) as error:
        raise RuleError(f"The shapes cannot be used: {error}") from error
    triples = list(parse(report.serialize(format="nt"), RdfFormat.N_TRIPLES))
    about: dict[Subject, dict[str, Term]] = {}
    for quad in triples:
        about.setdefault(quad.subject, {})[quad.predicate.value] = quad.object
    return [
        (_iri(found, "sourceShape"), _iri(found, "sourceConstraintComponent"), found[sh("focusNode").value], value)
        for found in about.values()
        if found.get(rdf("type").value) == sh("ValidationResult")
        for value in [found.get(sh("value").value)]
    ]


def _iri(found: Mapping[str, Term], name: str) -> str:
    term = found[sh(name).value]
    return term.value if isinstance(term, NamedNode) else str(term)


def _graph(triples: list[Triple]) -> rdflib.Graph:
    import rdflib

    def term(of: Term) -> rdflib.term.Node:
        if isinstance(of, RdfLiteral):
            datatype = None if of.language else rdflib.URIRef(of.datatype.value)
            return rdflib.Literal(of.value, lang=of.language, datatype=datatype, normalize=False)
        if isinstance(of, NamedNode):
            return rdflib.URIRef(of.value)
        if isinstance(of, BlankNode):
            return rdflib.BNode(of.value)
        raise RuleError(f"pySHACL cannot read the term {of}; use the engine “shacl”.")

    graph = rdflib.Graph()
    for triple in triples:
        graph.add((term(triple.subject), term(triple.predicate), term(triple.object)))
    return graph
