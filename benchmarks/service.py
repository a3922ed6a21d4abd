"""Benchmark of the SPARQL service: ``python -m benchmarks.service [--statements 100000] [--seconds 1]``.

Ours, the native ``oxigraph serve`` and rdflib-endpoint answer the same queries over the same data, in turns within one
run, on loopback. First the requests that each answers per second of processor time, of all its processes; then
ours under fifty clients, one in ten of them hostile: the times of the ordinary queries with and without these.
"""

from __future__ import annotations

import contextlib
import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import click
from pyoxigraph import NamedNode

from benchmarks.generate import generate
from benchmarks.service_servers import SERVERS, Server, running, write_data
from styrkegraf import load
from styrkegraf.namespaces import ID, PREFIXES, skos
from styrkegraf.store import MemoryStore

PREFIX = "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in ("sg", "skos"))
FIRST = PREFIX + (
    "SELECT ?area ?name ?county ?label WHERE { ?area sg:areaOf ?county ; skos:prefLabel ?name . "
    "?county skos:prefLabel ?label } LIMIT 100"
)
"""A hundred rows of a join, whichever are found first."""
JOIN = PREFIX + (
    "SELECT ?county ?area ?theme WHERE { ?tie sg:toTheme/skos:prefLabel ?theme . "
    "?one sg:hasThemeTie ?tie ; skos:prefLabel ?area ; sg:areaOf/skos:prefLabel ?county . "
    "FILTER(LANG(?theme) = 'sv' && LANG(?area) = 'sv' && LANG(?county) = 'sv') } "
    "ORDER BY ?county ?area ?theme LIMIT 100"
)
"""The first hundred rows of a join in order, as a page of a table has them."""
AGGREGATE = "SELECT ?class (COUNT(?thing) AS ?things) WHERE { ?thing a ?class } GROUP BY ?class"
TARGETS = {"point": (0.4, None), "first": (None, None), "join": (0.8, 20.0), "aggregate": (1.0, 20.0)}
"""Ratios to reach, to oxigraph and to rdflib-endpoint."""

KINDS = (*TARGETS, *(f"{kind} again" for kind in TARGETS))
"""Each text sent once, and then the same texts again and again."""

_CROSS = " ".join(f"?a{number} ?b{number} ?c{number} ." for number in range(6))
HOSTILE = [
    f"SELECT (COUNT(*) AS ?n) {{ {_CROSS} }}",
    "SELECT * " + "{" * 100_000 + "}" * 100_000,
    f"SELECT * {{ {_CROSS} }} ORDER BY ?a1 ?b3 ?c5",
    f"SELECT * {{ {_CROSS} }}",
    "SELECT * { FILTER(" + "!" * 100_000 + "true) }",
]
"""One of each kind: without end, nested, eating memory, gigantic, and ending the process that reads it."""
CLIENTS, HOSTILE_CLIENTS = 50, 5
TURNS = 3
"""How often each server is measured with each kind of query."""


@click.command()
@click.option("--statements", default=100_000, show_default=True, help="Size of the generated graph.")
@click.option("--seconds", default=1.0, show_default=True, help="Length of one measurement.")
@click.option("--pause", default=0.1, show_default=True, help="Seconds that each of the fifty rests between queries.")
@click.option("--only", type=click.Choice(SERVERS), multiple=True, help="Measure these alone.")
def main(statements: int, seconds: float, pause: float, only: tuple[str, ...]) -> None:
    """Measure the service side by side with others."""
    shipped = load().store
    assert isinstance(shipped, MemoryStore)  # the shipped graph is in memory
    click.echo(f"Python {sys.version}")  # one build of it runs the same code a fifth faster than another
    for name, store in (("shipped", shipped), ("generated", generated(statements, shipped))):
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place)
            write_data(store, folder)
            click.echo(f"\n{name} graph, {len(store):,} statements: requests per second of processor time")
            speeds(store, folder, seconds, only or SERVERS)
            if not only or "ours" in only:
                siege(store, folder, seconds, pause)


def generated(statements: int, shipped: MemoryStore) -> MemoryStore:
    """A generated graph of about so many statements, with the names of the themes, which it does not bring itself."""
    names = shipped.match(None, skos("prefLabel"), None)
    themes = (quad for quad in names if str(quad.subject).startswith(f"<{ID}theme/"))
    return MemoryStore([*generate(statements), *themes])


