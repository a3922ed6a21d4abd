"""How far two divisions into groups agree: values by hand, a second opinion, and what chance gives."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from measures.divisions import disagreements
from styrkegraf.measures.agreement import adjusted_rand, agreement, mutual_information
from styrkegraf.measures.errors import MeasureError

pytestmark = pytest.mark.filterwarnings("error")


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
