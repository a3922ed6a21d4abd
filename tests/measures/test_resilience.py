"""Resilience: curves, single removals and slopes, by hand and against NetworkX computing each step anew."""

from __future__ import annotations

import math
from collections.abc import Callable

import networkx as nx
import numpy as np
import pytest

from styrkegraf.measures.errors import MeasureError
from styrkegraf.measures.removals import EFFICIENCY_LIMIT, RemovalImpact, removal_impact, single_removals
from styrkegraf.measures.resilience import (
    Strategy,
    assortativity_slope,
    hierarchy_slope,
    removal_curve,
)

pytestmark = pytest.mark.filterwarnings("error")

STAR = nx.star_graph(["Robotdalen", "Arboga", "Köping", "Sala", "Västerås"])
PATH = nx.path_graph(["a", "b", "c", "d", "e"])


def karate() -> nx.Graph:
    return nx.relabel_nodes(nx.karate_club_graph(), str)


def largest(network: nx.Graph) -> int:
    return max((len(group) for group in nx.connected_components(network)), default=0)


def test_a_star_does_not_survive_its_centre() -> None:
    curve = removal_curve(STAR, "degree")
    assert curve.order[0] == "Robotdalen"
    assert curve.removed == pytest.approx((0, 1 / 5, 2 / 5, 3 / 5, 4 / 5, 1))
    assert curve.giant.value == pytest.approx((1, 1 / 5, 1 / 5, 1 / 5, 1 / 5, 0))
    # Of ten pairs four are neighbours and six two steps apart: (4 + 6/2) / 10.
    assert curve.efficiency is not None
    assert curve.efficiency.value == pytest.approx((7 / 10, 0, 0, 0, 0, 0))
    assert curve.area == pytest.approx((4 * 1 / 5) / 5)
    assert removal_curve(STAR, "betweenness").giant == curve.giant


@pytest.mark.parametrize("strategy", ["random", "degree", "betweenness"])
def test_where_all_are_tied_to_all_it_does_not_matter_who_goes(strategy: Strategy) -> None:
    curve = removal_curve(nx.complete_graph(["a", "b", "c", "d", "e"]), strategy)
    assert curve.giant.value == pytest.approx((1, 4 / 5, 3 / 5, 2 / 5, 1 / 5, 0))
    assert curve.giant.low == pytest.approx(curve.giant.high)
    assert curve.efficiency is not None
    assert curve.efficiency.value == pytest.approx((1, 12 / 20, 6 / 20, 2 / 20, 0, 0))
    assert (curve.area_low, curve.area, curve.area_high) == pytest.approx((2 / 5, 2 / 5, 2 / 5))


def test_ranked_at_the_start_or_anew() -> None:
    six = nx.path_graph(["a", "b", "c", "d", "e", "f"])
    assert removal_curve(six, "degree").order == ("b", "c", "d", "e", "a", "f")
    # Without b, only d and e have two ties left; without d, e has one, as f has.
    assert removal_curve(six, "degree", recompute=True).order == ("b", "d", "e", "a", "c", "f")
    assert removal_curve(PATH, "betweenness").order == ("c", "b", "d", "a", "e")
    assert removal_curve(PATH, "betweenness", recompute=True).order == ("c", "a", "b", "d", "e")


@pytest.mark.parametrize(("strategy", "recompute"), [("degree", False), ("degree", True), ("betweenness", True)])
def test_a_curve_is_what_networkx_finds_at_each_step(strategy: Strategy, recompute: bool) -> None:
    network = nx.les_miserables_graph()
    curve = removal_curve(network, strategy, recompute=recompute)
    n = len(network)
    assert curve.efficiency is not None
    for gone in range(n + 1):
        left = network.subgraph(curve.order[gone:])
        assert curve.giant.value[gone] == pytest.approx(largest(left) / n)
        share = len(left) * (len(left) - 1) / (n * (n - 1))
        assert curve.efficiency.value[gone] == pytest.approx(nx.global_efficiency(left) * share, abs=1e-9)


def test_each_attack_hits_the_most_mediating_actor_left() -> None:
    network = karate()
    order = removal_curve(network, "betweenness", recompute=True).order
    for gone, node in enumerate(order):
        betweenness = nx.betweenness_centrality(network.subgraph(order[gone:]), normalized=False)
        assert betweenness[node] == pytest.approx(max(betweenness.values()))


