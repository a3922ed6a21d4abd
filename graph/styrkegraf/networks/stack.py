"""Stacking: several networks on the same nodes as the layers of one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from styrkegraf.networks.errors import NetworkError

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["stack"]


def stack(layers: Mapping[str, nx.Graph]) -> nx.MultiGraph:
    """One MultiGraph of all the networks: every node of any, and each edge under the name of its network as key.

    Attributes of nodes and edges are kept; where two networks say different things of one node, the first says it. The
    graph has ``stacked``, the names in the order given. Raises `NetworkError` for a directed or parallel-edge network,
    or for none.
    """
    import networkx as nx

    if not layers:
        raise NetworkError("There is nothing to stack; give one network at least.")
    made = nx.MultiGraph(stacked=tuple(layers))
    for name, layer in layers.items():
        if layer.is_directed() or layer.is_multigraph():
            raise NetworkError(f"The network “{name}” is directed or has parallel edges; only simple networks stack.")
        for node, attributes in layer.nodes(data=True):
            made.add_node(node, **{**attributes, **made.nodes.get(node, {})})
        made.add_edges_from((source, target, name, attributes) for source, target, attributes in layer.edges(data=True))
    return made
