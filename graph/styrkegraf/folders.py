"""Folders that are written as a whole or not at all."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path

from styrkegraf.errors import StyrkegrafError

__all__ = ["OutputError", "prepare", "replacing"]


class OutputError(StyrkegrafError):
    """A folder cannot be written: read-only, a full disk, or not ours to replace."""


def prepare(out: Path, mark: str) -> None:
    """Make sure that ``out`` may be written: it is absent, empty, or holds the file ``mark`` of an earlier run.

    Puts back the old folder if an earlier run was killed between the two renames of `replacing`. Raises `OutputError`
    for a file or for a folder that holds something else.
    """
    _recover(out)
    if out.exists() and not out.is_dir():
        raise OutputError(f"{out} is a file; name a folder.")
    if out.is_dir() and any(out.iterdir()) and not (out / mark).is_file():
        raise OutputError(f"{out} holds something that is not ours; name an empty or a new folder.")


def _previous(out: Path) -> Path:
    return out.with_name(f".{out.name}.previous")


def _recover(out: Path) -> None:
    out, old = out.absolute(), _previous(out.absolute())
    if old.is_dir() and not out.exists():
        old.rename(out)
    elif old.is_dir():
        shutil.rmtree(old, ignore_errors=True)


@contextlib.contextmanager
def replacing(out: Path) -> Iterator[Path]:
    """A new folder that takes the place of ``out`` when all went well, and is gone when not."""
    out = out.absolute()
    folder = out.with_name(f".{out.name}.new")
    try:
        shutil.rmtree(folder, ignore_errors=True)  # what a killed run left
        folder.mkdir(parents=True)
        yield folder
        _swap(folder, out)
    except OSError as error:
        problem = error.strerror or error
        raise OutputError(f"{out} cannot be written ({problem}); what was there is as it was.") from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)


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
