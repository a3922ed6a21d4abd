"""Look-ups: answered without a worker, in the very bytes in which a worker would answer; and what is none."""

from __future__ import annotations

import asyncio
import json

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store, Triple

from pooling import families, small_store, with_pool
from shipped import shipped
from styrkegraf.media import SPARQL_JSON
from styrkegraf.service.evaluation import Stores, evaluate
from styrkegraf.service.limits import Limits
from styrkegraf.service.lookups import look_up
from styrkegraf.service.query import BadQuery, Query, TooLarge, Wanted
from styrkegraf.service.wire import Asked
from styrkegraf.service.workers import Pool
from styrkegraf.store import MemoryStore

JSON = SPARQL_JSON.media_type
WANTED = Wanted(JSON, JSON)
NAME = NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel")
HOSTILE = 'a "quoted" \\ and \n broken\t\x01 </script> åäö \U0001f1f8\U0001f1ea \u2028'


def store_of(*quads: Quad) -> Store:
    store = Store()
    store.extend(quads)
    return store


def evaluated(store: Store, sparql: str) -> bytes:
    """What a worker would answer."""
    return evaluate(Stores(store, store), Asked(sparql, (), (), JSON, JSON, "text/turtle"), 1 << 26)[1]


def looked_up(store: Store, sparql: str) -> bytes | None:
    found = look_up(store, sparql)
    return found[1] if found else None


def test_everything_in_the_graph_is_told_as_a_worker_would_tell_it() -> None:
    held = shipped().store
    assert isinstance(held, MemoryStore)
    store = held.oxigraph
    things = sorted({str(quad.subject) for quad in store if isinstance(quad.subject, NamedNode)})
    assert len(things) > 1000
    for thing in things:
        for sparql in (f"SELECT * {{ {thing} ?p ?o }}", f"SELECT ?class WHERE {{ {thing} a ?class . }}"):
            assert looked_up(store, sparql) == evaluated(store, sparql)


@pytest.mark.parametrize(
    "sparql",
    [
        "SELECT * { <x:1> ?p ?o }",
        "SELECT $o ?p { <x:1> ?p ?o }",
        "select ?other where{<x:1>?p ?o}",
        "SELECT * { <x:1> ?p <x:2> }",
        "SELECT * { <x:1> <x:p> <x:2> }",
        "SELECT * { <x:none> ?p ?o }",
        "ASK { <x:1> a ?class }",
        "ASK WHERE { <x:1> skos:prefLabel ?name }",
        "PREFIX q: <x:> SELECT ?o { q:1 q:p ?o } # and why",
        "PREFIX skos: <x:> SELECT ?o { skos:1 skos:p ?o }",
        "PREFIX q: <y:>\nPREFIX q: <x:>\n# first\nSELECT ?o { q:1 q:p ?o }".replace("# first\n", ""),
    ],
)
def test_every_form_gives_what_a_worker_gives(sparql: str) -> None:
    values: list[NamedNode | BlankNode | Literal] = [
        Literal(HOSTILE),
        Literal("Fisk", language="sv"),
        Literal(3),
        Literal("x", datatype=NamedNode("x:y")),
        NamedNode("x:2"),
        BlankNode("b"),
    ]
    store = store_of(*(Quad(NamedNode("x:1"), NamedNode("x:p"), value) for value in values))
    store.add(Quad(NamedNode("x:1"), NAME, Literal("Ett", language="sv")))
    store.add(Quad(NamedNode("x:1"), NAME, Literal("not of the union"), NamedNode("x:graph")))
    found = looked_up(store, sparql)
    assert found == evaluated(store, sparql)
    assert json.loads(found)


