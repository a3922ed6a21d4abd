"""The outline of a query: what can be told of it without a parser, from its text.

Functions that take ``plain`` want it with strings, IRIs and comments blanked, as `quiet` does it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from styrkegraf.lexis import GAP, IRIREF, PNAME, VARNAME, keyword, scanner

__all__ = ["FORM", "gives_triples", "graphs", "graphs_within", "in_order", "names_dataset", "star"]

FORM: Final = re.compile(r"(?<![?$@\w:.-])(SELECT|ASK|CONSTRUCT|DESCRIBE)(?![\w.-]*:)\b", re.IGNORECASE)
"""The word that says what a plain query gives, which follows its declarations."""
_FROM: Final = re.compile(keyword("FROM"))
_GRAPHS: Final = scanner(
    rf"{keyword('FROM')}(?P<named>{GAP}{keyword('NAMED')})?+{GAP}(?P<graph>{IRIREF}|{PNAME})",
)
_WITHIN: Final = scanner(rf"{keyword('GRAPH')}{GAP}(?P<graph>{IRIREF}|{PNAME})")
_STAR: Final = re.compile(r"\bSELECT\s*+(?:(?:DISTINCT|REDUCED)\b\s*+)?+(\*)", re.IGNORECASE)
_VARIABLE: Final = re.compile(rf"[?$]({VARNAME})")


def gives_triples(plain: str) -> bool:
    """Whether a query is a CONSTRUCT or DESCRIBE."""
    found = FORM.search(plain)
    return found is not None and found[1].upper() in {"CONSTRUCT", "DESCRIBE"}


def names_dataset(plain: str) -> bool:
    """Whether a query says with FROM which graphs it is about."""
    return _FROM.search(plain) is not None


def graphs(sparql: str) -> tuple[list[str], list[str]]:
    """The graphs of FROM and those of FROM NAMED, as they are written, each as often as it is named.

    >>> graphs("SELECT * FROM <x:a> FROM ex:b FROM NAMED <x:c> { ?s ?p 'FROM <x:d>' }")
    (['<x:a>', 'ex:b'], ['<x:c>'])
    """
    found = [clause for clause in _GRAPHS.finditer(sparql) if clause["graph"]]
    default = [clause["graph"] for clause in found if clause["named"] is None]
    return default, [clause["graph"] for clause in found if clause["named"] is not None]


def graphs_within(sparql: str) -> list[str]:
    """The graphs that a query names in its patterns, behind GRAPH, as they are written, each once.

    >>> graphs_within("SELECT * { GRAPH <x:a> { ?s ?p 'GRAPH <x:b>' } GRAPH ?g { ?s ?p ?o } graph ex:c {} }")
    ['<x:a>', 'ex:c']
    """
    return list(dict.fromkeys(found["graph"] for found in _WITHIN.finditer(sparql) if found["graph"]))


def star(plain: str) -> int | None:
    """Where the star of an outermost ``SELECT *`` stands; None where the columns are named."""
    found = _STAR.search(plain, 0, max(plain.find("{"), 0))
    return found.start(1) if found else None


def in_order(plain: str, columns: Sequence[str]) -> list[str]:
    """Columns in the order in which a query first names them; Oxigraph gives those of a star by alphabet.

    >>> in_order("SELECT * { ?region ?p ?area }", ["area", "p", "region"])
    ['region', 'p', 'area']
    """
    places: dict[str, int] = {}
    for found in _VARIABLE.finditer(plain):
        places.setdefault(found[1], found.start())
    return sorted(columns, key=lambda column: places.get(column, len(plain)))
