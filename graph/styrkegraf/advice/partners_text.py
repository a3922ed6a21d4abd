"""Partners in words: as text for a reader, in Swedish or English, and as JSON for a program."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import NamedNode

from styrkegraf.advice.areas import placed
from styrkegraf.advice.footnotes import Footnotes, sources_json
from styrkegraf.advice.partners import Note, Partner, Partners
from styrkegraf.advice.wording import joined, number, paragraph, percent, span
from styrkegraf.labels import alphabetical
from styrkegraf.namespaces import sg
from styrkegraf.text import columns

if TYPE_CHECKING:
    from styrkegraf.advice.reasons import Reason
    from styrkegraf.graph import Graph
    from styrkegraf.labels import Language

__all__ = ["to_json", "to_text"]

_LISTS: Final = ("similar_counties", "completing_counties", "similar_actors", "completing_actors")
_MOST_ACTORS: Final = 6

_WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "sv": {
        "title": "Partner för {county}",
        "around": "Kring: {areas}. Teman: {themes}.",
        "whole": "Alla egna områden. Teman: {themes}.",
        "own": "eget",
        "method": "Rangordnat efter värdet med temakopplingar av minst medelhög tillförlitlighet. Inom parentes: "
        "spannet när alla kopplingar räknas, dessa eller bara de säkraste, och de platser som spannet medger; = är "
        "delad plats. z är avståndet till slumpen i standardavvikelser: över 2 är mer än vad portföljernas storlek "
        "förklarar. Att teman liknar eller kompletterar varandra är en möjlighet; om källor belägger samverkan står "
        "på varje rad. Samlingsaktörer utan namngivna medlemmar är inte med.",
        "similar_counties": "LIKNANDE LÄN: har samma teman (0–1)",
        "completing_counties": "KOMPLETTERANDE LÄN: har besläktade teman som {county} saknar (procent)",
        "similar_actors": "LIKNANDE AKTÖRER: engagerade inom samma teman (0–1)",
        "completing_actors": "KOMPLETTERANDE AKTÖRER: engagerade inom besläktade teman som {county} saknar (procent)",
        "none": "Ingen.",
        "more": "… och {count} till med lägre värde; --top {top} visar fler.",
        "places": "plats {places}",
        "documented": "belagd",
        "named": "nämnd av källa",
        "potential": "bara möjlig",
        "shared-theme": "Gemensamt: {count} av {whole} teman, {things}.",
        "like-area": "{things}.",
        "like": "{theirs} liknar {own}, med {count} av {whole} teman gemensamma ({shared})",
        "added-theme": "{value} av det som är besläktat med {of} finns hos {partner} men saknas i {county}: {things}.",
        "of-areas": "områdets teman",
        "of-county": "länets teman",
        "gives": "Åt andra hållet tillför {county} {value}.",
        "collaboration": "En källa säger att länen samverkar.",
        "joint-area": "Gemensamma styrkeområden: {things}.",
        "actors": "aktörer: {names}",
        "joint-strategy": "Gemensam strategi eller gemensamt projekt: {things}.",
        "macro-region": "Samma storregion: {things}.",
        "platform": "S3-plattform under områden hos båda: {things}.",
        "shared-actor": "Gemensam aktör, en möjlig bro: {things}.",
        "named-for": "En källa räknar aktören till dem som kan bidra till {things}.",
        "located-in": "Finns i {things}.",
        "contact": "Belagt band till en aktör i länet: {things}.",
        "undocumented-county": "Ingen källa säger att länen samverkar.",
        "undocumented-actor": "Ingen källa knyter aktören till {county}.",
        "no-areas": "Grafen känner inga styrkeområden i {county}, så det finns inget att jämföra.",
        "no-themes": "Inget tema är kopplat till områdena med minst medelhög tillförlitlighet, så det finns inget "
        "att jämföra.",
        "no-actors": "Ingen källa i grafen nämner aktörer bakom styrkeområden.",
        "no-own-actors": "Ingen källa nämner aktörer bakom de egna områdena i {county}; aktörerna nedan är de som "
        "nämns för områden i {things}.",
        "no-partners": "Grafen känner inget annat län.",
        "sources": "KÄLLOR",
    },
    "en": {
        "title": "Partners for {county}",
        "around": "Around: {areas}. Themes: {themes}.",
        "whole": "All its own areas. Themes: {themes}.",
        "own": "own",
        "method": "Ranked by the value with theme ties of at least medium confidence. In brackets: the range when all "
        "ties count, these, or only the surest, and the places that the range allows; = is a shared place. z is the "
        "distance to chance in standard deviations: above 2 is more than the sizes of the portfolios explain. That "
        "themes are alike or complete each other is a potential; each line says whether sources document a "
        "collaboration. Collective actors without named members are left out.",
        "similar_counties": "SIMILAR COUNTIES: have the same themes (0–1)",
        "completing_counties": "COMPLETING COUNTIES: have related themes that {county} lacks (per cent)",
        "similar_actors": "SIMILAR ACTORS: engaged in the same themes (0–1)",
        "completing_actors": "COMPLETING ACTORS: engaged in related themes that {county} lacks (per cent)",
        "none": "None.",
        "more": "… and {count} more with a lower value; --top {top} shows more.",
        "places": "place {places}",
        "documented": "documented",
        "named": "named by a source",
        "potential": "only potential",
        "shared-theme": "In common: {count} of {whole} themes, {things}.",
        "like-area": "{things}.",
        "like": "{theirs} is like {own}, with {count} of {whole} themes in common ({shared})",
        "added-theme": "{value} of what is related to {of} is there in {partner} and missing in {county}: {things}.",
        "of-areas": "the themes of the area",
        "of-county": "the themes of the county",
        "gives": "The other way round {county} adds {value}.",
        "collaboration": "A source says that the counties work together.",
        "joint-area": "Joint strength areas: {things}.",
        "actors": "actors: {names}",
        "joint-strategy": "Joint strategy or project: {things}.",
        "macro-region": "Same macro-region: {things}.",
        "platform": "S3 platform under areas of both: {things}.",
        "shared-actor": "Shared actor, a possible bridge: {things}.",
        "named-for": "A source counts the actor among those that can contribute to {things}.",
        "located-in": "Located in {things}.",
        "contact": "Documented tie to an actor in the county: {things}.",
        "undocumented-county": "No source says that the counties work together.",
        "undocumented-actor": "No source ties the actor to {county}.",
        "no-areas": "The graph knows no strength areas of {county}, so there is nothing to compare.",
        "no-themes": "No theme is tied to the areas with at least medium confidence, so there is nothing to compare.",
        "no-actors": "No source in the graph names actors behind strength areas.",
        "no-own-actors": "No source names actors behind the own areas of {county}; the actors below are those named "
        "for areas of {things}.",
        "no-partners": "The graph knows no other county.",
        "sources": "SOURCES",
    },
}


def to_text(found: Partners, graph: Graph, lang: Language, top: int = 5) -> str:
    """The answer for a reader: each list down to place ``top``, and the numbered sources of every sentence."""
    return _Writer(found, graph, lang).text(top)


def to_json(found: Partners, graph: Graph, lang: Language) -> dict[str, Any]:
    """The whole answer as a JSON object, with labels in the language and the origins of each reason."""
    return _Writer(found, graph, lang).json()


class _Writer:
    def __init__(self, found: Partners, graph: Graph, lang: Language) -> None:
        self._found = found
        self._graph = graph
        self._lang: Language = lang
        self._words = _WORDS[lang]
        self._county = self._label(found.county)
        self._notes = Footnotes(graph, lang)

    def _label(self, iri: str) -> str:
        return self._graph.labels.of(NamedNode(iri), self._lang)

    def _list(self, things: Sequence[str], most: int = 99) -> str:
        return joined([self._label(thing) for thing in things], self._lang, most)

    def _say(self, word: str, **given: object) -> str:
        return self._words[word].format(county=self._county, **given)

    def text(self, top: int) -> str:
        """Heading, how to read it, the four lists, and the sources."""
        found = self._found
        about = self._say("around" if found.areas else "whole", areas=self._areas(), themes=self._list(found.themes))
        blocks = [self._say("title") + "\n" + paragraph(about)]
        blocks += [paragraph(self._note(note)) for note in found.notes]
        if any(getattr(found, name) for name in _LISTS):
            blocks.append(paragraph(self._say("method")))
            blocks += [self._section(name, getattr(found, name), top) for name in _LISTS]
            blocks.append("\n".join([self._say("sources"), *self._notes.lines()]))
        return "\n\n".join(blocks) + "\n"

    def _areas(self) -> str:
        own = self._graph.store.match(None, sg("areaOf"), NamedNode(self._found.county))
        theirs = {quad.subject.value for quad in own if isinstance(quad.subject, NamedNode)}
        return joined([self._whose(area, own=area in theirs) for area in self._found.areas], self._lang)

    def _whose(self, area: str, *, own: bool) -> str:
        return f"{self._label(area)} ({self._words['own']})" if own else placed(self._graph, area, self._lang)

    def _note(self, note: Note) -> str:
        return self._say(note.kind, things=self._list(note.things))

    def _section(self, name: str, partners: tuple[Partner, ...], top: int) -> str:
        lines = [self._say(name)]
        shown = [partner for partner in partners if partner.ranking.place <= top]
        shown.sort(key=lambda one: (one.ranking.place, alphabetical(self._label(one.node), self._lang)))
        heads = columns([self._head(partner, name) for partner in shown], right=frozenset({0, 2}))
        for head, partner in zip(heads, shown, strict=True):
            lines.append(head)
            lines += [paragraph(sentence, 6) for sentence in self._sentences(partner, name)]
        if len(partners) > len(shown):
            lines.append(self._say("more", count=len(partners) - len(shown), top=2 * top))
        return "\n".join(lines if partners else [*lines, self._say("none")])

    def _head(self, partner: Partner, name: str) -> tuple[str, ...]:
        rank = partner.ranking
        write = percent if name.startswith("completing") else number
        ends = (rank.value, rank.low, rank.high)
        value, low, high = (write(rank.value if one is None else one, self._lang) for one in ends)
        places = span(str(rank.best), str(rank.worst))
        known = rank.z is not None and not math.isnan(rank.z)
        return (
            f"{rank.place}{'=' if rank.tied else ' '}",
            self._label(partner.node),
            value,
            f"({span(low, high)}; {self._say('places', places=places)})",
            f"z {number(rank.z, self._lang, 1)}" if known and rank.z is not None else "",
            self._words[partner.standing],
        )

    def _sentences(self, partner: Partner, name: str) -> list[str]:
        kinds = dict.fromkeys(reason.kind for reason in (*partner.themes, *partner.reasons))
        found = []
        for kind in kinds:
            reasons = [reason for reason in (*partner.themes, *partner.reasons) if reason.kind == kind]
            things = joined([self._thing(reason, partner) for reason in reasons], self._lang)
            sentence = self._say(kind, things=things, **self._figures(partner, reasons))
            found.append(sentence + self._notes.mark(graph for reason in reasons for graph in reason.evidence))
            if kind == "added-theme" and partner.gives is not None:
                found[-1] += " " + self._say("gives", value=percent(partner.gives, self._lang))
        if partner.standing == "potential":
            found.append(self._say("undocumented-county" if name.endswith("counties") else "undocumented-actor"))
        return found

    def _figures(self, partner: Partner, reasons: list[Reason]) -> dict[str, str]:
        return {
            "count": str(len(reasons)),
            "whole": str(partner.whole),
            "partner": self._label(partner.node),
            "value": percent(partner.ranking.value, self._lang),
            "of": self._words["of-areas" if self._found.areas else "of-county"],
        }

    def _thing(self, reason: Reason, partner: Partner) -> str:
        name = self._label(reason.thing)
        if reason.kind == "like-area":
            shared, own = self._list(reason.shared), self._list(reason.own)
            return self._say("like", theirs=name, own=own, shared=shared, count=len(reason.shared), whole=partner.whole)
        if reason.kind == "joint-area":
            actors = self._list(reason.actors, _MOST_ACTORS)
            return f"{name} ({self._say('actors', names=actors)})" if actors else name
        own, theirs = self._list(reason.own), self._list(reason.theirs)
        through = " – ".join(part for part in dict.fromkeys([own, theirs]) if part)
        return f"{name} ({through})" if through else name

    def json(self) -> dict[str, Any]:
        """Everything, with labels."""
        found = self._found
        return {
            "county": self._node(found.county),
            "areas": [self._node(area) for area in found.areas],
            "themes": [self._node(theme) for theme in found.themes],
            "notes": [{"kind": note.kind, "text": self._note(note)} for note in found.notes],
            **{name: [self._partner(partner) for partner in getattr(found, name)] for name in _LISTS},
        }

    def _node(self, iri: str) -> dict[str, str]:
        return {"id": iri, "label": self._label(iri)}

    def _partner(self, partner: Partner) -> dict[str, Any]:
        rank = partner.ranking
        ranked = {key: getattr(rank, key) for key in ("value", "low", "high", "place", "tied", "best", "worst", "z")}
        levels = partner.levels
        return {
            **self._node(partner.node),
            "standing": partner.standing,
            **{key: None if isinstance(v, float) and math.isnan(v) else v for key, v in ranked.items()},
            "at_confidence": {"low": levels.at_low, "medium": levels.at_medium, "high": levels.at_high},
            "gives": partner.gives,
            "themes_of_either": partner.whole,
            "themes": [self._reason(reason) for reason in partner.themes],
            "reasons": [self._reason(reason) for reason in partner.reasons],
        }

    def _reason(self, reason: Reason) -> dict[str, Any]:
        nodes = {
            key: [self._node(iri) for iri in getattr(reason, key)] for key in ("own", "theirs", "shared", "actors")
        }
        sources = sources_json(self._graph, reason.evidence, self._lang)
        return {"kind": reason.kind, **self._node(reason.thing), **nodes, "sources": sources}
