"""Refusals: what a query may not do, told from its text before any engine sees it."""

from __future__ import annotations

import re
from typing import Final

from styrkegraf.errors import StyrkegrafError
from styrkegraf.lexis import SCHEME, quiet, scanner

__all__ = ["DEPTH", "QueryRefused", "asks_elsewhere", "depth", "is_update", "refuse", "unclear"]

DEPTH: Final = 200
"""How deep brackets may nest: a few thousand would end the process in the parser."""
_UPDATE = re.compile(
    r"\s*+(?:(?:PREFIX\s*+[\w.-]*+:|BASE\b)\s*+)*+(INSERT|DELETE|LOAD|CLEAR|CREATE|DROP|COPY|MOVE|ADD|WITH)\b",
    re.IGNORECASE,
)
_TEXT = scanner()
_ABSOLUTE = re.compile(f"{SCHEME}//")
_WORD = re.compile(r"[?$@][\w-]*+|(?P<name>[\w-]*+:[^\s{]*+)|(?P<word>[\w-]++)")
_GROUP = re.compile(r"\s*+(?:silent\b\s*+)?(?:[?$]\w++|[\w.-]*+:[^\s{]*+)?+\s*+\{", re.IGNORECASE)


class QueryRefused(StyrkegrafError):
    """A query that is SPARQL but is not answered here: an update, a call to another server, or nested too deep."""


def depth(plain: str) -> int:
    """How deep the brackets of a `quiet` query nest."""
    level = deepest = 0
    for sign in re.findall(r"[][(){}]", plain):
        level += 1 if sign in "([{" else -1
        deepest = max(deepest, level)
    return deepest


def unclear(query: str) -> QueryRefused | None:
    """Why it cannot be told what in a query is text and what is not, with the remedy; None where it can.

    After ``<``, a quote begins a string and a hash a comment, unless all of it up to ``>`` is an IRI; only an absolute
    IRI is one for certain. Three quotation marks that nothing closes may be an empty string and the start of another.
    """
    for found in _TEXT.finditer(query):
        iri = found["iri"]
        if iri and {*"'#"} & {*iri} and not _ABSOLUTE.match(iri):
            return QueryRefused(
                f"“<{iri}>” may be an IRI or a comparison; write the IRI in full, or put a space after “<”.",
                swedish=f"”<{iri}>” kan vara en IRI eller en jämförelse; skriv IRI:n hel, eller blanksteg efter ”<”.",
            )
        if found["open"] is not None:
            line = query.count("\n", 0, found.start()) + 1
            return QueryRefused(
                f"The string that {found[0][:3]} begins in line {line} is not closed; close it with the same marks.",
                swedish=f"Strängen som börjar med {found[0][:3]} på rad {line} är inte avslutad; avsluta den likadant.",
            )
    return None


def asks_elsewhere(plain: str) -> bool:
    """Whether a `quiet` query has SERVICE in it, which sends a part of it to another server.

    The parser takes the word even where it touches what stands before or after it, and where it could be part of a
    prefixed name. So such a name is let pass only where no group follows.
    """
    return any(
        found["word"] or _GROUP.match(plain, found.end())
        for found in _WORD.finditer(plain)
        if "service" in (found["word"] or found["name"] or "").lower()
    )


def is_update(plain: str) -> bool:
    """Whether a `quiet` request is an update rather than a query."""
    return _UPDATE.match(plain) is not None


def refuse(sparql: str) -> None:
    """Raise `QueryRefused` for what no store answers: SERVICE, updates, and brackets nested too deep."""
    if (reason := unclear(sparql)) is not None:
        raise reason
    plain = quiet(sparql)
    if asks_elsewhere(plain):
        raise QueryRefused(
            "SERVICE asks another server; here a query sees this graph only. Leave it out.",
            swedish="SERVICE frågar en annan server; här ser en fråga bara den här grafen. Ta bort det.",
        )
    if is_update(plain):
        raise QueryRefused(
            "This is an update; the graph is changed by its facts and “styrkegraf build” only.",
            swedish="Detta är en uppdatering; grafen ändras bara genom sina fakta och ”styrkegraf build”.",
        )
    if depth(plain) > DEPTH:
        raise QueryRefused(
            f"The query nests brackets more than {DEPTH} deep; write it flatter.",
            swedish=f"Frågan har parenteser i mer än {DEPTH} nivåer; skriv den plattare.",
        )
