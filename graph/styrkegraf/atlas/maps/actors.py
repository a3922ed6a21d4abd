"""The second map: which actors support which areas, who bridges, and what is lost without them."""

from __future__ import annotations

from collections import defaultdict
from itertools import accumulate
from typing import TYPE_CHECKING, Any, Final

from styrkegraf.atlas.maps.collaboration import measured
from styrkegraf.atlas.maps.material import AtlasMap, Material
from styrkegraf.map import Edge, MapData, Node
from styrkegraf.map.layout import Spot, placed
from styrkegraf.map.network import Drawn, drawn, standing_nodes
from styrkegraf.map.wrapping import LINE, line_count

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["actors"]

_MEASURABLE: Final = 1_000
_STANDING: Final = 500
"""The most nodes that stand in three columns; more stand in bands, as on the first map, or nothing could be seen."""
_REACH: Final = 330.0
_NARROW_REACH: Final = 190.0
_GAP: Final = 8.0
_CARD_GAP: Final = 22.0


def actors(material: Material) -> AtlasMap:
    """The actor × area network, with actors that support several areas in the middle as long as these are not many."""
    network = material.network("actor-area")
    data = _data(material, network)
    if len(data.nodes) <= _STANDING:
        wide, narrow = _placed(data, _REACH), _placed(data, _NARROW_REACH, narrow=True)
    else:
        banded = _by_region(material, data)
        wide, narrow = placed(banded), placed(banded, per_side=1)
    edges = [
        {"id": f"e{number}", "from": edge.source, "to": edge.target, "ties": [number]}
        for number, edge in enumerate(data.edges)
    ]
    view: Drawn = drawn(standing_nodes(data.nodes, wide, narrow), edges)
    content = material.content("actors", data, {"actors": view}, **_findings(network))
    marks = _marks(network)
    content["things"] = [{**one, "bridging": marks.get(one["id"])} for one in content["things"]]
    counts = {
        "actors": sum(side == 0 for _, side in network.nodes(data="bipartite")),
        "areas": sum(side == 1 for _, side in network.nodes(data="bipartite")),
        "bridging": sum(mark == "bridge-actor" for mark in marks.values()),
    }
    cuts = sum(bool(loss["cut"]) for node, loss in content["removals"].items() if "/actor/" in node)
    return AtlasMap(
        "actors",
        "network",
        content,
        not data.nodes,
        counts=counts,
        figures={"cuts": cuts},
        projections=("actor-area",),
    )


def _data(material: Material, network: nx.Graph) -> MapData:
    """The part of the whole map that the network is."""
    kept = set(network)
    edges = tuple(
        edge for edge in material.data.edges if edge.kind == "supports" and {edge.source, edge.target} <= kept
    )
    nodes = tuple(node for node in material.data.nodes if node.id in kept)
    return MapData(material.data.title, nodes, edges, {})


def _by_region(material: Material, data: MapData) -> MapData:
    """The map with the regions to which areas and actors belong, by which they are put together."""
    regions = tuple(node for node in material.data.nodes if node.kind in ("region", "macroregion"))
    return MapData(data.title, (*data.nodes, *regions), data.edges, {})


def _marks(network: nx.Graph) -> dict[str, str]:
    """Who bridges: actors of several areas, and whatever holds parts of the network together."""
    import networkx as nx

    marks = {
        node: "bridge-actor" for node, side in network.nodes(data="bipartite") if not side and network.degree(node) > 1
    }
    return marks | dict.fromkeys(nx.articulation_points(network), "cut-point")


