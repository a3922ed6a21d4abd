"""Things: what is said of a resource, what is left out and where that is found, and the same in every format."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable
from urllib.parse import parse_qs, urlsplit

import pytest
import rdflib
from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions
from rdflib.compare import isomorphic

from publish.published import CANONICAL
from styrkegraf import Graph
from styrkegraf.namespaces import BASE, ID, ONTOLOGY, SG, rdf, rdfs, sg, skos
from styrkegraf.publish import things as module
from styrkegraf.publish.edition import Edition
from styrkegraf.publish.formats import FORMATS, render
from styrkegraf.publish.pages import data_page
from styrkegraf.publish.things import INCOMING, Description, Things
from styrkegraf.store import MemoryStore

RDF = {"ttl": "turtle", "jsonld": "json-ld", "rdf": "xml", "nt": "nt"}
OWN = Edition("https://data.example.se/s3/")
SAID = NamedNode(BASE + "source/prov#allt")
KINDS = [
    "id/county/vastmanland",
    "source/nms-strategi",
    "graph/derived/shared-theme",
    "ontology",
    "ontology/alignments",
]


@pytest.fixture(scope="module")
def things(graph: Graph) -> Things:
    return Things(graph, Edition())


def thing(path: str) -> NamedNode:
    return NamedNode(BASE + path)


def made_of(quads: Iterable[Quad], *, live: bool = True, edition: Edition | None = None) -> Things:
    return Things(Graph(MemoryStore(quads)), edition or Edition(), live=live)


def described(things: Things, path: str) -> Description:
    found = things.describe(path)
    assert found is not None, path
    return found


def crowd(many: int) -> list[Quad]:
    """So many actors that support one area."""
    area = thing("id/area/gotland-livsmedel")
    return [Quad(thing(f"id/actor/a{number:04}"), sg("supports"), area, SAID) for number in range(many)]


def test_every_resource_of_the_graph_has_a_path_and_is_described(graph: Graph, things: Things) -> None:
    paths = things.paths()
    named = {quad.subject.value for quad in graph.store.quads() if isinstance(quad.subject, NamedNode)}
    named |= {quad.graph_name.value for quad in graph.store.quads() if isinstance(quad.graph_name, NamedNode)}
    ours = {iri.removeprefix(BASE).partition("#")[0] for iri in named if iri.startswith(BASE)}
    assert set(paths) == ours
    assert paths == sorted(paths)
    assert len(paths) > 1000
    assert [path for path in paths if things.describe(path) is None] == []


@pytest.mark.parametrize(
    "path",
    ["id/county/atlantis", "id/", "id", "", "nothing/here", "id/../ontology", "id/./county", "id//county", "ontologyx",
     "id/county/vastmanland/", "id/a\nb", 'id/a"b', "id/<script>", "id/a{b}", "id/%zz", "id/" + "a" * 5000, "id/?x",
     "id/\ud800", "id/x> ?p ?o } #"],
)  # fmt: skip
def test_a_path_that_names_nothing_has_no_description(things: Things, path: str) -> None:
    assert things.describe(path) is None


def test_paths_that_would_leave_the_folder_of_a_publisher_are_left_out() -> None:
    names = ["id/../../etc/passwd", "id/actor/%2e%2e/x", "id/actor/./x", "id//x", "id/actor/x?y", "id/actor/good"]
    things = made_of(Quad(thing(name), rdf("type"), sg("Actor"), SAID) for name in names)
    assert [path for path in things.paths() if path.startswith("id")] == ["id/actor/good"]


def test_a_thing_is_described_by_all_that_begins_and_ends_with_it(graph: Graph, things: Things) -> None:
    found = described(things, "id/county/vastmanland")
    node = thing("id/county/vastmanland")
    assert set(found.about) == set(graph.store.match(node, None, None))
    assert {quad for one in found.incoming for quad in one.quads} == set(graph.store.match(None, None, node))
    counts = Counter({(quad.subject, quad.predicate.value) for quad in graph.store.match(None, None, node)})
    assert sum(one.count for one in found.incoming) == len(counts)
    assert {one.rest for one in found.incoming} == {None}


def test_too_many_that_point_to_a_thing_are_counted_and_the_rest_is_a_query_away() -> None:
    things = made_of(crowd(INCOMING + 20))
    (incoming,) = described(things, "id/area/gotland-livsmedel").incoming
    assert (incoming.count, len(incoming.quads)) == (INCOMING + 20, INCOMING)
    assert str(incoming.quads[0].subject) == f"<{ID}actor/a0000>"
    assert incoming.rest is not None
    (query,) = parse_qs(urlsplit(incoming.rest).query)["query"]
    rows = things.graph.store.query(query)
    assert isinstance(rows, QuerySolutions)
    assert len(list(rows)) == INCOMING + 20


def test_the_query_for_the_rest_is_one_of_the_edition() -> None:
    (incoming,) = described(made_of(crowd(INCOMING + 1), edition=OWN), "id/area/gotland-livsmedel").incoming
    assert incoming.rest is not None
    assert incoming.rest.startswith(OWN.base + "sparql?query=")
    assert OWN.base + "id/area/gotland-livsmedel" in parse_qs(urlsplit(incoming.rest).query)["query"][0]


def test_where_no_queries_are_answered_the_dumps_have_the_rest() -> None:
    (incoming,) = described(made_of(crowd(INCOMING + 1), live=False), "id/area/gotland-livsmedel").incoming
    assert incoming.rest == BASE + "downloads/"


@pytest.mark.parametrize("extension", [form.extension for form in FORMATS])
def test_no_format_leaves_something_out_without_saying_so(extension: str) -> None:
    things = made_of(crowd(INCOMING + 1))
    found = described(things, "id/area/gotland-livsmedel")
    text = render(found, extension, things.graph, things.edition).decode()
    assert "seeAlso" in text
    assert "sparql?query=SELECT" in text
    whole = described(made_of(crowd(INCOMING)), "id/area/gotland-livsmedel")
    assert "seeAlso" not in render(whole, extension, things.graph, things.edition).decode()


def test_a_source_brings_its_passages_and_what_they_state(graph: Graph, things: Things) -> None:
    found = described(things, "source/nms-strategi")
    passages = {quad.subject for quad in graph.store.match(None, sg("passageOf"), thing("source/nms-strategi"))}
    assert passages <= {quad.subject for quad in found.about}
    assert {quad.graph_name for quad in found.content} <= passages
    assert found.size == sum(len(list(graph.store.quads(one))) for one in passages if isinstance(one, NamedNode))


def test_a_named_graph_brings_its_statements_and_where_they_come_from(graph: Graph, things: Things) -> None:
    found = described(things, "graph/derived/shared-theme")
    assert set(found.content) == set(graph.store.quads(thing("graph/derived/shared-theme")))
    assert sg("derived") in {quad.object for quad in found.about if quad.predicate == sg("layer")}


def test_a_large_named_graph_is_given_in_part_and_says_where_the_whole_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "STATEMENTS", 5)
    large = thing("graph/curated/names")
    quads = [Quad(thing(f"id/actor/a{n}"), skos("altLabel"), Literal(str(n)), large) for n in range(8)]
    found = described(made_of(quads, edition=OWN), "graph/curated/names")
    assert (len(found.content), found.size) == (5, 8)
    assert found.rest == OWN.base + "data?graph=https%3A%2F%2Fdata.example.se%2Fs3%2Fgraph%2Fcurated%2Fnames"


def test_the_ontology_is_given_whole_with_its_nameless_parts(graph: Graph, things: Things) -> None:
    assert set(described(things, "ontology").about) == set(graph.store.quads(ONTOLOGY))


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("ontology/County", "ontology#County"),
        ("ontology/areaOf", "ontology#areaOf"),
        ("ontology/0.1.0", "ontology"),
        ("ontology/Atlantis", None),
        ("ontology", None),
        ("source/s3-sormland", None),
        ("id/county/vastmanland", None),
        ("id/county#x", None),
        ("ontology#County", "ontology#County"),
    ],
)
def test_a_part_or_a_version_leads_to_its_document(things: Things, path: str, target: str | None) -> None:
    assert things.moved(path) == target


def test_a_passage_is_found_with_its_mark_encoded_and_with_a_slash(graph: Graph, things: Things) -> None:
    passages = graph.store.match(None, sg("passageOf"), thing("source/nms-strategi"))
    iri = min(quad.subject.value for quad in passages if isinstance(quad.subject, NamedNode))
    path = iri.removeprefix(BASE)
    assert things.moved(path) == path == things.moved(path.replace("#", "/"))


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("id/county/vastmanlan", "id/county/vastmanland"),
        ("id/county/Västmanland", "id/county/vastmanland"),
        ("id/region/vastmanland", "id/county/vastmanland"),
        ("id/actor/robot-dalen", "id/actor/robotdalen"),
        ("id/theme/energi", "id/theme/energy"),
        ("ontology/Countty", "ontology#County"),
        ("ontology#Countty", "ontology#County"),
        ("ontology/area-of", "ontology#areaOf"),
    ],
)
def test_a_wrong_address_is_near_to_the_right_one(things: Things, wrong: str, right: str) -> None:
    assert right in things.nearest(wrong)


def test_a_term_is_nearest_to_a_term_and_a_thing_to_a_thing(things: Things) -> None:
    assert things.nearest("ontology/Theme")[0] == "ontology#Theme"
    assert things.nearest("ontology/Energi")[0].startswith("id/")
    assert not [one for one in things.nearest("id/county/vastmanlan") if one.startswith("ontology")]


def test_names_beyond_the_limit_do_not_crowd_out_the_terms(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_NAMED", 1)
    named = [Quad(thing(f"id/actor/actor{n}"), skos("prefLabel"), Literal(str(n)), SAID) for n in range(5)]
    things = made_of([*named, Quad(sg("areaOf"), rdfs("label"), Literal("område i"), ONTOLOGY)])
    assert things.nearest("ontology/areaoff") == ["ontology#areaOf"]
    assert len(things.nearest("id/actor/actor")) == 1, "the one name within the limit"


def test_an_address_like_no_other_has_no_nearest(things: Things) -> None:
    assert things.nearest("id/xyzzy/qqqqqqqqqqqqqq") == []


@pytest.mark.parametrize("edition", [Edition(), OWN], ids=["canonical", "own"])
def test_the_formats_hold_the_same_statements(graph: Graph, edition: Edition) -> None:
    things = Things(graph, edition)
    for path in [*KINDS, *(things.paths()[::100] if edition.canonical_base else [])]:
        found = described(things, path)
        read = [
            rdflib.Graph().parse(data=render(found, extension, graph, edition), format=form)
            for extension, form in RDF.items()
        ]
        assert len(read[0]) == len(found.triples()), path
        assert all(isomorphic(read[0], other) for other in read[1:]), path


@pytest.mark.parametrize("extension", [form.extension for form in FORMATS])
def test_an_edition_writes_its_own_addresses_and_the_shared_vocabulary(graph: Graph, extension: str) -> None:
    text = render(described(Things(graph, OWN), "id/county/vastmanland"), extension, graph, OWN).decode()
    assert OWN.base + "id/county/" in text
    assert CANONICAL.findall(text) == []
    assert SG in text


def test_the_table_tells_the_named_graph_and_the_layer_of_every_statement(graph: Graph, things: Things) -> None:
    found = described(things, "id/county/gotland")
    rows = list(csv.DictReader(io.StringIO(render(found, "csv", graph, Edition()).decode())))
    assert len(rows) == len(set(found.quads()))
    label = {"predicate": skos("prefLabel").value, "object": "Gotland", "language": "en", "layer": "curated"}
    assert any(label.items() <= row.items() for row in rows)
    assert {row["layer"] for row in rows} == {"stated", "curated", "inferred", "derived"}


def test_two_renderings_are_the_same(graph: Graph) -> None:
    for path in KINDS:
        first, again = (described(Things(graph, OWN), path) for _ in range(2))
        for form in FORMATS:
            assert render(first, form.extension, graph, OWN) == render(again, form.extension, graph, OWN)


class Counting(MemoryStore):
    """A store that keeps the queries that it is asked."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        super().__init__(quads)
        self.asked: list[str] = []

    def select(self, sparql: str) -> QuerySolutions:
        self.asked.append(sparql)
        return super().select(sparql)


