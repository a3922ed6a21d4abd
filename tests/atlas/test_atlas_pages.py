"""What the pages say: facts with their sources, conclusions with what they rest on, and what is not known."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from shipped import shipped
from sitelinks import links_within
from styrkegraf import Graph
from styrkegraf.atlas import Frame
from styrkegraf.atlas.lists import list_page
from styrkegraf.atlas.wording import word
from styrkegraf.labels import Language
from styrkegraf.namespaces import ID, SG
from styrkegraf.report import report

TWO_REGIONS = """
county:gotland a sg:County ; skos:prefLabel "Gotland"@sv , "Gotland"@en .
county:dalarna a sg:County ; skos:prefLabel "Dalarna"@sv , "Dalarna"@en .
area:gotland-livsmedel a sg:RegionalArea ; skos:prefLabel "Livsmedel"@sv ; sg:areaOf county:gotland .
"""


def text(path: Path) -> str:
    """The words of a page, with single spaces."""
    shown = re.sub(r"<svg.*?</svg>|<head>.*?</head>", " ", path.read_text("utf-8"), flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", shown)).split())


def row(page: str, heading: str) -> str:
    """From a property of the tables on, in a page's words."""
    assert heading in page
    return page.partition(heading)[2][:900]


def test_a_region_without_actor_sources_says_so_plainly(atlas: Path) -> None:
    assert "Ingen källa i grafen nämner vilka aktörer som står bakom" in text(atlas / "sv/region/jamtland.html")
    assert "No source in the graph names the actors behind" in text(atlas / "en/region/jamtland.html")
    assert "nämner vilka aktörer" not in text(atlas / "sv/region/sodermanland.html")


def test_a_statement_names_document_heading_and_lines(atlas: Path) -> None:
    page = text(atlas / "en/actor/robotdalen.html")
    said = row(page[page.index("Stated in the sources") :], "supports")
    assert "Advanced manufacturing for demanding environments" in said
    assert re.search(r"Says who\?.*Sörmland smart specialisation strategy *, “[^”]+” *, lines \d+–\d+", said)


def test_a_conclusion_names_the_statements_that_it_rests_on(atlas: Path) -> None:
    page = text(atlas / "sv/actor/robotdalen.html")
    concluded = row(page[page.index("Slutsatser", page.index("Vår läsning")) :], "verksam i")
    assert "Följer av: Robotdalen bidrar till Avancerad tillverkning för krävande miljöer" in concluded
    assert "styrkeområde i Södermanland" in concluded


def test_every_conclusion_of_the_shipped_graph_rests_on_statements_of_sources_or_ours() -> None:
    statements = Frame(shipped()).statements
    found = [one for iri in statements.things for one in statements.about(iri) if one.layer == "inferred"]
    assert len(found) > 300
    for one in found:
        assert one.premises, one
        assert {premise.layer for premise in one.premises} <= {"stated", "curated"}, one


def test_a_theme_tie_is_our_reading_and_shows_its_confidence(atlas: Path) -> None:
    page = text(atlas / "sv/area/sodermanland-avancerad-tillverkning.html")
    ours = row(page[page.index("Alla uppgifter") :].partition("Vår läsning")[2], "har tema")
    assert re.search(r"Automation och intelligenta system tillförlitlighet: medel", ours)
    assert re.search(r"Transporter och logistik tillförlitlighet: låg", ours)


def test_potential_and_documented_collaboration_stand_apart(atlas: Path) -> None:
    page = (atlas / "sv/region/vastmanland.html").read_text("utf-8")
    documented = page[page.index('id="documented"') : page.index('id="potential"')]
    potential = page[page.index('id="potential"') : page.index('id="facts"')]
    assert "#rule-joint-area" in documented
    assert "#rule-same-macro-region" in documented
    assert "#rule-shared-theme" not in documented
    assert "#rule-shared-theme" in potential
    assert "#rule-joint-area" not in potential


