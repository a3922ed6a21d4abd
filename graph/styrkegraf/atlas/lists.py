"""The lists: all regions, all areas, and so on, as tables; and the register of everything."""

from __future__ import annotations

from collections import defaultdict
from typing import Final, NamedTuple

from styrkegraf.atlas.addresses import anchor, kind_of
from styrkegraf.atlas.facts import classes_of
from styrkegraf.atlas.frame import Frame
from styrkegraf.atlas.glance import COLUMNS, Cell, cells
from styrkegraf.atlas.regions import sources_naming
from styrkegraf.labels import Language

__all__ = ["ListRow", "list_page", "members", "register_page"]


_QUERIES: Final = {
    "region": "list-of-regions",
    "macroregion": "list-of-macroregions",
    "theme": "list-of-themes",
    "area": "list-of-areas",
    "actor": "list-of-actors",
    "strategy": "list-of-strategies",
}
"""The query that gives the rows of each list."""


class ListRow(NamedTuple):
    """A row of a list: the thing and what its kind's columns say of it."""

    iri: str
    cells: tuple[Cell, ...]


def members(frame: Frame, kind: str, lang: Language) -> list[str]:
    """Everything of a kind that has a page of its own, by name."""
    found = [iri for iri in frame.pages if kind_of(iri) == kind and iri not in frame.wholes]
    return sorted(found, key=lambda iri: frame.names.order(iri, lang))


def list_page(frame: Frame, kind: str, lang: Language) -> str:
    """The list of one kind of thing; actors of which no source says anything are told as added by us."""
    rows = [ListRow(iri, cells(frame, iri, lang)) for iri in members(frame, kind, lang)]
    added = {row.iri for row in rows if kind == "actor" and not sources_naming(frame, row.iri)}
    return frame.page(
        "list.html.j2",
        f"{kind}/index.html",
        lang,
        kind=kind,
        columns=COLUMNS[kind],
        rows=rows,
        added=added,
        query=_QUERIES[kind],
    )


def register_page(frame: Frame, lang: Language) -> str:
    """Everything that has a page or a place on one, by class and name."""
    found: dict[str, list[str]] = defaultdict(list)
    for iri in sorted(frame.pages, key=lambda iri: frame.names.order(iri, lang)):
        found[next(iter(classes_of(frame, iri)), "")].append(iri)
    order = sorted(found, key=lambda c: (not c, *frame.names.order(c, lang)))
    classes = [(c, anchor(c) if c else "other", found[c]) for c in order]
    return frame.page("register.html.j2", "all.html", lang, classes=classes)
