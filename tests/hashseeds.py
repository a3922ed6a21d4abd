"""Programs run under several hash seeds: what Python does in the order of hashes would come out otherwise."""

from __future__ import annotations

import os
import subprocess
import sys

__all__ = ["printed"]


def printed(code: str, *arguments: str, seeds: tuple[str, ...] = ("1", "2")) -> list[str]:
    """What a program prints under each hash seed; an assertion fails where it does, or complains of something."""
    path = os.pathsep.join(sys.path)
    running = [
        subprocess.Popen(
            [sys.executable, "-c", code, *arguments],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": path, "PYTHONIOENCODING": "utf-8"},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
        for seed in seeds
    ]
    said = [(*process.communicate(), process.returncode) for process in running]
    assert [(complaints, status) for _, complaints, status in said] == [("", 0)] * len(seeds)
    return [output for output, _, _ in said]
