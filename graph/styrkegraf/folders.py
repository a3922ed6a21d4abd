"""Folders that are written as a whole or not at all."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from styrkegraf.errors import StyrkegrafError

__all__ = ["OutputError", "prepare", "replacing", "write_file"]


class OutputError(StyrkegrafError):
    """A folder cannot be written: read-only, a full disk, or not ours to replace."""


def prepare(out: Path, mark: str) -> None:
    """Make sure that ``out`` may be written: it is absent, empty, or holds the file ``mark`` of an earlier run.

    Puts back the old folder if an earlier run was killed between the two renames of `replacing`. Raises `OutputError`
    for a file, for the working folder and for a folder that holds something else.
    """
    out = out.resolve()
    if not out.name or out == Path.cwd():
        raise OutputError(f"{out} cannot be replaced; name a new folder below it.")
    _recover(out)
    if out.exists() and not out.is_dir():
        raise OutputError(f"{out} is a file; name a folder.")
    if out.is_dir() and any(out.iterdir()) and not (out / mark).is_file():
        raise OutputError(f"{out} holds something that is not ours; name an empty or a new folder.")


def _previous(out: Path) -> Path:
    return out.with_name(f".{out.name}.previous")


def _recover(out: Path) -> None:
    old = _previous(out)
    if old.is_dir() and not out.exists():
        old.rename(out)
    elif old.is_dir():
        shutil.rmtree(old, ignore_errors=True)


@contextlib.contextmanager
def replacing(out: Path) -> Iterator[Path]:
    """A new folder that takes the place of ``out`` when all went well, and is gone when not.

    Raises `OutputError` where nothing can be written there, or where another run is writing the same folder.
    """
    out = out.resolve()
    folder = out.with_name(f".{out.name}.new")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with _lock(out):
            shutil.rmtree(folder, ignore_errors=True)  # what a killed run left
            folder.mkdir()
            try:
                yield folder
                _swap(folder, out)
            finally:
                shutil.rmtree(folder, ignore_errors=True)
    except OSError as error:
        problem = error.strerror or error
        raise OutputError(f"{out} cannot be written ({problem}); what was there is as it was.") from error


@contextlib.contextmanager
def _lock(out: Path) -> Iterator[None]:
    """Keep other runs away from ``out``, where the system can; the lock ends with the process that holds it."""
    try:
        import fcntl
    except ImportError:  # not on Windows, where open files guard themselves
        yield
        return
    path = out.with_name(f".{out.name}.lock")
    while True:
        with path.open("w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise OutputError(f"Another run is writing {out}; wait until it has ended.") from error
            if not _is_at(file, path):
                continue  # who held it ended in between and took the file away: nobody else would heed it
            try:
                yield
            finally:
                path.unlink(missing_ok=True)
            return


def _is_at(file: TextIO, path: Path) -> bool:
    """Whether the open file is the one that lies there now."""
    try:
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    except FileNotFoundError:
        return False


def _swap(folder: Path, out: Path) -> None:
    old = _previous(out)
    if out.exists():
        out.replace(old)
    try:
        folder.replace(out)
    except OSError:
        _recover(out)
        raise
    shutil.rmtree(old, ignore_errors=True)


def write_file(path: Path, content: bytes) -> None:
    """Write a file as a whole or not at all, behind a link too; a device or a pipe is written to, never replaced."""
    if path.is_dir():
        raise OutputError(f"{path} is a folder; name a file in it.")
    real = Path(os.path.realpath(path))  # where links go round, the path itself; resolve() would fail
    new = real.with_name(f".{real.name}.new")
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(content)
        else:
            new.write_bytes(content)
            new.replace(real)
    except OSError as error:
        raise OutputError(f"{path} cannot be written ({error.strerror or error}); name another file.") from error
    finally:
        with contextlib.suppress(OSError):
            new.unlink()
