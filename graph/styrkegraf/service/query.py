"""A query to the service, what came of it, and what can go wrong on the way."""

from __future__ import annotations

from typing import ClassVar, Literal, NamedTuple, Protocol

from styrkegraf.errors import StyrkegrafError
from styrkegraf.media import SPARQL_JSON, TURTLE

__all__ = [
    "BadQuery",
    "Busy",
    "Kind",
    "NotWritable",
    "OutOfMemory",
    "Queries",
    "Query",
    "QueryFailed",
    "Refused",
    "Result",
    "ServiceFailed",
    "TimedOut",
    "TooLarge",
    "TooLong",
    "Wanted",
    "WorkerDied",
]

Kind = Literal["rows", "boolean", "triples"]
"""What a query gives: SELECT rows, ASK yes or no, CONSTRUCT and DESCRIBE triples."""


class Query(NamedTuple):
    """A query and its dataset, as the SPARQL protocol takes them; a ``timeout`` (seconds) may only lower the limit."""

    sparql: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    timeout: float | None = None


class Wanted(NamedTuple):
    """The media type of the answer, for whichever kind the query turns out to be."""

    rows: str = SPARQL_JSON.media_type
    boolean: str = SPARQL_JSON.media_type
    triples: str = TURTLE.media_type


class Result(NamedTuple):
    """A whole answer in the media type that was wanted for its kind; ``seconds`` is the time of its evaluation."""

    kind: Kind
    media_type: str
    body: bytes
    seconds: float


class Queries(Protocol):
    """Whatever answers queries: the pool of worker processes, or an endpoint elsewhere."""

    async def run(self, query: Query, wanted: Wanted) -> Result:
        """The whole answer; raises a `QueryFailed`. Cancelling the task ends the evaluation."""
        ...

    def at_hand(self, query: Query, wanted: Wanted) -> Result | None:
        """The whole answer, where nobody needs to be waited for; None where that is not so, or not known."""
        ...

    async def close(self) -> None:
        """End everything that belongs to it."""
        ...


class QueryFailed(StyrkegrafError):
    """A query that gave no answer; ``status`` is the HTTP status that says so."""

    status: ClassVar[int] = 500

    def __init__(
        self, message: str, *, line: int | None = None, column: int | None = None, swedish: str | None = None
    ) -> None:
        super().__init__(message, swedish=swedish)
        self.line = line
        self.column = column


class BadQuery(QueryFailed):
    """The text is no SPARQL 1.1 query."""

    status = 400


class Refused(QueryFailed):
    """It is SPARQL, but is not answered here: an update, a call to another server, nested too deep."""

    status = 403


class NotWritable(QueryFailed):
    """The answer cannot be written in the format that is wanted."""

    status = 406


class TooLarge(QueryFailed):
    """The answer is larger than the limit."""

    status = 413


class TooLong(TooLarge):
    """The query itself is."""


class WorkerDied(QueryFailed):
    """The process that evaluated the query ended, twice."""

    status = 500


class ServiceFailed(QueryFailed):
    """An endpoint that a SERVICE of the query asks gave no answer."""

    status = 502


class Busy(QueryFailed):
    """More queries wait than the queue holds; come back in ``retry_after`` seconds."""

    status = 503

    def __init__(self, message: str, retry_after: int) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class TimedOut(QueryFailed):
    """The evaluation took longer than its deadline, and was ended."""

    status = 504


class OutOfMemory(QueryFailed):
    """The evaluation needed more memory than the limit, and was ended."""

    status = 507
