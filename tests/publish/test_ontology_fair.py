"""The ontology against the checks of FOOPS! (https://w3id.org/foops), as far as they can be made without the web.

Each test carries the number of its check. Those on the web are answered by the service in place of the real address.
Not here: FIND2, FIND3 and FIND_3_BIS, which look the ontology up in registries; and of OM3 the DOI, which is given to a
release by whoever publishes it.
"""

from __future__ import annotations

from pathlib import Path

import pytest
import rdflib
from rdflib import OWL, RDF, RDFS, SKOS, Graph, Literal, Namespace, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import DCTERMS, FOAF, VANN

from service.asking import get, service_of
from shipped import shipped
from styrkegraf.namespaces import BASE
from styrkegraf.publish.formats import FORMATS
from styrkegraf.resources import ontology_file
from styrkegraf.service.answer import Service
from tags import Tags

IRI = URIRef(BASE + "ontology")
BIBO = Namespace("http://purl.org/ontology/bibo/")
RDF_FORMS = {"ttl": "turtle", "jsonld": "json-ld", "rdf": "xml", "nt": "nt"}
MINIMUM = [
    DCTERMS.title,
    DCTERMS.description,
    DCTERMS.license,
    OWL.versionIRI,
    DCTERMS.creator,
    VANN.preferredNamespaceUri,
]
RECOMMENDED = [VANN.preferredNamespacePrefix, OWL.versionInfo, DCTERMS.created, DCTERMS.bibliographicCitation]
DETAILED = [DCTERMS.publisher, FOAF.logo, BIBO.status, DCTERMS.source, DCTERMS.issued, DCTERMS.modified]
OWN = (str(RDF), str(RDFS), str(OWL), BASE)


@pytest.fixture(scope="module")
def ontology() -> Graph:
    return Graph().parse(ontology_file("styrkegraf.ttl"))


@pytest.fixture(scope="module")
def service() -> Service:
    return service_of(shipped())


def terms(ontology: Graph) -> list[URIRef]:
    return sorted({s for s in ontology.subjects() if isinstance(s, URIRef) and s.startswith(f"{IRI}#")})


@pytest.mark.parametrize("accept", ["text/html", *(form.media_type for form in FORMATS)])
def test_cn1_the_ontology_is_negotiated_as_a_page_and_as_data(service: Service, accept: str) -> None:
    answer = get(service, "/ontology", accept)
    assert answer.status == 200
    assert (answer.header("content-type") or "").startswith(accept)


def test_doc1_it_has_a_page_for_people(service: Service) -> None:
    answer = get(service, "/ontology.en.html")
    assert isinstance(answer.body, bytes)
    assert len(Tags(answer.body.decode()).every("h3")) >= 180


@pytest.mark.parametrize("extension", sorted(RDF_FORMS))
def test_rdf1_what_is_served_is_the_ontology_as_written(service: Service, ontology: Graph, extension: str) -> None:
    answer = get(service, f"/ontology.{extension}")
    assert isinstance(answer.body, bytes)
    served = Graph().parse(data=answer.body, format=RDF_FORMS[extension])
    assert isomorphic(_without_blanks(served), _without_blanks(ontology))


def _without_blanks(graph: Graph) -> Graph:
    """The statements between named terms: lists are compared by the reasoner's tests."""
    found = Graph()
    for triple in graph:
        if not any(isinstance(term, rdflib.BNode) for term in triple):
            found.add(triple)
    return found


def test_uri1_uri2_the_address_in_the_file_is_the_one_that_answers(service: Service, ontology: Graph) -> None:
    assert list(ontology.subjects(RDF.type, OWL.Ontology)) == [IRI]
    answer = get(service, "/" + str(IRI).removeprefix(BASE), "text/turtle")
    assert isinstance(answer.body, bytes)
    assert list(Graph().parse(data=answer.body).subjects(RDF.type, OWL.Ontology)) == [IRI]


