"""Query documents: a SPARQL query with a head of comments that says what it asks and how to read it.

The head is made of ``# key: value`` lines before the query; a line that begins with ``#   `` continues the value
above it. Keys: ``title@sv``, ``title@en``, ``question@sv``, ``question@en``, ``read@en`` and so on, as the folder
of the document asks for, and ``parameter`` once for each parameter::

    # title@sv: Regionens styrkeområden
    # title@en: The strength areas of a region
    # parameter: region (County) a county by name

A parameter ``region`` is a ``VALUES ?region { ... }`` block in the query, which holds the default. The file is
standard SPARQL and runs as it is in any tool.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from styrkegraf.errors import StyrkegrafError

__all__ = ["VALUES", "DocumentError", "Parameter", "QueryDocument", "read_document", "read_folder", "without_head"]

_KEY = re.compile(r"# ([a-z]+(?:@[a-z]{2})?): (.*)")
_PARAMETER = re.compile(r"(?P<name>[a-z_]+) \((?P<kind>[A-Za-z]+)\)\s*(?P<about>.*)")
VALUES = r"VALUES\s+\?(?P<name>{name})\s*\{{(?P<default>[^}}]*)\}}"
"""The block of a parameter; ``{name}`` is its name, or a pattern of several."""

_BEFORE = re.compile(r"\A(?:#[^\n]*\n|\s*\n)*")


class DocumentError(StyrkegrafError):
    """A query document whose head or parameters cannot be read."""

    def __init__(self, path: Path, line: int, problem: str) -> None:
        super().__init__(f"{path}:{line}: {problem}")
        self.path = path
        self.line = line


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter: its name, what it takes, what it means, and its default as SPARQL text.

    ``kind`` is the local name of a class of the ontology (a thing of that class is meant), or ``text`` or ``number``.
    """

    name: str
    kind: str
    about: str
    default: str


@dataclass(frozen=True, slots=True)
class QueryDocument:
    """A query with its head: the name is that of the file."""

    name: str
    path: Path
    head: Mapping[str, str]
    parameters: tuple[Parameter, ...]
    sparql: str

    def text(self, key: str, lang: str) -> str:
        """A value of the head in the language asked for, or in the other one, or empty."""
        other = "en" if lang == "sv" else "sv"
        return self.head.get(f"{key}@{lang}") or self.head.get(f"{key}@{other}") or self.head.get(key, "")


def _head(path: Path, text: str, strict: bool) -> tuple[dict[str, str], list[tuple[int, str]]]:
    head: dict[str, str] = {}
    parameters: list[tuple[int, str]] = []
    key = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.startswith("#"):
            break
        found = _KEY.fullmatch(line)
        if found and found[1] == "parameter":
            key = ""
            parameters.append((number, found[2].strip()))
        elif found:
            key = found[1]
            head[key] = found[2].strip()
        elif line.startswith("#   ") and key:
            head[key] += " " + line[1:].strip()
        elif strict and line.strip("# "):
            raise DocumentError(path, number, f"this line of the head is no “# key: value”: {line}")
    return head, parameters


def _parameter(path: Path, line: int, value: str, sparql: str) -> Parameter:
    found = _PARAMETER.fullmatch(value)
    if not found:
        raise DocumentError(path, line, f"a parameter reads “name (Kind) meaning”, not “{value}”.")
    values = re.search(VALUES.format(name=found["name"]), sparql)
    if not values:
        raise DocumentError(path, line, f"the query has no VALUES ?{found['name']} {{ … }} for its parameter.")
    return Parameter(found["name"], found["kind"], found["about"], values["default"].strip())


def read_document(path: Path, *, strict: bool = True) -> QueryDocument:
    """Read one ``.rq`` file; raise `DocumentError` where its head is wrong.

    With ``strict`` off, lines of the head that are no ``key: value`` are taken for ordinary comments.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise DocumentError(path, 1, f"the file is not UTF-8 ({error.reason}); save it as UTF-8.") from error
    head, lines = _head(path, text, strict)
    parameters = tuple(_parameter(path, number, value, text) for number, value in lines)
    return QueryDocument(path.stem, path, head, parameters, text)


def without_head(sparql: str) -> str:
    """A query without the comments and empty lines before and after it."""
    return _BEFORE.sub("", sparql).rstrip()


def read_folder(folder: Path) -> dict[str, QueryDocument]:
    """Every query document of a folder, by name, in order of name."""
    return {path.stem: read_document(path) for path in sorted(folder.glob("*.rq"))}
