"""``styrkegraf push``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from styrkegraf.cli.common import GRAPH, load, working

if TYPE_CHECKING:
    from styrkegraf.store.server import Way

__all__ = ["push"]


@click.command(short_help="Bring the graph to a server.")
@click.argument("url")
@click.option(
    "--via",
    type=click.Choice(["graph-store", "update"]),
    default="graph-store",
    show_default=True,
    help="Graph Store Protocol, or SPARQL update.",
)
@GRAPH
def push(url: str, via: Way, location: str | None) -> None:
    """Bring the graph to the server at URL, an Oxigraph, Fuseki or Virtuoso; run it again to go on or to renew.

    Afterwards each graph there is compared with what was sent. Credentials, where the server asks for them, come from
    STYRKEGRAF_USER and STYRKEGRAF_PASSWORD, or from ~/.netrc.
    """
    from styrkegraf.push import push as run

    with working("load") as notify:
        done = run(load(location).store, url, via, notify=notify)
    click.echo(
        f"{done.server}: {done.statements:,} statements in {done.graphs} named graphs, and the union of these; "
        f"{done.sent:,} sent now, all verified."
    )
    if done.foreign:
        click.echo(f"The server holds {len(done.foreign)} other named graphs too.", err=True)
    click.echo(f"Ask it with: styrkegraf query QUESTION --graph {done.query}")
