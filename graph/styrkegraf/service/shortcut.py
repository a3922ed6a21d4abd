"""The short cut: a request whose answer is at hand is answered where it comes in, without a task or messages of ASGI.

These carry bodies of any length at any pace, and clients that go away. An answer at hand needs none of it: a look-up
takes two thirds of the time. Whatever the short cut does not answer goes the whole way, which also says what is wrong
with it; what has been read already goes along.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import Final

from styrkegraf.service.answer import Serving, answer_at_hand
from styrkegraf.service.compress import coding_of
from styrkegraf.service.http import Request
from styrkegraf.service.incoming import read_head
from styrkegraf.service.log import log_request, query_digest
from styrkegraf.service.problems import Declined
from styrkegraf.service.settings import Settings

__all__ = ["READ", "ShortCut"]

READ: Final = "styrkegraf.request"
"""The extension of ASGI under which a request that has been read whole goes along with its messages."""

Headers = Iterable[tuple[bytes, bytes]]


class ShortCut:
    """Answers what is at hand."""

    def __init__(self, serving: Serving, settings: Settings) -> None:
        self.serving = serving
        self.settings = settings

    def read(self, method: str, target: bytes, headers: Headers, body: bytes) -> Request | None:
        """A whole GET or POST that asks for what may be at hand; None for others, and where anything is wrong."""
        path, _, query = target.partition(b"?")
        if not path.endswith(b"/sparql") or b"#" in query or len(body) > self.settings.body:
            return None
        try:
            return read_head(method, path, query, headers, self.settings, body)
        except Declined:
            return None

    def answer(self, request: Request) -> tuple[int, bytes, bytes] | None:
        """Status, header lines and body of the answer; None where the request must go the whole way."""
        start = time.perf_counter()
        query_digest.set("")
        with self.serving.current as service:
            response = answer_at_hand(request, service)
        if response is None or coding_of(response, request.header("accept-encoding")):
            return None
        assert isinstance(response.body, bytes)  # what comes in parts is not at hand
        lines = "".join([f"{name}: {value}\r\n" for name, value in response.headers])
        log_request(request.method, request.path, response.status, len(response.body), time.perf_counter() - start)
        return response.status, lines.encode("latin-1"), response.body
