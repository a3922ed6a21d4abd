"""Exports: what is written reads back equal, whatever the labels hold, or is refused with a sentence."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from typing import Any, get_args
from xml.etree import ElementTree

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from styrkegraf import Graph
from styrkegraf.labels import Language
from styrkegraf.networks.errors import ExportError
from styrkegraf.networks.export import FORMATS, read_gexf, read_graphml, write
from styrkegraf.networks.project import network, projections
from styrkegraf.networks.stack import stack

READERS: dict[str, Callable[[bytes], Any]] = {"graphml": read_graphml, "gexf": read_gexf}
HOSTILE = "<script>alert(\"1\")</script> & 'x' ]]> \r\n\t  å 𝔖 \u202e"


def typed(value: Any) -> Any:
    """The value with its type, so that 1, 1.0 and True are three."""
    return (type(value).__name__, tuple(map(typed, value)) if isinstance(value, tuple) else value)


def content(made: Any) -> tuple[Any, ...]:
    """All that a network is, for comparing: its type, its attributes, its nodes and its edges with theirs."""

    def attributes(found: dict[str, Any]) -> dict[str, Any]:
        return {name: typed(value) for name, value in found.items()}

    keys = {"keys": True} if made.is_multigraph() else {}
    edges = [
        ((tuple if made.is_directed() else frozenset)(ends[:2]), typed(tuple(ends[2:])), attributes(found))
        for *ends, found in made.edges(data=True, **keys)
    ]
    nodes = [(node, attributes(found)) for node, found in made.nodes(data=True)]
    return type(made), attributes(made.graph), nodes, sorted(edges, key=repr)


def county(kind: type[Any] = nx.Graph, label: str = "Västmanland") -> Any:
    made = kind(projection="prov", länder=("Sverige",))
    made.add_node("county:vastmanland", label_sv=label, label_en=label, kind="County", regions=())
    made.add_node("county:gotland", label_sv="Gotland", label_en="Gotland", lat=57.5, population=61000, joint=False)
    made.add_node("county:skane")
    keyed = {"key": "shared-theme"} if issubclass(kind, nx.MultiGraph) else {}
    made.add_edge("county:vastmanland", "county:gotland", **keyed, weight=0.1 + 0.2, via=("theme:food", label))
    return made


@pytest.mark.parametrize("form", READERS)
@pytest.mark.parametrize("name", [*projections(), "stack"])
def test_a_shipped_network_reads_back_equal(graph: Graph, form: str, name: str) -> None:
    regional = [other for other in projections() if other.startswith("region-region")]
    made = stack({other: network(graph, other) for other in regional}) if name == "stack" else network(graph, name)
    assert content(READERS[form](write(made, form))) == content(made)


@pytest.mark.parametrize("form", READERS)
@pytest.mark.parametrize("kind", [nx.Graph, nx.DiGraph, nx.MultiGraph, nx.MultiDiGraph])
@pytest.mark.parametrize("label", ["Västmanland", HOSTILE, "", " "])
def test_every_type_of_network_and_hostile_labels_read_back_equal(form: str, kind: type[Any], label: str) -> None:
    made = county(kind, label)
    assert content(READERS[form](write(made, form))) == content(made)
    assert content(READERS[form](write(kind(), form))) == content(kind())


SCALARS = (
    st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"))
)
ATTRIBUTES = st.dictionaries(
    st.sampled_from(["weight", "kind", "via", "a b", "name", "id", "u_of_edge", "label"]),
    SCALARS | st.lists(SCALARS, max_size=3).map(tuple),
    max_size=4,
)
KINDS = st.sampled_from([nx.Graph, nx.DiGraph, nx.MultiGraph, nx.MultiDiGraph])
NODES = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"), min_size=1
)


@settings(max_examples=60, deadline=None)
@given(KINDS, st.dictionaries(NODES, ATTRIBUTES, min_size=1, max_size=4), st.data())
def test_any_network_reads_back_equal(kind: type[Any], nodes: dict[str, dict[str, Any]], data: st.DataObject) -> None:
    made = kind()
    made.graph.update(data.draw(ATTRIBUTES))
    for node, attributes in nodes.items():
        made.add_node(node)
        made.nodes[node].update(attributes)
    ends = st.sampled_from(sorted(nodes))
    for source, target in data.draw(st.lists(st.tuples(ends, ends), max_size=5)):
        key = [made.add_edge(source, target)] if made.is_multigraph() else made.add_edge(source, target) or []
        made.edges[(source, target, *key)].update(data.draw(ATTRIBUTES))
    for form, read in READERS.items():
        assert content(read(write(made, form))) == content(made)


def test_networkx_reads_what_is_written(graph: Graph) -> None:
    made = network(graph, "region-theme")
    gexf = nx.read_gexf(io.BytesIO(write(made, "gexf", "en")))
    assert set(gexf) == set(made)
    assert gexf.nodes["https://w3id.org/styrkegraf/id/county/skane"]["kind"] == "County"
    assert (
        gexf.nodes["https://w3id.org/styrkegraf/id/theme/food"]["label"]
        == made.nodes["https://w3id.org/styrkegraf/id/theme/food"]["label_en"]
    )
    assert {frozenset((a, b)): w for a, b, w in gexf.edges(data="weight")} == {
        frozenset((a, b)): w for a, b, w in made.edges(data="weight")
    }
    graphml = nx.read_graphml(io.BytesIO(write(made, "graphml")))
    names = dict(graphml.nodes(data="name"))
    assert {frozenset((names[a], names[b])): w for a, b, w in graphml.edges(data="weight")} == {
        frozenset((a, b)): w for a, b, w in made.edges(data="weight")
    }


def test_identifiers_in_graphml_are_words_and_the_schema_order_is_kept() -> None:
    space = "{http://graphml.graphdrawing.org/xmlns}"
    root = ElementTree.fromstring(write(county(nx.MultiGraph), "graphml"))
    assert [child.tag for child in root] == [space + "key"] * (len(root) - 1) + [space + "graph"]
    ids = [node.get("id", "") for node in root.iter(space + "node")]
    assert ids == ["n0", "n1", "n2"]
    declared = {key.get("id") for key in root.iter(space + "key")}
    assert len(declared) == len(root) - 1
    assert {item.get("key") for item in root.iter(space + "data")} <= declared
    assert {key.get("attr.type") for key in root.iter(space + "key")} <= {"boolean", "long", "double", "string"}


def test_values_in_gexf_are_declared() -> None:
    space = "{http://www.gexf.net/1.2draft}"
    root = ElementTree.fromstring(write(county(), "gexf"))
    declared = {item.get("id"): item.get("type") for item in root.iter(space + "attribute")}
    assert {item.get("for") for item in root.iter(space + "attvalue")} <= set(declared)
    assert set(declared.values()) <= {"boolean", "long", "double", "string", "liststring"}
    (edge,) = root.iter(space + "edge")
    assert float(edge.get("weight", "")) == 0.1 + 0.2


@pytest.mark.parametrize("form", READERS)
@pytest.mark.parametrize("sign", ["\x00", "\x0b", "\ufffe", "\ud800"])
def test_what_xml_cannot_hold_is_refused_with_its_place(form: str, sign: str) -> None:
    place = "“label_sv” of the node county:vastmanland|label of the node county:vastmanland"
    with pytest.raises(ExportError, match=f"({place}) holds the character U\\+{ord(sign):04X}"):
        write(county(label=f"Väst{sign}manland"), form)


@pytest.mark.parametrize("form", READERS)
@pytest.mark.parametrize("value", [None, ["Almi"], {"Almi": 1}, (("Almi",),), {"Almi"}])
def test_an_attribute_that_no_file_can_hold_is_refused(form: str, value: Any) -> None:
    made = county()
    made.nodes["county:gotland"]["actors"] = value
    with pytest.raises(ExportError, match="“actors” of the node county:gotland"):
        write(made, form)


@pytest.mark.parametrize("form", READERS)
def test_nodes_and_keys_that_would_not_read_back_are_refused(form: str) -> None:
    with pytest.raises(ExportError, match="relabel_nodes"):
        write(nx.karate_club_graph(), form)
    mixed = nx.MultiGraph([("Gotland", "Skåne", "shared-theme"), ("Gotland", "Skåne", 1)])
    with pytest.raises(ExportError, match="keys of the edges"):
        write(mixed, form)


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(("form", "root"), [("graphml", "graphml"), ("gexf", "gexf")])
def test_a_file_that_is_no_network_is_refused(form: str, root: str) -> None:
    read = READERS[form]
    with pytest.raises(ExportError, match="line 1, column"):
        read(b"Robotdalen")
    with pytest.raises(ExportError, match=f"no {root} document"):
        read(b"<svg/>")
    with pytest.raises(ExportError, match="document type"):
        read(f"{BOMB}<{root}>&b;</{root}>".encode())
    whole = write(county(), form)
    with pytest.raises(ExportError, match="is no XML"):
        read(whole[: len(whole) // 2])
    with pytest.raises(ExportError, match="of the kind double"):
        read(whole.replace(b"57.5", b"north"))
    empty = whole.replace(b"<graph ", b"<figure ").replace(b"</graph>", b"</figure>")
    with pytest.raises(ExportError, match="has no graph"):
        read(empty)


def test_csv_has_every_tie_and_every_node_without_one(graph: Graph) -> None:
    made = network(graph, "region-region-collaboration")
    rows = list(csv.DictReader(io.StringIO(write(made, "csv").decode())))
    tied = [row for row in rows if row["target"]]
    assert len(tied) == 3
    assert len(rows) == 3 + 18
    assert {row["source_label"] for row in rows if not row["target"]} >= {"Gotland", "Skåne"}
    first = tied[0]
    assert (first["source_label"], first["target_label"], first["layer"]) == ("Dalarna", "Gävleborg", "stated")
    evidence = made.edges[first["source"], first["target"]]["evidence"]
    assert first["evidence"].split(" | ") == list(evidence)


def test_csv_of_nodes_has_their_attributes_in_the_language_asked_for(graph: Graph) -> None:
    made = network(graph, "actor-area")
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(write(made, "csv-nodes", "en").decode()))}
    assert len(rows) == len(made)
    row = rows["https://w3id.org/styrkegraf/id/actor/malardalens-hogskola"]
    assert (row["label"], row["actor_type"], row["collective"]) == ("Mälardalen University", "University", "false")


def test_csv_quotes_what_needs_it_and_names_the_layers_of_a_stack() -> None:
    made = county(nx.MultiGraph, 'a,"b"\nc')
    (tie, alone) = csv.DictReader(io.StringIO(write(made, "csv").decode(), newline=""))
    assert (tie["source_label"], tie["key"]) == ('a,"b"\nc', "shared-theme")
    assert (alone["source"], alone["target"]) == ("county:skane", "")


def test_json_is_what_networkx_reads(graph: Graph) -> None:
    made = network(graph, "area-theme")
    read = nx.node_link_graph(json.loads(write(made, "json")), edges="edges")
    assert nx.utils.nodes_equal(read.nodes, made.nodes)
    assert read.graph == made.graph
    assert {frozenset((a, b)): w for a, b, w in read.edges(data="weight")} == {
        frozenset((a, b)): w for a, b, w in made.edges(data="weight")
    }
    with pytest.raises(ExportError, match="JSON cannot hold"):
        write(nx.Graph([("Gotland", "Skåne", {"weight": float("inf")})]), "json")


def test_cytoscape_has_ids_labels_and_ends() -> None:
    elements = json.loads(write(county(label=HOSTILE), "cytoscape"))["elements"]
    nodes = {item["data"]["id"]: item["data"] for item in elements["nodes"]}
    assert nodes["county:vastmanland"]["label"] == HOSTILE
    assert nodes["county:skane"]["label"] == "county:skane"
    (edge,) = (item["data"] for item in elements["edges"])
    assert {edge["source"], edge["target"]} == {"county:vastmanland", "county:gotland"}


@pytest.mark.parametrize("lang", get_args(Language))
def test_the_table_shows_labels_heaviest_first(graph: Graph, lang: Language) -> None:
    made = network(graph, "region-region-joint-strategy")
    lines = write(made, "table", lang).decode().splitlines()
    assert lines[0].split()[:3] == {"sv": ["från", "till", "vikt"], "en": ["from", "to", "weight"]}[lang]
    assert lines[2].split()[:3] == ["Dalarna", "Gävleborg", "3"]
    assert len(lines) == 2 + 13 + 13  # 13 ties, and 13 of 21 counties without one


def test_a_table_keeps_a_label_on_its_line() -> None:
    assert len(write(county(label="Väst\x1b[31m\nmanland"), "table").decode().splitlines()) == 4


def test_an_unknown_format_names_the_known() -> None:
    with pytest.raises(ExportError, match=", ".join(FORMATS)):
        write(nx.Graph(), "xlsx")
