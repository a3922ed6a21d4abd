"""The site: every page and file of the atlas, written to a folder."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from styrkegraf.atlas import analysis, ask, compare, maps, memberships, partnering, standing
from styrkegraf.atlas.about import about_page, missing_page
from styrkegraf.atlas.addresses import page_of
from styrkegraf.atlas.beside import Beside
from styrkegraf.atlas.credit import Credit
from styrkegraf.atlas.entity import Section, entity_page
from styrkegraf.atlas.frame import PAGE_KINDS, Frame
from styrkegraf.atlas.lists import list_page, register_page
from styrkegraf.atlas.search import search_script
from styrkegraf.atlas.sources import documents, source_page, sources_page
from styrkegraf.atlas.start import start_page
from styrkegraf.atlas.wording import LANGUAGES
from styrkegraf.graph import Graph
from styrkegraf.labels import Language

__all__ = ["MARK", "SECTIONS", "AtlasReport", "write"]

MARK: Final = "404.html"
"""The file by which a folder is known as an atlas, which may be replaced."""

_PARTS: Final = (analysis, ask, compare, maps)
"""The parts that bring their own pages and files: modules with ``pages(frame)`` and ``files(frame)``."""

_STATIC: Final = Path(__file__).parent / "static"
_CARRIED: Final = ("missing.css", "missing.js")
"""Static files that stand within a page."""


@dataclass(frozen=True, slots=True)
class AtlasReport:
    """What was written: the folder, how many pages and files, how many bytes, and how long it took."""

    folder: Path
    pages: int
    files: int
    size: int
    seconds: float


SECTIONS: Final[tuple[Section, ...]] = (memberships.section, partnering.section, standing.section)
"""What other parts say on the page of a thing."""


def write(
    graph: Graph,
    out: Path,
    sections: Sequence[Section] = SECTIONS,
    beside: Beside = "nothing",
    credit: Credit | None = None,
) -> AtlasReport:
    """Write the atlas of a graph into the folder ``out``, which is there and empty.

    ``sections`` are added to the page of every thing that they have something to say about. Every page leads on to what
    stands ``beside`` the atlas, and gives ``credit`` to the publisher of the graph where it is known.
    """
    start = time.perf_counter()
    frame = Frame(graph, beside, credit)
    pages = files = size = 0
    for path, text in (*_pages(frame, sections), *_files(frame)):
        data = text.encode("utf-8") if isinstance(text, str) else text
        target = out / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
        pages, files, size = pages + path.endswith(".html"), files + 1, size + len(data)
    return AtlasReport(out, pages, files, size, time.perf_counter() - start)


def _pages(frame: Frame, sections: Sequence[Section]) -> Iterator[tuple[str, str]]:
    yield "index.html", start_page(frame, "sv", "index.html")
    yield "404.html", missing_page(frame)
    for lang in LANGUAGES:
        for path, page in _in_language(frame, lang, sections):
            yield f"{lang}/{path}", page
    for part in _PARTS:
        yield from sorted(part.pages(frame).items())


def _in_language(frame: Frame, lang: Language, sections: Iterable[Section]) -> Iterator[tuple[str, str]]:
    yield "index.html", start_page(frame, lang)
    yield "about.html", about_page(frame, lang)
    yield "all.html", register_page(frame, lang)
    yield "sources.html", sources_page(frame, lang)
    for document, origins in documents(frame).items():
        yield page_of(document, {}) or "", source_page(frame, document, origins, lang)
    for kind in PAGE_KINDS:
        yield f"{kind}/index.html", list_page(frame, kind, lang)
    for iri in sorted(frame.pages - frame.wholes.keys()):
        yield page_of(iri, {}) or "", entity_page(frame, iri, lang, sections)


def _files(frame: Frame) -> Iterator[tuple[str, str | bytes]]:
    yield "data/search.js", search_script(frame)
    if frame.counties:
        yield "static/counties.svg", frame.draw("counties.svg.j2", size=frame.counties.size, shapes=_shapes(frame))
    for part in _PARTS:
        yield from sorted(part.files(frame).items())
    for path in sorted(_STATIC.iterdir()):
        if path.is_file() and path.name not in _CARRIED:
            yield f"static/{path.name}", path.read_bytes()


def _shapes(frame: Frame) -> list[object]:
    return [frame.counties.shapes[iri] for iri in sorted(frame.counties.shapes)]
