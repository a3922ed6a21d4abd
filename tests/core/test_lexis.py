"""Lexis: the tokens of SPARQL, as the parser of the engine has them."""

from __future__ import annotations

import re

import pytest
from pyoxigraph import Store

from styrkegraf.lexis import IRIREF, PN_LOCAL, PN_PREFIX, STRING, VARNAME, iris, prefixes, quiet
from styrkegraf.store.outline import graphs, in_order, star


def parses(query: str) -> bool:
    try:
        Store().query(query)
    except SyntaxError:
        return False
    return True


VARIABLES = ["", "a", "län", "1st", "_x", "a·b", "e\u0301", "x\u203fy", "a-b", "a.b", "·a", "a b"]
PREFIXES = ["a", "län", "a-b", "a.b", "a.b.c", "a..b", "a1", "e\u0301", "a.", ".a", "-a", "1a", "_a"]
LOCAL = ["a", "1", "_", ":a", "a:b", "a.b", "a..b", "%20", r"\-", r"a\.", r"\'", "a-", "é", "a.", "a b"]
STRINGS = [
    "''",
    "'a'",
    '"a"',
    "'a\"'",
    r"'\''",
    r"'\\'",
    "'''a'b'''",
    "''''a'''",
    "'''\n'''",
    "'\n'",
    "'a",
    "'''a''",
    r"'\'",
]
IRIS = ["<x:a>", "<x:å>", r"<x:\u0041>", "<x:'#>", "<x:a b>", '<x:">', "<x:{>", r"<x:\>", "<x:\n>"]


@pytest.mark.parametrize(
    ("terminal", "text", "query"),
    [
        *((VARNAME, name, f"ASK {{ ?{name} <x:p> 1 }}") for name in VARIABLES),
        *((PN_PREFIX, name, f"PREFIX {name}: <x:> ASK {{}}") for name in PREFIXES),
        *((PN_LOCAL, name, f"PREFIX x: <x:> ASK {{ x:{name} x:p 1 }}") for name in LOCAL),
        *((STRING, text, f"ASK {{ <x:s> <x:p> {text} }}") for text in STRINGS),
        *((IRIREF, text, f"ASK {{ {text} <x:p> 1 }}") for text in IRIS),
    ],
)
def test_a_terminal_is_what_the_engine_takes_for_one(terminal: str, text: str, query: str) -> None:
    assert bool(re.fullmatch(terminal, text)) == parses(query)


@pytest.mark.parametrize(
    ("pattern", "used"),
    [
        ("?s sg:of ?o.sg:a sg:p 1", ("sg", "sg", "sg")),
        ("?s sg:a.ex:b 1", ("sg",)),
        (r"?s sg:a\.ex:b 1", ("sg",)),
        ("?s sg:a/ex:b|^gx:c 1", ("sg", "ex", "gx")),
        ("?s ?p 'sg:a' , <sg:a> # sg:a", ()),
        ("?sg:a ?p $ex", ()),
        ("'x'@sv.sg:a ?p 1.ex:b ?p 2", ("sg", "ex")),
        ("_:sg :a :b", ("", "")),
    ],
)
def test_the_prefixes_that_a_query_uses(pattern: str, used: tuple[str, ...]) -> None:
    assert prefixes(f"SELECT * {{ {pattern} }}").used == used


def test_the_prefixes_that_a_query_declares() -> None:
    found = prefixes("PREFIX#of\n ex:<x:>prefix : <y:> PREFIX a.b: <z:> ASK { ?prefix ex:PREFIX 'PREFIX no: <n:>' }")
    assert found.declared == {"ex", "", "a.b"}


def test_blanking_keeps_every_other_sign_in_its_place() -> None:
    query = "SELECT * { <x:a#b> ?p 'a{' , '''b\n}''' # {\n}"
    lines = quiet(query).split("\n")
    assert [len(line) for line in lines] == [len(line) for line in query.split("\n")]
    assert " ".join(quiet(query).split()) == "SELECT * { ?p , }"
    assert list(iris(query)) == [(11, "x:a#b")]


def test_the_graphs_of_a_query_as_it_names_them() -> None:
    query = "SELECT ?from FROM <x:a> FROM#\nex:b from NAMED <x:c> FROM # FROM <x:d>\n named ex:e { ?from a ex:FROM }"
    assert graphs(query) == (["<x:a>", "ex:b"], ["<x:c>", "ex:e"])


@pytest.mark.parametrize(
    ("query", "found"),
    [("SELECT * { }", True), ("select distinct*{ }", True), ("SELECT ?a { SELECT * {} }", False), ("ASK { }", False)],
)
def test_only_a_star_of_the_query_itself_counts(query: str, found: bool) -> None:
    place = star(quiet(query))
    assert (place is not None and query[place] == "*") == found


def test_columns_come_in_the_order_of_the_query() -> None:
    query = "SELECT * { ?ab $b ?e\u0301 . ?a }"
    assert in_order(query, ["a", "ab", "b", "e\u0301", "z"]) == ["ab", "b", "e\u0301", "a", "z"]