def test_random_removal_is_an_average_with_bounds() -> None:
    curve = removal_curve(karate(), "random", runs=30)
    assert curve.order == ()
    assert curve.giant.value[0] == 1
    assert curve.giant.value[-1] == 0
    assert all(np.less_equal(curve.giant.low, curve.giant.value))
    assert all(np.less_equal(curve.giant.value, curve.giant.high))
    assert curve.area_low < curve.area < curve.area_high
    assert curve.area > removal_curve(karate(), "degree").area
    assert curve == removal_curve(karate(), "random", runs=30)
    assert curve != removal_curve(karate(), "random", runs=30, seed=8)


def test_the_order_of_building_a_network_does_not_matter() -> None:
    network = karate()
    turned = nx.Graph([(two, one) for one, two in reversed(list(network.edges))])
    for strategy in ("random", "degree", "betweenness"):
        assert removal_curve(network, strategy) == removal_curve(turned, strategy)


def test_a_network_of_one_and_one_without_ties() -> None:
    alone = removal_curve(nx.empty_graph(["Gotland"]), "betweenness", recompute=True)
    assert alone.giant.value == (1, 0)
    assert alone.area == 0
    apart = removal_curve(nx.empty_graph(["Gotland", "Halland"]))
    assert apart.giant.value == (1 / 2, 1 / 2, 0)
    assert apart.efficiency is not None
    assert apart.efficiency.value == (0, 0, 0)


def test_a_large_network_has_a_curve_without_efficiency() -> None:
    n = EFFICIENCY_LIMIT + 1
    network = nx.relabel_nodes(nx.star_graph(n - 1), lambda number: f"{number:05}")
    curve = removal_curve(network, "degree")
    assert curve.efficiency is None
    assert curve.giant.value[1] == 1 / n
    impact = removal_impact(network, ["00000"])
    assert impact.efficiency_after is None
    assert impact.pairs_disconnected == math.comb(n - 1, 2)


def test_one_removal_by_hand() -> None:
    impact = removal_impact(PATH, ["b"])
    assert (impact.components_before, impact.components_after) == (1, 2)
    assert (impact.giant_before, impact.giant_after) == (1, 3 / 4)
    assert (impact.pairs_disconnected, impact.cut_off) == (3, ("a",))
    # Distances among a, c, d, e through b: 2, 3, 4, 1, 2, 1; without b only c-d, c-e and d-e are left.
    assert impact.efficiency_before == pytest.approx((1 / 2 + 1 / 3 + 1 / 4 + 1 + 1 / 2 + 1) / 6)
    assert impact.efficiency_after == pytest.approx((1 + 1 / 2 + 1) / 6)


def test_who_is_cut_off() -> None:
    assert removal_impact(STAR, ["Robotdalen"]).cut_off == ("Arboga", "Köping", "Sala", "Västerås")
    assert removal_impact(PATH, ["c"]).cut_off == ("a", "b", "d", "e")  # halves of equal size: neither is the main one
    assert removal_impact(PATH, ["b", "d"]).cut_off == ("a", "c", "e")
    assert removal_impact(PATH, ["a", "b"]).cut_off == ()


def test_a_longer_way_round_is_a_loss_without_anybody_cut_off() -> None:
    # In a ring of four the two beside the one removed are two steps apart both ways; in a ring of five, two and three.
    four = removal_impact(nx.cycle_graph(["a", "b", "c", "d"]), ["a"])
    assert four.efficiency_before == pytest.approx(four.efficiency_after)
    five = removal_impact(nx.cycle_graph(["a", "b", "c", "d", "e"]), ["a"])
    assert five.efficiency_before == pytest.approx((3 + 3 / 2) / 6)
    assert five.efficiency_after == pytest.approx((3 + 2 / 2 + 1 / 3) / 6)
    assert (five.pairs_disconnected, five.cut_off) == (0, ())


