"""The analysis of a graph: every section computed and put into words in one language."""

from __future__ import annotations

from styrkegraf.analysis.material import Material
from styrkegraf.analysis.model import Report
from styrkegraf.analysis.projections import Projections
from styrkegraf.analysis.say import Say
from styrkegraf.analysis.sections import SECTIONS
from styrkegraf.graph import Graph
from styrkegraf.labels import Language
from styrkegraf.shipped import is_shipped

__all__ = ["analyse"]


def analyse(source: Graph | Projections, lang: Language = "sv") -> Report:
    """Analyse a graph: the same graph gives the same report.

    A section for which the graph has too little says what is missing. Where a second language is wanted, hand over the
    same `Projections`: then nothing is computed twice.
    """
    say = Say(lang)
    material = Material(source if isinstance(source, Projections) else Projections(source), say)
    if is_shipped(material.graph.store):
        title = say("Sveriges styrkeområden som nätverk", "Sweden’s strength areas as networks")
    else:
        title = say("Styrkeområden som nätverk", "Strength areas as networks")
    return Report(lang, title, tuple(section(material) for section in SECTIONS))
