"""Terms as numbers, so that a reasoner sees names and nothing else.

A reasoner that knows datatypes changes what it reads: Nemo turns ``xsd:integer`` into ``xsd:int``, rdflib writes
``01`` as ``1``. Entailment needs equality of terms only. So every term travels as a number and comes back as the
very term that went in; only the vocabulary of the language itself (RDF, RDFS, OWL, XSD) travels under its own name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TypeAlias

from pyoxigraph import Literal, NamedNode, Triple

from styrkegraf.terms import Term

__all__ = ["OWL", "RDF", "RDFS", "XSD", "Code", "Row", "Terms"]

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
XSD = "http://www.w3.org/2001/XMLSchema#"

Code: TypeAlias = int | str
"""A number, or a vocabulary IRI in angle brackets."""
Row: TypeAlias = tuple[Code, Code, Code]

_VOCABULARY = re.compile(f"(?:{'|'.join(map(re.escape, (RDF, RDFS, OWL, XSD)))})[A-Za-z0-9_]+")
_BOUNDS = {NamedNode(OWL + "maxCardinality"), NamedNode(OWL + "maxQualifiedCardinality")}
_INTEGERS = {
    NamedNode(XSD + name)
    for name in (
        *("integer", "nonNegativeInteger", "nonPositiveInteger", "positiveInteger"),
        *("long", "int", "short", "byte", "unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte"),
    )
}
_ZERO_OR_ONE = re.compile(r"\s*(?:[+-]?0*(?P<zero>0)|\+?0*(?P<one>1))\s*")


class Terms:
    """A numbering of terms, in the order in which they were first met.

    >>> terms = Terms()
    >>> terms.code(Literal("01", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#integer")))
    0
    >>> terms.term(0)
    <Literal value=01 datatype=<NamedNode value=http://www.w3.org/2001/XMLSchema#integer>>
    """

    def __init__(self) -> None:
        self._codes: dict[Term, Code] = {}
        self._terms: list[Term] = []
        self._vocabulary: dict[str, NamedNode] = {}
        self.cardinalities: dict[Code, int] = {}
        """The literals that stand for 0 or 1 in a cardinality restriction, by their code."""

    def code(self, term: Term) -> Code:
        """The code of a term; a term not met before gets the next number."""
        known = self._codes.get(term)
        if known is not None:
            return known
        if isinstance(term, NamedNode) and _VOCABULARY.fullmatch(term.value):
            code: Code = str(term)
        else:
            code = len(self._terms)
            self._terms.append(term)
        self._codes[term] = code
        return code

    def term(self, code: Code) -> Term:
        """The term of a code."""
        if isinstance(code, int):
            return self._terms[code]
        if code not in self._vocabulary:
            self._vocabulary[code] = NamedNode(code[1:-1])
        return self._vocabulary[code]

    def rows(self, triples: Iterable[Triple]) -> Iterator[Row]:
        """Each triple as three codes, one row at a time."""
        for triple in triples:
            predicate, value = triple.predicate, triple.object
            code = self.code(value)
            if predicate in _BOUNDS and isinstance(value, Literal) and value.datatype in _INTEGERS:
                self._note_cardinality(code, value)
            yield self.code(triple.subject), self.code(predicate), code

    def triple(self, row: Row) -> Triple | None:
        """The triple of a row; None where RDF cannot write it (a literal as subject, a blank node as predicate)."""
        subject, predicate, value = self.term(row[0]), self.term(row[1]), self.term(row[2])
        if isinstance(subject, Literal | Triple) or not isinstance(predicate, NamedNode):
            return None
        return Triple(subject, predicate, value)

    def _note_cardinality(self, code: Code, literal: Literal) -> None:
        match = _ZERO_OR_ONE.fullmatch(literal.value)
        if match:
            self.cardinalities[code] = 0 if match["zero"] else 1
