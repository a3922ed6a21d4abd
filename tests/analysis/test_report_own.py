"""The report on a graph of somebody's own says what that graph shows, and nothing that is so of ours only."""

from __future__ import annotations

import pytest

from analysis.conftest import Made
from styrkegraf.analysis import analyse
from styrkegraf.analysis.model import Report
from styrkegraf.labels import Language

REGIONS = {"Norr": {"Skog": "food", "Malm": "energy"}, "Söder": {"Hav": "food", "Sol": "energy"}}


def told(report: Report, name: str) -> str:
    """The paragraphs of a section, and what its figures do not show."""
    (section,) = (section for section in report.sections if section.name == name)
    return " ".join([*section.paragraphs, *(figure.notes.omits for figure in section.figures)])


@pytest.mark.parametrize(
    ("actors", "known", "scope"),
    [
        (
            {"Bolaget": ["Skog", "Hav"], "Skolan": ["Malm"]},
            {
                "sv": "För varje region med styrkeområden nämner källorna aktörer",
                "en": "For every region with strength",
            },
            {},
        ),
        (
            {"Bolaget": ["Skog", "Malm"]},
            {"sv": "För den övriga regionen nämner", "en": "For the other region the sources name"},
            {"sv": "aktörer bara för Norr, så", "en": "name actors for Norr only, so"},
        ),
    ],
    ids=["in every region", "in one"],
)
@pytest.mark.parametrize("lang", ["sv", "en"])
def test_where_actors_are_named_is_read_from_the_graph(
    made: Made, lang: Language, actors: dict[str, list[str]], known: dict[Language, str], scope: dict[Language, str]
) -> None:
    report = analyse(made(REGIONS, actors), lang)
    assert known[lang] in told(report, "contents")
    ranked = {"sv": "så rangordningen gäller", "en": "so the ranking is about"}[lang]
    assert (ranked in told(report, "holding")) is bool(scope)
    assert scope.get(lang, "") in told(report, "holding")


@pytest.mark.parametrize(
    ("lang", "title", "document", "words", "years"),
    [
        ("sv", "Styrkeområden som nätverk", "ur 1 dokument", "vilar på 2 regioners val av ord", "olika år"),
        ("en", "Strength areas as networks", "from 1 document:", "the words that regions chose", "different years"),
    ],
)
def test_what_is_so_of_the_shipped_graph_is_not_said_of_another(
    made: Made, lang: Language, title: str, document: str, words: str, years: str
) -> None:
    report = analyse(made(REGIONS, {"Bolaget": ["Skog", "Hav"]}), lang)
    assert report.title == title
    assert document in told(report, "contents")
    assert words in told(report, "portfolios")
    assert years not in told(report, "method")


def test_a_single_pair_is_told_as_one(made: Made) -> None:
    report = analyse(made(REGIONS, {"Bolaget": ["Skog"], "Skolan": ["Skog", "Malm"], "Länken": ["Malm"]}), "en")
    assert "without Skolan, 1 pair loses contact" in told(report, "breaking")


def test_the_report_counts_the_ontology_apart_from_what_was_added(report: Report) -> None:
    counted = {"sagda i en källa", "våra egna", "i ontologin och temana", "slutledda", "givna av en regel"}
    assert {words for words in counted if words in told(report, "contents")} == counted
