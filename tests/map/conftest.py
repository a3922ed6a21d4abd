"""Maps to test with: a small one by hand, a crowded one by a seeded generator, and the shipped graph's."""

from __future__ import annotations

import random

import pytest

from styrkegraf.facts import load_facts, load_ontology
from styrkegraf.map import Edge, Fact, MapData, Node, Source, map_data
from styrkegraf.resources import data_files
from styrkegraf.store import MemoryStore

ID = "https://w3id.org/styrkegraf/id/"
READS = {
    "area-of": ({"sv": "styrkeområde i", "en": "area of"}, {"sv": "har styrkeområde", "en": "has area"}),
    "has-theme": ({"sv": "har tema", "en": "has theme"}, {"sv": "tema för", "en": "theme of"}),
    "supports": ({"sv": "bidrar till", "en": "supports"}, {"sv": "stöds av", "en": "supported by"}),
    "within": ({"sv": "ligger inom", "en": "within"}, {"sv": "omfattar", "en": "contains"}),
}
OVERVIEW_LINES = Source(("Smart specialisering i 21 regioner", "S3 in 21 regions"), "Västmanland", "46–51")
TABLE_LINES = Source(
    ("Strategi för Sörmland", "Strategy for Sörmland"),
    "Avancerad tillverkning",
    "700–721",
    "https://example.org/strategi.pdf",
    language="sv",
)


def link(source: str, kind: str, target: str, confidence: str | None = None, sources: tuple[Source, ...] = ()) -> Edge:
    label, inverse = READS[kind]
    layer = "curated" if kind == "has-theme" else "stated"
    return Edge(ID + source, ID + target, kind, label, inverse, layer, confidence, sources)  # type: ignore[arg-type]


def both(sv: str, en: str) -> dict[str, str]:
    return {"sv": sv, "en": en}


@pytest.fixture
def small() -> MapData:
    """Ten nodes: two regions with areas, two themes, a macro-region with a joint area, two actors."""
    west, east, macro = ID + "county/vastmanland", ID + "county/sodermanland", ID + "macroregion/ostra-mellansverige"
    also = Fact(both("Kallas också", "Also called"), both("Sörmland", "Sörmland"), name=True)
    nodes = (
        Node(west, "region", both("Västmanland", "Västmanland"), west, (), (16.3, 59.7)),
        Node(east, "region", both("Södermanland", "Södermanland"), east, (also,), (16.7, 59.1)),
        Node(macro, "macroregion", both("Östra Mellansverige", "East Central Sweden"), macro),
        Node(ID + "theme/automation", "theme", both("Automation", "Automation")),
        Node(ID + "theme/energy", "theme", both("Energi", "Energy")),
        Node(ID + "area/vastmanland-automation", "area", both("Automation", "Automation"), west),
        Node(ID + "area/vastmanland-energi", "area", both("Energi", "Energy"), west),
        Node(
            ID + "area/sodermanland-avancerad-tillverkning",
            "area",
            both("Avancerad tillverkning för krävande miljöer", "Advanced manufacturing for demanding environments"),
            east,
        ),
        Node(ID + "area/oms-energi", "joint-area", both("Morgondagens energilösningar", "Tomorrow’s energy"), macro),
        Node(ID + "actor/robotdalen", "actor", both("Robotdalen", "Robotdalen"), east),
    )
    edges = (
        link("area/vastmanland-automation", "area-of", "county/vastmanland", None, (OVERVIEW_LINES,)),
        link("area/vastmanland-energi", "area-of", "county/vastmanland", None, (OVERVIEW_LINES,)),
        link("area/sodermanland-avancerad-tillverkning", "area-of", "county/sodermanland", None, (TABLE_LINES,)),
        link("area/oms-energi", "area-of", "macroregion/ostra-mellansverige", None, (TABLE_LINES,)),
        link("area/vastmanland-automation", "has-theme", "theme/automation", "high"),
        link("area/vastmanland-energi", "has-theme", "theme/energy", "high"),
        link("area/sodermanland-avancerad-tillverkning", "has-theme", "theme/automation", "low"),
        link("area/oms-energi", "has-theme", "theme/energy", "high"),
        link("actor/robotdalen", "supports", "area/sodermanland-avancerad-tillverkning", "medium", (TABLE_LINES,)),
        link("county/vastmanland", "within", "macroregion/ostra-mellansverige", None, (OVERVIEW_LINES,)),
    )
    return MapData(both("Två regioner", "Two regions"), nodes, edges)


WORDS = ("automation", "energi", "järnväg", "hälsa", "skog", "livsmedel", "besöksnäring", "samhällsbyggnad")


@pytest.fixture
def crowd() -> MapData:
    """Three hundred nodes and some five hundred links, the same each time."""
    rng = random.Random(7)
    regions = [f"county/lan-{n:02}" for n in range(21)]
    themes = [f"theme/tema-{n:02}" for n in range(18)]
    areas = [(f"area/omrade-{n:02}", rng.choice(regions)) for n in range(84)]
    actors = [(f"actor/aktor-{n:03}", rng.choice(areas)) for n in range(177)]

    def name() -> dict[str, str]:
        text = " ".join(rng.choices(WORDS, k=rng.randint(1, 5))).capitalize()
        return both(text, text)

    nodes = [
        *(Node(ID + n, "region", name(), ID + n, (), (rng.uniform(11, 23), rng.uniform(55, 67))) for n in regions),
        *(Node(ID + n, "theme", name()) for n in themes),
        *(Node(ID + n, "area", name(), ID + home) for n, home in areas),
        *(Node(ID + n, "actor", name(), ID + home) for n, (_, home) in actors),
    ]
    edges = [link(area, "area-of", home, None, (OVERVIEW_LINES,)) for area, home in areas]
    for area, _ in areas:
        edges += [link(area, "has-theme", theme, rng.choice(("high", "low"))) for theme in rng.sample(themes, 2)]
    for actor, (area, _) in actors:
        others = [one for one, _ in rng.sample(areas, 2) if one != area]
        edges += [link(actor, "supports", one, None, (TABLE_LINES,)) for one in [area, *others[:1]]]
    return MapData(both("Trehundra", "Three hundred"), tuple(nodes), tuple(edges))


@pytest.fixture(scope="session")
def shipped() -> MapData:
    """The map of the shipped facts, before any reasoning."""
    return map_data(MemoryStore([*load_ontology(), *load_facts(data_files()).quads]))
