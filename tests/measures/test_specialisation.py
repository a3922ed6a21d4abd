"""Specialisation: the published reference matrix, fractions worked by hand, and what has no themes."""

from __future__ import annotations

from math import exp, log

import numpy as np
import pytest

from styrkegraf.measures.errors import MeasureError
from styrkegraf.measures.matrix import Matrix
from styrkegraf.measures.specialisation import (
    Method,
    average_relatedness,
    breadth,
    co_occurrence,
    entropy,
    location_quotients,
    portfolio_size,
    relatedness,
    relatedness_above,
    relatedness_density,
    specialised,
    ubiquity,
)

REGIONS = ("Västmanland", "Örebro", "Sörmland", "Gotland")
THEMES = ("energi", "robotik", "livsmedel", "hälsa")


@pytest.fixture
def matrix() -> Matrix:
    """The reference matrix of the probability index: the first region has everything."""
    return Matrix(REGIONS, THEMES, np.array([[1, 1, 1, 1], [0, 1, 0, 0], [0, 0, 1, 1], [0, 0, 0, 1]]))


@pytest.fixture
def amounts() -> Matrix:
    return Matrix(("Västmanland", "Örebro", "Gotland"), ("energi", "robotik"), np.array([[6, 2], [1, 3], [0, 0]]))


def nothing(rows: int, columns: int) -> Matrix:
    return Matrix(REGIONS[:rows], THEMES[:columns], np.zeros((rows, columns)))


def test_co_occurrences(matrix: Matrix) -> None:
    # robotik and hälsa meet in Västmanland only, livsmedel and hälsa in Västmanland and Sörmland.
    assert co_occurrence(matrix).values.tolist() == [[0, 1, 1, 1], [1, 0, 1, 1], [1, 1, 0, 2], [1, 1, 2, 0]]


@pytest.mark.parametrize(
    ("method", "first", "second", "expected"),
    [
        # S = (3, 3, 4, 4), T = 14.
        ("cosine", 2, 3, 2 / 4),  # 2 / √(4·4)
        ("cosine", 0, 1, 1 / 3),  # 1 / √(3·3)
        ("association", 0, 1, 14 / 9),  # 1·14 / (3·3) = 1.5556
        ("association", 2, 3, 28 / 16),  # 2·14 / (4·4) = 1.75
        ("association", 0, 2, 14 / 12),  # 1·14 / (3·4) = 1.1667
        ("probability", 0, 1, 11 / 9),  # 1 / (9/2 · 2/11) = 1.2222
        ("probability", 0, 2, 55 / 63),  # 1 / (12/2 · (1/11 + 1/10)) = 0.8730
        ("probability", 2, 3, 10 / 8),  # 2 / (16/2 · 2/10) = 1.25
        ("jaccard", 0, 1, 1 / 5),  # 1 / (3 + 3 − 1)
        ("jaccard", 2, 3, 2 / 6),  # 2 / (4 + 4 − 2)
    ],
)
def test_relatedness_has_the_reference_values(
    matrix: Matrix, method: Method, first: int, second: int, expected: float
) -> None:
    values = relatedness(matrix, method).values
    assert values[first, second] == pytest.approx(expected, rel=1e-12)
    assert np.allclose(values, values.T)
    assert not values.diagonal().any()


def test_relatedness_density_has_the_reference_values(matrix: Matrix) -> None:
    # Above 1 are only energi with robotik and livsmedel with hälsa.
    related = relatedness_above(relatedness(matrix), 1)
    assert related.values.tolist() == [[0, 1, 0, 0], [1, 0, 0, 0], [0, 0, 0, 1], [0, 0, 1, 0]]
    assert relatedness_density(matrix, related).values.tolist() == [
        [100, 100, 100, 100],
        [100, 0, 0, 0],
        [0, 0, 100, 100],
        [0, 0, 100, 0],
    ]


def test_relatedness_density_with_weights(matrix: Matrix) -> None:
    # Around energi for Gotland, which has hälsa: 55/63 of 11/9 + 55/63 + 55/63 = 187/63, so 55/187 = 5/17.
    density = relatedness_density(matrix, relatedness(matrix))
    assert density.values[3, 0] == pytest.approx(100 * 5 / 17)


