"""Sides: which of the two kinds of things in a two-mode network a name means."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Literal, cast

from styrkegraf.networks.errors import NetworkError

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["side"]


def side(network: nx.Graph, name: str) -> Literal[0, 1]:
    """The side that a name means, by the two words of the projection's name, singular or plural.

    In ``actor-area`` side 0 is ``actors`` and side 1 is ``areas``. Raises `NetworkError`, with the nearest name, where
    the name is none of them or the network has one kind of node only.
    """
    words = str(network.graph.get("projection", "")).split("-")
    if network.graph.get("mode") != "two-mode" or len(words) != 2:
        raise NetworkError("This network has no two sides to choose from: leave the option out.")
    plurals = [f"{word}s" for word in words]
    asked = name.strip().lower()
    for names in (words, plurals):
        if asked in names:
            return cast("Literal[0, 1]", names.index(asked))
    near = difflib.get_close_matches(asked, plurals, n=1)
    hint = f" Did you mean {near[0]}?" if near else ""
    raise NetworkError(f"This network has no side “{name}”: it has {' and '.join(plurals)}.{hint}")
