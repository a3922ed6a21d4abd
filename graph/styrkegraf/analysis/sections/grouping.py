"""Groups: which actors and areas belong together, which regions do, and whether that is more than a tendency."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from styrkegraf.analysis.figures import Circle, Mark, grid, node_map
from styrkegraf.analysis.material import Material
from styrkegraf.analysis.model import Column, Figure, Notes, Section, Table
from styrkegraf.analysis.projections import POTENTIAL, Projections
from styrkegraf.measures.agreement import Agreement, agreement
from styrkegraf.measures.bipartite_groups import bipartite_groups, bipartite_modularity
from styrkegraf.measures.consensus import Runs, median_partition, stability, support
from styrkegraf.measures.groups import Communities, communities, leiden, modularity, numbered
from styrkegraf.measures.matrix import Matrix, matrix_of
from styrkegraf.measures.nestedness import NullScore, against_null

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["ActorGroups", "RegionGroups", "actor_groups", "grouping", "positions", "region_groups"]

RUNS = 50
FEW = 10
"""Starts of a run in a two-mode network, of which the best counts."""
STARTS = 50
DRAWS = 60
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
FIRM = 0.8
"""Mean agreement of two runs below which groups are a tendency and not a fact."""
COLOURS = 6


@dataclass(frozen=True, slots=True)
class ActorGroups:
    """Groups of actors and areas together: those on which many runs agree, how far they do, and chance.

    ``support`` is the mean share of runs that keep a node with a member of its group, ``stability`` the mean NMI of two
    runs, ``modularity`` that of the groups given; ``chance`` compares the best modularity of many starts.
    """

    partition: dict[str, int]
    support: dict[str, float]
    stability: float
    modularity: float
    chance: NullScore


@dataclass(frozen=True, slots=True)
class RegionGroups:
    """Groups of regions by shared themes, and their agreement with the macro-regions where the graph knows those."""

    found: Communities
    chance: NullScore
    agreement: Agreement | None
    placed: int


def actor_groups(projections: Projections) -> ActorGroups | None:
    """Groups in the network of named actors and areas; None where it has no tie."""
    network = projections.network("actor-area", collective=False)
    if not network.number_of_edges():
        return None
    nodes = sorted(network)
    found = [bipartite_groups(network, starts=FEW, seed=seed).partition for seed in range(RUNS)]
    runs = Runs.of([np.array([partition[node] for node in nodes]) for partition in found])
    consensus = median_partition(runs)
    partition = numbered(nodes, consensus.tolist())
    return ActorGroups(
        partition,
        dict(zip(nodes, support(runs, consensus).tolist(), strict=True)),
        stability(runs)[0],
        bipartite_modularity(network, partition),
        against_null(_actors_together, matrix_of(network), DRAWS)["modularity"],
    )


def region_groups(projections: Projections) -> RegionGroups | None:
    """Groups of counties by shared themes; None where no two share one."""
    network = projections.network(POTENTIAL)
    if not network.number_of_edges():
        return None
    found = communities(network, runs=RUNS)
    given = {node: wide for node, wide in network.nodes(data="macro_regions") if wide}
    compared = agreement(found.partition, given) if len(set(given.values())) > 1 else None
    chance = against_null(_regions_together, projections.region_theme("medium"), DRAWS)
    return RegionGroups(found, chance["modularity"], compared, len(given))


def _actors_together(matrix: Matrix) -> dict[str, float]:
    """How clear the groups of a two-mode network are."""
    import networkx as nx

    network = nx.Graph()
    network.add_nodes_from(matrix.rows, bipartite=0)
    network.add_nodes_from(matrix.columns, bipartite=1)
    network.add_edges_from(
        (matrix.rows[row], matrix.columns[at]) for row, at in zip(*matrix.values.nonzero(), strict=True)
    )
    return {"modularity": bipartite_groups(network, starts=STARTS).modularity}


def _regions_together(matrix: Matrix) -> dict[str, float]:
    """How clear the groups of the rows are by the columns that they share.

    Chance shuffles the matrix and not the ties: nearly all regions share a theme, and ties have few places to go.
    """
    import networkx as nx

    has = matrix.presence()
    common = has @ has.T
    network = nx.Graph()
    network.add_nodes_from(matrix.rows)
    network.add_weighted_edges_from(
        (one, other, common[at, to])
        for at, one in enumerate(matrix.rows)
        for to, other in enumerate(matrix.rows[:at])
        if common[at, to]
    )
    return {"modularity": modularity(network, leiden(network))}


def grouping(material: Material) -> Section:
    """The section."""
    say = material.say
    title = say("Grupper", "Groups")
    actors, regions = material.projections.once(actor_groups), material.projections.once(region_groups)
    told: list[tuple[str, str]] = []
    figures: list[Figure] = []
    if actors is not None:
        told.append((_actors_finding(actors, material), _measured(actors.stability, actors.chance, material)))
        figures.append(_actors(actors, material))
    if regions is not None:
        told.append((_regions_finding(regions, material), _regions_measured(regions, material)))
        figures.append(_regions(regions, material))
    if not figures:
        missing = say("Grafen har inga band att finna grupper i.", "The graph has no ties to find groups in.")
        return Section("grouping", title, missing=missing)
    paragraphs = tuple(f"{finding} ({measured}.)" for finding, measured in told)
    return Section("grouping", title, paragraphs, tuple(figures), brief=told[-1][0])


def _actors_finding(found: ActorGroups, material: Material) -> str:
    count, firm = len(set(found.partition.values())), _firm(found.stability, found.chance, material)
    return material.say(
        f"Aktörer och områden faller i {_groups(count, firm, material)}",
        f"Actors and areas fall into {_groups(count, firm, material)}",
    )


def _groups(count: int, firm: str, material: Material) -> str:
    """How many groups there are, and how far they can be trusted where they part anything."""
    if count == 1:
        return material.say("en enda grupp.", "one single group.")
    return material.say(f"{count} grupper. {firm}", f"{count} groups. {firm}")


def _firm(stable: float, chance: NullScore, material: Material) -> str:
    """How far groups can be trusted, in words that need no statistics."""
    say = material.say
    sharper = chance.z is not None and chance.z > 2
    told = say(
        f"De är {'tydligare' if sharper else 'inte tydligare'} än de grupper som slumpen ger.",
        f"They are {'clearer' if sharper else 'no clearer'} than the groups that chance gives.",
    )
    if stable >= FIRM and sharper:
        return told
    if stable >= FIRM:
        return told + say(
            " Metoden finner i stort sett samma grupper varje gång, men läs dem som ett sätt att sortera, inte som ett "
            "faktum.",
            " The method finds much the same groups each time, but read them as a way of sorting, not as a fact.",
        )
    return told + say(
        " Metoden finner inte riktigt samma grupper varje gång: läs dem som en tendens.",
        " The method does not find quite the same groups each time: read them as a tendency.",
    )


def _measured(stable: float, chance: NullScore, material: Material) -> str:
    say = material.say
    value, mean, z = say.number(chance.observed), say.number(chance.mean), say.number(chance.z, 1)
    return say(
        f"Modularitet\u00a0{value}, slump\u00a0{mean}, z\u00a0{z}; stabilitet\u00a0{say.number(stable)}",
        f"Modularity\u00a0{value}, chance\u00a0{mean}, z\u00a0{z}; stability\u00a0{say.number(stable)}",
    )


def _regions_finding(found: RegionGroups, material: Material) -> str:
    say, count = material.say, len(found.found.groups)
    firm = _firm(found.found.stability_nmi, found.chance, material)
    start = say(
        f"Efter gemensamma teman bildar regionerna {_groups(count, firm, material)}",
        f"By shared themes the regions form {_groups(count, firm, material)}",
    )
    if found.agreement is None:
        return start
    if found.agreement.p_value < 0.05:
        return start + say(
            f" Bland de {found.placed} län som hör till en storregion följer grupperna storregionerna mer än slumpen "
            "ger.",
            f" Among the {found.placed} counties in a macro-region the groups follow the macro-regions more than "
            "chance gives.",
        )
    return start + say(
        f" Bland de {found.placed} län som hör till en storregion syns det inte att grupperna följer storregionerna "
        "mer än slumpen ger.",
        f" Among the {found.placed} counties in a macro-region the groups are not seen to follow the macro-regions "
        "more than chance gives.",
    )


def _regions_measured(found: RegionGroups, material: Material) -> str:
    say, measured = material.say, _measured(found.found.stability_nmi, found.chance, material)
    if found.agreement is None:
        return measured
    ari, p = say.number(found.agreement.ari), say.number(found.agreement.p_value, 3)
    return measured + say(
        f"; mot storregionerna ARI\u00a0{ari}, p\u00a0{p}", f"; against the macro-regions ARI\u00a0{ari}, p\u00a0{p}"
    )


def _colour(group: int) -> str:
    return f"group-{min(group, COLOURS)}"


def _letter(group: int) -> str:
    return LETTERS[group] if group < len(LETTERS) else str(group + 1)


def positions(network: nx.Graph) -> dict[str, tuple[float, float]]:
    """Where nodes lie, from 0 to 1 in both directions: the piece drawn by springs as long as the ways between nodes."""
    import networkx as nx

    nodes = sorted(network)
    numbered = nx.Graph()
    numbered.add_nodes_from(range(len(nodes)))
    place = {node: at for at, node in enumerate(nodes)}
    numbered.add_edges_from(sorted(tuple(sorted((place[a], place[b]))) for a, b in network.edges))
    found = nx.kamada_kawai_layout(numbered, pos=nx.circular_layout(numbered)) if len(nodes) > 1 else {0: (0.5, 0.5)}
    return {nodes[at]: _scaled(point, list(found.values())) for at, point in sorted(found.items())}


def _scaled(point: tuple[float, float], points: list[tuple[float, float]]) -> tuple[float, float]:
    def along(axis: int) -> float:
        low, high = (end(float(one[axis]) for one in points) for end in (min, max))
        return round((float(point[axis]) - low) / (high - low), 4) if high > low else 0.5

    return along(0), along(1)


def _actors(found: ActorGroups, material: Material) -> Figure:
    say = material.say
    network = material.network("actor-area", collective=False)
    places, partition = positions(network), found.partition
    nodes = {
        node: Circle(
            *places[node],
            material.label(node),
            _colour(partition[node]),
            _letter(partition[node]),
            network.degree(node) + (100 if its["kind"] == "StrengthArea" else 0),
            its["kind"] == "StrengthArea",
        )
        for node, its in network.nodes(data=True)
    }
    title = say("Aktörer, områden och deras grupper", "Actors, areas and their groups")
    shows = say(
        "Fyrkanter är styrkeområden, cirklar namngivna aktörer, linjer att en källa räknar aktören till området. "
        "Bokstav och färg är gruppen. Namn som inte får plats visas när man pekar.",
        "Squares are strength areas, circles named actors, lines that a source counts the actor to the area. Letter "
        "and colour are the group. Names without room show when pointed at.",
    )
    return Figure(
        "groups-actors",
        title,
        node_map("groups-actors", title, shows, nodes, [(str(a), str(b)) for a, b in network.edges]),
        _actors_notes(shows, found, material, network),
        ("actor-area",),
        (_members("groups-actors", title, partition, found.support, material),),
    )


def _actors_notes(shows: str, found: ActorGroups, material: Material, network: nx.Graph) -> Notes:
    say = material.say
    return Notes(
        shows,
        say(
            f"De grupper som {RUNS} körningar är mest överens om, var och en den bästa av {FEW} starter efter "
            f"tvåläges modularitet (Barber 2007); gruppernas modularitet är {say.number(found.modularity)}. "
            f"Stödet är andelen körningar som håller ihop någon med sin grupp. z jämför den bästa av {STARTS} "
            f"starter med {DRAWS} nätverk i vilka var och en behåller sitt antal band.",
            f"The groups on which {RUNS} runs agree most, each the best of {FEW} starts by two-mode modularity "
            f"(Barber 2007); the modularity of the groups is {say.number(found.modularity)}. Support is the share "
            f"of runs that keep somebody with their group. z compares the best of {STARTS} starts with {DRAWS} "
            "networks in which everybody keeps their number of ties.",
        ),
        material.layers(network),
        say(
            "Att de i en grupp arbetar ihop, bara att de nämns under samma områden. Avstånden på kartan är "
            "ungefärliga.",
            "That those in a group work together, only that they are named under the same areas. Distances on "
            "the map are approximate.",
        ),
    )


def _regions(found: RegionGroups, material: Material) -> Figure:
    say, network = material.say, material.network(POTENTIAL)
    partition = found.found.partition
    order = sorted(material.counties, key=lambda county: partition[county])
    marks: dict[tuple[int, int], Mark] = {}
    most = max(weight for *_, weight in network.edges(data="weight"))
    for row, one in enumerate(order):
        for column, other in enumerate(order):
            if network.has_edge(one, other):
                weight = network.edges[one, other]["weight"]
                class_ = _colour(partition[one]) if partition[one] == partition[other] else "outside"
                says = f"{material.label(one)}, {material.label(other)}: {round(weight)}"
                marks[row, column] = Mark(class_, 0.25 + 0.75 * weight / most, says)
    title = say("Regionernas grupper efter gemensamma teman", "Groups of regions by shared themes")
    shows = say(
        "Län mot län, ordnade efter grupp; ju fler gemensamma teman, desto större ruta. Färgade block är grupperna, "
        "grå rutor band mellan dem.",
        "County by county, in order of group; the more themes in common, the larger the square. Coloured blocks are "
        "the groups, grey squares ties between them.",
    )
    low, high = found.found.count_range
    names = [f"{material.label(county)} {_letter(partition[county])}" for county in order]
    return Figure(
        "groups-regions",
        title,
        grid("groups-regions", title, shows, names, names, marks),
        _regions_notes(shows, material, network, low, high),
        (POTENTIAL,),
        (_members("groups-regions", title, partition, found.found.support, material),),
    )


def _regions_notes(shows: str, material: Material, network: nx.Graph, low: float, high: float) -> Notes:
    say = material.say
    return Notes(
        shows,
        say(
            f"Leiden i {RUNS} körningar, som fann {say.span(low, high, 0)} grupper; här deras median. "
            "Stabiliteten är körningarnas inbördes NMI. Jämförelsen med storregionerna (ARI, NMI) delar ut "
            f"grupperna på nytt 200 gånger; z jämför med {DRAWS} nätverk i vilka varje region och tema behåller "
            "sitt antal.",
            f"Leiden in {RUNS} runs, which found {say.span(low, high, 0)} groups; here their median. Stability is "
            "the NMI among runs. The comparison with macro-regions (ARI, NMI) deals out the groups anew 200 "
            f"times; z compares with {DRAWS} networks in which each region and theme keeps its count.",
        ),
        material.layers(network),
        say(
            "Samarbete: gemensamma teman är en möjlighet. Temakopplingar av låg tillförlitlighet räknas inte här.",
            "Collaboration: shared themes are a possibility. Theme ties of low confidence do not count here.",
        ),
    )


def _members(
    name: str, caption: str, partition: Mapping[str, int], support: Mapping[str, float], material: Material
) -> Table:
    say = material.say
    ordered = sorted(material.by_name(partition), key=lambda node: partition[node])
    rows = tuple((_letter(partition[node]), material.label(node), node, support.get(node)) for node in ordered)
    columns = (
        Column("group", say("Grupp", "Group")),
        Column("member", say("Medlem", "Member")),
        Column("iri", "IRI", shown=False),
        Column("support", say("Stöd (0 till 1)", "Support (0 to 1)")),
    )
    return Table(name, caption, columns, rows)
