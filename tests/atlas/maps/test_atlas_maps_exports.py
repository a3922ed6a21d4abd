"""What a reader takes away from a map: tables, drawings, pictures, and pages on paper."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from xml.etree import ElementTree as ET

import pytest

from mapvisits import ID, MAPS, Visit

pytestmark = pytest.mark.browser

Visitor = Callable[..., Visit]

SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("name", MAPS)
def test_the_table_holds_exactly_what_is_on_the_map(visit: Visitor, name: str) -> None:
    found = visit(name)
    found.keep("theme", ID + "theme/energy")
    rows = found.rows()
    nodes, edges = found.shown()
    assert found.page.locator("#tables .sheet:nth-child(1) tbody tr").count() == len(nodes)
    pairs = {(row[0], row[2]) for row in rows}
    assert rows
    assert len(pairs) <= len(edges) <= len(rows)


@pytest.mark.parametrize("name", MAPS)
def test_the_table_file_holds_the_rows_of_the_table(visit: Visitor, name: str) -> None:
    found = visit(name)
    found.keep("region", ID + "county/sodermanland")
    rows = list(csv.reader(io.StringIO(found.saved("csv").decode("utf-8-sig"))))
    shown = found.rows()
    assert len(rows) == len(shown) + 1
    assert [row[:3] for row in rows[1:]] == [row[:3] for row in shown]
    assert "rad " in rows[1][-1] or "Vår läsning" in rows[1][-1]


@pytest.mark.parametrize("name", MAPS)
def test_the_drawing_holds_the_names_that_are_shown(visit: Visitor, name: str) -> None:
    found = visit(name, "steps=1&chosen=actor/robotdalen" if name == "actors" else "")
    root = ET.fromstring(found.saved("svg"))
    texts = ["".join(text.itertext()) for text in root.iter(SVG + "text")]
    assert texts[0] == found.page.inner_text("h1")
    wanted = "Robotdalen" if name == "actors" else "Uppsala"
    assert any(wanted in text for text in texts)
    assert not list(root.iter(SVG + "script"))
    assert found.complaints == []


@pytest.mark.parametrize("name", ["collaboration", "counties"])
def test_the_picture_is_a_picture_of_some_size(visit: Visitor, name: str) -> None:
    picture = visit(name).saved("png")
    assert picture.startswith(b"\x89PNG")
    width, height = (int.from_bytes(picture[at : at + 4], "big") for at in (16, 20))
    assert min(width, height) >= 800
    assert len(picture) > 20_000
