from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from styrkegraf.documents import QueryDocument, read_document
from styrkegraf.facts import load_facts, load_ontology, parse_file
from styrkegraf.namespaces import INFERRED, curated, derived, rdf, sg
from styrkegraf.pipeline import assemble
from styrkegraf.store import MemoryStore
from styrkegraf.validate import Engine, Finding, RuleError, render_json, validate
from styrkegraf.validate.finding import SHAPE, sh

Validate = Callable[[str], Sequence[Finding]]

FACTS = """\
@prefix area: <https://w3id.org/styrkegraf/id/area/> .
@prefix county: <https://w3id.org/styrkegraf/id/county/> .
@prefix p: <https://w3id.org/styrkegraf/source/affarsplan-vastmanland#> .
@prefix sg: <https://w3id.org/styrkegraf/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .

GRAPH p:vision {
  area:vastmanland-energi a sg:RegionalArea ;
    skos:prefLabel "Energi "@sv , "Energy"@en ;
    sg:areaOf county:vastmanland .
}

GRAPH p:malomrade-4 {
  area:vastmanland-energi skos:prefLabel "Energi "@sv .
}
"""


def rule(findings: Sequence[Finding], name: str) -> Finding:
    return next(finding for finding in findings if finding.rule == name)


def test_place_is_where_the_faulty_value_stands(written: Validate) -> None:
    unclean = rule(written(FACTS), "label-clean")
    assert unclean.value == Literal("Energi ", language="sv")
    assert [(p.graph.value.partition("#")[2], p.line) for p in unclean.places if p.graph] == [
        ("malomrade-4", 14),
        ("vision", 9),
    ]
    assert "“Energi ”" in unclean.message


def test_place_of_what_is_lacking_is_where_the_thing_is_introduced(written: Validate) -> None:
    untied = rule(written(FACTS), "area-with-theme")
    assert untied.severity == "warning"
    assert untied.label == "Energy"
    assert [place.line for place in untied.places] == [8]


def test_place_is_only_in_the_files_that_write_the_node(
    tmp_path: Path, ontology: list[Quad], shapes: list[Triple]
) -> None:
    labels = curated("labels")
    files = {labels: [tmp_path / "labels-nms.trig", tmp_path / "labels-sormland.trig", tmp_path / "themes.ttl"]}
    head = "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
    texts = [
        f'{head}GRAPH <{labels.value}> {{\n  <urn:dalarna> skos:prefLabel "Dalarna" .\n}}\n',
        f'{head}GRAPH <{labels.value}> {{\n\n  <urn:sormland> skos:prefLabel "Sörmland" .\n}}\n',
        f'{head}<urn:energi> skos:prefLabel "Energi" .\n',
    ]
    quads = list(ontology)
    for file, text in zip(files[labels], texts, strict=True):
        file.write_text(text, encoding="utf-8")
        for quad in parse_file(file):
            quads.append(Quad(quad.subject, quad.predicate, quad.object, labels))
            quads.append(Quad(quad.subject, rdf("type"), sg("Theme"), INFERRED))
    found = [f for f in validate(MemoryStore(quads), shapes, [], files) if f.rule == "label-with-language"]
    assert [[(p.file.name if p.file else "", p.line) for p in f.places] for f in found] == [
        [("labels-nms.trig", 3)],
        [("themes.ttl", 2)],
        [("labels-sormland.trig", 4)],
    ]


HEAD = """\
@prefix actor: <https://w3id.org/styrkegraf/id/actor/> .
@prefix area: <https://w3id.org/styrkegraf/id/area/> .
@prefix county: <https://w3id.org/styrkegraf/id/county/> .
@prefix macroregion: <https://w3id.org/styrkegraf/id/macroregion/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix p: <https://w3id.org/styrkegraf/source/affarsplan-vastmanland#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sg: <https://w3id.org/styrkegraf/ontology#> .
GRAPH p:vision {
  county:dalarna a sg:County . macroregion:ostra a sg:MacroRegion . area:energi a sg:RegionalArea .
}
GRAPH p:fel {
"""
"""The first line of the graph ``p:fel`` is line 14 of the file."""


