"""The question library: every question gives what a reader of the documents finds.

The expected rows stand beside each query and were worked out by reading; ``because`` says where.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Literal, QuerySolutions
from pyoxigraph import Store as OxigraphStore
from rdflib.plugins.sparql import prepareQuery

from questioncases import EXPECTED, meets
from styrkegraf import Graph
from styrkegraf.facts import InputError
from styrkegraf.questions import BadParameter, UnknownQuestion, find, library, matching

CASES = [
    pytest.param(name, case, id=f"{name}-{number}")
    for name, found in EXPECTED.items()
    for number, case in enumerate(found["case"], start=1)
]


def test_there_are_at_least_sixty_and_each_has_its_answers() -> None:
    assert set(EXPECTED) == set(library())
    assert len(library()) >= 60
    assert len(CASES) > len(library())


@pytest.mark.parametrize("name", sorted(library()))
def test_a_question_is_a_document(name: str) -> None:
    document = find(name)
    for key in ("title", "question", "read"):
        for lang in ("sv", "en"):
            assert document.head.get(f"{key}@{lang}"), f"{name} has no {key}@{lang}"
    for parameter in document.parameters:
        assert parameter.about
        assert parameter.default
    assert all(case.get("because") for case in EXPECTED[name]["case"]), f"{name}: a case does not say where it was read"


def test_no_two_questions_are_the_same() -> None:
    for lang in ("sv", "en"):
        counts = Counter(document.head[f"question@{lang}"] for document in library().values())
        assert [text for text, count in counts.items() if count > 1] == []


@pytest.mark.parametrize(("name", "case"), CASES)
def test_a_question_gives_what_a_reader_finds(graph: Graph, name: str, case: dict[str, Any]) -> None:
    meets(graph, name, case)


def test_what_is_counted_is_a_whole_number(graph: Graph) -> None:
    """Weights are decimals in the graph; only a measured value and a mean are in an answer."""
    decimals = {
        (name, variable.value)
        for name in library()
        for rows in [graph.store.query(graph.sparql(name))]
        if isinstance(rows, QuerySolutions)
        for row in rows
        for variable in rows.variables
        for value in [row[variable]]
        if isinstance(value, Literal) and value.datatype.value.endswith("#decimal")
    }
    assert decimals == {("indicators", "value"), ("size-of-the-overview", "mean")}


def test_a_query_in_a_file_is_asked_by_its_path_as_a_path_or_as_text(graph: Graph, tmp_path: Path) -> None:
    file = tmp_path / "names.rq"
    file.write_text("SELECT ?name { county:gotland skos:prefLabel ?name } ORDER BY ?name", encoding="utf-8")
    assert graph.query(file) == graph.query(str(file))
    assert graph.query(file).labelled() == [("Gotland",), ("Gotland",)]
    with pytest.raises(InputError, match="there is no such file"):
        graph.query(tmp_path / "other.rq")


@pytest.mark.parametrize("name", sorted(library()))
def test_a_question_is_standard_sparql_for_any_tool(name: str) -> None:
    """The file as it stands, without our prefixes: another parser reads it, and names the same columns."""
    text = find(name).sparql
    algebra = prepareQuery(text).algebra
    asked = OxigraphStore().query(text)
    if isinstance(asked, QuerySolutions):
        assert {str(variable) for variable in algebra.PV} == {variable.value for variable in asked.variables}
    else:
        assert algebra.name in {"AskQuery", "ConstructQuery"}


def test_an_unknown_question_suggests_the_nearest() -> None:
    with pytest.raises(UnknownQuestion, match="Did you mean areas-of-region"):
        find("area-of-region")


def test_an_unknown_parameter_and_a_bad_number_are_explained(graph: Graph) -> None:
    with pytest.raises(BadParameter, match="has no parameter “county”; it takes region"):
        graph.query("areas-of-region", county="Gotland")
    with pytest.raises(BadParameter, match="SPARQL text takes no parameters"):
        graph.query("ASK { }", region="Gotland")


def test_a_number_may_have_a_comma_as_swedish_writes_it_where_it_can_be_nothing_else(graph: Graph) -> None:
    whole, half = (graph.sparql("actors-with-most-areas", least=one) for one in ("2", " 2,5 "))
    assert half == whole.replace("{ 2 }", "{ 2.5 }") != whole
    for neither in ("1,000", "2,5,5", "two"):
        with pytest.raises(BadParameter, match="takes a number"):
            graph.sparql("actors-with-most-areas", least=neither)


@pytest.mark.parametrize("value", ["\udcff", "järn\ud800"])
def test_a_text_that_is_not_unicode_is_found_nowhere(graph: Graph, value: str) -> None:
    assert len(graph.query("areas-by-word", word=value)) == 0


def test_a_value_cannot_break_out_of_its_parameter(graph: Graph) -> None:
    with pytest.raises(Exception, match="no county called"):
        graph.query("areas-of-region", region="Gotland } ?s ?p ?o {")


def test_searching_finds_by_word_in_both_languages() -> None:
    assert {document.name for document in matching("styrkeområde")} & {
        document.name for document in matching("strength")
    }
    assert matching("xyzzy") == matching("🙂") == []
    assert len(matching(" ")) == len(library())
