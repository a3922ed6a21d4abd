"""Regional bridging: how a region connects others, as three columns that a single number would blur."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING

from styrkegraf.measures.errors import MeasureError

if TYPE_CHECKING:
    from collections.abc import Mapping

    import networkx as nx

__all__ = ["RegionalBridging", "regional_bridging", "regional_network"]


@dataclass(frozen=True, slots=True)
class RegionalBridging:
    """A region's bridging centrality and the three factors that it is the product of.

    ``participation`` counts the ties with other regions, ``outward`` is their share in all ties of the region (None
    without any tie), ``diversification`` says over how many regions they spread (None without outer ties).
    """

    participation: float
    outward: float | None
    diversification: float | None
    bridging: float


def regional_network(actors: nx.Graph, region_of: Mapping[str, str]) -> nx.Graph:
    """Ties between actors as ties between their regions; ties within a region become a loop on it.

    ``region_of`` gives the region of an actor; actors that it lacks, such as national agencies, are left out. The
    ``weight`` of a tie between regions is the sum over its ties between actors (1 for a tie without weight). Every
    region of an actor in the network is a node, with or without ties.
    """
    import networkx as nx

    regions = nx.Graph()
    regions.add_nodes_from(sorted({region_of[actor] for actor in actors if actor in region_of}))
    weights: defaultdict[tuple[str, str], float] = defaultdict(float)
    for source, target, weight in actors.edges(data="weight", default=1.0):
        if source in region_of and target in region_of:
            first, second = sorted((region_of[source], region_of[target]))
            weights[first, second] += weight
    regions.add_weighted_edges_from((first, second, weights[first, second]) for first, second in sorted(weights))
    return regions


def regional_bridging(network: nx.Graph) -> dict[str, RegionalBridging]:
    """Regional bridging centrality and its three components, from a weighted network of regions.

    With ``g_ij`` the ties between regions i and j and ``g_ii`` those within i (the loop, each tie counted once):

    - participation intensity: ``ḡ_i = Σ_{j≠i} g_ij``, ties with other regions, in ties (0 upwards);
    - outward orientation: ``o_i = ḡ_i / (ḡ_i + g_ii)``, 0 to 1;
    - diversification: ``d_i = 1 − Σ_{j≠i} (g_ij / ḡ_i)²``, one minus the Herfindahl index over partner regions, 0 for
      a single partner, ``1 − 1/n`` for n equal ones;
    - bridging centrality: ``ḡ_i · o_i · d_i``.

    The product is, up to a constant, the number of paths j – i – k between two other regions through one and the same
    actor of i that is expected when i's ties fall on its actors at random and the actors of i are as many as its ties.

    Reading: participation says how much, outward whether a region looks outside, diversification whether it does so
    in many directions; regions with one bridging value can differ in all three. Without ties within regions, outward
    is 1 for all and says nothing: build the network with :func:`regional_network` from ties between actors. Parallel
    ties add up; a directed network is read as undirected.

    Source: Bergé, Wanzenböck and Scherngell (2017), Regional Studies 51. Computed from the definition of the three
    components; how the paper counts a tie within a region (once here) affects only ``outward``.

    A region without ties has participation and bridging 0, and None for the other two; one without outer ties has
    outward 0. An empty network gives an empty dict. Raises MeasureError for a weight that is negative, infinite or
    not a number.
    """
    outer: dict[str, defaultdict[str, float]] = {region: defaultdict(float) for region in network}
    inner: defaultdict[str, float] = defaultdict(float)
    for source, target, weight in network.edges(data="weight", default=1.0):
        if not isfinite(weight) or weight < 0:
            raise MeasureError(
                f"The tie between {source} and {target} has the weight {weight}; ties count from 0 upwards."
            )
        if source == target:
            inner[source] += weight
        else:
            outer[source][target] += weight
            outer[target][source] += weight
    return {region: _components(outer[region], inner[region]) for region in sorted(network)}


def _components(outer: Mapping[str, float], inner: float) -> RegionalBridging:
    participation = float(sum(outer.values()))
    total = participation + inner
    outward = participation / total if total else None
    if outward is None or not participation:
        return RegionalBridging(participation, outward, None, 0.0)
    diversification = max(0.0, 1 - sum((weight / participation) ** 2 for weight in outer.values()))
    return RegionalBridging(participation, outward, diversification, participation * outward * diversification)
