"""Dumps: the whole graph as files, in canonical order, so that the same graph gives the same bytes.

Blank nodes stand in the ontology only and have their canonical names (RDFC-1.0) from the time that it is loaded.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from pyoxigraph import Quad, RdfFormat, Triple, serialize

from styrkegraf.graph import Graph
from styrkegraf.labels import LANGUAGES
from styrkegraf.media import CSV, CSVM, GRAPHML, JSON_LD, N_QUADS, RDF_XML, TRIG, TURTLE, Medium
from styrkegraf.networks.errors import NetworkError
from styrkegraf.networks.project import projections
from styrkegraf.publish.csvw import METADATA, TABLES, csvw, table
from styrkegraf.publish.edition import Edition
from styrkegraf.publish.jsonld import jsonld

__all__ = ["SUMS", "Dump", "Group", "Written", "dumps", "write_dumps", "write_rdf"]

SUMS: Final = "SHA256SUMS"
_PACKED: Final = 65_536
"""From this size on a dump has a packed copy beside it, which web servers can send as it is."""

Group = str
"""What a dump belongs to: ``graph``, ``tables`` or ``networks``."""


@dataclass(frozen=True, slots=True)
class Dump:
    """A file to download: its name, group and format, what it is in both languages, and how it is made."""

    name: str
    group: Group
    medium: Medium[object]
    sv: str
    en: str
    make: Callable[[Graph, Edition], bytes]


@dataclass(frozen=True, slots=True)
class Written:
    """A dump that was made: its size in bytes and its checksum in hexadecimals."""

    dump: Dump
    size: int
    sha256: str


def dumps() -> tuple[Dump, ...]:
    """Every dump, in order: the graph, then the tables, then the networks."""
    return (*_RDF, *_tables(), *_networks())


def write_dumps(graph: Graph, edition: Edition, folder: Path) -> list[Written]:
    """Write every dump into the folder, packed copies of the large ones, and their checksums.

    A network is left out where the graph does not say what kind of thing its nodes are, as without reasoning.
    """
    written, sums = [], []
    for dump in dumps():
        try:
            data = dump.make(graph, edition)
        except NetworkError:
            continue
        (folder / dump.name).parent.mkdir(parents=True, exist_ok=True)
        for name, content in _copies(dump.name, data):
            (folder / name).write_bytes(content)
            sums.append(f"{hashlib.sha256(content).hexdigest()}  {name}\n")
        written.append(Written(dump, len(data), hashlib.sha256(data).hexdigest()))
    (folder / SUMS).write_text("".join(sorted(sums, key=lambda line: line[66:])), encoding="ascii", newline="\n")
    return written


def _copies(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    yield name, data
    if len(data) >= _PACKED:
        yield f"{name}.gz", gzip.compress(data, mtime=0)


def write_rdf(graph: Graph, edition: Edition, folder: Path) -> None:
    """Write the graph in its RDF formats only.

    TriG, N-Quads and JSON-LD hold the named graphs; Turtle and RDF/XML hold the union of them.
    """
    for dump in _RDF:
        (folder / dump.name).write_bytes(dump.make(graph, edition))


def _quads(graph: Graph) -> list[Quad]:
    return sorted(graph.store.quads(), key=lambda q: (str(q.graph_name), *_order(q.triple)))


def _order(triple: Triple) -> tuple[str, ...]:
    return str(triple.subject), str(triple.predicate), str(triple.object)


def _nquads(graph: Graph, edition: Edition) -> bytes:
    lines = serialize((edition.quad(quad) for quad in graph.store.quads()), format=RdfFormat.N_QUADS) or b""
    return b"".join(sorted(lines.splitlines(keepends=True)))


def _trig(graph: Graph, edition: Edition) -> bytes:
    quads = (edition.quad(quad) for quad in _quads(graph))
    return serialize(quads, format=RdfFormat.TRIG, prefixes=dict(edition.prefixes)) or b""


def _union(form: RdfFormat, graph: Graph, edition: Edition) -> bytes:
    triples = sorted({quad.triple for quad in graph.store.quads()}, key=_order)
    return serialize(map(edition.triple, triples), format=form, prefixes=dict(edition.prefixes)) or b""


def _jsonld(graph: Graph, edition: Edition) -> bytes:
    return jsonld(graph.store.quads(), edition)


def _network(name: str, graph: Graph, edition: Edition) -> bytes:
    from styrkegraf.networks import network
    from styrkegraf.networks.export import write

    return edition.written(write(network(graph, name), "graphml"))


def _whole(medium: Medium[RdfFormat], make: Callable[[Graph, Edition], bytes]) -> Dump:
    sv, en = f"Hela grafen med källor, {medium.name}", f"The whole graph with sources, {medium.name}"
    return Dump(f"styrkegraf.{medium.extension}", "graph", medium, sv, en, make)


def _statements(medium: Medium[RdfFormat]) -> Dump:
    sv, en = f"Uppgifterna utan källor, {medium.name}", f"The statements without sources, {medium.name}"
    return Dump(f"styrkegraf.{medium.extension}", "graph", medium, sv, en, partial(_union, medium.form))


_RDF: Final = (
    _whole(N_QUADS, _nquads),
    _whole(TRIG, _trig),
    _whole(JSON_LD, _jsonld),
    _statements(TURTLE),
    _statements(RDF_XML),
)


def _tables() -> Iterator[Dump]:
    for each in TABLES:
        sv, en = f"{each.sv}, {CSV.name}", f"{each.en}, {CSV.name}"
        yield Dump(f"{each.name}.csv", "tables", CSV, sv, en, partial(table, each.name))
    sv, en = f"Beskrivning av tabellerna, {CSVM.name}", f"Description of the tables, {CSVM.name}"
    yield Dump(METADATA, "tables", CSVM, sv, en, _metadata)


def _metadata(_: Graph, edition: Edition) -> bytes:
    return (json.dumps(csvw(edition), ensure_ascii=False, indent=1) + "\n").encode()


def _networks() -> Iterator[Dump]:
    for name, document in projections().items():
        sv, en = (f"{document.text('title', lang)}, {GRAPHML.name}" for lang in LANGUAGES)
        yield Dump(f"networks/{name}.graphml", "networks", GRAPHML, sv, en, partial(_network, name))
