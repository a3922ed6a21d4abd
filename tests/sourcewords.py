"""Words of the source texts as hashes: normalised so that the ligatures that one text lost make no difference."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path

__all__ = ["RUN", "SOURCES", "digest", "line_words", "read_words", "runs", "words"]

RUN = 8
SOURCES = {
    "affarsplan-vastmanland": "000_d506cd033d7d03f3",
    "nms-strategi": "001_690e323448962736",
    "nms-insatsomraden": "002_4bb949ecffe3744a",
    "s3-i-21-regioner": "003_7c6539f07f806e81",
    "s3-sormland": "004_7f783d75ef4ca1a7",
}
"""Slug of each document in the graph, and the identifier that its text has as a file name."""

_LIGATURES = re.compile(r"f(?:fi|f|i|l|t)")


def words(text: str) -> list[str]:
    """The words of a text, normalised; words broken over lines are joined."""
    joined = re.sub(r"(\w)-\s*\n\s*(\w)", r"\1\2", text)
    plain = unicodedata.normalize("NFC", joined).casefold()
    return [_LIGATURES.sub("f", word) for word in re.findall(r"\w+", plain)]


def digest(*parts: str) -> str:
    """A short hash of words; eight hexadecimal digits, too short to be turned back with confidence."""
    return hashlib.sha256(" ".join(parts).encode()).hexdigest()[:8]


def runs(found: Iterable[str]) -> set[str]:
    """The hashes of all runs of words of the length `RUN`."""
    listed = list(found)
    return {digest(*listed[i : i + RUN]) for i in range(len(listed) - RUN + 1)}


def line_words(text: str) -> list[set[str]]:
    """For each line, the hashes of its words; a word broken over two lines belongs to both."""
    lines = text.split("\n")
    found = [{digest(word) for word in words(line)} for line in lines]
    for number in range(len(lines) - 1):
        for broken in re.findall(r"\w+-\s*$", lines[number]):
            ahead = next((i for i in range(number + 1, len(lines)) if lines[i].strip()), None)
            if ahead is not None:
                whole = digest(*words(broken.strip() + "\n" + lines[ahead].split()[0]))
                found[number].add(whole)
                found[ahead].add(whole)
    return found


def read_words(folder: Path, name: str) -> list[set[str]]:
    """The indexed words of a document, by line."""
    return [set(line.split()) for line in (folder / f"{name}.words").read_text(encoding="ascii").split("\n")]
