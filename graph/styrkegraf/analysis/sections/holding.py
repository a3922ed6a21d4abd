"""Who holds the network of actors and areas together, with the doubt about every place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from styrkegraf.analysis.figures import Dot, dots
from styrkegraf.analysis.material import Material
from styrkegraf.analysis.model import Column, Figure, Notes, Section, Table, whole_ties
from styrkegraf.analysis.projections import Projections
from styrkegraf.analysis.sections.contents import coverage
from styrkegraf.measures.position import degree, two_mode_betweenness
from styrkegraf.measures.uncertainty import Ranking, bootstrap_interval, confidence_range, permutation_z, ranking

if TYPE_CHECKING:
    import networkx as nx

    from styrkegraf.measures.uncertainty import ConfidenceRange
    from styrkegraf.networks import Confidence

__all__ = ["Holding", "holding", "holding_of"]

SAMPLES = 200
FIGURE = 16


@dataclass(frozen=True, slots=True)
class Holding:
    """Rankings of the actors of one network: by number of areas, and by betweenness; and the number's range."""

    degree: list[Ranking]
    betweenness: list[Ranking]
    degree_range: dict[str, ConfidenceRange]


def holding_of(projections: Projections, *, collective: bool) -> Holding | None:
    """Rank the named actors in a network of them alone, or the collective ones in the network of all.

    None where there are none.
    """
    network = projections.network("actor-area", collective=collective)
    ranked = {
        node
        for node, found in network.nodes(data=True)
        if found["kind"] == "Actor" and found["collective"] == collective
    }
    if not ranked:
        return None

    def areas(one: nx.Graph) -> dict[str, float]:
        return {node: value for node, value in degree(one).items() if node in ranked}

    def between(one: nx.Graph) -> dict[str, float]:
        return {node: value for node, value in two_mode_betweenness(one).items() if node in ranked}

    def at_least(confidence: Confidence) -> nx.Graph:
        return projections.network("actor-area", collective=collective, minimum=confidence)

    return Holding(
        ranking(areas(network), intervals=bootstrap_interval(areas, network, n=SAMPLES)),
        ranking(
            between(network),
            intervals=bootstrap_interval(between, network, n=SAMPLES),
            tests=permutation_z(between, network, n=SAMPLES),
        ),
        confidence_range(at_least, areas),
    )


def holding(material: Material) -> Section:
    """The section."""
    say = material.say
    title = say("Vem håller ihop aktörer och områden", "Who holds actors and areas together")
    named, groups = (
        material.projections.once(holding_of, collective=False),
        material.projections.once(holding_of, collective=True),
    )
    if named is None:
        missing = say(
            "Grafen knyter inga namngivna aktörer till styrkeområden.",
            "The graph ties no named actors to strength areas.",
        )
        return Section("holding", title, missing=missing)
    first = say.listing(material.label(line.node) for line in named.degree if line.place == 1)
    most = say.number(named.degree[0].value, 0)
    ahead = max((line.worst or 1) for line in named.degree if line.place == 1) - 1
    brief = say(
        f"Flest områden, {most}, har {first}. Med osäkerheten inräknad kan "
        + (f"upp till {ahead} andra aktörer ligga före." if ahead else "ingen annan aktör ligga före."),
        f"The most areas, {most}, are those of {first}. With the uncertainty counted in, "
        + (f"up to {ahead} other actors may be ahead." if ahead else "no other actor may be ahead."),
    )
    paragraphs = [brief, *_scope(material)]
    figures = [_figure("actors", named, material, collective=False)]
    if groups is not None:
        figures.append(_figure("collective-actors", groups, material, collective=True))
        paragraphs.append(
            say(
                "Kollektiva aktörer, grupper vars medlemmar källan inte namnger, är inga organisationer och rangordnas "
                "för sig.",
                "Collective actors, groups whose members the source does not name, are no organisations and are ranked "
                "by themselves.",
            )
        )
    return Section("holding", title, tuple(paragraphs), tuple(figures), brief=brief)


def _scope(material: Material) -> list[str]:
    """Of which regions the ranking tells, where it does not tell of all that have areas."""
    say, areas = material.say, material.projections.once(coverage).areas
    named = [region for region, (tied, _) in areas.items() if tied]
    if len(named) == len(areas):
        return []
    who = material.names(named)
    return [
        say(
            f"Bakom styrkeområden namnger källorna aktörer bara för {who}, så rangordningen gäller det nätverket och "
            "inte alla regioner i grafen.",
            f"Behind strength areas the sources name actors for {who} only, so the ranking is about that network and "
            "not about all regions in the graph.",
        )
    ]


