"""``styrkegraf diff``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from styrkegraf.cli.common import LANG, told
from styrkegraf.errors import StyrkegrafError

if TYPE_CHECKING:
    from styrkegraf.labels import Language

__all__ = ["diff"]


class _Trouble(click.ClickException):
    """What could not be read or written; the exit code is that of diff(1)."""

    exit_code = 2


@click.command(short_help="Tell what changed from one build to another.")
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="How to write it."
)
@click.option("--all", "concluded", is_flag=True, help="Also tell in words what only follows, by logic or by a rule.")
@LANG
@click.pass_context
def diff(ctx: click.Context, old: Path, new: Path, form: str, concluded: bool, lang: Language) -> None:
    """Tell what statements came, went and changed from OLD to NEW, by county and source.

    OLD and NEW are folders that “build” wrote, or files of N-Quads or TriG. As with diff(1), the exit code is 0 where
    there is no difference, 1 where there is one, and 2 where something cannot be read.
    """
    from styrkegraf.diff import diff as compare
    from styrkegraf.diff import to_json, to_text

    try:
        found = compare(old, new)
        click.echo(to_json(found, lang) if form == "json" else to_text(found, lang, concluded=concluded))
    except StyrkegrafError as error:
        raise _Trouble(str(error)) from error
    except BrokenPipeError:
        raise
    except OSError as error:
        raise _Trouble(told(error)) from error
    ctx.exit(1 if found else 0)
