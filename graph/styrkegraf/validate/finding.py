"""What validation works with: a rule, a fault as an engine reports it, and a finding as a reader gets it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from pyoxigraph import NamedNode

from styrkegraf.errors import StyrkegrafError
from styrkegraf.namespaces import BASE, PREFIXES
from styrkegraf.terms import Term

__all__ = ["CHECK", "QUERY", "SHAPE", "Fault", "Finding", "Place", "Rule", "RuleError", "Severity", "sh"]

Severity = Literal["error", "warning"]

SHAPE: Final = BASE + "shape/"
"""Namespace of the shapes; the local name is the name of the rule."""
CHECK: Final = BASE + "check/"
"""Namespace of the checks; the local name is that of the query file."""


def sh(name: str) -> NamedNode:
    """The term of SHACL with that local name."""
    return NamedNode(PREFIXES["sh"] + name)


QUERY: Final = sh("SPARQLConstraintComponent")
"""What a check counts as in the terms of SHACL: a constraint that is written as a query."""


class RuleError(StyrkegrafError):
    """A shape or check that cannot be used as a rule."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One shape or check: what holds, how grave it is when it does not, and what to do then.

    ``path`` is the property that a shape is about, where it is a single one.
    """

    iri: NamedNode
    name: str
    severity: Severity
    message: str
    remedy: str
    path: NamedNode | None = None


@dataclass(frozen=True, slots=True)
class Fault:
    """A node, and perhaps a value, that break a rule; ``graph`` where the rule itself says which."""

    rule: Rule
    node: Term
    value: Term | None
    component: NamedNode
    graph: NamedNode | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a faulty statement stands: the named graph, what readers call it, the file and the line in it."""

    graph: NamedNode | None
    name: str
    file: Path | None
    line: int | None


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault, told so that a reader can mend it.

    ``rule`` is the name of the shape or check, ``label`` what the node is called, ``message`` the rule in plain words
    with the value, ``remedy`` what to do. ``component`` and ``path`` are the terms that a SHACL report asks for.
    """

    severity: Severity
    rule: str
    node: Term
    label: str
    message: str
    remedy: str
    places: tuple[Place, ...]
    value: Term | None
    component: NamedNode
    path: NamedNode | None
