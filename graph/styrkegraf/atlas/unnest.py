"""Style sheets without nesting: rules within rules written out, for browsers that do not know them nested."""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = ["unnested"]

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_BRACE = re.compile(r"[{}]")
_BETWEEN = re.compile(r",\s*(?![^(]*\))")
"""A comma between selectors; one within brackets belongs to a single selector."""


def unnested(style: str) -> str:
    """The style sheet with every nested rule as a rule of its own, its selectors after those of the outer rule.

    Only rules stand within a nested rule or a media query, no declarations beside them.

    >>> print(unnested(".page { p, a:not(b, i) { margin: 0 } @media print { p { color: black } } }"), end="")
    .page p, .page a:not(b, i) { margin: 0 }
    @media print {
    .page p { color: black }
    }
    """
    return "".join(_rules(_COMMENT.sub("", style), [""]))


def _rules(style: str, outer: list[str]) -> Iterator[str]:
    for head, body in _blocks(style):
        if head.startswith("@"):
            yield f"{head} {{\n{''.join(_rules(body, outer))}}}\n"
            continue
        selectors = [f"{before} {own}".strip() for before in outer for own in _BETWEEN.split(head)]
        if "{" in body:
            yield from _rules(body, selectors)
        else:
            yield f"{', '.join(selectors)} {{{body}}}\n"


def _blocks(style: str) -> Iterator[tuple[str, str]]:
    """What stands before each outermost pair of braces, and within it."""
    start = at = 0
    while (opening := style.find("{", at)) >= 0:
        depth, at = 1, opening + 1
        while depth:
            brace = _BRACE.search(style, at)
            if brace is None:
                return
            depth += 1 if brace[0] == "{" else -1
            at = brace.end()
        yield style[start:opening].strip(), style[opening + 1 : at - 1]
        start = at
