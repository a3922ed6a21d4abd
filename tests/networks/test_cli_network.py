"""``styrkegraf network`` as a user meets it: ties with who says so, ranked nodes, exports, lists, and mistakes."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import networkx as nx
import pytest
from click.testing import CliRunner, Result

from hashseeds import printed
from onepassage import graph_of_one_passage
from styrkegraf import Graph
from styrkegraf.cli import main
from styrkegraf.cli.network import FORMATS
from styrkegraf.cli.network import MEASURES as NAMED
from styrkegraf.cli.network import network as command
from styrkegraf.measures.catalogue import MEASURES
from styrkegraf.namespaces import ID
from styrkegraf.networks import export
from styrkegraf.networks.export import read_gexf, read_graphml
from styrkegraf.networks.project import network
from styrkegraf.networks.words import coverage, ties_in_words

AUTOMATION = f"{ID}actor/automation-region"
LIST = "rcn,pic,country,name\np1,1,SE,Mälardalens universitet\np1,2,FI,VTT\np2,1,SE,Mälardalens universitet\n"


@pytest.fixture(autouse=True)
def _registered(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The command is there, and uses the graph that is already loaded."""
    monkeypatch.setattr(sys.modules["styrkegraf.cli.network"], "load", lambda folder, lang: graph)
    there = "network" in main.commands
    main.add_command(command)
    yield
    if not there:
        del main.commands["network"]


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["network", *arguments])


def out(*arguments: str) -> str:
    done = run(*arguments)
    assert done.exit_code == 0, done.output
    return done.stdout


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "list.csv"
    made.write_text(LIST, encoding="utf-8")
    return made


def test_networks_are_listed_and_filtered() -> None:
    everything = out("--list", "--lang", "en").splitlines()
    assert len(everything) == 14
    assert [line.split()[0] for line in out("--list", "area-area").splitlines()] == ["area-area"]
    assert 0 < len(out("--list", "tema").splitlines()) < 14


def test_ties_come_with_the_passages_that_state_them() -> None:
    lines = out("actor-area", "--lang", "en").splitlines()
    at = next(i for i, line in enumerate(lines) if line.startswith("Biogas Öst") and "energy solutions" in line)
    assert lines[at].split()[-2:] == ["stated", "high"]
    # the actors of the energy area stand in lines 809 to 840 of the strategy for Sörmland
    assert "Morgondagens energilösningar" in lines[at + 1]
    assert "lines 809–840" in lines[at + 1]
    assert any(line.startswith("Actors are known for areas of East Central Sweden, Södermanland;") for line in lines)


def test_where_every_county_has_actors_none_is_counted_as_without(tmp_path: Path) -> None:
    statements = """
      county:gotland a sg:County ; skos:prefLabel "Gotland"@sv . area:mat a sg:RegionalArea ; sg:areaOf county:gotland .
      actor:x a sg:Actor ; sg:supports area:mat .
    """
    graph = graph_of_one_passage(tmp_path, statements)
    made = network(graph, "actor-area")
    assert coverage(made, graph, "en") == ["Actors are known for areas of Gotland."]
    assert coverage(made, graph, "sv") == ["Aktörer är kända för områden i Gotland."]


def test_potential_is_not_documented() -> None:
    assert "likhet är inget samarbete" in out("region-region-shared-theme", "--top", "1")
    documented = out("region-region-joint-area", "--top", "1")
    assert "Belagda band" in documented
    assert "Möjliga" not in documented


def test_a_ranking_has_intervals_places_and_its_method() -> None:
    text = out("actor-area", "--measure", "degree,betweenness", "--side", "actors", "--samples", "20", "--top", "3")
    lines = text.splitlines()
    assert lines[0].split() == ["aktör", "grad", "intervall", "plats", "mellanläge", "intervall", "plats"]
    # Mälardalen stands under five of the seven areas that have actors
    assert lines[2].startswith("Mälardalens högskola  ")
    assert lines[2].split()[2] == "5"
    assert "95 % av 20 omdragningar av banden" in text
    assert "3 av 44 visas" in text


