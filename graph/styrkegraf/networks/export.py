"""Exports: a network as a table, as CSV, as JSON, and in the formats of network programs."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any, Final

from styrkegraf.labels import known_language
from styrkegraf.networks.errors import ExportError
from styrkegraf.networks.gexf import read_gexf, write_gexf
from styrkegraf.networks.graphml import read_graphml, write_graphml
from styrkegraf.text import terminal_table

if TYPE_CHECKING:
    import networkx as nx

    from styrkegraf.labels import Language

__all__ = ["FORMATS", "read_gexf", "read_graphml", "write"]

FORMATS: Final = ("table", "csv", "csv-nodes", "json", "graphml", "gexf", "cytoscape")
"""The formats that `write` knows."""

_TIE: Final = ("weight", "relation", "layer", "confidence", "via", "evidence")
_HEADER: Final = {
    "sv": ("från", "till", "vikt", "relation", "lager", "tillförlitlighet", "via", "belägg"),
    "en": ("from", "to", "weight", "relation", "layer", "confidence", "via", "evidence"),
}


def write(network: nx.Graph, form: str, lang: Language = "sv") -> bytes:
    """The network in a format, UTF-8, labels in the language.

    - ``table``: the ties for a reader, heaviest first; via and evidence are counts.
    - ``csv``: one row for each tie; a node without ties has a row with no target. Tuples are joined by `` | ``.
    - ``csv-nodes``: one row for each node, with its attributes.
    - ``json``: node-link JSON, as NetworkX and D3 read it.
    - ``graphml``, ``gexf``: for network programs; `read_graphml` and `read_gexf` give the same network back.
    - ``cytoscape``: the JSON of Cytoscape and Cytoscape.js.

    Raises `ExportError` for an unknown format, or for what the format cannot hold, and `StyrkegrafError` for an unknown
    language.
    """
    known_language(lang)
    if form == "table":
        return _table(network, lang)
    if form == "csv":
        return _csv(_ties(network, lang))
    if form == "csv-nodes":
        return _csv(_nodes(network, lang))
    if form == "json":
        return _json(_node_link(network))
    if form == "graphml":
        return write_graphml(network)
    if form == "gexf":
        return write_gexf(network, lang)
    if form == "cytoscape":
        return _json(_cytoscape(network, lang))
    raise ExportError(f"A network cannot be written as “{form}”; choose one of {', '.join(FORMATS)}.")


def _label(network: nx.Graph, node: Any, lang: Language) -> str:
    attributes = network.nodes[node]
    return str(attributes.get(f"label_{lang}", attributes.get("label", node)))


def _records(network: nx.Graph) -> list[dict[str, Any]]:
    """The edges, each as one record with its ends and, in a multigraph, its key."""
    if network.is_multigraph():
        return [{"source": s, "target": t, "key": k, **found} for s, t, k, found in network.edges(keys=True, data=True)]
    return [{"source": s, "target": t, **found} for s, t, found in network.edges(data=True)]


def _alone(network: nx.Graph) -> list[Any]:
    return [node for node, degree in network.degree() if degree == 0]


def _table(network: nx.Graph, lang: Language) -> bytes:
    def row(record: dict[str, Any]) -> list[str]:
        ends = [_label(network, record[end], lang) if end in record else "" for end in ("source", "target")]
        return [*ends, *(_count(record.get(name, "")) for name in _TIE)]

    rows = [row(record) for record in sorted(_records(network), key=lambda record: -record.get("weight", 0))]
    rows += [row({"source": node}) for node in _alone(network)]
    return "".join(f"{line}\n" for line in terminal_table(_HEADER[lang], rows)).encode()


def _count(value: object) -> str:
    if isinstance(value, tuple):
        return str(len(value))
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def _ties(network: nx.Graph, lang: Language) -> list[list[str]]:
    records = _records(network)
    names = {name for record in records for name in record} - {"source", "target"}
    columns = [*sorted(names - set(_TIE)), *_TIE]
    rows = [["source", "target", "source_label", "target_label", *columns]]
    for record in records:
        ends = [record["source"], record["target"]]
        rows.append([*map(str, ends), *(_label(network, end, lang) for end in ends), *_cells(record, columns)])
    return rows + [[str(node), "", _label(network, node, lang), "", *_cells({}, columns)] for node in _alone(network)]


def _nodes(network: nx.Graph, lang: Language) -> list[list[str]]:
    columns = sorted({str(name) for _, attributes in network.nodes(data=True) for name in attributes})
    rows = [["id", "label", *columns]]
    for node, attributes in network.nodes(data=True):
        rows.append([str(node), _label(network, node, lang), *_cells(attributes, columns)])
    return rows


def _cells(record: dict[str, Any], columns: list[str]) -> list[str]:
    return [_cell(record.get(name, "")) for name in columns]


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return " | ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _csv(rows: list[list[str]]) -> bytes:
    output = io.StringIO(newline="")
    csv.writer(output).writerows(rows)
    return output.getvalue().encode()


def _node_link(network: nx.Graph) -> dict[str, Any]:
    return {
        "directed": network.is_directed(),
        "multigraph": network.is_multigraph(),
        "graph": network.graph,
        "nodes": [{"id": node, **attributes} for node, attributes in network.nodes(data=True)],
        "edges": _records(network),
    }


def _cytoscape(network: nx.Graph, lang: Language) -> dict[str, Any]:
    nodes = [
        {"data": {**attributes, "id": str(node), "label": _label(network, node, lang)}}
        for node, attributes in network.nodes(data=True)
    ]
    edges = [
        {"data": {**record, "id": f"e{number}", "source": str(record["source"]), "target": str(record["target"])}}
        for number, record in enumerate(_records(network))
    ]
    return {"data": network.graph, "elements": {"nodes": nodes, "edges": edges}}


def _json(data: dict[str, Any]) -> bytes:
    try:
        return (json.dumps(data, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()
    except (TypeError, ValueError) as error:
        raise ExportError(f"JSON cannot hold an attribute of the network: {error}.") from error
