"""Uncertainty: null models that keep what they promise, known z-scores, intervals, ranges and rankings with ties."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable
from itertools import combinations

import networkx as nx
import numpy as np
import pytest

from styrkegraf.measures.errors import MeasureError
from styrkegraf.measures.nulls import Null, null_networks
from styrkegraf.measures.uncertainty import (
    ConfidenceRange,
    Interval,
    Minimum,
    bootstrap_interval,
    confidence_range,
    null_test,
    permutation_z,
    rank_with_ties,
    ranking,
)

pytestmark = pytest.mark.filterwarnings("error")

STAR = nx.star_graph(["hub", *"abcdefghi"])


def karate() -> nx.Graph:
    return nx.relabel_nodes(nx.karate_club_graph(), str)


def degree(network: nx.Graph) -> dict[str, float]:
    return dict(network.degree)


def strength(network: nx.Graph) -> dict[str, float]:
    return dict(network.degree(weight="weight"))


def test_exchanged_ties_keep_every_degree_and_every_weight() -> None:
    network = karate()
    drawn = list(null_networks(network, n=5))
    for sample in drawn:
        assert degree(sample) == degree(network)
        assert nx.number_of_selfloops(sample) == 0
        assert sample.nodes["0"] == network.nodes["0"]
        assert Counter(w for *_, w in sample.edges(data="weight")) == Counter(
            w for *_, w in network.edges(data="weight")
        )
    assert len({frozenset(map(frozenset, sample.edges)) for sample in drawn}) == 5


def test_a_two_mode_network_stays_two_mode() -> None:
    network = nx.davis_southern_women_graph()
    mode = dict(network.nodes(data="bipartite"))
    nulls: tuple[Null, ...] = ("degree-preserving", "edges")
    for null in nulls:
        for sample in null_networks(network, null, n=5):
            assert sample.number_of_edges() == network.number_of_edges()
            assert all(mode[one] != mode[other] for one, other in sample.edges)
            assert (degree(sample) == degree(network)) == (null == "degree-preserving")


def test_a_directed_network_keeps_both_its_degrees() -> None:
    network = nx.relabel_nodes(nx.gnp_random_graph(20, 0.2, seed=1, directed=True), str)
    for sample in null_networks(network, n=5):
        assert dict(sample.in_degree) == dict(network.in_degree)
        assert dict(sample.out_degree) == dict(network.out_degree)
        assert set(sample.edges) != set(network.edges)
    for sample in null_networks(network, "edges", n=5):
        assert sample.number_of_edges() == network.number_of_edges()
        assert all(one != other for one, other in sample.edges)


def test_every_network_with_these_degrees_is_equally_likely() -> None:
    network = nx.path_graph(["a", "b", "c", "d", "e"])
    possible = {
        frozenset(map(frozenset, ties))
        for ties in combinations(combinations("abcde", 2), 4)
        if Counter(end for tie in ties for end in tie) == degree(network)
    }
    found = Counter(frozenset(map(frozenset, sample.edges)) for sample in null_networks(network, n=2100))
    assert set(found) == possible
    assert len(possible) == 7  # a path in six orders of b, c and d, and a-e beside the triangle b-c-d
    assert all(count == pytest.approx(300, abs=65) for count in found.values())


def test_two_ties_that_can_only_change_places_are_found_in_both() -> None:
    network = nx.Graph([("ABB", "Energi"), ("MDU", "Hälsa")])
    nx.set_node_attributes(network, {"ABB": 0, "MDU": 0, "Energi": 1, "Hälsa": 1}, "bipartite")
    changed = sum(sample.has_edge("ABB", "Hälsa") for sample in null_networks(network, n=400))
    assert changed == pytest.approx(200, abs=40)


def test_every_pair_is_equally_likely_to_be_tied() -> None:
    network = nx.path_graph(["a", "b", "c", "d", "e"])  # 4 ties on 10 pairs
    found = Counter(frozenset(tie) for sample in null_networks(network, "edges", n=2500) for tie in sample.edges)
    assert len(found) == 10
    assert all(count == pytest.approx(1000, abs=90) for count in found.values())


def test_ties_to_oneself_stay_and_a_full_network_has_one_form() -> None:
    network = nx.complete_graph(["a", "b", "c", "d"])
    network.add_edge("a", "a")
    nulls: tuple[Null, ...] = ("degree-preserving", "edges")
    for null in nulls:
        for sample in null_networks(network, null, n=3):
            assert set(map(frozenset, sample.edges)) == set(map(frozenset, network.edges))


def test_the_centre_of_a_star_against_ties_placed_at_random() -> None:
    # Nine ties on 45 pairs, nine of which have the hub: hypergeometric with mean 9 · 1/5 and
    # variance 9 · 1/5 · 4/5 · (45 - 9) / (45 - 1).
    hub = permutation_z(degree, STAR, "edges", n=2000)["hub"]
    sd = math.sqrt(9 * 1 / 5 * 4 / 5 * 36 / 44)
    assert hub.expected == pytest.approx(9 / 5, abs=0.08)
    assert hub.sd == pytest.approx(sd, abs=0.08)
    assert hub.z == pytest.approx((9 - 9 / 5) / sd, abs=0.5)
    assert hub.p == pytest.approx(1 / 2001)


def test_a_star_has_no_other_form_with_the_same_degrees() -> None:
    hub = permutation_z(nx.betweenness_centrality, STAR)["hub"]
    assert (hub.observed, hub.expected, hub.sd, hub.z, hub.p) == pytest.approx((1, 1, 0, 0, 1))


def test_a_closed_circle_has_more_triangles_than_its_degrees_explain() -> None:
    circles = nx.disjoint_union(nx.complete_graph(6), nx.complete_graph(6))
    network = nx.relabel_nodes(nx.compose(circles, nx.Graph([(5, 6)])), str)
    test = permutation_z(lambda sample: {"transitivity": nx.transitivity(sample)}, network)["transitivity"]
    assert test.z > 3
    assert test.p == pytest.approx(1 / 201)
    assert test == permutation_z(lambda sample: {"transitivity": nx.transitivity(sample)}, network)["transitivity"]


def test_a_value_beside_its_samples() -> None:
    test = null_test(5.0, np.array([1.0, 2.0, 3.0, math.nan]))  # mean 2, variance 2/3; none of three is as far
    assert (test.expected, test.z, test.p) == pytest.approx((2, 3 / math.sqrt(2 / 3), 1 / 4))
    assert null_test(2.0, np.array([2.0, 2.0])).z == 0
    assert math.isnan(null_test(3.0, np.array([2.0, 2.0])).z)
    assert math.isnan(null_test(math.nan, np.array([1.0, 2.0])).z)
    assert math.isnan(null_test(1.0, np.array([math.nan])).p)


def test_ties_drawn_anew() -> None:
    intervals = bootstrap_interval(strength, STAR, n=1000)
    assert intervals["hub"] == Interval(9, 9, 9, 0)  # nine ties are drawn, and all of them are the hub's
    # A leaf's tie is drawn k times with k binomial(9, 1/9): 0 in 35 %, 4 or more in 2 % of the resamples.
    assert intervals["a"].bias == pytest.approx(0, abs=0.1)
    assert intervals["a"].low == pytest.approx(0, abs=0.1)
    assert intervals["a"].high == pytest.approx(3, abs=0.1)


def test_a_count_of_ties_is_moved_back_by_what_the_resamples_miss() -> None:
    hub = bootstrap_interval(degree, STAR, n=1000)["hub"]
    assert hub.bias == pytest.approx(-9 * (8 / 9) ** 9, abs=0.15)  # each tie is missed with probability (8/9)^9
    assert (hub.low, hub.high) == pytest.approx((9 - 2, 9 + 2), abs=0.15)  # four to eight leaves, moved by 3.12


def test_passages_drawn_anew() -> None:
    network = nx.Graph()
    network.add_edge("Robotdalen", "Automation", weight=2.0, evidence=("plan#1",))
    network.add_edge("Robotdalen", "Energi", weight=2.0, evidence=("plan#2",))
    network.add_edge("Robotdalen", "Hälsa", weight=2.0, evidence=("plan#1", "plan#2"))
    intervals = bootstrap_interval(strength, network, "passages")
    # Two draws from two passages: 2k + 2(2 - k) + 2 · 2/2, whatever k is.
    assert intervals["Robotdalen"] == Interval(6, 6, 6, 0)
    assert intervals["Hälsa"] == Interval(2, 2, 2, 0)
    assert intervals["Energi"].low == pytest.approx(0, abs=0.3)
    assert intervals["Energi"].high == pytest.approx(4, abs=0.3)
    assert intervals == bootstrap_interval(strength, network, "passages")
    network.add_edge("Robotdalen", "Livsmedel")  # rests on no passage: drawn as if on one of its own
    assert bootstrap_interval(strength, network, "passages")["Livsmedel"].high > 1


def test_an_interval_holds_its_value() -> None:
    network = karate()
    for measure in (degree, strength, nx.betweenness_centrality, nx.clustering):
        for interval in bootstrap_interval(measure, network, n=40).values():
            assert interval.low <= interval.value <= interval.high


def test_a_share_stays_a_share() -> None:
    for measure in (nx.betweenness_centrality, nx.clustering):
        intervals = bootstrap_interval(measure, karate(), n=40)
        assert all(0 <= interval.low <= interval.high <= 1 for interval in intervals.values())
    below = bootstrap_interval(lambda network: {node: -count for node, count in network.degree}, STAR)
    assert below["hub"].low < -9  # what can be negative is moved freely


def test_networks_without_ties_or_nodes() -> None:
    alone = nx.empty_graph(["Gotland"])
    assert permutation_z(degree, alone)["Gotland"].z == 0
    assert permutation_z(degree, alone, "edges")["Gotland"].z == 0
    assert bootstrap_interval(degree, alone)["Gotland"] == Interval(0, 0, 0, 0)
    assert permutation_z(degree, nx.Graph()) == {}
    assert bootstrap_interval(degree, nx.Graph()) == {}


def test_the_range_over_confidence_levels() -> None:
    confidence = {"Automation": "high", "Energi": "medium", "Hälsa": "low"}
    levels = ["low", "medium", "high"]

    def build(minimum: Minimum) -> nx.Graph:
        kept = [area for area, level in confidence.items() if levels.index(level) >= levels.index(minimum)]
        return nx.Graph([("Robotdalen", area) for area in kept])

    ranges = confidence_range(build, degree)
    assert ranges["Robotdalen"] == ConfidenceRange(3, 2, 1)
    assert (ranges["Robotdalen"].low, ranges["Robotdalen"].high) == (1, 3)
    assert ranges["Energi"] == ConfidenceRange(1, 1, None)
    assert (ranges["Energi"].low, ranges["Energi"].high) == (1, 1)
    assert math.isnan(ConfidenceRange(None, math.nan, None).low)


def test_equal_values_share_a_place() -> None:
    ranks = rank_with_ties({"Skåne": 4.0, "Dalarna": 0.1 + 0.2, "Blekinge": 0.3, "Kalmar": 0.0, "Gotland": math.nan})
    assert [(rank.node, rank.place, rank.tied) for rank in ranks] == [
        ("Skåne", 1, False),
        ("Blekinge", 2, True),
        ("Dalarna", 2, True),
        ("Kalmar", 4, False),
    ]
    assert [rank.node for rank in rank_with_ties({"Skåne": 4, "Kalmar": 0, "Halland": 2}, ascending=True)] == [
        "Kalmar",
        "Halland",
        "Skåne",
    ]
    assert rank_with_ties({}) == []


def test_near_values_do_not_tie_a_whole_chain_together() -> None:
    values = {"a": 1.0, "b": 0.75, "c": 0.5, "d": 0.25}
    assert [(rank.node, rank.place) for rank in rank_with_ties(values, 0.3)] == [("a", 1), ("b", 1), ("c", 3), ("d", 3)]


def test_a_ranking_says_which_places_are_open() -> None:
    values = {"Skåne": 9.0, "Halland": 5.0, "Kalmar": 4.0, "Gotland": 1.0}
    bounds = {"Skåne": (8, 10), "Halland": (3, 6), "Kalmar": (2, 5), "Gotland": (0, 2.5)}
    intervals = {node: Interval(values[node], low, high, 0) for node, (low, high) in bounds.items()}
    lines = {line.node: line for line in ranking(values, intervals=intervals)}
    assert {node: (line.place, line.best, line.worst) for node, line in lines.items()} == {
        "Skåne": (1, 1, 1),
        "Halland": (2, 2, 3),
        "Kalmar": (3, 2, 4),
        "Gotland": (4, 3, 4),
    }
    assert (lines["Kalmar"].low, lines["Kalmar"].high, lines["Kalmar"].z) == (2, 5, None)
    upwards = {line.node: line for line in ranking(values, intervals=intervals, ascending=True)}
    assert (upwards["Gotland"].place, upwards["Gotland"].best, upwards["Gotland"].worst) == (1, 1, 2)
    assert upwards["Skåne"].best == upwards["Skåne"].worst == 4


def test_a_ranking_by_tests_alone_leaves_intervals_open() -> None:
    network = karate()
    lines = ranking(degree(network), tests=permutation_z(degree, network, "edges"))
    assert [line.node for line in lines[:3]] == ["33", "0", "32"]  # 17, 16 and 12 ties
    assert lines[0].z is not None
    assert lines[0].z > 5
    assert (lines[0].low, lines[0].best) == (None, None)
    assert ranking({}, tests={}) == []
    assert ranking({}, intervals={}) == []


def test_places_allow_for_the_place_itself() -> None:
    network = karate()
    values = degree(network)
    for line in ranking(values, intervals=bootstrap_interval(degree, network, n=50)):
        assert line.best is not None
        assert line.worst is not None
        assert line.best <= line.place <= line.worst


@pytest.mark.parametrize(
    ("refused", "says"),
    [
        (lambda: ranking({"Skåne": 1.0}), "needs its uncertainty"),
        (lambda: ranking({"Skåne": 1.0}, intervals={}), "Skåne is ranked"),
        (lambda: permutation_z(degree, STAR, n=1), "at least 2"),
        (lambda: permutation_z(degree, STAR, "small world"), "degree-preserving or edges"),  # type: ignore[arg-type]
        (lambda: permutation_z(degree, nx.MultiGraph(STAR)), "one layer"),
        (lambda: bootstrap_interval(degree, nx.MultiGraph(STAR)), "one layer"),
        (lambda: bootstrap_interval(degree, STAR, level=95), "between 0 and 1"),
    ],
)
def test_what_has_no_value_is_refused_in_words(refused: Callable[[], object], says: str) -> None:
    with pytest.raises(MeasureError, match=says):
        refused()


def test_a_two_mode_network_with_a_tie_within_a_mode_is_refused() -> None:
    network = nx.Graph()
    network.add_nodes_from(["ABB", "MDU"], bipartite=0)
    network.add_edge("ABB", "MDU")
    with pytest.raises(MeasureError, match="within a mode"):
        next(null_networks(network))
