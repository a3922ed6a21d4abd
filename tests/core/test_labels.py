"""Labels: what things are called, and finding the thing that a name means."""

from __future__ import annotations

import pytest
from pyoxigraph import NamedNode

from styrkegraf import Graph
from styrkegraf.labels import Labels, UnknownName, fold
from styrkegraf.namespaces import ID, expand, shorten
from styrkegraf.store import MemoryStore


def names(graph: Graph, name: str, kind: str | None = None) -> list[str]:
    return [thing.value.removeprefix(ID) for thing in graph.labels.resolve(name, kind)]


@pytest.mark.parametrize(
    "name",
    ["Södermanland", "södermanland", "Sodermanland", "Sörmland", "county:sodermanland", ID + "county/sodermanland"],
)
def test_a_county_is_found_by_any_of_its_names(graph: Graph, name: str) -> None:
    assert names(graph, name, "County") == ["county/sodermanland"]


def test_a_misspelling_of_the_source_finds_the_county_and_is_never_shown(graph: Graph) -> None:
    assert names(graph, "Norrbottnen", "County") == ["county/norrbotten"]
    assert graph.labels.of(NamedNode(ID + "county/norrbotten")) == "Norrbotten"


def test_a_label_that_several_things_share_means_all_of_them(graph: Graph) -> None:
    assert names(graph, "Besöksnäring", "RegionalArea") == [
        f"area/{county}-besoksnaring" for county in ("gotland", "halland", "kalmar", "uppsala")
    ]


def test_the_kind_tells_a_county_from_its_authority(graph: Graph) -> None:
    assert names(graph, "Region Dalarna", "RegionalAuthority") == ["actor/region-dalarna"]
    with pytest.raises(UnknownName):
        names(graph, "Region Dalarna", "County")


def test_an_unknown_name_suggests_the_nearest(graph: Graph) -> None:
    with pytest.raises(UnknownName, match=r"no county called “Västmanlnd”\. Did you mean “Västmanland”"):
        names(graph, "Västmanlnd", "County")


def test_a_name_of_a_kind_that_the_graph_has_none_of_is_told_so() -> None:
    with pytest.raises(UnknownName, match=r"no sg:Need called “pengar”\. There is none at all in it\.$"):
        Labels(MemoryStore([])).resolve("pengar", "Need")


def test_a_name_like_none_suggests_nothing(graph: Graph) -> None:
    with pytest.raises(UnknownName) as caught:
        names(graph, "Xyzzy", "County")
    assert caught.value.nearest == ()


@pytest.mark.parametrize(("lang", "label"), [("sv", "Östra Mellansverige"), ("en", "East Central Sweden")])
def test_a_label_comes_in_the_language_asked_for(graph: Graph, lang: str, label: str) -> None:
    assert graph.labels.of(NamedNode(ID + "macroregion/ostra-mellansverige"), lang) == label  # type: ignore[arg-type]


def test_a_thing_without_a_label_shows_its_short_form(graph: Graph) -> None:
    assert graph.labels.of(NamedNode(ID + "county/atlantis")) == "county:atlantis"
    assert graph.labels.of(NamedNode("https://example.org/x")) == "<https://example.org/x>"


def test_folding_keeps_what_tells_names_apart() -> None:
    assert fold("Hälsa, vård & omsorg") == fold("halsa vard  omsorg")
    assert fold("Smart industri") != fold("Smart industri 2.0")


def test_short_forms_go_both_ways() -> None:
    iri = "https://w3id.org/styrkegraf/source/s3-sormland#inledning"
    assert expand(shorten(iri)) == iri
    assert expand("en vanlig: text") is None


@pytest.fixture
def large(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> Labels:
    """The labels of the same graph, as of one too large to read them all."""
    monkeypatch.setattr("styrkegraf.store.protocol.MANY", 1)
    labels = Labels(graph.store)
    monkeypatch.setattr(type(graph.store), "select", None)  # nothing is read but what is asked for
    return labels


def test_in_a_large_graph_everything_is_called_the_same(graph: Graph, large: Labels) -> None:
    things = {quad.subject for quad in graph.store.quads() if isinstance(quad.subject, NamedNode)}
    assert len(things) > 1000
    for thing in things:
        assert large.texts(thing.value) == graph.labels.texts(thing.value)
        assert large.of(thing, "en") == graph.labels.of(thing, "en")


def test_in_a_large_graph_a_name_is_found_as_it_stands(large: Labels) -> None:
    for name, kind, path in [
        ("Södermanland", "County", "county/sodermanland"),
        ("Sörmland", "County", "county/sodermanland"),
        ("Södermanland County", None, "county/sodermanland"),
        ("county:sodermanland", "County", "county/sodermanland"),
        ("Region Dalarna", "RegionalAuthority", "actor/region-dalarna"),
        ("area:gotland-livsmedel", None, "area/gotland-livsmedel"),
    ]:
        assert large.resolve(name, kind) == [NamedNode(ID + path)]


@pytest.mark.parametrize(
    "name", ["södermanland", "Region Dalarna", "area:gotland-livsmedel", "county:no thing", "<a b>"]
)
def test_in_a_large_graph_another_name_means_nothing_and_the_error_says_what_to_write(large: Labels, name: str) -> None:
    with pytest.raises(UnknownName, match="write a name exactly as it stands, or a short form") as caught:
        large.resolve(name, "County")
    assert caught.value.nearest == ()