@pytest.mark.parametrize(
    ("name", "text", "lines"),
    [
        (
            "circular-within",
            "\n  county:dalarna sg:within macroregion:ostra .\n  macroregion:ostra sg:within county:dalarna .",
            {15, 16},
        ),
        ("circular-within", "\n  county:dalarna sg:contains county:dalarna .", {15}),
        ("circular-element", "  area:energi sg:stepOf area:energi .", {14}),
        ("fact-about-term", "\n\n  sg:areaOf rdfs:range sg:Theme .", {16}),
        ("same-as-between-things", "\n  county:dalarna owl:sameAs macroregion:ostra .", {15}),
        ("list-in-facts", "  actor:noder\n  rdf:first actor:almi ; \n  rdf:rest actor:noder .", {15, 16}),
    ],
)
def test_place_is_the_stated_line(
    name: str, text: str, lines: set[int], tmp_path: Path, shapes: list[Triple], checks: list[QueryDocument]
) -> None:
    """With what the reasoner adds, as in a build."""
    file = tmp_path / "fel.trig"
    file.write_text(f"{HEAD}{text}\n}}\n", encoding="utf-8")
    assembly = assemble(load_facts([file]), load_ontology())
    found = [f for f in validate(assembly.store, shapes, checks, assembly.facts.files) if f.rule == name]
    assert {(p.file, p.line) for f in found for p in f.places} == {(file, line) for line in lines}


def test_place_of_what_was_concluded_is_what_somebody_stated(tmp_path: Path, shapes: list[Triple]) -> None:
    """That something is an area follows from what is said of another; nobody says a thing of it itself."""
    file = tmp_path / "fel.trig"
    file.write_text(f"{HEAD}  actor:robotdalen\n    sg:supports area:robotar .\n}}\n", encoding="utf-8")
    assembly = assemble(load_facts([file]), load_ontology())
    findings = validate(assembly.store, shapes, [], assembly.facts.files)
    (lacking,) = [f for f in findings if f.rule == "area-of-place" and "robotar" in f.node.value]  # type: ignore[union-attr]
    assert [(p.file, p.line) for p in lacking.places] == [(file, 15)]


def test_errors_come_first(written: Validate) -> None:
    findings = written(FACTS)
    severities = [finding.severity for finding in findings]
    assert severities == sorted(severities)
    assert set(severities) == {"error", "warning"}


def test_same_findings_whatever_the_order(
    tmp_path: Path, ontology: list[Quad], shapes: list[Triple], checks: list[QueryDocument]
) -> None:
    file = tmp_path / "facts.trig"
    file.write_text(FACTS, encoding="utf-8")
    facts = load_facts([file])
    quads = [*ontology, *facts.quads]
    one = render_json(validate(MemoryStore(quads), shapes, checks, facts.files))
    other = render_json(validate(MemoryStore(quads[::-1]), shapes[::-1], checks[::-1], facts.files))
    assert one == other


def test_findings_in_swedish(
    tmp_path: Path, ontology: list[Quad], shapes: list[Triple], checks: list[QueryDocument]
) -> None:
    file = tmp_path / "facts.trig"
    file.write_text(FACTS, encoding="utf-8")
    findings = validate(MemoryStore([*ontology, *load_facts([file]).quads]), shapes, checks, lang="sv")
    assert rule(findings, "area-with-theme").message == "Ett styrkeområde bör vara kopplat till minst ett tema."
    assert rule(findings, "dangling-reference").message.startswith("Energi hänvisar till county:vastmanland,")


def test_shapes_see_what_the_reasoner_added(
    ontology: list[Quad], shapes: list[Triple], checks: list[QueryDocument]
) -> None:
    inferred = Quad(
        NamedNode("https://w3id.org/styrkegraf/id/step/nms-1"),
        rdf("type"),
        sg("Step"),
        INFERRED,
    )
    (place,) = rule(validate(MemoryStore([*ontology, inferred]), shapes, []), "step-in-whole").places
    assert (place.graph, place.file, place.line) == (INFERRED, None, None)


@pytest.mark.parametrize("engine", ["shacl", "pyshacl"])
def test_blank_node_keeps_its_name(engine: Engine, ontology: list[Quad], shapes: list[Triple]) -> None:
    link = BlankNode("dalarna-gavleborg")
    graph = derived("shared-theme")
    quads = [Quad(link, rdf("type"), sg("SharedThemeLink"), graph), Quad(link, sg("weight"), BlankNode("tva"), graph)]
    weight = rule(validate(MemoryStore([*ontology, *quads]), shapes, [], engine=engine), "link-weight")
    assert (weight.node, weight.value) == (link, BlankNode("tva"))


