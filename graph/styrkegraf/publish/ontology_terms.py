"""The ontology as its documentation tells it: every term with what the Turtle says of it, in the groups of the file."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Final, Literal

from pyoxigraph import BlankNode, NamedNode, Quad
from pyoxigraph import Literal as RdfLiteral

from styrkegraf import resources
from styrkegraf.namespaces import BASE, ONTOLOGY, PREFIXES, SG, rdf, rdfs
from styrkegraf.store import Store
from styrkegraf.terms import Term as RdfTerm

__all__ = ["ALIGNMENTS", "OTHER", "Group", "Kind", "Ontology", "Term", "groups_of_file", "read_ontology"]

Kind = Literal["class", "relation", "attribute", "individual"]

ALIGNMENTS: Final = NamedNode(BASE + "ontology/alignments")
OTHER: Final = "other"
"""The group of terms that stand in the graph and not in the file that ships."""
_OWL: Final = PREFIXES["owl"]
_SKOS: Final = PREFIXES["skos"]
_KINDS: Final[Mapping[str, Kind]] = {
    f"{_OWL}Class": "class",
    f"{_OWL}ObjectProperty": "relation",
    f"{_OWL}DatatypeProperty": "attribute",
    f"{_OWL}NamedIndividual": "individual",
}
_TRAITS: Final = tuple(
    f"{_OWL}{name}Property"
    for name in ("Functional", "InverseFunctional", "Symmetric", "Asymmetric", "Transitive", "Irreflexive")
)
_DOMAIN: Final = (rdfs("domain").value, PREFIXES["schema"] + "domainIncludes")
_RANGE: Final = (rdfs("range").value, PREFIXES["schema"] + "rangeIncludes")
_HEADING: Final = re.compile(r"#{20,}\n# ([^\n:(]+?)\s*(?:[:(][^\n]*)?\n#{20,}\n")
_SUBJECT: Final = re.compile(r"^sg:(\w+) a ", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Term:
    """A term: what it is called and means by language, and what stands in an axiom with it, each as sorted IRIs.

    ``domain`` and ``range`` are what follows of the ends of a property, from its own axiom or that of its inverse;
    where nothing follows, ``used_from`` and ``used_to`` are the classes between which it is used. ``wider`` and
    ``narrower`` are one step of the hierarchy, ``near`` what the alignments tie it to. ``chains`` are the property
    chains that imply a relation; ``traits`` the kinds of property that it is; ``members`` the individuals of a class;
    ``from_here`` and ``to_here`` the properties that start from a class, or end at it, in either sense.
    """

    iri: str
    kind: Kind
    labels: Mapping[str, str]
    definitions: Mapping[str, str]
    wider: tuple[str, ...] = ()
    narrower: tuple[str, ...] = ()
    domain: tuple[str, ...] = ()
    range: tuple[str, ...] = ()
    used_from: tuple[str, ...] = ()
    used_to: tuple[str, ...] = ()
    inverse: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    traits: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    from_here: tuple[str, ...] = ()
    to_here: tuple[str, ...] = ()
    disjoint: tuple[str, ...] = ()
    chains: tuple[tuple[str, ...], ...] = ()

    @property
    def local(self) -> str:
        """The local name, which is the anchor too."""
        return self.iri.removeprefix(SG)

    def text(self, values: Mapping[str, str], lang: str) -> tuple[str, str]:
        """A text and its language: the one asked for, else the other."""
        found = lang if lang in values else min(values, default="")
        return values.get(found, ""), found


@dataclass(frozen=True, slots=True)
class Group:
    """Terms that belong together, by the heading in the file; ``key`` is the heading as a name for the words."""

    key: str
    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Ontology:
    """The ontology: what is said of it as a whole, by property, and its terms."""

    about: Mapping[str, tuple[RdfTerm, ...]]
    groups: tuple[Group, ...]
    terms: Mapping[str, Term] = field(default_factory=dict)

    def values(self, short: str, lang: str | None = None) -> list[str]:
        """What is said of the ontology with a property such as ``dcterms:title``, in a language where one is given."""
        prefix, _, local = short.partition(":")
        found = self.about.get(PREFIXES[prefix] + local, ())
        own = [one for one in found if not isinstance(one, RdfLiteral) or one.language in (None, lang)]
        return [getattr(one, "value", "") for one in own]


def read_ontology(store: Store) -> Ontology:
    """Read the ontology and its alignments from their named graphs."""
    own = list(store.quads(ONTOLOGY))
    aligned = list(store.quads(ALIGNMENTS))
    facts = _Facts([*own, *aligned])
    about = {one: facts.objects(ONTOLOGY.value, one) for one in facts.predicates(ONTOLOGY.value)}
    terms = {iri: _term(iri, kind, facts) for iri, kind in sorted(facts.terms().items())}
    return Ontology(about, _groups(terms), terms)


@cache
def groups_of_file() -> Mapping[str, tuple[str, ...]]:
    """The local names of the terms below each heading of the file that ships, in their order there."""
    text = resources.ontology_file("styrkegraf.ttl").read_text(encoding="utf-8")
    parts = _HEADING.split(text)[1:]
    pairs = zip(parts[::2], parts[1::2], strict=True)
    return {_key(heading): tuple(_SUBJECT.findall(body)) for heading, body in pairs if _SUBJECT.search(body)}


def _key(heading: str) -> str:
    return re.sub(r"[^a-z]+", "-", heading.casefold()).strip("-")


def _groups(terms: Mapping[str, Term]) -> tuple[Group, ...]:
    left = dict(terms)
    found = []
    for key, names in groups_of_file().items():
        members = [left.pop(SG + name) for name in names if SG + name in left]
        found.append(Group(key, tuple(members)))
    found.append(Group(OTHER, tuple(left.values())))
    return tuple(group for group in found if group.terms)


class _Facts:
    """The quads of the ontology by subject, property and object."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        self._of: dict[str, dict[str, set[RdfTerm]]] = defaultdict(lambda: defaultdict(set))
        self._to: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for quad in quads:
            self._of[_id(quad.subject)][quad.predicate.value].add(quad.object)
            self._to[_id(quad.object)][quad.predicate.value].add(_id(quad.subject))

    def terms(self) -> dict[str, Kind]:
        """Every term of ours with its kind."""
        return {
            iri: next(kind for name, kind in _KINDS.items() if NamedNode(name) in facts[rdf("type").value])
            for iri, facts in self._of.items()
            if iri.startswith(SG) and any(NamedNode(name) in facts[rdf("type").value] for name in _KINDS)
        }

    def predicates(self, subject: str) -> list[str]:
        return sorted(self._of[subject])

    def objects(self, subject: str, predicate: str) -> tuple[RdfTerm, ...]:
        return tuple(sorted(self._of[subject][predicate], key=str))

    def named(self, subject: str, predicate: str) -> tuple[str, ...]:
        """The things that a property leads to."""
        return tuple(one.value for one in self.objects(subject, predicate) if isinstance(one, NamedNode))

    def subjects(self, object_: str, predicate: str) -> tuple[str, ...]:
        """The things from which a property leads here."""
        return tuple(sorted(one for one in self._to[object_][predicate] if not one.startswith("_:")))

    def texts(self, subject: str, predicate: str) -> dict[str, str]:
        found = self.objects(subject, predicate)
        return {one.language or "": one.value for one in reversed(found) if isinstance(one, RdfLiteral)}

    def members(self, head: RdfTerm) -> list[str]:
        """The members of an RDF list."""
        found: list[str] = []
        while isinstance(head, BlankNode):
            found += self.named(_id(head), rdf("first").value)
            head = next(iter(self.objects(_id(head), rdf("rest").value)), rdf("nil"))
        return found

    def inverse(self, iri: str) -> tuple[str, ...]:
        """The properties that say the same from the other end."""
        own = f"{_OWL}inverseOf"
        return tuple(sorted({*self.named(iri, own), *self.subjects(iri, own)}))

    def ends(self, iri: str, end: str, other: str) -> tuple[str, ...]:
        """What a property, or its inverse read backwards, leads to with ``end`` or ``other``."""
        backwards = (one for inverse in self.inverse(iri) for one in self.named(inverse, other))
        return tuple(sorted({*self.named(iri, end), *backwards}))

    def starting(self, iri: str) -> tuple[str, ...]:
        """The properties that start from a class."""
        return self._at(iri, _DOMAIN, _RANGE)

    def ending(self, iri: str) -> tuple[str, ...]:
        """The properties that end at a class."""
        return self._at(iri, _RANGE, _DOMAIN)

    def _at(self, iri: str, ends: tuple[str, str], others: tuple[str, str]) -> tuple[str, ...]:
        own = {one for end in ends for one in self.subjects(iri, end)}
        backwards = {inverse for end in others for one in self.subjects(iri, end) for inverse in self.inverse(one)}
        return tuple(sorted(own | backwards))

    def disjoint(self, iri: str) -> tuple[str, ...]:
        """The classes that share no member with this one."""
        found = {*self.named(iri, f"{_OWL}disjointWith"), *self.subjects(iri, f"{_OWL}disjointWith")}
        for lists in self._to[f"{_OWL}AllDisjointClasses"][rdf("type").value]:
            for head in self.objects(lists, f"{_OWL}members"):
                members = self.members(head)
                found |= set(members) - {iri} if iri in members else set()
        return tuple(sorted(found))


