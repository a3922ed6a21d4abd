"""``styrkegraf query`` and ``styrkegraf queries``."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import click

from styrkegraf.cli.common import GRAPH, LANG, fail, is_terminal, load

if TYPE_CHECKING:
    from styrkegraf.graph import Graph
    from styrkegraf.labels import Language

__all__ = ["queries", "query"]


@click.command(short_help="List the questions that can be asked by name.")
@click.argument("word", default="")
@LANG
def queries(word: str, lang: Language) -> None:
    """List the questions that can be asked by name, or those that have WORD in their text."""
    from styrkegraf.questions import matching

    found = matching(word)
    if not found:
        fail(f"No question has “{word}” in its text; “styrkegraf queries” lists them all.")
    width = max(len(document.name) for document in found)
    for document in found:
        takes = " ".join(f"-p {parameter.name}=…" for parameter in document.parameters)
        click.echo(f"{document.name:<{width}}  {document.text('question', lang)}  {takes}".rstrip())
    one, several = ("fråga", "frågor") if lang == "sv" else ("question", "questions")
    click.echo(f"\n{len(found)} {one if len(found) == 1 else several}", err=True)


@click.command(short_help="Ask a question by name, or in SPARQL.")
@click.argument("question")
@click.option("-p", "--parameter", "parameters", multiple=True, metavar="NAME=VALUE", help="A value for a parameter.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "md", "csv", "tsv", "json", "xml", "ttl", "nt", "jsonld", "rdf"], case_sensitive=False),
    help="ttl, nt, jsonld and rdf are for triples, csv, tsv, json and xml for rows.  "
    "[default: table; ttl for triples in a pipe]",
)
@click.option("--show", is_flag=True, help="Print the SPARQL text instead of running it.")
@GRAPH
@LANG
def query(
    question: str, parameters: tuple[str, ...], form: str | None, show: bool, location: str | None, lang: Language
) -> None:
    """Ask QUESTION: the name of a question, a .rq file, SPARQL text, or - to read SPARQL from standard input."""
    values: dict[str, str] = {}
    for key, value in map(_parameter, parameters):
        if key in values:
            raise click.UsageError(f"The parameter {key} is given twice.")
        values[key] = value
    text = _standard_input() if question == "-" else question
    graph = load(location, lang)
    if show:
        click.echo(graph.sparql(text, **values), nl=False)
        return
    answer = graph.query(text, **values)
    if form is None:
        form = "table" if is_terminal(sys.stdout) or answer.triples is None else "ttl"
    click.echo(answer.write(form, lang), nl=False)
    if form == "table" and not answer and answer.boolean is None:
        click.echo(_empty(question, parameters, lang), err=True)
    if form == "table" and (examples := _examples(text.strip(), values, graph)):
        click.echo(_asked_with(examples, lang), err=True)


def _standard_input() -> str:
    try:
        text = sys.stdin.buffer.read().decode("utf-8") if sys.stdin else ""
    except UnicodeDecodeError:
        fail("Standard input is not UTF-8; save the query as UTF-8.")
    if not text.strip():
        fail("Standard input is empty; give it a query, or name a question.")
    return text


def _parameter(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign or not name or not value:
        raise click.UsageError(f"A parameter reads NAME=VALUE, such as region=Gotland, not “{text}”.")
    return name, value


def _examples(name: str, values: Mapping[str, str], graph: Graph) -> list[str]:
    """The parameters of a question that were not given, each with the example that stands in for it."""
    from styrkegraf.namespaces import shorten
    from styrkegraf.questions import example, library

    document = library().get(name)
    left = [one for one in document.parameters if one.name not in values] if document else []
    stand_in = {one.name: example(one, graph.labels) or one.default for one in left}
    return [f"{name}={shorten(text[1:-1]) if text.startswith('<') else text}" for name, text in stand_in.items()]


def _asked_with(examples: Sequence[str], lang: Language) -> str:
    """A sentence that says what was asked about, where examples stood in."""
    shown = ", ".join(examples)
    if lang == "sv":
        return f"Frågat med ett exempel: {shown}. Välj annat med -p."
    return f"Asked with an example: {shown}. Choose another with -p."


def _empty(question: str, parameters: tuple[str, ...], lang: Language) -> str:
    """A sentence for an empty answer."""
    values = ", ".join(parameters)
    if lang == "sv":
        return f"Inga rader: grafen har inget svar på ”{question}”{f' med {values}' if values else ''}."
    return f"No rows: the graph has no answer to “{question}”{f' with {values}' if values else ''}."
