"""Nestedness: whether the themes of narrow portfolios are a subset of those of broad ones, and whether chance would do.

The order of a nested matrix is familiar from ecology: common themes are everybody's, rare ones are found only where
there is much else. A value means little by itself, since the sums of rows and columns alone make a matrix look
nested; :func:`against_null` compares with matrices that have the very same sums.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from styrkegraf.measures.errors import MeasureError
from styrkegraf.measures.matrix import Matrix, Values, ratio

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

__all__ = [
    "Nestedness",
    "NullScore",
    "against_null",
    "nested_order",
    "nestedness_scores",
    "nodf",
    "null_matrices",
]

_TRADES_PER_ROW = 5
_TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True)
class Nestedness:
    """NODF among the rows, among the columns, and of the whole matrix, each from 0 to 100."""

    rows: float
    columns: float
    matrix: float


@dataclass(frozen=True, slots=True)
class NullScore:
    """A value beside what matrices with the same sums of rows and columns give.

    ``mean`` and ``deviation`` (n − 1) are those of the null model, ``z`` is ``(observed − mean) / deviation``, None
    where every null matrix gives the same value. ``p_high`` is the chance of a value at least as high, ``p_low`` of
    one at least as low, both ``(1 + count) / (1 + draws)``.
    """

    observed: float
    mean: float
    deviation: float
    z: float | None
    p_high: float
    p_low: float


def nested_order(matrix: Matrix) -> Matrix:
    """The matrix with its fullest rows on top and its fullest columns on the left, equal ones by name.

    Nestedness shows in it as a filled upper left corner. It changes no measure.
    """
    has = matrix.presence()
    rows = sorted(range(len(matrix.rows)), key=lambda at: (-has[at].sum(), matrix.rows[at]))
    columns = sorted(range(len(matrix.columns)), key=lambda at: (-has[:, at].sum(), matrix.columns[at]))
    names = tuple(matrix.rows[at] for at in rows), tuple(matrix.columns[at] for at in columns)
    return Matrix(*names, matrix.values[np.ix_(rows, columns)])


def nodf(matrix: Matrix) -> Nestedness:
    """NODF: nestedness by overlap and decreasing fill.

    Formula: for two rows of which the first has more columns, the percentage of the second's columns that the first
    has too; for two equally full rows, 0. Rows: the mean over all n(n−1)/2 pairs; columns likewise; the matrix: the
    mean over the pairs of both kinds.

    Reading: 100 when every narrower portfolio lies within every broader one, 0 when none overlaps or all are equally
    broad. Rows tell of regions (is the small strategy an excerpt of the large?), columns of themes (are the regions
    of a rare theme among those of a common one?). Compare with :func:`nestedness_scores`, not with a rule of thumb.

    Source: Almeida-Neto, Guimarães, Guimarães, Loyola and Ulrich (2008), Oikos 117.

    Empty rows and columns stay: their pairs count as 0. Raises MeasureError with fewer than two rows or columns.
    """
    has = matrix.presence()
    if min(has.shape) < 2:
        raise MeasureError("Nestedness compares rows with rows and columns with columns; it needs two of each.")
    rows, columns = _pairs(has), _pairs(has.T)
    row_pairs, column_pairs = (size * (size - 1) / 2 for size in has.shape)
    return Nestedness(rows / row_pairs, columns / column_pairs, (rows + columns) / (row_pairs + column_pairs))


def _pairs(has: Values) -> float:
    """The sum of the paired overlaps among the rows, in percent."""
    fill = has.sum(axis=1)
    overlap = ratio(has @ has.T, fill[None, :])
    return float(100 * overlap[fill[:, None] > fill[None, :]].sum())


def null_matrices(matrix: Matrix, draws: int = 200, seed: int = 7) -> Iterator[Matrix]:
    """Random matrices of zeros and ones with the sums of rows and columns that ``matrix`` has.

    The curveball algorithm: two random rows put what only one of them has into a pool and deal it out again, each
    getting back as many as it gave. Five trades for each row lie between two matrices, and before the first. Every
    such matrix is equally likely in the long run. Source: Strona, Nappo, Boccacci, Fattorini and San-Miguel-Ayanz
    (2014), Nature Communications 5; that it is unbiased: Carstens (2015), Physical Review E 91.

    Fewer than two rows leave no choice: the matrix itself comes back.
    """
    dice = random.Random(seed)  # noqa: S311 - a simulation, not a secret
    hands = [set(np.flatnonzero(row).tolist()) for row in matrix.values]
    for _ in range(draws):
        if len(hands) > 1:
            for _ in range(_TRADES_PER_ROW * len(hands)):
                _trade(hands, dice)
        yield Matrix(matrix.rows, matrix.columns, _filled(hands, len(matrix.columns)))


def _trade(hands: list[set[int]], dice: random.Random) -> None:
    first, second = dice.sample(range(len(hands)), 2)
    only_first, only_second = sorted(hands[first] - hands[second]), sorted(hands[second] - hands[first])
    if not only_first or not only_second:
        return
    pool = only_first + only_second
    dice.shuffle(pool)
    both = hands[first] & hands[second]
    hands[first] = both | set(pool[: len(only_first)])
    hands[second] = both | set(pool[len(only_first) :])


def _filled(hands: list[set[int]], width: int) -> Values:
    values = np.zeros((len(hands), width))
    for row, hand in enumerate(hands):
        values[row, list(hand)] = 1.0
    return values


def against_null(
    statistic: Callable[[Matrix], Mapping[str, float]], matrix: Matrix, draws: int = 200, seed: int = 7
) -> dict[str, NullScore]:
    """Every value of a statistic, beside the same statistic on matrices with equal sums of rows and columns.

    ``statistic`` takes a matrix of zeros and ones and gives values by name, the same names each time; it may be any
    measure, such as one row of a complementarity. ``matrix`` is read as presence.

    Reading: z above 2, with a small ``p_high``, is more than the sums of rows and columns explain. Beware of many
    values at once: of twenty, one passes p = 0.05 by chance. Raises MeasureError for fewer than two draws.
    """
    if draws < 2:
        raise MeasureError("A null model needs at least two draws.")
    observed = statistic(Matrix(matrix.rows, matrix.columns, matrix.presence()))
    drawn = [statistic(null) for null in null_matrices(matrix, draws, seed)]
    return {name: _score(value, np.array([values[name] for values in drawn])) for name, value in observed.items()}


def _score(observed: float, drawn: Values) -> NullScore:
    mean, deviation = float(drawn.mean()), float(drawn.std(ddof=1))
    z = (observed - mean) / deviation if deviation > _TOLERANCE else None
    high, low = (
        (1 + int(count)) / (1 + len(drawn))
        for count in ((drawn >= observed - _TOLERANCE).sum(), (drawn <= observed + _TOLERANCE).sum())
    )
    return NullScore(observed, mean, deviation if z is not None else 0.0, z, high, low)


def nestedness_scores(matrix: Matrix, draws: int = 200, seed: int = 7) -> dict[str, NullScore]:
    """NODF of ``rows``, ``columns`` and ``matrix``, each beside the null model that keeps both sums.

    Reading: a region × theme matrix is nested only if z is well above 0. Sources and degenerate input: as
    :func:`nodf` and :func:`null_matrices`.
    """
    return against_null(_nestedness_values, matrix, draws, seed)


def _nestedness_values(matrix: Matrix) -> dict[str, float]:
    value = nodf(matrix)
    return {"rows": value.rows, "columns": value.columns, "matrix": value.matrix}
