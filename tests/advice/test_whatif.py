"""What if, against the documents and against a path of three ties worked out by hand."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from pyoxigraph import RdfFormat, parse

import styrkegraf
from hashseeds import printed
from onepassage import graph_of_one_passage
from shipped import shipped
from styrkegraf import Graph
from styrkegraf.advice.change import AmbiguousName, BadChange
from styrkegraf.advice.whatif import Move, Table, WhatIf, whatif
from styrkegraf.advice.whatif_text import to_json, to_text
from styrkegraf.cli.whatif import whatif as command
from styrkegraf.labels import UnknownName
from styrkegraf.measures.uncertainty import Ranking
from styrkegraf.namespaces import ID, PREFIXES, SG, SOURCE
from styrkegraf.networks.errors import UnknownProjection
from styrkegraf.store import MemoryStore

DRAWS = 5


def ask(**given: Any) -> WhatIf:
    return whatif(shipped(), draws=DRAWS, **given)


def short(things: tuple[str, ...]) -> list[str]:
    return [thing.removeprefix(ID) for thing in things]


# --- by the documents


def test_robotdalen_has_one_area_so_nobody_misses_a_connection() -> None:
    # It stands once in the tables, under advanced manufacturing; the text on robotics says it too.
    found = ask(without=["Robotdalen"])
    assert [(tie.gone, tie.other) for tie in found.lost] == [
        (ID + "actor/robotdalen", ID + "area/sodermanland-avancerad-tillverkning")
    ]
    assert set(found.lost[0].evidence) == {
        SOURCE + "s3-sormland#tabell-tillverkning",
        SOURCE + "s3-sormland#tillverkning-robotik",
    }
    assert (found.before.nodes, found.after.nodes) == (51, 50)
    assert (found.before.ties, found.after.ties) == (75, 74)
    assert (found.before.pairs, found.after.pairs) == (51 * 50 // 2, 50 * 49 // 2)
    assert (found.others.lost, found.others.gained, found.others.cut_off) == (0, 0, ())
    assert found.others.efficiency_before == pytest.approx(found.others.efficiency_after)


def test_without_advanced_manufacturing_those_named_for_it_alone_are_cut_off() -> None:
    # Of its 12 supporters, Robotdalen and the chamber of commerce stand in no other table. 48 of the 50 that remain
    # stay together: 50·49/2 - 48·47/2 = 1225 - 1128 = 97 pairs lose contact.
    found = ask(without=["Avancerad tillverkning för krävande miljöer"])
    assert len(found.lost) == 12
    assert short(found.others.cut_off) == ["actor/ostsvenska-handelskammaren", "actor/robotdalen"]
    assert (found.after.components, found.after.giant, found.others.lost) == (3, 48, 97)
    assert found.others.efficiency_after < found.others.efficiency_before


def test_a_new_tie_brings_in_an_area_that_no_source_gave_an_actor() -> None:
    found = ask(ties=["Almi supports Energi"])
    assert short(found.joined) == ["area/vastmanland-energi"]
    assert (found.before.components, found.after.components) == (2, 1)
    assert (found.before.giant, found.after.giant) == (51, 52)
    assert found.others.gained == 51
    assert short(tuple({*found.after.articulation_points} - {*found.before.articulation_points})) == ["actor/almi"]
    tables = {(table.measure, table.kind): table for table in found.tables}
    almi = next(m for m in tables["degree", "Actor"].lines if m.node == ID + "actor/almi")
    assert (almi.before.value, almi.after.value) == (2, 3)
    assert almi.changed
    assert almi.after.place < almi.before.place


def test_the_swedish_and_the_english_predicate_and_short_forms_are_one() -> None:
    sentences = (
        "Almi bidrar till Energi",
        "Almi supports Energy",
        "actor:almi sg:supports area:vastmanland-energi",
        "almi  SUPPORTS  energi",
    )
    assert len({ask(ties=[sentence]).change for sentence in sentences}) == 1


def test_actors_can_be_imagined_to_collaborate() -> None:
    # Vinnova's piece and that of Dalarna are two today.
    found = ask(ties=["Vinnova samverkar med Region Dalarna"], projection="actor-actor")
    assert found.after.components == found.before.components - 1
    assert found.others.gained > 0


def test_collective_actors_can_be_left_out() -> None:
    found = ask(without=["Testbäddar"], collective=False)
    assert found.before.nodes == 40  # 51 less the eleven groups
    assert short(found.absent) == ["actor/testbaddar"]
    assert found.unchanged


def test_every_ranking_has_places_that_chance_allows_and_ranks_those_who_stay() -> None:
    found = ask(without=["Mälardalens högskola"])
    assert [(table.measure, table.kind) for table in found.tables] == [
        ("betweenness", "Actor"),
        ("betweenness", "StrengthArea"),
        ("degree", "Actor"),
        ("degree", "StrengthArea"),
    ]
    for table in found.tables:
        assert ID + "actor/malardalens-hogskola" not in {move.node for move in table.lines}
        for move in table.lines:
            for line in (move.before, move.after):
                assert line.best is not None
                assert line.worst is not None
                assert line.best <= line.place <= line.worst


def test_a_move_is_sure_only_where_the_places_do_not_meet() -> None:
    def line(place: int, best: int, worst: int) -> Ranking:
        return Ranking("almi", 1.0, 0.0, 2.0, None, place, False, best, worst)

    assert Move("almi", line(2, 1, 3), line(5, 4, 6)).sure
    assert not Move("almi", line(2, 1, 4), line(5, 4, 6)).sure
    assert not Move("almi", line(2, 1, 4), line(2, 1, 5)).changed


def test_nothing_is_written_to_the_graph() -> None:
    before = shipped().store.dump()
    ask(without=["Robotdalen"], ties=["Almi supports Energi"])
    assert shipped().store.dump() == before


# --- by hand: Almi - Energi - Robotdalen - Automation

PATH = f"""
PREFIX : <{ID}>
PREFIX sg: <{SG}>
PREFIX skos: <{PREFIXES["skos"]}>
GRAPH <g:provenance> {{ <g:said> sg:layer sg:stated }}
GRAPH <g:said> {{
  :almi a sg:Actor ; skos:prefLabel "Almi"@sv ; sg:supports :energi .
  :robotdalen a sg:Actor ; skos:prefLabel "Robotdalen"@sv ; sg:supports :energi , :automation .
  :energi a sg:StrengthArea ; skos:prefLabel "Energi"@sv .
  :automation a sg:StrengthArea ; skos:prefLabel "Automation"@sv .
  sg:supports skos:prefLabel "bidrar till"@sv , "supports"@en .
  sg:collaboratesWith skos:prefLabel "samverkar med"@sv , "collaborates with"@en .
}}
"""


@cache
def path() -> Graph:
    return Graph(MemoryStore(parse(PATH, format=RdfFormat.TRIG)))


def test_figures_of_a_path_by_hand() -> None:
    found = whatif(path(), without=["Energi"], draws=DRAWS)
    # Distances 1, 2, 3, 1, 2, 1 over six pairs: mean 10/6, efficiency (3 + 2/2 + 1/3) / 6 = 13/18.
    assert (found.before.pairs, found.before.reach) == (6, 1.0)
    assert found.before.mean_path == pytest.approx(5 / 3)
    assert found.before.efficiency == pytest.approx(13 / 18)
    assert short(found.before.articulation_points) == ["energi", "robotdalen"]
    # Left are Almi alone, and Robotdalen with Automation: one pair of three, one step.
    assert (found.after.components, found.after.giant, found.after.pairs) == (2, 2, 1)
    assert found.after.reach == pytest.approx(1 / 3)
    assert (found.after.mean_path, found.after.articulation_points) == (1.0, ())
    # Among these three, before: 1/2 + 1/3 + 1 over three pairs.
    assert found.others.efficiency_before == pytest.approx(11 / 18)
    assert found.others.efficiency_after == pytest.approx(1 / 3)
    assert (found.others.lost, short(found.others.cut_off)) == (2, ["almi"])


def test_ties_and_removals_together() -> None:
    found = whatif(path(), without=["Energi"], ties=["Almi supports Automation"], draws=DRAWS)
    assert (found.after.components, found.others.lost, found.others.cut_off) == (1, 0, ())
    # Almi - Automation - Robotdalen: 1 + 1 + 1/2 over three pairs.
    assert found.others.efficiency_after == pytest.approx(5 / 6)
    text = to_text(found, path(), "en")
    assert "shorter" in text


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("lang", ["sv", "en"])
def test_removing_all_nothing_or_what_is_not_there_is_a_sentence(lang: styrkegraf.labels.Language) -> None:
    def said(found: WhatIf) -> str:
        text = to_text(found, path(), lang)
        assert "{" not in text
        return text

    everything = whatif(path(), without=["Almi", "Robotdalen", "Energi", "Automation"], draws=DRAWS)
    assert (everything.after.nodes, everything.after.pairs, everything.after.mean_path) == (0, 0, None)
    assert {"sv": "Allt är borta", "en": "Everything is gone"}[lang] in said(everything)
    nothing = whatif(path(), draws=DRAWS)
    assert nothing.before == nothing.after
    assert {"sv": "inget ändras", "en": "nothing changes"}[lang] in said(nothing)
    known = whatif(path(), ties=["Almi supports Energi"], draws=DRAWS)
    assert known.unchanged
    assert {"sv": "Finns redan", "en": "Already in"}[lang] in said(known)
    absent = ask(without=["RISE"], projection="actor-actor")
    assert absent.unchanged
    assert {"sv": "Finns inte i nätverket", "en": "Not in the network"}[lang] in to_text(absent, shipped(), lang)


@pytest.mark.filterwarnings("error")
def test_an_empty_network_is_a_sentence() -> None:
    empty = Graph(MemoryStore(parse("", format=RdfFormat.TRIG)))
    found = whatif(empty, draws=DRAWS)
    assert found.before.nodes == 0
    assert "Nätverket är tomt." in to_text(found, empty, "sv")


def test_a_single_pair_is_told_as_one(tmp_path: Path) -> None:
    statements = """
      area:a a sg:RegionalArea ; skos:prefLabel "A"@en . area:b a sg:RegionalArea ; skos:prefLabel "B"@en .
      actor:x a sg:Actor ; skos:prefLabel "X"@en ; sg:supports area:a , area:b .
      actor:y a sg:Actor ; skos:prefLabel "Y"@en .
    """
    graph = graph_of_one_passage(tmp_path, statements)
    gone = to_text(whatif(graph, without=["X"], draws=DRAWS), graph, "en")
    assert "Of the 2 that remain, 1 pair loses contact with each other. Cut off: A and B." in gone


# --- names


def test_a_name_of_several_areas_lists_them() -> None:
    with pytest.raises(AmbiguousName, match=r"area:gotland-livsmedel, Livsmedel \(Gotland\)") as caught:
        ask(ties=["Almi supports Livsmedel"])
    assert caught.value.candidates == ("area:gotland-livsmedel", "area:kalmar-livsmedel")


@pytest.mark.parametrize(
    ("given", "error", "words"),
    [
        ({"without": ["Robotdaln"]}, UnknownName, "no actor or strength area .*Robotdalen"),
        (
            {"without": ["Xyzzy"]},
            UnknownName,
            "area called “Xyzzy”. “styrkegraf network actor-area”",
        ),
        ({"ties": ["Almi supports Enregi"]}, UnknownName, "Energi"),
        ({"ties": ["Almi Energi"]}, BadChange, "supports"),
        ({"ties": ["Almi supports"]}, BadChange, "subject, predicate, object"),
        ({"ties": ["Almi collaborates with Almi"]}, BadChange, "itself"),
        ({"ties": ["Almi supports Energi"], "without": ["Almi"]}, BadChange, "“Almi” cannot both"),
        ({"ties": ["Almi supports Energi"], "projection": "actor-actor"}, BadChange, "--network"),
        ({"projection": "aktor-area"}, UnknownProjection, "actor-area"),
    ],
)
def test_what_cannot_be_read_is_said(given: dict[str, Any], error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        ask(**given)


# --- words


def test_the_text_tells_what_goes_with_its_sources() -> None:
    text = to_text(ask(without=["Robotdalen"]), shipped(), "sv")
    assert "Ingen av de 50 som är kvar tappar kontakten med någon." in text
    assert "Robotdalen – Avancerad tillverkning för krävande miljöer (Södermanland) [1,\N{NO-BREAK SPACE}2]" in text
    assert "rad 671–693" in text
    assert "inget skrivs till grafen" in text


def test_the_json_has_every_node_of_every_ranking() -> None:
    found = json.loads(json.dumps(to_json(ask(without=["Robotdalen"]), shipped(), "en")))
    assert [len(table["nodes"]) for table in found["rankings"]] == [43, 7, 43, 7]
    assert found["lost"][0]["other"]["label"] == "Advanced manufacturing for demanding environments"
    assert [source["first"] for source in found["lost"][0]["sources"]] == [671, 348]


def test_a_long_list_of_moves_is_cut_with_a_count() -> None:
    found = ask(without=["Mälardalens högskola", "Automation Region"])
    moved: list[Table] = [table for table in found.tables if sum(move.changed for move in table.lines) > 10]
    text = to_text(found, shipped(), "en")
    assert text.count("--format json shows all") == len(moved)


def test_the_command_runs_and_refuses_with_a_sentence() -> None:
    run = CliRunner().invoke(command, ["--without", "Robotdalen", "--no-collective", "--lang", "en"])
    assert run.exit_code == 0, run.output
    assert run.output.startswith("What if: without Robotdalen\n")
    assert "without collective actors" in run.output
    run = CliRunner().invoke(command, ["--with", "Almi supports Livsmedel"])
    assert isinstance(run.exception, AmbiguousName)


def test_the_answers_do_not_depend_on_the_hash_seed() -> None:
    script = (
        "import styrkegraf\n"
        "from styrkegraf.advice import partners, partners_text, whatif, whatif_text\n"
        "g = styrkegraf.load()\n"
        "print(partners_text.to_text(partners.partners(g, 'Västmanland', 'energi', draws=5), g, 'sv'))\n"
        "print(whatif_text.to_text(whatif.whatif(g, without=['Almi'], draws=5), g, 'sv'))\n"
    )
    one, other = printed(script)
    assert one == other
