"""The command line: thin, it calls the library and prints what comes back.

Exit codes: 0 fine, 1 faults found or a name not known, 2 misuse.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from styrkegraf.errors import StyrkegrafError

if TYPE_CHECKING:
    from styrkegraf.build import Build
    from styrkegraf.graph import Graph
    from styrkegraf.labels import Language
    from styrkegraf.reason import Reasoner

__all__ = ["main"]

_LANG = click.option(
    "--lang", type=click.Choice(["sv", "en"]), default="sv", show_default=True, help="Language of the labels."
)
_GRAPH = click.option(
    "--graph", "folder", type=click.Path(path_type=Path), help="A folder that “build” wrote; else the shipped graph."
)


class _Group(click.Group):
    """A group in which an error of ours ends in one message, and a closed pipe in silence."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except StyrkegrafError as error:
            _fail(str(error))
        except BrokenPipeError:
            sys.stderr.close()
            ctx.exit(0)
        except OSError as error:
            what = error.filename or "A file"
            _fail(f"{what} cannot be used: {error.strerror or error}. Free space, or mend the rights.")


def _fail(message: str) -> NoReturn:
    raise click.ClickException(message)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="styrkegraf")
def main() -> None:
    """Styrkegraf: smart specialisation in Sweden as a graph in which every statement names its source.

    Try:  styrkegraf query areas-of-region -p region=Gotland
    """


@main.command()
@click.option("--out", type=click.Path(path_type=Path), default="build", show_default=True, help="Folder to write.")
@click.option("--reasoner", type=click.Choice(["nemo", "owlrl"]), help="Default: nemo, or owlrl where nemo is absent.")
@click.option(
    "--facts", type=click.Path(path_type=Path), help="A folder of TriG files to build from; else the shipped."
)
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "ttl"]), default="text", help="How to write findings."
)
@_LANG
def build(out: Path, reasoner: Reasoner | None, facts: Path | None, form: str, lang: Language) -> None:
    """Build the graph: load, reason, derive, validate, and write it with a report and a map.

    Nothing is written unless all went well; a build that is there is replaced as a whole.
    """
    from styrkegraf.build import BuildFailed
    from styrkegraf.build import build as run
    from styrkegraf.pipeline import Stages, shipped

    stages = Stages()
    with stages.run("load"):
        loaded = _facts(facts) if facts else shipped()
    try:
        done = run(loaded, out, reasoner, stages, lang)
    except BuildFailed as failure:
        click.echo(_findings(failure.findings, form), nl=False)
        _fail(str(failure))
    if form != "text":
        click.echo(_findings(done.findings, form), nl=False)
    else:
        _print_build(done, lang)


def _facts(folder: Path) -> Any:
    from styrkegraf.load import InputError, load_facts

    files = sorted(folder.rglob("*.trig"))
    if not files:
        raise InputError(folder, None, "no TriG file is there; name a folder that holds some.")
    return load_facts(files)


def _findings(findings: Any, form: str) -> str:
    from styrkegraf.validate import render_json, render_text, render_turtle

    render = {"text": render_text, "json": render_json, "ttl": render_turtle}[form]
    return render(findings)


def _print_build(done: Build, lang: Language) -> None:
    from styrkegraf.summary import summary

    if done.findings:
        click.echo(_findings(done.findings, "text"))
    click.echo(summary(done, lang))


@main.command()
@click.argument("word", default="")
@_LANG
def queries(word: str, lang: Language) -> None:
    """List the questions that can be asked by name, or those that have WORD in their text."""
    from styrkegraf.questions import matching

    found = matching(word)
    if not found:
        _fail(f"No question has “{word}” in its text; “styrkegraf queries” lists them all.")
    width = max(len(document.name) for document in found)
    for document in found:
        takes = " ".join(f"-p {parameter.name}=…" for parameter in document.parameters)
        click.echo(f"{document.name:<{width}}  {document.text('question', lang)}  {takes}".rstrip())
    click.echo(f"\n{len(found)} {'frågor' if lang == 'sv' else 'questions'}", err=True)


@main.command()
@click.argument("question")
@click.option("-p", "--parameter", "parameters", multiple=True, metavar="NAME=VALUE", help="A value for a parameter.")
@click.option("--format", "form", help="csv, tsv, json, xml, md, table; ttl, nt, jsonld, rdf for triples.")
@click.option("--show", is_flag=True, help="Print the SPARQL text instead of running it.")
@_GRAPH
@_LANG
def query(
    question: str, parameters: tuple[str, ...], form: str | None, show: bool, folder: Path | None, lang: Language
) -> None:
    """Ask QUESTION: the name of a question, a .rq file, SPARQL text, or - to read SPARQL from standard input."""
    values = dict(_parameter(text) for text in parameters)
    text = sys.stdin.read() if question == "-" else question
    graph = _load(folder)
    if show:
        click.echo(graph.sparql(text, **values), nl=False)
        return
    answer = graph.query(text, **values)
    if form is None:
        form = "table" if sys.stdout.isatty() or answer.triples is None else "ttl"
    click.echo(answer.write(form, lang), nl=False)
    if form == "table" and not answer and answer.boolean is None:
        click.echo(_empty(question, parameters, lang), err=True)


def _parameter(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign or not name or not value:
        raise click.UsageError(f"A parameter reads NAME=VALUE, such as region=Gotland, not “{text}”.")
    return name, value


def _empty(question: str, parameters: tuple[str, ...], lang: Language) -> str:
    """A sentence for an empty answer."""
    values = ", ".join(parameters)
    if lang == "sv":
        return f"Inga rader: grafen har inget svar på “{question}”{f' med {values}' if values else ''}."
    return f"No rows: the graph has no answer to “{question}”{f' with {values}' if values else ''}."


@main.command()
@click.argument("subject")
@click.argument("predicate")
@click.argument("object_", metavar="OBJECT")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@_GRAPH
@_LANG
def explain(subject: str, predicate: str, object_: str, form: str, folder: Path | None, lang: Language) -> None:
    """Say why a statement holds: the passages that state it, the proof, or the rule.

    Each of SUBJECT, PREDICATE and OBJECT is an IRI, a short form such as county:gotland, or a label.

    Try:  styrkegraf explain Robotdalen "verksam i" Södermanland
    """
    from styrkegraf.explain import to_json, to_text

    graph = _load(folder)
    found = graph.explain(subject, predicate, object_)
    if form == "json":
        click.echo(json.dumps([to_json(one, graph) for one in found], ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(to_text(one, graph, lang) for one in found), nl=False)


@main.command("map")
@click.option("--out", type=click.Path(path_type=Path), default="map.html", show_default=True, help="File to write.")
@_GRAPH
@_LANG
def map_(out: Path, folder: Path | None, lang: Language) -> None:
    """Draw regions, strength areas, themes and actors into one HTML file that opens from disk."""
    from styrkegraf.map import draw, map_data

    page = draw(map_data(_load(folder).store.oxigraph), lang)
    try:
        out.write_text(page, encoding="utf-8", newline="\n")
    except OSError as error:
        _fail(f"{out} cannot be written ({error.strerror}); name another file with --out.")
    click.echo(f"{out}: {len(page.encode()) // 1024} kB", err=True)


def _load(folder: Path | None) -> Graph:
    from styrkegraf.graph import load

    return load(folder)
