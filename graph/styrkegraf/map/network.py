"""The two networks of a map, built with pyvis: the overview and the full graph.

The lists of the pyvis network are filled as they are: its ``add_edge`` takes quadratic time and drops parallel
links. Positions are fixed, physics is off. Colours, line styles and label sides belong to the page, which knows the
colour scheme of the reader.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from styrkegraf.map.layout import NARROW_THEME_WIDTH, THEME_WIDTH, Spot, placed
from styrkegraf.map.model import LANGUAGES, MapData, Node
from styrkegraf.map.overview import bundles, in_overview, placed_overview
from styrkegraf.map.wrapping import WIDTH, wrap

__all__ = ["Drawn", "drawn", "full", "overview", "standing_nodes"]

Drawn = dict[str, Any]
"""A network as the page takes it: ``nodes`` and ``edges``, each a list of vis-network objects, and ``options``.

``bundled`` says that an edge stands for strength areas, by their theme ties.
"""

_OPTIONS: Final[dict[str, Any]] = {
    "autoResize": True,
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "nodes": {"shape": "custom", "fixed": True, "chosen": False},
    "edges": {"chosen": False, "selectionWidth": 0, "hoverWidth": 0},
    "interaction": {"hover": False, "keyboard": False, "selectable": False, "dragNodes": False, "zoomSpeed": 0.6},
}


def drawn(nodes: list[dict[str, Any]], edges: list[dict[str, Any]]) -> Drawn:
    """The network that pyvis makes of nodes and edges as vis-network knows them."""
    from pyvis.network import Network

    network = Network(directed=True, cdn_resources="in_line")
    network.nodes = nodes
    network.edges = edges
    network.options = _OPTIONS
    nodes, edges, _, _, _, options = network.get_network_data()
    return {"nodes": nodes, "edges": edges, "options": json.loads(options)}


def standing_nodes(nodes: Sequence[Node], wide: Mapping[str, Spot], narrow: Mapping[str, Spot]) -> list[dict[str, Any]]:
    """The nodes with their places and the lines of their names, on a wide screen and on a narrow one."""
    found = []
    for node in nodes:
        theme = node.kind == "theme"
        found.append(
            {
                "id": node.id,
                "kind": node.kind,
                "wide": _standing(node, wide[node.id], THEME_WIDTH if theme else WIDTH),
                "narrow": _standing(node, narrow[node.id], NARROW_THEME_WIDTH if theme else WIDTH),
            }
        )
    return found


def _standing(node: Node, spot: Spot, width: int) -> dict[str, Any]:
    """Where the node stands, on which side its name is, and how the name breaks in each language."""
    lines = {lang: wrap(node.label.get(lang, ""), width) for lang in LANGUAGES}
    return {"spot": (round(spot.x, 1), round(spot.y, 1), spot.side), "lines": lines}


def full(data: MapData) -> Drawn:
    """Every node and every link of the map; a link's ``ties`` is its own place in ``data.edges``."""
    edges = [
        {"id": f"e{number}", "from": edge.source, "to": edge.target, "ties": [number]}
        for number, edge in enumerate(data.edges)
    ]
    return drawn(standing_nodes(data.nodes, placed(data), placed(data, per_side=1)), edges)


def overview(data: MapData) -> Drawn:
    """Regions and themes; a link's ``ties`` are the places in ``data.edges`` of the theme ties that it stands for."""
    edges = [
        {"id": f"b{number}", "from": bundle.region, "to": bundle.theme, "ties": list(bundle.ties)}
        for number, bundle in enumerate(bundles(data))
    ]
    nodes = standing_nodes(in_overview(data), placed_overview(data), placed_overview(data, narrow=True))
    return {**drawn(nodes, edges), "bundled": True}
