"""Building: all or nothing, the same bytes each time, and a message for everything that goes wrong."""

from __future__ import annotations

import fcntl
import filecmp
import json
import os
import resource
import signal
import subprocess
import sys
from pathlib import Path
from typing import TextIO

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from styrkegraf import Graph
from styrkegraf.build import BuildFailed, build
from styrkegraf.facts import Facts, load_facts
from styrkegraf.folders import OutputError, replacing
from styrkegraf.namespaces import BASE, PROVENANCE, skos
from styrkegraf.report import Report, to_markdown
from styrkegraf.store import MemoryStore

FILES = {
    "map.html", "report.json", "report.md", "styrkegraf.jsonld", "styrkegraf.nq", "styrkegraf.rdf", "styrkegraf.trig",
    "styrkegraf.ttl",
}  # fmt: skip
FIRST_GRAPH = Path(__file__).parents[2] / "docs" / "first-graph"
CURATED = "<https://w3id.org/styrkegraf/graph/curated/gotland>"


def loaded(folder: Path) -> Facts:
    return load_facts(sorted(folder.glob("*.trig")))


def run(*arguments: str | Path, cwd: Path | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    code = "from styrkegraf.cli import main; main(prog_name='styrkegraf')"
    return subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)],
        capture_output=True,
        text=True,
        env={**os.environ, **environment},
        cwd=cwd,
        check=False,
    )


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, subprocess.CompletedProcess[str]]:
    out = tmp_path_factory.mktemp("shipped") / "build"
    return out, run("build", "--out", out, PYTHONHASHSEED="1")


