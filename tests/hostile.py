"""Hostile queries, and what they meet; for the tests of the pool and of the service."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

__all__ = ["ATTACKS", "Attack", "reaching"]


class Attack(NamedTuple):
    """A hostile query and the errors that it may meet, as the machine is fast or slow; empty where it is harmless."""

    name: str
    sparql: str
    errors: frozenset[str]


DEEP: Final = 200_000
_COSTLY = frozenset({"TimedOut", "OutOfMemory", "TooLarge", "Busy"})
_REFUSED = frozenset({"Refused", "TimedOut"})
_READ = frozenset({"Refused", "BadQuery", "TimedOut", "OutOfMemory"})
"""What may befall a text that is hard to read."""

_CROSS = " ".join(f"?a{i} ?b{i} ?c{i} ." for i in range(6))
_DOUBLED = " ".join(f"BIND(CONCAT(?t{i}, ?t{i}) AS ?t{i + 1})" for i in range(34))


def _attack(name: str, sparql: str, errors: frozenset[str]) -> Attack:
    return Attack(name, sparql, errors)


ATTACKS: Final = (
    _attack("nested braces", "SELECT * " + "{" * DEEP + "}" * DEEP, _REFUSED),
    _attack("braces that never close", "SELECT * " + "{" * DEEP, _REFUSED),
    _attack("nested parentheses", "SELECT * { FILTER" + "(" * DEEP + "1" + ")" * DEEP + "}", _REFUSED),
    _attack("nested lists", "SELECT * { ?s ?p " + "(" * DEEP + ")" * DEEP + "}", _REFUSED),
    _attack("nested blank nodes", "SELECT * { ?s ?p " + "[?p" * DEEP + "]" * DEEP + "}", _REFUSED),
    _attack("braces behind escapes", "SELECT * " + "\\u007B" * 50_000 + "}" * 50_000, _READ),
    _attack("many negations", "SELECT * { FILTER(" + "!" * DEEP + "true) }", _READ),
    _attack("many signs", "SELECT (" + "- " * DEEP + "1 AS ?n) {}", _READ),
    _attack("a long chain of or", "SELECT * { FILTER(true" + " || true" * 50_000 + ") }", _READ | {""}),
    _attack("a long path", "SELECT * { ?s a" + "/a" * 100_000 + " ?o }", _READ | _COSTLY | {""}),
    _attack("many unions", "SELECT * { {}" + " UNION {}" * 50_000 + " }", _READ | _COSTLY | {""}),
    _attack("a million angle brackets", "<" * 999_999, _READ),
    _attack("a million quotation marks", '"' * 999_999, _READ),
    _attack("long strings that never close", "SELECT * { ?s ?p '''" + "\\'''" * 100_000, _READ),
    _attack("short strings that never close", 'SELECT * { ?s ?p "' + '\\"' * 400_000, _READ),
    _attack("hyphens", "SELECT * { " + "a-" * 499_000, _READ),
    _attack("dots", "SELECT * { " + "a." * 499_000, _READ),
    _attack("forms upon forms", "SELECT." * 140_000 + "SELECT:", _READ),
    _attack("a prefix without an end", "PREFIX" + " " * 999_000, _READ),
    _attack("too long a text", "#" * 1_000_001, frozenset({"TooLong"})),
    _attack("no text", "", frozenset({"BadQuery"})),
    _attack("a cross product", f"SELECT (COUNT(*) AS ?n) {{ {_CROSS} }}", _COSTLY),
    _attack("a cross product in order", f"SELECT * {{ {_CROSS} }} ORDER BY ?a1 ?b3 ?c5", _COSTLY),
    _attack("a cross product without doubles", f"SELECT DISTINCT ?a0 ?a1 ?a2 {{ {_CROSS} }}", _COSTLY),
    _attack("a cross product in groups", f"SELECT ?a0 ?a1 (COUNT(*) AS ?n) {{ {_CROSS} }} GROUP BY ?a0 ?a1", _COSTLY),
    _attack("a cross product given out", f"SELECT * {{ {_CROSS} }}", _COSTLY),
    _attack("a cross product built", f"CONSTRUCT {{ ?a0 ?b1 ?c2 }} {{ {_CROSS} }}", _COSTLY),
    _attack("one endless text", f"SELECT (GROUP_CONCAT(CONCAT(STR(?a0), STR(?c1))) AS ?t) {{ {_CROSS} }}", _COSTLY),
    _attack(
        "a text doubled again and again", f"SELECT (STRLEN(?t34) AS ?n) {{ BIND('text' AS ?t0) {_DOUBLED} }}", _COSTLY
    ),
    _attack(
        "a regular expression",
        f"SELECT * {{ {_CROSS} FILTER(!REGEX(STR(?c0), '(x+x+)+(.*y)*$')) }}",
        _COSTLY,
    ),
    _attack("a huge regular expression", "SELECT * { FILTER(REGEX('x', '((x{100}){100}){100}')) }", _COSTLY | {""}),
    _attack("an endless path", "SELECT (COUNT(*) AS ?n) { ?a (!<a:>|^!<a:>)* ?b . ?b (!<a:>|^!<a:>)* ?c }", _COSTLY),
)


def reaching(address: str) -> Mapping[str, frozenset[str]]:
    """Queries that would have the engine fetch something from an address, and the errors that they may meet."""
    block = f"<{address}> {{ ?s ?p ?o }}"
    refused, read = frozenset({"Refused"}), frozenset({"Refused", "BadQuery", "QueryFailed"})
    return {
        f"SELECT * {{ SERVICE {block} }}": refused,
        f"SELECT * {{ sErViCe SILENT {block} }}": refused,
        f"SELECT * {{ SERVICE#\n{block} }}": refused,
        f"SELECT * {{ VALUES ?e {{ <{address}> }} SERVICE ?e {{ ?s ?p ?o }} }}": refused,
        f"SELECT * {{ '\\'' ?p ?o . SERVICE {block} }}": read,
        f"PREFIX service: <{address}> SELECT * {{ SERVICE service: {{ ?s ?p ?o }} }}": refused,
        f"LOAD <{address}>": refused,
        f"SELECT * FROM <{address}> FROM NAMED <{address}> {{ ?s ?p ?o }}": frozenset({""}),
        f"ASK FROM <{address}> FROM <{address}x> {{ ?s ?p ?o }}": frozenset({""}),
    }
