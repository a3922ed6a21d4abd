"""The catalogue: what is published, as data portals harvest it (DCAT-AP-SE 3.0.1, and with it DCAT-AP 3.0.1).

Four datasets: the graph, its tables, its networks and the ontology; tables and networks only where there are dumps of
them. Catalogue, datasets, distributions, publisher and contact have IRIs of their own below the address of the
catalogue, since portals cannot keep blank nodes apart. The profile asks for a category of high-value datasets only of
those, which these are not.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple

from styrkegraf.media import Medium
from styrkegraf.namespaces import BASE, ONTOLOGY, PREFIXES
from styrkegraf.publish.datasets import DATASETS, SWEDEN, About
from styrkegraf.publish.describing import date, describe, name, number, text
from styrkegraf.publish.dumps import Dump, Written
from styrkegraf.publish.edition import LICENCE, Edition
from styrkegraf.publish.publisher import Publisher
from styrkegraf.shipped import draws_on_shipped, is_shipped
from styrkegraf.store import Store
from styrkegraf.terms import Term

__all__ = [
    "CATALOGUE",
    "About",
    "about",
    "about_ontology",
    "catalogue",
    "dataset_iri",
    "fragment",
    "publisher_iri",
]

CATALOGUE: Final = "datasets/dcat"
"""The address of the catalogue below the base."""
_EU: Final = "http://publications.europa.eu/resource/authority/"
_IANA: Final = "https://www.iana.org/assignments/media-types/"
_PROFILE: Final = "http://data.europa.eu/r5r/"
_PROTOCOL: Final = "https://www.w3.org/TR/sparql11-protocol/"
_LANGUAGES: Final = ("SWE", "ENG")
_THEMES: Final = ("REGI", "ECON", "TECH")


_OURS: Final = About(licence=LICENCE, country=SWEDEN, frequency="IRREG", availability="STABLE")
"""What is so of graph and ontology as we publish them."""


def about(store: Store, publisher: Publisher | None = None) -> About:
    """What is known of a graph: what its publisher says, else of the shipped one the release of its ontology.

    The shipped one is about Sweden, whoever publishes it; it is named as the source of what is made from it.
    """
    shipped = is_shipped(store)
    source = BASE if draws_on_shipped(store) else None
    if publisher is not None and publisher.dataset is not None:
        return replace(publisher.dataset, source=source, country=SWEDEN if shipped else None)
    if not shipped:
        return About(source=source)
    words = DATASETS["graph"]
    return replace(about_ontology(store), title=words.title, description=words.description)


def about_ontology(store: Store) -> About:
    """What is known of the ontology, which is ours in every graph; it says version and dates itself."""
    found = {
        q.predicate.value: q.object.value for q in store.match(ONTOLOGY, None, None) if isinstance(q.object, Literal)
    }
    issued, modified = (found.get(PREFIXES["dcterms"] + key) for key in ("issued", "modified"))
    words = DATASETS["ontology"]
    return replace(
        _OURS,
        version=found.get(PREFIXES["owl"] + "versionInfo"),
        issued=issued,
        modified=modified,
        title=words.title,
        description=words.description,
    )


def fragment(edition: Edition, part: str) -> str:
    """The IRI of a part of the catalogue."""
    return f"{edition.base}{CATALOGUE}#{part}"


def dataset_iri(edition: Edition) -> str:
    """The IRI of the graph as a dataset, which VoID and schema.org speak of too."""
    return fragment(edition, "graph")


def catalogue(
    edition: Edition,
    publisher: Publisher,
    facts: About,
    ontology: About | None,
    written: Sequence[Written],
    endpoint: str | None = None,
    files: Mapping[Medium[object], bytes] | None = None,
) -> list[Triple]:
    """The statements of the catalogue.

    ``facts`` is what is said of the graph, ``ontology`` what is said of the ontology, where the graph holds it, and
    ``files`` are the documents about that in the formats of its distributions. ``written`` are the dumps with their
    sizes and checksums; ``endpoint`` is the address of a SPARQL service, which is described where there is one.
    """
    there = {"graph", *(each.dump.group for each in written)}
    said = {part: _part(facts, part) for part in DATASETS if part in there}
    if ontology is not None:
        ontology = replace(ontology, availability=facts.availability)  # where the files lie is for the publisher
        said["ontology"] = ontology
    statements = [*_catalogue(edition, publisher, facts, said, endpoint), *_publisher(edition, publisher)]
    statements += _kinds(edition, facts)
    for part, its in said.items():
        its_dumps = [each for each in written if each.dump.group == part]
        slugs = [_slug(each.dump) for each in its_dumps]
        if part == "ontology":
            slugs = [f"{part}-{medium.extension}" for medium in files or ()]
        statements += _dataset(edition, publisher, its, part, slugs, endpoint)
        for each in its_dumps:
            statements += _distribution(edition, its, each)
    if ontology is not None:
        statements += _ontology(edition, ontology, files or {}, [*said, *(["sparql"] if endpoint else [])])
    return statements + list(_service(edition, publisher, facts, endpoint) if endpoint else ())


def _ontology(
    edition: Edition, ontology: About, files: Mapping[Medium[object], bytes], parts: Iterable[str]
) -> Iterator[Triple]:
    """The files of the ontology, and its page as the page about every part."""
    page = f"{edition.base}ontology"
    for medium, content in files.items():
        yield from _ontology_file(edition, ontology, medium, content)
    yield from describe(page, "foaf:Document")
    for part in parts:
        yield Triple(NamedNode(fragment(edition, part)), name("foaf:page"), NamedNode(page))


def _part(facts: About, part: str) -> About:
    """What is said of the graph in another form: the same, but for its words; its name is the title up to a colon."""
    if part == "graph":
        return facts
    words = DATASETS[part]
    sv, en = (form.format(title.partition(":")[0]) for form, title in zip(words.title, facts.title, strict=True))
    return replace(facts, title=(sv, en), description=words.description)


def _nodes(*iris: str | None) -> list[NamedNode]:
    return [NamedNode(iri) for iri in iris if iri]


def _authority(table: str, *codes: str | None) -> list[NamedNode]:
    return _nodes(*(f"{_EU}{table}/{code}" for code in codes if code))


def _country(facts: About) -> list[NamedNode]:
    return _authority("country", facts.country.code) if facts.country else []


def publisher_iri(edition: Edition, publisher: Publisher) -> str:
    """The IRI of the publisher: the one that it has, or one of ours."""
    return publisher.iri or fragment(edition, "publisher")


def _catalogue(
    edition: Edition, publisher: Publisher, facts: About, parts: Iterable[str], endpoint: str | None
) -> Iterator[Triple]:
    yield from describe(
        fragment(edition, "catalogue"),
        "dcat:Catalog",
        ("dcterms:title", text(*facts.title)),
        ("dcterms:description", text(*facts.description)),
        ("dcterms:publisher", _nodes(publisher_iri(edition, publisher))),
        ("dcterms:license", _nodes(LICENCE)),
        ("dcterms:conformsTo", _nodes(_PROFILE)),
        ("dcterms:issued", date(facts.issued)),
        ("dcterms:modified", date(facts.modified)),
        ("dcterms:language", _authority("language", *_LANGUAGES)),
        ("dcterms:spatial", _country(facts)),
        ("dcat:themeTaxonomy", _nodes(_EU + "data-theme")),
        ("foaf:homepage", _nodes(edition.base)),
        ("dcat:dataset", _nodes(*(fragment(edition, part) for part in parts))),
        ("dcat:service", _nodes(fragment(edition, "sparql") if endpoint else None)),
    )


def _publisher(edition: Edition, publisher: Publisher) -> Iterator[Triple]:
    yield from describe(
        publisher_iri(edition, publisher),
        "foaf:Agent",
        ("foaf:name", text(publisher.sv, publisher.en)),
        ("dcterms:type", [name(f"publishertype:{publisher.type}")] if publisher.type else []),
        ("dcterms:identifier", [Literal(publisher.identifier)] if publisher.identifier else []),
        ("foaf:homepage", _nodes(publisher.homepage)),
    )
    if publisher.contact:
        yield from describe(
            fragment(edition, "contact"),
            "vcard:Organization vcard:Kind",
            ("vcard:fn", [Literal(publisher.contact.name)]),
            ("vcard:hasEmail", _nodes(f"mailto:{publisher.contact.email}")),
        )


def _contact(edition: Edition, publisher: Publisher) -> list[NamedNode]:
    return _nodes(fragment(edition, "contact")) if publisher.contact else []


def _dataset(
    edition: Edition, publisher: Publisher, facts: About, part: str, files: Iterable[str], endpoint: str | None
) -> Iterator[Triple]:
    if part == "graph" and endpoint:
        files = [*files, "graph-sparql"]
    yield from describe(
        fragment(edition, part),
        "dcat:Dataset",
        ("dcterms:title", text(*facts.title)),
        ("dcterms:description", text(*facts.description)),
        ("dcterms:publisher", _nodes(publisher_iri(edition, publisher))),
        ("dcat:contactPoint", _contact(edition, publisher)),
        ("dcat:keyword", [value for pair in DATASETS[part].keywords for value in text(*pair)]),
        ("dcat:theme", _authority("data-theme", *_THEMES)),
        ("dcterms:issued", date(facts.issued)),
        ("dcterms:modified", date(facts.modified)),
        ("dcterms:identifier", [Literal(fragment(edition, part))]),
        ("dcterms:accessRights", _authority("access-right", "PUBLIC")),
        ("prov:wasDerivedFrom", _nodes(facts.source)),
        ("dcterms:spatial", _country(facts)),
        ("dcterms:conformsTo", _nodes(ONTOLOGY.value) if part != "ontology" else []),
        ("dcterms:accrualPeriodicity", _authority("frequency", facts.frequency)),
        ("dcterms:language", _authority("language", *_LANGUAGES)),
        ("dcat:version", [Literal(facts.version)] if facts.version else []),
        ("dcat:landingPage", _nodes(edition.base)),
        ("dcat:distribution", _nodes(*(fragment(edition, each) for each in files))),
    )


def _slug(dump: Dump) -> str:
    return "-".join([dump.group, *dump.name.removeprefix("networks/").removesuffix(".graphml").split(".")])


def _distribution(edition: Edition, facts: About, written: Written) -> Iterator[Triple]:
    dump = written.dump
    iri, address = fragment(edition, _slug(dump)), f"{edition.base}downloads/{dump.name}"
    yield from _file(iri, address, text(dump.sv, dump.en), dump.medium, facts)
    yield from _measured(iri, written.size, written.sha256)
    yield from describe(
        iri, "dcat:Distribution", ("dcterms:conformsTo", _nodes(ONTOLOGY.value) if dump.group == "graph" else [])
    )


def _measured(iri: str, size: int, sha256: str) -> Iterator[Triple]:
    """Size and checksum of the file of a distribution."""
    yield from describe(
        iri,
        "dcat:Distribution",
        ("dcat:byteSize", number(size, "nonNegativeInteger")),
        ("spdx:checksum", _nodes(f"{iri}-checksum")),
    )
    yield from describe(
        f"{iri}-checksum",
        "spdx:Checksum",
        ("spdx:algorithm", [name("spdx:checksumAlgorithm_sha256")]),
        ("spdx:checksumValue", [Literal(sha256, datatype=name("xsd:hexBinary"))]),
    )


def _ontology_file(edition: Edition, facts: About, medium: Medium[object], content: bytes) -> Iterator[Triple]:
    iri = fragment(edition, f"ontology-{medium.extension}")
    address = f"{edition.base}ontology.{medium.extension}"
    titles = text(f"Ontologin, {medium.name}", f"The ontology, {medium.name}")
    yield from _file(iri, address, titles, medium, facts)
    yield from _measured(iri, len(content), hashlib.sha256(content).hexdigest())


def _file(iri: str, address: str, titles: list[Literal], medium: Medium[object], facts: About) -> Iterator[Triple]:
    yield from describe(
        iri,
        "dcat:Distribution",
        ("dcterms:title", titles),
        ("dcterms:description", titles),
        ("dcat:accessURL", _nodes(address)),
        ("dcat:downloadURL", _nodes(address)),
        ("dcat:mediaType", _nodes(_IANA + medium.media_type)),
        ("dcterms:format", _authority("file-type", medium.file_type)),
        ("dcterms:license", _nodes(facts.licence)),
        ("dcterms:issued", date(facts.issued)),
        ("dcterms:modified", date(facts.modified)),
        ("dcatap:availability", _authority("planned-availability", facts.availability)),
    )


def _service(edition: Edition, publisher: Publisher, facts: About, endpoint: str) -> Iterator[Triple]:
    titles = text("Fråga grafen med SPARQL", "Ask the graph in SPARQL")
    service = fragment(edition, "sparql")
    common: list[tuple[str, Iterable[Term]]] = [
        ("dcterms:title", titles),
        ("dcterms:format", _authority("file-type", "SPARQLQ")),
        ("dcterms:license", _nodes(facts.licence)),
        ("dcterms:conformsTo", _nodes(_PROTOCOL)),
    ]
    yield from describe(
        service,
        "dcat:DataService",
        *common,
        ("dcterms:description", text("SPARQL 1.1 över hela grafen.", "SPARQL 1.1 over the whole graph.")),
        ("dcat:endpointURL", _nodes(endpoint)),
        ("dcat:endpointDescription", _nodes(endpoint)),
        ("dcat:servesDataset", _nodes(dataset_iri(edition))),
        ("dcterms:publisher", _nodes(publisher_iri(edition, publisher))),
        ("dcat:contactPoint", _contact(edition, publisher)),
        ("dcat:keyword", text("SPARQL", "SPARQL")),
        ("dcat:theme", _authority("data-theme", *_THEMES)),
        ("dcterms:accessRights", _authority("access-right", "PUBLIC")),
    )
    yield from describe(
        fragment(edition, "graph-sparql"),
        "dcat:Distribution",
        *common,
        ("dcterms:description", titles),
        ("dcat:accessURL", _nodes(endpoint)),
        ("dcat:accessService", _nodes(service)),
        ("dcatap:availability", _authority("planned-availability", facts.availability)),
    )
    yield from describe(
        _PROTOCOL, "dcterms:Standard", ("dcterms:title", text("SPARQL 1.1 Protocol", "SPARQL 1.1 Protocol"))
    )


def _kinds(edition: Edition, facts: About) -> Iterator[Triple]:
    """What the things are that the catalogue points to, for harvesters that look at nothing else."""
    yield from describe(LICENCE, "dcterms:LicenseDocument", ("dcterms:title", text("CC0 1.0", "CC0 1.0")))
    for licence in _nodes(facts.licence):
        yield from describe(licence.value, "dcterms:LicenseDocument")
    yield from describe(_PROFILE, "dcterms:Standard", ("dcterms:title", text("DCAT-AP", "DCAT-AP")))
    yield from describe(ONTOLOGY.value, "dcterms:Standard", ("dcterms:title", text(*DATASETS["ontology"].title)))
    yield from describe(edition.base, "foaf:Document")
