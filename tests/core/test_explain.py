"""Explaining: every kind of statement leads back to passages."""

from __future__ import annotations

import json
import re
import sys
from typing import Any

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode

from styrkegraf import Graph
from styrkegraf.explain import Step, UnknownStatement, to_json, to_text
from styrkegraf.labels import UnknownName
from styrkegraf.namespaces import ID, expand, skos


def leaves(step: Step) -> list[Step]:
    return [leaf for premise in step.premises for leaf in leaves(premise)] if step.premises else [step]


def test_a_stated_statement_names_every_passage_that_states_it(graph: Graph) -> None:
    (found,) = graph.explain("area:vastmanland-energi", "sg:areaOf", "Västmanland")
    documents = {(origin.identifier, origin.first, origin.last) for origin in found.origins}
    assert ("003_7c6539f07f806e81", 48, 53) in documents
    assert ("000_d506cd033d7d03f3", 9, 9) in documents
    assert {origin.layer for origin in found.origins} == {"stated"}
    assert found.proof is None


def test_an_inferred_statement_has_a_proof_down_to_passages(graph: Graph) -> None:
    (found,) = graph.explain("Robotdalen", "sg:activeIn", "county:sodermanland")
    assert found.proof is not None
    assert found.proof.rule == "prp-spo2"
    grounds = leaves(found.proof)
    texts = {(o.identifier, o.layer) for leaf in grounds for o in leaf.origins}
    assert ("004_7f783d75ef4ca1a7", "stated") in texts
    assert all(leaf.origins for leaf in grounds), "a leaf of the proof has no origin"


def test_without_nemo_an_inferred_statement_is_said_to_be_one(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "nmo_python", None)
    (found,) = graph.explain("Robotdalen", "sg:activeIn", "county:sodermanland")
    assert (found.inferred, found.proof) == (True, None)
    assert "inferred; the proof needs Nemo" in to_text(found, graph, "en")
    assert "beviset kräver Nemo" in to_text(found, graph, "sv")
    assert (to_json(found, graph)["inferred"], to_json(found, graph)["proof"]) == (True, None)
    (found,) = graph.explain("Stockholm", "sg:sharesActorWith", "Örebro")
    assert "Nationella fordonsklustret — finns i — Örebro\n      └ följer av andra" in to_text(found, graph, "sv")


def test_a_proof_of_several_steps_names_each_rule(graph: Graph) -> None:
    """Robotdalen is funded by VINNVÄXT, which Vinnova runs: so Vinnova funds it (the inverse of a chain)."""
    (found,) = graph.explain("Vinnova", "sg:funds", "Robotdalen")
    assert found.proof is not None
    rules = {found.proof.rule} | {premise.rule for premise in found.proof.premises}
    assert {"prp-inv2", "prp-spo2"} <= rules or {"prp-inv1", "prp-spo2"} <= rules


def test_a_derived_statement_names_its_rule_and_what_it_took(graph: Graph) -> None:
    (found,) = graph.explain("Västmanland", "sg:sharesThemeWith", "Uppsala")
    assert {application.rule for application in found.applications} == {"shared-theme"}
    for application in found.applications:
        assert {"a", "b", "evidence"} <= {name for name, _ in application.bindings}
        assert any(origin.layer == "stated" for step in application.premises for origin in step.origins)


@pytest.mark.parametrize(
    ("one", "predicate", "other", "passage"),
    [
        ("Stockholm", "sg:sharesActorWith", "Örebro", "rad 321–328"),
        ("Västmanland", "sg:sharesMacroRegionWith", "Uppsala", "rad 888–899"),
    ],
)
def test_what_a_rule_took_from_conclusions_is_led_back_to_passages(
    graph: Graph, one: str, predicate: str, other: str, passage: str
) -> None:
    (found,) = graph.explain(one, predicate, other)
    for application in found.applications:
        origins = [origin for step in application.premises for leaf in leaves(step) for origin in leaf.origins]
        assert any(origin.layer == "stated" for origin in origins)
        assert all(leaf.origins for step in application.premises for leaf in leaves(step))
    assert passage in to_text(found, graph, "sv")


def test_what_passages_say_is_not_proved_once_more(graph: Graph) -> None:
    (found,) = graph.explain("Västmanland", "sg:sharesMacroRegionWith", "Uppsala")
    both = "https://w3id.org/styrkegraf/id/macroregion/ostra-mellansverige"
    (stated,) = [each for each in found.applications if getattr(dict(each.bindings)["evidence"], "value", "") == both]
    assert [step.rule for step in stated.premises] == [None, None]


def test_the_text_is_a_tree_with_document_heading_and_lines(graph: Graph) -> None:
    (found,) = graph.explain("Robotdalen", "sg:activeIn", "county:sodermanland")
    text = to_text(found, graph, "sv")
    assert text.startswith("Robotdalen — verksam i — Södermanland  (actor:robotdalen)\n")
    assert "följer enligt prp-spo2" in text
    assert "sagt: " in text
    assert "rad " in text
    assert "follows by prp-spo2" in to_text(found, graph, "en")


