"""What of an entailment is worth publishing: the one filter that both reasoners' results pass through.

An OWL 2 RL closure is mostly true and empty. Left out, line by line:

- **A literal as subject, a blank node or literal as predicate.** Rules run over generalised triples (``prp-rng`` gives
  a literal a type); RDF cannot write them.
- **Reflexive** ``owl:sameAs``, ``rdfs:subClassOf``, ``rdfs:subPropertyOf``, ``owl:equivalentClass`` and
  ``owl:equivalentProperty`` (``eq-ref``, ``scm-cls``, ``scm-op``, ``scm-dp``): true of everything.
- **A term of RDF, RDFS, OWL or XSD as subject** (``owl:Nothing rdfs:subClassOf ...``, ``xsd:integer a rdfs:Datatype``):
  about the language, not about Sweden; its own specification says it.
- **Membership in everything**: a type, superclass, domain or range ``owl:Thing`` or ``rdfs:Resource``.
- **A datatype as type** (``x a xsd:integer``): about values, and about literals where it is meant.
"""

from __future__ import annotations

from styrkegraf.reason.terms import OWL, RDF, RDFS, XSD, Row

__all__ = ["publishable"]

_REFLEXIVE = {
    f"<{OWL}sameAs>",
    f"<{RDFS}subClassOf>",
    f"<{RDFS}subPropertyOf>",
    f"<{OWL}equivalentClass>",
    f"<{OWL}equivalentProperty>",
}
_TYPE = f"<{RDF}type>"
_MEMBERSHIP = {_TYPE, f"<{RDFS}subClassOf>", f"<{RDFS}domain>", f"<{RDFS}range>"}
_EVERYTHING = {f"<{OWL}Thing>", f"<{RDFS}Resource>"}
_DATATYPES = {f"<{RDFS}Literal>", f"<{RDF}langString>", f"<{RDF}PlainLiteral>", f"<{RDF}XMLLiteral>", f"<{RDF}HTML>"}


def publishable(row: Row) -> bool:
    """Whether the triple of a row says something. Asked of what RDF can write (:meth:`Terms.triple` sees to that)."""
    subject, predicate, value = row
    if isinstance(subject, str):
        return False
    if subject == value:
        return predicate not in _REFLEXIVE
    if not isinstance(value, str):
        return True
    if predicate in _MEMBERSHIP and value in _EVERYTHING:
        return False
    return predicate != _TYPE or not (value in _DATATYPES or value.startswith(f"<{XSD}"))
