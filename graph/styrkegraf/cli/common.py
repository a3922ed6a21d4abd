"""What the commands share: options, the group that turns errors into messages, and loading."""

from __future__ import annotations

import io
import sys
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from styrkegraf.errors import StyrkegrafError

if TYPE_CHECKING:
    from styrkegraf.graph import Graph

__all__ = ["BASE_IRI", "GRAPH", "LANG", "PUBLISHER", "Group", "fail", "load", "progress"]

LANG = click.option(
    "--lang", type=click.Choice(["sv", "en"]), default="sv", show_default=True, help="Language of the labels."
)
BASE_IRI = click.option(
    "--base-iri", metavar="IRI", help="The address that all IRIs of an edition of your own begin with."
)
PUBLISHER = click.option(
    "--publisher", type=click.Path(path_type=Path), help="A TOML file that says who publishes the edition."
)
GRAPH = click.option(
    "--graph",
    "location",
    metavar="LOCATION",
    help="A folder that “build” or “store” wrote, or the address of a SPARQL endpoint; else the shipped graph.",
)


class Group(click.Group):
    """A group in which an error of ours ends in one message, and a closed pipe in silence."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; print an error or a warning of ours as one message."""
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(encoding="utf-8", errors="replace")
        try:
            with warnings.catch_warnings():
                warnings.showwarning = _notice
                return super().invoke(ctx)
        except StyrkegrafError as error:
            fail(str(error))
        except BrokenPipeError:
            sys.stderr.close()
            ctx.exit(0)
        except OSError as error:
            what = error.filename or "A file"
            fail(f"{what} cannot be used: {error.strerror or error}. Free space, or mend the rights.")


def _notice(message: Warning | str, *_: object, **__: object) -> None:
    click.echo(f"Note: {message}", err=True)


def fail(message: str) -> NoReturn:
    """End the command with one message and exit code 1."""
    raise click.ClickException(message)


def progress(stage: str) -> None:
    """Show the stage that is running, on a terminal; nothing in a pipe."""
    if sys.stderr.isatty():
        click.echo(f"\r\033[K{stage} …\r", nl=False, err=True)


def load(location: str | None) -> Graph:
    """The graph at a location (a folder or an address), or the shipped one."""
    from styrkegraf.graph import load as load_graph

    return load_graph(location)
