"""Editions: the same graph published under another base address, such as a region's own.

Inside the program every IRI is canonical. Only at the border, where something is written or read by others, the IRIs of
things, sources and graphs stand under the base of the edition. The ontology and the shipped themes are what editions
have in common, and are compared by: these keep their IRIs everywhere. The documents about them, with what the edition
says of them, stand under its base all the same.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Final
from urllib.parse import urljoin, urlsplit

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, Triple

from styrkegraf.errors import StyrkegrafError
from styrkegraf.lexis import DECLARED, GAP, IRI, PNAME, keyword, scanner
from styrkegraf.namespaces import BASE, CURATED, PREFIXES
from styrkegraf.terms import Subject, Term
from styrkegraf.text import offset_of, place_of, visible
from styrkegraf.themes import shipped_themes

__all__ = ["LICENCE", "BadBase", "Edition"]

LICENCE: Final = "http://creativecommons.org/publicdomain/zero/1.0/"
"""The licence of what is ours, and of every catalogue: the Swedish profile demands it."""

_ONTOLOGY: Final = BASE + "ontology"
_THEMES: Final = {BASE + "id/theme", CURATED + "themes"}
"""The theme scheme and its named graph."""
_NAMES: Final = PREFIXES["theme"]
"""How the IRIs of themes begin in every edition, but for those of themes that it added."""
_LONGEST: Final = 200
_HOST: Final = re.compile(r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::[0-9]{1,5})?|\[[0-9a-f:.]+\](?::[0-9]{1,5})?")
_PATH: Final = re.compile(r"(?:/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*/?")
"""Plain segments only: the base is written into configurations of web servers, where other signs have a meaning."""
_TOKEN: Final = scanner(f"{keyword('BASE')}{GAP}<(?P<base>{IRI})>", DECLARED, f"(?P<name>{PNAME})")
_ESCAPED: Final = re.compile(r"\\(.)")


class BadBase(StyrkegrafError):
    """An address that cannot be the base of an edition."""

    def __init__(self, base: str, problem: str) -> None:
        super().__init__(
            f"“{visible(base[:_LONGEST])}” cannot be the base of an edition: {problem}. "
            "Give an address such as https://data.example.se/styrkegraf/."
        )


@dataclass(frozen=True)
class Edition:
    """A base with the way between canonical IRIs and those under it, and a licence; raises `BadBase` for a bad base.

    >>> Edition("https://data.example.se/s3").iri("https://w3id.org/styrkegraf/id/county/vastmanland")
    'https://data.example.se/s3/id/county/vastmanland'
    >>> Edition("https://data.example.se/s3").iri("https://w3id.org/styrkegraf/ontology#County")
    'https://w3id.org/styrkegraf/ontology#County'
    >>> Edition("https://data.example.se/s3").iri("https://w3id.org/styrkegraf/id/theme/food")
    'https://w3id.org/styrkegraf/id/theme/food'
    """

    base: str = BASE
    licence: str | None = LICENCE
    """Under which its statements may be used; None where nobody says so."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "base", _checked(self.base))

    @property
    def canonical_base(self) -> bool:
        """Whether this is the edition whose IRIs are the canonical ones."""
        return self.base == BASE

    @cached_property
    def path(self) -> str:
        """The path of the base, which begins and ends with a slash."""
        return urlsplit(self.base).path

    def iri(self, canonical: str) -> str:
        """The IRI of this edition for a canonical one; one that is not ours, or that editions share, stays as it is."""
        if self.canonical_base or not canonical.startswith(BASE) or _is_shared(canonical):
            return canonical
        return self.base + canonical[len(BASE) :]

    def licence_of(self, canonical: str) -> str | None:
        """Under which licence is what is said of a thing; ontology and theme scheme are ours in every edition."""
        return LICENCE if _of_ontology(canonical) or canonical in _THEMES else self.licence

    def canonical(self, iri: str) -> str:
        """The canonical IRI for one of this edition; others stay as they are."""
        if self.canonical_base or not iri.startswith(self.base) or _is_shared(iri):
            return iri
        return BASE + iri[len(self.base) :]

    def term(self, term: Term) -> Term:
        """A term as this edition writes it."""
        if isinstance(term, NamedNode):
            return self._node(term)
        return self.triple(term) if isinstance(term, Triple) else term

    def triple(self, triple: Triple) -> Triple:
        """A triple as this edition writes it."""
        if self.canonical_base:
            return triple
        return Triple(self._subject(triple.subject), self._node(triple.predicate), self.term(triple.object))

    def quad(self, quad: Quad) -> Quad:
        """A quad as this edition writes it, its named graph too."""
        if self.canonical_base:
            return quad
        mapped = self.triple(quad.triple)
        return Quad(mapped.subject, mapped.predicate, mapped.object, self._graph(quad.graph_name))

    def written(self, text: bytes) -> bytes:
        """A page, table or script with the IRIs of things, sources, graphs and files as this edition writes them.

        >>> Edition("https://data.example.se/").written(b'{"base":"https://w3id.org/styrkegraf/id/"}')
        b'{"base":"https://data.example.se/id/"}'
        """
        return text if self.canonical_base else _own().sub(self.base.encode(), text)

    @cached_property
    def prefixes(self) -> Mapping[str, str]:
        """The prefixes of the project as this edition writes them."""
        return {prefix: self.iri(namespace) for prefix, namespace in PREFIXES.items()}

    def sparql(self, text: str) -> str:
        """A query written for the canonical base as one for this edition.

        IRIs in angle brackets, also those relative to its BASE, and strings that hold one are rewritten, and names that
        their prefix would lead elsewhere. Known prefixes that the query uses without declaring them, and that mean
        something else here, are declared before its first line.

        >>> Edition("https://data.example.se/").sparql("ASK { county:gotland a sg:County }")
        'PREFIX county: <https://data.example.se/id/county/> ASK { county:gotland a sg:County }'
        """
        return text if self.canonical_base else "".join(written for _, written in self._pieces(text))

    def place(self, text: str, place: tuple[int, int]) -> tuple[int, int]:
        """Line and column in a query of a place in what `sparql` makes of it.

        >>> Edition("https://data.example.se/").place("ASK { county:gotland a }", (1, 76))
        (1, 24)
        """
        if self.canonical_base:
            return place
        pieces = self._pieces(text)
        left = offset_of("".join(written for _, written in pieces), place)
        before = 0
        for asked, written in pieces:
            if left < len(written):
                return place_of(text, before + min(left, len(asked)))
            left -= len(written)
            before += len(asked)
        return place_of(text, before)

    def _pieces(self, text: str) -> list[tuple[str, str]]:
        """The parts of a query, each with what this edition makes of it; the declarations stand before, for nothing."""
        used: set[str] = set()
        declared: dict[str, str] = {}
        base, awaited = "", None

        def write(found: re.Match[str]) -> str:
            nonlocal base, awaited
            token = found[0]
            if found["base"] is not None:
                base = _resolved(base, found["base"])
            if found["iri"] is not None:
                whole = _resolved(base, found["iri"])
                if awaited is not None:
                    declared[awaited], awaited = whole, None
                return token if (iri := self.iri(whole)) == whole else f"<{iri}>"
            if found["string"]:
                mark = token[:3] if token[:3] in ('"""', "'''") else token[0]
                return mark + self.iri(token[len(mark) : -len(mark)]) + mark
            if found["declared"] is not None:
                awaited = found["declared"]
            if found["name"] is not None:
                prefix, _, local = token.partition(":")
                used.add(prefix)
                start, local = declared.get(prefix, PREFIXES.get(prefix, "")), _ESCAPED.sub(r"\1", local)
                return token if (iri := self.iri(start + local)) == self.iri(start) + local else f"<{iri}>"
            return token

        pieces, last = [], 0
        for found in _TOKEN.finditer(text):
            between = text[last : found.start()]
            pieces += [(between, between), (found[0], write(found))]
            last = found.end()
        lacking = sorted(name for name in used - declared.keys() if self.prefixes.get(name) != PREFIXES.get(name))
        head = "".join(f"PREFIX {name}: <{self.prefixes[name]}> " for name in lacking)
        return [("", head), *pieces, (text[last:], text[last:])]

    def _node(self, node: NamedNode) -> NamedNode:
        iri = self.iri(node.value)
        return node if iri == node.value else NamedNode(iri)

    def _subject(self, subject: Subject) -> Subject:
        if isinstance(subject, NamedNode):
            return self._node(subject)
        return self.triple(subject) if isinstance(subject, Triple) else subject

    def _graph(self, graph: NamedNode | BlankNode | DefaultGraph) -> NamedNode | BlankNode | DefaultGraph:
        return self._node(graph) if isinstance(graph, NamedNode) else graph


