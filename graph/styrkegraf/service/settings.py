"""What an operator sets: limits of time and size."""

from __future__ import annotations

from dataclasses import dataclass, field

from styrkegraf.service.limits import Limits

__all__ = ["Settings"]


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings of one service; times in seconds, sizes in bytes.

    ``limits`` are those of its queries. ``head`` bounds request line and headers together, ``body`` what is posted.
    ``patience`` is how long a client may take to send its headers, to send its body, or to take the next piece of an
    answer; ``keep_alive`` how long a connection may rest between requests; ``connections`` how many there may be at
    once; ``farewell`` how long requests in flight may go on when the service is told to end.
    """

    limits: Limits = field(default_factory=Limits)
    head: int = 65_536
    body: int = 10_000_000
    patience: float = 20.0
    keep_alive: int = 15
    connections: int = 1000
    farewell: int = 15
