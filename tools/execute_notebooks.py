"""Execute the notebooks and store their outputs: ``python tools/execute_notebooks.py``.

Run it after a change to a notebook, or to what one shows; the tests compare the stored outputs with fresh ones.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from notebookcells import FOLDER, code_cells, execute, read


def main() -> None:
    """Execute every notebook, without a list of participations of the user's own."""
    os.environ.pop("STYRKEGRAF_H2020", None)
    for path in sorted(FOLDER.glob("*.ipynb")):
        notebook = read(path)
        outputs = execute(notebook, path.name)
        for number, (cell, found) in enumerate(zip(code_cells(notebook), outputs, strict=True), 1):
            cell["execution_count"], cell["outputs"] = number, found
        path.write_text(json.dumps(notebook, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        print(path.name)


if __name__ == "__main__":
    main()
