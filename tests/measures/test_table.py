"""Tables of nodes: places within sides, the uncertainty asked for, ties as ties, and what cannot be measured."""

from __future__ import annotations

import csv
import io
import json
import re

import networkx as nx
import pytest

from styrkegraf.measures.catalogue import MEASURES, UnknownMeasure, find
from styrkegraf.measures.errors import MeasureError
from styrkegraf.measures.overview import overview
from styrkegraf.measures.table import COSTLY_UP_TO, Table, measure_table
from styrkegraf.measures.table_text import annotated, overview_text, table_csv, table_json, table_text
from styrkegraf.measures.uncertainty import Minimum, Ranking
from styrkegraf.networks.onemode import one_mode

SURE = [("Robotdalen", "Automation"), ("Robotdalen", "Energi"), ("MITC", "Automation"), ("Almi", "Energi")]
UNSURE = [("Almi", "Livsmedel"), ("MITC", "Livsmedel")]


def two_mode(minimum: Minimum = "low") -> nx.Graph:
    """Three actors with two areas each; without the ties of low confidence Robotdalen is the only one with two."""
    made = nx.Graph(projection="actor-area", mode="two-mode")
    for side, (kind, names) in enumerate(
        (("Actor", ("Almi", "MITC", "Robotdalen")), ("StrengthArea", ("Automation", "Energi", "Livsmedel")))
    ):
        made.add_nodes_from((n, {"label_sv": n, "label_en": n, "kind": kind, "bipartite": side}) for n in names)
    made.add_edges_from(SURE, weight=1.0, evidence=("a",))
    if minimum == "low":
        made.add_edges_from(UNSURE, weight=1.0, evidence=("b",))
    return made


def cells(table: Table, section: int = 0, column: int = 0) -> dict[str, Ranking | None]:
    return {line.node: line.cells[column] for line in table.sections[section].lines}


def cell(table: Table, node: str, section: int = 0) -> Ranking:
    found = cells(table, section)[node]
    assert found is not None
    return found


def test_each_side_is_ranked_by_itself_and_equal_values_share_a_place() -> None:
    made = two_mode()
    made.remove_edge("Almi", "Livsmedel")
    table = measure_table(made, ["degree"])
    assert [section.side for section in table.sections] == [0, 1]
    assert [(n, c.place, c.tied) for n, c in cells(table).items() if c] == [
        ("MITC", 1, True),
        ("Robotdalen", 1, True),
        ("Almi", 3, False),
    ]
    assert cell(table, "Livsmedel", 1).place == 3
    assert [section.side for section in measure_table(made, ["degree"], sides=[1]).sections] == [1]


def test_the_range_over_confidence_levels_by_hand() -> None:
    table = measure_table(two_mode(), ["degree"], doubt="confidence", build=two_mode)
    almi, robotdalen = cell(table, "Almi"), cell(table, "Robotdalen")
    assert (almi.value, almi.low, almi.high) == (2, 1, 2)
    assert (robotdalen.low, robotdalen.high) == (2, 2)
    assert (robotdalen.place, robotdalen.tied, robotdalen.best, robotdalen.worst) == (1, True, 1, 3)
    assert table.samples == 0


def test_doubt_about_a_projection_is_doubt_about_what_it_was_made_from() -> None:
    table = measure_table(
        two_mode(), ["strength"], doubt="confidence", build=two_mode, view=lambda network: one_mode(network, 0)
    )
    # each area joins two actors, weight 1: every actor has 2; without Livsmedel Almi and MITC have 1
    assert [section.side for section in table.sections] == [None]
    assert {node: (c.value, c.low) for node, c in cells(table).items() if c} == {
        "Almi": (2, 1),
        "MITC": (2, 1),
        "Robotdalen": (2, 2),
    }


@pytest.mark.parametrize("doubt", ["ties", "passages"])
def test_drawn_intervals_hold_the_value_and_are_the_same_again(doubt: str) -> None:
    one, other = (measure_table(two_mode(), ["degree", "betweenness"], doubt=doubt, samples=30) for _ in range(2))  # type: ignore[arg-type]
    assert [section.lines for section in one.sections] == [section.lines for section in other.sections]
    for section in one.sections:
        for line in section.lines:
            for found in line.cells:
                assert found is not None
                assert found.low is not None
                assert found.high is not None
                assert found.low <= found.value <= found.high
    assert any(c.low < c.high for c in cells(one).values() if c and c.low is not None and c.high is not None)


def test_a_null_model_that_keeps_degrees_leaves_degree_unexplained_by_nothing() -> None:
    table = measure_table(two_mode(), ["degree", "betweenness"], doubt="null", samples=20)
    assert {found.z for found in cells(table).values() if found} == {0.0}
    assert cell(table, "Almi").low is None


def test_constraint_has_its_smallest_value_first_and_nodes_without_ties_last() -> None:
    made = nx.star_graph(["Robotdalen", "Almi", "MITC"])
    made.add_node("Vinnova")
    table = measure_table(made, ["constraint"], samples=10)
    assert [line.node for line in table.sections[0].lines] == ["Robotdalen", "Almi", "MITC", "Vinnova"]
    assert cells(table)["Vinnova"] is None


def test_a_sampled_measure_has_the_interval_of_its_own_error() -> None:
    table = measure_table(nx.karate_club_graph(), ["sampled-betweenness"])  # a sample of all: exact
    for found in cells(table).values():
        assert found is not None
        assert (found.low, found.high) == (found.value, found.value)


