"""Render: findings as text for people, as JSON for programs, and as a SHACL validation report."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize

from styrkegraf.labels import Language
from styrkegraf.namespaces import PREFIXES, rdf, rdfs, shorten
from styrkegraf.terms import Term
from styrkegraf.text import visible
from styrkegraf.validate.finding import CHECK, QUERY, SHAPE, Finding, Place, sh

__all__ = ["render_json", "render_text", "render_turtle"]

_PLACES: Final = 3
"""How many places of one finding a reader is shown; the others are counted."""
_FINDINGS: Final = 50
"""How many findings a reader is shown, errors first; the other forms hold all."""
_WORDS: Final[Mapping[Language, Mapping[str, str]]] = {
    "sv": {
        "error": "fel",
        "warning": "varning",
        "where": "var:   ",
        "remedy": "åtgärd:",
        "place": "och {} ställe till",
        "places": "och {} ställen till",
        "last": "… och {} fynd till ({}); --format json ger alla.",
        "rest": "… och {} fynd till ({}); --format json ger alla.",
        "errors": "{} fel",
        "an-error": "{} fel",
        "a-warning": "{} varning",
        "warnings": "{} varningar",
        "none": "Inga fel hittades.",
    },
    "en": {
        "error": "error",
        "warning": "warning",
        "where": "where: ",
        "remedy": "remedy:",
        "place": "and {} more place",
        "places": "and {} more places",
        "last": "… and {} more finding ({}); --format json lists them all.",
        "rest": "… and {} more findings ({}); --format json lists them all.",
        "errors": "{} errors",
        "an-error": "{} error",
        "a-warning": "{} warning",
        "warnings": "{} warnings",
        "none": "No faults found.",
    },
}
_SEVERITIES: Final = {"error": sh("Violation"), "warning": sh("Warning")}


def render_text(findings: Sequence[Finding], lang: Language = "en") -> str:
    """Findings for people: the first 50, each with node, rule, places and remedy, and a last line that counts all."""
    shown, rest = findings[:_FINDINGS], findings[_FINDINGS:]
    words = _WORDS[lang]
    return (
        "\n".join([*(_paragraph(finding, words) for finding in shown), *_more(rest, words), _total(findings, words)])
        + "\n"
    )


def _more(rest: Sequence[Finding], words: Mapping[str, str]) -> list[str]:
    """How many findings are not shown, by rule: the one that explains the others may be among them."""
    if not rest:
        return []
    rules = ", ".join(f"{rule} {count}" for rule, count in sorted(Counter(f.rule for f in rest).items()))
    return [f"{words['rest' if len(rest) > 1 else 'last'].format(len(rest), rules)}\n"]


def _paragraph(finding: Finding, words: Mapping[str, str]) -> str:
    short = _short(finding.node)
    name = short if finding.label == short else f"{finding.label} ({short})"
    lines = [f"{words[finding.severity]}: {name}", f"  {finding.message}  [{finding.rule}]"]
    where, remedy = words["where"], words["remedy"]
    lines += [f"  {where} {_where(place)}" for place in finding.places[:_PLACES]]
    more = len(finding.places) - _PLACES
    lines += [f"  {where} {words['places' if more > 1 else 'place'].format(more)}"] if more > 0 else []
    lines += [f"  {remedy} {finding.remedy}"] if finding.remedy else []
    return "\n".join(visible(line) for line in lines) + "\n"


def _where(place: Place) -> str:
    if place.file is None:
        return place.name
    return f"{place.file}:{place.line}: {place.name}" if place.line else f"{place.file}: {place.name}"


def _total(findings: Sequence[Finding], words: Mapping[str, str]) -> str:
    errors = sum(finding.severity == "error" for finding in findings)
    warnings = len(findings) - errors
    if not findings:
        return words["none"]
    counted = (words["an-error" if errors == 1 else "errors"], words["a-warning" if warnings == 1 else "warnings"])
    return f"{counted[0].format(errors)}, {counted[1].format(warnings)}."


def render_json(findings: Sequence[Finding]) -> str:
    """Findings for programs: an object with counts and the list ``findings``."""
    errors = sum(finding.severity == "error" for finding in findings)
    report = {
        "conforms": not findings,
        "errors": errors,
        "warnings": len(findings) - errors,
        "findings": [_object(finding) for finding in findings],
    }
    return json.dumps(report, ensure_ascii=False, indent=2) + "\n"


def _object(finding: Finding) -> dict[str, object]:
    return {
        "severity": finding.severity,
        "rule": finding.rule,
        "node": _plain(finding.node),
        "label": finding.label,
        "message": finding.message,
        "value": None if finding.value is None else _plain(finding.value),
        "remedy": finding.remedy,
        "places": [
            {
                "graph": place.graph.value if place.graph else None,
                "name": place.name,
                "file": place.file.as_posix() if place.file else None,
                "line": place.line,
            }
            for place in finding.places
        ],
    }


def render_turtle(findings: Sequence[Finding]) -> str:
    """Findings as a ``sh:ValidationReport``; a check counts as a constraint written in SPARQL.

    The remedy stands as ``rdfs:comment`` of the result, the named graphs as ``rdfs:isDefinedBy``.
    """
    report = BlankNode("report")
    conforms = Literal(not findings)
    triples = [Triple(report, rdf("type"), sh("ValidationReport")), Triple(report, sh("conforms"), conforms)]
    results = [BlankNode(f"r{number}") for number, _ in enumerate(findings, start=1)]
    triples += [Triple(report, sh("result"), result) for result in results]
    for result, finding in zip(results, findings, strict=True):
        triples += _result(result, finding)
    prefixes = {name: PREFIXES[name] for name in ("rdfs", "sg", "sh", "skos", "source")}
    return (serialize(triples, format=RdfFormat.TURTLE, prefixes=prefixes) or b"").decode()


def _result(result: BlankNode, finding: Finding) -> list[Triple]:
    space = CHECK if finding.component == QUERY else SHAPE
    about: list[tuple[NamedNode, Term | None]] = [
        (rdf("type"), sh("ValidationResult")),
        (sh("resultSeverity"), _SEVERITIES[finding.severity]),
        (sh("focusNode"), finding.node),
        (sh("resultPath"), finding.path),
        (sh("value"), finding.value),
        (sh("sourceShape"), NamedNode(space + finding.rule)),
        (sh("sourceConstraintComponent"), finding.component),
        (sh("resultMessage"), Literal(finding.message)),
        (rdfs("comment"), Literal(finding.remedy) if finding.remedy else None),
    ]
    about += [(rdfs("isDefinedBy"), graph) for graph in _graphs(finding)]
    return [Triple(result, predicate, term) for predicate, term in about if term is not None]


def _graphs(finding: Finding) -> list[NamedNode]:
    named = {place.graph for place in finding.places if place.graph is not None}
    return sorted(named, key=lambda graph: graph.value)


def _plain(term: Term) -> str:
    return term.value if isinstance(term, NamedNode | Literal) else str(term)


def _short(term: Term) -> str:
    return shorten(term.value) if isinstance(term, NamedNode) else str(term)
