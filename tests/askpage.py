"""The page Ask in a browser: a visit that asks, waits and reads."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Callable
from http.server import SimpleHTTPRequestHandler
from pathlib import Path
from typing import TYPE_CHECKING

import styrkegraf
from styrkegraf import Graph
from styrkegraf.atlas.ask import files, pages
from styrkegraf.atlas.frame import Frame
from tabs import Watched

if TYPE_CHECKING:
    from playwright.sync_api import Page

__all__ = ["STATIC", "Quiet", "Visit", "Visitor", "csv_of", "write"]

STATIC = Path(styrkegraf.__file__).parent / "atlas" / "static"


def write(graph: Graph, site: Path) -> Path:
    """The part of the site that Ask needs."""
    frame = Frame(graph)
    texts = {path: text.encode("utf-8") for path, text in pages(frame).items()}
    for path, content in {**texts, **files(frame)}.items():
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_bytes(content)
    shutil.copytree(STATIC, site / "static")
    return site


class Visit(Watched):
    """The page, open from disk."""

    def __init__(self, page: Page, site: Path) -> None:
        super().__init__(page)
        self.site = site

    def open(self, address: str = "", lang: str = "sv") -> Visit:
        self.page.goto("about:blank")
        self.page.goto((self.site / lang / "ask.html").as_uri() + address)
        return self

    def wait(self) -> Visit:
        """Wait until the running query has ended."""
        self.page.locator("#ask-stop").wait_for(state="hidden")
        return self

    def ask(self, address: str) -> Visit:
        """Follow a link within the page."""
        self.page.evaluate("address => { location.hash = address }", address)
        return self.wait()

    def write(self, sparql: str) -> Visit:
        """Write a query into the editor and press the button."""
        details = self.page.locator("#ask-sparql")
        if details.get_attribute("open") is None:
            details.locator("summary").click()
        self.page.fill("#ask-text", sparql)
        self.page.click("#ask-run")
        return self

    def columns(self) -> list[str]:
        """The columns by their variables."""
        found: list[str] = self.page.eval_on_selector_all(
            "table.answer thead th", "all => all.map(one => one.dataset.name)"
        )
        return found

    def headings(self) -> list[str]:
        """The columns as their reader sees them."""
        return self.page.locator("table.answer thead th").all_text_contents()

    def rows(self) -> list[tuple[str, ...]]:
        found: list[list[str]] = self.page.eval_on_selector_all(
            "table.answer tbody tr", "rows => rows.map(row => [...row.cells].map(cell => cell.textContent))"
        )
        return [tuple(row) for row in found]

    def status(self) -> str:
        return self.page.inner_text("#ask-status")

    def error(self) -> str:
        return self.page.inner_text("#ask-error")

    def loaded(self) -> set[str]:
        return {url.rpartition("/")[2] for url in self.requests if "/data/" in url}


class Quiet(SimpleHTTPRequestHandler):
    """Serves a folder without a word."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name that the library gives it
        pass


Visitor = Callable[..., Visit]


def csv_of(found: Visit) -> list[list[str]]:
    with found.page.expect_download() as download:
        found.page.click("#ask-answer .bar button")
    text = Path(download.value.path()).read_bytes().decode("utf-8")
    assert text.startswith("\ufeff"), "so that a spreadsheet reads it as UTF-8"
    assert download.value.suggested_filename.endswith(".csv")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
