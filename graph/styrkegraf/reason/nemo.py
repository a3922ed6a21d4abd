"""Nemo, the default reasoner: a Datalog engine that runs the rule file ``rules/owl2rl.rls``.

Its Python interface is young, so this is the only module that speaks to it. Facts go in as a file of numbers
(:mod:`styrkegraf.reason.terms`): written into the program instead, 20,000 triples take seven seconds to parse.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

from pyoxigraph import Triple

from styrkegraf.errors import StyrkegrafError
from styrkegraf.reason.clashes import CONTRADICTIONS, Clash
from styrkegraf.reason.terms import Row, Terms

__all__ = ["ReasonerUnavailableError", "available", "contradictions", "entailed", "run"]


class ReasonerUnavailableError(StyrkegrafError):
    """Nemo was asked for and cannot be imported."""

    def __init__(self) -> None:
        super().__init__("The reasoner Nemo cannot be imported. Install it with: pip install nemo-python")


def available() -> bool:
    """Whether Nemo can be imported here (there are wheels for Linux, macOS and Windows on CPython)."""
    try:
        import nmo_python  # noqa: F401
    except ImportError:
        return False
    return True


def run(triples: Iterable[Triple], terms: Terms) -> Any:
    """The engine after reasoning over the triples; `terms` takes up their numbering.

    Raises:
        ReasonerUnavailableError: Nemo cannot be imported.

    """
    if not available():
        raise ReasonerUnavailableError
    from nmo_python import NemoEngine, load_string

    with tempfile.TemporaryDirectory(prefix="styrkegraf-") as folder:
        given = Path(folder) / "given.csv"
        with given.open("w", encoding="ascii", newline="\n") as file:
            file.writelines(f"{s},{p},{o}\n" for s, p, o in terms.rows(triples))
        engine = NemoEngine(load_string(_program(given, terms)))
        engine.reason()
    return engine


def entailed(engine: Any) -> Iterator[Row]:
    """What follows and was not given, publishable or not."""
    yield from engine.result("entailed")


def contradictions(engine: Any, terms: Terms) -> Iterator[Clash]:
    """The inconsistencies, as often as the rules find them."""
    for contradiction in CONTRADICTIONS:
        for values in engine.result("clash_" + contradiction.rule.replace("-", "_")):
            yield contradiction.clash(dict(zip(contradiction.variables, values, strict=True)), terms)


def _program(given: Path, terms: Terms) -> str:
    rules = files("styrkegraf.reason").joinpath("rules", "owl2rl.rls").read_text(encoding="utf-8")
    resource = given.as_posix().replace("\\", "\\\\").replace('"', '\\"')
    cardinalities = "".join(f"cardinality({n}, {k}) .\n" for n, k in sorted(terms.cardinalities.items(), key=str))
    return f'{rules}\n@import given :- csv {{ resource = "{resource}" }} .\n{cardinalities}'
