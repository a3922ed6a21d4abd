"""The report as one page of HTML that opens from disk, asks for nothing and runs nothing.

The template escapes whatever comes from the graph; drawings escape as they are made. The Content-Security-Policy
forbids every request and every script, and lets apply the one style sheet whose hash it names.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from markupsafe import Markup

from styrkegraf.analysis.model import Report
from styrkegraf.analysis.say import Say
from styrkegraf.analysis.tables import shown_cell
from styrkegraf.inline import source_hash
from styrkegraf.networks import projections
from styrkegraf.text import unbroken

__all__ = ["chapters", "chapters_style", "render"]

_PAGE: Final = Path(__file__).parent / "page"


def render(report: Report) -> str:
    """The page as a string of HTML."""
    style = "".join(_text(name) for name in ("tokens.css", "frame.css", "chapters.css"))
    return _draw(
        "report.html.j2",
        report=report,
        say=Say(report.lang),
        policy=f"default-src 'none'; style-src '{source_hash(style)}'; base-uri 'none'; form-action 'none'",
        style=Markup(style),  # noqa: S704 - ours
        chapters=chapters(report),
    )


def chapters(report: Report, tables: str = "") -> Markup:
    """What the report says, without the page around it; ``tables`` is the relative address of the tables' folder."""
    say = Say(report.lang)
    drawn = _draw(
        "chapters.html.j2",
        report=report,
        say=say,
        tables=tables,
        cell=lambda cell, column: shown_cell(cell, column, say),
        titles={name: document.text("title", report.lang) for name, document in projections().items()},
    )
    return Markup(drawn)  # noqa: S704 - the template escapes


def chapters_style(selector: str) -> str:
    """The style sheet of the chapters within what the selector matches, for a page with a style of its own."""
    tokens = _text("tokens.css").replace(":root", selector)
    return f"{tokens}{selector} {{\n{_text('chapters.css')}}}\n"


def _text(name: str) -> str:
    return (_PAGE / name).read_text(encoding="utf-8")


def _draw(template: str, **context: Any) -> str:
    from jinja2 import Environment, FileSystemLoader

    environment = Environment(loader=FileSystemLoader(_PAGE), autoescape=True, trim_blocks=True, lstrip_blocks=True)
    environment.filters["unbroken"] = unbroken
    drawn: str = environment.get_template(template).render(**context)
    return drawn
