"""The page of the downloads: every dump with its size, and where the metadata are."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from styrkegraf.inline import in_script
from styrkegraf.labels import Language
from styrkegraf.publish.dumps import SUMS, Written
from styrkegraf.publish.edition import LICENCE

if TYPE_CHECKING:
    from styrkegraf.publish.metadata import Metadata

__all__ = ["DOWNLOADS", "data_block", "downloads_page"]

DOWNLOADS = "downloads/index"
"""The path of the page below the base, without language and ending."""


def downloads_page(described: Metadata, written: Sequence[Written], lang: Language, *, live: bool = False) -> str:
    """The page in a language, with the graph as a ``schema:Dataset`` in a data block.

    ``live`` where a service answers beside it, of which a large graph has no files.
    """
    from styrkegraf.publish.names import PageNames
    from styrkegraf.publish.pages import DataPage, draw

    groups = [(group, list(files)) for group, files in groupby(written, key=lambda one: one.dump.group)]
    licence = described.edition.licence
    dataset = data_block(described.dataset([one.dump for one in written], lang))
    page, names = DataPage(lang, DOWNLOADS), PageNames({}, lang)
    return draw(
        "downloads.html.j2",
        page,
        names,
        live=live,
        has_ontology=described.graph.has_ontology,
        groups=groups,
        licence=licence,
        free=licence == LICENCE,
        sums=SUMS,
        dataset=dataset,
    )


def data_block(value: dict[str, Any]) -> Any:
    r"""JSON that may stand between the tags of a script: it holds no tag, entity or comment.

    >>> str(data_block({"name": "</script>"}))
    '{"name": "\\u003c/script\\u003e"}'
    """
    from markupsafe import Markup

    return Markup(in_script(json.dumps(value, ensure_ascii=False)))  # noqa: S704 - nothing is left that HTML could take for markup
