"""What is said of a query that is no SPARQL: the place of the fault, and what could stand there, in two languages."""

from __future__ import annotations

import pytest
from pyoxigraph import Store

from styrkegraf.store import MemoryStore, QuerySyntaxError
from styrkegraf.store.expected import missing

MANY = "a variable, an IRI, a string, a number"
GROUPED = "SELECT names a variable that is not in GROUP BY", "SELECT nämner en variabel som inte står i GROUP BY"
TWICE = "SELECT names a variable twice", "SELECT nämner en variabel två gånger"
FAULTS = {
    "SELECT ¤x { ?x a sg:Area }": ("a variable, ", 'Här väntades en variabel, "(" eller "*".'),
    "SELECT ?x¤, ?y { ?x ?p ?y }": ("a variable, ", "en variabel, "),
    "SELECT ¤COUNT(*) { ?x ?p ?y }": ('"("', '"("'),
    "SELECT (COUNT(*)¤) { ?x ?p ?y }": ("an operator", "en operator"),
    "SELECT (COUNT(*) AS ¤n) { ?x ?p ?y }": ("expected a variable", "väntades en variabel."),
    "SELECT ?x FROM ¤{ ?x ?p ?y }": ("expected an IRI", "väntades en IRI."),
    "SELECT ?x WHERE ¤?x a sg:Area": ('expected "{"', 'väntades "{".'),
    "SELECT ?x { ?x a ¤}": (MANY, "en variabel, en IRI, en sträng, ett tal"),
    "SELECT ?x {\n  ?x ?p ¤}": (MANY, "en variabel, en IRI, en sträng, ett tal"),
    "SELECT ?x { ?x ¤'p' ?y }": ("a variable, an IRI", "en variabel, en IRI"),
    "SELECT ?x { ?x ?p ?y ¤UNION { ?x ?q ?z } }": ('"}"', '"}"'),
    "SELECT ?x { ?x ?p ?y OPTIONAL ¤?x ?q ?z }": ('expected "{"', 'väntades "{".'),
    "SELECT ?x { ?x ?p ?y FILTER ¤?y > 3 }": ('an IRI, "("', 'väntades en IRI eller "(".'),
    "SELECT ?x { ?x ?p ?y FILTER(?y > ¤) }": (MANY, "en variabel, en IRI, en sträng, ett tal"),
    "SELECT ?x { ?x ?p ?y FILTER(?y =¤= 1) }": (MANY, "en variabel, en IRI, en sträng, ett tal"),
    "SELECT ?x { ?x ?p ?y FILTER(?y ¤LIKE 'a') }": ("a comparison, an operator", "en jämförelse, en operator"),
    "SELECT ?x { ?x ?p ?y FILTER(STR(?y) = ¤'a) }": ("The string that begins here", "Strängen som börjar här"),
    "SELECT ?x { ?x ?p ?y }¤}": ("expected the end of the query", "Här väntades frågans slut."),
    "SELECT ?x { ?x ?p ?y } ORDER ¤?x": ("expected BY", "väntades BY."),
    "SELECT ?x { ?x ?p ?y } LIMIT ¤ten": ("expected a digit", "väntades en siffra."),
    "SELECT ?x { ?x ?p ?y¤": ('"}"', '"}"'),
    "¤SELEC ?x { ?x ?p ?y }": ("needs SELECT, ASK,", "behöver SELECT, ASK,"),
    "# vilka?\n¤Vilka regioner finns?": ("needs SELECT, ASK,", "behöver SELECT, ASK,"),
    "SELECT ?x (COUNT(?y) AS ?n) { ?x ?p ?y }¤": GROUPED,
    "SELECT ?y { ?x ?p ?y } GROUP BY ?x¤": GROUPED,
    "SELECT (SUM(?x) + ?y AS ?n) { ?x ?p ?y }¤": GROUPED,
    "SELECT ?x ?x { ?x ?p ?y }¤": TWICE,
    "SELECT * { ?x ?p ?y } GROUP BY ?x¤": ("SELECT * does not go with GROUP BY", "SELECT * går inte ihop med GROUP BY"),
    "SELECT (?x AS ?x) { ?x ?p ?y }¤": ("to a variable that has one", "en variabel som redan har ett"),
    "SELECT ?x { ?x <http://a b>¤ ?y }": ("An IRI is not whole", "En IRI är inte hel"),
}


@pytest.mark.parametrize("marked", FAULTS)
def test_a_fault_is_told_where_it_is_and_with_what_could_stand_there(marked: str) -> None:
    before, _, after = marked.partition("¤")
    with pytest.raises(QuerySyntaxError) as caught:
        MemoryStore().query(before + after)
    place = before.count("\n") + 1, len(before) - before.rfind("\n")
    assert (caught.value.line, caught.value.column) == place
    english, swedish = FAULTS[marked]
    assert english in caught.value.problem
    assert swedish in str(caught.value.swedish)


@pytest.mark.parametrize("marked", FAULTS)
def test_words_are_the_same_when_they_are_told_again_of_another_place(marked: str) -> None:
    query = marked.replace("¤", "")
    with pytest.raises(QuerySyntaxError) as caught:
        MemoryStore().query(query)
    again = QuerySyntaxError(query, f"at 1:1: {caught.value.problem}")
    assert (again.problem, again.swedish) == (caught.value.problem, caught.value.swedish)


def test_no_beginning_of_a_long_query_is_read() -> None:
    query = f"SELECT x {{ }} #{' ' * 20_000}"
    with pytest.raises(SyntaxError) as caught:
        Store().query(query)
    assert missing(query, str(caught.value)) == str(caught.value)
