"""SERVICE, asked by the service itself: the rows of an allowed endpoint are written into the query as VALUES.

A worker has no sockets, so it cannot ask another server, whatever the text of its query. Where the operator names
endpoints, each ``SERVICE <endpoint> { pattern }`` is taken out of the query before a worker sees it, the endpoint is
asked for the pattern as it stands (SPARQL 1.1 Federated Query evaluates it on its own, too), and its rows take its
place.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from styrkegraf.lexis import PNAME, VARNAME, scanner
from styrkegraf.namespaces import PREFIXES
from styrkegraf.service.elsewhere import Elsewhere
from styrkegraf.service.limits import Limits
from styrkegraf.service.query import BadQuery, Query, QueryFailed, Refused, TimedOut, TooLong
from styrkegraf.store.complaints import place_in

__all__ = ["Call", "Federation", "asks_elsewhere", "calls"]

_CALLS: Final = 4
"""How many calls one query may make."""
_LENGTH: Final = 20_000
"""Characters of a query with a SERVICE, which is read here and not in a worker."""

_TOKEN: Final = scanner(
    r"(?P<space>\s++)", rf"(?P<variable>[?$]{VARNAME})", f"(?P<name>{PNAME})", r"(?P<word>[\w-]++)", r"(?P<sign>[\s\S])"
)
"""The tokens of SPARQL as far as they matter here."""


def asks_elsewhere(sparql: str) -> bool:
    """Whether a query may hold a SERVICE; a cheap look, which errs on the safe side."""
    return "service" in sparql.lower()


@dataclass(frozen=True, slots=True)
class Call:
    """One SERVICE of a query: where it stands in the text, whom it asks, what, and whether failure is no matter."""

    start: int
    end: int
    endpoint: str
    query: str
    silent: bool


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    start: int
    end: int


class Federation:
    """Answers the SERVICE parts of queries from the endpoints that the operator allows."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._elsewhere = Elsewhere(limits)

    async def resolve(self, query: Query) -> Query:
        """The query with the rows of the endpoints in place of each SERVICE.

        Raises `Refused` for an endpoint that is not allowed and for what cannot be asked beforehand, `TimedOut` where
        all calls together take too long, and (unless it is SILENT) what `Elsewhere.rows` does.
        """
        if len(query.sparql) > _LENGTH:
            raise TooLong(f"A query with SERVICE may have {_LENGTH:,} characters; write a shorter one.")
        found = calls(query.sparql)
        for call in found:
            if call.endpoint not in self._limits.services:
                allowed = ", ".join(f"<{iri}>" for iri in self._limits.services)
                raise Refused(f"SERVICE <{call.endpoint}> is not allowed here; allowed are {allowed}.")
        try:
            async with asyncio.timeout(min(self._limits.seconds, query.timeout or self._limits.seconds)):
                answers = [await self._answer(call, query.sparql) for call in found]
        except TimeoutError as error:
            raise TimedOut("The endpoints that the query asks took too long; ask for less.") from error
        return query._replace(sparql=_filled(query.sparql, found, answers))

    async def close(self) -> None:
        """Close the connections to the endpoints."""
        await self._elsewhere.close()

    async def _answer(self, call: Call, sparql: str) -> str:
        try:
            return await self._elsewhere.rows(call.endpoint, call.query)
        except QueryFailed as error:
            if call.silent:
                return ""  # one solution without bindings, as the specification has it
            if error.line is None or error.column is None:
                raise
            line, column = place_in(sparql[: call.end], call.query, (error.line, error.column))
            raise BadQuery(str(error), line=line, column=column) from error