def test_removing_nothing_and_removing_everything() -> None:
    network = nx.Graph([("ABB", "MDU"), ("MDU", "RISE"), ("Almi", "Connect")])
    nothing = removal_impact(network, [])
    assert (nothing.components_before, nothing.components_after) == (2, 2)
    assert nothing.giant_before == nothing.giant_after == 3 / 5
    assert nothing.efficiency_before == nothing.efficiency_after == pytest.approx(nx.global_efficiency(network))
    assert (nothing.pairs_disconnected, nothing.cut_off) == (0, ())
    everything = removal_impact(network, network.nodes)
    assert everything == RemovalImpact(("ABB", "Almi", "Connect", "MDU", "RISE"), 0, 0, 0, 0, 0, 0, 0, ())
    assert removal_impact(nx.Graph(), []) == RemovalImpact((), 0, 0, 0, 0, 0, 0, 0, ())


@pytest.mark.parametrize("network", [karate(), nx.les_miserables_graph(), nx.davis_southern_women_graph()])
def test_single_removals_are_what_networkx_finds_without_the_node(network: nx.Graph) -> None:
    impacts = single_removals(network)
    assert list(impacts) == sorted(network)
    cut_vertices = set(nx.articulation_points(network))
    for node, impact in impacts.items():
        left = network.subgraph(set(network) - {node})
        assert impact.components_after == nx.number_connected_components(left)
        assert impact.giant_after == pytest.approx(largest(left) / len(left))
        assert impact.efficiency_after == pytest.approx(nx.global_efficiency(left))
        assert bool(impact.cut_off) == bool(impact.pairs_disconnected) == (node in cut_vertices)
        assert impact == removal_impact(network, [node])


def test_who_is_alone_is_not_missed() -> None:
    network = nx.Graph([("ABB", "MDU")])
    network.add_node("Gotland")
    impact = single_removals(network)["Gotland"]
    assert (impact.components_before, impact.components_after) == (1, 1)
    assert impact.giant_before == impact.giant_after == 1
    assert single_removals(nx.Graph()) == {}


def test_slopes_by_hand() -> None:
    star = assortativity_slope(STAR)  # the points (4, 1) and four times (1, 4)
    assert (star.slope, star.intercept, star.r_squared, star.nodes) == pytest.approx((-1, 5, 1, 5))
    # Degrees 2, 1, 1 at ranks 1, 2, 3: x = 0, log 2, log 3 and y = log 2, 0, 0.
    two, three = math.log(2), math.log(3)
    path = hierarchy_slope(nx.path_graph(["a", "b", "c"]))
    assert path.slope == pytest.approx(-(two + three) / 3 * two / (two**2 + three**2 - (two + three) ** 2 / 3))
    equal = hierarchy_slope(nx.cycle_graph(["a", "b", "c", "d"]))
    assert (equal.slope, equal.intercept, equal.r_squared) == pytest.approx((0, two, 1))


def test_slopes_of_a_published_network_as_fitted_by_numpy() -> None:
    network = nx.les_miserables_graph()
    degrees = sorted((degree for _, degree in network.degree), reverse=True)
    hierarchy = np.polyfit(np.log(np.arange(1, len(degrees) + 1)), np.log(degrees), 1)
    ours = hierarchy_slope(network)
    assert (ours.slope, ours.intercept) == pytest.approx(tuple(hierarchy))
    around = nx.average_neighbor_degree(network)
    assortativity = np.polyfit([network.degree[node] for node in around], list(around.values()), 1)
    ours = assortativity_slope(network)
    assert (ours.slope, ours.intercept) == pytest.approx(tuple(assortativity))
    network.add_node("Gotland")
    assert assortativity_slope(network) == ours


@pytest.mark.parametrize(
    ("refused", "says"),
    [
        (lambda: removal_curve(nx.Graph()), "nothing to remove"),
        (lambda: removal_curve(STAR, "closeness"), "random, degree or betweenness"),  # type: ignore[arg-type]
        (lambda: removal_curve(STAR, runs=0), "at least one run"),
        (lambda: removal_curve(nx.DiGraph(STAR)), "without direction"),
        (lambda: removal_impact(STAR, ["Falun"]), "Falun is not in this network"),
        (lambda: single_removals(nx.MultiGraph(STAR)), "one layer"),
        (lambda: hierarchy_slope(nx.empty_graph(["a", "b"])), "two nodes with ties"),
        (lambda: assortativity_slope(nx.cycle_graph(["a", "b", "c"])), "not defined"),
        (lambda: assortativity_slope(nx.Graph()), "not defined"),
    ],
)
def test_what_has_no_value_is_refused_in_words(refused: Callable[[], object], says: str) -> None:
    with pytest.raises(MeasureError, match=says):
        refused()
