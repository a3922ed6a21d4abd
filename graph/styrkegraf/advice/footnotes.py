"""Footnotes: the passages and graphs that a text rests on, numbered in the order in which it needs them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

if TYPE_CHECKING:
    from styrkegraf.graph import Graph
    from styrkegraf.labels import Language

__all__ = ["Footnotes", "sources_json"]

_APART = ",\N{NO-BREAK SPACE}"


class Footnotes:
    """Gives each named graph a number when a sentence first needs it.

    >>> from styrkegraf import load
    >>> notes = Footnotes(load(), "en")
    >>> notes.mark(["https://w3id.org/styrkegraf/source/s3-sormland#sammanfattning-oms"])
    ' [1]'
    """

    def __init__(self, graph: Graph, lang: Language) -> None:
        self._graph = graph
        self._lang: Language = lang
        self._numbers: dict[str, int] = {}

    def mark(self, evidence: Iterable[str]) -> str:
        """The numbers of these graphs, as they stand after a sentence; nothing for no graph."""
        numbers = sorted(self._numbers.setdefault(graph, len(self._numbers) + 1) for graph in sorted(set(evidence)))
        return f" [{_APART.join(map(str, numbers))}]" if numbers else ""

    def lines(self) -> list[str]:
        """Every graph marked so far, in words, one a line."""
        width = len(str(len(self._numbers)))
        return [f"{number:>{width}}  {self._words(graph)}" for graph, number in self._numbers.items()]

    def _words(self, graph: str) -> str:
        origin = self._graph.origins.get(NamedNode(graph))
        return origin.words(self._graph.labels, self._lang) if origin else graph


def sources_json(graph: Graph, evidence: Iterable[str], lang: Language) -> list[dict[str, str | int]]:
    """The graphs as JSON objects, each with its origin in words, sorted."""
    found: list[dict[str, str | int]] = []
    for name in sorted(set(evidence)):
        origin = graph.origins.get(NamedNode(name))
        found.append({**origin.to_json(), "words": origin.words(graph.labels, lang)} if origin else {"graph": name})
    return found
