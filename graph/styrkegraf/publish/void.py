"""VoID: the dataset in figures, so that a client knows what is in it before it asks.

Counts are of statements seen once, however many passages make them. A linkset holds the links of one property to one
other dataset; which datasets there are is read from the graph, by the host and path of what it points to.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple

from styrkegraf.figures import TARGETS, Figures
from styrkegraf.graph import Graph
from styrkegraf.labels import LANGUAGES
from styrkegraf.namespaces import PREFIXES, SG, shorten
from styrkegraf.publish.catalogue import About, dataset_iri
from styrkegraf.publish.describing import date, describe, number, text
from styrkegraf.publish.dumps import Dump
from styrkegraf.publish.edition import Edition

__all__ = ["VOID", "void"]

VOID: Final = ".well-known/void"
"""The address of the description below the base."""


def void(graph: Graph, edition: Edition, facts: About, dumps: Sequence[Dump], endpoint: str | None) -> list[Triple]:
    """The statements of the description."""
    figures = graph.store.figures()
    dataset = dataset_iri(edition)
    statements = [*_dataset(edition, facts, dumps, endpoint), *_figures(edition, dataset, figures)]
    for property_, count in sorted(figures.properties.items()):
        statements += _partition(edition, dataset, "property", property_, "triples", count)
    for class_, count in sorted(figures.classes.items()):
        statements += _partition(edition, dataset, "class", class_, "entities", count)
    return [*statements, *_linksets(edition, dataset, figures), *_layers(graph, edition, dataset, figures)]


def _nodes(*iris: str) -> list[NamedNode]:
    return [NamedNode(iri) for iri in iris]


def _own(edition: Edition, part: str) -> str:
    return f"{edition.base}{VOID}#{part}"


def _dataset(edition: Edition, facts: About, dumps: Sequence[Dump], endpoint: str | None) -> Iterator[Triple]:
    dataset = dataset_iri(edition)
    yield from describe(edition.base + VOID, "void:DatasetDescription", ("foaf:primaryTopic", _nodes(dataset)))
    used = sorted(
        {PREFIXES[prefix] for prefix in ("dcterms", "geo", "org", "owl", "prov", "rdfs", "schema", "sg", "skos")}
    )
    yield from describe(
        dataset,
        "void:Dataset",
        ("dcterms:title", text(*facts.title)),
        ("dcterms:description", text(*facts.description)),
        ("dcterms:license", _nodes(facts.licence) if facts.licence else []),
        ("dcterms:issued", date(facts.issued)),
        ("dcterms:modified", date(facts.modified)),
        ("foaf:homepage", _nodes(edition.base)),
        ("void:uriSpace", [Literal(f"{edition.base}id/")]),
        ("void:vocabulary", _nodes(*used)),
        ("void:dataDump", _nodes(*(f"{edition.base}downloads/{d.name}" for d in dumps if d.group == "graph"))),
        ("void:sparqlEndpoint", _nodes(endpoint) if endpoint else []),
        ("rdfs:seeAlso", _nodes(f"{edition.base}datasets/dcat", f"{edition.base}datasets/questions")),
    )


def _figures(edition: Edition, dataset: str, figures: Figures) -> Iterator[Triple]:
    yield from describe(
        dataset,
        "void:Dataset",
        ("void:exampleResource", _nodes(edition.iri(figures.example)) if figures.example else []),
        ("void:triples", number(figures.statements)),
        ("void:entities", number(figures.things)),
        ("void:distinctSubjects", number(figures.subjects)),
        ("void:distinctObjects", number(figures.objects)),
        ("void:properties", number(len(figures.properties))),
        ("void:classes", number(len(figures.classes))),
    )


def _partition(edition: Edition, dataset: str, what: str, term: str, measure: str, count: int) -> Iterator[Triple]:
    iri = _own(edition, f"{what}-{_slug(term)}")
    yield from describe(dataset, "void:Dataset", (f"void:{what}Partition", _nodes(iri)))
    yield from describe(iri, "void:Dataset", (f"void:{what}", _nodes(term)), (f"void:{measure}", number(count)))


def _slug(term: str) -> str:
    """A name for a term that is its own among all: the short form where there is one."""
    return "".join(sign if sign.isalnum() and sign.isascii() else "-" for sign in shorten(term)).strip("-")


def _linksets(edition: Edition, dataset: str, figures: Figures) -> Iterator[Triple]:
    counts = [(key, *count) for key, links in sorted(figures.links.items()) for count in sorted(links.items())]
    for key, property_, count in counts:
        space, words = TARGETS[key]
        iri, target = _own(edition, f"{key}-{_slug(property_)}"), _own(edition, key)
        yield from describe(dataset, "void:Dataset", ("void:subset", _nodes(iri)))
        yield from describe(
            iri,
            "void:Linkset",
            ("void:subjectsTarget", _nodes(dataset)),
            ("void:objectsTarget", _nodes(target)),
            ("void:linkPredicate", _nodes(property_)),
            ("void:triples", number(count)),
        )
        yield from describe(
            target, "void:Dataset", ("dcterms:title", text(words, words)), ("void:uriSpace", [Literal(space)])
        )


def _layers(graph: Graph, edition: Edition, dataset: str, figures: Figures) -> Iterator[Triple]:
    """A subset for each layer, with its statements counted in every named graph of the layer."""
    for layer, count in sorted(figures.layers.items()):
        iri = _own(edition, f"layer-{layer}")
        words = [graph.labels.of(NamedNode(SG + layer), lang) for lang in LANGUAGES]
        yield from describe(dataset, "void:Dataset", ("void:subset", _nodes(iri)))
        yield from describe(iri, "void:Dataset", ("dcterms:title", text(*words)), ("void:triples", number(count)))
        yield from describe(iri, "void:Dataset", ("dcterms:isPartOf", _nodes(dataset)))
