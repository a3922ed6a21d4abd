"""What the processes of one run of the tests share."""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Shared"]


@dataclass(frozen=True, slots=True)
class Shared:
    """Folders below ``base``, each filled by the process that asks for it first; the others wait for it."""

    base: Path

    def __call__(self, name: str, fill: Callable[[Path], object]) -> Path:
        """The folder of that name, filled."""
        made, ready = self.base / name, self.base / f"{name}.ready"
        with (self.base / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not ready.exists():
                shutil.rmtree(made, ignore_errors=True)  # what a process that failed has left
                made.mkdir()
                fill(made)
                ready.touch()
        return made