def _figure(name: str, found: Holding, material: Material, *, collective: bool) -> Figure:
    say = material.say
    between = [line for line in found.betweenness if line.value > 0]
    shown = between[: whole_ties([line.place for line in between], FIGURE)]
    title = (
        say("Kollektiva aktörer mellan områden", "Collective actors between areas")
        if collective
        else say("Namngivna aktörer mellan områden", "Named actors between areas")
    )
    shows = say(
        "Punkten är andelen kortaste vägar som går genom aktören, av vad som är möjligt; strecket är "
        "95-procentsintervallet. Där strecken överlappar är ordningen öppen. Aktörer på ingen väg alls står bara i "
        "tabellen.",
        "The dot is the share of shortest ways that run through the actor, of what is possible; the bar is the 95 per "
        "cent interval. Where bars overlap, the order is open. Actors on no way at all are in the table only.",
    )
    lines = [
        Dot(material.label(line.node), line.value, line.low or 0.0, line.high or 0.0, _says(line, material))
        for line in shown
    ]
    axis = say("Mellanläge (tvåläges, 0 till 1)", "Betweenness (two-mode, 0 to 1)")
    return Figure(
        name,
        title,
        dots(name, title, shows, lines, axis, lambda value: say.number(value)) if lines else None,
        _notes(shows, material, collective=collective),
        ("actor-area",),
        (_table(name, found, material, title, collective=collective),),
    )


def _says(line: Ranking, material: Material) -> str:
    say = material.say
    span = say.span(line.low, line.high)
    return f"{material.label(line.node)}: {say.number(line.value)} ({span}), z {say.number(line.z, 1)}"


def _notes(shows: str, material: Material, *, collective: bool) -> Notes:
    say = material.say
    return Notes(
        shows,
        say(
            f"Tvåläges mellanläge (Borgatti och Everett 1997). Intervallen kommer av {SAMPLES} omdragningar av "
            "banden med återläggning, centrerade på värdet; strecken kapas vid noll, tabellen visar dem hela. z "
            f"jämför med {SAMPLES} nätverk i vilka var och en behåller sitt antal band. Platser som delas är lika "
            "värden.",
            f"Two-mode betweenness (Borgatti and Everett 1997). The intervals come from {SAMPLES} redrawings of the "
            "ties with replacement, centred on the value; bars are cut at zero, the table has them whole. z compares "
            f"with {SAMPLES} networks in which everybody keeps their number of ties. A shared place is an equal value.",
        ),
        material.layers(material.network("actor-area", collective=collective)),
        say(
            "Makt, storlek eller hur mycket någon gör: bara att en källa räknar aktören till områden. Ett område med "
            "många namn i källan ger många band.",
            "Power, size or how much anybody does: only that a source counts the actor to areas. An area with many "
            "names in the source gives many ties.",
        ),
    )


def _table(name: str, found: Holding, material: Material, title: str, *, collective: bool) -> Table:
    between = {line.node: line for line in found.betweenness}
    network = material.network("actor-area", collective=collective)
    rows = []
    for line in found.degree:
        other, sure = between[line.node], found.degree_range[line.node]
        evidence = material.evidence(tie for *_, tie in network.edges(line.node, data=True))
        rows.append(
            (
                line.place,
                material.label(line.node),
                line.node,
                int(line.value),
                line.low,
                line.high,
                f"{line.best}–{line.worst}",
                sure.at_high or 0.0,
                other.place,
                other.value,
                other.low,
                other.high,
                f"{other.best}–{other.worst}",
                other.z,
                evidence,
            )
        )
    return Table(name, title, _columns(material), tuple(rows), limit=15, tied_by="place")


def _columns(material: Material) -> tuple[Column, ...]:
    say = material.say
    low, high = say("från", "from"), say("till", "to")
    areas, between = say("Områden", "Areas"), say("Mellanläge", "Betweenness")
    places = say("möjliga platser", "possible places")
    return (
        Column("place", say("Plats", "Place"), 0),
        Column("actor", say("Aktör", "Actor")),
        Column("iri", "IRI", shown=False),
        Column("areas", areas, 0),
        Column("areas_low", low, 1),
        Column("areas_high", high, 1),
        Column("areas_places", places),
        Column("areas_high_confidence", say("varav säkra", "of which sure"), 0),
        Column("betweenness_place", say("Plats", "Place"), 0),
        Column("betweenness", between),
        Column("betweenness_low", low),
        Column("betweenness_high", high),
        Column("betweenness_places", places),
        Column("betweenness_z", "z", 1),
        Column("evidence", say("Belägg", "Evidence"), shown=False),
    )
