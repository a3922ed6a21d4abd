"""What the graph holds, and what it does not."""

from __future__ import annotations

from dataclasses import dataclass

from styrkegraf.analysis.figures import Bar, stacked_bars
from styrkegraf.analysis.material import Material
from styrkegraf.analysis.model import Column, Figure, Notes, Section, Table
from styrkegraf.analysis.projections import Projections
from styrkegraf.measures.alignment import areas_without_actors
from styrkegraf.report import report

__all__ = ["Coverage", "contents", "coverage"]


@dataclass(frozen=True, slots=True)
class Coverage:
    """Statements by layer, passages by document, and how many areas of each region have an actor and have none."""

    statements: dict[str, int]
    documents: dict[str, tuple[int, int]]
    areas: dict[str, tuple[int, int]]


def coverage(projections: Projections) -> Coverage:
    """Count what the graph holds; ``areas`` is by region, (with an actor, without)."""
    found = report(projections.graph, ())
    region_area = projections.network("region-area")
    without = areas_without_actors(region_area, projections.network("actor-area"))
    return Coverage(
        statements=found.layers,
        documents={iri: (entry["passages"], entry["statements"]) for iri, entry in found.sources.items()},
        areas={
            region: (region_area.degree(region) - len(areas), len(areas))
            for region, areas in without.items()
            if region_area.degree(region)
        },
    )


def contents(material: Material) -> Section:
    """The section."""
    say, found = material.say, material.projections.once(coverage)
    title = say("Vad grafen vet, och inte vet", "What the graph knows, and does not")
    if not sum(found.statements.values()):
        return Section("contents", title, missing=say("Grafen är tom.", "The graph is empty."))
    total = say.whole(sum(found.statements.values()))
    by_layer = say.listing(f"{say.whole(count)} {_layer(name, material)}" for name, count in found.statements.items())
    documents = len(found.documents)
    paragraphs = (
        say(
            f"Grafen rymmer {total} uppgifter ur {documents} dokument: {by_layer}. "
            "Varje uppgift namnger textstället, läsningen eller regeln som den kommer från.",
            f"The graph holds {total} statements from {documents} document{'' if documents == 1 else 's'}: {by_layer}. "
            "Every statement names the passage, the reading or the rule that it comes from.",
        ),
    )
    named = [region for region in material.by_name(found.areas) if found.areas[region][0]]
    without = sum(1 for tied, _ in found.areas.values() if not tied)
    if not found.areas:
        return Section(
            "contents",
            title,
            (*paragraphs, _documents(found, material)),
            missing=say("Grafen har inga styrkeområden.", "The graph has no strength areas."),
        )
    actors = _actors(named, without, material)
    return Section(
        "contents", title, (*paragraphs, _documents(found, material), actors), (_figure(found, material),), brief=actors
    )


def _layer(name: str, material: Material) -> str:
    words = {
        "stated": ("sagda i en källa", "stated in a source"),
        "curated": ("våra egna", "our own"),
        "ontology": ("i ontologin och temana", "in ontology and themes"),
        "inferred": ("slutledda", "inferred"),
        "derived": ("givna av en regel", "given by a rule"),
    }
    return material.say(*words.get(name, ("utan känt lager", "of no known layer")))


def _documents(found: Coverage, material: Material) -> str:
    say = material.say
    names = "; ".join(
        f"{material.label(iri)} ({material.passages(found.documents[iri][0])})"
        for iri in material.by_name(found.documents)
    )
    return f"{say('Källorna är', 'The sources are')}: {names or say('inga', 'none')}."


def _actors(named: list[str], without: int, material: Material) -> str:
    say = material.say
    if not named:
        return say(
            "Ingen källa namnger aktörer bakom något styrkeområde.", "No source names actors behind any strength area."
        )
    who = material.names(named)
    if not without:
        return say(
            "För varje region med styrkeområden nämner källorna aktörer bakom något av dem.",
            "For every region with strength areas the sources name actors behind some of them.",
        )
    many = without != 1
    others = say(
        f"de övriga {without} regionerna" if many else "den övriga regionen",
        f"the other {without} regions" if many else "the other region",
    )
    return say(
        f"Aktörer bakom styrkeområdena är kända bara för {who}. För {others} nämner källorna "
        "inga aktörer bakom områdena; att de saknas här betyder inte att de saknas där.",
        f"Actors behind the strength areas are known for {who} only. For {others} the sources name "
        "no actors behind the areas; that they are missing here does not mean that they are missing there.",
    )


def _figure(found: Coverage, material: Material) -> Figure:
    say = material.say
    regions = sorted(
        material.by_name(found.areas), key=lambda region: (-found.areas[region][0], -sum(found.areas[region]))
    )
    key = (
        ("part-1", say("Områden som någon aktör är knuten till", "Areas with an actor")),
        ("part-4", say("Områden utan aktör i källorna", "Areas without an actor in the sources")),
    )
    title = say(
        "Styrkeområden med och utan aktörer, region för region", "Strength areas with and without actors, by region"
    )
    shows = say(
        "Hur många styrkeområden varje region har pekat ut, och till hur många av dem en källa knyter en aktör.",
        "How many strength areas each region has named, and for how many of them a source names an actor.",
    )
    table = Table(
        "coverage",
        title,
        (
            Column("region", "Region"),
            Column("iri", "IRI", shown=False),
            Column("areas_with_actors", say("Med aktör", "With an actor"), 0),
            Column("areas_without_actors", say("Utan aktör", "Without"), 0),
        ),
        tuple((material.label(region), region, *found.areas[region]) for region in regions),
    )
    return Figure(
        "coverage",
        title,
        stacked_bars("coverage", title, shows, [Bar(material.label(r), found.areas[r]) for r in regions], key),
        _notes(shows, material),
        ("region-area", "actor-area"),
        (table,),
    )


def _notes(shows: str, material: Material) -> Notes:
    say = material.say
    return Notes(
        shows,
        say(
            "Räkning av styrkeområden; en aktör är knuten till ett område när en källa räknar den dit.",
            "A count of strength areas; an actor is tied to an area when a source counts it there.",
        ),
        material.layers(material.network("region-area"), material.network("actor-area")),
        say(
            "Hur starka områdena är, och vilka aktörer som finns i regioner vars källor inte namnger några.",
            "How strong the areas are, and which actors there are in regions whose sources name none.",
        ),
    )
