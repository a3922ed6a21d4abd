"""What can go wrong with a network by a person's hand."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from styrkegraf.errors import StyrkegrafError

__all__ = ["ExportError", "NetworkError", "UnknownProjection"]


class NetworkError(StyrkegrafError):
    """A network that cannot be made as asked for, or that does not fit the operation."""


class UnknownProjection(NetworkError):
    """A name that no projection has; holds the nearest ones."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        names = sorted(known)
        self.name = name
        self.nearest = tuple(difflib.get_close_matches(name.strip().lower(), names, n=3, cutoff=0.5))
        hint = f" Did you mean {' or '.join(self.nearest)}?" if self.nearest else f" There are {', '.join(names)}."
        super().__init__(f"No projection is called “{name}”.{hint}")


class ExportError(NetworkError):
    """A network that a format cannot hold, or a file that is no network of that format."""
