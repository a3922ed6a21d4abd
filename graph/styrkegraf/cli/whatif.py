"""``styrkegraf whatif``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from styrkegraf.cli.common import GRAPH, LANG, load

if TYPE_CHECKING:
    from styrkegraf.labels import Language

__all__ = ["whatif"]


@click.command(short_help="Show what changes when something is gone or added.")
@click.option("--without", multiple=True, metavar="NAME", help="Imagine it gone; may be given several times.")
@click.option("--with", "ties", multiple=True, metavar="TIE", help='Imagine a tie, such as "Almi supports Energi".')
@click.option(
    "--network",
    "projection",
    default="actor-area",
    show_default=True,
    help="The network to look at; “styrkegraf network --list” names them.",
)
@click.option("--collective/--no-collective", default=True, help="With or without collective actors.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@GRAPH
@LANG
def whatif(
    without: tuple[str, ...],
    ties: tuple[str, ...],
    projection: str,
    collective: bool,
    form: str,
    location: str | None,
    lang: Language,
) -> None:
    """Show a network before and after something is gone or added. Nothing is written to the graph.

    Try:  styrkegraf whatif --without Robotdalen
    """
    from styrkegraf.advice.whatif import whatif as imagine
    from styrkegraf.advice.whatif_text import to_json, to_text

    graph = load(location, lang)
    found = imagine(graph, without=without, ties=ties, projection=projection, collective=collective)
    if form == "json":
        click.echo(json.dumps(to_json(found, graph, lang), ensure_ascii=False, indent=2))
    else:
        click.echo(to_text(found, graph, lang), nl=False)
