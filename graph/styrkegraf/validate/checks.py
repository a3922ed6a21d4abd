"""Checks: faults as the rows of a query.

A check is a query document of ``queries/checks``. Its rows are the violations: ``?node`` is the faulty thing,
``?value`` (where there is one) what is wrong about it, ``?graph`` (where there is one) the named graph that says so.
Its head gives ``severity``, ``message`` and ``remedy``; a message may hold ``{node}`` and ``{value}``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final, get_args

from pyoxigraph import NamedNode, QuerySolutions, Variable

from styrkegraf.documents import QueryDocument
from styrkegraf.store import QuerySyntaxError, Store
from styrkegraf.validate.finding import CHECK, QUERY, Fault, Rule, RuleError, Severity

if TYPE_CHECKING:
    from styrkegraf.labels import Language

__all__ = ["rule_of", "run_check"]

_SEVERITIES: Final[dict[str, Severity]] = {name: name for name in get_args(Severity)}


def rule_of(check: QueryDocument, lang: Language = "en") -> Rule:
    """The rule that a check states; raises `RuleError` where its head lacks the severity or the message."""
    severity = _SEVERITIES.get(check.head.get("severity", ""))
    message = check.text("message", lang)
    if severity is None or not message:
        needs = "“# severity: error” or “# severity: warning”, and “# message@en: …”"
        raise RuleError(f"{check.path}:1: the head of a check needs {needs}.")
    return Rule(NamedNode(CHECK + check.name), check.name, severity, message, check.text("remedy", lang))


def run_check(store: Store, check: QueryDocument, lang: Language = "en") -> Iterator[Fault]:
    """The faults that one check finds; raises `RuleError` with file and line where it is no query of that form."""
    rule = rule_of(check, lang)
    try:
        rows = store.query(check.sparql)
    except QuerySyntaxError as error:
        raise RuleError(f"{check.path}:{error.line or 1}: {error}") from error
    if not isinstance(rows, QuerySolutions) or Variable("node") not in rows.variables:
        raise RuleError(f"{check.path}:1: a check is a SELECT that returns ?node for each fault.")
    names = [variable.value for variable in rows.variables]
    for row in rows:
        node = row["node"]
        graph = row["graph"] if "graph" in names else None
        if node is not None:
            value = row["value"] if "value" in names else None
            yield Fault(rule, node, value, QUERY, graph if isinstance(graph, NamedNode) else None)
