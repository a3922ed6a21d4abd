"""Partners against figures worked out from the documents, and from small facts by hand."""

from __future__ import annotations

import json
import math
import re
from fractions import Fraction
from functools import cache

import pytest
from click.testing import CliRunner
from pyoxigraph import RdfFormat, parse

import styrkegraf
from shipped import shipped
from styrkegraf import Graph
from styrkegraf.advice.areas import UnknownArea, match_areas
from styrkegraf.advice.partners import Partner, Partners, partners
from styrkegraf.advice.partners_text import to_json, to_text
from styrkegraf.cli.partners import partners as command
from styrkegraf.labels import UnknownName
from styrkegraf.namespaces import ID, PREFIXES, SG
from styrkegraf.store import MemoryStore


@cache
def of(county: str, area: str | None = None) -> Partners:
    return partners(shipped(), county, area, draws=20)


def iri(name: str) -> str:
    return ID + name


def by_node(found: tuple[Partner, ...]) -> dict[str, Partner]:
    return {partner.node: partner for partner in found}


def kinds(partner: Partner) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for reason in partner.reasons:
        found.setdefault(reason.kind, []).append(reason.thing.removeprefix(ID))
    return found


# --- figures worked out from the documents


def test_overlap_is_shared_over_all_themes_and_given_at_every_confidence() -> None:
    # Västmanland: Automation (automation; manufacturing, medium), Energi, Järnväg (transport; manufacturing, low),
    # Välfärd och hälsa: 5 themes, 4 of them with high confidence. Södermanland: its three areas have 7 themes in all,
    # 6 from medium (culture goes) and 4 with high confidence (food, forest, manufacturing, digital).
    # In common: manufacturing, automation, transport; with high confidence nothing.
    partner = by_node(of("Västmanland").similar_counties)[iri("county/sodermanland")]
    assert partner.levels.at_low == pytest.approx(3 / 9)
    assert partner.levels.at_medium == partner.ranking.value == pytest.approx(3 / 8)
    assert partner.levels.at_high == 0
    assert partner.ranking.low == 0
    assert partner.ranking.high == pytest.approx(3 / 8)
    assert partner.whole == 8
    assert [reason.thing for reason in partner.themes] == [
        iri("theme/advanced-manufacturing"),
        iri("theme/automation"),
        iri("theme/transport"),
    ]


def test_counties_can_be_ranked_without_the_actors() -> None:
    alone, all_of_them = partners(shipped(), "Västmanland", actors=False, draws=20), of("Västmanland")
    assert alone.similar_counties == all_of_them.similar_counties
    assert alone.completing_counties == all_of_them.completing_counties
    assert all_of_them.similar_actors
    assert alone.similar_actors == alone.completing_actors == ()


def test_equal_values_share_a_place() -> None:
    # Dalarna, Stockholm and Södermanland share 3 of 8 themes each, after Värmland with 4 of 9.
    first = of("Västmanland").similar_counties[:5]
    assert [(p.node.removeprefix(ID + "county/"), p.ranking.place, p.ranking.tied) for p in first] == [
        ("varmland", 1, False),
        ("dalarna", 2, True),
        ("sodermanland", 2, True),
        ("stockholm", 2, True),
        ("vastra-gotaland", 5, False),
    ]


def test_energy_means_the_own_and_the_joint_area_and_finds_the_areas_like_them() -> None:
    found = of("Västmanland", "energi")
    assert found.areas == (iri("area/oms-energi"), iri("area/vastmanland-energi"))
    assert found.themes == (iri("theme/energy"),)
    # Solar systems (Värmland) is about energy alone; the other four are about energy and one theme more.
    assert {
        p.node.removeprefix(ID + "county/"): (p.ranking.value, p.ranking.place) for p in found.similar_counties
    } == {
        "varmland": (1.0, 1),
        "dalarna": (0.5, 2),
        "norrbotten": (0.5, 2),
        "uppsala": (0.5, 2),
        "vasterbotten": (0.5, 2),
    }
    like = by_node(found.similar_counties)[iri("county/uppsala")].themes
    assert [(reason.thing, reason.own, reason.shared) for reason in like] == [
        (iri("area/uppsala-energi-miljo"), found.areas, (iri("theme/energy"),))
    ]
    # Värmland's tie to energy is our reading with medium confidence: with high confidence only it is gone.
    assert by_node(found.similar_counties)[iri("county/varmland")].levels.at_high == 0


