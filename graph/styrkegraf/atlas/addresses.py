"""Addresses: on which page of the atlas a thing stands.

The page of a thing follows its IRI: ``…/id/theme/energy`` is ``theme/energy.html`` below the folder of the language,
with ``county`` read as ``region``. A part of a strategy stands on the strategy's page, a passage on its document's.
"""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final
from urllib.parse import quote

from styrkegraf.namespaces import ID, SOURCE

__all__ = ["anchor", "kind_of", "page_of", "relative", "slug"]

_READ_AS: Final = {"county": "region"}
_SAFE: Final = re.compile(r"[a-z0-9](?:[a-z0-9._-]{0,98}[a-z0-9])?")
_RESERVED: Final = {"index", "con", "nul", "aux", "prn"}


def slug(text: str) -> str:
    """A name for a file or an anchor; one that would not do is replaced by what is left of it and a checksum.

    >>> slug("vastmanland")
    'vastmanland'
    >>> slug("../Västmanland")
    'v-stmanland-2ebe4f00'
    """
    if _SAFE.fullmatch(text) and ".." not in text and text.partition(".")[0] not in _RESERVED:
        return text
    left = re.sub(r"[^a-z0-9]+", "-", text.casefold()).strip("-")[:60].strip("-") or "thing"
    return f"{left}-{hashlib.sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"


def kind_of(iri: str) -> str | None:
    """The kind of thing that an IRI of ours names, as in the addresses: ``region``, ``area``, ``theme`` and so on."""
    kind, _, name = iri.removeprefix(ID).partition("/") if iri.startswith(ID) else ("", "", "")
    return slug(_READ_AS.get(kind, kind)) if name else None


def anchor(iri: str) -> str:
    """The anchor of a part on the page of its whole.

    >>> anchor("https://w3id.org/styrkegraf/id/goal/vastmanland-delmal-10")
    'goal-vastmanland-delmal-10'
    """
    kind, _, name = iri.removeprefix(ID).partition("/")
    return f"{slug(kind)}-{slug(name)}"


def page_of(iri: str, wholes: Mapping[str, str]) -> str | None:
    """The address of a thing below the folder of the language, or None for what has no page.

    ``wholes`` gives, for every part that has no page of its own, the IRI of the thing on whose page it stands.
    """
    if iri.startswith(SOURCE):
        document, _, passage = iri.removeprefix(SOURCE).partition("#")
        return f"source/{slug(document)}.html" + (f"#{slug(passage)}" if passage else "")
    kind = kind_of(iri)
    if kind is None:
        return None
    if iri in wholes:
        return f"{page_of(wholes[iri], {})}#{anchor(iri)}"
    return f"{kind}/{slug(iri.removeprefix(ID).partition('/')[2])}.html"


def relative(target: str, location: str) -> str:
    """A link from the page at ``location`` to ``target``, both from the top of the site.

    >>> relative("sv/area/gotland-livsmedel.html#who", "sv/region/gotland.html")
    '../area/gotland-livsmedel.html#who'
    >>> relative("sv/region/gotland.html#themes", "sv/region/gotland.html")
    '#themes'
    """
    path, mark, fragment = target.partition("#")
    if path == location and mark:
        return f"#{quote(fragment)}"
    return _from_folder(location.rpartition("/")[0], target)


@lru_cache(maxsize=1 << 16)
def _from_folder(folder: str, target: str) -> str:
    """The link from any page in a folder: most links of a site stand on many pages."""
    path, mark, fragment = target.partition("#")
    found = posixpath.relpath(path, folder or ".")
    return quote(found) + (f"#{quote(fragment, safe='=&,:/')}" if mark else "")
