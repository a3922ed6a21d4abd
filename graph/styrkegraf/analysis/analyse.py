"""The analysis of a graph: every section computed and put into words in one language."""

from __future__ import annotations

from styrkegraf.analysis.material import Material
from styrkegraf.analysis.model import Report
from styrkegraf.analysis.say import Say
from styrkegraf.analysis.sections import SECTIONS
from styrkegraf.graph import Graph
from styrkegraf.labels import Language

__all__ = ["analyse"]


def analyse(graph: Graph, lang: Language = "sv") -> Report:
    """Analyse the graph: the same graph gives the same report.

    A section for which the graph has too little says what is missing.
    """
    say = Say(lang)
    material = Material(graph, say)
    title = say("Sveriges styrkeområden som nätverk", "Sweden’s strength areas as networks")
    return Report(lang, title, tuple(section(material) for section in SECTIONS))
