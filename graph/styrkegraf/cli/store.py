"""``styrkegraf store``."""

from __future__ import annotations

from pathlib import Path

import click

from styrkegraf.cli.common import FOLDER, working

__all__ = ["store"]


@click.command(short_help="Write a build as a store on disk.")
@click.argument("build", type=click.Path(path_type=Path))
@click.option("--out", type=FOLDER, required=True, help="Folder to write, or to replace.")
def store(build: Path, out: Path) -> None:
    """Write BUILD (a build folder, or a file of N-Quads or TriG) as a store on disk, for graphs too large for memory.

    Every command takes the folder with --graph.
    """
    from styrkegraf.store.disk import write_store

    with working("store") as notify:
        written = write_store(build, out, notify)
    click.echo(f"{out}: {written.quads:,} statements")
