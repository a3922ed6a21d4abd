"""The files of a page with a map: its scripts, its styles, its words, and the library that draws."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from styrkegraf.resources import folder
from styrkegraf.text import unbroken

__all__ = ["PAGE", "SURFACES", "library", "library_styles", "program", "text", "webgl_library", "words"]

PAGE: Final = Path(__file__).parent / "page"
"""Where templates, styles, scripts and words lie."""

_BEFORE: Final = ("start", "sift", "paint", "tips")
_AFTER: Final = ("legend", "choices", "panel", "search", "table", "export", "address", "main")

SURFACES: Final = {
    "network": ("spread", "network", "travel", "canvas", "webgl", "sigma", "drawing"),
    "pair": ("surface", "pair"),
    "county": ("surface", "county"),
    "matrix": ("surface", "matrix"),
}
"""What a map can be drawn on, and the scripts that do it."""


def text(name: str) -> str:
    """A file of the page."""
    return (PAGE / name).read_text(encoding="utf-8")


def words() -> dict[str, dict[str, str]]:
    """The words of the interface by language; no line ends between a number and what it counts."""
    found: dict[str, dict[str, str]] = json.loads(text("words.json"))
    return {lang: {key: unbroken(said) for key, said in told.items()} for lang, told in found.items()}


def library() -> str:
    """The vendored vis-network, without its pointer to a source map."""
    script = (folder("vendor") / str(_vendored()["file"])).read_text(encoding="utf-8")
    return script.rpartition("//# sourceMappingURL=")[0] or script


def webgl_library() -> str:
    """The vendored sigma.js, for a map with a crowd of nodes."""
    return (folder("vendor") / str(_vendored()["sigma"]["file"])).read_text(encoding="utf-8")


def library_styles() -> list[str]:
    """Hashes, as a Content-Security-Policy takes them, of the style sheets that vis-network adds as it starts.

    It adds each one empty and fills it, hence the hash of the empty sheet, which comes first.
    """
    styles: list[str] = _vendored()["styles"]
    return ["sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", *styles]


def _vendored() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder("vendor") / "vendor.json").read_text(encoding="utf-8"))
    return found


def program(surface: str = "network") -> str:
    """The program of a page as one script: it defines ``styrkegrafDraw``, which draws a content."""
    parts = (*_BEFORE, *SURFACES[surface], *_AFTER)
    body = "\n".join(text(f"{part}.js") for part in parts)
    return f'function styrkegrafDraw(content) {{\n"use strict";\n{body}}}\n'
