"""The first page: what this is, how much of it there is, and three questions that lead somewhere."""

from __future__ import annotations

from collections.abc import Callable

from styrkegraf.atlas.addresses import kind_of
from styrkegraf.atlas.frame import Frame
from styrkegraf.atlas.lists import members
from styrkegraf.atlas.regions import areas_of, links_of
from styrkegraf.labels import Language
from styrkegraf.namespaces import SG

__all__ = ["start_page"]


def start_page(frame: Frame, lang: Language, location: str | None = None) -> str:
    """Draw the first page; ``location`` is given for the copy of it at the top of the site."""
    regions = members(frame, "region", lang)
    counts = [(kind, len(members(frame, kind, lang))) for kind in ("region", "area", "theme", "actor", "strategy")]
    shapes = frame.counties.shapes
    drawn = [(shapes[iri], len(areas_of(frame, iri, lang))) for iri in regions if iri in shapes]
    return frame.page(
        "start.html.j2",
        "index.html",
        lang,
        location=location,
        shipped=frame.shipped,
        credit=frame.credit,
        counts=counts,
        passages=sum(origin.document is not None for origin in frame.graph.origins.values()),
        documents=len({origin.document for origin in frame.graph.origins.values() if origin.document}),
        stated=frame.held.layers.get("stated", 0),
        curated=frame.held.layers.get("curated", 0),
        drawn=drawn,
        map_size=frame.counties.size if drawn else None,
        regions=regions,
        themes=[(iri, _strong_in(frame, iri)) for iri in members(frame, "theme", lang)],
        questions=_questions(frame, lang),
    )


def _strong_in(frame: Frame, theme: str) -> int:
    said = frame.statements.mentioning(theme)
    return len(
        {one.subject for one in said if one.predicate == SG + "hasStrengthIn" and kind_of(one.subject) == "region"}
    )


def _supported(frame: Frame, actor: str) -> int:
    return sum(one.predicate == SG + "supports" for one in frame.statements.about(actor))


def _questions(frame: Frame, lang: Language) -> list[tuple[str, str, str]]:
    """Key of the wording, thing, and place on its page: about what has the most to tell."""
    found = [
        ("question-region", _most(members(frame, "region", lang), lambda iri: len(links_of(frame, iri))), "#potential"),
        ("question-theme", _most(members(frame, "theme", lang), lambda iri: _strong_in(frame, iri)), "#facts"),
        ("question-actor", _most(members(frame, "actor", lang), lambda iri: _supported(frame, iri)), "#facts"),
    ]
    return [(key, iri, place) for key, iri, place in found if iri]


def _most(iris: list[str], count: Callable[[str], int]) -> str | None:
    """The thing with the highest count, the first by IRI among equals; None where all have none."""
    best = max(sorted(iris), key=count, default=None)
    return best if best is not None and count(best) else None
