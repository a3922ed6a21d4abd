"""A match for a reader: the way step by step, every line with the passages that it rests on; and as JSON."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import Literal, NamedNode

from styrkegraf.advice.footnotes import Footnotes
from styrkegraf.advice.match import Finding, Match, Role, Stage, Step
from styrkegraf.advice.ties import Tie
from styrkegraf.labels import Language, alphabetical
from styrkegraf.namespaces import sg, skos
from styrkegraf.origins import Origin

if TYPE_CHECKING:
    from styrkegraf.graph import Graph

__all__ = ["to_json", "to_text"]

_WIDTH: Final = 100

_STAGES: Final[Mapping[Language, Mapping[Stage, str]]] = {
    "sv": {
        "caught": "Behovet fångas upp",
        "node": "Innovationsnoden tar emot",
        "process": "Processen i länet tar vid",
        "offers": "Erbjudanden",
        "actors": "Aktörer som kan bidra",
        "levels": "Behovet slussas vidare",
    },
    "en": {
        "caught": "The need is caught",
        "node": "The innovation node receives it",
        "process": "The county's process takes it up",
        "offers": "Offers",
        "actors": "Actors that may help",
        "levels": "The need is passed on",
    },
}

_ROLES: Final[Mapping[Language, Mapping[Role, str]]] = {
    "sv": {
        "catching": "Fångas upp av",
        "caught-at": "På",
        "node": "Nod",
        "node-nearby": "Nod i länet",
        "process": "Process",
        "inflow": "Kommer in",
        "party": "Deltar",
        "member": "Noden hör till dem som deltar",
        "outcome": "Kommer ut",
        "offer-fitting": "Passar behovet",
        "offer": "Erbjuds också i länet",
        "offer-node": "Det som noden har att matcha med",
        "offer-outside": "Kanaliseras ner från högre nivå",
        "offerer": "Erbjuds av",
        "promoter": "Företagsfrämjare",
        "actor": "Andra aktörer bakom området",
        "collective": "Grupper som inte namnges en och en",
        "level": "Till",
        "at-level": "  där verkar",
    },
    "en": {
        "catching": "Caught by",
        "caught-at": "At",
        "node": "Node",
        "node-nearby": "Node in the county",
        "process": "Process",
        "inflow": "Comes in",
        "party": "Takes part",
        "member": "The node is among those that take part",
        "outcome": "Comes out",
        "offer-fitting": "Fits the need",
        "offer": "Also offered in the county",
        "offer-node": "What the node has to match with",
        "offer-outside": "Channelled down from higher levels",
        "offerer": "Offered by",
        "promoter": "Business promoters",
        "actor": "Other actors behind the area",
        "collective": "Groups that are not named one by one",
        "level": "To",
        "at-level": "  at work there",
    },
}

_GAPS: Final[Mapping[Language, Mapping[Stage, str]]] = {
    "sv": {
        "caught": "Ingen källa säger att en process i {county} fångar upp just detta behov.",
        "node": "Grafen känner ingen innovationsnod i {county}.",
        "process": "Grafen känner ingen process i {county} som tar emot idéer och behov.",
        "offers": "Ingen källa nämner erbjudanden i {county}.",
        "actors": "Ingen källa namnger aktörer bakom det som efterfrågas.",
        "levels": "Ingen källa säger vart behovet slussas vidare i {county}.",
    },
    "en": {
        "caught": "No source says that a process in {county} catches this very need.",
        "node": "The graph knows no innovation node in {county}.",
        "process": "The graph knows no process in {county} that takes in ideas and needs.",
        "offers": "No source speaks of offers in {county}.",
        "actors": "No source names actors behind what is asked for.",
        "levels": "No source says where the need is passed on to in {county}.",
    },
}

_WORDS: Final[Mapping[Language, Mapping[str, str]]] = {
    "sv": {
        "need": "Behov",
        "place": "Plats",
        "area": "Område",
        "in": "i",
        "incomplete": "Grafen känner inte hela vägen från {place}: källorna beskriver den inte.",
        "elsewhere": "Innovationsnoder är kända för {places}.",
        "no-node": "Ingen nod är känd för just {place}; länets noder är dessa.",
        "fits": "Att erbjudandet passar är vår jämförelse av namn, om inte källan säger det.",
        "no-fit": "Inget erbjudande sägs gälla just detta behov.",
        "actors": "I bokstavsordning, ingen rangordning. Källan säger att de bidrar till området, inte att just de "
        "möter behovet.",
        "silent": "Ingen källa namnger aktörer bakom {areas}.",
        "choices": "Välj område för att se alla aktörer bakom det: {areas}.",
        "supported": "Aktörer bakom styrkeområden är namngivna för {regions}.",
        "caution": "Att tänka på",
    },
    "en": {
        "need": "Need",
        "place": "Place",
        "area": "Area",
        "in": "in",
        "incomplete": "The graph does not know the whole way from {place}: the sources do not describe it.",
        "elsewhere": "Innovation nodes are known for {places}.",
        "no-node": "No node is known for {place} itself; these are the county's.",
        "fits": "That an offer fits is our comparison of names, unless the source says so.",
        "no-fit": "No offer is said to be for this very need.",
        "actors": "In alphabetical order, not ranked. The source says that they support the area, not that they meet "
        "the need.",
        "silent": "No source names actors behind {areas}.",
        "choices": "Choose an area to see every actor behind it: {areas}.",
        "supported": "Actors behind strength areas are named for {regions}.",
        "caution": "Mind",
    },
}

_DETAILED: Final[tuple[Role, ...]] = ("node", "node-nearby")
"""Roles whose findings are told with each of their statements, not by name alone."""
_ALPHABETICAL: Final[tuple[Role, ...]] = ("party", "promoter", "actor", "collective", "at-level")


def to_text(found: Match, graph: Graph, lang: Language) -> str:
    """The way as text, ending in a newline: what was asked, then the steps, each with its sources."""
    return _Page(found, graph, lang).text()


class _Page:
    def __init__(self, found: Match, graph: Graph, lang: Language) -> None:
        self._found = found
        self._graph = graph
        self._lang: Language = lang
        self._words = _WORDS[lang]

    def text(self) -> str:
        blocks = [self._head()]
        blocks += [self._step(number, step) for number, step in enumerate(self._found.steps, 1)]
        return "\n\n".join("\n".join(block) for block in blocks) + "\n"

    def _head(self) -> list[str]:
        asked = self._found.request
        place = self._label(asked.place)
        if asked.place != asked.county:
            place += f" ({self._label(asked.county)})"
        lines = [f"{self._words['need']}: {self._label(asked.need)}", f"{self._words['place']}: {place}"]
        lines += [f"{self._words['area']}: {self._named(asked.areas)}"] if asked.areas else []
        if not self._found.complete:
            lines += _wrapped(self._words["incomplete"].format(place=self._label(asked.place)))
            if self._found.served:
                lines += _wrapped(self._words["elsewhere"].format(places=self._named(self._found.served)))
        return lines

    def _step(self, number: int, step: Step) -> list[str]:
        title = f"{number}. {_STAGES[self._lang][step.stage]}"
        if not step.findings:
            gap = _GAPS[self._lang][step.stage].format(county=self._label(self._found.request.county))
            return [title, *_wrapped(gap, "   "), *self._remarks(step)]
        notes = Footnotes(self._graph, self._lang)
        lines = [line for role, findings in _by_role(step) for line in self._role(role, findings, notes)]
        return [title, *lines, *self._remarks(step), *self._sources(step, notes)]

    def _role(self, role: Role, findings: list[Finding], notes: Footnotes) -> list[str]:
        heading = _ROLES[self._lang][role]
        if role in _DETAILED:
            return [line for one in findings for line in self._detailed(heading, one, notes)]
        if role in _ALPHABETICAL:
            findings = sorted(findings, key=lambda one: alphabetical(self._label(one.thing), self._lang))
        groups = self._by_areas(findings)
        lead = [] if "" in groups else _wrapped(f"{heading}:", "   ")
        for areas, members in groups.items():
            things = [(self._label(one.thing), _mark(notes, one.ties)) for one in members]
            lead += _wrapped(f"{areas or heading}: {_listed(things)}", "     " if areas else "   ")
        return lead

    def _by_areas(self, findings: list[Finding]) -> dict[str, list[Finding]]:
        """The findings by the areas that they support, in words; all under no words if these are one and the same."""
        groups: dict[tuple[str, ...], list[Finding]] = {}
        for one in findings:
            areas = tuple(tie.object for tie in one.ties if tie.predicate == sg("supports").value)
            groups.setdefault(areas, []).append(one)
        if len({area for areas in groups for area in areas}) < 2:
            return {"": findings}
        return {self._named(areas): members for areas, members in groups.items()}

    def _detailed(self, heading: str, finding: Finding, notes: Footnotes) -> list[str]:
        told: dict[str, list[Tie]] = {}
        for tie in finding.ties:
            told.setdefault(tie.predicate, []).append(tie)
        lines = _wrapped(f"{heading}: {self._label(finding.thing)}", "   ")
        for predicate, ties in told.items():
            things = [(self._label(tie.object), _mark(notes, [tie])) for tie in ties]
            lines += _wrapped(f"{self._label(predicate)} {_listed(things)}", "     ")
        return lines

    def _remarks(self, step: Step) -> list[str]:
        asked = self._found.request
        said: list[str] = []
        if step.of("node-nearby") and asked.place != asked.county:
            said.append(self._words["no-node"].format(place=self._label(asked.place)))
        if step.stage == "offers" and step.findings:
            said.append(self._words["fits" if step.of("offer-fitting") else "no-fit"])
        if step.stage == "actors":
            said += self._about_actors(step)
        return [line for sentence in said for line in _wrapped(sentence, "   ")]

    def _about_actors(self, step: Step) -> list[str]:
        asked = self._found.request
        choices = [area for area in asked.choices if area in self._found.supported]
        said = [self._words["actors"]] if step.findings else []
        if step.findings and (silent := [area for area in asked.areas if area not in self._found.supported]):
            said.append(self._words["silent"].format(areas=self._named(silent)))
        if not asked.areas and choices:
            said.append(self._words["choices"].format(areas=self._named(choices)))
        elif not step.findings and self._found.supported:
            regions = dict.fromkeys(self._region(area) for area in self._found.supported)
            said.append(self._words["supported"].format(regions=", ".join(sorted(regions))))
        return said

    def _region(self, area: str) -> str:
        quads = self._graph.store.match(NamedNode(area), sg("areaOf"), None)
        return min(self._graph.labels.of(quad.object, self._lang) for quad in quads)

    def _sources(self, step: Step, notes: Footnotes) -> list[str]:
        lines = [line for note in notes.lines() for line in _wrapped(f"[{note.replace('  ', '] ', 1)}", "   ", "    ")]
        cautions = dict.fromkeys(note for origin in step.origins if (note := self._caution(origin)))
        return lines + [line for note in cautions for line in _wrapped(f"{self._words['caution']}: {note}", "   ")]

    def _caution(self, origin: Origin) -> str | None:
        """What is noted of a passage that could not be read with certainty."""
        if origin.certainty in (None, "high"):
            return None
        quads = self._graph.store.match(NamedNode(origin.graph), skos("note"), None)
        found = {q.object.language: q.object.value for q in quads if isinstance(q.object, Literal)}
        return found.get(self._lang)

    def _label(self, thing: str) -> str:
        return self._graph.labels.of(NamedNode(thing), self._lang)

    def _named(self, things: Iterable[str]) -> str:
        return ", ".join(self._label(thing) for thing in things)


def _mark(notes: Footnotes, ties: Iterable[Tie]) -> str:
    return notes.mark(origin.graph for tie in ties for origin in tie.origins)


def _by_role(step: Step) -> list[tuple[Role, list[Finding]]]:
    """Findings by role in the order of the words, except that who works at a level follows that level."""
    groups: list[tuple[Role, list[Finding]]] = []
    if step.stage == "levels":
        for finding in step.findings:
            if not groups or groups[-1][0] != finding.role or finding.role == "level":
                groups.append((finding.role, []))
            groups[-1][1].append(finding)
        return groups
    every = [(role, list(step.of(role))) for role in _ROLES["sv"]]
    return [(role, findings) for role, findings in every if findings]


def _listed(things: list[tuple[str, str]]) -> str:
    """Names with their marks; a mark that all share stands once, at the end."""
    marks = {mark for _, mark in things}
    if len(marks) == 1:
        return ", ".join(name for name, _ in things) + marks.pop()
    return ", ".join(name + mark for name, mark in things)


def _wrapped(text: str, indent: str = "", hang: str = "  ") -> list[str]:
    lead = indent + text[: len(text) - len(text.lstrip())]
    return textwrap.wrap(
        text.lstrip(), _WIDTH, initial_indent=lead, subsequent_indent=lead + hang, break_on_hyphens=False
    )


def to_json(found: Match, graph: Graph) -> dict[str, Any]:
    """The way as a JSON object: things with IRI and labels, each finding with its statements and their origins."""

    def thing(iri: str) -> dict[str, str]:
        node = NamedNode(iri)
        return {"iri": iri, "label_sv": graph.labels.of(node, "sv"), "label_en": graph.labels.of(node, "en")}

    def statement(tie: Tie) -> dict[str, Any]:
        origins = [origin.to_json() for origin in tie.origins]
        return {"subject": tie.subject, "predicate": tie.predicate, "object": tie.object, "origins": origins}

    def finding(one: Finding) -> dict[str, Any]:
        return {"role": one.role, **thing(one.thing), "statements": [statement(tie) for tie in one.ties]}

    asked = found.request
    return {
        "need": thing(asked.need),
        "place": thing(asked.place),
        "county": {**thing(asked.county), "statements": [statement(tie) for tie in asked.located]},
        "areas": [thing(area) for area in asked.areas],
        "complete": found.complete,
        "steps": [{"stage": step.stage, "findings": [finding(one) for one in step.findings]} for step in found.steps],
        "served_by_a_node": [thing(place) for place in found.served],
        "areas_with_named_actors": [thing(area) for area in found.supported],
    }
