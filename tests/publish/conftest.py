"""What the tests of published folders share."""

from __future__ import annotations

from pathlib import Path

import pytest

from publish.published import BASE
from styrkegraf import Graph
from styrkegraf.publish.edition import Edition
from styrkegraf.publish.static import publish


@pytest.fixture(scope="module")
def folder(graph: Graph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The graph of the module as a region of its own publishes it."""
    folder = tmp_path_factory.mktemp("public")
    publish(graph, Edition(BASE), folder)
    return folder
