"""The catalogue passes the shapes of DCAT-AP and of its Swedish profile; each of our shapes finds what breaks it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse, serialize

from shipped import shipped
from styrkegraf.media import RDF_XML, TURTLE
from styrkegraf.namespaces import rdf
from styrkegraf.publish import catalogue as module
from styrkegraf.publish.catalogue import About, catalogue
from styrkegraf.publish.datasets import SWEDEN
from styrkegraf.publish.describing import name, write
from styrkegraf.publish.dumps import Written, dumps
from styrkegraf.publish.edition import LICENCE, Edition
from styrkegraf.publish.metadata import Metadata
from styrkegraf.publish.publisher import Contact, Publisher, PublisherError, own_publisher, read_publisher
from styrkegraf.validate.finding import SHAPE
from styrkegraf.validate.shapes import rules_of

BASE = "https://data.example.se/s3/"
EU = Path(__file__).parents[3] / "shared" / "dcat"
SHAPES = Path(module.__file__).with_name("dcat-ap-se.shapes.ttl")
AUTHORITY = "http://publications.europa.eu/resource/authority/"
FULL = Publisher(
    "Region Exempel", "Region Example", "RegionalAuthority", identifier="000000-0000", contact=Contact("Data", "a@b.se")
)
FACTS = About("1.0", "2026-01-01", "2026-02-01", LICENCE, country=SWEDEN, frequency="IRREG", availability="STABLE")
WRITTEN = [Written(dump, 1000, "00" * 32) for dump in dumps()]
Break = Callable[[list[Triple]], list[Triple]]


def made(publisher: Publisher = FULL) -> list[Triple]:
    return catalogue(Edition(BASE), publisher, FACTS, FACTS, WRITTEN, BASE + "sparql", {TURTLE: b"", RDF_XML: b""})


def broken(statements: list[Triple]) -> set[str]:
    """The names of the shapes that something in the statements breaks; blank nodes stay what they are."""
    import shacl

    data = (serialize(statements, format=RdfFormat.N_TRIPLES) or b"").decode()
    compiled = shacl.Shapes.from_text(SHAPES.read_text(encoding="utf-8"), format="turtle")
    results = compiled.validate_text(data, format="ntriples").results
    return {str(result.source_shape).strip("<>").removeprefix(SHAPE) for result in results}


def without(kind: str, short: str) -> Break:
    """Leave out a property of everything of a kind."""

    def leave_out(statements: list[Triple]) -> list[Triple]:
        members = {t.subject for t in statements if t.predicate == rdf("type") and t.object == name(kind)}
        return [t for t in statements if t.subject not in members or t.predicate != name(short)]

    return leave_out


def nameless(kind: str) -> Break:
    """Make one thing of a kind a blank node."""

    def rename(statements: list[Triple]) -> list[Triple]:
        one = next(t.subject for t in statements if t.predicate == rdf("type") and t.object == name(kind))
        blank = BlankNode("x")
        return [
            Triple(blank if t.subject == one else t.subject, t.predicate, blank if t.object == one else t.object)
            for t in statements
        ]

    return rename


def instead(kind: str, short: str, value: NamedNode | Literal) -> Break:
    """Give everything of a kind one other value of a property."""

    def change(statements: list[Triple]) -> list[Triple]:
        members = {t.subject for t in statements if t.predicate == rdf("type") and t.object == name(kind)}
        return [*without(kind, short)(statements), *(Triple(one, name(short), value) for one in members)]

    return change


KINDS = {
    "catalogue": "dcat:Catalog",
    "dataset": "dcat:Dataset",
    "distribution": "dcat:Distribution",
    "service": "dcat:DataService",
    "agent": "foaf:Agent",
    "contact": "vcard:Kind",
}
PROPERTIES = {
    "catalogue": "title:dcterms:title description:dcterms:description publisher:dcterms:publisher"
    " licence:dcterms:license dataset:dcat:dataset issued:dcterms:issued modified:dcterms:modified"
    " language:dcterms:language homepage:foaf:homepage spatial:dcterms:spatial taxonomy:dcat:themeTaxonomy",
    "dataset": "title:dcterms:title description:dcterms:description publisher:dcterms:publisher"
    " contact:dcat:contactPoint keyword:dcat:keyword theme:dcat:theme issued:dcterms:issued spatial:dcterms:spatial"
    " access:dcterms:accessRights",
    "distribution": "address:dcat:accessURL format:dcterms:format description:dcterms:description"
    " availability:dcatap:availability licence:dcterms:license",
    "service": "title:dcterms:title endpoint:dcat:endpointURL format:dcterms:format"
    " endpoint-description:dcat:endpointDescription contact:dcat:contactPoint keyword:dcat:keyword"
    " licence:dcterms:license access:dcterms:accessRights",
    "agent": "name:foaf:name type:dcterms:type identifier:dcterms:identifier",
    "contact": "name:vcard:fn email:vcard:hasEmail",
}
BREAKS: dict[str, Break] = {
    **{
        f"{kind}-{rule.partition(':')[0]}": without(KINDS[kind], rule.partition(":")[2])
        for kind, rules in PROPERTIES.items()
        for rule in rules.split()
    },
    **{f"{kind}-iri": nameless(KINDS[kind]) for kind in KINDS},
    "dataset-distribution": instead("dcat:Dataset", "dcat:distribution", NamedNode(BASE + "nothing")),
}


def test_every_shape_has_something_that_breaks_it() -> None:
    shapes = (quad.triple for quad in parse(SHAPES.read_bytes(), RdfFormat.TURTLE))
    assert set(BREAKS) == {rule.name for rule in rules_of(shapes).values()}
    assert len(BREAKS) == 45


@pytest.mark.parametrize("shape", sorted(BREAKS))
def test_a_shape_finds_what_breaks_it(shape: str) -> None:
    assert shape in broken(BREAKS[shape](made()))


@pytest.mark.parametrize(
    ("shape", "change"),
    [
        (
            "catalogue-licence",
            instead("dcat:Catalog", "dcterms:license", NamedNode("http://creativecommons.org/licenses/by/4.0/")),
        ),
        ("catalogue-title", instead("dcat:Catalog", "dcterms:title", Literal("utan språk"))),
        ("agent-type", instead("foaf:Agent", "dcterms:type", NamedNode("http://example.org/type"))),
        ("contact-email", instead("vcard:Kind", "vcard:hasEmail", NamedNode("https://example.org/"))),
        ("dataset-theme", instead("dcat:Dataset", "dcat:theme", NamedNode("http://example.org/theme"))),
    ],
)
def test_a_wrong_value_is_found(shape: str, change: Break) -> None:
    assert shape in broken(change(made()))


def test_our_catalogue_keeps_every_rule_of_the_swedish_profile() -> None:
    assert broken(made()) == set()


def test_a_catalogue_without_contact_lacks_only_what_is_recommended() -> None:
    plain = replace(FULL, contact=None, identifier=None)
    assert broken(made(plain)) == {"agent-identifier", "dataset-contact", "service-contact"}


def known_terms(statements: list[Triple]) -> str:
    """What a validator with the authority tables of the EU knows of the terms in use."""
    background = (EU / "background.ttl").read_text(encoding="utf-8")
    lines = []
    for iri in sorted({t.object.value for t in statements if isinstance(t.object, NamedNode)}):
        if iri.startswith((AUTHORITY + "file-type/", "https://www.iana.org/")):
            lines.append(f"<{iri}> a dcterms:MediaTypeOrExtent , dcterms:MediaType .")
        if iri.startswith((AUTHORITY, "http://purl.org/adms/")) and iri != AUTHORITY + "data-theme":
            lines.append(f'<{iri}> a skos:Concept ; skos:prefLabel "x"@en .')
    return background + "\n".join(lines)


def against_dcat_ap(statements: list[Triple], shapes: str) -> list[tuple[str, str]]:
    """What in the statements the shapes of the EU find fault with: the thing and the value."""
    import shacl

    terms = [quad.triple for quad in parse(known_terms(statements), RdfFormat.TURTLE)]
    data = (serialize([*statements, *terms], format=RdfFormat.N_TRIPLES) or b"").decode()
    compiled = shacl.Shapes.from_text((EU / shapes).read_text(encoding="utf-8"), format="turtle")
    return [(str(r.focus_node), str(r.value)) for r in compiled.validate_text(data, format="ntriples").results]


@pytest.mark.skipif(not EU.is_dir(), reason="the shapes of DCAT-AP are not beside the project")
@pytest.mark.parametrize("shapes", ["shapes.ttl", "range.ttl"])
def test_the_catalogue_passes_the_shapes_of_dcat_ap(shapes: str) -> None:
    assert against_dcat_ap(made(), shapes) == []


def test_nothing_in_the_catalogue_is_nameless() -> None:
    assert not [t for t in made() if isinstance(t.subject, BlankNode) or isinstance(t.object, BlankNode)]


def test_every_distribution_says_its_size_and_checksum() -> None:
    statements = made()
    of = {t.subject: t.object for t in statements if t.predicate == name("spdx:checksum")}
    sized = {t.subject for t in statements if t.predicate == name("dcat:byteSize")}
    files = {t.subject for t in statements if t.predicate == name("dcat:downloadURL")}
    assert of.keys() == sized == files
    assert len(files) == len(dumps()) + 2


def test_rdf_xml_holds_the_whole_catalogue() -> None:
    read = {quad.triple for quad in parse(write(made(), RdfFormat.RDF_XML), RdfFormat.RDF_XML)}
    assert read == set(made())


def test_by_default_the_shipped_graph_says_who_publishes() -> None:
    graph = shipped()
    assert own_publisher(graph.store).sv == "Styrkegraf"
    described = Metadata(graph, Edition(BASE))
    assert described.publisher.contact is None
    assert b"hasEmail" not in described.document("datasets/dcat", RdfFormat.TURTLE)


def test_a_publisher_file_is_read(tmp_path: Path) -> None:
    file = tmp_path / "publisher.toml"
    file.write_text(
        'name = { sv = "Region Västmanland", en = "Region Västmanland" }\ntype = "RegionalAuthority"\n'
        'homepage = "https://regionvastmanland.se/"\n[contact]\nname = "Öppna data"\nemail = "data@example.org"\n',
        encoding="utf-8",
    )
    found = read_publisher(file)
    assert (found.sv, found.type) == ("Region Västmanland", "RegionalAuthority")
    assert found.contact == Contact("Öppna data", "data@example.org")
    assert broken(made(found)) == {"agent-identifier"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('type = "RegionalAuthority"', "name"),
        ('name = "X"', "type"),
        ('name = "X"\ntype = "Kingdom"', "Kingdom"),
        ('name = "X"\ntype = "Company"\niri = "javascript:alert(1)"', "iri"),
        ('name = "X"\ntype = "Company"\nhomepage = "https://a.se/<b>"', "homepage"),
        ('name = "X"\ntype = "Company"\ncolour = "red"', "colour"),
        ('name = "X"\ntype = "Company"\nversion = "1"', "“version” is not known; the keys are contact, dataset"),
        ('name = "X"\ntype = "Company"\ndataset = "Y"', r"write \[dataset\]"),
        ('name = "X"\ntype = "Company"\n[dataset]\nname = "Y"', "“name” is not known; the keys are description"),
        ('name = "X"\ntype = "Company"\n[dataset]\ntitle = "Y"', 'write title = { sv = "…", en = "…" }'),
        ('name = "X"\ntype = "Company"\n[dataset]\ndescription = { sv = "Y" }', "“description” is wanted in Swedish"),
        (
            'name = "X"\ntype = "Company"\n[dataset]\ntitle = { sv = "Y", en = "Z", fi = "Å" }',
            "“title” is wanted in Swedish and English, and no other language",
        ),
        ('name = "X"\ntype = "Company"\n[dataset]\ntitle = { sv = "Y", en = " " }', "“title.en” must be a text"),
        ('name = "X"\ntype = "Company"\n[dataset]\nlicence = "CC BY"', "“licence” is no web address: CC BY; write"),
        ('name = "X"\ntype = "Company"\n[dataset]\nissued = "in May"', "write it as issued = 2026-12-24"),
        ('name = "X"\ntype = "Company"\n[dataset]\nmodified = 2026-05-01T12:00:00', "“modified” is no date"),
        ('name = "X"\ntype = "Company"\n[dataset]\nversion = 1.0', "“version” must be a text of one line, in quot"),
        ('name = "X"\ntype = "Company"\n[contact]\nname = "Y"', "contact"),
        ('name = "X"\ntype = "Company"\n[contact]\nname = "Y"\nemail = "a@b.se> ."', "email"),
        ("name = [", "TOML"),
    ],
)
def test_a_wrong_publisher_file_is_refused_with_the_key(text: str, said: str, tmp_path: Path) -> None:
    file = tmp_path / "publisher.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(PublisherError, match=said):
        read_publisher(file)


def test_an_absent_publisher_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(PublisherError, match=r"nothing\.toml"):
        read_publisher(tmp_path / "nothing.toml")
