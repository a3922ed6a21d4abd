"""Lexis: the tokens of SPARQL and Turtle that may hold any text, as regular expressions that never look back.

https://www.w3.org/TR/sparql11-query/#sparqlGrammar, productions 139 (IRIREF) and 156 to 159 (strings), and section
19.4 (comments). Whoever reads queries without a parser has to step over these whole, or takes what is in them for more.
"""

from __future__ import annotations

from typing import Final

__all__ = ["COMMENT", "IRI", "LONG_STRINGS", "SHORT_STRINGS", "STRING"]

IRI: Final = r"""(?:[^<>"{}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*+"""
"""What stands between the angle brackets of an IRI."""
COMMENT: Final = r"\#[^\n\r]*+"
LONG_STRINGS: Final = (
    r'"{3}(?:[^"\\]|\\[\s\S]|"(?!""))*+',
    r"'{3}(?:[^'\\]|\\[\s\S]|'(?!''))*+",
)
"""Strings in three quotation marks, without the last three."""
SHORT_STRINGS: Final = (
    r'"(?!"")(?:[^"\\\n\r]|\\[^\n\r])*+',
    r"'(?!'')(?:[^'\\\n\r]|\\[^\n\r])*+",
)
"""Strings in one quotation mark, without the last."""
STRING: Final = "|".join(
    begun + mark for begun, mark in zip(LONG_STRINGS + SHORT_STRINGS, ('"{3}', "'{3}", '"', "'"), strict=True)
)
"""A string that is closed."""
