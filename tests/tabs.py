"""Pages of the browser, lent to one test after another, since Chromium starts several processes for a new one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

__all__ = ["OpenPage", "Tabs", "Watched"]

OpenPage = Callable[..., "Page"]
"""Opens a page of a given width in pixels, with what else the browser is told of its reader."""
_STEPS = 20
"""A page whose history is longer is not lent again: a browser keeps fifty steps, and tests count theirs."""


@dataclass(frozen=True)
class Tabs:
    """Pages for files, which keep nothing; pages of a service, which stores things, get a profile of their own."""

    browser: Browser
    _idle: defaultdict[str, list[Page]] = field(default_factory=lambda: defaultdict(list))

    @contextmanager
    def lent(self) -> Iterator[OpenPage]:
        """What opens pages, empty and alike whatever was done in them before; they are taken back at the end."""
        lent: list[tuple[str, Page]] = []

        def open_page(width: int = 1280, height: int = 900, color_scheme: Any = "light", **options: Any) -> Page:
            kind = repr(sorted(options.items()))
            idle = self._idle[kind]
            page = idle.pop() if idle else self.browser.new_context(**options).new_page()
            lent.append((kind, page))
            page.set_viewport_size({"width": width, "height": height})
            page.emulate_media(media="null", color_scheme=color_scheme)
            return page

        yield open_page
        for kind, page in lent:
            if page.evaluate("history.length") > _STEPS:
                page.context.close()
                continue
            page.mouse.move(-1, -1)
            page.goto("about:blank")
            self._idle[kind].append(page)


class Watched:
    """A page, with what it asks for and what it complains of from now on."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.requests: list[str] = []
        self.complaints: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda said: self.hear(said.type, said.text))

    def hear(self, kind: str, text: str) -> None:
        """Take what the console says for a complaint, or not."""
        if kind == "error":
            self.complaints.append(text)
