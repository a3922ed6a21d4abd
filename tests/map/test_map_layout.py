"""Where things stand: the same place each time, none on top of another, the country as one knows it."""

from __future__ import annotations

import math
from itertools import combinations

import pytest

from hashseeds import printed
from styrkegraf.map import MapData, positions
from styrkegraf.map.layout import THEME_WIDTH, Spot, placed
from styrkegraf.map.model import LANGUAGES, Node
from styrkegraf.map.overview import bundles, in_overview, placed_overview
from styrkegraf.map.wrapping import LINE, WIDTH, wrap

CHARACTER = 7.0
"""Mean width of a character, in the units of the map."""


@pytest.fixture(params=["small", "crowd", "shipped"])
def data(request: pytest.FixtureRequest) -> MapData:
    found: MapData = request.getfixturevalue(request.param)
    return found


def room(node: Node, spot: Spot, lang: str) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of a name."""
    theme = node.kind == "theme"
    lines = wrap(node.label[lang], THEME_WIDTH if theme else WIDTH)
    width, half = CHARACTER * max(map(len, lines)), LINE * len(lines) / 2
    left = {"left": spot.x - 12 - width, "right": spot.x + 12, "inside": spot.x - width / 2}[spot.side]
    return (left, spot.y - half, left + width, spot.y + half)


def overlap(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def test_every_node_has_a_finite_place_apart_from_the_others(data: MapData) -> None:
    found = positions(data)
    assert set(found) == {node.id for node in data.nodes}
    assert all(math.isfinite(value) for point in found.values() for value in point)
    assert min(math.dist(a, b) for a, b in combinations(found.values(), 2)) >= 18


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("per_side", [1, 2])
def test_no_name_covers_another(data: MapData, lang: str, per_side: int) -> None:
    spots = placed(data, per_side)
    rooms = {node.id: room(node, spots[node.id], lang) for node in data.nodes}
    clashes = [(a, b) for a, b in combinations(sorted(rooms), 2) if overlap(rooms[a], rooms[b])]
    assert clashes == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_name_covers_another_in_the_overview(data: MapData, lang: str) -> None:
    spots = placed_overview(data)
    rooms = {node.id: room(node, spots[node.id], lang) for node in in_overview(data)}
    assert not [(a, b) for a, b in combinations(sorted(rooms), 2) if overlap(rooms[a], rooms[b])]


def test_members_stand_with_their_region_and_not_with_another(data: MapData) -> None:
    found = positions(data)
    rooms: dict[str, list[tuple[float, float]]] = {}
    for node in data.nodes:
        rooms.setdefault(node.group or node.id, []).append(found[node.id])
    boxes = [
        (min(x for x, _ in points), min(y for _, y in points), max(x for x, _ in points), max(y for _, y in points))
        for points in rooms.values()
    ]
    assert not [(a, b) for a, b in combinations(boxes, 2) if overlap(a, b)]


def test_west_is_left_and_north_is_up(shipped: MapData) -> None:
    spots = placed_overview(shipped)
    county = "https://w3id.org/styrkegraf/id/county/"
    assert spots[county + "varmland"].x < spots[county + "gotland"].x
    assert spots[county + "norrbotten"].y < spots[county + "uppsala"].y < spots[county + "gotland"].y
    narrow = placed_overview(shipped, narrow=True)
    assert narrow[county + "norrbotten"].y < narrow[county + "vastmanland"].y < narrow[county + "skane"].y


def test_positions_do_not_depend_on_order_or_hash_seed(small: MapData) -> None:
    turned = MapData(small.title, small.nodes[::-1], small.edges[::-1])
    assert positions(turned) == positions(small)
    code = (
        "from styrkegraf.map import MapData, Node, positions\n"
        "nodes = tuple(Node(f'x:{n}', kind, {'sv': f'Namn {n}', 'en': f'Name {n}'}, 'x:0')"
        " for n, kind in enumerate(['region', *['actor'] * 40, 'theme']))\n"
        "print(positions(MapData({'sv': 'a', 'en': 'a'}, nodes, ())))"
    )
    said = {*printed(code, seeds=("0", "1", "4711"))}
    assert len(said) == 1


def test_an_empty_map_has_no_places() -> None:
    assert positions(MapData({"sv": "Tom", "en": "Empty"}, (), ())) == {}


def test_a_bundle_counts_the_areas_of_a_region_in_a_theme(small: MapData) -> None:
    found = {(b.region.rpartition("/")[2], b.theme.rpartition("/")[2]): len(b.ties) for b in bundles(small)}
    assert found == {
        ("vastmanland", "automation"): 1,
        ("vastmanland", "energy"): 1,
        ("sodermanland", "automation"): 1,
        ("ostra-mellansverige", "energy"): 1,
    }


@pytest.mark.parametrize(
    ("label", "lines"),
    [
        ("Energi", ["Energi"]),
        ("Avancerad tillverkning för krävande miljöer", ["Avancerad tillverkning", "för krävande miljöer"]),
        ("Innovationsförmåga och entreprenörskap", ["Innovationsförmåga", "och entreprenörskap"]),
        ("", ["–"]),
    ],
)
def test_labels_break_at_spaces(label: str, lines: list[str]) -> None:
    assert wrap(label) == lines


def test_an_endless_label_is_cut_to_three_lines() -> None:
    lines = wrap("x" * 1000)
    assert len(lines) == 3
    assert max(map(len, lines)) <= 32
    assert lines[-1].endswith("…")
