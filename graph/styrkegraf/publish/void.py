"""VoID: the dataset in figures, so that a client knows what is in it before it asks.

Counts are of statements seen once, however many passages make them. A linkset holds the links of one property to one
other dataset; which datasets there are is read from the graph, by the host and path of what it points to.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple

from styrkegraf.graph import Graph
from styrkegraf.namespaces import BASE, PREFIXES, SG, rdf, sg, shorten
from styrkegraf.publish.catalogue import LICENCE, About, dataset_iri
from styrkegraf.publish.datasets import DATASETS
from styrkegraf.publish.describing import date, describe, number, text
from styrkegraf.publish.dumps import Dump
from styrkegraf.publish.edition import Edition

__all__ = ["TARGETS", "VOID", "void"]

VOID: Final = ".well-known/void"
"""The address of the description below the base."""
TARGETS: Final = {
    "eu-eurio": ("http://data.europa.eu/s66#", "EURIO"),
    "eu-nace": ("http://data.europa.eu/ux2/nace2/", "NACE Rev. 2"),
    "eu-nuts": ("http://data.europa.eu/nuts/code/", "NUTS"),
    "dataportal": ("http://dataportal.se/organisation/", "dataportal.se"),
    "geonames": ("https://sws.geonames.org/", "GeoNames"),
    "ror": ("https://ror.org/", "ROR"),
    "schema": ("https://schema.org/", "schema.org"),
    "wikidata": ("http://www.wikidata.org/entity/", "Wikidata"),
}
"""The datasets that the graph may link to: short name, address space and name."""
_LINKS: Final = frozenset(
    PREFIXES[prefix] + local
    for prefix, names in {
        "skos": "exactMatch closeMatch relatedMatch broadMatch narrowMatch",
        "owl": "sameAs equivalentClass equivalentProperty",
        "rdfs": "subClassOf subPropertyOf seeAlso",
        "schema": "sameAs",
    }.items()
    for local in names.split()
)


def void(graph: Graph, edition: Edition, facts: About, dumps: tuple[Dump, ...], endpoint: str | None) -> list[Triple]:
    """The statements of the description."""
    triples = {quad.triple for quad in graph.store.quads()}
    dataset = dataset_iri(edition)
    statements = list(_dataset(edition, facts, dumps, endpoint))
    statements += _figures(edition, dataset, triples)
    for property_, count in sorted(_properties(triples).items()):
        statements += _partition(edition, dataset, "property", property_, "triples", count)
    for class_, count in sorted(_classes(triples).items()):
        statements += _partition(edition, dataset, "class", class_, "entities", count)
    return [*statements, *_linksets(edition, dataset, triples), *_graphs(graph, edition, dataset)]


def _nodes(*iris: str) -> list[NamedNode]:
    return [NamedNode(iri) for iri in iris]


def _own(edition: Edition, part: str) -> str:
    return f"{edition.base}{VOID}#{part}"


def _dataset(edition: Edition, facts: About, dumps: tuple[Dump, ...], endpoint: str | None) -> Iterator[Triple]:
    dataset, words = dataset_iri(edition), DATASETS["graph"]
    yield from describe(edition.base + VOID, "void:DatasetDescription", ("foaf:primaryTopic", _nodes(dataset)))
    used = sorted(
        {PREFIXES[prefix] for prefix in ("dcterms", "geo", "org", "owl", "prov", "rdfs", "schema", "sg", "skos")}
    )
    yield from describe(
        dataset,
        "void:Dataset",
        ("dcterms:title", text(*words.title)),
        ("dcterms:description", text(*words.description)),
        ("dcterms:license", _nodes(LICENCE)),
        ("dcterms:issued", date(facts.issued)),
        ("dcterms:modified", date(facts.modified)),
        ("foaf:homepage", _nodes(edition.base)),
        ("void:uriSpace", [Literal(f"{edition.base}id/")]),
        ("void:vocabulary", _nodes(*used)),
        ("void:dataDump", _nodes(*(f"{edition.base}downloads/{d.name}" for d in dumps if d.group == "graph"))),
        ("void:sparqlEndpoint", _nodes(endpoint) if endpoint else []),
        ("rdfs:seeAlso", _nodes(f"{edition.base}datasets/dcat", f"{edition.base}datasets/questions")),
    )


def _figures(edition: Edition, dataset: str, triples: set[Triple]) -> Iterator[Triple]:
    things = {
        t.subject for t in triples if isinstance(t.subject, NamedNode) and t.subject.value.startswith(BASE + "id/")
    }
    yield from describe(
        dataset,
        "void:Dataset",
        ("void:exampleResource", _nodes(*(edition.iri(iri) for iri in _example(triples)))),
        ("void:triples", number(len(triples))),
        ("void:entities", number(len(things))),
        ("void:distinctSubjects", number(len({t.subject for t in triples}))),
        ("void:distinctObjects", number(len({t.object for t in triples}))),
        ("void:properties", number(len(_properties(triples)))),
        ("void:classes", number(len(_classes(triples)))),
    )


def _example(triples: set[Triple]) -> list[str]:
    """The first county, which a client can look at to see what a thing is like."""
    counties = (t.subject for t in triples if t.predicate == rdf("type") and t.object == sg("County"))
    return sorted(county.value for county in counties if isinstance(county, NamedNode))[:1]


def _properties(triples: set[Triple]) -> Counter[str]:
    return Counter(triple.predicate.value for triple in triples)


def _classes(triples: set[Triple]) -> Counter[str]:
    kinds = (t.object for t in triples if t.predicate == rdf("type"))
    return Counter(kind.value for kind in kinds if isinstance(kind, NamedNode))


def _partition(edition: Edition, dataset: str, what: str, term: str, measure: str, count: int) -> Iterator[Triple]:
    iri = _own(edition, f"{what}-{_slug(term)}")
    yield from describe(dataset, "void:Dataset", (f"void:{what}Partition", _nodes(iri)))
    yield from describe(iri, "void:Dataset", (f"void:{what}", _nodes(term)), (f"void:{measure}", number(count)))


def _slug(term: str) -> str:
    """A name for a term that is its own among all: the short form where there is one."""
    return "".join(sign if sign.isalnum() and sign.isascii() else "-" for sign in shorten(term)).strip("-")


def _linksets(edition: Edition, dataset: str, triples: set[Triple]) -> Iterator[Triple]:
    counts: Counter[tuple[str, str]] = Counter()
    for triple in triples:
        if triple.predicate.value in _LINKS and isinstance(triple.object, NamedNode):
            counts.update((key, triple.predicate.value) for key in _targets(triple.object.value))
    for (key, property_), count in sorted(counts.items()):
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


def _targets(iri: str) -> list[str]:
    return [key for key, (space, _) in TARGETS.items() if iri.startswith(space)]


def _graphs(graph: Graph, edition: Edition, dataset: str) -> Iterator[Triple]:
    """A subset for each layer, with its statements counted in every named graph of the layer."""
    layers: dict[str, int] = defaultdict(int)
    for name, count in Counter(quad.graph_name for quad in graph.store.quads()).items():
        origin = graph.origins.get(name) if isinstance(name, NamedNode) else None
        if origin is not None:
            layers[origin.layer] += count
    for layer, count in sorted(layers.items()):
        iri = _own(edition, f"layer-{layer}")
        words = [graph.labels.of(NamedNode(SG + layer), lang) for lang in ("sv", "en")]
        yield from describe(dataset, "void:Dataset", ("void:subset", _nodes(iri)))
        yield from describe(iri, "void:Dataset", ("dcterms:title", text(*words)), ("void:triples", number(count)))
        yield from describe(iri, "void:Dataset", ("dcterms:isPartOf", _nodes(dataset)))
