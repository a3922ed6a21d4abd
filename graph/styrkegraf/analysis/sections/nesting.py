"""Regions by themes, and whether the narrow strategy is an excerpt of the broad one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from styrkegraf.analysis.figures import Mark, grid
from styrkegraf.analysis.material import Material
from styrkegraf.analysis.model import Column, Figure, Notes, Section, Table
from styrkegraf.analysis.projections import Projections
from styrkegraf.measures.matrix import Matrix
from styrkegraf.measures.nestedness import NullScore, nested_order, nestedness_scores
from styrkegraf.networks import Confidence

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["Nesting", "nesting", "nesting_of"]

LEVELS: tuple[Confidence, ...] = ("low", "medium", "high")
DRAWS = 200


@dataclass(frozen=True, slots=True)
class Nesting:
    """The matrix in nested order, and NODF against chance with theme ties of at least each confidence."""

    ordered: Matrix
    scores: dict[Confidence, dict[str, NullScore]]


def nesting_of(projections: Projections) -> Nesting | None:
    """Order and score regions × themes; None with fewer than two regions or two themes."""
    matrix = projections.region_theme()
    if min(matrix.values.shape) < 2:
        return None
    scores = {level: nestedness_scores(projections.region_theme(level), DRAWS) for level in LEVELS}
    return Nesting(nested_order(matrix), scores)


def nesting(material: Material) -> Section:
    """The section."""
    say = material.say
    title = say("Regionernas teman", "The themes of the regions")
    found = material.projections.once(nesting_of)
    if found is None:
        missing = say(
            "Nästling kräver minst två regioner och två teman; grafen har färre.",
            "Nestedness needs at least two regions and two themes; the graph has fewer.",
        )
        return Section("nesting", title, missing=missing)
    common = nested_order(found.ordered).columns[:3]
    finding = _finding(found, material)
    spread = say(
        f"Vanligast är {say.listing(material.label(theme) for theme in common)}. Rutnätet visar vem som har vad, de "
        "bredaste regionerna överst och de vanligaste temana till vänster.",
        f"The most common are {say.listing(material.label(theme) for theme in common)}. The grid shows who has what, "
        "the broadest regions on top and the most common themes on the left.",
    )
    paragraphs = (spread, f"{finding} ({_measured(found, material)}.)")
    return Section("nesting", title, paragraphs, (_figure(found, material),), brief=finding)


def _finding(found: Nesting, material: Material) -> str:
    """Whether narrow strategies are excerpts of broad ones, in words that need no statistics."""
    say = material.say
    zs = [scores["rows"].z for scores in found.scores.values()]
    known = [z for z in zs if z is not None]
    if known and min(known) > 2:
        return say(
            "En region med få teman delar dem oftare med bredare regioner än om slumpen hade delat ut temana. Det "
            "gäller hur säkra temakopplingar som än krävs.",
            "A region with few themes shares them with broader regions more often than if chance had dealt the themes "
            "out. That holds however sure theme ties must be.",
        )
    if known and max(known) > 2:
        return say(
            "Om en region med få teman delar dem oftare med bredare regioner än om slumpen hade delat ut temana beror "
            "på hur säkra temakopplingar som krävs.",
            "Whether a region with few themes shares them with broader regions more often than if chance had dealt the "
            "themes out depends on how sure theme ties must be.",
        )
    return say(
        "En region med få teman delar dem inte oftare med bredare regioner än om slumpen hade delat ut temana. Det "
        "gäller hur säkra temakopplingar som än krävs.",
        "A region with few themes does not share them with broader regions more often than if chance had dealt the "
        "themes out. That holds however sure theme ties must be.",
    )


def _measured(found: Nesting, material: Material) -> str:
    say, score = material.say, found.scores["low"]["rows"]
    value, chance, z = say.number(score.observed, 1), say.number(score.mean, 1), say.number(score.z, 1)
    return say(
        f"Nästling bland regioner med alla temakopplingar: NODF\u00a0{value}, slump\u00a0{chance}, z\u00a0{z}",
        f"Nestedness among regions with all theme ties: NODF\u00a0{value}, chance\u00a0{chance}, z\u00a0{z}",
    )


def _figure(found: Nesting, material: Material) -> Figure:
    say, ordered = material.say, found.ordered
    network = material.network("region-theme")
    sizes = {"high": 1.0, "medium": 0.72, "low": 0.45}
    words = {"high": say("hög", "high"), "medium": say("medel", "medium"), "low": say("låg", "low")}
    marks: dict[tuple[int, int], Mark] = {}
    for row, region in enumerate(ordered.rows):
        for column, theme in enumerate(ordered.columns):
            if ordered.values[row, column]:
                sure = network.edges[region, theme].get("confidence", "high")
                pair = f"{material.label(region)}, {material.label(theme)}"
                says = f"{pair}: {say('tillförlitlighet', 'confidence')} {words[sure]}"
                marks[row, column] = Mark(f"sure-{sure}", sizes[sure], says)
    title = say("Region × tema, ordnat efter nästling", "Region × theme, ordered by nestedness")
    shows = say(
        "En ruta för varje tema som en region är stark inom; ju säkrare kopplingen är, desto större och kraftigare "
        "ruta.",
        "A square for every theme that a region is strong in; the surer the tie, the larger and stronger the square.",
    )
    names = [material.label(region) for region in ordered.rows], [material.label(theme) for theme in ordered.columns]
    return Figure(
        "region-theme",
        title,
        grid("region-theme", title, shows, *names, marks),
        _notes(shows, material, network),
        ("region-theme",),
        (_scores(found, material), _cells(found, material, words)),
    )


def _notes(shows: str, material: Material, network: nx.Graph) -> Notes:
    say = material.say
    return Notes(
        shows,
        say(
            f"NODF (Almeida-Neto m.fl. 2008), jämfört med {DRAWS} slumpade matriser med samma rad- och "
            "kolumnsummor (curveball). z över 2 är mer än summorna förklarar. Räknat tre gånger: med alla "
            "temakopplingar, med de av minst medelhög och med de av hög tillförlitlighet.",
            f"NODF (Almeida-Neto and others 2008), beside {DRAWS} random matrices with the same sums of rows and "
            "columns (curveball). A z above 2 is more than the sums explain. Computed three times: with all theme "
            "ties, with those of at least medium, and with those of high confidence.",
        ),
        material.layers(network),
        say(
            "Hur mycket regionen satsar på temat eller hur stark den är i det. Gemensamma områden räknas inte, och "
            "temana är vår läsning av områdenas namn.",
            "How much the region invests in the theme or how strong it is there. Joint areas do not count, and the "
            "themes are our reading of the names of areas.",
        ),
    )


def _scores(found: Nesting, material: Material) -> Table:
    say = material.say
    among = {"rows": say("regioner", "regions"), "columns": say("teman", "themes"), "matrix": say("båda", "both")}
    least = {"low": say("alla", "all"), "medium": say("minst medel", "at least medium"), "high": say("hög", "high")}
    rows = tuple(
        (least[level], among[name], score.observed, score.mean, score.deviation, score.z, score.p_high)
        for level, scores in found.scores.items()
        for name, score in scores.items()
    )
    columns = (
        Column("confidence", say("Temakopplingar", "Theme ties")),
        Column("among", say("Nästling bland", "Nestedness among")),
        Column("nodf", "NODF", 1),
        Column("null_mean", say("Slump", "Chance"), 1),
        Column("null_deviation", say("Spridning", "Deviation"), 2),
        Column("z", "z", 1),
        Column("p_high", "p", 3),
    )
    return Table("nestedness", say("Nästling mot slumpen", "Nestedness against chance"), columns, rows)


def _cells(found: Nesting, material: Material, words: dict[str, str]) -> Table:
    say, network = material.say, material.network("region-theme")
    rows = []
    for region in found.ordered.rows:
        for theme in (theme for theme in found.ordered.columns if network.has_edge(region, theme)):
            tie = network.edges[region, theme]
            sure = words[tie.get("confidence", "high")]
            areas = say.listing(material.label(area) for area in material.by_name(tie["via"]))
            ids = (region, theme)
            rows.append((material.label(region), material.label(theme), sure, areas, *ids, material.evidence([tie])))
    columns = (
        Column("region", "Region"),
        Column("theme", say("Tema", "Theme")),
        Column("confidence", say("Tillförlitlighet", "Confidence")),
        Column("areas", say("Genom områdena", "Through the areas")),
        Column("region_iri", "IRI", shown=False),
        Column("theme_iri", "IRI", shown=False),
        Column("evidence", say("Belägg", "Evidence"), shown=False),
    )
    caption = say(f"Rutnätets {len(rows)} rutor", f"The {len(rows)} squares of the grid")
    return Table("region-theme", caption, columns, tuple(rows), limit=200)
