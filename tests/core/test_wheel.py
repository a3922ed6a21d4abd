"""The wheel: it carries everything, and works outside the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("hatchling")
    out = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(out)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (built,) = out.glob("*.whl")
    return built


def test_it_holds_package_ontology_queries_and_facts_and_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    tops = {name.split("/")[0] for name in names}
    assert tops == {"styrkegraf", f"styrkegraf-{wheel.name.split('-')[1]}.dist-info"}
    for name in (
        "styrkegraf/py.typed", "styrkegraf/ontology/styrkegraf.ttl", "styrkegraf/ontology/shapes.ttl",
        "styrkegraf/queries/rules/shared-theme.rq", "styrkegraf/queries/questions/areas-of-region.rq",
        "styrkegraf/data/sources/s3-sormland.trig", "styrkegraf/reason/rules/owl2rl.rls",
        "styrkegraf/map/page/map.html.j2", "styrkegraf/vendor/vendor.json",
    ):  # fmt: skip
        assert name in names
    checkout = {path.name for path in (ROOT / "graph/styrkegraf/data").rglob("*.trig")}
    assert {name.rpartition("/")[2] for name in names if name.endswith(".trig")} == checkout
    assert not [name for name in names if "__pycache__" in name or "/tests/" in name]


def test_it_builds_and_answers_outside_the_checkout(wheel: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    zipfile.ZipFile(wheel).extractall(site)
    code = (
        "import styrkegraf\nassert styrkegraf.__file__.startswith(" + repr(str(site)) + "), styrkegraf.__file__\n"
        "from styrkegraf.cli import main\nmain(prog_name='styrkegraf')"
    )

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", code, *arguments],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(site)},
            capture_output=True,
            text=True,
            check=False,
        )

    built = run("build", "--out", "build")
    assert built.returncode == 0, built.stderr
    assert (tmp_path / "build" / "map.html").is_file()
    asked = run("query", "areas-of-region", "-p", "region=Västmanland", "--graph", "build")
    assert "Järnväg" in asked.stdout, asked.stderr
