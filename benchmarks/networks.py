"""Benchmark of the network measures: ``python -m benchmarks.networks [--sizes 300,3000,...] [--participations FILE]``.

NetworkX, igraph (where it is installed; it is GPL and no part of the product) and ours side by side in one run. Each
measurement is a process of its own with a limit of time and of 4 GB, so that none disturbs another.
"""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from typing import Any

import click

from benchmarks.network_cells import ENGINES, TASKS

LIMIT_OF_A_LIST = 1800
"""Seconds that a list of participations may take as a whole."""


@click.command()
@click.option("--sizes", default="300,3000,30000", show_default=True, help="Nodes, by comma.")
@click.option("--limit", default=60, show_default=True, help="Seconds that one measurement may take, with start-up.")
@click.option("--tasks", default=",".join(TASKS), show_default=True, help="What to measure, by comma.")
@click.option("--participations", metavar="FILE|URL", help="Also measure ours on this list, such as Horizon 2020.")
def main(sizes: str, limit: int, tasks: str, participations: str | None) -> None:
    """Time network measures on generated networks of several sizes."""
    unknown = sorted(set(tasks.split(",")) - set(TASKS))
    if unknown:
        raise click.BadParameter(f"no task is called {unknown[0]}; there are {', '.join(TASKS)}.")
    for size in (int(text) for text in sizes.split(",") if text):
        click.echo(f"\n{size:,} nodes".replace(",", " "))
        click.echo(f"{'':16}" + "".join(f"{engine:>20}" for engine in ENGINES))
        for task in tasks.split(","):
            click.echo(f"{task:16}" + "".join(f"{shown(engine, task, size, limit):>20}" for engine in ENGINES))
    if participations:
        whole_list(participations)


def shown(engine: str, task: str, size: int, limit: int) -> str:
    """Seconds and peak memory of one measurement, or why there are none."""
    if engine == "igraph" and importlib.util.find_spec("igraph") is None:
        return "not installed"
    found, problem = run([engine, task, str(size)], limit)
    if problem:
        return problem
    return f"{found[0]['seconds']:.3f}s{found[0]['peak']:6.0f} MB" if found else "–"


def run(arguments: list[str], limit: int) -> tuple[list[dict[str, Any]], str]:
    """The lines that a measurement printed, and what went wrong, empty if nothing did."""
    command = [sys.executable, "-m", "benchmarks.network_cells", *arguments]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=limit, check=False)
    except subprocess.TimeoutExpired as expired:
        return _lines((expired.stdout or b"").decode()), f">{limit}s"
    if done.returncode:
        last = done.stderr.strip().splitlines()[-1:] or ["killed"]
        memory = "MemoryError" in last[0] or "bad_alloc" in done.stderr or done.returncode < 0
        return _lines(done.stdout), "over 4 GB" if memory else last[0]
    return _lines(done.stdout), ""


def _lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def whole_list(source: str) -> None:
    """Print the steps on a list of participations, with the sum of seconds and the peak of memory."""
    found, problem = run(["participations", source], LIMIT_OF_A_LIST)
    click.echo(f"\n{source}")
    for line in found:
        if "network" in line:
            click.echo(f"{line['network']}: {line['nodes']:,} nodes, {line['ties']:,} ties".replace(",", " "))
        else:
            click.echo(f"  {line['step']:26}{line['seconds']:8.1f}s{line['peak']:8.0f} MB")
    steps = [line for line in found if "step" in line]
    if steps:
        whole = sum(line["seconds"] for line in steps)
        click.echo(f"  {'whole':26}{whole:8.1f}s{steps[-1]['peak']:8.0f} MB")
    if problem:
        click.echo(problem, err=True)


if __name__ == "__main__":
    main()
