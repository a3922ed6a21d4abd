"""Brokerage: who stands between actors that have no tie, between which kinds of actor and which regions."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from styrkegraf.analysis.figures import Dot, dots
from styrkegraf.analysis.material import Material
from styrkegraf.analysis.model import Cell, Column, Figure, Notes, Section, Table, whole_ties
from styrkegraf.analysis.projections import Projections
from styrkegraf.measures.bridging import RegionalBridging, regional_bridging, regional_network
from styrkegraf.measures.brokerage import RolesTest, brokerage_test, constraint
from styrkegraf.measures.uncertainty import Interval, Ranking, bootstrap_interval, ranking
from styrkegraf.networks.onemode import one_mode

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["Brokers", "brokers", "brokers_of"]

SAMPLES = 200
FIGURE = 14
FEW = 2
"""Actors of a region of which its bridging is only an example."""
ROLES = ("coordinator", "itinerant", "gatekeeper", "representative", "liaison")


@dataclass(frozen=True, slots=True)
class Brokers:
    """Roles among stated ties by type of actor and by region, constraint (lowest first), and bridging of regions.

    ``placed`` counts the actors with one known county, to which alone the roles by region apply; ``crowd`` is the most
    actors on which the bridging of one region rests.
    """

    by_type: dict[str, RolesTest]
    by_region: dict[str, RolesTest]
    constraint: list[Ranking]
    placed: int
    bridging: dict[str, RegionalBridging]
    bridging_intervals: dict[str, Interval]
    crowd: int


def brokers_of(projections: Projections) -> Brokers | None:
    """Brokerage among named actors; None where they have no ties."""
    network = projections.network("actor-actor", collective=False)
    if not network.number_of_edges():
        return None
    region_of = {node: region for node, region in network.nodes(data="region") if region}
    placed = network.subgraph(region_of)
    tied = network.subgraph([node for node in network if network.degree(node)])
    values = constraint(tied)
    shared = projections.network("actor-area", collective=False)
    homes = {
        node: region for node, region in shared.nodes(data="region") if region and shared.nodes[node]["bipartite"] == 0
    }

    def bridges(two_mode: nx.Graph) -> dict[str, float]:
        found = regional_bridging(regional_network(one_mode(two_mode, 0), homes))
        return {region: value.participation for region, value in found.items()}

    return Brokers(
        by_type=brokerage_test(network, dict(network.nodes(data="actor_type"))),
        by_region=brokerage_test(placed, region_of),
        constraint=ranking(values, intervals=bootstrap_interval(constraint, tied, n=SAMPLES), ascending=True),
        placed=len(placed),
        bridging=regional_bridging(regional_network(one_mode(shared, 0), homes)) if len(shared) else {},
        bridging_intervals=bootstrap_interval(bridges, shared, n=SAMPLES) if len(shared) else {},
        crowd=max(Counter(homes.values()).values(), default=0),
    )


def brokers(material: Material) -> Section:
    """The section."""
    say = material.say
    title = say("Mäklare mellan aktörer", "Brokers between actors")
    found = material.projections.once(brokers_of)
    if found is None:
        missing = say("Grafen har inga band mellan namngivna aktörer.", "The graph has no ties between named actors.")
        return Section("brokers", title, missing=missing)
    paragraphs = (_finding(found, material), _by_region(found, material))
    return Section("brokers", title, paragraphs, _figures(found, material), brief=paragraphs[0])


def _finding(found: Brokers, material: Material) -> str:
    say = material.say
    totals = {node: test.observed.total for node, test in found.by_type.items()}
    most = max(totals.values(), default=0.0)
    if not most:
        return say(
            "Ingen namngiven aktör står mellan två andra som saknar band.",
            "No named actor stands between two others without a tie.",
        )
    who = material.names(node for node, total in totals.items() if total == most)
    pairs, between = round(most / 2), sum(total > 0 for total in totals.values())
    return say(
        f"Flest par som saknar eget band ({pairs}) når varandra genom {who}; {between} aktörer står mellan några alls. "
        "Det gäller band som källorna uttalar, inte delade områden.",
        f"Most pairs without a tie of their own ({pairs}) meet through {who}; {between} actors stand between any at "
        "all. This is about ties that the sources state, not about shared areas.",
    )


def _by_region(found: Brokers, material: Material) -> str:
    say = material.say
    total = sum(test.observed.total for test in found.by_region.values())
    outside = sum(test.observed.total - test.observed.coordinator for test in found.by_region.values())
    if not total:
        return say(
            f"Mellan regioner går det inte att säga: av {len(found.by_type)} aktörer har {found.placed} ett känt län, "
            "och ingen av dem står mellan två andra med känt län.",
            f"Between regions nothing can be said: of {len(found.by_type)} actors, {found.placed} have one known "
            "county, and none of them stands between two others with a known county.",
        )
    return say(
        f"Efter region finns {found.placed} av {len(found.by_type)} aktörer med ett känt län; av deras "
        f"{round(total / 2)} mäklarlägen går {round(outside / 2)} över en länsgräns.",
        f"By region there are {found.placed} of {len(found.by_type)} actors with one known county; of their "
        f"{round(total / 2)} broker positions, {round(outside / 2)} cross a county border.",
    )


def _figures(found: Brokers, material: Material) -> tuple[Figure, ...]:
    say = material.say
    network = material.network("actor-actor", collective=False)
    title = say("Aktörernas bundenhet (constraint)", "How bound actors are (constraint)")
    shows = say(
        "Låg bundenhet: kontakter som inte känner varandra, alltså ett mäklarläge. 1 eller mer: en enda krets. "
        "Punkten är värdet, strecket 95-procentsintervallet.",
        "Low constraint: contacts that do not know each other, a broker’s position. 1 or more: a single circle. The "
        "dot is the value, the bar the 95 per cent interval.",
    )
    lines = [
        _dot(line, material)
        for line in found.constraint[: whole_ties([line.place for line in found.constraint], FIGURE)]
    ]
    axis = say("Constraint (lågt värde: mäklare)", "Constraint (low value: broker)")
    drawn = dots("brokers", title, shows, lines, axis, lambda value: say.number(value, 1))
    roles = (_roles("brokers-by-type", found.by_type, material), _roles("brokers-by-region", found.by_region, material))
    notes = _constraint_notes(shows, found, material, network)
    first = Figure("brokers", title, drawn, notes, ("actor-actor",), (_constraint(found, material), *roles))
    return (first, _bridging(found, material)) if found.bridging else (first,)


def _constraint_notes(shows: str, found: Brokers, material: Material, network: nx.Graph) -> Notes:
    say, most = material.say, 2 * found.placed < len(found.by_type)
    return Notes(
        shows,
        say(
            f"Burts constraint, intervall av {SAMPLES} omdragningar av banden. Roller efter Gould och Fernandez "
            "(1989), efter aktörstyp och efter län; z jämför med 200 gånger då grupperna delas ut slumpvis. Utan "
            "riktning är grindvakt och representant lika, och varje par räknas åt båda håll.",
            f"Burt’s constraint, intervals from {SAMPLES} redrawings of the ties. Roles after Gould and Fernandez "
            "(1989), by type of actor and by county; z compares with 200 deals of the groups at random. Without "
            "directions gatekeeper equals representative, and every pair counts both ways.",
        ),
        material.layers(network),
        say(
            "Band som källorna inte nämner. Med ett enda band är bundenheten alltid 1. "
            f"Aktörer utan känt län{', de flesta,' if most else ''} är inte med i rollerna efter län.",
            "Ties that the sources do not mention. With a single tie constraint is always 1. "
            f"Actors without a known county{', most of them,' if most else ''} are not in the roles by county.",
        ),
    )


def _dot(line: Ranking, material: Material) -> Dot:
    say, label = material.say, material.label(line.node)
    says = f"{label}: {say.number(line.value)} ({say.span(line.low, line.high)})"
    low, high = (math.nan if bound is None else bound for bound in (line.low, line.high))
    return Dot(label, line.value, low, high, says)


def _constraint(found: Brokers, material: Material) -> Table:
    say = material.say
    rows = tuple(
        (line.place, material.label(line.node), line.node, line.value, line.low, line.high, f"{line.best}–{line.worst}")
        for line in found.constraint
    )
    columns = (
        Column("place", say("Plats", "Place"), 0),
        Column("actor", say("Aktör", "Actor")),
        Column("iri", "IRI", shown=False),
        Column("constraint", "Constraint"),
        Column("constraint_low", say("från", "from")),
        Column("constraint_high", say("till", "to")),
        Column("places", say("möjliga platser", "possible places")),
    )
    return Table("brokers", say("Bundenhet", "Constraint"), columns, rows, limit=FIGURE, tied_by="place")


def _roles(name: str, tests: dict[str, RolesTest], material: Material) -> Table:
    say = material.say
    titles = {
        "coordinator": say("samordnare", "coordinator"),
        "itinerant": say("utomstående", "itinerant"),
        "gatekeeper": say("grindvakt", "gatekeeper"),
        "representative": say("representant", "representative"),
        "liaison": say("förbindelse", "liaison"),
    }
    rows: list[tuple[Cell, ...]] = []
    active = [node for node in material.by_name(tests) if tests[node].observed.total]
    for node in sorted(active, key=lambda node: -tests[node].observed.total):
        test = tests[node]
        pairs = ((int(getattr(test.observed, role)), getattr(test.z, role)) for role in ROLES)
        rows.append((material.label(node), node, int(test.observed.total), *(cell for pair in pairs for cell in pair)))
    columns = (
        Column("actor", say("Aktör", "Actor")),
        Column("iri", "IRI", shown=False),
        Column("total", say("Alla", "All"), 0),
        *(
            column
            for role in ROLES
            for column in (Column(role, titles[role].capitalize(), 0), Column(f"{role}_z", "z", 1))
        ),
    )
    caption = (
        say("Roller mellan slag av aktörer", "Roles between types of actor")
        if name.endswith("type")
        else say(
            "Roller mellan län (bara aktörer med ett känt län)", "Roles between counties (actors with one known county)"
        )
    )
    return Table(name, caption, columns, tuple(rows))


def _bridging(found: Brokers, material: Material) -> Figure:
    say = material.say
    title = say("Regioner som bryggor", "Regions as bridges")
    regions = sorted(material.by_name(found.bridging), key=lambda region: -found.bridging[region].participation)
    rows = tuple(
        (
            material.label(region),
            region,
            value.participation,
            found.bridging_intervals[region].low,
            found.bridging_intervals[region].high,
            value.outward,
            value.diversification,
        )
        for region in regions
        for value in (found.bridging[region],)
    )
    columns = (
        Column("region", "Region"),
        Column("iri", "IRI", shown=False),
        Column("participation", say("Deltagande", "Participation"), 1),
        Column("participation_low", say("från", "from"), 1),
        Column("participation_high", say("till", "to"), 1),
        Column("outward", say("Utåtriktning", "Outward")),
        Column("diversification", say("Spridning", "Diversification")),
    )
    notes = _bridging_notes(found, material)
    return Figure("bridging", title, None, notes, ("actor-area",), (Table("bridging", title, columns, rows),))


def _bridging_notes(found: Brokers, material: Material) -> Notes:
    say, few = material.say, found.crowd <= FEW
    return Notes(
        say(
            "Hur mycket regionernas namngivna aktörer delar områden med andra regioners (deltagande), hur stor del "
            "av det som går utåt, och hur jämnt det sprids på andra regioner: tre tal som inte vägs ihop.",
            "How much the named actors of regions share areas with those of others (participation), which share goes "
            "outward, and how evenly it spreads over other regions: three numbers, not weighed together.",
        ),
        say(
            "Bergé, Wanzenböck och Scherngell (2017) på aktörer som delar områden (Newmans vikter), hopräknade till "
            f"län; intervall av {SAMPLES} omdragningar av banden.",
            "Bergé, Wanzenböck and Scherngell (2017) on actors that share areas (Newman’s weights), summed to "
            f"counties; intervals from {SAMPLES} redrawings of the ties.",
        ),
        material.layers(material.network("actor-area", collective=False)),
        say(
            "Regioner vars aktörer källorna inte namnger."
            f"{' Varje län står här på en eller två aktörer: läs det som exempel.' if few else ''}",
            "Regions whose actors the sources do not name."
            f"{' Every county rests on one or two actors here: read it as an example.' if few else ''}",
        ),
    )
