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
from styrkegraf.reason.clashes import CONTRADICTIONS, Clash, Contradiction, clashes
from styrkegraf.reason.terms import Code, Row, Terms

__all__ = ["ReasonerUnavailableError", "available", "conclude", "run"]


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


def conclude(triples: Iterable[Triple], terms: Terms) -> tuple[Iterator[Row], tuple[Clash, ...]]:
    """What follows and was not given, publishable or not, one row at a time; and the inconsistencies.

    The rows wait in a file, and the engine is let go before they are read: the two are never in memory together.

    Raises:
        ReasonerUnavailableError: Nemo cannot be imported.

    """
    engine = run(triples, terms)
    from nmo_python import NemoOutputManager

    folder = tempfile.TemporaryDirectory(prefix="styrkegraf-")
    engine.write_result("entailed", NemoOutputManager(folder.name))
    return _rows(folder), clashes(_contradictions(engine, terms))


def _rows(folder: tempfile.TemporaryDirectory[str]) -> Iterator[Row]:
    with folder as name, Path(name, "entailed.csv").open(encoding="ascii") as file:
        for line in file:
            subject, predicate, value = line.rstrip("\n").split(",")
            yield _code(subject), _code(predicate), _code(value)


def _code(text: str) -> Code:
    return int(text) if text.isdecimal() else f"<{text}>"


def _contradictions(engine: Any, terms: Terms) -> Iterator[Clash]:
    for contradiction in CONTRADICTIONS:
        for values in engine.result(_predicate(contradiction)):
            yield contradiction.clash(dict(zip(contradiction.variables, values, strict=True)), terms)


def _predicate(contradiction: Contradiction) -> str:
    return "clash_" + contradiction.rule.replace("-", "_")


def _program(given: Path, terms: Terms) -> str:
    rules = files("styrkegraf.reason").joinpath("rules", "owl2rl.rls").read_text(encoding="utf-8")
    resource = given.as_posix().replace("\\", "\\\\").replace('"', '\\"')
    cardinalities = "".join(f"cardinality({n}, {k}) .\n" for n, k in sorted(terms.cardinalities.items(), key=str))
    files_used = f'@import given :- csv {{ resource = "{resource}" }} .\n@export entailed :- csv {{}} .\n'
    outputs = "".join(f"@output {_predicate(contradiction)} .\n" for contradiction in CONTRADICTIONS)
    return rules + files_used + outputs + cardinalities
