"""Brokerage: small networks by hand, published ones against NetworkX and igraph, and networks too poor for it."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import product
from typing import Any

import networkx as nx
import pytest

from styrkegraf.measures import brokerage
from styrkegraf.measures.brokerage import (
    Roles,
    brokerage_roles,
    brokerage_test,
    constraint,
    effective_size,
    redundancy,
)
from styrkegraf.measures.errors import MeasureError

pytestmark = pytest.mark.filterwarnings("error")

# Robotdalen is tied to three others, two of which are tied to each other.
KITE = [
    ("Robotdalen", "Västerås"),
    ("Robotdalen", "Eskilstuna"),
    ("Robotdalen", "Örebro"),
    ("Västerås", "Eskilstuna"),
]


def karate() -> nx.Graph:
    return nx.relabel_nodes(nx.karate_club_graph(), str)


def weighted(*ties: tuple[str, str, float]) -> nx.Graph:
    network = nx.Graph()
    network.add_weighted_edges_from(ties)
    return network


def test_constraint_by_hand() -> None:
    values = constraint(nx.Graph(KITE))
    # p = 1/3 each. Västerås: 1/3 + 1/3 · 1/2 = 1/2 through Eskilstuna; the same the other way; Örebro: 1/3.
    assert values["Robotdalen"] == pytest.approx(1 / 4 + 1 / 4 + 1 / 9)
    assert values["Örebro"] == pytest.approx(1)
    assert constraint(nx.complete_graph(["a", "b", "c"]))["a"] == pytest.approx(9 / 8)


def test_constraint_reads_the_strength_of_ties() -> None:
    network = weighted(("Robotdalen", "ABB", 3), ("Robotdalen", "MDU", 1))
    assert constraint(network)["Robotdalen"] == pytest.approx((3 / 4) ** 2 + (1 / 4) ** 2)
    assert constraint(network, weighted=False)["Robotdalen"] == pytest.approx(1 / 2)


def test_effective_size_by_hand() -> None:
    values = effective_size(nx.Graph(KITE))
    assert values["Robotdalen"] == pytest.approx(3 - 2 * 1 / 3)  # three contacts, one tie among them
    assert values["Örebro"] == pytest.approx(1)
    # Robotdalen's share to MDU 1/4, and ABB-MDU is 2/3 of ABB's strongest; share to ABB 3/4, and it is all of MDU's.
    network = weighted(("Robotdalen", "ABB", 3), ("Robotdalen", "MDU", 1), ("ABB", "MDU", 2))
    assert effective_size(network)["Robotdalen"] == pytest.approx(2 - 1 / 4 * 2 / 3 - 3 / 4 * 1)


@pytest.mark.parametrize("network", [karate(), nx.les_miserables_graph(), nx.florentine_families_graph()])
def test_structural_holes_of_published_networks_as_in_networkx(network: nx.Graph) -> None:
    assert constraint(network) == pytest.approx(nx.constraint(network, weight="weight"))
    assert constraint(network, weighted=False) == pytest.approx(nx.constraint(network))
    # With `nodes`, since NetworkX 3.6 divides by the wrong maximum when it takes all nodes at once.
    theirs = nx.effective_size(network, nodes=list(network), weight="weight")
    assert effective_size(network) == pytest.approx(theirs)
    assert effective_size(network, weighted=False) == pytest.approx(nx.effective_size(network))


@pytest.mark.parametrize("network", [karate(), nx.les_miserables_graph()])
def test_constraint_of_published_networks_as_in_igraph(network: nx.Graph) -> None:
    igraph: Any = pytest.importorskip("igraph")
    nodes = sorted(network)
    place = {node: at for at, node in enumerate(nodes)}
    ties = list(network.edges(data="weight"))
    same = igraph.Graph(len(nodes), [(place[one], place[other]) for one, other, _ in ties])
    theirs = same.constraint(weights=[float(weight) for _, _, weight in ties])
    assert constraint(network) == pytest.approx(dict(zip(nodes, theirs, strict=True)))


def test_large_networks_are_worked_on_in_pieces_with_the_same_result(monkeypatch: pytest.MonkeyPatch) -> None:
    network = nx.les_miserables_graph()
    groups = {node: len(node) % 3 for node in network}
    whole = constraint(network), effective_size(network), brokerage_roles(network, groups)
    monkeypatch.setattr(brokerage, "_BLOCK", 50)
    pieces = constraint(network), effective_size(network), brokerage_roles(network, groups)
    assert pieces[0] == pytest.approx(whole[0])
    assert pieces[1] == pytest.approx(whole[1])
    assert pieces[2] == whole[2]


def test_redundancy_by_hand() -> None:
    network = nx.Graph()
    network.add_nodes_from(["Robotdalen", "Automation Region", "Sustainable Steel"], bipartite=0)
    network.add_nodes_from(["Automation", "Energi", "Stål"], bipartite=1)
    network.add_edges_from(("Robotdalen", area) for area in ("Automation", "Energi", "Stål"))
    network.add_edges_from([("Automation Region", "Automation"), ("Automation Region", "Energi")])
    network.add_edge("Sustainable Steel", "Stål")
    values = redundancy(network)
    assert values["Robotdalen"] == pytest.approx(1 / 3)  # of three pairs, one is also joined by Automation Region
    assert values["Automation Region"] == 1
    assert values["Stål"] == 0  # nothing else joins Robotdalen and Sustainable Steel
    assert math.isnan(values["Sustainable Steel"])


def test_redundancy_of_the_southern_women_as_in_networkx() -> None:
    network = nx.davis_southern_women_graph()
    assert redundancy(network) == pytest.approx(nx.bipartite.node_redundancy(network))


@pytest.mark.parametrize(
    ("groups", "role"),
    [
        (("Dalarna", "Dalarna", "Dalarna"), "coordinator"),
        (("Dalarna", "Gävleborg", "Dalarna"), "itinerant"),
        (("Gävleborg", "Dalarna", "Dalarna"), "gatekeeper"),
        (("Dalarna", "Dalarna", "Gävleborg"), "representative"),
        (("Dalarna", "Gävleborg", "Värmland"), "liaison"),
    ],
)
def test_each_role_by_its_definition(groups: tuple[str, str, str], role: str) -> None:
    network = nx.DiGraph([("from", "broker"), ("broker", "to")])
    partition = dict(zip(("from", "broker", "to"), groups, strict=True))
    roles = brokerage_roles(network, partition)
    assert {name: getattr(roles["broker"], name) for name in Roles.__dataclass_fields__} == {
        name: float(name == role) for name in Roles.__dataclass_fields__
    }
    assert roles["from"].total == roles["to"].total == 0
    network.add_edge("from", "to")
    assert brokerage_roles(network, partition)["broker"].total == 0


def test_roles_without_directions_count_each_pair_both_ways() -> None:
    network = nx.star_graph(["hub", "x1", "x2", "y", "z"])
    partition = {"hub": "X", "x1": "X", "x2": "X", "y": "Y", "z": "Z"}
    # Of 4 · 3 ordered pairs: x1-x2 within the group, y-z between two others, and {x1, x2} × {y, z} across its border.
    assert brokerage_roles(network, partition)["hub"] == Roles(2, 0, 4, 4, 2)
    partition["z"] = "Y"
    assert brokerage_roles(network, partition)["hub"] == Roles(2, 2, 4, 4, 0)


def role_of(a: object, b: object, c: object) -> str:
    if a == b == c:
        return "coordinator"
    if a == c:
        return "itinerant"
    if b == c:
        return "gatekeeper"
    return "representative" if a == b else "liaison"


@pytest.mark.parametrize("directed", [True, False])
def test_roles_as_counted_one_triple_at_a_time(directed: bool) -> None:
    network = nx.relabel_nodes(nx.gnp_random_graph(18, 0.25, seed=3, directed=directed), str)
    network.add_edge("0", "0")
    partition = {node: int(node) % 4 for node in network}
    counted = {node: dict.fromkeys(Roles.__dataclass_fields__, 0.0) for node in network}
    for a, b, c in product(network, repeat=3):
        if len({a, b, c}) == 3 and network.has_edge(a, b) and network.has_edge(b, c) and not network.has_edge(a, c):
            counted[b][role_of(partition[a], partition[b], partition[c])] += 1
    assert brokerage_roles(network, partition) == {node: Roles(**counted[node]) for node in sorted(network)}


def test_roles_beside_groups_dealt_out_at_random() -> None:
    network = nx.star_graph(["hub", "x1", "x2", "y", "z"])
    partition = {"hub": "X", "x1": "X", "x2": "X", "y": "Y", "z": "Z"}
    hub = brokerage_test(network, partition, n=2000)["hub"]
    # 12 open paths. All three in X: 3/5 · 2/4 · 1/3 = 1/10 of the draws; all different: 3! · 3 · 1 · 1 / 60 = 3/10.
    assert hub.expected.coordinator == pytest.approx(12 / 10, abs=0.1)
    assert hub.expected.liaison == pytest.approx(36 / 10, abs=0.15)
    # 2 with probability 3/5 (hub in X), else 0: sd = 2 · sqrt(6/25).
    assert hub.z.coordinator == pytest.approx((2 - 1.2) / (2 * math.sqrt(6 / 25)), abs=0.1)
    assert hub.observed == brokerage_roles(network, partition)["hub"]


def test_a_broker_between_two_circles_stands_out_and_a_leaf_does_not() -> None:
    network = nx.Graph()
    west, east = [f"w{number}" for number in range(5)], [f"e{number}" for number in range(5)]
    nx.add_star(network, ["broker", *west, *east])
    partition = dict.fromkeys(west, "west") | dict.fromkeys(east, "east") | {"broker": "agency"}
    test = brokerage_test(network, partition)
    assert test["broker"].z.liaison > 2
    assert test["w0"].z == Roles(0, 0, 0, 0, 0)
    assert test == brokerage_test(network, partition)


def test_poor_networks() -> None:
    alone = nx.Graph()
    alone.add_node("Gotland", bipartite=0)
    assert math.isnan(constraint(alone)["Gotland"])
    assert effective_size(alone) == {"Gotland": 0}
    assert math.isnan(redundancy(alone)["Gotland"])
    assert brokerage_roles(alone, {"Gotland": 1}) == {"Gotland": Roles(0, 0, 0, 0, 0)}
    assert brokerage_test(alone, {"Gotland": 1})["Gotland"].z == Roles(0, 0, 0, 0, 0)
    empty = nx.Graph()
    assert constraint(empty) == effective_size(empty) == redundancy(empty) == {}
    assert brokerage_roles(empty, {}) == {}
    assert brokerage_test(empty, {}) == {}


def test_a_tie_to_oneself_does_not_count() -> None:
    network = nx.Graph([*KITE, ("Robotdalen", "Robotdalen")])
    assert constraint(network) == pytest.approx(constraint(nx.Graph(KITE)))
    assert effective_size(network) == pytest.approx(effective_size(nx.Graph(KITE)))


@pytest.mark.parametrize(
    ("refused", "says"),
    [
        (lambda: constraint(nx.DiGraph(KITE)), "without direction"),
        (lambda: effective_size(nx.MultiGraph(KITE)), "one layer"),
        (lambda: constraint(weighted(("ABB", "MDU", -1))), "above 0"),
        (lambda: redundancy(nx.Graph(KITE)), "two-mode"),
        (lambda: brokerage_roles(nx.Graph(KITE), {"Robotdalen": 1}), "Eskilstuna has no group"),
        (lambda: brokerage_roles(nx.MultiDiGraph(KITE), dict.fromkeys(nx.Graph(KITE), 1)), "one layer"),
        (lambda: brokerage_test(nx.Graph(KITE), {}, n=1), "at least 2"),
    ],
)
def test_what_has_no_value_is_refused_in_words(refused: Callable[[], object], says: str) -> None:
    with pytest.raises(MeasureError, match=says):
        refused()
