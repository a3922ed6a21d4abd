"""The maps of the shipped graph, written once, and visits to them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mapvisits import Visit, write_maps
from sharing import Shared
from styrkegraf import Graph
from tabs import OpenPage

Visitor = Callable[..., Visit]


@pytest.fixture(scope="session")
def site(shared: Shared, graph: Graph) -> Path:
    """The maps of the shipped graph, in a folder with letters beyond ASCII."""
    return shared("kartor åäö", lambda site: write_maps(graph, site))


@pytest.fixture
def visit(open_page: OpenPage, site: Path) -> Visitor:
    """Open a map by its name, with a state in its address."""

    def go(name: str, state: str = "", lang: str = "sv", where: Path = site, **options: Any) -> Visit:
        page = open_page(**{"width": 1400, **options})
        return Visit(page).open(where / lang / "maps" / f"{name}.html", state)

    return go
