"""The pages and files of the atlas, from its folder, and the styles and scripts that ship with the package."""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from styrkegraf.atlas.about import under
from styrkegraf.labels import LANGUAGES
from styrkegraf.media import FILES, HTML, PROBLEM
from styrkegraf.service.http import Request, Response
from styrkegraf.service.moved import sent_on
from styrkegraf.service.negotiate import choose, language
from styrkegraf.service.problems import Declined, page, problem, top_of

if TYPE_CHECKING:
    from styrkegraf.publish.edition import Edition
    from styrkegraf.service.answer import Service

__all__ = ["MISSING", "TOP", "UNWRITTEN", "files"]

_TYPES: Final = {f".{medium.extension}": medium.content_type for medium in FILES}
MISSING: Final = "404.html"
"""The page of the atlas for addresses that lead nowhere, by which a folder is known as an atlas."""

TOP: Final = frozenset({"", "index.html", MISSING, "data", "en", "static", "sv"})
"""What an atlas has at its top, with the empty name of its start: nothing else will be there when it is written."""

_SHIPPED: Final = tuple(Path(__file__).parent.parent / part for part in ("atlas", "service"))
"""Parts of the package with a folder ``static``, for pages that are there before the atlas is, or without one."""

UNWRITTEN: Final = ".failed"
"""What is added to the name of the folder to mark that its atlas could not be written."""

_WAIT: Final = {
    "sv": ("Ett ögonblick", "Atlasen håller på att skrivas; sidan kommer tillbaka av sig själv. Under tiden:"),
    "en": ("One moment", "The atlas is being written; this page comes back by itself. Meanwhile:"),
}
"""Title and words of the page that is there until the atlas is."""


async def files(request: Request, service: Service) -> Response:
    """The file of the atlas at this address; where the atlas is still being written, a page that says so."""
    root = service.atlas
    written = root is not None and (root / MISSING).is_file()
    found = _find(root, request.path) if root is not None and written else None
    if found is None and request.path.startswith("/static/"):
        found = next(filter(None, (_find(shipped, request.path) for shipped in _SHIPPED)), None)
    if found is None:
        return _nothing(request, service, written)
    if found.is_dir():
        return sent_on(request, quote(f"{request.path.rpartition('/')[2]}/"))
    stat = found.stat()
    data, current = _read(found, stat.st_mtime_ns, stat.st_ino, service.edition)
    headers = (
        ("Content-Type", _TYPES.get(found.suffix, "application/octet-stream")),
        ("ETag", current),
        ("Cache-Control", "no-cache"),
        ("Vary", "Accept-Encoding"),
    )
    return Response(200, headers, data)


def _find(root: Path, path: str) -> Path | None:
    """The file that a path names within the folder, or a folder named without its last slash; None for all else.

    Every segment must be a plain name, so that no path leads out of the folder; a link that does is not followed.
    """
    *folders, name = path.removeprefix("/").split("/")
    segments = [*folders, name or "index.html"]
    if any(not part or part[0] == "." or not part.isprintable() or set(part) & set('\\:*?"<>|') for part in segments):
        return None
    try:
        found = root.joinpath(*segments).resolve()
        inside = found.is_relative_to(root.resolve())
        return found if inside and (found.is_file() or (found / "index.html").is_file()) else None
    except (OSError, ValueError):  # a name longer than the system takes
        return None


@lru_cache(maxsize=128)
def _read(path: Path, changed: int, inode: int, edition: Edition) -> tuple[bytes, str]:
    """The content of a file, as the edition writes it, and its entity tag; kept while the file is the same."""
    data = edition.written(path.read_bytes())
    return data, f'"{sha256(data).hexdigest()[:32]}"'


def _nothing(request: Request, service: Service, written: bool) -> Response:
    """What to say where no file is: the page is not there, not there yet, or never will be."""
    root = service.atlas
    if root is None:
        return _without_atlas(request, service)
    if not written and request.path.split("/")[1] in TOP:
        return _being_written(request, root)
    return _missing(request, root if written else None)


def _missing(request: Request, root: Path | None) -> Response:
    types = (PROBLEM.media_type, HTML.media_type)
    if root is None or choose(request.header("accept"), types) != HTML.media_type:
        raise Declined("not-found", "There is no such page or file.")
    headers = (("Content-Type", HTML.content_type), ("Cache-Control", "no-store"), ("Vary", "Accept"))
    return Response(404, headers, under(top_of(request), (root / MISSING).read_bytes()))


def _without_atlas(request: Request, service: Service) -> Response:
    if request.path != "/":
        raise Declined("not-found", "There is no such page, and this service has no atlas.")
    ontology = ("ontology",) if service.has_ontology else ()
    addresses = ("sparql", "questions", *ontology, "datasets/dcat")
    links = "".join(f'<li><a href="{link}">{link}</a>\n' for link in addresses)
    headers = (("Cache-Control", "no-cache"),)
    return page(language(request), "Styrkegraf", f"<ul>\n{links}</ul>\n", headers=headers)


def _being_written(request: Request, root: Path) -> Response:
    if root.with_name(root.name + UNWRITTEN).exists():
        detail = "The atlas could not be written; the log of the service says why. Everything else answers."
        return problem(request, "failed", detail)
    seconds = "3"
    wait = ("Retry-After", seconds)
    if choose(request.header("accept"), (PROBLEM.media_type, HTML.media_type)) != HTML.media_type:
        raise Declined("starting", "The atlas is being written.", (wait,))
    folder = request.path.split("/")[1]
    lang = next((lang for lang in LANGUAGES if lang == folder), language(request))
    title, told = _WAIT[lang]
    body = f'<p>{told} <a href="{top_of(request)}sparql">SPARQL</a>.</p>\n'
    again = f'<meta http-equiv="refresh" content="{seconds}">\n'
    return page(lang, title, body, head=again, status=503, headers=(("Cache-Control", "no-store"), wait))
