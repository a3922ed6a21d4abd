"""Portfolios: how alike the themes of a county are to those of others, and what others would add to them.

Everything is read at one level of confidence, so that a value can be given as the range over the levels.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np

from styrkegraf.measures.complementarity import complementarity_around, complementarity_overall, overlap
from styrkegraf.measures.matrix import Matrix, matrix_of, ratio
from styrkegraf.measures.nestedness import null_matrices
from styrkegraf.measures.specialisation import relatedness
from styrkegraf.measures.uncertainty import NullTest, null_test
from styrkegraf.networks.evidence import CONFIDENCES
from styrkegraf.networks.project import network

if TYPE_CHECKING:
    import networkx as nx

    from styrkegraf.graph import Graph
    from styrkegraf.networks.evidence import Confidence

__all__ = ["HEADLINE", "Alike", "Networks", "Portfolios", "networks_at"]

HEADLINE: Final[Confidence] = "medium"
"""The level of the values that are ranked: as in the rule for shared themes, ties of low confidence do not count."""


@dataclass(frozen=True, slots=True)
class Alike:
    """Two areas and the themes that they have in common, out of those that either has."""

    own: str
    theirs: str
    shared: tuple[str, ...]
    whole: int

    @property
    def value(self) -> float:
        """Jaccard's index, from 0 to 1."""
        return len(self.shared) / self.whole if self.whole else 0.0


class Networks:
    """The projections of a graph at one level of confidence, without collective actors, and all its counties."""

    def __init__(self, graph: Graph, minimum: Confidence) -> None:
        self.counties = tuple(sorted(network(graph, "region-region-collaboration")))
        self.region_theme = network(graph, "region-theme", minimum=minimum)
        self.region_area = network(graph, "region-area", minimum=minimum)
        self.area_theme = network(graph, "area-theme", minimum=minimum)
        self.actor_area = network(graph, "actor-area", minimum=minimum, collective=False)
        self.actor_theme = network(graph, "actor-theme", minimum=minimum, collective=False)

    @cached_property
    def actors(self) -> tuple[str, ...]:
        """Every named actor that supports an area, sorted."""
        return _side(self.actor_area, 0)

    def areas_of(self, node: str) -> tuple[str, ...]:
        """The areas that a county has named, or that an actor supports."""
        return tuple(sorted({area for made in (self.region_area, self.actor_area) for area in _around(made, node)}))

    def themes_of(self, node: str) -> frozenset[str]:
        """The themes of a county, an actor or an area."""
        return frozenset(
            theme for made in (self.region_theme, self.actor_theme, self.area_theme) for theme in _around(made, node)
        )


@lru_cache(maxsize=len(CONFIDENCES))
def networks_at(graph: Graph, minimum: Confidence) -> Networks:
    """The projections at one level, read once for all the counties of a graph."""
    return Networks(graph, minimum)


def _around(made: nx.Graph, node: str) -> list[str]:
    return list(made[node]) if node in made else []


def _side(made: nx.Graph, side: int) -> tuple[str, ...]:
    return tuple(sorted(node for node, its in made.nodes(data="bipartite") if its == side))