def test_no_faults_in_the_ontology_alone(
    ontology: list[Quad], shapes: list[Triple], checks: list[QueryDocument]
) -> None:
    assert validate(MemoryStore(ontology), shapes, checks) == ()


def test_every_rule_speaks_both_languages(shapes: list[Triple], checks: list[QueryDocument]) -> None:
    rules = {t.subject for t in shapes if t.predicate == sh("message")}
    for name in ("name", "message", "description"):
        spoken = {
            (t.subject, t.object.language) for t in shapes if t.predicate == sh(name) and isinstance(t.object, Literal)
        }
        assert spoken == {(node, lang) for node in rules for lang in ("sv", "en")}, name
    assert {node.value.startswith(SHAPE) for node in rules if isinstance(node, NamedNode)} == {True}
    for check in checks:
        keys = {f"{key}@{lang}" for key in ("title", "message", "remedy") for lang in ("sv", "en")}
        assert set(check.head) == {*keys, "severity"}, check.name


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("SELECT ?node { ?node ?p ?o }", r"kommuner.rq:1: the head of a check needs"),
        ("# severity: error\n# message@en: x\n\nSELECT ?thing { ?thing ?p ?o }", r"kommuner.rq:1: .*\?node"),
        ("# severity: error\n# message@en: x\n\nASK { ?node ?p ?o }", r"kommuner.rq:1: .*SELECT"),
        ("# severity: error\n# message@en: x\n\nSELECT ?node { ?node ?p }", r"kommuner.rq:4: .*not valid SPARQL"),
    ],
)
def test_check_that_cannot_be_used_names_file_and_line(
    tmp_path: Path, ontology: list[Quad], text: str, problem: str
) -> None:
    file = tmp_path / "kommuner.rq"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(RuleError, match=problem):
        validate(MemoryStore(ontology), [], [read_document(file)])


@pytest.mark.parametrize("engine", ["shacl", "pyshacl"])
def test_shape_that_cannot_be_used_is_named(engine: Engine, ontology: list[Quad]) -> None:
    shape = NamedNode(SHAPE + "klass-med-etikett")
    mute = [
        Triple(shape, rdf("type"), sh("PropertyShape")),
        Triple(shape, sh("targetNode"), sg("Place")),
        Triple(shape, sh("path"), sg("areaOf")),
        Triple(shape, sh("minCount"), Literal(1)),
    ]
    with pytest.raises(RuleError, match=r"klass-med-etikett has no sh:message"):
        validate(MemoryStore(ontology), mute, [], engine=engine)
    spoken = [*mute, Triple(shape, sh("message"), Literal("En plats har ett område."))]
    assert [f.rule for f in validate(MemoryStore(ontology), spoken, [], engine=engine)] == ["klass-med-etikett"]
    with pytest.raises(RuleError, match=r"klass-med-etikett has the severity .*Info"):
        validate(MemoryStore(ontology), [*spoken, Triple(shape, sh("severity"), sh("Info"))], [], engine=engine)
    for name, value in (("maxCount", "många"), ("pattern", "[")):
        with pytest.raises(RuleError, match="cannot be used"):
            validate(MemoryStore(ontology), [*spoken, Triple(shape, sh(name), Literal(value))], [], engine=engine)


@pytest.mark.parametrize("engine", ["shacl", "pyshacl"])
def test_nested_shape_without_a_message_is_told(engine: Engine, ontology: list[Quad]) -> None:
    shape, nested = NamedNode(SHAPE + "plats"), BlankNode()
    shapes = [
        Triple(shape, rdf("type"), sh("NodeShape")),
        Triple(shape, sh("targetNode"), sg("Place")),
        Triple(shape, sh("property"), nested),
        Triple(nested, sh("path"), sg("areaOf")),
        Triple(nested, sh("minCount"), Literal(1)),
    ]
    with pytest.raises(RuleError, match="A nested shape has no sh:message"):
        validate(MemoryStore(ontology), shapes, [], engine=engine)
