"""What every test may use: a browser, where there is one."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import Generator, Iterator
from typing import TYPE_CHECKING

import pytest

from sharing import Shared

if TYPE_CHECKING:
    from playwright.sync_api import Browser

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
LOOP = pytest.StashKey[asyncio.AbstractEventLoop]()
"""The event loop of Playwright."""
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
def shared(tmp_path_factory: pytest.TempPathFactory) -> Shared:
    """A folder, by name, that is filled once and read by the whole run, however many processes it has."""
    base = tmp_path_factory.getbasetemp()
    return Shared(base.parent if "PYTEST_XDIST_WORKER" in os.environ else base)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Let tests run event loops of their own: Playwright leaves one marked as running once the browser has started."""
    uses = "browser" in getattr(item, "fixturenames", ())
    asyncio._set_running_loop(item.config.stash.get(LOOP, None) if uses else None)
    return (yield)


@pytest.fixture(scope="session")
def browser(pytestconfig: pytest.Config) -> Iterator[Browser]:
    """Chromium, driven by Playwright; the test is skipped where either is missing."""
    found = next((path for path in map(shutil.which, CHROMIUM) if path), None)
    if found is None:
        pytest.skip("Chromium is not installed (Debian: apt-get install chromium)")
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    with playwright.sync_playwright() as running:
        pytestconfig.stash[LOOP] = loop = asyncio.get_running_loop()
        chromium: Browser = running.chromium.launch(executable_path=found, args=list(ARGUMENTS))
        yield chromium
        asyncio._set_running_loop(loop)
        chromium.close()
