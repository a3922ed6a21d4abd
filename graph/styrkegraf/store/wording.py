"""Wording for the wire: queries as any server takes them, and blank nodes as names that every server keeps.

A blank node has no name outside the server that holds it, so a question about one cannot be put. Where the graph goes
to a server, its blank nodes are named below ``.well-known/genid/``, as RDF 1.1 (section 3.5, Skolemization) has it;
what comes back has them as blank nodes again.
"""

from __future__ import annotations

from typing import Final

from pyoxigraph import BlankNode, NamedNode, Triple

from styrkegraf.lexis import prefixes
from styrkegraf.namespaces import BASE, PREFIXES
from styrkegraf.terms import Term

__all__ = ["GENID", "MANIFEST", "MEMBER", "UNION", "blank", "declared", "named", "named_triple", "restored", "unnamed"]

GENID: Final = BASE + ".well-known/genid/"
"""Below this, names stand for blank nodes."""
UNION: Final = NamedNode(BASE + "graph/union")
"""The named graph that holds the union, on a server without a default graph of its own."""
MANIFEST: Final = NamedNode(BASE + "graph/manifest")
"""The named graph that lists, on such a server, the named graphs whose union that is."""
MEMBER: Final = NamedNode("http://rdfs.org/ns/void#subset")
"""From the union to each of those named graphs."""


def declared(sparql: str) -> str:
    """The query with the prefixes of the project that it uses and does not declare, before its first line.

    They stand in that line, so that the lines of the query keep their numbers in what a server says.
    """
    own, used = prefixes(sparql)
    lacking = sorted((PREFIXES.keys() & set(used)) - own)
    return "".join(f"PREFIX {name}: <{PREFIXES[name]}> " for name in lacking) + sparql


def named(term: Term) -> Term:
    """The term as it goes over the wire: a blank node by its name, any other as it is."""
    return NamedNode(GENID + term.value) if isinstance(term, BlankNode) else term


def named_triple(triple: Triple) -> Triple:
    """The triple with its blank nodes named."""
    subject, object_ = triple.subject, triple.object
    return Triple(
        NamedNode(GENID + subject.value) if isinstance(subject, BlankNode) else subject,
        triple.predicate,
        named(object_),
    )


def restored(triple: Triple) -> Triple:
    """The triple as it was before `named_triple`."""
    subject = triple.subject
    return Triple(
        _node(subject) if isinstance(subject, NamedNode) else subject, triple.predicate, unnamed(triple.object)
    )


def unnamed(term: Term) -> Term:
    """The term as it was before `named`, and a triple term as before `named_triple`."""
    if isinstance(term, Triple):
        return restored(term)
    return _node(term) if isinstance(term, NamedNode) else term


def _node(name: NamedNode) -> NamedNode | BlankNode:
    label = blank(name.value)
    return BlankNode(label) if label else name


def blank(iri: str) -> str | None:
    """The label of the blank node that an IRI stands for; None where it stands for itself."""
    return iri.removeprefix(GENID) if iri.startswith(GENID) else None
