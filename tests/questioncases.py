"""The answers that a reader of the documents found, and how the graph's are held against them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from typing import Any, Final

from styrkegraf import Graph
from styrkegraf.answer import Answer
from styrkegraf.resources import folder

__all__ = ["EXPECTED", "meets"]

_QUESTIONS: Final = folder("queries") / "questions"
EXPECTED: Final[Mapping[str, dict[str, Any]]] = {
    path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(_QUESTIONS.glob("*.toml"))
}
"""For each question, the cases that stand beside its query."""


def meets(graph: Graph, name: str, case: Mapping[str, Any]) -> None:
    """Assert that the graph answers one case of a question as the reader did."""
    answer = graph.query(name, **{key: str(value) for key, value in case.get("parameters", {}).items()})
    if "answer" in case:
        assert bool(answer) is case["answer"]
        return
    found = _rows(answer, case["columns"])
    if "rows" in case:
        expected = [tuple(str(cell) for cell in row) for row in case["rows"]]
        assert (found if case.get("ordered") else sorted(found)) == (
            expected if case.get("ordered") else sorted(expected)
        )
    if "count" in case:
        assert len(found) == case["count"]
    assert {tuple(str(cell) for cell in row) for row in case.get("contains", [])} <= set(found)
    assert not {tuple(str(cell) for cell in row) for row in case.get("lacks", [])} & set(found)


def _rows(answer: Answer, columns: list[str]) -> list[tuple[str, ...]]:
    indexes = [answer.columns.index(column) for column in columns]
    return [tuple(row[i] for i in indexes) for row in answer.labelled("sv")]
