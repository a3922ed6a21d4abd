"""Choices: the things that a parameter of a question may stand for, by their kind."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from pyoxigraph import Literal, NamedNode

from styrkegraf.atlas.frame import Frame
from styrkegraf.atlas.wording import LANGUAGES
from styrkegraf.namespaces import SG, shorten
from styrkegraf.themes import is_own_theme

__all__ = ["choices", "names", "short"]

_MEMBERS = """
SELECT DISTINCT ?kind ?thing WHERE {{
  VALUES ?kind {{ {kinds} }} ?thing a ?kind FILTER(ISIRI(?thing))
}}
ORDER BY ?kind ?thing
"""
_OTHER_NAMES = """
SELECT DISTINCT ?thing ?name WHERE {{
  VALUES ?kind {{ {kinds} }} ?thing a ?kind .
  {{ ?thing skos:altLabel ?name }} UNION {{ ?thing skos:hiddenLabel ?name }} UNION {{ ?thing rdfs:label ?name }}
  FILTER(ISIRI(?thing) && ISLITERAL(?name))
}}
ORDER BY ?thing ?name
"""


def choices(frame: Frame, kinds: set[str]) -> dict[str, list[dict[str, Any]]]:
    """For every kind (a class of the ontology by local name) its things: short form, names, for an area its region.

    ``also`` holds its other names, which a link may use but the form does not show.
    """
    found: dict[str, list[dict[str, Any]]] = {kind: [] for kind in sorted(kinds)}
    listed = " ".join(f"sg:{kind}" for kind in found)
    others = _other_names(frame, listed)
    for row in frame.graph.store.select(_MEMBERS.format(kinds=listed)):
        kind, thing = row["kind"], row["thing"]
        if not isinstance(kind, NamedNode) or not isinstance(thing, NamedNode):
            continue  # the query filters for it, but who knows what an endpoint does
        one: dict[str, Any] = {"id": short(thing.value), "names": names(frame, thing.value)}
        if thing.value in others:
            one["also"] = others[thing.value]
        if thing.value in frame.area_of:
            one["group"] = names(frame, frame.area_of[thing.value])
        found[kind.value.removeprefix(SG)].append(one)
    return found


def short(iri: str) -> str:
    """The short form of an IRI that holds in every edition; in angle brackets where none does."""
    return f"<{iri}>" if is_own_theme(iri) else shorten(iri)


def names(frame: Frame, iri: str) -> dict[str, str]:
    """What a thing is called in each language in which it has a name; its short form where it has none."""
    found = [frame.names.of(iri, lang) for lang in LANGUAGES]
    return {name.lang: name.text for name in found}


def _other_names(frame: Frame, kinds: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for row in frame.graph.store.select(_OTHER_NAMES.format(kinds=kinds)):
        thing, name = row["thing"], row["name"]
        if isinstance(thing, NamedNode) and isinstance(name, Literal):
            found[thing.value].append(name.value)
    return dict(found)
