"""The page that carries a map: one HTML file with everything in it, which opens from disk without a network.

Nothing that comes from the data is ever markup or code. The template escapes; the data stand as JSON in a block that
is not run; the script writes text nodes. On top of that the Content-Security-Policy lets run only the scripts whose
hashes it names, lets apply only the style sheets whose hashes it names (ours, and those that vis-network adds as it
starts), and forbids every request. A picture of the map is made from a ``data:`` address.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from styrkegraf.inline import in_script, source_hash
from styrkegraf.labels import Language
from styrkegraf.map.content import content, is_crowded
from styrkegraf.map.model import MapData
from styrkegraf.map.network import full, overview
from styrkegraf.map.scripts import PAGE, library, library_styles, program, text, webgl_library, words

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

__all__ = ["draw", "inline_json", "stage"]

_START: Final = 'styrkegrafDraw(JSON.parse(document.getElementById("content").textContent));\n'


def inline_json(value: object) -> str:
    r"""JSON that can stand in a script block: without ``<``, ``>``, ``&`` and the two line ends of JavaScript.

    >>> inline_json({"label": "</script>"})
    '{"label":"\\u003c/script\\u003e"}'
    """
    return in_script(json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False))


def _templates() -> Environment:
    from jinja2 import Environment, FileSystemLoader

    return Environment(loader=FileSystemLoader(PAGE), autoescape=True, keep_trailing_newline=True)


def stage(lang: Language, views: tuple[str, ...], *, surface: str = "network", backdrop: str = "") -> Markup:
    """The place of a map within a page: surface, search, panel, legend, tables. ``backdrop`` is markup of ours."""
    from markupsafe import Markup

    template = _templates().get_template("stage.html.j2")
    shown = template.render(word=words()[lang], views=views, surface=surface, backdrop=Markup(backdrop))  # noqa: S704
    return Markup(shown)  # noqa: S704 - just rendered, with escaping


def draw(data: MapData, lang: Language = "sv") -> str:
    """The whole page as one string of HTML, in both languages, starting in the one given."""
    from markupsafe import Markup

    script, style = program() + _START, text("page.css") + text("map.css")
    views = {"overview": overview(data), "full": full(data)}
    libraries = [library(), *([webgl_library()] if is_crowded(views) else [])]
    page: str = (
        _templates()
        .get_template("map.html.j2")
        .render(
            lang=lang,
            title=data.title[lang],
            word=words()[lang],
            script_hashes=[source_hash(one) for one in (*libraries, script)],
            style_hashes=[source_hash(style), *library_styles()],
            style=Markup(style),  # noqa: S704 - ours
            stage=stage(lang, ("overview", "full")),
            data=Markup(inline_json({"lang": lang, **content(data, views, words())})),  # noqa: S704 - escaped above
            libraries=[Markup(one) for one in libraries],  # noqa: S704 - vendored, their checksums tested
            script=Markup(script),  # noqa: S704 - ours
        )
    )
    return page
