"""Alignment: what is declared, what is done, and what is done together."""

from __future__ import annotations

import networkx as nx
import pytest

from styrkegraf.measures.alignment import (
    CollaborationShare,
    areas_without_actors,
    collaboration_share,
    collaboration_shares,
    priorities_without_ties,
    share_in_priorities,
    ties_of_actors,
    ties_of_collaborations,
    ties_without_priority,
)


def two_mode(ties: dict[str, list[str]]) -> nx.Graph:
    network = nx.Graph()
    network.add_nodes_from(ties, bipartite=0)
    for left, rights in ties.items():
        network.add_nodes_from(rights, bipartite=1)
        network.add_edges_from((left, right) for right in rights)
    return network


@pytest.fixture
def priorities() -> nx.Graph:
    return two_mode({"Västmanland": ["energi", "robotik"], "Örebro": ["robotik", "livsmedel"], "Gotland": []})


@pytest.fixture
def area_theme() -> nx.Graph:
    return two_mode({"Energi (U)": ["energi"], "Robotik och AI (T)": ["robotik", "ai"], "Mat (T)": ["livsmedel"]})


@pytest.fixture
def actor_area() -> nx.Graph:
    return two_mode({"Robotdalen": ["Robotik och AI (T)", "Energi (U)"], "Almi": ["Energi (U)"]})


@pytest.fixture
def collaborations() -> nx.Graph:
    network = nx.Graph()
    network.add_edge("Västmanland", "Örebro", via=("Energi (U)", "Robotik och AI (T)"))
    network.add_edge("Västmanland", "Gotland", via=("livsmedel",))
    network.add_edge("Örebro", "Gotland")
    return network


def test_areas_without_actors(actor_area: nx.Graph) -> None:
    region_area = two_mode({"Örebro": ["Robotik och AI (T)", "Mat (T)"], "Västmanland": ["Energi (U)"], "Gotland": []})
    assert areas_without_actors(region_area, actor_area) == {"Gotland": (), "Västmanland": (), "Örebro": ("Mat (T)",)}
    actor_area.add_node("Mat (T)", bipartite=1)  # to be in the network is not to have an actor
    assert areas_without_actors(region_area, actor_area)["Örebro"] == ("Mat (T)",)
    assert areas_without_actors(region_area, nx.Graph())["Västmanland"] == ("Energi (U)",)


def test_what_actors_do_counts_where_they_are_at_home(actor_area: nx.Graph, area_theme: nx.Graph) -> None:
    ties = ties_of_actors(actor_area, area_theme, {"Robotdalen": ["Västmanland"]})
    # Robotdalen: Energi gives energi 1, Robotik och AI gives robotik ½ and ai ½. Almi has no home here.
    assert sorted(ties.edges(data="weight")) == [
        ("Västmanland", "ai", 0.5),
        ("Västmanland", "energi", 1.0),
        ("Västmanland", "robotik", 0.5),
    ]


def test_priorities_and_ties_are_compared_both_ways(
    actor_area: nx.Graph, area_theme: nx.Graph, priorities: nx.Graph
) -> None:
    ties = ties_of_actors(actor_area, area_theme, {"Robotdalen": ["Västmanland"], "Almi": ["Dalarna"]})
    assert priorities_without_ties(priorities, ties) == {
        "Dalarna": (),
        "Gotland": (),
        "Västmanland": (),
        "Örebro": ("livsmedel", "robotik"),
    }
    assert ties_without_priority(priorities, ties) == {
        "Dalarna": ("energi",),
        "Gotland": (),
        "Västmanland": ("ai",),
        "Örebro": (),
    }
    # Västmanland: 1 + ½ of 2; Almi's tie is outside any priority of Dalarna.
    assert share_in_priorities(priorities, ties) == {
        "Dalarna": 0,
        "Gotland": None,
        "Västmanland": pytest.approx(3 / 4),
        "Örebro": None,
    }


def test_an_actor_at_home_in_two_regions_counts_in_each(actor_area: nx.Graph, area_theme: nx.Graph) -> None:
    ties = ties_of_actors(actor_area, area_theme, {"Almi": ["Örebro", "Gotland"]})
    assert sorted(ties.edges(data="weight")) == [("Gotland", "energi", 1.0), ("Örebro", "energi", 1.0)]


def test_ties_of_collaborations(collaborations: nx.Graph, area_theme: nx.Graph) -> None:
    ties = ties_of_collaborations(collaborations, area_theme)
    weights = {(region, theme): weight for region, theme, weight in ties.edges(data="weight")}
    assert weights == {
        ("Västmanland", "energi"): 1,
        ("Västmanland", "robotik"): 0.5,
        ("Västmanland", "ai"): 0.5,
        ("Västmanland", "livsmedel"): 1,
        ("Örebro", "energi"): 1,
        ("Örebro", "robotik"): 0.5,
        ("Örebro", "ai"): 0.5,
        ("Gotland", "livsmedel"): 1,
    }


def test_the_share_of_collaborations_in_declared_areas(
    collaborations: nx.Graph, priorities: nx.Graph, area_theme: nx.Graph
) -> None:
    # Energi is Västmanland's only, robotik both's, livsmedel neither Västmanland's nor Gotland's; one tie says nothing.
    whole = collaboration_share(collaborations, priorities, area_theme)
    assert whole == CollaborationShare(both=1, one=1, neither=1, unknown=1)
    assert whole.share == pytest.approx(1 / 3)
    by_region = collaboration_shares(collaborations, priorities, area_theme)
    assert by_region == {
        "Gotland": CollaborationShare(both=0, one=0, neither=1, unknown=1),
        "Västmanland": CollaborationShare(both=1, one=1, neither=1, unknown=0),
        "Örebro": CollaborationShare(both=1, one=1, neither=0, unknown=1),
    }


def test_stacked_layers_count_one_by_one(priorities: nx.Graph, area_theme: nx.Graph) -> None:
    stacked = nx.MultiGraph()
    stacked.add_edge("Västmanland", "Örebro", key="joint area", via=("robotik",))
    stacked.add_edge("Västmanland", "Örebro", key="joint project", via=("robotik", "något annat"))
    assert collaboration_share(stacked, priorities, area_theme) == CollaborationShare(2, 0, 0, 1)


def test_nothing_is_aligned_with_nothing(priorities: nx.Graph, area_theme: nx.Graph) -> None:
    empty = nx.Graph()
    assert areas_without_actors(empty, empty) == {}
    assert priorities_without_ties(empty, empty) == ties_without_priority(empty, empty) == {}
    assert share_in_priorities(empty, empty) == {}
    assert collaboration_share(empty, priorities, area_theme).share is None
    assert collaboration_shares(empty, priorities, area_theme) == {}
    assert ties_of_actors(empty, area_theme, {}).number_of_nodes() == 0
    assert priorities_without_ties(priorities, empty)["Västmanland"] == ("energi", "robotik")
