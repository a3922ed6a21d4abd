"""Load: from files of Turtle and TriG to quads, each with the file that it came from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    DefaultGraph,
    NamedNode,
    Quad,
    Triple,
    parse,
)

from styrkegraf import resources
from styrkegraf.errors import StyrkegrafError
from styrkegraf.media import N_QUADS, N_TRIPLES, TRIG, TURTLE
from styrkegraf.namespaces import ALIGNMENTS, DERIVED, INFERRED, ONTOLOGY, PROVENANCE, curated
from styrkegraf.terms import Subject, Term
from styrkegraf.text import visible

__all__ = ["Facts", "InputError", "load_facts", "load_ontology", "load_shapes", "parse_file", "said_of"]


class InputError(StyrkegrafError):
    """A file that cannot be read: absent, of a wrong encoding or with broken syntax."""

    def __init__(self, path: Path, line: int | None, problem: str) -> None:
        place = f"{path}:{line}" if line else str(path)
        super().__init__(f"{place}: {problem}")
        self.path = path
        self.line = line


@dataclass(frozen=True, slots=True)
class Facts:
    """What was loaded: quads in the order of the files, and the files that each named graph was read from."""

    quads: tuple[Quad, ...]
    files: Mapping[NamedNode, tuple[Path, ...]]


_FORMATS = {f".{medium.extension}": medium.form for medium in (TRIG, TURTLE, N_QUADS, N_TRIPLES)}
_PLACE = re.compile(
    r"^Parser error (?:at line \d+ (?:between columns \d+ and \d+|column \d+)"
    r"|between line \d+ column \d+ and line \d+ column \d+): "
)


def _read(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(path, None, f"cannot be read ({error.strerror}).") from error
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        remedy = f"byte {data[error.start]:#04x} is not UTF-8; save the file as UTF-8."
        raise InputError(path, line, remedy) from error


def parse_file(path: Path) -> list[Quad]:
    """Parse one file by its ending (``.trig``, ``.ttl``, ``.nq``, ``.nt``).

    Raises `InputError` with file and line where the file is absent, not UTF-8 or not well-formed.
    """
    form = _FORMATS.get(path.suffix)
    if form is None:
        known = ", ".join(sorted(_FORMATS))
        raise InputError(path, None, f"the ending {path.suffix or '(none)'} is not known; use one of {known}.")
    text = _read(path)
    try:
        return list(parse(text, form))
    except SyntaxError as error:
        said = f"{form.name} syntax, column {error.offset}: {said_of(error)}"
        raise InputError(path, error.lineno, f"{said}. Mend this line, or the end of the one before it.") from error


def said_of(error: SyntaxError) -> str:
    """What the parser of RDF says of a fault, safe to show; its place is that of the error."""
    return visible(_PLACE.sub("", error.msg)).rstrip(".")


def load_facts(paths: Iterable[Path]) -> Facts:
    """Load files of facts; refuse statements outside a named graph and blank nodes, which can name no source."""
    quads: dict[Quad, None] = {}
    files: dict[NamedNode, dict[Path, None]] = {}
    for path in paths:
        parsed = parse_file(path)
        for quad in parsed:
            _refuse(path, quad, parsed)
            quads[quad] = None
            assert isinstance(quad.graph_name, NamedNode)  # _refuse has made sure
            files.setdefault(quad.graph_name, {})[path] = None
    return Facts(tuple(quads), {graph: tuple(found) for graph, found in files.items()})


def _refuse(path: Path, quad: Quad, parsed: Sequence[Quad]) -> None:
    graph = quad.graph_name
    if isinstance(graph, DefaultGraph):
        raise _input_error(path, quad, "stands outside every named graph; put it into its passage.")
    if not isinstance(graph, NamedNode):
        raise _input_error(path, quad, "stands in a graph without a name; name its passage.")
    if isinstance(quad.subject, BlankNode) or isinstance(quad.object, BlankNode):
        leading = (q for q in parsed if isinstance(q.object, BlankNode) and isinstance(q.subject, NamedNode))
        told = next(leading, quad)  # of the statements with blank nodes, one that has a line of its own
        raise _input_error(path, told, "has a blank node; give the thing an IRI.")
    if isinstance(quad.subject, Triple) or isinstance(quad.object, Triple):
        raise _input_error(path, quad, "speaks of a statement (RDF 1.2), which not every format can hold; reword it.")
    if graph in {INFERRED, ONTOLOGY} or graph.value.startswith((DERIVED, ONTOLOGY.value + "/")):
        raise _input_error(path, quad, f"stands in <{graph.value}>, which the build writes; put it into its passage.")


def _input_error(path: Path, quad: Quad, problem: str) -> InputError:
    from styrkegraf.validate.locate import locate

    line = locate(path, quad.subject, quad.predicate) if isinstance(quad.subject, NamedNode) else None
    return InputError(path, line, f"{quad.triple} {problem}")


def load_ontology() -> list[Quad]:
    """What every build has: ontology, alignments, theme scheme and the description of the named graphs.

    Each file has its named graph; blank nodes get canonical names, so that two loads are equal.
    """
    named = {
        "styrkegraf.ttl": ONTOLOGY,
        "alignments.ttl": ALIGNMENTS,
        "themes.ttl": curated("themes"),
        "graphs.ttl": PROVENANCE,
    }
    found: list[Quad] = []
    for name, graph in named.items():
        dataset = Dataset(
            Quad(q.subject, q.predicate, q.object, graph) for q in parse_file(resources.ontology_file(name))
        )
        dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
        found += sorted(_prefixed(dataset, name.partition(".")[0]), key=str)
    return found


def _prefixed(dataset: Dataset, prefix: str) -> list[Quad]:
    """Rename the blank nodes, so that those of two files stay apart."""

    def subject(term: Subject) -> Subject:
        return BlankNode(f"{prefix}-{term.value}") if isinstance(term, BlankNode) else term

    def name(term: Term) -> Term:
        return BlankNode(f"{prefix}-{term.value}") if isinstance(term, BlankNode) else term

    return [Quad(subject(q.subject), q.predicate, name(q.object), q.graph_name) for q in dataset]


def load_shapes() -> list[Quad]:
    """The SHACL shapes."""
    return parse_file(resources.ontology_file("shapes.ttl"))