def test_confidence_shows_what_rests_on_uncertain_readings() -> None:
    rows = csv.DictReader(
        io.StringIO(
            out(
                "actor-area",
                "--measure",
                "degree",
                "--uncertainty",
                "confidence",
                "--side",
                "actors",
                "--format",
                "csv",
            )
        )
    )
    automation = next(row for row in rows if row["id"] == AUTOMATION)
    # four areas, under one of which the actor stands in a passage that is hard to read
    assert (automation["degree_value"], automation["degree_low"], automation["degree_high"]) == ("4.0", "3.0", "4.0")


def test_one_mode_networks_are_measured_on_what_they_were_made_from() -> None:
    found = json.loads(
        out("actor-area", "--one-mode", "actors", "--measure", "strength", "--samples", "3", "--format", "json")
    )
    assert found["network"]["mode"] == "one-mode"
    [section] = found["sections"]
    values = {line["id"]: line["measures"]["strength"] for line in section["lines"]}
    # Newman's weights sum to the number of areas shared with anybody: four
    assert values[AUTOMATION]["value"] == pytest.approx(4)
    assert values[AUTOMATION]["low"] <= 4 <= values[AUTOMATION]["high"]


def test_options_reach_the_projection() -> None:
    everything = json.loads(out("actor-area", "--format", "json"))
    named = json.loads(
        out("actor-area", "--no-collective", "--minimum", "high", "--layers", "stated", "--format", "json")
    )
    assert len(named["edges"]) < len(everything["edges"])
    assert not any(node.get("collective") for node in named["nodes"])
    counts = json.loads(out("actor-area", "--one-mode", "areas", "--weight", "count", "--format", "json"))
    assert all(edge["weight"] == len(edge["via"]) for edge in counts["edges"])


def test_exports_with_measures_read_back(tmp_path: Path) -> None:
    for form, read in (("graphml", read_graphml), ("gexf", read_gexf)):
        path = tmp_path / f"network.{form}"
        assert out("actor-area", "--measure", "degree", "--samples", "2", "--format", form, "--out", str(path)) == ""
        made = read(path.read_bytes())
        assert made.nodes[AUTOMATION]["degree"] == 4
        assert made.number_of_edges() == 75
        assert all(tie["evidence"] for *_, tie in made.edges(data=True))
    assert json.loads(out("actor-area", "--format", "cytoscape"))["elements"]["nodes"]


def test_the_options_name_what_there_is() -> None:
    assert FORMATS == export.FORMATS
    assert NAMED.split(", ") == list(MEASURES)


def test_a_summary_in_both_languages_and_as_json() -> None:
    assert "44 + 7" in out("actor-area", "--summary")
    assert "nodes whose loss divides the network" in out("actor-area", "--summary", "--lang", "en")
    assert json.loads(out("actor-area", "--summary", "--format", "json"))["ties"] == 75


def test_what_is_alike_stands_in_the_order_of_the_alphabet() -> None:
    text = out("actor-area", "--measure", "degree", "--side", "actors", "--samples", "2", "--lang", "sv")
    universities = [line.split("  ")[0] for line in text.splitlines() if "universitet  " in line and " 4 " in line]
    assert universities == ["Linköpings universitet", "Uppsala universitet", "Örebro universitet"]
    ties = out("actor-area").splitlines()
    assert [line.split("  ")[0] for line in ties if line and line[0] in "ÖÅÄV"][-1].startswith("Ö")


def test_a_long_way_is_cut_and_counted() -> None:
    (named,) = (line for line in out("document-region", "--top", "1").splitlines() if line.startswith("    via "))
    assert named.count(", ") == 10
    assert named.endswith(", och 56 till")


