"""The page of one thing: a region, an area, a theme, an actor, a strategy and so on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from markupsafe import Markup
from pyoxigraph import Literal, NamedNode

from styrkegraf.atlas.addresses import anchor, kind_of, page_of
from styrkegraf.atlas.diagram import diagram
from styrkegraf.atlas.facts import Group, classes_of, fact_groups, text_of
from styrkegraf.atlas.frame import Frame
from styrkegraf.atlas.glance import Cell, glance
from styrkegraf.atlas.locator import locator
from styrkegraf.atlas.regions import RegionLink, areas_of, links_of
from styrkegraf.atlas.statements import Statement
from styrkegraf.atlas.unknown import unknown
from styrkegraf.atlas.wording import word
from styrkegraf.labels import Language, SortKey, alphabetical
from styrkegraf.namespaces import PREFIXES, SG

__all__ = ["Element", "Section", "entity_page"]

Section = Callable[[Frame, str, Language], "tuple[str, Markup] | None"]
"""Another section for the page of a thing: its heading and content, or None where it has nothing to say."""

_TEXTS: Final = (PREFIXES["dcterms"] + "description", PREFIXES["skos"] + "definition")
_ORDER: Final = (
    "GoalArea", "TargetPicture", "TargetPoint", "Goal", "CorePriority", "IntegratedPriority", "Priority", "Challenge",
    "Cause", "ActionArea", "Step", "Need", "Opportunity", "Benefit",
)  # fmt: skip
"""The kinds of element of a strategy in the order in which one reads a strategy; the others follow."""


@dataclass(frozen=True, slots=True)
class Element:
    """A part of a strategy as it stands on the strategy's page."""

    iri: str
    texts: tuple[Statement, ...]
    facts: dict[str, list[Group]]
    count: int


def entity_page(frame: Frame, iri: str, lang: Language, sections: Iterable[Section] = ()) -> str:
    """Draw the page of a thing."""
    more = (section(frame, iri, lang) for section in sections)
    return frame.page(
        "entity.html.j2", page_of(iri, {}) or "", lang, **_about(frame, iri, lang), sections=[*filter(None, more)]
    )


def _about(frame: Frame, iri: str, lang: Language) -> dict[str, Any]:
    title, texts, given = _title(frame, iri, lang), _texts(frame, iri, lang), glance(frame, iri, lang)
    links = links_of(frame, iri)
    found = locator(frame, iri)
    marked = [frame.names.of(shape.iri, lang).text for shape in found.marked] if found else []
    return {
        "iri": iri,
        "title": title,
        "lead": getattr(texts[0].object, "value", "") if texts else ". ".join([title, *_told(frame, given, lang)]),
        "kind": kind_of(iri),
        "classes": classes_of(frame, iri),
        "place": frame.area_of.get(iri),
        "texts": texts,
        "glance": given,
        "unknown": unknown(frame, iri, lang),
        "map": found,
        "map_size": frame.counties.size if found else None,
        "map_names": ", ".join(sorted(marked, key=lambda name: alphabetical(name, lang))),
        "diagram": diagram(frame, iri, lang),
        "areas": areas_of(frame, iri, lang),
        "links_documented": _by_region(frame, links, lang, documented=True),
        "links_potential": _by_region(frame, links, lang, documented=False),
        "elements": _elements(frame, iri, lang),
        "facts": fact_groups(frame, iri, lang),
        "anchor": anchor,
    }


def _title(frame: Frame, iri: str, lang: Language) -> str:
    """Its name with its region, and what it is: many things share a name."""
    place = frame.area_of.get(iri)
    name, *classes = (frame.names.of(one, lang).text for one in (iri, *classes_of(frame, iri)))
    return ", ".join([f"{name} ({frame.names.of(place, lang).text})" if place else name, *classes])


def _told(frame: Frame, cells: Iterable[tuple[str, Cell]], lang: Language) -> Iterator[str]:
    """What is given of it at a glance, in words."""
    for key, cell in cells:
        things = ", ".join(frame.names.of(one, lang).text for one in cell.things)
        yield f"{word(lang, key)}: {things or cell.number}"


def _texts(frame: Frame, iri: str, lang: Language) -> tuple[Statement, ...]:
    return tuple(one for predicate in _TEXTS for one in text_of(frame, iri, predicate, lang)[:1])


def _by_region(
    frame: Frame, links: Iterable[RegionLink], lang: Language, *, documented: bool
) -> list[tuple[str, list[RegionLink]]]:
    """The links by the region at the other end: those with the most that speaks for them first."""
    found: dict[str, list[RegionLink]] = defaultdict(list)
    for link in links:
        if link.documented == documented:
            found[link.other].append(link)
    return sorted(
        found.items(),
        key=lambda pair: (-sum(link.weight for link in pair[1]), frame.names.order(pair[0], lang)),
    )


def _elements(frame: Frame, iri: str, lang: Language) -> list[tuple[str, list[Element]]]:
    """The parts that stand on this page, by class."""
    found: dict[str, list[str]] = defaultdict(list)
    for part in frame.parts_of.get(iri, ()):
        if part in frame.pages:
            found[next(iter(classes_of(frame, part)), SG + "StrategyElement")].append(part)
    return [
        (
            class_,
            [_element(frame, part, lang) for part in sorted(found[class_], key=lambda p: _position(frame, p, lang))],
        )
        for class_ in sorted(found, key=_rank)
    ]


def _rank(class_: str) -> tuple[int, str]:
    local = class_.removeprefix(SG)
    return (_ORDER.index(local) if local in _ORDER else len(_ORDER), local)


def _position(frame: Frame, iri: str, lang: Language) -> tuple[float, tuple[SortKey, str]]:
    places = [quad.object for quad in frame.graph.store.match(NamedNode(iri), NamedNode(SG + "position"), None)]
    numbers = [float(place.value) for place in places if isinstance(place, Literal)]
    return min(numbers, default=1e9), frame.names.order(iri, lang)


def _element(frame: Frame, iri: str, lang: Language) -> Element:
    facts = fact_groups(frame, iri, lang)
    count = sum(len(group.rows) for groups in facts.values() for group in groups)
    return Element(iri, _texts(frame, iri, lang), facts, count)
