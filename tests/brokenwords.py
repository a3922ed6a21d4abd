"""Whether a page breaks words that it could leave whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

__all__ = ["broken_words"]

_BROKEN = """all => all.filter(cell => {
  const text = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT), range = document.createRange();
  for (let node; (node = text.nextNode());) for (const word of node.data.matchAll(/[\\p{L}\\d]+/gu)) {
    range.setStart(node, word.index);
    range.setEnd(node, word.index + word[0].length);
    if (range.getClientRects().length > 1) return true;
  }
}).map(cell => cell.innerText)"""


def broken_words(page: Page, selector: str) -> list[str]:
    """The texts of the elements in which a word goes over two lines."""
    found: list[str] = page.locator(selector).evaluate_all(_BROKEN)
    return found
