"""The store on disk: written as a whole or not at all, from a build or a file, and opened like a build."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import pytest
from click.testing import CliRunner
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse
from pyoxigraph import Store as OxigraphStore

import styrkegraf
from styrkegraf import Graph
from styrkegraf.cli.ask import query
from styrkegraf.cli.store import store
from styrkegraf.facts import InputError
from styrkegraf.folders import OutputError
from styrkegraf.store import DiskStore, MemoryStore
from styrkegraf.store.disk import MARK, write_store

TWO = """<urn:a> <urn:b> "ö" <urn:g> .
<urn:a> <urn:b> "ö" <urn:h> .
_:one <urn:b> "x" <urn:h> .
"""
FIGURES = asdict(MemoryStore().figures())


def test_a_build_becomes_a_store_that_the_command_asks(dump: Path, tmp_path: Path, embedded: Graph) -> None:
    out = tmp_path / "store"
    done = CliRunner().invoke(store, [str(dump.parent), "--out", str(out)], catch_exceptions=False)
    assert f"{len(embedded):,} statements" in done.output
    assert styrkegraf.load(out).store.dump() == embedded.store.dump()
    asked = CliRunner().invoke(query, ["areas-of-region", "-p", "region=Gotland", "--graph", str(out)])
    assert "Livsmedel" in asked.output


def test_a_file_becomes_a_store_with_the_union_seen_once(tmp_path: Path) -> None:
    file = tmp_path / "two.nq"
    file.write_text(TWO + TWO, encoding="utf-8")  # a statement twice is one statement
    marker = write_store(file, tmp_path / "store")
    found = DiskStore(tmp_path / "store")
    assert len(found) == marker.quads == 3
    assert found.dump() == MemoryStore(parse(TWO, RdfFormat.N_QUADS)).dump()
    assert len(list(found.union())) == 2
    assert len(list(found.select("SELECT ?o { <urn:a> <urn:b> ?o }"))) == 1


def test_it_cannot_be_changed_and_many_may_read_it(tmp_path: Path) -> None:
    (tmp_path / "two.nq").write_text(TWO, encoding="utf-8")
    write_store(tmp_path / "two.nq", tmp_path / "store")
    before = _files(tmp_path / "store")
    readers = [DiskStore(tmp_path / "store") for _ in range(3)]
    assert {len(reader.dump()) for reader in readers} == {len(TWO.encode())}
    with pytest.raises(RuntimeError, match="only possible on read-write"):
        readers[0].oxigraph.add(next(readers[0].quads()))
    assert _files(tmp_path / "store") == before


def _files(folder: Path) -> set[str]:
    return {path.name for path in folder.rglob("*.sst")}


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("facts.nq", TWO + "<urn:a> <urn:b> .\n", r"facts\.nq:4: "),
        ("facts.nq", TWO + "<urn:a> <urn:b\x1b> .\n", r"facts\.nq:4: Invalid IRI code point '\\u001B'\. Mend it"),
        ("facts.nq", '<urn:a> <urn:b> "alone" .\n', "stands outside every named graph"),
        ("facts.nq", "<urn:a> <urn:b> <urn:c> _:g .\n", "stands outside every named graph"),
        ("facts.nq", TWO + "<urn:a> <urn:b> <<( <urn:c> <urn:d> <urn:e> )>> <urn:g> .\n", "speaks of a statement"),
        ("facts.trig", "<urn:g> { <urn:a> <urn:b> <urn:c> ~ <urn:r> . }", "<urn:r> .*speaks of a statement"),
        ("facts.ttl", "", r"the ending is not known; use one of \.nq, \.trig"),
        ("absent", None, "there is no such file"),
        ("facts.nq", "", "it holds no statement"),
        ("facts.trig", "# nothing yet\n", "it holds no statement"),
    ],
)
def test_a_source_that_is_none_leaves_the_old_store(tmp_path: Path, name: str, text: str | None, says: str) -> None:
    (tmp_path / "two.nq").write_text(TWO, encoding="utf-8")
    write_store(tmp_path / "two.nq", tmp_path / "store")
    source = tmp_path / name
    if text is None:
        source.mkdir()
    else:
        source.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=says):
        write_store(source, tmp_path / "store")
    assert len(DiskStore(tmp_path / "store")) == 3
    assert sorted(path.name for path in tmp_path.iterdir() if path.name.startswith(".store")) == []


def test_a_folder_that_is_not_ours_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "two.nq").write_text(TWO, encoding="utf-8")
    out = tmp_path / "thesis"
    out.mkdir()
    (out / "chapter.txt").write_text("irreplaceable", encoding="utf-8")
    with pytest.raises(OutputError, match="holds something that is not ours"):
        write_store(tmp_path / "two.nq", out)
    assert (out / "chapter.txt").read_text(encoding="utf-8") == "irreplaceable"


def test_a_process_that_may_open_nothing_more_reads_all_of_it(tmp_path: Path) -> None:
    """The workers of the service may open no file; a large store has more of them than RocksDB opens at first."""
    folder = tmp_path / "store"
    (tmp_path / "two.nq").write_text(TWO, encoding="utf-8")
    write_store(tmp_path / "two.nq", folder)
    database = OxigraphStore(str(folder / "rocksdb"))
    for part in range(6):
        names = [NamedNode(f"urn:{part}-{number}") for number in range(300)]
        quads = [Quad(name, NamedNode("urn:b"), Literal(f"text {name.value}" * 9), name) for name in names]
        database.bulk_extend([*quads, *(Quad(one.subject, one.predicate, one.object) for one in quads)])
    del database
    assert len(list((folder / "rocksdb").glob("*.sst"))) > 16
    done = subprocess.run([sys.executable, "-c", _CONFINED, str(folder)], capture_output=True, text=True, check=False)
    assert done.stdout.split() == ["1803", "1802", "1802"], done.stderr


_CONFINED = """
import resource, sys
sys.path[:] = PATH
from styrkegraf.store import DiskStore
store = DiskStore(sys.argv[1])
resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))
print(len(list(store.quads())), len(list(store.union())), len(list(store.select("SELECT ?g { GRAPH ?g {} }"))))
""".replace("PATH", repr(sys.path))


@pytest.mark.parametrize(
    ("marker", "says"),
    [
        ("{", "is no marker of a store"),
        (json.dumps({"quads": 1}), "is no marker of a store"),
        (json.dumps({"quads": 1, "sha256": "", "version": 1}), "has version 1 of the format; write it again"),
        (json.dumps({"quads": 1, "sha256": "", "version": 2, "figures": {}}), "is no marker of a store"),
        (json.dumps({"quads": 1, "sha256": "", "version": 2, "figures": FIGURES}), "cannot be opened"),
    ],
)
def test_a_broken_store_says_what_to_do(tmp_path: Path, marker: str, says: str) -> None:
    (tmp_path / MARK).write_text(marker, encoding="utf-8")
    with pytest.raises(InputError, match=says):
        styrkegraf.load(tmp_path)


def test_no_store_is_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no store is there; write one with “styrkegraf store BUILD"):
        DiskStore(tmp_path)
