"""Notebooks as cells: read them, execute them in a plain namespace, and give what each cell shows.

What a cell shows is what Jupyter shows: the text it prints, and the value of its last expression.
"""

from __future__ import annotations

import ast
import io
import json
import warnings
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

from IPython.core.formatters import DisplayFormatter

__all__ = ["FOLDER", "NotebookError", "code_cells", "execute", "read", "shown"]

FOLDER = Path(__file__).resolve().parent.parent / "notebooks"
_SHOWN = ("text/plain", "text/html")


class NotebookError(AssertionError):
    """A cell that fails; says which."""


def read(path: Path) -> dict[str, Any]:
    """The notebook as JSON."""
    notebook: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return notebook


def code_cells(notebook: dict[str, Any]) -> list[dict[str, Any]]:
    """The cells with code, in order."""
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]


def execute(notebook: dict[str, Any], name: str) -> list[list[dict[str, Any]]]:
    """Execute the cells in order in one namespace; give the outputs of each, as the notebook format has them.

    A warning counts as an error. Raises `NotebookError` with the cell that fails.
    """
    namespace: dict[str, Any] = {"__name__": "__main__"}
    found = []
    for number, cell in enumerate(code_cells(notebook), 1):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error")
                found.append(_run("".join(cell["source"]), namespace, f"{name}, cell {number}", number))
        except Exception as error:
            raise NotebookError(f"{name}, cell {number}: {type(error).__name__}: {error}") from error
    return found


def shown(outputs: list[dict[str, Any]]) -> str:
    """The text of a cell's outputs, as one string."""
    texts = (output.get("text") or output["data"]["text/plain"] for output in outputs)
    return "\n".join("".join(text) for text in texts)


def _run(source: str, namespace: dict[str, Any], name: str, number: int) -> list[dict[str, Any]]:
    body = ast.parse(source, name).body
    last = body.pop() if body and isinstance(body[-1], ast.Expr) else None
    printed = io.StringIO()
    with redirect_stdout(printed):
        exec(compile(ast.Module(body, []), name, "exec"), namespace)
        value = (
            eval(compile(ast.Expression(last.value), name, "eval"), namespace) if isinstance(last, ast.Expr) else None
        )
    outputs: list[dict[str, Any]] = []
    if printed.getvalue():
        outputs.append({"name": "stdout", "output_type": "stream", "text": _lines(printed.getvalue())})
    if value is not None:
        data, _ = DisplayFormatter().format(value, include=_SHOWN)  # type: ignore[no-untyped-call]
        texts = {kind: _lines(text) for kind, text in sorted(data.items())}
        outputs.append({"data": texts, "execution_count": number, "metadata": {}, "output_type": "execute_result"})
    return outputs


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)
