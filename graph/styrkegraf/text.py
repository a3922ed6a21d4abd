"""Text that is safe to show on a terminal or in a table."""

from __future__ import annotations

import unicodedata

__all__ = ["in_markdown", "visible"]


def visible(text: str) -> str:
    r"""The text with control, format and line-separating characters written as code points.

    A label must neither steer a terminal nor break a line or a table.

    >>> visible("Väst\x1b[31mmanland")
    'Väst\\u001B[31mmanland'
    """
    return "".join(f"\\u{ord(sign):04X}" if unicodedata.category(sign) in _HIDDEN else sign for sign in text)


def in_markdown(text: str) -> str:
    r"""The text with every sign that Markdown would take for markup escaped, on one line; fit for a table, too.

    >>> in_markdown("Mat | <b>dryck</b>\n")
    'Mat \\| \\<b>dryck\\</b>\\\\u000A'
    """
    return "".join(f"\\{sign}" if sign in _MARKUP else sign for sign in visible(text))


_MARKUP = set("\\`*_[<&|")
_HIDDEN = {"Cc", "Cf", "Zl", "Zp", "Cs"}
