"""``styrkegraf explain``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from styrkegraf.cli.common import GRAPH, LANG, load

if TYPE_CHECKING:
    from styrkegraf.labels import Language

__all__ = ["explain"]


@click.command(short_help="Say why a statement holds, down to the passages.")
@click.argument("subject")
@click.argument("predicate")
@click.argument("object_", metavar="OBJECT")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@GRAPH
@LANG
def explain(subject: str, predicate: str, object_: str, form: str, location: str | None, lang: Language) -> None:
    """Say why a statement holds: the passages that state it, the proof, or the rule.

    Each of SUBJECT, PREDICATE and OBJECT is an IRI, a short form such as county:gotland, or a label.

    Try:  styrkegraf explain Robotdalen "verksam i" Södermanland
    """
    from styrkegraf.explain import to_json, to_text

    graph = load(location, lang)
    found = graph.explain(subject, predicate, object_)
    if form == "json":
        click.echo(json.dumps([to_json(one, graph) for one in found], ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(to_text(one, graph, lang) for one in found), nl=False)