def test_the_actors_named_for_the_joint_energy_area_share_the_first_place() -> None:
    # The table of the Sörmland strategy has 14 entries, of which three are groups: the energy agencies, the parks and
    # incubators, the test beds. That leaves 11, and nobody but they is tied to energy.
    first = of("Västmanland", "energi").similar_actors
    assert {p.node.removeprefix(ID + "actor/") for p in first} == {
        "automation-region",
        "biogas-ost",
        "energimyndigheten",
        "energiriket",
        "linkopings-universitet",
        "malardalens-hogskola",
        "orebro-universitet",
        "s3-energy",
        "slu",
        "studsvik",
        "uppsala-universitet",
    }
    assert {(p.ranking.value, p.ranking.place, p.ranking.tied) for p in first} == {(1.0, 1, True)}
    named = kinds(by_node(first)[iri("actor/studsvik")])
    assert named == {"named-for": ["area/oms-energi"]}
    assert kinds(by_node(first)[iri("actor/malardalens-hogskola")])["located-in"] == ["county/vastmanland"]
    assert kinds(by_node(first)[iri("actor/automation-region")])["contact"] == ["actor/malardalens-hogskola"]


def test_the_frames_that_exist_are_told_and_potential_is_not_called_documented() -> None:
    found = by_node(of("Västmanland", "energi").similar_counties)
    uppsala = found[iri("county/uppsala")]
    assert uppsala.standing == "documented"
    assert kinds(uppsala) == {
        "joint-area": ["area/oms-energi"],
        "joint-strategy": ["strategy/oms-fardplan"],
        "macro-region": ["macroregion/ostra-mellansverige", "macroregion/stockholm-malarregionen"],
        "platform": ["actor/s3-energy"],
    }
    assert len(uppsala.reasons[0].actors) == 10  # the eleven but the platform
    assert found[iri("county/varmland")].standing == "potential"
    assert not found[iri("county/varmland")].reasons


def test_northern_central_sweden_collaborates_by_its_own_word() -> None:
    gavleborg = by_node(of("Dalarna").completing_counties)[iri("county/gavleborg")]
    assert gavleborg.standing == "documented"
    assert set(kinds(gavleborg)) == {"collaboration", "joint-strategy", "macro-region"}
    assert {reason.thing for reason in gavleborg.reasons if reason.kind == "collaboration"} == {gavleborg.node}


def test_completing_ones_have_what_the_county_lacks_and_similar_ones_what_it_has() -> None:
    found = of("Västmanland")
    for partner in (*found.completing_counties, *found.completing_actors):
        assert partner.themes
        assert not {reason.thing for reason in partner.themes} & set(found.themes)
    for partner in found.similar_counties:
        assert {reason.thing for reason in partner.themes} <= set(found.themes)
    uppsala = by_node(found.completing_counties)[iri("county/uppsala")]
    assert uppsala.gives is not None
    assert uppsala.ranking.value > uppsala.gives > 0  # broad Uppsala brings more than it gets: not symmetric


def test_an_authority_does_not_get_itself_as_a_partner() -> None:
    everyone = {partner.node for partner in (*of("Sörmland").similar_actors, *of("Sörmland").completing_actors)}
    assert iri("actor/regionforbundet-sormland") not in everyone
    assert iri("actor/regionforbundet-sormland") in by_node(of("Gotland").similar_actors)


def test_it_says_where_no_source_names_actors() -> None:
    assert [(note.kind, note.things) for note in of("Gotland").notes] == [
        ("no-own-actors", (iri("county/sodermanland"), iri("macroregion/ostra-mellansverige")))
    ]
    assert not of("Sörmland").notes
    assert {partner.standing for partner in of("Gotland").similar_actors} == {"potential"}


# --- every reason has a source


