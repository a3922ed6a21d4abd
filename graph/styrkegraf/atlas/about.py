"""The page about the atlas: method, layers, limits, licence, citation, mistakes, accessibility; and the page 404."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from styrkegraf.atlas.frame import Frame
from styrkegraf.inline import source_hash
from styrkegraf.labels import Language
from styrkegraf.namespaces import BASE

__all__ = ["about_page", "missing_page", "under"]

_MISSING: Final = Path(__file__).parent / "static" / "missing.js"
_MISSING_STYLE: Final = Path(__file__).parent / "static" / "missing.css"


def about_page(frame: Frame, lang: Language) -> str:
    """Draw the page about the atlas, with the text of every rule."""
    uncertain = sorted(o.graph for o in frame.graph.origins.values() if o.certainty)
    return frame.page(
        "about.html.j2",
        "about.html",
        lang,
        rules=list(frame.rules.values()),
        uncertain=uncertain,
        shipped=frame.shipped,
        source=BASE if frame.draws_on_shipped else None,
        credit=frame.credit,
    )


def missing_page(frame: Frame) -> str:
    """The page that a web host shows for an address that is not there.

    It may be shown for any address, so that no relative link would do: it carries its style and script itself, and
    the script points the links to the top of the site.
    """
    script, style = (path.read_text(encoding="utf-8") for path in (_MISSING, _MISSING_STYLE))
    policy = {"script-src": [f"'{source_hash(script)}'"], "style-src": [f"'{source_hash(style)}'"]}
    return frame.page(
        "missing.html.j2", "404.html", "sv", location="404.html", policy=policy, script=script, style=style
    )


def under(top: str, missing: bytes) -> bytes:
    """The page 404 with links that lead to the top of the site, for those who know where it is.

    >>> under("/s3/", b'<a href="sv/index.html">')
    b'<a href="/s3/sv/index.html">'
    """
    return missing.replace(b'<a href="', b'<a href="' + top.encode())
