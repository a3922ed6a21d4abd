"""The build report: what is in the graph, by layer, kind, source and rule, and what the validation found."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from styrkegraf.graph import Graph
from styrkegraf.labels import Language
from styrkegraf.namespaces import ALIGNMENTS, DERIVED, ONTOLOGY, SG, curated
from styrkegraf.terms import count_of, value_of
from styrkegraf.text import in_markdown, markdown_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from styrkegraf.validate import Finding

__all__ = ["Report", "kinds_table", "report", "to_json", "to_markdown"]

_KINDS = """
SELECT ?class (COUNT(DISTINCT ?thing) AS ?count) WHERE {
  ?thing a ?class .
  FILTER(STRSTARTS(STR(?class), "https://w3id.org/styrkegraf/ontology#"))
} GROUP BY ?class
"""

_VOCABULARY: Final = {ONTOLOGY, ALIGNMENTS, curated("themes")}

# fmt: off
SHOWN_KINDS = [
    "County", "MacroRegion", "Municipality", "RegionalArea", "JointArea", "Theme", "Organization", "Undertaking",
    "InnovationNode", "CollectiveActor", "Person", "Strategy", "GoalArea", "Goal", "Priority", "ActionArea",
    "Step", "Challenge", "Cause", "Opportunity", "TargetPicture", "TargetPoint", "Benefit", "Need", "Offer",
    "Phase", "Indicator", "Observation", "Wish", "Condition", "Capability", "Competence", "Strength",
    "ResearchSpecialisation", "PotentialLink", "CollaborationLink", "SourceDocument", "Passage",
]
# fmt: on
"""The classes that the report counts, in the order of the ontology's chapters; a thing may be in several."""


@dataclass(frozen=True, slots=True)
class Report:
    """Counts of one build.

    ``layers`` counts statements, those of the ontology and its themes apart, which nobody read anywhere. ``kinds``
    counts things by class, ``sources`` passages and statements by document, ``rules`` statements by rule; ``findings``
    are the sentences of the validation.
    """

    statements: int
    entities: int
    layers: dict[str, int]
    kinds: dict[str, int]
    sources: dict[str, dict[str, int]]
    rules: dict[str, int]
    findings: list[str]


def report(graph: Graph, findings: Sequence[Finding]) -> Report:
    """Count what the graph holds."""
    per_graph = Counter(q.graph_name for q in graph.store.quads() if isinstance(q.graph_name, NamedNode))
    layers: Counter[str] = Counter()
    sources: dict[str, dict[str, int]] = {}
    rules: dict[str, int] = {}
    for name, count in sorted(per_graph.items(), key=lambda item: item[0].value):
        origin = graph.origins.get(name)
        layers["ontology" if name in _VOCABULARY else origin.layer if origin else "unknown"] += count
        if origin and origin.document:
            entry = sources.setdefault(origin.document, {"passages": 0, "statements": 0})
            entry["passages"] += 1
            entry["statements"] += count
        if name.value.startswith(DERIVED):
            rules[name.value.removeprefix(DERIVED)] = count
    ordered = {
        layer: layers[layer]
        for layer in ("stated", "curated", "ontology", "inferred", "derived", "unknown")
        if layers[layer]
    }
    with graph.store.understood():
        entities, kinds = _entities(graph), _kinds(graph)
    return Report(
        statements=sum(per_graph.values()),
        entities=entities,
        layers=ordered,
        kinds=kinds,
        sources=sources,
        rules=rules,
        findings=[f"{finding.severity}: {finding.message}" for finding in findings],
    )


def _entities(graph: Graph) -> int:
    query = """SELECT (COUNT(DISTINCT ?thing) AS ?count) WHERE {
      ?thing a ?class . FILTER(STRSTARTS(STR(?thing), "https://w3id.org/styrkegraf/id/")) }"""
    (row,) = graph.store.select(query)
    return count_of(row["count"])


def _kinds(graph: Graph) -> dict[str, int]:
    counts = {value_of(row["class"]).removeprefix(SG): count_of(row["count"]) for row in graph.store.select(_KINDS)}
    return {kind: counts[kind] for kind in SHOWN_KINDS if counts.get(kind)}


def kinds_table(found: Report, graph: Graph, lang: Language) -> list[tuple[str, int]]:
    """The counts by kind, with the labels of the classes."""
    return [(graph.labels.of(NamedNode(SG + kind), lang), count) for kind, count in found.kinds.items()]


def to_json(found: Report) -> str:
    """The report as JSON."""
    return json.dumps(asdict(found), ensure_ascii=False, indent=2) + "\n"


def to_markdown(found: Report, graph: Graph) -> str:
    """The report as Markdown, in English."""
    sources = [
        (graph.labels.of(NamedNode(iri), "en"), str(entry["passages"]), str(entry["statements"]))
        for iri, entry in found.sources.items()
    ]
    parts = [
        f"# Styrkegraf: build report\n\n{found.entities} entities, {found.statements} statements.\n",
        _section("Statements by layer", ("layer", "statements"), [(k, str(v)) for k, v in found.layers.items()]),
        _section("Things by kind", ("kind", "things"), [(k, str(v)) for k, v in kinds_table(found, graph, "en")]),
        _section("Statements by source", ("source", "passages", "statements"), sources),
        _section("Statements by rule", ("rule", "statements"), [(k, str(v)) for k, v in found.rules.items()]),
        "## Findings\n\n" + ("\n".join(f"- {in_markdown(line)}" for line in found.findings) or "None.") + "\n",
    ]
    return "\n".join(parts)


def _section(title: str, header: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    return f"## {title}\n\n{markdown_table(header, rows)}"
