"""Facets: by which regions, macro-regions, themes and kinds of actors a thing can be kept or left out.

A thing belongs to everything that it is tied to through strength areas: a theme to the regions that have areas within
it, an actor to the regions and themes of the areas that it supports.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, Final

from styrkegraf.map import Edge, MapData

__all__ = ["FACETS", "Facets", "facets", "facets_of", "with_facets"]

FACETS: Final = ("region", "macroregion", "theme", "actortype", "source")

Facets = dict[str, dict[str, set[str]]]
"""For every thing and facet the values that it belongs to."""


def facets(data: MapData, types: Mapping[str, str]) -> Facets:
    """The facets of every node of a map of the whole graph; ``types`` are the kinds of actors, by actor."""
    kinds = {node.id: node.kind for node in data.nodes}
    by_kind: dict[str, list[Edge]] = defaultdict(list)
    for edge in data.edges:
        by_kind[edge.kind].append(edge)
    found: Facets = {node.id: {facet: set() for facet in FACETS[:4]} for node in data.nodes}
    for node in data.nodes:
        if node.kind in ("region", "macroregion", "theme"):
            found[node.id][node.kind].add(node.id)
        if node.id in types:
            found[node.id]["actortype"].add(types[node.id])
    _places(by_kind, kinds, found)
    _areas(by_kind, found)
    return found


def _places(by_kind: Mapping[str, list[Edge]], kinds: Mapping[str, str], found: Facets) -> None:
    """Counties within macro-regions, and where areas and actors are."""
    for edge in by_kind["within"]:
        if kinds[edge.target] == "macroregion" and kinds[edge.source] == "region":
            found[edge.source]["macroregion"].add(edge.target)
            found[edge.target]["region"].add(edge.source)
    for edge in (*by_kind["area-of"], *by_kind["rests-on"], *by_kind["located-in"]):
        place = found[edge.target]
        found[edge.source]["macroregion"] |= place["macroregion"]
        if kinds[edge.target] == "region":
            found[edge.source]["region"].add(edge.target)
    for edge in by_kind["has-theme"]:
        found[edge.source]["theme"].add(edge.target)


def _areas(by_kind: Mapping[str, list[Edge]], found: Facets) -> None:
    """What areas pass on: to their supporters, then with the kinds of these to their themes and places."""
    for edge in by_kind["supports"]:
        actor, area = found[edge.source], found[edge.target]
        area["actortype"] |= actor["actortype"]
        for facet in ("region", "macroregion", "theme"):
            actor[facet] |= area[facet]
    for edge in by_kind["has-theme"]:
        for facet in ("region", "macroregion", "actortype"):
            found[edge.target][facet] |= found[edge.source][facet]
    for edge in (*by_kind["area-of"], *by_kind["rests-on"]):
        for facet in ("theme", "actortype"):
            found[edge.target][facet] |= found[edge.source][facet]


def facets_of(values: Mapping[str, set[str]]) -> dict[str, list[str]]:
    """The facets of one thing as a page takes them."""
    return {facet: sorted(found) for facet, found in sorted(values.items())}


def with_facets(
    content: dict[str, Any], found: Facets, documents: Iterable[Iterable[str]], label: Mapping[str, Mapping[str, str]]
) -> dict[str, Any]:
    """A content whose things and links can be kept by facet; ``documents`` are those of each link, in order.

    A link that goes via themes is kept by these. A link between regions is kept by either of them, and keeps its other
    end: on such a map regions say nothing of the facet themselves.
    """
    between = any("standing" in link for link in content["links"])
    things = [{**thing, "in": facets_of(found[thing["id"]])} for thing in content["things"]]
    if between:
        things = [{**one, "in": {k: v for k, v in one["in"].items() if k != "region"}} for one in things]
    links = []
    for link, own in zip(content["links"], documents, strict=True):
        via = [iri for iri in link.get("via", ()) if "/theme/" in iri]
        ends = {"region": [link["from"], link["to"]]} if between else {}
        links.append({**link, "in": {"source": sorted(own), **({"theme": via} if via else {}), **ends}})
    used: dict[str, set[str]] = {facet: set() for facet in FACETS}
    for one in (*things, *links):
        for facet, values in one["in"].items():
            used[facet].update(values)
    choices = {
        facet: [{"value": value, "label": dict(label[value])} for value in sorted(values)]
        for facet, values in used.items()
    }
    return {**content, "things": things, "links": links, "facets": choices}
