"""Diff: what statements came, went and changed between two graphs, by region and by source."""

from __future__ import annotations

from styrkegraf.diff.compare import Change, Difference, diff
from styrkegraf.diff.words import to_json, to_text

__all__ = ["Change", "Difference", "diff", "to_json", "to_text"]
