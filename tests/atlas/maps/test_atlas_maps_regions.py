"""Region and region, on the two networks and on the map of the country: documented and possible, never mixed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mapvisits import ID, Visit

pytestmark = pytest.mark.browser

Visitor = Callable[..., Visit]


def panel_edges(found: Visit, standing: str) -> list[str]:
    """The links drawn in one of the two networks."""
    drawn: list[str] = found.page.eval_on_selector_all(
        f'[data-standing="{standing}"] [data-edge]', "all => all.map(one => one.dataset.edge)"
    )
    return drawn


def standing_at(found: Visit, standing: str) -> list[list[str]]:
    """The regions of one of the two networks that are to be seen, with their places."""
    places: list[list[str]] = found.page.eval_on_selector_all(
        f'[data-standing="{standing}"] .stop:not(.gone)',
        "all => all.map(one => [one.dataset.node, one.querySelector('.dot').getAttribute('points')])",
    )
    return places


def test_possible_and_documented_links_are_drawn_apart_at_the_same_places(visit: Visitor) -> None:
    found = visit("regions")
    for standing, number in (("documented", 13), ("potential", 46)):
        edges = panel_edges(found, standing)
        assert len(edges) == number
        assert {edge.partition(" ")[0] for edge in edges} == {standing}
        assert f"{number}\xa0par" in found.page.inner_text(f'[data-standing="{standing}"] figcaption')
    assert standing_at(found, "documented") == standing_at(found, "potential")


def test_a_region_chosen_in_one_network_is_chosen_in_both(visit: Visitor) -> None:
    found = visit("regions")
    found.page.click(f'[data-standing="documented"] [data-node="{ID}county/uppsala"] .dot')
    assert found.state("chosen") == ID + "county/uppsala"
    pressed = '.pair [data-node][aria-pressed="true"]'
    assert found.page.eval_on_selector_all(pressed, "all => all.map(one => one.dataset.node)") == [
        ID + "county/uppsala",
        ID + "county/uppsala",
    ]
    found.page.focus(f'[data-standing="potential"] [data-node="{ID}county/uppsala"]')
    found.page.keyboard.press("ArrowDown")
    assert found.state("chosen") == ID + "county/vastmanland"
    within = "document.activeElement.closest('figure').dataset.standing"
    assert found.page.evaluate(within) == "potential", "the keyboard stays in the network where it is"
    found.page.keyboard.press("Enter")
    assert found.page.evaluate("document.activeElement.id") == "panel"


def test_the_map_says_for_whom_no_collaboration_is_documented(visit: Visitor) -> None:
    found = visit("regions", "chosen=county/gotland")
    silent = found.page.inner_text('[data-standing="documented"] .silent')
    assert "13\xa0regioner" in silent
    assert "Gotland" in silent
    assert "Uppsala" not in silent
    assert "betyder inte" in silent
    assert "nämner inget samarbete mellan Gotland" in found.panel()
    found.keep("theme", ID + "theme/energy")
    assert found.page.inner_text('[data-standing="documented"] .silent') == silent, "filters do not silence anybody"


def test_the_threshold_stands_with_the_possible_links_and_concerns_them_only(visit: Visitor) -> None:
    found = visit("regions")
    slider = '[data-standing="potential"] [data-choice="least"]'
    counts = []
    for least in (1, 3, 5):
        found.page.fill(slider, str(least))
        counts.append(len(panel_edges(found, "potential")))
        assert len(panel_edges(found, "documented")) == 13
    assert counts[0] == 161
    assert counts == sorted(counts, reverse=True)
    assert counts[2] > 0
    assert found.page.locator('[data-choice="least"]').count() == 1


@pytest.mark.parametrize(
    ("name", "told"), [("regions", '[data-standing="potential"] .silent'), ("counties", "#status")]
)
def test_where_the_threshold_hides_every_link_it_is_named_and_not_the_filters(
    visit: Visitor, name: str, told: str
) -> None:
    found = visit(name, "view=potential&region=county/gotland&least=6")
    assert "Dra skjutreglaget åt vänster" in found.page.inner_text(told)
    found.page.fill('[data-choice="least"]', "1")
    assert "skjutreglaget" not in found.page.inner_text(told)


def test_a_threshold_that_hides_nothing_is_not_blamed(visit: Visitor) -> None:
    found = visit("counties", "view=potential&least=9&off=layer.derived")
    assert "Ingen länk finns kvar med de här valen." in found.page.inner_text("#status")


def test_the_tables_keep_the_two_kinds_of_links_apart(visit: Visitor) -> None:
    found = visit("regions")
    found.rows()
    captions = found.page.locator("#tables caption").all_inner_texts()
    assert [caption.rpartition(" (")[0] for caption in captions] == [
        "Noder",
        "Belagt samarbete",
        "Möjligt: något gemensamt",
    ]


def test_a_neighbourhood_follows_either_kind_of_links_but_not_both(visit: Visitor) -> None:
    found = visit("regions", "chosen=county/gavleborg&steps=1&least=1")
    near = {node for node, _ in standing_at(found, "documented")}
    assert near == {ID + f"county/{name}" for name in ("gavleborg", "dalarna", "varmland")}
    assert len(standing_at(found, "potential")) > len(near)
    found.page.click('[data-steps="3"]')
    assert {node for node, _ in standing_at(found, "documented")} == near, "nobody further off is documented"


def test_the_country_shows_either_kind_of_links(visit: Visitor) -> None:
    found = visit("counties")
    assert {edge.partition(" ")[0] for edge in found.shown()[1]} == {"documented"}
    assert found.page.locator('[data-choice="least"]').count() == 0
    found.page.click('[data-view="potential"]')
    assert {edge.partition(" ")[0] for edge in found.shown()[1]} == {"potential"}
    assert found.page.locator('[data-choice="least"]').count() == 1


def test_the_country_shows_a_neighbourhood(visit: Visitor) -> None:
    found = visit("counties", "chosen=county/uppsala")
    found.page.click('[data-steps="1"]')
    names = found.page.locator(".country .county-of:not(.gone) .name").all_text_contents()
    assert sorted(name.split()[0] for name in names) == [
        "Södermanland",
        "Uppsala",
        "Västmanland",
        "Örebro",
        "Östergötland",
    ]
    assert len(found.shown()[1]) == 10


def test_a_derived_link_tells_how_it_came_about(visit: Visitor) -> None:
    found = visit("regions", "link=potential county/uppsala county/varmland&least=1")
    assert found.state("bundle") is not None
    panel = found.panel()
    assert "Möjligt" in panel
    assert "Gemensamt tema" in panel
    assert "Räknat ur grafen" in panel
    assert "rad " in panel
    link = found.page.locator('#panel a[href^="../source/"]').first
    assert link.get_attribute("href").startswith("../source/s3-i-21-regioner.html#")  # type: ignore[union-attr]


def test_the_county_map_answers_to_pointer_and_keyboard(visit: Visitor) -> None:
    found = visit("counties")
    part = found.page.locator(f'[data-node="{ID}county/norrbotten"]')
    part.locator(".name").click()
    assert found.state("chosen") == ID + "county/norrbotten"
    assert part.get_attribute("aria-label") == "Norrbotten: 5\xa0styrkeområden"
    part.focus()
    found.page.keyboard.press("ArrowDown")
    assert found.state("chosen") not in (None, ID + "county/norrbotten")
    found.page.keyboard.press("Enter")
    assert found.page.evaluate("document.activeElement.id") == "panel"


def test_a_theme_shades_the_counties_by_their_areas_within_it(visit: Visitor) -> None:
    found = visit("counties")
    found.keep("theme", ID + "theme/energy")
    label = found.page.locator(f'[data-node="{ID}county/vastmanland"]').get_attribute("aria-label")
    assert label == "Västmanland: 1\xa0styrkeområde"
    assert "Energi" in found.page.inner_text("#legend")
    assert found.page.locator(f'[data-node="{ID}county/gotland"] .land').get_attribute("class") == "land s0"


def test_a_county_that_the_choices_leave_out_is_given_no_count(visit: Visitor) -> None:
    out = f'[data-node="{ID}county/gotland"]'
    found = visit("counties")
    assert "utanför valet" not in found.page.inner_text("#legend")
    found.keep("region", ID + "county/sodermanland")
    assert found.page.locator(f"{out} .land").get_attribute("class") == "land out"
    assert found.page.locator(out).get_attribute("aria-label") == "Gotland: utanför valet"
    assert "utanför valet" in found.page.inner_text("#legend")
    inside = found.page.locator(f'[data-node="{ID}county/sodermanland"]')
    assert inside.get_attribute("aria-label") == "Södermanland: 3\xa0styrkeområden"
    assert inside.locator(".land").get_attribute("class") == "land s2"


def test_a_narrow_map_of_the_country_shows_its_figures_within_its_frame(visit: Visitor) -> None:
    found = visit("counties", width=360, height=740)
    assert found.page.locator(".country .figure").first.is_visible()
    beyond = """all => all.filter(one => {
      const { x, width } = one.getBBox(), frame = one.ownerSVGElement.viewBox.baseVal;
      return x < 0 || x + width > frame.width;
    }).map(one => one.textContent)"""
    assert found.page.eval_on_selector_all(".country .name", beyond) == []
