"""Every shape and every check has an example that keeps its rule and one that breaks it.

A folder of ``examples`` is named as the rule. The lines ``# node:`` of ``bad.trig`` name the nodes to be found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Triple

from styrkegraf.documents import QueryDocument
from styrkegraf.facts import load_facts, load_ontology, load_shapes, parse_file
from styrkegraf.namespaces import BASE, SG, SOURCE, expand, rdf, sg, skos
from styrkegraf.resources import data_files, folder
from styrkegraf.store import MemoryStore
from styrkegraf.terms import Term
from styrkegraf.validate import Finding, validate
from styrkegraf.validate.finding import sh
from styrkegraf.validate.shapes import rules_of

EXAMPLES = Path(__file__).parent / "examples"
NAMES = sorted(path.name for path in EXAMPLES.iterdir())
SHAPES = {rule.name for rule in rules_of(quad.triple for quad in load_shapes()).values()}
CHECKS = {path.stem for path in (folder("queries") / "checks").glob("*.rq")}
PASSAGE = SOURCE + "affarsplan-vastmanland#"


def expected(file: Path) -> set[str | None]:
    names = re.findall(r"^# node: (\S+)$", file.read_text(encoding="utf-8"), re.MULTILINE)
    local = {"p": PASSAGE, "graph": BASE + "graph/"}
    return {
        local[prefix] + name if prefix in local else expand(f"{prefix}:{name}")
        for prefix, _, name in (text.partition(":") for text in names)
    }


def broken(findings: tuple[Finding, ...], rule: str) -> set[str]:
    return {f.node.value for f in findings if f.rule == rule and isinstance(f.node, NamedNode)}


def test_every_rule_has_its_examples() -> None:
    assert set(NAMES) == SHAPES | CHECKS
    assert not SHAPES & CHECKS
    assert len(NAMES) == 96


@pytest.mark.parametrize("name", NAMES)
def test_example(name: str, ontology: list[Quad], shapes: list[Triple], checks: list[QueryDocument]) -> None:
    good = validate(MemoryStore([*ontology, *parse_file(EXAMPLES / name / "good.trig")]), shapes, checks)
    assert broken(good, name) == set()
    bad = EXAMPLES / name / "bad.trig"
    nodes = expected(bad)
    assert nodes, "the bad example names no node"
    found = validate(MemoryStore([*ontology, *parse_file(bad)]), shapes, checks)
    assert broken(found, name) == nodes
    told = [f for f in found if f.rule == name]
    assert all(f.label and f.message and f.remedy and "{" not in f.message for f in told)


def apart(file: Path) -> Iterator[Quad]:
    """The quads of an example, its own things renamed so that the examples do not meet in one graph."""
    here = f"{BASE}{{}}/{file.parent.name}/{file.stem}/"

    def own(term: Term) -> Term:
        if isinstance(term, NamedNode) and term.value.startswith(BASE) and not term.value.startswith(SG):
            kind, _, rest = term.value.removeprefix(BASE).partition("/")
            return NamedNode(here.format(kind) + rest)
        return term

    for quad in parse_file(file):
        subject = own(quad.subject)
        assert isinstance(subject, NamedNode)
        yield Quad(subject, quad.predicate, own(quad.object), quad.graph_name)


def test_both_engines_find_the_same(ontology: list[Quad], shapes: list[Triple]) -> None:
    files = [EXAMPLES / name / which for name in sorted(SHAPES) for which in ("bad.trig", "good.trig")]
    quads = [*ontology, *(quad for file in files for quad in apart(file))]
    fast = validate(MemoryStore(quads), shapes, [], engine="shacl")
    reference = validate(MemoryStore(quads), shapes, [], engine="pyshacl")
    assert fast == reference
    assert {finding.rule for finding in fast} == SHAPES
    assert all(finding.component.value.startswith(sh("").value) for finding in fast)


def test_both_engines_find_the_same_in_the_shipped_facts(shapes: list[Triple]) -> None:
    quads = [*load_ontology(), *load_facts(data_files()).quads]
    fast = validate(MemoryStore(quads), shapes, [], engine="shacl")
    assert fast, "without the reasoner something must be lacking, or this compares nothing with nothing"
    assert fast == validate(MemoryStore(quads), shapes, [], engine="pyshacl")


def test_hostile_literals_reach_both_engines_unchanged(ontology: list[Quad], shapes: list[Triple]) -> None:
    texts = [' "x" \\ ', "rad\nrad", "{value} {node}", "?x $this", "<b>", "\u202eåäö😀 ", "\u2028 ", "1\t2"]
    area = NamedNode(BASE + "id/area/vastmanland-energi")
    graph = NamedNode(PASSAGE + "styrkeomraden")
    quads = [*ontology, Quad(area, rdf("type"), sg("RegionalArea"), graph)]
    quads += [Quad(area, skos("prefLabel"), Literal(text, language="sv"), graph) for text in texts]
    fast = validate(MemoryStore(quads), shapes, [], engine="shacl")
    assert fast == validate(MemoryStore(quads), shapes, [], engine="pyshacl")
    unclean = {f.value.value for f in fast if f.rule == "label-clean" and isinstance(f.value, Literal)}
    assert unclean == {text for text in texts if text != text.strip() or re.search(r"[\n\r\t]", text)}
