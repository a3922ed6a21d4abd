"""Figures: what a graph holds, counted in the engine that holds it, so that only the counts travel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from styrkegraf.namespaces import BASE, PREFIXES, SG
from styrkegraf.terms import count_of, value_of

if TYPE_CHECKING:
    from styrkegraf.store import Store

__all__ = ["TARGETS", "Figures", "count"]

TARGETS: Final[Mapping[str, tuple[str, str]]] = {
    "eu-eurio": ("http://data.europa.eu/s66#", "EURIO"),
    "eu-nace": ("http://data.europa.eu/ux2/nace2/", "NACE Rev. 2"),
    "eu-nuts": ("http://data.europa.eu/nuts/code/", "NUTS"),
    "dataportal": ("http://dataportal.se/organisation/", "dataportal.se"),
    "geonames": ("https://sws.geonames.org/", "GeoNames"),
    "ror": ("https://ror.org/", "ROR"),
    "schema": ("https://schema.org/", "schema.org"),
    "wikidata": ("http://www.wikidata.org/entity/", "Wikidata"),
}
"""The datasets that a graph may link to: short name, address space and name."""
_LINKS: Final = tuple(
    PREFIXES[prefix] + local
    for prefix, names in {
        "skos": "exactMatch closeMatch relatedMatch broadMatch narrowMatch",
        "owl": "sameAs equivalentClass equivalentProperty",
        "rdfs": "subClassOf subPropertyOf seeAlso",
        "schema": "sameAs",
    }.items()
    for local in names.split()
)
_THINGS: Final = f"{BASE}id/"

_PROPERTIES: Final = "SELECT ?term (COUNT(*) AS ?count) WHERE { ?s ?term ?o } GROUP BY ?term"
_CLASSES: Final = "SELECT ?term (COUNT(*) AS ?count) WHERE { ?s a ?term FILTER(isIRI(?term)) } GROUP BY ?term"
_SUBJECTS: Final = f"""SELECT (COUNT(*) AS ?all) (SUM(?thing) AS ?things) WHERE {{
  {{ SELECT DISTINCT ?s WHERE {{ ?s ?p ?o }} }}
  BIND(IF(isIRI(?s) && STRSTARTS(STR(?s), "{_THINGS}"), 1, 0) AS ?thing) }}"""
_OBJECTS: Final = "SELECT (COUNT(DISTINCT ?o) AS ?all) WHERE { ?s ?p ?o }"
_LAYERS: Final = """SELECT ?term (COUNT(*) AS ?count) WHERE { ?graph sg:layer ?term . GRAPH ?graph { ?s ?p ?o } }
GROUP BY ?term"""
_EXAMPLE: Final = "SELECT ?county WHERE { ?county a sg:County FILTER(isIRI(?county)) } ORDER BY ?county LIMIT 1"
_SPACES: Final = " ".join(f'("{key}" "{space}")' for key, (space, _) in TARGETS.items())
_LINKED: Final = f"""SELECT ?key ?term (COUNT(*) AS ?count) WHERE {{
  VALUES ?term {{ {" ".join(f"<{iri}>" for iri in _LINKS)} }}
  ?s ?term ?o FILTER(isIRI(?o))
  VALUES (?key ?space) {{ {_SPACES} }}
  FILTER(STRSTARTS(STR(?o), ?space)) }}
GROUP BY ?key ?term ORDER BY ?key ?term"""


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts of statements, each seen once however many passages make it; only ``layers`` counts in every named graph.

    ``things`` are the subjects with an address below ``id/``, ``example`` is one of them. By IRI: statements of each of
    the ``properties`` and things of each of the ``classes``; by short name of one of the `TARGETS`, and then by the IRI
    of the property: the ``links`` to it; by name: statements of each of the ``layers``.
    """

    subjects: int
    objects: int
    things: int
    example: str | None
    properties: Mapping[str, int]
    classes: Mapping[str, int]
    links: Mapping[str, Mapping[str, int]]
    layers: Mapping[str, int]

    @property
    def statements(self) -> int:
        """All of them."""
        return sum(self.properties.values())


def count(store: Store) -> Figures:
    """The figures of the graph in a store."""
    links: dict[str, dict[str, int]] = {}
    for row in store.select(_LINKED):
        links.setdefault(value_of(row["key"]), {})[value_of(row["term"])] = count_of(row["count"])
    (subjects,), (objects,) = store.select(_SUBJECTS), store.select(_OBJECTS)
    return Figures(
        subjects=count_of(subjects["all"]),
        objects=count_of(objects["all"]),
        things=count_of(subjects["things"]),
        example=next((value_of(row["county"]) for row in store.select(_EXAMPLE)), None),
        properties=_counts(store, _PROPERTIES),
        classes=_counts(store, _CLASSES),
        links=links,
        layers={layer.removeprefix(SG): number for layer, number in _counts(store, _LAYERS).items()},
    )


def _counts(store: Store, sparql: str) -> dict[str, int]:
    counts = ((value_of(row["term"]), count_of(row["count"])) for row in store.select(sparql))
    return dict(sorted(counts))
