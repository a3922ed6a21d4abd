"""The documentation of the ontology: one page in each language, generated from the ontology in the graph."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from pyoxigraph import NamedNode

from styrkegraf.labels import Language
from styrkegraf.namespaces import ONTOLOGY, PREFIXES, SG
from styrkegraf.publish.names import PageNames
from styrkegraf.publish.ontology_diagram import diagram
from styrkegraf.publish.ontology_terms import Kind, Ontology, read_ontology
from styrkegraf.publish.ontology_uses import examples, questions_by_term
from styrkegraf.publish.pages import DataPage, draw
from styrkegraf.publish.things import Things

__all__ = ["ontology_page"]

_KINDS: Final[tuple[Kind, ...]] = ("class", "relation", "attribute", "individual")
_LINKS: Final = (
    ("of", "classes"),
    ("wider", "wider"),
    ("narrower", "narrower"),
    ("domain", "domain"),
    ("used-from", "used_from"),
    ("range", "range"),
    ("used-to", "used_to"),
    ("inverse", "inverse"),
    ("members", "members"),
    ("from-here", "from_here"),
    ("to-here", "to_here"),
    ("disjoint", "disjoint"),
    ("near", "near"),
)
"""What a term is tied to, in the order of the page: the key of the words, and the field of the term."""


@lru_cache(maxsize=4)
def ontology_page(things: Things, lang: Language) -> str:
    """Draw the documentation in a language."""
    ontology = read_ontology(things.graph.store)
    shown = examples(things.graph.store, ontology.terms.values())
    named = {end.value for pairs in shown.values() for pair in pairs for end in pair if isinstance(end, NamedNode)}
    names = PageNames(things.labels({*named, *_others(ontology), *ontology.terms, ONTOLOGY.value}), lang)
    return draw(
        "ontology.html.j2",
        DataPage(lang, "ontology"),
        names,
        address=ONTOLOGY.value,
        namespace=SG,
        ontology=ontology,
        title=next(iter(ontology.values("dcterms:title", lang)), "Styrkegraf"),
        links=_LINKS,
        kinds=_KINDS,
        examples=shown,
        questions=questions_by_term(),
        live=things.live,
        wide=diagram(ontology, lang, columns=3, width=1160),
        narrow=diagram(ontology, lang, columns=1, width=360),
    )


def _others(ontology: Ontology) -> set[str]:
    """The terms of other vocabularies that ours are tied to."""
    found: set[str] = set()
    for term in ontology.terms.values():
        found.update(term.wider, term.near, term.range, term.domain, term.inverse)
    return {iri for iri in found if not iri.startswith((SG, PREFIXES["xsd"]))}
