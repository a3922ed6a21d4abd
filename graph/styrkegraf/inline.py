"""What stands within a page: data in its scripts, the hashes by which its policy knows these, and links to the web."""

from __future__ import annotations

import base64
import hashlib
import re
from typing import Final

__all__ = ["in_script", "is_web", "source_hash"]

_UNSAFE: Final = str.maketrans({sign: f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"})
_WEB: Final = re.compile(r"https?://[^\s/]")


def in_script(json: str) -> str:
    r"""JSON as it can stand in a script: without ``<``, ``>``, ``&`` and the two line ends of JavaScript.

    >>> in_script('{"label": "</script>"}')
    '{"label": "\\u003c/script\\u003e"}'
    """
    return json.translate(_UNSAFE)


def source_hash(text: str) -> str:
    """The hash of a script or style, by which a Content-Security-Policy allows it; there it stands in quotes."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")


def is_web(address: str) -> bool:
    """Whether a text is an address of the web, which a page may link to."""
    return _WEB.match(address) is not None
