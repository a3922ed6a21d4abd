"""The notebooks run from the first cell to the last, and show what they have stored."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from notebookcells import FOLDER, NotebookError, code_cells, execute, read, shown

NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))

PARTICIPATIONS = """pic,rcn,country,name
1,10,SE,Robotdalen
2,10,DE,Werkzeug
1,11,SE,Robotdalen
3,11,SE,Automation Region
"""


@pytest.fixture(autouse=True)
def _no_list(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("STYRKEGRAF_H2020", raising=False)


def test_there_are_five() -> None:
    assert [path.name[0] for path in NOTEBOOKS] == ["1", "2", "3", "4", "5"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_runs_and_shows_what_it_has_stored(path: Path) -> None:
    notebook = read(path)
    stored = [shown(cell["outputs"]) for cell in code_cells(notebook)]
    assert len(stored) > 4
    assert sum(map(bool, stored)) > len(stored) / 2  # a notebook is there to show something
    assert [shown(outputs) for outputs in execute(notebook, path.name)] == stored


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_reads_well(path: Path) -> None:
    cells = read(path)["cells"]
    assert cells[0]["cell_type"] == "markdown"
    assert cells[0]["source"][0].startswith("# ")
    assert sum(cell["cell_type"] == "markdown" for cell in cells) >= len(cells) / 3
    assert path.stat().st_size < 60_000
    for cell in code_cells({"cells": cells}):
        assert ast.parse("".join(cell["source"])).body
        assert [cell["id"]] == [other["id"] for other in cells if other["id"] == cell["id"]]


def test_a_cell_that_fails_is_named() -> None:
    cell = {"cell_type": "code", "source": ["import styrkegraf\n", "styrkegraf.load().query('no-such-question')"]}
    with pytest.raises(NotebookError, match=r"Dalarna.ipynb, cell 1: UnknownQuestion"):
        execute({"cells": [cell]}, "Dalarna.ipynb")


def test_the_last_notebook_reads_the_list_that_the_user_gives(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "participations.csv"
    path.write_text(PARTICIPATIONS, encoding="utf-8")
    monkeypatch.setenv("STYRKEGRAF_H2020", str(path))
    texts = [shown(outputs) for outputs in execute(read(NOTEBOOKS[-1]), "5")]
    assert not any("made up" in text for text in texts)
    assert any("Automation Region" in text for text in texts)
