"""A gateway to an endpoint elsewhere, which answers the queries: within our limits, in our formats, with our errors."""

from __future__ import annotations

import asyncio
import io
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from pyoxigraph import QueryBoolean, RdfFormat, serialize

from styrkegraf.lexis import quiet
from styrkegraf.media import N_TRIPLES, TURTLE
from styrkegraf.namespaces import PREFIXES
from styrkegraf.service.limits import Limits
from styrkegraf.service.media import ROW_TYPES, TRIPLE_TYPES
from styrkegraf.service.problems import told_of
from styrkegraf.service.query import (
    BadQuery,
    Busy,
    NotWritable,
    QueryFailed,
    Refused,
    Result,
    ServiceFailed,
    TimedOut,
    TooLarge,
    TooLong,
)
from styrkegraf.service.wellformed import well_formed
from styrkegraf.store.complaints import Complaint, place_in
from styrkegraf.store.faults import (
    EndpointError,
    EndpointRubbish,
    EndpointSlow,
    EndpointTooLarge,
    blames_query,
    fault_of,
)
from styrkegraf.store.outline import FORM
from styrkegraf.store.refusals import QueryRefused, refuse
from styrkegraf.store.results import ROWS, TRIPLES, read_rows, read_triples
from styrkegraf.store.wire import PACKING, Challenged, Reply, check_packing
from styrkegraf.store.wording import declared

if TYPE_CHECKING:
    import httpx

    from styrkegraf.service.query import Kind, Query, Wanted
    from styrkegraf.store import RemoteStore

__all__ = ["Gateway"]

_BUSY: Final = frozenset({429, 503})
_KINDS: Final[Mapping[str, Kind]] = {"ASK": "boolean", "CONSTRUCT": "triples", "DESCRIBE": "triples"}


class Gateway:
    """Answers queries as the pool does, by asking the endpoint behind a remote store.

    An answer is read and written anew, so that what is no answer is found out here, and every format is there whatever
    the endpoint can write.
    """

    def __init__(self, store: RemoteStore, limits: Limits) -> None:
        self.store = store
        self.limits = limits
        self._client: httpx.AsyncClient | None = None
        self._asking = asyncio.Semaphore(limits.workers * 4)

    async def run(self, query: Query, wanted: Wanted) -> Result:
        """The whole answer; raises a `QueryFailed`. Cancelling it closes the connection to the endpoint."""
        if len(query.sparql) > self.limits.length:
            raise TooLong(f"The query is longer than {self.limits.length:,} characters; write a shorter one.")
        try:
            refuse(query.sparql)
        except QueryRefused as error:
            raise Refused(str(error), swedish=error.swedish) from error
        seconds = min(self.limits.seconds, query.timeout or self.limits.seconds)
        start = time.perf_counter()
        try:
            async with asyncio.timeout(seconds), self._asking:
                kind = _kind(query.sparql)
                reply = await self._asked(query, TRIPLES if kind == "triples" else ROWS)
                body = await asyncio.to_thread(_written, self.store.url, reply, kind, getattr(wanted, kind))
        except TimeoutError:
            raise TimedOut(f"The endpoint gave no answer within {seconds:g} s; ask for less.") from None
        except EndpointError as error:
            raise _failure(error) from error
        return Result(kind, getattr(wanted, kind), body, time.perf_counter() - start)

    def at_hand(self, query: Query, wanted: Wanted) -> None:
        """None: every answer is elsewhere."""

    async def close(self) -> None:
        """Close the connections."""
        if self._client is not None:
            await self._client.aclose()

    async def _asked(self, query: Query, accept: str) -> Reply:
        import httpx

        if self._client is None:
            timeout = httpx.Timeout(self.limits.seconds, connect=5.0)
            self._client = httpx.AsyncClient(timeout=timeout, auth=Challenged(), headers=PACKING)
        sent = declared(query.sparql)
        form = urlencode([("query", sent), *await self._dataset(query)])
        headers = {"Accept": accept, "Content-Type": "application/x-www-form-urlencoded"}
        url = self.store.url
        try:
            async with self._client.stream("POST", url, content=form.encode(), headers=headers) as response:
                check_packing(url, response.headers)
                body = await self._read(response)
        except httpx.TimeoutException:
            raise TimedOut("The endpoint gave no answer in time; ask for less, or try again later.") from None
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise ServiceFailed(f"The endpoint gave no answer ({type(error).__name__}); try again later.") from error
        if response.status_code in _BUSY:
            raise Busy("The endpoint has too much to do; ask again in a moment.", 5)
        if response.status_code != 200:
            raise _refusal(url, Reply(response.status_code, response.headers, body), query.sparql, sent)
        return Reply(200, response.headers, body)

    async def _read(self, response: httpx.Response) -> bytes:
        pieces, size = [], 0
        async for piece in response.aiter_bytes():
            size += len(piece)
            if size > self.limits.output:
                raise TooLarge(f"The answer is larger than {self.limits.output >> 20} MB; ask for less, or add LIMIT.")
            pieces.append(piece)
        return b"".join(pieces)

    async def _dataset(self, query: Query) -> list[tuple[str, str]]:
        """The parameters that name the dataset: the request's own, else what makes the union the default graph."""
        if query.default_graphs or query.named_graphs:
            default = [("default-graph-uri", graph) for graph in query.default_graphs]
            return default + [("named-graph-uri", graph) for graph in query.named_graphs]
        return list(await asyncio.to_thread(self.store.dataset_of, query.sparql))


