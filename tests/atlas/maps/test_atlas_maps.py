"""The maps in a browser, opened from disk: what a reader chooses, sees and shares."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from mapvisits import ID, LANGUAGES, MAPS, Visit

pytestmark = pytest.mark.browser

Visitor = Callable[..., Visit]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", MAPS)
def test_every_map_opens_from_disk_and_asks_for_nothing_beyond(visit: Visitor, name: str, lang: str) -> None:
    found = visit(name, lang=lang)
    assert all(url.startswith(("file:", "data:")) for url in found.requests)
    assert found.complaints == []
    assert all(found.shown())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_region_keeps_its_areas_themes_and_actors(visit: Visitor, lang: str) -> None:
    found = visit("collaboration", lang=lang)
    found.page.click('[data-view="full"]')
    found.keep("region", ID + "county/vastmanland")
    nodes, _ = found.shown()
    kinds = {kind: {node for node in nodes if f"/{kind}/" in node} for kind in ("county", "area", "theme", "actor")}
    assert kinds["county"] == {ID + "county/vastmanland"}
    own = {area for area in kinds["area"] if "vastmanland-" in area}
    assert len(own) == 4
    assert all("vastmanland-" in area or "oms-" in area for area in kinds["area"]), (
        "and the joint ones it lends strength"
    )
    assert kinds["theme"]
    assert kinds["actor"]


def test_filters_narrow_by_theme_source_layer_and_kind_of_actor(visit: Visitor) -> None:
    found = visit("collaboration", "view=full")
    everything, _ = found.shown()
    found.keep("theme", ID + "theme/energy")
    energy, _ = found.shown()
    assert ID + "area/vastmanland-energi" in energy
    assert ID + "area/vastmanland-jarnvag" not in energy
    found.keep("theme", "")
    found.keep("actortype", "https://w3id.org/styrkegraf/ontology#University")
    actors = {node for node in found.shown()[0] if "/actor/" in node}
    assert ID + "actor/malardalens-hogskola" in actors
    assert ID + "actor/robotdalen" not in actors
    found.keep("actortype", "")
    found.keep("source", "https://w3id.org/styrkegraf/source/s3-sormland")
    assert ID + "county/gotland" not in found.shown()[0]
    assert ID + "actor/robotdalen" in found.shown()[0]
    found.keep("source", "")
    assert found.shown()[0] == everything
    found.page.uncheck('[data-filter="layer"][value="stated"]')
    assert not [row for row in found.rows() if "Sagt i källa" in row]


def test_a_neighbourhood_grows_step_by_step(visit: Visitor) -> None:
    found = visit("collaboration", "view=full&chosen=actor/robotdalen")
    sizes = []
    for steps in (1, 2, 3):
        found.page.click(f'[data-steps="{steps}"]')
        sizes.append(len(found.shown()[0]))
    assert sizes == sorted(set(sizes))
    assert sizes[0] == 2, "Robotdalen and the one area that it supports"
    found.page.click('[data-steps="0"]')
    assert len(found.shown()[0]) == 171


def test_colour_and_size_are_told_in_letters_and_figures_too(visit: Visitor) -> None:
    found = visit("collaboration", "view=full")
    found.keep("colour", "community")
    found.keep("size", "betweenness")
    letters = found.page.eval_on_selector_all('[data-key="group"] .swatch', "all => all.map(one => one.textContent)")
    assert letters[:3] == ["A", "B", "C"]
    assert len(set(letters)) == len(letters)
    found.rows()
    assert "Grupp" in found.page.inner_text("#tables .sheet:nth-child(1) thead")
    assert "Mellanläge" in found.page.inner_text("#tables .sheet:nth-child(1) thead")


@pytest.mark.parametrize("name", MAPS)
def test_a_shared_address_shows_the_same_in_the_other_language(visit: Visitor, site: Path, name: str) -> None:
    found = visit(name, "view=potential" if name == "counties" else "")
    found.keep("macroregion", ID + "macroregion/ostra-mellansverige")
    found.page.uncheck('[data-filter="confidence"][value="high"]')
    found.rows()
    found.page.locator("#tables [data-goto]").first.click()
    state, shown = found.address().removeprefix("#"), found.shown()
    assert "macroregion=macroregion/ostra-mellansverige" in state
    other = visit(name, state, lang="en")
    assert other.shown() == shown
    assert other.state("chosen") == found.state("chosen")


def test_filters_go_along_to_the_next_map(visit: Visitor) -> None:
    found = visit("matrix")
    found.keep("theme", ID + "theme/energy")
    with found.page.expect_navigation():
        found.page.click('nav.maps a[href*="counties"]')
    assert found.state("only.theme") == ID + "theme/energy"
    assert "theme=theme/energy" in found.address()


def test_the_way_back_in_the_history_is_followed(visit: Visitor) -> None:
    found = visit("counties")
    found.page.evaluate("location.hash = 'view=potential&chosen=county/dalarna'")
    found.page.wait_for_selector("#panel h3")
    assert found.state("view") == "potential"
    assert all(edge.startswith("potential") for edge in found.shown()[1])


LEGEND = """all => all.map(({ dataset, children: [, ...rows] }) => [
  dataset.key, rows.reduce((sum, row) => sum + Number.parseInt(row.querySelector(".count").textContent), 0)])"""
"""What the counts of each part of the legend come to; of “3 of 21”, 3 are shown."""


@pytest.mark.parametrize(
    ("name", "state", "told"),
    [
        ("collaboration", "view=full&region=county/sodermanland", "Styrkeområde\n3 av 80"),
        ("collaboration", "view=full&off=kind.actor", "Aktör\n0 av 44"),
        ("collaboration", "view=full", "Aktör\n44\n"),
        ("actors", "chosen=area/oms-energi&removed=area/oms-energi", "Sagt i källa\n61 av 75"),
        ("regions", "", "Möjligt: något gemensamt\n46 av 161"),
        ("counties", "chosen=county/uppsala&steps=1", "Region\n5 av 21"),
        ("matrix", "theme=theme/energy", "Tema\n1 av 18"),
    ],
)
def test_the_legend_counts_what_is_shown(visit: Visitor, name: str, state: str, told: str) -> None:
    found = visit(name, state)
    assert told in found.page.inner_text("#legend")
    sums = dict(found.page.eval_on_selector_all("#legend [data-key]", LEGEND))
    nodes, edges = found.shown()
    assert sums["kind"] == len(nodes)
    assert sums["layer"] == sums["confidence"] == len(found.rows())
    assert sums.get("standing", len(edges)) == len(edges)


@pytest.mark.parametrize(
    ("name", "state", "listed", "hidden"),
    [
        ("collaboration", "view=full&chosen=area/oms-energi", "stöds av (14)", ""),
        ("collaboration", "view=full&chosen=area/oms-energi&off=kind.actor", "", "14\xa0länkar döljs av de här valen."),
        ("collaboration", "chosen=county/uppsala&theme=theme/energy", "har styrkeområde (1)", "8\xa0länkar döljs"),
        ("regions", "chosen=county/varmland&least=1", "Gemensamt tema (19)", ""),
        ("regions", "chosen=county/varmland", "Gemensamt tema (10)", "9\xa0länkar döljs"),
    ],
)
def test_the_panel_lists_the_links_that_the_choices_leave(
    visit: Visitor, name: str, state: str, listed: str, hidden: str
) -> None:
    found = visit(name, state)
    panel = found.page.locator("#panel").evaluate("panel => panel.textContent")
    assert listed in panel
    assert ("stöds av" in panel) is ("stöds av" in listed)
    assert hidden in panel
    assert ("döljs" in panel) is bool(hidden)


def test_nodes_of_one_size_stay_so_in_a_shared_address(visit: Visitor) -> None:
    found = visit("actors")
    found.page.select_option('[data-choice="size"]', "same")
    other = visit("actors", found.address().removeprefix("#"))
    assert other.page.input_value('[data-choice="size"]') == "same"


def test_every_choice_is_a_step_that_the_browser_takes_back_and_makes_again(visit: Visitor) -> None:
    found = visit("collaboration")
    seen = [(found.address(), found.shown())]

    def step(act: Callable[[], object]) -> None:
        act()
        seen.append((found.address(), found.shown()))

    step(lambda: found.keep("theme", ID + "theme/energy"))
    step(lambda: found.page.uncheck('[data-filter="kind"][value="macroregion"]'))
    found.page.fill("#query", "uppsala")
    step(lambda: found.page.press("#query", "Enter"))
    step(lambda: found.page.click('[data-view="full"]'))
    step(lambda: found.page.click('[data-action="reset"]'))
    for address, shown in reversed(seen[:-1]):
        found.page.go_back()
        assert (found.address(), found.shown()) == (address, shown)
        assert found.page.input_value('[data-choice="theme"]') == (ID + "theme/energy" if "theme=" in address else "")
        assert found.page.input_value("#query") == ""
    for address, shown in seen[1:]:
        found.page.go_forward()
        assert (found.address(), found.shown()) == (address, shown)


def test_a_map_on_which_nothing_is_left_says_so_in_its_place(visit: Visitor) -> None:
    said = "getComputedStyle(document.querySelector('.frame'), '::after').content"
    found = visit("collaboration", "region=county/gotland&theme=theme/energy")
    assert found.shown() == (set(), set())
    assert "Inget finns kvar med de här valen." in found.page.evaluate(said)
    assert "Inget finns kvar med de här valen." in found.page.inner_text("#status")
    found.page.click('[data-action="reset"]')
    assert found.page.evaluate(said) == "none"
    found.page.locator('[data-filter="kind"][value="theme"]').uncheck()
    assert "Ingen länk finns kvar med de här valen." in found.page.inner_text("#status")
    assert found.page.evaluate(said) == "none", "the regions are left"


def test_what_goes_with_the_pointer_holds_no_link(visit: Visitor) -> None:
    found = visit("collaboration")
    place = found.page.evaluate("id => window.styrkegrafMap.place(id)", f"{ID}county/gotland")
    found.page.hover("#net", position=place)
    found.page.wait_for_selector("#tip:not([hidden])")
    assert "rad 145–148" in found.page.inner_text("#tip")
    assert found.page.locator("#tip a").count() == 0


def test_sliding_and_walking_are_one_step_each(visit: Visitor) -> None:
    found = visit("regions", "chosen=county/gotland")
    steps = "history.length"
    before = found.page.evaluate(steps)
    found.page.focus('[data-choice="least"]')
    for _ in range(3):
        found.page.keyboard.press("ArrowRight")
    assert found.page.evaluate(steps) == before + 1
    found.page.focus(f'[data-standing="potential"] [data-node="{ID}county/uppsala"]')
    for _ in range(3):
        found.page.keyboard.press("ArrowDown")
    assert found.page.evaluate(steps) == before + 2
    found.page.go_back()
    assert found.address() == "#chosen=county/gotland&least=6"
    found.page.go_back()
    assert found.address() == "#chosen=county/gotland"
    assert found.page.input_value('[data-choice="least"]') == "3"


def test_an_address_that_says_too_much_is_put_right_without_a_step_of_its_own(visit: Visitor) -> None:
    found = visit("matrix", "view=nowhere&theme=theme/energy")
    before = found.page.evaluate("history.length")
    assert found.address() == "#theme=theme/energy"
    found.keep("theme", "")
    assert found.page.evaluate("history.length") == before + 1


def test_the_way_past_the_head_of_the_page_keeps_the_choices(visit: Visitor) -> None:
    found = visit("matrix", "theme=theme/energy")
    shown = found.shown()
    found.page.focus("a.skip")
    found.page.keyboard.press("Enter")
    found.page.wait_for_function("document.activeElement.id === 'main' && location.hash === '#theme=theme/energy'")
    assert found.shown() == shown


def test_thinking_an_actor_or_area_away_shows_who_is_cut_off(visit: Visitor) -> None:
    found = visit("actors", "chosen=area/oms-energi")
    assert "Ledpunkt" in found.panel()
    assert "intervall" in found.panel()
    before = len(found.shown()[1])
    found.page.click('[data-action="remove"]')
    assert len(found.shown()[1]) < before
    assert "7\xa0tappar kontakten" in found.panel()
    assert found.page.locator('[data-list="cut"] li').count() == 7
    assert "removed=area/oms-energi" in found.address()
    found.page.click('[data-action="remove"]')
    assert len(found.shown()[1]) == before


def test_search_and_panel_lead_to_the_page_of_a_thing(visit: Visitor) -> None:
    found = visit("collaboration", lang="en")
    found.page.fill("#query", "robotdalen")
    found.page.press("#query", "Enter")
    assert found.state("view") == "full"
    assert found.page.locator("#panel a.page").get_attribute("href") == "../actor/robotdalen.html"
    assert "lines " in found.panel()


SPAN = """() => {
  const frame = document.getElementById("net");
  const places = styrkegrafMap.shown().nodes.map(styrkegrafMap.place);
  const span = (all) => Math.max(...all) - Math.min(...all);
  const [across, down] = ["x", "y"].map((axis) => span(places.map((at) => at[axis])));
  return Math.max(across / frame.clientWidth, down / frame.clientHeight);
}"""
"""How much of the frame the shown nodes take, in the direction where they take most."""
PLACE = f"styrkegrafMap.place('{ID}county/gotland')"


@pytest.mark.parametrize("facet", ["region=county/vastmanland", "region=county/gotland", "theme=theme/energy"])
def test_a_choice_fits_the_map_to_what_it_leaves_and_all_comes_back(visit: Visitor, facet: str) -> None:
    found = visit("collaboration", reduced_motion="reduce")
    whole = found.page.evaluate("styrkegrafMap.scale()")
    name, _, value = facet.partition("=")
    found.keep(name, ID + value)
    assert found.page.evaluate(SPAN) > 0.8
    found.keep(name, "")
    assert found.page.evaluate("styrkegrafMap.scale()") == pytest.approx(whole)


@pytest.mark.parametrize("way", ["button", "wheel", "drag"])
def test_a_choice_leaves_the_map_where_the_reader_moved_it(visit: Visitor, way: str) -> None:
    found = visit("collaboration", reduced_motion="reduce")
    frame = found.page.locator("#net").bounding_box()
    assert frame
    corner = (frame["x"] + 12, frame["y"] + 12)
    found.page.mouse.move(*corner)
    before = found.page.evaluate(PLACE)
    if way == "button":
        found.page.click('[data-zoom="in"]')
    elif way == "wheel":
        found.page.mouse.wheel(0, -300)
    else:
        found.page.mouse.down()
        found.page.mouse.move(corner[0] + 80, corner[1] + 60, steps=4)
        found.page.mouse.up()
    found.until(f"JSON.stringify({PLACE}) !== '{json.dumps(before, separators=(',', ':'))}'")
    steered = found.page.evaluate(PLACE)
    found.keep("region", ID + "county/gotland")
    assert found.page.evaluate(PLACE) == steered
    found.page.click('[data-zoom="fit"]')
    assert found.page.evaluate(SPAN) > 0.8