def test_nothing_left_gets_a_sentence() -> None:
    assert "Inga band" in out("actor-area", "--layers", "derived")
    one = nx.Graph()
    one.add_node("gotland", label_sv="Gotland", label_en="Gotland", kind="County")
    assert "\n1 node, 0 ties, 1 node without a tie.\n" in ties_in_words(one, None, "en", 5)
    assert "\n1 nod, 0 band, 1 nod utan band.\n" in ties_in_words(one, None, "sv", 5)
    assert "Inget att mäta" in out("actor-area", "--layers", "derived", "--measure", "degree")


def test_a_list_of_participations(path: Path) -> None:
    text = out("--participations", str(path), "--lang", "en")
    assert "Mälardalens universitet" in text
    assert str(path) in text
    assert "3 nodes, 2 ties" in out("--participations", str(path), "--country", "SE", "--lang", "en")
    both = out("--participations", str(path), "--country", "SE", "--partners", "--one-mode", "participants")
    assert [line.split()[-3:-1] for line in both.splitlines()[2:3]] == [["VTT", "1"]]
    ranked = out("--participations", str(path), "--measure", "degree", "--samples", "2", "--lang", "en")
    assert ranked.startswith("Participant")
    assert "\nProject" in ranked


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        ([], 2, "--list shows the names"),
        (["actor-aera"], 1, "Did you mean actor-area"),
        (["actor-area", "--measure", "betweeness"], 1, "Did you mean betweenness"),
        (["actor-area", "--one-mode", "actores"], 1, "Did you mean actors"),
        (["actor-area", "--side", "actors"], 2, "give --measure too"),
        (["actor-area", "--side", "theme", "--measure", "degree"], 1, "it has actors and areas"),
        (["region-region-joint-area", "--one-mode", "regions"], 1, "no two sides"),
        (["actor-area", "--one-mode", "actors", "--side", "areas", "--measure", "degree"], 2, "leave out --side"),
        (["actor-area", "--layers", "said"], 1, "stated, curated, inferred, derived"),
        (["actor-area", "--country", "SE"], 2, "belongs to --participations"),
        (["--participations", "nowhere.csv", "--minimum", "high"], 2, "are about the graph"),
        (["actor-area", "--summary", "--measure", "degree"], 2, "not for both"),
        (["actor-area", "--summary", "--format", "gexf"], 2, "table or json"),
        (["--list", "xyzzy"], 1, "lists them all"),
        (["--list", "🙂"], 1, "lists them all"),
        (["--participations", "nowhere.csv"], 1, "check the path or address"),
        (["actor-area", "--participations", "nowhere.csv"], 2, "--list shows the names"),
        (["actor-area", "--out", "no/such/folder/network.csv"], 1, "cannot be written"),
    ],
)
def test_a_mistake_gets_one_message_and_no_traceback(arguments: list[str], code: int, says: str) -> None:
    done = run(*arguments)
    assert done.exit_code == code
    assert says in done.stderr
    assert "Traceback" not in done.output
    assert isinstance(done.exception, SystemExit)


def test_partners_need_a_country(path: Path) -> None:
    assert "give --country too" in run("--participations", str(path), "--partners").stderr
    assert (
        "do not differ in confidence"
        in run("--participations", str(path), "--measure", "degree", "--uncertainty", "confidence").stderr
    )


def test_the_output_is_the_same_under_another_hash_seed(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    rows = [f"p{project},{project * step % 9},SE" for project in range(12) for step in (1, 2, 5)]
    path.write_text("\n".join(["rcn,pic,country", *rows]), encoding="utf-8")
    code = (
        "from styrkegraf.cli.network import network\n"
        f"network(['--participations', {str(path)!r}, '--one-mode', 'participants', '--samples', '5',"
        " '--measure', 'betweenness,pagerank,constraint'])"
    )
    one, other = printed(code)
    assert one == other


def test_help_does_not_import_the_heavy_libraries() -> None:
    code = (
        "import sys\nfrom click.testing import CliRunner\nfrom styrkegraf.cli.network import network\n"
        "assert CliRunner().invoke(network, ['--help']).exit_code == 0\n"
        "print(sorted({'rdflib', 'networkx', 'numpy', 'scipy'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert done.stdout.strip() == "[]"
