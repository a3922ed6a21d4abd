"""Lexis: the terminals of SPARQL, and of Turtle, as regular expressions that never look back.

https://www.w3.org/TR/sparql11-query/#sparqlGrammar; each is named by its production, whose number stands beside it. Who
reads queries without a parser has to step over strings, IRIs and comments whole, or takes what is in them for more:
`scanner` does. What is read here may be hostile, so all of it takes time in proportion to its length.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

__all__ = [
    "COMMENT",
    "DECLARED",
    "GAP",
    "IRI",
    "IRIREF",
    "IRI_SIGN",
    "LANGUAGE",
    "PNAME",
    "PN_LOCAL",
    "PN_PREFIX",
    "SCHEME",
    "STRING",
    "VARNAME",
    "Prefixes",
    "iris",
    "keyword",
    "prefixes",
    "quiet",
    "scanner",
]

IRI_SIGN: Final = r"[^<>\"{}|^`\\\x00-\x20]"
"""A sign that may stand in an IRI as it is."""
IRI: Final = rf"(?:{IRI_SIGN}|\\u[0-9A-Fa-f]{{4}}|\\U[0-9A-Fa-f]{{8}})*+"
"""What stands between the angle brackets of an IRI, where code points may be escaped (section 19.2)."""
IRIREF: Final = f"<{IRI}>"
"""139."""
SCHEME: Final = "[A-Za-z][A-Za-z0-9+.-]*:"
"""How an absolute IRI begins (RFC 3986, section 3.1)."""
LANGUAGE: Final = "[A-Za-z]++(?:-[A-Za-z0-9]++)*+"
"""145 LANGTAG, without its @."""
_CHARS: Final = r"\w\u00b7\u0300-\u036f\u203f\u2040"
"""166 VARNAME and 167 PN_CHARS but for the hyphen: letters, digits, what joins them, and marks above them."""
VARNAME: Final = rf"\w[{_CHARS}]*+"
"""166, which begins with a letter, a digit or an underscore."""
PN_PREFIX: Final = rf"[^\W\d_][{_CHARS}-]*+(?:\.++[{_CHARS}-]++){{0,9}}+"
"""168, with nine dots at most: without an end to them, a row of dots would be read again from each."""
PN_LOCAL: Final = rf"(?:[{_CHARS}:%-]|\\.|\.++(?=[{_CHARS}:%\\-]))*+"
"""169; a dot at its end is none of it."""
PNAME: Final = rf"(?<![{_CHARS}?$@-])(?:{PN_PREFIX})?+:{PN_LOCAL}"
"""140 PNAME_NS and 141 PNAME_LN, where neither a variable nor another word goes on."""
COMMENT: Final = r"\#[^\n\r]*+"
"""Section 19.4."""
GAP: Final = rf"(?:\s|{COMMENT})*+"
"""What may stand between two tokens: 162 WS, and comments."""

_LONG: Final = (r'"{3}(?:[^"\\]|\\[\s\S]|"(?!""))*+', r"'{3}(?:[^'\\]|\\[\s\S]|'(?!''))*+")
"""159 and 158, strings in three quotation marks, without the last three."""
_SHORT: Final = (r'"(?!"")(?:[^"\\\n\r]|\\[^\n\r])*+', r"'(?!'')(?:[^'\\\n\r]|\\[^\n\r])*+")
"""157 and 156, strings in one quotation mark, without the last."""
STRING: Final = "|".join(begun + mark for begun, mark in zip(_LONG + _SHORT, ('"{3}', "'{3}", '"', "'"), strict=True))
"""156 to 159: a string that is closed."""

_OPAQUE: Final = (
    rf"(?:{'|'.join(_LONG)})(?P<open>\\?\Z)",
    f"(?P<string>{STRING})",
    f"(?P<cut>{'|'.join(_SHORT)})",
    f"<(?P<iri>{IRI})>",
    r"(?P<escape>\\[\s\S])",
    f"(?P<comment>{COMMENT})",
)


def scanner(*wanted: str) -> re.Pattern[str]:
    """A pattern that finds tokens one after the other: what may hold any text, whole, and the tokens that are wanted.

    The former are in groups of their own: ``string``, ``iri`` (without its brackets) and ``comment``; ``escape``, a
    sign behind a backslash, which begins nothing; ``cut``, a string that the line ends, and ``open``, the end of the
    text that ends a long one. The wanted name their groups themselves. They are tried in their order, never again from
    the middle of another token.
    """
    return re.compile("|".join([*_OPAQUE, *wanted]))


def keyword(word: str) -> str:
    """A pattern of a word of the grammar, in any case, that is no part of a variable, a language or a name.

    >>> [found.start() for found in re.finditer(keyword("FROM"), "SELECT ?from From <x:from>")]
    [13]
    """
    return rf"(?<![{_CHARS}?$@:.-])(?i:{word})(?![{_CHARS}:.-])"


DECLARED: Final = rf"{keyword('PREFIX')}{GAP}(?P<declared>(?:{PN_PREFIX})?+):"
"""6 PrefixDecl, up to its IRI."""
_TEXT: Final = scanner()
_PREFIXES: Final = scanner(DECLARED, f"(?P<name>{PNAME})")


def quiet(query: str) -> str:
    """The query with strings, IRIs and comments blanked, each character in its place.

    What is left open ends with the line, or a long string with the text.
    """
    return _TEXT.sub(_blank, query)


def _blank(found: re.Match[str]) -> str:
    return "\n".join([" " * len(line) for line in found[0].split("\n")])


def iris(query: str) -> Iterator[tuple[int, str]]:
    """The IRIs in angle brackets of a query, each with the place of its bracket."""
    return ((found.start(), found["iri"]) for found in _TEXT.finditer(query) if found["iri"] is not None)


class Prefixes(NamedTuple):
    """The prefixes that a query declares, and those that it uses, as often and in the order as it does."""

    declared: frozenset[str]
    used: tuple[str, ...]


def prefixes(query: str) -> Prefixes:
    """The prefixes of a query.

    >>> prefixes("PREFIX ex: <http://example.org/> SELECT ?s { ?s ex:of ?o.sg:Area ex:of 'no:' }").used
    ('ex', 'sg', 'ex')
    """
    declared, used = set(), []
    for found in _PREFIXES.finditer(query):
        if found["declared"] is not None:
            declared.add(found["declared"])
        elif found["name"] is not None:
            used.append(found["name"].partition(":")[0])
    return Prefixes(frozenset(declared), tuple(used))
