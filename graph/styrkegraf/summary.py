"""The summary that ends a build on the command line: what is in the graph, how long it took, what was written."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING

from styrkegraf.report import kinds_table
from styrkegraf.text import grouped

if TYPE_CHECKING:
    from styrkegraf.build import Build, Change
    from styrkegraf.labels import Language

__all__ = ["summary"]

_LAYERS = {
    "stated": ("sagt i en källa", "stated in a source"),
    "curated": ("våra egna", "our own"),
    "ontology": ("i ontologin och temana", "in ontology and themes"),
    "inferred": ("följer logiskt", "follows by logic"),
    "derived": ("ges av en regel", "given by a rule"),
}
_STAGES = {
    "load": "läsa",
    "reason": "resonera",
    "store": "lagra",
    "derive": "härleda",
    "validate": "granska",
    "map": "rita",
    "write": "skriva",
}


def summary(done: Build, lang: Language) -> str:
    """The summary of a finished build, for a reader at a terminal."""
    sv = lang == "sv"
    report = done.report
    things, statements = grouped(report.entities, lang), grouped(report.statements, lang)
    kinds = [(grouped(count, lang), label) for label, count in kinds_table(report, done.graph, lang)]
    layers = [(grouped(count, lang), _LAYERS[name][not sv]) for name, count in report.layers.items() if name in _LAYERS]
    parts = [
        f"Styrkegraf: {things} {'saker' if sv else 'things'}, {statements} {'uppgifter' if sv else 'statements'}",
        _table("Saker per slag" if sv else "Things by kind", kinds, 3),
        _table("Uppgifter per lager" if sv else "Statements by layer", layers, 1),
        _stages(done.seconds, done.reasoner, lang),
        _change(done.change, lang),
        _written(done, lang),
    ]
    return "\n\n".join(part for part in parts if part)


def _table(head: str, rows: Sequence[tuple[str, str]], columns: int) -> str:
    """Figures and what they count, below a heading, one column after the other."""
    height = -(-len(rows) // columns)
    cells = [_column(rows[start : start + height]) for start in range(0, len(rows), height)]
    return "\n".join([head, *("".join(line).rstrip() for line in zip_longest(*cells, fillvalue=""))])


def _column(rows: Sequence[tuple[str, str]]) -> list[str]:
    wide, width = (max(map(len, part)) for part in zip(*rows, strict=True))
    return [f"  {figure:>{wide}} {label:<{width}}" for figure, label in rows]


def _stages(seconds: dict[str, float], reasoner: str, lang: Language) -> str:
    sv = lang == "sv"

    def shown(spent: float) -> str:
        return f"{spent:.1f} s".replace(".", "," if sv else ".")

    names = {name: _STAGES[name] if sv else name for name in seconds}
    names["reason"] += f" ({reasoner})"
    head = f"{'Tid' if sv else 'Time'}: {shown(sum(seconds.values()))}"
    return _table(head, [(shown(spent), names[name]) for name, spent in seconds.items()], 3)


def _change(change: Change | None, lang: Language) -> str:
    sv = lang == "sv"
    if change is None:
        return ""
    come, gone = sum(change.come.values()), sum(change.gone.values())
    if not come and not gone:
        return "Inget har ändrats sedan förra bygget." if sv else "Nothing has changed since the last build."
    head = f"Sedan förra bygget: +{come} −{gone}" if sv else f"Since the last build: +{come} −{gone}"
    graphs = sorted({*change.come, *change.gone}, key=lambda g: (-change.come.get(g, 0) - change.gone.get(g, 0), g))
    lines = [f"  {graph}: +{change.come.get(graph, 0)} −{change.gone.get(graph, 0)}" for graph in graphs[:8]]
    return "\n".join([head, *lines])


def _written(done: Build, lang: Language) -> str:
    sv = lang == "sv"
    files = [
        ("map.html", "kartan, att öppna i webbläsaren" if sv else "the map, to open in a browser"),
        ("report.md", "byggrapporten" if sv else "the build report"),
        ("styrkegraf.trig", "grafen (även .nq .ttl .jsonld .rdf)" if sv else "the graph (also .nq .ttl .jsonld .rdf)"),
    ]
    paths = {str(done.folder / name): what for name, what in files}
    width = max(map(len, paths))
    return "\n".join(["Skrivet" if sv else "Written", *(f"  {path:<{width}}  {what}" for path, what in paths.items())])
