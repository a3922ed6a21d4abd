"""Types for the terms of RDF, which pyoxigraph does not name."""

from __future__ import annotations

from typing import TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

__all__ = ["Subject", "Term"]

Subject: TypeAlias = NamedNode | BlankNode | Triple
"""What can stand as the subject of a statement."""
Term: TypeAlias = NamedNode | BlankNode | Literal | Triple
"""What can stand as the object of a statement or in a row of an answer."""
