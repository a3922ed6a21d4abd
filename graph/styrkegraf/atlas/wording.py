"""Wording: the words of the interface, and what things are called in each language."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from styrkegraf.advice.wording import number
from styrkegraf.errors import StyrkegrafError
from styrkegraf.labels import LANGUAGES, Labels, Language, SortKey, alphabetical
from styrkegraf.namespaces import shorten
from styrkegraf.text import unbroken

__all__ = ["LANGUAGES", "MissingWord", "Name", "Names", "word", "words"]

_FOLDER: Final = Path(__file__).parent / "words"


class MissingWord(StyrkegrafError):
    """A template or module asks for words that the interface does not have."""


class Name(NamedTuple):
    """What a thing is called, and in which language that is (empty where no language is given)."""

    text: str
    lang: str


@cache
def words(lang: Language) -> dict[str, str]:
    """The words of the interface by key: ``words/sv.json`` and, for a part of the site, ``words/sv.<part>.json``.

    No line ends between a number and what it counts.
    """
    found: dict[str, str] = {}
    for path in sorted(_FOLDER.glob(f"{lang}*.json")):
        found |= json.loads(path.read_text(encoding="utf-8"))
    return {key: unbroken(text) for key, text in found.items()}


def word(lang: Language, key: str, /, **values: object) -> str:
    """One wording with its ``{name}`` places filled; ``key-1`` is taken for a value ``n`` of 1 where there is one.

    A float is written with two decimals, as the language does.

    Raises `MissingWord` for an unknown key.
    """
    known = words(lang)
    if str(values.get("n")) == "1" and f"{key}-1" in known:
        key = f"{key}-1"
    if key not in known:
        raise MissingWord(f"atlas/words/{lang}.json has no “{key}”; add it in both languages.")
    text = known[key]
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", number(value, lang) if isinstance(value, float) else str(value))
    return text


_OTHER: Final = 2
"""The rank of labels beside the name."""


class Names:
    """What everything in a graph is called, by its preferred label or its ``rdfs:label``."""

    def __init__(self, labels: Labels) -> None:
        self._labels = labels
        self._found: dict[tuple[str, Language], Name] = {}
        self._verbs: dict[tuple[str, Language, bool], Name] = {}

    def __contains__(self, iri: str) -> bool:
        return bool(self._names(iri))

    def _names(self, iri: str) -> dict[str, str]:
        return {lang: text for lang, (rank, text) in self._labels.texts(iri).items() if rank < _OTHER}

    def of(self, iri: str, lang: Language) -> Name:
        """The name in the language; else in the other, else in any, else our word for it, else the IRI's short form."""
        if (iri, lang) not in self._found:
            self._found[iri, lang] = self._find(iri, lang)
        return self._found[iri, lang]

    def _find(self, iri: str, lang: Language) -> Name:
        names = self._names(iri)
        for wanted in (lang, *(other for other in LANGUAGES if other != lang), "", *sorted(names)):
            if names.get(wanted, "").strip():
                return Name(names[wanted], wanted)
        short = shorten(iri)
        return Name(words(lang)[f"class-{short}"], lang) if f"class-{short}" in words(lang) else Name(short, "")

    def order(self, iri: str, lang: Language) -> tuple[SortKey, str]:
        """Where the thing stands among others by name; the IRI settles what is called the same."""
        return alphabetical(self.of(iri, lang).text, lang), iri

    def has(self, iri: str, lang: Language) -> bool:
        """Whether the thing has a name in that very language."""
        return bool(self._names(iri).get(lang, "").strip())

    def verb(self, iri: str, lang: Language, *, incoming: bool = False) -> Name:
        """How a property reads from its subject, or (``incoming``) as a heading on the page of its object."""
        key = (iri, lang, incoming)
        if key not in self._verbs:
            self._verbs[key] = self._read(iri, lang, incoming)
        return self._verbs[key]

    def _read(self, iri: str, lang: Language, incoming: bool) -> Name:
        short, known = shorten(iri), words(lang)
        if incoming and f"of-{short}" in known:
            return Name(known[f"of-{short}"], lang)
        name = Name(known[f"property-{short}"], lang) if f"property-{short}" in known else self.of(iri, lang)
        return Name(f"… {name.text}", name.lang) if incoming else name
