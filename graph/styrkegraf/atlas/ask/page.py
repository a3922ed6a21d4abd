"""The page Ask in both languages."""

from __future__ import annotations

import json
from typing import Final

from styrkegraf.atlas.ask.questions import by_subject
from styrkegraf.atlas.frame import Frame
from styrkegraf.atlas.wording import LANGUAGES, words
from styrkegraf.labels import Language
from styrkegraf.questions import library

__all__ = ["pages"]

_PATH: Final = "ask.html"
_POLICY: Final = {"script-src": ["'wasm-unsafe-eval'"], "worker-src": ["blob:"]}
"""WebAssembly may be compiled, and a worker made of our own text; on this page only."""

_SAMPLE: Final = """\
SELECT ?region ?theme WHERE {
  ?region a sg:County ; sg:hasArea ?area .
  ?area sg:hasTheme ?theme .
}
ORDER BY ?region ?theme
LIMIT 50"""


def pages(frame: Frame) -> dict[str, str]:
    """The page in each language, by its path from the top of the site."""
    return {f"{lang}/{_PATH}": _page(frame, lang) for lang in LANGUAGES}


def _page(frame: Frame, lang: Language) -> str:
    texts = {key: text for key, text in words(lang).items() if key.startswith("ask-")}
    return frame.page(
        "ask.html.j2",
        _PATH,
        lang,
        policy=_POLICY,
        subjects=by_subject(lang),
        count=len(library()),
        sample=_SAMPLE,
        texts=json.dumps(texts, ensure_ascii=False, sort_keys=True),
    )
