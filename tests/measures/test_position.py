"""Position: values worked out by hand, a second opinion on published networks, and input without an obvious value."""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Mapping
from typing import Any

import networkx as nx
import pytest

from measures.second import as_igraph
from styrkegraf.measures import position
from styrkegraf.measures.errors import MeasureError

pytestmark = pytest.mark.filterwarnings("error")

ONE_MODE = [
    position.degree,
    position.strength,
    position.betweenness,
    position.closeness,
    position.harmonic_closeness,
    position.eigenvector,
    position.pagerank,
    position.core_number,
]
TWO_MODE = [position.two_mode_degree, position.two_mode_betweenness, position.two_mode_closeness]
Measure = Callable[[nx.Graph], Mapping[str, float]]


def star() -> nx.Graph:
    return nx.Graph([("Robotdalen", "ABB"), ("Robotdalen", "MDU"), ("Robotdalen", "Volvo")])


def star_and_pair() -> nx.Graph:
    network = star()
    network.add_edge("Almi", "Sparbanken")
    return network


def chain() -> nx.Graph:
    """Two actors, three areas: Energi - Almi - Robotik - MDU - Välfärd."""
    network = nx.Graph()
    network.add_nodes_from(["Almi", "MDU"], bipartite=0)
    network.add_nodes_from(["Energi", "Robotik", "Välfärd"], bipartite=1)
    network.add_edges_from([("Almi", "Energi"), ("Almi", "Robotik"), ("MDU", "Robotik"), ("MDU", "Välfärd")])
    return network


def karate() -> nx.Graph:
    return nx.relabel_nodes(nx.karate_club_graph(), str)


PUBLISHED: dict[str, Callable[[], Any]] = {
    "karate club": karate,
    "southern women": nx.davis_southern_women_graph,
    "Les Misérables": nx.les_miserables_graph,
}


@pytest.fixture(params=sorted(PUBLISHED))
def published(request: pytest.FixtureRequest) -> Any:
    return PUBLISHED[request.param]()


# By hand


def test_degree_counts_partners_and_strength_adds_weights() -> None:
    network = nx.Graph()
    network.add_edge("Västmanland", "Sörmland", weight=3)
    network.add_edge("Västmanland", "Uppsala", weight=0.5)
    assert position.degree(network) == {"Sörmland": 1, "Uppsala": 1, "Västmanland": 2}
    assert position.degree(network, normalised=True)["Sörmland"] == 1 / 2
    assert position.strength(network) == {"Sörmland": 3, "Uppsala": 0.5, "Västmanland": 3.5}


def test_all_ways_between_the_leaves_of_a_star_pass_its_centre() -> None:
    assert position.betweenness(star()) == {"ABB": 0, "MDU": 0, "Robotdalen": 1, "Volvo": 0}
    assert position.betweenness(star(), normalised=False)["Robotdalen"] == 3  # three pairs of leaves


def test_closeness_of_a_star() -> None:
    # A leaf: 1 step to the centre, 2 to each of the two others.
    assert position.closeness(star())["Robotdalen"] == 1
    assert position.closeness(star())["ABB"] == pytest.approx(3 / 5)
    assert position.harmonic_closeness(star())["ABB"] == pytest.approx((1 + 1 / 2 + 1 / 2) / 3)


def test_a_disconnected_network_has_harmonic_closeness() -> None:
    found = position.closeness(star_and_pair())
    assert found == position.harmonic_closeness(star_and_pair())
    assert found["Robotdalen"] == pytest.approx(3 / 5)
    assert found["Almi"] == pytest.approx(1 / 5)


def test_strong_ties_are_short_ways() -> None:
    network = nx.Graph()
    network.add_edge("Örebro", "Sörmland", weight=4)
    network.add_edge("Sörmland", "Uppsala", weight=4)
    network.add_edge("Örebro", "Uppsala", weight=1)
    # From Örebro to Uppsala 1/4 + 1/4 by way of Sörmland, 1 directly.
    assert position.betweenness(network, weighted=True) == {"Sörmland": 1, "Uppsala": 0, "Örebro": 0}
    assert position.betweenness(network)["Sörmland"] == 0
    assert position.closeness(network, weighted=True)["Örebro"] == pytest.approx(2 / (1 / 4 + 1 / 2))
    assert position.harmonic_closeness(network, weighted=True)["Örebro"] == pytest.approx((4 + 2) / 2)


