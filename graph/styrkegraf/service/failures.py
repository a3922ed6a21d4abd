"""What a page says when a query gave no answer: what happened, where in the query, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass

from styrkegraf.errors import StyrkegrafError
from styrkegraf.service.kinds import KINDS
from styrkegraf.service.problems import kind_of, told_of
from styrkegraf.service.query import Busy, QueryFailed
from styrkegraf.text import visible

__all__ = ["Fault", "fault_of"]


@dataclass(frozen=True, slots=True)
class Fault:
    """A failure for a page: its HTTP status, its kind, and what the program says of it.

    The words of a kind are ``service-fault-…`` and ``service-remedy-…``. ``detail`` is in English, and in ``swedish``
    too where that is worded. ``lines`` are the line of the query at which the fault stands and the one before it, each
    with its number.
    """

    status: int
    kind: str
    detail: str
    swedish: str | None
    line: int | None = None
    column: int | None = None
    lines: tuple[tuple[int, str], ...] = ()
    retry_after: int | None = None

    @property
    def headers(self) -> list[tuple[str, str]]:
        """What the response says beside its page: when to ask again, where that is known."""
        return [] if self.retry_after is None else [("Retry-After", str(self.retry_after))]


def fault_of(error: StyrkegrafError, sparql: str = "") -> Fault:
    """The failure as a page shows it; ``sparql`` is the query that failed."""
    kind = kind_of(error)
    if not isinstance(error, QueryFailed):
        return Fault(KINDS[kind].status, kind, told_of(error), error.swedish)
    wait = error.retry_after if isinstance(error, Busy) else None
    if error.line is None or error.column is None:
        return Fault(error.status, kind, str(error), error.swedish, retry_after=wait)
    lines = sparql.splitlines() or [""]
    at = min(max(error.line, 1), len(lines))
    around = tuple((number, visible(lines[number - 1].replace("\t", " "))) for number in range(max(1, at - 1), at + 1))
    detail = str(error).rpartition("\n")[2]
    return Fault(error.status, kind, detail, error.swedish, at, error.column, around)
