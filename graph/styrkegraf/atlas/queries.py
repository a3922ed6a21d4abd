"""Queries: every query that the atlas can open by name.

These are the questions of the library, the projections behind networks and measures, and the queries behind the tables
of the pages (``queries/pages``), which give the rows that a table shows.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from styrkegraf import resources
from styrkegraf.documents import QueryDocument, read_folder
from styrkegraf.networks import projections
from styrkegraf.questions import library

__all__ = ["page_queries", "query_documents"]


@cache
def page_queries() -> Mapping[str, QueryDocument]:
    """The queries behind the tables of the pages, by name.

    Beside classes, ``text`` and ``number``, a parameter may be of the kind ``thing``: anything, by its short form.
    """
    return read_folder(resources.folder("queries") / "pages")


@cache
def query_documents() -> Mapping[str, QueryDocument]:
    """Every query that has a name of its own: questions, projections, and the queries behind tables."""
    return {**library(), **projections(), **page_queries()}
