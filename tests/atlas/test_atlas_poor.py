"""Poor and odd graphs: the whole site works, in both languages, and says what is missing."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from sharing import Shared
from sitelinks import links_within
from styrkegraf import Graph
from styrkegraf.atlas import analysis, write
from styrkegraf.atlas.frame import Frame
from styrkegraf.atlas.lists import list_page
from styrkegraf.atlas.standing import section
from styrkegraf.atlas.wording import word
from styrkegraf.namespaces import ID

if TYPE_CHECKING:
    from playwright.sync_api import Page

COUNTIES = """
county:gotland a sg:County ; skos:prefLabel "Gotland"@sv , "Gotland"@en .
county:dalarna a sg:County ; skos:prefLabel "Dalarna"@sv , "Dalarna"@en .
"""
AREAS = """
area:gotland-livsmedel a sg:RegionalArea ; skos:prefLabel "Livsmedel"@sv , "Food"@en ; sg:areaOf county:gotland ;
  sg:hasThemeTie tie:g .
area:dalarna-livsmedel a sg:RegionalArea ; skos:prefLabel "Mat"@sv , "Meals"@en ; sg:areaOf county:dalarna ;
  sg:hasThemeTie tie:d .
tie:g a sg:ThemeTie ; sg:toTheme theme:food ; sg:confidence sg:high .
tie:d a sg:ThemeTie ; sg:toTheme theme:food ; sg:confidence sg:low .
theme:food a sg:Theme ; skos:prefLabel "Livsmedel"@sv , "Food"@en .
"""
ACTORS = """
actor:a a sg:Cluster ; skos:prefLabel "Agro Öst"@sv , "Agro Öst"@en ; sg:supports area:gotland-livsmedel .
"""
SWEDISH = re.sub(r' , "[^"]*"@en', "", COUNTIES + AREAS + ACTORS)
LONG = re.sub(
    r'"(\w[^"]*)"@', lambda found: f'"{found[1]} {"hållbarhetsomställningsförmåga " * 12}"@', COUNTIES + AREAS + ACTORS
)

GEO = "http://www.opengis.net/ont/geosparql#"
BROKEN = "".join(
    f'county:gotland <{GEO}hasGeometry> county:g{number} . county:g{number} <{GEO}asWKT> "{wkt}"^^<{GEO}wktLiteral> .\n'
    for number, wkt in enumerate(
        ["POLYGON((18 57, 19 57))", "POLYGON((18,5 57,1, 19,5 57,1, 19,5 58,1))", "POLYGON((e e, - -, 1 2))", "Gotland"]
    )
)
POOR = {
    "nothing": ("", {"index.html": "The graph holds no regions.", "compare.html": "fewer than two regions"}),
    "one-node": (
        'theme:energy a sg:Theme ; skos:prefLabel "Energi"@sv , "Energy"@en .',
        {"index.html": "The graph holds no regions.", "theme/energy.html": "No strength area is tied to this theme."},
    ),
    "without-areas": (
        COUNTIES + 'actor:a a sg:Cluster ; skos:prefLabel "Agro Öst"@sv , "Agro Öst"@en .',
        {
            "region/gotland.html": "The graph holds no strength areas of this region.",
            "area/index.html": "The graph holds nothing of this kind.",
            "actor/a.html": "No source in the graph ties this actor to a strength area.",
        },
    ),
    "without-actors": (
        COUNTIES + AREAS,
        {
            "region/gotland.html": "No source in the graph names the actors behind",
            "area/gotland-livsmedel.html": "No source in the graph names actors that support this area.",
            "actor/index.html": "The graph holds nothing of this kind.",
        },
    ),
    "without-english": (
        SWEDISH,
        {"region/gotland.html": "There is no English name", "actor/a.html": "There is no English name"},
    ),
    "long-labels": (LONG, {"region/gotland.html": "hållbarhetsomställningsförmåga"}),
    "without-readable-geometry": (
        COUNTIES + AREAS + BROKEN,
        {"index.html": "The graph holds no geometry", "region/gotland.html": "The graph holds no map of the county."},
    ),
    "without-geometry": (
        COUNTIES + AREAS + ACTORS,
        {"index.html": "The graph holds no geometry", "region/gotland.html": "The graph holds no map of the county."},
    ),
}
"""Statements, and what pages of the site say of what is missing."""


@pytest.fixture(params=POOR)
def poor(
    request: pytest.FixtureRequest, shared: Shared, graph_of: Callable[[str], Graph]
) -> tuple[Path, dict[str, str]]:
    statements, missing = POOR[request.param]
    return shared(f"poor-{request.param}", lambda site: write(graph_of(statements), site)), missing


def test_the_site_is_whole_and_says_what_is_missing(poor: tuple[Path, dict[str, str]]) -> None:
    site, missing = poor
    for page, said in missing.items():
        assert said in (site / "en" / page).read_text("utf-8"), page
    links, broken = links_within(site)
    assert links > 100
    assert broken == []
    pages = {path.relative_to(site / "sv") for path in (site / "sv").rglob("*.html")}
    assert pages == {path.relative_to(site / "en") for path in (site / "en").rglob("*.html")}
    for path in pages:
        text = re.sub(r"<[^>]+>", " ", (site / "sv" / path).read_text("utf-8"))
        assert not re.search(r"\b(?:None|nan|undefined)\b", text), path


ONE = """
county:gotland a sg:County ; skos:prefLabel "Gotland"@sv , "Gotland"@en ;
  <http://www.opengis.net/ont/geosparql#hasGeometry> county:form .
