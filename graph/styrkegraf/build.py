"""Build: write the graph, its report and its map to a folder, all of it or nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from styrkegraf.errors import StyrkegrafError
from styrkegraf.facts import Facts, load_ontology
from styrkegraf.folders import prepare, replacing
from styrkegraf.graph import Graph
from styrkegraf.labels import Language
from styrkegraf.pipeline import Stages, assemble, check
from styrkegraf.reason import Reasoner
from styrkegraf.report import Report, report, to_json, to_markdown

if TYPE_CHECKING:
    from styrkegraf.validate import Finding

__all__ = ["Build", "BuildFailed", "Change", "build", "write_graph"]

_MARK = "report.json"
"""The file by which a folder is known as a build, which may be replaced."""


class BuildFailed(StyrkegrafError):
    """The facts have errors; holds the findings. Nothing was written."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        errors = sum(finding.severity == "error" for finding in findings)
        super().__init__(f"The build failed with {errors} error{'s' * (errors != 1)}; nothing was written.")


@dataclass(frozen=True, slots=True)
class Change:
    """What a build changed against the one that it replaced: statements come and gone, by named graph."""

    come: dict[str, int]
    gone: dict[str, int]


@dataclass(frozen=True, slots=True)
class Build:
    """A finished build."""

    folder: Path
    graph: Graph
    report: Report
    findings: tuple[Finding, ...]
    change: Change | None
    reasoner: Reasoner
    seconds: dict[str, float]


def build(
    facts: Facts, out: Path, reasoner: Reasoner | None = None, stages: Stages | None = None, lang: Language = "en"
) -> Build:
    """Build the graph of the facts into the folder ``out``, replacing a build that is there.

    Everything is written to a new folder beside it, which then takes its place: a build that fails or is interrupted
    leaves the old one as it was. Raises `BuildFailed` where the facts have errors and `OutputError` where the folder
    cannot be written or holds something other than a build.
    """
    stages = stages or Stages()
    prepare(out, _MARK)
    with stages.run("load"):
        ontology = load_ontology()
    assembly = assemble(facts, ontology, reasoner, stages)
    findings = check(assembly, stages, lang)
    if any(finding.severity == "error" for finding in findings):
        raise BuildFailed(findings)
    graph = Graph(assembly.store)
    found = report(graph, findings)
    with stages.run("map"):
        page = _map(graph)
    with stages.run("write"), replacing(out) as folder:
        write_graph(graph, folder)
        _write(folder / "map.html", page)
        _write(folder / "report.md", to_markdown(found, graph))
        _write(folder / _MARK, to_json(found))
        change = _change(out, folder)
    return Build(out, graph, found, findings, change, assembly.reasoner, stages.seconds)


def _map(graph: Graph) -> str:
    from styrkegraf.map import draw, map_data

    return draw(map_data(graph.store))


def _write(path: Path, text: str) -> None:
    """Write text with the line ends that it has, on every system: the map's policy holds hashes of its scripts."""
    path.write_text(text, encoding="utf-8", newline="\n")


def write_graph(graph: Graph, folder: Path) -> None:
    """Write the graph in five formats, sorted, so that the same graph gives the same bytes.

    TriG, N-Quads and JSON-LD hold the named graphs; Turtle and RDF/XML hold the union of them.
    """
    from styrkegraf.publish.dumps import write_rdf
    from styrkegraf.publish.edition import Edition

    write_rdf(graph, Edition(), folder)


def _change(out: Path, new: Path) -> Change | None:
    before = out / "styrkegraf.nq"
    if not before.is_file():
        return None
    old, fresh = _lines(before), _lines(new / "styrkegraf.nq")
    return Change(_by_graph(fresh - old), _by_graph(old - fresh))


def _lines(path: Path) -> set[str]:
    return set(path.read_text(encoding="utf-8", errors="replace").splitlines())


def _by_graph(lines: set[str]) -> dict[str, int]:
    """Count N-Quads lines by their named graph, which is their last IRI."""
    counts = Counter(line.rstrip(" .").rpartition(" ")[2].strip("<>") for line in lines)
    return dict(sorted(counts.items()))
