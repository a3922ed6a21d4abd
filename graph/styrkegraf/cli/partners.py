"""``styrkegraf partners``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from styrkegraf.cli.common import GRAPH, LANG, load

if TYPE_CHECKING:
    from styrkegraf.labels import Language

__all__ = ["partners"]


@click.command(short_help="Propose whom to work with, and why.")
@click.argument("region")
@click.option("--area", help="One of its own or joint strength areas; part of a name is enough, such as energi.")
@click.option("--top", type=click.IntRange(min=1), default=5, show_default=True, help="The last place to show as text.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@GRAPH
@LANG
def partners(region: str, area: str | None, top: int, form: str, location: str | None, lang: Language) -> None:
    """Propose counties and actors to work with: similar and completing ones apart, with reasons and sources.

    Try:  styrkegraf partners Västmanland --area energi
    """
    from styrkegraf.advice.partners import partners as find
    from styrkegraf.advice.partners_text import to_json, to_text

    graph = load(location, lang)
    found = find(graph, region, area)
    if form == "json":
        click.echo(json.dumps(to_json(found, graph, lang), ensure_ascii=False, indent=2))
    else:
        click.echo(to_text(found, graph, lang, top), nl=False)
