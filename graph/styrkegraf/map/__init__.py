"""Maps: the graph drawn as one self-contained page that shows, for every link, who says so."""

from __future__ import annotations

from styrkegraf.map.gather import map_data
from styrkegraf.map.layout import positions
from styrkegraf.map.model import Edge, Fact, MapData, Node, Source
from styrkegraf.map.page import draw

__all__ = ["Edge", "Fact", "MapData", "Node", "Source", "draw", "map_data", "positions"]
