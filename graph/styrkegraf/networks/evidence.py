"""Evidence: what a tie of a network rests on, and how far it can be trusted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

__all__ = ["CONFIDENCES", "LAYERS", "Confidence", "Path", "Standing", "standing"]

Confidence = Literal["low", "medium", "high"]

CONFIDENCES: Final[tuple[Confidence, ...]] = ("low", "medium", "high")
"""From the least sure to the surest."""

LAYERS: Final = ("derived", "inferred", "curated", "stated")
"""From the farthest to the nearest to the sources."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a tie stands: the layer that it belongs to, and a confidence, None where there was no need to judge."""

    layer: str
    confidence: str | None

    def rank(self) -> tuple[int, int, bool]:
        """For comparing: the surest first, then the one nearest to the sources, then the one that was judged."""
        sure = len(CONFIDENCES) - 1 if self.confidence is None else CONFIDENCES.index(self.confidence)
        return sure, LAYERS.index(self.layer), self.confidence is not None


@dataclass(frozen=True, slots=True)
class Path:
    """One way in which two things are tied: through something or directly, step by step, each in a named graph."""

    via: str | None
    graphs: tuple[str, ...]
    relation: str
    standing: Standing


def standing(layers: Iterable[str], confidences: Iterable[str]) -> Standing:
    """How a chain of steps stands: as its weakest step does, in layer and in confidence.

    >>> standing(["stated", "curated"], ["high", "medium"])
    Standing(layer='curated', confidence='medium')
    """
    lowest = min(confidences, key=lambda name: CONFIDENCES.index(name), default=None)
    return Standing(min(layers, key=LAYERS.index), lowest)
