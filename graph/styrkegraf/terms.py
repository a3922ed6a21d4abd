"""Terms of RDF: types for them, which pyoxigraph does not name, and what those in the rows of an answer say."""

from __future__ import annotations

from typing import TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

__all__ = ["Subject", "Term", "count_of", "value_of"]

Subject: TypeAlias = NamedNode | BlankNode | Triple
"""What can stand as the subject of a statement."""
Term: TypeAlias = NamedNode | BlankNode | Literal | Triple
"""What can stand as the object of a statement or in a row of an answer."""


def value_of(term: Term | None) -> str:
    """The IRI of a name, or the text of a literal; raises `TypeError` for any other term, and for none."""
    if not isinstance(term, NamedNode | Literal):
        raise TypeError(f"{term} is neither a name nor a number")
    return term.value


def count_of(term: Term | None) -> int:
    """The count that a literal of an answer is; raises `TypeError` or `ValueError` for what is none."""
    if not isinstance(term, Literal):
        raise TypeError(f"{term} is no count")
    return int(term.value)
