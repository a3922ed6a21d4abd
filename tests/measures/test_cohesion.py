"""Cohesion: values worked out by hand, a second opinion on published networks, and input without an obvious value."""

from __future__ import annotations

import networkx as nx
import pytest

from measures.second import as_igraph
from styrkegraf.measures import cohesion
from styrkegraf.measures.errors import MeasureError

pytestmark = pytest.mark.filterwarnings("error")

REGION = {"ABB": "Västmanland", "MDU": "Västmanland", "Volvo": "Sörmland", "Scania": "Sörmland", "Almi": "Uppsala"}


def actors() -> nx.Graph:
    """A triangle, a tail, and one apart: ABB, MDU and Volvo; Volvo - Scania; Almi."""
    network = nx.Graph([("ABB", "MDU"), ("MDU", "Volvo"), ("Volvo", "ABB"), ("Volvo", "Scania")])
    network.add_node("Almi")
    return network


def supports() -> nx.Graph:
    """Three actors, three areas; ABB and MDU share Energi and Robotik, MDU and Volvo share Fordon."""
    network = nx.Graph()
    network.add_nodes_from(["ABB", "MDU", "Volvo"], bipartite=0)
    network.add_nodes_from(["Energi", "Fordon", "Robotik"], bipartite=1)
    network.add_edges_from([("ABB", "Energi"), ("ABB", "Robotik"), ("MDU", "Energi"), ("MDU", "Robotik")])
    network.add_edges_from([("MDU", "Fordon"), ("Volvo", "Fordon")])
    return network


# By hand


def test_components_come_largest_first() -> None:
    network = actors()
    network.add_edge("Sparbanken", "Connect")
    assert cohesion.components(network) == [["ABB", "MDU", "Scania", "Volvo"], ["Connect", "Sparbanken"], ["Almi"]]


def test_density_is_a_share_of_pairs() -> None:
    assert cohesion.density(actors()) == 4 / 10
    assert cohesion.two_mode_density(supports()) == 6 / 9


def test_articulation_points_and_bridges_are_where_it_falls_apart() -> None:
    assert cohesion.articulation_points(actors()) == ["Volvo"]
    assert cohesion.bridges(actors()) == [("Scania", "Volvo")]
    assert cohesion.articulation_points(supports()) == ["Fordon", "MDU"]
    assert cohesion.bridges(supports()) == [("Fordon", "MDU"), ("Fordon", "Volvo")]


def test_clustering_is_the_share_of_pairs_of_partners_that_are_tied() -> None:
    assert cohesion.clustering(actors()) == {"ABB": 1, "Almi": 0, "MDU": 1, "Scania": 0, "Volvo": 1 / 3}
    # One triangle; triples: 1 at ABB, 1 at MDU, 3 at Volvo.
    assert cohesion.transitivity(actors()) == 3 / 5


def test_two_mode_clustering_is_the_mean_overlap_with_those_met() -> None:
    found = cohesion.two_mode_clustering(supports())
    # ABB meets MDU: {E, R} in common of {E, F, R}. MDU meets ABB (2/3) and Volvo (1/3). Volvo meets MDU: 1/3.
    assert found["ABB"] == pytest.approx(2 / 3)
    assert found["MDU"] == pytest.approx(1 / 2)
    assert found["Volvo"] == pytest.approx(1 / 3)
    # Energi and Robotik have the same supporters: 1; with Fordon they share MDU of three: 1/3.
    assert found["Energi"] == pytest.approx((1 + 1 / 3) / 2)


def test_robins_alexander_clustering_counts_cycles_of_four() -> None:
    # One cycle. Paths of three ties by their middle: A-E 1, A-R 1, M-E 2, M-R 2, M-F 2, V-F 0: 8 in all.
    assert cohesion.robins_alexander_clustering(supports()) == 4 * 1 / 8


def test_ei_index_weighs_ties_between_groups_against_ties_within() -> None:
    found = cohesion.ei_index(actors(), REGION)
    # Within: ABB - MDU, Volvo - Scania. Between: MDU - Volvo, Volvo - ABB. Of the 10 pairs 2 are within.
    assert (found.external, found.internal, found.value) == (2, 2, 0)
    assert found.expected == (8 - 2) / 10


def test_ei_index_by_group_looks_from_each_region() -> None:
    network = actors()
    network["ABB"]["MDU"]["weight"] = 4
    found = cohesion.ei_index_by_group(network, REGION, weighted=True)
    assert list(found) == ["Sörmland", "Uppsala", "Västmanland"]
    assert (found["Västmanland"].external, found["Västmanland"].internal) == (2, 4)
    assert found["Västmanland"].value == (2 - 4) / 6
    # A member of Västmanland can be tied with 3 others elsewhere (6 pairs), and there is 1 pair within.
    assert found["Västmanland"].expected == (6 - 1) / 7
    assert found["Uppsala"].value == 0


def test_those_without_a_group_do_not_count() -> None:
    known = {actor: region for actor, region in REGION.items() if actor != "Volvo"}
    found = cohesion.ei_index(actors(), known)
    assert (found.external, found.internal) == (0, 1)
    with pytest.raises(MeasureError, match="None of the network's nodes has a group"):
        cohesion.ei_index(actors(), {"Robotdalen": "Västmanland"})


