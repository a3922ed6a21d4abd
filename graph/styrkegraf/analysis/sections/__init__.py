"""The sections of the report, in the order of the page; each computes its own and puts it into words."""

from __future__ import annotations

from styrkegraf.analysis.sections.aligning import aligning
from styrkegraf.analysis.sections.breaking import breaking
from styrkegraf.analysis.sections.brokers import brokers
from styrkegraf.analysis.sections.contents import contents
from styrkegraf.analysis.sections.grouping import grouping
from styrkegraf.analysis.sections.holding import holding
from styrkegraf.analysis.sections.method import method
from styrkegraf.analysis.sections.nesting import nesting
from styrkegraf.analysis.sections.portfolios import portfolios
from styrkegraf.analysis.sections.together import together

__all__ = ["SECTIONS"]

SECTIONS = (contents, nesting, holding, breaking, grouping, together, brokers, portfolios, aligning, method)
"""Each takes the material and gives a section."""
