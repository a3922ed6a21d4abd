"""What every test may use: a browser, where there is one."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, ParamSpec, TypeVar

import pytest

from sharing import Shared
from shipped import shipped
from styrkegraf import Graph
from tabs import OpenPage, Tabs

if TYPE_CHECKING:
    from playwright.sync_api import Browser

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def graph() -> Graph:
    """The shipped graph."""
    return shipped()


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Shared:
    """A folder, by name, that is filled once and read by the whole run, however many processes it has."""
    base = tmp_path_factory.getbasetemp()
    return Shared(base.parent if "PYTEST_XDIST_WORKER" in os.environ else base)


_P = ParamSpec("_P")
_T = TypeVar("_T")


def _beside(run: Callable[_P, _T]) -> Callable[_P, _T]:
    """Run an event loop although Playwright has marked its own as running, which rests meanwhile."""

    def beside(*arguments: _P.args, **named: _P.kwargs) -> _T:
        marked = asyncio._get_running_loop()
        asyncio._set_running_loop(None)
        try:
            return run(*arguments, **named)
        finally:
            asyncio._set_running_loop(marked)

    return beside


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, driven by Playwright; the test is skipped where either is missing."""
    found = next((path for path in map(shutil.which, CHROMIUM) if path), None)
    if found is None:
        pytest.skip("Chromium is not installed (Debian: apt-get install chromium)")
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    with playwright.sync_playwright() as running, pytest.MonkeyPatch.context() as patch:
        for owner, name in ((asyncio, "run"), (asyncio.Runner, "run"), (asyncio.Runner, "close")):
            patch.setattr(owner, name, _beside(getattr(owner, name)))
        chromium: Browser = running.chromium.launch(executable_path=found, args=list(ARGUMENTS))
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def tabs(browser: Browser) -> Tabs:
    """The pages of this process."""
    return Tabs(browser)


@pytest.fixture
def open_page(tabs: Tabs) -> Iterator[OpenPage]:
    """Opens pages for files."""
    with tabs.lent() as open_page:
        yield open_page
