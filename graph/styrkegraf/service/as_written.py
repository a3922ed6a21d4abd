"""Queries as somebody wrote them, asked of the edition that is served, whose IRIs may be others than the canonical."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from styrkegraf.service.query import BadQuery, Query, Result, Wanted
from styrkegraf.store.syntax import QuerySyntaxError

if TYPE_CHECKING:
    from styrkegraf.publish.edition import Edition
    from styrkegraf.service.answer import Service

__all__ = ["evaluated", "in_edition"]

_LONGEST: Final = 1_000_000
"""Characters of a query beyond which it is refused anyway."""


def in_edition(query: Query, edition: Edition) -> Query:
    """The query with canonical IRIs, and prefixes that are known without being declared, as the edition has them."""
    if edition.canonical_base or len(query.sparql) > _LONGEST:
        return query
    default, named_graphs = (tuple(map(edition.iri, graphs)) for graphs in (query.default_graphs, query.named_graphs))
    return Query(edition.sparql(query.sparql), default, named_graphs, query.timeout)


async def evaluated(written: Query, service: Service, wanted: Wanted) -> Result:
    """The answer of the pool; what is wrong with a query is told of what was written. Raises a `QueryFailed`."""
    try:
        return await service.pool.run(in_edition(written, service.edition), wanted)
    except BadQuery as error:
        raise _as_written(error, written.sparql, service.edition) from None


def _as_written(error: BadQuery, sparql: str, edition: Edition) -> BadQuery:
    if edition.canonical_base or error.line is None or error.column is None:
        return error
    line, column = edition.place(sparql, (error.line, error.column))
    told = QuerySyntaxError(sparql, f"at {line}:{column}: {str(error).rpartition(chr(10))[2]}")
    return BadQuery(str(told), line=line, column=column, swedish=told.swedish or error.swedish)