def calls(sparql: str) -> list[Call]:
    """The SERVICE parts of a query, in their order.

    Raises `Refused` where one cannot be asked before the rest is evaluated, and where there are too many.

    >>> [call.endpoint for call in calls("SELECT * { SERVICE <https://example.org/sparql> { ?s ?p ?o } }")]
    ['https://example.org/sparql']
    """
    tokens = [token for token in _tokens(sparql) if token.kind not in {"space", "comment"}]
    prefixes, base = _prefixes(tokens), _base(tokens)
    found: list[Call] = []
    for place, token in enumerate(tokens):
        if found and token.start < found[-1].end:
            if _is(token, "SERVICE"):
                raise Refused("A SERVICE within a SERVICE is not asked from here; ask the inner endpoint directly.")
        elif _is(token, "SERVICE"):
            found.append(_call(sparql, tokens[place:], prefixes, base))
    if len(found) > _CALLS:
        raise Refused(f"A query may ask {_CALLS} endpoints at most.")
    return found


def _tokens(sparql: str) -> Iterator[_Token]:
    for match in _TOKEN.finditer(sparql):
        assert match.lastgroup is not None  # each alternative has a name
        if match.lastgroup in {"open", "cut"}:
            line = sparql.count("\n", 0, match.start()) + 1
            column = match.start() - sparql.rfind("\n", 0, match.start())
            raise BadQuery(
                "A string is not closed; close it with the quotation mark that opens it.", line=line, column=column
            )
        yield _Token(match.lastgroup, match[0], match.start(), match.end())


def _is(token: _Token, word: str) -> bool:
    return token.kind == "word" and token.text.upper() == word


def _prefixes(tokens: list[_Token]) -> Mapping[str, str]:
    """The prefixes that the query knows: its own and ours."""
    found = dict(PREFIXES)
    for word, name, iri in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if _is(word, "PREFIX") and name.kind == "name" and iri.kind == "iri":
            found[name.text[:-1]] = iri.text[1:-1]
    return found


def _base(tokens: list[_Token]) -> str:
    """The line that declares the base of the query, where it has one."""
    bases = (iri.text for word, iri in pairwise(tokens) if _is(word, "BASE") and iri.kind == "iri")
    return "".join(f"BASE {iri}\n" for iri in bases)


def _call(sparql: str, tokens: list[_Token], prefixes: Mapping[str, str], base: str) -> Call:
    """The call that begins with the first of the tokens."""
    silent = len(tokens) > 1 and _is(tokens[1], "SILENT")
    whom, *block = tokens[2 if silent else 1 :] or [tokens[-1]]
    if whom.kind == "variable":
        raise Refused("SERVICE with a variable is not answered here; name the endpoint by its IRI.")
    prefix, _, local = whom.text.partition(":")
    if whom.kind == "name" and prefix in prefixes:
        endpoint = prefixes[prefix] + local
    elif whom.kind == "iri":
        endpoint = whom.text[1:-1]
    else:
        raise Refused("After SERVICE comes the IRI of an endpoint, and then a pattern in braces.")
    start, end = _braces(block)
    return Call(tokens[0].start, end, endpoint, _question(sparql[start:end], prefixes, base), silent)


def _braces(tokens: list[_Token]) -> tuple[int, int]:
    """Where the pattern in braces begins and ends."""
    depth = 0
    for token in tokens:
        depth += (token.text == "{") - (token.text == "}")
        if depth <= 0:
            if token.text == "}" and token is not tokens[0]:
                return tokens[0].start, token.end
            break
    raise Refused("After SERVICE comes the IRI of an endpoint, and then a pattern in braces.")


def _question(pattern: str, prefixes: Mapping[str, str], base: str) -> str:
    """A query for the pattern alone, with the declarations that it needs."""
    used = (f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in prefixes.items() if f"{prefix}:" in pattern)
    return f"{base}{''.join(used)}SELECT * WHERE {pattern}"


def _filled(sparql: str, found: list[Call], answers: list[str]) -> str:
    """The query with the answers in place of the calls; what follows keeps its line."""
    parts, last = [], 0
    for call, answer in zip(found, answers, strict=True):
        lines = sparql.count("\n", call.start, call.end)
        parts += [sparql[last : call.start], "{ ", answer, " }", "\n" * lines]
        last = call.end
    return "".join([*parts, sparql[last:]])
