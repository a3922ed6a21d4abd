"""Change: what somebody wants to imagine gone from a network or added to it, read from names.

An added tie is written as in speech: *Almi supports Energi*, *Almi bidrar till Energi*, or with short forms.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, zip_longest
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from styrkegraf.advice.areas import placed
from styrkegraf.errors import StyrkegrafError
from styrkegraf.labels import UnknownName
from styrkegraf.namespaces import SG, shorten
from styrkegraf.networks.nodes import Nodes
from styrkegraf.networks.project import projections

if TYPE_CHECKING:
    from styrkegraf.graph import Graph
    from styrkegraf.networks.nodes import Attribute

__all__ = ["AmbiguousName", "BadChange", "Change", "Tie", "kinds_of", "node_attributes", "read_change"]

_PREDICATES: Final[Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    "supports": (("Actor",), ("StrengthArea",)),
    "collaboratesWith": (("Actor", "County"), ("Actor", "County")),
}
"""What can be imagined, with the kinds of its two ends."""


class BadChange(StyrkegrafError):
    """A change that cannot be read, contradicts itself or does not fit the network."""


class AmbiguousName(BadChange):
    """A name that several things have; holds their short forms."""

    def __init__(self, name: str, candidates: Mapping[str, str]) -> None:
        self.candidates = tuple(candidates)
        lines = "; ".join(f"{form}, {label}" for form, label in candidates.items())
        super().__init__(f"“{name}” can mean several things. Write one of them instead: {lines}.")


@dataclass(frozen=True, slots=True, order=True)
class Tie:
    """An imagined tie between two things, by IRI; the predicate is the local name of a property of the ontology."""

    source: str
    predicate: str
    target: str


@dataclass(frozen=True, slots=True)
class Change:
    """The things to be gone and the ties to be added, each sorted and once."""

    without: tuple[str, ...]
    ties: tuple[Tie, ...]


def kinds_of(projection: str) -> tuple[str, ...]:
    """The classes, by local name, whose members a projection ties. Raises `UnknownProjection`."""
    head = projections()[projection].head
    return tuple(dict.fromkeys([*head["source"].split(), *head["target"].split()]))


def node_attributes(graph: Graph, iri: str, kinds: tuple[str, ...], side: int | None) -> dict[str, Attribute]:
    """The attributes of a thing that the network did not have, as the projection would give them."""
    found = Nodes(graph).attributes(iri, kinds)
    return found if side is None else {**found, "bipartite": side}


def read_change(graph: Graph, projection: str, without: Iterable[str], ties: Iterable[str]) -> Change:
    """Read the names of what is gone and the sentences of what is added.

    Raises `UnknownName` with the nearest names, `AmbiguousName` with the candidates, and `BadChange` for a sentence
    without a known predicate, for a tie that the network has no place for, or a tie of something that is to be gone.
    """
    kinds = kinds_of(projection)
    gone = tuple(sorted({_resolve(graph, projection, name, kinds) for name in without}))
    added = tuple(sorted({_tie(graph, projection, sentence) for sentence in ties}))
    both = [tie for tie in added if {tie.source, tie.target} & set(gone)]
    if both:
        name = graph.labels.of(NamedNode(next(end for end in (both[0].source, both[0].target) if end in gone)))
        raise BadChange(f"“{name}” cannot both be gone and get a new tie; leave one of the two out.")
    return Change(gone, added)


def _tie(graph: Graph, projection: str, sentence: str) -> Tie:
    kinds = kinds_of(projection)
    splits = list(_splits(graph, sentence))
    if not splits:
        known = "” or “".join(sorted({word for name in _PREDICATES for word in _forms(graph, name)}))
        raise BadChange(f"“{sentence}” is no tie: write subject, predicate, object, where the predicate is “{known}”.")
    source, predicate, target = splits[0]
    fitting = [tuple(kind for kind in side if kind in kinds) for side in _PREDICATES[predicate]]
    if not all(fitting):
        said = graph.labels.of(NamedNode(SG + predicate), "en")
        raise BadChange(
            f"The network {projection} ties {' and '.join(kinds)}; “{said}” has no place in it. "
            "Choose another with --network."
        )
    ends = [_resolve(graph, projection, name, side) for name, side in zip((source, target), fitting, strict=True)]
    if ends[0] == ends[1]:
        raise BadChange(f"“{sentence}” ties a thing to itself; name two things.")
    return Tie(ends[0], predicate, ends[1])


def _splits(graph: Graph, sentence: str) -> Iterator[tuple[str, str, str]]:
    """The ways in which a sentence has a predicate between two names."""
    for predicate in _PREDICATES:
        for form in _forms(graph, predicate):
            found = re.search(rf"(?<=\S)\s+{re.escape(form)}\s+(?=\S)", sentence, re.IGNORECASE)
            if found:
                yield sentence[: found.start()], predicate, sentence[found.end() :]


def _forms(graph: Graph, predicate: str) -> list[str]:
    node = NamedNode(SG + predicate)
    return list(dict.fromkeys([graph.labels.of(node, "sv"), graph.labels.of(node, "en"), shorten(node.value)]))


def _resolve(graph: Graph, projection: str, name: str, kinds: tuple[str, ...]) -> str:
    """The one thing of these kinds that a name means."""
    found: set[str] = set()
    unknown: list[UnknownName] = []
    for kind in kinds:
        try:
            found |= {node.value for node in graph.labels.resolve(name, kind)}
        except UnknownName as error:
            unknown.append(error)
    if not found:
        raise _unknown(projection, name, unknown)
    if len(found) > 1:
        raise AmbiguousName(name, {shorten(iri): placed(graph, iri, graph.labels.lang) for iri in sorted(found)})
    return found.pop()


def _unknown(projection: str, name: str, errors: list[UnknownName]) -> UnknownName:
    """One error for a name that no kind knows, with the kinds that it could be of and the nearest names of each."""
    words = [" or ".join(error.kind[0] for error in errors), " eller ".join(error.kind[1] for error in errors)]
    by_turns = chain.from_iterable(zip_longest(*(error.nearest for error in errors)))
    nearest = list(dict.fromkeys(found for found in by_turns if found))[:3]
    shown = (
        f"“styrkegraf network {projection}” shows what is there; --network chooses another.",
        f"”styrkegraf network {projection}” visar vad som finns; --network väljer ett annat.",
    )
    hints = {error.hint for error in errors}
    hint = hints.pop() if len(hints) == 1 and any(errors[0].hint) else shown
    return UnknownName(name, (words[0], words[1]), nearest, hint)
