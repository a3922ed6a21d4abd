"""Where the files of the project lie: in the installed package first, in the checkout second."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

__all__ = ["data_files", "folder", "ontology_file"]


def folder(name: str) -> Path:
    """The folder ``ontology``, ``queries`` or ``data`` (or a path below one of them).

    A wheel carries them inside the package; in a checkout ``ontology/`` and ``queries/`` stand at the top.
    """
    package = Path(str(files("styrkegraf")))
    inside = package / name
    return inside if inside.is_dir() else package.parents[1] / name


def data_files() -> list[Path]:
    """Every file of facts that ships, sources first, in a fixed order."""
    data = folder("data")
    return sorted((data / "sources").glob("*.trig")) + sorted((data / "curated").glob("*.trig"))


def ontology_file(name: str) -> Path:
    """One file of the ontology folder, such as ``styrkegraf.ttl``."""
    return folder("ontology") / name