@pytest.mark.parametrize(("county", "area"), [("Västmanland", None), ("Västmanland", "industri"), ("Sörmland", None)])
def test_every_partner_has_a_reason_and_every_reason_a_known_source(county: str, area: str | None) -> None:
    known = {node.value for node in shipped().origins}
    found = of(county, area)
    everyone = (*found.similar_counties, *found.completing_counties, *found.similar_actors, *found.completing_actors)
    assert len(everyone) > 40
    for partner in everyone:
        assert partner.themes or partner.reasons
        for reason in (*partner.themes, *partner.reasons):
            assert reason.evidence, (partner.node, reason)
            assert set(reason.evidence) <= known
        assert partner.ranking.low is not None
        assert partner.ranking.best is not None
        assert (partner.standing == "documented") == any(
            r.kind in {"collaboration", "contact", "joint-area", "joint-strategy", "macro-region"}
            for r in partner.reasons
        )


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_the_text_numbers_its_sources(lang: styrkegraf.labels.Language) -> None:
    text = to_text(of("Västmanland", "energi"), shipped(), lang)
    body, _, sources = text.partition({"sv": "\nKÄLLOR\n", "en": "\nSOURCES\n"}[lang])
    cited = {int(n) for mark in re.findall(r"\[([\d,\s]+)\]", body) for n in re.findall(r"\d+", mark)}
    listed = [int(line.split()[0]) for line in sources.splitlines()]
    assert listed == list(range(1, len(listed) + 1))
    assert cited == set(listed)
    assert {"sv": "rad 809–840", "en": "lines 809–840"}[lang] in sources
    assert {"sv": "0,50", "en": "0.50"}[lang] in body
    assert "{" not in text


def test_the_json_says_the_same_as_the_text() -> None:
    found = json.loads(json.dumps(to_json(of("Västmanland", "energi"), shipped(), "en")))
    assert [area["label"] for area in found["areas"]] == ["The energy solutions of tomorrow", "Energy"]
    first = found["similar_counties"][0]
    assert (first["label"], first["value"], first["place"], first["standing"]) == ("Värmland", 1.0, 1, "potential")
    assert first["at_confidence"] == {"low": 1.0, "medium": 1.0, "high": 0.0}
    assert any(source.get("heading") == "Värmland" for source in first["themes"][0]["sources"])
    assert math.isfinite(found["completing_counties"][0]["z"])


# --- names


def test_area_names_are_matched_forgivingly_within_the_county() -> None:
    graph, county = shipped(), iri("county/vastmanland")
    assert match_areas(graph, county, "HÄLSA") == (iri("area/oms-life-science"), iri("area/vastmanland-valfard-halsa"))
    assert match_areas(graph, county, "area:vastmanland-energi") == (iri("area/vastmanland-energi"),)
    assert match_areas(graph, county, "welfare health") == match_areas(graph, county, "välfärd hälsa")
    # No area is called transport, but the railway area is tied to the theme of transport.
    assert match_areas(graph, county, "transport") == (iri("area/vastmanland-jarnvag"),)
    # Two letters only begin words: “it” is not in Välfärd or Automation.
    with pytest.raises(UnknownArea):
        match_areas(graph, county, "it")


def test_unknown_names_suggest_the_nearest() -> None:
    with pytest.raises(UnknownName, match="Västmanland"):
        partners(shipped(), "Västmanlnd")
    with pytest.raises(UnknownArea) as caught:
        partners(shipped(), "Västmanland", "energgi")
    assert caught.value.areas[0] == "Energi"
    with pytest.raises(UnknownArea, match="Järnväg"):
        partners(shipped(), "Västmanland", "")


def test_the_command_prints_and_fails_with_a_sentence() -> None:
    run = CliRunner().invoke(command, ["Västmanland", "--area", "energi", "--top", "1", "--lang", "en"])
    assert run.exit_code == 0, run.output
    assert run.output.startswith("Partners for Västmanland\nAround: The energy solutions of tomorrow")
    assert "SIMILAR COUNTIES" in run.output
    assert run.output.index("SIMILAR COUNTIES") < run.output.index("COMPLETING COUNTIES")
    run = CliRunner().invoke(command, ["Västmanland", "--area", "rymd"])
    assert isinstance(run.exception, UnknownArea)


# --- small facts by hand

HEAD = f"""
PREFIX : <{ID}>
PREFIX sg: <{SG}>
PREFIX skos: <{PREFIXES["skos"]}>
GRAPH <g:provenance> {{ <g:said> sg:layer sg:stated . <g:ties> sg:layer sg:curated }}
GRAPH <g:said> {{ {{FACTS}} }}
"""


