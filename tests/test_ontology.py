"""The ontology: complete labels, full metadata, no dangling terms, the same terms as the vocabulary."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, BNode, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.namespace import DCTERMS, VANN

from styrkegraf.vocabulary import SG

ONTOLOGY = Path(__file__).parent.parent / "ontology"
BASE = "https://w3id.org/styrkegraf/ontology"
VS = Namespace("http://www.w3.org/2003/06/sw-vocab-status/ns#")


@pytest.fixture(scope="module")
def ontology() -> Graph:
    return Graph().parse(ONTOLOGY / "styrkegraf.ttl")


def terms(graph: Graph) -> set[URIRef]:
    return {s for s in graph.subjects() if isinstance(s, URIRef) and s.startswith(BASE + "#")}


def test_every_term_has_a_label_and_a_definition_in_both_languages(ontology: Graph) -> None:
    lacking = [
        (term, predicate)
        for term in terms(ontology)
        for predicate in (RDFS.label, SKOS.definition)
        if sorted(_languages(ontology, term, predicate)) != ["en", "sv"]
    ]
    assert lacking == []


def _languages(graph: Graph, term: URIRef, predicate: URIRef) -> list[str]:
    return [str(o.language) for o in graph.objects(term, predicate) if isinstance(o, Literal)]


def test_no_two_terms_of_a_kind_share_a_label(ontology: Graph) -> None:
    for kind in (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty):
        labels = [
            (str(o), o.language)
            for s in ontology.subjects(RDF.type, kind)
            for o in ontology.objects(s, RDFS.label)
            if isinstance(o, Literal)
        ]
        assert sorted(labels) == sorted(set(labels)), kind


@pytest.mark.parametrize(
    "predicate",
    [
        DCTERMS.title, DCTERMS.description, DCTERMS.creator, DCTERMS.license, DCTERMS.created, DCTERMS.issued,
        DCTERMS.bibliographicCitation, DCTERMS.source, OWL.versionIRI, VANN.preferredNamespacePrefix,
        VANN.preferredNamespaceUri, VS.term_status,
    ],
)  # fmt: skip
def test_the_ontology_describes_itself(ontology: Graph, predicate: URIRef) -> None:
    assert list(ontology.objects(URIRef(BASE), predicate))


def test_every_term_that_an_axiom_uses_is_declared(ontology: Graph) -> None:
    alignments = Graph().parse(ONTOLOGY / "alignments.ttl")
    used = {o for graph in (ontology, alignments) for o in graph.objects() if isinstance(o, URIRef)}
    used |= {s for s in alignments.subjects() if isinstance(s, URIRef)}
    ours = {term for term in used if term.startswith(BASE + "#")}
    assert ours <= terms(ontology)


def test_the_vocabulary_has_the_terms_of_the_ontology_and_no_others(ontology: Graph) -> None:
    names = {name for name in SG.__annotations__ if not name.startswith("_")}
    assert {BASE + "#" + name for name in names} == {str(term) for term in terms(ontology)}


def test_a_misspelt_term_is_refused() -> None:
    with pytest.raises(AttributeError):
        _ = SG.areaOff


def test_it_stays_within_owl_2_rl(ontology: Graph) -> None:
    """No class expressions where OWL 2 RL forbids them: ours are named classes and property chains throughout."""
    allowed = {OWL.members, OWL.distinctMembers, OWL.propertyChainAxiom}
    anonymous = {
        predicate for _, predicate, o in ontology if isinstance(o, BNode) and predicate not in {RDF.rest, RDF.first}
    }
    assert anonymous <= allowed
    forbidden = {OWL.hasKey, OWL.disjointUnionOf, OWL.hasSelf, OWL.oneOf, OWL.ReflexiveProperty}
    assert not forbidden & (set(ontology.predicates()) | set(ontology.objects(None, RDF.type)))


def test_property_chains_conclude_what_a_reader_wants(ontology: Graph) -> None:
    chains = {
        str(s).removeprefix(BASE + "#"): {
            tuple(str(part).rpartition("#")[2] for part in Collection(ontology, chain))
            for chain in ontology.objects(s, OWL.propertyChainAxiom)
        }
        for s in ontology.subjects(OWL.propertyChainAxiom)
    }
    assert chains["activeIn"] == {("supports", "areaOf"), ("activeIn", "within")}
    assert chains["locatedIn"] == {("locatedIn", "within")}
    assert chains["hasTheme"] == {("hasThemeTie", "toTheme")}
    assert chains["addresses"] == {("stepOf", "addresses")}


def test_the_alignments_say_nothing_of_foreign_terms() -> None:
    alignments = Graph().parse(ONTOLOGY / "alignments.ttl")
    assert {str(s) for s in alignments.subjects() if not str(s).startswith(BASE)} == set()
    spaces = (
        "http://data.europa.eu/s66#",
        "https://schema.org/",
        "http://data.europa.eu/m8g/",
        "http://www.w3.org/ns/org#",
    )
    for space in spaces:
        assert any(str(o).startswith(space) for o in alignments.objects()), space
