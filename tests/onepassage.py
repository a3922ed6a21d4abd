"""Graphs of statements that one passage of one document makes."""

from __future__ import annotations

from pathlib import Path

from styrkegraf import Graph
from styrkegraf.facts import load_facts, load_ontology
from styrkegraf.pipeline import assemble
from trig import PREFIXED

__all__ = ["graph_of_one_passage"]

HEAD = (
    PREFIXED
    + """
GRAPH <https://w3id.org/styrkegraf/graph/provenance> {
  source:prov a sg:SourceDocument ; dcterms:identifier "prov" ; skos:prefLabel "Prov"@sv , "Trial"@en .
  p:allt a sg:Passage ; sg:passageOf source:prov ; sg:layer sg:stated ;
    sg:heading "Allt"@sv ; sg:firstLine 1 ; sg:lastLine 9 ; skos:prefLabel "Allt"@sv , "All of it"@en .
}
"""
)


def graph_of_one_passage(folder: Path, statements: str) -> Graph:
    """The graph of the statements, written to a file in ``folder``, reasoned and derived; nothing else is in it."""
    file = folder / "prov.trig"
    file.write_text(HEAD + (f"GRAPH p:allt {{ {statements} }}" if statements else ""), encoding="utf-8")
    return Graph(assemble(load_facts([file]), load_ontology()).store)
