"""Regions: their strength areas at a glance, and the links to other regions with their evidence."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal, NamedNode

from styrkegraf.atlas.frame import Frame
from styrkegraf.atlas.statements import Statement
from styrkegraf.labels import Language
from styrkegraf.namespaces import DERIVED, SG
from styrkegraf.store import Store
from styrkegraf.terms import Term

__all__ = ["AreaRow", "RegionLink", "areas_of", "links_of", "region_links", "sources_naming"]

_LINKS = """
SELECT ?link ?graph ?a ?b ?weight ?evidence ?documented WHERE {
  GRAPH ?graph { ?link sg:linksRegion ?a , ?b ; sg:evidence ?evidence . OPTIONAL { ?link sg:weight ?weight } }
  FILTER(?a != ?b)
  OPTIONAL { ?link a ?documented FILTER(?documented = sg:CollaborationLink) }
}
ORDER BY ?a ?link ?b ?evidence
"""
_ORDER: Final = ("joint-area", "joint-strategy", "same-macro-region", "shared-theme", "shared-actor")


@dataclass(frozen=True, slots=True)
class RegionLink:
    """A derived link to another region: the rule, what it rests on, and whether it is documented or a potential."""

    other: str
    rule: str
    weight: int
    evidence: tuple[str, ...]
    documented: bool


@dataclass(frozen=True, slots=True)
class AreaRow:
    """A strength area at a glance: where it is from, its themes, and those who support it."""

    area: Statement
    iri: str
    themes: tuple[Statement, ...]
    supporters: tuple[str, ...]


def region_links(store: Store) -> dict[str, tuple[RegionLink, ...]]:
    """The links of every region: by region, those with the most reasons first."""
    found: dict[tuple[str, str, str], tuple[str, int, bool, set[str]]] = {}
    for row in store.select(_LINKS):
        link, graph, a, b, evidence = (row[name] for name in ("link", "graph", "a", "b", "evidence"))
        weight, documented = row["weight"], row["documented"]
        key = (_iri(a), _iri(b), _iri(link))
        count = int(float(weight.value)) if isinstance(weight, Literal) else 1
        sure = documented is not None
        rule = _iri(graph).removeprefix(DERIVED)
        found.setdefault(key, (rule, count, sure, set()))[3].add(_iri(evidence))
    links: dict[str, list[RegionLink]] = defaultdict(list)
    for (region, other, _), (rule, count, sure, evidence_) in sorted(found.items()):
        links[region].append(RegionLink(other, rule, count, tuple(sorted(evidence_)), sure))
    return {region: tuple(sorted(rows, key=_rank)) for region, rows in links.items()}


def _iri(term: Term | None) -> str:
    return term.value if isinstance(term, NamedNode) else ""


def _rank(link: RegionLink) -> tuple[bool, int, int, str]:
    place = _ORDER.index(link.rule) if link.rule in _ORDER else len(_ORDER)
    return not link.documented, place, -link.weight, link.other


def links_of(frame: Frame, iri: str) -> tuple[RegionLink, ...]:
    """The links of one region."""
    return frame.region_links.get(iri, ())


def areas_of(frame: Frame, place: str, lang: Language) -> list[AreaRow]:
    """The strength areas of a place, by name."""
    return sorted(
        (_area(frame, one, one.object.value, lang) for one in _of(frame, place, "hasArea")),
        key=lambda row: frame.names.order(row.iri, lang),
    )


def _area(frame: Frame, statement: Statement, iri: str, lang: Language) -> AreaRow:
    found = {one.object.value for one in _of(frame, iri, "supportedBy")}
    supporters = tuple(sorted(found, key=lambda actor: frame.names.order(actor, lang)))
    return AreaRow(statement, iri, tuple(_of(frame, iri, "hasTheme")), supporters)


def _of(frame: Frame, iri: str, predicate: str) -> list[Statement]:
    return [one for one in frame.statements.about(iri) if one.predicate == SG + predicate]


def sources_naming(frame: Frame, iri: str) -> list[str]:
    """The documents that state something about the thing, sorted."""
    said = [*frame.statements.about(iri), *frame.statements.mentioning(iri)]
    return sorted({o.document for one in said for o in one.origins if o.document and o.layer == "stated"})
