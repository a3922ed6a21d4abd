"""Facts: the statements of a description in the groups in which a page shows them, each with who says so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from styrkegraf.labels import fold
from styrkegraf.namespaces import PREFIXES, SG, rdf, shorten
from styrkegraf.origins import Origin
from styrkegraf.publish.names import PageNames
from styrkegraf.publish.things import Description, Incoming
from styrkegraf.terms import Term

__all__ = ["LAYERS", "Group", "Value", "about_groups", "classes", "incoming_groups", "sentences", "texts"]

LAYERS: Final = ("stated", "curated", "derived", "inferred")
"""The layers, from what is said to what is concluded."""
_TEXTS: Final = (PREFIXES["dcterms"] + "description", PREFIXES["skos"] + "definition")
_LAST: Final = ("rdf:type", "rdfs:label", "skos:prefLabel", "skos:altLabel", "skos:hiddenLabel")
Origins = Mapping[NamedNode, Origin]


@dataclass(frozen=True, slots=True)
class Value:
    """The value of a property (or, of one read backwards, its subject), and who says so, the strongest first."""

    term: Term
    origins: tuple[Origin, ...]

    @property
    def layer(self) -> str:
        """The strongest layer in which the statement stands; empty where its named graph is not described."""
        return self.origins[0].layer if self.origins else ""


@dataclass(frozen=True, slots=True)
class Group:
    """The values of one property; ``count`` is how many there are, ``rest`` where all are found if some lack here."""

    predicate: str
    values: tuple[Value, ...]
    count: int
    rest: str | None = None


def about_groups(description: Description, origins: Origins, names: PageNames) -> tuple[list[Group], list[Group]]:
    """The statements that begin with the resource: those that are said, and those that only follow."""
    own = [quad for quad in description.about if quad.subject == NamedNode(description.iri)]
    said: dict[str, list[Value]] = defaultdict(list)
    follows: dict[str, list[Value]] = defaultdict(list)
    for (predicate, term), graphs in _merged((quad.predicate.value, quad.object, quad) for quad in own).items():
        value = Value(term, _strongest(graphs, origins))
        (said if value.layer in LAYERS[:2] or not value.origins else follows)[predicate].append(value)
    return _groups(said, names), _groups(follows, names)


def incoming_groups(description: Description, origins: Origins, names: PageNames) -> list[Group]:
    """The statements that end with the resource, by property, with the count of all."""
    found = [Group(one.predicate, _subjects(one, origins, names), one.count, one.rest) for one in description.incoming]
    return sorted(found, key=lambda group: fold(names.verb(group.predicate, incoming=True).text))


def classes(description: Description, origins: Origins) -> list[str]:
    """The classes of ours that somebody says it has; where nobody does, those that follow."""
    found: dict[bool, set[str]] = defaultdict(set)
    for quad in description.about:
        if quad.predicate == rdf("type") and quad.subject == NamedNode(description.iri):
            layer = _strongest([quad], origins)
            if isinstance(quad.object, NamedNode) and quad.object.value.startswith(SG):
                found[bool(layer) and layer[0].layer in LAYERS[2:]].add(quad.object.value)
    return sorted(found[False] or found[True])


def texts(description: Description, names: PageNames) -> list[Literal]:
    """Its description and definition, in the language of the page where there is one."""
    found = []
    for predicate in _TEXTS:
        literals = {
            quad.object
            for quad in description.about
            if quad.predicate.value == predicate and isinstance(quad.object, Literal)
            if quad.subject == NamedNode(description.iri)
        }
        ordered = sorted(literals, key=lambda one: (one.language != names.lang, str(one)))
        found += ordered[:1]
    return found


def sentences(quads: Iterable[Quad], names: PageNames) -> list[Quad]:
    """Statements in the order of a reader: by what they are about, then by property and value."""
    return sorted(quads, key=lambda one: (_reads(one.subject, names), one.predicate.value, _reads(one.object, names)))


def _merged(found: Iterable[tuple[str, Term, Quad]]) -> dict[tuple[str, Term], list[Quad]]:
    merged: dict[tuple[str, Term], list[Quad]] = defaultdict(list)
    for predicate, term, quad in found:
        merged[predicate, term].append(quad)
    return merged


def _subjects(incoming: Incoming, origins: Origins, names: PageNames) -> tuple[Value, ...]:
    merged = _merged((incoming.predicate, quad.subject, quad) for quad in incoming.quads)
    values = (Value(term, _strongest(quads, origins)) for (_, term), quads in merged.items())
    return tuple(sorted(values, key=lambda value: _reads(value.term, names)))


def _groups(found: Mapping[str, list[Value]], names: PageNames) -> list[Group]:
    def place(group: Group) -> tuple[bool, int, str, str]:
        last = shorten(group.predicate)
        rank = _LAST.index(last) if last in _LAST else -1
        return rank >= 0, rank, fold(names.verb(group.predicate).text), group.predicate

    groups = (
        Group(predicate, tuple(sorted(values, key=lambda value: _reads(value.term, names))), len(values))
        for predicate, values in found.items()
    )
    return sorted(groups, key=place)


def _reads(term: Term, names: PageNames) -> tuple[str, str]:
    text = names.of(term.value).text if isinstance(term, NamedNode) else getattr(term, "value", "")
    return fold(text), str(term)


def _strongest(quads: Iterable[Quad], origins: Origins) -> tuple[Origin, ...]:
    graphs = {quad.graph_name for quad in quads if isinstance(quad.graph_name, NamedNode)}
    found = {origins[graph] for graph in graphs if graph in origins}
    return tuple(sorted(found, key=_rank))


def _rank(origin: Origin) -> tuple[int, str, int, str]:
    layer = LAYERS.index(origin.layer) if origin.layer in LAYERS else len(LAYERS)
    return layer, origin.document or "", origin.first or 0, origin.graph