def _findings(network: nx.Graph) -> dict[str, Any]:
    """Betweenness with its interval, and what the removal of each node does; for networks of up to a thousand nodes."""
    from styrkegraf.measures.position import degree, two_mode_betweenness
    from styrkegraf.measures.removals import single_removals
    from styrkegraf.measures.uncertainty import bootstrap_interval

    sizes = measured({node: (value,) for node, value in degree(network).items()})
    if not 0 < len(network) <= _MEASURABLE:
        return {"measures": {"degree": sizes}, "removals": {}}
    intervals = bootstrap_interval(two_mode_betweenness, network)
    between = {node: (one.value, max(0.0, one.low), one.high) for node, one in intervals.items()}
    removals = {
        node: {
            "cut": list(loss.cut_off),
            "pairs": loss.pairs_disconnected,
            "efficiency": _fall(loss.efficiency_before, loss.efficiency_after),
        }
        for node, loss in sorted(single_removals(network).items())
    }
    return {
        "measures": {"betweenness": measured(between), "degree": sizes},
        "removals": removals,
        "size": "betweenness",
    }


def _fall(before: float | None, after: float | None) -> float | None:
    if before is None or after is None:
        return None
    return round((before - after) / before, 4) if before else 0.0


def _placed(data: MapData, reach: float, *, narrow: bool = False) -> dict[str, Spot]:
    """Areas to the left and right, each above the actors that support it alone; the other actors in the middle."""
    nodes = {node.id: node for node in data.nodes}
    areas_of: dict[str, list[str]] = defaultdict(list)
    for edge in data.edges:
        areas_of[edge.source].append(edge.target)
    alone: dict[str, list[Node]] = defaultdict(list)
    for actor, areas in sorted(areas_of.items()):
        if len(areas) == 1:
            alone[areas[0]].append(nodes[actor])
    cards = [(node, alone[node.id]) for node in data.nodes if node.kind != "actor"]
    cards.sort(key=lambda card: (card[0].group, card[0].label["sv"], card[0].id))
    spots: dict[str, Spot] = {}
    for column, x in zip(_shared(cards, 1 if narrow else 2), (-reach, reach), strict=False):
        y = 0.0
        for area, own in column:
            for node in (area, *own):
                height = LINE * line_count(node.label) + _GAP
                inward = 0.0 if node is area else (14.0 if x > 0 else -14.0)
                spots[node.id] = Spot(x + inward, y + height / 2, "right" if x > 0 else "left")
                y += height
            y += _CARD_GAP
    _place_middle([nodes[actor] for actor, areas in areas_of.items() if len(areas) > 1], data.edges, spots)
    return spots


def _height(card: tuple[Node, list[Node]]) -> float:
    return sum(LINE * line_count(node.label) + _GAP for node in (card[0], *card[1])) + _CARD_GAP


def _shared(cards: list[tuple[Node, list[Node]]], columns: int) -> list[list[tuple[Node, list[Node]]]]:
    """The cards in order, cut where the columns become as even as they can."""
    if columns == 1:
        return [cards]
    above = [*accumulate(map(_height, cards), initial=0.0)]
    cut = min(range(len(above)), key=lambda at: abs(2 * above[at] - above[-1]))
    return [cards[:cut], cards[cut:]]


def _place_middle(nodes: list[Node], edges: tuple[Edge, ...], spots: dict[str, Spot]) -> None:
    """Set the actors of several areas in the middle, each near the mean height of its areas."""
    heights: dict[str, list[float]] = defaultdict(list)
    for edge in edges:
        heights[edge.source].append(spots[edge.target].y)
    order = sorted(nodes, key=lambda node: (sum(heights[node.id]) / len(heights[node.id]), node.id))
    heights_of = [spot.y for spot in spots.values()]
    low, high = min(heights_of, default=0.0), max(heights_of, default=0.0)
    least = [LINE * line_count(node.label) + 2 * _GAP for node in order]
    spare = max(0.0, high - low - sum(least)) / max(1, len(order))
    y = low - max(0.0, sum(least) - (high - low)) / 2
    for node, own in zip(order, least, strict=True):
        spots[node.id] = Spot(0.0, y + (own + spare) / 2, "inside")
        y += own + spare
