"""Match: the way of a need from a place, against what the Sörmland strategy says in its section on the system."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result
from pyoxigraph import NamedNode, RdfFormat, parse

from styrkegraf import Graph
from styrkegraf.advice.match import Match, Role, Stage, match
from styrkegraf.advice.match_text import to_text
from styrkegraf.cli.match import match as command
from styrkegraf.errors import StyrkegrafError
from styrkegraf.store import MemoryStore

PROMOTERS = ["Almi", "Business Sweden", "Östsvenska Handelskammaren"]
NODES = ["Eskilstuna", "Katrineholm", "Nyköping", "Strängnäs"]

# A county with a way of its own, as an edition of the graph could have it: another need, offer, actor and process.
VASTERAS = """
@prefix actor: <https://w3id.org/styrkegraf/id/actor/> .
@prefix county: <https://w3id.org/styrkegraf/id/county/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix inflow: <https://w3id.org/styrkegraf/id/inflow/> .
@prefix level: <https://w3id.org/styrkegraf/id/level/> .
@prefix locality: <https://w3id.org/styrkegraf/id/locality/> .
@prefix need: <https://w3id.org/styrkegraf/id/need/> .
@prefix offer: <https://w3id.org/styrkegraf/id/offer/> .
@prefix p: <https://w3id.org/styrkegraf/source/prov#> .
@prefix process: <https://w3id.org/styrkegraf/id/process/> .
@prefix sg: <https://w3id.org/styrkegraf/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .

