"""The pool: queries evaluated in worker processes that can be killed, so that none can take the service with it.

Two kinds need no worker: what was asked before, and look-ups, which are bounded beforehand and answered at once.
"""

from __future__ import annotations

import math
import time
from typing import Final

from styrkegraf.media import SPARQL_JSON
from styrkegraf.service.dispatch import Dispatch, Load
from styrkegraf.service.federation import Federation, asks_elsewhere
from styrkegraf.service.limits import Limits
from styrkegraf.service.lookups import look_up
from styrkegraf.service.query import Query, Result, TooLong, Wanted
from styrkegraf.service.remembered import Remembered
from styrkegraf.service.wire import KINDS, failure, pack
from styrkegraf.store import DiskStore, MemoryStore

__all__ = ["Pool"]

_JSON: Final = SPARQL_JSON.media_type


class Pool:
    """Answers queries over one store; belongs to the event loop in which it is first asked."""

    def __init__(self, store: MemoryStore | DiskStore, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self._here = store.oxigraph if isinstance(store, MemoryStore) else None
        """The store, where looking something up in it waits for no disk."""
        self._dispatch = Dispatch(store, self.limits)
        self._federation = Federation(self.limits)
        self._remembered = Remembered(self.limits.remembered)

    @property
    def load(self) -> Load:
        """What the workers are doing now."""
        return self._dispatch.load

    async def run(self, query: Query, wanted: Wanted) -> Result:
        """The whole answer to a query; raises a `QueryFailed`. Cancelling it kills the worker that evaluates it."""
        if len(query.sparql) > self.limits.length:
            raise TooLong(f"The query is longer than {self.limits.length:,} characters; write a shorter one.")
        if (known := self.at_hand(query, wanted)) is not None:
            return known
        result = await self._worked_out(query, wanted)
        self._remembered.keep(query, wanted, result)
        return result

    def at_hand(self, query: Query, wanted: Wanted) -> Result | None:
        """The answer to what was asked before and to a look-up, which is made as fast as it is remembered."""
        return self._remembered.find(query, wanted) or self._looked_up(query, wanted)

    async def _worked_out(self, query: Query, wanted: Wanted) -> Result:
        """The answer of a worker."""
        if self.limits.services and asks_elsewhere(query.sparql):
            query = await self._federation.resolve(query)
        frame = pack(query, wanted)
        seconds = min(self.limits.seconds, query.timeout or math.inf)
        reply = await self._dispatch.ask(frame, seconds)
        kind = KINDS.get(reply.letter)
        if kind is None:
            raise failure(reply.body)
        return Result(kind, getattr(wanted, kind), reply.body, reply.seconds)

    def _looked_up(self, query: Query, wanted: Wanted) -> Result | None:
        """The answer to a look-up; None for any other query, and where the answer is long."""
        if self._here is None or query.default_graphs or query.named_graphs or {wanted.rows, wanted.boolean} != {_JSON}:
            return None
        start = time.perf_counter()
        found = look_up(self._here, query.sparql)
        if found is None or len(found[1]) > self.limits.output:
            return None
        return Result(found[0], _JSON, found[1], time.perf_counter() - start)

    async def close(self) -> None:
        """End every query and every process; raises nothing."""
        await self._dispatch.close()
        await self._federation.close()
