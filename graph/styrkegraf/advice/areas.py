"""Areas: the strength areas of a county, its own and the joint ones it is part of, and which of them a word means."""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from styrkegraf.errors import StyrkegrafError
from styrkegraf.labels import fold
from styrkegraf.namespaces import expand, sg

if TYPE_CHECKING:
    from styrkegraf.graph import Graph
    from styrkegraf.labels import Language

__all__ = ["UnknownArea", "areas_by_county", "match_areas", "one_county", "placed"]

_AREAS = """
SELECT DISTINCT ?county ?area WHERE {
  ?county a sg:County .
  { ?area a sg:RegionalArea ; sg:areaOf ?county } UNION { ?area a sg:JointArea ; sg:restsOnStrengthsOf ?county }
}
"""
_NAMES = """
SELECT ?thing ?name WHERE { ?thing a sg:StrengthArea ; skos:prefLabel|skos:altLabel|skos:hiddenLabel ?name }
"""
_THEME_NAMES = """
SELECT ?thing ?name WHERE {
  ?thing sg:hasThemeTie ?tie . ?tie sg:toTheme ?theme ; sg:confidence ?confidence FILTER(?confidence != sg:low)
  ?theme skos:prefLabel|skos:altLabel|skos:hiddenLabel ?name
}
"""
_WITHIN = 4
"""So many letters a word needs to be looked for inside other words; “it” is in too many of them."""


class UnknownArea(StyrkegrafError):
    """A word that means none of a county's areas; the message lists them, the nearest first."""

    def __init__(self, word: str, county: str, areas: Iterable[str]) -> None:
        names = sorted(areas)
        folded = {fold(name): name for name in names}
        near = difflib.get_close_matches(fold(word), folded, n=len(folded) or 1, cutoff=0.5)
        self.areas = tuple(dict.fromkeys([*(folded[name] for name in near), *names]))
        rest = f"Its own and joint areas are {'; '.join(self.areas)}." if names else "The graph knows no area of it."
        super().__init__(f"No strength area of {county} is called “{word}”. {rest}")


def one_county(graph: Graph, name: str) -> str:
    """The county that a name means, as IRI. Raises `UnknownName` with the nearest, or for a name of several."""
    found = graph.labels.resolve(name, "County")
    if len(found) > 1:
        forms = ", ".join(sorted(node.value for node in found))
        raise StyrkegrafError(f"“{name}” is the name of several counties; give the IRI of one: {forms}.")
    return found[0].value


def areas_by_county(graph: Graph) -> dict[str, tuple[str, ...]]:
    """For every county its own areas and the joint ones that rest on its strengths, sorted; for none, no entry."""
    found: dict[str, set[str]] = defaultdict(set)
    for county, area in graph.store.select(_AREAS):
        if isinstance(county, NamedNode) and isinstance(area, NamedNode):
            found[county.value].add(area.value)
    return {county: tuple(sorted(areas)) for county, areas in sorted(found.items())}


def match_areas(graph: Graph, county: str, word: str) -> tuple[str, ...]:
    """The areas of a county, own and joint, that a word means, sorted.

    An IRI or a short form is taken as it is. Otherwise the areas whose name has every word of it, at the beginning of
    a word or, from four letters on, within one: *energi* is Energi and Morgondagens energilösningar. If no name has,
    the areas tied to a theme whose name has, unless the tie is of low confidence. Raises `UnknownArea`.
    """
    areas = areas_by_county(graph).get(county, ())
    iri = expand(word)
    if iri in areas:
        return (iri,)
    for query in (_NAMES, _THEME_NAMES):
        names = _names(graph, query)
        found = tuple(area for area in areas if any(_fits(word, name) for name in names.get(area, ())))
        if found:
            return found
    labels = graph.labels
    raise UnknownArea(word, labels.of(NamedNode(county)), {labels.of(NamedNode(area)) for area in areas})


def placed(graph: Graph, thing: str, lang: Language) -> str:
    """The label of a thing; that of an area with whose it is, for several counties have areas of one name.

    >>> from styrkegraf import load
    >>> placed(load(), "https://w3id.org/styrkegraf/id/area/gotland-livsmedel", "en")
    'Food (Gotland)'
    """
    label = graph.labels.of(NamedNode(thing), lang)
    owners = (quad.object for quad in graph.store.match(NamedNode(thing), sg("areaOf"), None))
    whose = sorted({owner.value for owner in owners if isinstance(owner, NamedNode)})
    regions = [graph.labels.of(NamedNode(region), lang) for region in whose]
    return f"{label} ({', '.join(regions)})" if regions else label


def _names(graph: Graph, query: str) -> Mapping[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for thing, name in graph.store.select(query):
        if isinstance(thing, NamedNode) and isinstance(name, Literal):
            found[thing.value].add(fold(name.value))
    return found


def _fits(word: str, name: str) -> bool:
    parts = fold(word).split()
    return bool(parts) and all(
        any(own.startswith(part) or (len(part) >= _WITHIN and part in own) for own in name.split()) for part in parts
    )
