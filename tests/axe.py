"""What axe-core, which checks whether everybody can use a page, has to say of one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

__all__ = ["VENDOR", "faults"]

VENDOR = Path(__file__).parent / "vendor"
_RUN = """async () => {
  const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  const found = await axe.run(document, { runOnly: rules, resultTypes: ["violations"] });
  return found.violations.map((one) => `${one.id}: ${one.nodes.slice(0, 3).map((node) => node.html).join(" | ")}`);
}"""


def faults(page: Page) -> list[str]:
    """The rules that the page breaks as it stands, each with the first places."""
    page.evaluate((VENDOR / "axe.min.js").read_text("utf-8"))
    found: list[str] = page.evaluate(_RUN)
    return found
