"""Generated facts of the shape of the shipped ones: counties, areas, ties, actors and strategies, in passages.

The same size and seed give the same quads. Every graph is valid: it has no error under the shapes and checks.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Quad

from styrkegraf.namespaces import BASE, ID, PREFIXES, PROVENANCE, curated, rdf, sg, skos

__all__ = ["generate", "stream"]

_THEMES = [
    "advanced-manufacturing", "automation", "bioeconomy", "creative-industries", "digital", "energy", "environment",
    "food", "health-welfare", "innovation", "life-science", "maritime", "materials", "sustainable-cities",
    "test-demonstration", "tourism", "transport", "working-life",
]  # fmt: skip
_DCTERMS = PREFIXES["dcterms"]
_AREAS, _ACTORS, _STEPS = 4, 6, 8
_PER_DOCUMENT = 113
"""Statements from one generated document of a large graph; in small ones those of the counties come on top."""
COUNTIES = 60


def generate(triples: int, seed: int = 7) -> list[Quad]:
    """About so many statements: counties with areas and theme ties, then documents with actors and a strategy each.

    Small graphs have few counties; from some 10,000 statements on there are `COUNTIES`, and what grows is the number
    of documents, as it would in use.
    """
    return list(stream(triples, seed))


def stream(triples: int, seed: int = 7) -> Iterator[Quad]:
    """The statements of `generate` one by one, for graphs that are too large for memory."""
    chance = random.Random(seed)
    yield from _frame()
    documents = max(2, triples // _PER_DOCUMENT)
    counties = min(max(2, documents // 3), COUNTIES)
    for number in range(documents):
        yield from _document(number, counties, documents, chance)


def _thing(kind: str, slug: str) -> NamedNode:
    return NamedNode(f"{ID}{kind}/{slug}")


def _named(thing: NamedNode, kind: str, label: str, passage: NamedNode) -> Iterator[Quad]:
    yield Quad(thing, rdf("type"), sg(kind), passage)
    yield Quad(thing, skos("prefLabel"), Literal(f"{label} (sv)", language="sv"), passage)
    yield Quad(thing, skos("prefLabel"), Literal(f"{label} (en)", language="en"), curated("labels"))


def _frame() -> Iterator[Quad]:
    """The named graphs of curation, the country and one macro-region."""
    for topic in ("labels", "theme-ties", "places", "identifiers"):
        graph = curated(topic)
        yield Quad(graph, rdf("type"), sg("NamedGraph"), PROVENANCE)
        yield Quad(graph, sg("layer"), sg("curated"), PROVENANCE)
    country = _thing("country", "generated")
    yield Quad(country, rdf("type"), sg("Country"), curated("places"))
    yield Quad(country, skos("prefLabel"), Literal("Landet", language="sv"), curated("places"))
    yield Quad(country, skos("prefLabel"), Literal("The country", language="en"), curated("places"))


def _passage(document: NamedNode, name: str, line: int) -> tuple[NamedNode, list[Quad]]:
    passage = NamedNode(f"{document.value}#{name}")
    return passage, [
        Quad(passage, rdf("type"), sg("Passage"), PROVENANCE),
        Quad(passage, sg("passageOf"), document, PROVENANCE),
        Quad(passage, sg("layer"), sg("stated"), PROVENANCE),
        Quad(passage, sg("heading"), Literal(name.title(), language="sv"), PROVENANCE),
        Quad(passage, sg("firstLine"), Literal(line), PROVENANCE),
        Quad(passage, sg("lastLine"), Literal(line + 9), PROVENANCE),
        Quad(passage, skos("prefLabel"), Literal(f"{name} sv", language="sv"), PROVENANCE),
        Quad(passage, skos("prefLabel"), Literal(f"{name} en", language="en"), PROVENANCE),
    ]


def _source(number: int) -> tuple[NamedNode, list[Quad]]:
    document = NamedNode(f"{BASE}source/generated-{number}")
    return document, [
        Quad(document, rdf("type"), sg("SourceDocument"), PROVENANCE),
        Quad(document, NamedNode(_DCTERMS + "title"), Literal(f"Dokument {number}", language="sv"), PROVENANCE),
        Quad(document, NamedNode(_DCTERMS + "identifier"), Literal(f"generated {number}"), PROVENANCE),
        Quad(document, NamedNode(_DCTERMS + "language"), Literal("sv"), PROVENANCE),
        Quad(document, sg("sha256"), _hex(number), PROVENANCE),
        Quad(document, skos("prefLabel"), Literal(f"Dokument {number}", language="sv"), PROVENANCE),
        Quad(document, skos("prefLabel"), Literal(f"Document {number}", language="en"), PROVENANCE),
    ]


def _hex(number: int) -> Literal:
    return Literal(f"{number:064x}", datatype=NamedNode(PREFIXES["xsd"] + "hexBinary"))


def _document(number: int, counties: int, documents: int, chance: random.Random) -> Iterator[Quad]:
    document, described = _source(number)
    yield from described
    county = number % counties
    areas = [_thing("area", f"generated-{county}-{i}") for i in range(_AREAS)]
    if number < counties:
        yield from _county(number, document, areas, chance)
    yield from _actors(number, documents, document, areas, chance)
    yield from _strategy(number, document, _thing("county", f"generated-{county}"))


def _county(number: int, document: NamedNode, areas: list[NamedNode], chance: random.Random) -> Iterator[Quad]:
    passage, described = _passage(document, "omraden", 1)
    yield from described
    county = _thing("county", f"generated-{number}")
    yield from _named(county, "County", f"Region {number}", passage)
    yield Quad(county, sg("within"), _thing("country", "generated"), curated("places"))
    yield from _codes(county, number)
    for i, area in enumerate(areas):
        yield from _named(area, "RegionalArea", f"Area {number}.{i}", passage)
        yield Quad(area, sg("areaOf"), county, passage)
        yield Quad(area, sg("position"), Literal(i + 1), passage)
        yield from _ties(area, f"generated-{number}-{i}", chance)


def _codes(county: NamedNode, number: int) -> Iterator[Quad]:
    """Codes of the right form, of no real county, and a centre point."""
    graph = curated("identifiers")
    letters = chr(ord("A") + number // 26) + chr(ord("A") + number % 26)
    yield Quad(county, NamedNode(_DCTERMS + "identifier"), Literal(f"SE-{letters}"), graph)
    yield Quad(county, skos("notation"), Literal(f"{number + 1:02}"), graph)
    yield Quad(county, skos("exactMatch"), NamedNode(f"{PREFIXES['nuts']}SE{900 + number}"), graph)
    for name, degrees in (("lat", 56 + number % 12), ("long", 12 + number % 10)):
        value = Literal(str(degrees), datatype=NamedNode(PREFIXES["xsd"] + "decimal"))
        yield Quad(county, NamedNode(PREFIXES["wgs"] + name), value, graph)


def _ties(area: NamedNode, slug: str, chance: random.Random) -> Iterator[Quad]:
    for theme in chance.sample(_THEMES, 2):
        tie = _thing("tie", f"{slug}-{theme}")
        graph = curated("theme-ties")
        yield Quad(area, sg("hasThemeTie"), tie, graph)
        yield Quad(tie, rdf("type"), sg("ThemeTie"), graph)
        yield Quad(tie, sg("toTheme"), _thing("theme", theme), graph)
        yield Quad(tie, sg("confidence"), sg(chance.choice(["high", "medium", "low"])), graph)


def _actors(
    number: int, documents: int, document: NamedNode, areas: list[NamedNode], chance: random.Random
) -> Iterator[Quad]:
    passage, described = _passage(document, "aktorer", 20)
    yield from described
    for i in range(_ACTORS):
        actor = _thing("actor", f"generated-{number}-{i}")
        yield from _named(actor, "Organization", f"Actor {number}.{i}", passage)
        for area in chance.sample(areas, 2):
            yield Quad(actor, sg("supports"), area, passage)
        other = _thing("actor", f"generated-{chance.randrange(documents)}-{chance.randrange(_ACTORS)}")
        yield Quad(actor, sg("collaboratesWith"), other, passage)


def _strategy(number: int, document: NamedNode, county: NamedNode) -> Iterator[Quad]:
    passage, described = _passage(document, "strategi", 40)
    yield from described
    strategy = _thing("strategy", f"generated-{number}")
    yield from _named(strategy, "Strategy", f"Strategy {number}", passage)
    yield Quad(strategy, sg("covers"), county, passage)
    yield Quad(document, sg("documents"), strategy, passage)
    action = _thing("actionarea", f"generated-{number}")
    yield from _named(action, "ActionArea", f"Action area {number}", passage)
    yield Quad(action, sg("elementOf"), strategy, passage)
    challenge = _thing("challenge", f"generated-{number}")
    yield from _named(challenge, "Challenge", f"Challenge {number}", passage)
    yield Quad(challenge, sg("concerns"), county, passage)
    yield Quad(action, sg("addresses"), challenge, passage)
    for i in range(_STEPS):
        step = _thing("step", f"generated-{number}-{i}")
        yield from _named(step, "Step", f"Step {number}.{i}", passage)
        yield Quad(step, sg("stepOf"), action, passage)
        yield Quad(step, sg("position"), Literal(i + 1), passage)
