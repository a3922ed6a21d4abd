"""Fetch the vendored browser library again: ``python tools/refresh_vendor.py [VERSION]`` (needs npm).

Writes the minified script and its licence files to ``graph/styrkegraf/vendor/`` and their version, checksum and
style hashes to ``vendor.json``. Without a version, the one in ``vendor.json`` is fetched, and nothing should change.
"""

from __future__ import annotations

import ast
import base64
import hashlib
import json
import re
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

__all__ = ["fetch", "main", "style_hashes"]

VENDOR = Path(__file__).parents[1] / "graph" / "styrkegraf" / "vendor"
PACKAGE = "vis-network"
SCRIPT = "standalone/umd/vis-network.min.js"
LICENCES = ("LICENSE-MIT", "LICENSE-APACHE-2.0")
_INJECTED = re.compile(r"""[;}]\w+\(("(?:\.vis|div\.vis)[^"]*"|'(?:\.vis|div\.vis)[^']*')\)""")


def style_hashes(script: str) -> list[str]:
    """CSP hashes of the style sheets that the library adds to the page as it starts, in its own order."""
    sheets = [str(ast.literal_eval(literal)) for literal in _INJECTED.findall(script)]
    return ["sha256-" + base64.b64encode(hashlib.sha256(css.encode()).digest()).decode() for css in sheets]


def fetch(version: str, folder: Path) -> Path:
    """Download the package with npm and unpack it; return its folder."""
    command = ["npm", "pack", "--silent", f"{PACKAGE}@{version}"]
    done = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True)  # noqa: S603
    with tarfile.open(folder / done.stdout.split()[-1]) as archive:
        archive.extractall(folder, filter="data")
    return folder / "package"


def main() -> None:
    """Replace the vendored files by those of the version asked for."""
    record = VENDOR / "vendor.json"
    version = sys.argv[1] if len(sys.argv) > 1 else json.loads(record.read_text("utf-8"))["version"]
    with tempfile.TemporaryDirectory() as name:
        package = fetch(version, Path(name))
        script = (package / SCRIPT).read_bytes()
        (VENDOR / Path(SCRIPT).name).write_bytes(script)
        for licence in LICENCES:
            (VENDOR / f"{PACKAGE}.{licence}").write_bytes((package / licence).read_bytes())
        licence = json.loads((package / "package.json").read_text("utf-8"))["license"].strip("()")
    about = {
        "name": PACKAGE,
        "version": version,
        "licence": licence,
        "npm": f"{PACKAGE}@{version}",
        "path": SCRIPT,
        "file": Path(SCRIPT).name,
        "sha256": hashlib.sha256(script).hexdigest(),
        "styles": style_hashes(script.decode("utf-8")),
    }
    record.write_text(json.dumps(about, indent=2) + "\n", encoding="utf-8", newline="\n")
    print(f"{PACKAGE} {version}: {len(script):,} bytes, {len(about['styles'])} style sheets")


if __name__ == "__main__":
    main()
