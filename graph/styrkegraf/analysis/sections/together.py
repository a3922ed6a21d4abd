"""Potential and documented collaboration between regions, side by side and never mixed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from styrkegraf.analysis.figures import Mark, grid
from styrkegraf.analysis.material import Material
from styrkegraf.analysis.model import Cell, Column, Figure, Notes, Section, Table
from styrkegraf.analysis.projections import DOCUMENTED, POTENTIAL, Projections
from styrkegraf.measures.matrix import Matrix
from styrkegraf.measures.nestedness import NullScore, against_null
from styrkegraf.measures.uncertainty import NullTest, null_test

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["Together", "together", "together_of"]

DRAWS = 500
Pair = tuple[str, str]
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Together:
    """What pairs of counties share and what they do; a pair is in the order of `Material.counties`.

    ``shared`` counts themes in common by ties of at least medium confidence, ``sure`` by ties of high confidence,
    ``chance`` compares the first with null matrices, ``documented`` has the weight of every documented kind of tie.
    ``difference`` tests how many themes more documented pairs share than others.
    """

    shared: dict[Pair, float]
    sure: dict[Pair, float]
    chance: dict[Pair, NullScore]
    documented: dict[Pair, dict[str, float]]
    difference: NullTest | None


def together_of(projections: Projections) -> Together:
    """Compare what regions share with what sources say they do together."""
    pairs = list(combinations(projections.counties, 2))
    potential = projections.network(POTENTIAL)
    surest = projections.network(POTENTIAL, minimum="high")
    documented = {name: projections.network(name) for name in DOCUMENTED}
    shared = {pair: _weight(potential, pair) for pair in pairs}
    kinds = {
        pair: {name: weight for name, network in documented.items() if (weight := _weight(network, pair))}
        for pair in pairs
    }
    matrix = projections.region_theme("medium")
    return Together(
        shared=shared,
        sure={pair: _weight(surest, pair) for pair in pairs},
        chance=_chance(matrix, pairs),
        documented={pair: found for pair, found in kinds.items() if found},
        difference=_difference(projections.counties, shared, {pair for pair, found in kinds.items() if found}),
    )


def _weight(network: nx.Graph, pair: Pair) -> float:
    return float(network.edges[pair]["weight"]) if network.has_edge(*pair) else 0.0


def _chance(matrix: Matrix, pairs: list[Pair]) -> dict[Pair, NullScore]:
    """Themes in common beside those of matrices in which every region and every theme keeps its count."""
    known = [pair for pair in pairs if set(pair) <= set(matrix.rows)]
    rows = [(matrix.row(one), matrix.row(other)) for one, other in known]

    def common(one: Matrix) -> Mapping[str, float]:
        has = one.presence()
        both = has @ has.T
        return {str(at): float(both[pair]) for at, pair in enumerate(rows)}

    found = against_null(common, matrix)
    return {pair: found[str(at)] for at, pair in enumerate(known)}


def _difference(counties: tuple[str, ...], shared: Mapping[Pair, float], documented: set[Pair]) -> NullTest | None:
    """Themes more in common in documented pairs than in others, against counties exchanged at random.

    The quadratic assignment procedure: Hubert and Schultz (1976), British Journal of Mathematical and Statistical
    Psychology 29. None where no pair, or every pair, is documented.
    """
    if not documented or len(documented) == len(shared):
        return None
    place = {county: at for at, county in enumerate(counties)}
    common, tied = np.zeros((len(place),) * 2), np.zeros((len(place),) * 2, dtype=bool)
    for (one, other), weight in shared.items():
        common[place[one], place[other]] = common[place[other], place[one]] = weight
        tied[place[one], place[other]] = tied[place[other], place[one]] = (one, other) in documented
    upper = np.triu(np.ones_like(tied), 1)
    with_tie, without = tied & upper, ~tied & upper

    def gap(order: np.ndarray[tuple[int], np.dtype[np.int64]]) -> float:
        moved = common[np.ix_(order, order)]
        return float(moved[with_tie].mean() - moved[without].mean())

    rng = np.random.default_rng(7)
    draws = np.array([gap(rng.permutation(len(place))) for _ in range(DRAWS)])
    return null_test(gap(np.arange(len(place))), draws)


def _by_name(found: Together, counties: tuple[str, ...]) -> Together:
    """The same with pairs, and the two of a pair, in the order of ``counties``."""
    place = {county: at for at, county in enumerate(counties)}

    def ordered(pairs: Mapping[Pair, _T]) -> dict[Pair, _T]:
        turned = {(one, other) if place[one] < place[other] else (other, one): v for (one, other), v in pairs.items()}
        return {pair: turned[pair] for pair in sorted(turned, key=lambda pair: (place[pair[0]], place[pair[1]]))}

    return Together(
        ordered(found.shared), ordered(found.sure), ordered(found.chance), ordered(found.documented), found.difference
    )


def together(material: Material) -> Section:
    """The section."""
    say = material.say
    title = say("Möjlig och belagd samverkan", "Potential and documented collaboration")
    if len(material.counties) < 2:
        missing = say(
            "Samverkan mellan regioner kräver minst två; grafen har färre.",
            "Collaboration between regions needs at least two; the graph has fewer.",
        )
        return Section("together", title, missing=missing)
    found = _by_name(material.projections.once(together_of), material.counties)
    pairs, tied = len(found.shared), len(found.documented)
    potential = sum(weight > 0 for weight in found.shared.values())
    count = say(
        f"Av {pairs} par av län delar {potential} minst ett tema, men bara {tied} par har någon samverkan som en källa "
        "belägger. Att de andra saknas kan lika gärna bero på källorna.",
        f"Of {pairs} pairs of counties, {potential} share at least one theme, but for only {tied} pairs a source "
        "documents any collaboration. That the others are missing may as well be due to the sources.",
    )
    paragraphs = (count, *_compared(found, material))
    return Section("together", title, paragraphs, (_figure(found, material),), brief=count)


def _compared(found: Together, material: Material) -> tuple[str, ...]:
    say, test = material.say, found.difference
    if test is None:
        return ()
    more = say.number(test.observed, 2)
    numbers = f"z\u00a0{say.number(test.z, 1)}, p\u00a0{say.number(test.p, 3)}"
    if test.p < 0.05:
        return (
            say(
                f"Par med belagd samverkan delar {more} teman fler än andra par, mer än slumpen ger ({numbers}).",
                f"Pairs with documented collaboration share {more} themes more than others, which is more than chance "
                f"gives ({numbers}).",
            ),
        )
    return (
        say(
            f"Par med belagd samverkan delar {more} teman fler än andra par, inte mer än slumpen ger ({numbers}): de "
            "som samverkar är inte de mest lika.",
            f"Pairs with documented collaboration share {more} themes more than others, no more than chance gives "
            f"({numbers}): those that work together are not the most alike.",
        ),
    )


def _kind(name: str, material: Material) -> str:
    words = {
        DOCUMENTED[0]: ("uttalad samverkan", "stated collaboration"),
        DOCUMENTED[1]: ("gemensamma områden", "joint areas"),
        DOCUMENTED[2]: ("gemensam strategi eller gemensamt projekt", "joint strategy or project"),
        DOCUMENTED[3]: ("samma storregion", "same macro-region"),
    }
    return material.say(*words[name])


def _figure(found: Together, material: Material) -> Figure:
    say = material.say
    names = [material.label(county) for county in material.counties]
    title = say("Vad regioner kunde göra ihop, och vad de gör", "What regions could do together, and what they do")
    shows = say(
        "Under diagonalen, blått: antalet gemensamma teman (möjlighet). Över diagonalen, orange: hur många slag av "
        "samverkan som en källa belägger, av fyra.",
        "Below the diagonal, blue: the number of themes in common (potential). Above it, orange: how many kinds of "
        "collaboration a source documents, of four.",
    )
    networks = [material.network(name) for name in (POTENTIAL, *DOCUMENTED)]
    return Figure(
        "together",
        title,
        grid("together", title, shows, names, names, _marks(found, material)),
        _notes(shows, material, networks),
        (POTENTIAL, *DOCUMENTED),
        (_documented(found, material), _untried(found, material)),
    )


def _notes(shows: str, material: Material, networks: list[nx.Graph]) -> Notes:
    say = material.say
    return Notes(
        shows,
        say(
            "Gemensamma teman med temakopplingar av minst medelhög tillförlitlighet. z jämför med slumpade "
            "matriser i vilka varje region och tema behåller sitt antal (200 stycken). Skillnaden mellan paren "
            f"prövas genom att byta plats på länen {DRAWS} gånger (QAP).",
            "Themes in common by theme ties of at least medium confidence. z compares with random matrices in "
            "which each region and theme keeps its count (200 of them). The difference between pairs is tested "
            f"by exchanging counties {DRAWS} times (QAP).",
        ),
        material.layers(*networks),
        say(
            "Hur mycket samverkan det är, eller samverkan som källorna inte nämner. Att höra till samma "
            "storregion är det svagaste slaget. Ett gemensamt tema är ingen samverkan.",
            "How much collaboration there is, or collaboration that the sources do not mention. To be in the "
            "same macro-region is the weakest kind. A theme in common is no collaboration.",
        ),
    )


def _marks(found: Together, material: Material) -> dict[tuple[int, int], Mark]:
    say = material.say
    most = max(found.shared.values(), default=0.0) or 1.0
    place = {county: at for at, county in enumerate(material.counties)}
    marks: dict[tuple[int, int], Mark] = {}
    for (one, other), weight in found.shared.items():
        pair = f"{material.label(one)}, {material.label(other)}"
        if weight:
            says = f"{pair}: {say('gemensamma teman', 'themes in common')} {round(weight)}"
            marks[place[other], place[one]] = Mark("potential", 0.4 + 0.6 * weight / most, says, str(round(weight)))
        kinds = found.documented.get((one, other), {})
        if kinds:
            says = f"{pair}: {say.listing(_kind(name, material) for name in kinds)}"
            marks[place[one], place[other]] = Mark("documented", 0.4 + 0.15 * len(kinds), says, str(len(kinds)))
    return marks


def _start(pair: Pair, found: Together, material: Material) -> tuple[Cell, ...]:
    chance = found.chance.get(pair)
    names = (material.label(pair[0]), material.label(pair[1]), *pair)
    return (*names, int(found.shared[pair]), int(found.sure[pair]), chance.z if chance else None)


def _columns(material: Material) -> tuple[Column, ...]:
    say = material.say
    return (
        Column("region", "Region"),
        Column("other", say("och region", "and region")),
        Column("region_iri", "IRI", shown=False),
        Column("other_iri", "IRI", shown=False),
        Column("shared_themes", say("Gemensamma teman", "Themes in common"), 0),
        Column("shared_themes_sure", say("varav säkra", "of which sure"), 0),
        Column("shared_themes_z", "z", 1),
    )


def _documented(found: Together, material: Material) -> Table:
    say = material.say
    networks = [material.network(name) for name in DOCUMENTED]
    rows = []
    for pair, kinds in found.documented.items():
        ties = [network.edges[pair] for network in networks if network.has_edge(*pair)]
        weights = (int(kinds.get(name, 0)) for name in DOCUMENTED)
        rows.append((*_start(pair, found, material), *weights, material.evidence(ties)))
    kinds_of = tuple(
        Column(name.removeprefix("region-region-").replace("-", "_"), _kind(name, material).capitalize(), 0)
        for name in DOCUMENTED
    )
    columns = (*_columns(material), *kinds_of, Column("evidence", say("Belägg", "Evidence"), shown=False))
    return Table("documented", say("Belagd samverkan", "Documented collaboration"), columns, tuple(rows))


def _untried(found: Together, material: Material) -> Table:
    say = material.say
    network = material.network(POTENTIAL)
    left = [pair for pair, weight in found.shared.items() if weight and pair not in found.documented]
    left.sort(key=lambda pair: -found.shared[pair])
    rows = []
    for pair in left:
        tie = network.edges[pair]
        themes = say.listing(material.label(theme) for theme in material.by_name(tie["via"]))
        rows.append((*_start(pair, found, material), themes, material.evidence([tie])))
    columns = (
        *_columns(material),
        Column("themes", say("Teman", "Themes")),
        Column("evidence", say("Belägg", "Evidence"), shown=False),
    )
    caption = say(
        "Mest gemensamt utan belagd samverkan (möjligheter; lika många teman är delad plats)",
        "Most in common without documented collaboration (potential; equal numbers share a place)",
    )
    return Table("potential", caption, columns, tuple(rows), limit=12, tied_by="shared_themes")
