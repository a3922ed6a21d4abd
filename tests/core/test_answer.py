"""Answers: rows, tables for people and the standard formats, from one evaluation."""

from __future__ import annotations

import csv
import io
import json
import xml.etree.ElementTree as ET
from collections.abc import Callable

import pytest
from pyoxigraph import RdfFormat, parse

from styrkegraf import Graph, StyrkegrafError, load
from styrkegraf.answer import UnknownFormat
from styrkegraf.explain import to_text
from styrkegraf.labels import Language
from styrkegraf.networks.export import write
from styrkegraf.store import MemoryStore

HOSTILE = """SELECT ?text ?n WHERE {
  VALUES (?text ?n) { ("a|b\\\\c" 1) ("tab\\tand\\u202Eback" 22) ("<b>" 333) }
}"""


def test_the_table_is_aligned_and_shows_labels(graph: Graph) -> None:
    table = graph.query(
        "SELECT ?area ?n { VALUES (?area ?n) { (area:gotland-livsmedel 1) (area:gotland-besoksnaring 2) } }"
    )
    assert table.write("table", "sv").decode() == (
        "area          n\n────────────  ─\nLivsmedel     1\nBesöksnäring  2\n"
    )  # fmt: skip
    assert table.write("table", "en").decode().splitlines()[2].startswith("Food")


def test_hostile_text_cannot_break_a_table(graph: Graph) -> None:
    answer = graph.query(HOSTILE)
    text = answer.write("table").decode()
    assert len(text.splitlines()) == 5
    assert "\t" not in text
    assert "\u202e" not in text
    assert answer.write("md").decode().splitlines()[2] == r"| a\|b\\c | 1 |"
    marked = graph.query("SELECT ('<b>*x*</b> [y](z)' AS ?a_b) {}").write("md").decode().splitlines()
    assert (marked[0], marked[2]) == (r"| a\_b |", r"| \<b>\*x\*\</b> \[y](z) |")


def test_every_row_format_holds_the_same_rows(graph: Graph) -> None:
    answer = graph.query("SELECT * { VALUES (?b ?a) { (county:gotland 'Gotland') (UNDEF 'å, \"ä\"') } }")
    assert answer.columns == ("b", "a")
    rows = list(csv.reader(io.StringIO(answer.write("csv").decode())))
    assert rows == [["b", "a"], ["https://w3id.org/styrkegraf/id/county/gotland", "Gotland"], ["", 'å, "ä"']]
    assert answer.write("tsv").decode().splitlines()[0] == "?b\t?a"
    found = json.loads(answer.write("json"))
    assert found["head"]["vars"] == ["b", "a"]
    assert "b" not in found["results"]["bindings"][1]
    assert ET.fromstring(answer.write("xml")).tag == "{http://www.w3.org/2005/sparql-results#}sparql"


@pytest.mark.parametrize(
    ("form", "parser"),
    [("ttl", RdfFormat.TURTLE), ("nt", RdfFormat.N_TRIPLES), ("jsonld", RdfFormat.JSON_LD), ("rdf", RdfFormat.RDF_XML)],
)
def test_triples_come_in_every_format(graph: Graph, form: str, parser: RdfFormat) -> None:
    answer = graph.query("CONSTRUCT { ?a sg:areaOf county:gotland } WHERE { ?a sg:areaOf county:gotland }")
    assert {str(quad.triple) for quad in parse(answer.write(form), parser)} == {str(t) for t in answer.triples or ()}
    assert len(answer) == 2


def test_yes_and_no(graph: Graph) -> None:
    yes = graph.query("ASK { county:gotland a sg:County }")
    assert yes
    assert yes.write("table", "sv").decode().split()[-1] == "ja"
    assert json.loads(yes.write("json")) == {"head": {}, "boolean": True}
    assert not graph.query("ASK { county:gotland a sg:Municipality }")


def test_a_format_that_does_not_fit_names_those_that_do(graph: Graph) -> None:
    with pytest.raises(UnknownFormat, match="table, md, csv, tsv, json, xml"):
        graph.query("ASK { }").write("ttl")


def test_an_answer_becomes_a_data_frame(graph: Graph) -> None:
    pytest.importorskip("pandas")
    answer = graph.query("SELECT ?county (2 AS ?n) (1.5 AS ?d) { VALUES ?county { county:gotland } }")
    frame = answer.to_pandas()
    assert frame["n"].sum() == 2
    assert frame.to_dict("records") == [{"county": "https://w3id.org/styrkegraf/id/county/gotland", "n": 2, "d": 1.5}]
    assert list(answer.to_pandas("sv")["county"]) == ["Gotland"]


def test_iterating_gives_terms(graph: Graph) -> None:
    assert [len(row) for row in graph.query(HOSTILE)] == [2, 2, 2]


@pytest.mark.parametrize(
    ("query", "columns", "rows"),
    [
        ("SELECT * { VALUES (?thing ?property ?a) { (1 2 3) } }", ("thing", "property", "a"), 1),
        ("SELECT# *\n*{ VALUES (?b ?a) { (1 2) } }", ("b", "a"), 1),
        ("SELECT (COUNT(*) AS ?n) { { SELECT DISTINCT * { ?s a sg:County } } }", ("n",), 1),
        ("SELECT ?s { { SELECT DISTINCT * { ?s a sg:County } } }", ("s",), 21),
        ("SELECT * { county:gotland a sg:County }", (), 1),
    ],
)
def test_select_star_keeps_the_order_of_the_query(
    graph: Graph, query: str, columns: tuple[str, ...], rows: int
) -> None:
    answer = graph.query(query)
    assert (answer.columns, len(answer)) == (columns, rows)


def test_a_star_in_a_subquery_counts_rightly(graph: Graph) -> None:
    assert graph.query("SELECT (COUNT(*) AS ?n) { { SELECT DISTINCT * { ?s a sg:County } } }").labelled() == [("21",)]


def test_odd_literals_become_python_values(graph: Graph) -> None:
    pytest.importorskip("pandas")
    row = graph.query('SELECT ("abc"^^xsd:integer AS ?a) ("1"^^xsd:boolean AS ?b) ("7"^^xsd:int AS ?c) {}').to_pandas()
    assert row.to_dict("records") == [{"a": "abc", "b": True, "c": 7}]
    assert graph.query("ASK {}").to_pandas().to_dict("records") == [{"answer": True}]


def test_a_language_that_is_not_there_is_refused_and_not_shown_as_another(graph: Graph) -> None:
    german: Language = "de"  # type: ignore[assignment]
    answer = graph.query("areas-of-region", region="Gotland")
    (why,) = graph.explain("Vinnova", "funds", "Robotdalen")
    asks: list[Callable[[], object]] = [
        lambda: answer.labelled(german),
        lambda: answer.to_pandas(german),
        lambda: answer.write("table", german),
        lambda: to_text(why, graph, german),
        lambda: write(graph.to_networkx("region-theme"), "csv", german),
        lambda: load(lang=german),
    ]
    for ask in asks:
        with pytest.raises(StyrkegrafError, match="no language “de” here; choose sv or en"):
            ask()


def test_a_thing_named_in_neither_language_is_shown_by_the_name_it_has() -> None:
    text = '<https://example.org/1> <http://www.w3.org/2004/02/skos/core#prefLabel> "Metsä"@fi .'
    graph = Graph(MemoryStore(parse(text, format=RdfFormat.TURTLE)))
    assert graph.query("SELECT ?s { ?s ?p ?o }").labelled("en") == [("Metsä",)]
