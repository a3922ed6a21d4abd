"""Derive: run the rules of ``queries/rules/`` and put what each one adds into its own named graph."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode, Quad

from styrkegraf import resources
from styrkegraf.documents import QueryDocument, read_folder
from styrkegraf.labels import LANGUAGES
from styrkegraf.namespaces import PREFIXES, PROVENANCE, derived, rdf, sg, skos
from styrkegraf.store import Store

__all__ = ["derive", "rules"]

_DESCRIPTION = NamedNode(PREFIXES["dcterms"] + "description")


def rules() -> list[QueryDocument]:
    """Every rule that ships, in order of name."""
    return list(read_folder(resources.folder("queries") / "rules").values())


def derive(store: Store, documents: Iterable[QueryDocument]) -> list[Quad]:
    """What the rules conclude from the store, each rule from the same store, with a description of each named graph.

    A rule is a CONSTRUCT; its triples go into ``graph/derived/<name of the rule>``. The order of the rules is without
    effect. The store is not changed.
    """
    found: list[Quad] = []
    for document in documents:
        graph = derived(document.name)
        triples = set(store.construct(document.sparql))
        found += sorted((Quad(t.subject, t.predicate, t.object, graph) for t in triples), key=str)
        found += _describe(graph, document)
    return found


def _describe(graph: NamedNode, document: QueryDocument) -> list[Quad]:
    texts = [(skos("prefLabel"), "title"), (_DESCRIPTION, "question")]
    return [
        Quad(graph, rdf("type"), sg("NamedGraph"), PROVENANCE),
        Quad(graph, sg("layer"), sg("derived"), PROVENANCE),
        *(
            Quad(graph, predicate, Literal(document.text(key, lang), language=lang), PROVENANCE)
            for predicate, key in texts
            for lang in LANGUAGES
        ),
    ]