@pytest.mark.parametrize(
    "sparql",
    [
        "SELECT * { ?s ?p ?o }",
        "SELECT * { ?s <x:p> <x:2> }",
        "SELECT * { <x:1> ?x ?x }",
        "SELECT * { <x:1> ?x $x }",
        "SELECT ?p ?p { <x:1> ?p ?o }",
        "SELECT DISTINCT ?p { <x:1> ?p ?o }",
        "SELECT * { <x:1> ?p ?o } LIMIT 1",
        "SELECT * { <x:1> ?p ?o ; ?q ?r }",
        "SELECT * { <x:1> ?p ?o . ?o ?q ?r }",
        "SELECT * { <x:1> <x:p>+ ?o }",
        "SELECT * { <x:1> <x:p>|<x:q> ?o }",
        "SELECT * FROM <x:graph> { <x:1> ?p ?o }",
        "SELECT * { GRAPH <x:graph> { <x:1> ?p ?o } }",
        "SELECT * { SERVICE <x:1> { <x:1> ?p ?o } }",
        "SELECT (COUNT(*) AS ?n) { <x:1> ?p ?o }",
        "SELECT * { <x:1> ?p 'text' }",
        "SELECT * { <relative> ?p ?o }",
        "PREFIX q: <relative> SELECT * { <x:1> ?p ?o . }".replace("<x:1>", "q:1"),
        "PREFIX q: <relative> SELECT * { <x:1> ?p ?o . }",
        "SELECT * { nobody:declared ?p ?o }",
        "SELECT * { <x:1> A ?class }",
        "CONSTRUCT { <x:1> ?p ?o } WHERE { <x:1> ?p ?o }",
        "DESCRIBE <x:1>",
        "DELETE WHERE { <x:1> ?p ?o }",
        "SELECT * { <x:1> ?p ?o } # all\r LIMIT 0",
        "SELECT *\f{ <x:1> ?p ?o }",
        "PREFIX q: <x:> SELECT * { q:-1 ?p ?o }",
        "SELECT * { <x:1> ?p ?o }" + " " * 2000,
    ],
)
def test_what_is_more_or_other_than_a_look_up_is_left_to_those_who_read_all_of_it(sparql: str) -> None:
    store = store_of(Quad(NamedNode("x:1"), NamedNode("x:p"), NamedNode("x:2")))
    assert look_up(store, sparql) is None


def test_a_long_answer_and_a_statement_about_a_statement_are_left_too() -> None:
    many = store_of(*(Quad(NamedNode("x:1"), NamedNode("x:p"), Literal(number)) for number in range(1001)))
    assert look_up(many, "SELECT * { <x:1> <x:p> ?o }") is None
    large = store_of(*(Quad(NamedNode("x:1"), NamedNode("x:p"), Literal(f"{n}" + "å" * 300_000)) for n in range(5)))
    assert look_up(large, "SELECT * { <x:1> <x:p> ?o }") is None
    assert look_up(large, "ASK { <x:1> <x:p> ?o }") is not None
    quoting = Triple(NamedNode("x:1"), NamedNode("x:p"), NamedNode("x:2"))
    assert look_up(store_of(Quad(NamedNode("x:1"), NAME, quoting)), "SELECT * { <x:1> ?p ?o }") is None


def test_a_look_up_keeps_to_the_limit_of_every_answer() -> None:
    async def use(pool: Pool) -> None:
        with pytest.raises(TooLarge):
            await pool.run(Query("SELECT * { <x:1> ?p ?o }"), WANTED)
        assert (await pool.run(Query("ASK { <x:1> ?p ?o }"), WANTED)).body == b'{"head":{},"boolean":true}'

    store = MemoryStore([Quad(NamedNode("x:1"), NAME, Literal("x" * 1000), NamedNode("x:graph"))])
    with_pool(use, Limits(workers=1, output=500), store)


def test_the_pool_answers_a_look_up_while_no_worker_is_free() -> None:
    cross = " ".join(f"?a{number} ?b{number} ?c{number} ." for number in range(8))

    async def use(pool: Pool) -> None:
        endless = [
            asyncio.create_task(pool.run(Query(f"SELECT (COUNT(*) AS ?n) {{ {cross} }} # {number}"), WANTED))
            for number in range(40)
        ]
        while not pool.load.waiting:
            await asyncio.sleep(0)
        found = await pool.run(Query("ASK { <x:none> ?p ?o }"), WANTED)
        assert json.loads(found.body) == {"head": {}, "boolean": False}
        assert pool.load.waiting
        for task in endless:
            task.cancel()
        await asyncio.gather(*endless, return_exceptions=True)

    with_pool(use, Limits(workers=1, long=1), small_store())
    assert not families()


def test_a_look_up_in_a_named_graph_or_in_another_format_is_answered_by_a_worker() -> None:
    async def use(pool: Pool) -> None:
        sparql = "SELECT ?label { <x:none> skos:prefLabel ?label }"
        assert (await pool.run(Query(sparql), Wanted(rows="text/csv"))).body == b"label\r\n"
        assert json.loads((await pool.run(Query(sparql, ("x:graph",)), WANTED)).body)["results"] == {"bindings": []}
        with pytest.raises(BadQuery):
            await pool.run(Query("SELECT * { nobody:declared ?p ?o }"), WANTED)

    with_pool(use, Limits(workers=1), small_store())
