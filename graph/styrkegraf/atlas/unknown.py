"""What is not known: the gaps in what the graph says of a thing, said plainly."""

from __future__ import annotations

from styrkegraf.advice.wording import joined
from styrkegraf.atlas.addresses import kind_of
from styrkegraf.atlas.frame import Frame
from styrkegraf.atlas.regions import areas_of, links_of, sources_naming
from styrkegraf.atlas.wording import word
from styrkegraf.labels import Language
from styrkegraf.namespaces import PREFIXES, SG

__all__ = ["Gap", "unknown"]

Gap = tuple[str, dict[str, object]]
"""The key of a wording, and the values of its places."""


def unknown(frame: Frame, iri: str, lang: Language) -> list[Gap]:
    """The gaps of a thing: what a reader may look for and the graph does not hold."""
    kind = kind_of(iri)
    of_kind = {"region": _region, "area": _area, "theme": _theme, "actor": _actor}.get(kind or "")
    gaps = of_kind(frame, iri, lang) if of_kind else []
    if kind != "theme" and not sources_naming(frame, iri):
        gaps.append(("gap-source", {}))
    if not frame.names.has(iri, lang):
        gaps.append(("gap-name", {}))
    return gaps


def _region(frame: Frame, iri: str, lang: Language) -> list[Gap]:
    areas = areas_of(frame, iri, lang)
    gaps: list[Gap] = []
    if not areas:
        gaps.append(("gap-areas", {}))
    elif not any(row.supporters for row in areas):
        documents = [frame.names.of(document, lang).text for document in sources_naming(frame, iri)]
        quoted = joined([word(lang, "quoted", text=document) for document in documents], lang)
        gaps.append(("gap-actors", {"documents": quoted or "–"}))
    links = links_of(frame, iri)
    if not any(link.documented for link in links):
        gaps.append(("gap-collaboration" if links else "gap-collaboration-no-links", {}))
    if iri not in frame.counties.shapes:
        gaps.append(("gap-geometry", {}))
    return gaps


def _area(frame: Frame, iri: str, lang: Language) -> list[Gap]:
    said = {one.predicate for one in frame.statements.about(iri)}
    gaps: list[Gap] = []
    if SG + "supportedBy" not in said:
        gaps.append(("gap-supporters", {}))
    if SG + "hasTheme" not in said:
        gaps.append(("gap-themes", {}))
    if PREFIXES["dcterms"] + "description" not in said:
        gaps.append(("gap-description", {}))
    return gaps


def _theme(frame: Frame, iri: str, lang: Language) -> list[Gap]:
    tied = any(one.predicate == SG + "hasTheme" for one in frame.statements.mentioning(iri))
    return [] if tied else [("gap-theme-areas", {})]


def _actor(frame: Frame, iri: str, lang: Language) -> list[Gap]:
    said = {one.predicate for one in frame.statements.about(iri)}
    gaps: list[Gap] = []
    if SG + "supports" not in said:
        gaps.append(("gap-supports", {}))
    if not said & {SG + "locatedIn", SG + "activeIn", SG + "authorityFor"}:
        gaps.append(("gap-place", {}))
    return gaps
