"""The atlas of a graph in a cache folder, written beside the service while everything else answers already."""

from __future__ import annotations

import asyncio
import atexit
import contextlib
import os
import shutil
import sys
import tempfile
import time
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final

from styrkegraf import __version__
from styrkegraf.service.files import MISSING, UNWRITTEN
from styrkegraf.service.log import log

if TYPE_CHECKING:
    from styrkegraf.publish.publisher import Publisher
    from styrkegraf.service.start import Plan

__all__ = ["atlas_folder", "forget", "is_written", "keep_atlas", "show", "write_atlas"]

_ATTEMPTS: Final = 3
_PAUSE: Final = 20.0
"""Seconds before another attempt: another service may be writing the same folder."""
_DAY: Final = 86_400.0
_LASTING: Final = 30 * _DAY
"""Seconds for which an atlas is kept that nobody shows."""
_CALL: Final = "from styrkegraf.cli import main; main()"


def atlas_folder(digest: str, publisher: Publisher | None) -> Path:
    """Where the atlas of the graph with this digest is kept, with what its publisher says on the pages.

    A graph that changes at any time gets a folder of its own.
    """
    if not digest:
        return _passing() / "atlas"
    shown = sha256(f"{digest} {publisher}".encode()).hexdigest()
    name = f"atlas-{__version__}-{_newest():x}-{shown[:16]}"
    try:
        folder = _cache() / "styrkegraf"
        folder.mkdir(parents=True, exist_ok=True)
    except (OSError, RuntimeError):  # a home that is read-only, or a user without any
        folder = _passing()
    return folder / name


def _passing() -> Path:
    """A folder that goes away with this process."""
    folder = tempfile.mkdtemp(prefix="styrkegraf-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)


def _cache() -> Path:
    """The folder for what can be made anew, as the system has it."""
    if named := os.environ.get("XDG_CACHE_HOME"):
        return Path(named)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local"))
    return Path.home() / ("Library/Caches" if sys.platform == "darwin" else ".cache")


def _newest() -> int:
    """When the program last changed, in seconds: an atlas of an earlier state of it is not shown."""
    package = Path(__file__).parents[1]
    return int(max(path.stat().st_mtime for path in package.rglob("*.*") if path.suffix != ".pyc"))


def is_written(folder: Path) -> bool:
    """Whether the folder holds an atlas."""
    return (folder / MISSING).is_file()


async def keep_atlas(folder: Path, plan: Plan) -> None:
    """Write the atlas of what is planned for a service to show; a failure is marked beside the folder."""
    failed = folder.with_name(folder.name + UNWRITTEN)
    failed.unlink(missing_ok=True)
    _tidy(folder.parent)
    said = ""
    for attempt in range(_ATTEMPTS):
        if attempt:
            await asyncio.sleep(_PAUSE)
        if is_written(folder) or (said := await write_atlas(folder, plan)) == "":
            log(event="atlas written", folder=folder.name)
            return
    log(event="atlas not written", message=said)
    failed.touch()


async def show(folder: Path) -> None:
    """Mark every day that an atlas is shown, so that no other service tidies it away."""
    while True:
        with contextlib.suppress(OSError):  # it could not be written, or belongs to somebody else
            os.utime(folder)
        await asyncio.sleep(_DAY)


async def write_atlas(folder: Path, plan: Plan) -> str:
    """Write the atlas in a process of its own with the lowest priority; what it said last where it failed."""
    options = {"--graph": plan.location, "--publisher": plan.publisher}
    given = [f"{option}={value}" for option, value in options.items() if value is not None]
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-P", "-c", _CALL, "atlas", "--served", "--out", str(folder), *given,
        stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    if hasattr(os, "setpriority"):
        os.setpriority(os.PRIO_PROCESS, process.pid, 15)
    try:
        _, said = await process.communicate()
    except asyncio.CancelledError:
        process.kill()
        await process.wait()
        raise
    return "" if process.returncode == 0 else said.decode("utf-8", "replace").strip().rpartition("\n")[2] or "?"


def forget(folder: Path) -> None:
    """Remove an atlas that shows another graph than it should: the build was replaced while it was written."""
    shutil.rmtree(folder, ignore_errors=True)


def _tidy(folder: Path) -> None:
    """Remove atlases that no service has shown for long."""
    for old in folder.glob("atlas-*"):
        with contextlib.suppress(OSError):  # another service tidies it away just now
            if time.time() - old.stat().st_mtime > _LASTING:
                shutil.rmtree(old, ignore_errors=True)
