"""Metadata: the catalogue, the VoID description and the example queries as documents, in several formats."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any, Final

from pyoxigraph import RdfFormat, Triple

from styrkegraf.graph import Graph
from styrkegraf.labels import Language
from styrkegraf.media import JSON_LD, N_TRIPLES, RDF_XML, TURTLE, Medium
from styrkegraf.publish.catalogue import CATALOGUE, About, about, about_ontology, catalogue
from styrkegraf.publish.citation import citation, dataset_jsonld
from styrkegraf.publish.describing import METADATA_PREFIXES, write
from styrkegraf.publish.dumps import Dump, Written
from styrkegraf.publish.edition import Edition
from styrkegraf.publish.examples import EXAMPLES, examples
from styrkegraf.publish.formats import render
from styrkegraf.publish.publisher import Publisher, own_publisher
from styrkegraf.publish.things import Things
from styrkegraf.publish.void import VOID, void

__all__ = ["DOCUMENTS", "Metadata"]


DOCUMENTS: Final = {
    CATALOGUE: (RDF_XML, TURTLE, JSON_LD, N_TRIPLES),
    VOID: (TURTLE, JSON_LD, RDF_XML, N_TRIPLES),
    EXAMPLES: (TURTLE, JSON_LD, RDF_XML, N_TRIPLES),
}
"""The documents by their address below the base, each with its formats; harvesters of catalogues want RDF/XML first."""
_ONTOLOGY: Final = (TURTLE, RDF_XML, JSON_LD)
"""The formats of the ontology that the catalogue names."""


class Metadata:
    """The metadata of one edition of a graph.

    ``endpoint`` is the address of its SPARQL service, where it has one, and ``offered`` are the dumps beside it.
    """

    def __init__(
        self,
        graph: Graph,
        edition: Edition,
        publisher: Publisher | None = None,
        endpoint: str | None = None,
        offered: Sequence[Dump] = (),
    ) -> None:
        self.graph = graph
        self.edition = edition
        self.publisher = publisher or own_publisher(graph.store)
        self.endpoint = endpoint
        self.offered = offered
        self.about: About = about(graph.store, publisher)
        self.ontology: About | None = about_ontology(graph.store) if graph.has_ontology else None

    def document(self, path: str, form: RdfFormat, written: Sequence[Written] = ()) -> bytes:
        """One of `DOCUMENTS` in a format; ``written`` are the dumps, whose sizes and checksums the catalogue gives."""
        prefixes = None if form == RdfFormat.N_TRIPLES else METADATA_PREFIXES
        return write(self._statements(path, written), form, prefixes)

    def dataset(self, files: Sequence[Dump], lang: Language) -> dict[str, Any]:
        """The graph as a ``schema:Dataset``, for a data block in a page."""
        return dataset_jsonld(self.edition, self.publisher, self.about, files, lang)

    def citation(self) -> bytes:
        """How to cite, as a CITATION.cff."""
        return citation(self.edition, self.publisher, self.about)

    def _statements(self, path: str, written: Sequence[Written]) -> list[Triple]:
        if path == CATALOGUE:
            files, endpoint = self._ontology_files, self.endpoint
            return catalogue(self.edition, self.publisher, self.about, self.ontology, written, endpoint, files)
        if path == EXAMPLES:
            return examples(self.edition, self.graph.labels, self.endpoint)
        return self._void

    @cached_property
    def _ontology_files(self) -> dict[Medium[object], bytes]:
        """The documents about the ontology that the catalogue names, as they are published."""
        described = Things(self.graph, self.edition).describe("ontology")
        if self.ontology is None or described is None:
            return {}
        return {medium: render(described, medium.extension, self.graph, self.edition) for medium in _ONTOLOGY}

    @cached_property
    def _void(self) -> list[Triple]:
        """Counted once, since every statement of the graph is looked at."""
        return void(self.graph, self.edition, self.about, self.offered, self.endpoint)
