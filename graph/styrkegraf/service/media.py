"""The formats in which the service answers queries: one table, from media type to serialiser.

The serialisers are those of `styrkegraf.answer`; here each gets its media types, its extension and the specification
that says how it is written. CSV and TSV are specified for rows only; a yes or no is written in them as the one word
``true`` or ``false``, so that a spreadsheet gets something that it can show.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from pyoxigraph import QueryResultsFormat, RdfFormat

from styrkegraf.answer import ROW_FORMATS, TRIPLE_FORMATS

__all__ = ["ROWS", "ROW_TYPES", "TRIPLES", "TRIPLE_TYPES", "Medium", "content_type", "named"]


@dataclass(frozen=True, slots=True)
class Medium:
    """A format: ``names`` are what ``format=`` takes, the first also the extension; ``others`` are further media types.

    ``others`` are types under which clients ask for the format; the answer then carries the type they asked for.
    """

    names: tuple[str, ...]
    form: QueryResultsFormat | RdfFormat
    spec: str
    others: tuple[str, ...] = ()

    @property
    def media_type(self) -> str:
        """The registered media type, without parameters."""
        return self.form.media_type.partition(";")[0]

    @property
    def iri(self) -> str:
        """The format as a service description names it; Oxigraph gives JSON-LD a name that W3C does not list."""
        return str(self.form.iri).replace("https://www.w3.org/ns/formats/data/", "http://www.w3.org/ns/formats/")


ROWS: Final[tuple[Medium, ...]] = (
    Medium(("json", "srj"), ROW_FORMATS["json"], "https://www.w3.org/TR/sparql11-results-json/", ("application/json",)),
    Medium(
        ("xml", "srx"), ROW_FORMATS["xml"], "https://www.w3.org/TR/rdf-sparql-XMLres/", ("application/xml", "text/xml")
    ),
    Medium(("csv",), ROW_FORMATS["csv"], "https://www.w3.org/TR/sparql11-results-csv-tsv/"),
    Medium(("tsv",), ROW_FORMATS["tsv"], "https://www.w3.org/TR/sparql11-results-csv-tsv/"),
)
"""Formats of rows, and of yes or no."""

TRIPLES: Final[tuple[Medium, ...]] = (
    Medium(("ttl", "turtle"), TRIPLE_FORMATS["ttl"], "https://www.w3.org/TR/turtle/", ("application/x-turtle",)),
    Medium(("nt", "ntriples"), TRIPLE_FORMATS["nt"], "https://www.w3.org/TR/n-triples/", ("text/plain",)),
    Medium(("jsonld", "json"), TRIPLE_FORMATS["jsonld"], "https://www.w3.org/TR/json-ld11/", ("application/json",)),
    Medium(
        ("rdf", "rdfxml", "xml"),
        TRIPLE_FORMATS["rdf"],
        "https://www.w3.org/TR/rdf-syntax-grammar/",
        ("application/xml", "text/xml"),
    ),
    Medium(("trig",), RdfFormat.TRIG, "https://www.w3.org/TR/trig/", ("application/x-trig",)),
    Medium(("nq", "nquads"), RdfFormat.N_QUADS, "https://www.w3.org/TR/n-quads/", ("text/x-nquads",)),
)
"""Formats of triples. TriG and N-Quads write the triples of an answer as their default graph."""


def _types(media: tuple[Medium, ...]) -> dict[str, Medium]:
    """Registered types first, in our order of preference; then the others."""
    own = {medium.media_type: medium for medium in media}
    return own | {other: medium for medium in media for other in medium.others}


ROW_TYPES: Final[Mapping[str, Medium]] = _types(ROWS)
"""Every media type that rows, and yes or no, can be asked for in, the preferred ones first."""

TRIPLE_TYPES: Final[Mapping[str, Medium]] = _types(TRIPLES)
"""Every media type that triples can be asked for in, the preferred ones first."""


def named(name: str) -> tuple[str | None, str | None] | None:
    """The media types of rows and of triples that ``format=`` names, or None where nothing has that name.

    >>> named("ttl")
    (None, 'text/turtle')
    >>> named("json")
    ('application/sparql-results+json', 'application/ld+json')
    """
    found = _find(name, ROWS, ROW_TYPES), _find(name, TRIPLES, TRIPLE_TYPES)
    return found if any(found) else None


def _find(name: str, media: tuple[Medium, ...], types: Mapping[str, Medium]) -> str | None:
    name = name.strip().lower()
    by_name = (medium.media_type for medium in media if name in medium.names)
    return next(by_name, name if name in types else None)


def content_type(media_type: str) -> str:
    """The media type as a header gives it: text says that it is UTF-8."""
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type
