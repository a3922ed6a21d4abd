"""Complementarity: fractions by hand, its relation to density, and that it is not overlap."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from styrkegraf.measures.complementarity import (
    complementarity_around,
    complementarity_overall,
    overlap,
    partnerships,
)
from styrkegraf.measures.errors import MeasureError
from styrkegraf.measures.matrix import Matrix, Values
from styrkegraf.measures.specialisation import relatedness, relatedness_density

REGIONS = ("Västmanland", "Örebro", "Sörmland", "Gotland")
THEMES = ("energi", "robotik", "livsmedel", "hälsa")

# energi is related to robotik 3, livsmedel 1, hälsa 1; robotik to hälsa 2; livsmedel and hälsa to each other not.
RELATED = Matrix(THEMES, THEMES, np.array([[0, 3, 1, 1], [3, 0, 0, 2], [1, 0, 0, 0], [1, 2, 0, 0]]))


@pytest.fixture
def matrix() -> Matrix:
    return Matrix(REGIONS, THEMES, np.array([[1, 0, 1, 0], [1, 1, 0, 0], [0, 1, 0, 1], [0, 0, 0, 0]]))


def test_around_a_theme_by_hand(matrix: Matrix) -> None:
    # Around energi (Σ R = 5), the row receives: Västmanland lacks robotik (3) and hälsa (1), and so on.
    assert complementarity_around(matrix, RELATED, "energi").values.tolist() == pytest.approx(
        np.array(
            [
                [0, 60, 80, 0],
                [20, 0, 20, 0],
                [20, 0, 0, 0],
                [20, 60, 80, 0],  # has nothing: every related theme of the partner is new
            ]
        )
    )


def test_over_the_portfolio_by_hand(matrix: Matrix) -> None:
    # Västmanland from Örebro (robotik): around energi 3/5, around livsmedel 0, mean 30 %.
    # Örebro from Västmanland (livsmedel): around energi 1/5, around robotik 0, mean 10 %.
    # Västmanland from Sörmland: energi 4/5, livsmedel 0: 40 %. Sörmland from Västmanland: robotik 3/5, hälsa 1/3.
    values = complementarity_overall(matrix, RELATED).values
    assert values[0] == pytest.approx([0, 30, 40, 0])
    assert values[1] == pytest.approx([10, 0, 30, 0])  # from Sörmland hälsa: energi 1/5, robotik 2/5
    assert values[2] == pytest.approx([100 * (3 / 5 + 1 / 3) / 2, 100 * (3 / 5 + 1 / 3) / 2, 0, 0])
    assert values[3] == pytest.approx([0, 0, 0, 0])


def test_overlap(matrix: Matrix) -> None:
    values = overlap(matrix).values
    assert values[0].tolist() == pytest.approx([1, 1 / 3, 0, 0])
    assert np.array_equal(values, values.T)
    assert values[3, 3] == 0


def test_similar_and_completing_are_two_numbers(matrix: Matrix) -> None:
    partners = partnerships(matrix, RELATED, "Västmanland")
    assert list(partners) == ["Örebro", "Sörmland", "Gotland"]
    assert max(partners, key=lambda name: partners[name].overlap) == "Örebro"
    assert max(partners, key=lambda name: partners[name].gains) == "Sörmland"
    orebro, sormland, gotland = partners.values()
    assert (orebro.shared, orebro.added) == (("energi",), ("robotik",))
    assert (orebro.overlap, orebro.gains, orebro.gives) == pytest.approx((1 / 3, 30, 10))
    assert (sormland.shared, sormland.added) == ((), ("robotik", "hälsa"))
    assert (gotland.gains, gotland.gives, gotland.added) == (0, 0, ())


def test_a_theme_is_not_related_to_itself(matrix: Matrix) -> None:
    with_itself = Matrix(THEMES, THEMES, RELATED.values + np.eye(4))
    expected = complementarity_overall(matrix, RELATED).values
    assert complementarity_overall(matrix, with_itself).values == pytest.approx(expected)


def test_partners_around_one_theme(matrix: Matrix) -> None:
    sormland = partnerships(matrix, RELATED, "Gotland", theme="robotik")["Sörmland"]
    # Around robotik (Σ R = 5) Sörmland brings hälsa 2/5; robotik itself is not related to itself.
    assert (sormland.gains, sormland.gives) == pytest.approx((40, 0))
    assert sormland.added == ("hälsa",)


@settings(max_examples=40, deadline=None)
@given(arrays(np.int64, (4, 4), elements=st.integers(0, 1)), st.sampled_from(THEMES))
def test_density_of_both_is_density_of_one_and_what_the_other_adds(values: Values, theme: str) -> None:
    matrix = Matrix(REGIONS, THEMES, values)
    related = relatedness(matrix)
    density = relatedness_density(matrix, related).values[:, matrix.column(theme)]
    added = complementarity_around(matrix, related, theme).values
    for first in range(4):
        union = np.maximum(matrix.values, matrix.values[first])
        together = relatedness_density(Matrix(REGIONS, THEMES, union), related).values[:, matrix.column(theme)]
        assert together == pytest.approx(density + added[:, first])


@settings(max_examples=40, deadline=None)
@given(arrays(np.int64, (4, 4), elements=st.integers(0, 1)))
def test_the_portfolio_is_the_mean_over_its_themes(values: Values) -> None:
    matrix = Matrix(REGIONS, THEMES, values)
    overall = complementarity_overall(matrix, RELATED).values
    around = {theme: complementarity_around(matrix, RELATED, theme).values for theme in THEMES}
    for row in range(4):
        own = [theme for theme, has in zip(THEMES, values[row], strict=True) if has]
        mean = sum(around[theme][row] for theme in own) / len(own) if own else np.zeros(4)
        assert overall[row] == pytest.approx(mean)


@pytest.mark.filterwarnings("error")
def test_a_single_region_or_no_theme_has_no_partner() -> None:
    alone = Matrix(("Gotland",), ("energi",), np.array([[1.0]]))
    assert partnerships(alone, relatedness(alone), "Gotland") == {}
    bare = Matrix(("Gotland", "Örebro"), (), np.zeros((2, 0)))
    assert partnerships(bare, relatedness(bare), "Gotland")["Örebro"].gains == 0


def test_unknown_names_and_foreign_relatedness_are_refused(matrix: Matrix) -> None:
    with pytest.raises(MeasureError, match="no row “Atlantis”"):
        partnerships(matrix, RELATED, "Atlantis")
    with pytest.raises(MeasureError, match="no column “magi”"):
        partnerships(matrix, RELATED, "Örebro", theme="magi")
    with pytest.raises(MeasureError, match="not between the columns of this matrix"):
        complementarity_overall(matrix.transposed(), RELATED)


def test_partners_of_another_kind_are_compared_with_the_regions_as_regions_would_be(matrix: Matrix) -> None:
    actors = Matrix(("Robotdalen", "Agro Öst", "Nobody"), THEMES, np.array([[1, 1, 0, 0], [0, 0, 1, 1], [0, 0, 0, 0]]))
    together = Matrix(matrix.rows + actors.rows, THEMES, np.vstack([matrix.values, actors.values]))
    for measure in (
        overlap,
        lambda one, other=None: complementarity_overall(one, RELATED, other),
        lambda one, other=None: complementarity_around(one, RELATED, "energi", other),
    ):
        found = measure(matrix, actors)
        assert (found.rows, found.columns) == (matrix.rows, actors.rows)
        assert found.values == pytest.approx(measure(together).values[: len(REGIONS), len(REGIONS) :])
    assert overlap(matrix, actors).values[0, 0] == pytest.approx(1 / 3)  # energi, of energi, livsmedel and robotik


def test_partners_with_other_themes_are_refused(matrix: Matrix) -> None:
    other = Matrix(("Robotdalen",), ("robotik", "energi"), np.array([[1, 1]]))
    for measure in (overlap, lambda one, two: complementarity_overall(one, RELATED, two)):
        with pytest.raises(MeasureError, match="same columns"):
            measure(matrix, other)
