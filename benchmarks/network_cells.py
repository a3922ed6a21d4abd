"""One measurement of the network benchmark, in a process of its own: ``python -m benchmarks.network_cells``.

Prints one line of JSON for each step: its name, seconds, and the peak memory of the process so far in MB. What an
engine needs before (loading its libraries, making the network, and for igraph converting it) is not counted; what ours
converts on the way is.
"""

from __future__ import annotations

import json
import random
import resource
import sys
import time
from collections.abc import Callable
from typing import Any

import networkx as nx

__all__ = ["ENGINES", "TASKS", "main"]

ENGINES = ("networkx", "igraph", "ours")
TASKS = (
    "betweenness",
    "closeness",
    "pagerank",
    "core",
    "components",
    "groups",
    "projection",
    "constraint",
    "effective size",
)
MEMORY = 4 * 1024**3
"""Bytes that one measurement may use."""
SOURCES = 200
"""Nodes from which sampled betweenness starts."""


def scale_free(nodes: int, seed: int = 7) -> nx.Graph:
    """A connected network with hubs, three ties for each node, named so that order by name is not order of making."""
    made = nx.barabasi_albert_graph(nodes, 3, seed=seed)
    return nx.relabel_nodes(made, {node: f"actor/{node:x}" for node in made})


def two_mode(nodes: int, seed: int = 7) -> nx.Graph:
    """As many actors as projects, two to ten actors a project, some actors in many: the shape of a programme."""
    chance = random.Random(seed)
    half = nodes // 2
    actors = [f"actor/{number:x}" for number in range(half)]
    drawn = list(actors)
    made = nx.Graph(mode="two-mode")
    made.add_nodes_from(actors, bipartite=0)
    for number in range(half):
        project = f"project/{number:x}"
        made.add_node(project, bipartite=1)
        members = sorted({chance.choice(drawn) for _ in range(chance.randint(2, 10))})
        drawn += members
        made.add_edges_from((member, project) for member in members)
    return made


def networkx_task(task: str, made: nx.Graph) -> Callable[[], object]:
    """The task as NetworkX does it."""
    tasks: dict[str, Callable[[], object]] = {
        "betweenness": lambda: nx.betweenness_centrality(made),
        "closeness": lambda: nx.closeness_centrality(made),
        "pagerank": lambda: nx.pagerank(made),
        "core": lambda: nx.core_number(made),
        "components": lambda: list(nx.connected_components(made)),
        "groups": lambda: nx.community.louvain_communities(made, seed=7),
        "projection": lambda: nx.bipartite.collaboration_weighted_projected_graph(made, _actors(made)),
        "constraint": lambda: nx.constraint(made),
        "effective size": lambda: nx.effective_size(made),
    }
    return tasks[task]


def igraph_task(task: str, made: nx.Graph) -> Callable[[], object] | None:
    """The task as igraph does it, or None where it has no such function."""
    import igraph

    found = igraph.Graph.from_networkx(made)
    if task == "projection":
        sides = [side == 1 for side in found.vs["bipartite"]]
        return lambda: found.bipartite_projection(types=sides, which=0)
    tasks: dict[str, Callable[[], object]] = {
        "betweenness": found.betweenness,
        "closeness": found.closeness,
        "pagerank": found.pagerank,
        "core": found.coreness,
        "components": found.connected_components,
        "groups": lambda: found.community_leiden(objective_function="modularity", n_iterations=10),
        "constraint": found.constraint,
    }
    return tasks.get(task)


def our_task(task: str, made: nx.Graph) -> Callable[[], object]:
    """The task as the product does it, engines chosen by size."""
    from styrkegraf.measures import brokerage, cohesion, groups, position
    from styrkegraf.networks.onemode import one_mode

    tasks: dict[str, Callable[[], object]] = {
        "betweenness": lambda: position.betweenness(made),
        "closeness": lambda: position.closeness(made),
        "pagerank": lambda: position.pagerank(made),
        "core": lambda: position.core_number(made),
        "components": lambda: cohesion.components(made),
        "groups": lambda: groups.leiden(made),
        "projection": lambda: one_mode(made, 0, engine="scipy"),
        "constraint": lambda: brokerage.constraint(made),
        "effective size": lambda: brokerage.effective_size(made),
    }
    return tasks[task]


def _actors(made: nx.Graph) -> list[Any]:
    return [node for node, side in made.nodes(data="bipartite") if side == 0]


def cell(engine: str, task: str, nodes: int) -> None:
    """Measure one task on one engine at one size, after a run on a small network that loads what is needed."""
    make = {"networkx": networkx_task, "igraph": igraph_task, "ours": our_task}[engine]
    shape = two_mode if task == "projection" else scale_free
    first, work = make(task, shape(20)), make(task, shape(nodes))
    if first is not None and work is not None:
        first()
        _timed(task, work)


def participations(source: str) -> None:
    """Read a list of participations and measure what the product offers for it, two-mode and one-mode."""
    from styrkegraf.networks.onemode import one_mode
    from styrkegraf.networks.participations import read_participations

    found = _timed("read", lambda: read_participations(source))
    two = _timed("network", found.to_networkx)
    one = _timed("projection", lambda: one_mode(two, 0))
    _measured("two-mode", two)
    _measured("one-mode", one)


def _measured(name: str, made: nx.Graph) -> None:
    from styrkegraf.measures import brokerage, cohesion, groups, position

    print(json.dumps({"network": name, "nodes": len(made), "ties": made.number_of_edges()}), flush=True)
    _timed("components", lambda: cohesion.components(made))
    _timed("core", lambda: position.core_number(made))
    _timed("pagerank", lambda: position.pagerank(made))
    _timed("leiden", lambda: groups.leiden(made))
    _timed(f"betweenness, {SOURCES} sources", lambda: position.sampled_betweenness(made, samples=SOURCES))
    _timed("effective size", lambda: brokerage.effective_size(made))


def _timed(step: str, work: Callable[[], Any]) -> Any:
    start = time.perf_counter()
    made = work()
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps({"step": step, "seconds": seconds, "peak": peak}), flush=True)
    return made


def main(arguments: list[str]) -> None:
    """Measure ``engine task nodes``, or ``participations path``."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    if arguments[0] == "participations":
        participations(arguments[1])
    else:
        cell(arguments[0], arguments[1], int(arguments[2]))


if __name__ == "__main__":
    main(sys.argv[1:])
