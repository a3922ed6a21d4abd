"""The stages of a build, ours and the stock way, each run on one file of facts: ``python -m benchmarks.stages``.

Run in a process of its own for each engine and size, so that time and peak memory are those of nothing else. After
each stage one line of JSON is printed: its name, seconds, peak memory of the process so far in MB, and a count of what
came out.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

__all__ = ["main"]

QUESTIONS = ("areas-of-region", "number-of-areas-by-region", "number-of-regions-by-theme", "actors-of-region")

Stage = tuple[str, Callable[[], int]]


def ours(path: Path) -> Iterator[Stage]:
    """Load, reason, derive, validate, query as the product does them."""
    from pyoxigraph import Quad

    from styrkegraf import Graph
    from styrkegraf.derive import derive, rules
    from styrkegraf.documents import read_folder
    from styrkegraf.facts import load_facts, load_ontology, load_shapes
    from styrkegraf.namespaces import INFERRED
    from styrkegraf.questions import find
    from styrkegraf.reason import entail
    from styrkegraf.resources import folder
    from styrkegraf.store import MemoryStore
    from styrkegraf.validate import validate

    kept: dict[str, Any] = {}

    def load() -> int:
        kept["facts"], kept["ontology"] = load_facts([path]), load_ontology()
        return len(kept["facts"].quads)

    def reason() -> int:
        given = (quad.triple for quad in (*kept["facts"].quads, *kept["ontology"]))
        kept["entailed"] = entail(given).triples
        return len(kept["entailed"])

    def derive_() -> int:
        store = kept["store"] = MemoryStore([*kept["ontology"], *kept["facts"].quads])
        store.add(Quad(t.subject, t.predicate, t.object, INFERRED) for t in kept.pop("entailed"))
        quads = derive(store, rules())
        store.add(quads)
        return len(quads)

    def validate_() -> int:
        shapes = [quad.triple for quad in load_shapes()]
        return len(validate(kept["store"], shapes, read_folder(folder("queries") / "checks").values()))

    def query() -> int:
        graph = Graph(kept["store"])
        return sum(len(list(graph.store.select(find(name).sparql))) for name in QUESTIONS)

    return iter([("load", load), ("reason", reason), ("derive", derive_), ("validate", validate_), ("query", query)])


def stock(path: Path) -> Iterator[Stage]:
    """The same with rdflib, owlrl and pySHACL, as one would by hand."""
    import owlrl
    import pyshacl
    import rdflib

    from styrkegraf.derive import rules
    from styrkegraf.questions import find
    from styrkegraf.resources import ontology_file

    graph = rdflib.Graph()

    def load() -> int:
        dataset = rdflib.Dataset(default_union=True)
        dataset.parse(path, format="nquads")
        for s, p, o, _ in dataset.quads():
            graph.add((s, p, o))
        for name in ("styrkegraf", "alignments", "themes", "graphs"):
            graph.parse(ontology_file(f"{name}.ttl"))
        return len(dataset)

    def reason() -> int:
        before = len(graph)
        owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
        return len(graph) - before

    def derive_() -> int:
        before = len(graph)
        for rule in rules():
            for triple in graph.query(rule.sparql):
                graph.add(triple)  # type: ignore[arg-type]
        return len(graph) - before

    def validate_() -> int:
        shapes = rdflib.Graph().parse(ontology_file("shapes.ttl"))
        _, report, _ = pyshacl.validate(graph, shacl_graph=shapes, advanced=True)
        return len(list(report.subjects(rdflib.SH.resultSeverity)))

    def query() -> int:
        return sum(len(graph.query(find(name).sparql)) for name in QUESTIONS)

    return iter([("load", load), ("reason", reason), ("derive", derive_), ("validate", validate_), ("query", query)])


def main(engine: str, path: Path) -> None:
    """Run the stages of one engine on one file, printing a line after each."""
    for name, stage in {"ours": ours, "stock": stock}[engine](path):
        start = time.perf_counter()
        count = stage()
        seconds = time.perf_counter() - start
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(json.dumps({"stage": name, "seconds": seconds, "peak": peak, "count": count}), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
