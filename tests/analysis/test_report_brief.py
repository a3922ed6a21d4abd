"""The top of the report: every finding in plain words, with the measures that it rests on in the chapter."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import pytest

from analysis.conftest import LANGUAGES
from styrkegraf.analysis.material import Material
from styrkegraf.analysis.model import Report
from styrkegraf.analysis.projections import Projections
from styrkegraf.analysis.say import Say
from styrkegraf.analysis.sections.grouping import _firm
from styrkegraf.analysis.sections.nesting import LEVELS, Nesting, _finding
from styrkegraf.labels import Language
from styrkegraf.measures.matrix import Matrix
from styrkegraf.measures.nestedness import NullScore

JARGON = re.compile(r"\b(?:NODF|ARI|NMI|QAP|z|p|p-värde|p-value|modularit\w+|stabilit\w+|constraint)\b", re.IGNORECASE)


@pytest.fixture(scope="module")
def voices(projections: Projections) -> dict[Language, Material]:
    return {lang: Material(projections, Say(lang)) for lang in LANGUAGES}


def score(z: float | None) -> NullScore:
    return NullScore(40.0, 38.0, 1.0, z, 0.5, 0.5)


def nested(zs: Sequence[float | None]) -> Nesting:
    """What is found where the regions are nested so far beyond chance, level by level, and the themes are not."""
    matrix = Matrix(("a",), ("b",), np.ones((1, 1)))
    pairs = zip(LEVELS, zs, strict=True)
    return Nesting(matrix, {level: {"rows": score(z), "columns": score(0), "matrix": score(0)} for level, z in pairs})


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_finding_at_the_top_speaks_of_statistics(reports: dict[Language, Report], lang: Language) -> None:
    briefs = {section.name: section.brief for section in reports[lang].sections if section.brief}
    assert len(briefs) == 9
    assert {name: found for name, brief in briefs.items() if (found := JARGON.findall(brief))} == {}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("name", "measures"),
    [
        ("nesting", ["NODF", "z"]),
        ("grouping", ["modularit(?:et|y)", "z", "stabilit(?:et|y)", "ARI", "p"]),
        ("portfolios", ["p"]),
    ],
)
def test_a_chapter_repeats_its_finding_with_the_measures_in_parentheses(
    reports: dict[Language, Report], lang: Language, name: str, measures: list[str]
) -> None:
    section = next(section for section in reports[lang].sections if section.name == name)
    told, _, measured = section.paragraphs[-1].rpartition(" (")
    assert (section.brief or "").endswith(told), "the finding is the same at the top"
    assert measured.endswith(".)")
    for measure in measures:
        assert re.search(rf"\b{measure}\b[^()]*\s−?\d+[.,]\d", measured, re.IGNORECASE), measure


@pytest.mark.parametrize(
    ("zs", "words"),
    [
        ((2.1, 3.0, 5.0), {"sv": "delar dem oftare", "en": "shares them with broader regions more often"}),
        ((1.0, 3.0, None), {"sv": "Om en region", "en": "Whether a region"}),
        ((2.0, 1.9, -3.0), {"sv": "delar dem inte oftare", "en": "does not share them"}),
        ((None, None, None), {"sv": "delar dem inte oftare", "en": "does not share them"}),
    ],
    ids=["more", "depends", "no more", "chance gives one value"],
)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_nesting_is_told_of_regions_at_every_level_of_confidence(
    voices: dict[Language, Material], lang: Language, zs: Sequence[float | None], words: dict[Language, str]
) -> None:
    told = _finding(nested(zs), voices[lang])
    assert told.startswith(words[lang]) or f" {words[lang]}" in told
    assert not JARGON.findall(told)
    assert {"sv": "säkra temakopplingar", "en": "sure theme ties"}[lang] in told, "the doubt is told"


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("stable", "z", "clearer", "caveat"),
    [(0.9, 2.5, True, None), (0.9, 1.0, False, "fact"), (0.5, 2.5, True, "tendency"), (0.9, None, False, "fact")],
)
def test_groups_are_told_with_how_far_they_can_be_trusted(
    voices: dict[Language, Material], lang: Language, stable: float, z: float | None, clearer: bool, caveat: str | None
) -> None:
    told = _firm(stable, score(z), voices[lang])
    words = {"sv": {"fact": "faktum", "tendency": "tendens"}, "en": {"fact": "fact", "tendency": "tendency"}}[lang]
    assert ({"sv": "inte tydligare", "en": "no clearer"}[lang] in told) != clearer
    assert [name for name, word in words.items() if word in told] == ([caveat] if caveat else [])
    assert not JARGON.findall(told)
