"""The servers of the benchmark of the service, each on a port of its own, with the same data."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import DefaultGraph, RdfFormat

from styrkegraf.store import MemoryStore

__all__ = ["SERVERS", "Server", "running", "write_data"]

SERVERS = ("ours", "oxigraph", "rdflib-endpoint")
_PATHS = {"ours": "/sparql", "oxigraph": "/query", "rdflib-endpoint": "/"}
_CLOCK = os.sysconf("SC_CLK_TCK")
_OURS = "from styrkegraf.cli.serve import serve; serve(prog_name='serve')"
_PATIENCE = 300


@dataclass(frozen=True)
class Server:
    """A server that runs: its name, where it answers queries, and its first process."""

    name: str
    port: int
    path: str
    pid: int

    def processor(self) -> float:
        """Seconds of processor time of all its processes, those that have ended among them."""
        total, family = 0, {self.pid}
        stats = _stats()
        while more := {pid for pid, (parent, _) in stats.items() if parent in family} - family:
            family |= more
        for pid in family:
            total += stats[pid][1]
        return total / _CLOCK


def _stats() -> dict[int, tuple[int, int]]:
    """Parent and ticks of every process."""
    found = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            fields = path.read_text().rpartition(")")[2].split()
            found[int(path.parent.name)] = int(fields[1]), sum(map(int, fields[11:15]))
    return found


def write_data(store: MemoryStore, folder: Path) -> None:
    """Write the data as each server reads it: as a build, as quads with their union, and as the union alone."""
    (folder / "styrkegraf.nq").write_bytes(store.dump())
    store.oxigraph.dump(str(folder / "all.nq"), RdfFormat.N_QUADS)
    store.oxigraph.dump(str(folder / "union.nt"), RdfFormat.N_TRIPLES, from_graph=DefaultGraph())


@contextlib.contextmanager
def running(name: str, folder: Path) -> Iterator[Server]:
    """A server over the data in a folder, until the context ends."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        port = found.getsockname()[1]
    command = _command(name, port, folder)
    with (
        (folder / f"{name}.log").open("wb") as log,
        subprocess.Popen(command, stdout=log, stderr=log, cwd=folder) as process,
    ):
        try:
            _wait(f"http://127.0.0.1:{port}{_PATHS[name]}", process)
            if name == "oxigraph":
                _put(f"http://127.0.0.1:{port}/store", folder / "all.nq")
            if name == "ours":  # it writes its dumps when it has started, which is not what is measured
                urllib.request.urlopen(f"http://127.0.0.1:{port}/datasets/dcat", timeout=_PATIENCE).read()
            yield Server(name, port, _PATHS[name], process.pid)
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()


def _command(name: str, port: int, folder: Path) -> list[str]:
    beside = Path(sys.executable).parent
    if name == "ours":
        atlas = folder / "atlas"
        atlas.mkdir(exist_ok=True)
        (atlas / "404.html").touch()  # no atlas is written beside the measurement
        return [sys.executable, "-c", _OURS, "--port", str(port), "--graph", str(folder), "--atlas", str(atlas)]
    program = shutil.which(name, path=f"{beside}{os.pathsep}{os.environ.get('PATH', '')}")
    if program is None:
        raise FileNotFoundError(f"{name} is not installed: pip install {name}")
    if name == "oxigraph":
        return [program, "serve", "--bind", f"127.0.0.1:{port}"]
    return [program, "serve", "--host", "127.0.0.1", "--port", str(port), str(folder / "union.nt")]


def _wait(url: str, process: subprocess.Popen[bytes]) -> None:
    """Wait until a server answers a query."""
    late = time.monotonic() + _PATIENCE
    while True:
        try:
            urllib.request.urlopen(f"{url}?query=ASK%7B%7D", timeout=10).read()
            return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            if process.poll() is not None or time.monotonic() > late:
                raise
            time.sleep(0.1)


def _put(url: str, file: Path) -> None:
    request = urllib.request.Request(
        url, data=file.read_bytes(), method="POST", headers={"Content-Type": "application/n-quads"}
    )
    urllib.request.urlopen(request, timeout=_PATIENCE).read()
