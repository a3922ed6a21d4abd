"""Benchmark: ``python -m benchmarks.large [--size N]`` prints what a graph too large for memory costs, stage by stage.

Generated statements are written as N-Quads, brought to disk by ``styrkegraf store``, served by ``styrkegraf serve`` and
asked and visited over HTTP. For each stage: seconds, and the peak memory of its largest process.
"""

from __future__ import annotations

import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import click
import httpx

ID: Final = "https://w3id.org/styrkegraf/id/"
QUERIES: Final = {
    "point look-up": f"SELECT ?p ?o WHERE {{ <{ID}actor/generated-NUMBER-3> ?p ?o }}",
    "passages of a statement": f"SELECT ?g WHERE {{ GRAPH ?g {{ <{ID}actor/generated-NUMBER-3> a sg:Organization }} }}",
    "join of 100 rows": f"""SELECT ?actor ?area ?name WHERE {{
        ?actor sg:supports ?area ; skos:prefLabel ?name . ?area sg:areaOf <{ID}county/generated-7> }} LIMIT 100""",
    "aggregate of an area": f"""SELECT ?area (COUNT(DISTINCT ?actor) AS ?actors) WHERE {{
        ?area sg:areaOf <{ID}county/generated-NUMBER> . ?actor sg:supports ?area }} GROUP BY ?area ORDER BY ?area""",
    "aggregate of everything": """SELECT ?class (COUNT(?thing) AS ?things) WHERE { ?thing a ?class }
        GROUP BY ?class ORDER BY DESC(?things)""",
}
"""What is asked; NUMBER is another one each time."""

PAGES: Final = {
    "page of a thing": "/id/county/generated-NUMBER.en.html",
    "page of a question": "/questions/areas-of-region?region=county:generated-NUMBER&lang=en",
    "counts of all (VoID)": "/.well-known/void.ttl",
}
"""What is visited."""

_GENERATE: Final = """
import sys
from pyoxigraph import RdfFormat, serialize
from benchmarks.generate import stream
serialize(stream(int(sys.argv[1])), sys.argv[2], RdfFormat.N_QUADS)
"""
_COMMAND: Final = "from styrkegraf.cli import main; main(prog_name='styrkegraf')"


@dataclass
class Watch:
    """The peak memory of a process and of all those below it, in megabytes, by process id."""

    pid: int
    peaks: dict[int, float] = field(default_factory=dict)
    _ended: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        """Look every fifth of a second until told to end."""
        while not self._ended.wait(0.2):
            self.look()

    def look(self) -> None:
        """Note the peaks so far, which the system keeps for each process."""
        for pid in _family(self.pid):
            try:
                text = Path(f"/proc/{pid}/status").read_text()
            except OSError:
                continue  # it has ended
            if found := re.search(r"VmHWM:\s+(\d+)", text):
                self.peaks[pid] = int(found[1]) / 1000

    def end(self) -> None:
        """Stop looking."""
        self._ended.set()


def _family(pid: int) -> list[int]:
    """A process and all below it."""
    children: dict[int, list[int]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(path.read_text().rpartition(")")[2].split()[1])
        except (OSError, IndexError):
            continue
        children.setdefault(parent, []).append(int(path.parent.name))
    found = [pid]
    for one in found:
        found += children.get(one, [])
    return found


@contextmanager
def watched(name: str, command: list[str]) -> Iterator[tuple[subprocess.Popen[str], Watch]]:
    """Run a command, and print what it took when the block is left."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    watch = Watch(process.pid)
    thread = threading.Thread(target=watch.run)
    thread.start()
    try:
        yield process, watch
    finally:
        watch.look()
        watch.end()
        thread.join()
        process.terminate()
        process.wait()
    seconds, peak = time.perf_counter() - start, max(watch.peaks.values(), default=0)
    click.echo(f"{name:26}{seconds:8.1f} s{peak:9.0f} MB in the largest of {len(watch.peaks)} processes")


def stage(name: str, command: list[str]) -> None:
    """Run a command to its end."""
    with watched(name, command) as (process, _):
        _, errors = process.communicate()
        if process.returncode:
            raise click.ClickException(f"{name} failed: {errors.strip()[-500:]}")


def ask(site: str, name: str, times: int) -> None:
    """Ask one query so often over HTTP, and print how long an answer took."""
    taken = []
    size = 0
    with httpx.Client(timeout=120) as client:
        for number in range(times):
            query = f"{QUERIES[name]}\n# {number}".replace("NUMBER", str(number))  # no two alike: none is remembered
            start = time.perf_counter()
            answer = client.get(f"{site}/sparql", params={"query": query, "format": "json"}).raise_for_status()
            taken.append(1000 * (time.perf_counter() - start))
            size = len(answer.json()["results"]["bindings"])
    median, slowest = statistics.median(taken), max(taken)
    click.echo(f"  {name:24}{median:8.1f} ms median{slowest:9.1f} ms slowest of {times}, {size} rows")


def visit(site: str, name: str, times: int) -> None:
    """Visit one kind of page so often, and print how long the first and the others took."""
    taken = []
    with httpx.Client(timeout=120) as client:
        for number in range(times):
            start = time.perf_counter()
            client.get(site + PAGES[name].replace("NUMBER", str(number))).raise_for_status()
            taken.append(1000 * (time.perf_counter() - start))
    click.echo(f"  {name:24}{statistics.median(taken):8.1f} ms median{taken[0]:9.1f} ms the first of {times}")


def serve(store: Path, folder: Path) -> None:
    """Serve the store and ask it."""
    atlas = folder / "atlas"
    atlas.mkdir()
    (atlas / "404.html").touch()  # an atlas of ten million statements is not what is measured
    options = ["--graph", str(store), "--atlas", str(atlas), "--port", "0", "--timeout", "120"]
    with watched("served", [sys.executable, "-c", _COMMAND, "serve", *options]) as (process, _):
        assert process.stderr is not None  # it is a pipe
        said = []
        for line in process.stderr:
            said.append(line)
            if found := re.search(r"answers at (http://[^/]+)/", line):
                break
        else:
            raise click.ClickException("".join(said)[-500:])
        for name in QUERIES:
            ask(found[1], name, 3 if name.endswith("everything") else 50)
        for name in PAGES:
            visit(found[1], name, 10)


@click.command()
@click.option("--size", default=10_900_000, show_default=True, help="About how many statements to generate.")
@click.option("--folder", type=click.Path(path_type=Path, exists=True), help="Where there is room; else the system's.")
def main(size: int, folder: Path | None) -> None:
    """Generate, store, serve and ask a graph that is too large for memory."""
    with tempfile.TemporaryDirectory(dir=folder) as made:
        facts, store = Path(made) / "facts.nq", Path(made) / "store"
        stage("generated", [sys.executable, "-c", _GENERATE, str(size), str(facts)])
        stage("stored", [sys.executable, "-c", _COMMAND, "store", str(facts), "--out", str(store)])
        on_disk = sum(path.stat().st_size for path in store.rglob("*") if path.is_file())
        click.echo(f"{facts.stat().st_size / 1e6:,.0f} MB of N-Quads, {on_disk / 1e6:,.0f} MB on disk")
        facts.unlink()
        serve(store, Path(made))


if __name__ == "__main__":
    main()
