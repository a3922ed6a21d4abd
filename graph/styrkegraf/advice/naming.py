"""Naming: what a person means by a name that is not quite a label, among things that are known to be in question."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from styrkegraf.labels import alphabetical, fold

if TYPE_CHECKING:
    from styrkegraf.labels import Labels

__all__ = ["having_word", "listed", "share_a_word"]

_LONG = 5
"""Letters that a word must have to tell anything; shorter ones are “och”, “for”, “inom”."""


def having_word(labels: Labels, name: str, things: Iterable[str]) -> list[str]:
    """The things whose Swedish or English label holds the name, wherever in it; sorted by IRI.

    ``energi`` means *Energi* and *Morgondagens energilösningar*. An empty name means nothing.
    """
    wanted = fold(name)
    return [thing for thing in sorted(things) if wanted and any(wanted in label for label in _folded(labels, thing))]


def share_a_word(labels: Labels, one: str, other: str) -> bool:
    """Whether a long word of one thing's label begins, ends or fills a word of the other's, in the same language.

    *Kompetens* shares a word with *Kunskaps- och kompetenshöjning*; *Tillväxt* shares none with *Nätverk*.
    """
    pairs = zip(_folded(labels, one), _folded(labels, other), strict=True)
    return any(_overlap(a, b) for first, second in pairs for a in first.split() for b in second.split())


def listed(labels: Labels, things: Iterable[str]) -> str:
    """Labels in a row, for a message."""
    names = (labels.of(NamedNode(thing)) for thing in things)
    return ", ".join(sorted(names, key=lambda name: alphabetical(name, labels.lang)))


def _folded(labels: Labels, thing: str) -> tuple[str, str]:
    return fold(labels.of(NamedNode(thing), "sv")), fold(labels.of(NamedNode(thing), "en"))


def _overlap(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return len(short) >= _LONG and (long.startswith(short) or long.endswith(short))
