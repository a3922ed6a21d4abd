"""The formats of all that is read and given out: one table, from media type to serialiser.

Each row says where the format is specified. What reads, answers, publishes or serves takes its formats from here, in
an order of its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from pyoxigraph import QueryResultsFormat, RdfFormat

__all__ = [
    "CSV",
    "CSVM",
    "FILES",
    "GRAPHML",
    "GZIP",
    "HTML",
    "JSON",
    "JSON_LD",
    "N_QUADS",
    "N_TRIPLES",
    "PROBLEM",
    "RDF_XML",
    "SMALLEST",
    "SPARQL_JSON",
    "SPARQL_XML",
    "TEXT",
    "TRIG",
    "TSV",
    "TURTLE",
    "XML",
    "YAML",
    "Medium",
    "by_type",
    "called",
    "content_type",
    "packable",
]

Form = TypeVar("Form", covariant=True)

SMALLEST: Final = 1400
"""Bytes up to which nothing is packed, since they fit into one packet anyway."""
_PACKABLE: Final = ("text/", "application/json", "application/xml", "application/wasm", "image/svg")
_GRAPHS: Final = ("+json", "+xml", "/n-triples", "/n-quads", "/trig", "/x-trig", "/x-turtle")


@dataclass(frozen=True, slots=True)
class Medium(Generic[Form]):
    """A format: the extension of its files, what it is called, its registered media type, and its specification.

    ``form`` is Oxigraph's serialiser of it, None where there is none. ``aliases`` are what else ``format=`` may call
    it. ``others`` are further media types under which clients ask for it; the answer then carries the type they asked
    for. ``file_type`` is its name in the EU's table of file types, where a catalogue names it.
    """

    extension: str
    name: str
    media_type: str
    spec: str
    form: Form
    aliases: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    file_type: str = ""

    @property
    def content_type(self) -> str:
        """The media type as a header gives it."""
        return content_type(self.media_type)


TURTLE: Final = Medium(
    "ttl",
    "Turtle",
    "text/turtle",
    "https://www.w3.org/TR/turtle/",
    RdfFormat.TURTLE,
    aliases=("turtle", "n3"),
    others=("application/x-turtle",),
    file_type="RDF_TURTLE",
)
N_TRIPLES: Final = Medium(
    "nt",
    "N-Triples",
    "application/n-triples",
    "https://www.w3.org/TR/n-triples/",
    RdfFormat.N_TRIPLES,
    aliases=("ntriples",),
    others=("text/plain",),
)
JSON_LD: Final = Medium(
    "jsonld",
    "JSON-LD",
    "application/ld+json",
    "https://www.w3.org/TR/json-ld11/",
    RdfFormat.JSON_LD,
    aliases=("json", "json-ld"),
    others=("application/json",),
    file_type="JSON_LD",
)
RDF_XML: Final = Medium(
    "rdf",
    "RDF/XML",
    "application/rdf+xml",
    "https://www.w3.org/TR/rdf-syntax-grammar/",
    RdfFormat.RDF_XML,
    aliases=("rdfxml", "rdf+xml", "xml"),
    others=("application/xml", "text/xml"),
    file_type="RDF_XML",
)
TRIG: Final = Medium(
    "trig",
    "TriG",
    "application/trig",
    "https://www.w3.org/TR/trig/",
    RdfFormat.TRIG,
    others=("application/x-trig",),
    file_type="RDF_TRIG",
)
N_QUADS: Final = Medium(
    "nq",
    "N-Quads",
    "application/n-quads",
    "https://www.w3.org/TR/n-quads/",
    RdfFormat.N_QUADS,
    aliases=("nquads",),
    others=("text/x-nquads",),
    file_type="RDF_N_QUADS",
)

SPARQL_JSON: Final = Medium(
    "json",
    "SPARQL JSON",
    "application/sparql-results+json",
    "https://www.w3.org/TR/sparql11-results-json/",
    QueryResultsFormat.JSON,
    aliases=("srj",),
    others=("application/json",),
)
SPARQL_XML: Final = Medium(
    "xml",
    "SPARQL XML",
    "application/sparql-results+xml",
    "https://www.w3.org/TR/rdf-sparql-XMLres/",
    QueryResultsFormat.XML,
    aliases=("srx",),
    others=("application/xml", "text/xml"),
)
CSV: Final = Medium(
    "csv",
    "CSV",
    "text/csv",
    "https://www.w3.org/TR/sparql11-results-csv-tsv/",
    QueryResultsFormat.CSV,
    file_type="CSV",
)
TSV: Final = Medium(
    "tsv",
    "TSV",
    "text/tab-separated-values",
    "https://www.w3.org/TR/sparql11-results-csv-tsv/",
    QueryResultsFormat.TSV,
)

HTML: Final = Medium(
    "html", "HTML", "text/html", "https://html.spec.whatwg.org/", None, others=("application/xhtml+xml",)
)
CSVM: Final = Medium(
    "json", "CSVW", "application/csvm+json", "https://www.w3.org/TR/tabular-metadata/", None, file_type="JSON"
)
GRAPHML: Final = Medium(
    "graphml", "GraphML", "application/xml", "http://graphml.graphdrawing.org/specification.html", None, file_type="XML"
)
PROBLEM: Final = Medium(
    "json",
    "problem details",
    "application/problem+json",
    "https://www.rfc-editor.org/rfc/rfc9457",
    None,
    others=("application/json",),
)
TEXT: Final = Medium("txt", "text", "text/plain", "https://www.rfc-editor.org/rfc/rfc2046", None)
JSON: Final = Medium("json", "JSON", "application/json", "https://www.rfc-editor.org/rfc/rfc8259", None)
XML: Final = Medium("xml", "XML", "application/xml", "https://www.w3.org/TR/xml/", None)
YAML: Final = Medium("cff", "Citation File Format", "application/yaml", "https://citation-file-format.github.io/", None)
GZIP: Final = Medium("gz", "gzip", "application/gzip", "https://www.rfc-editor.org/rfc/rfc1952", None)

FILES: Final[tuple[Medium[object], ...]] = (
    HTML,
    Medium("css", "CSS", "text/css", "https://www.w3.org/TR/CSS/", None),
    Medium("js", "JavaScript", "text/javascript", "https://tc39.es/ecma262/", None),
    TEXT,
    TURTLE,
    CSV,
    JSON_LD,
    RDF_XML,
    N_TRIPLES,
    N_QUADS,
    TRIG,
    JSON,
    XML,
    GRAPHML,
    YAML,
    GZIP,
    Medium("wasm", "WebAssembly", "application/wasm", "https://www.w3.org/TR/wasm-core-2/", None),
    Medium("svg", "SVG", "image/svg+xml", "https://www.w3.org/TR/SVG2/", None),
    Medium("png", "PNG", "image/png", "https://www.w3.org/TR/png-3/", None),
)
"""What the files of a site are, as far as their extension tells."""


def called(name: str, media: Iterable[Medium[Form]]) -> Medium[Form] | None:
    """The format that ``format=`` names by extension, alias or media type; None where there is none of that name.

    A plus that stood in an address as it is comes as a space.

    >>> [called(name, [RDF_XML]).extension for name in ("xml", "application/rdf xml")]
    ['rdf', 'rdf']
    """
    listed = [*media]
    wanted = name.strip().lower().replace(" ", "+")
    by_name = (one for one in listed if wanted in (one.extension, *one.aliases))
    return next(by_name, by_type(listed).get(wanted))


def by_type(media: Iterable[Medium[Form]]) -> dict[str, Medium[Form]]:
    """The formats by every media type that they can be asked for in: the registered ones first, in the order given.

    >>> list(by_type([TURTLE, N_TRIPLES]))
    ['text/turtle', 'application/n-triples', 'application/x-turtle', 'text/plain']
    """
    media = tuple(media)
    own = {medium.media_type: medium for medium in media}
    return own | {other: medium for medium in media for other in medium.others}


def content_type(media_type: str) -> str:
    """The media type as a header gives it: text says that it is UTF-8."""
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type


def packable(media_type: str) -> bool:
    """Whether what is of a media type, given with or without its charset, becomes much smaller when it is packed.

    >>> packable("application/ld+json"), packable("application/gzip")
    (True, False)
    """
    kind = media_type.partition(";")[0]
    return kind.startswith(_PACKABLE) or kind.endswith(_GRAPHS)
