"""The form of a question: what it shows of what was asked, and what it suggests."""

from __future__ import annotations

import pytest

from publish.published import FACTS, small_graph
from service.asking import get, service_of, text
from styrkegraf import Graph
from styrkegraf.atlas.wording import word
from styrkegraf.namespaces import ID
from styrkegraf.service.answer import Service
from tags import Tags


@pytest.fixture(scope="module")
def service(graph: Graph) -> Service:
    return service_of(graph)


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


@pytest.fixture(scope="module")
def island(tmp_path_factory: pytest.TempPathFactory) -> Service:
    """A service over a graph that lacks the things which the questions take for example."""
    facts = FACTS.replace("vastmanland", "oland").replace("Västmanland", "Öland")
    return service_of(small_graph(tmp_path_factory.mktemp("facts"), facts))


def test_what_a_form_shows_is_what_was_asked_where_the_example_of_the_question_is_not_in_the_graph(
    island: Service,
) -> None:
    page = get(island, "/questions/areas-of-region")
    chosen = [one["value"] for one in Tags(text(page)).every("option") if "selected" in one]
    assert chosen == ["Gotland"]  # the first by IRI
    assert "Livsmedel" in text(page)
    assert (
        get(island, "/questions/areas-of-region.csv").body
        == get(island, "/questions/areas-of-region.csv", region="Gotland").body
    )


def test_a_question_about_a_kind_that_the_graph_lacks_names_nothing_and_has_no_rows(island: Service) -> None:
    page = get(island, "/questions/areas-in-macro-region")
    (field,) = [one for one in Tags(text(page)).every("input") if one.get("name") == "macroregion"]
    assert (page.status, field["value"]) == (200, "")
    assert word("sv", "service-nothing") in text(page)
