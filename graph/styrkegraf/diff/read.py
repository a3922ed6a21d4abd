"""Reading two graphs to compare: as lines of N-Quads, so that what they share need not be parsed."""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from pyoxigraph import CanonicalizationAlgorithm, Dataset, DefaultGraph, Quad, RdfFormat, parse, serialize

from styrkegraf.facts import InputError, parse_file, said_of
from styrkegraf.namespaces import BASE, rdf, sg

__all__ = ["Lines", "only_in_one", "quads_of", "read_lines"]

Lines = frozenset[bytes]
"""The lines of a graph; one statement each."""
_DUMP: Final = "styrkegraf.nq"
_BLANK: Final = b"_:"
_BASE: Final = re.compile(
    rf"^<([^<>\s]*/)(?:graph/provenance> {rdf('type')} {sg('NamedGraph')} |"
    rf"id/county/[^<>\s]*> {rdf('type')} {sg('County')} )".encode(),
    re.MULTILINE,
)
"""A statement by which the base is known under which a file was written: one that every build has, or of a county."""


def read_lines(path: Path) -> Lines:
    """The statements of a build folder, or of a file of N-Quads (also packed), N-Triples, TriG or Turtle.

    Those of another edition come with canonical IRIs: a base is no difference. Raises `InputError` where there is no
    such thing.
    """
    file = _file(path)
    if file.suffix in {".trig", ".ttl"}:
        return frozenset(_lines(serialize(parse_file(file), format=RdfFormat.N_QUADS) or b""))
    if not file.name.endswith((".nq", ".nt", ".nq.gz", ".nt.gz")):
        wrong = "neither a build folder nor a file of N-Quads or TriG" if file.exists() else "there is no such file"
        raise InputError(
            path, None, f"{wrong}; name a folder that “build” wrote, or a file that ends with .nq or .trig."
        )
    return frozenset(_lines(_bytes(file)))


def _file(path: Path) -> Path:
    """The file of a build folder that holds its statements; a file is one itself."""
    if not path.is_dir():
        return path
    if not (path / _DUMP).is_file():
        raise InputError(path, None, f"the folder holds no {_DUMP}; name a folder that “build” wrote.")
    return path / _DUMP


def _bytes(file: Path) -> bytes:
    try:
        data = file.read_bytes()
        return gzip.decompress(data) if file.suffix == ".gz" else data
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise InputError(file, None, f"it is no whole gzip file ({error}).") from error
    except OSError as error:
        raise InputError(file, None, f"cannot be read ({error.strerror}).") from error


def _lines(data: bytes) -> Iterable[bytes]:
    return (line for line in _canonical_base(data).splitlines() if line.strip() and not line.startswith(b"#"))


def _canonical_base(data: bytes) -> bytes:
    """The lines with the IRIs of things, sources, graphs and files under the canonical base, whatever theirs is."""
    bases = set(_BASE.findall(data))
    if len(bases) != 1 or BASE.encode() in bases:
        return data
    ours = re.compile(b"<" + re.escape(bases.pop()) + rb"(?=(?:id|source|graph|static)/)")
    return ours.sub(f"<{BASE}".encode(), data)


def quads_of(lines: Iterable[bytes], path: Path) -> set[Quad]:
    """The statements that lines of a graph write; raises `InputError` with the first line of the file that is none."""
    try:
        return set(parse(b"\n".join(lines), RdfFormat.N_QUADS))
    except SyntaxError as error:
        raise _first_wrong(_file(path)) or InputError(path, None, "it changed while it was read; try again.") from error


def _first_wrong(file: Path) -> InputError | None:
    try:
        for _ in parse(_bytes(file), RdfFormat.N_QUADS):
            pass
    except SyntaxError as error:
        remedy = "Mend this line, or the end of the one before it; or build the graph anew."
        return InputError(file, error.lineno, f"this is no N-Quads: {said_of(error)}. {remedy}")
    return None


def only_in_one(old: Lines, new: Lines, paths: tuple[Path, Path]) -> tuple[set[Quad], set[Quad]]:
    """The statements that only the old graph has, and those that only the new one has.

    Two spellings of one statement are one. Statements with blank nodes are compared by their canonical names. Raises
    `InputError` where only one of the graphs says in which named graphs its statements stand, and so where they come
    from: nothing of it would be the same.
    """
    lost, fresh = old - new, new - old
    gone, came = quads_of(lost, paths[0]), quads_of(fresh, paths[1])
    if gone and came and len(lost) == len(old) and _without_graphs(gone) != _without_graphs(came):
        bare, other = paths if _without_graphs(gone) else paths[::-1]
        problem = f"its statements stand in no named graph, and those of {other} do"
        raise InputError(bare, None, f"{problem}; compare two files of N-Quads or TriG.")
    if any(map(_has_blank, gone | came)):
        nameless = [_canonical(lines, path) for lines, path in zip((old, new), paths, strict=True)]
        gone = {quad for quad in gone if not _has_blank(quad)} | (nameless[0] - nameless[1])
        came = {quad for quad in came if not _has_blank(quad)} | (nameless[1] - nameless[0])
    return gone - came, came - gone


def _canonical(lines: Lines, path: Path) -> set[Quad]:
    blank = (quad for quad in quads_of((line for line in lines if _BLANK in line), path) if _has_blank(quad))
    dataset = Dataset(blank)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return set(dataset)


def _without_graphs(quads: set[Quad]) -> bool:
    return all(isinstance(quad.graph_name, DefaultGraph) for quad in quads)


def _has_blank(quad: Quad) -> bool:
    return str(quad.subject).startswith("_:") or str(quad.object).startswith("_:")
