"""Styrkegraf: an open knowledge graph of smart specialisation in Sweden.

>>> import styrkegraf as sg
>>> g = sg.load()
>>> len(g.query("areas-of-region", region="Västmanland"))
4
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from styrkegraf.answer import Answer
    from styrkegraf.errors import StyrkegrafError
    from styrkegraf.graph import Graph, load

__all__ = ["Answer", "Graph", "StyrkegrafError", "__version__", "load"]

__version__ = "0.1.0"

_HOMES = {"Answer": "answer", "Graph": "graph", "StyrkegrafError": "errors", "load": "graph"}


def __getattr__(name: str) -> object:
    """Import a name from its module when it is first used, so that the command starts fast."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = found = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    return found


def __dir__() -> list[str]:
    """What is there, also before it is first used: for ``help`` and for completion."""
    return sorted({*globals(), *__all__})