@pytest.mark.parametrize("name", list(MEASURES))
def test_every_measure_gives_a_table_of_any_network(name: str) -> None:
    for made in (two_mode(), nx.Graph(mode="two-mode"), nx.empty_graph(["Almi"])):
        if len(made) == 1 and "mode" not in made.graph and (name.startswith("two-mode") or name == "redundancy"):
            continue
        table = measure_table(made, [name], samples=2)
        assert sum(len(section.lines) for section in table.sections) == len(made)


def test_the_catalogue_names_every_measure_once_in_both_languages() -> None:
    assert len(MEASURES) == 16
    for lang in ("sv", "en"):
        assert len({measure.title(lang) for measure in MEASURES.values()}) == 16
    assert [measure.name for measure in find([" Degree", "core", "degree"])] == ["degree", "core"]


def test_what_cannot_be_measured_is_said() -> None:
    with pytest.raises(UnknownMeasure, match="Did you mean betweenness"):
        find(["betweeness"])
    with pytest.raises(UnknownMeasure, match="There are degree"):
        find(["xyz"])
    with pytest.raises(MeasureError, match="at least one measure"):
        find([" "])
    with pytest.raises(MeasureError, match="do not differ in confidence"):
        measure_table(two_mode(), ["degree"], doubt="confidence")
    with pytest.raises(MeasureError, match="rest on one passage"):
        measure_table(two_mode("high"), ["degree"], doubt="passages")
    with pytest.raises(MeasureError, match=r"5,001 nodes.*sampled-betweenness"):
        measure_table(nx.empty_graph(COSTLY_UP_TO + 1), ["closeness"])


def test_progress_counts_every_network_measured() -> None:
    seen: list[tuple[int, int]] = []
    measure_table(two_mode(), ["degree"], samples=5, progress=lambda done, whole: seen.append((done, whole)))
    assert seen == [(done, 6) for done in range(1, 7)]
    seen.clear()
    measure_table(
        two_mode(), ["degree"], doubt="confidence", build=two_mode, progress=lambda *steps: seen.append(steps)
    )
    assert seen[-1] == (4, 4)


def test_text_says_how_to_read_it_and_what_was_cut() -> None:
    table = measure_table(two_mode(), ["degree"], doubt="confidence", build=two_mode)
    text = table_text(table, "sv", 1, lambda kind: {"Actor": "aktör"}.get(kind, "område"))
    lines = text.splitlines()
    assert re.split(r"\s{2,}", lines[0]) == ["aktör", "grad", "intervall", "plats"]
    assert re.split(r"\s{2,}", lines[2]) == ["Almi", "2", "1 … 2", "1= (1–3)"]
    assert "1 av 3 visas" in lines[3]
    assert lines[4] == "Ytterligare 2 delar plats 1 med den sista."
    assert "låg, medel och hög säkerhet" in text
    english = table_text(measure_table(two_mode(), ["pagerank"], samples=2), "en", 9, str)
    assert "95% of 2 samples of the ties" in english
    assert "0.167" in english
    assert "0,167" in table_text(measure_table(two_mode(), ["pagerank"], samples=2), "sv", 9, str)


def test_an_empty_network_gets_a_sentence() -> None:
    table = measure_table(nx.Graph(mode="two-mode"), ["degree"])
    assert table_text(table, "en", 9, str).startswith("Nothing to measure")


def test_csv_and_json_have_every_node_with_its_uncertainty() -> None:
    table = measure_table(two_mode(), ["degree", "core"], doubt="confidence", build=two_mode)
    rows = list(csv.DictReader(io.StringIO(table_csv(table, "en").decode())))
    almi = next(row for row in rows if row["label"] == "Almi")
    assert (almi["degree_value"], almi["degree_low"], almi["degree_tied"], almi["degree_z"]) == (
        "2.0",
        "1.0",
        "true",
        "",
    )
    found = json.loads(table_json(table))
    assert found["uncertainty"] == {"from": "confidence", "samples": 0, "seed": 7}
    line = found["sections"][0]["lines"][0]
    assert (line["id"], line["measures"]["degree"]["low"], line["measures"]["degree"]["place"]) == ("Almi", 1.0, 1)
    assert len(rows) == sum(len(section["lines"]) for section in found["sections"]) == 6


def test_measures_stand_on_the_nodes_of_the_network_written() -> None:
    made = two_mode()
    marked = annotated(measure_table(made, ["degree"], samples=2), made)
    assert marked.nodes["Almi"]["degree"] == 2
    assert "degree_low" in marked.nodes["Almi"]
    assert "degree" not in made.nodes["Almi"]


def test_an_overview_by_hand() -> None:
    made = two_mode("high")
    found = overview(made)
    # a path MITC - Automation - Robotdalen - Energi - Almi, and Livsmedel alone
    assert (found.nodes, found.sides, found.ties, found.density) == (6, (3, 3), 4, 4 / 9)
    assert (found.components, found.largest, found.alone, found.articulation_points) == (2, 5, 1, 3)
    assert (found.core, found.core_members) == (1, 5)
    assert found.stability is not None
    text = overview_text(found, "sv")
    assert re.search(r"^på sidorna +3 \+ 3$", text, re.MULTILINE)
    assert re.search(r"^täthet +0,444$", text, re.MULTILINE)
    assert "on its sides" not in overview_text(overview(nx.Graph()), "en")
