"""The environment of templates: those of the atlas, and others that extend its layout."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from styrkegraf.inline import is_web
from styrkegraf.namespaces import PREFIXES

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["templates"]

_TEMPLATES: Final = Path(__file__).parent / "templates"
_DATES: Final = (PREFIXES["xsd"] + "date", PREFIXES["xsd"] + "dateTime")


@cache
def templates(*folders: Path) -> Environment:
    """The templates of folders, and of the atlas."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    found = Environment(
        loader=FileSystemLoader([*folders, _TEMPLATES]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    found.tests["iri"] = lambda term: isinstance(term, NamedNode)
    found.tests["text"] = lambda term: isinstance(term, Literal)
    found.tests["date"] = lambda term: isinstance(term, Literal) and term.datatype.value in _DATES
    found.tests["web"] = is_web
    return found
