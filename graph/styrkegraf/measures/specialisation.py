"""Specialisation: what a region has more of than others, how its themes hang together, what lies near.

Every measure takes a :class:`~styrkegraf.measures.matrix.Matrix` of regions (rows) × themes (columns); areas,
topics or actors in their place work as well. Only :func:`location_quotients`, :func:`co_occurrence`,
:func:`entropy` and :func:`breadth` look at the size of the values; the others ask whether the region has the theme.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from styrkegraf.measures.errors import MeasureError
from styrkegraf.measures.matrix import Matrix, Values, ratio

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = [
    "RELATEDNESS",
    "Method",
    "average_relatedness",
    "breadth",
    "co_occurrence",
    "entropy",
    "location_quotients",
    "portfolio_size",
    "relatedness",
    "relatedness_above",
    "relatedness_density",
    "specialised",
    "ubiquity",
]

Method = Literal["probability", "association", "cosine", "jaccard"]


def location_quotients(matrix: Matrix) -> Matrix:
    """Location quotient, or revealed comparative advantage: a theme's share in a region over its share in all.

    Formula: ``LQ_ri = (x_ri / Σ_i x_ri) / (Σ_r x_ri / Σ_ri x_ri)``.

    Reading: 1 means that the region has as much of the theme, for its size, as all regions together; 2 twice as
    much. On a matrix of zeros and ones every theme of a short portfolio gets a high value, so read it next to
    :func:`portfolio_size`. Range 0 upwards, no unit.

    Source: Balassa (1965), The Manchester School 33.

    A region or theme without ties gets 0 throughout, as does an empty matrix.
    """
    values = matrix.values
    share = ratio(values, values.sum(axis=1, keepdims=True))
    share_of_all = ratio(values.sum(axis=0, keepdims=True), np.array(values.sum()))
    return Matrix(matrix.rows, matrix.columns, ratio(share, share_of_all))


def specialised(matrix: Matrix, threshold: float = 1.0) -> Matrix:
    """The themes in which a region is specialised: 1 where the location quotient reaches ``threshold``, else 0.

    Formula: ``1 if x_ri > 0 and LQ_ri ≥ threshold else 0``. Reading: the usual way from amounts (projects, money)
    to a portfolio. Source: Balassa (1965), The Manchester School 33. Regions without ties are specialised in nothing.
    """
    reached = location_quotients(matrix).values >= threshold - 1e-12
    return Matrix(matrix.rows, matrix.columns, reached * matrix.presence())


def co_occurrence(matrix: Matrix) -> Matrix:
    """How often two themes occur in the same region: themes × themes, zeros on the diagonal.

    Formula: ``c_ij = Σ_r x_ri x_rj`` for i ≠ j. Reading: on zeros and ones, the number of regions with both; on
    confidences, the number that is expected to have both if the two readings err independently. Unit: regions.
    Source: van Eck and Waltman (2009), Journal of the American Society for Information Science and Technology 60.

    Fewer than two themes, or no region, give zeros.
    """
    counts = matrix.values.T @ matrix.values
    np.fill_diagonal(counts, 0.0)
    return Matrix(matrix.columns, matrix.columns, counts)


def relatedness(matrix: Matrix, method: Method = "probability") -> Matrix:
    """How strongly two themes go together in regions: themes × themes, symmetric, zeros on the diagonal.

    With ``c_ij`` the co-occurrences, ``S_i = Σ_j c_ij`` and ``T = Σ_i S_i``:

    - probability: ``c_ij / (½ S_i S_j (1/(T − S_i) + 1/(T − S_j)))``: observed over what is expected when each
      theme draws its partners among the *other* themes, in proportion to their co-occurrences;
    - association strength: ``c_ij T / (S_i S_j)``: the same when a theme could be drawn as its own partner;
    - cosine: ``c_ij / √(S_i S_j)``;
    - jaccard: ``c_ij / (S_i + S_j − c_ij)``.

    Reading: for probability and association, 1 is what chance gives, above 1 the two themes are found together more
    often than that; cosine and Jaccard run from 0 to 1 and grow with how common the themes are. Note that S counts
    a theme's co-occurrences, not its regions. With 21 regions one region more or less moves a value a good deal:
    look at it under :func:`styrkegraf.measures.nestedness.against_null` before building on it.

    Source: van Eck and Waltman (2009), Journal of the American Society for Information Science and Technology 60;
    the probability index as in Balland's EconGeo (Steijn 2021, Quantitative Science Studies 2).

    A theme that never occurs with another is related to none (0). Raises MeasureError for an unknown method.
    """
    if method not in RELATEDNESS:
        raise MeasureError(f"“{method}” is no measure of relatedness; known are {', '.join(RELATEDNESS)}.")
    counts = co_occurrence(matrix).values
    return Matrix(matrix.columns, matrix.columns, RELATEDNESS[method](counts))


def _probability(counts: Values) -> Values:
    totals = counts.sum(axis=1)
    others = ratio(np.ones(totals.shape), counts.sum() - totals)
    return ratio(counts, 0.5 * np.outer(totals, totals) * (others[:, None] + others[None, :]))


def _association(counts: Values) -> Values:
    totals = counts.sum(axis=1)
    return ratio(counts * counts.sum(), np.outer(totals, totals))


def _cosine(counts: Values) -> Values:
    totals = counts.sum(axis=1)
    return ratio(counts, np.sqrt(np.outer(totals, totals)))


def _jaccard(counts: Values) -> Values:
    totals = counts.sum(axis=1)
    return ratio(counts, totals[:, None] + totals[None, :] - counts)


RELATEDNESS: Final[Mapping[str, Callable[[Values], Values]]] = {
    "probability": _probability,
    "association": _association,
    "cosine": _cosine,
    "jaccard": _jaccard,
}
"""The normalisations of a co-occurrence matrix, by name."""


def relatedness_above(matrix: Matrix, threshold: float = 1.0) -> Matrix:
    """Which themes are related: 1 where a relatedness exceeds ``threshold``, else 0.

    Reading: with probability or association and a threshold of 1, the pairs that occur together more often than by
    chance. Source: Balland, Boschma, Crespo and Rigby (2019), Regional Studies 53.
    """
    return Matrix(matrix.rows, matrix.columns, (matrix.values > threshold).astype(np.float64))


def relatedness_density(matrix: Matrix, relatedness: Matrix) -> Matrix:
    """How much of what is related to a theme a region already has: regions × themes, in percent.

    Formula: ``D_ri = 100 · Σ_{j≠i} m_rj R_ij / Σ_{j≠i} R_ij``, with ``m_rj`` 1 where region r has theme j.

    Reading: for a theme that a region lacks, a high value says that it would be a short step; for one that it has,
    that the theme is well embedded. The theme itself never counts. Range 0 to 100. It says what is near, not what
    is worth reaching.

    Source: Hidalgo, Klinger, Barabási and Hausmann (2007), Science 317; for regions Boschma, Balland and Kogler
    (2015), Industrial and Corporate Change 24.

    A theme that is related to none gets 0 everywhere, and a region without themes 0 for every theme. Raises
    MeasureError unless ``relatedness`` is between the columns of ``matrix``.
    """
    related = relatedness.over(matrix.columns)
    return Matrix(matrix.rows, matrix.columns, 100 * ratio(matrix.presence() @ related, related.sum(axis=1)[None, :]))


def average_relatedness(matrix: Matrix, relatedness: Matrix) -> dict[str, float | None]:
    """How closely the themes of a region hang together: the mean relatedness of its pairs of themes.

    Formula: ``Σ_{i<j} m_ri m_rj R_ij / (n_r (n_r − 1) / 2)``, with n_r the number of the region's themes.

    Reading: high is a coherent portfolio, low a scattered one, in the unit of ``relatedness``; with
    :func:`relatedness_above` it is the share of pairs that are related.

    Source: Teece, Rumelt, Dosi and Winter (1994), Journal of Economic Behavior & Organization 23; Nesta and Saviotti
    (2005), The Journal of Industrial Economics 53 (here every pair counts alike).

    None for a region with fewer than two themes: it has no pair. Raises MeasureError unless ``relatedness`` is
    between the columns of ``matrix``.
    """
    related, has = relatedness.over(matrix.columns), matrix.presence()
    sums = np.einsum("ri,ij,rj->r", has, related, has) / 2
    sizes = has.sum(axis=1)
    pairs = sizes * (sizes - 1) / 2
    return {
        row: float(total / count) if count else None for row, total, count in zip(matrix.rows, sums, pairs, strict=True)
    }


def portfolio_size(matrix: Matrix) -> dict[str, int]:
    """How many themes a region has (its *diversity*).

    Formula: ``k_r = Σ_i m_ri``. Reading: the plain breadth of its strategy; a strategy that names everything
    prioritises nothing. Unit: themes. Source: Hidalgo and Hausmann (2009), PNAS 106. 0 for a region without themes.
    """
    return dict(zip(matrix.rows, (int(size) for size in matrix.presence().sum(axis=1)), strict=True))


def ubiquity(matrix: Matrix) -> dict[str, int]:
    """How many regions have a theme.

    Formula: ``k_i = Σ_r m_ri``. Reading: a theme of many regions offers many partners and little distinction, one of
    few the opposite. Unit: regions. Source: Hidalgo and Hausmann (2009), PNAS 106. 0 for a theme of no region.
    """
    return portfolio_size(matrix.transposed())


def entropy(matrix: Matrix) -> dict[str, float]:
    """How evenly a region spreads over its themes, as Shannon's entropy.

    Formula: ``H_r = −Σ_i p_ri ln p_ri`` with ``p_ri = x_ri / Σ_i x_ri``. Reading: 0 for a single theme, ``ln n`` for
    n themes of equal size; on zeros and ones it only restates :func:`portfolio_size`. Unit: nats. Source: Shannon
    (1948), Bell System Technical Journal 27. 0 for a region without themes.
    """
    shares = ratio(matrix.values, matrix.values.sum(axis=1, keepdims=True))
    logarithms = np.log(shares, out=np.zeros(shares.shape), where=shares > 0)
    return dict(zip(matrix.rows, (float(abs(total)) for total in (shares * logarithms).sum(axis=1)), strict=True))


def breadth(matrix: Matrix, order: float = 1.0) -> dict[str, float]:
    """The breadth of a region's portfolio as a Hill number: how many equally large themes would be as diverse.

    Formula: ``N_q = (Σ_i p_ri^q)^(1/(1−q))``; for q = 1 the limit ``exp(H_r)``. ``order`` q = 0 counts the themes,
    1 weighs them by size, 2 (inverse Simpson) looks mainly at the large ones.

    Reading: a region with seven themes and a breadth of 2.1 has staked most on two. Unit: themes; from 1 to
    :func:`portfolio_size`. On zeros and ones it equals that number for every q. Source: Hill (1973), Ecology 54.

    0 for a region without themes. Raises MeasureError for a negative order.
    """
    if not 0 <= order < np.inf:
        raise MeasureError(f"The order of a Hill number is a number from 0 upwards, not {order}.")
    if abs(order - 1) < 1e-9:
        sizes = portfolio_size(matrix)
        return {row: float(np.exp(value)) if sizes[row] else 0.0 for row, value in entropy(matrix).items()}
    shares = ratio(matrix.values, matrix.values.sum(axis=1, keepdims=True))
    powers = np.power(shares, order, out=np.zeros(shares.shape), where=shares > 0).sum(axis=1)
    numbers = np.power(powers, 1 / (1 - order), out=np.zeros(powers.shape), where=powers > 0)
    return dict(zip(matrix.rows, (float(number) for number in numbers), strict=True))
