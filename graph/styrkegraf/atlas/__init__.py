"""The atlas: a static web site of the graph in Swedish and English, which opens from a folder."""

from __future__ import annotations

from styrkegraf.atlas.frame import Frame, Page
from styrkegraf.atlas.site import MARK, AtlasReport, write

__all__ = ["MARK", "AtlasReport", "Frame", "Page", "write"]
