"""Comparing regions, the analysis, and the partners on a county's page."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import styrkegraf
from styrkegraf import Graph
from styrkegraf.advice.partners import partners
from styrkegraf.analysis.sections import SECTIONS
from styrkegraf.atlas.frame import Frame
from styrkegraf.atlas.partnering import section
from styrkegraf.atlas.wording import LANGUAGES, words

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

ID = "https://w3id.org/styrkegraf/id/"
VASTMANLAND = f"{ID}county/vastmanland"
PACKAGE = Path(styrkegraf.__file__).parent / "atlas"


@pytest.fixture(scope="module")
def frame(graph: Graph) -> Frame:
    """The frame of the shipped graph."""
    return Frame(graph)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_partners_of_a_county_are_those_of_the_command_with_links_and_standing(frame: Frame, lang: str) -> None:
    found = section(frame, VASTMANLAND, "sv" if lang == "sv" else "en")
    assert found is not None
    text = str(found[1])
    known = partners(frame.graph, VASTMANLAND)
    at = text.index('id="partners-completing"')
    for part, some in ((text[:at], known.similar_counties), (text[at:], known.completing_counties)):
        shown = re.findall(r'<td class="number"[^>]*>[\d=]+</td><th scope="row"><a href="([^"]+)"', part)
        beside = re.findall(r'<a class="beside" href="../compare.html#regions=vastmanland,([\w-]+)"', part)
        assert [f"{key}.html" for key in beside] == shown
        expected = [one.node for one in some if one.ranking.place <= 5]
        assert shown == [f"{iri.rpartition('/')[2]}.html" for iri in expected]
        assert part.count('class="says"') == len(expected)
        cells = re.findall(r"</span></td>\s*<td [^>]*>([^<:]+)[:<]", part)
        assert cells == [
            words("sv" if lang == "sv" else "en")[f"partners-is-{one.standing}"] for one in some[: len(expected)]
        ]


def test_a_partner_rests_on_themes_with_the_areas_of_either(frame: Frame) -> None:
    found = section(frame, VASTMANLAND, "sv")
    assert found is not None
    similar = str(found[1]).partition('id="partners-completing"')[0]
    (varmland,) = (row for row in similar.split("<tr>") if ">Värmland<" in row)
    grounds = re.findall(r"<li>(.*?)</span></li>", varmland.partition('class="grounds"')[2].partition("</ul>")[0])
    told = [" ".join(re.sub(r"<[^>]+>", "", one).split()) for one in grounds]
    # document 003: line 53 names Välfärd och hälsa (Västmanland), lines 78-84 Digitalisering av välfärdstjänster
    assert "Hälsa, vård och välfärd (Välfärd och hälsa – Digitalisering av välfärdstjänster)" in told
    assert len(told) == 4


@pytest.mark.browser
def test_a_partner_leads_to_the_comparison_of_the_two(page: Page, atlas: Path) -> None:
    page.goto((atlas / "en/region/vastmanland.html").as_uri())
    page.locator("a.beside", has_text="with Värmland").first.click()
    page.wait_for_selector("#comparison table")
    heads = page.locator("section[aria-labelledby=compare-areas] th").all_inner_texts()
    assert heads == ["Västmanland", "Värmland"]


@pytest.mark.parametrize("iri", [f"{ID}theme/energy", f"{ID}county/nowhere"])
def test_what_is_no_known_county_has_no_partners(frame: Frame, iri: str) -> None:
    assert section(frame, iri, "sv") is None


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_analysis_has_every_section_of_the_report_and_its_tables(atlas: Path, lang: str) -> None:
    text = (atlas / lang / "analysis.html").read_text("utf-8")
    assert len(re.findall(r'<section class="chapter"', text)) == len(SECTIONS) == 10
    figures = text.count("<figure ")
    assert figures >= 10
    assert text.count('<dl class="notes">') == figures
    tables = set(re.findall(r'href="(analysis/[\w-]+\.csv)"', text))
    assert len(tables) >= 10
    for table in tables:
        assert (atlas / lang / table).read_bytes().startswith("\ufeff".encode())


def test_every_word_of_comparing_is_used_and_none_is_missing() -> None:
    code = "".join(path.read_text("utf-8") for path in (PACKAGE / "static").glob("compare.js"))
    code += (PACKAGE / "templates" / "compare.html.j2").read_text("utf-8")
    keys = {key.removeprefix("compare-") for key in words("sv") if key.startswith("compare-")}
    whole = {"none", "areas", "themes", "macroregions", "documented", "potential"}
    unused = [k for k in keys if not re.search(rf'["-]{re.sub("-(none|note)$", "", k)}"', code) and k not in whole]
    assert [key for key in unused if not key.startswith("level-")] == []


@pytest.mark.browser
def test_regions_are_compared_by_keyboard_and_the_address_holds_the_choice(page: Page, atlas: Path) -> None:
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto((atlas / "sv" / "compare.html").as_uri() + "#regions=vastmanland,dalarna")
    page.wait_for_selector("#comparison table")
    heads = page.locator("section[aria-labelledby=compare-areas] th")
    assert heads.all_inner_texts() == ["Västmanland", "Dalarna"]
    assert page.locator("#region-2 option[value=vastmanland]").is_disabled()
    shared = page.locator("section[aria-labelledby=compare-themes] tbody tr.shared")
    assert shared.count() > 0
    for row in shared.all():
        assert "–" not in row.locator("td").all_inner_texts()

    page.focus("#region-3")
    page.keyboard.type("Got")
    page.wait_for_function("document.querySelectorAll('section[aria-labelledby=compare-areas] th').length === 3")
    assert page.url.endswith("#regions=vastmanland,dalarna,gotland")
    page.set_viewport_size({"width": 360, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.click("a.switch")
    page.wait_for_url("**/en/compare.html#regions=vastmanland,dalarna,gotland")
    page.wait_for_selector("#comparison table")
    assert heads.count() == 3
    page.evaluate("location.hash = 'regions=%E0%A4%A,__proto__,<b>'")
    page.wait_for_function("document.querySelectorAll('section[aria-labelledby=compare-areas] th').length === 2")
    assert faults == []


def test_a_graph_of_one_region_has_nothing_to_compare(site_of: Callable[[str], Path]) -> None:
    site = site_of('county:gotland a sg:County ; skos:prefLabel "<i>Gotland"@sv .')
    text = (site / "en" / "compare.html").read_text("utf-8")
    assert words("en")["compare-too-few"] in text
    assert "<i>" not in text + (site / "data" / "compare.js").read_text("utf-8")
