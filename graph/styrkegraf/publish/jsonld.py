"""JSON-LD as people would write JSON: short names, labels by language, numbers as numbers.

What a document needs of the context stands in it, so that it can be read without a network; the whole is published.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad

from styrkegraf.namespaces import PREFIXES, rdf
from styrkegraf.publish.context import LANGUAGE, THING, VALUE, context, terms

if TYPE_CHECKING:
    from styrkegraf.publish.edition import Edition
    from styrkegraf.terms import Term

__all__ = ["jsonld"]

_LOCAL: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.#/-]*")
_FIRST: Final = ("id", "type", "prefLabel", "altLabel", "label", "title")
_KEYWORDS: Final = ("@version", "id", "type", "graph")
_INTEGER: Final = re.compile(r"0|-?[1-9][0-9]{0,14}")
_XSD: Final = PREFIXES["xsd"]


def jsonld(quads: Iterable[Quad], edition: Edition) -> bytes:
    """The quads, which are canonical, as one JSON-LD document under the base of the edition; sorted.

    Statements of the default graph stand at the top, those of a named graph below its name.
    """
    graphs: dict[str, list[Quad]] = defaultdict(list)
    for quad in quads:
        mapped = edition.quad(quad)
        graphs["" if isinstance(mapped.graph_name, DefaultGraph) else mapped.graph_name.value].append(mapped)
    writer = _Writer(edition)
    content = writer.nodes(graphs.pop("", []))
    content += [{"id": writer.short(name), "graph": writer.nodes(graphs[name])} for name in sorted(graphs)]
    document = {"@context": writer.context(), "graph": content}
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


class _Writer:
    """Writes terms and nodes with the names of the context."""

    def __init__(self, edition: Edition) -> None:
        self._prefixes = sorted(((iri, name) for name, iri in edition.prefixes.items()), key=lambda p: -len(p[0]))
        self._names: dict[str, tuple[str, dict[str, str]]] = {}
        for name, definition in terms().items():
            prefix, _, local = definition["@id"].partition(":")
            self._names[edition.prefixes[prefix] + local] = (name, definition)
        self._short: dict[str, str] = {}
        self._whole: dict[str, Any] = context(edition)["@context"]
        self._used: set[str] = set()

    def context(self) -> dict[str, Any]:
        """The part of the context that was used so far, and what that part itself needs."""
        used = set(self._used)
        for name in self._used:
            entry = self._whole[name]
            used |= {value.partition(":")[0] for value in ([entry] if isinstance(entry, str) else entry.values())}
        return {name: entry for name, entry in self._whole.items() if name in used or name in _KEYWORDS}

    def short(self, iri: str) -> str:
        """An IRI with a prefix where one fits."""
        if iri not in self._short:
            self._short[iri] = self._shortened(iri)
        return self._short[iri]

    def _shortened(self, iri: str) -> str:
        for namespace, prefix in self._prefixes:
            if iri.startswith(namespace) and _LOCAL.fullmatch(iri[len(namespace) :]):
                self._used.add(prefix)
                return f"{prefix}:{iri[len(namespace) :]}"
        return iri

    def nodes(self, quads: Iterable[Quad]) -> list[dict[str, Any]]:
        """One object for each subject, in order of subject."""
        about: dict[str, list[Quad]] = defaultdict(list)
        for quad in quads:
            about[str(quad.subject)].append(quad)
        return [self._node(about[subject]) for subject in sorted(about)]

    def _node(self, quads: list[Quad]) -> dict[str, Any]:
        found: dict[str, list[Term]] = defaultdict(list)
        keys: dict[str, dict[str, str]] = {}
        for quad in sorted(quads, key=lambda q: (q.predicate.value, str(q.object))):
            key, definition = self._key(quad.predicate, quad.object)
            found[key].append(quad.object)
            keys[key] = definition
        node: dict[str, Any] = {"id": self._reference(quads[0].subject)}
        for key in sorted(found, key=lambda name: (_FIRST.index(name) if name in _FIRST else len(_FIRST), name)):
            node[key] = self._written(found[key], keys[key])
        return node

    def _key(self, predicate: NamedNode, value: Term) -> tuple[str, dict[str, str]]:
        """The name under which a value stands: that of the term where the value is as the term has it."""
        if predicate == rdf("type") and isinstance(value, NamedNode):
            return "type", {"@type": VALUE}
        name, definition = self._names.get(predicate.value, ("", {}))
        if name and self._fits(value, definition):
            self._used.add(name)
            return name, definition
        return self.short(predicate.value), {}

    def _fits(self, value: Term, definition: dict[str, str]) -> bool:
        if not isinstance(value, Literal):
            return definition.get("@type") in (THING, VALUE)
        if value.language:
            return definition.get("@container") == LANGUAGE
        kind = definition.get("@type")
        plain = kind is None and "@container" not in definition
        return plain or (kind is not None and self.short(value.datatype.value) == kind)

    def _written(self, values: list[Term], definition: dict[str, str]) -> Any:
        if definition.get("@container") == LANGUAGE:
            texts: dict[str, list[str]] = defaultdict(list)
            for value in values:
                if isinstance(value, Literal):
                    texts[value.language or ""].append(value.value)
            return {language: _one(texts[language]) for language in sorted(texts, key=lambda tag: (tag != "sv", tag))}
        return _one([self._term(value, definition.get("@type")) for value in values])

    def _term(self, value: Term, kind: str | None) -> Any:
        if not isinstance(value, Literal):
            return self._name(value, kind) if kind else {"id": self._reference(value)}
        if value.language:
            return {"@value": value.value, "@language": value.language}
        if value.datatype.value == f"{_XSD}integer" and _INTEGER.fullmatch(value.value):
            return int(value.value)
        if kind or value.datatype.value == f"{_XSD}string":
            return value.value
        return {"@value": value.value, "@type": self.short(value.datatype.value)}

    def _name(self, value: Term, kind: str) -> str:
        if kind == VALUE and isinstance(value, NamedNode) and value.value in self._names:
            self._used.add(self._names[value.value][0])
            return self._names[value.value][0]
        return self._reference(value)

    def _reference(self, term: Term) -> str:
        assert isinstance(term, NamedNode | BlankNode)  # statements about statements are refused at load
        return self.short(term.value) if isinstance(term, NamedNode) else str(term)


def _one(values: list[Any]) -> Any:
    return values[0] if len(values) == 1 else values
