"""Projections: the SELECT queries in ``queries/networks`` that turn the graph into networks.

A projection is a query document with ``title``, ``question`` and ``read`` in both languages, and besides

``mode``
    ``two-mode`` (ties between two kinds of things) or ``one-mode``;
``source``, ``target``
    the classes, by local name, of the things in the columns ``?source`` and ``?target``;
``standing``
    for links between regions: ``documented`` where a source says so, ``potential`` where two have something in common.

Each row is one path between two things. ``?graph``, ``?graph2`` ... are the named graphs of its steps, ``?confidence``,
``?confidence2`` ... what is known of their confidence beside that of the passages, ``?via`` what the path goes through
and ``?relation`` the property, where there are several. A row without ``?target`` gives a node without a tie.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from styrkegraf import resources
from styrkegraf.documents import DocumentError, QueryDocument, read_folder
from styrkegraf.labels import LANGUAGES
from styrkegraf.networks.errors import NetworkError, UnknownProjection
from styrkegraf.networks.evidence import CONFIDENCES, LAYERS, Confidence, Path, standing
from styrkegraf.networks.nodes import Attribute, Nodes

if TYPE_CHECKING:
    import networkx as nx
    from pyoxigraph import QuerySolution

    from styrkegraf.graph import Graph

__all__ = ["network", "projections"]

MODES: Final = ("one-mode", "two-mode")


@cache
def projections() -> Mapping[str, QueryDocument]:
    """Every projection that ships, by name, in order of name."""
    found = read_folder(resources.folder("queries") / "networks")
    for document in found.values():
        if document.head.get("mode") not in MODES or not {"source", "target"} <= set(document.head):
            raise DocumentError(document.path, 1, "a projection says mode (one-mode, two-mode), source and target.")
    return found


def network(
    graph: Graph,
    projection: str,
    *,
    collective: bool = True,
    minimum: Confidence = "low",
    layers: Collection[str] | None = None,
) -> nx.Graph:
    """A projection of the graph as a NetworkX graph, undirected, with nodes and edges in order of their IRIs.

    Nodes are IRIs with the attributes of `Nodes.attributes`, and ``bipartite`` (0 for sources, 1 for targets) when the
    projection is two-mode. Edges have ``weight`` (the number of things in ``via``, or 1), ``layer``, ``confidence`` if
    somebody judged it, ``relation``, ``evidence`` (named graphs) and ``via``, the last two sorted. A path stands as its
    weakest step, an edge as its best path. The graph has ``projection``, ``mode``, ``title_sv``, ``title_en`` and
    ``standing``, if the document has one.

    ``collective=False`` leaves out collective actors and every path through one; ``minimum`` and ``layers`` leave out
    paths below a confidence (one that nobody judged counts as high) or of other layers, and with them their weight.
    Raises `UnknownProjection`, or `NetworkError` for an option that means nothing.
    """
    import networkx as nx

    document = _find(projection)
    _check(minimum, layers)
    nodes = Nodes(graph)
    alone, paths = _read(graph, document)
    made = nx.Graph(**_about(document))
    kinds = (document.head["source"].split(), document.head["target"].split())
    kept = {
        pair: fitting
        for pair, found in paths.items()
        if (fitting := [path for path in found if _fits(path, minimum, layers)])
    }
    if not collective:
        alone = {iri for iri in alone if not nodes.is_collective(iri)}
        kept = _named_only(kept, nodes)
    for side, members in enumerate(_sides(alone, kept, document.head["mode"] == "two-mode")):
        for iri in sorted(members):
            made.add_node(iri, **nodes.attributes(iri, kinds[side]), **_bipartite(document, side))
    made.add_edges_from((*pair, _edge(found)) for pair, found in sorted(kept.items()))
    return made


def _find(name: str) -> QueryDocument:
    known = projections()
    if name not in known:
        raise UnknownProjection(name, known)
    return known[name]


def _check(minimum: str, layers: Collection[str] | None) -> None:
    if minimum not in CONFIDENCES:
        raise NetworkError(f"There is no confidence “{minimum}”; choose {', '.join(CONFIDENCES)}.")
    unknown = sorted(set(layers or ()) - set(LAYERS))
    if unknown or (layers is not None and not layers) or isinstance(layers, str):
        wrong = "a text" if isinstance(layers, str) else f"“{unknown[0]}”" if unknown else "none"
        raise NetworkError(f"The layers are a list out of {', '.join(reversed(LAYERS))}, not {wrong}.")


def _about(document: QueryDocument) -> dict[str, str]:
    titles = {f"title_{lang}": document.text("title", lang) for lang in LANGUAGES}
    head = {key: document.head[key] for key in ("mode", "standing") if key in document.head}
    return {"projection": document.name, **head, **titles}


def _read(graph: Graph, document: QueryDocument) -> tuple[set[str], dict[tuple[str, str], list[Path]]]:
    """The things that stand alone, and the paths of each pair; a pair of a one-mode projection is in order."""
    alone: set[str] = set()
    paths: dict[tuple[str, str], set[Path]] = defaultdict(set)
    rows = graph.store.select(document.sparql)
    names = {variable.value for variable in rows.variables}
    reader = _Reader(graph, document, names)
    for row in rows:
        source, target = reader.value(row, "source"), reader.value(row, "target")
        if source is None:
            raise DocumentError(document.path, 1, "the query gave a row without ?source.")
        if target is None:
            alone.add(source)
        elif source != target:  # a thing is no neighbour of itself
            pair = (source, target)
            ordered = pair if document.head["mode"] == "two-mode" or source < target else pair[::-1]
            paths[ordered].add(reader.path(row))
    return alone, {pair: sorted(found, key=_order) for pair, found in paths.items()}


class _Reader:
    """Reads the rows of one projection."""

    def __init__(self, graph: Graph, document: QueryDocument, names: Iterable[str]) -> None:
        self._origins = {node.value: origin for node, origin in graph.origins.items()}
        self._document = document
        self._names = set(names)
        self._graphs = sorted(name for name in self._names if name.startswith("graph"))
        self._confidences = sorted(name for name in self._names if name.startswith("confidence"))

    def value(self, row: QuerySolution, name: str) -> str | None:
        term = row[name] if name in self._names else None
        return term.value if isinstance(term, NamedNode) else None

    def path(self, row: QuerySolution) -> Path:
        graphs = [value for name in self._graphs if (value := self.value(row, name))]
        unknown = sorted(set(graphs) - set(self._origins))
        if not graphs or unknown:
            what = f"the named graph {unknown[0]} has no sg:layer." if unknown else "a tie has no ?graph."
            raise DocumentError(self._document.path, 1, what)
        origins = [self._origins[name] for name in graphs]
        judged = [_local(value) for name in self._confidences if (value := self.value(row, name))]
        judged += [origin.certainty for origin in origins if origin.certainty]
        return Path(
            via=self.value(row, "via"),
            graphs=tuple(sorted(set(graphs))),
            relation=_local(self.value(row, "relation") or self._document.name),
            standing=standing([origin.layer for origin in origins], judged),
        )


def _local(iri: str) -> str:
    return iri.rpartition("#")[2].rpartition("/")[2]


def _order(path: Path) -> tuple[str, tuple[str, ...], str]:
    return path.via or "", path.graphs, path.relation


def _fits(path: Path, minimum: Confidence, layers: Collection[str] | None) -> bool:
    sure = path.standing.confidence is None or path.standing.confidence in CONFIDENCES[CONFIDENCES.index(minimum) :]
    return sure and (layers is None or path.standing.layer in layers)


def _named_only(paths: dict[tuple[str, str], list[Path]], nodes: Nodes) -> dict[tuple[str, str], list[Path]]:
    named = {
        pair: [path for path in found if path.via is None or not nodes.is_collective(path.via)]
        for pair, found in paths.items()
        if not any(nodes.is_collective(end) for end in pair)
    }
    return {pair: found for pair, found in named.items() if found}


def _sides(alone: set[str], pairs: Iterable[tuple[str, str]], two_mode: bool) -> tuple[set[str], ...]:
    """The nodes: of each side when there are two modes, else in one set."""
    sources, targets = ({pair[side] for pair in pairs} for side in (0, 1))
    if not two_mode:
        return (sources | targets | alone,)
    both = sorted((sources | alone) & targets)
    if both:
        raise NetworkError(f"{both[0]} is on both sides of a two-mode projection; mend the query.")
    return sources | alone, targets


def _bipartite(document: QueryDocument, side: int) -> dict[str, int]:
    return {"bipartite": side} if document.head["mode"] == "two-mode" else {}


def _edge(paths: list[Path]) -> dict[str, Attribute]:
    via = tuple(sorted({path.via for path in paths if path.via}))
    best = max((path.standing for path in paths), key=lambda found: found.rank())
    edge: dict[str, Attribute] = {
        "weight": float(len(via) or 1),
        "layer": best.layer,
        "relation": ", ".join(sorted({path.relation for path in paths})),
        "evidence": tuple(sorted({name for path in paths for name in path.graphs})),
        "via": via,
    }
    return {**edge, "confidence": best.confidence} if best.confidence else edge