def _kind(sparql: str) -> Kind:
    """What a query gives, told from its text: the endpoint parses it."""
    found = FORM.search(quiet(sparql))
    return _KINDS.get(found[1].upper(), "rows") if found else "rows"


def _written(url: str, reply: Reply, kind: Kind, media_type: str) -> bytes:
    """An answer as it is wanted; raises an `EndpointError` where it is none of that kind."""
    if kind == "triples":
        form = TRIPLE_TYPES[media_type].form
        prefixes = PREFIXES if form in {RdfFormat.TURTLE, RdfFormat.TRIG} else None
        found = list(read_triples(url, reply))  # what is read in a thread must not be let go in another
        try:
            return well_formed(serialize(found, format=form, prefixes=prefixes) or b"", form)
        except OSError as error:
            remedy = f"take another, such as {TURTLE.media_type} or {N_TRIPLES.media_type}"
            raise NotWritable(f"{media_type} cannot hold a part of the answer ({error}); {remedy}.") from error
    results = read_rows(url, reply)
    if isinstance(results, QueryBoolean) != (kind == "boolean"):
        del results  # which the error would hold, and let go in another thread
        raise EndpointRubbish(url, "rows came back for yes or no, or the other way round; is it a SPARQL endpoint?")
    row_form = ROW_TYPES[media_type].form
    output = io.BytesIO()
    results.serialize(output, row_form)
    return well_formed(output.getvalue(), row_form)


def _refusal(url: str, reply: Reply, sparql: str, sent: str) -> QueryFailed:
    """The failure that an answer without success is; the place of a fault is that in the query as it was asked."""
    error = fault_of(url, reply.status, reply.body, reply.headers)
    complaint = Complaint.of(reply.body)
    if not blames_query(reply.status, complaint.words):
        return _failure(error)
    if complaint.place is None:
        return BadQuery(told_of(error))
    line, column = place_in(sparql, sent, complaint.place)
    message = f"The query is not valid SPARQL at line {line}, column {column}: {complaint.words}"
    return BadQuery(message, line=line, column=column)


def _failure(error: EndpointError) -> QueryFailed:
    if isinstance(error, EndpointSlow):
        return TimedOut(told_of(error))
    return TooLarge(told_of(error)) if isinstance(error, EndpointTooLarge) else ServiceFailed(told_of(error))