def test_ways_of_equal_length_are_seen_as_equal_in_spite_of_rounding() -> None:
    # From A to D: 1 directly, 10 x 1/10 round the ring. The sum of ten times 0.1 is not 1 in floating point.
    ring = [f"{number:02}" for number in range(11)]
    network = nx.Graph()
    nx.add_path(network, ring, weight=10)
    network.add_edge(ring[0], ring[-1], weight=1)
    raw = position.betweenness(network, weighted=True, normalised=False)
    # The node in the middle lies on all ways between the 5 before it and the 5 after it, and on half of one of them.
    assert raw["05"] == pytest.approx(25 - 1 / 2)


def test_rounding_upwards_does_not_hide_a_way_either() -> None:
    # 1/10 + 2/10 comes out above 3/10 in floating point; both ways from ABB to Volvo count, half each.
    network = nx.Graph()
    network.add_edge("ABB", "MDU", weight=10)
    network.add_edge("MDU", "Volvo", weight=5)
    network.add_edge("ABB", "Volvo", weight=10 / 3)
    assert position.betweenness(network, weighted=True)["MDU"] == 1 / 2


def test_eigenvector_centrality_of_a_star() -> None:
    found = position.eigenvector(star())
    assert found["Robotdalen"] == pytest.approx(1 / math.sqrt(2))
    assert found["ABB"] == pytest.approx(1 / math.sqrt(6))


def test_eigenvector_centrality_is_solved_in_each_component() -> None:
    network = star_and_pair()
    network.add_node("Energimyndigheten")
    found = position.eigenvector(network)
    # Squares in the star sum to 4/7, in the pair to 2/7; the centre has half of its component's.
    assert found["Robotdalen"] == pytest.approx(math.sqrt(2 / 7))
    assert found["Almi"] == found["Sparbanken"] == pytest.approx(math.sqrt(1 / 7))
    assert found["Energimyndigheten"] == 0


def test_large_and_small_components_are_solved_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    dense = position.eigenvector(karate(), weighted=True)
    monkeypatch.setattr(position, "EXACT_EIGENVECTORS", 0)
    assert position.eigenvector(karate(), weighted=True) == pytest.approx(dense, abs=1e-9)


def test_pagerank_of_a_star() -> None:
    # c = 0.15/4 + 0.85 * 3 l and l = 0.15/4 + 0.85 c/3 give c = 71/148.
    found = position.pagerank(star())
    assert found["Robotdalen"] == pytest.approx(71 / 148)
    assert found["ABB"] == pytest.approx((1 - 71 / 148) / 3)


def test_pagerank_without_damping_is_even_and_sums_to_one_with_isolated_nodes() -> None:
    network = star_and_pair()
    network.add_node("Energimyndigheten")
    assert sum(position.pagerank(network).values()) == pytest.approx(1)
    assert list(position.pagerank(network, damping=0).values()) == pytest.approx([1 / 7] * 7)
    with pytest.raises(MeasureError, match="share from 0 to below 1"):
        position.pagerank(network, damping=1)


def test_core_number_of_a_triangle_with_a_tail() -> None:
    network = nx.Graph([("ABB", "MDU"), ("MDU", "Volvo"), ("Volvo", "ABB"), ("Volvo", "Almi")])
    network.add_node("Sparbanken")
    assert position.core_number(network) == {"ABB": 2, "Almi": 1, "MDU": 2, "Sparbanken": 0, "Volvo": 2}


def test_two_mode_degree_is_a_share_of_the_other_mode() -> None:
    found = position.two_mode_degree(chain())
    assert found == {"Almi": 2 / 3, "Energi": 1 / 2, "MDU": 2 / 3, "Robotik": 1, "Välfärd": 1 / 2}


def test_two_mode_betweenness_is_a_share_of_the_most_possible() -> None:
    # Almi lies between Energi and three others: 3. Two actors, three areas: s = 0, t = 1, most (9 + 3 - 2)/2 = 5.
    # Robotik lies between two on each side: 4. Three areas, two actors: s = 1, t = 0, most (16 - 8)/2 = 4.
    found = position.two_mode_betweenness(chain())
    assert found == pytest.approx({"Almi": 3 / 5, "Energi": 0, "MDU": 3 / 5, "Robotik": 1, "Välfärd": 0})


