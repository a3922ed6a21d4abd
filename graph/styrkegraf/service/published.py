"""What is published about a build besides answers to queries, as far as it is the same until the next build."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from pyoxigraph import RdfFormat

from styrkegraf.graph import Graph
from styrkegraf.publish.dumps import Written, dumps, write_dumps
from styrkegraf.publish.metadata import Metadata
from styrkegraf.publish.things import Things
from styrkegraf.publish.void import VOID
from styrkegraf.service.query import Busy
from styrkegraf.service.shared import Shared
from styrkegraf.store import RemoteStore

if TYPE_CHECKING:
    from styrkegraf.service.answer import Service

__all__ = ["MOST", "Published"]


MOST: Final = 500_000
"""Statements up to which a graph is written as dumps while it is served.

So many take 40 s and some 300 MB besides the graph, three times as many three minutes: too long for who asks first.
"""
_HOUR: Final = 3600.0
"""Seconds for which the figures of a graph elsewhere are kept: to count them keeps its server from other work."""
_WAIT: Final = 30
"""Seconds after which it is worth asking again for figures that are being counted."""


class Published:
    """Dumps, metadata and things of one service; each is made when it is first asked for, and kept.

    The dumps lie in a folder that goes away with the service. ``has_dumps`` says whether there are any: not of a graph
    that is too large, nor of one elsewhere, which may change at any time.
    """

    def __init__(self, service: Service) -> None:
        self._graph = service.graph
        self._edition = service.edition
        self._publisher = service.publisher
        self.has_dumps = not service.is_elsewhere and (service.statements or len(service.graph)) <= MOST
        self._writing = Shared(lambda: write_dumps(self._graph, self._edition, self.folder))
        self._seconds = service.settings.limits.seconds
        self._counting = Shared(lambda: _counted(service), _HOUR)

    @property
    def folder(self) -> Path:
        """Where the dumps lie."""
        return Path(self._folder.name)

    @cached_property
    def _folder(self) -> TemporaryDirectory[str]:
        return TemporaryDirectory(prefix="styrkegraf-downloads-")

    @cached_property
    def metadata(self) -> Metadata:
        """The documents about the graph, with its endpoint."""
        offered = dumps() if self.has_dumps else ()
        return Metadata(self._graph, self._edition, self._publisher, f"{self._edition.base}sparql", offered)

    @cached_property
    def things(self) -> Things:
        """The things of the graph, with what is learnt of their names."""
        return Things(self._graph, self._edition)

    @cached_property
    def paths(self) -> list[str]:
        """The address below the base of every thing."""
        return self.things.paths()

    async def dumps(self) -> list[Written]:
        """The dumps; whoever asks first has them written, which goes on when he goes away, and the others wait."""
        return await self._writing.get()

    async def counted(self) -> Published:
        """What is published of a graph elsewhere, with its figures, of the last hour.

        Raises an `EndpointError` where it cannot be asked, and `Busy` where that takes longer than a query may; the
        counting goes on, for who comes back.
        """
        try:
            async with asyncio.timeout(self._seconds):
                return await self._counting.get()
        except TimeoutError:
            raise Busy("The endpoint behind this service is still counting its statements.", _WAIT) from None


def _counted(service: Service) -> Published:
    """The figures may take longer than a query may."""
    store = service.graph.store
    graph = Graph(RemoteStore(store.url)) if isinstance(store, RemoteStore) else service.graph
    published = replace(service, graph=graph).published
    published.metadata.document(VOID, RdfFormat.N_TRIPLES)
    return published
