"""What a page says when a query gave no answer: what happened, where in the query, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from styrkegraf.errors import StyrkegrafError
from styrkegraf.service import query as failed
from styrkegraf.text import visible

__all__ = ["Fault", "fault_of"]

_KINDS: Final = (
    (failed.BadQuery, "bad-query"),
    (failed.Refused, "refused"),
    (failed.TooLarge, "too-large"),
    (failed.Busy, "busy"),
    (failed.TimedOut, "timed-out"),
    (failed.OutOfMemory, "memory"),
    (failed.ServiceFailed, "endpoint"),
    (failed.QueryFailed, "failed"),
)
"""The words ``service-fault-…`` and ``service-remedy-…`` of each failure; anything else was a wrong request."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A failure for a page: its HTTP status, the end of the keys of its words, and what the program says of it.

    ``lines`` are the lines of the query around the place of the fault, each with its number; ``mark`` is the same line
    split before and after the sign at which it stands.
    """

    status: int
    kind: str
    detail: str
    line: int | None = None
    column: int | None = None
    lines: tuple[tuple[int, str], ...] = ()
    retry_after: int | None = None


def fault_of(error: StyrkegrafError, sparql: str = "") -> Fault:
    """The failure as a page shows it; ``sparql`` is the query that failed."""
    if not isinstance(error, failed.QueryFailed):
        return Fault(400, "bad-request", str(error))
    kind = next(name for known, name in _KINDS if isinstance(error, known))
    wait = error.retry_after if isinstance(error, failed.Busy) else None
    if error.line is None or error.column is None:
        return Fault(error.status, kind, str(error), retry_after=wait)
    lines = sparql.splitlines() or [""]
    at = min(max(error.line, 1), len(lines))
    around = tuple((number, visible(lines[number - 1].replace("\t", " "))) for number in range(max(1, at - 1), at + 1))
    detail = str(error).rpartition("\n")[2]
    return Fault(error.status, kind, detail, at, error.column, around)
