"""Tables as files and as cells of a page."""

from __future__ import annotations

import csv
import io

from styrkegraf.analysis.model import Cell, Column, Table
from styrkegraf.analysis.say import NOTHING, Say

__all__ = ["shown_cell", "to_csv"]

_RISKY = ("=", "+", "-", "@", "\t", "\r")


def to_csv(table: Table) -> bytes:
    """The whole table as CSV in UTF-8, with a byte order mark so that spreadsheets read it as such.

    Numbers have a decimal point whatever the language; a missing value is empty. A text that a spreadsheet would take
    for a formula gets an apostrophe in front.
    """
    output = io.StringIO(newline="")
    writer = csv.writer(output)
    writer.writerow(column.name for column in table.columns)
    writer.writerows([_cell(cell) for cell in row] for row in table.rows)
    return output.getvalue().encode("utf-8-sig")


def _cell(cell: Cell) -> str:
    if cell is None or cell != cell:
        return ""
    if isinstance(cell, str):
        return f"'{cell}" if cell.startswith(_RISKY) else cell
    return repr(round(cell, 6)) if isinstance(cell, float) else str(cell)


def shown_cell(cell: Cell, column: Column, say: Say) -> str:
    """A cell as the page shows it."""
    if isinstance(cell, str):
        return cell or NOTHING
    return say.number(cell, column.digits)
