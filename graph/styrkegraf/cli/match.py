"""``styrkegraf match``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from styrkegraf.cli.common import GRAPH, LANG, load

if TYPE_CHECKING:
    from styrkegraf.labels import Language

__all__ = ["match"]


@click.command(short_help="Follow a need from a place to who can meet it.")
@click.option("--need", required=True, help="What is needed, such as finansiering, kompetens or rekrytering.")
@click.option("--place", required=True, help="A municipality, a locality or a county.")
@click.option("--area", help="A strength area of the county or of its macro-regions, or a part of its name.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@GRAPH
@LANG
def match(need: str, place: str, area: str | None, form: str, location: str | None, lang: Language) -> None:
    """Follow a need from a place: the node that catches it, offers and actors that fit, and where it goes next.

    Each step names the passages that it rests on. Where the graph knows no node or offer, it says so.

    Try:  styrkegraf match --need finansiering --place Katrineholm --area tillverkning
    """
    from styrkegraf.advice.match import match as follow
    from styrkegraf.advice.match_text import to_json, to_text

    graph = load(location, lang)
    found = follow(graph, need, place, area)
    if form == "json":
        click.echo(json.dumps(to_json(found, graph), ensure_ascii=False, indent=2))
    else:
        click.echo(to_text(found, graph, lang), nl=False)
