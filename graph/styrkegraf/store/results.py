"""Results from a server: read strictly, so that a broken or cut answer is never taken for a whole one."""

from __future__ import annotations

import json
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import (
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    Store,
    Triple,
    parse,
    parse_query_results,
)

from styrkegraf.media import N_TRIPLES, SPARQL_JSON, TURTLE, by_type
from styrkegraf.store.complaints import said
from styrkegraf.store.faults import EndpointRubbish
from styrkegraf.store.protocol import constructed
from styrkegraf.store.virtuoso import as_written
from styrkegraf.store.wording import blank, restored

if TYPE_CHECKING:
    from styrkegraf.store.wire import Reply

__all__ = ["ROWS", "TRIPLES", "read_rows", "read_triples", "understood"]

ROWS: Final = SPARQL_JSON.media_type
"""What is asked for where a query gives rows, or yes or no."""
TRIPLES: Final = f"{N_TRIPLES.media_type}, {TURTLE.media_type};q=0.5"
"""What is asked for where a query gives triples."""

_JSON: Final = frozenset(by_type([SPARQL_JSON]))
_FORMATS: Final = {medium.media_type: medium.form for medium in (N_TRIPLES, TURTLE)}
_KINDS: Final = {"uri": "uri", "bnode": "bnode", "literal": "literal", "typed-literal": "literal", "triple": "triple"}
_CUT: Final = ("x-sparql-maxrows", "x-sql-state")
"""Headers by which Virtuoso says that it has left rows out."""


def read_rows(url: str, reply: Reply) -> QuerySolutions | QueryBoolean:
    """The rows, or yes or no, of an answer in SPARQL JSON; raises `EndpointRubbish` where it is something else."""
    _whole(url, reply)
    if reply.media_type not in _JSON:
        raise _unasked(url, reply, ROWS)
    try:
        answer = json.loads(reply.body)
        encoded = json.dumps(_checked(answer)).encode()
        _read_through(encoded)
        return parse_query_results(encoded, QueryResultsFormat.JSON)
    except (ValueError, SyntaxError, KeyError, TypeError, AttributeError, RecursionError) as error:
        problem = f"the answer is broken, or a part of one only ({error}); try again."
        raise EndpointRubbish(url, problem) from error.with_traceback(None)  # which holds rows: see `understood`


def _read_through(encoded: bytes) -> None:
    found = parse_query_results(encoded, QueryResultsFormat.JSON)
    if isinstance(found, QuerySolutions):
        for _ in found:
            pass


def _checked(answer: Any) -> Any:
    """The answer with its terms in standard form: blank nodes as such, and literals with their datatype."""
    if "boolean" in answer:
        return {"head": {}, "boolean": answer["boolean"]}
    names = list(answer["head"]["vars"])
    rows = [{name: _term(term) for name, term in row.items()} for row in answer["results"]["bindings"]]
    return {"head": {"vars": names}, "results": {"bindings": rows}}


def _term(term: dict[str, Any]) -> dict[str, Any]:
    kind, value = _KINDS[term["type"]], term["value"]
    if kind == "triple":
        return {"type": kind, "value": {place: _term(part) for place, part in value.items()}}
    if kind == "uri" and (label := blank(value)):
        return {"type": "bnode", "value": label}
    if "datatype" in term:
        value, datatype = as_written(value, term["datatype"])
        return {"type": kind, "value": value, "datatype": datatype}
    return {**term, "type": kind}


def read_triples(url: str, reply: Reply) -> QueryTriples:
    """The triples of an answer; raises `EndpointRubbish` where it is something else."""
    _whole(url, reply)
    form = _FORMATS.get(reply.media_type)
    if form is None:
        raise _unasked(url, reply, TRIPLES.partition(",")[0])
    store = Store()
    try:
        found = (_written(restored(quad.triple)) for quad in parse(reply.body, form))
        store.extend(Quad(triple.subject, triple.predicate, triple.object) for triple in found)
    except (ValueError, SyntaxError) as error:
        raise EndpointRubbish(url, f"the triples are broken, or a part of them only ({error}); try again.") from error
    return constructed(store.query("CONSTRUCT WHERE { ?subject ?predicate ?object }"))


def _written(triple: Triple) -> Triple:
    if not isinstance(triple.object, Literal) or triple.object.language:
        return triple
    value, datatype = as_written(triple.object.value, triple.object.datatype.value)
    return Triple(triple.subject, triple.predicate, Literal(value, datatype=NamedNode(datatype)))


class understood:  # noqa: N801 - reads as the word that it is
    """Where rows are taken for what was asked: `EndpointRubbish` if they are whole, but of another kind or number."""

    def __init__(self, url: str) -> None:
        self.url = url

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        del traceback  # which would hold the rows, and let them go in another thread; and so would that of the error
        if isinstance(error, ValueError | TypeError | KeyError):
            problem = f"the rows are not those that were asked for ({error}); is this the address of a SPARQL endpoint?"
            raise EndpointRubbish(self.url, problem) from error.with_traceback(None)


def _whole(url: str, reply: Reply) -> None:
    if reply.status == 206 or any(name in reply.headers for name in _CUT):
        problem = "the server has left out rows, for a limit of its own (in Virtuoso, ResultSetMaxRows); raise it."
        raise EndpointRubbish(url, problem, reply.status)


def _unasked(url: str, reply: Reply, wanted: str) -> EndpointRubbish:
    what = reply.media_type or "something without a type"
    told = f" It says: {words}" if (words := said(reply.body)) else ""
    return EndpointRubbish(url, f"{what} came back, not {wanted}; is this the address of a SPARQL endpoint?{told}")
