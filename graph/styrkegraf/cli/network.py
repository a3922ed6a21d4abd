"""``styrkegraf network``."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from styrkegraf.cli.common import GRAPH, LANG, load, shows_work, write_out

if TYPE_CHECKING:
    import networkx as nx

    from styrkegraf.graph import Graph
    from styrkegraf.labels import Language
    from styrkegraf.measures.table import Doubt, Table
    from styrkegraf.measures.uncertainty import Minimum
    from styrkegraf.networks.onemode import Method

__all__ = ["network"]

FORMATS = ("table", "csv", "csv-nodes", "json", "graphml", "gexf", "cytoscape")
MEASURES = (
    "degree, strength, betweenness, sampled-betweenness, closeness, harmonic-closeness, eigenvector, pagerank, core, "
    "two-mode-degree, two-mode-betweenness, two-mode-closeness, clustering, constraint, effective-size, redundancy"
)
Progress = Callable[[int, int | None], None]


@dataclass(frozen=True)
class _Made:
    """A network as its sources give it, and how to make it with surer ties only; a list has no graph."""

    network: nx.Graph
    graph: Graph | None
    build: Callable[[Minimum], nx.Graph] | None


@click.command(short_help="Show or measure a network of the graph.")
@click.argument("name", default="")
@click.option("--list", "list_", is_flag=True, help="List the networks, or those with NAME in their text.")
@click.option("--no-collective", is_flag=True, help="Leave out actors that stand for groups without naming members.")
@click.option(
    "--minimum",
    type=click.Choice(["low", "medium", "high"]),
    default="low",
    show_default=True,
    help="Least confidence.",
)
@click.option("--layers", metavar="LAYER,…", help="Only ties that are stated, curated, inferred or derived.")
@click.option("--participations", metavar="FILE|URL", help="Instead of NAME: a CSV list of who takes part in what.")
@click.option("--participant-column", default="pic", show_default=True, help="Column of the participant.")
@click.option("--project-column", default="rcn", show_default=True, help="Column of the project.")
@click.option("--country-column", help="Column of the participant's country; “country” where there is one.")
@click.option("--name-column", help="Column of the participant's name; “name” where there is one.")
@click.option("--country", metavar="CODE", help="Only the participants of a country, such as SE.")
@click.option("--partners", is_flag=True, help="With --country: also all others in the same projects.")
@click.option("--one-mode", metavar="SIDE", help="Tie the nodes of one side (such as actors) by what they share.")
@click.option(
    "--weight",
    type=click.Choice(["newman", "overlap", "jaccard", "count"]),
    default="newman",
    show_default=True,
    help="How --one-mode weighs what two nodes share.",
)
@click.option("--measure", "measures", metavar="NAME,…", help=f"Rank the nodes by measures: {MEASURES}.")
@click.option("--side", metavar="SIDE", help="Rank one side only, such as actors.")
@click.option(
    "--uncertainty",
    type=click.Choice(["ties", "passages", "confidence", "null"]),
    default="ties",
    show_default=True,
    help="Draw ties or passages anew, compare levels of confidence, or random networks.",
)
@click.option("--samples", type=click.IntRange(2), help="How many to draw; 200, and 20 above 1,000 nodes.")
@click.option("--summary", is_flag=True, help="Describe the network as a whole: components, cores, groups.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="table", show_default=True)
@click.option("--top", type=click.IntRange(1), default=200, show_default=True, help="Lines of a table at most.")
@click.option("--out", type=click.Path(path_type=Path), default="-", help="File to write, instead of the terminal.")
@GRAPH
@LANG
def network(**options: Any) -> None:
    """Show the network NAME: its ties with who says so, or its nodes with measures and their uncertainty.

    Try:  styrkegraf network actor-area --measure degree,betweenness --side actors
    """
    write_out(options["out"], _run(options))


def _run(options: dict[str, Any]) -> bytes:
    from styrkegraf.networks.words import listing

    _check(options)
    if options["list_"]:
        return listing(options["name"], options["lang"]).encode()
    made = _list(options) if options["participations"] else _projection(options)
    if options["measures"]:
        return _measured(made, options)
    seen = _view(made.network, options)(made.network)
    if options["summary"]:
        return _summary(seen, options["form"], options["lang"])
    return _ties(seen, made.graph, options["form"], options["lang"], options["top"])


def _check(options: dict[str, Any]) -> None:
    """Refuse what contradicts itself."""
    wrong: str | None = None
    if options["list_"]:
        return
    if bool(options["name"]) == bool(options["participations"]):
        wrong = "Give the name of a network, or --participations with a list; --list shows the names."
    elif options["participations"] and (options["no_collective"] or options["layers"] or options["minimum"] != "low"):
        wrong = "--no-collective, --minimum and --layers are about the graph, not about a list of participations."
    elif options["country"] and not options["participations"]:
        wrong = "--country belongs to --participations."
    elif options["partners"] and not options["country"]:
        wrong = "--partners says whom to keep beside the participants of a country: give --country too."
    elif options["measures"] and options["summary"]:
        wrong = "Ask for --measure or for --summary, not for both."
    elif options["side"] and not options["measures"]:
        wrong = "--side says which nodes to rank: give --measure too."
    elif options["summary"] and options["form"] not in ("table", "json"):
        wrong = "A summary is written as table or json."
    if wrong:
        raise click.UsageError(wrong)


def _projection(options: dict[str, Any]) -> _Made:
    from styrkegraf.networks.project import network as project

    layers = [layer.strip() for layer in options["layers"].split(",")] if options["layers"] else None
    graph = load(options["location"], options["lang"])

    def build(minimum: Minimum) -> nx.Graph:
        return project(graph, options["name"], collective=not options["no_collective"], minimum=minimum, layers=layers)

    return _Made(build(options["minimum"]), graph, build)


def _list(options: dict[str, Any]) -> _Made:
    from styrkegraf.networks.participations import Columns, read_participations

    columns = Columns(
        options["participant_column"], options["project_column"], options["country_column"], options["name_column"]
    )
    with _progress({"sv": "Läser", "en": "Reading"}[options["lang"]]) as progress:
        found = read_participations(options["participations"], columns, progress=progress)
    if options["country"]:
        found = found.focus(options["country"], partners=options["partners"])
    return _Made(found.to_networkx(), None, None)


def _view(
    made: nx.Graph, options: dict[str, Any], engine: Literal["auto", "scipy"] = "auto"
) -> Callable[[nx.Graph], nx.Graph]:
    """From what the sources give to what is shown; for measuring, the faster engine's weights are enough."""
    if not options["one_mode"]:
        return lambda network: network
    from styrkegraf.networks.onemode import one_mode
    from styrkegraf.networks.sides import side

    members: Literal[0, 1] = side(made, options["one_mode"])
    method: Method = options["weight"]
    return lambda network: one_mode(network, members, method, engine=engine)


