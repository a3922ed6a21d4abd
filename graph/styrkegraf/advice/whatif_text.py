"""What if, in words: as text for a reader, in Swedish or English, and as JSON for a program."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import NamedNode

from styrkegraf.advice.areas import placed
from styrkegraf.advice.footnotes import Footnotes, sources_json
from styrkegraf.advice.whatif import Figures, Move, Table, WhatIf
from styrkegraf.advice.wording import joined, number, paragraph, percent, span
from styrkegraf.namespaces import sg
from styrkegraf.networks.project import projections
from styrkegraf.text import columns

if TYPE_CHECKING:
    from styrkegraf.advice.change import Tie
    from styrkegraf.graph import Graph
    from styrkegraf.labels import Language
    from styrkegraf.measures.uncertainty import Ranking

__all__ = ["to_json", "to_text"]

_MOST_MOVES: Final = 10
_MOST_NAMES: Final = 12
_SAME: Final = 1e-9

_WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "sv": {
        "title": "Tänk om: {what}",
        "without": "utan {names}",
        "with": "med bandet {tie}",
        "now": "nätverket som det är",
        "network": "Nätverk: {name}, {collective}. Ett antagande: inget skrivs till grafen.",
        "collective": "med samlingsaktörer",
        "named": "utan samlingsaktörer",
        "nothing": "Inget tas bort och inget läggs till, så inget ändras.",
        "absent": "Finns inte i nätverket, så att ta bort det ändrar inget: {names}.",
        "present": "Finns redan i nätverket: {names}.",
        "joined": "Har inga band i nätverket i dag och räknas före som ensam: {names}.",
        "empty": "Nätverket är tomt.",
        "all": "Allt är borta: inget av nätverket återstår.",
        "lost": "Av de {nodes} som är kvar tappar {pairs} par kontakten med varandra. Avskurna: {names}.",
        "none-lost": "Ingen av de {nodes} som är kvar tappar kontakten med någon.",
        "gained": "{pairs} par som inte når varandra i dag gör det.",
        "longer": "Vägarna mellan dem blir längre: effektiviteten går från {before} till {after} ({share}).",
        "shorter": "Vägarna mellan dem blir kortare: effektiviteten går från {before} till {after} ({share}).",
        "as-long": "Vägarna mellan dem är lika korta som förut.",
        "before": "före",
        "after": "efter",
        "nodes": "noder",
        "ties": "band",
        "components": "delar utan band emellan",
        "giant": "noder i den största delen",
        "pairs": "par som når varandra",
        "mean_path": "steg i medeltal mellan dem",
        "efficiency": "global effektivitet (0–1)",
        "articulation_points": "brytpunkter",
        "new-points": "Nya brytpunkter, som annars åtskilda delar hänger på: {names}.",
        "old-points": "Inte längre brytpunkter: {names}.",
        "gone": "BAND SOM FÖRSVINNER",
        "betweenness": "MELLANLÄGE (betweenness), {kind}",
        "degree": "ANTAL BAND, {kind}",
        "still": "Ingen byter plats.",
        "moves": "{count} av {all} byter plats; {sure} säkert.",
        "more": "… och {count} till; --format json visar alla.",
        "ranks": "Rangordningen är bland dem som finns både före och efter. = är delad plats; inom parentes de platser "
        "som är möjliga när banden dras om på måfå (bootstrap, 95 %). En flytt är säker, och märkt med *, bara om "
        "platserna före och efter inte har någon gemensam.",
        "place": "plats",
        "value": "värde",
        "sources": "KÄLLOR",
    },
    "en": {
        "title": "What if: {what}",
        "without": "without {names}",
        "with": "with the tie {tie}",
        "now": "the network as it is",
        "network": "Network: {name}, {collective}. An assumption: nothing is written to the graph.",
        "collective": "with collective actors",
        "named": "without collective actors",
        "nothing": "Nothing is removed and nothing added, so nothing changes.",
        "absent": "Not in the network, so removing it changes nothing: {names}.",
        "present": "Already in the network: {names}.",
        "joined": "Has no tie in the network today and counts as alone before: {names}.",
        "empty": "The network is empty.",
        "all": "Everything is gone: nothing of the network is left.",
        "lost": "Of the {nodes} that remain, {pairs} {lose} contact with each other. Cut off: {names}.",
        "none-lost": "None of the {nodes} that remain loses contact with anyone.",
        "gained": "{pairs} {that_do_not} reach each other today {do}.",
        "longer": "The ways between them become longer: the efficiency goes from {before} to {after} ({share}).",
        "shorter": "The ways between them become shorter: the efficiency goes from {before} to {after} ({share}).",
        "as-long": "The ways between them are as short as before.",
        "before": "before",
        "after": "after",
        "nodes": "nodes",
        "ties": "ties",
        "components": "pieces without ties between them",
        "giant": "nodes in the largest piece",
        "pairs": "pairs that reach each other",
        "mean_path": "mean steps between them",
        "efficiency": "global efficiency (0–1)",
        "articulation_points": "articulation points",
        "new-points": "New articulation points, on which otherwise separate pieces depend: {names}.",
        "old-points": "No longer articulation points: {names}.",
        "gone": "TIES THAT GO",
        "betweenness": "BETWEENNESS, {kind}",
        "degree": "NUMBER OF TIES, {kind}",
        "still": "None changes place.",
        "moves": "Change of place: {count} of {all}; {sure} for sure.",
        "more": "… and {count} more; --format json shows all.",
        "ranks": "The ranking is among those that are there both before and after. = is a shared place; in "
        "brackets the places that are possible when the ties are drawn anew at random (bootstrap, 95%). A move is "
        "sure, and marked with *, only if the places before and after have none in common.",
        "place": "place",
        "value": "value",
        "sources": "SOURCES",
    },
}


def to_text(found: WhatIf, graph: Graph, lang: Language) -> str:
    """The answer for a reader: in sentences, in figures before and after, who moves, and the sources of what goes."""
    return _Writer(found, graph, lang).text()


def to_json(found: WhatIf, graph: Graph, lang: Language) -> dict[str, Any]:
    """The whole answer as a JSON object, with labels in the language and the origins of the ties that go."""
    return _Writer(found, graph, lang).json()


class _Writer:
    def __init__(self, found: WhatIf, graph: Graph, lang: Language) -> None:
        self._found = found
        self._graph = graph
        self._lang: Language = lang
        self._words = _WORDS[lang]

    def _label(self, iri: str) -> str:
        return placed(self._graph, iri, self._lang)

    def _names(self, things: Iterable[str]) -> str:
        return joined([self._label(thing) for thing in things], self._lang, _MOST_NAMES)

    def _tie(self, tie: Tie) -> str:
        predicate = self._graph.labels.of(sg(tie.predicate), self._lang)
        return f"{self._label(tie.source)} – {predicate} – {self._label(tie.target)}"

    def _say(self, word: str, **given: object) -> str:
        return self._words[word].format(**given)

    def text(self) -> str:
        """Heading, sentences, figures, what goes, who moves, sources."""
        found = self._found
        blocks = ["\n".join([paragraph(self._title()), paragraph(self._network())])]
        blocks.append("\n".join(paragraph(sentence) for sentence in self._sentences()))
        if not found.before.nodes:
            return "\n\n".join(blocks) + "\n"
        blocks.append("\n".join(self._figures()))
        notes = Footnotes(self._graph, self._lang)
        if found.lost:
            gone = [f"{self._label(t.gone)} – {self._label(t.other)}{notes.mark(t.evidence)}" for t in found.lost]
            blocks.append("\n".join([self._say("gone"), *gone]))
        if found.after.nodes and not found.unchanged:
            blocks.append(paragraph(self._say("ranks")))
            blocks += [self._table(table) for table in found.tables]
        if notes.lines():
            blocks.append("\n".join([self._say("sources"), *notes.lines()]))
        return "\n\n".join(blocks) + "\n"

    def _title(self) -> str:
        change = self._found.change
        parts = [self._say("without", names=self._names(change.without))] if change.without else []
        parts += [self._say("with", tie=self._tie(tie)) for tie in change.ties]
        return self._say("title", what=joined(parts, self._lang) or self._words["now"])

    def _network(self) -> str:
        name = projections()[self._found.projection].text("title", self._lang)
        return self._say(
            "network", name=name, collective=self._words["collective" if self._found.collective else "named"]
        )

    def _sentences(self) -> list[str]:
        found = self._found
        if not found.before.nodes:
            return [self._say("empty")]
        known = (("absent", found.absent), ("joined", found.joined))
        said = [self._say(word, names=self._names(things)) for word, things in known if things]
        if found.present:
            said.append(self._say("present", names="; ".join(self._tie(tie) for tie in found.present)))
        if not found.after.nodes:
            return [*said, self._say("all")]
        if found.unchanged:
            return said if said else [self._say("nothing")]
        return [*said, *self._effects()]

    def _effects(self) -> list[str]:
        others = self._found.others
        names = self._names(others.cut_off)
        lose = "pair loses" if others.lost == 1 else "pairs lose"
        counts = {"nodes": others.nodes, "pairs": others.lost, "lose": lose}
        lost = self._say("lost" if others.lost else "none-lost", **counts, names=names)
        one = others.gained == 1
        now = {"that_do_not": "pair that does not" if one else "pairs that do not", "do": "does" if one else "do"}
        gained = [self._say("gained", pairs=others.gained, **now)] if others.gained else []
        change = others.efficiency_after - others.efficiency_before
        way = "as-long" if abs(change) < _SAME else "shorter" if change > 0 else "longer"
        shown = [number(value, self._lang, 3) for value in (others.efficiency_before, others.efficiency_after)]
        share = percent(100 * change / others.efficiency_before, self._lang, 1) if others.efficiency_before else "–"
        return [lost, *gained, self._say(way, before=shown[0], after=shown[1], share=share)]

    def _figures(self) -> list[str]:
        before, after = self._found.before, self._found.after
        cells = [self._cells(one) for one in (before, after)]
        rows = [["", self._words["before"], self._words["after"]]]
        rows += [[self._words[name], cells[0][name], cells[1][name]] for name in cells[0]]
        lines = columns(rows, right=frozenset({1, 2}))
        points = [set(one.articulation_points) for one in (before, after)]
        for word, names in (("new-points", points[1] - points[0]), ("old-points", points[0] - points[1])):
            kept = sorted(names - set(self._found.change.without))
            lines += [paragraph(self._say(word, names=self._names(kept)))] if kept else []
        return lines

    def _cells(self, figures: Figures) -> dict[str, str]:
        mean = figures.mean_path
        return {
            **{name: str(getattr(figures, name)) for name in ("nodes", "ties", "components", "giant")},
            "pairs": f"{figures.pairs} ({percent(100 * figures.reach, self._lang, 1)})",
            "mean_path": "–" if mean is None else number(mean, self._lang),
            "efficiency": number(figures.efficiency, self._lang, 3),
            "articulation_points": str(len(figures.articulation_points)),
        }

    def _table(self, table: Table) -> str:
        kind = self._graph.labels.of(sg(table.kind), self._lang)
        lines = [self._say(table.measure, kind=kind)]
        moves = [move for move in table.lines if move.changed]
        if not moves:
            return "\n".join([*lines, self._say("still")])
        sure = sum(move.sure for move in moves)
        lines.append(self._say("moves", count=len(moves), all=len(table.lines), sure=sure))
        places, values = (f"{self._words[word]} {self._words['before']}" for word in ("place", "value"))
        head = ["", places, self._words["after"], values, self._words["after"]]
        rows = [self._row(move, table) for move in moves[:_MOST_MOVES]]
        lines += columns([head, *rows], right=frozenset({1, 2, 3, 4}))
        if len(moves) > _MOST_MOVES:
            lines.append(self._say("more", count=len(moves) - _MOST_MOVES))
        return "\n".join(lines)

    def _row(self, move: Move, table: Table) -> list[str]:
        digits = 0 if table.measure == "degree" else 3
        name = self._label(move.node) + (" *" if move.sure else "")
        ends = (move.before, move.after)
        return [name, *map(_place, ends), *(number(line.value, self._lang, digits) for line in ends)]

    def json(self) -> dict[str, Any]:
        """Everything, with labels."""
        found = self._found
        return {
            "network": found.projection,
            "collective": found.collective,
            "without": self._nodes(found.change.without),
            "with": [{**asdict(tie), "label": self._tie(tie)} for tie in found.change.ties],
            "text": self._sentences(),
            **{name: self._nodes(getattr(found, name)) for name in ("absent", "joined")},
            "present": [{**asdict(tie), "label": self._tie(tie)} for tie in found.present],
            "lost": [
                {
                    "gone": self._node(tie.gone),
                    "other": self._node(tie.other),
                    "sources": sources_json(self._graph, tie.evidence, self._lang),
                }
                for tie in found.lost
            ],
            **{name: self._figures_json(getattr(found, name)) for name in ("before", "after")},
            "others": {**asdict(found.others), "cut_off": self._nodes(found.others.cut_off)},
            "rankings": [
                {"measure": t.measure, "kind": t.kind, "nodes": [self._move(move) for move in t.lines]}
                for t in found.tables
            ],
        }

    def _node(self, iri: str) -> dict[str, str]:
        return {"id": iri, "label": self._graph.labels.of(NamedNode(iri), self._lang)}

    def _nodes(self, things: Iterable[str]) -> list[dict[str, str]]:
        return [self._node(thing) for thing in things]

    def _figures_json(self, figures: Figures) -> dict[str, Any]:
        return {**asdict(figures), "articulation_points": self._nodes(figures.articulation_points)}

    def _move(self, move: Move) -> dict[str, Any]:
        names = ("place", "tied", "best", "worst", "value", "low", "high")
        lines = {"before": move.before, "after": move.after}
        ranked = {when: {name: getattr(line, name) for name in names} for when, line in lines.items()}
        return {**self._node(move.node), **ranked, "changed": move.changed, "sure": move.changed and move.sure}


def _place(line: Ranking) -> str:
    shared = "=" if line.tied else ""
    return f"{line.place}{shared} ({span(str(line.best), str(line.worst))})"
