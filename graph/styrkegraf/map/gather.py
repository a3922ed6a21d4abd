"""The content of the map of the whole graph, read from a store with the queries in ``queries/maps/``."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple, cast

from pyoxigraph import Literal as RdfLiteral
from pyoxigraph import NamedNode, QuerySolution, QuerySolutions

from styrkegraf.documents import read_document
from styrkegraf.map.model import CONFIDENCES, LANGUAGES, LAYERS, Edge, Fact, Kind, Layer, MapData, Node, Source
from styrkegraf.resources import folder
from styrkegraf.shipped import is_shipped
from styrkegraf.store import Store

__all__ = ["map_data"]

TITLE: Final = {"sv": "Regioner och deras styrkeområden", "en": "Regions and their strength areas"}
SHIPPED_TITLE: Final = {
    "sv": "Sveriges regioner och deras styrkeområden",
    "en": "Sweden’s regions and their strength areas",
}

_READINGS: Final[dict[str, tuple[dict[str, str], dict[str, str]]]] = {
    "area-of": ({"sv": "styrkeområde i", "en": "area of"}, {"sv": "har styrkeområde", "en": "has area"}),
    "rests-on": (
        {"sv": "grundas på styrkor i", "en": "rests on strengths of"},
        {"sv": "ger styrka åt", "en": "lends strength to"},
    ),
    "has-theme": ({"sv": "har tema", "en": "has theme"}, {"sv": "tema för", "en": "theme of"}),
    "supports": ({"sv": "bidrar till", "en": "supports"}, {"sv": "stöds av", "en": "supported by"}),
    "within": ({"sv": "ligger inom", "en": "within"}, {"sv": "omfattar", "en": "contains"}),
    "located-in": ({"sv": "finns i", "en": "located in"}, {"sv": "här finns", "en": "home of"}),
    "related-area": ({"sv": "anknyter till område", "en": "related area"},) * 2,
    "collaborates-with": ({"sv": "samverkar med", "en": "collaborates with"},) * 2,
}
"""How a kind of link reads from its source and from its target; a symmetric one reads the same."""

_TERMS: Final = {
    "type": {"sv": "Typ", "en": "Type"},
    "name": {"sv": "Kallas också", "en": "Also called"},
    "about": {"sv": "Beskrivning", "en": "Description"},
}


class _Row(NamedTuple):
    """One row of ``map-edges.rq`` with both ends on the map."""

    graph: str
    layer: Layer
    confidence: str | None
    passage: Source | None


def _rows(store: Store, name: str) -> QuerySolutions:
    document = read_document(folder("queries") / "maps" / f"{name}.rq")
    return store.select(document.sparql)


def _value(row: QuerySolution, variable: str) -> str:
    term = row[variable]
    return term.value if isinstance(term, NamedNode | RdfLiteral) else ""


def _facts(store: Store) -> dict[str, tuple[Fact, ...]]:
    """The facts of everything that has any: type, other names, description, each in both languages where it can be."""
    values: dict[str, dict[str, dict[str, list[str]]]] = defaultdict(lambda: defaultdict(lambda: defaultdict(list)))
    for row in _rows(store, "map-facts"):
        value = row["value"]
        if isinstance(value, RdfLiteral):
            values[_value(row, "node")][_value(row, "term")][value.language or "sv"].append(value.value)
    return {
        node: tuple(Fact(_TERMS[term], _both(found[term]), name=term == "name") for term in _TERMS if found.get(term))
        for node, found in values.items()
    }


def _both(values: Mapping[str, list[str]]) -> dict[str, str]:
    """The values of each language in one text; a language without any takes those of the other."""
    joined = {lang: ", ".join(sorted(set(values.get(lang, [])))) for lang in LANGUAGES}
    spare = ", ".join(sorted({text for texts in values.values() for text in texts}))
    return {lang: text or spare for lang, text in joined.items()}


def _source(row: QuerySolution) -> Source | None:
    if row["document"] is None:
        return None
    first, last = _value(row, "first"), _value(row, "last")
    lines = first if first == last else f"{first}–{last}"
    document = _value(row, "document")
    named = (document, _value(row, "english") or document)
    heading = row["heading"]
    language = (heading.language or "") if isinstance(heading, RdfLiteral) else ""
    return Source(named, _value(row, "heading"), lines, passage=_value(row, "graph"), language=language)


def _edge(ends: tuple[str, str, str], rows: Iterable[_Row]) -> Edge:
    """One link of all its statements: the strongest layer, the best confidence in it, every passage."""
    source, kind, target = ends
    ordered = sorted(rows, key=lambda row: (LAYERS.index(row.layer), row.graph))
    layer = ordered[0].layer
    given = [row.confidence for row in ordered if row.layer == layer]
    judged = sorted((level for level in given if level), key=CONFIDENCES.index)
    label, inverse = _READINGS[kind]
    passages = tuple(dict.fromkeys(row.passage for row in ordered if row.passage))
    confidence = judged[0] if judged and None not in given else None
    return Edge(source, target, kind, label, inverse, layer, confidence, passages)


def _edges(store: Store, nodes: Mapping[str, Kind]) -> list[Edge]:
    found: dict[tuple[str, str, str], list[_Row]] = defaultdict(list)
    for row in _rows(store, "map-edges"):
        source, kind, target = (_value(row, name) for name in ("source", "kind", "target"))
        if source not in nodes or target not in nodes or source == target:
            continue
        label, inverse = _READINGS[kind]
        if label == inverse and source > target:
            source, target = target, source
        layer = cast(Layer, _value(row, "layer") or "curated")
        found[source, kind, target].append(
            _Row(_value(row, "graph"), layer, _value(row, "confidence") or None, _source(row))
        )
    order = list(_READINGS)
    return [_edge(ends, found[ends]) for ends in sorted(found, key=lambda ends: (order.index(ends[1]), ends))]


def _nearest(edges: Iterable[Edge]) -> list[Edge]:
    """The links without those inferred ones to a wider place that a link to a place within it makes plain."""
    edges = list(edges)
    places: dict[str, set[str]] = defaultdict(set)
    wider: dict[str, set[str]] = defaultdict(set)
    for edge in edges:
        if edge.kind in ("within", "located-in"):
            places[edge.source].add(edge.target)
        if edge.kind == "within":
            wider[edge.source].add(edge.target)
    return [
        edge
        for edge in edges
        if not (
            edge.layer == "inferred"
            and edge.kind in ("within", "located-in")
            and any(edge.target in wider[place] for place in places[edge.source])
        )
    ]


def _homes(edges: Iterable[Edge], kinds: Mapping[str, Kind]) -> dict[str, str]:
    """The region beside which each area or actor stands: an area's own, or the one whose areas it supports most."""
    area_of: dict[str, str] = {}
    support: dict[str, Counter[str]] = defaultdict(Counter)
    edges = list(edges)
    for edge in edges:
        if edge.kind == "area-of":
            area_of.setdefault(edge.source, edge.target)
    for edge in edges:
        if edge.kind == "supports" and edge.target in area_of:
            support[edge.source][area_of[edge.target]] += 1
    actors = {actor: min(counts, key=lambda hub: (-counts[hub], hub)) for actor, counts in support.items()}
    hubs = {iri: iri for iri, kind in kinds.items() if kind in ("region", "macroregion")}
    return {**area_of, **actors, **hubs}


