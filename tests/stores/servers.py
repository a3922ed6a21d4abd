"""Real servers for the tests, ``oxigraph serve`` and Virtuoso 7, each on a port of the system and in its own folder."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import httpx
import pytest

__all__ = ["VIRTUOSO_USER", "free_port", "oxigraph", "virtuoso"]

VIRTUOSO_USER: Final = ("dba", "dba")
_PATIENCE: Final = 60.0
"""Seconds within which a server is up, on a machine that has much else to do."""

_INI = """
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
FileExtend = 200
TempStorage = TempDatabase

[TempDatabase]
DatabaseFile = {folder}/temporary.db
TransactionFile = {folder}/temporary.trx

[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
ServerThreads = 10
CheckpointInterval = 0
CaseMode = 2
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
DirsAllowed = {folder}

[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = {folder}
ServerThreads = 6
MaxClientConnections = 6

[SPARQL]
ResultSetMaxRows = {rows}
MaxQueryExecutionTime = 60
"""


def free_port() -> int:
    """A port that nothing listens on just now."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def oxigraph(folder: Path) -> Iterator[str]:
    """The address of an empty Oxigraph."""
    beside = Path(sys.executable).with_name("oxigraph")
    program = shutil.which("oxigraph") or (str(beside) if beside.is_file() else None)
    if program is None:
        pytest.skip("Oxigraph's server is not installed (PyPI: oxigraph)")
    port = free_port()
    command = [program, "serve", "--location", str(folder), "--bind", f"127.0.0.1:{port}"]
    with _running(command, folder, f"http://127.0.0.1:{port}", "/query"):
        yield f"http://127.0.0.1:{port}"


@contextmanager
def virtuoso(folder: Path, rows: int = 1_000_000) -> Iterator[str]:
    """The address of a Virtuoso that holds nothing but its own graphs; ``rows`` is the most that an answer may have."""
    program = shutil.which("virtuoso-t")
    if program is None:
        pytest.skip("Virtuoso is not installed (Debian: apt-get install virtuoso-opensource-7-bin)")
    port = free_port()
    settings = folder / "virtuoso.ini"
    settings.write_text(_INI.format(folder=folder, sql=free_port(), http=port, rows=rows))
    command = [program, "+foreground", "+configfile", str(settings)]
    with _running(command, folder, f"http://127.0.0.1:{port}", "/sparql"):
        yield f"http://127.0.0.1:{port}"


@contextmanager
def _running(command: list[str], folder: Path, root: str, path: str) -> Iterator[None]:
    with (folder / "output.txt").open("wb") as output:
        server = subprocess.Popen(command, cwd=folder, stdout=output, stderr=output)
    try:
        _await(server, root + path, folder / "output.txt")
        yield
    finally:
        server.kill()
        server.wait()


def _await(server: subprocess.Popen[bytes], url: str, output: Path) -> None:
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline and server.poll() is None:
        try:
            if httpx.get(url, params={"query": "ASK {}"}, timeout=2).status_code == 200:
                return
        except httpx.HTTPError:
            time.sleep(0.05)
    pytest.fail(f"{url} did not come up: {output.read_text(errors='replace')[-500:]}")
