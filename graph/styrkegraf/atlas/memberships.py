"""Memberships: who is at which organisation in which role, as a section of the page of each of the three."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup
from pyoxigraph import NamedNode

from styrkegraf.atlas.addresses import page_of
from styrkegraf.atlas.frame import Frame
from styrkegraf.atlas.wording import word
from styrkegraf.labels import Language
from styrkegraf.origins import Origin
from styrkegraf.store import Store

__all__ = ["Membership", "memberships", "section"]

_MEMBERSHIPS: Final = """
PREFIX org: <http://www.w3.org/ns/org#>
SELECT ?member ?organisation ?role ?graph WHERE {
  GRAPH ?graph { ?membership org:member ?member }
  ?membership org:organization ?organisation .
  OPTIONAL { ?membership org:role ?role }
}
"""


@dataclass(frozen=True, slots=True)
class Membership:
    """A person or organisation at an organisation, in a role where one is named, and the graphs that say so."""

    member: str
    organisation: str
    role: str | None
    graphs: tuple[NamedNode, ...]


def memberships(store: Store) -> dict[str, tuple[Membership, ...]]:
    """The memberships of everything that takes part in one."""
    said: dict[tuple[str, str, str | None], set[NamedNode]] = defaultdict(set)
    for row in store.select(_MEMBERSHIPS):
        member, organisation, role, graph = (row[name] for name in ("member", "organisation", "role", "graph"))
        if isinstance(member, NamedNode) and isinstance(organisation, NamedNode) and isinstance(graph, NamedNode):
            key = (member.value, organisation.value, role.value if isinstance(role, NamedNode) else None)
            said[key].add(graph)
    found: dict[str, list[Membership]] = defaultdict(list)
    for (member_, organisation_, role_), graphs in said.items():
        one = Membership(member_, organisation_, role_, tuple(sorted(graphs, key=str)))
        for thing in dict.fromkeys(filter(None, (member_, organisation_, role_))):
            found[thing].append(one)
    return {thing: tuple(ones) for thing, ones in found.items()}


def section(frame: Frame, iri: str, lang: Language) -> tuple[str, Markup] | None:
    """The memberships that a thing takes part in; None where there is none."""
    found = frame.memberships.get(iri, ())
    if not found:
        return None
    rows = sorted(found, key=lambda one: [frame.names.order(end or "", lang) for end in _ends(one)])
    content = frame.page(
        "memberships.html.j2", page_of(iri, {}) or "", lang, iri=iri, rows=[(one, _origins(frame, one)) for one in rows]
    )
    return word(lang, "memberships-heading"), Markup(content)  # noqa: S704 - the template escapes


def _ends(one: Membership) -> tuple[str, str, str | None]:
    return one.member, one.organisation, one.role


def _origins(frame: Frame, one: Membership) -> list[Origin]:
    """Who says so: what is only concluded names nobody."""
    found = (frame.graph.origins.get(graph) for graph in one.graphs)
    return [origin for origin in found if origin and origin.layer in ("stated", "curated")]
