"""A service made from what the operator names: a build, a store on disk, an endpoint, or the shipped graph."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from styrkegraf.errors import StyrkegrafError
from styrkegraf.graph import Graph, load
from styrkegraf.namespaces import BASE
from styrkegraf.service.answer import Service
from styrkegraf.service.settings import Settings
from styrkegraf.service.written import is_written
from styrkegraf.store import DiskStore, MemoryStore, RemoteStore
from styrkegraf.store.address import is_address

if TYPE_CHECKING:
    from styrkegraf.publish.edition import Edition
    from styrkegraf.publish.publisher import Publisher
    from styrkegraf.service.query import Queries

__all__ = ["Plan", "make"]


@dataclass(frozen=True)
class Plan:
    """What to serve: ``location`` is a folder or the address of an endpoint, None the shipped graph.

    ``atlas`` is a folder with the atlas; without one it is written into a cache. ``base`` is that of the edition,
    ``publisher`` the file that says who publishes it.
    """

    location: str | None = None
    atlas: Path | None = None
    base: str = BASE
    publisher: Path | None = None
    settings: Settings = field(default_factory=Settings)

    @property
    def folder(self) -> Path | None:
        """The folder of the build or of the store on disk, where that is what is served."""
        return None if self.location is None or is_address(self.location) else Path(self.location)


def make(plan: Plan, kept: Callable[[str, Publisher | None], Path] | None = None) -> Service:
    """Load the graph and start what answers queries about it.

    ``kept`` gives the folder in which the atlas of a graph with some digest and publisher is kept, where none is named.
    Raises `StyrkegrafError` for a graph or a publisher that cannot be read and for an edition of a graph that is not in
    memory.
    """
    from styrkegraf.publish.catalogue import about
    from styrkegraf.publish.edition import Edition
    from styrkegraf.publish.publisher import read_publisher

    if plan.atlas is not None and not is_written(plan.atlas):
        raise StyrkegrafError(
            f"{plan.atlas} holds no atlas; name a folder that “styrkegraf atlas --served” wrote, or leave out --atlas."
        )
    edition = Edition(plan.base)
    publisher = read_publisher(plan.publisher) if plan.publisher else None
    graph = _graph(plan)
    digest, statements = _identity(graph)
    said = about(graph.store, publisher) if digest else publisher and publisher.dataset
    edition = replace(edition, licence=said.licence if said else None)
    atlas = plan.atlas or (kept(digest, publisher) if kept else None)
    pool = _queries(graph, edition, plan.settings)
    return Service(graph, edition, pool, plan.settings, atlas, plan.folder, digest, statements, publisher)


def _graph(plan: Plan) -> Graph:
    """What is served; an endpoint has as long for what a page asks as for a query."""
    if plan.location is None or not is_address(plan.location):
        return load(plan.location)
    from styrkegraf.store.wire import RequestLimits

    return Graph(RemoteStore(plan.location, RequestLimits(seconds=plan.settings.limits.seconds)))


def _identity(graph: Graph) -> tuple[str, int | None]:
    """A checksum of the statements and their number; nothing for an endpoint, where they may change at any time."""
    store = graph.store
    if isinstance(store, RemoteStore):
        return "", None
    if isinstance(store, DiskStore):
        return store.marker.sha256, store.marker.quads
    return sha256(store.dump()).hexdigest(), len(store)


def _queries(graph: Graph, edition: Edition, settings: Settings) -> Queries:
    """What answers queries: a gateway for what is elsewhere, worker processes for what is here."""
    store = graph.store
    if isinstance(store, MemoryStore):
        from styrkegraf.service.workers import Pool

        shown = store if edition.canonical_base else MemoryStore(map(edition.quad, store.quads()))
        return Pool(shown, settings.limits)
    if not edition.canonical_base:
        raise StyrkegrafError(
            "Another base than the canonical one is for graphs in memory: leave out --base-iri, or serve a build."
        )
    if isinstance(store, DiskStore):
        from styrkegraf.service.workers import Pool

        return Pool(store, settings.limits)
    from styrkegraf.service.gateway import Gateway

    assert isinstance(store, RemoteStore)  # the one kind that is left
    return Gateway(store, settings.limits)
