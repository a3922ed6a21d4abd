"""Look-ups: queries about one thing that cannot run away, answered at once, without a process that can be killed.

A look-up asks for one pattern whose subject is named and whose other terms are names or different variables, and wants
JSON. Every statement that is read then gives a row: nothing is joined, sorted, filtered or counted, and the rows and
their length are bounded. Clients of linked data ask little else. To parse and plan such a query takes several times as
long as to answer it, so it is read here; what is not plainly a look-up, or no SPARQL, is left to those who read all of
it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from itertools import islice
from json.encoder import encode_basestring as _quoted
from operator import attrgetter
from typing import Final

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Store, Triple

from styrkegraf.namespaces import PREFIXES, rdf
from styrkegraf.service.query import Kind

__all__ = ["look_up"]

_LONGEST: Final = 2000
"""Characters of a look-up."""
_ROWS: Final = 1000
"""Rows of its answer, written in about a millisecond."""
_SIZE: Final = 1 << 20
"""Characters of its answer."""
_SPACE: Final = r"[ \t\r\n]"
_IRI: Final = r'<[^\s<>"{}|\\^`]*+>'
_NAME: Final = r"[A-Za-z][\w-]*+:\w[\w-]*+"
_VARIABLE: Final = r"[?$][A-Za-z]\w*+"
_LOOK_UP: Final = re.compile(
    rf"""((?:{_SPACE}*+ PREFIX{_SPACE}++ (?:[A-Za-z][\w-]*+)?+ :{_SPACE}*+ {_IRI})*+) {_SPACE}*+
    (?:ASK | SELECT{_SPACE}*+ (\* | {_VARIABLE} (?:{_SPACE}++{_VARIABLE})*+)) {_SPACE}*+ (?:WHERE{_SPACE}*+)?+
    \{{ {_SPACE}*+ ({_IRI} | {_NAME})
    {_SPACE}*+ ({_IRI} | {_NAME} | a\b | {_VARIABLE})
    {_SPACE}*+ ({_IRI} | {_NAME} | {_VARIABLE}) {_SPACE}*+ \.?+ {_SPACE}*+ \}} {_SPACE}*+
    (?:\#[^\r\n]*+ {_SPACE}*+)*+""",
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)
_VARIABLE_NAME: Final = re.compile(r"\w+", re.ASCII)
_PREFIX: Final = re.compile(r"([\w-]*+):\s*+<([^>]*+)>", re.ASCII)
_TYPE: Final = rdf("type")
_STRING: Final = NamedNode(PREFIXES["xsd"] + "string")

_Term = NamedNode | BlankNode | Literal | Triple
_Place = Callable[[Quad], _Term]
_PLACES: Final[tuple[_Place, ...]] = (attrgetter("subject"), attrgetter("predicate"), attrgetter("object"))
"""Where a statement has its terms: each is read from the store when it is asked for."""


class _Unclear(Exception):
    """What is read may not be a look-up after all."""


def look_up(store: Store, sparql: str) -> tuple[Kind, bytes] | None:
    """The answer to a look-up in the default graph, as SPARQL JSON; None for every other query and for long answers.

    >>> from pyoxigraph import Literal, NamedNode, Quad, Store
    >>> name = NamedNode("x:name")
    >>> store = Store()
    >>> store.add(Quad(NamedNode("x:1"), name, Literal("One")))
    >>> look_up(store, "SELECT ?name { <x:1> <x:name> ?name }")
    ('rows', b'{"head":{"vars":["name"]},"results":{"bindings":[{"name":{"type":"literal","value":"One"}}]}}')
    >>> look_up(store, "SELECT ?thing { ?thing <x:name> ?name }") is None
    True
    """
    found = _LOOK_UP.fullmatch(sparql) if len(sparql) <= _LONGEST else None
    if found is None:
        return None
    head, projection, *pattern = found.groups()
    try:
        prefixes = _prefixes(head)
        subject, verb, value = [None if term[0] in "?$" else _node(term, prefixes) for term in pattern]
        places = {term[1:]: place for term, place in zip(pattern, _PLACES, strict=True) if term[0] in "?$"}
        if (verb is None) + (value is None) > len(places):
            return None
        quads = store.quads_for_pattern(subject, verb, value, DefaultGraph())
        if projection is None:
            return "boolean", b'{"head":{},"boolean":%s}' % (b"true" if next(quads, None) else b"false")
        return _rows(quads, list(places) if projection == "*" else _VARIABLE_NAME.findall(projection), places)
    except (_Unclear, KeyError, ValueError):  # the engine finds the words for a prefix or an IRI that is none
        return None


def _node(term: str, prefixes: Mapping[str, str]) -> NamedNode:
    if term in {"a", "A"}:
        if term == "A":
            raise _Unclear
        return _TYPE
    if term[0] == "<":
        return NamedNode(term[1:-1])
    prefix, _, local = term.partition(":")
    return NamedNode(prefixes[prefix] + local)


@lru_cache(maxsize=256)
def _prefixes(head: str) -> dict[str, str]:
    """What a query declares, and ours."""
    declared = dict(_PREFIX.findall(head))
    for namespace in declared.values():
        NamedNode(namespace)  # raises ValueError for what is no absolute IRI
    return {**PREFIXES, **declared}


def _rows(quads: Iterable[Quad], shown: list[str], places: Mapping[str, _Place]) -> tuple[Kind, bytes]:
    """The rows, each with those of its terms that are shown."""
    if len(set(shown)) < len(shown):
        raise _Unclear
    columns = [(_quoted(name), places[name]) for name in shown if name in places]
    rows, size = [], 0
    for quad in islice(quads, _ROWS + 1):
        told = [f"{name}:{_told(place(quad))}" for name, place in columns]
        rows.append("{" + ",".join(told) + "}")
        size += len(rows[-1])
        if len(rows) > _ROWS or size > _SIZE:
            raise _Unclear
    variables = ",".join(map(_quoted, shown))
    return "rows", f'{{"head":{{"vars":[{variables}]}},"results":{{"bindings":[{",".join(rows)}]}}}}'.encode()


def _told(term: _Term) -> str:
    """A term as SPARQL JSON has it."""
    if isinstance(term, NamedNode):
        return f'{{"type":"uri","value":{_quoted(term.value)}}}'
    if isinstance(term, BlankNode):
        return f'{{"type":"bnode","value":{_quoted(term.value)}}}'
    if not isinstance(term, Literal) or getattr(term, "direction", None) is not None:
        raise _Unclear
    if term.language is not None:
        return f'{{"type":"literal","value":{_quoted(term.value)},"xml:lang":{_quoted(term.language)}}}'
    if term.datatype == _STRING:
        return f'{{"type":"literal","value":{_quoted(term.value)}}}'
    return f'{{"type":"literal","value":{_quoted(term.value)},"datatype":{_quoted(term.datatype.value)}}}'
