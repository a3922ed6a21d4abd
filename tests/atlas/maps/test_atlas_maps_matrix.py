"""The matrix of regions and themes: its order, its cells, and a neighbourhood in it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mapvisits import Visit

pytestmark = pytest.mark.browser

Visitor = Callable[..., Visit]


def test_the_matrix_is_in_nested_order_and_its_cells_lead_to_areas(visit: Visitor) -> None:
    found = visit("matrix")
    rows = found.page.locator(".matrix tbody tr")
    sums = [int(text) for text in rows.locator("td.sum").all_inner_texts()[:21] if text]
    assert sums == sorted(sums, reverse=True)
    columns = [int(text) for text in rows.last.locator("td.sum").all_inner_texts() if text.strip()]
    assert columns == sorted(columns, reverse=True)
    cell = found.page.locator('.matrix button[aria-label^="Västmanland, Energi"]')
    cell.click()
    assert "Västmanland och Energi" in found.panel()
    assert "rad " in found.panel()
    cell = found.page.locator('.matrix button[aria-label^="Västmanland, Energi"]')
    cell.focus()
    found.page.keyboard.press("ArrowUp")
    assert "Energi" in str(found.page.evaluate("document.activeElement.textContent + document.activeElement.ariaLabel"))


def test_a_neighbourhood_in_the_matrix_is_rows_and_columns(visit: Visitor) -> None:
    found = visit("matrix", "chosen=county/gotland")
    found.page.click('[data-steps="1"]')
    rows, columns = (
        found.page.locator(".matrix tbody th[scope=row]:not(.sum)"),
        found.page.locator(".matrix thead button"),
    )
    assert rows.all_inner_texts() == ["Gotland"]
    own = columns.all_inner_texts()
    assert own
    found.page.click('[data-steps="2"]')
    assert columns.all_inner_texts() == own, "the themes of Gotland, now with every region that shares one"
    assert rows.count() > 5


def test_a_theme_marks_the_regions_that_have_it(visit: Visitor) -> None:
    found = visit("matrix", "chosen=theme/maritime")
    near = found.page.locator(".matrix tbody th .near").all_inner_texts()
    filled = found.page.locator(".matrix tbody tr:has(button[aria-label*='Hav och maritima']) th").all_inner_texts()
    assert near == filled
    assert near


def test_the_matrix_of_one_region_has_no_empty_columns(visit: Visitor) -> None:
    found = visit("matrix", "region=county/vastmanland")
    columns = found.page.locator(".matrix tbody tr").last.locator("td.sum").all_inner_texts()[:-1]
    assert columns == ["1"] * 5
    assert len(found.shown()[0]) == 6, "the legend and the tables count the same"


def test_the_total_of_a_row_stands_level_with_it(visit: Visitor) -> None:
    found = visit("matrix")
    middles = """rows => rows.map(row => ["button[data-edge]", "td.sum"].map(name => {
      const range = document.createRange();
      range.selectNodeContents(row.querySelector(name));
      const { top, bottom } = range.getBoundingClientRect();
      return (top + bottom) / 2;
    }))"""
    rows: list[list[float]] = found.page.eval_on_selector_all(".matrix tbody tr:has(button[data-edge])", middles)
    assert rows
    assert max(abs(cell - total) for cell, total in rows) <= 1
