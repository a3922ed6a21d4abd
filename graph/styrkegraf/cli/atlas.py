"""``styrkegraf atlas``."""

from __future__ import annotations

from pathlib import Path

import click

from styrkegraf.cli.common import GRAPH, load, working

__all__ = ["atlas"]


@click.command(short_help="Write the atlas, a web site that opens from its folder.")
@click.option("--out", type=click.Path(path_type=Path), default="atlas", show_default=True, help="Folder to write.")
@click.option("--served", is_flag=True, help="For “serve --atlas”: pages lead on to questions, SPARQL and downloads.")
@GRAPH
def atlas(out: Path, served: bool, location: str | None) -> None:
    """Write the atlas, a web site in Swedish and English that opens from its folder.

    Nothing is written unless all went well; an atlas that is there is replaced as a whole.
    """
    from styrkegraf.atlas import MARK, write
    from styrkegraf.folders import prepare, replacing

    prepare(out, MARK)
    with working("atlas"), replacing(out) as fresh:
        report = write(load(location), fresh, beside="service" if served else "nothing")
    click.echo(f"{out}: {report.pages} pages, {report.size / 1e6:.1f} MB, {report.seconds:.1f} s", err=True)
    click.echo(f"Open {out / 'index.html'}", err=True)
