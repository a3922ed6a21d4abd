"""Origins: the same whether all are read at once, or each when it is asked for."""

from __future__ import annotations

import pytest
from pyoxigraph import NamedNode

from styrkegraf import Graph
from styrkegraf.namespaces import CURATED, INFERRED
from styrkegraf.origins import Origins


def test_in_a_large_graph_each_origin_is_read_when_it_is_asked_for(
    graph: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = dict(graph.origins)
    monkeypatch.setattr("styrkegraf.store.protocol.MANY", 1)
    monkeypatch.setattr(Origins, "_all", None)
    large = Origins(graph.store)
    assert len(known) > 100
    for name, origin in known.items():
        assert large[name] == origin
    assert large[NamedNode(CURATED + "labels")].layer == "curated"
    assert large[NamedNode(INFERRED.value)].layer == "inferred"
    assert large.get(NamedNode("urn:nowhere")) is None
