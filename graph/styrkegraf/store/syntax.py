"""Errors of syntax: what a parser says of a query that is no SPARQL, in words that lead on."""

from __future__ import annotations

import re

from styrkegraf.errors import StyrkegrafError
from styrkegraf.lexis import SCHEME, iris, keyword, prefixes, quiet
from styrkegraf.namespaces import PREFIXES

__all__ = ["QuerySyntaxError"]

_PLACE = re.compile(r"(?:error )?at (\d+):(\d+):? ?(.*)", re.DOTALL)
_BASE = re.compile(keyword("BASE"))
_NOT_RELATIVE = re.compile(f"{SCHEME}|[?$]")
"""How an absolute IRI begins, and what stands between a “less than” and a “greater than”."""
_IDLE = frozenset({"BIND", "ENCODE_FOR_URI", "LATERAL", "OPTIONAL", "SERVICE"})
"""What the parser names where it would take many things, or what nobody here answers; it would lead nobody on."""
_SWEDISH = {"a letter": "en bokstav", "a digit": "en siffra"}
_SIGNS = re.compile(r"\[(?:_|'[^\]]*)\]")
"""A set of signs, as the parser's grammar writes it."""


class QuerySyntaxError(StyrkegrafError):
    """A query that is no SPARQL 1.1; holds line and column, counted from 1, where they are known."""

    def __init__(self, query: str, problem: str) -> None:
        found = _PLACE.search(problem)
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
    sentence = re.search(r"The SELECT [^,\[]*", problem)
    if sentence:
        return sentence[0].strip(), None
    expected = re.search(r"expected (one of )?", problem)
    if expected is None:
        return _SIGNS.sub("something else", problem).strip(), None
    wanted = problem[expected.end() :].split(", ") if expected[1] else [problem[expected.end() :]]
    found = (_SIGNS.sub(_kind, one).strip() for one in wanted)
    ways = [one for one in found if one and one not in _IDLE]
    before = problem[: expected.start()] + "expected "
    if not ways:
        return before + "something else", "Här väntades något annat."
    signs = [_SWEDISH.get(way, way) for way in ways]
    if len(ways) == 1:
        return before + ways[0], f"Här väntades {signs[0]}."
    return f"{before}one of {', '.join(ways)}", f"Här väntades något av {', '.join(signs)}"


def _kind(signs: re.Match[str]) -> str:
    """A set of signs in a word; nothing for the odd ones, which would lead nobody on."""
    return "a letter" if "'A'" in signs[0] else "a digit" if signs[0].startswith("['0'") else ""
