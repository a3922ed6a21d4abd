"""Nestedness: the example of its paper, a definition spelt out, and a null model that keeps both sums."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import networkx as nx
import numpy as np
import pytest

from styrkegraf.measures.errors import MeasureError
from styrkegraf.measures.matrix import Matrix, Values, matrix_of
from styrkegraf.measures.nestedness import against_null, nested_order, nestedness_scores, nodf, null_matrices
from styrkegraf.measures.specialisation import portfolio_size


def matrix(values: list[list[int]]) -> Matrix:
    rows, columns = len(values), len(values[0])
    return Matrix(tuple(f"r{at}" for at in range(rows)), tuple(f"t{at}" for at in range(columns)), np.array(values))


@pytest.fixture
def davis() -> Matrix:
    return matrix_of(nx.davis_southern_women_graph())


def spelt_out(values: Values) -> list[float]:
    """The paired nestedness of every pair of rows, from sets and in the order of the definition."""
    portfolios = sorted((frozenset(np.flatnonzero(row).tolist()) for row in values), key=len, reverse=True)
    return [
        100 * len(upper & lower) / len(lower) if len(upper) > len(lower) > 0 else 0.0
        for upper, lower in combinations(portfolios, 2)
    ]


def test_the_example_of_the_paper() -> None:
    # Almeida-Neto et al. (2008): rows 53.33, columns 63.33, matrix 58.33.
    value = nodf(matrix([[1, 0, 1, 1, 1], [1, 1, 1, 0, 0], [0, 1, 1, 1, 0], [1, 1, 0, 0, 0], [1, 1, 0, 0, 0]]))
    assert (value.rows, value.columns, value.matrix) == pytest.approx((160 / 3, 190 / 3, 175 / 3))


def test_an_example_by_hand() -> None:
    # Rows of 4, 2, 1, 1: full pairs 400 of 600. Columns of 3, 2, 2, 1: 50 + 100·4 = 450 of 600.
    value = nodf(matrix([[1, 1, 1, 1], [0, 1, 0, 0], [0, 0, 1, 1], [0, 0, 0, 1]]))
    assert (value.rows, value.columns, value.matrix) == pytest.approx((400 / 6, 450 / 6, 850 / 12))


def test_davis_agrees_with_the_definition_spelt_out(davis: Matrix) -> None:
    rows, columns = spelt_out(davis.values), spelt_out(davis.values.T)
    value = nodf(davis)
    assert value.rows == pytest.approx(sum(rows) / len(rows))
    assert value.columns == pytest.approx(sum(columns) / len(columns))
    assert value.matrix == pytest.approx(sum(rows + columns) / len(rows + columns))


def test_extremes() -> None:
    assert nodf(matrix([[1, 1, 1], [1, 1, 0], [1, 0, 0]])).matrix == 100
    assert nodf(matrix([[1, 0, 0], [0, 1, 0], [0, 0, 1]])).matrix == 0
    assert nodf(matrix([[1, 1], [1, 1]])).matrix == 0  # equally broad is not nested
    assert nodf(matrix([[0, 0], [0, 0]])).matrix == 0
    assert nodf(matrix([[1, 1], [0, 0]])).rows == 0  # an empty portfolio is no excerpt


@pytest.mark.parametrize("values", [[[1, 1, 0]], [[1], [0]]])
def test_one_row_or_column_has_nothing_to_be_compared_with(values: list[list[int]]) -> None:
    with pytest.raises(MeasureError, match="needs two of each"):
        nodf(matrix(values))


def test_the_order_packs_the_corner_and_changes_no_value() -> None:
    shuffled = Matrix(
        ("Gotland", "Örebro", "Västmanland"), ("a", "b", "c"), np.array([[0, 0, 1], [0, 2, 1], [1, 1, 1]])
    )
    packed = nested_order(shuffled)
    assert packed.rows == ("Västmanland", "Örebro", "Gotland")
    assert packed.columns == ("c", "b", "a")
    assert packed.values.tolist() == [[1, 1, 1], [1, 2, 0], [1, 0, 0]]
    assert nodf(packed) == nodf(shuffled)


def test_equal_rows_are_ordered_by_name() -> None:
    equal = Matrix(("Örebro", "Gotland"), ("b", "a"), np.eye(2))
    assert (nested_order(equal).rows, nested_order(equal).columns) == (("Gotland", "Örebro"), ("a", "b"))


def test_null_matrices_keep_both_sums_and_differ(davis: Matrix) -> None:
    drawn = list(null_matrices(davis, draws=20))
    for null in drawn:
        assert np.array_equal(null.values.sum(axis=0), davis.values.sum(axis=0))
        assert np.array_equal(null.values.sum(axis=1), davis.values.sum(axis=1))
        assert set(np.unique(null.values)) == {0, 1}
    assert len({null.values.tobytes() for null in (davis, *drawn)}) == 21


def test_the_same_seed_gives_the_same_matrices(davis: Matrix) -> None:
    def first(seed: int) -> bytes:
        return next(null_matrices(davis, draws=1, seed=seed)).values.tobytes()

    assert first(7) == first(7) != first(8)


def test_every_matrix_with_these_sums_is_equally_likely() -> None:
    # Sums 2, 1, 1 of rows and of columns allow five matrices; 2,000 draws give each 400 ± 18.
    start = matrix([[1, 1, 0], [1, 0, 0], [0, 0, 1]])
    counts = Counter(null.values.tobytes() for null in null_matrices(start, draws=2000))
    assert len(counts) == 5
    assert all(abs(count - 400) < 4 * 18 for count in counts.values())


def test_two_rows_deal_out_everything_that_differs() -> None:
    # Three of six columns each: 6 over 3 is 20 ways.
    start = matrix([[1, 1, 1, 0, 0, 0, 1], [0, 0, 0, 1, 1, 1, 1]])
    drawn = {null.values.tobytes(): null for null in null_matrices(start, draws=400)}
    assert len(drawn) == 20
    assert all(null.values[:, 6].all() for null in drawn.values())


def test_where_no_other_matrix_has_these_sums_there_is_no_chance() -> None:
    only = nestedness_scores(matrix([[int(column < 5 - row) for column in range(5)] for row in range(5)]))["matrix"]
    assert (only.observed, only.mean, only.deviation, only.z) == (100, 100, 0, None)
    assert only.p_high == only.p_low == 1


def test_more_and_less_nested_than_chance() -> None:
    # Two groups of regions, each perfectly nested in themes of its own.
    steps = [[int(column < 5 - row) for column in range(5)] for row in range(5)]
    more = nestedness_scores(matrix([row + [0] * 5 for row in steps] + [[0] * 5 + row for row in steps]))["matrix"]
    # Four broad portfolios, and six narrow ones that avoid every theme of theirs.
    narrow = [[0, 0, 0, 0, *pair] for pair in ([1, 1, 0, 0], [0, 0, 1, 1], [1, 0, 1, 0])]
    less = nestedness_scores(matrix([[1, 1, 1, 1, 0, 0, 0, 0]] * 4 + narrow * 2))["matrix"]
    assert more.z is not None
    assert less.z is not None
    assert more.z > 2
    assert more.p_high == 1 / 201  # no draw of 200 comes near
    assert less.z < -2
    assert less.p_low < 0.05 < less.p_high


def test_davis_is_as_nested_as_its_sums_make_it(davis: Matrix) -> None:
    scores = nestedness_scores(davis, draws=100)
    assert set(scores) == {"rows", "columns", "matrix"}
    assert scores["matrix"].observed == nodf(davis).matrix
    assert scores["matrix"].z is not None
    assert abs(scores["matrix"].z) < 1
    assert scores["matrix"] == nestedness_scores(davis, draws=100)["matrix"]


def test_any_measure_can_be_held_against_chance() -> None:
    start = matrix([[1, 1, 0], [1, 0, 0], [0, 0, 1]])

    def corner(drawn: Matrix) -> dict[str, float]:
        return {"corner": float(drawn.values[0, 0]), "size": float(portfolio_size(drawn)["r0"])}

    scores = against_null(corner, start, draws=400)
    assert (scores["size"].z, scores["size"].mean) == (None, 2)
    assert scores["corner"].mean == pytest.approx(4 / 5, abs=0.08)  # four of the five matrices
    assert scores["corner"].p_high == pytest.approx(scores["corner"].mean, abs=0.01)


@pytest.mark.filterwarnings("error")
def test_degenerate_null_models(davis: Matrix) -> None:
    assert [null.values.tolist() for null in null_matrices(matrix([[1, 0]]), draws=2)] == [[[1, 0]], [[1, 0]]]
    assert next(null_matrices(Matrix((), (), np.zeros((0, 0))), draws=1)).values.size == 0
    with pytest.raises(MeasureError, match="at least two draws"):
        nestedness_scores(davis, draws=1)
