"""owlrl, the reference reasoner, on the same numbered terms.

Where owlrl 7 departs from the OWL 2 RL/RDF rules, the specification wins:

- ``owl:hasKey`` (``prp-key``) is unsound: the last property of a key is not compared. It is kept out of owlrl's sight,
  as it is out of the rule file.
- ``eq-diff2``, ``eq-diff3`` and ``prp-adp`` overlook the last member of a list, and reports are strings. Clashes are
  therefore looked for in its closure, with the patterns of :mod:`styrkegraf.reason.clashes`.
- ``scm-op`` and ``scm-dp`` are applied to a plain ``rdf:Property`` as well. What follows is reflexive and left out, but
  two ``owl:hasValue`` (``someValuesFrom``, ``allValuesFrom``) restrictions alike on such a property become subclasses
  of one another. Declare properties as object or datatype properties.
- Where ``owl:sameAs`` puts two members into one list cell, it reads one of them.
- A cell that comes round to itself ends owlrl: see :class:`CyclicListError`.
- Datatypes: it types literals, makes datatypes disjoint and rewrites values (``Z`` becomes ``+00:00``). It gets
  neither literals nor XSD datatypes under their names here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, cast

from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, Store, Triple

from styrkegraf.errors import StyrkegrafError
from styrkegraf.namespaces import shorten
from styrkegraf.reason.clashes import CONTRADICTIONS, Clash
from styrkegraf.reason.terms import OWL, RDF, XSD, Code, Row, Terms
from styrkegraf.terms import Term

if TYPE_CHECKING:
    from rdflib import Graph, URIRef

__all__ = ["CyclicListError", "contradictions", "run"]

_NUMBERED = "urn:x-term:"
_HIDDEN = "urn:x-hidden:"


class CyclicListError(StyrkegrafError):
    """An RDF list comes round to itself; holds the subject that has the list, where the given statements say it."""

    def __init__(self, subject: Term | None) -> None:
        name = shorten(subject.value) if isinstance(subject, NamedNode) else str(subject)
        which = f"A list is circular{f', that of {name}' if subject else ''}"
        super().__init__(
            f"{which}: following rdf:rest leads back to the same cell. "
            "Write lists as ( ... ) in Turtle, and in the ontology only."
        )
        self.subject = subject


def run(triples: Iterable[Triple], terms: Terms) -> tuple[frozenset[Row], frozenset[Row]]:
    """The rows that were given, and the closure over them (which holds them too).

    Raises:
        CyclicListError: an RDF list is circular.

    """
    import rdflib
    from owlrl import OWLRL_Semantics

    given = frozenset(terms.rows(triples))
    graph = rdflib.Graph()
    nodes = _nodes({code for row in given for code in row}, terms)
    for subject, predicate, value in sorted(given, key=str):
        graph.add((nodes[subject], nodes[predicate], nodes[value]))
    try:
        OWLRL_Semantics(graph, axioms=False, daxioms=False).closure()
    except ValueError as error:
        if "recursive rdf:rest" not in str(error):
            raise
        raise CyclicListError(_circular(given, terms)) from error
    return given, frozenset(_rows(graph))


def _circular(given: Iterable[Row], terms: Terms) -> Term | None:
    """What has a list that comes round to itself; None where only ``owl:sameAs`` closes the circle."""
    rest, first = f"<{RDF}rest>", f"<{RDF}first>"
    after: dict[Code, list[Code]] = {}
    for subject, predicate, value in given:
        if predicate == rest:
            after.setdefault(subject, []).append(value)
    circular = {cell for cell in after if cell in _reached(cell, after)}
    leading = {cell for cell in after if circular & {cell, *_reached(cell, after)}}
    holders = [s for s, p, o in given if o in leading and p not in {rest, first}]
    return min(map(terms.term, holders), key=str, default=None)


def _reached(cell: Code, after: Mapping[Code, Sequence[Code]]) -> set[Code]:
    """The cells after a cell, which are itself too in a circle."""
    reached: set[Code] = set()
    ahead = [*after[cell]]
    while ahead:
        one = ahead.pop()
        if one not in reached:
            reached.add(one)
            ahead += after.get(one, ())
    return reached


def contradictions(closure: Iterable[Row], terms: Terms) -> Iterator[Clash]:
    """The inconsistencies in a closure, as often as the patterns match."""
    store = Store()
    store.extend(Quad(_node(s), _node(p), _node(o)) for s, p, o in closure)
    value = NamedNode(_NUMBERED + "value")
    for code, number in terms.cardinalities.items():
        store.add(Quad(_node(code), value, Literal(str(number), datatype=NamedNode(XSD + "integer"))))
    for contradiction in CONTRADICTIONS:
        where = " . ".join((*contradiction.premises, contradiction.condition))
        names = contradiction.variables
        query = f"SELECT DISTINCT {' '.join(names)} WHERE {{ {where} }}"
        solutions = cast("QuerySolutions", store.query(query, prefixes={"owl": OWL, "rdf": RDF}))
        for solution in solutions:
            values = (cast("NamedNode", solution[name[1:]]).value for name in names)
            yield contradiction.clash(dict(zip(names, map(_code, values), strict=True)), terms)


def _iri(code: Code) -> str:
    if isinstance(code, int):
        return f"{_NUMBERED}{code}"
    iri = code[1:-1]
    return _HIDDEN + iri if iri == OWL + "hasKey" or iri.startswith(XSD) else iri


def _code(iri: str) -> Code:
    return int(iri.removeprefix(_NUMBERED)) if iri.startswith(_NUMBERED) else f"<{iri.removeprefix(_HIDDEN)}>"


def _node(code: Code) -> NamedNode:
    return NamedNode(_iri(code))


def _nodes(codes: Iterable[Code], terms: Terms) -> dict[Code, URIRef]:
    """An rdflib node for each code. owlrl asks the bound of a cardinality restriction for its `value`."""
    from rdflib import URIRef

    class Number(URIRef):
        value: int | None = None

    nodes: dict[Code, URIRef] = {}
    for code in codes:
        if isinstance(code, int):
            number = nodes[code] = Number(_iri(code))
            number.value = terms.cardinalities.get(code)
        else:
            nodes[code] = URIRef(_iri(code))
    return nodes


def _rows(graph: Graph) -> Iterator[Row]:
    """The graph's rows, without the messages that owlrl appends (they hang on blank nodes)."""
    from rdflib import URIRef

    for subject, predicate, value in graph:
        if isinstance(subject, URIRef):
            yield _code(str(subject)), _code(str(predicate)), _code(str(value))
