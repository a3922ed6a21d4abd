"""Answers that are given again, and those that must not be."""

from __future__ import annotations

import pytest

from pooling import families, small_store, text, with_pool
from styrkegraf.service.limits import Limits
from styrkegraf.service.query import Query, Result, Wanted
from styrkegraf.service.remembered import Remembered
from styrkegraf.service.workers import Pool

CSV = Wanted(rows="text/csv")


def result(size: int) -> Result:
    return Result("rows", "text/csv", b"x" * size, 0.1)


def kept(remembered: Remembered, *queries: str) -> list[bool]:
    return [remembered.find(Query(query), CSV) is not None for query in queries]


def test_what_was_asked_for_longest_ago_goes_first() -> None:
    remembered = Remembered(100_000)
    for name in "abc":
        remembered.keep(Query(name), CSV, result(10_000))
    assert kept(remembered, "a")
    for number in range(7):
        remembered.keep(Query(f"{number}"), CSV, result(10_000))
    assert kept(remembered, "a", "b", "c", "6") == [True, False, True, True]


def test_an_answer_belongs_to_its_query_its_dataset_and_its_format() -> None:
    remembered = Remembered(100_000)
    remembered.keep(Query("a", ("x:y",), ("x:z",)), CSV, result(1))
    assert remembered.find(Query("a", ("x:y",), ("x:z",), timeout=3), CSV)
    for other in (Query("a"), Query("a", ("x:y",)), Query("a", ("x:z",), ("x:y",)), Query("b", ("x:y",), ("x:z",))):
        assert remembered.find(other, CSV) is None
    assert remembered.find(Query("a", ("x:y",), ("x:z",)), Wanted(rows="text/tab-separated-values")) is None


@pytest.mark.parametrize(
    "sparql",
    [
        "SELECT (RAND() AS ?n) {}",
        "SELECT (now() AS ?n) {}",
        "SELECT (STRUUID() AS ?n) {}",
        "SELECT (uuid() AS ?n) {}",
        "CONSTRUCT { ?b ?p 1 } { BIND(BNODE() AS ?b) }",
        "SELECT * { SERVICE <a:b> { ?s ?p ?o } }",
        "#" * 5000,
    ],
)
def test_what_changes_is_not_kept(sparql: str) -> None:
    remembered = Remembered(100_000)
    remembered.keep(Query(sparql), CSV, result(1))
    assert kept(remembered, sparql) == [False]


def test_a_large_answer_does_not_push_out_all_others() -> None:
    remembered = Remembered(100_000)
    remembered.keep(Query("a"), CSV, result(10_000))
    remembered.keep(Query("b"), CSV, result(50_000))
    assert kept(remembered, "a", "b") == [True, False]


def test_the_pool_answers_again_without_a_worker() -> None:
    async def use(pool: Pool) -> None:
        first = await pool.run(Query("SELECT (1 AS ?one) {}"), CSV)
        assert await pool.run(Query("SELECT (1 AS ?one) {}", timeout=1), CSV) is first
        draws = {text(await pool.run(Query("SELECT (RAND() AS ?n) {}"), CSV)) for _ in range(3)}
        assert len(draws) == 3

    with_pool(use, Limits(workers=1), small_store())
    assert not families()
