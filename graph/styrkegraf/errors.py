"""What can go wrong by a person's hand: one base class, one subclass for each situation.

A message says what happened, where, and what to do about it; the command line prints it as it is. What people meet on
a page is worded in Swedish too.
"""

from __future__ import annotations

__all__ = ["StyrkegrafError"]


class StyrkegrafError(Exception):
    """Base of every error that a user can cause and mend.

    >>> raise StyrkegrafError("No region is called Atlantis.")
    Traceback (most recent call last):
    styrkegraf.errors.StyrkegrafError: No region is called Atlantis.
    """

    def __init__(self, message: str, *, swedish: str | None = None) -> None:
        super().__init__(message)
        self.swedish = swedish
