"""What the tests of the core share: the shipped graph, loaded once, and small facts of one region."""

from __future__ import annotations

from pathlib import Path

import pytest

TINY = """
@prefix area: <https://w3id.org/styrkegraf/id/area/> .
@prefix county: <https://w3id.org/styrkegraf/id/county/> .
@prefix country: <https://w3id.org/styrkegraf/id/country/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix p: <https://w3id.org/styrkegraf/source/prov#> .
@prefix sg: <https://w3id.org/styrkegraf/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix source: <https://w3id.org/styrkegraf/source/> .
@prefix theme: <https://w3id.org/styrkegraf/id/theme/> .
@prefix tie: <https://w3id.org/styrkegraf/id/tie/> .
@prefix wgs: <http://www.w3.org/2003/01/geo/wgs84_pos#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

GRAPH <https://w3id.org/styrkegraf/graph/provenance> {
  source:prov a sg:SourceDocument ;
    dcterms:title "Prov"@sv ; dcterms:identifier "prov" ; dcterms:language "sv" ;
    sg:sha256 "0000000000000000000000000000000000000000000000000000000000000000"^^xsd:hexBinary ;
    skos:prefLabel "Prov"@sv , "Trial"@en .
  p:gotland a sg:Passage ; sg:passageOf source:prov ; sg:layer sg:stated ;
    sg:heading "Gotland"@sv ; sg:firstLine 1 ; sg:lastLine 2 ;
    skos:prefLabel "Gotland: områden"@sv , "Gotland: areas"@en .
  <https://w3id.org/styrkegraf/graph/curated/labels> a sg:NamedGraph ; sg:layer sg:curated ;
    skos:prefLabel "Engelska namn"@sv , "English labels"@en .
  <https://w3id.org/styrkegraf/graph/curated/identifiers> a sg:NamedGraph ; sg:layer sg:curated ;
    skos:prefLabel "Koder"@sv , "Codes"@en .
}

GRAPH p:gotland {
  country:sverige a sg:Country ; skos:prefLabel "Sverige"@sv .
  county:gotland a sg:County ; skos:prefLabel "Gotland"@sv ; sg:within country:sverige .
  area:gotland-livsmedel a sg:RegionalArea ; skos:prefLabel "Livsmedel"@sv ; sg:areaOf county:gotland .
}

GRAPH <https://w3id.org/styrkegraf/graph/curated/identifiers> {
  county:gotland dcterms:identifier "SE-I" ; skos:notation "09" ; wgs:lat 57.5 ; wgs:long 18.5 ;
    skos:exactMatch <http://data.europa.eu/nuts/code/SE214> .
  area:gotland-livsmedel sg:hasThemeTie tie:gotland-livsmedel-food .
  tie:gotland-livsmedel-food a sg:ThemeTie ; sg:toTheme theme:food ; sg:confidence sg:high .
}

GRAPH <https://w3id.org/styrkegraf/graph/curated/labels> {
  country:sverige skos:prefLabel "Sweden"@en .
  county:gotland skos:prefLabel "Gotland"@en .
  area:gotland-livsmedel skos:prefLabel "Food"@en .
}
"""


@pytest.fixture
def facts(tmp_path: Path) -> Path:
    """A folder with facts about one region, which build without an error."""
    folder = tmp_path / "facts"
    folder.mkdir()
    (folder / "gotland.trig").write_text(TINY, encoding="utf-8")
    return folder
