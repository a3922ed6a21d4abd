"""Complementarity: what a partner would add to a region, kept apart from what the two already share.

*Similar* regions have the same themes; *completing* ones have themes that the region lacks and that are related to
those it has. The first is symmetric. The second is not: a region with a broad portfolio completes a narrow one and
gets little back, so both directions are always given.

Where a measure takes ``partners``, these are compared with the regions instead of the regions with each other: a matrix
of whatever else has themes (actors), over the same themes.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from styrkegraf.measures.errors import MeasureError
from styrkegraf.measures.matrix import Matrix, Values, ratio

__all__ = ["Partnership", "complementarity_around", "complementarity_overall", "overlap", "partnerships"]


@dataclass(frozen=True, slots=True)
class Partnership:
    """What a region and one possible partner share, and what each would add to the other.

    ``shared`` are the themes of both and ``overlap`` their share in the themes of either (0 to 1). ``gains`` is what
    the partner adds to the region and ``gives`` what the region adds to the partner, in percent. ``added`` are the
    partner's themes that make up ``gains``, those that weigh most first.
    """

    shared: tuple[str, ...]
    overlap: float
    gains: float
    gives: float
    added: tuple[str, ...]


def complementarity_around(matrix: Matrix, relatedness: Matrix, theme: str, partners: Matrix | None = None) -> Matrix:
    """What each partner would add to each region around one theme: regions × partners, in percent.

    Formula: ``C_rs(i) = 100 · Σ_{j: s has j, r has not} R_ij / Σ_j R_ij``; the row r receives, the column s adds.

    Reading: 40 says that 40 % of what is related to the theme is missing in r and present in s. It is asymmetric:
    C_rs is not C_sr. It adds to :func:`~styrkegraf.measures.specialisation.relatedness_density`: the density of r
    and s together is that of r plus C_rs. Range 0 to 100 less r's own density. It holds whether or not r has the
    theme, and says nothing about whether the two could work together.

    Source: Balland and Boschma (2021), Regional Studies 55.

    0 where s has nothing that r lacks, where the theme is related to none, and between a region and itself. Raises
    MeasureError for an unknown theme, and unless ``relatedness`` is between the columns of ``matrix`` and these are
    those of ``partners``.
    """
    shares = _shares(matrix, relatedness)[matrix.column(theme)]
    return _added(matrix, np.broadcast_to(shares, matrix.values.shape), _beside(matrix, partners))


def complementarity_overall(matrix: Matrix, relatedness: Matrix, partners: Matrix | None = None) -> Matrix:
    """What each partner would add to the whole portfolio of each region: regions × partners, in percent.

    Formula: the mean of ``C_rs(i)`` (see :func:`complementarity_around`) over the themes i that r has; the row r
    receives, the column s adds.

    Reading: 15 says that, for an average theme of r, s would bring 15 % of what is related to it and r lacks. It is
    asymmetric. Broad partners bring more simply because they have more: compare with
    :func:`styrkegraf.measures.nestedness.against_null`. Range 0 to 100.

    Source: Balland and Boschma (2021), Regional Studies 55, averaged over the portfolio by us.

    A region without themes receives 0: there is nothing to complete around. Raises MeasureError unless
    ``relatedness`` is between the columns of ``matrix`` and these are those of ``partners``.
    """
    return _added(matrix, _weights(matrix, relatedness), _beside(matrix, partners))


def overlap(matrix: Matrix, partners: Matrix | None = None) -> Matrix:
    """How much a region and a partner have in common: regions × partners, from 0 to 1; symmetric between regions.

    Formula: Jaccard, ``|r ∩ s| / |r ∪ s|`` over their themes. Reading: 1 for the same themes, 0 for none in common.
    Source: Jaccard (1912), New Phytologist 11. Two regions without themes have 0; a region with itself 1.
    Raises MeasureError unless the columns of ``partners`` are those of ``matrix``.
    """
    beside = _beside(matrix, partners)
    has, theirs = matrix.presence(), beside.presence()
    shared = has @ theirs.T
    return Matrix(matrix.rows, beside.rows, ratio(shared, has.sum(axis=1)[:, None] + theirs.sum(axis=1) - shared))


def partnerships(matrix: Matrix, relatedness: Matrix, region: str, theme: str | None = None) -> dict[str, Partnership]:
    """Every other region as a partner of one, by name: overlap, what it would bring, what it would get.

    With ``theme``, gains, gives and the added themes are around that theme, otherwise over the whole portfolio of
    whoever receives; overlap and shared themes are always those of the whole portfolios. Similar and completing
    stay two numbers, so that neither hides the other.

    Formulas, reading and sources: :func:`complementarity_around`, :func:`complementarity_overall` and :func:`overlap`.
    A single region has no partner: an empty dict. Raises MeasureError for an unknown region or theme.
    """
    at = matrix.row(region)
    if theme is None:
        added, weights = complementarity_overall(matrix, relatedness).values, _weights(matrix, relatedness)[at]
    else:
        added = complementarity_around(matrix, relatedness, theme).values
        weights = _shares(matrix, relatedness)[matrix.column(theme)]
    jaccard, has = overlap(matrix).values, matrix.presence()
    return {
        partner: Partnership(
            shared=_names(matrix, has[at] * has[other]),
            overlap=float(jaccard[at, other]),
            gains=float(added[at, other]),
            gives=float(added[other, at]),
            added=_names(matrix, (1 - has[at]) * has[other] * weights),
        )
        for other, partner in enumerate(matrix.rows)
        if other != at
    }


def _shares(matrix: Matrix, relatedness: Matrix) -> Values:
    """Themes × themes: which share of a theme's relatedness lies in each other theme; rows sum to 1 or 0."""
    related = relatedness.over(matrix.columns)
    return ratio(related, related.sum(axis=1, keepdims=True))


def _weights(matrix: Matrix, relatedness: Matrix) -> Values:
    """Regions × themes: what a theme weighs, on average, for the themes that the region has."""
    has = matrix.presence()
    return ratio(has @ _shares(matrix, relatedness), has.sum(axis=1, keepdims=True))


def _beside(matrix: Matrix, partners: Matrix | None) -> Matrix:
    """The partners; without any, the regions themselves."""
    if partners is None:
        return matrix
    if partners.columns != matrix.columns:
        raise MeasureError("The partners have other themes than the regions; give both matrices the same columns.")
    return partners


def _added(matrix: Matrix, weights: Values, beside: Matrix) -> Matrix:
    lacks = 1 - matrix.presence()
    return Matrix(matrix.rows, beside.rows, 100 * (lacks * weights) @ beside.presence().T)


def _names(matrix: Matrix, weights: Values) -> tuple[str, ...]:
    """The columns with a weight above 0, the heaviest first, equal ones by name."""
    chosen = [
        (-round(float(weight), 12), name) for name, weight in zip(matrix.columns, weights, strict=True) if weight > 0
    ]
    return tuple(name for _, name in sorted(chosen))