def _measured(made: _Made, options: dict[str, Any]) -> bytes:
    from styrkegraf.measures.table import measure_table
    from styrkegraf.measures.table_text import annotated
    from styrkegraf.networks.export import write
    from styrkegraf.networks.sides import side

    if options["side"] and options["one_mode"]:
        raise click.UsageError("With --one-mode there is one side only: leave out --side.")
    sides = (side(made.network, options["side"]),) if options["side"] else (0, 1)
    doubt: Doubt = options["uncertainty"]
    with _progress({"sv": "Mäter", "en": "Measuring"}[options["lang"]]) as progress:
        table = measure_table(
            made.network,
            options["measures"].split(","),
            doubt=doubt,
            view=_view(made.network, options, "scipy"),
            build=made.build,
            sides=sides,
            samples=options["samples"],
            progress=progress,
        )
    if options["form"] in ("graphml", "gexf", "cytoscape"):
        return write(annotated(table, _view(made.network, options)(made.network)), options["form"], options["lang"])
    return _table(table, made.graph, options["form"], options["lang"], options["top"])


def _table(table: Table, graph: Graph | None, form: str, lang: Language, top: int) -> bytes:
    from styrkegraf.measures.table_text import table_csv, table_json, table_text
    from styrkegraf.networks.words import coverage, kind_in_words

    if form == "json":
        return table_json(table)
    if form != "table":
        return table_csv(table, lang)
    text = table_text(table, lang, top, lambda kind: kind_in_words(graph, kind, lang))
    return "".join([text, *(f"{line}\n" for line in coverage(table.network, graph, lang))]).encode()


def _summary(seen: nx.Graph, form: str, lang: Language) -> bytes:
    from styrkegraf.measures.overview import overview
    from styrkegraf.measures.table_text import overview_text

    with _progress({"sv": "Räknar", "en": "Counting"}[lang]) as progress:
        found = overview(seen, progress=progress)
    if form == "json":
        return (json.dumps(asdict(found), indent=1) + "\n").encode()
    return overview_text(found, lang).encode()


def _ties(seen: nx.Graph, graph: Graph | None, form: str, lang: Language, top: int) -> bytes:
    from styrkegraf.networks.export import write
    from styrkegraf.networks.words import ties_in_words

    return ties_in_words(seen, graph, lang, top).encode() if form == "table" else write(seen, form, lang)


@contextmanager
def _progress(label: str) -> Iterator[Progress | None]:
    """A bar on a terminal; nothing elsewhere."""
    if not shows_work():
        yield None
        return
    with click.progressbar(length=1, label=label, file=sys.stderr) as bar:

        def show(done: int, whole: int | None) -> None:
            bar.length = whole or done + 1
            bar.update(done - bar.pos)

        yield show
