"""What a map shows, apart from how: nodes, links, and the passages that speak for each link."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from styrkegraf.labels import LANGUAGES

__all__ = [
    "CONFIDENCES",
    "KINDS",
    "LANGUAGES",
    "LAYERS",
    "STANDINGS",
    "Edge",
    "Fact",
    "Kind",
    "Layer",
    "MapData",
    "Node",
    "Source",
    "Standing",
]

Layer = Literal["stated", "curated", "inferred", "derived"]
Standing = Literal["potential", "documented"]
Kind = Literal["region", "macroregion", "theme", "area", "joint-area", "actor"]

LAYERS: tuple[Layer, ...] = ("stated", "curated", "inferred", "derived")
KINDS: tuple[Kind, ...] = ("region", "macroregion", "theme", "area", "joint-area", "actor")
STANDINGS: tuple[Standing, ...] = ("potential", "documented")
CONFIDENCES: tuple[str, ...] = ("high", "medium", "low")


@dataclass(frozen=True, slots=True)
class Source:
    """One passage, already in words: document, heading, lines such as ``12–18``, and an address if there is one.

    The document is named in each of `LANGUAGES`; the heading is as it stands there, in the ``language`` of its
    tag (empty for none). ``passage`` is its IRI.
    """

    document: tuple[str, ...]
    heading: str
    lines: str
    href: str | None = None
    passage: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """Something to tell of a node besides its links: what it is (``term``) and what it says, by language.

    ``name`` marks another name of the node, by which it can be searched.
    """

    term: Mapping[str, str]
    value: Mapping[str, str]
    name: bool = False


@dataclass(frozen=True, slots=True)
class Node:
    """One thing on the map.

    ``id`` is its IRI; ``group`` the IRI of the region or macro-region beside which it is placed (its own for these
    two kinds, empty where there is none); ``point`` longitude and latitude in degrees, where known.
    """

    id: str
    kind: Kind
    label: Mapping[str, str]
    group: str = ""
    facts: tuple[Fact, ...] = ()
    point: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Edge:
    """One link, from the subject to the object of its statement.

    ``label`` reads it from the source, ``inverse`` from the target; ``confidence`` is one of `CONFIDENCES` or None
    where none was given; ``sources`` are the passages that state it. A link that is counted or concluded has more to
    tell: ``weight`` how much it counts, ``via`` the IRIs of what its ends have in common, ``how`` the way it came
    about, ``standing`` whether a source speaks of it or it is only possible.
    """

    source: str
    target: str
    kind: str
    label: Mapping[str, str]
    inverse: Mapping[str, str]
    layer: Layer
    confidence: str | None = None
    sources: tuple[Source, ...] = ()
    weight: float = 1.0
    via: tuple[str, ...] = ()
    how: Mapping[str, str] = field(default_factory=dict)
    standing: Standing | None = None


@dataclass(frozen=True, slots=True)
class MapData:
    """A map: its title in both languages, its nodes and its links (whose ends are all among the nodes).

    ``names`` are those of what links go via and that is no node itself, by IRI and language.
    """

    title: Mapping[str, str]
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
