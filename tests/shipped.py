"""The shipped graph, loaded once by each process that runs tests; nothing can be written to it."""

from __future__ import annotations

from functools import cache

import styrkegraf
from styrkegraf import Graph

__all__ = ["shipped"]


@cache
def shipped() -> Graph:
    """The graph as it is shipped."""
    return styrkegraf.load()
