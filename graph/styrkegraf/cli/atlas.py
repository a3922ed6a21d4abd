"""``styrkegraf atlas``."""

from __future__ import annotations

from pathlib import Path

import click

from styrkegraf.cli.common import FOLDER, GRAPH, PUBLISHER, load, working

__all__ = ["atlas"]


@click.command(short_help="Write the atlas, a web site that opens from its folder.")
@click.option("--out", type=FOLDER, default="atlas", show_default=True, help="Folder to write.")
@click.option("--served", is_flag=True, help="For “serve --atlas”: pages lead on to questions, SPARQL and downloads.")
@PUBLISHER
@GRAPH
def atlas(out: Path, served: bool, publisher: Path | None, location: str | None) -> None:
    """Write the atlas, a web site in Swedish and English that opens from its folder.

    Nothing is written unless all went well; an atlas that is there is replaced as a whole.
    """
    from styrkegraf.atlas import MARK, write
    from styrkegraf.folders import prepare, replacing
    from styrkegraf.publish.credit import credit
    from styrkegraf.publish.publisher import read_publisher

    who = read_publisher(publisher) if publisher else None
    prepare(out, MARK)
    with working("atlas"), replacing(out) as fresh:
        graph = load(location)
        report = write(graph, fresh, beside="service" if served else "nothing", credit=credit(graph.store, who))
    click.echo(f"Atlas: {report.pages:,} pages, {report.size / 1e6:.0f} MB, {report.seconds:.1f} s")
    click.echo(f"Open {out / 'index.html'} in a browser.")
