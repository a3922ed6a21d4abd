"""Contradictions are told with the lines that they rest on, by one run of the reasoner, and without Nemo as well."""

from __future__ import annotations

import sys
from pathlib import Path
from unittest.mock import Mock

import pytest

from styrkegraf.facts import load_facts, load_ontology
from styrkegraf.pipeline import Assembly, assemble
from styrkegraf.reason import nemo
from styrkegraf.validate import Finding, contradictions

FACTS = """\
@prefix actor: <https://w3id.org/styrkegraf/id/actor/> .
@prefix area: <https://w3id.org/styrkegraf/id/area/> .
@prefix county: <https://w3id.org/styrkegraf/id/county/> .
@prefix p: <https://w3id.org/styrkegraf/source/affarsplan-vastmanland#> .
@prefix sg: <https://w3id.org/styrkegraf/ontology#> .

GRAPH p:styrkeomraden {
  county:vastmanland a sg:County .
  area:vastmanland-energi a sg:RegionalArea .
}

GRAPH p:fel {
  area:vastmanland-energi
    sg:areaOf area:vastmanland-jarnvag .
  county:vastmanland
    sg:supports area:vastmanland-energi .
  area:vastmanland-jarnvag
    a sg:RegionalArea .
}
"""


@pytest.fixture
def assembly(tmp_path: Path) -> Assembly:
    file = tmp_path / "fel.trig"
    file.write_text(FACTS, encoding="utf-8")
    return assemble(load_facts([file]), load_ontology())


def told(assembly: Assembly) -> tuple[Finding, ...]:
    return contradictions(assembly.clashes, assembly.store, assembly.given, assembly.facts.files)


def places(findings: tuple[Finding, ...], name: str) -> set[int | None]:
    return {place.line for f in findings if name in str(f.node) for place in f.places}


def test_contradictions_name_the_lines_that_they_rest_on(assembly: Assembly) -> None:
    found = told(assembly)
    assert places(found, "vastmanland-jarnvag") == {14, 18}
    assert places(found, "county/vastmanland") == {8, 16}


def test_contradictions_are_proved_by_one_run(assembly: Assembly, monkeypatch: pytest.MonkeyPatch) -> None:
    runs = Mock(wraps=nemo.run)
    monkeypatch.setattr(nemo, "run", runs)
    assert len(told(assembly)) >= 2
    runs.assert_called_once()


def test_without_nemo_contradictions_name_what_is_said_of_the_thing(
    assembly: Assembly, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = told(assembly)
    monkeypatch.setitem(sys.modules, "nmo_python", None)
    found = told(assembly)
    assert [(f.rule, f.message) for f in found] == [(f.rule, f.message) for f in expected]
    assert places(found, "county/vastmanland") == {8}
    assert all(place.file and place.line for f in found for place in f.places)
