"""Overview: a network in a dozen figures, for any size."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from styrkegraf.measures import cohesion
from styrkegraf.measures.groups import communities, leiden, modularity
from styrkegraf.measures.position import core_number

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["Overview", "overview"]

MANY_RUNS_UP_TO: Final = 5_000
"""Above so many nodes Leiden is run once; the stability of its groups is then not known."""
RUNS: Final = 50


@dataclass(frozen=True, slots=True)
class Overview:
    """What a network is like as a whole. ``sides`` is empty, and ``stability`` None, where there is none."""

    nodes: int
    sides: tuple[int, ...]
    ties: int
    density: float
    """Share of the possible ties, two-mode where the network is (see `styrkegraf.measures.cohesion`)."""
    components: int
    largest: int
    """Nodes of the largest component."""
    alone: int
    """Nodes without a tie."""
    articulation_points: int
    core: int
    """The largest core number."""
    core_members: int
    """Nodes that have it."""
    groups: int
    """Groups of two or more nodes, by Leiden."""
    modularity: float
    stability: float | None
    """Mean NMI of two of 50 runs of Leiden."""


def overview(network: nx.Graph, *, seed: int = 7, progress: Callable[[int, int], None] | None = None) -> Overview:
    """Count, and find components, cores and groups. An empty network has 0 everywhere.

    Groups are the consensus of 50 runs of Leiden with their stability, or a single run above 5,000 nodes. ``progress``
    is called with (steps done, steps in all). Raises MeasureError for a directed network or a stack of layers.
    """
    steps = 4
    done = progress or (lambda at, of: None)
    two_mode = network.graph.get("mode") == "two-mode"
    pieces = cohesion.components(network)
    done(1, steps)
    cores = core_number(network)
    done(2, steps)
    points = len(cohesion.articulation_points(network))
    done(3, steps)
    partition, fit, stability = _groups(network, seed)
    done(4, steps)
    deepest = max(cores.values(), default=0)
    sides = Counter(side for _, side in network.nodes(data="bipartite"))
    return Overview(
        nodes=len(network),
        sides=(sides[0], sides[1]) if two_mode else (),
        ties=network.number_of_edges(),
        density=cohesion.two_mode_density(network) if two_mode else cohesion.density(network),
        components=len(pieces),
        largest=len(pieces[0]) if pieces else 0,
        alone=sum(degree == 0 for _, degree in network.degree()),
        articulation_points=points,
        core=deepest,
        core_members=sum(core == deepest for core in cores.values()),
        groups=sum(size > 1 for size in Counter(partition.values()).values()),
        modularity=fit,
        stability=stability,
    )


def _groups(network: nx.Graph, seed: int) -> tuple[dict[str, int], float, float | None]:
    if len(network) <= MANY_RUNS_UP_TO:
        found = communities(network, runs=RUNS, seed=seed)
        return found.partition, found.modularity, found.stability_nmi
    partition = leiden(network, seed=seed)
    return partition, modularity(network, partition), None
