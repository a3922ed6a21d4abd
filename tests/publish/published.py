"""A small graph about two counties, to publish."""

from __future__ import annotations

import re
from pathlib import Path

from styrkegraf import Graph
from styrkegraf.facts import load_facts, load_ontology
from styrkegraf.pipeline import assemble
from trig import PREFIXED

FACTS = (
    PREFIXED
    + """
GRAPH <https://w3id.org/styrkegraf/graph/provenance> {
  source:prov a sg:SourceDocument ; dcterms:identifier "prov" ; skos:prefLabel "Prov, del 1"@sv , "Trial, part 1"@en .
  p:allt a sg:Passage ; sg:passageOf source:prov ; sg:layer sg:stated ;
    sg:heading "Allt"@sv ; sg:firstLine 1 ; sg:lastLine 9 ; skos:prefLabel "Allt"@sv , "All of it"@en .
  <https://w3id.org/styrkegraf/graph/curated/koder> a sg:NamedGraph ; sg:layer sg:curated ;
    skos:prefLabel "Koder"@sv , "Codes"@en .
}
GRAPH p:allt {
  county:gotland a sg:County ; skos:prefLabel "Gotland"@sv , "Gotland"@en .
  county:vastmanland a sg:County ; skos:prefLabel "Västmanland"@sv , "Västmanland"@en .
  area:gotland-livsmedel a sg:RegionalArea ; skos:prefLabel "Livsmedel"@sv , "Food"@en ; sg:areaOf county:gotland .
  area:vastmanland-mat a sg:RegionalArea ; skos:prefLabel "Mat"@sv , "Food & drink"@en ; sg:areaOf county:vastmanland .
  actor:robotdalen a sg:InnovationEnvironment ; skos:prefLabel "Robotdalen </script>"@sv , "Robotdalen"@en ;
    sg:supports area:vastmanland-mat .
}
GRAPH <https://w3id.org/styrkegraf/graph/curated/koder> {
  county:gotland dcterms:identifier "SE-I" ; skos:notation "09" ;
    skos:exactMatch <http://data.europa.eu/nuts/code/SE214> .
  area:gotland-livsmedel sg:hasThemeTie tie:gotland-livsmedel-food .
  tie:gotland-livsmedel-food a sg:ThemeTie ; sg:toTheme theme:food ; sg:confidence sg:high .
  area:vastmanland-mat sg:hasThemeTie tie:vastmanland-mat-food .
  tie:vastmanland-mat-food a sg:ThemeTie ; sg:toTheme theme:food ; sg:confidence sg:high .
}
"""
)
BASE = "https://data.example.se/s3/"
CANONICAL = re.compile(r"https://w3id\.org/styrkegraf/(?:(?!id/theme\b)id|source|graph|static)/[^\s\"<]*")
"""What an edition never names: the canonical IRIs of all but ontology and themes, which editions have in common."""


def small_graph(folder: Path, facts: str = FACTS) -> Graph:
    file = folder / "prov.trig"
    file.write_text(facts, encoding="utf-8")
    return Graph(assemble(load_facts([file]), load_ontology()).store)
