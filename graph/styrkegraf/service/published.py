"""What is published about a build besides answers to queries, as far as it is the same until the next build."""

from __future__ import annotations

import asyncio
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory

from styrkegraf.graph import Graph
from styrkegraf.publish.dumps import Written, write_dumps
from styrkegraf.publish.edition import Edition
from styrkegraf.publish.metadata import Metadata
from styrkegraf.publish.publisher import Publisher
from styrkegraf.publish.things import Things

__all__ = ["Published"]


class Published:
    """Dumps, metadata and things of one service; each is made when it is first asked for, and kept.

    The dumps lie in a folder that goes away with the service.
    """

    def __init__(self, graph: Graph, edition: Edition, publisher: Publisher | None) -> None:
        self._graph = graph
        self._edition = edition
        self._publisher = publisher
        self._writing: asyncio.Task[list[Written]] | None = None

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
        return Metadata(self._graph, self._edition, self._publisher, f"{self._edition.base}sparql")

    @cached_property
    def things(self) -> Things:
        """The things of the graph, with what is learnt of their names."""
        return Things(self._graph, self._edition)

    @cached_property
    def paths(self) -> list[str]:
        """The address below the base of every thing."""
        return self.things.paths()

    async def dumps(self) -> list[Written]:
        """The dumps; whoever asks first has them written, which goes on when he goes away, and the others wait.

        To be called on the loop of the service only. Writing that failed is begun anew.
        """
        task = self._writing
        if task is None or (task.done() and (task.cancelled() or task.exception() is not None)):
            writing = asyncio.to_thread(write_dumps, self._graph, self._edition, self.folder)
            self._writing = task = asyncio.get_running_loop().create_task(writing)
        return await asyncio.shield(task)
