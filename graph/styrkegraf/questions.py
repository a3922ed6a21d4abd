"""Questions: the library of named queries, and how values get into their parameters."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from functools import cache
from typing import Final

from pyoxigraph import Literal

from styrkegraf import resources
from styrkegraf.documents import VALUES, Parameter, QueryDocument, read_folder
from styrkegraf.errors import StyrkegrafError
from styrkegraf.labels import Labels, fold
from styrkegraf.namespaces import expand

__all__ = ["BadParameter", "UnknownQuestion", "bind", "example", "find", "library", "matching"]


_NUMBER: Final = re.compile(r"(?!-?[1-9][0-9]{0,2},[0-9]{3}$)-?[0-9]+([.,][0-9]+)?")
"""A number, with a point or a comma; not one such as 1,000, which is one in Swedish and a thousand in English."""


class UnknownQuestion(StyrkegrafError):
    """A name that no question has; holds the nearest ones."""

    def __init__(self, name: str, known: Mapping[str, QueryDocument]) -> None:
        self.name = name
        self.nearest = difflib.get_close_matches(name, known, n=3, cutoff=0.5)
        hint = f" Did you mean {' or '.join(self.nearest)}?" if self.nearest else ""
        super().__init__(f"No question is called “{name}”.{hint} “styrkegraf queries” lists them all.")


class BadParameter(StyrkegrafError):
    """A parameter that the question does not take, or a value that it cannot take."""


@cache
def library() -> Mapping[str, QueryDocument]:
    """Every question that ships, by name."""
    return read_folder(resources.folder("queries") / "questions")


def find(name: str) -> QueryDocument:
    """The question of that name; raises `UnknownQuestion` with the nearest ones."""
    known = library()
    if name not in known:
        raise UnknownQuestion(name, known)
    return known[name]


def matching(word: str, among: Mapping[str, QueryDocument] | None = None) -> list[QueryDocument]:
    """The questions, or other documents, whose name or text has the word, in order of name; all for an empty word."""
    wanted = fold(word) or word.strip()  # signs alone fold to nothing, and stand in no folded text
    documents = (library() if among is None else among).values()
    return [d for d in documents if wanted in fold(" ".join([d.name.replace("-", " "), *d.head.values()]))]


def bind(document: QueryDocument, values: Mapping[str, str], labels: Labels) -> str:
    """The query with values in place of the defaults of its parameters.

    A thing is given by label, short form or IRI; a label that several things share stands for all of them. Where none
    is given and the graph does not know the default, the first thing of its kind takes its place. Raises
    `BadParameter` for a parameter that the question lacks or a number that is none, `UnknownName` for an unknown thing.
    """
    known = {parameter.name: parameter for parameter in document.parameters}
    others = {name: example(parameter, labels) for name, parameter in known.items() if name not in values}
    blocks = {
        name: f"VALUES ?{name} {{ {one} }}" for name, one in others.items() if one not in (None, known[name].default)
    }
    for name, value in values.items():
        if name not in known:
            raise _unknown(document, name)
        blocks[name] = f"VALUES ?{name} {{ {_terms(known[name], str(value), labels)} }}"
    if not blocks:
        return document.sparql
    return re.sub(VALUES.format(name="|".join(blocks)), lambda found: blocks[found["name"]], document.sparql)


def example(parameter: Parameter, labels: Labels) -> str | None:
    """What a parameter stands for that is not given, as SPARQL text: its default, where the graph knows it.

    Else the first thing of its kind; None where the graph has none.
    """
    if parameter.kind in ("number", "text", "thing"):
        return parameter.default
    if any(labels.holds(expand(one) or one, parameter.kind) for one in parameter.default.split()):
        return parameter.default
    first = labels.first(parameter.kind)
    return str(first) if first else None


def _unknown(document: QueryDocument, name: str) -> BadParameter:
    takes = ", ".join(parameter.name for parameter in document.parameters)
    return BadParameter(
        f"The question “{document.name}” has no parameter “{name}”; it takes {takes or 'no parameter'}.",
        swedish=f"Frågan ”{document.name}” har ingen parameter ”{name}”; den tar {takes or 'ingen parameter'}.",
    )


def _terms(parameter: Parameter, value: str, labels: Labels) -> str:
    if parameter.kind == "number":
        if not _NUMBER.fullmatch(value.strip()):
            raise BadParameter(
                f"The parameter “{parameter.name}” takes a number, not “{value}”.",
                swedish=f"”{parameter.name}” tar ett tal, inte ”{value}”.",
            )
        return value.strip().replace(",", ".")
    if parameter.kind == "text":
        # What a terminal or a program gives that is not Unicode can stand in no label.
        return str(Literal(value.encode(errors="replace").decode()))
    return " ".join(str(thing) for thing in labels.resolve(value, parameter.kind))
