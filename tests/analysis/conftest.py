"""What the tests of the report share: the shipped graph with its report, and small graphs made to order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from pyoxigraph import Literal

from styrkegraf import Graph
from styrkegraf.analysis import analyse
from styrkegraf.analysis.material import Material
from styrkegraf.analysis.model import Figure, Report
from styrkegraf.analysis.projections import Projections
from styrkegraf.analysis.say import Say
from styrkegraf.facts import load_facts, load_ontology
from styrkegraf.labels import Language
from styrkegraf.pipeline import assemble
from trig import PREFIXED

LANGUAGES: tuple[Language, ...] = ("sv", "en")

HEAD = (
    PREFIXED
    + """
GRAPH <https://w3id.org/styrkegraf/graph/provenance> {
  source:prov a sg:SourceDocument ; dcterms:identifier "prov" ; skos:prefLabel "Prov"@sv , "Trial"@en .
  p:rad a sg:Passage ; sg:passageOf source:prov ; sg:layer sg:stated ; sg:firstLine 1 ; sg:lastLine 2 .
}
"""
)

Made = Callable[[Mapping[str, Mapping[str, str]], Mapping[str, list[str]]], Graph]


def _named(thing: str, kind: str, name: str) -> str:
    """A thing with its name in both languages; the slug is a number, so that any name will do."""
    text = Literal(name)
    return f"{thing} a sg:{kind} ; skos:prefLabel {text}@sv , {text}@en ."


@pytest.fixture
def made(tmp_path: Path) -> Made:
    """Build a graph from regions with areas (name of the area: slug of its theme) and actors with names of areas."""

    def build(regions: Mapping[str, Mapping[str, str]], actors: Mapping[str, list[str]]) -> Graph:
        lines: list[str] = []
        numbers: dict[str, int] = {}
        for at, (region, areas) in enumerate(regions.items()):
            lines.append(_named(f"county:l{at}", "County", region))
            for name, theme in areas.items():
                number = numbers.setdefault(name, len(numbers))
                lines.append(_named(f"area:a{number}", "RegionalArea", name))
                lines.append(f"area:a{number} sg:areaOf county:l{at} ; sg:hasThemeTie tie:t{number} .")
                lines.append(f"tie:t{number} a sg:ThemeTie ; sg:toTheme theme:{theme} ; sg:confidence sg:high .")
        for at, (actor, supported) in enumerate(actors.items()):
            lines.append(_named(f"actor:n{at}", "Organization", actor))
            lines += [f"actor:n{at} sg:supports area:a{numbers[name]} ." for name in supported]
        file = tmp_path / "prov.trig"
        file.write_text(HEAD + "GRAPH p:rad {\n" + "\n".join(lines) + "\n}\n", encoding="utf-8")
        return Graph(assemble(load_facts([file]), load_ontology()).store)

    return build


@pytest.fixture(scope="session")
def projections(graph: Graph) -> Projections:
    """What the reports in both languages are computed from, with what was computed for one kept for the other."""
    return Projections(graph)


@pytest.fixture(scope="session")
def material(projections: Projections) -> Material:
    return Material(projections, Say("sv"))


@pytest.fixture(scope="session")
def reports(projections: Projections) -> dict[Language, Report]:
    return {lang: analyse(projections, lang) for lang in LANGUAGES}


@pytest.fixture(scope="session")
def report(reports: dict[Language, Report]) -> Report:
    return reports["sv"]


@pytest.fixture(scope="session")
def figures(report: Report) -> dict[str, Figure]:
    return {figure.name: figure for section in report.sections for figure in section.figures}
