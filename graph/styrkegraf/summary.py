"""The summary that ends a build on the command line: what is in the graph, how long it took, what to open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from styrkegraf.report import kinds_table

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


def summary(done: Build, lang: Language) -> str:
    """The summary of a finished build, for a reader at a terminal."""
    sv = lang == "sv"
    report = done.report
    title = f"Styrkegraf: {report.entities} {'saker' if sv else 'things'}, {report.statements} "
    parts = [
        title + ("uppgifter" if sv else "statements"),
        _columns(kinds_table(report, done.graph, lang)),
        _layers(report.layers, lang),
        _stages(done.seconds, done.reasoner, lang),
        _change(done.change, lang),
        _opens(done, lang),
    ]
    return "\n\n".join(part for part in parts if part)


def _columns(rows: list[tuple[str, int]]) -> str:
    """Label and count in three columns."""
    height = -(-len(rows) // 3)
    columns = [rows[start : start + height] for start in range(0, len(rows), height)]
    widths = [max(len(label) for label, _ in column) for column in columns]
    lines = []
    for index in range(height):
        cells = [
            f"{column[index][1]:>5}  {column[index][0]:<{width}}"
            for column, width in zip(columns, widths, strict=True)
            if index < len(column)
        ]
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines)


def _layers(layers: dict[str, int], lang: Language) -> str:
    head = "Uppgifter per lager" if lang == "sv" else "Statements by layer"
    lines = [f"{count:>6}  {_LAYERS[layer][lang == 'en']}" for layer, count in layers.items() if layer in _LAYERS]
    return "\n".join([head, *lines])


def _stages(seconds: dict[str, float], reasoner: str, lang: Language) -> str:
    head = "Tid" if lang == "sv" else "Time"
    names = {"reason": f"reason ({reasoner})"}
    shown = "  ".join(f"{names.get(name, name)} {spent:.2f} s" for name, spent in seconds.items())
    return f"{head}: {shown}  = {sum(seconds.values()):.2f} s"


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


def _opens(done: Build, lang: Language) -> str:
    sv = lang == "sv"
    opens = [
        ("map.html", "kartan, i webbläsaren" if sv else "the map, in a browser"),
        ("report.md", "byggrapporten" if sv else "the build report"),
        ("styrkegraf.trig", "grafen (även .nq .ttl .jsonld .rdf)" if sv else "the graph (also .nq .ttl .jsonld .rdf)"),
    ]
    head = "Öppna" if sv else "Open"
    return "\n".join([head, *(f"  {done.folder / name}  {what}" for name, what in opens)])
