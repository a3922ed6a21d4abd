"""Matrices with named rows and columns: a two-mode network (region × theme) as numbers.

The matrix is dense, which suits regions, themes, areas and topics. For the two-mode network of all participants and
all projects of a framework programme, aggregate participants to regions and projects to topics first.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from styrkegraf.measures.errors import MeasureError

if TYPE_CHECKING:
    from collections.abc import Mapping

    import networkx as nx

__all__ = ["CONFIDENCE", "LARGEST", "Matrix", "Values", "Weights", "matrix_of", "ratio"]

Values = NDArray[np.float64]
Weights = Literal["binary", "confidence", "weight"]

CONFIDENCE: Final[Mapping[str, float]] = {"high": 1.0, "medium": 2 / 3, "low": 1 / 3}
"""What a tie counts for by its confidence: equal steps, a choice of ours, for the levels are only ordered."""

LARGEST: Final = 50_000_000
"""The most cells that a matrix may have (400 MB)."""


@dataclass(frozen=True, slots=True, eq=False)
class Matrix:
    """Finite, non-negative ``values`` with a name for every row and every column.

    ``values[i, j]`` belongs to ``rows[i]`` and ``columns[j]``; the array is a read-only copy. A cell above 0 says
    that the row *has* the column: the region has the theme. Raises MeasureError when the shape does not fit, a name
    occurs twice, or a value is negative, infinite or missing.

    >>> matrix = Matrix(("Västmanland", "Örebro"), ("energi", "robotik"), np.array([[1, 1], [0, 1]]))
    >>> float(matrix.values[matrix.row("Västmanland"), matrix.column("robotik")])
    1.0
    """

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    values: Values

    def __post_init__(self) -> None:
        values = np.array(self.values, dtype=np.float64)
        if values.shape != (len(self.rows), len(self.columns)):
            names = f"{len(self.rows)} names of rows and {len(self.columns)} of columns"
            raise MeasureError(f"A matrix with {names} cannot hold values of shape {values.shape}.")
        for labels, what in ((self.rows, "rows"), (self.columns, "columns")):
            if len(set(labels)) != len(labels):
                raise MeasureError(f"Two {what} of a matrix have the same name; give each its own.")
        if not np.all(np.isfinite(values)) or np.any(values < 0):
            raise MeasureError("A value of a matrix is negative, infinite or missing; ties count from 0 upwards.")
        values.setflags(write=False)
        object.__setattr__(self, "values", values)

    def presence(self) -> Values:
        """1.0 where the row has the column, else 0.0: an array of the same shape."""
        return (self.values > 0).astype(np.float64)

    def transposed(self) -> Matrix:
        """The same values with rows and columns exchanged."""
        return Matrix(self.columns, self.rows, self.values.T)

    def row(self, label: str) -> int:
        """The position of a row; raises MeasureError when no row has this name."""
        return _position(self.rows, label, "row")

    def column(self, label: str) -> int:
        """The position of a column; raises MeasureError when no column has this name."""
        return _position(self.columns, label, "column")

    def over(self, labels: tuple[str, ...]) -> Values:
        """The values of a matrix between these labels (relatedness), with zeros on the diagonal.

        A thing is not related to itself: what a region has must not count as what it could get. Raises MeasureError
        unless rows and columns are exactly ``labels``, in this order.
        """
        if self.rows != labels or self.columns != labels:
            raise MeasureError("The relatedness is not between the columns of this matrix; compute it from them.")
        values = self.values.copy()
        np.fill_diagonal(values, 0.0)
        return values


def _position(labels: tuple[str, ...], label: str, what: str) -> int:
    try:
        return labels.index(label)
    except ValueError:
        raise MeasureError(f"The matrix has no {what} “{label}”.") from None


def ratio(numerator: Values, denominator: Values) -> Values:
    """Cell by cell ``numerator / denominator``, and 0 where the denominator is 0; the shapes are broadcast."""
    top, bottom = np.broadcast_arrays(numerator, denominator)
    result: Values = np.divide(top, bottom, out=np.zeros(top.shape), where=bottom != 0)
    return result


def matrix_of(network: nx.Graph, rows: Literal[0, 1] = 0, weights: Weights = "binary") -> Matrix:
    """The matrix of a two-mode network, rows and columns sorted by name.

    ``rows`` says which side (node attribute ``bipartite``) the rows are. A cell without a tie is 0; with one it is

    - ``binary``: 1;
    - ``confidence``: what the tie's ``confidence`` counts for (:data:`CONFIDENCE`); 1 without, for a stated tie is
      not a reading of ours;
    - ``weight``: the tie's ``weight``, 1 without.

    Nodes without ties stay, as rows or columns of zeros. Raises MeasureError when the network is not two-mode or
    has parallel ties, when a confidence is unknown, and when there are more than :data:`LARGEST` cells.
    """
    if network.is_multigraph():
        raise MeasureError("The network has parallel ties; take the matrix of one layer at a time.")
    sides = {node: _side(node, data) for node, data in network.nodes(data=True)}
    labels = tuple(sorted(node for node, side in sides.items() if side == rows))
    headings = tuple(sorted(node for node, side in sides.items() if side != rows))
    if len(labels) * len(headings) > LARGEST:
        size = f"{len(labels):,} × {len(headings):,}"
        raise MeasureError(
            f"A matrix of {size} is too large; aggregate the actors to regions or the projects to themes."
        )
    row_at = {label: index for index, label in enumerate(labels)}
    column_at = {label: index for index, label in enumerate(headings)}
    values = np.zeros((len(labels), len(headings)))
    for source, target, data in network.edges(data=True):
        if sides[source] == sides[target]:
            raise MeasureError(f"The tie between {source} and {target} stays on one side; the network is not two-mode.")
        row, column = (source, target) if source in row_at else (target, source)
        values[row_at[row], column_at[column]] = _counts_for(data, weights)
    return Matrix(labels, headings, values)


def _side(node: str, data: Mapping[str, Any]) -> int:
    side = data.get("bipartite")
    if side not in (0, 1):
        raise MeasureError(f"{node} is on neither side of the network (attribute “bipartite”); it is not two-mode.")
    return int(side)


def _counts_for(data: Mapping[str, Any], weights: Weights) -> float:
    if weights == "binary":
        return 1.0
    if weights == "weight":
        return float(data.get("weight", 1.0))
    confidence = data.get("confidence", "high")
    if confidence not in CONFIDENCE:
        raise MeasureError(f"“{confidence}” is no confidence; known are {', '.join(CONFIDENCE)}.")
    return CONFIDENCE[confidence]
