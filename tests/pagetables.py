"""The tables of an atlas page with the queries behind them, for tests that look at its HTML without a browser."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import parse_qsl

from styrkegraf.atlas.queries import query_documents
from styrkegraf.documents import VALUES, Parameter
from styrkegraf.namespaces import expand

__all__ = ["PageTable", "asked", "bound", "tables"]

_ASIDE = {"says", "beside", "unseen"}
"""Parts of a table that are about its rows, and not among what the rows say."""


@dataclass
class PageTable:
    """A table or list as a page shows it: the texts of its links, its numbers, how many facts it lists, its words.

    ``queries`` are the addresses of the queries that the page names behind it, before the next table begins.
    """

    links: list[str] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)
    facts: int = 0
    rows: int = 0
    words: str = ""
    queries: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self, wanted: str) -> None:
        super().__init__()
        self.found: list[PageTable] = []
        self._wanted = wanted
        self._inside: list[tuple[str, str]] = []
        self._link: list[str] | None = None

    def _at(self, tag: str) -> bool:
        return any(one == tag for one, _ in self._inside)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in ("col", "br", "link", "meta", "input", "img"):
            return
        kinds = given.get("class", "")
        if tag == self._wanted.partition(".")[0] and self._wanted.partition(".")[2] in ("", *kinds.split()):
            self.found.append(PageTable())
        elif self.found and self._in_table() and not self._aside():
            self.found[-1].facts += tag == "li"
            self.found[-1].rows += tag == "tr"
            if tag == "a":
                self._link = []
            if "number" in kinds.split():
                self.found[-1].numbers.append("")
        elif self.found and tag == "a" and "behind" in " ".join(kind for _, kind in self._inside).split():
            self.found[-1].queries.append(given.get("href", ""))
        self._inside.append((tag, kinds))

    def _in_table(self) -> bool:
        tag, _, kind = self._wanted.partition(".")
        return any(one == tag and kind in ("", *kinds.split()) for one, kinds in self._inside)

    def _aside(self) -> bool:
        return any(set(kinds.split()) & _ASIDE for _, kinds in self._inside)

    def handle_endtag(self, tag: str) -> None:
        while self._inside and self._inside.pop()[0] != tag:
            pass
        if tag == "a" and self._link is not None:
            self.found[-1].links.append("".join(self._link))
            self._link = None

    def handle_data(self, data: str) -> None:
        if not self.found or not self._in_table() or self._aside():
            return
        self.found[-1].words += data
        if self._link is not None:
            self._link.append(data)
        if any("number" in kinds.split() for _, kinds in self._inside):
            self.found[-1].numbers[-1] += data.strip()


def tables(html: str, wanted: str = "table") -> list[PageTable]:
    """The tables of a page, or its elements of another tag and class, such as ``ul.sentences``."""
    reader = _Reader(wanted)
    reader.feed(html.partition("<main")[2])
    return reader.found


def asked(address: str) -> tuple[str, dict[str, str]]:
    """The question that an address of Ask opens, and the values of its parameters."""
    values = dict(parse_qsl(address.partition("#")[2], strict_parsing=True))
    return values.pop("question"), values


def bound(name: str, values: dict[str, str]) -> str:
    """The query as Ask runs it: things by short form, several with a space between."""
    document = query_documents()[name]
    known = {parameter.name: parameter for parameter in document.parameters}
    assert values.keys() <= known.keys()
    sparql = document.sparql
    for key, value in values.items():
        block = f"VALUES ?{key} {{ {_terms(known[key], value)} }}"
        sparql = re.sub(VALUES.format(name=key), lambda _, block=block: block, sparql)  # type: ignore[misc]
    return sparql


def _terms(parameter: Parameter, value: str) -> str:
    if parameter.kind == "text":
        return f'"{value}"'
    return " ".join(f"<{expand(one)}>" for one in value.split(" "))
