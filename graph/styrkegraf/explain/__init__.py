"""Explain: why a statement holds, down to the passages that it rests on."""

from __future__ import annotations

from styrkegraf.explain.trace import Application, Explanation, Step, UnknownStatement, explain
from styrkegraf.explain.words import to_json, to_text

__all__ = ["Application", "Explanation", "Step", "UnknownStatement", "explain", "to_json", "to_text"]