def queries(store: MemoryStore) -> dict[str, list[str]]:
    """The queries of each kind."""
    labelled = store.select("SELECT DISTINCT ?thing { ?thing skos:prefLabel ?label } ORDER BY ?thing LIMIT 500")
    things = [row["thing"] for row in labelled]
    point = [f"{PREFIX}SELECT ?label WHERE {{ {thing} skos:prefLabel ?label }}" for thing in things]
    assert all(isinstance(thing, NamedNode) for thing in things)
    assert len(list(store.select(JOIN))) == len(list(store.select(FIRST))) == 100
    return {"point": point, "first": [FIRST], "join": [JOIN], "aggregate": [AGGREGATE]}


def speeds(store: MemoryStore, folder: Path, seconds: float, names: tuple[str, ...]) -> None:
    """Print the requests per second of processor time, and the ratios of ours to the others.

    All servers run; they are measured in turns, and of the turns of each the median counts, since what else the machine
    does changes from one minute to the next.
    """
    asked = queries(store)
    found: dict[str, dict[str, float]] = {name: {} for name in names}
    with contextlib.ExitStack() as running_all:
        servers = [running_all.enter_context(running(name, folder)) for name in names]
        for kind in KINDS:
            turns: dict[str, list[float]] = {name: [] for name in names}
            for _ in range(TURNS):
                for server in servers:
                    speed = _speed(server, asked[kind.split()[0]], seconds, fresh="again" not in kind)
                    turns[server.name].append(speed)
            for name in names:
                found[name][kind] = statistics.median(turns[name])
    click.echo(f"{'':16}" + "".join(f"{name:>17}" for name in names) + f"{'to oxigraph':>22}{'to rdflib-endpoint':>22}")
    for kind in KINDS:
        cells = "".join(f"{found[name][kind]:17.1f}" for name in names)
        ratios = ""
        for other, target in zip(SERVERS[1:], TARGETS.get(kind, (None, None)), strict=True):
            if "ours" in found and other in found:
                wanted = f" (target {target:g})" if target else " " * 12
                ratios += f"{found['ours'][kind] / found[other][kind]:9.2f}{wanted:>13}"
        click.echo(f"{kind:16}{cells}{ratios}")


def _speed(server: Server, asked: list[str], seconds: float, *, fresh: bool) -> float:
    kinds = {"all": {"queries": asked, "clients": 8, "fresh": fresh}}
    _load(server, kinds, seconds / 4)  # warm up
    before = server.processor()
    answers = _load(server, kinds, seconds)["all"]
    _check(server, answers)
    return int(answers["requests"]) / (server.processor() - before)


def _load(server: Server, kinds: dict[str, Any], seconds: float) -> dict[str, Any]:
    plan = {"port": server.port, "path": server.path, "seconds": seconds, "kinds": kinds}
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.service_load"],
        input=json.dumps(plan),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise click.ClickException(done.stderr)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _check(server: Server, answers: dict[str, Any]) -> None:
    if set(answers["statuses"]) != {"200"}:
        raise click.ClickException(f"{server.name} answered with {answers['statuses']}.")


def siege(store: MemoryStore, folder: Path, seconds: float, pause: float) -> None:
    """Print the times of ordinary queries under fifty clients, undisturbed and with one client in ten hostile."""
    asked = queries(store)
    mixed = [query for query in asked["point"][:40] for query in (query, JOIN)] + asked["aggregate"] * 5
    length = max(seconds, 12.0)
    click.echo(f"fifty clients for {length:g} s; milliseconds of ordinary queries")
    click.echo(f"{'':28}{'requests':>10}{'median':>9}{'p95':>9}{'p99':>9}{'failed':>8}")
    for resting, title in ((pause, f"resting {pause:g} s"), (0.0, "without rest")):
        p95 = []
        for hostile in (0, HOSTILE_CLIENTS):
            ordinary = {"queries": mixed, "clients": CLIENTS - HOSTILE_CLIENTS, "pause": resting}
            kinds = {"ordinary": ordinary, "hostile": {"queries": HOSTILE, "clients": hostile}}
            with running("ours", folder) as server:
                _load(server, {"ordinary": {"queries": mixed, "clients": 8}}, 1.0)
                answers = _load(server, kinds, length)["ordinary"]
            p95.append(answers["p95"])
            failed = sum(count for status, count in answers["statuses"].items() if status != "200")
            click.echo(
                f"{title + (', hostile' if hostile else ''):28}{answers['requests']:10}{answers['median']:9.1f}"
                f"{answers['p95']:9.1f}{answers['p99']:9.1f}{failed:8}"
            )
        click.echo(f"{'':28}{'p95 disturbed to undisturbed':>30}{p95[1] / p95[0]:8.1f} (target below 5)")


if __name__ == "__main__":
    main()
