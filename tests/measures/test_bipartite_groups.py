"""Groups of both modes at once: values by hand, every partition tried, and the best known of a published network."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations

import networkx as nx
import numpy as np
import pytest

from measures.divisions import partitions, two_triangles
from styrkegraf.measures.bipartite_groups import bipartite_groups, bipartite_modularity
from styrkegraf.measures.errors import MeasureError

pytestmark = pytest.mark.filterwarnings("error")


def two_blocks() -> nx.Graph:
    """Two actors with two areas each, and nothing in common."""
    network = nx.Graph()
    network.add_nodes_from(["ABB", "MDU", "Scania", "Volvo"], bipartite=0)
    network.add_nodes_from(["Energi", "Fordon", "Gruva", "Robotik"], bipartite=1)
    network.add_edges_from((actor, area) for actor in ("ABB", "MDU") for area in ("Energi", "Robotik"))
    network.add_edges_from((actor, area) for actor in ("Scania", "Volvo") for area in ("Fordon", "Gruva"))
    return network


def split(network: nx.Graph) -> Mapping[str, int]:
    return {node: int(node in {"Scania", "Volvo", "Fordon", "Gruva"}) for node in network}


def test_bipartite_modularity_by_hand() -> None:
    # Eight ties, all within; each of the two groups would have 4 * 4 / 8 = 2 by chance: (8 - 4) / 8.
    assert bipartite_modularity(two_blocks(), split(two_blocks())) == pytest.approx(1 / 2)
    assert bipartite_modularity(two_blocks(), dict.fromkeys(two_blocks(), "all")) == pytest.approx(0)
    network = two_blocks()
    network["ABB"]["Energi"]["weight"] = 3
    # Strength 10 in all, 6 and 4 within; by chance 36/10 + 16/10.
    assert bipartite_modularity(network, split(network), weighted=True) == pytest.approx((10 - 5.2) / 10)


def test_two_blocks_are_found() -> None:
    network = two_blocks()
    network.add_node("Almi", bipartite=0)
    found = bipartite_groups(network, starts=5)
    assert found.partition == {**split(two_blocks()), "Almi": 2}
    assert found.modularity == pytest.approx(1 / 2)


@pytest.mark.parametrize("seed", range(4))
def test_no_partition_of_both_modes_is_better(seed: int) -> None:
    network = nx.relabel_nodes(nx.bipartite.gnmk_random_graph(4, 4, 8, seed=seed), "nod {}".format)
    nodes = sorted(network)
    matrix = nx.bipartite.biadjacency_matrix(
        network, row_order=[n for n in nodes if network.nodes[n]["bipartite"] == 0]
    ).toarray()
    chance = np.outer(matrix.sum(axis=1), matrix.sum(axis=0)) / 8
    every = [np.array(labels) for labels in partitions(8)]
    best = max(float(((matrix - chance) * (one[:4, None] == one[None, 4:])).sum()) / 8 for one in every)
    assert bipartite_groups(network).modularity == pytest.approx(best)


def test_southern_women_reach_the_best_value_in_the_literature() -> None:
    network = nx.davis_southern_women_graph()
    found = bipartite_groups(network)
    assert found.modularity == pytest.approx(0.3455, abs=1e-4)
    assert found.modularity == pytest.approx(bipartite_modularity(network, found.partition))
    assert len(set(found.partition.values())) == 4
    assert found.modularity_range[0] <= found.modularity_range[1] == found.modularity
    assert found == bipartite_groups(network)


def test_merging_two_groups_of_a_larger_network_gains_nothing() -> None:
    # Alternating alone ends below 0.50 from each of a hundred starts; merging groups leads on.
    network = nx.relabel_nodes(nx.bipartite.gnmk_random_graph(40, 80, 200, seed=1), "nod {}".format)
    found = bipartite_groups(network, starts=10)
    assert found.modularity > 0.51
    tied = {group for node, group in found.partition.items() if network.degree(node)}
    assert len(tied) > 5
    for one, other in combinations(sorted(tied), 2):
        merged = {node: one if group == other else group for node, group in found.partition.items()}
        assert bipartite_modularity(network, merged) <= found.modularity + 1e-12


def test_bipartite_groups_of_unusual_networks() -> None:
    assert bipartite_groups(nx.Graph()).partition == {}
    apart = nx.Graph()
    apart.add_nodes_from(["ABB", "MDU"], bipartite=0)
    assert bipartite_groups(apart).partition == {"ABB": 0, "MDU": 1}
    assert bipartite_modularity(apart, {"ABB": 0, "MDU": 0}) == 0
    single = nx.Graph()
    single.add_node("ABB", bipartite=0)
    single.add_node("Energi", bipartite=1)
    single.add_edge("ABB", "Energi")
    assert bipartite_groups(single).partition == {"ABB": 0, "Energi": 0}
    with pytest.raises(MeasureError, match="two-mode projection"):
        bipartite_groups(two_triangles())
    with pytest.raises(MeasureError, match="At least one start"):
        bipartite_groups(two_blocks(), starts=0)
    with pytest.raises(MeasureError, match="ABB has no group"):
        bipartite_modularity(two_blocks(), {})
