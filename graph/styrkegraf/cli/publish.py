"""``styrkegraf publish``."""

from __future__ import annotations

import time
from pathlib import Path

import click

from styrkegraf.cli.common import BASE_IRI, FOLDER, GRAPH, PUBLISHER, load, working

__all__ = ["publish"]


@click.command(short_help="Write all of it as files for any web host.")
@click.option("--out", type=FOLDER, default="public", show_default=True, help="Folder to write.")
@BASE_IRI
@click.option("--host", help="Where the folder will be served, if not at the base; the base then sends on to it.")
@click.option("--endpoint", help="The address of a SPARQL service for this edition, for the catalogue to name.")
@PUBLISHER
@GRAPH
def publish(
    out: Path,
    base_iri: str | None,
    host: str | None,
    endpoint: str | None,
    publisher: Path | None,
    location: str | None,
) -> None:
    """Write an edition as files for any web host: atlas, data in every format, dumps, metadata and configurations.

    Nothing is written unless all went well; an edition that is there is replaced as a whole. The files for Apache,
    nginx and Caddy choose the format that a client asks for; README.txt in the folder says how to use them.
    """
    from styrkegraf.folders import prepare, replacing
    from styrkegraf.namespaces import BASE
    from styrkegraf.publish.edition import Edition
    from styrkegraf.publish.publisher import read_publisher
    from styrkegraf.publish.static import MARK
    from styrkegraf.publish.static import publish as write

    edition = Edition(base_iri or BASE)
    served = _address("--host", host) if host else None
    asked = endpoint if endpoint is None else _address("--endpoint", endpoint).rstrip("/")
    who = read_publisher(publisher) if publisher else None
    prepare(out, MARK)
    start = time.perf_counter()
    with working("load") as notify, replacing(out) as fresh:
        graph = load(location)
        done = write(graph, edition, fresh, publisher=who, endpoint=asked, host=served, notify=notify)
    spent = time.perf_counter() - start
    click.echo(f"Edition: {done.things:,} things, {done.files:,} files, {done.size / 1e6:.0f} MB, {spent:.1f} s")
    click.echo(f"{out / 'README.txt'} says how to put it on the web.")
    if who is None or who.contact is None:
        click.echo("The catalogue names no contact, which portals ask for; give one with --publisher FILE.", err=True)


def _address(option: str, text: str) -> str:
    """An address as an edition needs it; a fault is told with the name of the option."""
    from styrkegraf.publish.edition import BadBase, Edition

    try:
        return Edition(text).base
    except BadBase as error:
        raise click.UsageError(f"{option}: {error}") from error
