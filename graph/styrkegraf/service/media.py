"""The formats in which the service answers queries, in the order of our preference.

CSV and TSV are specified for rows only; a yes or no is written in them as the one word ``true`` or ``false``, so that a
spreadsheet gets something that it can show.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from pyoxigraph import QueryResultsFormat, RdfFormat

from styrkegraf.media import (
    CSV,
    JSON_LD,
    N_QUADS,
    N_TRIPLES,
    RDF_XML,
    SPARQL_JSON,
    SPARQL_XML,
    TRIG,
    TSV,
    TURTLE,
    Medium,
    by_type,
    called,
)

__all__ = ["ROWS", "ROW_TYPES", "TRIPLES", "TRIPLE_TYPES", "named"]

ROWS: Final[tuple[Medium[QueryResultsFormat], ...]] = (SPARQL_JSON, SPARQL_XML, CSV, TSV)
"""Formats of rows, and of yes or no."""

TRIPLES: Final[tuple[Medium[RdfFormat], ...]] = (TURTLE, N_TRIPLES, JSON_LD, RDF_XML, TRIG, N_QUADS)
"""Formats of triples. TriG and N-Quads write the triples of an answer as their default graph."""

ROW_TYPES: Final[Mapping[str, Medium[QueryResultsFormat]]] = by_type(ROWS)
"""Every media type that rows, and yes or no, can be asked for in, the preferred ones first."""

TRIPLE_TYPES: Final[Mapping[str, Medium[RdfFormat]]] = by_type(TRIPLES)
"""Every media type that triples can be asked for in, the preferred ones first."""


def named(name: str) -> tuple[str | None, str | None] | None:
    """The media types of rows and of triples that ``format=`` names, or None where nothing has that name.

    >>> named("ttl")
    (None, 'text/turtle')
    >>> named("json")
    ('application/sparql-results+json', 'application/ld+json')
    """
    found = _find(name, ROW_TYPES), _find(name, TRIPLE_TYPES)
    return found if any(found) else None


def _find(name: str, types: Mapping[str, Medium[object]]) -> str | None:
    """The media type of a format by its name, which may be a type itself; the answer then carries that."""
    found = called(name, dict.fromkeys(types.values()))
    return (name if name in types else found.media_type) if found else None
