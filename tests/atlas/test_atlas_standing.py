"""The place of an actor or area in the network, on its page."""

from __future__ import annotations

import styrkegraf
from styrkegraf.atlas.frame import Frame
from styrkegraf.atlas.standing import section

ID = "https://w3id.org/styrkegraf/id/"


def test_an_actor_and_an_area_show_value_interval_and_places_and_a_county_nothing() -> None:
    frame = Frame(styrkegraf.load())
    actor = section(frame, f"{ID}actor/robotdalen", "en")
    area = section(frame, f"{ID}area/oms-energi", "sv")
    assert actor is not None
    assert area is not None
    assert actor[0] == "Place in the network"
    # Robotdalen stands under one area (document 004, lines 671-703); 14 entries stand under the energy area (809-840)
    assert '<td class="number">1</td>' in actor[1]
    assert '<td class="number">14</td>' in area[1]
    assert "bland 7 på samma sida" in area[1]
    assert section(frame, f"{ID}county/gotland", "en") is None
