"""What breaks without whom: removal one after the other, and one at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from styrkegraf.analysis.figures import Curve, curves
from styrkegraf.analysis.material import Material
from styrkegraf.analysis.model import Column, Figure, Notes, Section, Table
from styrkegraf.analysis.projections import Projections
from styrkegraf.measures.cohesion import articulation_points
from styrkegraf.measures.removals import RemovalImpact, single_removals
from styrkegraf.measures.resilience import RemovalCurve, Strategy, removal_curve
from styrkegraf.measures.uncertainty import Ranking, bootstrap_interval, ranking
from styrkegraf.networks.onemode import one_mode

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["Breaking", "breaking", "breaking_of", "losses"]

SHARED, STATED = "actor-area", "actor-actor"
"""Projections in which actors are tied by the areas that they share, and by what a source says of them."""

RUNS = 100
SAMPLES, FEWEST = 100, 20
"""How often the ties are drawn anew: fewer times for a large network, of which a single sample takes seconds."""
_EFFORT = 15_000
"""Nodes times samples from which on it is fewer times."""
STRATEGIES: tuple[Strategy, ...] = ("random", "degree", "betweenness")


@dataclass(frozen=True, slots=True)
class Breaking:
    """One network: its curves, what every single removal does, its articulation points, and the ranked losses.

    The intervals of the losses are from so many ``samples``.
    """

    curves: dict[Strategy, RemovalCurve]
    impacts: dict[str, RemovalImpact]
    points: list[str]
    losses: list[Ranking]
    samples: int


def losses(network: nx.Graph) -> dict[str, float]:
    """What the others lose in efficiency when a node goes, for every node, as a share of what they had."""
    return {node: _loss(impact) for node, impact in single_removals(network).items()}


def _loss(impact: RemovalImpact) -> float:
    before, after = impact.efficiency_before or 0.0, impact.efficiency_after or 0.0
    return (before - after) / before if before else 0.0


def breaking_of(projections: Projections, projection: str) -> Breaking | None:
    """What a network of named actors loses with its nodes; None where it has none.

    A two-mode projection is of actors by what they share; its ties are drawn anew in the two-mode network itself.
    """
    made = projections.network(projection, collective=False)
    network = made if projection == STATED else one_mode(made, 0)
    if not len(network):
        return None
    samples = max(FEWEST, min(SAMPLES, _EFFORT // len(network)))
    if network is made:
        intervals = bootstrap_interval(losses, network, n=samples)
    else:
        intervals = bootstrap_interval(lambda two: losses(one_mode(two, 0)), made, n=samples)
    return Breaking(
        {way: removal_curve(network, way, recompute=way != "random", runs=RUNS) for way in STRATEGIES},
        single_removals(network),
        articulation_points(network),
        ranking(losses(network), intervals=intervals),
        samples,
    )


def breaking(material: Material) -> Section:
    """The section."""
    say = material.say
    title = say("Vad brister utan vem", "What breaks without whom")
    shared, stated = (material.projections.once(breaking_of, name) for name in (SHARED, STATED))
    figures: list[Figure] = []
    paragraphs: list[str] = []
    if shared is not None:
        paragraphs.append(
            _finding(shared, material, say("Bland aktörer som delar områden", "Among actors that share areas"))
        )
        figures.append(_figure("removal-areas", shared, material, SHARED))
    if stated is not None:
        paragraphs.append(
            _finding(stated, material, say("Bland uttalade band mellan aktörer", "Among stated ties between actors"))
        )
        figures.append(_figure("removal-ties", stated, material, STATED))
    if not figures:
        missing = say("Grafen har inga namngivna aktörer att ta bort.", "The graph has no named actors to remove.")
        return Section("breaking", title, missing=missing)
    return Section("breaking", title, tuple(paragraphs), tuple(figures), brief=" ".join(paragraphs))


def _finding(found: Breaking, material: Material, where: str) -> str:
    say = material.say
    if not found.points:
        return say(
            f"{where} är ingen ensam om att hålla andra samman: vem som än går når de övriga varandra som förut, om än "
            "på längre vägar.",
            f"{where} nobody alone holds others together: whoever leaves, the rest reach each other as before, if by "
            "longer ways.",
        )
    pairs = {node: found.impacts[node].pairs_disconnected for node in found.points}
    parts = "; ".join(
        say(
            f"utan {material.label(node)} tappar {pairs[node]} par kontakten",
            f"without {material.label(node)}, {pairs[node]} pair{' loses' if pairs[node] == 1 else 's lose'} contact",
        )
        for node in sorted(found.points, key=lambda node: -pairs[node])
    )
    return f"{where}: {parts}."


def _figure(name: str, found: Breaking, material: Material, projection: str) -> Figure:
    say = material.say
    shared = projection == SHARED
    network = material.network(projection, collective=False)
    title = (
        say("När aktörer som delar områden försvinner", "When actors that share areas leave")
        if shared
        else say("När aktörer med uttalade band försvinner", "When actors with stated ties leave")
    )
    shows = say(
        "Hur stor del av aktörerna som ännu hänger ihop i ett stycke när fler och fler försvinner: slumpvis (med "
        f"bandet för de mittersta 95 procenten av {RUNS} ordningar), de med flest band först, de med högst "
        "mellanläge först.",
        "How many of the actors still hang together in one piece as more and more leave: at random (with the band of "
        f"the middle 95 per cent of {RUNS} orders), those with most ties first, those with the highest betweenness "
        "first.",
    )
    axes = say("andel borttagna", "share removed"), say("största stycket", "largest piece")
    return Figure(
        name,
        title,
        curves(name, title, shows, [_curve(one, material) for one in found.curves.values()], axes, say.percent),
        _notes(shows, material, network, shared, found.samples),
        (projection,),
        (_singles(f"{name}-single", found, material), _points(f"{name}-curves", found, material)),
    )


def _curve(curve: RemovalCurve, material: Material) -> Curve:
    say = material.say
    words = {
        "random": say("slumpvis", "at random"),
        "degree": say("flest band först", "most ties first"),
        "betweenness": say("högst mellanläge först", "highest betweenness first"),
    }
    points = tuple(zip(curve.removed, curve.giant.value, strict=True))
    area = f"{words[curve.strategy]} (R = {say.number(curve.area)})"
    if curve.strategy == "random":
        return Curve(area, "solid", points, curve.giant.low, curve.giant.high)
    return Curve(area, "dashed" if curve.strategy == "degree" else "dotted", points)


def _notes(shows: str, material: Material, network: nx.Graph, shared: bool, samples: int) -> Notes:
    say = material.say
    ties = (
        say(
            "Två aktörer har ett band när de är knutna till samma område.",
            "Two actors have a tie when both are tied to one area.",
        )
        if shared
        else say(
            "Ett band är att två samverkar, driver, finansierar, deltar i eller hör till varandra.",
            "A tie is that two work together, or one runs, funds, takes part in or belongs to the other.",
        )
    )
    return Notes(
        shows,
        say(
            f"{ties} Ordningen räknas om efter varje borttagning. R är ytan under kurvan (Schneider m.fl. 2011): ju "
            "mindre, desto skörare. Enskilda förluster: hur mycket kortare vägar de andra mister; intervallen av "
            f"{samples} omdragningar av banden.",
            f"{ties} The order is computed anew after every removal. R is the area under the curve (Schneider and "
            "others 2011): the smaller, the more fragile. Single losses: how much in short ways the others lose; "
            f"intervals from {samples} redrawings of the ties.",
        ),
        material.layers(network),
        say(
            "Band som källorna inte nämner: verkliga aktörer har fler, och nätverket är därför segare än det ser ut. "
            "Vad en aktör gör syns inte heller, bara vem den binder ihop.",
            "Ties that the sources do not mention: real actors have more, and the network is tougher than it looks. "
            "Nor does it show what an actor does, only whom it connects.",
        ),
    )


def _singles(name: str, found: Breaking, material: Material) -> Table:
    say = material.say
    rows = []
    for line in found.losses:
        impact = found.impacts[line.node]
        cut_off = material.names(impact.cut_off) if impact.cut_off else ""
        places = f"{line.best}–{line.worst}"
        start = (line.place, material.label(line.node), line.node, line.value, line.low, line.high, places)
        rows.append((*start, impact.pairs_disconnected, impact.components_after - impact.components_before, cut_off))
    columns = (
        Column("place", say("Plats", "Place"), 0),
        Column("actor", say("Utan aktören", "Without the actor")),
        Column("iri", "IRI", shown=False),
        Column("efficiency_loss", say("Förlorad effektivitet", "Efficiency lost"), 3),
        Column("efficiency_loss_low", say("från", "from"), 3),
        Column("efficiency_loss_high", say("till", "to"), 3),
        Column("places", say("möjliga platser", "possible places")),
        Column("pairs_disconnected", say("Par som tappar kontakten", "Pairs cut apart"), 0),
        Column("more_components", say("Fler stycken", "More pieces"), 0),
        Column("cut_off", say("Avskurna", "Cut off")),
    )
    return Table(
        name, say("En borttagen i taget", "One removed at a time"), columns, tuple(rows), limit=10, tied_by="place"
    )


def _points(name: str, found: Breaking, material: Material) -> Table:
    say = material.say
    rows = tuple(
        (way, at, curve.order[at - 1] if curve.order and at else "", share, value, low, high)
        for way, curve in found.curves.items()
        for at, (share, value, low, high) in enumerate(
            zip(curve.removed, curve.giant.value, curve.giant.low, curve.giant.high, strict=True)
        )
    )
    columns = (
        Column("strategy", say("Ordning", "Order")),
        Column("removals", say("Borttagna", "Removed"), 0),
        Column("removed_iri", "IRI", shown=False),
        Column("share_removed", say("Andel", "Share")),
        Column("giant", say("Största stycket", "Largest piece")),
        Column("giant_low", say("från", "from")),
        Column("giant_high", say("till", "to")),
    )
    return Table(name, say("Kurvornas punkter", "The points of the curves"), columns, rows, limit=0)
