"""The benchmark of the service: that what it asks has the answers that it speaks of, on both of its graphs."""

from __future__ import annotations

from benchmarks.service import AGGREGATE, FIRST, JOIN, generated, queries

from shipped import shipped
from styrkegraf.namespaces import sg
from styrkegraf.store import MemoryStore


def test_the_questions_of_the_benchmark_have_their_rows_on_both_graphs() -> None:
    own = shipped().store
    assert isinstance(own, MemoryStore)
    for store in (own, generated(20_000, own)):
        asked = queries(store)
        assert len(set(asked["point"])) == 500
        for query in asked["point"][::50]:
            assert len(list(store.select(query))) >= 1
        for hundred in (FIRST, JOIN):
            assert len(list(store.select(hundred))) == 100
        assert sg("County") in {row["class"] for row in store.select(AGGREGATE)}
