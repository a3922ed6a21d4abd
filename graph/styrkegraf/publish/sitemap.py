"""The site map and the rules for robots: which addresses there are, for search engines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Final
from urllib.parse import quote, urlsplit
from xml.sax.saxutils import escape

__all__ = ["ROBOTS", "SITEMAP", "robots", "sitemaps"]

SITEMAP: Final = "sitemap.xml"
ROBOTS: Final = "robots.txt"
_MOST: Final = 50_000
"""How many addresses a site map may hold, after sitemaps.org; larger ones are split under an index."""
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SPACE: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"


def sitemaps(
    host: str, paths: Iterable[str], modified: str | None, most: int = _MOST
) -> dict[str, Callable[[], bytes]]:
    """The site map by file name: ``sitemap.xml``, and what it is an index of where there are many addresses.

    ``paths`` are below ``host``, the address of the site itself, since a site map may list nothing elsewhere. Each is
    listed once, in order; what is percent-encoded stays so. A file is written when it is called for.
    """
    listed = sorted(dict.fromkeys(paths))  # which leaves what is in order so
    parts = [listed[start : start + most] for start in range(0, len(listed), most)] or [[]]
    if len(parts) == 1:
        return {SITEMAP: lambda: _file("urlset", "url", host, parts[0], modified)}
    files = {f"sitemap-{number}.xml": part for number, part in enumerate(parts, start=1)}
    written = {name: partial(_file, "urlset", "url", host, part, modified) for name, part in files.items()}
    return {SITEMAP: lambda: _file("sitemapindex", "sitemap", host, list(files), modified), **written}


def _file(root: str, item: str, host: str, paths: Sequence[str], modified: str | None) -> bytes:
    dated = f"<lastmod>{escape(modified)}</lastmod>" if modified else ""
    places = escape(quote("\n".join(paths), safe="\n/%~:@!$&'()*+,;="))  # as one text: one by one takes tenfold
    before, after = f"<{item}><loc>{escape(host)}", f"</loc>{dated}</{item}>"
    lines = [f"{before}{place}{after}" for place in places.split("\n")] if paths else []
    return f'{_HEAD}<{root} xmlns="{_SPACE}">\n{chr(10).join(lines)}\n</{root}>\n'.encode()


def robots(host: str) -> bytes:
    """Everybody may read everything at ``host`` but the endpoint, whose answers are without number."""
    lines = ["User-agent: *", f"Disallow: {urlsplit(host).path}sparql", f"Sitemap: {host}{SITEMAP}"]
    return ("\n".join(lines) + "\n").encode()
