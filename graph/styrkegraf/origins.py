"""Origins: who says so. A named graph in words: its layer and, for a passage, document, heading and lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Final

from pyoxigraph import Literal, NamedNode

from styrkegraf.labels import Labels, Language
from styrkegraf.namespaces import SG
from styrkegraf.store import Store
from styrkegraf.terms import Term

__all__ = ["LAYERS_IN_WORDS", "Origin", "Origins"]

_KEPT: Final = 20_000
"""Named graphs whose origins are kept after they were looked up."""

_GRAPHS = """
SELECT ?graph ?layer ?document ?identifier ?heading ?first ?last ?certainty WHERE {{
  {graph} sg:layer ?layer
  OPTIONAL {{ {graph} sg:passageOf ?document . ?document dcterms:identifier ?identifier }}
  OPTIONAL {{ {graph} sg:firstLine ?first ; sg:lastLine ?last }}
  OPTIONAL {{ {graph} sg:heading ?heading }}
  OPTIONAL {{ {graph} sg:certainty ?certainty }}
}}
"""

LAYERS_IN_WORDS: Final[Mapping[Language, Mapping[str, str]]] = {
    "sv": {"stated": "sagt", "curated": "vår läsning", "inferred": "slutledning", "derived": "regel"},
    "en": {"stated": "stated", "curated": "our reading", "inferred": "inferred", "derived": "rule"},
}
"""Who says so, in a word or two."""
_WORDS: Final[Mapping[Language, Mapping[str, str]]] = {
    "sv": {"line": "rad", "lines": "rad", "certainty": "säkerhet"},
    "en": {"line": "line", "lines": "lines", "certainty": "certainty"},
}


@dataclass(frozen=True, slots=True, order=True)
class Origin:
    """Where statements come from: a named graph and what it is.

    ``layer`` is stated, curated, inferred or derived; the rest is given for passages only. ``heading_language`` is the
    language tag of the heading. Lines are counted from 1 in the text of the document.
    """

    graph: str
    layer: str
    document: str | None = None
    identifier: str | None = None
    heading: str | None = None
    first: int | None = None
    last: int | None = None
    certainty: str | None = None
    heading_language: str | None = None

    def words(self, labels: Labels, lang: Language) -> str:
        """The origin for a reader, such as ``stated: Strategi … (004), “Bakgrund”, lines 107-109``."""
        words, layer = _WORDS[lang], LAYERS_IN_WORDS[lang][self.layer]
        if self.document is None:
            return f"{layer}: {labels.of(NamedNode(self.graph), lang)}"
        parts = [labels.of(NamedNode(self.document), lang)]
        if self.heading:
            parts.append(f"”{self.heading}”" if lang == "sv" else f"“{self.heading}”")
        if self.first:
            span = str(self.first) if self.first == self.last else f"{self.first}–{self.last}"
            parts.append(f"{words['line' if self.first == self.last else 'lines']} {span}")
        if self.certainty:
            parts.append(f"{words['certainty']}: {labels.of(NamedNode(SG + self.certainty), lang)}")
        return f"{layer}: {', '.join(parts)}"

    def to_json(self) -> dict[str, str | int]:
        """The origin as a JSON object, without what it does not have."""
        found = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return {name: value for name, value in found.items() if value is not None}


class Origins(Mapping[NamedNode, Origin]):
    """The origin of every named graph that a store describes.

    They are read once; of a large graph each when it is first asked for, or all when somebody goes through them.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._all: dict[NamedNode, Origin] | None = None
        self._one = lru_cache(_KEPT)(partial(_read, store)) if store.is_large else None

    def __getitem__(self, graph: NamedNode) -> Origin:
        if self._all is None and self._one is not None:
            return self._one(graph)[graph]
        return self._whole()[graph]

    def __iter__(self) -> Iterator[NamedNode]:
        return iter(self._whole())

    def __len__(self) -> int:
        return len(self._whole())

    def _whole(self) -> dict[NamedNode, Origin]:
        if self._all is None:
            self._all = _read(self._store)
        return self._all


def _read(store: Store, graph: NamedNode | None = None) -> dict[NamedNode, Origin]:
    """The origin of one named graph, or of all."""
    found: dict[NamedNode, Origin] = {}
    for row in store.select(_GRAPHS.format(graph=graph or "?graph")):
        name = graph or row["graph"]
        if isinstance(name, NamedNode):
            found[name] = Origin(
                graph=name.value,
                layer=_local(row["layer"]) or "",
                document=_text(row["document"]),
                identifier=_text(row["identifier"]),
                heading=_text(row["heading"]),
                first=_number(row["first"]),
                last=_number(row["last"]),
                certainty=_local(row["certainty"]),
                heading_language=_language(row["heading"]),
            )
    return found


def _text(term: Term | None) -> str | None:
    return term.value if isinstance(term, NamedNode | Literal) else None


def _language(term: Term | None) -> str | None:
    return term.language if isinstance(term, Literal) else None


def _local(term: Term | None) -> str | None:
    text = _text(term)
    return text.removeprefix(SG) if text else None


def _number(term: Term | None) -> int | None:
    text = _text(term)
    return int(text) if text and text.isdecimal() else None