def test_the_shipped_facts_build_without_a_finding(shipped: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    out, done = shipped
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stderr == ""
    assert {path.name for path in out.iterdir()} == FILES
    found = json.loads((out / "report.json").read_text(encoding="utf-8"))
    assert found["findings"] == []
    assert found["kinds"]["County"] == 21
    assert found["kinds"]["RegionalArea"] == 80
    assert found["kinds"]["JointArea"] == 4
    assert set(found["layers"]) == {"stated", "curated", "ontology", "inferred", "derived"}
    assert found["layers"]["stated"] > 1000


def test_the_first_graph_builds_without_a_finding_and_says_nothing_else_than_ours(
    shipped: tuple[Path, subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    done = run("build", "--facts", FIRST_GRAPH, "--out", tmp_path / "first")
    assert (done.returncode, done.stderr) == (0, "")
    found = json.loads((tmp_path / "first" / "report.json").read_text(encoding="utf-8"))
    assert found["findings"] == []
    assert found["kinds"]["RegionalArea"] == 2
    ours = {tuple(quad)[:3] for quad in parse(path=str(shipped[0] / "styrkegraf.nq"))}
    said = {tuple(quad)[:3] for quad in loaded(FIRST_GRAPH).quads if str(quad.subject) != CURATED}
    assert {str(triple) for triple in said - ours} == set()


def test_what_the_report_names_is_text_and_no_markup() -> None:
    source = NamedNode(f"{BASE}source/plan")
    graph = Graph(MemoryStore([Quad(source, skos("prefLabel"), Literal("Plan | del\n1", language="en"), PROVENANCE)]))
    findings = ["warning: The label “<script>alert(1)</script>” of *area:a_b* has a\n\n# line break."]
    counts = {source.value: {"passages": 1, "statements": 2}}
    told = to_markdown(Report(2, 1, {}, {}, counts, {}, findings), graph)
    assert "| Plan \\| del\\\\u000A1 | 1 | 2 |" in told
    assert "(1)\\</script>” of \\*area:a\\_b\\* has a\\\\u000A\\\\u000A# line break." in told.splitlines()[-1]
    assert "- warning: The label “\\<script>" in told


def test_an_address_in_the_report_leads_where_it_says() -> None:
    address = "https://example.org/a_b?c=1&d=*e"
    told = to_markdown(Report(0, 0, {}, {}, {}, {}, [f"warning: {address}, a_b"]), Graph(MemoryStore([])))
    assert told.splitlines()[-1] == f"- warning: <{address}>, a\\_b"


def test_it_ends_by_saying_what_is_in_the_graph(shipped: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    out, done = shipped
    for words in ("uppgifter", "regionalt styrkeområde", "sagt i en källa", "Tid:", "nemo", str(out / "map.html")):
        assert words in done.stdout


def test_the_last_words_are_in_one_language_and_fit_a_terminal(tmp_path: Path) -> None:
    said = {lang: run("build", "--lang", lang, "--out", "build", cwd=tmp_path).stdout for lang in ("sv", "en")}
    assert not set("åäöÅÄÖ") & set(said["en"])
    for english in ("things", "county", "load", "validate", "Time", "Nothing has changed", "Written"):
        assert english in said["en"]
        assert english not in said["sv"]
    count = len((tmp_path / "build" / "styrkegraf.nq").read_text(encoding="utf-8").splitlines())
    assert f"{count:,} statements" in said["en"]
    for text in said.values():
        assert max(map(len, text.splitlines())) <= 80


def test_all_formats_hold_the_same_graph(shipped: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    out, _ = shipped
    quads = {form: _read(out / f"styrkegraf.{form}") for form in ("nq", "trig", "jsonld")}
    assert {str(q) for q in quads["nq"]} == {str(q) for q in quads["trig"]} == {str(q) for q in quads["jsonld"]}
    union = {str(quad.triple) for quad in quads["nq"]}
    for form in ("ttl", "rdf"):
        assert {str(quad.triple) for quad in _read(out / f"styrkegraf.{form}")} == union


def _read(path: Path) -> list[Quad]:
    form = RdfFormat.from_extension(path.suffix[1:])
    assert form is not None
    return list(parse(path=str(path), format=form))


def test_two_builds_are_byte_identical_whatever_the_hash_seed(
    shipped: tuple[Path, subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    out, _ = shipped
    run("build", "--out", tmp_path / "build", PYTHONHASHSEED="2")
    same, different, strange = filecmp.cmpfiles(out, tmp_path / "build", FILES, shallow=False)
    assert (sorted(same), different, strange) == (sorted(FILES), [], [])


def test_a_second_build_says_what_has_changed(facts: Path, tmp_path: Path) -> None:
    out = tmp_path / "build"
    assert build(loaded(facts), out).change is None
    text = (facts / "gotland.trig").read_text(encoding="utf-8")
    (facts / "gotland.trig").write_text(text.replace('"Livsmedel"@sv', '"Mat"@sv'), encoding="utf-8")
    change = build(loaded(facts), out).change
    assert change is not None
    passage = "https://w3id.org/styrkegraf/source/prov#gotland"
    assert (change.come[passage], change.gone[passage]) == (1, 1)
    unchanged = build(loaded(facts), out).change
    assert unchanged is not None
    assert (unchanged.come, unchanged.gone) == ({}, {})


def test_a_failed_build_leaves_the_old_one_and_nothing_else(facts: Path, tmp_path: Path) -> None:
    out = tmp_path / "build"
    build(loaded(facts), out)
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    text = (facts / "gotland.trig").read_text(encoding="utf-8")
    (facts / "gotland.trig").write_text(text.replace("sg:areaOf county:gotland", "sg:areaOf county:atlantis"), "utf-8")
    with pytest.raises(BuildFailed) as caught:
        build(loaded(facts), out)
    assert {finding.severity for finding in caught.value.findings} >= {"error"}
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["build", "facts"]


@pytest.mark.parametrize("room", [20_000, 200_000], ids=["while reasoning", "while writing"])
def test_a_full_disk_leaves_the_old_build(facts: Path, tmp_path: Path, room: int) -> None:
    out = tmp_path / "build"
    build(loaded(facts), out)
    before = (out / "styrkegraf.nq").read_bytes()
    code = "from styrkegraf.cli import main; main(prog_name='styrkegraf')"

    def small_files() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))

    done = subprocess.run(
        [sys.executable, "-c", code, "build", "--out", str(out), "--facts", str(facts)],
        capture_output=True,
        text=True,
        preexec_fn=small_files,
        check=False,
    )
    assert done.returncode == 1
    assert "File too large" in done.stderr
    assert "Traceback" not in done.stderr
    assert (out / "styrkegraf.nq").read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["build", "facts"]


def test_a_folder_that_is_no_build_is_never_replaced(facts: Path, tmp_path: Path) -> None:
    out = tmp_path / "letters"
    out.mkdir()
    (out / "dear.txt").write_text("…", encoding="utf-8")
    with pytest.raises(OutputError, match="something that is not ours"):
        build(loaded(facts), out)
    assert [path.name for path in out.iterdir()] == ["dear.txt"]


def test_a_file_in_the_way_is_named(facts: Path, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("", encoding="utf-8")
    with pytest.raises(OutputError, match="is a file"):
        build(loaded(facts), tmp_path / "taken")
    with pytest.raises(OutputError, match="cannot be written"):
        build(loaded(facts), tmp_path / "taken" / "below")


def test_a_build_killed_between_the_renames_comes_back(facts: Path, tmp_path: Path) -> None:
    out = tmp_path / "build"
    build(loaded(facts), out)
    out.rename(tmp_path / ".build.previous")
    again = build(loaded(facts), out)
    assert again.change is not None
    assert not (tmp_path / ".build.previous").exists()


def test_a_build_killed_while_it_works_leaves_the_old_one(facts: Path, tmp_path: Path) -> None:
    out = tmp_path / "build"
    build(loaded(facts), out)
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    code = (
        "import os, signal, styrkegraf.build as b\n"
        "b.to_json = lambda *_: os.kill(os.getpid(), signal.SIGKILL)\n"
        "from styrkegraf.cli import main\nmain(prog_name='styrkegraf')"
    )
    command = [sys.executable, "-c", code, "build", "--facts", str(facts), "--out", str(out)]
    assert subprocess.run(command, check=False, capture_output=True).returncode == -signal.SIGKILL
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before
    build(loaded(facts), out)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["build", "facts"]


@pytest.mark.parametrize(
    ("old", "new", "rule", "line"),
    [
        ("sg:areaOf county:gotland", "sg:areaOf county:atlantis", "dangling-reference", 32),
        ("sg:areaOf", "sg:areaOff", "unknown-term", 32),
        (' , "Trial"@en', "", "label-in-english", 19),
        ("area:gotland-livsmedel a sg:RegionalArea", "area:gotland-livsmedel a sg:RegionalArea , sg:Step", "cax-", 32),
    ],
)
def test_bad_facts_are_named_with_file_and_line(
    facts: Path, tmp_path: Path, old: str, new: str, rule: str, line: int
) -> None:
    path = facts / "gotland.trig"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    done = run("build", "--out", tmp_path / "build", "--facts", facts, "--lang", "en")
    assert done.returncode == 1
    assert rule in done.stdout
    assert f"gotland.trig:{line}" in done.stdout
    assert "remedy" in done.stdout
    assert "nothing was written" in done.stderr
    assert "Traceback" not in done.stderr + done.stdout
    assert not (tmp_path / "build").exists()


def test_a_contradiction_names_the_statements_that_clash(facts: Path, tmp_path: Path) -> None:
    path = facts / "gotland.trig"
    path.write_text(
        path.read_text(encoding="utf-8").replace(
            "county:gotland a sg:County", "county:gotland a sg:County , sg:Country"
        ),
        encoding="utf-8",
    )
    done = run("build", "--out", tmp_path / "build", "--facts", facts, "--format", "json")
    clash = next(f for f in json.loads(done.stdout)["findings"] if f["rule"].startswith("cax-"))
    assert "county:gotland" in json.dumps(clash)
    assert "Gotland" in clash["label"]
    assert any(place.get("line") for place in clash["places"])


def test_broken_syntax_and_an_empty_folder_end_in_one_line(facts: Path, tmp_path: Path) -> None:
    (facts / "gotland.trig").write_text("GRAPH <urn:g> {\n", encoding="utf-8")
    broken = run("build", "--out", tmp_path / "build", "--facts", facts)
    (tmp_path / "empty").mkdir()
    empty = run("build", "--out", tmp_path / "build", "--facts", tmp_path / "empty")
    assert (broken.returncode, empty.returncode) == (1, 1)
    assert "gotland.trig:2: TriG syntax" in broken.stderr
    assert "no TriG file is there" in empty.stderr
    for done in (broken, empty):
        assert len(done.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize("name", ["more.ttl", "more.TRIG", "deeper/more.jsonld"])
def test_facts_in_another_format_are_not_passed_over_in_silence(facts: Path, tmp_path: Path, name: str) -> None:
    (other := facts / name).parent.mkdir(exist_ok=True)
    other.write_text("", encoding="utf-8")
    done = run("build", "--out", tmp_path / "build", "--facts", facts)
    assert (done.returncode, (tmp_path / "build").exists()) == (1, False)
    assert f"{other}: facts are read from files that end in .trig" in done.stderr


def test_two_builds_at_once_do_not_mix(facts: Path, tmp_path: Path) -> None:
    out = tmp_path / "build"
    with replacing(out) as folder:
        (folder / "report.json").write_text("first", encoding="utf-8")
        with pytest.raises(OutputError, match="Another run is writing"), replacing(out):
            pytest.fail("a second run got the folder")
    assert (out / "report.json").read_text(encoding="utf-8") == "first"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["build", "facts"]


def test_a_run_that_ends_while_another_begins_leaves_it_the_lock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lock of the first lies there when the second opens it, and is gone when the second has it."""
    out, lock = tmp_path / "build", tmp_path / ".build.lock"
    ended: list[bool] = []

    def locked(file: TextIO, how: int) -> None:
        if not ended:
            lock.unlink()
        ended.append(True)
        flock(file, how)

    flock = fcntl.flock
    monkeypatch.setattr(fcntl, "flock", locked)
    with replacing(out) as folder:
        (folder / "report.json").write_text("second", encoding="utf-8")
        with pytest.raises(OutputError, match="Another run is writing"), replacing(out):
            pytest.fail("a third run got the folder")
    assert (out / "report.json").read_text(encoding="utf-8") == "second"


def test_a_link_to_a_folder_stays_a_link(facts: Path, tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    for _ in range(2):
        build(loaded(facts), tmp_path / "link")
        assert (tmp_path / "link").is_symlink()
        assert (tmp_path / "real" / "styrkegraf.nq").is_file()


def test_the_working_folder_is_not_replaced(facts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(OutputError, match="cannot be replaced"):
        build(loaded(facts), Path())
