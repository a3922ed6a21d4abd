"""The maps of the shipped graph, written once, and visits to them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import styrkegraf
from mapvisits import Visit, write_maps

if TYPE_CHECKING:
    from playwright.sync_api import Browser

Visitor = Callable[..., Visit]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The maps of the shipped graph, in a folder with letters beyond ASCII."""
    return write_maps(styrkegraf.load(), tmp_path_factory.mktemp("kartor") / "åäö")


@pytest.fixture
def visit(browser: Browser, site: Path) -> Iterator[Visitor]:
    """Open a map by its name, with a state in its address."""
    contexts = []

    def go(name: str, state: str = "", lang: str = "sv", where: Path = site, **options: Any) -> Visit:
        context = browser.new_context(**{"viewport": {"width": 1400, "height": 900}, **options})
        contexts.append(context)
        return Visit(context.new_page()).open(where / lang / "maps" / f"{name}.html", state)

    yield go
    for context in contexts:
        context.close()
