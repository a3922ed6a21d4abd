"""The first map: regions, strength areas, themes and actors, from an overview to the whole graph."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from styrkegraf.atlas.maps.groups import community_groups, theme_groups
from styrkegraf.atlas.maps.material import AtlasMap, Material
from styrkegraf.map import MapData
from styrkegraf.map.network import full, overview

if TYPE_CHECKING:
    from collections.abc import Mapping

    import networkx as nx

__all__ = ["collaboration", "measured"]

_PROJECTIONS = ("region-theme", "region-area", "area-theme", "actor-area")
_MEASURABLE = 5_000
"""Up to so many nodes betweenness and communities are computed, in seconds."""


def collaboration(material: Material) -> AtlasMap:
    """The collaboration network of the whole graph."""
    data = material.data
    network = _network(data)
    small = len(network) <= _MEASURABLE
    groupings = {"theme": theme_groups(data)}
    if small and network.number_of_edges():
        groupings["community"] = community_groups(data, network)
    content = material.content(
        "collaboration",
        data,
        {"overview": overview(data), "full": full(data)},
        groupings=groupings,
        measures=_measures(network, small=small),
    )
    kinds = [node.kind for node in data.nodes]
    counts = {"regions": kinds.count("region"), "nodes": len(data.nodes), "links": len(data.edges)}
    return AtlasMap("collaboration", "network", content, not data.nodes, counts=counts, projections=_PROJECTIONS)


def _network(data: MapData) -> nx.Graph:
    import networkx as nx

    network = nx.Graph()
    network.add_nodes_from(sorted(node.id for node in data.nodes))
    network.add_edges_from(sorted((edge.source, edge.target) for edge in data.edges))
    return network


def _measures(network: nx.Graph, *, small: bool) -> dict[str, Any]:
    from styrkegraf.measures.position import betweenness, degree, pagerank

    found = {"degree": measured({node: (value,) for node, value in degree(network).items()})}
    if small and network.number_of_edges():
        found["betweenness"] = measured({node: (value,) for node, value in betweenness(network).items()})
        found["pagerank"] = measured({node: (value,) for node, value in pagerank(network).items()})
    return found


def measured(values: Mapping[str, tuple[float, ...]]) -> dict[str, Any]:
    """A measure as a page takes it: the value of each node, with the bounds of its interval where it has one."""
    most = max((value[0] for value in values.values()), default=0.0)
    rounded = {node: [round(part, 4) for part in value] for node, value in sorted(values.items())}
    return {"most": round(most, 4) or 1, "of": rounded}
