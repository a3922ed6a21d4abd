"""Figures: small SVG drawings from numbers, styled by the sheet of the page."""

from __future__ import annotations

from styrkegraf.analysis.figures.bars import Bar, stacked_bars
from styrkegraf.analysis.figures.curves import Curve, curves
from styrkegraf.analysis.figures.dots import Dot, dots
from styrkegraf.analysis.figures.grid import Mark, grid
from styrkegraf.analysis.figures.nodes import Circle, node_map

__all__ = ["Bar", "Circle", "Curve", "Dot", "Mark", "curves", "dots", "grid", "node_map", "stacked_bars"]
