"""The atlas of a graph of ten thousand things: all of them are in it, and it is of use on every page."""

from __future__ import annotations

import random
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest

from askpage import Visit as AskVisit
from mapvisits import Visit
from onepassage import graph_of_one_passage
from sharing import Shared
from styrkegraf.atlas import Frame, write
from styrkegraf.atlas.entity import Section, entity_page
from styrkegraf.atlas.wording import word
from styrkegraf.labels import Language

if TYPE_CHECKING:
    from playwright.sync_api import Page

COUNTIES, THEMES, AREAS, ACTORS = 21, 18, 500, 9_461


ALIKE = 10
"""One in so many pages of actors is written; the others, which differ in names only, are left empty: it takes long."""


def statements() -> str:
    """Every actor supports two areas, every area has one theme: ten thousand things."""
    rng = random.Random(7)
    lines = [f'county:l{n} a sg:County ; skos:prefLabel "Län {n}"@sv , "County {n}"@en .' for n in range(COUNTIES)]
    lines += [f'theme:t{n} a sg:Theme ; skos:prefLabel "Tema {n}"@sv , "Theme {n}"@en .' for n in range(THEMES)]
    lines += [
        f"area:a{n} a sg:RegionalArea ; sg:areaOf county:l{n % COUNTIES} ; sg:hasThemeTie tie:t{n} ; "
        f'skos:prefLabel "Område {n}"@sv , "Area {n}"@en . '
        f"tie:t{n} a sg:ThemeTie ; sg:toTheme theme:t{n % THEMES} ; sg:confidence sg:high ."
        for n in range(AREAS)
    ]
    lines += [
        f'actor:n{n} a sg:Cluster ; skos:prefLabel "Aktör {n}"@sv , "Actor {n}"@en ; sg:supports '
        + ", ".join(f"area:a{area}" for area in rng.sample(range(AREAS), 2))
        + " ."
        for n in range(ACTORS)
    ]
    return "\n".join(lines)


@pytest.fixture(scope="session")
def crowd(shared: Shared, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, written once in a run."""
    folder = tmp_path_factory.mktemp("crowd")

    def page(frame: Frame, iri: str, lang: Language, sections: Iterable[Section]) -> str:
        number = iri.partition("actor/n")[2]
        return "" if number and int(number) % ALIKE else entity_page(frame, iri, lang, sections)

    def fill(site: Path) -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("styrkegraf.atlas.site.entity_page", page)
            write(graph_of_one_passage(folder, statements()), site)

    return shared("crowd", fill)


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_everything_has_a_page_and_a_line_in_its_list(crowd: Path, lang: str) -> None:
    assert len(list((crowd / lang / "actor").glob("n*.html"))) == ACTORS
    assert len(list((crowd / lang / "area").glob("a*.html"))) == AREAS
    assert (crowd / lang / "actor/index.html").read_text("utf-8").count("<tr>") == ACTORS + 1
    assert (crowd / lang / "all.html").read_text("utf-8").count('href="actor/n') == ACTORS


def test_links_lead_somewhere(crowd: Path) -> None:
    pages = ["index.html", "sv/index.html", "sv/all.html", "en/region/l3.html", "sv/area/a7.html", "en/actor/n90.html"]
    for page in pages:
        text = (crowd / page).read_text("utf-8")
        targets = {part.partition('"')[0].partition("#")[0] for part in text.split(' href="')[1:]}
        inside = {target for target in targets if target and not target.startswith("http")}
        assert len(inside) > 10, page
        assert [one for one in sorted(inside) if not (crowd / page).parent.joinpath(unquote(one)).is_file()] == []


def test_what_is_too_much_to_compute_is_said(crowd: Path) -> None:
    assert word("en", "analysis-too-large", n=500) in (crowd / "en/analysis.html").read_text("utf-8")


def test_an_actor_says_what_it_supports_and_who_says_so(crowd: Path) -> None:
    told = (crowd / "en/actor/n170.html").read_text("utf-8")
    supported = [part for part in statements().splitlines() if part.startswith("actor:n170 ")]
    areas = supported[0].partition("sg:supports ")[2].removesuffix(" .").split(", ")
    assert all(f"Area {area.removeprefix('area:a')}<" in told for area in areas)
    assert "../source/prov.html#allt" in told


@pytest.mark.browser
def test_the_search_finds_one_among_all(page: Page, crowd: Path) -> None:
    page.goto((crowd / "en/index.html").as_uri())
    page.fill("#find", "actor 9460")
    page.wait_for_selector("#found li")
    assert page.locator("#found li bdi").first.inner_text().strip() == "Actor 9460"


@pytest.mark.browser
@pytest.mark.parametrize(("name", "state"), [("actors", ""), ("collaboration", "view=full&")])
def test_the_maps_show_all_and_tell_of_one(page: Page, crowd: Path, name: str, state: str) -> None:
    found = Visit(page).open(crowd / f"sv/maps/{name}.html", f"{state}chosen=actor/n170")
    assert len(found.shown()[0]) >= AREAS + ACTORS
    assert "Aktör 170" in found.panel()
    assert len(found.drawn()) == 2, "links are drawn for the selection only"
    assert found.complaints == []


@pytest.mark.browser
@pytest.mark.parametrize("name", ["actors", "collaboration"])
def test_a_map_of_all_fills_its_frame(page: Page, crowd: Path, name: str) -> None:
    found = Visit(page).open(crowd / f"sv/maps/{name}.html", "view=full")
    places = page.evaluate("ids => ids.map((id) => window.styrkegrafMap.place(id))", sorted(found.shown()[0]))
    wide, high = (max(one[axis] for one in places) - min(one[axis] for one in places) for axis in "xy")
    assert 0.5 < wide / high < 4
    assert len({(one["x"], one["y"]) for one in places}) == len(places), "nothing hides anything"


@pytest.mark.browser
def test_a_question_is_answered_in_the_page(page: Page, crowd: Path) -> None:
    visit = AskVisit(page, crowd).open(lang="en").write("SELECT (COUNT(*) AS ?n) { ?actor a sg:Cluster }").wait()
    assert [cell.replace(",", "") for row in visit.rows() for cell in row] == [str(ACTORS)]
    assert visit.complaints == []
