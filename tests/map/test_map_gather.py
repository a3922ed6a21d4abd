"""What the map shows of the graph: everything that belongs on it, each link with the passages that state it."""

from __future__ import annotations

from collections import Counter

from pyoxigraph import RdfFormat, parse

from styrkegraf.map import MapData, map_data
from styrkegraf.map.model import Edge
from styrkegraf.store import MemoryStore

ID = "https://w3id.org/styrkegraf/id/"

GRAPH = """
@prefix sg: <https://w3id.org/styrkegraf/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix g: <https://w3id.org/styrkegraf/graph/> .
@prefix p: <https://w3id.org/styrkegraf/source/strategi#> .
@prefix county: <https://w3id.org/styrkegraf/id/county/> .
@prefix area: <https://w3id.org/styrkegraf/id/area/> .
@prefix macro: <https://w3id.org/styrkegraf/id/macroregion/> .
@prefix actor: <https://w3id.org/styrkegraf/id/actor/> .

GRAPH g:provenance {
  <https://w3id.org/styrkegraf/source/strategi> skos:prefLabel "Strategin"@sv , "The strategy"@en .
  p:lista sg:passageOf <https://w3id.org/styrkegraf/source/strategi> ; sg:layer sg:stated ;
    sg:heading "Områden"@sv ; sg:firstLine 3 ; sg:lastLine 9 .
  p:tabell sg:passageOf <https://w3id.org/styrkegraf/source/strategi> ; sg:layer sg:stated ;
    sg:heading "Table"@en ; sg:firstLine 20 ; sg:lastLine 20 ; sg:certainty sg:low .
  g:inferred sg:layer sg:inferred .
}
GRAPH p:lista {
  county:gotland a sg:County ; skos:prefLabel "Gotland"@sv ; sg:within macro:ostersjon .
  macro:ostersjon a sg:MacroRegion ; skos:prefLabel "Östersjöregionen"@sv .
  area:mat a sg:RegionalArea ; skos:prefLabel "Livsmedel"@sv ; sg:areaOf county:gotland .
}
GRAPH p:tabell {
  area:mat sg:areaOf county:gotland .
  actor:agro sg:supports area:mat ; skos:prefLabel "Agro"@sv .
}
GRAPH g:inferred { area:mat sg:areaOf county:gotland . actor:agro sg:locatedIn county:gotland , macro:ostersjon }
"""


def written() -> MapData:
    return map_data(MemoryStore(parse(GRAPH, format=RdfFormat.TRIG)))


def only(data: MapData, kind: str) -> Edge:
    (edge,) = [edge for edge in data.edges if edge.kind == kind]
    return edge


def test_a_link_keeps_every_passage_and_its_strongest_layer() -> None:
    edge = only(written(), "area-of")
    assert edge.layer == "stated"
    assert [(s.document, s.heading, s.language, s.lines) for s in edge.sources] == [
        (("Strategin", "The strategy"), "Områden", "sv", "3–9"),
        (("Strategin", "The strategy"), "Table", "en", "20"),
    ]
    assert edge.confidence is None, "one passage states it without reservation"


def test_a_doubtful_passage_makes_a_doubtful_link() -> None:
    assert only(written(), "supports").confidence == "low"


def test_a_link_that_only_follows_is_inferred() -> None:
    edge = only(written(), "located-in")
    assert (edge.layer, edge.sources) == ("inferred", ())
    assert edge.target == ID + "county/gotland", "that it is in the macro-region too goes without saying"


def test_a_missing_name_is_taken_from_the_other_language() -> None:
    labels = {node.id: node.label for node in written().nodes}
    assert labels[ID + "county/gotland"] == {"sv": "Gotland", "en": "Gotland"}


def test_an_actor_stands_with_the_region_whose_area_it_supports() -> None:
    groups = {node.id: node.group for node in written().nodes}
    assert groups[ID + "actor/agro"] == ID + "county/gotland"


def test_the_shipped_graph_is_all_there(shipped: MapData) -> None:
    kinds = Counter(node.kind for node in shipped.nodes)
    assert (kinds["region"], kinds["area"], kinds["joint-area"]) == (21, 80, 4)
    assert kinds["theme"] in range(15, 21)
    assert kinds["actor"] >= 30
    named = Counter(edge.target for edge in shipped.edges if edge.kind == "area-of")
    assert named[ID + "county/vastmanland"] == 4
    assert named[ID + "county/uppsala"] == 6


def test_everything_stated_names_a_passage_and_every_tie_a_confidence(shipped: MapData) -> None:
    assert not [edge for edge in shipped.edges if edge.layer == "stated" and not edge.sources]
    ties = [edge for edge in shipped.edges if edge.kind == "has-theme"]
    assert len(ties) >= 84
    assert {edge.confidence for edge in ties} <= {"high", "medium", "low"}
    assert {edge.source for edge in ties} == {n.id for n in shipped.nodes if n.kind in ("area", "joint-area")}


def test_ends_are_on_the_map_and_every_node_has_a_name_in_both_languages(shipped: MapData) -> None:
    ids = {node.id for node in shipped.nodes}
    assert all(edge.source in ids and edge.target in ids for edge in shipped.edges)
    assert all(node.label["sv"] and node.label["en"] for node in shipped.nodes)
    assert all(node.point for node in shipped.nodes if node.kind == "region")
