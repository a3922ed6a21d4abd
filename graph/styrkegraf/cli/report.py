"""``styrkegraf report``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from styrkegraf.cli.common import FOLDER, GRAPH, LANG, load, working

if TYPE_CHECKING:
    from styrkegraf.labels import Language

__all__ = ["report"]


@click.command(short_help="Write a report on the networks.")
@click.option("--out", type=FOLDER, required=True, help="The folder to write; a report there is replaced.")
@GRAPH
@LANG
def report(out: Path, location: str | None, lang: Language) -> None:
    """Write a report on the networks: a page to read in ten minutes, and its tables as CSV.

    Try:  styrkegraf report --out rapport
    """
    from styrkegraf.analysis import analyse, prepare_report, write_report

    prepare_report(out)
    with working("report"):
        found = analyse(load(location, lang), lang)
        write_report(found, out)
    tables = len(found.tables)
    click.echo(
        f"{out / 'report.html'}  {'rapporten' if lang == 'sv' else 'the report'}\n"
        f"{out}{'/*.csv'}  {f'dess {tables} tabeller' if lang == 'sv' else f'its {tables} tables'}"
    )
