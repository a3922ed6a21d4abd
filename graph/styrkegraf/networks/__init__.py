"""Networks: the graph seen as nodes and ties, every tie with its evidence."""

from __future__ import annotations

from styrkegraf.networks.evidence import Confidence
from styrkegraf.networks.project import network, projections

__all__ = ["Confidence", "network", "projections"]