class Portfolios:
    """The themes of a county, around some of its areas or in all, beside those of other counties and of actors.

    ``counties`` is counties × themes through their own areas, ``actors`` actors × themes through the areas they
    support; relatedness is between themes within counties. ``around`` are the themes in question, sorted.
    """

    def __init__(self, networks: Networks, county: str, areas: tuple[str, ...]) -> None:
        self.networks = networks
        self.county = county
        self.areas = areas
        counties = _matrix(networks.region_theme, networks.counties)
        self.counties = _widened(counties, _side(networks.actor_theme, 1))
        self.relatedness = relatedness(self.counties)
        around = {theme for area in areas for theme in networks.themes_of(area)}
        self.around = tuple(sorted(around if areas else networks.themes_of(county)))

    @cached_property
    def actors(self) -> Matrix:
        """Actors × themes, over the same themes as the counties."""
        return _widened(_matrix(self.networks.actor_theme, self.networks.actors), self.counties.columns)

    def alike(self, node: str) -> tuple[Alike, ...]:
        """The pairs of one of the areas and one of the node's areas that are most alike, if any share a theme."""
        pairs = [self._alike(own, theirs) for own in self.areas for theirs in self.networks.areas_of(node)]
        best = max((pair.value for pair in pairs), default=0.0)
        return tuple(pair for pair in pairs if best and pair.value == best)

    def _alike(self, own: str, theirs: str) -> Alike:
        one, other = self.networks.themes_of(own), self.networks.themes_of(theirs)
        return Alike(own, theirs, tuple(sorted(one & other)), len(one | other))

    def similar_counties(self) -> dict[str, float]:
        """Each other county: the overlap of the portfolios, or how alike the areas that are most alike are."""
        if self.areas:
            return {node: _likeness(self.alike(node)) for node in self._others()}
        return self._of_others(overlap(self._own(self.counties), self.counties))

    def similar_actors(self) -> dict[str, float]:
        """The same for each actor, with the themes of the areas that it supports."""
        if self.areas:
            return {node: _likeness(self.alike(node)) for node in self.networks.actors}
        return _values(overlap(self._own(self.counties), self.actors))

    def completing_counties(self) -> dict[str, float]:
        """What each other county would add to the county, in percent of what is related; nothing without themes."""
        return self._of_others(self._added(self.counties, self.counties)) if self.around else {}

    def completing_actors(self) -> dict[str, float]:
        """What each actor would add, by the themes of the areas that it supports."""
        return _values(self._added(self.counties, self.actors)) if self.around else {}

    def given(self) -> dict[str, float]:
        """What the county would add to each other county, by the same measure: it is not symmetric."""
        added = self._additions(self.counties, self._own(self.counties))
        return self._of_others(added.transposed())

    def added_themes(self, node: str) -> tuple[str, ...]:
        """The node's themes that the county lacks and that are related to those in question, heaviest first."""
        related = self.relatedness.over(self.counties.columns)
        shares = ratio(related, related.sum(axis=1, keepdims=True))
        weights = shares[[self.counties.column(theme) for theme in self.around]].mean(axis=0)
        has, own = self.networks.themes_of(node), self.networks.themes_of(self.county)
        found = {t: float(w) for t, w in zip(self.counties.columns, weights, strict=True) if t in has - own and w > 0}
        return tuple(sorted(found, key=lambda theme: (-round(found[theme], 12), theme)))

    def against_chance(self, draws: int, seed: int) -> tuple[dict[str, NullTest], dict[str, NullTest]]:
        """The overlaps and the additions of counties beside those of random portfolios of the same sizes.

        Each county keeps its number of themes and each theme its number of counties; the relatedness stays as it is.
        """
        overlaps = self._tested(lambda drawn: overlap(self._own(drawn), drawn), draws, seed)
        added = self._tested(lambda drawn: self._added(drawn, drawn), draws, seed) if self.around else {}
        return overlaps, added

    def _tested(self, statistic: Callable[[Matrix], Matrix], draws: int, seed: int) -> dict[str, NullTest]:
        observed = self._of_others(statistic(self.counties))
        drawn = [_values(statistic(null)) for null in null_matrices(self.counties, draws, seed)]
        return {node: null_test(observed[node], np.array([values[node] for values in drawn])) for node in observed}

    def _own(self, counties: Matrix) -> Matrix:
        """The row of the county alone."""
        return Matrix((self.county,), counties.columns, counties.values[[counties.row(self.county)]])

    def _added(self, counties: Matrix, partners: Matrix) -> Matrix:
        """What each partner would add to the county, as one row."""
        return self._additions(self._own(counties), partners)

    def _additions(self, counties: Matrix, partners: Matrix) -> Matrix:
        """What each partner would add to each county: around the themes of the areas, else around all of its own."""
        if not self.areas:
            return complementarity_overall(counties, self.relatedness, partners)
        found = [complementarity_around(counties, self.relatedness, theme, partners).values for theme in self.around]
        return Matrix(counties.rows, partners.rows, np.mean(found, axis=0))

    def _others(self) -> tuple[str, ...]:
        return tuple(node for node in self.networks.counties if node != self.county)

    def _of_others(self, row: Matrix) -> dict[str, float]:
        """The values of one row, but for the county itself."""
        return {node: value for node, value in _values(row).items() if node != self.county}


def _values(row: Matrix) -> dict[str, float]:
    """The values of a matrix of one row."""
    return dict(zip(row.columns, row.values[0].tolist(), strict=True))


def _likeness(pairs: tuple[Alike, ...]) -> float:
    return pairs[0].value if pairs else 0.0


def _matrix(made: nx.Graph, rows: tuple[str, ...]) -> Matrix:
    """The matrix of a two-mode network with these rows; a row without ties may be missing in the network."""
    found = matrix_of(made)
    at = {name: place for place, name in enumerate(found.rows)}
    values = np.zeros((len(rows), len(found.columns)))
    for place, name in enumerate(rows):
        if name in at:
            values[place] = found.values[at[name]]
    return Matrix(rows, found.columns, values)


def _widened(matrix: Matrix, columns: Iterable[str]) -> Matrix:
    """The matrix over these columns too, sorted."""
    wide = tuple(sorted({*matrix.columns, *columns}))
    at = {name: place for place, name in enumerate(wide)}
    values = np.zeros((len(matrix.rows), len(wide)))
    values[:, [at[name] for name in matrix.columns]] = matrix.values
    return Matrix(matrix.rows, wide, values)
