"""A second opinion on measures: igraph, where it is installed."""

from __future__ import annotations

from typing import Any

import networkx as nx
import pytest

__all__ = ["as_igraph"]


def as_igraph(network: nx.Graph) -> Any:
    """The network with its nodes in order; ties have their weight, and as their length its inverse."""
    igraph = pytest.importorskip("igraph", reason="igraph, the second opinion, is not installed")
    nodes = sorted(network)
    place = {node: number for number, node in enumerate(nodes)}
    found = [(place[s], place[t], float(w)) for s, t, w in network.edges(data="weight", default=1.0)]
    second = igraph.Graph(n=len(nodes), edges=[(s, t) for s, t, _ in found])
    second.es["weight"] = [w for _, _, w in found]
    second.es["length"] = [1 / w for _, _, w in found]
    return second
