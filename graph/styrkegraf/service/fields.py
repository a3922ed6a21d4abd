"""The form of a question: a field for each of its parameters, filled from the address or from its default."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from weakref import WeakKeyDictionary

from styrkegraf.atlas.ask.choices import choices
from styrkegraf.atlas.frame import Frame
from styrkegraf.atlas.wording import word, words
from styrkegraf.documents import Parameter, QueryDocument
from styrkegraf.labels import Language, UnknownName, fold
from styrkegraf.namespaces import SG, expand, shorten
from styrkegraf.questions import example

__all__ = ["FEW", "MOST", "Field", "Option", "fields"]

FEW: Final = 60
"""Up to so many things are a list to choose from; more are suggestions under a text field."""

MOST: Final = 2000
"""More things than these are not even suggested: the page would be larger than its answer."""

_SOME: Final = "SELECT DISTINCT ?thing WHERE {{ ?thing a sg:{kind} }} LIMIT {most}"
_VALUES: Final = frozenset({"number", "text"})
_ALPHABET: Final = str.maketrans({"å": "z1", "ä": "z2", "ö": "z3"})
_CHOICES: WeakKeyDictionary[Frame, dict[str, Sequence[Mapping[str, Any]]]] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class Option:
    """A thing to choose: what goes into the address, what is shown, and under which heading."""

    value: str
    text: str
    lang: str
    group: str = ""
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """One field: ``options`` are a list to choose from, or (``free``) suggestions under a field to write in."""

    name: str
    label: str
    value: str
    free: bool
    number: bool = False
    options: tuple[Option, ...] = ()

    @property
    def groups(self) -> list[tuple[str, list[Option]]]:
        """The options under their headings, in order."""
        found: dict[str, list[Option]] = {}
        for option in self.options:
            found.setdefault(option.group, []).append(option)
        return list(found.items())


def fields(frame: Frame, document: QueryDocument, given: Mapping[str, str], lang: Language) -> list[Field]:
    """The fields of a question; a value that names nothing stays as it was written."""
    return [_field(frame, parameter, given.get(parameter.name), lang) for parameter in document.parameters]


def _field(frame: Frame, parameter: Parameter, given: str | None, lang: Language) -> Field:
    label = _label(frame, parameter, lang)
    if parameter.kind in _VALUES:
        default = parameter.default.strip("\"'") if parameter.kind == "text" else parameter.default
        return Field(parameter.name, label, given or default, free=True, number=parameter.kind == "number")
    meant = _meant(frame, parameter, given)
    options = _options(frame, parameter.kind, meant, lang)
    chosen = [option for option in options if option.chosen]
    if options and len(options) <= FEW and meant:
        if len(chosen) > 1:
            several = word(lang, "ask-several", name=given or chosen[0].text, n=len(chosen))
            options = [Option(given or chosen[0].value, several, lang, chosen=True), *(_unchosen(o) for o in options)]
        return Field(parameter.name, label, given or "", free=False, options=tuple(options))
    if given is None:
        given = chosen[0].value if chosen else " ".join(sorted(meant))
    return Field(parameter.name, label, given, free=True, options=tuple(options))


def _unchosen(option: Option) -> Option:
    return Option(option.value, option.text, option.lang, option.group)


def _label(frame: Frame, parameter: Parameter, lang: Language) -> str:
    key = f"ask-parameter-{parameter.name}"
    if parameter.kind in _VALUES or key in words(lang):
        return word(lang, key)
    return frame.names.of(SG + parameter.kind, lang).text


def _meant(frame: Frame, parameter: Parameter, given: str | None) -> set[str]:
    """The short forms of the things that a value means; none where it names nothing."""
    if given is None:
        default = example(parameter, frame.graph.labels) or ""
        return {shorten(expand(one) or one) for one in default.split()}
    try:
        return {shorten(thing.value) for thing in frame.graph.labels.resolve(given, parameter.kind)}
    except UnknownName:
        return set()


def _options(frame: Frame, kind: str, meant: set[str], lang: Language) -> list[Option]:
    """The things of a kind, by group and name; none where there are too many.

    The address names a thing by its label where that means no other.
    """
    known = _CHOICES.setdefault(frame, {})
    if kind not in known:
        some = sum(1 for _ in frame.graph.store.select(_SOME.format(kind=kind, most=MOST + 1)))
        known[kind] = choices(frame, {kind})[kind] if some <= MOST else ()
    owners = Counter(name for one in known[kind] for name in _all_names(one))
    found = []
    for one in known[kind]:
        text, spoken = _pick(one["names"], lang)
        group = _pick(one["group"], lang)[0] if "group" in one else ""
        value = text if owners[fold(text)] == 1 and fold(text) else one["id"]
        found.append(Option(value, text, spoken, group, one["id"] in meant))
    return sorted(found, key=lambda option: (_order(option.group), _order(option.text), option.value))


def _all_names(one: Mapping[str, Any]) -> set[str]:
    return {fold(name) for name in (*one["names"].values(), *one.get("also", ()))}


def _pick(names: Mapping[str, str], lang: Language) -> tuple[str, str]:
    spoken = lang if lang in names else next(iter(names))
    return names[spoken], spoken


def _order(text: str) -> str:
    return text.casefold().translate(_ALPHABET)
