"""The words of the maps: the same in both languages, none missing, none unused."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from mapvisits import LANGUAGES, MAPS
from styrkegraf.atlas.queries import query_documents
from styrkegraf.atlas.statements import LAYERS
from styrkegraf.atlas.wording import word
from styrkegraf.labels import Language
from styrkegraf.resources import folder

PAGE = folder("map") / "page"
ATLAS = folder("atlas")
WORDS: dict[str, dict[str, str]] = json.loads((PAGE / "words.json").read_text(encoding="utf-8"))
COUNTED = ("regions", "nodes", "links", "actors", "areas", "bridging", "potential", "documented")
PLACE = re.compile(r"\{(\w+)\}")


def texts(*patterns: Path) -> str:
    """Every file of the patterns as one text."""
    return "\n".join(file.read_text("utf-8") for one in patterns for file in sorted(one.parent.glob(one.name)))


def is_used(key: str, source: str) -> bool:
    """Whether a source names a key, or builds it around a value: ``word(`kind-${kind}`)``.

    A singular goes with its plural.
    """
    key = key.removesuffix("-1")
    built = re.findall(r"`([\w-]*)\$\{[^}`]+\}([\w-]*)`", source)
    around = [(start, end) for start, end in built if start.endswith("-") or end.startswith("-")]
    return f'"{key}"' in source or any(
        key.startswith(start) and key.endswith(end) and len(key) > len(start + end) for start, end in around
    )


def test_every_word_of_a_map_is_used_and_has_the_same_places_in_both_languages() -> None:
    source = texts(PAGE / "*.js", PAGE / "*.j2", ATLAS / "maps" / "*.py")
    views = {"overview", "full", "stated", "potential"}
    assert WORDS["sv"].keys() == WORDS["en"].keys()
    assert [key for key in WORDS["sv"] if key not in views and not is_used(key, source)] == []
    assert {key for key in WORDS["sv"] if PLACE.findall(WORDS["sv"][key]) != PLACE.findall(WORDS["en"][key])} <= {
        "interval"
    }


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_layer_is_called_the_same_on_the_maps_and_on_the_pages(lang: Language) -> None:
    on_maps = [WORDS[lang][f"layer-{layer}"].lower() for layer in LAYERS]
    assert on_maps == [word(lang, f"layer-{layer}") for layer in LAYERS]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_word_of_the_pages_of_maps_is_used(lang: str) -> None:
    words: dict[str, str] = json.loads((ATLAS / "words" / f"{lang}.maps.json").read_text("utf-8"))
    source = texts(ATLAS / "templates" / "*.j2", ATLAS / "maps" / "*.py", ATLAS / "*.py")
    ends = re.findall(r't\("map-" ~ (?:map\.)?name(?: ~ "([\w-]+)")?', source)
    ends += re.findall(r'f"map-{self.name}([\w-]+)"', source)
    of_maps = {f"map-{name}{end}" for name in MAPS for end in ends}
    counts = {f"map-count-{name}{one}" for name in COUNTED for one in ("", "-1")}
    sides = {f"map-matrix-nodf-{side}{sure}" for side in ("more", "less") for sure in ("", "-sure")}
    assert ends
    assert [key for key in words if key not in of_maps | sides | counts and f'"{key}"' not in source] == []
    assert of_maps | counts <= words.keys()


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", MAPS)
def test_every_map_names_the_queries_behind_it(site: Path, name: str, lang: str) -> None:
    page = (site / lang / "maps" / f"{name}.html").read_text("utf-8")
    behind = re.findall(r'href="\.\./ask\.html#question=([\w-]+)"', page)
    assert behind
    assert set(behind) <= query_documents().keys()
