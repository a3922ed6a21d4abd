"""The answer to a query as a table for readers: labels in place of IRIs, links, and the passages it names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Triple,
    parse,
    parse_query_results,
)

from styrkegraf.atlas.wording import words
from styrkegraf.labels import Language
from styrkegraf.media import CSV, N_TRIPLES, SPARQL_JSON, TSV, Medium
from styrkegraf.namespaces import BASE, PREFIXES, SG, SOURCE, shorten
from styrkegraf.origins import Origin
from styrkegraf.service.answer import Service
from styrkegraf.service.drawing import Here
from styrkegraf.service.media import ROWS, TRIPLES
from styrkegraf.service.query import Result, Wanted
from styrkegraf.terms import Term
from styrkegraf.text import visible

__all__ = ["SHOWN", "WANTED", "Cell", "Shown", "Table", "heading", "offered", "read"]

SHOWN: Final = 1000
"""Rows that a page shows; the whole answer is in the other formats."""

WANTED: Final = Wanted(
    rows=SPARQL_JSON.media_type,
    boolean=SPARQL_JSON.media_type,
    triples=N_TRIPLES.media_type,
)
"""How an answer comes that is to be shown as a table."""

_Row = tuple[Term | None, ...]
_LONGEST: Final = 4000
_NUMBERS: Final = frozenset(PREFIXES["xsd"] + name for name in ("integer", "decimal", "double", "float", "int", "long"))


@dataclass(frozen=True, slots=True)
class Cell:
    """One value: what is shown, in which language, and where it leads; ``term`` is its IRI in short, where it is one.

    ``cut`` says that the text goes on in the other formats.
    """

    text: str
    lang: str = ""
    link: str | None = None
    outside: bool = False
    number: bool = False
    term: str = ""
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under their columns: the first `SHOWN` of ``total``. ``origins`` are the passages that the rows name."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell | None, ...], ...]
    total: int
    triples: bool = False
    origins: tuple[Origin, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Shown:
    """An answer as a page shows it: a table, or yes or no; and how long its evaluation took, in seconds."""

    table: Table | None
    boolean: bool | None
    seconds: float


def offered(triples: bool) -> list[Medium[object]]:
    """The formats that a page links to, the one that a spreadsheet opens first."""
    return sorted(TRIPLES if triples else ROWS, key=lambda medium: medium not in (CSV, TSV))


def heading(column: str, lang: Language) -> str:
    """The name of a column in words, as the page Ask of the atlas has it; else the variable taken apart.

    >>> heading("area", "en"), heading("areaName", "en")
    ('Strength area', 'Area name')
    """
    apart = re.sub(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Þ])", " ", column.replace("_", " ")).strip().lower()
    name = words(lang).get(f"ask-column-{column}", apart)
    return name[:1].upper() + name[1:]


def read(result: Result, service: Service, here: Here) -> Shown:
    """Read an answer that came as `WANTED`."""
    if result.kind == "triples":
        triples = parse(result.body, RdfFormat.N_TRIPLES)
        rows = sorted(((t.subject, t.predicate, t.object) for t in triples), key=lambda row: tuple(map(str, row)))
        table = _table(("subject", "predicate", "object"), rows[:SHOWN], len(rows), service, here, triples=True)
        return Shown(table, None, result.seconds)
    found = _read_rows(result.body)
    if isinstance(found, bool):
        return Shown(None, found, result.seconds)
    return Shown(_table(*found, service, here), None, result.seconds)


def _read_rows(body: bytes) -> bool | tuple[tuple[str, ...], Sequence[_Row], int]:
    """Yes or no; or the columns, the first rows, and how many there are.

    The parser's own rows end here: an error over a label would take them to another thread, where they must not go.
    """
    found = parse_query_results(body, QueryResultsFormat.JSON)
    if isinstance(found, QueryBoolean):
        return bool(found)
    assert isinstance(found, QuerySolutions)  # the two kinds there are
    shown: Sequence[_Row] = [tuple(row) for row in islice(found, SHOWN)]
    return tuple(variable.value for variable in found.variables), shown, len(shown) + sum(1 for _ in found)


def _table(
    columns: tuple[str, ...],
    shown: Sequence[_Row],
    total: int,
    service: Service,
    here: Here,
    *,
    triples: bool = False,
) -> Table:
    cells = tuple(tuple(_cell(term, service, here) for term in row) for row in shown)
    return Table(columns, cells, total, triples, tuple(_origins(shown, service)))


def _cell(term: Term | None, service: Service, here: Here) -> Cell | None:
    if term is None:
        return None
    if isinstance(term, NamedNode):
        return _thing(term.value, service, here)
    if isinstance(term, Literal):
        text = visible_lines(term.value)
        number = term.datatype.value in _NUMBERS
        return Cell(text[:_LONGEST], term.language or "", number=number, cut=len(text) > _LONGEST)
    if isinstance(term, BlankNode):
        return Cell(f"_:{term.value}")
    assert isinstance(term, Triple)  # the terms there are
    return Cell(visible(str(term))[:_LONGEST])


def visible_lines(text: str) -> str:
    """The text with what could deceive a reader made visible; line ends and tabs stay."""
    return "".join(sign if sign in "\n\t" else visible(sign) for sign in text) if not text.isprintable() else text


def _thing(iri: str, service: Service, here: Here) -> Cell:
    canonical = service.edition.canonical(iri)
    name = service.frame.names.of(canonical, here.lang)
    link = None if canonical.startswith(SG) and not service.has_ontology else here.thing(canonical)
    outside = link is not None and not canonical.startswith(BASE)
    text = canonical if outside and name.text == f"<{canonical}>" else name.text
    return Cell(visible(text), name.lang, link, outside, term=visible(shorten(canonical)))


def _origins(rows: Iterable[_Row], service: Service) -> Iterator[Origin]:
    """The passages among the values, in order of document and place, each once."""
    named = {service.edition.canonical(term.value) for row in rows for term in row if isinstance(term, NamedNode)}
    known = service.graph.origins
    found = (known.get(NamedNode(iri)) for iri in named if iri.startswith(SOURCE))
    passages = [origin for origin in found if origin is not None and origin.document]
    return iter(sorted(passages, key=lambda one: (one.document or "", one.first or 0, one.graph)))
