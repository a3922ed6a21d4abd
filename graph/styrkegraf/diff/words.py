"""Words: a difference as a text for people, and as JSON for programs."""

from __future__ import annotations

import json
from itertools import groupby
from typing import Any, Final

from pyoxigraph import BlankNode, Literal, NamedNode

from styrkegraf.diff.compare import Change, Difference
from styrkegraf.labels import Language, SortKey, alphabetical
from styrkegraf.terms import Term
from styrkegraf.text import grouped

__all__ = ["to_json", "to_text"]

_WORDS: Final = {
    "sv": {
        "none": "Ingen skillnad.",
        "head": "{came} {statements} kom, {gone} gick och {changed} ändrades.",
        "statement": "uppgift",
        "statements": "uppgifter",
        "concluded": "Av dem följde: {came} kom, {gone} gick, {changed} ändrades.",
        "hidden": "De visas med --all.",
        "many": "Flera län ({n})",
        "no-region": "Utan län",
        "no-source": "Utan källa",
    },
    "en": {
        "none": "No difference.",
        "head": "{came} {statements} came, {gone} went and {changed} changed.",
        "statement": "statement",
        "statements": "statements",
        "concluded": "From these it followed: {came} came, {gone} went, {changed} changed.",
        "hidden": "They are shown with --all.",
        "many": "Several counties ({n})",
        "no-region": "No county",
        "no-source": "No source",
    },
}
_SIGNS: Final = {"came": "+", "gone": "−", "changed": "~"}
_FEW: Final = 3
_LONG: Final = 160
_LEAD: Final = 40
"""Characters that two long texts share and that are shown before the place where they part."""


def to_text(difference: Difference, lang: Language = "sv", *, concluded: bool = False) -> str:
    """The difference by county and source, one line a change: ``+`` came, ``−`` went, ``~`` changed.

    What follows by logic or by a rule is counted; its lines are there only when asked for (``concluded``).
    """
    words = _WORDS[lang]
    if not difference.changes:
        return words["none"]
    statements = words["statement" if difference.count("came", concluded=False) == 1 else "statements"]
    lines = [words["head"].format(**_grouped(difference, lang, concluded=False), statements=statements)]
    if any(change.concluded for change in difference.changes):
        hint = "" if concluded else " " + words["hidden"]
        lines.append(words["concluded"].format(**_grouped(difference, lang, concluded=True)) + hint)
    shown = [change for change in difference.changes if concluded or not change.concluded]
    told = [(_region(difference, change, lang), _source(difference, change, lang), change) for change in shown]
    told.sort(
        key=lambda one: (not one[2].regions, len(one[2].regions) > _FEW, *_order(one[0], lang), *_order(one[1], lang))
    )
    for region, in_region in groupby(told, key=lambda one: one[0]):
        lines += ["", region]
        for source, in_source in groupby(in_region, key=lambda one: one[1]):
            lines += [f"  {source}", *(f"    {_line(difference, change, lang)}" for _, _, change in in_source)]
    return "\n".join(lines)


def _counts(difference: Difference, *, concluded: bool) -> dict[str, int]:
    return {
        "came": difference.count("came", concluded=concluded),
        "gone": difference.count("gone", concluded=concluded),
        "changed": difference.count("changed", concluded=concluded),
    }


def _order(name: str, lang: Language) -> tuple[SortKey, str]:
    return alphabetical(name, lang), name


def _grouped(difference: Difference, lang: Language, *, concluded: bool) -> dict[str, str]:
    return {kind: grouped(count, lang) for kind, count in _counts(difference, concluded=concluded).items()}


def _region(difference: Difference, change: Change, lang: Language) -> str:
    if not change.regions:
        return _WORDS[lang]["no-region"]
    if len(change.regions) > _FEW:
        return _WORDS[lang]["many"].format(n=len(change.regions))
    names = (difference.label(NamedNode(iri), lang) for iri in change.regions)
    return ", ".join(sorted(names, key=lambda name: alphabetical(name, lang)))


def _source(difference: Difference, change: Change, lang: Language) -> str:
    return difference.source(change.graph, lang) or _WORDS[lang]["no-source"]


def _line(difference: Difference, change: Change, lang: Language) -> str:
    start = _start(change)
    terms = [term for term in (change.old, change.new) if term is not None]
    values = " → ".join(_value(difference, change, term, start, lang) for term in terms)
    place = difference.place(change.graph, lang)
    subject, verb = difference.name(change.subject, lang), difference.label(change.predicate, lang)
    return f"{_SIGNS[change.kind]} {_short(subject)} · {verb} · {values}" + (f"  ({place})" if place else "")


def _start(change: Change) -> int:
    """Where what is shown of the texts of a change begins: a little before they part, if they are too long to show."""
    if not isinstance(change.old, Literal) or not isinstance(change.new, Literal):
        return 0
    old, new = change.old.value, change.new.value
    if max(len(old), len(new)) <= _LONG:
        return 0
    shared = next((place for place, (one, other) in enumerate(zip(old, new, strict=False)) if one != other), len(old))
    return max(min(shared, len(new)) - _LEAD, 0)


def _value(difference: Difference, change: Change, term: Term, start: int, lang: Language) -> str:
    if not isinstance(term, Literal):
        return difference.name(term, lang)
    text = _short("…" * bool(start) + term.value[start:])
    tag = difference.tag(change, term)
    return (f"”{text}”" if lang == "sv" else f"“{text}”") + (f" ({tag})" if tag else "")


def _short(text: str) -> str:
    """A text on one line, no longer than one can read, without signs that would steer a terminal."""
    plain = "".join(sign if sign.isprintable() else " " for sign in text)
    return plain if len(plain) <= _LONG else plain[: _LONG - 1] + "…"


def to_json(difference: Difference, lang: Language = "sv") -> str:
    """Every change as an object, with labels in the language."""
    found = {
        "said": _counts(difference, concluded=False),
        "concluded": _counts(difference, concluded=True),
        "changes": [_object(difference, change, lang) for change in difference.changes],
    }
    return json.dumps(found, ensure_ascii=False, indent=1)


def _object(difference: Difference, change: Change, lang: Language) -> dict[str, Any]:
    origin = difference.origins.get(NamedNode(change.graph)) if change.graph else None
    values = {"old": change.old, "new": change.new}
    return {
        "change": change.kind,
        "subject": _term(difference, change.subject, lang),
        "predicate": _term(difference, change.predicate, lang),
        **{key: _term(difference, term, lang) for key, term in values.items() if term is not None},
        "regions": [_term(difference, NamedNode(iri), lang) for iri in change.regions],
        "graph": change.graph,
        "concluded": change.concluded,
        **({"origin": origin.to_json()} if origin is not None else {}),
    }


def _term(difference: Difference, term: Term, lang: Language) -> dict[str, str]:
    if isinstance(term, Literal):
        more = {"language": term.language} if term.language else {"datatype": term.datatype.value}
        return {"value": term.value, **more}
    name = term.value if isinstance(term, NamedNode | BlankNode) else str(term)
    return {"id": name, "label": difference.label(term, lang)}
