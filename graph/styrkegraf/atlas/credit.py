"""Credit: whom a graph is owed to, as far as those who write its atlas know."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Credit"]


@dataclass(frozen=True, slots=True)
class Credit:
    """Who publishes the graph, and what they say of it: its title, version and licence, and where to write to them.

    Names and titles are in Swedish and English; ``contact`` is a name and an e-mail address. What nobody says is None.
    """

    publisher: tuple[str, str]
    title: tuple[str, str] | None = None
    version: str | None = None
    licence: str | None = None
    contact: tuple[str, str] | None = None
