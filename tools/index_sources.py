"""Make the word index of the source texts that the tests use: ``python tools/index_sources.py FOLDER``."""

from __future__ import annotations

import sys
from pathlib import Path

TESTS = Path(__file__).resolve().parent.parent / "tests"
sys.path.insert(0, str(TESTS))

from sourcewords import SOURCES, line_words, runs, words  # noqa: E402


def main(folder: Path) -> None:
    """Index the five texts in the folder."""
    for name, identifier in SOURCES.items():
        text = (folder / f"{identifier}.txt").read_text(encoding="utf-8")
        lines = "\n".join(" ".join(sorted(line)) for line in line_words(text))
        (TESTS / "sources" / f"{name}.words").write_text(lines, encoding="ascii")
        (TESTS / "sources" / f"{name}.runs").write_text("\n".join(sorted(runs(words(text)))), encoding="ascii")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
