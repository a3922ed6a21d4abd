"""Things: every resource that an address of ours names, and what the graph says of it.

A thing is described by the statements that begin with it, and by those that end with it, of which each property brings
a limited number and the count of all. A document brings its passages, whose IRIs are fragments of its own, and what
each of them states. A named graph brings its statements.
"""

from __future__ import annotations

import difflib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal
from urllib.parse import quote, unquote

from pyoxigraph import BlankNode, NamedNode, Quad, Triple
from pyoxigraph import Literal as RdfLiteral

from styrkegraf.graph import Graph
from styrkegraf.joined import JOINED, JOINING
from styrkegraf.labels import fold
from styrkegraf.namespaces import BASE, ONTOLOGY, PREFIXES, rdfs, sg
from styrkegraf.publish.edition import Edition
from styrkegraf.terms import Term, count_of

__all__ = ["INCOMING", "STATEMENTS", "Description", "Incoming", "Kind", "Things"]

Kind = Literal["thing", "source", "graph", "ontology"]

INCOMING: Final = 100
"""How many statements that end with a thing are given for each property."""
STATEMENTS: Final = 20_000
"""How many statements of a named graph are given."""
_NAMED: Final = 20_000
"""Among how many names of things the nearest to a wrong one is sought."""
_TERM: Final = "ontology#"
_LONGEST: Final = 300
_KINDS: Final[tuple[tuple[str, Kind], ...]] = (("id/", "thing"), ("source/", "source"), ("graph/", "graph"))
_PLAIN: Final = re.compile(r"[^/?#]+(?:/[^/?#]+)*")
_IN_PATH: Final = "/:@!$&'()*+,;=~"


@dataclass(frozen=True, slots=True)
class Incoming:
    """Statements with one property that end with the thing: how many there are, and the first of them by subject.

    ``rest`` is an address, in the edition, where all are found, if some are not given here.
    """

    predicate: str
    count: int
    quads: tuple[Quad, ...]
    rest: str | None = None


@dataclass(frozen=True, slots=True)
class Description:
    """What the graph says of a resource; canonical throughout.

    ``path`` is the address below the base. ``about`` are the statements that begin with it, with its passages or with
    a nameless part of it; ``content`` are those that it holds, as a named graph or by its passages, and ``size`` is
    how many there are, of which ``content`` has the first by subject; then ``rest`` is an address where all are found.
    """

    path: str
    iri: str
    kind: Kind
    about: tuple[Quad, ...]
    incoming: tuple[Incoming, ...] = ()
    content: tuple[Quad, ...] = ()
    size: int = 0
    rest: str | None = None

    def quads(self) -> Iterator[Quad]:
        """All statements given, each with its named graph."""
        yield from self.about
        for incoming in self.incoming:
            yield from incoming.quads
        yield from self.content

    def triples(self) -> list[Triple]:
        """All statements given, each once and sorted, with the hints to what is not given."""
        return sorted({quad.triple for quad in (*self.quads(), *self.hints())}, key=_order)

    def hints(self) -> Iterator[Quad]:
        """Statements that lead to what is not given here."""
        for address in (*(one.rest for one in self.incoming), self.rest):
            if address:
                yield Quad(NamedNode(self.iri), rdfs("seeAlso"), NamedNode(address))

    def mentioned(self) -> set[str]:
        """The IRI of everything that the statements mention, their named graphs too."""
        terms: set[Term] = {NamedNode(self.iri)}
        for quad in self.quads():
            terms |= {quad.subject, quad.predicate, quad.object}
            if isinstance(quad.graph_name, NamedNode):
                terms.add(quad.graph_name)
        return {term.value for term in terms if isinstance(term, NamedNode)}


