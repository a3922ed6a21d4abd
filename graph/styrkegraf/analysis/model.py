"""The parts of a report: sections with figures, each figure with its four notes and its numbers as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from styrkegraf.labels import Language

__all__ = ["Cell", "Column", "Figure", "Notes", "Report", "Section", "Table", "whole_ties"]

Cell = str | int | float | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its name in the CSV file, its heading on the page, and the decimals that the page shows.

    ``shown`` is False for what only the file holds: identifiers and passages.
    """

    name: str
    title: str
    digits: int = 2
    shown: bool = True


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under columns; ``name`` is the stem of the CSV file.

    The page shows about the first ``limit`` rows, none for 0, and never cuts between rows that are equal in the column
    ``tied_by``.
    """

    name: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    limit: int = 60
    tied_by: str | None = None

    @property
    def shown(self) -> tuple[tuple[Cell, ...], ...]:
        """The rows that the page shows: whole ties, up to twice the limit, else those before the tie."""
        keys: Sequence[object] = range(len(self.rows)) if self.tied_by is None else self.column(self.tied_by)
        return self.rows[: whole_ties(keys, self.limit)]

    def column(self, name: str) -> tuple[Cell, ...]:
        """The cells of the column with this name, from the first row to the last."""
        at = [column.name for column in self.columns].index(name)
        return tuple(row[at] for row in self.rows)


def whole_ties(keys: Sequence[object], limit: int) -> int:
    """How many of the keys, the best first, to show so that no tie is cut: about ``limit``, at most twice as many.

    >>> whole_ties([1, 2, 2, 4], 2), whole_ties([1, 2, 2, 2, 2, 2], 2)
    (3, 1)
    """
    if not 0 < limit < len(keys):
        return min(limit, len(keys))
    tie = [at for at, key in enumerate(keys) if key == keys[limit - 1]]
    return tie[-1] + 1 if tie[-1] < 2 * limit else tie[0]


@dataclass(frozen=True, slots=True)
class Notes:
    """What stands under every figure: what it shows, how it was computed, on which layers, what it does not show."""

    shows: str
    computed: str
    layers: str
    omits: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing, its notes, the projections that it rests on, and its numbers as tables.

    ``drawing`` is None where the tables say it all.
    """

    name: str
    title: str
    drawing: Markup | None
    notes: Notes
    projections: tuple[str, ...]
    tables: tuple[Table, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A section: what it finds in a few paragraphs, then its figures.

    ``missing`` says what the graph lacks, where that keeps the section from being written in full. ``brief`` is the
    finding in one sentence, for the top of the page.
    """

    name: str
    title: str
    paragraphs: tuple[str, ...] = ()
    figures: tuple[Figure, ...] = ()
    missing: str | None = None
    brief: str | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """The whole report in one language."""

    lang: Language
    title: str
    sections: tuple[Section, ...]

    @property
    def tables(self) -> tuple[Table, ...]:
        """Every table of every figure, in the order of the page."""
        return tuple(table for section in self.sections for figure in section.figures for table in figure.tables)
