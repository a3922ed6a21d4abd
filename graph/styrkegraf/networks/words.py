"""Networks in words: which there are, what ties them, who says so, and where nobody says anything."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import NamedNode

from styrkegraf.labels import alphabetical
from styrkegraf.namespaces import SG
from styrkegraf.networks.errors import NetworkError
from styrkegraf.networks.participations import KINDS
from styrkegraf.networks.project import network, projections
from styrkegraf.origins import LAYERS_IN_WORDS
from styrkegraf.questions import matching
from styrkegraf.text import grouped, terminal_table

if TYPE_CHECKING:
    import networkx as nx

    from styrkegraf.graph import Graph
    from styrkegraf.labels import Language

__all__ = ["coverage", "kind_in_words", "listing", "ties_in_words"]

SHOWN_ORIGINS: Final = 3
"""So many origins are written under a tie; the exports have them all."""

SHOWN_VIA: Final = 10
"""So many things that a tie goes through are named under it."""

_WORDS: Final[Mapping[Language, Mapping[str, str]]] = {
    "sv": {
        "head": "från|till|vikt|lager|säkerhet",
        "via": "via",
        "more": "fler belägg: {n}",
        "high": "hög",
        "medium": "medel",
        "low": "låg",
        "potential": "Möjliga band: likhet är inget samarbete.",
        "documented": "Belagda band.",
        "cut": "{shown} av {all} band; --top visar fler, och csv och json har alla.",
        "node": "nod",
        "nodes": "noder",
        "tie": "band",
        "ties": "band",
        "alone": "{nodes}, {ties}, {alone} utan band.",
        "and": "och {n} till",
        "none": "Inga band: inget uppfyller villkoren.",
        "coverage": "Aktörer är kända för områden i {named}; för {rest} läns egna områden namnger ingen källa aktörer.",
        "covered": "Aktörer är kända för områden i {named}.",
    },
    "en": {
        "head": "from|to|weight|layer|confidence",
        "via": "via",
        "more": "further origins: {n}",
        "high": "high",
        "medium": "medium",
        "low": "low",
        "potential": "Potential ties: being alike is no collaboration.",
        "documented": "Documented ties.",
        "cut": "{shown} of {all} ties; --top shows more, and csv and json have them all.",
        "node": "node",
        "nodes": "nodes",
        "tie": "tie",
        "ties": "ties",
        "alone": "{nodes}, {ties}, {alone} without a tie.",
        "and": "and {n} more",
        "none": "No ties: nothing meets the conditions.",
        "coverage": "Actors are known for areas of {named}; for the own areas of {rest} counties no source names any.",
        "covered": "Actors are known for areas of {named}.",
    },
}


def listing(word: str, lang: Language) -> str:
    """The projections with the word in their name or text, a line each; raises `NetworkError` where there is none."""
    found = matching(word, projections())
    if not found:
        raise NetworkError(f"No network has “{word}” in its text; “styrkegraf network --list” lists them all.")
    width = max(len(document.name) for document in found)
    return "".join(f"{document.name:<{width}}  {document.text('question', lang)}\n" for document in found)


def kind_in_words(graph: Graph | None, kind: str, lang: Language) -> str:
    """What a kind of node is called, from the ontology or, for a list of participations, from `KINDS`."""
    if kind in KINDS or graph is None:
        return KINDS.get(kind, {}).get(lang, kind)
    return graph.labels.of(NamedNode(SG + kind), lang)


def ties_in_words(made: nx.Graph, graph: Graph | None, lang: Language, top: int) -> str:
    """The ties, heaviest first, each with what it goes through and who says so; at most ``top``.

    ``graph`` is where the ties come from, or None for a list of participations, whose evidence is its own name.
    """
    words = _WORDS[lang]
    place = {node: (alphabetical(name, lang), node) for node, name in made.nodes(data=f"label_{lang}")}
    ties = sorted(made.edges(data=True), key=lambda tie: (-tie[2]["weight"], *(place[node] for node in tie[:2])))
    alone = sum(degree == 0 for _, degree in made.degree())
    lines = _tie_lines(made, ties[:top], graph, lang) if ties else [words["none"]]
    if len(ties) > top:
        lines.append(words["cut"].format(shown=top, all=len(ties)))
    counts = (_counted(len(made), "node", lang), _counted(len(ties), "tie", lang), _counted(alone, "node", lang))
    lines += ["", words["alone"].format(nodes=counts[0], ties=counts[1], alone=counts[2])]
    if made.graph.get("standing") in words:
        lines.append(words[made.graph["standing"]])
    return "\n".join([*lines, *coverage(made, graph, lang)]) + "\n"


def _counted(count: int, what: str, lang: Language) -> str:
    return f"{grouped(count, lang)} {_WORDS[lang][what if count == 1 else f'{what}s']}"


def _tie_lines(made: nx.Graph, ties: list[Any], graph: Graph | None, lang: Language) -> list[str]:
    words = _WORDS[lang]
    rows = [
        [
            made.nodes[source][f"label_{lang}"],
            made.nodes[target][f"label_{lang}"],
            f"{tie['weight']:.4g}".replace(".", "," if lang == "sv" else "."),
            LAYERS_IN_WORDS[lang].get(tie.get("layer", ""), ""),
            words.get(tie.get("confidence", ""), ""),
        ]
        for source, target, tie in ties
    ]
    head, rule, *body = terminal_table(words["head"].split("|"), rows)
    lines = [head, rule]
    for line, (_, _, tie) in zip(body, ties, strict=True):
        lines += [line, *(f"    {text}" for text in _origins(tie, graph, lang))]
    return lines


def _origins(tie: Mapping[str, Any], graph: Graph | None, lang: Language) -> list[str]:
    words = _WORDS[lang]
    via, evidence = tie.get("via", ()), tie.get("evidence", ())
    if graph is None:
        return [*evidence]
    names = sorted((graph.labels.of(NamedNode(iri), lang) for iri in via), key=lambda name: alphabetical(name, lang))
    cut = [words["and"].format(n=len(names) - SHOWN_VIA)] if len(names) > SHOWN_VIA else []
    through = [f"{words['via']} {', '.join([*names[:SHOWN_VIA], *cut])}"] if names else []
    origins = sorted(graph.origins[NamedNode(name)] for name in evidence)
    origins.sort(key=lambda origin: origin.layer != "stated")
    said = [origin.words(graph.labels, lang) for origin in origins[:SHOWN_ORIGINS]]
    rest = len(origins) - SHOWN_ORIGINS
    return [*through, *said, *([words["more"].format(n=rest)] if rest > 0 else [])]


def coverage(made: nx.Graph, graph: Graph | None, lang: Language) -> list[str]:
    """For a network with actors, a sentence on the regions for which sources name any; else nothing."""
    if graph is None or "Actor" not in set(dict(made.nodes(data="kind")).values()):
        return []
    areas = network(graph, "actor-area")
    named = {
        data["region"] for _, data in areas.nodes(data=True) if data["kind"] == "StrengthArea" and "region" in data
    }
    counties = {node for node, kind in network(graph, "region-area").nodes(data="kind") if kind == "County"}
    names = sorted((graph.labels.of(NamedNode(iri), lang) for iri in named), key=lambda name: alphabetical(name, lang))
    rest = len(counties - named)
    return [_WORDS[lang]["coverage" if rest else "covered"].format(named=", ".join(names), rest=rest)]
