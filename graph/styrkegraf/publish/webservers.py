"""Configurations of web servers for a published folder, and the file by which w3id.org sends on to it."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from styrkegraf.media import HTML
from styrkegraf.publish.apache import htaccess
from styrkegraf.publish.caddy import caddyfile
from styrkegraf.publish.edition import Edition
from styrkegraf.publish.formats import FORMATS
from styrkegraf.publish.nginx import nginx_maps, nginx_server

__all__ = ["configurations"]

_W3ID: Final = "https://w3id.org/"
_README: Final = """\
Styrkegraf, published as files. Base of all IRIs: {base}

Serve this folder at {host}
The page of a thing is <address>.sv.html or <address>.en.html, its data <address>.ttl and so on. Any host can serve
these files; the configurations below also choose by Accept and Accept-Language, send things on with 303, set types and
links, and pack what they send.

Apache   .htaccess in this folder is all it needs (modules rewrite, headers, setenvif, mime; AllowOverride All).
         Where it has the modules deflate and filter, it packs.
nginx    Include server/nginx-maps.conf in the http block and server/nginx-server.conf in the server block, whose root
         is the folder that this one lies in as {path} (or this folder itself, where the path is /).
Caddy    Import server/styrkegraf.caddy and write “import styrkegraf” in the site, whose root is as for nginx.
{w3id}"""


def configurations(edition: Edition, host: str, version: str | None = None) -> dict[str, str]:
    """The files by name.

    ``host`` is the address under which the folder is served, ``version`` that of the ontology, whose IRI leads to it.
    """
    path = urlsplit(host).path
    found = {
        ".htaccess": htaccess(edition, path, version),
        "server/nginx-maps.conf": nginx_maps(edition, path),
        "server/nginx-server.conf": nginx_server(edition, path, version),
        "server/styrkegraf.caddy": caddyfile(edition, path, version),
        "406.html": _not_acceptable(),
    }
    w3id = ""
    if edition.base.startswith(_W3ID) and host != edition.base:
        found["server/w3id.htaccess"] = _redirect(edition, host)
        w3id = "w3id     server/w3id.htaccess is what to propose for the folder of the base at w3id.org.\n"
    return {**found, "README.txt": _README.format(base=edition.base, host=host, path=path, w3id=w3id)}


def _redirect(edition: Edition, host: str) -> str:
    """Send everything below the base on to where it is served: the thing's own address answers 303 there."""
    return (
        f"# {edition.base} lives at {host}\n"
        "Options +FollowSymLinks\n"
        "RewriteEngine on\n"
        f"RewriteRule ^(.*)$ {host}$1 [R=302,L,QSA]\n"
    )


def _not_acceptable() -> str:
    rows = "".join(f"<li>{one.name} ({one.media_type}): <code>.{one.extension}</code>\n" for one in (HTML, *FORMATS))
    return (
        '<!doctype html>\n<html lang="sv">\n<meta charset="utf-8">\n<title>406 · Styrkegraf</title>\n'
        "<h1>406</h1>\n<p>Inget format som efterfrågades finns här. Formaten är dessa, men alla finns inte överallt:\n"
        '<p lang="en">No format that was asked for is here. The formats are these, though not all are everywhere:\n'
        f"<ul>\n{rows}</ul>\n</html>\n"
    )
