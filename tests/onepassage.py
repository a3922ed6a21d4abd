"""Graphs of statements that one passage of one document makes."""

from __future__ import annotations

from pathlib import Path

from styrkegraf import Graph
from styrkegraf.facts import load_facts, load_ontology
from styrkegraf.pipeline import assemble

__all__ = ["graph_of_one_passage"]

HEAD = """
@prefix actor: <https://w3id.org/styrkegraf/id/actor/> .
@prefix area: <https://w3id.org/styrkegraf/id/area/> .
@prefix county: <https://w3id.org/styrkegraf/id/county/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix goal: <https://w3id.org/styrkegraf/id/goal/> .
@prefix macroregion: <https://w3id.org/styrkegraf/id/macroregion/> .
@prefix p: <https://w3id.org/styrkegraf/source/prov#> .
@prefix schema: <https://schema.org/> .
@prefix sg: <https://w3id.org/styrkegraf/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix source: <https://w3id.org/styrkegraf/source/> .
@prefix strategy: <https://w3id.org/styrkegraf/id/strategy/> .
@prefix theme: <https://w3id.org/styrkegraf/id/theme/> .
@prefix tie: <https://w3id.org/styrkegraf/id/tie/> .

GRAPH <https://w3id.org/styrkegraf/graph/provenance> {
  source:prov a sg:SourceDocument ; dcterms:identifier "prov" ; skos:prefLabel "Prov"@sv , "Trial"@en .
  p:allt a sg:Passage ; sg:passageOf source:prov ; sg:layer sg:stated ;
    sg:heading "Allt"@sv ; sg:firstLine 1 ; sg:lastLine 9 ; skos:prefLabel "Allt"@sv , "All of it"@en .
}
"""


def graph_of_one_passage(folder: Path, statements: str) -> Graph:
    """The graph of the statements, written to a file in ``folder``, reasoned and derived; nothing else is in it."""
    file = folder / "prov.trig"
    file.write_text(HEAD + (f"GRAPH p:allt {{ {statements} }}" if statements else ""), encoding="utf-8")
    return Graph(assemble(load_facts([file]), load_ontology()).store)
