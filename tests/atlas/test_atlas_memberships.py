"""Who is where in which role, on the pages of those who take part."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from pagetables import tables
from styrkegraf.atlas.wording import word


def test_person_role_and_organisation_lead_to_each_other(atlas: Path) -> None:
    # document 001, line 8: Mattias Säfström is VD of IUC Stål & Verkstad
    for page in ("person/mattias-safstrom", "role/vd", "actor/iuc-stal-verkstad"):
        text = (atlas / f"sv/{page}.html").read_text("utf-8")
        section = text.partition(f"<h2>{word('sv', 'memberships-heading')}</h2>")[2]
        (table, *_) = tables("<main" + section)
        assert table.links == ["Mattias Säfström", "VD", "IUC Stål & Verkstad"]
        assert "nms-strategi.html#forankring" in section.partition("</table>")[0], "who says so stands with it"


def test_a_role_that_no_source_names_is_said_to_be_none(atlas: Path) -> None:
    # document 000, line 13: Mikael Hjorth at Electrification Hub, in no role
    text = (atlas / "en/person/mikael-hjorth.html").read_text("utf-8")
    (table, *_) = tables(text)
    assert re.sub(r"\s+", " ", table.words).strip().endswith("Mikael Hjorth none named Electrification Hub")


@pytest.mark.parametrize("page", ["person/cecilia-johansson", "actor/robotdalen"])
def test_nothing_is_said_of_memberships_where_there_are_none(atlas: Path, page: str) -> None:
    assert word("sv", "memberships-heading") not in (atlas / f"sv/{page}.html").read_text("utf-8")


def test_every_membership_of_an_organisation_stands_on_its_page_in_order(site_of: Callable[[str], Path]) -> None:
    site = site_of(
        """
        actor:nav a sg:Actor ; skos:prefLabel "Navet"@sv , "The Hub"@en .
        person:o a sg:Person ; skos:prefLabel "Östen Ek"@sv , "Östen Ek"@en .
        person:a a sg:Person ; skos:prefLabel "Anna Ask"@sv , "Anna Ask"@en .
        role:ordf a org:Role ; skos:prefLabel "ordförande"@sv , "chair"@en .
        membership:o a org:Membership ; skos:prefLabel "Ö"@sv , "Ö"@en ;
          org:member person:o ; org:organization actor:nav ; org:role role:ordf .
        membership:a a org:Membership ; skos:prefLabel "A"@sv , "A"@en ;
          org:member person:a ; org:organization actor:nav .
        """
    )
    (table, *_) = tables((site / "sv/actor/nav.html").read_text("utf-8"))
    assert table.links == ["Anna Ask", "Navet", "Östen Ek", "ordförande", "Navet"]
