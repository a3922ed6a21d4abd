"""The evaluation of one query over an Oxigraph store, as a worker does it: dataset, checks, format, cap on output."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from itertools import chain, islice
from typing import Final, NamedTuple, TypedDict

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    NamedNode,
    Quad,
    QueryBoolean,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    Triple,
    serialize,
)

from styrkegraf.lexis import quiet
from styrkegraf.namespaces import PREFIXES, used_prefixes
from styrkegraf.service.carried import FUNCTIONS
from styrkegraf.service.media import ROW_TYPES, TRIPLE_TYPES
from styrkegraf.service.query import BadQuery, Kind, NotWritable, Refused, TooLarge
from styrkegraf.service.wellformed import well_formed
from styrkegraf.service.wire import Asked
from styrkegraf.store.expected import missing
from styrkegraf.store.outline import graphs, in_order, star
from styrkegraf.store.refusals import DEPTH, QueryRefused, refuse, unclear
from styrkegraf.store.resolved import resolved
from styrkegraf.store.syntax import QuerySyntaxError

__all__ = ["Stores", "evaluate"]

_Results = QuerySolutions | QueryBoolean | QueryTriples

_NO_FUNCTION: Final = re.compile(r"The custom function (<.*>) is not supported")
_WORDY: Final = 1000
"""Characters of a message about a query that is no SPARQL."""
_SORTED: Final = 5000
"""Up to so many triples are sorted, and given with the prefixes that they use; more go out as they come."""
_ELSEWHERE: Final = ("graph", "from")
"""Of these, a query that looks beyond the default graph holds one; no escape can stand for a letter of them."""


class Stores(NamedTuple):
    """The graph as a worker has it: ``whole``, with the union of all graphs as its default graph, and that alone.

    In ``union`` no statement stands in the way once for each graph that has it, for half as much memory again: what
    looks at the default graph alone takes a tenth to a third less time. Statements of one predicate lie side by side
    there: to count the classes of a hundred thousand statements takes another third less than where they came as in the
    dump, by subject, and nothing takes more.
    """

    whole: Store
    union: Store

    @classmethod
    def beside(cls, whole: Store) -> Stores:
        """A store in memory, and beside it its default graph."""
        union, default = Store(), DefaultGraph()
        rows = whole.query("SELECT DISTINCT ?predicate { ?subject ?predicate ?object }")
        assert isinstance(rows, QuerySolutions)
        for row in rows:
            union.bulk_extend(whole.quads_for_pattern(None, row["predicate"], None, default))
        return cls(whole, union)


class _Dataset(TypedDict, total=False):
    default_graph: DefaultGraph | list[NamedNode | BlankNode | DefaultGraph]
    named_graphs: list[NamedNode | BlankNode]


class _Capped(io.BytesIO):
    """Bytes that refuse to grow beyond a cap, which ends the evaluation that writes them."""

    def __init__(self, cap: int) -> None:
        super().__init__()
        self.left = cap

    def write(self, data: object) -> int:
        written = super().write(data)  # type: ignore[arg-type]
        self.left -= written
        if self.left < 0:
            raise TooLarge("The answer is larger than what is given out at once; ask for less, or page with LIMIT.")
        return written


def evaluate(stores: Stores, asked: Asked, cap: int) -> tuple[Kind, bytes]:
    """The kind of the answer, and the whole of it in the format that is wanted for its kind.

    The default graph of the store is the union of its named graphs. A dataset of several default graphs is their RDF
    merge: a statement of two of them is seen once. Raises `BadQuery`, `NotWritable`, `Refused` and `TooLarge`.
    """
    _check(asked.sparql)
    try:
        store, dataset = _dataset(stores, asked)
        results = _in_order(store, asked.sparql, dataset, _query(store, asked.sparql, dataset))
        return _write(results, asked, cap)
    except (SyntaxError, UnicodeEncodeError) as error:
        raise _bad(asked.sparql, error) from error
    except OSError as error:  # of the serialiser: nothing else is written to
        raise NotWritable(f"The answer cannot be written so: {error}. Ask for another format.") from error
    except RuntimeError as error:
        if no_function := _NO_FUNCTION.match(str(error)):
            swedish = f"{no_function[1]} är ingen funktion som finns här; använd dem i SPARQL 1.1."
            raise BadQuery(f"{error}; use the functions of SPARQL 1.1.", swedish=swedish) from error
        raise


def _check(sparql: str) -> None:
    """Refuse what the store would refuse; most queries are too plain to need a closer look."""
    brackets = sparql.count("{") + sparql.count("(") + sparql.count("[")
    if brackets > DEPTH or "service" in sparql.lower():
        try:
            refuse(sparql)
        except QueryRefused as error:
            raise Refused(str(error), swedish=error.swedish) from error


def _bad(sparql: str, error: Exception) -> BadQuery | Refused:
    try:
        refuse(sparql)
    except QueryRefused as refused:
        if unclear(sparql) is None:
            return Refused(str(refused), swedish=refused.swedish)
    told = QuerySyntaxError(sparql, missing(sparql, str(error)))
    message = str(told)
    if len(message) > _WORDY:  # it shows the line, which may be the whole of a long query
        message = f"The query is not valid SPARQL at line {told.line}, column {told.column}: {told.problem[:_WORDY]}"
    return BadQuery(message, line=told.line, column=told.column, swedish=told.swedish)


def _query(store: Store, sparql: str, dataset: _Dataset) -> _Results:
    try:
        return store.query(sparql, custom_functions=FUNCTIONS, **dataset)
    except SyntaxError:  # mostly a prefix that it does not declare; ours are known
        return store.query(sparql, prefixes=PREFIXES, custom_functions=FUNCTIONS, **dataset)


def _dataset(stores: Stores, asked: Asked) -> tuple[Store, _Dataset]:
    """The store to ask, and the dataset in it: the graphs of the protocol, else those of FROM and FROM NAMED."""
    store = stores.whole
    default: Sequence[str] = asked.default_graphs
    named: Sequence[str] = asked.named_graphs
    if not default and not named:
        if not _looks_elsewhere(asked.sparql):
            return stores.union, {}
        default, named = _from(asked.sparql)
        if len(default) < 2:
            return store, {}  # the engine reads the clause itself
    wholes, names = _nodes(default), _nodes(named)
    if len(wholes) < 2:
        return store, {"default_graph": list(wholes), "named_graphs": [*names]}
    return _merged(store, wholes, names), {"default_graph": DefaultGraph(), "named_graphs": [*names]}


def _looks_elsewhere(sparql: str) -> bool:
    """Whether a query may look beyond the default graph; words in strings and comments do not count."""
    told = sparql.lower()
    if not any(word in told for word in _ELSEWHERE):
        return False
    plain = quiet(told)
    return any(word in plain for word in _ELSEWHERE) or unclear(sparql) is not None


def _nodes(iris: Iterable[str]) -> list[NamedNode]:
    try:
        return [NamedNode(iri) for iri in dict.fromkeys(iris)]
    except ValueError as error:
        raise BadQuery(f"The dataset names a graph by something that is no absolute IRI: {error}.") from error


def _merged(store: Store, graphs: list[NamedNode], names: list[NamedNode]) -> Store:
    """A store with the merge of some graphs as its default graph; Oxigraph itself gives their duplicates."""
    merged = Store()
    for graph in graphs:
        merged.extend(Quad(q.subject, q.predicate, q.object) for q in store.quads_for_pattern(None, None, None, graph))
    for name in names:
        merged.extend(store.quads_for_pattern(None, None, None, name))
    return merged


def _from(sparql: str) -> tuple[list[str], list[str]]:
    """The IRIs of FROM and of FROM NAMED, each as often as it is named; nothing where the query is no SPARQL."""
    default, named = graphs(sparql)
    if len(default) < 2:
        return default, named
    return resolved(sparql, default), resolved(sparql, named)


def _in_order(store: Store, sparql: str, dataset: _Dataset, results: _Results) -> _Results:
    """The results with the columns of an outermost ``SELECT *`` in the order of the query; Oxigraph's is by name."""
    if "*" not in sparql or not isinstance(results, QuerySolutions):
        return results
    plain = quiet(sparql)
    place = star(plain)
    names = [variable.value for variable in results.variables]
    if place is None or len(names) < 2:
        return results
    columns = " ".join(f"?{name}" for name in in_order(plain, names))
    return _query(store, f"{sparql[:place]} {columns} {sparql[place + 1 :]}", dataset)


def _write(results: _Results, asked: Asked, cap: int) -> tuple[Kind, bytes]:
    output = _Capped(cap)
    if isinstance(results, QueryTriples):
        form = TRIPLE_TYPES[asked.triples].form
        _write_triples(results, form, output)
        return "triples", well_formed(output.getvalue(), form)
    kind: Kind = "boolean" if isinstance(results, QueryBoolean) else "rows"
    row_form = ROW_TYPES[asked.boolean if kind == "boolean" else asked.rows].form
    results.serialize(output, row_form)
    return kind, well_formed(output.getvalue(), row_form)


def _write_triples(results: QueryTriples, form: RdfFormat, output: _Capped) -> None:
    first: list[Triple] = list(islice(results, _SORTED + 1))
    if len(first) > _SORTED:
        serialize(chain(first, results), output, form, prefixes=PREFIXES)
        return
    first.sort(key=str)
    iris = {term.value for triple in first for term in triple if isinstance(term, NamedNode)}
    serialize(first, output, form, prefixes=used_prefixes(iris))
