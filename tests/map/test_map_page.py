"""The page as text: nothing of the data is ever markup, everything is in it, and it is the same twice."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator

import pytest

from styrkegraf.map import MapData, Node, draw
from styrkegraf.map.page import inline_json
from styrkegraf.resources import folder
from tags import Tags

HOSTILE = [
    "</script><script>window.pwned=1</script>",
    "<img src=x onerror=window.pwned=1>",
    "javascript:window.pwned=1",
    "\"'`&amp;<b>",
    "\u202eneröb \u200fה",
    "a\u2028b\u2029c",
    "<!-- <script>",
]


def hostile() -> MapData:
    nodes = tuple(
        Node(f"https://example.org/{n}", "region", {"sv": text, "en": text}, f"https://example.org/{n}")
        for n, text in enumerate(HOSTILE)
    )
    return MapData({"sv": HOSTILE[0], "en": HOSTILE[1]}, nodes, ())


def content(page: str) -> dict[str, object]:
    found = re.search(r'<script type="application/json" id="content">(.*?)</script>', page, re.DOTALL)
    assert found
    value: dict[str, object] = json.loads(found[1])
    return value


def strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from strings(part)
    elif isinstance(value, list):
        for part in value:
            yield from strings(part)


@pytest.mark.parametrize("text", HOSTILE)
def test_json_in_the_page_keeps_its_text_and_holds_no_markup(text: str) -> None:
    written = inline_json({"label": text})
    assert json.loads(written) == {"label": text}
    assert not re.search("[<>&\u2028\u2029]", written)


def test_hostile_labels_are_no_tags() -> None:
    tags = Tags(draw(hostile())).found
    assert [tag for tag, _ in tags if tag == "script"] == ["script"] * 3
    assert not [tag for tag, _ in tags if tag in ("img", "b")]
    assert not [name for _, attributes in tags for name in attributes if name.startswith("on")]


def test_the_content_holds_every_node_and_link(small: MapData) -> None:
    found = content(draw(small))
    assert isinstance(found["things"], list)
    assert [thing["id"] for thing in found["things"]] == [node.id for node in small.nodes]
    assert isinstance(found["links"], list)
    assert len(found["links"]) == len(small.edges)
    assert "46–51" in set(strings(found["sources"]))


def test_the_page_names_no_address_to_load_and_allows_none(small: MapData) -> None:
    page = draw(small)
    tags = Tags(page).found
    assert not [attributes for tag, attributes in tags if tag in ("link", "img", "iframe") or "src" in attributes]
    (policy,) = (a["content"] or "" for _, a in tags if a.get("http-equiv") == "Content-Security-Policy")
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe" not in policy


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_the_page_is_the_same_twice_and_starts_in_its_language(small: MapData, lang: str) -> None:
    page = draw(small, lang)  # type: ignore[arg-type]
    assert page == draw(small, lang)  # type: ignore[arg-type]
    assert f'<html lang="{lang}">' in page
    assert f"<title>{small.title[lang]} – Styrkegraf</title>" in page


def test_words_are_the_same_in_both_languages_and_all_that_the_page_asks_for_exist() -> None:
    page = folder("map") / "page"
    words: dict[str, dict[str, str]] = json.loads((page / "words.json").read_text(encoding="utf-8"))
    assert words["sv"].keys() == words["en"].keys()
    texts = [file.read_text(encoding="utf-8") for file in sorted(page.iterdir()) if file.suffix in (".js", ".j2")]
    asked = {key for text in texts for key in re.findall(r'(?:word\("|word\["|data-word(?:-\w+)?=")([\w-]+)"', text)}
    assert len(asked) > 30
    assert asked <= words["sv"].keys()


def test_the_vendored_library_is_the_recorded_one() -> None:
    vendor = folder("vendor")
    about = json.loads((vendor / "vendor.json").read_text(encoding="utf-8"))
    script = (vendor / about["file"]).read_bytes()
    assert hashlib.sha256(script).hexdigest() == about["sha256"]
    assert f"@version {about['version']}".encode() in script
    assert "MIT" in about["licence"]
    assert sorted(path.name for path in vendor.glob("*LICENSE*")) == [
        "vis-network.LICENSE-APACHE-2.0",
        "vis-network.LICENSE-MIT",
    ]
