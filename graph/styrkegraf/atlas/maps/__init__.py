"""The maps of the atlas: five views of one graph, with the same filters, each on a page of its own."""

from __future__ import annotations

from styrkegraf.atlas.maps.pages import files, pages

__all__ = ["files", "pages"]
