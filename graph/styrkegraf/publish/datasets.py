"""What is said of the datasets of the catalogue: the graph, its tables, its networks and the ontology."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

__all__ = ["DATASETS", "SWEDEN", "About", "Country", "DatasetText"]


@dataclass(frozen=True, slots=True)
class Country:
    """A country: its code of three letters (ISO 3166-1) and its name in Swedish and English."""

    code: str
    name: tuple[str, str]


SWEDEN: Final = Country("SWE", ("Sverige", "Sweden"))


@dataclass(frozen=True, slots=True)
class About:
    """What is said of a dataset: title and description in any case, all else where it is known.

    Unless somebody words them, they are such that they hold of every graph that is written with the ontology.
    ``source`` is the IRI of what it is made from, ``country`` what it is about; ``frequency`` and ``availability`` are
    codes of the EU for how often it is renewed and how long it is meant to be there.
    """

    version: str | None = None
    issued: str | None = None
    modified: str | None = None
    licence: str | None = None
    title: tuple[str, str] = ("Smart specialisering: en kunskapsgraf", "Smart specialisation: a knowledge graph")
    description: tuple[str, str] = (
        "En kunskapsgraf om smart specialisering, skriven med Styrkegrafs ontologi.",
        "A knowledge graph of smart specialisation, written with the Styrkegraf ontology.",
    )
    source: str | None = None
    country: Country | None = None
    frequency: str | None = None
    availability: str | None = None


@dataclass(frozen=True, slots=True)
class DatasetText:
    """What a dataset of ours is called and what it holds, with keywords; each in Swedish and English.

    A pair of braces in a title stands for the name of the graph.
    """

    title: tuple[str, str]
    description: tuple[str, str]
    keywords: tuple[tuple[str, str], ...]


_KEYWORDS: Final = (
    ("smart specialisering", "smart specialisation"),
    ("regional utveckling", "regional development"),
    ("innovation", "innovation"),
    ("styrkeområden", "strength areas"),
)
DATASETS: Final[Mapping[str, DatasetText]] = {
    "graph": DatasetText(
        ("Styrkegraf: smart specialisering i Sverige", "Styrkegraf: smart specialisation in Sweden"),
        (
            "En kunskapsgraf över regionernas styrkeområden, aktörerna bakom dem, strategierna som pekar ut dem och"
            " länkarna mellan regionerna. Varje uppgift namnger textstället som den kommer från.",
            "A knowledge graph of the strength areas of regions, the actors behind them, the strategies that name them"
            " and the links between regions. Every statement names the passage that it comes from.",
        ),
        (*_KEYWORDS, ("kunskapsgraf", "knowledge graph"), ("länkade data", "linked data")),
    ),
    "tables": DatasetText(
        ("{} som tabeller", "{} as tables"),
        (
            "Län, styrkeområden, teman, aktörer, länkar, källor och alla uppgifter med källa, som CSV med beskrivning.",
            "Counties, strength areas, themes, actors, links, sources and all statements with their source, as CSV"
            " with a description.",
        ),
        (*_KEYWORDS, ("tabeller", "tables")),
    ),
    "networks": DatasetText(
        ("{} som nätverk", "{} as networks"),
        (
            "Grafen sedd som nätverk av regioner, områden, teman och aktörer, där varje band har sina belägg.",
            "The graph seen as networks of regions, areas, themes and actors, in which every tie has its evidence.",
        ),
        (*_KEYWORDS, ("nätverk", "networks")),
    ),
    "ontology": DatasetText(
        ("Styrkegrafs ontologi", "The Styrkegraf ontology"),
        (
            "Termerna som grafen är skriven med, med svenska och engelska namn och definitioner.",
            "The terms in which the graph is written, with Swedish and English names and definitions.",
        ),
        (*_KEYWORDS, ("ontologi", "ontology")),
    ),
}
"""The datasets of the catalogue, by the last part of their IRI."""
