"""Real web servers over a published folder, on loopback, each set up as the guide for publishers says."""

from __future__ import annotations

import contextlib
import http.client
import os
import shutil
import subprocess
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from publish.guide import snippets
from stores.servers import free_port

PATH = "/usr/sbin:/usr/bin:/sbin:/bin:/usr/local/bin:/usr/local/sbin"
MODULES = ("authz_core", "rewrite", "headers", "setenvif", "mime", "dir", "unixd", "filter", "deflate")


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Host:
    """A running web server."""

    name: str
    port: int

    def get(self, path: str, method: str = "GET", **headers: str) -> Answer:
        """One request; underscores in names of headers stand for hyphens."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
            response = connection.getresponse()
            found: dict[str, str] = {}
            for name, value in response.getheaders():
                found[name.lower()] = f"{found[name.lower()]}, {value}" if name.lower() in found else value
            return Answer(response.status, found, response.read())
        finally:
            connection.close()


def program(name: str, package: str) -> str:
    found = shutil.which(name, path=PATH)
    if found is None:
        pytest.skip(f"{name} is not installed (Debian: apt-get install {package})")
    return found


@contextlib.contextmanager
def running(command: list[str], port: int, log: Path) -> Iterator[None]:
    """The server while it runs; waits until it answers."""
    with log.open("wb") as output:
        process = subprocess.Popen(command, stdout=output, stderr=output)
        try:
            deadline = time.monotonic() + 20
            while True:
                with contextlib.suppress(OSError, http.client.HTTPException):
                    Host("", port).get("/")
                    break
                if process.poll() is not None or time.monotonic() > deadline:
                    pytest.fail(f"{command[0]} does not start: {log.read_text(errors='replace')[-2000:]}")
            yield
        finally:
            process.terminate()
            process.wait(20)


def placed(snippet: str, root: Path, folder: Path) -> str:
    """A snippet of the guide for folders of ours in place of those that it names."""
    assert "/srv/www" in snippet
    return snippet.replace("/srv/www/s3", str(folder)).replace("/srv/www", str(root))


@contextlib.contextmanager
def nginx(root: Path, folder: Path, tmp: Path) -> Iterator[Host]:
    """nginx with ``root`` as its document root; ``folder`` is the published one, in it."""
    with nginx_with(placed(snippets("nginx")[0], root, folder), tmp) as running:
        yield running


@contextlib.contextmanager
def nginx_with(http: str, tmp: Path) -> Iterator[Host]:
    """nginx with an http block that listens at port 8080, for which it gets one of its own."""
    found, port = program("nginx", "nginx"), free_port()
    temporary = "".join(
        f"{kind}_temp_path {tmp}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    assert "listen 8080;" in http
    own = http.replace("listen 8080;", f"listen 127.0.0.1:{port};")
    (tmp / "nginx.conf").write_text(
        f"daemon off; master_process off; pid {tmp}/pid; error_log {tmp}/error.log;\nevents {{}}\n"
        + own.replace("http {", f"http {{\naccess_log off;\n{temporary}", 1),
        encoding="utf-8",
    )
    with running([found, "-p", str(tmp), "-c", str(tmp / "nginx.conf")], port, tmp / "log"):
        yield Host("nginx", port)


@contextlib.contextmanager
def apache(root: Path, folder: Path, tmp: Path) -> Iterator[Host]:
    """Apache with ``root`` as its document root; the folder's .htaccess is all that it gets."""
    found, port = program("apache2", "apache2"), free_port()
    modules = Path("/usr/lib/apache2/modules")
    there = [name for name in ("mpm_event", *MODULES) if (modules / f"mod_{name}.so").is_file()]
    loaded = "".join(f"LoadModule {name}_module {modules}/mod_{name}.so\n" for name in there)
    user = "User www-data\nGroup www-data\n" if os.geteuid() == 0 else ""  # it does not serve as root
    (tmp / "apache.conf").write_text(
        f"ServerRoot {tmp}\nServerName 127.0.0.1\nListen 127.0.0.1:{port}\n"
        f"PidFile {tmp}/pid\nErrorLog {tmp}/error.log\n"
        f"DefaultRuntimeDir {tmp}\nMutex posixsem\n{user}{loaded}TypesConfig /dev/null\n"
        f"DocumentRoot {root}\n{placed(snippets('apache')[0], root, folder)}",
        encoding="utf-8",
    )
    with running([found, "-f", str(tmp / "apache.conf"), "-D", "FOREGROUND"], port, tmp / "log"):
        yield Host("apache", port)


@contextlib.contextmanager
def caddy(root: Path, folder: Path, tmp: Path) -> Iterator[Host]:
    """Caddy with ``root`` as the root of its site."""
    found, port = program("caddy", "caddy"), free_port()
    site = placed(snippets("caddy")[0], root, folder)
    assert "\n:8080 {" in site
    own = site.replace(":8080 {", f"http://127.0.0.1:{port} {{\nbind 127.0.0.1")
    (tmp / "Caddyfile").write_text(f"{{\nadmin off\nauto_https off\n}}\n{own}", encoding="utf-8")
    command = ["env", f"HOME={tmp}", f"XDG_DATA_HOME={tmp}", f"XDG_CONFIG_HOME={tmp}", found, "run", "--config"]
    with running([*command, str(tmp / "Caddyfile"), "--adapter", "caddyfile"], port, tmp / "log"):
        yield Host("caddy", port)


HOSTS = {"nginx": nginx, "apache": apache, "caddy": caddy}
