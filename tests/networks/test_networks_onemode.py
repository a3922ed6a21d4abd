"""One-mode projections by hand, against NetworkX, and between the two engines."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Literal

import networkx as nx
import pytest
from networkx.algorithms import bipartite

from styrkegraf import Graph
from styrkegraf.networks import onemode
from styrkegraf.networks.errors import NetworkError
from styrkegraf.networks.onemode import Method, one_mode
from styrkegraf.networks.project import network
from styrkegraf.networks.stack import stack

ENGINES: list[Literal["python", "scipy"]] = ["python", "scipy"]


def small() -> Any:
    """Four actors and three areas; Swelife supports none, and Studsvik alone supports railways.

    energi: Almi, Robotdalen, Studsvik (n = 3); livsmedel: Almi, Robotdalen (n = 2); jarnvag: Studsvik (n = 1)
    """
    made = nx.Graph(projection="actor-area", mode="two-mode")
    made.add_nodes_from(["Almi", "Robotdalen", "Studsvik", "Swelife"], bipartite=0, kind="Actor")
    made.add_nodes_from(["energi", "jarnvag", "livsmedel"], bipartite=1, kind="StrengthArea")
    sure = {"layer": "stated", "confidence": "high"}
    made.add_edge("Almi", "energi", **sure, evidence=("p:1",))
    made.add_edge("Robotdalen", "energi", layer="stated", confidence="low", evidence=("p:2",))
    made.add_edge("Studsvik", "energi", layer="curated", evidence=("p:3",))
    made.add_edge("Almi", "livsmedel", **sure, evidence=("p:1",))
    made.add_edge("Robotdalen", "livsmedel", layer="stated", confidence="medium", evidence=("p:4",))
    made.add_edge("Studsvik", "jarnvag", **sure, evidence=("p:5",))
    return made


# Almi and Robotdalen share both areas of each: newman 1/(3-1) + 1/(2-1), jaccard 2/2, overlap 2/2.
# Almi (or Robotdalen) and Studsvik share energi of 2 areas each, 3 in all: newman 1/2, jaccard 1/3, overlap 1/2.
EXPECTED: dict[Method, tuple[Fraction, Fraction]] = {
    "newman": (Fraction(3, 2), Fraction(1, 2)),
    "count": (Fraction(2), Fraction(1)),
    "jaccard": (Fraction(1), Fraction(1, 3)),
    "overlap": (Fraction(1), Fraction(1, 2)),
}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("method", EXPECTED)
def test_weights_by_hand(method: Method, engine: Literal["python", "scipy"]) -> None:
    made = one_mode(small(), 0, method, engine=engine)
    strong, weak = EXPECTED[method]
    assert sorted(made) == ["Almi", "Robotdalen", "Studsvik", "Swelife"]
    assert {(a, b): weight for a, b, weight in made.edges(data="weight")} == pytest.approx(
        {
            ("Almi", "Robotdalen"): float(strong),
            ("Almi", "Studsvik"): float(weak),
            ("Robotdalen", "Studsvik"): float(weak),
        }
    )


def test_newman_weights_of_a_node_add_up_to_what_it_shares() -> None:
    made = one_mode(small(), 0)
    assert made.degree("Almi", weight="weight") == pytest.approx(2)  # energi and livsmedel, both shared
    assert made.degree("Studsvik", weight="weight") == pytest.approx(1)  # only energi; nobody shares jarnvag
    assert made.degree("Swelife") == 0


def test_a_tie_keeps_what_it_goes_through_and_who_says_so() -> None:
    made = one_mode(small(), 0)
    both = made.edges["Almi", "Robotdalen"]
    assert both["via"] == ("energi", "livsmedel")
    assert both["evidence"] == ("p:1", "p:2", "p:4")
    assert (both["layer"], both["confidence"]) == ("stated", "medium")  # through livsmedel; through energi it is low
    assert both["relation"] == "actor-area"
    one = made.edges["Almi", "Studsvik"]
    assert (one["layer"], one["confidence"]) == ("curated", "high")  # curated is the weaker of the two ties
    assert made.nodes["Almi"] == {"kind": "Actor"}
    assert made.graph == {"projection": "actor-area", "mode": "one-mode", "method": "newman"}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("side", [0, 1])
def test_davis_southern_women_as_networkx_has_it(side: Literal[0, 1], engine: Literal["python", "scipy"]) -> None:
    women = nx.davis_southern_women_graph()
    nodes = [node for node, its in women.nodes(data="bipartite") if its == side]
    references: dict[Method, Any] = {
        "newman": bipartite.collaboration_weighted_projected_graph(women, nodes),
        "count": bipartite.weighted_projected_graph(women, nodes),
        "jaccard": bipartite.overlap_weighted_projected_graph(women, nodes, jaccard=True),
        "overlap": bipartite.overlap_weighted_projected_graph(women, nodes, jaccard=False),
    }
    for method, reference in references.items():
        made = one_mode(women, side, method, engine=engine)
        weights = {frozenset((a, b)): weight for a, b, weight in made.edges(data="weight")}
        expected = {frozenset((a, b)): weight for a, b, weight in reference.edges(data="weight")}
        assert weights == pytest.approx(expected)
        assert set(made) == set(reference)


def test_a_large_network_goes_to_scipy_and_keeps_weights_only(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "via" in one_mode(small(), 0).edges["Almi", "Studsvik"]
    monkeypatch.setattr(onemode, "MANY", 3)  # 3 pairs share energi, 1 shares livsmedel
    assert dict(one_mode(small(), 0).edges["Almi", "Studsvik"]) == {"weight": 0.5}
    assert "via" in one_mode(small(), 0, engine="python").edges["Almi", "Studsvik"]


@pytest.mark.parametrize("engine", ENGINES)
def test_empty_and_single(engine: Literal["python", "scipy"]) -> None:
    assert len(one_mode(nx.Graph(), 0, engine=engine)) == 0
    single = nx.Graph()
    single.add_node("Almi", bipartite=0)
    assert list(one_mode(single, 0, engine=engine)) == ["Almi"]
    assert list(one_mode(single, 1, engine=engine)) == []


def test_what_is_not_two_mode_is_refused() -> None:
    within = small()
    within.add_edge("Almi", "Swelife")
    with pytest.raises(NetworkError, match="Almi and Swelife lies within one side"):
        one_mode(within, 0)
    with pytest.raises(NetworkError, match="has no side"):
        one_mode(nx.karate_club_graph(), 0)
    with pytest.raises(NetworkError, match="undirected"):
        one_mode(nx.DiGraph(small()), 0)
    with pytest.raises(NetworkError, match="0 or 1"):
        one_mode(small(), 2)  # type: ignore[arg-type]
    with pytest.raises(NetworkError, match="newman, overlap, jaccard or count"):
        one_mode(small(), 0, "cosine")  # type: ignore[arg-type]
    with pytest.raises(NetworkError, match="auto, python or scipy"):
        one_mode(small(), 0, engine="igraph")  # type: ignore[arg-type]


def test_the_actors_of_the_food_area_are_all_tied(graph: Graph) -> None:
    """Nine actors stand under sustainable food supply, Agro Öst under nothing else: its eight ties weigh 1/8 each."""
    base = "https://w3id.org/styrkegraf/id/"
    made = one_mode(network(graph, "actor-area"), 0)
    found = made[f"{base}actor/agro-ost"]
    assert len(found) == 8
    assert {tie["weight"] for tie in found.values()} == {1 / 8}
    assert {tie["via"] for tie in found.values()} == {(f"{base}area/oms-livsmedel",)}


def test_counties_by_shared_theme_from_two_modes_are_those_of_the_rule(graph: Graph) -> None:
    """The rule leaves out ties of low confidence, and so does the projection at medium."""
    made = one_mode(network(graph, "region-theme", minimum="medium"), 0, "count")
    rule = network(graph, "region-region-shared-theme")
    weights = {frozenset((a, b)): weight for a, b, weight in made.edges(data="weight")}
    assert weights == {frozenset((a, b)): weight for a, b, weight in rule.edges(data="weight")}


def test_a_stack_keeps_its_layers_apart(graph: Graph) -> None:
    layers = {name: network(graph, f"region-region-{name}") for name in ("joint-area", "macro-region", "shared-actor")}
    made = stack(layers)
    assert made.graph["stacked"] == ("joint-area", "macro-region", "shared-actor")
    assert len(made) == 21
    assert made.number_of_edges() == sum(layer.number_of_edges() for layer in layers.values())
    base = "https://w3id.org/styrkegraf/id/county/"
    between = made.get_edge_data(base + "sodermanland", base + "vastmanland")
    assert {key: found["weight"] for key, found in between.items()} == {
        "joint-area": 4,
        "macro-region": 2,
        "shared-actor": 1,
    }
    for name, layer in layers.items():
        assert {frozenset((a, b)) for a, b, key in made.edges(keys=True) if key == name} == set(
            map(frozenset, layer.edges)
        )


def test_a_stack_takes_simple_networks_and_leaves_them_as_they_were() -> None:
    first, second = nx.Graph(), nx.Graph()
    first.add_node("Gotland", kind="County")
    second.add_node("Gotland", kind="Place", label_sv="Gotland")
    assert stack({"a": first, "b": second}).nodes["Gotland"] == {"kind": "County", "label_sv": "Gotland"}
    assert dict(first.nodes["Gotland"]) == {"kind": "County"}
    with pytest.raises(NetworkError, match="nothing to stack"):
        stack({})
    with pytest.raises(NetworkError, match="“b” is directed"):
        stack({"a": first, "b": nx.DiGraph()})
