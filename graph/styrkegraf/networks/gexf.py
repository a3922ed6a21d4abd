"""GEXF 1.2: networks for Gephi.

Labels and weights stand where Gephi looks for them; every other attribute is declared with its type, a tuple as
``liststring``. The attributes of the network itself, for which GEXF has no place, are a JSON object in its description.
So a network reads back as it was written.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final
from xml.etree.ElementTree import Element

from styrkegraf.networks.errors import ExportError
from styrkegraf.networks.xmltext import Columns, decode, empty, keys_kind, lines, number, parse, quote, required

if TYPE_CHECKING:
    import networkx as nx

    from styrkegraf.labels import Language

__all__ = ["read_gexf", "write_gexf"]

_NAMESPACE: Final = "http://www.gexf.net/1.2draft"
_KEY: Final = "edge-key"
_TYPES: Final = {"tuple": "liststring"}
_KINDS: Final = {"liststring": "tuple", "integer": "long", "float": "double", "anyURI": "string"}


def write_gexf(network: nx.Graph, lang: Language = "sv") -> bytes:
    """The network as GEXF, UTF-8, nodes labelled in the language. Raises `ExportError` for what it cannot hold."""
    keys = keys_kind(network)
    columns = {name: Columns(name[0]) for name in ("node", "edge")}
    nodes: list[str] = []
    for node, attributes in network.nodes(data=True):
        label = quote(str(attributes.get(f"label_{lang}", node)), f"The label of the node {node}")
        cells = columns["node"].cells(attributes, f"the node {node}")
        nodes += _element(f"node id={quote(node, 'A node')} label={label}", cells)
    edges: list[str] = []
    for position, (*ends, attributes) in enumerate(network.edges(data=True, **({"keys": True} if keys else {}))):
        edges += _edge(position, ends, attributes, columns["edge"])
    return lines(_document(network, keys, columns, nodes, edges))


def _edge(position: int, ends: list[Any], attributes: dict[str, Any], columns: Columns) -> list[str]:
    source, target, *key = ends
    what = f"the edge from {source} to {target}"
    weight = attributes.get("weight")
    shown = ""
    if isinstance(weight, float):
        attributes = {name: value for name, value in attributes.items() if name != "weight"}
        shown = f' weight="{number(float(weight))}"'
    cells = [(_KEY, quote(str(name), f"The key of {what}")) for name in key] + columns.cells(attributes, what)
    return _element(f'edge id="{position}" source={quote(source, what)} target={quote(target, what)}{shown}', cells)


def _document(
    network: nx.Graph, keys: str | None, columns: dict[str, Columns], nodes: list[str], edges: list[str]
) -> Iterator[str]:
    Columns("g").cells(network.graph, "the network")  # refuses what JSON would turn into something else
    about = quote(json.dumps(network.graph, ensure_ascii=False), "The description of the network")
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield f'<gexf xmlns="{_NAMESPACE}" version="1.2">'
    yield f"  <meta><creator>Styrkegraf</creator><description>{about[1:-1]}</description></meta>"
    yield f'  <graph defaultedgetype="{"directed" if network.is_directed() else "undirected"}" mode="static">'
    for domain, its in columns.items():
        yield f'    <attributes class="{domain}">'
        if keys and domain == "edge":
            yield f'      <attribute id="{_KEY}" title="{_KEY}" type="{keys}"/>'
        for (name, kind), column in its.ids.items():
            title, form = quote(name, "A name"), _TYPES.get(kind, kind)
            yield f'      <attribute id="{column}" title={title} type="{form}"/>'
        yield "    </attributes>"
    yield from ["    <nodes>", *nodes, "    </nodes>", "    <edges>", *edges, "    </edges>", "  </graph>", "</gexf>"]


def _element(start: str, cells: list[tuple[str, str]]) -> list[str]:
    if not cells:
        return [f"      <{start}/>"]
    values = [f'          <attvalue for="{column}" value={text}/>' for column, text in cells]
    end = f"      </{start.partition(' ')[0]}>"
    return [f"      <{start}>", "        <attvalues>", *values, "        </attvalues>", end]


def read_gexf(data: bytes) -> nx.Graph:
    """The network that `write_gexf` wrote: nodes, edges, attributes and types are those of the original.

    Raises `ExportError` where the data is no such document.
    """
    root = parse(data, "gexf", _NAMESPACE)
    graph = root.find(_tag("graph"))
    if graph is None:
        raise ExportError("The GEXF document has no graph.")
    columns = {group.get("class"): _declared(group) for group in graph.iterfind(_tag("attributes"))}
    declared = {domain: columns.get(domain, {}) for domain in ("node", "edge")}
    made = empty(graph.get("defaultedgetype") == "directed", _KEY in declared["edge"])
    made.graph.update(_about(root))
    for node in graph.iterfind(f"{_tag('nodes')}/{_tag('node')}"):
        name = required(node, "id")
        made.add_node(name)
        made.nodes[name].update(_values(node, declared["node"]))
    for edge in graph.iterfind(f"{_tag('edges')}/{_tag('edge')}"):
        attributes = _values(edge, declared["edge"])
        key = [attributes.pop(_KEY, "")] if made.is_multigraph() else []
        place = (required(edge, "source"), required(edge, "target"), *key)
        if place[0] not in made or place[1] not in made:
            raise ExportError("An edge of the document has an end that is none of its nodes.")
        made.add_edge(*place)
        weight = edge.get("weight")
        made.edges[place].update({"weight": decode("double", weight)} if weight else {})
        made.edges[place].update(attributes)
    return made


def _tag(name: str) -> str:
    return f"{{{_NAMESPACE}}}{name}"


def _about(root: Element) -> dict[str, Any]:
    text = root.findtext(f"{_tag('meta')}/{_tag('description')}") or "{}"
    try:
        found = dict(json.loads(text))
    except (ValueError, TypeError) as error:
        raise ExportError(
            "The description of the GEXF document is no JSON object; Styrkegraf did not write it."
        ) from error
    return {name: tuple(value) if isinstance(value, list) else value for name, value in found.items()}


def _declared(group: Element) -> dict[str, tuple[str, str]]:
    return {
        required(item, "id"): (required(item, "title"), _KINDS.get(item.get("type", ""), item.get("type", "string")))
        for item in group.iterfind(_tag("attribute"))
    }


def _values(element: Element, columns: dict[str, tuple[str, str]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for item in element.iterfind(f"{_tag('attvalues')}/{_tag('attvalue')}"):
        column = required(item, "for")
        if column not in columns:
            raise ExportError(f"The document has a value of the attribute “{column}”, which it does not declare.")
        name, kind = columns[column]
        found[name] = decode(kind, required(item, "value"))
    return found
