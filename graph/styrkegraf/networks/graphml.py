"""GraphML: networks for yEd, Gephi, igraph, Cytoscape and NetworkX itself.

Every attribute has a key with its name and type. A tuple is a string that holds a JSON array, and its key says so in a
``desc``. An identifier must be a word in GraphML, which an IRI is not: nodes are numbered, and what they are is data of
the key ``node-key``, named ``name`` as igraph has it; the keys of a multigraph are data of ``edge-key``. So a network
reads back as it was written.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final
from xml.etree.ElementTree import Element

from styrkegraf.networks.errors import ExportError
from styrkegraf.networks.xmltext import Columns, decode, empty, keys_kind, lines, parse, quote, required

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["read_graphml", "write_graphml"]

_NAMESPACE: Final = "http://graphml.graphdrawing.org/xmlns"
_SCHEMA: Final = "http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd"
_TUPLE: Final = "JSON array"
_NODE: Final = "node-key"
_KEY: Final = "edge-key"
_KINDS: Final = {"int": "long", "float": "double"}


def write_graphml(network: nx.Graph) -> bytes:
    """The network as GraphML, UTF-8. Raises `ExportError` for what the format cannot hold."""
    keys = keys_kind(network)
    columns = {name: Columns(name[0]) for name in ("graph", "node", "edge")}
    body = [*_data(columns["graph"].cells(network.graph, "the network"), "    ")]
    ids = {node: f"n{number}" for number, node in enumerate(network)}
    for node, attributes in network.nodes(data=True):
        cells = columns["node"].cells(attributes, f"the node {node}")
        body += _element(f'node id="{ids[node]}"', [(_NODE, quote(node, "A node")), *cells])
    for source, target, key, attributes in _edges(network):
        what = f"the edge from {source} to {target}"
        cells = columns["edge"].cells(attributes, what)
        if keys:
            cells.insert(0, (_KEY, quote(str(key), f"The key of {what}")))
        body += _element(f'edge source="{ids[source]}" target="{ids[target]}"', cells)
    return lines(_document(network, keys, columns, body))


def _edges(network: nx.Graph) -> Iterator[tuple[str, str, Any, dict[str, Any]]]:
    if network.is_multigraph():
        yield from network.edges(keys=True, data=True)
    else:
        yield from ((source, target, None, attributes) for source, target, attributes in network.edges(data=True))


def _document(network: nx.Graph, keys: str | None, columns: dict[str, Columns], body: list[str]) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield f'<graphml xmlns="{_NAMESPACE}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    yield f'    xsi:schemaLocation="{_NAMESPACE} {_SCHEMA}">'
    yield f'  <key id="{_NODE}" for="node" attr.name="name" attr.type="string"/>'
    if keys:
        yield f'  <key id="{_KEY}" for="edge" attr.name="key" attr.type="{keys}"/>'
    for domain, its in columns.items():
        for (name, kind), column in its.ids.items():
            head = f'  <key id="{column}" for="{domain}" attr.name={quote(name, "A name")}'
            note = f' attr.type="string"><desc>{_TUPLE}</desc></key>' if kind == "tuple" else f' attr.type="{kind}"/>'
            yield head + note
    yield f'  <graph edgedefault="{"directed" if network.is_directed() else "undirected"}">'
    yield from body
    yield "  </graph>"
    yield "</graphml>"


def _element(start: str, cells: list[tuple[str, str]]) -> list[str]:
    if not cells:
        return [f"    <{start}/>"]
    return [f"    <{start}>", *_data(cells, "      "), f"    </{start.partition(' ')[0]}>"]


def _data(cells: list[tuple[str, str]], indent: str) -> list[str]:
    return [f'{indent}<data key="{column}">{_content(text)}</data>' for column, text in cells]


def _content(quoted: str) -> str:
    """The inside of a quoted attribute value, which is fit as content of an element too."""
    return quoted[1:-1]


def read_graphml(data: bytes) -> nx.Graph:
    """The network that `write_graphml` wrote: nodes, edges, attributes and types are those of the original.

    Raises `ExportError` where the data is no such document.
    """
    root = parse(data, "graphml", _NAMESPACE)
    keys = {key.get("id", ""): key for key in root.iterfind(_tag("key"))}
    graph = root.find(_tag("graph"))
    if graph is None:
        raise ExportError("The GraphML document has no graph.")
    made = empty(graph.get("edgedefault") == "directed", _KEY in keys)
    made.graph.update(_attributes(graph, keys))
    names: dict[str, str] = {}
    for node in graph.iterfind(_tag("node")):
        name = names[required(node, "id")] = _own(node, _NODE) or required(node, "id")
        made.add_node(name)
        made.nodes[name].update(_attributes(node, keys))
    for edge in graph.iterfind(_tag("edge")):
        ends = [names.get(required(edge, end), "") for end in ("source", "target")]
        if "" in ends:
            raise ExportError("An edge of the document has an end that is none of its nodes.")
        key = [decode(_kind(keys[_KEY]), _own(edge, _KEY) or "")] if made.is_multigraph() else []
        made.add_edge(*ends, *key)
        made.edges[(*ends, *key)].update(_attributes(edge, keys))
    return made


def _tag(name: str) -> str:
    return f"{{{_NAMESPACE}}}{name}"


def _own(element: Element, key: str) -> str | None:
    return next((item.text or "" for item in element.iterfind(_tag("data")) if item.get("key") == key), None)


def _kind(key: Element) -> str:
    kind = key.get("attr.type", "string")
    return "tuple" if key.findtext(_tag("desc")) == _TUPLE else _KINDS.get(kind, kind)


def _attributes(element: Element, keys: dict[str, Element]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for item in element.iterfind(_tag("data")):
        column = item.get("key", "")
        if column not in keys:
            raise ExportError(f"The document has data of the key “{column}”, which it does not declare.")
        if column not in (_NODE, _KEY):
            found[keys[column].get("attr.name", column)] = decode(_kind(keys[column]), item.text or "")
    return found
