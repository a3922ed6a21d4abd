"""Fetch the vendored browser libraries again: ``python tools/refresh_vendor.py [NAME=VERSION ...]`` (needs npm).

Writes vis-network (the minified script as it comes, with its licence files) and Oxigraph (compiled to WebAssembly, made
into one plain script by esbuild) to ``graph/styrkegraf/vendor/``, and their versions and checksums to ``vendor.json``.
Versions that are not given are those in ``vendor.json``, and nothing should change. The package of Oxigraph brings no
licence file; ``oxigraph.MIT.txt`` is the one of its repository, and stays as it is.
"""

from __future__ import annotations

import ast
import base64
import hashlib
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

__all__ = ["install", "main", "oxigraph", "style_hashes", "vis_network"]

VENDOR = Path(__file__).parents[1] / "graph" / "styrkegraf" / "vendor"
SCRIPT = "standalone/umd/vis-network.min.js"
LICENCES = ("LICENSE-MIT", "LICENSE-APACHE-2.0")
_INJECTED = re.compile(r"""[;}]\w+\(("(?:\.vis|div\.vis)[^"]*"|'(?:\.vis|div\.vis)[^']*')\)""")
_ENTRY = """\
import { initSync, Store } from "oxigraph/web.js";
import wasm from "oxigraph/web_bg.wasm";
initSync({ module: wasm });
export { Store };
"""
_OPTIONS = (
    "--bundle",
    "--minify",
    "--format=iife",
    "--global-name=oxigraph",
    "--loader:.wasm=binary",
    "--charset=utf8",
)


def style_hashes(script: str) -> list[str]:
    """CSP hashes of the style sheets that the library adds to the page as it starts, in its own order."""
    sheets = [str(ast.literal_eval(literal)) for literal in _INJECTED.findall(script)]
    return ["sha256-" + base64.b64encode(hashlib.sha256(css.encode()).digest()).decode() for css in sheets]


def install(folder: Path, *packages: str) -> Path:
    """Install packages with npm below a folder, running no script of theirs; return the folder that holds them."""
    (folder / "package.json").write_text("{}", encoding="utf-8")
    command = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--ignore-scripts", *packages]
    subprocess.run(command, cwd=folder, check=True)  # noqa: S603
    return folder / "node_modules"


def vis_network(version: str, modules: Path) -> dict[str, object]:
    """Replace the files of vis-network; return its record."""
    package = modules / "vis-network"
    script = (package / SCRIPT).read_bytes()
    (VENDOR / Path(SCRIPT).name).write_bytes(script)
    for licence in LICENCES:
        (VENDOR / f"vis-network.{licence}").write_bytes((package / licence).read_bytes())
    return {
        "name": "vis-network",
        "version": version,
        "licence": _licence(package),
        "npm": f"vis-network@{version}",
        "path": SCRIPT,
        "file": Path(SCRIPT).name,
        "sha256": hashlib.sha256(script).hexdigest(),
        "styles": style_hashes(script.decode("utf-8")),
    }


def oxigraph(version: str, bundler: str, modules: Path) -> dict[str, object]:
    """Bundle Oxigraph into one script that starts by itself and holds its WebAssembly; return its record."""
    entry, out = modules.parent / "entry.js", VENDOR / "oxigraph.min.js"
    entry.write_text(_ENTRY, encoding="utf-8")
    licence = _licence(modules / "oxigraph")
    banner = f"--banner:js=/*! Oxigraph {version}, {licence}, https://github.com/oxigraph/oxigraph */"
    program = modules / "esbuild" / "bin" / "esbuild"
    command = [str(program), entry.name, *_OPTIONS, banner, "--log-level=error", f"--outfile={out}"]
    subprocess.run(command, cwd=modules.parent, check=True)  # noqa: S603
    return {
        "version": version,
        "licence": licence,
        "npm": f"oxigraph@{version}",
        "bundler": f"esbuild@{bundler}",
        "file": out.name,
        "sha256": hashlib.sha256(out.read_bytes()).hexdigest(),
    }


def _licence(package: Path) -> str:
    return str(json.loads((package / "package.json").read_text("utf-8"))["license"]).strip("()")


def _versions(recorded: Mapping[str, str], wanted: list[str]) -> dict[str, str]:
    given = dict(text.partition("=")[::2] for text in wanted)
    if not all(given.values()) or given.keys() - recorded.keys():
        sys.exit(f"Give NAME=VERSION, where NAME is one of {', '.join(recorded)}.")
    return {**recorded, **given}


def main() -> None:
    """Replace the vendored files by those of the versions asked for."""
    record = VENDOR / "vendor.json"
    about = json.loads(record.read_text("utf-8"))
    recorded = {
        "vis-network": about["version"],
        "oxigraph": about["oxigraph"]["version"],
        "esbuild": about["oxigraph"]["bundler"].partition("@")[2],
    }
    version = _versions(recorded, sys.argv[1:])
    with tempfile.TemporaryDirectory() as folder:
        modules = install(Path(folder), *(f"{name}@{number}" for name, number in version.items()))
        about = vis_network(version["vis-network"], modules)
        about["oxigraph"] = oxigraph(version["oxigraph"], version["esbuild"], modules)
    record.write_text(json.dumps(about, indent=2) + "\n", encoding="utf-8", newline="\n")
    for name, number in version.items():
        print(f"{name} {number}")


if __name__ == "__main__":
    main()
