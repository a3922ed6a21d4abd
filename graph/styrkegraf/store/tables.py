"""The table files of RocksDB, opened ahead of need.

RocksDB opens sixteen of its table files at first, and the others when a query comes to them. A process that serves
queries is forbidden to open files before it sees the first one, so all must be open by then. Keys are hashes: a
look-up of any name ends somewhere in the range of its index, as likely in one file as in another.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Final

from pyoxigraph import DefaultGraph, NamedNode, Store

__all__ = ["open_tables"]

_ROUNDS: Final = 5000
"""After so many look-ups of each kind the search for files that are still closed is given up."""
_DESCRIPTORS: Final = Path("/proc/self/fd")


def open_tables(database: Store, folder: Path) -> None:
    """Look names up until every table file in the folder is open, where the system tells which are."""
    tables = {path.name for path in folder.glob("*.sst")}
    if not _DESCRIPTORS.is_dir():
        return
    for number, _ in enumerate(_probes(database)):
        if number % 20 == 0 and tables <= _opened():
            return


def _opened() -> set[str]:
    """The names of the files that this process has open."""
    found = set()
    for name in os.listdir(_DESCRIPTORS):  # noqa: PTH208 - names are enough
        try:
            found.add(Path(os.readlink(_DESCRIPTORS / name)).name)  # noqa: PTH115 - it need not exist
        except OSError:
            continue  # the descriptor by which the folder was listed
    return found


def _probes(database: Store) -> Iterator[None]:
    """Look-ups in every index, of names that nothing has beside properties, objects and graphs that there are.

    The quads that are read on the way have texts all over the index of texts.
    """
    for number, quad in enumerate(islice(database.quads_for_pattern(None, None, None, None), _ROUNDS)):
        nothing = NamedNode(f"urn:styrkegraf:{number}")
        database.contains_named_graph(nothing)
        for graph in (None, DefaultGraph(), quad.graph_name):
            next(database.quads_for_pattern(nothing, None, None, graph), None)
            next(database.quads_for_pattern(None, quad.predicate, nothing, graph), None)
            next(database.quads_for_pattern(None, None, nothing, graph), None)
            next(database.quads_for_pattern(nothing, None, quad.object, graph), None)
        yield
