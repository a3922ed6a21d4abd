"""Servers that misbehave on purpose, and one that passes everything on and keeps count."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx

__all__ = ["Behaviour", "Traffic", "answering", "cutting", "dripping", "passing_on", "silent", "speaking"]

Behaviour = Callable[[socket.socket], None]
"""What a server does with a connection once it has read the request."""


def answering(status: int, media_type: str = "", body: bytes = b"", **headers: str) -> Behaviour:
    """A whole answer; ``retry_after`` stands for the header Retry-After, and so on."""
    lines = [f"HTTP/1.1 {status} Said", f"Content-Length: {len(body)}", "Connection: close"]
    lines += [f"Content-Type: {media_type}"] if media_type else []
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return lambda connection: connection.sendall("\r\n".join([*lines, "", ""]).encode() + body)


def cutting(media_type: str, body: bytes) -> Behaviour:
    """An answer that promises more than comes."""
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {media_type}\r\nContent-Length: {len(body) + 500}\r\n\r\n"
    return lambda connection: connection.sendall(head.encode() + body)


def silent(connection: socket.socket) -> None:
    """Say nothing until the client goes away."""
    connection.settimeout(20)
    connection.recv(1)


def dripping(connection: socket.socket) -> None:
    """An answer that comes byte by byte and never ends."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/sparql-results+json\r\n\r\n")
    pause = threading.Event()
    for _ in range(2000):
        connection.sendall(b" ")
        pause.wait(0.01)


@contextmanager
def speaking(*behaviours: Behaviour) -> Iterator[tuple[str, list[bytes]]]:
    """A server whose first connection meets the first behaviour, and so on; the last one stays. Keeps the requests."""
    requests: list[bytes] = []

    def serve() -> None:
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            with connection:
                requests.append(_request(connection))
                try:
                    behaviours[min(len(requests), len(behaviours)) - 1](connection)
                except OSError:
                    continue  # the client has gone

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/sparql", requests
        listening.shutdown(socket.SHUT_RDWR)


def _request(connection: socket.socket) -> bytes:
    """A whole request: its head, and as much body as that says."""
    read = b""
    while b"\r\n\r\n" not in read and (part := connection.recv(65536)):
        read += part
    head, _, body = read.partition(b"\r\n\r\n")
    lengths = [line.partition(b":")[2] for line in head.lower().splitlines() if line.startswith(b"content-length:")]
    while len(body) < int(lengths[0] if lengths else 0) and (part := connection.recv(65536)):
        body += part
    return head + b"\r\n\r\n" + body


@dataclass
class Traffic:
    """What went through: the size of each answer, in order, and how many requests may still pass (None: all)."""

    answers: list[int] = field(default_factory=list)
    left: int | None = None
    spent: threading.Event = field(default_factory=threading.Event)

    def passes(self) -> bool:
        """Whether one more request may pass."""
        if self.left is None:
            return True
        self.left -= 1
        if self.left < 0:
            self.spent.set()
        return self.left >= 0


@contextmanager
def passing_on(url: str) -> Iterator[tuple[str, Traffic]]:
    """A server that passes every request on to another one and keeps count; what may not pass is held for ever."""
    traffic = Traffic()
    inner = httpx.Client(timeout=60)
    ended = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            if not traffic.passes():
                ended.wait(60)
                return
            kept = {name: value for name, value in self.headers.items() if name.lower() in {"accept", "content-type"}}
            answer = inner.post(url + self.path, content=body, headers=kept)
            traffic.answers.append(len(answer.content))
            self.send_response(answer.status_code)
            for name in ("content-type", "server"):
                if name in answer.headers:
                    self.send_header(name, answer.headers[name])
            self.send_header("content-length", str(len(answer.content)))
            self.end_headers()
            self.wfile.write(answer.content)

        def version_string(self) -> str:
            return ""

        def log_message(self, *_: object) -> None:
            """Nothing: the tests look at ``traffic``."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", traffic
    finally:
        ended.set()
        server.shutdown()
        server.server_close()
        inner.close()