class Things:
    """The resources of a graph.

    ``live`` says that the edition answers queries, so that a description can point to one for what it leaves out;
    where only files are published it points to the dumps.
    """

    def __init__(self, graph: Graph, edition: Edition, *, live: bool = True) -> None:
        self.graph = graph
        self.edition = edition
        self.live = live

    def paths(self) -> list[str]:
        """The address below the base of every resource, sorted; terms of the ontology are part of its document."""
        subjects = f'SELECT DISTINCT ?one {{ ?one ?p ?o FILTER(STRSTARTS(STR(?one), "{BASE}")) }}'
        graphs = "SELECT DISTINCT ?one { GRAPH ?one { ?s ?p ?o } }"
        found = {iri for query in (subjects, graphs) for iri in self._column(query)}
        paths = {iri.removeprefix(BASE).partition("#")[0] for iri in found if iri.startswith(BASE)}
        return sorted(path for path in paths if _kind(path) is not None)

    def describe(self, path: str) -> Description | None:
        """What the graph says of the resource at a path below the base, such as ``id/county/vastmanland``.

        The path is taken as it is and percent-encoded; None where nothing is said.
        """
        kind = _kind(path)
        if kind is None:
            return None
        for candidate in dict.fromkeys((path, quote(path, safe=_IN_PATH, errors="replace"))):
            try:
                node = NamedNode(BASE + candidate)
            except ValueError:
                continue
            with self.graph.store.understood():
                found = self._describe(candidate, node, kind)
            if found.about or found.incoming or found.content:
                return found
        return None

    def moved(self, path: str) -> str | None:
        """Where a path leads that only stands for another: what names a part, or a version, of a document.

        ``ontology/County`` leads to ``ontology#County``, the version of the ontology to ``ontology``, and a passage
        with its mark encoded, or with a slash for it, to the fragment. None for any other path.
        """
        document, mark, part = path.partition("#")
        if not mark:
            document, mark, part = path.rpartition("/")
        if not part or _kind(document) not in ("source", "ontology") or not _valid(f"{BASE}{document}#{part}"):
            return None
        node = NamedNode(f"{BASE}{document}#{part}")
        if any(self.graph.store.match(node, None, None)):
            return f"{document}#{part}"
        version = self.graph.store.match(ONTOLOGY, NamedNode(PREFIXES["owl"] + "versionIRI"), NamedNode(BASE + path))
        return document if mark == "/" and any(version) else None

    def labels(self, iris: Iterable[str]) -> dict[str, dict[str, str]]:
        """The labels of all these things by language, in one query; the empty language for one without.

        A link between regions has no label, nor has a theme tie: it is called by the two that it joins, and its kind.
        """
        listed = sorted(iri for iri in iris if _valid(iri))
        joining = " ".join(f"<{iri}>" for iri in listed if iri.startswith(JOINING))
        # These stand by themselves: joined to all the things, their labels would take several times as long.
        query = f"""SELECT ?thing ?label ?rank {{
          {{ VALUES ?thing {{ {" ".join(f"<{iri}>" for iri in listed)} }}
            {{ ?thing skos:prefLabel ?label BIND(0 AS ?rank) }} UNION {{ ?thing rdfs:label ?label BIND(1 AS ?rank) }}
            UNION {{ ?thing dcterms:title ?label BIND(2 AS ?rank) }} }}
          UNION {{ VALUES ?thing {{ {joining} }} {JOINED} BIND(3 AS ?rank) }} }}"""
        best: dict[str, dict[str, tuple[str, str]]] = defaultdict(dict)
        for row in self.graph.store.select(query):
            thing, label, rank = row["thing"], row["label"], row["rank"]
            if isinstance(thing, NamedNode) and isinstance(label, RdfLiteral) and isinstance(rank, RdfLiteral):
                entry, lang = (rank.value, label.value), label.language or ""
                best[thing.value][lang] = min(entry, best[thing.value].get(lang, entry))
        return {iri: {lang: text for lang, (_, text) in found.items()} for iri, found in best.items()}

    def nearest(self, path: str) -> list[str]:
        """Paths of named things and terms whose local name is near to that of one that names nothing; at most five.

        Those of the same kind come first. Names are compared that begin with the same letter: an address that names
        nothing must cost little, since anybody can send them.
        """
        kind, name = _parted(path[:_LONGEST].rstrip("/"))
        wanted = _spelt(name)
        known = self._named.get(wanted[:1], {})
        close = difflib.get_close_matches(wanted, known, n=5, cutoff=0.7)
        found = [path for one in close for path in known[one]]
        return sorted(found, key=lambda one: _parted(one)[0] != kind)[:5]

    @cached_property
    def _named(self) -> dict[str, dict[str, list[str]]]:
        """By the first letter and the whole of local names as they are spelt: the paths of named things and terms."""
        ours = f'FILTER(STRSTARTS(STR(?one), "{BASE}"))'
        things = f"SELECT DISTINCT ?one {{ ?one skos:prefLabel ?label {ours} }} LIMIT {_NAMED}"
        query = f"SELECT ?one {{ {{ GRAPH {ONTOLOGY} {{ ?one rdfs:label ?label }} {ours} }} UNION {{ {things} }} }}"
        found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for path in sorted({iri.removeprefix(BASE) for iri in self._column(query)}):
            if _kind(path) or path.startswith(_TERM):
                name = _spelt(_parted(path)[1])
                found[name[:1]][name].append(path)
        return found

    def _column(self, query: str) -> list[str]:
        rows = self.graph.store.select(query)
        return [one.value for row in rows if isinstance(one := row["one"], NamedNode)]

    def _describe(self, path: str, node: NamedNode, kind: Kind) -> Description:
        if kind == "ontology":
            content = tuple(sorted(self.graph.store.quads(ONTOLOGY), key=_order))
            return Description(path, node.value, kind, content)
        about = self._about(node)
        incoming = self._incoming(node)
        content, size = (), 0
        if kind == "source":
            passages = self._passages(node)
            about += self._of_many("?s", passages)
            content = self._of_many("?g", passages)
            size = len(content)
        elif kind == "graph":
            content, size = self._content(node)
        rest = self._whole(node) if len(content) < size else None
        return Description(path, node.value, kind, about, incoming, content, size, rest)

    def _about(self, node: NamedNode) -> tuple[Quad, ...]:
        """The statements that begin with it, and with its nameless parts."""
        found: list[Quad] = []
        seen: set[NamedNode | BlankNode] = set()
        waiting: list[NamedNode | BlankNode] = [node]
        while waiting:
            subject = waiting.pop()
            seen.add(subject)
            quads = list(self.graph.store.match(subject, None, None))
            found += quads
            parts = {quad.object for quad in quads if isinstance(quad.object, BlankNode)}
            waiting += sorted((part for part in parts if part not in seen), key=str)
        return tuple(sorted(found, key=_order))

    def _passages(self, document: NamedNode) -> list[NamedNode]:
        found = {quad.subject for quad in self.graph.store.match(None, sg("passageOf"), document)}
        return sorted((one for one in found if isinstance(one, NamedNode)), key=str)

    def _of_many(self, variable: str, nodes: list[NamedNode]) -> tuple[Quad, ...]:
        if not nodes:
            return ()
        values = " ".join(str(node) for node in nodes)
        return self._quads(f"SELECT ?g ?s ?p ?o {{ VALUES {variable} {{ {values} }} GRAPH ?g {{ ?s ?p ?o }} }}")

    def _content(self, graph: NamedNode) -> tuple[tuple[Quad, ...], int]:
        """The first statements of a named graph, and how many it has."""
        (row,) = self.graph.store.select(f"SELECT (COUNT(*) AS ?n) {{ GRAPH {graph} {{ ?s ?p ?o }} }}")
        size = count_of(row["n"])
        limit = f"ORDER BY ?s ?p ?o LIMIT {STATEMENTS}" if size > STATEMENTS else ""
        pattern = f"VALUES ?g {{ {graph} }} GRAPH ?g {{ ?s ?p ?o }}"
        return (self._quads(f"SELECT ?g ?s ?p ?o {{ {pattern} }} {limit}") if size else ()), size

    def _incoming(self, node: NamedNode) -> tuple[Incoming, ...]:
        own = f'FILTER(!STRSTARTS(STR(?s), "{node.value}#"))'
        query = f"SELECT ?p (COUNT(DISTINCT ?s) AS ?n) {{ ?s ?p {node} {own} }} GROUP BY ?p"
        counts = {
            row["p"].value: count_of(row["n"])
            for row in self.graph.store.select(query)
            if isinstance(row["p"], NamedNode)
        }
        if not counts:
            return ()
        branches = " UNION ".join(
            f"{{ {{ SELECT DISTINCT ?s {{ ?s <{predicate}> {node} {own} }} ORDER BY STR(?s) LIMIT {INCOMING} }} "
            f"VALUES ?p {{ <{predicate}> }} GRAPH ?g {{ ?s ?p {node} }} }}"
            for predicate in sorted(counts)
        )
        found: dict[str, list[Quad]] = defaultdict(list)
        for quad in self._quads(f"SELECT ?g ?s ?p ({node} AS ?o) {{ {branches} }}"):
            found[quad.predicate.value].append(quad)
        return tuple(
            Incoming(one, counts[one], tuple(found[one]), self._ask(node, one) if counts[one] > INCOMING else None)
            for one in sorted(counts)
        )

    def _quads(self, query: str) -> tuple[Quad, ...]:
        """The rows ``?g ?s ?p ?o`` as quads, sorted."""
        found = set()
        for row in self.graph.store.select(query):
            graph, subject, predicate, object_ = row["g"], row["s"], row["p"], row["o"]
            if isinstance(subject, RdfLiteral) or subject is None or object_ is None:
                continue
            if isinstance(graph, NamedNode) and isinstance(predicate, NamedNode):
                found.add(Quad(subject, predicate, object_, graph))
        return tuple(sorted(found, key=_order))

    def _ask(self, node: NamedNode, predicate: str) -> str:
        if not self.live:
            return self.edition.base + "downloads/"
        text = f"SELECT ?subject {{ ?subject <{predicate}> {node} }} ORDER BY ?subject"
        return f"{self.edition.base}sparql?query={quote(self.edition.sparql(text), safe='')}"

    def _whole(self, graph: NamedNode) -> str:
        if not self.live:
            return self.edition.base + "downloads/"
        return f"{self.edition.base}data?graph={quote(self.edition.iri(graph.value), safe='')}"


