"""How a tie stands when several passages, judged differently, lead to it: small facts, worked out by hand."""

from __future__ import annotations

import pytest
from pyoxigraph import RdfFormat, parse

from styrkegraf import Graph
from styrkegraf.documents import DocumentError
from styrkegraf.namespaces import ID, PREFIXES, SG, SOURCE
from styrkegraf.networks.errors import NetworkError
from styrkegraf.networks.project import network
from styrkegraf.store import MemoryStore

FACTS = f"""
PREFIX : <{ID}>
PREFIX p: <{SOURCE}prov#>
PREFIX sg: <{SG}>
PREFIX skos: <{PREFIXES["skos"]}>
GRAPH <g:provenance> {{
  p:a sg:layer sg:stated ; sg:certainty sg:low .
  p:b sg:layer sg:stated .
  p:c sg:layer sg:stated ; sg:certainty sg:medium .
  <g:ties> sg:layer sg:curated .
}}
GRAPH p:a {{ :almi a sg:Actor ; sg:supports :energi , :jarnvag }}
GRAPH p:b {{
  :almi sg:supports :energi .
  :energi a sg:StrengthArea . :jarnvag a sg:StrengthArea . :skog a sg:StrengthArea .
}}
GRAPH p:c {{ :almi sg:supports :skog }}
GRAPH <g:ties> {{
  :klimat a sg:Theme .
  :energi sg:hasThemeTie :t1 . :t1 sg:toTheme :klimat ; sg:confidence sg:medium .
  :jarnvag sg:hasThemeTie :t2 . :t2 sg:toTheme :klimat ; sg:confidence sg:high .
  :skog sg:hasThemeTie :t3 . :t3 sg:toTheme :klimat ; sg:confidence sg:high .
}}
"""


def small(text: str = FACTS) -> Graph:
    return Graph(MemoryStore(parse(text, format=RdfFormat.TRIG)))


def test_a_path_stands_as_its_weakest_step_and_a_tie_as_its_best_path() -> None:
    # Almi reaches the theme through energy (low x medium = low in p:a, unjudged x medium = medium in p:b), railways
    # (low x high = low) and forestry (medium x high = medium): three areas, best medium.
    tie = network(small(), "actor-theme").edges[ID + "almi", ID + "klimat"]
    assert (tie["weight"], tie["confidence"], tie["layer"]) == (3, "medium", "curated")
    assert tie["via"] == (ID + "energi", ID + "jarnvag", ID + "skog")
    # At medium, the paths through p:a go, and with them railways: two areas.
    tie = network(small(), "actor-theme", minimum="medium").edges[ID + "almi", ID + "klimat"]
    assert (tie["weight"], tie["confidence"]) == (2, "medium")
    assert tie["evidence"] == ("g:ties", SOURCE + "prov#b", SOURCE + "prov#c")
    assert network(small(), "actor-theme", minimum="high").number_of_edges() == 0


def test_a_passage_that_nobody_judged_counts_as_sure() -> None:
    made = network(small(), "actor-area")
    assert "confidence" not in made.edges[ID + "almi", ID + "energi"]  # p:b says so without doubt, p:a with
    assert made.edges[ID + "almi", ID + "jarnvag"]["confidence"] == "low"
    assert set(network(small(), "actor-area", minimum="high").edges) == {(ID + "almi", ID + "energi")}


def test_a_thing_of_another_kind_is_a_fault_that_is_named() -> None:
    with pytest.raises(NetworkError, match="almi, which is no Actor"):
        network(small(FACTS.replace(":almi a sg:Actor ;", ":almi")), "actor-area")


def test_a_graph_without_a_layer_is_a_fault_that_is_named() -> None:
    with pytest.raises(DocumentError, match=r"actor-area\.rq:1: .*prov#c has no sg:layer"):
        network(small(FACTS.replace("p:c sg:layer sg:stated ;", "p:c")), "actor-area")
