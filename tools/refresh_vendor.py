"""Fetch the vendored browser libraries again: ``python tools/refresh_vendor.py [NAME=VERSION ...]`` (needs npm).

Writes vis-network (the minified script as it comes, with its licence files), Oxigraph (compiled to WebAssembly, made
into one plain script by esbuild) and sigma.js (with graphology, whose graphs it draws, made into one plain script) to
``graph/styrkegraf/vendor/``, and their versions and checksums to ``vendor.json``. Yasgui (the SPARQL editor, as it
comes) goes to ``graph/styrkegraf/service/static/yasgui/``, from where the service serves it.
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

__all__ = ["install", "main", "oxigraph", "sigma", "style_hashes", "vis_network", "yasgui"]

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
_SIGMA_ENTRY = """\
export { default as Graph } from "graphology";
export { default as Sigma } from "sigma";
export { NodeProgram } from "sigma/rendering";
export { floatColor } from "sigma/utils";
"""
_SIGMA_OPTIONS = ("--bundle", "--minify", "--format=iife", "--global-name=sigma", "--charset=utf8")
_SIGMA_PARTS = ("sigma", "graphology", "graphology-utils", "events")
"""The packages in the bundle of sigma.js, all of them under the MIT licence."""

YASGUI = VENDOR.parent / "service" / "static" / "yasgui"
_YASGUI_FILES = ("yasgui.min.js", "yasgui.min.css")
_YASGUI_COPYRIGHT = """\
The MIT License (MIT). Copyright (c) 2018 Ruben Taelman; Triply; Zazuko GmbH.
https://github.com/rdfjs/Yasgui - the terms are those of the MIT License, as under the parts below.
The script holds the following parts, each under its own licence."""
_YASGUI_PARTS = (
    "@fortawesome/free-solid-svg-icons", "@tarekraafat/autocomplete.js", "autosuggest-highlight", "base64-js", "buffer",
    "codemirror", "column-resizer", "datatables.net", "decode-uri-component", "dompurify", "events", "filter-obj",
    "ieee754", "jquery", "jsuri", "lodash-es", "n3", "papaparse", "query-string", "sortablejs", "split-on-first",
    "store", "strict-uri-encode",
)  # fmt: skip
"""The packages in the script of Yasgui, by its source map, that bring a licence."""


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


def sigma(version: str, graphology: str, bundler: str, modules: Path) -> dict[str, object]:
    """Bundle sigma.js with graphology into one script, and their licences into one file; return the record."""
    entry, out = modules.parent / "sigma.js", VENDOR / "sigma.min.js"
    entry.write_text(_SIGMA_ENTRY, encoding="utf-8")
    banner = f"--banner:js=/*! sigma.js {version} and graphology {graphology}, MIT, https://www.sigmajs.org */"
    program = modules / "esbuild" / "bin" / "esbuild"
    command = [str(program), entry.name, *_SIGMA_OPTIONS, banner, "--log-level=error", f"--outfile={out}"]
    subprocess.run(command, cwd=modules.parent, check=True)  # noqa: S603
    texts = [next(iter(sorted((modules / part).glob("LICENSE*")))).read_text("utf-8") for part in _SIGMA_PARTS]
    licences = [f"{part}\n\n{text.strip()}\n" for part, text in zip(_SIGMA_PARTS, texts, strict=True)]
    (VENDOR / "sigma.MIT.txt").write_text("\n\n".join(licences), encoding="utf-8", newline="\n")
    return {
        "version": version,
        "licence": _licence(modules / "sigma"),
        "npm": f"sigma@{version}",
        "graphology": f"graphology@{graphology}",
        "bundler": f"esbuild@{bundler}",
        "file": out.name,
        "sha256": hashlib.sha256(out.read_bytes()).hexdigest(),
    }


def yasgui(version: str, modules: Path) -> dict[str, object]:
    """Replace the files of Yasgui and the licences of its parts; return its record."""
    package = modules / "@zazuko" / "yasgui"
    YASGUI.mkdir(parents=True, exist_ok=True)
    for name in _YASGUI_FILES:
        (YASGUI / name).write_bytes((package / "build" / name).read_bytes())
    texts = [_YASGUI_COPYRIGHT, *(f"{part}\n\n{_licence_text(modules / part)}" for part in _YASGUI_PARTS)]
    (YASGUI / "LICENCES.txt").write_text("\n\n\n".join(texts) + "\n", encoding="utf-8", newline="\n")
    return {
        "version": version,
        "licence": _licence(package),
        "npm": f"@zazuko/yasgui@{version}",
        "folder": "service/static/yasgui",
        "files": {name: hashlib.sha256((YASGUI / name).read_bytes()).hexdigest() for name in _YASGUI_FILES},
    }


def _licence_text(package: Path) -> str:
    found = next(path for path in sorted(package.iterdir()) if path.name.lower().startswith("licen"))
    return "\n".join(line.rstrip() for line in found.read_text("utf-8").strip().splitlines())


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
        "sigma": about["sigma"]["version"],
        "graphology": about["sigma"]["graphology"].partition("@")[2],
        "@zazuko/yasgui": about["yasgui"]["version"],
    }
    version = _versions(recorded, sys.argv[1:])
    with tempfile.TemporaryDirectory() as folder:
        modules = install(Path(folder), *(f"{name}@{number}" for name, number in version.items()))
        about = vis_network(version["vis-network"], modules)
        about["oxigraph"] = oxigraph(version["oxigraph"], version["esbuild"], modules)
        about["sigma"] = sigma(version["sigma"], version["graphology"], version["esbuild"], modules)
        about["yasgui"] = yasgui(version["@zazuko/yasgui"], modules)
    record.write_text(json.dumps(about, indent=2) + "\n", encoding="utf-8", newline="\n")
    for name, number in version.items():
        print(f"{name} {number}")


if __name__ == "__main__":
    main()
