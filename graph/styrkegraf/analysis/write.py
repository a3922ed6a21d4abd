"""The report as a folder: the page, and its tables as CSV beside it; all of it or nothing."""

from __future__ import annotations

from pathlib import Path

from styrkegraf.analysis.model import Report
from styrkegraf.analysis.page import render
from styrkegraf.analysis.tables import to_csv
from styrkegraf.folders import prepare, replacing

__all__ = ["prepare_report", "write_report"]

_PAGE = "report.html"


def prepare_report(out: Path) -> None:
    """Make sure that a report may be written to ``out``, before the work begins. Raises `OutputError` where not."""
    prepare(out, _PAGE)


def write_report(report: Report, out: Path) -> None:
    """Write the report to the folder ``out``, replacing a report that is there.

    Raises `OutputError` where the folder cannot be written or holds something other than a report.
    """
    prepare_report(out)
    page = render(report)
    with replacing(out) as folder:
        (folder / _PAGE).write_text(page, encoding="utf-8", newline="\n")
        for table in report.tables:
            (folder / f"{table.name}.csv").write_bytes(to_csv(table))
