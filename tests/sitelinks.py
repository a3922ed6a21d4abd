"""The links within an atlas: how many there are, and which lead nowhere."""

from __future__ import annotations

import os
import re
from pathlib import Path
from urllib.parse import unquote

__all__ = ["links_within"]


def links_within(site: Path) -> tuple[int, list[str]]:
    """The number of links between files of a site, and those whose file or place in it is not there.

    What follows # on the pages Ask and Compare is their state: that of Compare names regions with a page.
    """
    texts = {path.relative_to(site).as_posix(): path.read_text("utf-8") for path in sorted(site.rglob("*.html"))}
    places = {path: set(re.findall(r' id="([^"]+)"', text)) for path, text in texts.items()}
    links, wrong = 0, []
    for path, text in texts.items():
        if path == "404.html":
            continue
        for link in set(re.findall(r' (?:href|src)="([^"]*)"', text)):
            if link.startswith(("http://", "https://")):
                continue
            links += 1
            target, _, place = link.partition("#")
            goal = os.path.normpath(f"{path}/../{unquote(target)}") if target else path
            if not (site / goal).is_file() or not _leads(site, goal, unquote(place), places.get(goal, set())):
                wrong.append(f"{path}: {link}")
    return links, wrong


def _leads(site: Path, page: str, place: str, known: set[str]) -> bool:
    if place.startswith("regions=") and page.endswith("compare.html"):
        return all((site / "sv" / "region" / f"{one}.html").is_file() for one in place[8:].split(","))
    return not place or place in known or page.endswith("ask.html")
