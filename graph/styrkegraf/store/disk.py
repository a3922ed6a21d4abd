"""The store on disk: Oxigraph on RocksDB, for graphs that are too large to hold in memory.

It is written once, from a build or from a large N-Quads file, and opened for reading only, by as many processes as
want to. The folder holds the database in ``rocksdb/`` and the marker ``store.json``, which is written last.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from pyoxigraph import NamedNode, Quad, Triple, parse
from pyoxigraph import Store as OxigraphStore

from styrkegraf.errors import StyrkegrafError
from styrkegraf.facts import InputError, said_of
from styrkegraf.figures import Figures
from styrkegraf.folders import prepare, replacing
from styrkegraf.media import N_QUADS, TRIG
from styrkegraf.store.embedded import EmbeddedStore
from styrkegraf.store.protocol import selected
from styrkegraf.store.tables import open_tables
from styrkegraf.terms import count_of
from styrkegraf.text import visible

__all__ = ["MARK", "DiskStore", "Marker", "write_store"]

MARK: Final = "store.json"
"""The file by which a folder is known as a store on disk, which may be replaced."""

_DATABASE: Final = "rocksdb"
_FORMATS: Final = {f".{medium.extension}": medium.form for medium in (N_QUADS, TRIG)}
_COUNT: Final = "SELECT (COUNT(*) AS ?count) WHERE { GRAPH ?graph { ?subject ?predicate ?object } }"
_VERSION: Final = 2
_NOTICE: Final = 500_000
"""After how many quads the progress is told."""


@dataclass(frozen=True)
class Marker:
    """What is known of a store on disk: how many quads, the SHA-256 of the file that it is from, and its figures."""

    quads: int
    sha256: str
    figures: Figures
    version: int = _VERSION


class DiskStore(EmbeddedStore):
    """The store in a folder that `write_store` wrote, open for reading.

    Raises `InputError` where the folder holds no finished store. ``dump`` and ``quads`` walk the whole of it.
    """

    def __init__(self, folder: str | Path) -> None:
        self.folder = Path(folder)
        self.marker = _marker(self.folder / MARK)
        try:
            database = OxigraphStore.read_only(str(self.folder / _DATABASE))
        except (OSError, RuntimeError) as error:
            raise InputError(self.folder, None, f"the store cannot be opened ({error}); write it again.") from error
        super().__init__(database)
        open_tables(database, self.folder / _DATABASE)

    def __len__(self) -> int:
        return self.marker.quads

    def figures(self) -> Figures:
        """What the graph holds, as it was counted when the store was written."""
        return self.marker.figures


def _marker(path: Path) -> Marker:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        version = found["version"]
        if version == _VERSION:
            return Marker(**{**found, "figures": Figures(**found["figures"])})
    except FileNotFoundError as error:
        remedy = f"no store is there; write one with “styrkegraf store BUILD --out {path.parent}”."
        raise InputError(path, None, remedy) from error
    except (ValueError, TypeError, KeyError) as error:
        raise InputError(path, None, f"this is no marker of a store ({error}); write the store again.") from error
    raise InputError(path, None, f"the store has version {version} of the format; write it again.")


def write_store(source: Path, out: Path, notify: Callable[[str], None] = lambda stage: None) -> Marker:
    """Write a build folder, or a file of N-Quads or TriG, as a store on disk into the folder ``out``.

    The source is streamed, so that memory does not grow with it. ``out`` is replaced as a whole or stays as it was.
    Raises `InputError` where the source is absent, broken, empty or has statements outside a named graph or
    about statements, and `OutputError` where ``out`` cannot be written.
    """
    path = source / "styrkegraf.nq" if source.is_dir() else source
    prepare(out, MARK)
    with replacing(out) as folder:
        database = OxigraphStore(str(folder / _DATABASE))
        try:
            database.bulk_extend(_with_union(path, notify))
        except SyntaxError as error:
            problem = f"{said_of(error)}. Mend it, and write the store again."
            raise InputError(path, error.lineno, problem) from error
        notify("optimize")
        database.optimize()
        database.flush()
        notify("count")
        if not (quads := _count(database)):
            raise InputError(path, None, "it holds no statement; name a build, or a file that holds some.")
        marker = Marker(quads, _digest(path), EmbeddedStore(database).figures())
        del database  # closes the files, before the folder is renamed
        (folder / MARK).write_text(json.dumps(asdict(marker), indent=1) + "\n", encoding="utf-8")
    return marker


def _with_union(path: Path, notify: Callable[[str], None]) -> Iterator[Quad]:
    """The quads of a file, each in its named graph and again in the default graph, which is their union."""
    for number, quad in enumerate(_parsed(path)):
        if not isinstance(quad.graph_name, NamedNode):
            raise _refused(path, quad, "stands outside every named graph; put it into one.")
        if isinstance(quad.object, Triple):
            raise _refused(path, quad, "speaks of a statement (RDF 1.2), which not every format can hold; reword it.")
        if number % _NOTICE == 0:
            notify(f"store: {number:,} statements")
        yield quad
        yield Quad(quad.subject, quad.predicate, quad.object)


def _refused(path: Path, quad: Quad, problem: str) -> InputError:
    return InputError(path, None, f"{visible(str(quad.triple))} {problem}")


def _parsed(path: Path) -> Iterator[Quad]:
    if not path.exists():
        raise InputError(path, None, "there is no such file; name a build, or a file of N-Quads or TriG.")
    form = _FORMATS.get(path.suffix)
    if form is None:
        raise InputError(path, None, f"the ending is not known; use one of {', '.join(sorted(_FORMATS))}.")
    try:
        return parse(path=str(path), format=form)
    except OSError as error:
        raise InputError(
            path, None, f"cannot be read ({error.strerror or error}); mend its rights, or name another."
        ) from error


def _count(database: OxigraphStore) -> int:
    (row,) = selected(database.query(_COUNT))
    return count_of(row["count"])


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise StyrkegrafError(f"{path} changed while it was read ({error.strerror}); write the store again.") from error
