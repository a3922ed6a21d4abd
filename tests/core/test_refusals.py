"""Refusals: no way of writing SERVICE or deep brackets gets past, and ordinary queries do."""

from __future__ import annotations

import socket

import pytest
from pyoxigraph import NamedNode, Quad

from styrkegraf.lexis import quiet
from styrkegraf.questions import library
from styrkegraf.store import MemoryStore, QueryRefused, QuerySyntaxError
from styrkegraf.store.refusals import asks_elsewhere, refuse, unclear

CALL = "<URL> { ?s ?p ?o }"
DISGUISED = {
    "plain": f"SELECT * {{ SERVICE {CALL} }}",
    "silent": f"SELECT * {{ SERVICE SILENT {CALL} }}",
    "without spaces": "SELECT * { ?a ?p ?b FILTER(?a<?b)SERVICE<URL>{ ?s ?p ?o } }",
    "a name with an empty prefix": "PREFIX : <URL> SELECT * { SERVICE :x { ?s ?p ?o } }",
    "an empty prefix that touches": "PREFIX : <URL> SELECT * { SERVICE:x { ?s ?p ?o } }",
    "the word as a prefix too": "PREFIX : <URL> PREFIX SERVICE: <urn:> SELECT * { SERVICE:x { ?s ?p ?o } }",
    "a prefix that touches": "PREFIX ex: <URL> SELECT * { SERVICEex:x { ?s ?p ?o } }",
    "after a number": f"SELECT * {{ ?s ?p 1SERVICE {CALL} }}",
    "after a truth value": f"SELECT * {{ ?s ?p trueSERVICE {CALL} }}",
    "after a comment that a carriage return ends": f"SELECT * {{ # there\r SERVICE {CALL} }}",
    "after a comment": "SELECT * { SERVICE # there\n <URL> { ?s ?p ?o } }",
    "a variable": "SELECT * { VALUES ?e { <URL> } SERVICE?e{ ?s ?p ?o } }",
    "a quote after a smaller-than": f"SELECT * {{ ?s ?p ?o FILTER(?o <'a>') SERVICE {CALL} FILTER(?o != '>') }}",
    "a quote in a relative IRI": f"BASE <urn:x> SELECT * {{ ?s <x'> ?o . SERVICE {CALL} ?s <x'> ?o }}",
    "a hash in an IRI": f"SELECT * {{ ?s <http://a.example/#x> ?o . SERVICE {CALL} }}",
    "an escape before a hash in an IRI": f"SELECT * {{ ?s ?p ?o FILTER(?s != <urn:\\u0041#x>) SERVICE {CALL} }}",
    "an escaped quote in a long string": f"SELECT * {{ ?s ?p ?o FILTER(?o != '''a\\''' # ''') SERVICE {CALL} }}",
    "three quotes that are two strings": f'SELECT * {{ VALUES ?v {{ """ " }} SERVICE {CALL} }}',
    "two strings and a backslash at the end": f"SELECT * {{ VALUES ?v {{ ''' ' }} SERVICE {CALL} }} # \\",
    "an escaped hash in a name": f"PREFIX ex: <urn:> SELECT * {{ ?s ex:a\\# ?o . SERVICE {CALL} }}",
    "an escaped quote in a name": f"PREFIX ex: <urn:> SELECT * {{ ?s ex:a\\' ?o . SERVICE {CALL} ?s ex:a\\' ?o }}",
    "a backslash before the end of a string": f'SELECT * {{ ?s ?p "\\\\" . SERVICE {CALL} ?s ?p "x" }}',
    "within another call": f"SELECT * {{ SERVICE <urn:x> {{ SERVICE {CALL} }} }}",
    "within EXISTS": f"SELECT * {{ ?s ?p ?o FILTER EXISTS {{ SERVICE {CALL} }} }}",
}


@pytest.mark.parametrize("query", DISGUISED.values(), ids=DISGUISED)
def test_no_call_to_another_server_gets_past(query: str) -> None:
    node = NamedNode("urn:a")
    store = MemoryStore([Quad(node, node, node, node)])
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        with pytest.raises((QueryRefused, QuerySyntaxError)):
            store.query(query.replace("URL", f"http://127.0.0.1:{server.getsockname()[1]}/"))
        with pytest.raises(BlockingIOError):  # nobody has called
            server.accept()


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * " + "{" * 20_000,
        "SELECT * { FILTER(?o <'a>') " + "{" * 300 + "} FILTER(?o > '>') }",
        "SELECT * { ?s ?p ?o " + "FILTER(1<1#>} } }\n)" * 300 + "{" * 300,
    ],
)
def test_brackets_cannot_hide_how_deep_they_nest(query: str) -> None:
    with pytest.raises(QueryRefused):
        refuse(query)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?service { ?service a <urn:Service> }",
        "PREFIX service: <urn:x> SELECT * { ?s service:of ?o . ?s a service:Thing }",
        "SELECT * { ?s ?p 'SERVICE <x> {}' } # SERVICE <x> { }",
        "SELECT * { ?s <http://dbpedia.org/resource/O'Brien> ?o . ?s <http://a.example/#me> ?o }",
        "SELECT * { ?s ?p ?o FILTER(?o < 3 && ?o > 1) FILTER(?o<?s) }",
        *(document.sparql for document in library().values()),
    ],
)
def test_ordinary_queries_get_past(query: str) -> None:
    refuse(query)
    assert unclear(query) is None
    assert not asks_elsewhere(quiet(query))


@pytest.mark.parametrize(
    ("piece", "refused"),
    [
        ("<", False),
        ('"\\', False),
        ("SERVICE", True),
        ("SERVICE<", True),
        ("SERVICE#", True),
        (":service ", False),
        ("a:service:", False),
        ("'''", True),
        ("'''\\", True),
        ("?<a'>", True),
    ],
)
def test_a_megabyte_of_the_same_is_looked_through_in_one_go(piece: str, refused: bool) -> None:
    """What grows with the square of the length would take hours here."""
    text = piece * (1_000_000 // len(piece))
    if refused:
        with pytest.raises(QueryRefused):
            refuse(text)
    else:
        refuse(text)
        assert quiet(text).count("\n") == text.count("\n")
