"""The numbers of the report: those of the measures, and those that can be counted in the documents."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from xml.etree import ElementTree

import networkx as nx
import pytest

from styrkegraf.analysis.material import Material
from styrkegraf.analysis.model import Cell, Figure, Report, Table
from styrkegraf.analysis.projections import DOCUMENTED, POTENTIAL
from styrkegraf.analysis.sections.grouping import actor_groups, region_groups
from styrkegraf.measures.brokerage import brokerage_roles, constraint
from styrkegraf.measures.nestedness import nodf
from styrkegraf.measures.position import two_mode_betweenness
from styrkegraf.measures.removals import removal_impact
from styrkegraf.measures.resilience import removal_curve
from styrkegraf.namespaces import ID
from styrkegraf.networks import projections
from styrkegraf.networks.onemode import one_mode

FIGURES = [
    "coverage",
    "region-theme",
    "actors",
    "collective-actors",
    "removal-areas",
    "removal-ties",
    "groups-actors",
    "groups-regions",
    "together",
    "brokers",
    "bridging",
    "portfolios",
    "aligned-collaboration",
    "aligned-actors",
]
TABLES = 22


def table(figures: dict[str, Figure], name: str) -> Table:
    return next(one for figure in figures.values() for one in figure.tables if one.name == name)


def by(found: Table, key: str, value: str) -> dict[Cell, Cell]:
    return dict(zip(found.column(key), found.column(value), strict=True))


def tags(figure: Figure, tag: str, class_: str = "") -> Iterator[ElementTree.Element]:
    """The elements of a drawing, which must be well-formed XML."""
    assert figure.drawing is not None
    for element in ElementTree.fromstring(figure.drawing).iter(tag):
        if not class_ or class_ in (element.get("class") or "").split():
            yield element


def says(figure: Figure) -> list[str]:
    """What the marks of a drawing say when pointed at."""
    return [element.text or "" for element in tags(figure, "title")][1:]


def test_the_report_has_ten_sections_and_every_figure(report: Report, figures: dict[str, Figure]) -> None:
    assert len(report.sections) == 10
    assert list(figures) == FIGURES
    assert len(report.tables) == TABLES
    assert len({found.name for found in report.tables}) == TABLES, "a name is a file"
    assert not [section.missing for section in report.sections if section.missing]


def test_every_figure_has_four_notes_a_query_and_its_numbers(figures: dict[str, Figure]) -> None:
    for figure in figures.values():
        notes = figure.notes
        for note in (notes.shows, notes.computed, notes.layers, notes.omits):
            assert len(note) > 30, (figure.name, note)
        assert "Belägg: " in notes.layers, figure.name
        assert figure.projections
        assert set(figure.projections) <= set(projections()), figure.name
        assert figure.tables, figure.name
        assert figure.drawing is not None or figure.tables[0].limit


def test_drawings_have_a_name_and_a_description(figures: dict[str, Figure]) -> None:
    for figure in figures.values():
        if figure.drawing is not None:
            root = ElementTree.fromstring(figure.drawing)
            assert root.get("role") == "img"
            labels = (root.get("aria-labelledby") or "").split()
            assert [child.get("id") for child in root[:2]] == labels
            assert all(child.text for child in root[:2])


def test_only_sormland_and_the_joint_areas_have_actors(report: Report, figures: dict[str, Figure]) -> None:
    actors = by(table(figures, "coverage"), "region", "areas_with_actors")
    assert {region: count for region, count in actors.items() if count} == {"Östra Mellansverige": 4, "Södermanland": 3}
    assert "Södermanland och Östra Mellansverige" in (report.sections[0].brief or "")


def test_the_matrix_has_a_square_for_every_theme_of_a_region(material: Material, figures: dict[str, Figure]) -> None:
    figure = figures["region-theme"]
    ties = material.network("region-theme").number_of_edges()
    for sure in ("high", "medium", "low"):
        expected = (
            table(figures, "region-theme")
            .column("confidence")
            .count({"high": "hög", "medium": "medel", "low": "låg"}[sure])
        )
        assert len(list(tags(figure, "rect", f"sure-{sure}"))) == expected > 0
    assert len(table(figures, "region-theme").rows) == ties
    observed = by(table(figures, "nestedness"), "among", "nodf")
    assert observed["båda"] == nodf(material.projections.region_theme("high")).matrix, "the last level is high"


def test_the_matrix_is_in_nested_order(figures: dict[str, Figure]) -> None:
    regions = table(figures, "region-theme").column("region")
    sizes = [regions.count(region) for region in dict.fromkeys(regions)]
    assert sizes == sorted(sizes, reverse=True)


def test_actors_rank_with_intervals_and_shared_places(material: Material, figures: dict[str, Figure]) -> None:
    found = table(figures, "actors")
    network = material.network("actor-area", collective=False)
    areas = by(found, "iri", "areas")
    assert areas == {node: network.degree(node) for node, side in network.nodes(data="bipartite") if side == 0}
    assert found.rows[0][:2] == (1, "Mälardalens högskola")
    assert found.column("place").count(2) == 4, "four actors with four areas share the second place"
    for low, value, high in zip(
        found.column("areas_low"), found.column("areas"), found.column("areas_high"), strict=True
    ):
        assert float(low or 0) <= float(value or 0) <= float(high or 0)
    between = two_mode_betweenness(network)
    assert by(found, "iri", "betweenness") == {node: between[str(node)] for node in areas}
    largest = max(areas, key=lambda node: between[str(node)])
    shown = f"{between[str(largest)]:.2f}".replace(".", ",")
    assert any(line.startswith(f"{material.label(str(largest))}: {shown} (") for line in says(figures["actors"]))


def test_collective_actors_are_ranked_apart(material: Material, figures: dict[str, Figure]) -> None:
    named, groups = (set(table(figures, name).column("iri")) for name in ("actors", "collective-actors"))
    assert not named & groups
    nodes = material.network("actor-area").nodes
    assert {nodes[node]["collective"] for node in groups} == {True}
    assert {nodes[node]["collective"] for node in named} == {False}
    assert len(named) + len(groups) == 44


@pytest.mark.parametrize(("name", "projection"), [("removal-areas", "actor-area"), ("removal-ties", "actor-actor")])
def test_removals_are_those_of_the_measures(
    material: Material, figures: dict[str, Figure], name: str, projection: str
) -> None:
    network = material.network(projection, collective=False)
    network = one_mode(network, 0) if projection == "actor-area" else network
    points = table(figures, f"{name}-curves")
    curve = removal_curve(network, "degree", recompute=True)
    rows = [row for row in points.rows if row[0] == "degree"]
    assert [row[4] for row in rows] == list(curve.giant.value)
    assert [row[2] for row in rows][1:] == list(curve.order)
    singles = table(figures, f"{name}-single")
    for node, pairs in by(singles, "iri", "pairs_disconnected").items():
        assert pairs == removal_impact(network, [str(node)]).pairs_disconnected
    assert len(list(tags(figures[name], "polygon", "band"))) == 1
    dashed = next(tags(figures[name], "polyline", "dashed"))
    assert len((dashed.get("points") or "").split()) == len(network) + 1


def test_sormland_falls_apart_without_its_regional_association(figures: dict[str, Figure]) -> None:
    cut = by(table(figures, "removal-ties-single"), "actor", "pairs_disconnected")
    # Eight neighbours: each of four municipalities with its innovation node. The pieces are 2+2+2+2 of 8, since the
    # nodes are run by their municipality: 28 pairs, of which 4 remain.
    assert {actor: pairs for actor, pairs in cut.items() if pairs} == {"Regionförbundet Sörmland": 24}


def test_group_letters_on_the_map_are_those_of_the_table(figures: dict[str, Figure]) -> None:
    members = by(table(figures, "groups-actors"), "member", "group")
    drawn = {
        (group.find("title").text or ""): (group.find("text").text or "")  # type: ignore[union-attr]
        for group in tags(figures["groups-actors"], "g")
    }
    assert drawn == members
    assert len(members) == 40


def test_groups_are_held_against_chance(material: Material, report: Report) -> None:
    actors, regions = actor_groups(material.projections), region_groups(material.projections)
    assert actors
    assert regions
    assert actors.modularity <= actors.chance.observed + 1e-9, "no groups are clearer than the best that were found"
    assert set(actors.support) == set(material.network("actor-area", collective=False))
    assert regions.chance.observed == pytest.approx(regions.found.modularity), "themes in common are those of the links"
    said = next(section for section in report.sections if section.name == "grouping").paragraphs
    for paragraph, chance in zip(said, (actors.chance, regions.chance), strict=True):
        assert f"z\u00a0{chance.z:.1f}".replace(".", ",") in paragraph
        assert ("inte tydligare" in paragraph) == ((chance.z or 0) <= 2)


def test_potential_and_documented_are_never_mixed(material: Material, figures: dict[str, Figure]) -> None:
    oms = ["orebro", "ostergotland", "sodermanland", "uppsala", "vastmanland"]
    nms = ["dalarna", "gavleborg", "varmland"]
    expected = {
        frozenset((f"{ID}county/{a}", f"{ID}county/{b}")) for group in (oms, nms) for a, b in combinations(group, 2)
    }

    def pairs(name: str) -> set[frozenset[Cell]]:
        found = table(figures, name)
        return {frozenset(pair) for pair in zip(found.column("region_iri"), found.column("other_iri"), strict=True)}

    documented, potential = pairs("documented"), pairs("potential")
    assert documented == expected
    assert not documented & potential
    shared = {frozenset(pair) for pair in material.network(POTENTIAL).edges}
    assert potential == shared - documented
    figure = figures["together"]
    assert len(list(tags(figure, "rect", "potential"))) == len(shared)
    assert len(list(tags(figure, "rect", "documented"))) == len(expected) == 13
    assert all(table(figures, "documented").column("evidence"))


def test_the_kinds_of_documented_ties_are_those_of_the_layers(material: Material, figures: dict[str, Figure]) -> None:
    found = table(figures, "documented")
    for name in DOCUMENTED:
        ties = material.network(name).number_of_edges()
        assert (
            sum(bool(weight) for weight in found.column(name.removeprefix("region-region-").replace("-", "_"))) == ties
        )


def test_brokers_are_those_of_the_measures(material: Material, figures: dict[str, Figure]) -> None:
    network = material.network("actor-actor", collective=False)
    tied: nx.Graph = network.subgraph([node for node in network if network.degree(node)])
    assert by(table(figures, "brokers"), "iri", "constraint") == constraint(tied)
    roles = brokerage_roles(network, dict(network.nodes(data="actor_type")))
    for node, total in by(table(figures, "brokers-by-type"), "iri", "total").items():
        assert total == roles[str(node)].total
    assert figures["brokers"].tables[0].column("place")[0] == 1


def test_kalmar_and_gotland_are_alike_and_similar_is_not_completing(figures: dict[str, Figure]) -> None:
    # Kalmar: tourism, food, building. Gotland: tourism, food. Two of three themes in common.
    similar = table(figures, "similar")
    row = next(row for row in similar.rows if row[:2] == ("Kalmar", "Gotland"))
    assert row[4] == pytest.approx(2 / 3)
    assert "gains" not in [column.name for column in similar.columns]
    completing = table(figures, "completing")
    assert "overlap" not in [column.name for column in completing.columns]
    for low, value, high in zip(
        *(completing.column(name) for name in ("gains_low", "gains", "gains_high")), strict=True
    ):
        assert 0 <= float(low or 0) <= float(value or 0) <= float(high or 0) <= 100


def test_joint_areas_are_counted_once_for_each_pair(figures: dict[str, Figure]) -> None:
    found = {row[0]: row[2:6] for row in table(figures, "aligned-collaboration").rows}
    # Four areas of five regions, ten pairs.
    assert sum(int(count or 0) for count in found["gemensamma områden"]) == 40
    assert found["uttalad samverkan"] == (0, 0, 0, 3), "no theme is named"


def test_rows_carry_their_passages(figures: dict[str, Figure]) -> None:
    evidence = by(table(figures, "actors"), "actor", "evidence")
    assert "Sörmlands strategi för smart specialisering" in str(evidence["Robotdalen"])
    assert "rad " in str(evidence["Robotdalen"])
