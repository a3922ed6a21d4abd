"""Answers: what a query gave, as rows for Python, as a table for people, and in every standard format."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from pyoxigraph import (
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Triple,
    parse_query_results,
    serialize,
)

from styrkegraf.errors import StyrkegrafError
from styrkegraf.labels import Labels, Language, known_language
from styrkegraf.lexis import quiet
from styrkegraf.media import CSV, JSON_LD, N_TRIPLES, RDF_XML, SPARQL_JSON, SPARQL_XML, TSV, TURTLE
from styrkegraf.namespaces import PREFIXES, used_prefixes
from styrkegraf.store.outline import in_order, star
from styrkegraf.terms import Term
from styrkegraf.text import markdown_table, terminal_table

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

__all__ = ["ROW_FORMATS", "TRIPLE_FORMATS", "Answer", "UnknownFormat", "read_answer"]

ROW_FORMATS: Final[Mapping[str, QueryResultsFormat]] = {
    medium.extension: medium.form for medium in (CSV, TSV, SPARQL_JSON, SPARQL_XML)
}
"""Standard formats of rows and of yes or no, by the name that the command line takes."""

TRIPLE_FORMATS: Final[Mapping[str, RdfFormat]] = {
    medium.extension: medium.form for medium in (TURTLE, N_TRIPLES, JSON_LD, RDF_XML)
}
"""Standard formats of triples, by the name that the command line takes."""

_INTEGERS = frozenset(
    {"integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger", "nonPositiveInteger",
     "negativeInteger", "unsignedInt", "unsignedLong", "unsignedShort", "unsignedByte"}
)  # fmt: skip


class UnknownFormat(StyrkegrafError):
    """A format that this kind of answer cannot take."""

    def __init__(self, name: str, known: Iterator[str]) -> None:
        super().__init__(f"This answer cannot be written as “{name}”; choose one of {', '.join(known)}.")


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a query: rows with named columns, triples, or yes or no.

    Iterating gives the rows, each a tuple of terms (None where a column is unbound); triples are rows of three.
    ``encoded`` is the same answer in SPARQL JSON, from which the other formats are made.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]
    labels: Labels = field(repr=False)
    triples: tuple[Triple, ...] | None = field(default=None, repr=False)
    boolean: bool | None = None
    encoded: bytes = field(default=b"", repr=False)

    def __iter__(self) -> Iterator[tuple[Term | None, ...]]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def __bool__(self) -> bool:
        return self.boolean if self.boolean is not None else bool(self.rows)

    def labelled(self, lang: Language = "sv") -> list[tuple[str, ...]]:
        """The rows with each thing written as its label, and what has none as its short form or value."""
        known_language(lang)
        return [tuple(self.labels.of(term, lang) for term in row) for row in self.rows]

    def to_pandas(self, lang: Language | None = None) -> pd.DataFrame:
        """A pandas DataFrame: IRIs as text (or as labels, when a language is given), numbers as numbers.

        Raises `StyrkegrafError` where pandas is not installed, and for a language other than ``sv`` and ``en``.
        """
        if lang is not None:
            known_language(lang)
        try:
            import pandas as pd
        except ImportError as error:
            raise StyrkegrafError("pandas is not installed; install it with “pip install pandas”.") from error
        if self.boolean is not None:
            return pd.DataFrame({"answer": [self.boolean]})
        rows = [[_python(term) if lang is None else self._shown(term, lang) for term in row] for row in self.rows]
        return pd.DataFrame(rows, columns=list(self.columns))

    def _shown(self, term: Term | None, lang: Language) -> object:
        return self.labels.of(term, lang) if isinstance(term, NamedNode) else _python(term)

    def formats(self) -> list[str]:
        """The names of the formats that `write` takes for this answer."""
        return ["table", "md", *(ROW_FORMATS if self.triples is None else TRIPLE_FORMATS)]

    def write(self, form: str, lang: Language = "sv") -> bytes:
        """The answer in a format: ``table`` and ``md`` with labels, the others as their standards say.

        Raises `UnknownFormat` for a format that the answer cannot take, and `StyrkegrafError` for another language than
        ``sv`` and ``en``.
        """
        known_language(lang)
        if form == "table":
            return "".join(f"{line}\n" for line in terminal_table(self._header(), self._cells(lang))).encode()
        if form == "md":
            return markdown_table(self._header(), self._cells(lang)).encode()
        if self.triples is not None and form in TRIPLE_FORMATS:
            return _write_triples(self.triples, TRIPLE_FORMATS[form])
        if self.triples is None and form in ROW_FORMATS:
            return _recode(self.encoded, ROW_FORMATS[form])
        raise UnknownFormat(form, iter(self.formats()))

    def _header(self) -> list[str]:
        return list(self.columns) if self.boolean is None else ["answer"]

    def _cells(self, lang: Language) -> list[tuple[str, ...]]:
        if self.boolean is not None:
            words = {"sv": ("nej", "ja"), "en": ("no", "yes")}[lang]
            return [(words[self.boolean],)]
        return self.labelled(lang)


def read_answer(results: QuerySolutions | QueryBoolean | QueryTriples, labels: Labels, sparql: str = "") -> Answer:
    """Read what the store gave into an answer.

    Oxigraph gives the columns of ``SELECT *`` by alphabet; they are put into the order in which ``sparql`` names them.
    """
    if isinstance(results, QueryTriples):
        triples = tuple(sorted(results, key=str))
        rows = tuple((t.subject, t.predicate, t.object) for t in triples)
        return Answer(("subject", "predicate", "object"), rows, labels, triples=triples)
    encoded = results.serialize(format=QueryResultsFormat.JSON) or b""
    if isinstance(results, QueryBoolean):
        return Answer((), (), labels, boolean=bool(results), encoded=encoded)
    encoded = _in_order(encoded, sparql)
    decoded = parse_query_results(encoded, QueryResultsFormat.JSON)
    assert isinstance(decoded, QuerySolutions)  # a SELECT gives solutions
    columns = tuple(variable.value for variable in decoded.variables)
    return Answer(columns, tuple(tuple(row) for row in decoded), labels, encoded=encoded)


def _in_order(encoded: bytes, sparql: str) -> bytes:
    """The same answer with the columns of an outermost ``SELECT *`` in the order of the query."""
    plain = quiet(sparql)
    if star(plain) is None:
        return encoded
    decoded = json.loads(encoded)
    decoded["head"]["vars"] = in_order(plain, decoded["head"]["vars"])
    return json.dumps(decoded, ensure_ascii=False).encode()


def _recode(encoded: bytes, form: QueryResultsFormat) -> bytes:
    if form == QueryResultsFormat.JSON:
        return encoded + b"\n"
    output = io.BytesIO()
    parse_query_results(encoded, QueryResultsFormat.JSON).serialize(output, form)
    return output.getvalue()


def _write_triples(triples: tuple[Triple, ...], form: RdfFormat) -> bytes:
    used = {t for triple in triples for t in (triple.subject, triple.predicate, triple.object)}
    prefixes = used_prefixes([term.value for term in used if isinstance(term, NamedNode)])
    return serialize(triples, format=form, prefixes=prefixes) or b""


def _python(term: Term | None) -> object:
    """A literal as the Python value that it stands for, where it has one; an IRI as text."""
    if isinstance(term, Literal):
        kind = term.datatype.value.removeprefix(PREFIXES["xsd"])
        try:
            if kind in _INTEGERS:
                return int(term.value)
            if kind in {"decimal", "double", "float"}:
                return float(term.value)
        except ValueError:
            return term.value
        return term.value in {"true", "1"} if kind == "boolean" else term.value
    return term.value if isinstance(term, NamedNode) else None if term is None else str(term)
