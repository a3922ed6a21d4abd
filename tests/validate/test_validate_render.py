from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, RdfFormat, parse

from styrkegraf.namespaces import PREFIXES
from styrkegraf.store import MemoryStore
from styrkegraf.validate import Finding, render_json, render_text, render_turtle

FACTS = """\
@prefix actor: <https://w3id.org/styrkegraf/id/actor/> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix p: <https://w3id.org/styrkegraf/source/s3-sormland#> .
@prefix sg: <https://w3id.org/styrkegraf/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix source: <https://w3id.org/styrkegraf/source/> .

GRAPH <https://w3id.org/styrkegraf/graph/provenance> {
  source:s3-sormland skos:prefLabel "S3 Sörmland"@sv , "S3 Sörmland"@en .
  p:testbaddar sg:passageOf source:s3-sormland ; sg:layer sg:stated ;
    sg:heading "Aktörer"@sv ; sg:firstLine 671 ; sg:lastLine 703 .
}

GRAPH p:testbaddar {
  actor:testbaddar a sg:CollectiveActor ; skos:prefLabel "Test\\u001B[2Jbäddar"@sv , "Test\\u202Ebeds"@en ;
    org:identifier "202100-2916" .
}
"""


@pytest.fixture
def findings(written: Callable[[str], Sequence[Finding]]) -> Sequence[Finding]:
    return written(FACTS)


def test_text_names_all_that_a_reader_needs(findings: Sequence[Finding]) -> None:
    one = next(f for f in findings if f.rule == "collective-without-number")
    text = render_text([one])
    for part in (
        "error: Test\\u202Ebeds (actor:testbaddar)",
        "[collective-without-number]",
        "A collective actor is no organisation",
        "facts.trig:16: S3 Sörmland, “Aktörer”, lines 671–703",
        "remedy: Move the number",
        "1 error, 0 warnings.",
    ):
        assert part in text


def test_text_in_swedish_is_swedish_throughout(written: Callable[..., Sequence[Finding]]) -> None:
    found = written(FACTS, lang="sv")
    one = next(f for f in found if f.rule == "collective-without-number")
    text = render_text([one], "sv")
    for part in (
        "fel: Test\\u001B[2Jbäddar (actor:testbaddar)",
        "var:    ",
        "facts.trig:16: S3 Sörmland, ”Aktörer”, rad 671–703",
        "åtgärd: Flytta numret",
        "1 fel, 0 varningar.",
    ):
        assert part in text
    assert "… och 1 fynd till (collective-without-number 1); --format json" in render_text([one] * 51, "sv")
    assert render_text([], "sv") == "Inga fel hittades.\n"


def test_text_cannot_steer_a_terminal(findings: Sequence[Finding]) -> None:
    text = render_text(findings)
    assert "hidden-characters" in text
    assert not set(text) & {"\x1b", "\u202e"}


def test_text_stops_at_fifty_findings_and_the_other_forms_do_not(findings: Sequence[Finding]) -> None:
    one = next(f for f in findings if f.rule == "collective-without-number")
    many = [one] * 8999 + [next(f for f in findings if f.rule == "hidden-characters")]
    text = render_text(many)
    assert text.count("[collective-without-number]") == 50
    assert "… and 8950 more findings (collective-without-number 8949, hidden-characters 1); --format json" in text
    assert text.endswith("\n9000 errors, 0 warnings.\n")
    assert len(json.loads(render_json(many))["findings"]) == 9000
    assert render_turtle(many).count("sh:focusNode") == 9000
    assert "more finding" not in render_text(many[:50])


def test_text_without_faults() -> None:
    assert render_text([]) == "No faults found.\n"


def test_json_holds_the_findings(findings: Sequence[Finding]) -> None:
    report = json.loads(render_json(findings))
    assert report["conforms"] is False
    assert report["errors"] == sum(f.severity == "error" for f in findings)
    assert report["errors"] + report["warnings"] == len(report["findings"]) == len(findings)
    one = next(found for found in report["findings"] if found["rule"] == "collective-without-number")
    assert one["node"] == "https://w3id.org/styrkegraf/id/actor/testbaddar"
    assert one["label"] == "Test\u202ebeds"
    assert [(Path(place["file"]).name, place["line"]) for place in one["places"]] == [("facts.trig", 16)]
    assert json.loads(render_json([]))["conforms"] is True


def test_turtle_is_a_validation_report(findings: Sequence[Finding]) -> None:
    store = MemoryStore(parse(render_turtle(findings), RdfFormat.TURTLE))
    complete = """
        SELECT DISTINCT ?result ?shape WHERE {
          ?report a sh:ValidationReport ; sh:conforms false ; sh:result ?result .
          ?result a sh:ValidationResult ; sh:focusNode ?node ; sh:resultSeverity ?severity ;
            sh:sourceConstraintComponent ?component ; sh:resultMessage ?message ; sh:sourceShape ?shape .
        }"""
    rows = list(store.select(complete))
    assert len(rows) == len(findings)
    named = [row["shape"].value.split("/")[-2:] for row in rows if isinstance(row["shape"], NamedNode)]
    assert {name for _, name in named} == {f.rule for f in findings}
    assert {kind for kind, _ in named} == {"shape", "check"}


def test_turtle_without_faults_conforms() -> None:
    quads = list(parse(render_turtle([]), RdfFormat.TURTLE))
    conforms = [quad.object for quad in quads if quad.predicate == NamedNode(PREFIXES["sh"] + "conforms")]
    assert [str(term) for term in conforms] == ['"true"^^<http://www.w3.org/2001/XMLSchema#boolean>']
