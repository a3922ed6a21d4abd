"""Styrkegraf: an open knowledge graph of smart specialisation in Sweden.

>>> import styrkegraf as sg
>>> g = sg.load()
>>> len(g.query("areas-of-region", region="Västmanland"))
4
"""

from styrkegraf.answer import Answer
from styrkegraf.errors import StyrkegrafError
from styrkegraf.graph import Graph, load

__all__ = ["Answer", "Graph", "StyrkegrafError", "__version__", "load"]

__version__ = "0.1.0"
