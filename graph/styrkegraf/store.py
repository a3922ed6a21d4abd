"""The store: an Oxigraph quad store in memory, asked over the union of its named graphs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pyoxigraph import (
    NamedNode,
    Quad,
    QueryBoolean,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Triple,
    serialize,
)
from pyoxigraph import Store as OxigraphStore

from styrkegraf.errors import StyrkegrafError
from styrkegraf.namespaces import PREFIXES
from styrkegraf.terms import Subject, Term

__all__ = ["QueryRefused", "QuerySyntaxError", "Store", "quiet"]

_PLACE = re.compile(r"(?:error )?at (\d+):(\d+):? ?(.*)", re.DOTALL)
_DEPTH = 200
"""How deep brackets may nest: a few thousand would end the process in the parser."""
_PREFIXED = re.compile(r"(?<![\w<:/?$@\"'.-])([A-Za-z][\w-]*|):(?=[\w])")
_DECLARED = re.compile(r"\bPREFIX\s+([\w-]*):", re.IGNORECASE)
_SERVICE = re.compile(r"(?<![?$\w:-])SERVICE\b(?!\s*[:.;,)])", re.IGNORECASE)
_UPDATE = re.compile(
    r"^\s*(?:(?:PREFIX|BASE)\b[^\n]*\n\s*)*(INSERT|DELETE|LOAD|CLEAR|CREATE|DROP|COPY|MOVE|ADD|WITH)\b", re.IGNORECASE
)
_QUIET = re.compile(r"\"\"\"[\s\S]*?\"\"\"|'''[\s\S]*?'''|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'|<[^>\s]*>|#[^\n]*")


class QueryRefused(StyrkegrafError):
    """A query that is SPARQL but is not answered here: an update, a call to another server, or nested too deep."""


class QuerySyntaxError(StyrkegrafError):
    """A query that is no SPARQL 1.1; holds line and column, counted from 1, where they are known."""

    def __init__(self, query: str, problem: str) -> None:
        found = _PLACE.search(problem)
        self.line = int(found[1]) if found else None
        self.column = int(found[2]) if found else None
        self.problem = _plain(found[3] if found else problem)
        super().__init__(self._message(query))

    def _message(self, query: str) -> str:
        unknown = _undeclared(query)
        if unknown is not None:
            known = ", ".join(sorted(PREFIXES))
            return f"The prefix “{unknown}:” is not declared. Add a PREFIX line, or use a known one: {known}."
        if self.line is None or self.column is None:
            return f"The query is not valid SPARQL: {self.problem}"
        lines = query.splitlines() or [""]
        line = lines[min(self.line, len(lines)) - 1].replace("\t", " ")
        mark = " " * (self.column - 1) + "^"
        place = f"line {self.line}, column {self.column}"
        return f"The query is not valid SPARQL at {place}:\n  {line}\n  {mark}\n{self.problem}"


def quiet(query: str) -> str:
    """The query with strings, IRIs and comments blanked, each character in its place."""
    return _QUIET.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), query)


def _depth(plain: str) -> int:
    """How deep the brackets nest."""
    depth = deepest = 0
    for sign in re.findall(r"[][(){}]", plain):
        depth += 1 if sign in "([{" else -1
        deepest = max(deepest, depth)
    return deepest


def _undeclared(query: str) -> str | None:
    plain = quiet(query)
    declared = set(_DECLARED.findall(query)) | set(PREFIXES)
    return next((name for name in _PREFIXED.findall(plain) if name not in declared and name != "_"), None)


def _plain(problem: str) -> str:
    """What the parser says, without the names of its own rules."""
    sentence = re.search(r"The SELECT [^,\[]*", problem)
    return sentence[0].strip() if sentence else problem.replace(", [_]", "").replace("[_]", "something else").strip()


class Store:
    """Quads in memory; queries see the union of all named graphs as the default graph.

    Oxigraph can take the union while it evaluates, but then gives a statement of two named graphs twice. So the union
    is kept as the default graph itself. The prefixes of the project are known in every query without being declared.
    """

    def __init__(self, quads: Iterable[Quad] = ()) -> None:
        self.oxigraph = OxigraphStore()
        self.add(quads)

    def __len__(self) -> int:
        return sum(1 for _ in self.quads())

    def add(self, quads: Iterable[Quad]) -> None:
        """Add quads, each to its named graph and to the union."""
        listed = list(quads)
        self.oxigraph.extend(listed)
        self.oxigraph.extend(Quad(quad.subject, quad.predicate, quad.object) for quad in listed)

    def quads(self, graph: NamedNode | None = None) -> Iterator[Quad]:
        """The quads of one named graph, or of all."""
        return self.match(None, None, None, graph)

    def match(
        self,
        subject: Subject | None,
        predicate: NamedNode | None,
        object_: Term | None,
        graph: NamedNode | None = None,
    ) -> Iterator[Quad]:
        """The quads of the named graphs that fit; None fits anything."""
        found = self.oxigraph.quads_for_pattern(subject, predicate, object_, graph)
        return (quad for quad in found if isinstance(quad.graph_name, NamedNode))

    def dump(self) -> bytes:
        """All quads of the named graphs as N-Quads, sorted."""
        lines = serialize(self.quads(), format=RdfFormat.N_QUADS) or b""
        return b"".join(sorted(lines.splitlines(keepends=True)))

    def graphs_of(self, triple: Triple) -> list[NamedNode]:
        """The named graphs in which the triple stands, sorted."""
        found = self.match(triple.subject, triple.predicate, triple.object)
        graphs = [quad.graph_name for quad in found if isinstance(quad.graph_name, NamedNode)]
        return sorted(graphs, key=lambda graph: graph.value)

    def query(self, sparql: str) -> QuerySolutions | QueryBoolean | QueryTriples:
        """Evaluate a query; raise `QuerySyntaxError` where it is no SPARQL, `QueryRefused` where it is not answered."""
        plain = quiet(sparql)
        if _SERVICE.search(plain):
            raise QueryRefused("SERVICE asks another server; here a query sees this graph only. Leave it out.")
        if _UPDATE.search(plain):
            raise QueryRefused("This is an update; the graph is changed by its facts and “styrkegraf build” only.")
        if _depth(plain) > _DEPTH:
            raise QueryRefused(f"The query nests brackets more than {_DEPTH} deep; write it flatter.")
        try:
            return self.oxigraph.query(sparql, prefixes=PREFIXES)
        except (SyntaxError, UnicodeEncodeError) as error:
            raise QuerySyntaxError(sparql, str(error)) from error

    def select(self, sparql: str) -> QuerySolutions:
        """Evaluate a SELECT query."""
        results = self.query(sparql)
        if not isinstance(results, QuerySolutions):
            raise StyrkegrafError("A SELECT query is needed here.")
        return results

    def construct(self, sparql: str) -> QueryTriples:
        """Evaluate a CONSTRUCT or DESCRIBE query."""
        results = self.query(sparql)
        if not isinstance(results, QueryTriples):
            raise StyrkegrafError("A CONSTRUCT query is needed here.")
        return results
