"""Validation: what must hold in the graph, by shapes and by checks."""

from __future__ import annotations

from styrkegraf.validate.contradictions import contradictions
from styrkegraf.validate.finding import Finding, Place, RuleError, Severity
from styrkegraf.validate.locate import locate
from styrkegraf.validate.render import render_json, render_text, render_turtle
from styrkegraf.validate.run import validate
from styrkegraf.validate.shapes import Engine

__all__ = [
    "Engine",
    "Finding",
    "Place",
    "RuleError",
    "Severity",
    "contradictions",
    "locate",
    "render_json",
    "render_text",
    "render_turtle",
    "validate",
]
