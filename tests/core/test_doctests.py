"""The examples in docstrings hold."""

from __future__ import annotations

import doctest
import importlib
import subprocess
import sys
from pathlib import Path

import pytest

import styrkegraf

_ROOT = Path(styrkegraf.__file__).parent
MODULES = sorted(
    ".".join(("styrkegraf", *path.relative_to(_ROOT).with_suffix("").parts))
    for path in _ROOT.rglob("*.py")
    if ">>> " in path.read_text("utf-8")
)


def test_help_and_completion_show_what_is_public_before_it_is_used() -> None:
    code = "import pydoc, styrkegraf as sg; print(dir(sg)); print(pydoc.plaintext.document(sg))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=True)
    for name in styrkegraf.__all__:
        assert f"'{name}'" in done.stdout
    for heading in ("class Answer", "class Graph", "class StyrkegrafError", "load(location:"):
        assert heading in done.stdout


def test_there_are_examples() -> None:
    assert len(MODULES) > 30


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_hold(name: str) -> None:
    failed, tried = doctest.testmod(importlib.import_module(name.removesuffix(".__init__")))
    assert tried
    assert not failed
