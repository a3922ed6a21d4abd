"""Uses of the terms: examples from the graph, and the competency questions that are asked in them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache

from styrkegraf.documents import QueryDocument
from styrkegraf.lexis import quiet
from styrkegraf.namespaces import SG
from styrkegraf.publish.ontology_terms import Term
from styrkegraf.questions import library
from styrkegraf.store import Store
from styrkegraf.terms import Term as RdfTerm

__all__ = ["examples", "questions_by_term"]

_MOST = 3
_AMONG = 2000
"""Among how many statements examples are chosen: a large graph must not be sorted for three of them."""


def examples(store: Store, terms: Iterable[Term]) -> dict[str, list[tuple[RdfTerm, RdfTerm | None]]]:
    """For each term up to three things of a class, or statements with a property as subject and object."""
    return {term.iri: _pairs(store, _query(term)) for term in terms if term.kind != "individual"}


def _query(term: Term) -> str:
    pattern = f"?s a <{term.iri}>" if term.kind == "class" else f"?s <{term.iri}> ?o"
    own = f'FILTER(ISIRI(?s) && !STRSTARTS(STR(?s), "{SG}"))'
    return f"SELECT ?s ?o {{ {{ SELECT ?s ?o {{ {pattern} {own} }} LIMIT {_AMONG} }} }} ORDER BY ?s ?o LIMIT {_MOST}"


def _pairs(store: Store, query: str) -> list[tuple[RdfTerm, RdfTerm | None]]:
    return [(row["s"], row["o"]) for row in store.select(query) if row["s"] is not None]


@cache
def questions_by_term() -> Mapping[str, tuple[QueryDocument, ...]]:
    """The questions whose query uses each term of the ontology, or that take a thing of the class; in order of name."""
    found: dict[str, list[QueryDocument]] = defaultdict(list)
    for question in library().values():
        used = set(re.findall(r"(?<![\w:-])sg:(\w+)", quiet(question.sparql)))
        for local in sorted(used | {parameter.kind for parameter in question.parameters}):
            found[SG + local].append(question)
    return {iri: tuple(questions) for iri, questions in found.items()}
