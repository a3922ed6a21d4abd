"""``styrkegraf build``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from styrkegraf.cli.common import FOLDER, LANG, fail, working

if TYPE_CHECKING:
    from styrkegraf.build import Build
    from styrkegraf.labels import Language
    from styrkegraf.reason import Reasoner

__all__ = ["build"]


@click.command(short_help="Build the graph, from our facts or your own.")
@click.option("--out", type=FOLDER, default="build", show_default=True, help="Folder to write.")
@click.option("--reasoner", type=click.Choice(["nemo", "owlrl"]), help="Default: nemo, or owlrl where nemo is absent.")
@click.option(
    "--facts", type=click.Path(path_type=Path), help="A folder of TriG files to build from; else the shipped."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "ttl"]),
    default="text",
    show_default=True,
    help="How to write findings.",
)
@LANG
def build(out: Path, reasoner: Reasoner | None, facts: Path | None, form: str, lang: Language) -> None:
    """Build the graph: load, reason, derive, validate, and write it with a report and a map.

    Nothing is written unless all went well; a build that is there is replaced as a whole.
    """
    from styrkegraf.build import BuildFailed
    from styrkegraf.build import build as run
    from styrkegraf.pipeline import Stages, shipped

    try:
        with working("load") as notify:
            stages = Stages(notify=notify)
            with stages.run("load"):
                loaded = _facts(facts) if facts else shipped()
            done = run(loaded, out, reasoner, stages, lang)
    except BuildFailed as failure:
        click.echo(_findings(failure.findings, form, lang), nl=False)
        fail(str(failure))
    if form != "text":
        click.echo(_findings(done.findings, form, lang), nl=False)
    else:
        _print_build(done, lang)


def _facts(folder: Path) -> Any:
    from styrkegraf.facts import InputError, load_facts

    files = sorted(folder.rglob("*.trig"))
    if not files:
        there = "this is a file" if folder.is_file() else "there is no such folder"
        there = "no TriG file is there" if folder.is_dir() else there
        raise InputError(folder, None, f"{there}; name a folder that holds some.")
    others = {".trig", ".ttl", ".nq", ".nt", ".rdf", ".jsonld"}
    unread = sorted(path for path in folder.rglob("*") if path.suffix.lower() in others and path not in {*files})
    if unread:
        raise InputError(unread[0], None, "facts are read from files that end in .trig; write it so, or move it away.")
    facts = load_facts(files)
    if not facts.quads:
        raise InputError(folder, None, "its TriG files hold no statement; there is nothing to build.")
    return facts


def _findings(findings: Any, form: str, lang: Language) -> str:
    from styrkegraf.validate import render_json, render_text, render_turtle

    if form == "text":
        return render_text(findings, lang)
    return {"json": render_json, "ttl": render_turtle}[form](findings)


def _print_build(done: Build, lang: Language) -> None:
    from styrkegraf.summary import summary

    if done.findings:
        click.echo(_findings(done.findings, "text", lang))
    click.echo(summary(done, lang))
