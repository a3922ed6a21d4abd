"""Names of a query as whole IRIs, by its declarations."""

from __future__ import annotations

from collections.abc import Sequence

from pyoxigraph import QuerySolutions, Store

from styrkegraf.lexis import quiet
from styrkegraf.namespaces import PREFIXES
from styrkegraf.store.outline import FORM

__all__ = ["resolved"]


def resolved(sparql: str, names: Sequence[str]) -> list[str]:
    """The IRIs of names, as a query writes them; the engine reads both. Raises `SyntaxError` where it cannot.

    >>> resolved("PREFIX ex: <https://example.org/> SELECT * { GRAPH ex:plan { ?s ?p ?o } }", ["ex:plan"])
    ['https://example.org/plan']
    """
    form = FORM.search(quiet(sparql))
    if form is None or not names:
        return [*names]
    asked = f"{sparql[: form.start()]} SELECT ?name {{ VALUES ?name {{ {' '.join(names)} }} }}"
    rows = Store().query(asked, prefixes=PREFIXES)
    assert isinstance(rows, QuerySolutions)
    return [row["name"].value for row in rows]