def test_average_relatedness(matrix: Matrix) -> None:
    averages = average_relatedness(matrix, relatedness(matrix))
    assert averages["Sörmland"] == pytest.approx(5 / 4)  # its only pair, livsmedel with hälsa
    # 11/9 + 5/4 + 4·55/63 over six pairs, in 252nds: 308 + 315 + 880 = 1503.
    assert averages["Västmanland"] == pytest.approx(1503 / 252 / 6)
    assert averages["Örebro"] is None
    assert average_relatedness(matrix, relatedness_above(relatedness(matrix)))["Västmanland"] == pytest.approx(2 / 6)


def test_location_quotients(amounts: Matrix) -> None:
    # Shares: Västmanland 3/4, 1/4; Örebro 1/4, 3/4; all 7/12, 5/12.
    quotients = location_quotients(amounts).values
    assert quotients == pytest.approx(np.array([[9 / 7, 3 / 5], [3 / 7, 9 / 5], [0, 0]]))
    assert specialised(amounts).values.tolist() == [[1, 0], [0, 1], [0, 0]]


def test_an_average_region_is_specialised_in_what_all_have() -> None:
    even = Matrix(REGIONS[:3], THEMES[:3], np.full((3, 3), 0.1))
    assert specialised(even).values.all()
    assert not specialised(nothing(2, 2), threshold=0).values.any()


def test_breadth_and_ubiquity(matrix: Matrix) -> None:
    assert portfolio_size(matrix) == {"Västmanland": 4, "Örebro": 1, "Sörmland": 2, "Gotland": 1}
    assert ubiquity(matrix) == {"energi": 1, "robotik": 2, "livsmedel": 2, "hälsa": 3}
    for order in (0, 0.5, 1, 2):  # on zeros and ones every Hill number counts the themes
        assert breadth(matrix, order) == pytest.approx(portfolio_size(matrix))


def test_breadth_weighs_by_size(amounts: Matrix) -> None:
    # Västmanland: 3/4 and 1/4.
    entropy_of_quarters = 0.75 * log(4 / 3) + 0.25 * log(4)
    assert entropy(amounts) == pytest.approx(
        {"Västmanland": entropy_of_quarters, "Örebro": entropy_of_quarters, "Gotland": 0}
    )
    assert breadth(amounts, 0) == {"Västmanland": 2, "Örebro": 2, "Gotland": 0}
    assert breadth(amounts)["Västmanland"] == pytest.approx(exp(entropy_of_quarters))
    assert breadth(amounts, 2)["Västmanland"] == pytest.approx(8 / 5)  # 1 / (9/16 + 1/16)
    assert breadth(amounts, 1)["Gotland"] == 0
    assert breadth(amounts, 1 + 1e-7)["Örebro"] == pytest.approx(breadth(amounts)["Örebro"], rel=1e-5)


@pytest.mark.parametrize("order", [-1, float("inf"), float("nan")])
def test_an_order_that_is_none_is_refused(amounts: Matrix, order: float) -> None:
    with pytest.raises(MeasureError, match="order of a Hill number"):
        breadth(amounts, order)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(("rows", "columns"), [(0, 0), (1, 1), (0, 3), (3, 0), (2, 3)])
def test_without_ties_everything_is_nothing(rows: int, columns: int) -> None:
    empty = nothing(rows, columns)
    for method in ("probability", "association", "cosine", "jaccard"):
        related = relatedness(empty, method)
        assert related.values.shape == (columns, columns)
        assert not related.values.any()
        assert not relatedness_density(empty, related).values.any()
        assert set(average_relatedness(empty, related).values()) <= {None}
    assert not location_quotients(empty).values.any()
    assert set(breadth(empty).values()) | set(breadth(empty, 2).values()) | set(entropy(empty).values()) <= {0.0}


@pytest.mark.filterwarnings("error")
def test_a_single_region_with_a_single_theme() -> None:
    alone = Matrix(("Gotland",), ("energi",), np.array([[1.0]]))
    assert location_quotients(alone).values.tolist() == [[1]]
    assert relatedness(alone).values.tolist() == [[0]]
    assert relatedness_density(alone, relatedness(alone)).values.tolist() == [[0]]
    assert entropy(alone) == {"Gotland": 0}


def test_unknown_methods_and_foreign_relatedness_are_refused(matrix: Matrix, amounts: Matrix) -> None:
    with pytest.raises(MeasureError, match="“pearson” is no measure of relatedness; known are probability"):
        relatedness(matrix, "pearson")  # type: ignore[arg-type]
    with pytest.raises(MeasureError, match="not between the columns of this matrix"):
        relatedness_density(amounts, relatedness(matrix))
