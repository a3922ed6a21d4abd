"""Errors of syntax: what a parser says of a query that is no SPARQL, in words that lead on."""

from __future__ import annotations

import re
from collections.abc import Iterable

from styrkegraf.errors import StyrkegrafError
from styrkegraf.lexis import SCHEME, iris, keyword, prefixes, quiet
from styrkegraf.namespaces import PREFIXES
from styrkegraf.store.expected import FAULT, NO_FORM, OPEN_STRING, THE_END, ways

__all__ = ["QuerySyntaxError"]

_BASE = re.compile(keyword("BASE"))
_NOT_RELATIVE = re.compile(f"{SCHEME}|[?$]")
"""How an absolute IRI begins, and what stands between a “less than” and a “greater than”."""
_IDLE = frozenset(
    {"BIND", "ENCODE_FOR_URI", "LATERAL", "OPTIONAL", "SERVICE", "<unreported>", '"<<"', '"<<("', '"{|"', '"~"'}
)
"""What the parser names where it would take many things, or what nobody here answers; it would lead nobody on."""
_BEGIN = {
    word: frozenset(f'"{sign}"' if " " not in sign else sign for sign in signs)
    for word, *signs in (
        ("a comparison", "!=", "<", "<=", "=", ">", ">="),
        ("an operator", "&&", "*", "+", "-", "/", "||"),
        ("a variable", "$", "?"),
        ("an IRI", ":", "<", "a letter"),
        ("a string", "'", "'''", r"\"", r"\"\"\""),
        ("a number", "+", "-", ".", "a digit"),
        ("a blank node", "_:", "["),
    )
}
"""What begins with which signs."""
_SWEDISH = {
    "a blank node": "en blank nod",
    "a comparison": "en jämförelse",
    "a digit": "en siffra",
    "a letter": "en bokstav",
    "a number": "ett tal",
    "a string": "en sträng",
    "a variable": "en variabel",
    "an IRI": "en IRI",
    "an operator": "en operator",
}
_UNGROUPED = (
    "SELECT names a variable that is not in GROUP BY; add it there, or aggregate it.",
    "SELECT nämner en variabel som inte står i GROUP BY; lägg till den där, eller räkna samman den.",
)
_SENTENCES = {
    NO_FORM: (NO_FORM, "En fråga behöver SELECT, ASK, CONSTRUCT eller DESCRIBE."),
    OPEN_STRING: (OPEN_STRING, "Strängen som börjar här är inte avslutad."),
    THE_END: (THE_END, "Här väntades frågans slut."),
    "The SELECT contains a variable that is unbound": _UNGROUPED,
    "The SELECT contains an expression with a variable that is unbound": _UNGROUPED,
    "The SELECT overrides an existing variable using an expression": (
        "SELECT gives a value to a variable that has one; choose another name.",
        "SELECT ger ett värde till en variabel som redan har ett; välj ett annat namn.",
    ),
    "Duplicated variable name in SELECT": (
        "SELECT names a variable twice; name it once.",
        "SELECT nämner en variabel två gånger; nämn den en gång.",
    ),
    "SELECT * is not authorized with GROUP BY": (
        "SELECT * does not go with GROUP BY; name the variables.",
        "SELECT * går inte ihop med GROUP BY; räkna upp variablerna.",
    ),
    "IRI parsing failed": (
        "An IRI is not whole, or holds a sign that none may hold.",
        "En IRI är inte hel, eller innehåller ett tecken som ingen får innehålla.",
    ),
    "language tag parsing failed": ("The tag of a language is none.", "En språktagg är ingen sådan."),
    "should be a non negative integer": (
        "The number after LIMIT or OFFSET is too large.",
        "Talet efter LIMIT eller OFFSET är för stort.",
    ),
    "should be followed by hexadecimal digits": (
        "After \\u come the digits of a sign, such as \\u00E5.",
        "Efter \\u kommer siffrorna för ett tecken, till exempel \\u00E5.",
    ),
}
"""What the parser, and `missing`, say in a whole sentence; in English and in Swedish."""
_SIGNS = re.compile(r"\[(?:[^]']|'(?:[^'\\]|\\.)*')*\]")
"""A set of signs, as the parser's grammar writes it."""


