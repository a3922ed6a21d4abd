"""What the tests of validation share: the rules that ship, the ontology, and a way to validate a file of facts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from pyoxigraph import Quad, Triple

from styrkegraf.documents import QueryDocument, read_folder
from styrkegraf.facts import load_facts, load_shapes, parse_file
from styrkegraf.labels import Language
from styrkegraf.namespaces import ONTOLOGY
from styrkegraf.resources import folder, ontology_file
from styrkegraf.store import MemoryStore
from styrkegraf.validate import Finding, validate

Validate = Callable[..., Sequence[Finding]]


@pytest.fixture(scope="session")
def ontology() -> list[Quad]:
    return [
        Quad(quad.subject, quad.predicate, quad.object, ONTOLOGY)
        for quad in parse_file(ontology_file("styrkegraf.ttl"))
    ]


@pytest.fixture(scope="session")
def shapes() -> list[Triple]:
    return [quad.triple for quad in load_shapes()]


@pytest.fixture(scope="session")
def checks() -> list[QueryDocument]:
    return list(read_folder(folder("queries") / "checks").values())


@pytest.fixture
def written(tmp_path: Path, ontology: list[Quad], shapes: list[Triple], checks: list[QueryDocument]) -> Validate:
    """Validate facts that a test writes as TriG; they are saved as ``facts.trig``."""

    def run(text: str, lang: Language = "en") -> Sequence[Finding]:
        file = tmp_path / "facts.trig"
        file.write_text(text, encoding="utf-8")
        facts = load_facts([file])
        return validate(MemoryStore([*ontology, *facts.quads]), shapes, checks, facts.files, lang=lang)

    return run
