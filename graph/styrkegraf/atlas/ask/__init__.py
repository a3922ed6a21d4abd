"""Ask: a page where the question library, and any other SPARQL query, runs in the reader's own browser."""

from __future__ import annotations

from styrkegraf.atlas.ask.files import files
from styrkegraf.atlas.ask.page import pages

__all__ = ["files", "pages"]
