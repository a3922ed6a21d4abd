"""The themes that ship: the subjects by which the strength areas of regions are compared, whoever publishes them."""

from __future__ import annotations

from functools import cache

from pyoxigraph import NamedNode, RdfFormat, parse

from styrkegraf.namespaces import PREFIXES, rdf, sg, skos
from styrkegraf.resources import ontology_file

__all__ = ["is_own_theme", "shipped_themes"]


@cache
def shipped_themes() -> frozenset[str]:
    """The IRIs of the shipped themes and of their scheme."""
    kinds = {sg("Theme"), skos("ConceptScheme")}
    triples = parse(path=ontology_file("themes.ttl"), format=RdfFormat.TURTLE)
    found = {one.subject for one in triples if one.predicate == rdf("type") and one.object in kinds}
    return frozenset(one.value for one in found if isinstance(one, NamedNode))


def is_own_theme(iri: str) -> bool:
    """Whether it is a theme that somebody added.

    In an edition its IRI does not begin as those of the shipped ones, so that one prefix does not fit both.

    >>> is_own_theme("https://w3id.org/styrkegraf/id/theme/food")
    False
    """
    return iri.startswith(PREFIXES["theme"]) and iri not in shipped_themes()
