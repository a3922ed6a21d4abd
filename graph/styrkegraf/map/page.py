"""The page that carries a map: one HTML file with everything in it, which opens from disk without a network.

Nothing that comes from the data is ever markup or code. The template escapes; the data stand as JSON in a block that
is not run; the script writes text nodes. On top of that the Content-Security-Policy lets run only the scripts whose
hashes it names, lets apply only the style sheets whose hashes it names (ours, and the seven that vis-network adds as
it starts, recorded in ``vendor.json``; it adds each one empty and fills it, hence the hash of the empty sheet), and
forbids every request.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from styrkegraf.map.model import CONFIDENCES, KINDS, LAYERS, Edge, Lang, MapData, Node, Source
from styrkegraf.map.network import full, overview
from styrkegraf.resources import folder

__all__ = ["draw", "inline_json"]

_PAGE: Final = Path(__file__).parent / "page"
_SCRIPTS: Final = ("start.js", "paint.js", "canvas.js", "panel.js", "legend.js", "search.js", "table.js", "main.js")
_UNSAFE: Final = str.maketrans({character: f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"})


def inline_json(value: object) -> str:
    r"""JSON that can stand in a script block: without ``<``, ``>``, ``&`` and the two line ends of JavaScript.

    >>> inline_json({"label": "</script>"})
    '{"label":"\\u003c/script\\u003e"}'
    """
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False).translate(_UNSAFE)


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")


def _text(name: str) -> str:
    return (_PAGE / name).read_text(encoding="utf-8")


def _library() -> tuple[str, list[str]]:
    """The vendored script without its pointer to a source map, and the hashes of the style sheets that it adds."""
    vendor = folder("vendor")
    about = json.loads((vendor / "vendor.json").read_text(encoding="utf-8"))
    script = (vendor / about["file"]).read_text(encoding="utf-8")
    return script.rpartition("//# sourceMappingURL=")[0] or script, about["styles"]


def _script() -> str:
    body = "\n".join(_text(name) for name in _SCRIPTS)
    return f'(function () {{\n"use strict";\n{body}}})();\n'


def _thing(node: Node) -> dict[str, Any]:
    facts = [{"term": dict(fact.term), "value": dict(fact.value), "name": fact.name} for fact in node.facts]
    return {"id": node.id, "kind": node.kind, "label": dict(node.label), "group": node.group, "facts": facts}


def _link(edge: Edge, sources: Sequence[int]) -> dict[str, Any]:
    return {
        "from": edge.source,
        "to": edge.target,
        "kind": edge.kind,
        "label": dict(edge.label),
        "inverse": dict(edge.inverse),
        "layer": edge.layer,
        "confidence": edge.confidence,
        "sources": sources,
    }


def _content(data: MapData, lang: Lang, words: dict[str, dict[str, str]]) -> dict[str, Any]:
    numbers: dict[Source, int] = {}
    links = [_link(edge, [numbers.setdefault(source, len(numbers)) for source in edge.sources]) for edge in data.edges]
    sources = [
        {"document": source.document, "heading": source.heading, "lines": source.lines, "href": source.href}
        for source in numbers
    ]
    return {
        "lang": lang,
        "title": dict(data.title),
        "words": words,
        "kinds": KINDS,
        "layers": LAYERS,
        "confidences": CONFIDENCES,
        "things": [_thing(node) for node in data.nodes],
        "links": links,
        "sources": sources,
        "views": {"overview": overview(data), "full": full(data)},
    }


def draw(data: MapData, lang: Lang = "sv") -> str:
    """The whole page as one string of HTML, in both languages, starting in the one given."""
    from jinja2 import Environment, FileSystemLoader
    from markupsafe import Markup

    words: dict[str, dict[str, str]] = json.loads(_text("words.json"))
    library, library_styles = _library()
    script, style = _script(), _text("map.css")
    template = Environment(loader=FileSystemLoader(_PAGE), autoescape=True, keep_trailing_newline=True)
    page: str = template.get_template("map.html.j2").render(
        lang=lang,
        title=data.title[lang],
        word=words[lang],
        script_hashes=[_hash(library), _hash(script)],
        style_hashes=[_hash(style), _hash(""), *library_styles],
        style=Markup(style),  # noqa: S704 - ours
        data=Markup(inline_json(_content(data, lang, words))),  # noqa: S704 - escaped above
        library=Markup(library),  # noqa: S704 - vendored, its checksum tested
        script=Markup(script),  # noqa: S704 - ours
    )
    return page
