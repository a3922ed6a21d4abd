"""Groups of a network, of one run and of many: values by hand, every partition tried, and second opinions."""

from __future__ import annotations

from typing import Literal

import networkx as nx
import numpy as np
import pytest

from hashseeds import printed
from measures.divisions import disagreements, partitions, two_triangles
from measures.second import as_igraph
from styrkegraf.measures import groups
from styrkegraf.measures.consensus import Runs, median_partition, stability, support
from styrkegraf.measures.errors import MeasureError

pytestmark = pytest.mark.filterwarnings("error")

METHODS: tuple[Literal["leiden", "louvain"], ...] = ("leiden", "louvain")
GROUPS = {"ABB": 0, "MDU": 0, "Robotdalen": 0, "SSAB": 1, "Scania": 1, "Volvo": 1, "Almi": 2}


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
    one, other = printed(HASHED)
    assert one == other


def test_groups_do_not_depend_on_the_order_of_nodes_and_ties() -> None:
    network = nx.les_miserables_graph()
    other = nx.Graph()
    other.add_nodes_from(reversed(list(network)))
    other.add_edges_from((t, s, data) for s, t, data in reversed(list(network.edges(data=True))))
    for method in METHODS:
        assert groups.communities(network, method=method, runs=3) == groups.communities(other, method=method, runs=3)
