"""The form of a question: what it shows of what was asked, and what it suggests."""

from __future__ import annotations

import pytest

import styrkegraf
from service.asking import get, service_of, text
from styrkegraf.namespaces import ID
from styrkegraf.service.answer import Service
from tags import Tags


@pytest.fixture(scope="module")
def service() -> Service:
    return service_of(styrkegraf.load())


def test_the_form_shows_what_was_asked_by_any_name_of_it(service: Service) -> None:
    for value in ("Södermanland", "Sörmland", "county:sodermanland", f"{ID}county/sodermanland"):
        page = Tags(text(get(service, "/questions/areas-of-region", region=value)))
        assert [one["value"] for one in page.every("option") if "selected" in one] == ["Södermanland"], value


def test_a_question_about_one_of_many_things_suggests_them_under_a_text_field(service: Service) -> None:
    page = Tags(text(get(service, "/questions/areas-of-actor", actor="Robotdalen")))
    (field,) = [one for one in page.every("input") if one.get("name") == "actor"]
    assert field["value"] == "Robotdalen"
    assert field["list"] in {one["id"] for one in page.every("datalist")}
    assert "Robotdalen" in {one["value"] for one in page.every("option")}


def test_a_question_about_one_of_very_many_things_suggests_none(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("styrkegraf.service.fields.MOST", 20)  # there are 21 counties
    monkeypatch.setattr("styrkegraf.service.fields._CHOICES", {})
    for given, value in (({}, "county:vastmanland"), ({"region": "Gotland"}, "Gotland")):
        page = Tags(text(get(service, "/questions/areas-of-region", **given)))
        (field,) = [one for one in page.every("input") if one.get("name") == "region"]
        assert field["value"] == value
        assert not page.every("option")