@pytest.mark.parametrize("path", ["id/county/vastmanland", "source/nms-strategi", "graph/derived/shared-theme"])
def test_a_page_asks_once_for_all_its_labels(graph: Graph, path: str) -> None:
    store = Counting(graph.store.quads())
    counted = Graph(store)
    _ = counted.origins
    store.asked.clear()
    things = Things(counted, Edition())
    page = data_page(described(things, path), things, "sv")
    assert sum("?label" in query for query in store.asked) == 1
    assert len(store.asked) <= 5
    assert things.labels([BASE + path])[BASE + path]["sv"] in page


def test_a_link_between_regions_is_called_by_what_it_links(graph: Graph, things: Things) -> None:
    link = f"{ID}link/shared-theme/dalarna--gotland"
    assert things.labels([link, ID + "county/gotland"])[link] == {
        "sv": "Dalarna – Gotland: gemensamt tema",
        "en": "Dalarna – Gotland: shared theme",
    }
    links = {quad.subject.value for quad in graph.store.match(None, sg("linksRegion"), None)}  # type: ignore[union-attr]
    assert things.labels(links).keys() == links
    assert "id/link/" not in re.sub(r"<[^>]+>", " ", data_page(described(things, "id/county/gotland"), things, "sv"))


def test_a_theme_tie_is_called_by_area_and_theme(things: Things) -> None:
    tie = ID + "tie/norrbotten-energi-miljoteknik-energy"
    assert things.labels([tie])[tie] == {
        "sv": "Energi- och miljöteknik/cleantech – Energi och energiteknik: temakoppling",
        "en": "Energy and environmental technology/cleantech – Energy and energy technology: theme tie",
    }


def test_labels_come_in_every_language_with_the_preferred_name_first() -> None:
    node = thing("id/actor/robotdalen")
    said = [
        (skos("prefLabel"), "Robotdalen", "sv"),
        (skos("altLabel"), "RD", "sv"),
        (skos("prefLabel"), "Robot Valley", "en"),
    ]
    things = made_of(Quad(node, predicate, Literal(text, language=lang), SAID) for predicate, text, lang in said)
    assert things.labels([node.value, "not an iri", "http://x/>"]) == {
        node.value: {"sv": "Robotdalen", "en": "Robot Valley"}
    }
