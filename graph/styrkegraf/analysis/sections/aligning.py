"""Alignment: whether actors and collaborations lie in the themes that regions have declared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from styrkegraf.analysis.figures import Bar, stacked_bars
from styrkegraf.analysis.material import Material
from styrkegraf.analysis.model import Column, Figure, Notes, Section, Table
from styrkegraf.analysis.projections import DOCUMENTED, Projections
from styrkegraf.measures.alignment import (
    CollaborationShare,
    collaboration_share,
    priorities_without_ties,
    share_in_priorities,
    ties_of_actors,
    ties_without_priority,
)
from styrkegraf.networks import Confidence

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["Alignment", "aligning", "alignment_of"]

LEVELS: tuple[Confidence, ...] = ("low", "medium", "high")
SUBJECTS = DOCUMENTED[:3]
"""Documented collaborations; to be in the same macro-region is none."""


@dataclass(frozen=True, slots=True)
class Alignment:
    """Subjects of collaborations by kind; and by region with known actors: themes without, outside, and shares.

    ``subjects`` and ``shares`` are by the least confidence of the theme ties that count.
    """

    subjects: dict[Confidence, dict[str, CollaborationShare]]
    untouched: dict[str, tuple[str, ...]]
    undeclared: dict[str, tuple[str, ...]]
    shares: dict[Confidence, dict[str, float | None]]

    @property
    def regions(self) -> list[str]:
        """The regions that have actors with a known home and tied to an area."""
        return [region for region, share in self.shares["low"].items() if share is not None]

    def subjects_range(self, kind: str) -> tuple[float | None, float | None]:
        """The lowest and the highest share of the subjects of a kind that both regions declare."""
        shares = (self.subjects[level][kind].share for level in LEVELS)
        known = [share for share in shares if share is not None]
        return min(known, default=None), max(known, default=None)

    def together(self, level: Confidence) -> CollaborationShare:
        """The subjects of all kinds."""
        parts = zip(*(_parts(share) for share in self.subjects[level].values()), strict=True)
        return CollaborationShare(*(sum(part) for part in parts))


def alignment_of(projections: Projections) -> Alignment:
    """Compare declared themes with those of actors, by home of the actor, and with those of collaborations."""
    priorities, areas = projections.network("region-theme"), projections.network("area-theme")
    actors = projections.network("actor-area", collective=False)
    homes = {
        node: found["regions"]
        for node, found in actors.nodes(data=True)
        if found["bipartite"] == 0 and found["regions"]
    }
    ties = ties_of_actors(actors, areas, homes)
    shares: dict[Confidence, Mapping[str, float | None]] = {
        level: share_in_priorities(
            projections.network("region-theme", minimum=level),
            ties_of_actors(actors, projections.network("area-theme", minimum=level), homes),
        )
        for level in LEVELS
    }
    return Alignment(
        {level: {name: _subjects(name, level, projections) for name in SUBJECTS} for level in LEVELS},
        priorities_without_ties(priorities, ties),
        ties_without_priority(priorities, ties),
        {level: dict(found) for level, found in shares.items()},
    )


def _subjects(name: str, level: Confidence, projections: Projections) -> CollaborationShare:
    priorities, areas = (projections.network(one, minimum=level) for one in ("region-theme", "area-theme"))
    return collaboration_share(projections.network(name), priorities, areas)


def aligning(material: Material) -> Section:
    """The section."""
    say = material.say
    title = say("Gör vi det vi säger att vi är starka i?", "Do we do what we say we are strong in?")
    if not material.network("region-theme").number_of_edges():
        missing = say("Grafen har inga regioner med teman.", "The graph has no regions with themes.")
        return Section("aligning", title, missing=missing)
    found = material.projections.once(alignment_of)
    finding = _finding(found, material)
    who = material.names(found.regions)
    if not found.regions:
        scope = say("Inga namngivna aktörer har ett känt hem.", "No named actor has a known home.")
    elif len(found.regions) == len(found.shares["low"]):
        scope = say(f"Aktörernas teman går att jämföra för {who}.", f"The themes of actors can be compared for {who}.")
    else:
        scope = say(
            f"Aktörernas teman går att jämföra för {who}: bara där har namngivna aktörer ett känt hem. För de andra "
            "länen säger källorna inget, och det tomma är inget besked om dem.",
            f"The themes of actors can be compared for {who}: only there do named actors have a known home. For the "
            "other counties the sources say nothing, and the gap tells nothing of them.",
        )
    figures: list[Figure] = []
    if any(_parts(found.together("low"))):
        figures.append(_collaborations(found, material))
    if found.regions:
        figures.append(_actors(found, material))
    return Section("aligning", title, (finding, scope), tuple(figures), brief=finding)


def _finding(found: Alignment, material: Material) -> str:
    say, all_, sure = material.say, found.together("low"), found.together("high").share
    known = all_.both + all_.one + all_.neither
    if not known and not all_.unknown:
        return say("Ingen källa belägger någon samverkan.", "No source documents any collaboration.")
    if not known:
        return say("Ingen belagd samverkan har ett känt tema.", "No documented collaboration has a known theme.")
    return say(
        f"Räknat par för par: av {known} gemensamma ämnen vars tema är känt har {all_.both} ett tema som båda "
        f"regionerna pekat ut ({say.percent(all_.share)}; med bara säkra temakopplingar {say.percent(sure)}), "
        f"{all_.one} ett som bara den ena och {all_.neither} ett som ingen. För {all_.unknown} är temat okänt.",
        f"Counted pair by pair: of {known} joint subjects of known theme, {all_.both} have a theme that both regions "
        f"declare ({say.percent(all_.share)}; with sure theme ties only {say.percent(sure)}), {all_.one} one that only "
        f"one of them does, and {all_.neither} one that neither does. For {all_.unknown} the theme is unknown.",
    )


def _parts(share: CollaborationShare) -> tuple[int, int, int, int]:
    return share.both, share.one, share.neither, share.unknown


def _collaborations(found: Alignment, material: Material) -> Figure:
    say = material.say
    names = {
        SUBJECTS[0]: say("uttalad samverkan", "stated collaboration"),
        SUBJECTS[1]: say("gemensamma områden", "joint areas"),
        SUBJECTS[2]: say("strategier och projekt", "strategies and projects"),
    }
    key = (
        ("part-1", say("tema som båda pekat ut", "theme that both declare")),
        ("part-2", say("bara den ena", "only one does")),
        ("part-3", say("ingen", "neither does")),
        ("part-4", say("okänt tema", "theme unknown")),
    )
    title = say("Samverkan i utpekade teman", "Collaboration in declared themes")
    shows = say(
        "Varje sak som två län gör ihop, räknad en gång för varje par: ligger den i ett tema som båda har pekat ut?",
        "Every thing that two counties do together, counted once for each pair: does it lie in a theme that both "
        "declare?",
    )
    bars = [Bar(names[name], _parts(share)) for name, share in found.subjects["low"].items()]
    columns = (
        Column("collaboration", say("Samverkan", "Collaboration")),
        Column("projection", say("Fråga", "Query"), shown=False),
        Column("both", say("Båda", "Both"), 0),
        Column("one", say("Den ena", "One"), 0),
        Column("neither", say("Ingen", "Neither"), 0),
        Column("unknown", say("Okänt", "Unknown"), 0),
        Column("share_both", say("Andel båda av kända", "Share of both in known")),
        Column("share_both_low", say("från", "from")),
        Column("share_both_high", say("till", "to")),
    )
    rows = tuple(
        (names[name], name, *_parts(share), share.share, *found.subjects_range(name))
        for name, share in found.subjects["low"].items()
    )
    networks = [material.network(name) for name in (*SUBJECTS, "region-theme", "area-theme")]
    return Figure(
        "aligned-collaboration",
        title,
        stacked_bars("aligned-collaboration", title, shows, bars, key),
        _collaborations_notes(shows, material, networks),
        (*SUBJECTS, "region-theme", "area-theme"),
        (Table("aligned-collaboration", title, columns, rows),),
    )


def _collaborations_notes(shows: str, material: Material, networks: list[nx.Graph]) -> Notes:
    say = material.say
    return Notes(
        shows,
        say(
            "Ett ämne är ett gemensamt område, en strategi eller ett projekt. Dess teman jämförs med länens egna "
            "områden; det räcker att ett tema är gemensamt. Figuren räknar alla temakopplingar; tabellens spann "
            "är över de tre nivåerna av tillförlitlighet.",
            "A subject is a joint area, a strategy or a project. Its themes are compared with the counties’ own "
            "areas; one theme in common is enough. The figure counts all theme ties; the range in the table is "
            "over the three levels of confidence.",
        ),
        material.layers(*networks),
        say(
            "Ämnen som källorna inte nämner. Möjliga band räknas aldrig här: de ligger i utpekade teman redan av "
            "hur de bildas. Ett gemensamt område ger lika många ämnen som det har par av län.",
            "Subjects that the sources do not mention. Potential ties never count here: they lie in declared "
            "themes by construction. A joint area gives as many subjects as it has pairs of counties.",
        ),
    )


def _actors(found: Alignment, material: Material) -> Figure:
    say = material.say
    title = say(
        "Teman utan aktör, och aktörer utanför temana", "Themes without an actor, and actors outside the themes"
    )
    rows = []
    for region in material.by_name(found.regions):
        shares = [found.shares[level].get(region) for level in LEVELS]
        known = [share for share in shares if share is not None]
        themes = (material.names(found.untouched[region]), material.names(found.undeclared[region]))
        rows.append((material.label(region), region, shares[0], min(known), max(known), *themes))
    columns = (
        Column("region", "Region"),
        Column("iri", "IRI", shown=False),
        Column("share", say("Andel av banden i utpekade teman", "Share of ties in declared themes")),
        Column("share_low", say("från", "from")),
        Column("share_high", say("till", "to")),
        Column("without_ties", say("Utpekade teman utan band", "Declared themes without a tie")),
        Column("without_priority", say("Band utanför utpekade teman", "Ties outside declared themes")),
    )
    networks = [
        material.network("actor-area", collective=False),
        material.network("area-theme"),
        material.network("region-theme"),
    ]
    return Figure(
        "aligned-actors",
        title,
        None,
        _actors_notes(material, networks),
        ("actor-area", "area-theme", "region-theme"),
        (Table("aligned-actors", title, columns, tuple(rows)),),
    )


def _actors_notes(material: Material, networks: list[nx.Graph]) -> Notes:
    say = material.say
    return Notes(
        say(
            "För varje län med namngivna aktörer: i vilka utpekade teman ingen av dem är knuten till ett område, "
            "och i vilka andra teman de är det.",
            "For every county with named actors: the declared themes in which none of them is tied to an area, "
            "and the other themes in which they are.",
        ),
        say(
            "En aktörs band till ett område räknas till länet där aktören finns, i lika delar på områdets teman. "
            "Spannet är över de tre nivåerna av tillförlitlighet.",
            "An actor’s tie to an area counts for the county where the actor is, in equal parts over the themes "
            "of the area. The range is over the three levels of confidence.",
        ),
        material.layers(*networks),
        say(
            "Aktörer som källorna inte namnger eller inte placerar. Ett tema utan band är ett tema som ingen av "
            "källorna talar om aktörer för, inte ett där inget görs.",
            "Actors that the sources do not name or place. A theme without a tie is one for which none of the "
            "sources speaks of actors, not one in which nothing is done.",
        ),
    )
