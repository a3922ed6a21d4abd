"""Benchmark: ``python -m benchmarks [--sizes 5000,20000,...]`` prints ours and the stock way side by side."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import click
from pyoxigraph import RdfFormat, serialize

from benchmarks.generate import generate

STAGES = ("load", "reason", "derive", "validate", "query")
Result = dict[str, dict[str, float]]


@click.command()
@click.option("--sizes", default="5000,20000,100000,1000000", show_default=True, help="Statements, by comma.")
@click.option("--limit", default=300, show_default=True, help="Seconds that one run of the stock way may take.")
@click.option("--stock-up-to", default=100_000, show_default=True, help="The largest size tried the stock way.")
def main(sizes: str, limit: int, stock_up_to: int) -> None:
    """Time the build stages on generated graphs, and the start of the command."""
    start_up()
    for size in (int(text) for text in sizes.split(",")):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "facts.nq"
            quads = generate(size)
            serialize(quads, str(path), RdfFormat.N_QUADS)
            ours = run("ours", path, 3600)
            stock = run("stock", path, limit) if size <= stock_up_to else {}
        table(len(quads), ours, stock, limit if size <= stock_up_to else 0)


def start_up() -> None:
    """Time ``styrkegraf --help`` against an empty Python, the best of ten."""
    command = "from styrkegraf.cli import main; main(prog_name='styrkegraf')"
    times = {
        name: min(_timed([sys.executable, "-c", code, *rest]) for _ in range(10))
        for name, code, rest in (("python", "pass", []), ("styrkegraf --help", command, ["--help"]))
    }
    click.echo("  ".join(f"{name} {1000 * seconds:.0f} ms" for name, seconds in times.items()))


def _timed(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def run(engine: str, path: Path, limit: int) -> Result:
    """The stages that one engine finished within the limit."""
    command = [sys.executable, "-m", "benchmarks.stages", engine, str(path)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=limit, check=False)
        lines, errors = done.stdout, done.stderr
    except subprocess.TimeoutExpired as expired:
        lines, errors = (expired.stdout or b"").decode(), ""
    if errors.strip() and len(lines.splitlines()) < len(STAGES):
        click.echo(errors.strip().splitlines()[-1], err=True)
    found = (json.loads(line) for line in lines.splitlines())
    return {line["stage"]: line for line in found}


def table(size: int, ours: Result, stock: Result, limit: int) -> None:
    """Print one size: seconds and peak memory of both, and how many times faster ours is."""
    click.echo(f"\n{size:,} statements".replace(",", " "))
    click.echo(f"{'':10}{'ours':>9}{'peak':>9}{'out':>9}   {'stock':>9}{'peak':>9}{'out':>9}   {'faster':>7}")
    for stage in STAGES:
        left, right = _cells(ours.get(stage), 0), _cells(stock.get(stage), limit)
        both = ours.get(stage) and stock.get(stage)
        ratio = f"{stock[stage]['seconds'] / max(ours[stage]['seconds'], 1e-3):6.0f}×" if both else ""
        click.echo(f"{stage:10}{left}   {right}   {ratio:>7}")
    totals = [sum(found[stage]["seconds"] for stage in STAGES if stage in found) for found in (ours, stock)]
    whole = len(stock) == len(STAGES)
    shown = (
        f"{totals[1]:8.1f}s"
        if whole
        else f"  >{totals[1] if not limit else max(limit, totals[1]):5.0f}s"
        if stock
        else ""
    )
    ratio = f"{totals[1] / totals[0]:6.0f}×" if whole else ""
    click.echo(f"{'whole':10}{totals[0]:8.2f}s{'':18}   {shown:>9}{'':18}   {ratio:>7}")


def _cells(found: dict[str, float] | None, limit: int) -> str:
    if found is None:
        return f"{f'>{limit}s' if limit else '–':>9}{'':18}"
    return f"{found['seconds']:8.2f}s{found['peak']:6.0f} MB{found['count']:9.0f}"


if __name__ == "__main__":
    main()
