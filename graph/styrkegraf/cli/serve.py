"""``styrkegraf serve``."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from styrkegraf.cli.common import BASE_IRI, PUBLISHER, fail, is_terminal, working

if TYPE_CHECKING:
    from styrkegraf.service.settings import Settings
    from styrkegraf.service.start import Plan

__all__ = ["serve"]


@click.command(short_help="Serve atlas, linked data and SPARQL over HTTP.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at; 0.0.0.0 for all of them.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 for any free one.")
@click.option("--graph", "folder", type=click.Path(), help="A folder that “build” or “store” wrote.")
@click.option("--endpoint", metavar="URL", help="Stand in front of this SPARQL endpoint.")
@click.option("--atlas", type=click.Path(path_type=Path), help="A folder that “atlas” wrote; else it is written aside.")
@BASE_IRI
@PUBLISHER
@click.option("--timeout", type=click.FloatRange(0.1, 3600), help="Seconds that a query may take.  [default: 10]")
@click.option("--workers", type=click.IntRange(1, 256), help="Queries at once.  [default: as many as cores]")
@click.option("--memory", type=click.IntRange(16), help="Megabytes that one query may take.  [default: 512]")
@click.option(
    "--service", "services", multiple=True, metavar="URL", help="An endpoint that queries may name in SERVICE."
)
@click.option("--get", "path", metavar="PATH", help="Answer this one address, on standard output, and end.")
@click.option("--accept", default="", metavar="TYPE", help="With --get: the media type asked for.")
@click.option("--head", is_flag=True, help="With --get: status and headers too, on standard error.")
def serve(
    host: str,
    port: int,
    folder: str | None,
    endpoint: str | None,
    atlas: Path | None,
    base_iri: str | None,
    publisher: Path | None,
    path: str | None,
    accept: str,
    head: bool,
    services: tuple[str, ...],
    **limits: object,
) -> None:
    """Serve atlas, linked data and SPARQL over HTTP.

    A new build in the folder of --graph is taken up without a pause, and the file of --publisher read anew. With --get
    PATH nothing listens: the exit code is 0 for an answer and 1 for a problem; a page of the atlas takes half a minute
    the first time, which writes it.
    Credentials that the endpoint of --endpoint asks for come from STYRKEGRAF_USER and STYRKEGRAF_PASSWORD, or from
    ~/.netrc, never from its address.
    """
    from styrkegraf.namespaces import BASE
    from styrkegraf.service.start import Plan

    if folder is not None and endpoint is not None:
        raise click.UsageError("--graph and --endpoint exclude each other; name one.")
    if folder is not None and folder.lower().startswith(("http://", "https://")):
        raise click.UsageError("--graph takes a folder; name an endpoint with --endpoint.")
    if path is None and (accept or head):
        raise click.UsageError("--accept and --head belong to --get.")
    _check("--endpoint", [] if endpoint is None else [endpoint])
    _check("--service", services)
    settings = _settings({**limits, "services": services})
    plan = Plan(folder if endpoint is None else endpoint, atlas, base_iri or BASE, publisher, settings)
    if path is not None:
        _get(plan, path, accept, head=head)
    else:
        _serve(plan, host, port)


def _check(option: str, addresses: Iterable[str]) -> None:
    """Refuse what is no address of an endpoint."""
    from styrkegraf.store.address import BadAddress, checked

    for address in addresses:
        try:
            checked(address)
        except BadAddress as error:
            raise click.UsageError(f"{option}: {error}") from error


def _settings(limits: dict[str, object]) -> Settings:
    from dataclasses import replace
    from typing import Any

    from styrkegraf.service.limits import Limits
    from styrkegraf.service.settings import Settings

    names = {"timeout": "seconds", "workers": "workers", "memory": "memory", "services": "services"}
    given: dict[str, Any] = {names[name]: value for name, value in limits.items() if value is not None}
    if "memory" in given:
        given["memory"] <<= 20
    return Settings(limits=replace(Limits(), **given))


def _serve(plan: Plan, host: str, port: int) -> None:
    from styrkegraf.service.server import bound
    from styrkegraf.service.server import serve as serve_until_told

    with bound(host, port) as listening:
        port = listening.getsockname()[1]
        name = f"[{host}]" if ":" in host else host
        site = f"http://{name}:{port}"
        click.echo("Loading the graph …", err=True)

        def started() -> None:
            click.echo(f"Styrkegraf answers at {site}/ (end it with Ctrl-C). Try:", err=True)
            for address in ("/", "/sparql", "/questions/areas-of-region"):
                click.echo(f"  {site}{address}", err=True)

        serve_until_told(plan, listening, started)


def _get(plan: Plan, path: str, accept: str, *, head: bool) -> None:
    from styrkegraf.service.once import once

    try:
        with working("answer"):
            response, body = once(plan, path, accept)
    except UnicodeError as error:
        raise click.UsageError("--get: the address is not written in UTF-8.") from error
    if head:
        click.echo(f"{response.status}", err=True)
        for name, value in response.headers:
            click.echo(f"{name}: {value}", err=True)
    click.echo(body, nl=is_terminal(sys.stdout) and not body.endswith(b"\n"))
    if response.status >= 400:
        fail(f"{path} was answered with status {response.status}.")
