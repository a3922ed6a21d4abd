"""What the XML formats of networks have in common: typed values as text, safe writing, safe reading."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from numbers import Integral, Real
from typing import TYPE_CHECKING, Any, Final, NoReturn
from xml.etree import ElementTree
from xml.sax.saxutils import quoteattr

from styrkegraf.networks.errors import ExportError

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["Columns", "decode", "empty", "keys_kind", "lines", "number", "parse", "quote", "required"]

_UNFIT: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_CHARACTERS: Final = {"\r": "&#13;", "\n": "&#10;", "\t": "&#9;"}
_NUMBERS: Final = {"inf": "INF", "-inf": "-INF", "nan": "NaN"}


def quote(value: str, what: str) -> str:
    """The text as an XML attribute value, quotation marks included.

    Raises `ExportError`, naming ``what`` it is, for a control character: XML has no way to write one.
    """
    unfit = _UNFIT.search(value)
    if unfit:
        raise ExportError(f"{what} holds the character U+{ord(unfit[0]):04X}, which XML cannot hold; remove it.")
    return quoteattr(value, _CHARACTERS)


def number(value: float) -> str:
    """The number as XML writes it, with every digit that is needed to read it back."""
    shown = repr(value)
    return _NUMBERS.get(shown, shown)


def _encode(value: object, what: str) -> tuple[str, str]:
    """The kind of a value (boolean, long, double, string or tuple) and its text."""
    if isinstance(value, bool):
        return "boolean", "true" if value else "false"
    if isinstance(value, Integral):
        return "long", str(int(value))
    if isinstance(value, Real):
        return "double", number(float(value))
    if isinstance(value, str):
        return "string", value
    if isinstance(value, tuple) and all(isinstance(part, str | bool | int | float) for part in value):
        return "tuple", json.dumps(value, ensure_ascii=False)
    raise ExportError(f"{what} is {type(value).__name__}; a network file holds text, numbers, truth values and tuples.")


def decode(kind: str, text: str) -> Any:
    """The value that `_encode` wrote.

    >>> decode("tuple", '["Robotdalen", "Almi"]')
    ('Robotdalen', 'Almi')
    """
    try:
        if kind == "boolean":
            return {"true": True, "false": False}[text]
        if kind == "long":
            return int(text)
        if kind == "double":
            return float(text)
        return tuple(json.loads(text)) if kind == "tuple" else text
    except (ValueError, KeyError, TypeError) as error:
        raise ExportError(f"The file says that “{text}” is of the kind {kind}, which it is not.") from error


@dataclass
class Columns:
    """The attributes that a kind of element has: a column for each name and kind of value, with an id."""

    prefix: str
    ids: dict[tuple[str, str], str] = field(default_factory=dict)

    def cells(self, attributes: Mapping[Any, object], what: str) -> list[tuple[str, str]]:
        """Column id and quoted text of each attribute, in order; new columns are added."""
        found = []
        for name, value in attributes.items():
            label = f"The attribute “{name}” of {what}"
            kind, text = _encode(value, label)
            column = self.ids.setdefault((str(name), kind), f"{self.prefix}{len(self.ids)}")
            found.append((column, quote(text, label)))
        return found


def empty(directed: bool, multigraph: bool) -> nx.Graph:
    """An empty network of one of the four NetworkX types."""
    import networkx as nx

    if multigraph:
        return nx.MultiDiGraph() if directed else nx.MultiGraph()
    return nx.DiGraph() if directed else nx.Graph()


def keys_kind(network: nx.Graph) -> str | None:
    """The kind of the edge keys of a multigraph, string or long; None for a simple network.

    Raises `ExportError` for keys or nodes of another kind, which would not read back as they were.
    """
    other = next((node for node in network if not isinstance(node, str)), None)
    if other is not None:
        raise ExportError(f"The node {other!r} is no text; use networkx.relabel_nodes(network, str) first.")
    if not network.is_multigraph():
        return None
    kinds = {type(key) for *_, key in network.edges(keys=True)}
    if not kinds <= {str} and not kinds <= {int}:
        raise ExportError("The keys of the edges must be all texts or all whole numbers.")
    return "long" if kinds == {int} else "string"


class _NoDoctype(ElementTree.TreeBuilder):
    """Refuses a document type, which a network file has no use for and which can make a small file expand endlessly."""

    def doctype(self, name: str, pubid: str, system: str) -> NoReturn:
        raise ExportError(f"The file declares a document type ({name}), which is not read; remove it.")


def parse(data: bytes, root: str, namespace: str) -> ElementTree.Element:
    """The root element of a document.

    Raises `ExportError` where it is not well-formed, declares a document type, or is no document of that format.
    """
    parser = ElementTree.XMLParser(target=_NoDoctype())  # noqa: S314 - the target refuses what is dangerous
    try:
        parser.feed(data)
        found: ElementTree.Element = parser.close()
    except ElementTree.ParseError as error:
        line, column = error.position
        raise ExportError(f"The file is no XML: line {line}, column {column + 1}: {error.msg}.") from error
    if found.tag != f"{{{namespace}}}{root}":
        raise ExportError(f"The file is no {root} document of {namespace}.")
    return found


def required(element: ElementTree.Element, name: str) -> str:
    """An attribute that an element must have; raises `ExportError` where it has not."""
    value = element.get(name)
    if value is None:
        raise ExportError(f"An element {element.tag.rpartition('}')[2]} of the document has no {name}.")
    return value


def lines(parts: Iterable[str]) -> bytes:
    """The lines of a document as UTF-8."""
    return "".join(f"{part}\n" for part in parts).encode()
