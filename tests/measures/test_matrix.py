"""Matrices: a two-mode network as numbers, and what is no matrix."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest

from styrkegraf.measures.errors import MeasureError
from styrkegraf.measures.matrix import LARGEST, Matrix, matrix_of, ratio


@pytest.fixture
def network() -> nx.Graph:
    network = nx.Graph()
    network.add_nodes_from(["Örebro", "Västmanland", "Gotland"], bipartite=0)
    network.add_nodes_from(["robotik", "energi"], bipartite=1)
    network.add_edge("Västmanland", "energi", weight=4.0, confidence="high")
    network.add_edge("robotik", "Västmanland", weight=2.0, confidence="medium")
    network.add_edge("Örebro", "robotik", confidence="low")
    return network


def test_names_are_sorted_and_nodes_without_ties_stay(network: nx.Graph) -> None:
    matrix = matrix_of(network)
    assert matrix.rows == ("Gotland", "Västmanland", "Örebro")
    assert matrix.columns == ("energi", "robotik")
    assert matrix.values.tolist() == [[0, 0], [1, 1], [0, 1]]


def test_ties_count_by_confidence_or_by_weight(network: nx.Graph) -> None:
    assert matrix_of(network, weights="confidence").values.tolist() == [[0, 0], [1, 2 / 3], [0, 1 / 3]]
    assert matrix_of(network, weights="weight").values.tolist() == [[0, 0], [4, 2], [0, 1]]
    network.add_edge("Gotland", "energi")
    assert matrix_of(network, weights="confidence").values[0, 0] == 1


def test_the_other_side_as_rows_is_the_transposed(network: nx.Graph) -> None:
    assert matrix_of(network, rows=1).rows == ("energi", "robotik")
    assert np.array_equal(matrix_of(network, rows=1).values, matrix_of(network).transposed().values)


def test_davis_southern_women() -> None:
    davis = nx.davis_southern_women_graph()
    matrix = matrix_of(davis)
    assert matrix.values.shape == (18, 14)
    assert matrix.values.sum() == davis.number_of_edges() == 89
    assert matrix.values[matrix.row("Evelyn Jefferson")].sum() == davis.degree("Evelyn Jefferson") == 8


def test_an_empty_network_is_an_empty_matrix() -> None:
    assert matrix_of(nx.Graph()).values.shape == (0, 0)


def test_what_is_not_two_mode_is_refused(network: nx.Graph) -> None:
    within = network.copy()
    within.add_edge("Örebro", "Gotland")
    with pytest.raises(
        MeasureError, match=r"The tie between (Örebro and Gotland|Gotland and Örebro) stays on one side"
    ):
        matrix_of(within)
    network.add_node("Visby")
    with pytest.raises(MeasureError, match="Visby is on neither side"):
        matrix_of(network)
    with pytest.raises(MeasureError, match="parallel ties"):
        matrix_of(nx.MultiGraph())


def test_an_unknown_confidence_is_refused(network: nx.Graph) -> None:
    network.edges["Örebro", "robotik"]["confidence"] = "säker"
    with pytest.raises(MeasureError, match="“säker” is no confidence; known are high, medium, low"):
        matrix_of(network, weights="confidence")


def test_a_matrix_too_large_for_memory_is_refused_before_it_is_made() -> None:
    network = nx.Graph()
    network.add_nodes_from((f"actor{number}" for number in range(LARGEST // 5_000 + 1)), bipartite=0)
    network.add_nodes_from((f"project{number}" for number in range(5_000)), bipartite=1)
    with pytest.raises(MeasureError, match="10,001 × 5,000 is too large"):
        matrix_of(network)


@pytest.mark.parametrize(
    ("rows", "values", "message"),
    [
        (("Örebro",), [[1.0], [0.0]], r"1 names of rows and 1 of columns cannot hold values of shape \(2, 1\)"),
        (("Örebro", "Örebro"), [[1.0], [0.0]], "Two rows of a matrix have the same name"),
        (("Örebro",), [[-1.0]], "negative, infinite or missing"),
        (("Örebro",), [[float("nan")]], "negative, infinite or missing"),
    ],
)
def test_what_is_no_matrix_is_refused(rows: tuple[str, ...], values: list[list[float]], message: str) -> None:
    with pytest.raises(MeasureError, match=message):
        Matrix(rows, ("energi",), np.array(values))


def test_an_unknown_name_is_said() -> None:
    matrix = Matrix(("Örebro",), ("energi",), np.array([[1.0]]))
    with pytest.raises(MeasureError, match="no row “Atlantis”"):
        matrix.row("Atlantis")
    with pytest.raises(MeasureError, match="no column “magi”"):
        matrix.column("magi")


def test_the_values_are_a_read_only_copy() -> None:
    values = np.array([[1.0]])
    matrix = Matrix(("Örebro",), ("energi",), values)
    values[0, 0] = 5
    assert matrix.values[0, 0] == 1
    with pytest.raises(ValueError, match="read-only"):
        matrix.values[0, 0] = 2


def test_a_ratio_over_nothing_is_nothing() -> None:
    assert ratio(np.array([[1.0, 2.0]]), np.array([0.0, 4.0])).tolist() == [[0, 0.5]]
