"""Origins: the same whether all are read at once, or each when it is asked for; and none is read twice."""

from __future__ import annotations

import pytest
from pyoxigraph import NamedNode

from styrkegraf import Graph
from styrkegraf.namespaces import CURATED, INFERRED
from styrkegraf.origins import Origins
from styrkegraf.store import MemoryStore, Results


class Counting(MemoryStore):
    """A large store that counts how often it is asked."""

    asked = 0

    @property
    def is_large(self) -> bool:
        return True

    def query(self, sparql: str) -> Results:
        self.asked += 1
        return super().query(sparql)


@pytest.fixture(scope="module")
def large(graph: Graph) -> Counting:
    return Counting(graph.store.quads())


def test_in_a_large_graph_each_origin_is_read_when_it_is_first_asked_for(graph: Graph, large: Counting) -> None:
    known = dict(graph.origins)
    origins, before = Origins(large), large.asked
    assert len(known) > 100
    for name in [*known, *known]:
        assert origins[name] == known[name]
    assert origins[NamedNode(CURATED + "labels")].layer == "curated"
    assert origins[NamedNode(INFERRED.value)].layer == "inferred"
    assert origins.get(NamedNode("urn:nowhere")) is None
    assert large.asked - before == len(known) + 1


def test_in_a_large_graph_all_origins_are_read_at_once_by_who_goes_through_them(graph: Graph, large: Counting) -> None:
    origins, before = Origins(large), large.asked
    assert dict(origins.items()) == dict(graph.origins)
    assert NamedNode("urn:nowhere") not in origins
    assert large.asked - before == 1
