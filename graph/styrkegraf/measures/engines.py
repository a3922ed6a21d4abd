"""From a projection to what an engine reads, and the choice of engine by size.

All measures of position, cohesion and groups read an undirected network with at most one tie between two nodes. `plain`
sees to that, `ordered` fixes the order of nodes that every matrix and every seeded algorithm uses, so that the result
does not depend on the order in which a network was put together.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Literal

import networkx as nx

from styrkegraf.measures.errors import MeasureError

if TYPE_CHECKING:
    import rustworkx

__all__ = [
    "Engine",
    "adjacency",
    "choose",
    "grouped",
    "ordered",
    "plain",
    "ties",
    "to_rustworkx",
    "two_modes",
]

Engine = Literal["auto", "networkx", "rustworkx"]
"""`auto` chooses by the number of nodes; the two others give the same values and differ in speed."""


def choose(engine: Engine, nodes: int, *, above: int) -> Literal["networkx", "rustworkx"]:
    """The engine asked for; with `auto` rustworkx for networks of more than `above` nodes, NetworkX below."""
    if engine == "networkx" or (engine == "auto" and nodes <= above):
        return "networkx"
    return "rustworkx"


def ordered(network: nx.Graph) -> list[str]:
    """The nodes in the order in which matrices and results list them."""
    return sorted(network)


def plain(network: nx.Graph) -> nx.Graph:
    """The network without ties of a node to itself, which no measure counts; the same object if there are none.

    Raises MeasureError for a directed network and for a stack of layers.
    """
    if network.is_multigraph():
        raise MeasureError("This network is a stack of layers: measure one layer at a time, or merge them into one.")
    if network.is_directed():
        raise MeasureError("This measure reads ties without direction: pass network.to_undirected().")
    loops = list(nx.selfloop_edges(network))
    if not loops:
        return network
    without = network.copy()
    without.remove_edges_from(loops)
    return without


def ties(network: nx.Graph, *, weighted: bool) -> Iterator[tuple[str, str, float]]:
    """Every tie with its strength: the edge attribute `weight` (1 where there is none), or 1 if not `weighted`.

    Raises MeasureError for a strength that is not a positive number.
    """
    for source, target, weight in network.edges(data="weight", default=1.0):
        strength = float(weight) if weighted else 1.0
        if not (math.isfinite(strength) and strength > 0):
            raise MeasureError(
                f"The tie {source} - {target} has the weight {weight}; a strength is a number above 0. "
                "Remove the tie or correct its weight."
            )
        yield source, target, strength


def adjacency(network: nx.Graph, *, weighted: bool, nodes: list[str] | None = None) -> Any:
    """The symmetric matrix of strengths as a SciPy `csr_array`, rows and columns as in `nodes` (default `ordered`)."""
    import numpy as np
    from scipy.sparse import csr_array

    names = ordered(network) if nodes is None else nodes
    place = {node: position for position, node in enumerate(names)}
    found = [(place[s], place[t], w) for s, t, w in ties(network, weighted=weighted)]
    rows = np.array([s for s, _, _ in found] + [t for _, t, _ in found], dtype=np.int32)
    columns = np.array([t for _, t, _ in found] + [s for s, _, _ in found], dtype=np.int32)
    values = np.array([w for _, _, w in found] * 2, dtype=np.float64)
    matrix = csr_array((values, (rows, columns)), shape=(len(names), len(names)))
    matrix.sort_indices()
    return matrix


def to_rustworkx(network: nx.Graph) -> rustworkx.PyGraph[None, None]:
    """The network as a rustworkx graph without attributes; node index = place in `ordered(network)`."""
    import rustworkx

    place = {node: position for position, node in enumerate(ordered(network))}
    converted: rustworkx.PyGraph[None, None] = rustworkx.PyGraph(multigraph=False)
    converted.add_nodes_from([None] * len(place))
    converted.add_edges_from_no_data(sorted((place[s], place[t]) for s, t in network.edges()))
    return converted


def two_modes(network: nx.Graph) -> tuple[list[str], list[str]]:
    """The nodes of the two modes (node attribute `bipartite` 0 and 1), each in order.

    Raises MeasureError if a node has no mode or a tie stays within a mode.
    """
    modes: tuple[list[str], list[str]] = ([], [])
    for node in ordered(network):
        mode = network.nodes[node].get("bipartite")
        if mode not in (0, 1):
            raise MeasureError(f"{node} has no mode (attribute bipartite 0 or 1): use a two-mode projection.")
        modes[mode].append(node)
    first = set(modes[0])
    for source, target in network.edges():
        if (source in first) == (target in first):
            raise MeasureError(f"The tie {source} - {target} stays within a mode: use a two-mode projection.")
    return modes


def grouped(network: nx.Graph, partition: Mapping[str, object]) -> nx.Graph:
    """The part of the network whose nodes have a group in `partition`.

    Raises MeasureError if the network has nodes and none of them has a group.
    """
    network = plain(network)
    placed = [node for node in network if node in partition]
    if not placed and len(network):
        raise MeasureError("None of the network's nodes has a group in this partition: check its keys.")
    return network if len(placed) == len(network) else network.subgraph(placed)
