"""What the tests of networks share: the shipped graph, loaded once, and short names."""

from __future__ import annotations

import pytest

import styrkegraf
from styrkegraf import Graph


@pytest.fixture(scope="session")
def graph() -> Graph:
    return styrkegraf.load()
