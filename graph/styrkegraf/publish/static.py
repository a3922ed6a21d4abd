"""Static publishing: everything that the service answers, but for queries, as files that any web host can serve.

The data pages of a thing stand beside each other: ``id/county/vastmanland.sv.html``, ``.en.html``, ``.ttl`` and so on.
What a web server must do besides, choose between them, is in the configurations of `styrkegraf.publish.webservers`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from styrkegraf import atlas
from styrkegraf.atlas.about import under
from styrkegraf.atlas.addresses import page_of
from styrkegraf.errors import StyrkegrafError
from styrkegraf.graph import Graph
from styrkegraf.labels import LANGUAGES, Language
from styrkegraf.media import HTML
from styrkegraf.namespaces import BASE, ID
from styrkegraf.publish.catalogue import about
from styrkegraf.publish.citation import CITATION
from styrkegraf.publish.context import context
from styrkegraf.publish.credit import credit
from styrkegraf.publish.downloads import DOWNLOADS, data_block, downloads_page
from styrkegraf.publish.dumps import Written, write_dumps
from styrkegraf.publish.edition import Edition
from styrkegraf.publish.formats import FORMATS, render
from styrkegraf.publish.metadata import DOCUMENTS, Metadata
from styrkegraf.publish.pages import data_page
from styrkegraf.publish.publisher import Publisher
from styrkegraf.publish.sitemap import ROBOTS, robots, sitemaps
from styrkegraf.publish.things import Things
from styrkegraf.publish.webservers import configurations

__all__ = ["MARK", "Tally", "UnfitPath", "publish"]

MARK: Final = "datasets/dcat.rdf"
"""The file by which a folder is known as a published edition, which may be replaced."""
_MISREAD: Final = re.compile(rf"/\.|\.(?:{'|'.join([*LANGUAGES, *(form.extension for form in (HTML, *FORMATS))])})$")
"""What a web server takes for something else than a thing: a hidden file, or a document about another thing."""
_THING: Final = ID.removeprefix(BASE)
"""How the path of a thing begins; sources, named graphs and the ontology have others."""
_LONGEST: Final = 240
"""How long the name of a file may be, in bytes, before most systems refuse it."""


class UnfitPath(StyrkegrafError):
    """Two resources would be the same file, or the name of one cannot be that of a file."""


@dataclass(frozen=True, slots=True)
class Tally:
    """What was written: how many things, which a build counts alike, files and bytes."""

    things: int
    files: int
    size: int


def publish(
    graph: Graph,
    edition: Edition,
    folder: Path,
    *,
    publisher: Publisher | None = None,
    endpoint: str | None = None,
    host: str | None = None,
    notify: Callable[[str], None] = lambda stage: None,
) -> Tally:
    """Write an edition of the graph into a folder that is there and empty.

    ``endpoint`` is the address of a SPARQL service for the same edition, where there is one. ``host`` is the address
    under which the folder will be served, where it is not the base itself. ``notify`` is told each stage. Raises
    `UnfitPath` where the paths of the graph cannot be files.
    """
    edition = replace(edition, licence=about(graph.store, publisher).licence)
    host = host or edition.base
    things = Things(graph, edition, live=False)
    paths = things.paths()
    _check(paths)
    notify("atlas")
    atlas.write(graph, folder, beside="files", credit=credit(graph.store, publisher))
    _under_base(edition, folder)
    missing = folder / atlas.MARK
    missing.write_bytes(under(urlsplit(host).path, missing.read_bytes()))
    pages = sorted(page.relative_to(folder).as_posix() for page in folder.rglob("*.html"))
    for number, path in enumerate(paths):
        if number % 50 == 0:
            notify(f"data pages {number}/{len(paths)}")
        _write_thing(things, path, folder)
    notify("dumps")
    (folder / "downloads").mkdir()
    written = write_dumps(graph, edition, folder / "downloads")
    described = Metadata(graph, edition, publisher, endpoint, [one.dump for one in written])
    notify("metadata")
    for name, content in _metadata(described, written, host, [*paths, *pages]):
        _write(folder / name, content)
    _describe_start(folder, described, written)
    release = described.ontology.version if described.ontology else None
    for name, text in configurations(edition, host, release).items():
        _write(folder / name, text.encode())
    files = [file for file in folder.rglob("*") if file.is_file()]
    counted = sum(path.startswith(_THING) for path in paths)
    return Tally(counted, len(files), sum(file.stat().st_size for file in files))


def _under_base(edition: Edition, folder: Path) -> None:
    """Let the atlas, which is written with canonical IRIs, show and ask those of the edition."""
    for file in (file for file in folder.rglob("*") if file.is_file()):
        canonical = file.read_bytes()
        written = edition.written(canonical)
        if written != canonical:
            file.write_bytes(written)


def _check(paths: list[str]) -> None:
    """Make sure that every document has a file and an address of its own, on systems that know no case too."""
    seen: dict[str, str] = {}
    for path in paths:
        if _MISREAD.search(unquote(path)):
            raise UnfitPath(f"The address {path} looks like that of a hidden file or of a format; rename the thing.")
        for suffix in _suffixes():
            name = f"{unquote(path)}.{suffix}"
            if any(len(part.encode()) > _LONGEST for part in name.split("/")):
                raise UnfitPath(f"The address {path[:80]}… is too long to be a file; give the thing a shorter name.")
            other = seen.setdefault(name.casefold(), path)
            if other != path or not name.isprintable() or "\\" in name:
                raise UnfitPath(f"The documents of {path} cannot be files beside those of {other}; rename one of them.")


def _suffixes() -> tuple[str, ...]:
    return (*(f"{lang}.{HTML.extension}" for lang in LANGUAGES), *(form.extension for form in FORMATS))


def _write_thing(things: Things, path: str, folder: Path) -> None:
    description = things.describe(path)
    if description is None:
        return
    stem = unquote(path)
    for lang in LANGUAGES:
        page = data_page(description, things, lang, _in_atlas(folder, lang, description.iri))
        _write(folder / f"{stem}.{lang}.{HTML.extension}", page.encode("utf-8", "replace"))
    for form in FORMATS:
        _write(folder / f"{stem}.{form.extension}", render(description, form.extension, things.graph, things.edition))


def _in_atlas(folder: Path, lang: Language, iri: str) -> str | None:
    page = page_of(iri, {})
    return page if page and (folder / lang / page).is_file() else None


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def _metadata(
    described: Metadata, written: list[Written], host: str, addresses: list[str]
) -> Iterator[tuple[str, bytes]]:
    for document, forms in DOCUMENTS.items():
        for form in forms:
            yield f"{document}.{form.extension}", described.document(document, form.form, written)
    for lang in LANGUAGES:
        yield f"{DOWNLOADS}.{lang}.{HTML.extension}", downloads_page(described, written, lang).encode()
    listed = [page for page in addresses if page != atlas.MARK] + ["downloads/", *DOCUMENTS]
    for name, part in sitemaps(host, listed, described.about.modified).items():
        yield name, part()
    yield ROBOTS, robots(host)
    yield CITATION, described.citation()
    yield "context.jsonld", (json.dumps(context(described.edition), ensure_ascii=False, indent=1) + "\n").encode()


def _describe_start(folder: Path, described: Metadata, written: list[Written]) -> None:
    """Tell search engines for data, on the first pages, that this is a dataset."""
    for name, lang in (("index.html", "sv"), ("sv/index.html", "sv"), ("en/index.html", "en")):
        file = folder / name
        dataset = data_block(described.dataset([one.dump for one in written], "en" if lang == "en" else "sv"))
        block = f'<script type="application/ld+json">{dataset}</script>\n</head>'
        file.write_text(file.read_text(encoding="utf-8").replace("</head>", block, 1), encoding="utf-8", newline="\n")
