"""Regional bridging: three components and their product, by hand, and the paths that they stand for."""

from __future__ import annotations

from itertools import combinations

import networkx as nx
import pytest

from styrkegraf.measures.bridging import RegionalBridging, regional_bridging, regional_network
from styrkegraf.measures.errors import MeasureError


@pytest.fixture
def regions() -> nx.Graph:
    network = nx.Graph()
    network.add_weighted_edges_from(
        [("Västmanland", "Örebro", 3), ("Västmanland", "Sörmland", 1), ("Västmanland", "Västmanland", 4)]
    )
    network.add_node("Gotland")
    network.add_edge("Dalarna", "Dalarna", weight=2)
    return network


def test_three_columns_by_hand(regions: nx.Graph) -> None:
    values = regional_bridging(regions)
    assert list(values) == ["Dalarna", "Gotland", "Sörmland", "Västmanland", "Örebro"]
    # 4 outer ties of 8; 1 − (9/16 + 1/16) = 3/8; 4 · 1/2 · 3/8 = 3/4.
    assert values["Västmanland"] == RegionalBridging(4, 1 / 2, 3 / 8, 3 / 4)
    assert values["Örebro"] == RegionalBridging(3, 1, 0, 0)  # one partner connects nobody
    assert values["Dalarna"] == RegionalBridging(0, 0, None, 0)  # looks inwards only
    assert values["Gotland"] == RegionalBridging(0, None, None, 0)


def test_the_product_is_the_expected_number_of_bridging_paths(regions: nx.Graph) -> None:
    # The ties of Västmanland (Örebro 3, Sörmland 1, within 4) are dealt over as many actors, 8. Two outer ties to
    # different regions meet in one actor with probability 1/8: 3 · 1 / 8 paths, half of the product.
    outer = {"Örebro": 3, "Sörmland": 1}
    expected = sum(outer[first] * outer[second] for first, second in combinations(outer, 2)) / 8
    assert regional_bridging(regions)["Västmanland"].bridging == pytest.approx(2 * expected)


def test_equal_partners_are_most_diverse() -> None:
    star = nx.star_graph(["Örebro", "Gotland", "Skåne", "Dalarna", "Halland"])
    centre = regional_bridging(star)["Örebro"]
    assert (centre.participation, centre.outward) == (4, 1)
    assert (centre.diversification, centre.bridging) == pytest.approx((3 / 4, 3))


def test_ties_between_actors_become_ties_between_regions() -> None:
    actors = nx.Graph()
    actors.add_edge("ABB", "Mälardalens universitet", weight=2.0)
    actors.add_edge("ABB", "Örebro universitet")
    actors.add_edge("Robotdalen", "Örebro universitet", weight=2.0)
    actors.add_edge("ABB", "Vinnova", weight=9.0)
    actors.add_node("Science Park Gotland")
    home = {
        "ABB": "Västmanland",
        "Mälardalens universitet": "Västmanland",
        "Robotdalen": "Västmanland",
        "Örebro universitet": "Örebro",
        "Science Park Gotland": "Gotland",
        "Jernkontoret": "Stockholm",
    }
    regions = regional_network(actors, home)
    assert sorted(regions) == ["Gotland", "Västmanland", "Örebro"]
    assert {(*sorted(pair), weight) for *pair, weight in regions.edges(data="weight")} == {
        ("Västmanland", "Västmanland", 2.0),
        ("Västmanland", "Örebro", 3.0),
    }
    assert regional_bridging(regions)["Västmanland"].outward == pytest.approx(3 / 5)


def test_parallel_and_directed_ties_add_up() -> None:
    stacked = nx.MultiGraph([("Örebro", "Gotland"), ("Örebro", "Gotland"), ("Örebro", "Skåne")])
    directed = nx.DiGraph([("Örebro", "Gotland"), ("Gotland", "Örebro"), ("Skåne", "Örebro")])
    for network in (stacked, directed):
        # 3 ties, shares 2/3 and 1/3: 1 − 5/9.
        assert regional_bridging(network)["Örebro"].diversification == pytest.approx(4 / 9)


@pytest.mark.filterwarnings("error")
def test_nothing_bridges_nothing() -> None:
    assert regional_bridging(nx.Graph()) == {}
    assert regional_network(nx.Graph(), {}).number_of_nodes() == 0
    alone = nx.Graph()
    alone.add_edge("Örebro", "Gotland", weight=0)
    assert regional_bridging(alone)["Örebro"] == RegionalBridging(0, None, None, 0)


@pytest.mark.parametrize("weight", [-1, float("nan"), float("inf")])
def test_a_weight_that_is_none_is_refused(weight: float) -> None:
    network = nx.Graph()
    network.add_edge("Örebro", "Gotland", weight=weight)
    with pytest.raises(MeasureError, match="Örebro and Gotland has the weight"):
        regional_bridging(network)