def test_two_mode_closeness_is_a_share_of_the_best_place() -> None:
    # Robotik: 1 + 1 + 2 + 2 = 6 steps, the least possible. Almi: 1 + 1 + 2 + 3 = 7, least 5. Energi: 10, least 6.
    found = position.two_mode_closeness(chain())
    assert found["Robotik"] == 1
    assert found["Almi"] == pytest.approx(5 / 7)
    assert found["Energi"] == pytest.approx(6 / 10)


def test_two_mode_closeness_of_a_disconnected_network_is_harmonic() -> None:
    network = chain()
    network.remove_edge("MDU", "Robotik")
    found = position.two_mode_closeness(network)
    assert found["Almi"] == pytest.approx(2 / (3 + 1 / 2))
    assert found["Energi"] == pytest.approx((1 + 1 / 2) / (2 + 2 / 2))
    assert max(found.values()) <= 1


# Second opinions


def test_igraph_finds_the_same_betweenness(published: nx.Graph) -> None:
    second = as_igraph(published)
    nodes = sorted(published)
    for engine in ("networkx", "rustworkx"):
        found = position.betweenness(published, normalised=False, engine=engine)
        assert [found[node] for node in nodes] == pytest.approx(second.betweenness())
    found = position.betweenness(published, weighted=True, normalised=False)
    assert [found[node] for node in nodes] == pytest.approx(second.betweenness(weights="length"))


def test_igraph_finds_the_same_closeness(published: nx.Graph) -> None:
    second = as_igraph(published)
    for weighted, lengths in ((False, None), (True, "length")):
        found = position.closeness(published, weighted=weighted)
        assert list(found.values()) == pytest.approx(second.closeness(weights=lengths))
        found = position.harmonic_closeness(published, weighted=weighted)
        assert list(found.values()) == pytest.approx(second.harmonic_centrality(weights=lengths))


def test_igraph_finds_the_same_eigenvector_pagerank_and_cores(published: nx.Graph) -> None:
    second = as_igraph(published)
    for weighted, weights in ((False, None), (True, "weight")):
        eigen = position.eigenvector(published, weighted=weighted)
        largest = max(eigen.values())
        expected = second.eigenvector_centrality(weights=weights)
        assert [value / largest for value in eigen.values()] == pytest.approx(expected, abs=1e-6)
        ranks = position.pagerank(published, weighted=weighted)
        assert list(ranks.values()) == pytest.approx(second.pagerank(weights=weights), abs=1e-9)
    assert list(position.core_number(published).values()) == second.coreness()


def test_networkx_finds_the_same_two_mode_values() -> None:
    network = nx.davis_southern_women_graph()
    women = [node for node, mode in network.nodes(data="bipartite") if mode == 0]
    expected = nx.bipartite.betweenness_centrality(network, women)
    assert position.two_mode_betweenness(network) == pytest.approx(expected)
    assert position.two_mode_closeness(network) == pytest.approx(nx.bipartite.closeness_centrality(network, women))
    assert position.two_mode_degree(network) == pytest.approx(nx.bipartite.degree_centrality(network, women))


def test_a_large_network_goes_through_rustworkx_with_the_same_values(monkeypatch: pytest.MonkeyPatch) -> None:
    network = nx.relabel_nodes(nx.gnm_random_graph(position.RUSTWORKX_ABOVE + 1, 500, seed=7), str)
    expected = position.betweenness(network, engine="networkx")

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("NetworkX was used")

    monkeypatch.setattr(nx, "betweenness_centrality", refuse)
    assert position.betweenness(network) == pytest.approx(expected)


# Samples


@pytest.mark.parametrize("weighted", [False, True])
def test_a_sample_of_all_nodes_is_exact(published: nx.Graph, weighted: bool) -> None:
    found = position.sampled_betweenness(published, samples=10_000, weighted=weighted)
    expected = position.betweenness(published, weighted=weighted)
    assert {node: value for node, (value, _) in found.items()} == pytest.approx(expected)
    assert {error for _, error in found.values()} == {0}


def test_samples_are_unbiased_and_their_errors_honest() -> None:
    network = nx.les_miserables_graph()
    exact = position.betweenness(network)["Valjean"]
    drawn = [position.sampled_betweenness(network, samples=20, seed=seed)["Valjean"] for seed in range(100)]
    mean = sum(value for value, _ in drawn) / len(drawn)
    usual = sum(error for _, error in drawn) / len(drawn)
    assert abs(mean - exact) < 3 * usual / math.sqrt(len(drawn))
    within = sum(abs(value - exact) <= 2 * error for value, error in drawn)
    assert 88 <= within <= 100


