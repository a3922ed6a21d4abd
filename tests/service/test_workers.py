"""The pool as its users see it: answers, datasets, formats, limits."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import pytest

from pooling import ENDLESS, FIRST, SECOND, answered, small_store, text, with_pool
from styrkegraf.namespaces import BASE, PREFIXES
from styrkegraf.service.limits import Limits
from styrkegraf.service.query import (
    BadQuery,
    Busy,
    NotWritable,
    OutOfMemory,
    Query,
    QueryFailed,
    Refused,
    Result,
    TimedOut,
    TooLarge,
    TooLong,
    Wanted,
)
from styrkegraf.service.workers import Pool
from styrkegraf.store import DiskStore
from styrkegraf.store.disk import write_store

LABELS = "SELECT ?l WHERE { ?county skos:prefLabel ?l }"
CSV = Wanted(rows="text/csv", boolean="text/csv")


@dataclass(frozen=True)
class Asking:
    """A pool on a loop of its own, for tests that do not wait for each other."""

    pool: Pool
    runner: asyncio.Runner

    def __call__(self, query: Query | str, wanted: Wanted = CSV) -> str:
        asked = Query(query) if isinstance(query, str) else query
        return text(self.runner.run(self.pool.run(asked, wanted)))

    def labels(self, query: Query) -> list[str]:
        return sorted(self(query).splitlines()[1:])

    def fails(self, query: Query | str, kind: type[QueryFailed], wanted: Wanted = CSV) -> QueryFailed:
        with pytest.raises(kind) as caught:
            self(query, wanted)
        assert type(caught.value) is kind
        return caught.value


async def occupied(pool: Pool) -> list[asyncio.Task[Result]]:
    """Queries without end that take every place of a pool of one worker, which calls none of them long."""
    running: list[asyncio.Task[Result]] = []
    while pool.load.short < 3:
        running += [asyncio.create_task(pool.run(Query(ENDLESS), CSV))]
        while pool.load.short < len(running):
            await asyncio.sleep(0.005)
    return running


@pytest.fixture(scope="module")
def ask() -> Iterator[Asking]:
    with asyncio.Runner() as runner:
        asking = Asking(Pool(small_store(), Limits(seconds=60, output=200_000, length=10_000, workers=2)), runner)
        yield asking
        runner.run(asking.pool.close())


def test_each_kind_of_query_has_its_own_format() -> None:
    async def use(pool: Pool) -> None:
        wanted = Wanted("text/csv", "application/sparql-results+xml", "application/n-triples")
        rows = await pool.run(Query("SELECT (1 AS ?one) {}"), wanted)
        boolean = await pool.run(Query("ASK {}"), wanted)
        triples = await pool.run(Query("CONSTRUCT WHERE { ?s skos:prefLabel ?o }"), wanted)
        assert (rows.kind, rows.media_type, rows.body) == ("rows", "text/csv", b"one\r\n1\r\n")
        assert (boolean.kind, boolean.media_type) == ("boolean", "application/sparql-results+xml")
        assert b"<boolean>true</boolean>" in boolean.body
        assert (triples.kind, triples.media_type, triples.body.count(b"\n")) == ("triples", "application/n-triples", 2)
        assert 0 < rows.seconds < 10

    with_pool(use)


def test_turtle_declares_the_prefixes_that_it_uses(ask: Asking) -> None:
    turtle = ask("CONSTRUCT WHERE { ?s skos:prefLabel ?o }")
    assert "@prefix skos:" in turtle
    assert "@prefix prov:" not in turtle


def test_columns_of_a_star_come_as_the_query_names_them(ask: Asking) -> None:
    sparql = "PREFIX x: <https://e.org/*> SELECT DISTINCT * # *{\n { ?z skos:prefLabel ?b ; dcterms:extent ?a } LIMIT 1"
    assert ask(sparql).splitlines()[0] == "z,b,a"
    assert list(json.loads(ask(sparql, Wanted()))["head"]["vars"]) == ["z", "b", "a"]


@pytest.mark.parametrize("star", ["SELECT *WHERE", "SELECT DISTINCT*WHERE", "SELECT*\nWHERE"])
def test_no_column_of_a_star_runs_into_the_next_word(ask: Asking, star: str) -> None:
    first, *rows = ask(f"{star} {{ ?z skos:prefLabel ?b }}").splitlines()
    assert first == "z,b"
    assert [row.partition(",")[2] for row in sorted(rows)] == ["Västmanland", "Västmanland County"]


XML_ROWS = Wanted("application/sparql-results+xml", "application/sparql-results+xml", "application/rdf+xml")


@pytest.mark.parametrize(
    "sparql",
    [
        'SELECT ("a\\u0001b" AS ?x) {}',
        'SELECT ("a\\uFFFEb" AS ?x) {}',
        'CONSTRUCT { <x:a> <x:b> "a\\u001Fb" } {}',
        "CONSTRUCT { <x:a> <x:1> 1 } {}",
        "CONSTRUCT { <x:a> <http://x/%20> 1 } {}",
        f"CONSTRUCT {{ <x:a> <{PREFIXES['rdf']}li> 1 }} {{}}",
    ],
)
def test_what_xml_cannot_hold_is_not_written_as_xml(ask: Asking, sparql: str) -> None:
    assert ask.fails(sparql, NotWritable, XML_ROWS).status == 406
    assert ask(sparql, Wanted())


@pytest.mark.parametrize("sparql", ['SELECT ("a\\rb" AS ?x) {}', 'CONSTRUCT { <x:a> <x:b> "a\\rb" } {}'])
def test_a_carriage_return_is_one_for_who_reads_xml(ask: Asking, sparql: str) -> None:
    texts = {element.text for element in ElementTree.fromstring(ask(sparql, XML_ROWS)).iter()}
    assert "a\rb" in texts


def test_a_statement_about_a_statement_has_no_json_ld(ask: Asking) -> None:
    quoting = "CONSTRUCT { <x:a> <x:b> <<( <x:a> <x:b> 1 )>> } {}"
    assert ask.fails(quoting, NotWritable, Wanted(triples="application/ld+json")).status == 406


def test_a_function_that_is_not_there_is_a_fault_of_the_query(ask: Asking) -> None:
    assert "<x:f>" in str(ask.fails("SELECT (<x:f>(1) AS ?x) {}", BadQuery))


def test_a_query_that_takes_more_memory_than_it_may_is_ended() -> None:
    """Each text is two of the one before: the last alone is larger than what is granted."""
    doubled = " ".join(f"BIND(CONCAT(?t{n}, ?t{n}) AS ?t{n + 1})" for n in range(24))
    query = f"SELECT (STRLEN(?t24) AS ?signs) {{ BIND('0123456789' AS ?t0) {doubled} }}"

    async def use(pool: Pool) -> None:
        with pytest.raises(OutOfMemory, match="more than 64 MB"):
            await pool.run(Query(query), CSV)
        assert "Västmanland" in text(await pool.run(Query(LABELS), CSV))

    with_pool(use, Limits(workers=1, seconds=60, memory=64 << 20, short=60))


def test_an_error_says_where(ask: Asking) -> None:
    error = ask.fails("SELECT *\nWHERE { ?a ?b }", BadQuery)
    assert (error.line, error.column) == (2, 15)
    assert "line 2, column 15" in str(error)
    assert "“robot:” is not declared" in str(ask.fails("SELECT * { ?s robot:dalen ?o }", BadQuery))
    assert ask.fails("\ud800", BadQuery).status == 400


@pytest.mark.parametrize(
    "update",
    [
        "INSERT DATA { <a:b> <a:b> <a:b> }",
        "PREFIX a: <a:>\nDELETE WHERE { ?s a:b ?o }",
        "PREFIX a: <a:> PREFIX : <b:> INSERT DATA { a:b a:b a:b }",
        "BASE <a:> CLEAR ALL",
        "LOAD <http://127.0.0.1:9/>",
    ],
)
def test_updates_are_refused(ask: Asking, update: str) -> None:
    assert "update" in str(ask.fails(update, Refused))


@pytest.mark.parametrize(("pattern", "most"), [("BRACES", 199), ("FILTER(PARENTHESES)", 198)])
def test_brackets_may_nest_two_hundred_deep_and_no_deeper(ask: Asking, pattern: str, most: int) -> None:
    def nested(depth: int) -> str:
        filled = pattern.replace("BRACES", "{" * depth + "}" * depth)
        return f"SELECT (1 AS ?n) {{ {filled.replace('PARENTHESES', '(' * depth + '1' + ')' * depth)} }}"

    assert ask(nested(most)).split() == ["n", "1"]
    assert "more than 200 deep" in str(ask.fails(nested(most + 1), Refused))


class TestDataset:
    def test_the_default_is_the_union_of_all_once(self, ask: Asking) -> None:
        assert ask.labels(Query(LABELS)) == ["Västmanland", "Västmanland County"]

    @pytest.mark.parametrize(
        "before",
        [
            "",
            "# from graph\n",
            "# c\r",
            "FILTER(?l != 'graph') ",
            "FILTER(?s != <x:\\u0041#>) ",
            "FILTER(!(STR(?l) <'#>')) ",
        ],
    )
    def test_named_graphs_are_found_whatever_hides_the_word(self, ask: Asking, before: str) -> None:
        sparql = f"SELECT ?l {{ {before}GRAPH <{FIRST}> {{ ?s skos:prefLabel ?l }} }}"
        assert ask.labels(Query(sparql)) == ["Västmanland"]

    def test_words_in_comments_and_strings_name_no_graph(self, ask: Asking) -> None:
        sparql = "SELECT ?l { ?s skos:prefLabel ?l FILTER(?l != 'graph') } # from <x:y> graph"
        assert ask.labels(Query(sparql)) == ["Västmanland", "Västmanland County"]

    def test_one_default_graph(self, ask: Asking) -> None:
        assert ask.labels(Query(LABELS, default_graphs=(FIRST,))) == ["Västmanland"]

    @pytest.mark.parametrize("graphs", [(FIRST, SECOND), (FIRST, FIRST, SECOND)])
    def test_several_default_graphs_are_merged(self, ask: Asking, graphs: tuple[str, ...]) -> None:
        assert ask.labels(Query(LABELS, default_graphs=graphs)) == ["Västmanland", "Västmanland County"]

    def test_a_default_graph_brings_no_named_ones(self, ask: Asking) -> None:
        sparql = "SELECT ?l { GRAPH ?g { ?s skos:prefLabel ?l } }"
        assert ask.labels(Query(sparql, default_graphs=(FIRST,))) == []
        assert ask.labels(Query(sparql, default_graphs=(FIRST, SECOND))) == []
        assert ask.labels(Query(sparql, (FIRST, SECOND), (FIRST,))) == ["Västmanland"]

    def test_named_graphs_alone_leave_the_default_graph_empty(self, ask: Asking) -> None:
        assert ask.labels(Query(LABELS, named_graphs=(SECOND,))) == []
        assert len(ask.labels(Query("SELECT ?l { GRAPH ?g { ?s skos:prefLabel ?l } }", (), (SECOND,)))) == 2

    @pytest.mark.parametrize(
        "clauses",
        [
            f"FROM <{FIRST}> FROM <{SECOND}>",
            f"from <{FIRST}>\n#FROM <x:y> {{\nFROM<{SECOND}> FROM NAMED <{FIRST}>",
            f"FROM <{FIRST}> FROM # here\n <{SECOND}>",
            f"FROM <{FIRST.replace('s', chr(92) + 'u0073', 1)}> FROM <{SECOND}> FROM <{SECOND}>",
        ],
    )
    def test_from_merges_as_well(self, ask: Asking, clauses: str) -> None:
        assert ask.labels(Query(f"SELECT ?l {clauses} WHERE {{ ?s skos:prefLabel ?l }}")) == [
            "Västmanland",
            "Västmanland County",
        ]

    def test_from_takes_prefixed_names_of_the_query_and_of_the_project(self, ask: Asking) -> None:
        first, second = FIRST.partition("#")[0] + "#", SECOND.partition("#")[0] + "#"
        head = f"PREFIX one: <{first}> PREFIX two: <{second}>"
        assert len(ask.labels(Query(f"{head} SELECT ?l FROM one:1 FROM two:1 WHERE {{ ?s skos:prefLabel ?l }}"))) == 2

    @pytest.mark.parametrize(
        "head",
        [
            "PREFIX g: <{}> #PREFIX g: <x:other>\n",
            "PREFIX g: # PREFIX g: <x:other>\n<{}>",
            "BASE <{}> PREFIX g: <>",
            "PREFIX select: <x:> PREFIX g: <{}>",
        ],
    )
    def test_from_is_read_as_the_query_declares_it(self, ask: Asking, head: str) -> None:
        first, second = (re.sub(r"[/#]", r"\\\g<0>", graph.removeprefix(BASE)) for graph in (FIRST, SECOND))
        sparql = f"{head.format(BASE)} SELECT ?l FROM g:{first} FROM g:{second} {{ ?s skos:prefLabel ?l }}"
        assert ask.labels(Query(sparql)) == ["Västmanland", "Västmanland County"]

    def test_a_graph_that_is_named_twice_is_seen_once(self, ask: Asking) -> None:
        assert ask.labels(Query(f"SELECT ?l FROM <{FIRST}> FROM <{FIRST}> {{ ?s skos:prefLabel ?l }}")) == [
            "Västmanland"
        ]

    def test_the_dataset_of_the_protocol_wins(self, ask: Asking) -> None:
        sparql = f"SELECT ?l FROM <{SECOND}> WHERE {{ ?s skos:prefLabel ?l }}"
        assert ask.labels(Query(sparql)) == ["Västmanland", "Västmanland County"]
        assert ask.labels(Query(sparql, default_graphs=(FIRST,))) == ["Västmanland"]

    @pytest.mark.parametrize("word", ["GRAPH", "Graph", "graph"])
    def test_named_graphs_are_seen_however_the_query_says_so(self, ask: Asking, word: str) -> None:
        assert ask(f"SELECT (COUNT(DISTINCT ?g) AS ?n) {{ {word} ?g {{ ?s ?p ?o }} }}").split() == ["n", "2"]
        ask.fails(f"SELECT * {{ \\u0047{word[1:]} ?g {{ ?s ?p ?o }} }}", BadQuery)  # else it would have to be seen too

    def test_a_graph_that_is_no_iri(self, ask: Asking) -> None:
        assert "absolute IRI" in str(ask.fails(Query(LABELS, default_graphs=("not an IRI",)), BadQuery))


class TestLimits:
    @pytest.mark.parametrize(("asked", "given"), [(None, "0.5"), (0.2, "0.2"), (3600, "0.5")])
    def test_a_query_may_lower_its_deadline_and_not_raise_it(self, asked: float | None, given: str) -> None:
        async def use(pool: Pool) -> None:
            with pytest.raises(TimedOut, match=f"its {given} s"):
                await pool.run(Query(ENDLESS, timeout=asked), CSV)

        with_pool(use, Limits(seconds=0.5, workers=1))

    def test_a_long_query_text(self, ask: Asking) -> None:
        assert ask("SELECT (1 AS ?one) {}" + "#" * 5000).split() == ["one", "1"]
        assert ask.fails("SELECT (1 AS ?one) {}" + "#" * 10_000, TooLong).status == 413

    def test_an_answer_is_whole_or_an_error(self, ask: Asking) -> None:
        wide = "SELECT ?a { ?s dcterms:extent ?a, ?b . BIND('x' AS ?c) }"
        assert len(ask(wide).splitlines()) == 200 * 200 + 1
        assert "larger" in str(ask.fails(wide.replace("SELECT ?a", "SELECT *"), TooLarge))
        triples = "CONSTRUCT { [] dcterms:extent ?a, ?b } WHERE { ?s dcterms:extent ?a, ?b }"
        assert "larger" in str(ask.fails(triples, TooLarge))

    def test_a_full_queue_says_when_to_come_back(self) -> None:
        async def use(pool: Pool) -> Busy:
            assert await answered(pool)
            running = await occupied(pool)
            waiting = asyncio.create_task(pool.run(Query("ASK {}"), CSV))
            while not pool.load.waiting:
                await asyncio.sleep(0.005)
            with pytest.raises(Busy) as caught:
                await pool.run(Query("ASK {}"), CSV)
            for task in running:
                task.cancel()
            assert text(await waiting) == "true"
            assert await answered(pool)
            return caught.value

        busy = with_pool(use, Limits(workers=1, queue=1, short=60, seconds=60, wait=30))
        assert (busy.status, busy.retry_after) == (503, 30)

    def test_nobody_waits_for_ever(self) -> None:
        async def use(pool: Pool) -> None:
            assert await answered(pool)
            running = await occupied(pool)
            with pytest.raises(Busy, match="in time"):
                await pool.run(Query("ASK {}"), CSV)
            for task in running:
                task.cancel()

        with_pool(use, Limits(workers=1, short=60, seconds=60, wait=0.5))

    def test_long_queries_do_not_hold_up_short_ones(self) -> None:
        async def use(pool: Pool) -> None:
            running = [asyncio.create_task(pool.run(Query(ENDLESS), CSV)) for _ in range(4)]
            for _ in range(20):
                assert await answered(pool)
            while pool.load.long < 4:
                assert await answered(pool)
            assert not any(task.done() for task in running)
            for task in running:
                task.cancel()

        with_pool(use, Limits(workers=1, seconds=30, long=4))

    def test_the_longest_gives_way_when_too_many_are_long(self) -> None:
        async def use(pool: Pool) -> None:
            first = asyncio.create_task(pool.run(Query(ENDLESS), CSV))
            while not pool.load.long:
                assert await answered(pool)
            others = [asyncio.create_task(pool.run(Query(ENDLESS), CSV)) for _ in range(4)]
            with pytest.raises(Busy, match="long queries"):
                await first
            for task in others:
                task.cancel()
            assert await answered(pool)

        with_pool(use, Limits(workers=1, seconds=30, long=1))


def test_a_store_on_disk_answers_the_same(tmp_path: Path) -> None:
    dump = tmp_path / "dump.nq"
    dump.write_bytes(small_store().dump())
    write_store(dump, tmp_path / "store")

    async def use(pool: Pool) -> None:
        assert await answered(pool)
        with pytest.raises(TimedOut):
            await pool.run(Query(ENDLESS, timeout=0.2), CSV)
        assert await answered(pool)

    with_pool(use, store=DiskStore(tmp_path / "store"))


def test_many_at_once_each_get_their_own_answer() -> None:
    async def use(pool: Pool) -> None:
        asked = (pool.run(Query(f"SELECT ({number} AS ?n) {{}}"), CSV) for number in range(200))
        found = await asyncio.gather(*asked)
        assert [text(result).split() for result in found] == [["n", str(number)] for number in range(200)]

    with_pool(use)