def _kind(path: str) -> Kind | None:
    """What the path names; None for a path that no resource of ours can have, such as one with dots for a segment."""
    if len(path) > _LONGEST * 4 or not _PLAIN.fullmatch(path) or {".", ".."} & set(unquote(path).split("/")):
        return None
    if path == "ontology":
        return "ontology"
    if path.startswith("ontology/"):
        return "graph"
    return next((kind for start, kind in _KINDS if path.startswith(start)), None)


def _parted(path: str) -> tuple[str, str]:
    """What the local name of a path stands below, and the name; a term stands below the ontology by mark or by slash.

    >>> _parted("id/county/gotland"), _parted("ontology#County"), _parted("ontology/County")
    (('id/county', 'gotland'), ('ontology', 'County'), ('ontology', 'County'))
    """
    kind, _, name = (path.replace("#", "/", 1) if path.startswith(_TERM) else path).rpartition("/")
    return kind, name


def _spelt(name: str) -> str:
    """A local name by its letters and digits alone."""
    return fold(unquote(name)).replace(" ", "-")


def _valid(iri: str) -> bool:
    try:
        NamedNode(iri)
    except ValueError:
        return False
    return True


def _order(statement: Quad | Triple) -> tuple[str, str, str, str]:
    graph = str(statement.graph_name) if isinstance(statement, Quad) else ""
    return str(statement.subject), str(statement.predicate), str(statement.object), graph