class QuerySyntaxError(StyrkegrafError):
    """A query that is no SPARQL 1.1; holds line and column, counted from 1, where they are known."""

    def __init__(self, query: str, problem: str) -> None:
        found = FAULT.search(problem)
        self.line = int(found[1]) if found else None
        self.column = int(found[2]) if found else None
        self.problem, swedish = _plain(found[3] if found else problem)
        if (relative := _relative(query)) is not None:  # the parser names what it would take in its place
            place, iri = relative
            self.line, self.column = query.count("\n", 0, place) + 1, place - query.rfind("\n", 0, place)
            self.problem = f"The IRI <{iri}> is relative; write it in full, or say with BASE where it begins."
            swedish = f"IRI:n <{iri}> är relativ; skriv den hel, eller ange med BASE hur den börjar."
        message = self._placed(query)
        if not quiet(query).strip():
            message, swedish = "The query is empty.", "Frågan är tom."
        elif (unknown := _undeclared(query)) is not None:
            known = ", ".join(sorted(PREFIXES))
            message = f"The prefix “{unknown}:” is not declared. Add a PREFIX line, or use a known one: {known}."
            swedish = f"Prefixet ”{unknown}:” är inte deklarerat. Lägg till en PREFIX-rad, eller ta ett känt: {known}."
        super().__init__(message, swedish=swedish)

    def _placed(self, query: str) -> str:
        """The problem, and before it the line in which it is."""
        if self.line is None or self.column is None:
            return f"The query is not valid SPARQL: {self.problem}"
        lines = query.splitlines() or [""]
        line = lines[min(self.line, len(lines)) - 1].replace("\t", " ")
        mark = " " * (self.column - 1) + "^"
        place = f"line {self.line}, column {self.column}"
        return f"The query is not valid SPARQL at {place}:\n  {line}\n  {mark}\n{self.problem}"


def _relative(query: str) -> tuple[int, str] | None:
    """The first relative IRI of a query without BASE, and its place."""
    if _BASE.search(quiet(query)):
        return None
    return next(((place, iri) for place, iri in iris(query) if not _NOT_RELATIVE.match(iri)), None)


def _undeclared(query: str) -> str | None:
    """The first prefix of a query that neither it nor the project declares; what a bracket opens is an IRI."""
    declared, used = prefixes(query)
    known = declared | PREFIXES.keys()
    return next((name for name in used if name not in known and f"<{name}:" not in query), None)


def _plain(problem: str) -> tuple[str, str | None]:
    """What the parser says, without the names of its own rules; in Swedish where it says what it expected."""
    for said, (english, swedish) in _SENTENCES.items():
        if said in problem or english in problem:
            return english, swedish
    before, expected, _ = problem.partition("expected ")
    if not expected:
        return _SIGNS.sub("something else", problem).strip(), None
    named = _in_words(_SIGNS.sub(_kind, way) for way in ways(problem))
    if not named:
        return f"{before}expected something else", "Här väntades något annat."
    told = [_SWEDISH.get(one, one) for one in named]
    if len(named) == 1:
        return f"{before}expected {named[0]}", f"Här väntades {told[0]}."
    return f"{before}expected one of {', '.join(named)}", f"Här väntades {', '.join(told[:-1])} eller {told[-1]}."


def _in_words(found: Iterable[str]) -> list[str]:
    """What may stand somewhere, by what it begins with where all such signs may."""
    left = [one for one in dict.fromkeys(found) if one and one not in _IDLE]
    told = []
    for word, signs in _BEGIN.items():
        if signs <= set(left):
            told.append(word)
            left = [one for one in left if one not in signs]
    return list(dict.fromkeys([*told, *left]))


def _kind(signs: re.Match[str]) -> str:
    """A set of signs in a word; nothing for the odd ones, which would lead nobody on."""
    return "a letter" if "'A'" in signs[0] else "a digit" if signs[0].startswith("['0'") else ""