def test_goals_priorities_and_steps_stand_within_their_strategy(atlas: Path) -> None:
    frame = Frame(shipped())
    parts = [iri for iri in frame.wholes if iri.startswith((ID + "goal/", ID + "priority/", ID + "step/"))]
    assert len(parts) > 90
    for iri in parts:
        path, _, anchor = (frame.address(iri) or "").partition("#")
        assert f'id="{anchor}"' in (atlas / "sv" / path).read_text("utf-8"), iri


def test_every_passage_stands_on_its_document_with_lines_certainty_and_note(atlas: Path) -> None:
    frame = Frame(shipped())
    passages = [origin for origin in frame.graph.origins.values() if origin.document]
    assert len(passages) == 186
    uncertain = [origin for origin in passages if origin.certainty]
    assert uncertain
    page = text(atlas / "en/source/s3-sormland.html")
    assert "The text gives the phases of the figure in reverse" in page
    assert re.search(r"Figure: the six phases of the process .*?lines 212–227 .*? certainty: medium", page)


def test_a_label_in_the_other_language_is_marked_so(site_of: Callable[[str], Path]) -> None:
    site = site_of(TWO_REGIONS)
    assert '<bdi lang="sv">Livsmedel</bdi>' in (site / "en/region/gotland.html").read_text("utf-8")
    assert '<bdi lang="sv">Livsmedel</bdi>' not in (site / "sv/region/gotland.html").read_text("utf-8")
    assert "There is no English name" in text(site / "en/area/gotland-livsmedel.html")


def test_what_is_said_of_a_thing_elsewhere_stands_on_its_page_too(atlas: Path) -> None:
    page = text(atlas / "sv/theme/automation.html")
    assert "styrkeområden med temat" in page
    assert "aktörer engagerade inom temat" in page


def test_spellings_of_the_source_and_other_names_are_given(atlas: Path) -> None:
    page = text(atlas / "sv/region/norrbotten.html")
    assert "stavas i källan Norrbottnen" in page


@pytest.mark.parametrize(
    "statements",
    [
        "county:gotland a sg:County . area:x sg:areaOf county:gotland .",
        'county:gotland a sg:County ; skos:prefLabel ""@sv , " "@en .',
        'area:a a sg:JointArea ; skos:prefLabel "A"@sv ; sg:relatedArea area:a , area:b . '
        "area:b sg:relatedArea area:a .",
    ],
    ids=["without-label", "empty-label", "cycle"],
)
def test_an_odd_graph_gives_a_site(statements: str, site_of: Callable[[str], Path]) -> None:
    links, broken = links_within(site_of(statements))
    assert links > 100
    assert broken == []


def test_a_region_without_areas_or_geometry_says_so(site_of: Callable[[str], Path]) -> None:
    page = text(site_of(TWO_REGIONS) / "en/region/dalarna.html")
    assert "The graph holds no strength areas of this region." in page
    assert "The graph holds no map of the county." in page
    assert "No source in the graph documents collaboration" in page


def test_the_numbers_of_the_start_are_those_of_the_graph(atlas: Path) -> None:
    page = text(atlas / "en/index.html")
    for counted in ("Regions 21", "Strength areas 84", "Themes 18", "Actors 160", "Passages 186"):
        assert counted in page
    layers = report(shipped(), ()).layers
    assert f"{layers['stated']:,} statements from 5 documents and {layers['curated']:,} " in page
    assert f"{layers['stated']:,} stated" in text(atlas / "en/analysis.html")


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_the_map_of_the_start_is_read_by_strength_of_colour_since_light_and_dark_change_places(lang: Language) -> None:
    assert not re.search("mörk|ljus|dark|light", word(lang, "start-map-caption"), re.IGNORECASE)


def test_links_are_told_by_their_rule_whose_text_is_on_the_page_about(atlas: Path) -> None:
    about = (atlas / "en/about.html").read_text("utf-8")
    for rule in ("joint-area", "joint-strategy", "same-macro-region", "shared-actor", "shared-theme"):
        assert f'id="rule-{rule}"' in about
    assert SG in html.unescape(about)


def shown(path: Path) -> list[str]:
    """The names in the first column of a list."""
    return re.findall(r'<th scope="row"><a [^>]*><bdi>([^<]+)', path.read_text("utf-8"))