def _is_shared(iri: str) -> bool:
    return _of_ontology(iri) or iri == _NAMES or iri in shipped_themes()


def _of_ontology(iri: str) -> bool:
    return iri.startswith(_ONTOLOGY) and iri[len(_ONTOLOGY) :][:1] in ("", "#", "/")


@cache
def _own() -> re.Pattern[bytes]:
    """Where the IRI of a thing, source, graph or file that an edition has for itself begins in a text."""
    shared = "|".join(re.escape(iri.removeprefix(BASE)) for iri in (*sorted(shipped_themes()), _NAMES))
    end = rb"(?![\w\x80-\xff/%-]|\.\w)"
    return re.compile(
        re.escape(BASE.encode()) + rb"(?=(?:id|source|graph|static)/)(?!(?:" + shared.encode() + rb")" + end + rb")"
    )


def _resolved(base: str, iri: str) -> str:
    try:
        return urljoin(base, iri)
    except ValueError:  # an address that is none; the engine says so
        return iri


def _checked(base: str) -> str:
    """The base in its one form: scheme and host in lower case, a slash at the end."""
    if len(base) > _LONGEST:
        raise BadBase(base, f"it is longer than {_LONGEST} characters")
    try:
        parts = urlsplit(base)
        port = parts.port
    except ValueError as error:
        raise BadBase(base, "it is no address of the web") from error
    if parts.scheme.lower() not in ("http", "https") or not parts.netloc:
        raise BadBase(base, "it must begin with https:// or http:// and a host")
    if "@" in parts.netloc:
        raise BadBase(base, "it must not hold a user name")
    if "?" in base or "#" in base:
        raise BadBase(base, "it must not hold a question mark or a number sign")
    host = parts.netloc.lower()
    if not _HOST.fullmatch(host) or port == 0:
        raise BadBase(base, "its host is not written in plain letters, digits, dots and hyphens")
    if not _PATH.fullmatch(parts.path) or base != base.strip():
        raise BadBase(base, "its path must be made of plain letters, digits, dots and hyphens between single slashes")
    found = f"{parts.scheme.lower()}://{host}{parts.path.rstrip('/')}/"
    if _of_ontology(found):
        raise BadBase(base, "it lies inside the ontology, which all editions share")
    return found
