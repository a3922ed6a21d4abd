"""The pipeline: load, reason, derive, validate, each a pure function, composed here."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pyoxigraph import Quad, Triple

from styrkegraf import resources
from styrkegraf.derive import derive, rules
from styrkegraf.documents import read_folder
from styrkegraf.facts import Facts, load_facts, load_ontology, load_shapes
from styrkegraf.namespaces import INFERRED
from styrkegraf.reason import Clash, Entailment, Reasoner, entail
from styrkegraf.store import MemoryStore

if TYPE_CHECKING:
    from styrkegraf.labels import Language
    from styrkegraf.validate import Finding

__all__ = ["Assembly", "Stages", "assemble", "check", "default", "shipped"]


@dataclass(slots=True)
class Stages:
    """How long each stage took, in seconds, in the order in which they ran.

    ``notify`` is told the name of each stage as it begins.
    """

    seconds: dict[str, float] = field(default_factory=dict)
    notify: Callable[[str], None] = lambda name: None

    @contextmanager
    def run(self, name: str) -> Iterator[None]:
        """Time one stage."""
        self.notify(name)
        start = time.perf_counter()
        yield
        self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - start


@dataclass(frozen=True, slots=True)
class Assembly:
    """The whole graph: the facts, what the reasoner was given, the store with all layers, and what clashed."""

    facts: Facts
    given: tuple[Triple, ...]
    store: MemoryStore
    clashes: tuple[Clash, ...]
    reasoner: Reasoner


def shipped() -> Facts:
    """The facts that ship with the package."""
    return load_facts(resources.data_files())


def assemble(
    facts: Facts, ontology: list[Quad], reasoner: Reasoner | None = None, stages: Stages | None = None
) -> Assembly:
    """Reason over facts and ontology, then derive: facts in, all four layers out."""
    stages = stages or Stages()
    with stages.run("reason"):
        given = tuple(quad.triple for quad in (*facts.quads, *ontology))
        entailment: Entailment = entail(given, reasoner)
    with stages.run("store"):
        store = MemoryStore([*ontology, *facts.quads])
        store.add(Quad(t.subject, t.predicate, t.object, INFERRED) for t in entailment.triples)
    with stages.run("derive"):
        store.add(derive(store, rules()))
    return Assembly(facts, given, store, entailment.clashes, entailment.reasoner)


def check(assembly: Assembly, stages: Stages | None = None, lang: Language = "en") -> tuple[Finding, ...]:
    """Everything amiss in an assembly: contradictions, then what breaks the shapes and checks that ship."""
    from styrkegraf.validate import contradictions, validate

    with (stages or Stages()).run("validate"):
        files, store = assembly.facts.files, assembly.store
        checks = read_folder(resources.folder("queries") / "checks").values()
        shapes = [quad.triple for quad in load_shapes()]
        clashing = contradictions(assembly.clashes, store, assembly.given, files, lang)
        return clashing + validate(store, shapes, checks, files, lang=lang)


def default(reasoner: Reasoner | None = None, stages: Stages | None = None) -> Assembly:
    """Assemble the shipped facts."""
    stages = stages or Stages()
    with stages.run("load"):
        facts, ontology = shipped(), load_ontology()
    return assemble(facts, ontology, reasoner, stages)
