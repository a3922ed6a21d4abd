"""The content of a map as its page takes it: plain values, fit for JSON."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from styrkegraf.map.model import CONFIDENCES, KINDS, LANGUAGES, LAYERS, Edge, MapData, Node, Source
from styrkegraf.map.network import Drawn

__all__ = ["CROWD", "Content", "Where", "content", "is_crowded"]

CROWD: Final = 3_000
"""Above so many nodes links are drawn for the selection only, and through WebGL where there is a graphics card."""

Content = dict[str, Any]
"""What the scripts of a page draw; the keys are those of `content`."""

Where = Callable[[str], str | None]
"""The address of the page of an IRI, as a link from the page of the map; None where it has none."""


def _thing(node: Node, where: Where) -> Content:
    facts = [{"term": dict(fact.term), "value": dict(fact.value), "name": fact.name} for fact in node.facts]
    thing: Content = {"id": node.id, "kind": node.kind, "label": dict(node.label), "group": node.group, "facts": facts}
    page = where(node.id)
    return {**thing, "page": page} if page else thing


def _link(edge: Edge, sources: Sequence[int]) -> Content:
    link: Content = {
        "from": edge.source,
        "to": edge.target,
        "kind": edge.kind,
        "label": dict(edge.label),
        "inverse": dict(edge.inverse),
        "layer": edge.layer,
        "confidence": edge.confidence,
        "sources": sources,
    }
    told = {"weight": edge.weight, "via": list(edge.via), "how": dict(edge.how), "standing": edge.standing}
    return link | (told if edge.standing else {})


def _source(source: Source, where: Where) -> Content:
    href = (where(source.passage) if source.passage else None) or source.href
    document = dict(zip(LANGUAGES, source.document, strict=True))
    said = {"heading": source.heading, "headingLang": source.language}
    return {"document": document, **said, "lines": source.lines, "href": href}


def content(
    data: MapData,
    views: Mapping[str, Drawn],
    words: Mapping[str, Mapping[str, str]],
    where: Where = lambda iri: None,
) -> Content:
    """Things, links and sources by number, the networks to draw, and the words of the interface in both languages."""
    numbers: dict[Source, int] = {}
    links = [_link(edge, [numbers.setdefault(source, len(numbers)) for source in edge.sources]) for edge in data.edges]
    names = {
        iri: {"label": dict(label), **({"page": page} if (page := where(iri)) else {})}
        for iri, label in sorted(data.names.items())
    }
    return {
        "title": dict(data.title),
        "words": words,
        "kinds": KINDS,
        "layers": LAYERS,
        "confidences": CONFIDENCES,
        "things": [_thing(node, where) for node in data.nodes],
        "names": names,
        "links": links,
        "sources": [_source(source, where) for source in numbers],
        "order": list(views),
        "views": dict(views),
        "crowd": CROWD,
    }


def is_crowded(views: Mapping[str, Drawn]) -> bool:
    """Whether one of the views has a crowd of nodes."""
    return any(len(view["nodes"]) > CROWD for view in views.values())
