"""What the tests of the stores share: one graph, held by each of the four engines."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Final

import pytest
from pyoxigraph import RdfFormat, parse

from sharing import Shared
from shipped import shipped
from stores.servers import VIRTUOSO_USER, oxigraph, virtuoso
from styrkegraf import Graph
from styrkegraf.push import push
from styrkegraf.store import DiskStore, MemoryStore, RemoteStore, Store
from styrkegraf.store.disk import write_store

ENGINES: Final = ("memory", "disk", "oxigraph", "virtuoso")


@pytest.fixture(scope="session")
def dump(shared: Shared) -> Path:
    """The shipped graph as N-Quads."""

    def fill(folder: Path) -> None:
        (folder / "styrkegraf.nq").write_bytes(shipped().store.dump())

    return shared("shipped", fill) / "styrkegraf.nq"


@pytest.fixture(scope="session")
def embedded(dump: Path) -> Graph:
    """The shipped graph in memory, by which the others are judged."""
    return Graph(MemoryStore(parse(path=str(dump), format=RdfFormat.N_QUADS)))


@pytest.fixture
def virtuoso_user(monkeypatch: pytest.MonkeyPatch) -> None:
    """The credentials of Virtuoso, in the environment."""
    for name, value in zip(("STYRKEGRAF_USER", "STYRKEGRAF_PASSWORD"), VIRTUOSO_USER, strict=True):
        monkeypatch.setenv(name, value)


@pytest.fixture(scope="session")
def held(dump: Path, embedded: Graph, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Graph]]:
    """The graph as an engine holds it; servers are started when they are first asked for, and filled by a push."""
    found = {"memory": embedded}
    with ExitStack() as running:

        def on_disk(folder: Path) -> DiskStore:
            write_store(dump, folder / "store")
            return DiskStore(folder / "store")

        def at_oxigraph(folder: Path) -> RemoteStore:
            return RemoteStore(push(embedded.store, running.enter_context(oxigraph(folder))).query)

        def at_virtuoso(folder: Path) -> RemoteStore:
            url = running.enter_context(virtuoso(folder))
            with pytest.MonkeyPatch.context() as environment:
                environment.setenv("STYRKEGRAF_USER", VIRTUOSO_USER[0])
                environment.setenv("STYRKEGRAF_PASSWORD", VIRTUOSO_USER[1])
                return RemoteStore(push(embedded.store, url).query)

        made: dict[str, Callable[[Path], Store]] = {"disk": on_disk, "oxigraph": at_oxigraph, "virtuoso": at_virtuoso}

        def get(engine: str) -> Graph:
            if engine not in found:
                found[engine] = Graph(made[engine](tmp_path_factory.mktemp(engine)))
            return found[engine]

        yield get


@pytest.fixture(params=ENGINES)
def graph(request: pytest.FixtureRequest, held: Callable[[str], Graph]) -> Graph:
    """The shipped graph, in each engine in turn."""
    return held(request.param)
