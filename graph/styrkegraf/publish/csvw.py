"""Tables: the graph as CSV files, with CSVW metadata that says what every column holds and how tables fit together.

Each table but the last is a query in ``queries/tables``; ``statements`` is the graph itself, one row for each statement
with who says so. A cell with several values separates them by a vertical bar.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from styrkegraf import resources
from styrkegraf.documents import read_document

if TYPE_CHECKING:
    from styrkegraf.graph import Graph
    from styrkegraf.publish.edition import Edition
    from styrkegraf.terms import Term

__all__ = ["METADATA", "TABLES", "Column", "Table", "csvw", "table"]

METADATA: Final = "csv-metadata.json"
"""The name under which CSVW looks for metadata beside a table."""
_BAR: Final = "|"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name and titles, the datatype of XML Schema, whether it holds several values, and where it points.

    ``points`` is the table whose ``id`` the value is: a foreign key, which CSVW wants to hold of every row. So a column
    that holds several values, or none in some rows, has it not.
    """

    name: str
    sv: str
    en: str
    datatype: str = "string"
    several: bool = False
    points: str | None = None
    required: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its file name without ending, its titles, and its columns."""

    name: str
    sv: str
    en: str
    columns: tuple[Column, ...]


_THING: Final = (
    Column("id", "adress", "address", "anyURI", required=True),
    Column("label_sv", "svenskt namn", "Swedish name"),
    Column("label_en", "engelskt namn", "English name"),
)
TABLES: Final = (
    Table(
        "regions",
        "Län",
        "Counties",
        (
            *_THING,
            Column("scb", "länskod", "county code"),
            Column("iso", "ISO 3166-2", "ISO 3166-2"),
            Column("nuts", "NUTS 3", "NUTS 3", "anyURI"),
            Column("wikidata", "Wikidata", "Wikidata", "anyURI"),
            Column("latitude", "latitud", "latitude", "decimal"),
            Column("longitude", "longitud", "longitude", "decimal"),
            Column("macro_regions", "storregioner", "macro-regions", "anyURI", several=True),
        ),
    ),
    Table(
        "areas",
        "Styrkeområden",
        "Strength areas",
        (
            *_THING,
            Column("joint", "gemensamt", "joint", "boolean"),
            Column("of", "län eller storregion", "county or macro-region", "anyURI", several=True),
            Column("themes", "teman", "themes", "anyURI", several=True),
            Column("documents", "källor", "sources", "anyURI", several=True),
        ),
    ),
    Table(
        "themes",
        "Teman",
        "Themes",
        (
            *_THING,
            Column("definition_sv", "svensk definition", "Swedish definition"),
            Column("definition_en", "engelsk definition", "English definition"),
            Column("nace", "näringsgrenar", "industries", "anyURI", several=True),
        ),
    ),
    Table(
        "actors",
        "Aktörer",
        "Actors",
        (
            *_THING,
            Column("types", "slag", "types", "anyURI", several=True),
            Column("collective", "kollektiv", "collective", "boolean"),
            Column("located_in", "finns i", "located in", "anyURI", several=True),
            Column("supports", "bidrar till", "supports", "anyURI", several=True),
            Column("number", "organisationsnummer", "organisation number"),
            Column("ror", "ROR", "ROR", "anyURI"),
            Column("wikidata", "Wikidata", "Wikidata", "anyURI"),
        ),
    ),
    Table(
        "links",
        "Länkar mellan län",
        "Links between counties",
        (
            _THING[0],
            Column("first_region", "ena länet", "one county", "anyURI", points="regions", required=True),
            Column("second_region", "andra länet", "other county", "anyURI", points="regions", required=True),
            Column("kind", "slag", "kind", "anyURI"),
            Column("standing", "möjlig eller dokumenterad", "potential or documented"),
            Column("weight", "vikt", "weight", "decimal"),
            Column("evidence", "belägg", "evidence", "anyURI", several=True),
        ),
    ),
    Table(
        "documents",
        "Källor",
        "Sources",
        (
            *_THING,
            Column("identifier", "beteckning", "identifier"),
            Column("title", "titel", "title"),
            Column("language", "språk", "language"),
            Column("sha256", "SHA-256", "SHA-256", "hexBinary"),
        ),
    ),
    Table(
        "statements",
        "Uppgifter med källa",
        "Statements with their source",
        (
            Column("subject", "subjekt", "subject", required=True),
            Column("subject_label", "subjektets namn", "name of the subject"),
            Column("predicate", "predikat", "predicate", "anyURI", required=True),
            Column("predicate_label", "predikatets namn", "name of the predicate"),
            Column("object", "objekt", "object"),
            Column("object_label", "objektets namn", "name of the object"),
            Column("language", "språk", "language"),
            Column("datatype", "datatyp", "datatype", "anyURI"),
            Column("graph", "namngiven graf", "named graph", "anyURI", required=True),
            Column("layer", "lager", "layer"),
            Column("document", "källa", "source", "anyURI"),
            Column("heading", "rubrik", "heading"),
            Column("first_line", "första raden", "first line", "integer"),
            Column("last_line", "sista raden", "last line", "integer"),
        ),
    ),
)
"""The tables, in the order of the metadata."""


def table(name: str, graph: Graph, edition: Edition) -> bytes:
    """One table as CSV (RFC 4180), rows sorted, under the base of the edition."""
    found = next(each for each in TABLES if each.name == name)
    rows = _statements(graph, edition) if name == "statements" else _things(found, graph, edition)
    output = io.StringIO(newline="")
    writer = csv.writer(output)
    writer.writerow([column.name for column in found.columns])
    writer.writerows(rows)
    return output.getvalue().encode()


def _things(found: Table, graph: Graph, edition: Edition) -> list[list[str]]:
    document = read_document(resources.folder("queries") / "tables" / f"{found.name}.rq")
    cells: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in graph.store.select(document.sparql):
        thing = _text(row["id"], edition)
        for column in found.columns:
            if row[column.name] is not None:
                cells[thing][column.name].add(_text(row[column.name], edition))
    return [[_cell(column, cells[thing][column.name]) for column in found.columns] for thing in sorted(cells)]


def _cell(column: Column, values: set[str]) -> str:
    if column.datatype == "boolean":
        return "true" if values else "false"
    return _BAR.join(sorted(values)) if column.several else min(values, default="")


def _text(term: Term | None, edition: Edition) -> str:
    if isinstance(term, NamedNode):
        return edition.iri(term.value)
    return term.value if isinstance(term, Literal) else "" if term is None else str(term)


def _statements(graph: Graph, edition: Edition) -> Iterator[list[str]]:
    for quad in sorted(graph.store.quads(), key=_order):
        yield [*_said(quad, graph, edition), *_by(quad, graph, edition)]


def _order(quad: Quad) -> tuple[str, str, str, str]:
    return str(quad.subject), quad.predicate.value, str(quad.object), str(quad.graph_name)


def _said(quad: Quad, graph: Graph, edition: Edition) -> list[str]:
    value = quad.object
    return [
        _text(quad.subject, edition),
        _label(quad.subject, graph),
        _text(quad.predicate, edition),
        _label(quad.predicate, graph),
        _text(value, edition),
        "" if isinstance(value, Literal) else _label(value, graph),
        (value.language or "") if isinstance(value, Literal) else "",
        value.datatype.value if isinstance(value, Literal) else "",
    ]


def _label(term: Term, graph: Graph) -> str:
    """What a thing is called; nothing where it has neither a label nor a short form."""
    found = graph.labels.of(term)
    return "" if found.startswith("<") else found


def _by(quad: Quad, graph: Graph, edition: Edition) -> list[str]:
    name = quad.graph_name
    if isinstance(name, DefaultGraph) or not isinstance(name, NamedNode):
        return [""] * 6
    origin = graph.origins.get(name)
    if origin is None:
        return [edition.iri(name.value), "", "", "", "", ""]
    numbers = ["" if number is None else str(number) for number in (origin.first, origin.last)]
    document = edition.iri(origin.document) if origin.document else ""
    return [edition.iri(name.value), origin.layer, document, origin.heading or "", *numbers]


def csvw(edition: Edition) -> dict[str, Any]:
    """The metadata of all tables, as CSVW has it (W3C, Metadata Vocabulary for Tabular Data)."""
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "sv"}],
        "@id": edition.base + f"downloads/{METADATA}",
        **({"dc:license": {"@id": edition.licence}} if edition.licence else {}),
        "dialect": {"encoding": "utf-8", "header": True},
        "tables": [_metadata(found) for found in TABLES],
    }


def _metadata(found: Table) -> dict[str, Any]:
    schema: dict[str, Any] = {"columns": [_column(column) for column in found.columns]}
    if found.columns[0].name == "id":
        schema |= {"primaryKey": "id", "aboutUrl": "{+id}"}
    keys = list(_foreign(found.columns))
    schema |= {"foreignKeys": keys} if keys else {}
    return {"url": f"{found.name}.csv", "dc:title": _title(found.sv, found.en), "tableSchema": schema}


def _title(sv: str, en: str) -> list[dict[str, str]]:
    return [{"@value": sv, "@language": "sv"}, {"@value": en, "@language": "en"}]


def _column(column: Column) -> dict[str, Any]:
    written: dict[str, Any] = {
        "name": column.name,
        "titles": column.name,
        "dc:title": _title(column.sv, column.en),
        "datatype": column.datatype,
    }
    if column.several:
        written["separator"] = _BAR
    return written | ({"required": True} if column.required else {})


def _foreign(columns: Sequence[Column]) -> Iterable[dict[str, Any]]:
    for column in columns:
        if column.points:
            reference = {"resource": f"{column.points}.csv", "columnReference": "id"}
            yield {"columnReference": column.name, "reference": reference}
