"""The store: the union of the named graphs, and errors that show where a query goes wrong."""

from __future__ import annotations

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Triple

from styrkegraf.store import MemoryStore, QueryRefused, QuerySyntaxError

A, B, G, H = (NamedNode(f"urn:{name}") for name in "abgh")


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore([Quad(A, B, Literal("ö"), G), Quad(A, B, Literal("ö"), H), Quad(A, B, Literal("x"), H)])


def test_a_query_sees_all_named_graphs_once(store: MemoryStore) -> None:
    assert sorted(row["o"].value for row in store.select("SELECT ?o { <urn:a> <urn:b> ?o }")) == ["x", "ö"]
    assert len(list(store.select("SELECT ?g { GRAPH ?g { <urn:a> <urn:b> 'ö' } }"))) == 2


def test_the_graphs_of_a_statement(store: MemoryStore) -> None:
    assert store.graphs_of(Triple(A, B, Literal("ö"))) == [G, H]
    assert store.graphs_of(Triple(A, B, Literal("nowhere"))) == []


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", "SERVICE asks another server"),
        ("PREFIX ex: <urn:>\nINSERT DATA { ex:a ex:b ex:c }", "This is an update"),
        ("SELECT * " + "{" * 20_000, "more than 200 deep"),
    ],
)
def test_a_query_that_is_not_answered_here_is_refused(store: MemoryStore, query: str, says: str) -> None:
    with pytest.raises(QueryRefused, match=says):
        store.query(query)


def test_a_variable_or_a_text_may_be_called_service(store: MemoryStore) -> None:
    assert list(store.select("SELECT ?service { VALUES ?service { 'SERVICE <x>' } }"))


def test_a_syntax_error_shows_line_and_column(store: MemoryStore) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        store.query("SELECT ?area WHERE {\n  ?area sg:areaOf }\n")
    assert (caught.value.line, caught.value.column) == (2, 19)
    assert "  ?area sg:areaOf }\n                    ^" in str(caught.value)


@pytest.mark.parametrize(
    ("query", "ways_on"), [("SELECT * { ?s ?p ?o", ('"."', '"}"')), ("SELECT * { ?s ?p ?o } LIMIT x", ("a digit",))]
)
def test_a_syntax_error_says_in_one_line_what_may_follow(
    store: MemoryStore, query: str, ways_on: tuple[str, ...]
) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        store.query(query)
    problem = caught.value.problem
    assert all(way in problem for way in ways_on)
    assert "\n" not in problem
    assert not set("[]\\") & set(problem), "no set of signs, as the grammar of the parser writes it"


@pytest.mark.parametrize(
    ("query", "line", "column"),
    [
        ("ASK { <rel> ?p ?o }", 1, 7),
        ("# <rel>\nSELECT *\nFROM\n<rel> { ?s ?p '<a>' }", 4, 1),
        ("SELECT * {\n ?s <x:p> <a/b> FILTR(?s<?p&&?p>?s) }", 2, 11),
    ],
)
def test_a_relative_iri_is_named_with_its_place(store: MemoryStore, query: str, line: int, column: int) -> None:
    with pytest.raises(QuerySyntaxError, match=r"The IRI <(rel|a/b)> is relative; .* BASE") as caught:
        store.query(query)
    assert (caught.value.line, caught.value.column) == (line, column)


@pytest.mark.parametrize("query", ["", " \n", "# nothing but this"])
def test_an_empty_query_is_called_so(store: MemoryStore, query: str) -> None:
    with pytest.raises(QuerySyntaxError, match=r"The query is empty\."):
        store.query(query)


def test_an_undeclared_prefix_is_named(store: MemoryStore) -> None:
    with pytest.raises(QuerySyntaxError, match=r"The prefix “ex:” is not declared"):
        store.query("SELECT ?x { ?x ex:p 'sg:fine <urn:c:d>' # note:this\n }")
    with pytest.raises(QuerySyntaxError, match=r"The prefix “ex:” is not declared"):
        store.query("SELECT ?x { ?x sg:partOf/ex:p 1 }")


def test_an_iri_that_is_not_closed_is_not_taken_for_a_prefix(store: MemoryStore) -> None:
    with pytest.raises(QuerySyntaxError, match=r"line 1, column \d+"):
        store.query("SELECT * { ?s <http://example.org/two words> ?o }")


def test_the_dump_is_sorted(store: MemoryStore) -> None:
    lines = store.dump().decode().splitlines()
    assert lines == sorted(lines)
    assert len(lines) == 3