def test_lists_follow_the_alphabet_of_their_language(atlas: Path) -> None:
    assert shown(atlas / "sv/region/index.html")[-3:] == ["Västra Götaland", "Örebro", "Östergötland"]
    english = shown(atlas / "en/region/index.html")
    assert english.index("Norrbotten") < english.index("Örebro") < english.index("Skåne")


def test_a_region_whose_actors_no_source_names_is_not_said_to_have_none(atlas: Path) -> None:
    page = text(atlas / "sv/region/index.html")
    assert page.count("ingen nämnd") == 20
    assert "Besöksnäring , Livsmedel 0" not in page


def test_a_theme_of_an_area_says_what_its_level_is_a_level_of(atlas: Path) -> None:
    themes = row(text(atlas / "sv/region/vastmanland.html"), "Aktörer som bidrar")
    assert "Industri och avancerad tillverkning tillförlitlighet: medel" in themes


def test_languages_are_told_in_words(atlas: Path) -> None:
    assert "språk svenska" in text(atlas / "sv/source/nms-strategi.html")
    assert "Textiles engelska" in text(atlas / "sv/area/vastra-gotaland-textil.html")
    assert "Textil Swedish" in text(atlas / "en/area/vastra-gotaland-textil.html")


def drawn(path: Path) -> str:
    """The words of the wide diagram of a page."""
    svg = path.read_text("utf-8").partition('<svg class="wide"')[2].partition("</svg>")[0]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", svg)).split())


def test_a_diagram_draws_the_areas_of_the_region_itself_and_says_how_many_it_leaves_out(atlas: Path) -> None:
    page = drawn(atlas / "sv/region/vastmanland.html")
    assert "Styrkeområden (6 av 8)" in page
    assert all(area in page for area in ("Automation", "Energi", "Järnväg", "Välfärd och hälsa"))
    assert "Strength areas (2)" in drawn(atlas / "en/region/gotland.html"), "where all are drawn, only their number"


def test_the_list_of_actors_tells_whom_the_sources_name_and_whom_we_added(atlas: Path) -> None:
    page = text(atlas / "sv/actor/index.html")
    assert "122 nämns i källorna. 38 har vi lagt till" in page
    assert page.count("tillagd av oss") == 38
    assert "Länsstyrelsen i Gotlands län tillagd av oss" in page
    assert "Robotdalen tillagd" not in page


NAMED = 'actor:a a sg:Actor ; skos:prefLabel "A"@sv .'
ADDED = 'actor:b a sg:Actor ; skos:prefLabel "B"@sv .'
OURS = "} GRAPH <https://w3id.org/styrkegraf/graph/curated/x> {"


@pytest.mark.parametrize(
    ("statements", "named", "added"),
    [(NAMED, False, False), (f"{OURS} {ADDED}", False, True), (f"{NAMED} {OURS} {ADDED}", True, True)],
    ids=["named", "added", "both"],
)
def test_a_list_of_actors_counts_one_as_one_and_leaves_none_out(
    graph_of: Callable[[str], Graph], statements: str, named: bool, added: bool
) -> None:
    page = list_page(Frame(graph_of(statements)), "actor", "sv")
    assert ("En nämns i källorna." in page, "En har vi lagt till; om den" in page) == (named, added)


COUNTED = (
    r"\d (?:aktörer|dokument|grupper|källställen|länkar|noder|par|regioner|styrkeområden|teman|textställen|uppgifter)\b"
)


@pytest.mark.parametrize("path", ["index.html", "analysis.html", "maps/index.html", "maps/matrix.html", "sources.html"])
def test_no_line_ends_between_a_number_and_what_it_counts(atlas: Path, path: str) -> None:
    page = re.sub(r"<(script|style)\b.*?</\1>|<[^>]+>", "\n", (atlas / "sv" / path).read_text("utf-8"), flags=re.S)
    titles = "Smart specialisering i 21 regioner"  # a name stays as it is written
    assert re.findall(COUNTED, page.replace(titles, "")) == []
    assert re.search(COUNTED.replace(" ", "\xa0"), page) or path == "maps/matrix.html"