def test_a_sample_of_most_nodes_is_nearly_exact_and_says_so() -> None:
    network = nx.les_miserables_graph()
    drawn = [position.sampled_betweenness(network, samples=60, seed=seed)["Valjean"] for seed in range(100)]
    spread = statistics.stdev(value for value, _ in drawn)
    assert statistics.fmean(error for _, error in drawn) == pytest.approx(spread, rel=0.25)


def test_a_sample_is_repeatable_and_says_how_far_it_is() -> None:
    steps: list[tuple[int, int]] = []
    network = karate()
    first = position.sampled_betweenness(network, samples=5, progress=lambda done, of: steps.append((done, of)))
    assert first == position.sampled_betweenness(network, samples=5)
    assert first != position.sampled_betweenness(network, samples=5, seed=8)
    assert steps == [(1, 5), (2, 5), (3, 5), (4, 5), (5, 5)]


def test_one_sample_has_no_error_to_speak_of_and_none_is_refused() -> None:
    assert position.sampled_betweenness(star(), samples=1)["ABB"].error == math.inf
    with pytest.raises(MeasureError, match="at least one node"):
        position.sampled_betweenness(star(), samples=0)
    assert position.sampled_betweenness(nx.Graph()) == {}


# Input without an obvious value


@pytest.mark.parametrize("measure", [*ONE_MODE, *TWO_MODE], ids=lambda measure: measure.__name__)
def test_an_empty_network_has_no_values(measure: Measure) -> None:
    assert measure(nx.Graph()) == {}


@pytest.mark.parametrize("measure", [*ONE_MODE, *TWO_MODE], ids=lambda measure: measure.__name__)
def test_a_single_node_has_no_position(measure: Measure) -> None:
    network = nx.Graph()
    network.add_node("Robotdalen", bipartite=0)
    assert measure(network) == {"Robotdalen": 1 if measure is position.pagerank else 0}


@pytest.mark.parametrize("measure", [*ONE_MODE, *TWO_MODE], ids=lambda measure: measure.__name__)
def test_nodes_without_ties_are_all_alike(measure: Measure) -> None:
    network = chain()
    network.remove_edges_from(list(network.edges()))
    assert set(measure(network).values()) == {1 / 5 if measure is position.pagerank else 0}


@pytest.mark.parametrize("measure", [*ONE_MODE, *TWO_MODE], ids=lambda measure: measure.__name__)
def test_values_are_in_the_order_of_the_nodes_and_loops_do_not_count(measure: Measure) -> None:
    network = chain()
    other = nx.Graph()
    other.add_nodes_from(reversed(list(network.nodes(data=True))))
    other.add_edges_from(reversed(list(network.edges())))
    other.add_edge("MDU", "MDU")
    assert list(measure(network).items()) == list(measure(other).items())
    assert other.has_edge("MDU", "MDU")


@pytest.mark.parametrize("measure", ONE_MODE, ids=lambda measure: measure.__name__)
def test_stacks_and_directed_networks_are_refused_with_a_remedy(measure: Measure) -> None:
    with pytest.raises(MeasureError, match="one layer at a time"):
        measure(nx.MultiGraph(star()))
    with pytest.raises(MeasureError, match="to_undirected"):
        measure(nx.DiGraph(star()))


@pytest.mark.parametrize("weight", [0, -1, math.nan, math.inf])
def test_a_weight_that_is_no_strength_is_refused(weight: float) -> None:
    network = star()
    network["Robotdalen"]["ABB"]["weight"] = weight
    assert position.betweenness(network)["Robotdalen"] == 1
    for measure in (position.betweenness, position.closeness, position.eigenvector, position.pagerank):
        with pytest.raises(MeasureError, match="Robotdalen - ABB"):
            measure(network, weighted=True)
    with pytest.raises(MeasureError, match="Robotdalen - ABB"):
        position.strength(network)


def test_two_mode_measures_want_two_modes() -> None:
    with pytest.raises(MeasureError, match="has no mode"):
        position.two_mode_degree(star())
    network = chain()
    network.add_edge("Almi", "MDU")
    with pytest.raises(MeasureError, match="Almi - MDU stays within a mode"):
        position.two_mode_closeness(network)


def test_rustworkx_does_not_weigh() -> None:
    with pytest.raises(MeasureError, match="leave the engine at auto"):
        position.betweenness(star(), weighted=True, engine="rustworkx")
