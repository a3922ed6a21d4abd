"""The command line: thin, it calls the library and prints what comes back.

Exit codes: 0 fine, 1 faults found or a name not known, 2 misuse, 130 ended by Ctrl-C, 143 by SIGTERM; those of `diff`
are those of diff(1).
"""

from __future__ import annotations

import click

from styrkegraf import __version__
from styrkegraf.cli.ask import queries, query
from styrkegraf.cli.atlas import atlas
from styrkegraf.cli.build import build
from styrkegraf.cli.common import Group
from styrkegraf.cli.diff import diff
from styrkegraf.cli.explain import explain
from styrkegraf.cli.map import map_
from styrkegraf.cli.match import match
from styrkegraf.cli.network import network
from styrkegraf.cli.partners import partners
from styrkegraf.cli.publish import publish
from styrkegraf.cli.push import push
from styrkegraf.cli.report import report
from styrkegraf.cli.serve import serve
from styrkegraf.cli.store import store
from styrkegraf.cli.whatif import whatif

__all__ = ["main"]


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def main() -> None:
    """Styrkegraf: smart specialisation in Sweden as a graph in which every statement names its source.

    Try:  styrkegraf query areas-of-region -p region=Gotland
    """


for _command in (
    query,
    queries,
    explain,
    partners,
    whatif,
    match,
    network,
    report,
    map_,
    atlas,
    serve,
    publish,
    build,
    diff,
    store,
    push,
):
    main.add_command(_command)