def _id(term: RdfTerm) -> str:
    return f"_:{term.value}" if isinstance(term, BlankNode) else getattr(term, "value", str(term))


def _term(iri: str, kind: Kind, facts: _Facts) -> Term:
    below = rdfs("subClassOf" if kind == "class" else "subPropertyOf").value
    types = facts.named(iri, rdf("type").value)
    return Term(
        iri,
        kind,
        facts.texts(iri, rdfs("label").value),
        facts.texts(iri, f"{_SKOS}definition"),
        wider=facts.named(iri, below),
        narrower=facts.subjects(iri, below),
        domain=facts.ends(iri, _DOMAIN[0], _RANGE[0]),
        range=facts.ends(iri, _RANGE[0], _DOMAIN[0]),
        used_from=facts.ends(iri, _DOMAIN[1], _RANGE[1]),
        used_to=facts.ends(iri, _RANGE[1], _DOMAIN[1]),
        inverse=facts.inverse(iri),
        near=facts.named(iri, f"{_SKOS}closeMatch"),
        classes=tuple(one for one in types if not one.startswith(_OWL)),
        traits=tuple(one for one in _TRAITS if one in types),
        members=facts.subjects(iri, rdf("type").value) if kind == "class" else (),
        from_here=facts.starting(iri) if kind == "class" else (),
        to_here=facts.ending(iri) if kind == "class" else (),
        disjoint=facts.disjoint(iri) if kind == "class" else (),
        chains=tuple(tuple(facts.members(head)) for head in facts.objects(iri, f"{_OWL}propertyChainAxiom")),
    )
