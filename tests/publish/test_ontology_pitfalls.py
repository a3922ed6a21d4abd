"""The ontology against the catalogue of pitfalls of OOPS! (https://oops.linkeddata.es), as far as a program can tell.

Each test carries the number of its pitfall. Not here: P01, P09, P17, P18 and P23, which take a person's judgement; P14,
P15 and P16, which are about class expressions, of which there are none (see ``test_it_stays_within_owl_2_rl``); and
P37, which `test_ontology_fair` answers.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.namespace import DCTERMS, FOAF, ORG, PROV, DefinedNamespace
from rdflib.term import Node

from styrkegraf.namespaces import BASE
from styrkegraf.resources import ontology_file

IRI = URIRef(BASE + "ontology")
SG = str(IRI) + "#"
SCHEMA = Namespace("https://schema.org/")
KNOWN: dict[str, type[DefinedNamespace]] = {
    str(SKOS): SKOS, str(ORG): ORG, str(PROV): PROV, str(DCTERMS): DCTERMS, str(FOAF): FOAF,
}  # fmt: skip


@pytest.fixture(scope="module")
def ontology() -> Graph:
    return Graph().parse(ontology_file("styrkegraf.ttl"))


@pytest.fixture(scope="module")
def both() -> Graph:
    """The ontology with its alignments."""
    return Graph().parse(ontology_file("styrkegraf.ttl")).parse(ontology_file("alignments.ttl"))


def own(graph: Graph, *kinds: URIRef) -> list[URIRef]:
    found = {s for kind in kinds for s in graph.subjects(RDF.type, kind) if isinstance(s, URIRef)}
    return sorted(s for s in found if s.startswith(SG))


def properties(graph: Graph) -> list[URIRef]:
    return own(graph, OWL.ObjectProperty, OWL.DatatypeProperty)


def local(node: Node) -> str:
    return str(node).removeprefix(SG)


def inverses(graph: Graph, one: URIRef) -> set[Node]:
    return {*graph.objects(one, OWL.inverseOf), *graph.subjects(OWL.inverseOf, one)}


def labels(graph: Graph, nodes: Iterable[URIRef]) -> list[tuple[str, str | None]]:
    return [
        (str(o).casefold(), o.language) for s in nodes for o in graph.objects(s, RDFS.label) if isinstance(o, Literal)
    ]


def ends(graph: Graph, one: URIRef, axiom: URIRef, note: URIRef, other: URIRef, other_note: URIRef) -> set[Node]:
    """Where a property begins or ends: by axiom, by the note that it is used there, or by its inverse."""
    found = {*graph.objects(one, axiom), *graph.objects(one, note)}
    for inverse in inverses(graph, one):
        found |= {*graph.objects(inverse, other), *graph.objects(inverse, other_note)}
    return found


def cycle(graph: Graph, start: Node, predicate: URIRef) -> bool:
    """Whether a hierarchy leads back to where it started."""
    seen: set[Node] = set()
    waiting = list(graph.objects(start, predicate))
    while waiting:
        one = waiting.pop()
        if one == start:
            return True
        if one not in seen:
            seen.add(one)
            waiting += graph.objects(one, predicate)
    return False


def test_p02_p12_p27_p31_nothing_is_said_twice_under_two_names(both: Graph) -> None:
    assert list(both.subject_objects(OWL.equivalentClass)) == []
    assert list(both.subject_objects(OWL.equivalentProperty)) == []


def test_p03_no_relation_stands_for_being_a_thing(ontology: Graph) -> None:
    assert [one for one in properties(ontology) if local(one).casefold() in {"is", "isa", "is_a"}] == []


def test_p04_every_term_is_tied_to_another(ontology: Graph) -> None:
    def tied(one: URIRef) -> bool:
        statements = [*ontology.triples((one, None, None)), *ontology.triples((None, None, one))]
        spaces = (str(OWL), str(RDF) + "langString", "http://www.w3.org/2001/XMLSchema#")
        others = {term for s, _, o in statements for term in (s, o) if not isinstance(term, Literal)} - {one}
        return any(not str(term).startswith(spaces) for term in others)

    assert [
        local(one) for one in [*own(ontology, OWL.Class), *own(ontology, OWL.ObjectProperty)] if not tied(one)
    ] == []


def test_p05_p25_p26_inverses_fit_together(ontology: Graph) -> None:
    pairs = sorted(ontology.subject_objects(OWL.inverseOf))
    assert len(pairs) >= 10
    for one, other in pairs:
        assert one != other
        assert {one, other}.isdisjoint(ontology.subjects(RDF.type, OWL.SymmetricProperty)), (one, other)
        for axiom, opposite in ((RDFS.domain, RDFS.range), (RDFS.range, RDFS.domain)):
            mine, theirs = set(ontology.objects(one, axiom)), set(ontology.objects(other, opposite))
            assert not mine or not theirs or mine == theirs, (local(one), local(other))
    counts = Counter(end for pair in pairs for end in pair)
    assert [local(one) for one, count in counts.items() if count > 1] == []


@pytest.mark.parametrize("predicate", [RDFS.subClassOf, RDFS.subPropertyOf])
def test_p06_no_hierarchy_runs_in_a_circle(both: Graph, predicate: URIRef) -> None:
    assert [local(one) for one in set(both.subjects(predicate)) if cycle(both, one, predicate)] == []


def test_p07_p21_no_class_is_two_or_a_rest(ontology: Graph) -> None:
    names = [local(one) for one in own(ontology, OWL.Class)]
    assert [name for name in names if re.search(r"(And|Or|Other|Misc|Unknown|Various)(?=[A-Z]|$)", name)] == []
    joined = [
        text for text, _ in labels(ontology, own(ontology, OWL.Class)) if re.search(r"\b(and|or|och|eller)\b|/", text)
    ]
    assert joined == []


def test_p08_p20_names_and_definitions_are_there_and_are_not_the_same(ontology: Graph) -> None:
    for one in {s for s in ontology.subjects() if isinstance(s, URIRef) and s.startswith(SG)}:
        for lang in ("sv", "en"):
            name, meaning = (
                [str(o) for o in ontology.objects(one, p) if isinstance(o, Literal) and o.language == lang]
                for p in (RDFS.label, SKOS.definition)
            )
            assert len(name) == len(meaning) == 1, (one, lang)
            assert name[0].casefold() != meaning[0].rstrip(".").casefold(), one
            assert len(name[0]) < 60, one
            assert meaning[0].endswith((".", "?")), one


def test_p10_what_cannot_be_both_is_said(ontology: Graph) -> None:
    lists = [Collection(ontology, o) for o in ontology.objects(None, OWL.members)]
    disjoint = {frozenset(map(local, members)) for members in lists}
    assert any({"Place", "Actor", "StrengthArea", "Theme"} <= members for members in disjoint)
    assert all(URIRef(SG + name) in own(ontology, OWL.Class) for members in disjoint for name in members)


def test_p11_every_property_tells_where_it_begins_and_ends(ontology: Graph) -> None:
    """By an axiom where something should follow; else by the note that it is used there, from which nothing follows."""
    domain, range_ = (RDFS.domain, SCHEMA.domainIncludes), (RDFS.range, SCHEMA.rangeIncludes)
    lacking = [
        (local(one), which)
        for one in properties(ontology)
        for which, near, far in (("domain", domain, range_), ("range", range_, domain))
        if not ends(ontology, one, *near, *far)
    ]
    assert lacking == []


def test_p13_two_relations_that_read_as_one_and_its_inverse_are_declared_so(ontology: Graph) -> None:
    """Names such as hasArea and areaOf; a relation with no name for its other direction needs no inverse."""
    names = {local(one) for one in own(ontology, OWL.ObjectProperty)}
    for name in names:
        stem = re.fullmatch(r"has([A-Z]\w+)", name)
        if stem and (other := f"{stem[1][0].lower()}{stem[1][1:]}Of") in names:
            assert URIRef(SG + other) in inverses(ontology, URIRef(SG + name)), (name, other)
    for passive in (name for name in names if name.endswith("edBy")):
        for active in (passive[:-4] + "s", passive[:-3] + "s", passive[:-4] + "es"):
            if active in names:
                assert URIRef(SG + active) in inverses(ontology, URIRef(SG + passive)), (active, passive)


def test_p19_no_property_has_two_domains_or_two_ranges(both: Graph) -> None:
    for one in properties(both):
        assert len(set(both.objects(one, RDFS.domain))) <= 1, one
        assert len(set(both.objects(one, RDFS.range))) <= 1, one


def test_p22_names_follow_one_convention(ontology: Graph) -> None:
    assert [local(one) for one in own(ontology, OWL.Class) if not re.fullmatch(r"([A-Z][a-z0-9]*)+", local(one))] == []
    lower = [*properties(ontology), *own(ontology, OWL.NamedIndividual)]
    assert [local(one) for one in lower if not re.fullmatch(r"[a-z]+[a-zA-Z0-9]*", local(one))] == []


def test_p24_p33_no_term_is_defined_by_itself_alone(ontology: Graph) -> None:
    for one, head in ontology.subject_objects(OWL.propertyChainAxiom):
        chain = list(Collection(ontology, head))
        assert len(chain) > 1, one
        assert set(chain) != {one}, one


@pytest.mark.parametrize("kind", [OWL.SymmetricProperty, OWL.TransitiveProperty], ids=["p28", "p29"])
def test_p28_p29_what_is_symmetric_or_transitive_begins_where_it_ends(ontology: Graph, kind: URIRef) -> None:
    found = own(ontology, kind)
    assert found
    for one in found:
        domain, range_ = set(ontology.objects(one, RDFS.domain)), set(ontology.objects(one, RDFS.range))
        assert not domain or not range_ or domain == range_, one


def test_p30_p32_no_two_classes_have_the_same_name(ontology: Graph) -> None:
    for kinds in ((OWL.Class,), (OWL.ObjectProperty, OWL.DatatypeProperty)):
        names = Counter(labels(ontology, own(ontology, *kinds)))
        assert [name for name, count in names.items() if count > 1] == []


def test_p34_p35_every_term_that_is_used_is_declared(ontology: Graph) -> None:
    declared = {
        s
        for kind in (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty, OWL.NamedIndividual)
        for s in ontology.subjects(RDF.type, kind)
    }
    spaces = (str(RDF), str(RDFS), str(OWL), "http://www.w3.org/2001/XMLSchema#")
    classes = {o for p in (RDFS.subClassOf, RDFS.domain, RDFS.range) for o in ontology.objects(None, p)}
    used = {one for one in {*classes, *ontology.predicates()} if not str(one).startswith(spaces)}
    head = set(ontology.predicates(IRI))
    assert sorted(str(one) for one in used - declared - head) == []


def test_p36_p38_p39_the_ontology_is_declared_under_a_plain_address(ontology: Graph) -> None:
    assert list(ontology.subjects(RDF.type, OWL.Ontology)) == [IRI]
    assert not re.search(r"\.(owl|rdf|ttl|xml|n3)$", str(IRI))
    subjects = {s for s in ontology.subjects() if isinstance(s, URIRef) and s.startswith(BASE)}
    assert all(s == IRI or s.startswith(SG) for s in subjects)


def test_p40_terms_of_others_are_terms_that_they_have(both: Graph) -> None:
    used = {str(term) for triple in both for term in triple if isinstance(term, URIRef)}
    for space, vocabulary in KNOWN.items():
        names = {iri.removeprefix(space) for iri in used if iri.startswith(space)} - {""}
        assert [name for name in sorted(names) if URIRef(space + name) not in vocabulary] == []


def test_p41_it_has_a_licence(both: Graph) -> None:
    for one in both.subjects(RDF.type, OWL.Ontology):
        assert list(both.objects(one, DCTERMS.license)), one
