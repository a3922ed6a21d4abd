"""What all web servers, and the service, say of documents in headers: their media types and their links."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from styrkegraf.labels import LANGUAGES
from styrkegraf.media import CSV, CSVM, FILES, TEXT, packable
from styrkegraf.namespaces import BASE
from styrkegraf.publish.catalogue import CATALOGUE
from styrkegraf.publish.csvw import METADATA
from styrkegraf.publish.dumps import SUMS
from styrkegraf.publish.edition import LICENCE, Edition
from styrkegraf.publish.formats import FORMATS
from styrkegraf.publish.metadata import DOCUMENTS
from styrkegraf.publish.void import VOID
from styrkegraf.themes import shipped_themes

__all__ = [
    "ERRORS",
    "FORMS",
    "HTML_VARY",
    "MEDIA",
    "NAMED",
    "PACKED",
    "PLAIN",
    "TABLE",
    "dump_links",
    "links",
    "metadata_links",
    "otherwise",
]

FORMS: Final = "|".join(form.extension for form in FORMATS)
"""The extensions of data about a thing, as a pattern."""
HTML_VARY: Final = "Accept, Accept-Language, Accept-Encoding"
ERRORS: Final = (404, 406)
"""The answers that have a page of their own, which no cache may keep: another client may be given a document."""
MEDIA: Final = {
    media_type: tuple(medium.extension for medium in FILES if medium.media_type == media_type)
    for media_type in dict.fromkeys(medium.media_type for medium in FILES)
}
"""The extensions of every media type."""
NAMED: Final = {
    f"downloads/{METADATA}": CSVM.media_type,
    f"downloads/{SUMS}": TEXT.content_type,
}
"""Files whose media type their ending does not tell."""
PLAIN: Final = tuple(media_type for media_type in MEDIA if media_type.startswith("text/"))
"""The media types that say that they are UTF-8."""
PACKED: Final = tuple(kind for kind in (*MEDIA, CSVM.media_type) if packable(kind))
"""The media types that are sent packed to who can read that."""
TABLE: Final = f".{CSV.extension}"
"""The ending of a dump that the description of the tables describes, too."""
_PLAIN_ADDRESS: Final = re.compile(r"[A-Za-z0-9._~:/?#@&=+,-]+")


def otherwise(edition: Edition) -> dict[str, Edition]:
    """By a pattern of paths below the base: the edition as it is for those whose IRI or licence is not its own.

    Ontology and theme scheme have the same of both wherever they are served, and the shipped themes the same IRI.
    """
    scheme, *themes = sorted(iri.removeprefix(BASE) for iri in shipped_themes())
    return {
        rf"ontology(?:/\S*)?|{scheme}": Edition(),
        "|".join(themes): replace(edition, base=BASE),
        "graph/curated/themes": replace(edition, licence=LICENCE),
    }


def links(edition: Edition, path: str, stem: str) -> str:
    """The Link header of a document: what it is about, its licence, and the other documents beside it.

    ``path`` and ``stem`` are what the web server puts in: the path below the base, and the last part of it. A licence
    whose address has signs that mean something in a configuration is left to the pages.
    """
    iri = edition.base + path
    found = [f'<{iri}>; rel="cite-as"', f'<{iri}>; rel="canonical"', *_licence(edition)]
    found += [f'<./{stem}.{form.extension}>; rel="alternate"; type="{form.media_type}"' for form in FORMATS]
    found += [f'<./{stem}.{lang}.html>; rel="alternate"; type="text/html"; hreflang="{lang}"' for lang in LANGUAGES]
    return ", ".join(found)


def dump_links(edition: Edition, root: str, *, table: bool) -> str:
    """The Link header of a dump: its licence, and the documents that describe it.

    ``root`` is the way from the dump to the base. A ``table`` names its description by the link that CSVW looks for.
    """
    found = _licence(edition)
    for document in (CATALOGUE, VOID):
        found.append(f'<{root}{document}>; rel="describedby"; type="{DOCUMENTS[document][0].media_type}"')
    if table:
        found.append(f'<{root}downloads/{METADATA}>; rel="describedby"; type="{CSVM.media_type}"')
    return ", ".join(found)


def metadata_links(document: str) -> str:
    """The Link header of one of the documents of metadata: its other formats, which lie beside it, and its licence."""
    name = document.rpartition("/")[2]
    found = [f'<./{name}.{form.extension}>; rel="alternate"; type="{form.media_type}"' for form in DOCUMENTS[document]]
    return ", ".join([*found, f'<{LICENCE}>; rel="license"'])


def _licence(edition: Edition) -> list[str]:
    licence = edition.licence
    return [f'<{licence}>; rel="license"'] if licence and _PLAIN_ADDRESS.fullmatch(licence) else []
