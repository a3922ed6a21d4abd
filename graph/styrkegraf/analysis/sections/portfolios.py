"""Portfolios: how broad and how coherent a region's themes are, who is alike, and who completes whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from styrkegraf.analysis.figures import Dot, dots
from styrkegraf.analysis.material import Material
from styrkegraf.analysis.model import Column, Figure, Notes, Section, Table
from styrkegraf.analysis.projections import Projections
from styrkegraf.measures.complementarity import Partnership, complementarity_overall, overlap, partnerships
from styrkegraf.measures.matrix import Matrix
from styrkegraf.measures.nestedness import NullScore, against_null
from styrkegraf.measures.specialisation import average_relatedness, portfolio_size, relatedness
from styrkegraf.networks import Confidence

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["Portfolios", "portfolios", "portfolios_of"]

LEVELS: tuple[Confidence, ...] = ("low", "medium", "high")
DRAWS = 200
BASIS: Confidence = "medium"
"""The confidence that theme ties must have for the tables; the ranges show the other levels."""


@dataclass(frozen=True, slots=True)
class Portfolios:
    """By region: themes at each confidence, mean relatedness, partners, and both against chance by (region, partner).

    Coherence, overlap and gains are at `BASIS`; the ranges are over all levels.
    """

    sizes: dict[Confidence, dict[str, int]]
    coherence: dict[str, float | None]
    partners: dict[str, dict[str, Partnership]]
    overlap_range: dict[tuple[str, str], tuple[float, float]]
    gains_range: dict[tuple[str, str], tuple[float, float]]
    chance: dict[str, NullScore]

    def most(self, region: str, kind: str) -> list[str]:
        """The partners with the highest ``overlap`` or ``gains``: several where they are equal, none where it is 0."""
        values = {other: round(getattr(found, kind), 9) for other, found in self.partners[region].items()}
        best = max(values.values(), default=0.0)
        return sorted(other for other, value in values.items() if value == best and best > 0)


def portfolios_of(projections: Projections) -> Portfolios | None:
    """Compare the portfolios of regions; None with fewer than two regions or two themes."""
    matrices = {level: projections.region_theme(level) for level in LEVELS}
    basis = matrices[BASIS]
    if min(basis.values.shape) < 2:
        return None
    related = relatedness(basis)
    return Portfolios(
        {level: portfolio_size(matrix) for level, matrix in matrices.items()},
        average_relatedness(basis, related),
        {region: partnerships(basis, related, region) for region in basis.rows},
        _range([overlap(matrix) for matrix in matrices.values()]),
        _range([_gains(matrix) for matrix in matrices.values()]),
        against_null(_pairs, basis, DRAWS),
    )


def _gains(matrix: Matrix) -> Matrix:
    return complementarity_overall(matrix, relatedness(matrix))


def _range(found: list[Matrix]) -> dict[tuple[str, str], tuple[float, float]]:
    low, high = (end.reduce([matrix.values for matrix in found]) for end in (np.minimum, np.maximum))
    names = found[0].rows
    return {
        (one, other): (float(low[row, column]), float(high[row, column]))
        for row, one in enumerate(names)
        for column, other in enumerate(names)
    }


def _pairs(matrix: Matrix) -> dict[str, float]:
    """Overlap and gains of every pair, by a name that `key` gives."""
    alike, gains = overlap(matrix), _gains(matrix)
    return {
        key(kind, one, other): float(found.values[row, column])
        for kind, found in (("overlap", alike), ("gains", gains))
        for row, one in enumerate(matrix.rows)
        for column, other in enumerate(matrix.rows)
        if row != column
    }


def key(kind: str, region: str, partner: str) -> str:
    """The name under which chance is known for a pair."""
    return f"{kind} {region} {partner}"


def portfolios(material: Material) -> Section:
    """The section."""
    say = material.say
    title = say("Specialisering och komplettering", "Specialisation and complementarity")
    found = material.projections.once(portfolios_of)
    if found is None:
        missing = say(
            "Jämförelsen kräver minst två regioner och två teman; grafen har färre.",
            "The comparison needs at least two regions and two themes; the graph has fewer.",
        )
        return Section("portfolios", title, missing=missing)
    sizes = found.sizes[BASIS]
    broad, narrow = max(sizes.values()), min(sizes.values())
    widest, slimmest = (material.names(r for r, n in sizes.items() if n == size) for size in (broad, narrow))
    breadth = say(
        f"Flest teman, {broad}, har {widest}; minst, {narrow}, har {slimmest}.",
        f"The most themes, {broad}, are those of {widest}; the fewest, {narrow}, those of {slimmest}.",
    )
    apart = say(
        "Lika och kompletterande är olika saker: en lik region har samma teman, en kompletterande har teman som är "
        "besläktade med de egna och saknas. Det senare är inte ömsesidigt: breda regioner tillför smala mer än de "
        "får.",
        "Similar and completing are different things: a similar region has the same themes, a completing one has "
        "themes that are related to one’s own and missing. The latter is not mutual: broad regions add more to "
        "narrow ones than they get.",
    )
    strong = sum(
        found.chance[key("gains", region, other)].p_high < 0.01
        for region, others in found.partners.items()
        for other in others
    )
    pairs = len(sizes) * (len(sizes) - 1)
    luck = say(
        f"Av {pairs} prövningar, varje region mot varje annan, visar {strong} att regionen kompletteras tydligt mer än "
        f"slumpen ger; av slumpen ensam väntas omkring {round(pairs / 100)}.",
        f"Of {pairs} trials, every region against every other, {strong} show a region completed clearly more than "
        f"chance gives; about {round(pairs / 100)} would be expected from chance alone.",
    )
    paragraphs = (breadth, apart, f"{luck} ({say('Tydligt: p under 0,01', 'Clearly: p below 0.01')}.)")
    return Section("portfolios", title, paragraphs, (_figure(found, material),), brief=f"{breadth} {luck}")


def _figure(found: Portfolios, material: Material) -> Figure:
    say = material.say
    network = material.network("region-theme")
    regions = sorted(
        material.by_name(found.sizes["low"]),
        key=lambda region: [-found.sizes[level][region] for level in (BASIS, "low")],
    )
    lines = []
    for region in regions:
        low, middle, high = (float(found.sizes[level][region]) for level in ("high", "medium", "low"))
        says = f"{material.label(region)}: {say.number(middle, 0)} ({say.span(low, high, 0)})"
        lines.append(Dot(material.label(region), middle, low, high, says))
    title = say("Hur många teman varje region har", "How many themes each region has")
    shows = say(
        "Punkten räknar temakopplingar av minst medelhög tillförlitlighet; strecket går från bara de säkra till alla. "
        "Tabellerna visar vem som är lik och vem som kompletterar, var för sig.",
        "The dot counts theme ties of at least medium confidence; the bar goes from the sure ones only to all of "
        "them. The tables show who is alike and who completes, apart.",
    )
    return Figure(
        "portfolios",
        title,
        dots("portfolios", title, shows, lines, say("teman", "themes"), lambda value: say.number(value, 0)),
        _notes(shows, material, network, len(regions)),
        ("region-theme",),
        (_sizes(found, regions, material), *_partners(found, regions, material)),
    )


def _notes(shows: str, material: Material, network: nx.Graph, regions: int) -> Notes:
    say = material.say
    return Notes(
        shows,
        say(
            "Likhet är Jaccard, gemensamma teman av alla bådas. Tillskott är andelen av det som är besläktat med "
            "ett genomsnittligt tema i regionen, som den saknar och partnern har (Balland och Boschma 2021). "
            "Släktskap är samförekomst i regioner mot det väntade. z jämför med slumpade matriser med samma rad- "
            "och kolumnsummor; spannen är över de tre nivåerna av tillförlitlighet.",
            "Overlap is Jaccard, themes in common of all of both. Gain is the share of what is related to an "
            "average theme of the region that it lacks and the partner has (Balland and Boschma 2021). "
            "Relatedness is co-occurrence in regions against what is expected. z compares with random matrices "
            "with the same sums of rows and columns; ranges are over the three levels of confidence.",
        ),
        material.layers(network),
        say(
            f"Om två regioner kan eller vill arbeta ihop. Släktskapen vilar på {regions} regioners val av ord, inte på "
            "teknik eller näringsstruktur. Bland så många par blir några höga av en slump.",
            "Whether two regions could or would work together. The relatedness rests on the words that regions "
            "chose, not on technology or industry. Among so many pairs some are high by chance.",
        ),
    )


def _sizes(found: Portfolios, regions: list[str], material: Material) -> Table:
    say = material.say
    rows = tuple(
        (material.label(region), region, *(found.sizes[level][region] for level in LEVELS), found.coherence[region])
        for region in regions
    )
    columns = (
        Column("region", "Region"),
        Column("iri", "IRI", shown=False),
        Column("themes", say("Teman", "Themes"), 0),
        Column("themes_medium", say("minst medel", "at least medium"), 0),
        Column("themes_high", say("säkra", "sure"), 0),
        Column("coherence", say("Sammanhang (1 är slumpen)", "Coherence (1 is chance)")),
    )
    return Table("portfolios", say("Bredd och sammanhang", "Breadth and coherence"), columns, rows)


def _partners(found: Portfolios, regions: list[str], material: Material) -> tuple[Table, Table]:
    say = material.say
    captions = {
        "overlap": say("Mest lika regioner (samma teman)", "Most similar regions (the same themes)"),
        "gains": say(
            "Mest kompletterande regioner (besläktade teman som saknas)",
            "Most completing regions (related themes that are missing)",
        ),
    }
    values = {"overlap": say("Likhet (0 till 1)", "Overlap (0 to 1)"), "gains": say("Tillskott, %", "Gain, %")}
    ranges = {"overlap": found.overlap_range, "gains": found.gains_range}
    tables = []
    for kind, digits in (("overlap", 2), ("gains", 1)):
        rows = []
        for region in regions:
            for other in material.by_name(found.most(region, kind)):
                partner = found.partners[region][other]
                low, high = ranges[kind][region, other]
                themes = partner.shared if kind == "overlap" else partner.added[:4]
                names = say.listing(
                    material.label(theme) for theme in (material.by_name(themes) if kind == "overlap" else themes)
                )
                start = (material.label(region), material.label(other), region, other)
                z = found.chance[key(kind, region, other)].z
                rows.append((*start, getattr(partner, kind), low, high, z, names))
        columns = (
            Column("region", "Region"),
            Column("partner", "Partner"),
            Column("region_iri", "IRI", shown=False),
            Column("partner_iri", "IRI", shown=False),
            Column(kind, values[kind], digits),
            Column(f"{kind}_low", say("från", "from"), digits),
            Column(f"{kind}_high", say("till", "to"), digits),
            Column(f"{kind}_z", "z", 1),
            Column(
                "themes",
                say("Gemensamma teman", "Themes in common")
                if kind == "overlap"
                else say("Tillför främst", "Adds above all"),
            ),
        )
        tables.append(Table("similar" if kind == "overlap" else "completing", captions[kind], columns, tuple(rows)))
    return tables[0], tables[1]
