"""The shipped graph, and how it is told from one of somebody else's, of which nobody may say what is so of ours."""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import Final

from pyoxigraph import Literal, Quad

from styrkegraf.namespaces import ALIGNMENTS, ONTOLOGY, PROVENANCE, curated, sg
from styrkegraf.store import Store
from styrkegraf.store.embedded import EmbeddedStore
from styrkegraf.terms import Term

__all__ = ["draws_on_shipped", "is_shipped"]

_OTHERS: Final = ", ".join(
    f"<{iri}>" for iri in (ONTOLOGY.value, ALIGNMENTS.value, PROVENANCE.value, curated("themes").value)
)
"""Named graphs that hold more than facts: the ontology, or what describes all the others."""
_SIZES: Final = f"""SELECT ?graph (COUNT(*) AS ?size) WHERE {{
  ?graph sg:layer ?layer FILTER(?layer IN (sg:stated, sg:curated) && ?graph NOT IN ({_OTHERS}))
  GRAPH ?graph {{ ?s ?p ?o }} }}
GROUP BY ?graph"""


def is_shipped(store: Store) -> bool:
    """Whether the graph is the one that ships: made from the same documents, with the same facts and no others.

    Of an endpoint the facts are only counted, since it would take too long to fetch them.
    """
    facts = _facts()
    if _documents(store) != _known() or _sizes(store) != Counter(quad.graph_name for quad in facts):
        return False
    return not isinstance(store, EmbeddedStore) or all(quad in store.oxigraph for quad in facts)


def draws_on_shipped(store: Store) -> bool:
    """Whether the graph is the one that ships, or made from it: it is read from one of the same documents."""
    return bool(_documents(store))


def _documents(store: Store) -> frozenset[tuple[Term | None, Term | None]]:
    """Those of our documents that the graph is read from, each with its checksum."""
    named = ", ".join(str(document) for document, _ in sorted(_known(), key=str))
    rows = store.select(f"SELECT ?document ?sum WHERE {{ ?document sg:sha256 ?sum FILTER(?document IN ({named})) }}")
    return frozenset((row["document"], row["sum"]) for row in rows) & _known()


def _sizes(store: Store) -> dict[Term | None, int]:
    """How many facts there are in each named graph that is stated or curated."""
    sizes = ((row["graph"], row["size"]) for row in store.select(_SIZES))
    return {graph: int(size.value) for graph, size in sizes if isinstance(size, Literal)}


@cache
def _shipped() -> tuple[Quad, ...]:
    from styrkegraf.pipeline import shipped

    return shipped().quads


@cache
def _known() -> frozenset[tuple[Term | None, Term | None]]:
    return frozenset((quad.subject, quad.object) for quad in _shipped() if quad.predicate == sg("sha256"))


@cache
def _facts() -> frozenset[Quad]:
    return frozenset(quad for quad in _shipped() if quad.graph_name != PROVENANCE)
