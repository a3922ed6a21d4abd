"""A table of nodes and an overview for readers and for programs: text, CSV and JSON."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from styrkegraf.labels import alphabetical
from styrkegraf.text import terminal_table

if TYPE_CHECKING:
    import networkx as nx

    from styrkegraf.labels import Language
    from styrkegraf.measures.overview import Overview
    from styrkegraf.measures.table import Line, Section, Table
    from styrkegraf.measures.uncertainty import Ranking

__all__ = ["annotated", "overview_text", "table_csv", "table_json", "table_text"]

_FIELDS: Final = ("value", "low", "high", "z", "place", "tied", "best", "worst")

_WORDS: Final[Mapping[Language, Mapping[str, str]]] = {
    "sv": {
        "empty": "Inget att mäta: nätet är tomt, inget uppfyller villkoren.",
        "place": "plats",
        "interval": "intervall",
        "ties": "Intervall: 95 % av {n} omdragningar av banden.",
        "passages": "Intervall: 95 % av {n} omdragningar av textställena.",
        "confidence": "Intervall: spannet över temakopplingar och läsningar av minst låg, medel och hög säkerhet.",
        "null": "z: standardavvikelser från {n} slumpnät där varje nod behåller sitt antal band; utan tecken på slump "
        "över 2 eller under −2.",
        "own": "{title}: skattad från ett urval av noder; intervallet är 1,96 medelfel åt varje håll.",
        "ascending": "{title}: minst värde först.",
        "places": "= delad plats; inom parentes de platser som intervallen tillåter.",
        "shared": "= delad plats.",
        "cut": "{shown} av {all} visas; --top visar fler, och csv och json har alla.",
        "cut_tied": "Ytterligare {n} delar plats {place} med den sista.",
    },
    "en": {
        "empty": "Nothing to measure: the network is empty, nothing meets the conditions.",
        "place": "place",
        "interval": "interval",
        "ties": "Interval: 95% of {n} samples of the ties.",
        "passages": "Interval: 95% of {n} samples of the passages.",
        "confidence": "Interval: the range over theme ties and readings of at least low, medium and high confidence.",
        "null": "z: standard deviations from {n} random networks in which each node keeps its number of ties; above 2 "
        "or below −2 is more than chance.",
        "own": "{title}: estimated from a sample of nodes; the interval is 1.96 standard errors on either side.",
        "ascending": "{title}: the smallest value first.",
        "places": "= shared place; in brackets the places that the intervals allow.",
        "shared": "= shared place.",
        "cut": "{shown} of {all} shown; --top shows more, and csv and json have them all.",
        "cut_tied": "Another {n} share place {place} with the last one.",
    },
}

_OVERVIEW: Final[Mapping[Language, Mapping[str, str]]] = {
    "sv": {
        "nodes": "noder",
        "sides": "på sidorna",
        "ties": "band",
        "density": "täthet",
        "components": "komponenter",
        "largest": "noder i den största",
        "alone": "noder utan band",
        "articulation_points": "noder vars bortfall delar nätet",
        "core": "djupaste kärnan (k)",
        "core_members": "noder i den",
        "groups": "grupper av minst två (Leiden)",
        "modularity": "modularitet",
        "stability": "gruppernas stabilitet (NMI, 50 körningar)",
    },
    "en": {
        "nodes": "nodes",
        "sides": "on its sides",
        "ties": "ties",
        "density": "density",
        "components": "components",
        "largest": "nodes in the largest",
        "alone": "nodes without a tie",
        "articulation_points": "nodes whose loss divides the network",
        "core": "innermost core (k)",
        "core_members": "nodes in it",
        "groups": "groups of two or more (Leiden)",
        "modularity": "modularity",
        "stability": "stability of the groups (NMI, 50 runs)",
    },
}


def table_text(table: Table, lang: Language, top: int, kind: Callable[[str], str]) -> str:
    """The table for a terminal, at most ``top`` lines a section, with sentences on how to read it.

    ``kind`` gives the words for a kind of node.
    """
    if not len(table.network):
        return f"{_WORDS[lang]['empty']}\n"
    lines = [line for section in table.sections for line in [*_section(table, section, lang, top, kind), ""]]
    return "\n".join([*lines, *_notes(table, lang)]) + "\n"


def _section(table: Table, section: Section, lang: Language, top: int, kind: Callable[[str], str]) -> list[str]:
    words = _WORDS[lang]
    kinds = sorted({kind(table.network.nodes[line.node]["kind"]) for line in section.lines})
    header = [" / ".join(kinds) or "–"]
    for measure in table.measures:
        header += [measure.title(lang), _doubt(table, measure.sampled, lang), words["place"]]
    names = table.network.nodes(data=f"label_{lang}")
    rows = []
    for line in sorted(section.lines, key=lambda one: (_place(one), alphabetical(names[one.node], lang)))[:top]:
        cells = [cell for place in line.cells for cell in _cells(place, lang)]
        rows.append([table.network.nodes[line.node][f"label_{lang}"], *cells])
    lines = terminal_table(header, rows)
    if len(section.lines) > top:
        lines.append(words["cut"].format(shown=top, all=len(section.lines)))
        tied = _tied_beyond(section, top)
        lines += [words["cut_tied"].format(n=tied[0], place=tied[1])] if tied[0] else []
    return lines


def _doubt(table: Table, sampled: bool, lang: Language) -> str:
    return "z" if table.doubt == "null" and not sampled else _WORDS[lang]["interval"]


def _place(line: Line) -> float:
    """The place by the first measure; without one a line comes last."""
    return line.cells[0].place if line.cells[0] else math.inf


def _tied_beyond(section: Section, top: int) -> tuple[int, int]:
    last = section.lines[top - 1].cells[0] if top else None
    if last is None:
        return 0, 0
    beyond = (line.cells[0] for line in section.lines[top:])
    return sum(cell is not None and cell.place == last.place for cell in beyond), last.place


def _cells(found: Ranking | None, lang: Language) -> list[str]:
    """Value, interval or z, and place."""
    if found is None:
        return ["–", "", ""]
    place = f"{found.place}{'=' if found.tied else ''}"
    if found.best is not None and found.worst is not None and found.best != found.worst:
        place += f" ({found.best}–{found.worst})"
    doubt = f"{_number(found.low, lang)} … {_number(found.high, lang)}" if found.low is not None else ""
    return [_number(found.value, lang), doubt if found.z is None else _number(found.z, lang), place]


def _number(value: float | None, lang: Language) -> str:
    if value is None or math.isnan(value):
        return "–"
    text = f"{value:.3g}" if abs(value) < 1000 else f"{value:.0f}"
    if text.startswith("-"):
        text = f"−{text[1:]}" if text.strip("-0.") else text[1:]
    return text.replace(".", ",") if lang == "sv" else text


def _notes(table: Table, lang: Language) -> list[str]:
    words = _WORDS[lang]
    notes = []
    if not all(measure.sampled for measure in table.measures):
        notes.append(words[table.doubt].format(n=table.samples))
    for measure in table.measures:
        title = measure.title(lang)
        title = title[:1].upper() + title[1:]
        notes += [words["own"].format(title=title)] if measure.sampled else []
        notes += [words["ascending"].format(title=title)] if measure.ascending else []
    return [*notes, words["shared" if table.doubt == "null" else "places"]]


def table_csv(table: Table, lang: Language) -> bytes:
    """All nodes, one row each; for every measure its value, bounds or z, place, and the places that are possible."""
    output = io.StringIO(newline="")
    writer = csv.writer(output)
    columns = [f"{measure.name}_{field}" for measure in table.measures for field in _FIELDS]
    writer.writerow(["id", "label", "kind", *columns])
    for section in table.sections:
        for line in section.lines:
            node = table.network.nodes[line.node]
            cells = [_plain(place, field) for place in line.cells for field in _FIELDS]
            writer.writerow([line.node, node[f"label_{lang}"], node["kind"], *cells])
    return output.getvalue().encode()


def _plain(found: Ranking | None, field: str) -> str:
    value = getattr(found, field) if found is not None else None
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def table_json(table: Table) -> bytes:
    """The table as a JSON object: how the uncertainty was found, and the sections with their lines."""
    found = {
        "network": table.network.graph,
        "uncertainty": {"from": table.doubt, "samples": table.samples, "seed": table.seed},
        "measures": [{"name": m.name, "sv": m.title_sv, "en": m.title_en} for m in table.measures],
        "sections": [{"side": s.side, "lines": [_json_line(table, line) for line in s.lines]} for s in table.sections],
    }
    return (json.dumps(found, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()


def _json_line(table: Table, line: Any) -> dict[str, Any]:
    node = table.network.nodes[line.node]
    named = {"id": line.node, **{name: node[name] for name in ("label_sv", "label_en", "kind")}}
    cells = zip(table.measures, line.cells, strict=True)
    return {**named, "measures": {m.name: _json_cell(place) for m, place in cells}}


def _json_cell(found: Ranking | None) -> dict[str, Any] | None:
    if found is None:
        return None
    values = {field: getattr(found, field) for field in _FIELDS}
    return {field: value for field, value in values.items() if value is not None and not _nan(value)}


def _nan(value: object) -> bool:
    return isinstance(value, float) and math.isnan(value)


def annotated(table: Table, network: nx.Graph) -> nx.Graph:
    """A copy of the network with the measures on its nodes (``degree``, ``degree_low`` ...), for network programs."""
    made = network.copy()
    for section in table.sections:
        for line in section.lines:
            for measure, place in zip(table.measures, line.cells, strict=True):
                for field, value in (_json_cell(place) or {}).items():
                    made.nodes[line.node][f"{measure.name}_{field}".removesuffix("_value")] = value
    return made


def overview_text(found: Overview, lang: Language) -> str:
    """The overview, a figure a line; what the network has not is left out."""
    words = _OVERVIEW[lang]
    shown = {name: value for name, value in asdict(found).items() if value is not None and value != ()}
    width = max(len(words[name]) for name in shown)
    return "".join(f"{words[name]:<{width}}  {_figure(value, lang)}\n" for name, value in shown.items())


def _figure(value: Any, lang: Language) -> str:
    if isinstance(value, tuple):
        return " + ".join(map(str, value))
    return str(value) if isinstance(value, int) else _number(value, lang)