def small(counties: dict[str, str], facts: str = "") -> Graph:
    """Counties, each with one area a letter, tied to the theme of that letter with high confidence."""
    said, ties = [facts], []
    for county, themes in counties.items():
        said.append(f':{county} a sg:County ; skos:prefLabel "{county}"@sv .')
        for theme in themes:
            area = f":{county}-{theme}"
            said.append(
                f'{area} a sg:StrengthArea , sg:RegionalArea ; sg:areaOf :{county} ; skos:prefLabel "{theme}"@sv .'
            )
            ties.append(f"{area} sg:hasThemeTie {area}-t . {area}-t sg:toTheme :{theme} ; sg:confidence sg:high .")
            ties.append(f":{theme} a sg:Theme .")
    text = HEAD.replace("{FACTS}", "\n".join(said)) + "GRAPH <g:ties> {" + "\n".join(ties) + "}"
    return Graph(MemoryStore(parse(text, format=RdfFormat.TRIG)))


def test_additions_by_hand() -> None:
    # xy and yz occur twice, xz once: S = 3, 4, 3 and T = 10. Probability: R_xy = R_yz = 2 / (½·3·4·(1/7 + 1/6)) = 14/13
    # and R_xz = 1 / (½·3·3·(1/7 + 1/7)) = 7/9. Dalarna has x and y, lacks z.
    # Around x: R_xz / (R_xy + R_xz) = 13/31; around y: R_yz / (R_xy + R_yz) = 1/2. Mean: 57/124.
    xy, xz = Fraction(14, 13), Fraction(7, 9)
    assert (xz / (xy + xz) + Fraction(1, 2)) / 2 == Fraction(57, 124)
    found = partners(small({"Dalarna": "xy", "Gotland": "yz", "Skane": "xyz"}), "Dalarna", draws=2)
    worth = 100 * 57 / 124
    # Gotland lacks x and has, by symmetry, as much to gain; Skåne has everything and gains nothing.
    gives = {p.node: p.gives for p in found.completing_counties}
    assert gives == {ID + "Gotland": pytest.approx(worth), ID + "Skane": 0.0}
    for partner in found.completing_counties:
        assert partner.ranking.value == pytest.approx(worth)
        assert (partner.ranking.place, partner.ranking.tied) == (1, True)
    assert {p.node: p.ranking.value for p in found.similar_counties} == {
        ID + "Skane": pytest.approx(2 / 3),
        ID + "Gotland": pytest.approx(1 / 3),
    }
    around = partners(small({"Dalarna": "xy", "Gotland": "yz", "Skane": "xyz"}), "Dalarna", "x", draws=2)
    assert {round(p.ranking.value, 9) for p in around.completing_counties} == {round(100 * 13 / 31, 9)}


@pytest.mark.parametrize("lang", ["sv", "en"])
@pytest.mark.parametrize(
    ("counties", "said"),
    [
        ({"Dalarna": "xy"}, ["no-partners", "no-actors"]),
        ({"Dalarna": "", "Gotland": "x"}, ["no-areas", "no-actors"]),
        ({"Dalarna": "", "Gotland": ""}, ["no-areas", "no-actors"]),
        ({"Dalarna": "x", "Gotland": "y"}, ["no-actors"]),
    ],
)
@pytest.mark.filterwarnings("error")
def test_where_there_is_little_the_answer_is_a_sentence(
    counties: dict[str, str], said: list[str], lang: styrkegraf.labels.Language
) -> None:
    graph = small(counties)
    found = partners(graph, "Dalarna", draws=2)
    assert [note.kind for note in found.notes] == said
    assert not (found.similar_counties + found.completing_counties + found.similar_actors + found.completing_actors)
    text = to_text(found, graph, lang)
    assert "Dalarna" in text
    assert "{" not in text


def test_partners_of_one_place_stand_in_the_order_of_the_alphabet() -> None:
    lines = to_text(of("Västmanland", "energi"), shipped(), "sv").splitlines()
    tied = [line.split("  ")[1] for line in lines[: lines.index("KÄLLOR")] if line.startswith("1=  ")]
    universities = [name for name in tied if "universitet" in name]
    assert universities[:4] == [
        "Linköpings universitet",
        "Sveriges lantbruksuniversitet",
        "Uppsala universitet",
        "Örebro universitet",
    ]


def test_an_area_without_a_sure_theme_has_nothing_to_compare() -> None:
    facts = ':solo a sg:StrengthArea , sg:RegionalArea ; sg:areaOf :Dalarna ; skos:prefLabel "Ljus"@sv .'
    graph = small({"Dalarna": "x", "Gotland": "xy"}, facts)
    found = partners(graph, "Dalarna", "ljus", draws=2)
    assert [note.kind for note in found.notes] == ["no-themes", "no-actors"]
    assert not found.completing_counties
    assert "tillförlitlighet" in to_text(found, graph, "sv")