county:form <http://www.opengis.net/ont/geosparql#asWKT>
  "POLYGON((18 57, 19 57, 19 58, 18 57))"^^<http://www.opengis.net/ont/geosparql#wktLiteral> .
area:gotland-livsmedel a sg:RegionalArea ; skos:prefLabel "Livsmedel"@sv , "Food"@en ; sg:areaOf county:gotland ;
  sg:hasThemeTie tie:g .
tie:g a sg:ThemeTie ; sg:toTheme theme:food ; sg:confidence sg:high .
"""
PLURAL = {
    "sv": r"regioner|noder|länkar|aktörer|\w*områden|grupper|\w+ställen|uppgifter|rader|dokument som|frågor|teman",
    "en": r"regions|nodes|links|actors|(?:strength )?areas|groups|passages|statements|rows|documents|questions|themes",
}


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        (
            "sv",
            {
                "maps/collaboration.html": "1 region och temana i en överblick.",
                "maps/actors.html": "1 aktör och 1 styrkeområde. 0 aktörer bidrar till flera",
                "maps/counties.html": "Länkarna på länskartan",
                "analysis.html": "faller i en enda grupp. (",
                "sources.html": "ett källställe, ",
            },
        ),
        (
            "en",
            {
                "maps/collaboration.html": "1 region and the themes at a glance.",
                "maps/actors.html": "1 actor and 1 strength area. 0 actors support several",
                "maps/counties.html": "The links on the map of the counties",
                "analysis.html": "fall into one single group. (",
                "sources.html": "one passage, ",
            },
        ),
    ],
)
def test_one_of_a_thing_is_told_of_as_one(site_of: Callable[[str], Path], lang: str, told: dict[str, str]) -> None:
    site = site_of(ONE + ACTORS)
    for path in sorted((site / lang).rglob("*.html")):
        text = re.sub(r"<[^>]+>", "\n", path.read_text("utf-8")).replace("\xa0", " ")
        page = path.relative_to(site / lang).as_posix()
        assert told.pop(page, "") in text
        assert re.findall(rf"(?<![\d.,–-])1 (?:{PLURAL[lang]})\b.*", text) == [], page
        if page.startswith("maps/"):
            assert not re.search(r"Sverige|Sweden", text), page
    assert told == {}


@pytest.mark.parametrize(
    ("lang", "counts"),
    [
        ("sv", ["1 Region", "1 Styrkeområde", "18 Teman", "1 Aktör", "0 Strategier", "1 Källställe"]),
        ("en", ["1 Region", "1 Strength area", "18 Themes", "1 Actor", "0 Strategies", "1 Passage"]),
    ],
)
def test_the_numbers_of_the_start_agree_with_what_they_count(
    site_of: Callable[[str], Path], lang: str, counts: list[str]
) -> None:
    start = (site_of(ONE + ACTORS) / lang / "index.html").read_text("utf-8")
    told = re.findall(r"<dt><a[^>]*>(.*?)</a></dt><dd>(.*?)</dd>", start)
    assert [f"{number} {name}" for name, number in told] == counts


def test_a_region_by_itself_is_promised_no_links_and_placed_among_nobody(site_of: Callable[[str], Path]) -> None:
    page = (site_of(ONE) / "en/region/gotland.html").read_text("utf-8")
    assert "No source in the graph documents collaboration with another region." in page
    assert "The links below" not in page
    assert "Place in the network" not in page


def test_where_no_collaboration_is_documented_the_analysis_says_so_and_draws_none(
    site_of: Callable[[str], Path],
) -> None:
    page = (site_of(ONE) / "en/analysis.html").read_text("utf-8")
    assert page.count("No source documents any collaboration.") == 2, "in brief, and in its chapter"
    assert "Collaboration in declared themes" not in page


@pytest.mark.browser
def test_every_page_opens_without_a_fault_and_fits_a_narrow_screen(
    page: Page, poor: tuple[Path, dict[str, str]]
) -> None:
    site, _ = poor
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    page.set_viewport_size({"width": 360, "height": 780})
    for path in sorted((site / "en").rglob("*.html")):
        page.goto(path.as_uri())
        assert page.locator("h1").inner_text().strip(), path
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, path
    assert faults == []


@pytest.mark.browser
def test_ask_answers_that_there_is_nothing(page: Page, site_of: Callable[[str], Path]) -> None:
    site = site_of("")
    page.goto((site / "en/ask.html").as_uri() + "#question=list-of-regions")
    page.locator("#ask-status", has_text="No rows").wait_for()
    assert page.inner_text("#ask-error") == ""


@pytest.fixture
def large(graph_of: Callable[[str], Graph]) -> Frame:
    """More actors than are analysed with the site."""
    actors = (
        f'actor:a{n} a sg:Actor ; skos:prefLabel "Aktör {n}"@sv ; sg:supports area:gotland-livsmedel .'
        for n in range(1_600)
    )
    return Frame(graph_of(COUNTIES + AREAS + "\n".join([*actors, "actor:a0 sg:supports area:dalarna-livsmedel ."])))


def test_a_large_graph_is_not_analysed_with_the_site_which_says_so(large: Frame) -> None:
    assert word("en", "analysis-too-large", n=500) in analysis.pages(large)["en/analysis.html"]
    assert analysis.files(large).keys() == {"static/analysis.css"}
    found = section(large, f"{ID}area/gotland-livsmedel", "en")
    assert found is not None
    assert ">1600</td>" in found[1]
    assert "Betweenness" not in found[1]
    assert list_page(large, "actor", "sv").count("<tr>") == 1_601
