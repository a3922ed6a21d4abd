"""The two reasoners on the shipped facts: the same graph, and no contradiction."""

from __future__ import annotations

from styrkegraf.facts import load_ontology
from styrkegraf.pipeline import assemble, shipped
from styrkegraf.reason import entail


def test_both_reasoners_conclude_the_same_of_the_shipped_facts() -> None:
    given = [quad.triple for quad in (*shipped().quads, *load_ontology())]
    nemo, owlrl = entail(given, "nemo"), entail(given, "owlrl")
    assert (nemo.clashes, owlrl.clashes) == ((), ())
    assert {str(t) for t in nemo.triples - owlrl.triples} == set()
    assert {str(t) for t in owlrl.triples - nemo.triples} == set()
    assert len(nemo.triples) > 5000


def test_the_assembled_graph_has_all_four_layers() -> None:
    assembly = assemble(shipped(), load_ontology())
    graphs = {str(quad.graph_name) for quad in assembly.store.quads()}
    assert "<https://w3id.org/styrkegraf/graph/inferred>" in graphs
    assert {graph for graph in graphs if "/graph/derived/" in graph} == {
        f"<https://w3id.org/styrkegraf/graph/derived/{rule}>"
        for rule in ("joint-area", "joint-strategy", "same-macro-region", "shared-actor", "shared-theme")
    }
