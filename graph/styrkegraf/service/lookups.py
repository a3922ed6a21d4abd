"""Look-ups: queries that cannot run away whatever is in the graph, and so need no process that can be killed.

A look-up asks for one pattern about one thing: its subject is named, and its other terms are names or different
variables. Then every statement that is read gives a row, in the order in which the store holds them; nothing is joined,
sorted, filtered or counted. A cap on the output bounds all of it.
"""

from __future__ import annotations

import re
from typing import Final

__all__ = ["is_look_up"]

_LONGEST: Final = 2000
"""Characters of a look-up; reading a longer text is left to a process that can be killed."""
_IRI: Final = r'<[^\s<>"{}|\\^`]*+>'
_NAME: Final = r"[A-Za-z][\w-]*+:[\w-]++"
_VARIABLE: Final = r"[?$][A-Za-z]\w*+"
_LOOK_UP: Final = re.compile(
    rf"""\s*+ (?:PREFIX\s++ (?:[A-Za-z][\w-]*+)?+ :\s*+ {_IRI}\s*+)*+
    (?:ASK | SELECT\s*+ (?:\* | {_VARIABLE} (?:\s++{_VARIABLE})*+)) \s*+ (?:WHERE\s*+)?+
    \{{ \s*+ (?:{_IRI} | {_NAME})
    \s*+ (?:{_IRI} | {_NAME} | a\b | ({_VARIABLE}))
    \s*+ (?:{_IRI} | {_NAME} | ({_VARIABLE})) \s*+ \.?+ \s*+ \}} \s*+
    (?:\#[^\n]*+ \s*+)*+""",
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)


def is_look_up(sparql: str) -> bool:
    """Whether a query is of the one shape that is known to be short; it may still be no SPARQL.

    >>> is_look_up("SELECT ?name { <https://w3id.org/styrkegraf/id/theme/energy> skos:prefLabel ?name }")
    True
    >>> is_look_up("SELECT ?thing { ?thing skos:prefLabel ?name }")
    False
    """
    found = _LOOK_UP.fullmatch(sparql) if len(sparql) <= _LONGEST else None
    return found is not None and (found[1] is None or found[2] is None or found[1][1:] != found[2][1:])
