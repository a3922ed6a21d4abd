"""Names: what the things of one page are called, from labels that one query has brought."""

from __future__ import annotations

from collections.abc import Mapping

from styrkegraf.atlas.wording import LANGUAGES, Name, words
from styrkegraf.labels import Language
from styrkegraf.namespaces import BASE, shorten

__all__ = ["PageNames"]


class PageNames:
    """The names on a page in one language; what has no label is called by its short form, or its place in the edition.

    >>> PageNames({}, "en").of("https://w3id.org/styrkegraf/id/link/shared-theme/gotland--skane").text
    'id/link/shared-theme/gotland--skane'
    """

    def __init__(self, labels: Mapping[str, Mapping[str, str]], lang: Language) -> None:
        self._labels = labels
        self.lang = lang

    def __contains__(self, iri: str) -> bool:
        return iri in self._labels

    def of(self, iri: str) -> Name:
        """The name in the language of the page; else in the other, else in any, else in none."""
        found = self._labels.get(iri, {})
        order = (self.lang, *(lang for lang in LANGUAGES if lang != self.lang), "", *sorted(found))
        return next((Name(found[lang], lang) for lang in order if found.get(lang, "").strip()), Name(_unnamed(iri), ""))

    def other(self, iri: str) -> Name | None:
        """The name in the other language, where there is one that differs."""
        other: Language = "en" if self.lang == "sv" else "sv"
        text = self._labels.get(iri, {}).get(other, "")
        return Name(text, other) if text.strip() and text != self.of(iri).text else None

    def verb(self, iri: str, *, incoming: bool = False) -> Name:
        """How a property reads from its subject, or (``incoming``) as a heading on the page of its object."""
        short, known = shorten(iri), words(self.lang)
        if incoming and f"of-{short}" in known:
            return Name(known[f"of-{short}"], self.lang)
        key = f"property-{short}"
        name = Name(known[key], self.lang) if key in known else self.of(iri)
        return Name(f"… {name.text}", name.lang) if incoming else name


def _unnamed(iri: str) -> str:
    short = shorten(iri)
    return iri.removeprefix(BASE) if short.startswith(f"<{BASE}") else short
