"""Request: which need, place and strength areas the words of a person mean."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from styrkegraf.advice.areas import areas_by_county, match_areas
from styrkegraf.advice.naming import having_word, listed
from styrkegraf.advice.ties import Tie, Ties
from styrkegraf.errors import StyrkegrafError
from styrkegraf.labels import UnknownName
from styrkegraf.namespaces import PREFIXES, sg

if TYPE_CHECKING:
    from styrkegraf.graph import Graph

__all__ = ["SPATIAL", "MatchError", "Request", "read_request"]

SPATIAL: Final = NamedNode(PREFIXES["dcterms"] + "spatial")
_PLACES: Final = ("Municipality", "Locality", "County")
"""Kinds of place that lie in one county, in the order in which a name is tried."""


class MatchError(StyrkegrafError):
    """A need or a place that cannot be matched as given."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked for, by IRI.

    ``located`` says that the place lies in the county. ``processes`` are the county's, ``choices`` its own strength
    areas and the joint ones that it is part of, ``areas`` those among them that were asked for.
    """

    need: str
    place: str
    county: str
    located: tuple[Tie, ...]
    processes: tuple[str, ...]
    areas: tuple[str, ...]
    choices: tuple[str, ...]


def read_request(graph: Graph, ties: Ties, need: str, place: str, area: str | None) -> Request:
    """Read the words; see `styrkegraf.advice.match.match` for what they may be and what is raised."""
    where = _place(graph, ties, place)
    located = _located(graph, ties, where)
    county = located[0].object if located else where
    processes = tuple(tie.subject for tie in ties.into(SPATIAL, county) if ties.is_a(tie.subject, "Process"))
    wanted = _need(graph, ties, need, processes)
    areas = match_areas(graph, county, area) if area is not None else ()
    return Request(wanted, where, county, located, processes, areas, areas_by_county(graph).get(county, ()))


def _place(graph: Graph, ties: Ties, name: str) -> str:
    for kind in _PLACES:
        try:
            return graph.labels.resolve(name, kind)[0].value
        except UnknownName:
            continue
    try:
        larger = graph.labels.resolve(name, "Place")[0].value
    except UnknownName as error:
        served = (tie.object for node in ties.members("InnovationNode") for tie in ties.of(node, sg("serves")))
        nodes = listed(graph.labels, served)
        raise MatchError(f"{error}{f' Innovation nodes are known for: {nodes}.' if nodes else ''}") from error
    raise MatchError(f"{_name(graph, larger)} is larger than a county: give a municipality, a locality or a county.")


def _located(graph: Graph, ties: Ties, place: str) -> tuple[Tie, ...]:
    if ties.is_a(place, "County"):
        return ()
    found = tuple(tie for tie in ties.of(place, sg("within")) if ties.is_a(tie.object, "County"))
    if not found:
        raise MatchError(f"The graph does not say in which county {_name(graph, place)} lies: give the county.")
    return found[:1]


def _need(graph: Graph, ties: Ties, name: str, processes: Iterable[str]) -> str:
    caught = {tie.object for process in processes for tie in ties.of(process, sg("catches"))}
    try:
        found = {node.value for node in graph.labels.resolve(name, "Need")}
    except UnknownName as error:
        found = set(having_word(graph.labels, name, ties.members("Need")))
        if not found:
            here = f" Needs that are caught there: {listed(graph.labels, caught)}." if caught else ""
            raise MatchError(f"{error}{here}") from error
    meant = sorted(found & caught or found)
    if len(meant) > 1:
        raise MatchError(f"“{name}” may mean several needs: {listed(graph.labels, meant)}. Give one of them.")
    return meant[0]


def _name(graph: Graph, thing: str) -> str:
    return graph.labels.of(NamedNode(thing))
