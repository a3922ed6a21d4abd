"""What the configurations of all web servers say of the files: their media types and their links."""

from __future__ import annotations

from typing import Final

from styrkegraf.publish.edition import LICENCE
from styrkegraf.publish.formats import FORMATS

__all__ = ["FORMS", "HTML_VARY", "MEDIA", "NAMED", "PLAIN", "links"]

FORMS: Final = "|".join(form.extension for form in FORMATS)
"""The extensions of data about a thing, as a pattern."""
HTML_VARY: Final = "Accept, Accept-Language, Accept-Encoding"
MEDIA: Final = {
    "text/html": ("html",),
    "text/css": ("css",),
    "text/javascript": ("js",),
    "text/plain": ("txt",),
    "text/turtle": ("ttl",),
    "text/csv": ("csv",),
    "application/ld+json": ("jsonld",),
    "application/rdf+xml": ("rdf",),
    "application/n-triples": ("nt",),
    "application/n-quads": ("nq",),
    "application/trig": ("trig",),
    "application/json": ("json",),
    "application/xml": ("xml", "graphml"),
    "application/yaml": ("cff",),
    "application/gzip": ("gz",),
    "application/wasm": ("wasm",),
    "image/svg+xml": ("svg",),
    "image/png": ("png",),
}
"""The media type of every extension."""
NAMED: Final = {
    "downloads/csv-metadata.json": "application/csvm+json",
    "downloads/SHA256SUMS": "text/plain; charset=utf-8",
}
"""Files whose media type their ending does not tell."""
PLAIN: Final = tuple(media_type for media_type in MEDIA if media_type.startswith("text/"))
"""The media types that say that they are UTF-8."""


def links(iri: str, stem: str, licence: str | None) -> str:
    """The Link header of a document: what it is about, its licence, and the other documents beside it.

    The header goes with the terms of the ontology too, so that another licence than theirs is left to the pages.
    """
    found = [f'<{iri}>; rel="cite-as"', f'<{iri}>; rel="canonical"']
    found += [f'<{licence}>; rel="license"'] if licence == LICENCE else []
    found += [f'<./{stem}.{form.extension}>; rel="alternate"; type="{form.media_type}"' for form in FORMATS]
    found += [f'<./{stem}.{lang}.html>; rel="alternate"; type="text/html"; hreflang="{lang}"' for lang in ("sv", "en")]
    return ", ".join(found)
