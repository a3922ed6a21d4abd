"""The search: forgiving, in both languages, by keyboard alone, from disk."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser


def find(page: Page, atlas: Path, words: str, at: str = "sv/index.html") -> list[str]:
    page.goto((atlas / at).as_uri())
    page.fill("#find", words)
    page.wait_for_selector("#found li, form.find[data-empty]")
    return [row.strip() for row in page.locator("#found li bdi").all_inner_texts()]


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("sodermanland", "Södermanland"),
        ("SÖRMLAND", "Södermanland"),
        ("Norrbottnen", "Norrbotten"),
        ("norrboten", "Norrbotten"),
        ("linkopings univ", "Linköpings universitet"),
        ("univ linköp", "Linköpings universitet"),
        ("vastra gotaland", "Västra Götaland"),
        ("east central sweden", "Östra Mellansverige"),
        ("robotdal", "Robotdalen"),
    ],
)
def test_finds_what_is_meant(page: Page, atlas: Path, words: str, first: str) -> None:
    assert first in find(page, atlas, words)[:2]


def test_shows_english_names_on_english_pages(page: Page, atlas: Path) -> None:
    assert find(page, atlas, "Mälardalens högskola", "en/about.html")[0] == "Mälardalen University"


def test_tells_areas_of_one_name_apart_by_their_region(page: Page, atlas: Path) -> None:
    find(page, atlas, "livsmedel")
    notes = page.locator("#found li small").all_inner_texts()
    assert any("Gotland" in note for note in notes)


def test_works_by_keyboard_alone(page: Page, atlas: Path) -> None:
    page.goto((atlas / "en/theme/energy.html").as_uri())
    page.keyboard.press("/")
    page.keyboard.type("gotlan")
    page.wait_for_selector("#found li")
    assert page.get_attribute("#find", "aria-expanded") == "true"
    page.keyboard.press("ArrowDown")
    marked = page.get_attribute("#find", "aria-activedescendant")
    assert page.get_attribute(f"#{marked}", "aria-selected") == "true"
    page.keyboard.press("Escape")
    assert page.get_attribute("#find", "aria-expanded") == "false"
    page.keyboard.press("ArrowDown")
    page.wait_for_selector("#found li")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/region/gotland.html")


def test_enter_takes_the_best_hit(page: Page, atlas: Path) -> None:
    find(page, atlas, "gavleborg")
    page.keyboard.press("Enter")
    page.wait_for_url("**/sv/region/gavleborg.html")
    assert page.inner_text("h1") == "Gävleborg"


def test_says_when_nothing_fits(page: Page, atlas: Path) -> None:
    assert find(page, atlas, "qqqqxxzz") == []
    assert page.inner_text("#found-count") == "Inget heter så. Pröva en del av namnet."


def test_says_how_many_there_are_when_the_list_holds_the_first_only(page: Page, atlas: Path) -> None:
    assert len(find(page, atlas, "region")) == 12
    told = page.inner_text("#found-count")
    assert re.fullmatch(r"De första 12 av (\d+) träffar\. Välj med piltangenterna\.", told)
    assert int(told.split()[4]) > 12
    assert len(find(page, atlas, "energi")) < 12
    assert "De första" not in page.inner_text("#found-count")


def test_the_index_is_loaded_when_the_field_is_used_and_not_before(page: Page, atlas: Path) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((atlas / "sv/index.html").as_uri())
    assert not any(url.endswith("search.js") for url in asked)
    page.focus("#find")
    page.wait_for_function("() => [...document.scripts].some(one => one.src.endsWith('search.js'))")
    assert any(url.endswith("search.js") for url in asked)


def test_an_index_that_does_not_arrive_is_told_and_asked_for_again(page: Page, atlas: Path) -> None:
    page.route("**/data/search.js", lambda route: route.abort())
    page.goto((atlas / "sv/index.html").as_uri())
    page.fill("#find", "gotl")
    page.wait_for_selector("form.find[data-empty]")
    assert page.inner_text("#found-count").startswith("Sökregistret kom inte fram.")
    page.unroute("**/data/search.js")
    page.type("#find", "a")
    page.wait_for_selector("#found li")


def test_another_button_than_the_first_leads_nowhere(page: Page, atlas: Path) -> None:
    find(page, atlas, "gotland")
    hit = page.locator("#found li").first
    for button in (2, 1):  # a real click with the right one would open a menu of the system over the page
        for event in ("mousedown", "mouseup", "auxclick"):
            hit.dispatch_event(event, {"button": button})
    hit.click()
    page.wait_for_url("**/sv/region/gotland.html")


def test_the_language_switch_keeps_page_query_and_hash(page: Page, atlas: Path) -> None:
    page.goto((atlas / "sv/region/gotland.html").as_uri() + "?visa=allt#facts")
    page.click("a.switch")
    page.wait_for_url("**/en/region/gotland.html?visa=allt#facts")
    assert page.get_attribute("html", "lang") == "en"


def test_an_address_opens_what_it_names(page: Page, atlas: Path) -> None:
    page.goto((atlas / "sv/strategy/affarsplan-vastmanland-2030.html").as_uri() + "#goal-vastmanland-delmal-10")
    assert page.get_attribute("#goal-vastmanland-delmal-10 > details", "open") is not None


FROM_THE_RIGHT = """(() => {
  const [head, link] = ["header.site", ".switch"].map((one) => document.querySelector(one));
  const inside = head.getBoundingClientRect().right - parseFloat(getComputedStyle(head).paddingRight);
  return Math.abs(Math.round(inside - link.getBoundingClientRect().right));
})()"""


@pytest.mark.parametrize("scripts", [True, False])
def test_the_search_is_there_where_scripts_run_and_not_where_it_would_be_dead(
    browser: Browser, atlas: Path, *, scripts: bool
) -> None:
    context = browser.new_context(java_script_enabled=scripts)
    page = context.new_page()
    page.goto((atlas / "sv/index.html").as_uri())
    assert page.get_by_role("search").is_visible() is scripts
    assert page.get_by_role("link", name="Regioner", exact=True).first.is_visible()
    for width in (360, 1280, 1600):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate(FROM_THE_RIGHT) <= 0, f"the switch of the language stands on the right at {width} pixels"
    context.close()