def map_data(store: Store) -> MapData:
    """Regions, macro-regions, themes, strength areas and the actors that support them, with each link and its sources.

    Links derived between regions are left out: they follow from the themes and areas that the map shows. So are
    inferred ones to a wider place, such as the macro-region of the county that an actor is located in.
    """
    rows: dict[str, QuerySolution] = {}
    for row in _rows(store, "map-nodes"):
        rows.setdefault(_value(row, "node"), row)
    kinds = {iri: cast(Kind, _value(row, "kind")) for iri, row in rows.items()}
    edges, facts = _nearest(_edges(store, kinds)), _facts(store)
    homes = _homes(edges, kinds)
    nodes = tuple(
        Node(iri, kinds[iri], _label(iri, row), homes.get(iri, ""), facts.get(iri, ()), _point(row))
        for iri, row in sorted(rows.items())
    )
    return MapData(SHIPPED_TITLE if is_shipped(store) else TITLE, nodes, tuple(edges))


def _label(iri: str, row: QuerySolution) -> dict[str, str]:
    given: dict[str, str] = {lang: _value(row, lang) for lang in LANGUAGES}
    spare = given["sv"] or given["en"] or iri.rpartition("/")[2]
    return {lang: text or spare for lang, text in given.items()}


def _point(row: QuerySolution) -> tuple[float, float] | None:
    if row["long"] is None or row["lat"] is None:
        return None
    return (float(_value(row, "long")), float(_value(row, "lat")))
