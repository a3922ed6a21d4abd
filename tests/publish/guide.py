"""The guide for publishers, as the tests read it."""

from __future__ import annotations

import re
from pathlib import Path

__all__ = ["GUIDE", "commands", "snippets"]

GUIDE = (Path(__file__).parents[2] / "docs" / "publishing.md").read_text(encoding="utf-8")
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def snippets(language: str) -> list[str]:
    """The blocks in a language, in order."""
    return [text for found, text in _BLOCK.findall(GUIDE) if found == language]


def commands() -> list[str]:
    """What is typed, line by line."""
    return [line.removeprefix("$ ") for block in snippets("console") for line in block.splitlines()]