GRAPH <https://w3id.org/styrkegraf/graph/provenance> { p:noder sg:layer sg:stated ; sg:firstLine 7 ; sg:lastLine 9 . }
GRAPH p:noder {
  process:vastmanland a sg:Process ; skos:prefLabel "Behovsslussen"@sv ; dcterms:spatial county:vastmanland ;
    sg:catches need:vastmanland-pengar ; sg:hasInflow inflow:vastmanland .
  inflow:vastmanland a sg:Inflow ; skos:prefLabel "Behov"@sv .
  need:vastmanland-pengar a sg:Need ; skos:prefLabel "Finansiering"@sv , "Finance"@en ;
    sg:caughtAt level:lokal ; sg:passedOnTo level:regional .
  actor:nod a sg:InnovationNode ; skos:prefLabel "Noden i Västerås"@sv ; sg:serves locality:vasteras .
  offer:lan a sg:Offer ; skos:prefLabel "Lån"@sv ; sg:concerns need:vastmanland-pengar .
}
"""


@pytest.fixture(scope="module")
def katrineholm(graph: Graph) -> Match:
    return match(graph, "finansiering", "Katrineholm", "tillverkning")


def names(graph: Graph, found: Match, stage: Stage, *roles: Role) -> list[str]:
    return [graph.labels.of(NamedNode(one.thing)) for one in found.step(stage).of(*roles)]


def passages(found: Match, stage: Stage) -> set[tuple[int | None, int | None]]:
    return {(origin.first, origin.last) for origin in found.step(stage).origins if origin.layer == "stated"}


def lines(found: Match, stage: Stage, role: Role) -> set[tuple[int | None, int | None]]:
    ties = [tie for one in found.step(stage).of(role) for tie in one.ties]
    return {(origin.first, origin.last) for tie in ties for origin in tie.origins if origin.layer == "stated"}


def test_the_node_of_the_municipality_catches_the_need(graph: Graph, katrineholm: Match) -> None:
    assert katrineholm.complete
    assert names(graph, katrineholm, "caught", "catching") == ["Sörmlands innovationsprocess"]
    assert names(graph, katrineholm, "caught", "caught-at") == ["Lokal nivå"]
    assert names(graph, katrineholm, "node", "node") == ["Innovationsnod Katrineholm"]
    (node,) = katrineholm.step("node").findings
    told = {(graph.labels.of(NamedNode(tie.predicate)), graph.labels.of(NamedNode(tie.object))) for tie in node.ties}
    assert told == {
        ("betjänar", "Katrineholm"),
        ("drivs av", "Katrineholms kommun"),
        ("drivs av", "Regionförbundet Sörmland"),
        ("fångar upp", "Lokala behov"),
    }
    assert passages(katrineholm, "node") == {(577, 581)}


def test_team_tillvaxt_takes_it_up(graph: Graph, katrineholm: Match) -> None:
    assert names(graph, katrineholm, "process", "process") == ["Team Tillväxt"]
    assert names(graph, katrineholm, "process", "inflow") == ["Idéer och utmaningar", "Potential", "Tillväxt"]
    parties = names(graph, katrineholm, "process", "party")
    assert sorted(parties) == ["Aktörer på lokal nivå", "Lokala noder", "Regionala aktörer"]
    assert names(graph, katrineholm, "process", "member") == ["Innovationsnod Katrineholm"]
    # The figure lists the first four, in this order; new business is said in the text above it.
    outcomes = names(graph, katrineholm, "process", "outcome")
    assert outcomes == ["Lösningar", "Nätverk", "Samarbeten", "Nya projekt", "Nya affärer"]
    assert lines(katrineholm, "process", "party") == {(650, 656)}


def test_offers_that_fit_come_from_the_county_and_others_from_above(graph: Graph, katrineholm: Match) -> None:
    assert names(graph, katrineholm, "offers", "offer-fitting") == ["Finansiering"]
    assert names(graph, katrineholm, "offers", "offer") == [
        "Rådgivning",
        "Nätverksbyggande",
        "Kunskaps- och kompetenshöjning",
        "Internationalisering",
        "Matchning och lotsning",
    ]
    assert names(graph, katrineholm, "offers", "offerer") == ["Innovationssystemets aktörer i Sörmland"]
    assert names(graph, katrineholm, "offers", "offer-node") == ["Regionala erbjudanden"]
    above = names(graph, katrineholm, "offers", "offer-outside")
    assert above == ["Projekt", "Omvärldsanalys", "Nätverk", "Samverkan", "Trender"]
    assert lines(katrineholm, "offers", "offer-outside") == {(623, 634)}


def test_actors_are_those_behind_the_area_with_the_promoters_told_apart(graph: Graph, katrineholm: Match) -> None:
    assert names(graph, katrineholm, "actors", "promoter") == PROMOTERS
    named = names(graph, katrineholm, "actors", "actor")
    assert {"Robotdalen", "Automation Region", "MITC", "Mälardalens högskola"} <= set(named)
    assert "Sörmlands matkluster" not in named
    assert "Parker, inkubatorer och forskningsinstitut" in names(graph, katrineholm, "actors", "collective")


def test_the_need_goes_up_level_by_level(graph: Graph, katrineholm: Match) -> None:
    assert names(graph, katrineholm, "levels", "level") == ["Regional nivå", "Nationell nivå", "Internationell nivå"]
    assert "Nationella fordonsklustret" in names(graph, katrineholm, "levels", "at-level")


def test_every_statement_of_the_way_names_its_source(katrineholm: Match) -> None:
    ties = [tie for step in katrineholm.steps for finding in step.findings for tie in finding.ties]
    assert len(ties) > 50
    assert all(tie.origins and all(one.layer in ("stated", "curated") for one in tie.origins) for tie in ties)


def test_without_an_area_the_business_promoters_of_the_county_are_named(graph: Graph) -> None:
    found = match(graph, "finansiering", "Eskilstuna")
    assert names(graph, found, "actors", "promoter", "actor", "collective") == PROMOTERS
    assert "Välj område för att se alla aktörer" in to_text(found, graph, "sv")


def test_a_county_has_all_its_nodes(graph: Graph) -> None:
    found = match(graph, "kompetens", "Sörmland")
    assert names(graph, found, "node", "node-nearby") == [f"Innovationsnod {place}" for place in NODES]
    assert names(graph, found, "offers", "offer-fitting") == ["Kunskaps- och kompetenshöjning"]


@pytest.mark.parametrize("need", ["finansiering", "FINANSIERING", "finance", "finansier", "need:sormland-finansiering"])
def test_a_need_is_understood_in_many_forms(graph: Graph, need: str) -> None:
    assert match(graph, need, "Nyköping").request.need.endswith("/sormland-finansiering")


@pytest.mark.parametrize("place", ["Västerås", "Gotland", "Stockholm"])
def test_where_the_sources_are_silent_the_match_says_so_and_where_they_are_not(graph: Graph, place: str) -> None:
    found = match(graph, "finansiering", place)
    assert not found.complete
    assert [step.stage for step in found.steps if step.findings] == []
    assert [graph.labels.of(NamedNode(one)) for one in found.served] == NODES
    text = to_text(found, graph, "sv")
    assert f"Grafen känner inte hela vägen från {place}" in text
    assert "Innovationsnoder är kända för Eskilstuna, Katrineholm, Nyköping, Strängnäs." in text
    assert "The graph does not know the whole way" in to_text(found, graph, "en")


def test_the_joint_areas_actors_are_found_where_the_own_area_has_none(graph: Graph) -> None:
    found = match(graph, "finansiering", "Västerås", "energi")
    assert sorted(graph.labels.of(NamedNode(area)) for area in found.request.areas) == [
        "Energi",
        "Morgondagens energilösningar",
    ]
    assert "Energimyndigheten" in names(graph, found, "actors", "actor")
    assert lines(found, "actors", "actor") == {(809, 840)}
    assert "Ingen källa namnger aktörer bakom Energi." in to_text(found, graph, "sv")


@pytest.mark.parametrize(
    ("need", "place", "area", "says"),
    [
        ("finansiring", "Katrineholm", None, "Did you mean “Finansiering”? Needs that are caught there: Affärsutv"),
        ("", "Katrineholm", None, "no need called “”"),
        ("finansiering", "Katrineholm", "flyg", "No strength area of Södermanland is called “flyg”"),
        ("finansiering", "Katrinholm", None, "Did you mean “Katrineholm”"),
        ("finansiering", "Flen", None, "Innovation nodes are known for: Eskilstuna, Katrineholm, Nyköping, Strängnäs."),
        ("finansiering", "Östra Mellansverige", None, "larger than a county"),
        ("nätverk för", "Gotland", None, "no need called"),
        ("internationali", "Gotland", None, "no need called"),
        ("för", "Gotland", None, "may mean several needs"),
    ],
)
def test_a_name_that_cannot_be_matched_gets_a_sentence(
    graph: Graph, need: str, place: str, area: str | None, says: str
) -> None:
    with pytest.raises(StyrkegrafError) as caught:
        match(graph, need, place, area)
    assert says in str(caught.value)


@pytest.fixture(scope="module")
def extended(graph: Graph) -> Graph:
    store = MemoryStore(graph.store.quads())
    store.add(parse(VASTERAS, format=RdfFormat.TRIG))
    return Graph(store)


def test_any_county_with_nodes_and_offers_has_its_own_way(extended: Graph) -> None:
    found = match(extended, "finansiering", "Västerås")
    assert found.request.need.endswith("/vastmanland-pengar")  # the need that is caught there, not Sörmland's
    assert names(extended, found, "node", "node") == ["Noden i Västerås"]
    assert names(extended, found, "process", "process") == ["Behovsslussen"]
    assert names(extended, found, "offers", "offer-fitting") == ["Lån"]  # a source says what it concerns
    assert names(extended, found, "levels", "level") == ["Regional nivå"]
    assert passages(found, "node") == {(7, 9)}
    assert len(found.served) == 5


def test_another_county_changes_nothing_in_sormland(graph: Graph, extended: Graph, katrineholm: Match) -> None:
    found = match(extended, "finansiering", "Katrineholm", "tillverkning")
    assert (found.request, found.steps) == (katrineholm.request, katrineholm.steps)


def test_actors_are_told_by_area_where_several_are_meant(graph: Graph) -> None:
    text = to_text(match(graph, "rekrytering", "Strängnäs", "mat"), graph, "en")
    lines = [line.strip() for line in text.splitlines()]
    assert "Other actors behind the area:" in lines
    assert any(line.startswith("Sustainable food supply: Agro Öst, Linköping University,") for line in lines)
    assert "No offer is said to be for this very need." in lines


def test_alphabetical_order_is_that_of_the_language(graph: Graph) -> None:
    found = match(graph, "kompetens", "Katrineholm", "livsmedelsförsörjning")
    for lang, last in (("sv", "Vreta Kluster, Örebro universitet [1]"), ("en", "Örebro University, S3 platform Agri")):
        assert last in " ".join(to_text(found, graph, lang).split())  # type: ignore[arg-type]


def test_uncertain_readings_are_told_with_their_note(graph: Graph, katrineholm: Match) -> None:
    assert "Att varje kommun har en nod är vår" in to_text(katrineholm, graph, "sv")
    english = to_text(katrineholm, graph, "en")
    assert "certainty: medium" in english
    assert "That an offer fits is our comparison of names" in english
    assert "not ranked" in english


def test_every_line_of_the_text_is_short_and_every_mark_has_its_source(graph: Graph, katrineholm: Match) -> None:
    text = to_text(katrineholm, graph, "sv")
    assert max(map(len, text.splitlines())) <= 100
    for step in text.split("\n\n")[1:]:
        sources = [line.split("]")[0].strip() for line in step.splitlines() if line.startswith("   [")]
        assert sources == [f"[{number}" for number in range(1, len(sources) + 1)]
        assert sources


@pytest.fixture
def run() -> Callable[..., Result]:
    def invoke(*arguments: str) -> Result:
        return CliRunner().invoke(command, list(arguments))

    return invoke


def test_the_command_prints_text_and_json(run: Callable[..., Result]) -> None:
    text = run("--need", "finansiering", "--place", "Katrineholm", "--area", "energi", "--lang", "en")
    assert text.exit_code == 0
    assert "Area: The energy solutions of tomorrow" in text.output
    done = run("--need", "finansiering", "--place", "Katrineholm", "--format", "json")
    found = json.loads(done.output)
    assert (found["complete"], found["county"]["label_sv"]) == (True, "Södermanland")
    assert [step["stage"] for step in found["steps"]] == ["caught", "node", "process", "offers", "actors", "levels"]
    statement = found["steps"][1]["findings"][0]["statements"][0]
    assert statement["origins"][0]["first"] == 577
