"""``styrkegraf map``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from styrkegraf.cli.common import GRAPH, LANG, load, working, write_out

if TYPE_CHECKING:
    from styrkegraf.labels import Language

__all__ = ["map_"]


@click.command("map", short_help="Draw the graph into one HTML file.")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default="map.html",
    show_default=True,
    help="File to write; - for standard output.",
)
@GRAPH
@LANG
def map_(out: Path, location: str | None, lang: Language) -> None:
    """Draw regions, strength areas, themes and actors into one HTML file that opens from disk."""
    from styrkegraf.map import draw, map_data

    with working("map"):
        page = draw(map_data(load(location).store), lang).encode()
    write_out(out, page)