def test_a_rule_is_introduced_by_its_title_and_what_it_gives(graph: Graph) -> None:
    (found,) = graph.explain("Gotland", "sg:sharesThemeWith", "Halland")
    swedish, english = to_text(found, graph, "sv"), to_text(found, graph, "en")
    assert "  └ ges av regeln ”Gemensamt tema” (shared-theme); belägg: Besöksnäring och upplevelser\n" in swedish
    assert "  └ given by the rule “Shared theme” (shared-theme); evidence: Tourism and experiences\n" in english
    tie = "Tourism industry — has theme tie — (confidence: high; to theme: Tourism and experiences)\n"
    assert english.count(f"    {tie}      ● our reading: Theme ties\n") == 2
    assert not re.search(r"\?\w|tie:|https?:", english), "neither variables nor bare IRIs"
    link = "https://w3id.org/styrkegraf/id/link/shared-theme/gotland--halland"
    (found,) = graph.explain(link, "sg:weight", "1")
    assert "; links region: Gotland, Halland; evidence: Tourism and experiences\n" in to_text(found, graph, "en")
    (rule,) = json.loads(json.dumps(to_json(found, graph)))["rules"]
    assert rule["title"] == {"sv": "Gemensamt tema", "en": "Shared theme"}


def test_a_rule_of_the_reasoner_and_its_axiom_are_told_in_words(graph: Graph) -> None:
    (found,) = graph.explain("Robotdalen", "sg:activeIn", "county:sodermanland")
    swedish, english = to_text(found, graph, "sv"), to_text(found, graph, "en")
    assert "följer enligt prp-spo2 (en kedja av egenskaper):\n    verksam i — följer av kedjan — (" in swedish
    assert "follows by prp-spo2 (a chain of properties):\n    active in — follows from the chain — (" in english


def test_terms_and_iris_mean_what_names_mean(graph: Graph) -> None:
    named = graph.explain("Robotdalen", "sg:activeIn", "county:sodermanland")
    terms = [expand(short) or "" for short in ("actor:robotdalen", "sg:activeIn", "county:sodermanland")]
    one, two, three = (NamedNode(iri) for iri in terms)
    assert graph.explain(one, two, three) == graph.explain(terms[0], terms[1], terms[2]) == named
    (label,) = graph.explain(NamedNode(ID + "county/gotland"), skos("prefLabel"), Literal("Gotland", language="en"))
    assert label.triple.object == Literal("Gotland", language="en")
    with pytest.raises(UnknownStatement, match="“skos:prefLabel” it has: Gotland"):
        graph.explain(NamedNode(ID + "county/gotland"), skos("prefLabel"), Literal("Gotland"))


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ((1, "a", "sg:Cluster"), r"The subject is a name, an IRI, or a NamedNode, not 1 \(int\)"),
        (("Robotdalen", None, "sg:Cluster"), r"The predicate is .* not None \(NoneType\)"),
        (("Robotdalen", "a", 2.5), r"The object is a name, an IRI, a NamedNode or a Literal, not 2.5 \(float\)"),
        ((Literal("Robotdalen"), "a", "sg:Cluster"), r"The subject is .* not .*\(Literal\)"),
        (("Robotdalen", "a", BlankNode("b")), r"The object is .* not .*\(BlankNode\)"),
    ],
)
def test_what_names_nothing_is_refused_with_what_would(graph: Graph, names: tuple[Any, Any, Any], said: str) -> None:
    with pytest.raises(TypeError, match=said):
        graph.explain(*names)


def test_the_json_holds_iris_and_labels(graph: Graph) -> None:
    (found,) = graph.explain("Robotdalen", "sg:activeIn", "county:sodermanland")
    again = json.loads(json.dumps(to_json(found, graph)))
    assert again["statement"]["subject"]["sv"] == "Robotdalen"
    assert again["proof"]["rule"] == "prp-spo2"


def test_labels_work_for_all_three_parts_and_for_literals(graph: Graph) -> None:
    (found,) = graph.explain("Gotland", "har styrkeområde", "area:gotland-livsmedel")
    assert found.proof is not None
    named = graph.explain("county:gotland", "skos:prefLabel", "Gotland")
    assert {explanation.triple.object.language for explanation in named} == {"sv", "en"}  # type: ignore[union-attr]


def test_what_the_graph_does_not_hold_is_said_with_what_it_holds(graph: Graph) -> None:
    with pytest.raises(UnknownStatement, match=r"it has: Besöksnäring; Livsmedel"):
        graph.explain("Gotland", "sg:hasArea", "area:vastmanland-energi")
    with pytest.raises(UnknownStatement, match="it has:"):
        graph.explain("Robotdalen", "a", "sg:Cluster")
    with pytest.raises(UnknownName, match="Robotdalen"):
        graph.explain("Robotdaln", "sg:activeIn", "Gotland")
    english = Graph(graph.store, "en")
    with pytest.raises(UnknownStatement, match=r"it has: Food; Tourism industry"):
        english.explain("Gotland", "sg:hasArea", "area:vastmanland-energi")
    with pytest.raises(UnknownName, match="“active in”"):
        english.explain("Robotdalen", "activ in", "Gotland")
    with pytest.raises(UnknownName, match="Atlantis"):
        graph.explain("Robotdalen", "sg:activeIn", "Atlantis")
