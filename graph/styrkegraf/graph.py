"""The graph as Python sees it: ask it, explain it, hand it on."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, RdfFormat, parse

from styrkegraf.answer import Answer, read_answer
from styrkegraf.documents import read_document
from styrkegraf.facts import InputError, said_of
from styrkegraf.labels import Labels, Language, known_language
from styrkegraf.namespaces import ONTOLOGY
from styrkegraf.origins import Origin, Origins
from styrkegraf.questions import BadParameter, bind, find
from styrkegraf.store import DiskStore, MemoryStore, RemoteStore, Store
from styrkegraf.store.address import is_address
from styrkegraf.store.disk import MARK

if TYPE_CHECKING:
    import networkx as nx
    import rdflib

    from styrkegraf.explain import Explanation
    from styrkegraf.explain.trace import Name, Value
    from styrkegraf.networks import Confidence

__all__ = ["Graph", "load"]


_SPARQL = re.compile(
    r"\s*(?:#[^\n]*\n\s*)*(?:PREFIX|BASE|SELECT|ASK|CONSTRUCT|DESCRIBE|[A-Z]+\s*\{|[^\n]*\{)", re.IGNORECASE
)
"""How SPARQL text begins, and any text with a brace on its first line; the name of a question is neither."""


class Graph:
    """A loaded graph.

    >>> import styrkegraf as sg
    >>> g = sg.load()
    >>> [area for area, in g.query("areas-of-region", region="Gotland").labelled()]
    ['Besöksnäring', 'Livsmedel']
    """

    def __init__(self, store: Store, lang: Language = "sv") -> None:
        self.store = store
        self._lang = known_language(lang)

    def __len__(self) -> int:
        """How many statements there are; what two named graphs say counts twice."""
        return len(self.store)

    @cached_property
    def labels(self) -> Labels:
        """What everything is called."""
        return Labels(self.store, self._lang)

    @cached_property
    def origins(self) -> Mapping[NamedNode, Origin]:
        """Where the statements of each named graph come from."""
        return Origins(self.store)

    @cached_property
    def has_ontology(self) -> bool:
        """Whether the graph holds the ontology: one that was built does, facts that were stored as they are may not."""
        return next(self.store.quads(ONTOLOGY), None) is not None

    def query(self, question: str | Path, /, **parameters: str) -> Answer:
        """Ask: the name of a question, the path of a ``.rq`` file, or SPARQL text.

        Parameters are given by label, short form or IRI; one that is left out is the example of the question. Raises
        `UnknownQuestion`, `UnknownName`, `BadParameter`, `QuerySyntaxError`, `QueryRefused` (for an update) or
        `InputError` (for a file), each with what to do.
        """
        sparql = self.sparql(question, **parameters)
        return read_answer(self.store.query(sparql), self.labels, sparql)

    def sparql(self, question: str | Path, /, **parameters: str) -> str:
        """The SPARQL text that `query` would run."""
        if isinstance(question, Path):
            return bind(read_document(_query_file(str(question)), strict=False), parameters, self.labels)
        if _SPARQL.match(question):
            if parameters:
                raise BadParameter("SPARQL text takes no parameters; write the values into the query.")
            return question
        name = question.strip()
        document = read_document(_query_file(name), strict=False) if name.endswith(".rq") else find(name)
        return bind(document, parameters, self.labels)

    def explain(self, subject: Name, predicate: Name, object_: Value) -> tuple[Explanation, ...]:
        """Why the statement holds: the passages that state it, the proof, or the rule.

        See `styrkegraf.explain.explain`.
        """
        from styrkegraf.explain import explain

        return explain(self, subject, predicate, object_)

    def to_rdflib(self) -> rdflib.Dataset:
        """An rdflib Dataset with the same named graphs, whose default graph is their union."""
        import rdflib

        from styrkegraf.namespaces import PREFIXES

        dataset = rdflib.Dataset(default_union=True)
        for prefix, namespace in PREFIXES.items():
            dataset.bind(prefix, namespace, override=True)
        dataset.parse(data=self.store.dump(), format="nquads")
        return dataset

    def to_networkx(
        self,
        projection: str,
        *,
        collective: bool = True,
        minimum: Confidence = "low",
        layers: Collection[str] | None = None,
    ) -> nx.Graph:
        """A projection as a NetworkX graph whose edges carry their evidence. See `styrkegraf.networks.network`.

        `styrkegraf.networks.export.write` writes it as GraphML, GEXF and more; what NetworkX itself writes as these
        cannot hold lists such as the evidence.
        """
        from styrkegraf.networks import network

        return network(self, projection, collective=collective, minimum=minimum, layers=layers)


def _query_file(name: str) -> Path:
    path = Path(name)
    if not path.is_file():
        raise InputError(path, None, "there is no such file.")
    return path


def load(location: str | Path | None = None, lang: Language = "sv") -> Graph:
    """Load the graph that ships with the package, or the one at a location.

    A location is a folder that ``styrkegraf build`` or ``styrkegraf store`` wrote, or the address of a SPARQL endpoint.
    ``lang`` (``"sv"`` or ``"en"``) is the language in which messages name things. Raises `InputError` where a folder
    holds neither, `BadAddress` for an address that will not do, and `EndpointError` where an endpoint cannot be used.
    """
    if location is None:
        from styrkegraf.pipeline import default

        return Graph(default().store, lang)
    if is_address(str(location)):
        return Graph(RemoteStore(str(location)), lang)
    if (Path(location) / MARK).is_file():
        return Graph(DiskStore(location), lang)
    return Graph(_build(Path(location)), lang)


def _build(folder: Path) -> MemoryStore:
    if folder.is_file():
        raise InputError(folder, None, "this is a file; name the folder that “build” or “store” wrote.")
    path = folder / "styrkegraf.nq"
    if not path.is_file() or not path.stat().st_size:
        remedy = "name a folder that “build” or “store” wrote"
        if not folder.exists():
            remedy = f"write one with “styrkegraf build --out {folder}”"
        raise InputError(path, None, f"no build is there; {remedy}.")
    try:
        return MemoryStore(parse(path=str(path), format=RdfFormat.N_QUADS))
    except SyntaxError as error:
        raise InputError(path, error.lineno, f"{said_of(error)}. The build is damaged; build it again.") from error
    except OSError as error:
        raise InputError(path, None, f"cannot be read ({error}); mend its rights.") from error
