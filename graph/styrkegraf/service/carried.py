"""Rows of another server, carried into a query: as VALUES, which can hold all terms but blank nodes.

A blank node stands there by a name below ``.well-known/genid/``, and a function of ours makes it one where the query is
evaluated. It is the same node wherever it stands in one answer, and no node of another answer or of the graph here
(SPARQL 1.1 Federated Query, section 2.4).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from itertools import count
from typing import Any, Final
from uuid import uuid4

from pyoxigraph import NamedNode

from styrkegraf.lexis import IRI_SIGN, LANGUAGE, SCHEME, VARNAME
from styrkegraf.store.wording import GENID, blank, unnamed
from styrkegraf.terms import Term

__all__ = ["FUNCTIONS", "values"]

FUNCTIONS: Final[dict[NamedNode, Callable[..., Term | None]]] = {NamedNode(GENID): unnamed}
"""The function that such a query calls, for what evaluates it."""

_IRI: Final = re.compile(f"{SCHEME}{IRI_SIGN}*+")
_LANGUAGE: Final = re.compile(LANGUAGE)
_DIRECTION: Final = re.compile("ltr|rtl")
_VARIABLE: Final = re.compile(VARNAME)
_ESCAPES: Final = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})


def values(body: bytes) -> str:
    """The rows of a SPARQL result in JSON as a VALUES clause, or as a subquery around one where blank nodes are in it.

    Raises `ValueError` (or another error of a wrong form) where it is none; nothing of it is copied unchecked.
    """
    told = json.loads(body)
    names = [_checked(_VARIABLE, name) for name in told["head"]["vars"]]
    terms = _Terms()
    rows = [[terms.write(row.get(name)) for name in names] for row in told["results"]["bindings"]]
    blanks = {name for place, name in enumerate(names) if any(GENID in row[place] for row in rows)}
    other = "_" * max(map(len, names), default=0)  # which makes a name longer than all, and so none of them
    header = " ".join(f"?{name}{other if name in blanks else ''}" for name in names)
    written = " ".join(f"({' '.join(row)})" for row in rows)
    clause = f"VALUES ({header}) {{ {written} }}"
    if not blanks:
        return clause
    made = " ".join(f"BIND(<{GENID}>(?{name}{other}) AS ?{name})" for name in names if name in blanks)
    return f"SELECT {' '.join(f'?{name}' for name in names)} {{ {clause} {made} }}"


class _Terms:
    """The terms of one answer as SPARQL writes them."""

    def __init__(self) -> None:
        self._own = uuid4().hex
        self._number = count()
        self._blanks: dict[str, str] = {}

    def write(self, term: Mapping[str, Any] | None) -> str:
        if term is None:
            return "UNDEF"
        kind, value = term["type"], term["value"]
        if kind == "triple":
            return self._triple(value)
        if kind == "bnode":
            return self._blank(value)
        if kind == "uri":
            label = blank(value)
            return self._blank(label) if label else _iri(value)
        if kind not in {"literal", "typed-literal"}:
            raise ValueError(kind)
        return _literal(term)

    def _triple(self, parts: Mapping[str, Any]) -> str:
        subject, predicate = parts["subject"], parts["predicate"]
        if subject["type"] not in {"uri", "bnode"} or predicate["type"] != "uri":
            raise ValueError(parts)
        return f"<<( {self.write(subject)} {_iri(predicate['value'])} {self.write(parts['object'])} )>>"

    def _blank(self, label: str) -> str:
        if label not in self._blanks:
            self._blanks[label] = f"<{GENID}{self._own}{next(self._number)}>"
        return self._blanks[label]


def _iri(value: str) -> str:
    return f"<{_checked(_IRI, value)}>"


def _literal(term: Mapping[str, Any]) -> str:
    text = '"' + term["value"].translate(_ESCAPES) + '"'
    if "xml:lang" in term:
        direction = f"--{_checked(_DIRECTION, term['its:dir'])}" if "its:dir" in term else ""
        return f"{text}@{_checked(_LANGUAGE, term['xml:lang'])}{direction}"
    return f"{text}^^{_iri(term['datatype'])}" if "datatype" in term else text


def _checked(pattern: re.Pattern[str], text: str) -> str:
    if not pattern.fullmatch(text):
        raise ValueError(text)
    return text
