"""The analysis of a graph as a report that is read in ten minutes."""

from __future__ import annotations

from styrkegraf.analysis.analyse import analyse
from styrkegraf.analysis.page import chapters, chapters_style, render
from styrkegraf.analysis.write import prepare_report, write_report

__all__ = ["analyse", "chapters", "chapters_style", "prepare_report", "render", "write_report"]
