"""What stands beside the atlas where it is published: what the foot of every page leads on to."""

from __future__ import annotations

from typing import Literal

from styrkegraf.labels import Language

__all__ = ["Beside", "beside_links"]

Beside = Literal["nothing", "files", "service"]
"""Nothing, for an atlas that opens from its folder; files, in a published edition; a service, which has these too."""


def beside_links(beside: Beside, lang: Language, *, ontology: bool) -> list[tuple[str, str]]:
    """The addresses from the top of the site, each with the key of its words.

    ``ontology`` where the graph holds its ontology, which else has no page.

    >>> beside_links("files", "sv", ontology=True)
    [('ontology.sv.html', 'footer-ontology'), ('downloads/index.sv.html', 'downloads-title')]
    """
    answered = [("questions", "service-questions"), ("sparql", "service-sparql")]
    files = [(f"downloads/index.{lang}.html", "downloads-title")]
    if ontology:
        files.insert(0, (f"ontology.{lang}.html", "footer-ontology"))
    return {"nothing": [], "files": files, "service": answered + files}[beside]
