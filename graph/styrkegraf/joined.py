"""Names of what has no label of its own: what joins two things is called by them and by its most specific kind."""

from __future__ import annotations

from typing import Final

from styrkegraf.namespaces import ID, PREFIXES

__all__ = ["JOINED", "JOINING"]

JOINING: Final = (ID + "link/", PREFIXES["tie"])
"""How the IRIs begin of what joins things: links between regions, and ties between an area and a theme."""
JOINED: Final = """
  { ?thing sg:linksRegion ?one , ?other FILTER(STR(?one) < STR(?other)) }
  UNION { ?one sg:hasThemeTie ?thing . ?thing sg:toTheme ?other }
  ?thing a ?kind FILTER NOT EXISTS { ?thing a ?narrower . ?narrower rdfs:subClassOf ?kind FILTER(?narrower != ?kind) }
  ?one skos:prefLabel ?first . ?other skos:prefLabel ?second . ?kind rdfs:label ?name
  FILTER(LANG(?first) = LANG(?second) && LANG(?first) = LANG(?name))
  BIND(STRLANG(CONCAT(STR(?first), " – ", STR(?second), ": ", STR(?name)), LANG(?name)) AS ?label)"""
"""A pattern that gives each ``?thing`` its ``?label``, such as “Dalarna – Gotland: shared theme”."""
