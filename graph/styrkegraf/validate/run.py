"""Validate: shapes and checks over a whole graph, told as findings that a reader can act on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from pyoxigraph import Literal, NamedNode, Triple

from styrkegraf.documents import QueryDocument
from styrkegraf.labels import Labels, Language
from styrkegraf.namespaces import shorten
from styrkegraf.store import MemoryStore
from styrkegraf.terms import Term
from styrkegraf.validate.checks import run_check
from styrkegraf.validate.finding import QUERY, Fault, Finding
from styrkegraf.validate.places import Places
from styrkegraf.validate.shapes import Engine, check_shapes, rules_of

__all__ = ["validate"]

_NONE: Mapping[NamedNode, Sequence[Path]] = MappingProxyType({})


def validate(
    store: MemoryStore,
    shapes: Iterable[Triple],
    checks: Iterable[QueryDocument],
    files: Mapping[NamedNode, Sequence[Path]] = _NONE,
    engine: Engine = "shacl",
    lang: Language = "en",
) -> tuple[Finding, ...]:
    """Every fault in the graph, errors first, then by rule and node; the same whatever the order of the rules.

    ``store`` holds the whole graph: facts, provenance, the ontology in its named graph, and what the reasoner and the
    rules have added. Shapes see the union of all graphs. ``files`` says from which files a named graph was read, so
    that findings can name file and line. ``lang`` is the language of labels, messages and remedies.

    Raises `RuleError` where a shape or check cannot be used.
    """
    shapes = tuple(shapes)
    faults = check_shapes(store.union(), shapes, rules_of(shapes, lang), engine)
    faults += [fault for check in checks for fault in run_check(store, check, lang)]
    if not faults:
        return ()
    labels = Labels(store)
    places = Places(store, files, labels, lang)
    found = [_finding(same, labels, places, lang) for same in _together(faults)]
    return tuple(sorted(found, key=lambda f: (f.severity, f.rule, str(f.node), str(f.value or ""))))


def _together(faults: Iterable[Fault]) -> list[list[Fault]]:
    """Faults of one rule, node and value, which are one fault seen in several graphs or by several constraints."""
    together: dict[tuple[str, Term, Term | None], list[Fault]] = {}
    for fault in faults:
        together.setdefault((fault.rule.iri.value, fault.node, fault.value), []).append(fault)
    return list(together.values())


def _finding(same: Sequence[Fault], labels: Labels, places: Places, lang: Language) -> Finding:
    first = min(same, key=lambda fault: fault.component.value)
    rule, node, value = first.rule, first.node, first.value
    label = labels.of(node, lang).strip() or (shorten(node.value) if isinstance(node, NamedNode) else str(node))
    graphs = [fault.graph for fault in same if fault.graph is not None]
    return Finding(
        rule.severity,
        rule.name,
        node,
        label,
        _message(first, label, _shown(value, labels, lang), lang),
        rule.remedy,
        places.of(first, graphs),
        value,
        first.component,
        rule.path,
    )


def _shown(value: Term | None, labels: Labels, lang: Language) -> str:
    """A value in words: a literal as its text, an IRI as its label with the short form, or the short form alone."""
    if not isinstance(value, NamedNode):
        return labels.of(value, lang)
    label, short = labels.of(value, lang), shorten(value.value)
    return short if label == short else f"{label} ({short})"


def _message(fault: Fault, label: str, value: str, lang: Language) -> str:
    if fault.component == QUERY:
        return fault.rule.message.replace("{node}", label).replace("{value}", value)
    if fault.value is None:
        return fault.rule.message
    given, quote = {"sv": ("Här står", "”"), "en": ("Given", "“")}[lang]
    return f"{fault.rule.message} {given}: {f'{quote}{value}”' if isinstance(fault.value, Literal) else value}."
