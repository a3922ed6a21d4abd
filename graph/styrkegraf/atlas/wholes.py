"""Wholes: which parts have no page of their own and stand on the page of what they are part of."""

from __future__ import annotations

from pyoxigraph import NamedNode

from styrkegraf.namespaces import ID
from styrkegraf.store import Store

__all__ = ["wholes"]

_PARTS = """
SELECT ?part (MIN(STR(?strategy)) AS ?whole) WHERE {
  ?part sg:elementOf ?strategy . ?strategy a sg:Strategy
  FILTER NOT EXISTS { ?part a sg:Strategy }
} GROUP BY ?part
"""


def wholes(store: Store) -> dict[str, str]:
    """The strategy on whose page each goal, priority, step and other element stands.

    An element of several strategies stands on the page of the first by IRI; the others link to it.
    """
    found = {}
    for row in store.select(_PARTS):
        part, whole = row["part"], row["whole"]
        if isinstance(part, NamedNode) and part.value.startswith(ID) and whole is not None:
            found[part.value] = getattr(whole, "value", "")
    return dict(sorted(found.items()))