def test_ver1_ver2_the_version_has_an_address_of_its_own_that_answers(service: Service, ontology: Graph) -> None:
    (version,) = ontology.objects(IRI, OWL.versionIRI)
    assert version != IRI
    assert str(version).endswith(str(ontology.value(IRI, OWL.versionInfo)))
    answer = get(service, "/" + str(version).removeprefix(BASE), "text/turtle")
    assert (answer.status, answer.header("location")) == (303, "../ontology")


def test_purl1_http1_addresses_are_persistent_and_of_an_open_protocol() -> None:
    assert IRI.startswith("https://w3id.org/")


def test_find1_the_prefix_stands_for_the_namespace_of_the_terms(ontology: Graph) -> None:
    assert [str(o) for o in ontology.objects(IRI, VANN.preferredNamespacePrefix)] == ["sg"]
    (namespace,) = ontology.objects(IRI, VANN.preferredNamespaceUri)
    assert str(namespace) == f"{IRI}#"
    assert dict(ontology.namespaces())["sg"] == URIRef(f"{IRI}#")


@pytest.mark.parametrize("predicate", [*MINIMUM, *RECOMMENDED, *DETAILED], ids=lambda one: str(one).rpartition("/")[2])
def test_om1_om2_om3_it_says_of_itself_what_it_should(ontology: Graph, predicate: URIRef) -> None:
    values = list(ontology.objects(IRI, predicate))
    assert values
    assert all(str(value).strip() for value in values)


@pytest.mark.parametrize("predicate", [DCTERMS.title, DCTERMS.description, SKOS.changeNote])
def test_om1_its_texts_are_in_both_languages(ontology: Graph, predicate: URIRef) -> None:
    languages = [value.language for value in ontology.objects(IRI, predicate) if isinstance(value, Literal)]
    assert sorted(map(str, languages)) == ["en", "sv"]


def test_om4_1_om4_2_the_licence_is_one_that_has_an_address(ontology: Graph) -> None:
    assert list(ontology.objects(IRI, DCTERMS.license)) == [URIRef("http://creativecommons.org/publicdomain/zero/1.0/")]


def test_om5_1_om5_2_dates_and_makers_are_told_and_in_order(ontology: Graph) -> None:
    created, issued, modified = (
        str(ontology.value(IRI, predicate)) for predicate in (DCTERMS.created, DCTERMS.issued, DCTERMS.modified)
    )
    assert created <= issued <= modified
    assert list(ontology.objects(IRI, DCTERMS.creator))
    assert list(ontology.objects(IRI, DCTERMS.publisher))


def test_om3_the_logo_is_a_file_that_is_published(ontology: Graph) -> None:
    from styrkegraf import atlas

    (logo,) = ontology.objects(IRI, FOAF.logo)
    assert (Path(str(atlas.__file__)).parent / str(logo).removeprefix(BASE)).is_file()


def test_voc1_metadata_is_written_in_known_vocabularies(ontology: Graph) -> None:
    spaces = {str(DCTERMS), str(VANN), str(FOAF), str(OWL), str(BIBO), str(SKOS), str(RDF)}
    used = {predicate for predicate in ontology.predicates(IRI) if not str(predicate).startswith(tuple(spaces))}
    assert used == {URIRef("http://www.w3.org/2003/06/sw-vocab-status/ns#term_status")}


def test_voc2_it_builds_on_other_vocabularies(ontology: Graph) -> None:
    above = {o for p in (RDFS.subClassOf, RDFS.subPropertyOf) for o in ontology.objects(None, p)}
    others = {str(one) for one in above if isinstance(one, URIRef) and not str(one).startswith(OWN)}
    for space in ("http://www.w3.org/ns/org#", "http://www.w3.org/ns/prov#", str(SKOS)):
        assert any(one.startswith(space) for one in others), space


@pytest.mark.parametrize("predicate", [RDFS.label, SKOS.definition], ids=["voc3", "voc4"])
def test_voc3_voc4_every_term_has_a_name_and_a_definition(ontology: Graph, predicate: URIRef) -> None:
    found = terms(ontology)
    assert len(found) > 150
    assert [term for term in found if not list(ontology.objects(term, predicate))] == []
