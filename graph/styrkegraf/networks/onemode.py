"""From two modes to one: two actors are tied when they support one area, two regions when they share a theme."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING, Any, Final, Literal

from styrkegraf.networks.errors import NetworkError
from styrkegraf.networks.evidence import Standing, standing

if TYPE_CHECKING:
    from collections.abc import Iterable

    import networkx as nx

__all__ = ["Method", "one_mode"]

Method = Literal["newman", "overlap", "jaccard", "count"]
Engine = Literal["auto", "python", "scipy"]

MANY: Final = 500_000
"""From so many shared memberships on, ``auto`` leaves out via and evidence, which then would fill the memory."""


def one_mode(
    two_mode: nx.Graph, side: Literal[0, 1], method: Method = "newman", *, engine: Engine = "auto"
) -> nx.Graph:
    """The nodes of one side, tied where they have neighbours in common on the other side; isolated ones are kept.

    The weight of a tie between i and j, where n_k is the number of neighbours of k:

    - ``newman``: sum over the common neighbours k of 1 / (n_k - 1). An area with two actors ties them fully, one with
      fourteen each two by a thirteenth; summed over j it is the number of areas that i shares with anybody.
    - ``count``: the number of common neighbours.
    - ``jaccard``: the common neighbours over all neighbours of either, from above 0 to 1.
    - ``overlap``: the common neighbours over the neighbours of the one with fewer, from above 0 to 1.

    Weights of the two-mode network do not count. A tie has ``via`` (the common neighbours) and ``evidence`` (of all
    ties that lead through them), both sorted, ``layer`` and ``confidence`` of its best path, where a path stands as the
    weaker of its two ties, and the name of the projection as ``relation``. The engine ``scipy`` multiplies sparse
    matrices and gives weights only; ``auto`` chooses it for a network with more than 500,000 shared memberships. Node
    attributes are kept but for ``bipartite``. An empty network gives an empty one.

    Newman, M. E. J. (2001), Scientific collaboration networks II: shortest paths, weighted networks, and centrality,
    Physical Review E 64, 016132.

    Raises `NetworkError` where a node has no side, an edge does not join the two sides, or an option means nothing.
    """
    members = _members(two_mode, side)
    if method not in ("newman", "overlap", "jaccard", "count"):
        raise NetworkError(f"There is no method “{method}”; choose newman, overlap, jaccard or count.")
    if engine not in ("auto", "python", "scipy"):
        raise NetworkError(f"There is no engine “{engine}”; choose auto, python or scipy.")
    made = _nodes_only(two_mode, members, method)
    if engine == "scipy" or (engine == "auto" and _shared(two_mode, members) > MANY):
        made.add_weighted_edges_from(_sparse(two_mode, members, method))
    else:
        made.add_edges_from(_traced(two_mode, members, method))
    return made


def _members(two_mode: nx.Graph, side: int) -> list[Any]:
    if side not in (0, 1):
        raise NetworkError(f"The side is 0 or 1, not {side}.")
    if two_mode.is_directed() or two_mode.is_multigraph():
        raise NetworkError("Only an undirected two-mode network without parallel edges can be projected.")
    sides = dict(two_mode.nodes(data="bipartite"))
    for node, its in sides.items():
        if its not in (0, 1):
            raise NetworkError(f"The node {node} has no side: bipartite must be 0 or 1.")
    for source, target in two_mode.edges:
        if sides[source] == sides[target]:
            raise NetworkError(f"The tie of {source} and {target} lies within one side; the network is not two-mode.")
    return [node for node, its in sides.items() if its == side]


def _nodes_only(two_mode: nx.Graph, members: list[Any], method: Method) -> nx.Graph:
    import networkx as nx

    about = {key: value for key, value in two_mode.graph.items() if key != "mode"}
    made = nx.Graph(**about, mode="one-mode", method=method)
    for node in members:
        made.add_node(node, **{k: v for k, v in two_mode.nodes[node].items() if k != "bipartite"})
    return made


def _shared(two_mode: nx.Graph, members: list[Any]) -> int:
    inside = set(members)
    return sum(degree * (degree - 1) // 2 for node, degree in two_mode.degree() if node not in inside)


def _traced(two_mode: nx.Graph, members: list[Any], method: Method) -> Iterable[tuple[Any, Any, dict[str, Any]]]:
    position = {node: place for place, node in enumerate(members)}
    via: dict[tuple[Any, Any], list[Any]] = defaultdict(list)
    for node in two_mode:
        if node not in position:
            for pair in combinations(sorted(two_mode[node], key=position.__getitem__), 2):
                via[pair].append(node)
    for pair in sorted(via, key=lambda pair: (position[pair[0]], position[pair[1]])):
        yield *pair, {"weight": _weight(two_mode, pair, via[pair], method), **_trace(two_mode, pair, via[pair])}


def _weight(two_mode: nx.Graph, pair: tuple[Any, Any], via: list[Any], method: Method) -> float:
    if method == "newman":
        return sum(1 / (len(two_mode[node]) - 1) for node in via)
    if method == "count":
        return float(len(via))
    degrees = [len(two_mode[node]) for node in pair]
    return len(via) / (min(degrees) if method == "overlap" else sum(degrees) - len(via))


def _trace(two_mode: nx.Graph, pair: tuple[Any, Any], via: list[Any]) -> dict[str, Any]:
    ties = [[two_mode.edges[end, node] for end in pair] for node in via]
    found: dict[str, Any] = {
        "relation": two_mode.graph.get("projection", "two-mode"),
        "via": tuple(sorted(via, key=str)),
        "evidence": tuple(sorted({name for both in ties for tie in both for name in tie.get("evidence", ())})),
    }
    best = max((known for both in ties if (known := _standing(both))), key=Standing.rank, default=None)
    if best:
        found |= {"layer": best.layer}
        found |= {"confidence": best.confidence} if best.confidence else {}
    return found


def _standing(ties: list[dict[str, Any]]) -> Standing | None:
    layers = [tie["layer"] for tie in ties if "layer" in tie]
    return standing(layers, [tie["confidence"] for tie in ties if "confidence" in tie]) if layers else None


def _sparse(two_mode: nx.Graph, members: list[Any], method: Method) -> Iterable[tuple[Any, Any, float]]:
    import numpy as np
    from scipy.sparse import csr_array, triu

    inside = {node: row for row, node in enumerate(members)}
    others = {node: column for column, node in enumerate(node for node in two_mode if node not in inside)}
    ends = [(inside[node], others[other]) for node in members for other in two_mode[node]]
    rows, columns = np.array(ends, dtype=np.int64).reshape(-1, 2).T
    incidence = csr_array((np.ones(len(ends)), (rows, columns)), shape=(len(inside), len(others)))
    spread = np.bincount(columns, minlength=len(others)) - 1.0
    each = np.divide(1, spread, out=np.ones_like(spread), where=spread > 0) if method == "newman" else spread * 0 + 1
    common = triu((incidence * each) @ incidence.T, k=1, format="csr")
    common.sort_indices()
    found = common.tocoo()
    degrees = np.bincount(rows, minlength=len(inside))
    first, second = degrees[found.row], degrees[found.col]
    whole = {"overlap": np.minimum(first, second), "jaccard": first + second - found.data}.get(method, 1)
    for row, column, weight in zip(found.row, found.col, found.data / whole, strict=True):
        yield members[row], members[column], float(weight)
