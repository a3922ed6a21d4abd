"""Groups: values worked out by hand, every partition tried on small networks, and second opinions on published ones."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Any, Literal

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from styrkegraf.measures import groups
from styrkegraf.measures.agreement import adjusted_rand, agreement, mutual_information
from styrkegraf.measures.bipartite_groups import bipartite_groups, bipartite_modularity
from styrkegraf.measures.consensus import Runs, median_partition, stability, support
from styrkegraf.measures.errors import MeasureError

pytestmark = pytest.mark.filterwarnings("error")

METHODS: tuple[Literal["leiden", "louvain"], ...] = ("leiden", "louvain")


def two_triangles() -> nx.Graph:
    """ABB, MDU, Robotdalen and Scania, Volvo, SSAB, joined by MDU - Scania; Almi has no tie."""
    network = nx.Graph([("ABB", "MDU"), ("MDU", "Robotdalen"), ("Robotdalen", "ABB"), ("MDU", "Scania")])
    network.add_edges_from([("Scania", "Volvo"), ("Volvo", "SSAB"), ("SSAB", "Scania")])
    network.add_node("Almi")
    return network


GROUPS = {"ABB": 0, "MDU": 0, "Robotdalen": 0, "SSAB": 1, "Scania": 1, "Volvo": 1, "Almi": 2}


def two_blocks() -> nx.Graph:
    """Two actors with two areas each, and nothing in common."""
    network = nx.Graph()
    network.add_nodes_from(["ABB", "MDU", "Scania", "Volvo"], bipartite=0)
    network.add_nodes_from(["Energi", "Fordon", "Gruva", "Robotik"], bipartite=1)
    network.add_edges_from((actor, area) for actor in ("ABB", "MDU") for area in ("Energi", "Robotik"))
    network.add_edges_from((actor, area) for actor in ("Scania", "Volvo") for area in ("Fordon", "Gruva"))
    return network


def partitions(size: int) -> Iterator[list[int]]:
    """Every partition of `size` things, as a group number for each."""
    if size == 0:
        yield []
        return
    for smaller in partitions(size - 1):
        for group in range(max(smaller, default=-1) + 2):
            yield [*smaller, group]


def disagreements(one: list[int], other: list[int]) -> int:
    pairs = [(a, b) for a in range(len(one)) for b in range(a)]
    return sum((one[a] == one[b]) != (other[a] == other[b]) for a, b in pairs)


def as_igraph(network: nx.Graph) -> Any:
    igraph = pytest.importorskip("igraph", reason="igraph, the second opinion, is not installed")
    nodes = sorted(network)
    place = {node: number for number, node in enumerate(nodes)}
    found = [(place[s], place[t], float(w)) for s, t, w in network.edges(data="weight", default=1.0)]
    second = igraph.Graph(n=len(nodes), edges=[(s, t) for s, t, _ in found])
    second.es["weight"] = [w for _, _, w in found]
    return second


# One run


@pytest.mark.parametrize("method", METHODS)
def test_two_triangles_are_two_groups_and_the_isolated_is_its_own(method: str) -> None:
    assert getattr(groups, method)(two_triangles()) == GROUPS


@pytest.mark.parametrize("method", METHODS)
def test_weights_count_unless_told_otherwise(method: str) -> None:
    network = nx.cycle_graph(["ABB", "MDU", "Scania", "Volvo"])
    network["ABB"]["MDU"]["weight"] = network["Scania"]["Volvo"]["weight"] = 9
    assert getattr(groups, method)(network) == {"ABB": 0, "MDU": 0, "Scania": 1, "Volvo": 1}
    assert groups.modularity(network, getattr(groups, method)(network, weighted=False), weighted=False) == 0


@pytest.mark.parametrize("method", METHODS)
def test_resolution_makes_groups_smaller(method: str) -> None:
    network = two_triangles()
    assert len(set(getattr(groups, method)(network, resolution=0.01).values())) == 2
    assert len(set(getattr(groups, method)(network, resolution=10).values())) == 7
    with pytest.raises(MeasureError, match="above 0"):
        getattr(groups, method)(network, resolution=0)


def test_leiden_reaches_the_known_best_partition_of_the_karate_club() -> None:
    network = nx.relabel_nodes(nx.karate_club_graph(), str)
    found = groups.leiden(network, weighted=False)
    assert groups.modularity(network, found, weighted=False) == pytest.approx(0.4197896, abs=1e-7)


def test_every_leiden_group_is_connected() -> None:
    network = nx.les_miserables_graph()
    found = groups.communities(network, runs=5)
    assert all(nx.is_connected(network.subgraph(members)) for members in found.groups)


# Modularity


def test_modularity_of_two_triangles() -> None:
    # Seven ties, three in each triangle; the members of each have seven tie ends of fourteen: 2 (3/7 - 1/4).
    assert groups.modularity(two_triangles(), GROUPS) == pytest.approx(2 * (3 / 7 - 1 / 4))
    assert groups.modularity(two_triangles(), dict.fromkeys(two_triangles(), "all")) == pytest.approx(0)
    assert groups.modularity(nx.empty_graph(["ABB", "MDU"]), {"ABB": 0, "MDU": 0}) == 0
    assert groups.modularity(nx.Graph(), {}) == 0


def test_igraph_finds_the_same_modularity() -> None:
    network = nx.les_miserables_graph()
    found = groups.leiden(network)
    second = as_igraph(network)
    for weighted, weights in ((True, "weight"), (False, None)):
        value = groups.modularity(network, found, weighted=weighted, resolution=1.5)
        assert value == pytest.approx(second.modularity(list(found.values()), weights=weights, resolution=1.5))


def test_modularity_wants_a_group_for_everyone() -> None:
    with pytest.raises(MeasureError, match="Almi has no group"):
        groups.modularity(two_triangles(), {node: 0 for node in GROUPS if node != "Almi"})


# Participation


def test_participation_is_the_evenness_over_the_groups() -> None:
    found = groups.participation(two_triangles(), GROUPS)
    assert found["MDU"] == pytest.approx(1 - (2 / 3) ** 2 - (1 / 3) ** 2)
    assert found["ABB"] == 0
    assert found["Almi"] == 0


def test_participation_weighs_ties_and_leaves_out_who_has_no_group() -> None:
    network = two_triangles()
    network["MDU"]["Scania"]["weight"] = 2
    assert groups.participation(network, GROUPS, weighted=True)["MDU"] == 1 / 2
    without = {node: group for node, group in GROUPS.items() if node != "Scania"}
    found = groups.participation(network, without)
    assert found["MDU"] == 0
    assert "Scania" not in found
    assert groups.participation(nx.Graph(), {}) == {}


# Agreement


def test_agreement_by_hand() -> None:
    one = {"ABB": 0, "MDU": 0, "Scania": 1, "Volvo": 1}
    crossed = {"ABB": 0, "MDU": 1, "Scania": 0, "Volvo": 1}
    # Pairs together: two in each, none in both. Expected 2 * 2 / 6, most 2: (0 - 2/3) / (2 - 2/3).
    assert adjusted_rand(one, crossed) == pytest.approx(-1 / 2)
    assert mutual_information(one, crossed) == pytest.approx(0)
    finer = {"ABB": 0, "MDU": 1, "Scania": 2, "Volvo": 2}
    # H(one) = ln 2, H(finer) = 3/2 ln 2, I = ln 2. One pair in both; expected 2 * 1 / 6, most 3/2.
    assert mutual_information(one, finer) == pytest.approx(2 / 2.5)
    assert adjusted_rand(one, finer) == pytest.approx((1 - 1 / 3) / (3 / 2 - 1 / 3))


def test_names_of_groups_do_not_matter_and_only_common_nodes_count() -> None:
    found = {"ABB": 0, "MDU": 0, "Scania": 1, "Almi": 2}
    macro = {"ABB": "ÖMS", "MDU": "ÖMS", "Scania": "Stockholm", "Robotdalen": "ÖMS"}
    assert mutual_information(found, macro) == adjusted_rand(found, macro) == 1
    assert agreement(found, macro).nodes == 3
    with pytest.raises(MeasureError, match="no node in common"):
        adjusted_rand(found, {"Volvo": 0})


@pytest.mark.parametrize("group", [lambda node: 0, lambda node: node], ids=["all in one", "each alone"])
def test_the_same_trivial_partition_agrees(group: Any) -> None:
    trivial = {node: group(node) for node in ("ABB", "MDU", "Volvo")}
    assert mutual_information(trivial, trivial) == adjusted_rand(trivial, trivial) == 1
    assert mutual_information({"ABB": 0}, {"ABB": 1}) == adjusted_rand({"ABB": 0}, {"ABB": 1}) == 1


def test_one_group_tells_nothing_about_another_division() -> None:
    one = dict.fromkeys(("ABB", "MDU", "Volvo", "Scania"), 0)
    other = {"ABB": 0, "MDU": 0, "Volvo": 1, "Scania": 1}
    assert mutual_information(one, other) == adjusted_rand(one, other) == 0


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=2, max_size=40))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_igraph_finds_the_same_agreement(pairs: list[tuple[int, int]]) -> None:
    igraph = pytest.importorskip("igraph", reason="igraph, the second opinion, is not installed")
    one = {str(place): a for place, (a, _) in enumerate(pairs)}
    other = {str(place): b for place, (_, b) in enumerate(pairs)}
    nodes = sorted(one)
    a, b = [one[node] for node in nodes], [other[node] for node in nodes]
    assert mutual_information(one, other) == mutual_information(other, one)
    if len(set(a)) + len(set(b)) > 2:
        assert mutual_information(one, other) == pytest.approx(igraph.compare_communities(a, b, method="nmi"), abs=1e-9)
        expected = 1.0 if disagreements(a, b) == 0 else igraph.compare_communities(a, b, method="adjusted_rand")
        assert adjusted_rand(one, other) == pytest.approx(expected, abs=1e-9)


def test_chance_is_told_from_agreement() -> None:
    found = {f"aktör {number:02}": number % 4 for number in range(40)}
    followed = agreement(found, {node: f"region {group}" for node, group in found.items()})
    assert (followed.nmi, followed.ari, followed.p_value) == (1, 1, 1 / 201)
    unrelated = agreement(found, {node: place // 10 for place, node in enumerate(found)})
    assert unrelated.ari < 0.05
    assert unrelated.p_value > 0.05
    assert 0 < unrelated.chance_nmi < 0.3
    assert unrelated == agreement(found, {node: place // 10 for place, node in enumerate(found)})
    with pytest.raises(MeasureError, match="at least one permutation"):
        agreement(found, found, permutations=0)


# Consensus


def runs_of(*labels: list[int]) -> Runs:
    return Runs.of([np.array(each) for each in labels])


def test_the_median_partition_follows_the_majority() -> None:
    runs = runs_of([0, 0, 0, 1, 1], [0, 0, 1, 1, 1], [3, 3, 3, 0, 0])
    found = median_partition(runs)
    assert disagreements(found.tolist(), [0, 0, 0, 1, 1]) == 0
    # Node 2 is with 0 and 1 in two runs of three; node 0 always with 1, in two of three with 2.
    assert support(runs, found).tolist() == pytest.approx([5 / 6, 5 / 6, 2 / 3, 1, 1])


def test_who_is_alone_in_most_runs_is_alone() -> None:
    runs = runs_of([0, 0, 1], [0, 0, 1], [0, 0, 0])
    found = median_partition(runs)
    assert disagreements(found.tolist(), [0, 0, 1]) == 0
    assert support(runs, found).tolist() == pytest.approx([1, 1, 2 / 3])


@pytest.mark.parametrize("seed", range(12))
def test_no_partition_is_closer_to_the_runs(seed: int) -> None:
    generator = np.random.default_rng(seed)
    truth = np.array([0, 0, 0, 1, 1, 1, 2])
    table = [np.where(generator.random(7) < 0.25, generator.integers(3, size=7), truth) for _ in range(7)]

    def distance(labels: list[int]) -> int:
        return sum(disagreements(labels, run.tolist()) for run in table)

    best = min(map(distance, partitions(7)))
    assert distance(median_partition(Runs.of(table)).tolist()) == best


def test_stability_is_the_mean_agreement_of_two_runs() -> None:
    labels = [[0, 0, 1, 1], [1, 1, 0, 0], [0, 1, 0, 1]]
    # The first two are the same (1, 1); each of them and the third: NMI 0, ARI -1/2.
    assert stability(runs_of(*labels)) == pytest.approx((1 / 3, (1 - 1 / 2 - 1 / 2) / 3))


@pytest.mark.parametrize("method", METHODS)
def test_clear_groups_are_certain(method: Literal["leiden", "louvain"]) -> None:
    steps: list[tuple[int, int]] = []
    found = groups.communities(
        two_triangles(), method=method, runs=4, progress=lambda done, of: steps.append((done, of))
    )
    assert found.partition == GROUPS
    assert found.groups == [["ABB", "MDU", "Robotdalen"], ["SSAB", "Scania", "Volvo"], ["Almi"]]
    assert set(found.support.values()) == {1}
    assert (found.stability_nmi, found.stability_ari, found.count_range, found.runs) == (1, 1, (3, 3), 4)
    assert found.modularity == found.modularity_range[0] == pytest.approx(2 * (3 / 7 - 1 / 4))
    assert steps == [(1, 4), (2, 4), (3, 4), (4, 4)]


def test_a_random_network_has_no_certain_groups() -> None:
    network = nx.relabel_nodes(nx.gnm_random_graph(60, 120, seed=1), "aktör {}".format)
    found = groups.communities(network)
    assert found.stability_ari < 0.8
    assert min(found.support.values()) < 0.6
    assert found.modularity_range[0] < found.modularity_range[1]
    assert found == groups.communities(network)


def test_consensus_of_nothing_and_of_nobody_tied() -> None:
    nothing = groups.communities(nx.Graph())
    assert (nothing.partition, nothing.groups, nothing.stability_nmi, nothing.modularity) == ({}, [], 1, 0)
    alone = groups.communities(nx.empty_graph(["ABB", "MDU"]), runs=2)
    assert alone.partition == {"ABB": 0, "MDU": 1}
    assert set(alone.support.values()) == {1}
    with pytest.raises(MeasureError, match="at least 2 runs"):
        groups.communities(two_triangles(), runs=1)
    with pytest.raises(MeasureError, match="one layer at a time"):
        groups.communities(nx.MultiGraph(two_triangles()))


HASHED = """
import networkx as nx
from styrkegraf.measures import groups
from styrkegraf.measures.bipartite_groups import bipartite_groups
network = nx.relabel_nodes(nx.gnm_random_graph(40, 80, seed=1), "aktör {}".format)
print([groups.communities(network, method=method, runs=5) for method in ("leiden", "louvain")])
print(bipartite_groups(nx.davis_southern_women_graph(), starts=3))
"""


def test_groups_do_not_depend_on_the_hash_seed() -> None:
    def printed(seed: str) -> str:
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)}
        done = subprocess.run(
            [sys.executable, "-c", HASHED], env=environment, capture_output=True, text=True, check=True
        )
        return done.stdout

    assert printed("1") == printed("2")


def test_groups_do_not_depend_on_the_order_of_nodes_and_ties() -> None:
    network = nx.les_miserables_graph()
    other = nx.Graph()
    other.add_nodes_from(reversed(list(network)))
    other.add_edges_from((t, s, data) for s, t, data in reversed(list(network.edges(data=True))))
    for method in METHODS:
        assert groups.communities(network, method=method, runs=3) == groups.communities(other, method=method, runs=3)


# Two modes


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
