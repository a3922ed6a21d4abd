"""What the page Ask loads: the questions at once; the graph and the engine when the first query is run."""

from __future__ import annotations

from pathlib import Path

from pyoxigraph import Quad, RdfFormat, serialize

from styrkegraf.atlas.ask.choices import short
from styrkegraf.atlas.ask.questions import questions_data
from styrkegraf.atlas.frame import Frame, data_script
from styrkegraf.namespaces import PREFIXES
from styrkegraf.resources import folder

__all__ = ["files"]

_WORKER = Path(__file__).parent / "worker.js"


def files(frame: Frame) -> dict[str, bytes]:
    """The scripts by their path from the top of the site.

    ``data/engine.js`` holds Oxigraph and our worker as the body of a function. A page that was opened from disk may
    not give a worker a file to run, but it can give it the text of a function.
    """
    graph = {"trig": _trig(frame), "pages": _pages(frame)}
    texts = {
        "data/questions.js": data_script("styrkegraf.ask.library", questions_data(frame)),
        "data/graph.js": data_script("styrkegraf.ask.graph", graph),
        "data/engine.js": _engine(),
    }
    return {path: text.encode("utf-8") for path, text in texts.items()}


def _trig(frame: Frame) -> str:
    """All named graphs as TriG in a fixed order: a fifth of the size of N-Quads.

    Themes are written in full, since those that somebody added begin otherwise in an edition than those that ship.
    """
    prefixes = {prefix: namespace for prefix, namespace in PREFIXES.items() if prefix != "theme"}
    quads = sorted(frame.graph.store.quads(), key=_order)
    return (serialize(quads, format=RdfFormat.TRIG, prefixes=prefixes) or b"").decode("utf-8")


def _order(quad: Quad) -> tuple[str, ...]:
    return str(quad.graph_name), str(quad.subject), str(quad.predicate), str(quad.object)


def _pages(frame: Frame) -> dict[str, str]:
    """The address of everything that has a page, by short form."""
    origins = {iri for one in frame.graph.origins.values() for iri in (one.graph, one.document) if iri}
    found = {iri: frame.address(iri) for iri in sorted({*frame.pages, *origins})}
    return {short(iri): address for iri, address in found.items() if address}


def _engine() -> str:
    library = folder("vendor") / "oxigraph.min.js"
    body = library.read_text(encoding="utf-8") + "\n" + _WORKER.read_text(encoding="utf-8")
    return f"styrkegraf.ask.program(function () {{\n{body}}});\n"