def test_inter_regional_share_reads_the_region_of_each_node() -> None:
    network = actors()
    nx.set_node_attributes(network, REGION, "region")
    assert cohesion.inter_regional_share(network) == 1 / 2
    network["MDU"]["Volvo"]["weight"] = 5
    assert cohesion.inter_regional_share(network, weighted=True) == 6 / 8


def test_a_share_of_no_ties_is_refused() -> None:
    network = nx.Graph()
    network.add_node("ABB", region="Västmanland")
    network.add_node("Volvo", region="Sörmland")
    with pytest.raises(MeasureError, match="No tie has a region at both ends"):
        cohesion.inter_regional_share(network)
    with pytest.raises(MeasureError, match="No tie has a region at both ends"):
        cohesion.inter_regional_share(nx.Graph())


def test_fragmentation_is_the_share_of_pairs_without_a_way() -> None:
    assert cohesion.fragmentation(actors()) == pytest.approx(4 / 10)  # Almi from four others
    # Four pairs one step apart, two (Scania - ABB, Scania - MDU) two steps: 4 + 2/2 = 5 of 10.
    assert cohesion.distance_fragmentation(actors()) == pytest.approx(1 - 5 / 10)


# Second opinions


@pytest.mark.parametrize("name", ["karate_club_graph", "davis_southern_women_graph", "les_miserables_graph"])
def test_igraph_finds_the_same(name: str) -> None:
    network = nx.relabel_nodes(getattr(nx, name)(), str)
    second, nodes = as_igraph(network), sorted(network)
    assert cohesion.density(network) == pytest.approx(second.density())
    assert cohesion.articulation_points(network) == sorted(nodes[point] for point in second.articulation_points())
    ends = [second.es[bridge].tuple for bridge in second.bridges()]
    assert cohesion.bridges(network) == sorted((nodes[min(pair)], nodes[max(pair)]) for pair in ends)
    assert cohesion.transitivity(network) == pytest.approx(second.transitivity_undirected(mode="zero"))
    local = second.transitivity_local_undirected(mode="zero")
    assert list(cohesion.clustering(network).values()) == pytest.approx(local)


def test_networkx_finds_the_same_two_mode_clustering_and_efficiency() -> None:
    network = nx.davis_southern_women_graph()
    assert cohesion.two_mode_clustering(network) == pytest.approx(nx.bipartite.clustering(network))
    expected = nx.bipartite.robins_alexander_clustering(network)
    assert cohesion.robins_alexander_clustering(network) == pytest.approx(expected)
    for published in (network, nx.les_miserables_graph()):
        assert cohesion.distance_fragmentation(published) == pytest.approx(1 - nx.global_efficiency(published))


# Input without an obvious value


@pytest.mark.parametrize("names", [[], ["Robotdalen"]])
def test_nothing_and_one_node_have_no_cohesion_and_no_lack_of_it(names: list[str]) -> None:
    network = nx.Graph()
    network.add_nodes_from(names, bipartite=0)
    assert cohesion.components(network) == [[name] for name in names]
    assert not cohesion.articulation_points(network)
    assert not cohesion.bridges(network)
    assert cohesion.clustering(network) == cohesion.two_mode_clustering(network) == dict.fromkeys(names, 0)
    for measure in (
        cohesion.density,
        cohesion.two_mode_density,
        cohesion.transitivity,
        cohesion.robins_alexander_clustering,
        cohesion.fragmentation,
        cohesion.distance_fragmentation,
    ):
        assert measure(network) == 0
    found = cohesion.ei_index(network, dict.fromkeys(names, "Västmanland"))
    assert (found.external, found.internal, found.value, found.expected) == (0, 0, 0, 0)


def test_a_network_without_ties_is_wholly_fragmented() -> None:
    network = nx.empty_graph(["ABB", "MDU", "Volvo"])
    assert cohesion.fragmentation(network) == cohesion.distance_fragmentation(network) == 1
    assert cohesion.density(network) == 0


def test_ties_of_a_node_to_itself_do_not_count() -> None:
    network = actors()
    network.add_edge("MDU", "MDU")
    assert cohesion.density(network) == 4 / 10
    assert cohesion.clustering(network) == cohesion.clustering(actors())
    assert cohesion.ei_index(network, REGION) == cohesion.ei_index(actors(), REGION)


def test_stacks_directed_networks_and_missing_modes_are_refused() -> None:
    with pytest.raises(MeasureError, match="one layer at a time"):
        cohesion.components(nx.MultiGraph(actors()))
    with pytest.raises(MeasureError, match="to_undirected"):
        cohesion.fragmentation(nx.DiGraph(actors()))
    with pytest.raises(MeasureError, match="two-mode projection"):
        cohesion.two_mode_density(actors())
    with pytest.raises(MeasureError, match="one layer at a time"):
        cohesion.ei_index(nx.MultiGraph(actors()), REGION)
