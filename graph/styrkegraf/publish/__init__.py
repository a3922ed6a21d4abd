"""Publishing: the graph as linked data, under the canonical base or another."""

from __future__ import annotations
