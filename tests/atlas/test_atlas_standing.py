"""The place of a thing among its like in the networks, on its page."""

from __future__ import annotations

import re

import pytest

from styrkegraf import Graph
from styrkegraf.atlas.frame import Frame
from styrkegraf.atlas.standing import section
from styrkegraf.atlas.wording import word
from styrkegraf.labels import Language

ID = "https://w3id.org/styrkegraf/id/"


@pytest.fixture(scope="module")
def frame(graph: Graph) -> Frame:
    return Frame(graph)


def rows(frame: Frame, thing: str, lang: Language) -> dict[str, list[str]]:
    """Value, interval and place of each measure, by its name."""
    found = section(frame, ID + thing, lang)
    assert found is not None
    text = re.sub(r' <span class="quiet">(?!\().*?</span>', "", found[1])
    cells = re.findall(r'<th scope="row">(.*?)</th>' + 3 * r'<td class="number"[^>]*>(.*?)</td>', text)
    return {name: [re.sub(r"<[^>]+>", "", cell) for cell in others] for name, *others in cells}


def test_an_actor_and_an_area_stand_in_the_network_of_who_supports_what(frame: Frame) -> None:
    # Robotdalen stands under one area (document 004, lines 671-703); 14 entries stand under the energy area (809-840)
    actor = rows(frame, "actor/robotdalen", "en")
    count, interval, _ = actor["Strength areas that the actor supports"]
    assert count == "1"
    # one tie of 75 is missing from (74/75)^75 = 37% of the draws, by as much as which the bounds 0 and 1 are raised
    assert interval == "0.4–1.4"
    area = rows(frame, "area/oms-energi", "sv")
    assert area["Aktörer som källorna nämner"][0] == "14"
    assert " av 7 " in area["Aktörer som källorna nämner"][2]


def test_a_region_and_a_theme_stand_in_the_network_of_who_is_strong_in_what(frame: Frame) -> None:
    # document 003, lines 145-148: Gotland has food and tourism, both read as sure
    region = rows(frame, "county/gotland", "en")
    assert region["Themes, through strength areas of its own"][:2] == ["2", "2"]
    assert " of 21 " in region["Themes, through strength areas of its own"][2]
    theme = rows(frame, "theme/energy", "en")
    assert theme["Regions that have the theme"][0] == "7"
    assert theme["Strength areas with the theme, joint ones too"][0] == "8"


@pytest.mark.parametrize("thing", ["county/sodermanland", "theme/environment"])
def test_the_interval_of_a_reading_is_its_range_over_the_confidence(frame: Frame, thing: str) -> None:
    projection = frame.graph.to_networkx("region-theme"), frame.graph.to_networkx("region-theme", minimum="high")
    most, least = (made.degree[ID + thing] for made in projection)
    assert least < most
    value, interval, _ = next(iter(rows(frame, thing, "en").values()))
    assert (value, interval) == (str(most), f"{least}–{most}")


@pytest.mark.parametrize(
    ("thing", "doubt", "behind"),
    [
        ("actor/robotdalen", "ties", ["actor-area"]),
        ("county/gotland", "confidence", ["region-theme", "region-region-shared-theme"]),
        ("theme/energy", "confidence", ["region-theme", "area-theme"]),
    ],
)
def test_it_says_what_the_interval_is_and_what_the_figures_are_computed_from(
    frame: Frame, thing: str, doubt: str, behind: list[str]
) -> None:
    found = section(frame, ID + thing, "en")
    assert found is not None
    assert word("en", f"standing-note-{doubt}") in found[1]
    assert re.findall(r"#question=([\w-]+)", found[1]) == behind


def test_what_no_network_has_stands_nowhere(frame: Frame) -> None:
    assert section(frame, f"{ID}strategy/affarsplan-vastmanland-2030", "en") is None
    assert section(frame, f"{ID}actor/nobody", "en") is None
