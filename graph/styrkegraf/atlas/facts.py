"""Facts: the statements about a thing, in groups as a page shows them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal, NamedNode

from styrkegraf.atlas.frame import Frame
from styrkegraf.atlas.statements import LAYERS, Statement
from styrkegraf.atlas.wording import Name
from styrkegraf.labels import Language, SortKey, alphabetical
from styrkegraf.namespaces import PREFIXES, SG, shorten

__all__ = ["Group", "Row", "classes_of", "fact_groups", "text_of"]

_FIRST: Final = (
    "dcterms:description",
    "skos:definition",
    "sg:areaOf",
    "sg:hasArea",
    "sg:restsOnStrengthsOf",
    "sg:hasTheme",
    "sg:supports",
    "sg:supportedBy",
    "sg:collaboratesWith",
    "sg:activeIn",
    "sg:locatedIn",
    "sg:within",
    "sg:contains",
)
"""Properties that come first, in this order; the others follow by name."""
_LAST: Final = (
    "skos:prefLabel",
    "skos:altLabel",
    "skos:hiddenLabel",
    "rdf:type",
    "dcterms:identifier",
    "skos:notation",
)
_ROLE: Final = PREFIXES["org"] + "Role"


@dataclass(frozen=True, slots=True)
class Row:
    """One value of a property: the statement, and the thing at its other end where it is one.

    ``place`` is the region of an area, whose name alone may not tell which it is.
    """

    statement: Statement
    iri: str | None
    place: str | None


@dataclass(frozen=True, slots=True)
class Group:
    """The values of one property, or of one property read from its other end."""

    key: str
    name: Name
    rows: tuple[Row, ...]


def fact_groups(frame: Frame, iri: str, lang: Language) -> dict[str, list[Group]]:
    """The facts about a thing by layer, each in groups by property; layers without any are left out.

    What a rule derives between regions is left out: `styrkegraf.atlas.regions` shows it with its evidence.
    """
    found: dict[str, dict[str, list[Row]]] = {layer: defaultdict(list) for layer in LAYERS}
    for statement in frame.statements.about(iri):
        if _in_language(frame, statement, lang) and not statement.predicate.startswith(SG + "shares"):
            found[statement.layer][f"> {shorten(statement.predicate)}"].append(_row(frame, statement, _end(statement)))
    for statement in frame.statements.mentioning(iri):
        if frame.names.has(statement.subject, "sv") or statement.subject in frame.names:
            found[statement.layer][f"< {shorten(statement.predicate)}"].append(
                _row(frame, statement, statement.subject)
            )
    return {layer: _groups(frame, rows, lang) for layer, rows in found.items() if rows}


def classes_of(frame: Frame, iri: str) -> list[str]:
    """The classes of ours that a thing belongs to, without those that a narrower one implies, sorted.

    A role is of a class of ORG that ours uses as it is, under a word of the interface.
    """
    found = {c for c in frame.classes.get(iri, ()) if c.startswith(SG) or c == _ROLE}
    return sorted(found - {wider for narrow in found for wider in frame.wider_classes.get(narrow, ())})


def text_of(frame: Frame, iri: str, predicate: str, lang: Language) -> tuple[Statement, ...]:
    """The statements that give a thing a text, such as its description: those in the language, else in the other."""
    found = [
        one for one in frame.statements.about(iri) if one.predicate == predicate and isinstance(one.object, Literal)
    ]
    fitting = [one for one in found if isinstance(one.object, Literal) and one.object.language == lang]
    return tuple(fitting or found)


def _end(statement: Statement) -> str | None:
    return statement.object.value if isinstance(statement.object, NamedNode) else None


def _row(frame: Frame, statement: Statement, end: str | None) -> Row:
    iri = end if end is not None and (end in frame.names) else None
    return Row(statement, iri, frame.area_of.get(iri) if iri else None)


def _in_language(frame: Frame, statement: Statement, lang: Language) -> bool:
    """Whether to show the statement in the language: a text whose counterpart is in the language is not shown twice."""
    term, names = statement.object, (PREFIXES["skos"] + "prefLabel", PREFIXES["skos"] + "altLabel")
    if not isinstance(term, Literal) or term.language in (None, lang) or statement.predicate in names:
        return True
    own = text_of(frame, statement.subject, statement.predicate, lang)
    return not any(isinstance(one.object, Literal) and one.object.language == lang for one in own)


def _groups(frame: Frame, rows: Mapping[str, list[Row]], lang: Language) -> list[Group]:
    found = []
    for key, members in rows.items():
        predicate = members[0].statement.predicate
        name = frame.names.verb(predicate, lang, incoming=key.startswith("<"))
        found.append(Group(key, name, tuple(sorted(members, key=lambda row: _order(frame, row, lang)))))
    return sorted(found, key=lambda group: _place(group, lang))


def _place(group: Group, lang: Language) -> tuple[int, int, SortKey, str]:
    way, _, short = group.key.partition(" ")
    if short in _LAST:
        return 2, _LAST.index(short), (), group.key
    if short in _FIRST:
        return 0, _FIRST.index(short), (), group.key
    return 1, way == "<", alphabetical(group.name.text, lang), group.key


def _order(frame: Frame, row: Row, lang: Language) -> tuple[SortKey, SortKey, str]:
    if row.iri is None:
        term = row.statement.object
        return (), alphabetical(term.value, lang), str(term)
    place = frame.names.of(row.place, lang).text if row.place else ""
    return alphabetical(frame.names.of(row.iri, lang).text, lang), alphabetical(place, lang), row.iri
