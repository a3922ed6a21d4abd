"""Groups for colouring: the theme of each thing, and the communities that the links make."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

from styrkegraf.map import MapData
from styrkegraf.map.model import CONFIDENCES, LANGUAGES

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["community_groups", "theme_groups"]

COLOURS: Final = 7
"""As many groups as a reader can tell apart by colour; the rest share one."""

_REST: Final = {"sv": "Övriga", "en": "Others"}


def theme_groups(data: MapData) -> dict[str, Any]:
    """The theme of areas (their surest), of actors (the most frequent of their areas') and of themes."""
    main: dict[str, str] = {}
    level = {name: at for at, name in enumerate(CONFIDENCES)}
    ties = sorted(
        (edge for edge in data.edges if edge.kind == "has-theme"),
        key=lambda edge: (level.get(edge.confidence or "", len(level)), edge.target),
    )
    for edge in ties:
        main.setdefault(edge.source, edge.target)
    supported: dict[str, Counter[str]] = defaultdict(Counter)
    for edge in data.edges:
        if edge.kind == "supports" and edge.target in main:
            supported[edge.source][main[edge.target]] += 1
    sizes = Counter(main.values())
    for actor, counts in supported.items():
        main[actor] = min(counts, key=lambda theme: (-counts[theme], theme))
    main |= {node.id: node.id for node in data.nodes if node.kind == "theme"}
    order = sorted(sizes, key=lambda theme: (-sizes[theme], theme))
    labels = {node.id: dict(node.label) for node in data.nodes}
    return _grouping(main, order, labels)


def _grouping(of: Mapping[str, str], order: list[str], labels: Mapping[str, dict[str, str]]) -> dict[str, Any]:
    """The first groups by number, in order, and all others as the last one."""
    shown = order[:COLOURS]
    number = {group: at for at, group in enumerate(shown)}
    rest = any(group not in number for group in of.values())
    groups = [labels[group] for group in shown] + ([_REST] if rest else [])
    return {
        "groups": groups,
        "rest": rest,
        "of": {thing: number.get(group, len(shown)) for thing, group in sorted(of.items())},
    }


def community_groups(data: MapData, network: nx.Graph) -> dict[str, Any]:
    """The communities of the network, named by their best tied members; with how sure each node's is."""
    from styrkegraf.measures.groups import communities

    found = communities(network, runs=30)
    labels = {node.id: node.label for node in data.nodes}
    names = {str(at): _named(members, network, labels) for at, members in enumerate(found.groups)}
    of = {node: str(group) for node, group in found.partition.items()}
    grouping = _grouping(of, [str(at) for at, members in enumerate(found.groups) if len(members) > 1], names)
    return {**grouping, "support": {node: round(share, 2) for node, share in sorted(found.support.items())}}


def _named(members: Iterable[str], network: nx.Graph, labels: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    first = sorted(members, key=lambda node: (-network.degree(node), node))[:2]
    return {lang: ", ".join(labels[node][lang] for node in first) for lang in LANGUAGES}
