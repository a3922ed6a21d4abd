"""The material of the maps: the graph as nodes and links, read once, with names, passages and addresses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from styrkegraf.atlas.addresses import page_of, relative
from styrkegraf.atlas.frame import Frame
from styrkegraf.atlas.maps.facets import Facets, facets, with_facets
from styrkegraf.atlas.wording import word
from styrkegraf.labels import Language
from styrkegraf.map import MapData, Source, map_data
from styrkegraf.map.content import Content, content
from styrkegraf.map.model import LANGUAGES
from styrkegraf.map.network import Drawn
from styrkegraf.map.scripts import words
from styrkegraf.namespaces import ID, SG, SOURCE
from styrkegraf.networks import network
from styrkegraf.text import grouped

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["AtlasMap", "Material"]

_HERE: Final = "sv/maps/map.html"
"""A page of a map: links from all of them, in either language, are the same."""


@dataclass(frozen=True, slots=True)
class AtlasMap:
    """One map of the atlas: its name (in addresses and words), what it is drawn on, and what it draws.

    ``counts`` fill places in its lead, each with the words for what it counts; ``figures`` fill places in the words on
    how to read it; ``projections`` are the queries behind it. ``missing`` says that the graph has nothing to draw.
    """

    name: str
    surface: str
    content: Content
    missing: bool = False
    backdrop: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)
    figures: Mapping[str, object] = field(default_factory=dict)
    projections: tuple[str, ...] = ()

    @property
    def views(self) -> tuple[str, ...]:
        """The views between which a reader can switch, the first one first."""
        return tuple(self.content["views"])

    def lead(self, lang: Language) -> str:
        """What the map shows, in a sentence or two."""
        if self.missing:
            return word(lang, f"map-{self.name}-missing")
        counts = {name: word(lang, f"map-count-{name}", n=grouped(count, lang)) for name, count in self.counts.items()}
        return word(lang, f"map-{self.name}-lead", **counts)


class Material:
    """What the maps are made of."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.graph = frame.graph
        self._origins = {node.value: origin for node, origin in frame.graph.origins.items()}
        self._networks: dict[str, nx.Graph] = {}

    @cached_property
    def data(self) -> MapData:
        """The whole graph as a map has it."""
        return map_data(self.graph.store)

    def network(self, projection: str) -> nx.Graph:
        """A projection, read at the first call; treat it as read-only."""
        if projection not in self._networks:
            self._networks[projection] = network(self.graph, projection)
        return self._networks[projection]

    @cached_property
    def types(self) -> dict[str, str]:
        """The kind of every actor that supports an area: the IRI of its narrowest class."""
        nodes = self.network("actor-area").nodes(data="actor_type")
        return {iri: SG + kind for iri, kind in nodes if kind}

    @cached_property
    def facets(self) -> Facets:
        """By what each thing can be kept."""
        return facets(self.data, self.types)

    def label(self, iri: str) -> dict[str, str]:
        """The name of a thing in both languages."""
        return {lang: self.frame.names.of(iri, lang).text for lang in LANGUAGES}

    def where(self, iri: str) -> str | None:
        """The page of a thing or a passage, as a link from a map."""
        address = page_of(iri, {}) if iri.startswith(SOURCE) else self.frame.address(iri)
        return relative(f"sv/{address}", _HERE) if address else None

    def sources(self, graphs: Iterable[str]) -> tuple[Source, ...]:
        """The passages among named graphs, in words."""
        found = []
        for name in sorted(graphs):
            origin = self._origins.get(name)
            if origin and origin.document:
                lines = str(origin.first or "")
                if origin.last != origin.first:
                    lines += f"–{origin.last}"
                document = tuple(self.label(origin.document).values())
                language = origin.heading_language or ""
                found.append(Source(document, origin.heading or "", lines, passage=name, language=language))
        return tuple(found)

    @cached_property
    def _of_areas(self) -> dict[str, set[str]]:
        """The documents that name each area as one of a region's: those that its theme ties rest on too."""
        found: dict[str, set[str]] = defaultdict(set)
        for edge in self.data.edges:
            if edge.kind == "area-of":
                found[edge.source] |= {source.passage.partition("#")[0] for source in edge.sources}
        return found

    def documents(self, data: MapData) -> list[set[str]]:
        """For every link the documents that speak for it."""
        return [
            {source.passage.partition("#")[0] for source in edge.sources}
            | (self._of_areas[edge.source] if edge.kind == "has-theme" else set())
            for edge in data.edges
        ]

    def content(self, name: str, data: MapData, views: Mapping[str, Drawn], **more: Any) -> Content:
        """The content of a map with facets; its title is among the words of the atlas."""
        plain = content(data, views, words(), self.where)
        given = with_facets(plain, self.facets, self.documents(data), _Names(self))
        return {**given, "name": name, "base": ID, **more}


class _Names(dict[str, Mapping[str, str]]):
    """Names by IRI, looked up when asked for."""

    def __init__(self, material: Material) -> None:
        super().__init__()
        self._material = material

    def __missing__(self, iri: str) -> Mapping[str, str]:
        self[iri] = self._material.label(iri)
        return self[iri]
