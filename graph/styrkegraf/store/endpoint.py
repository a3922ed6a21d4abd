"""An endpoint: the query address of one server, asked as it is, without a thought of what its default graph holds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from pyoxigraph import QuerySolutions, QueryTriples

from styrkegraf.store.address import checked
from styrkegraf.store.faults import EndpointRubbish
from styrkegraf.store.protocol import Results
from styrkegraf.store.results import ROWS, TRIPLES, read_rows, read_triples
from styrkegraf.store.wording import declared

if TYPE_CHECKING:
    from styrkegraf.store.wire import RequestLimits

__all__ = ["Dataset", "Endpoint"]

Dataset = Sequence[tuple[str, str]]
"""Parameters of the SPARQL 1.1 Protocol that name the dataset of a query."""


class Endpoint:
    """The query address of a server; each method raises an `EndpointError` where no answer comes.

    Raises `BadAddress` for an address that will not do.

    Queries go as forms, since a dataset of many named graphs is too long for an address.
    """

    def __init__(self, url: str, limits: RequestLimits | None = None) -> None:
        from styrkegraf.store.wire import Wire

        self.url = checked(url)
        self.wire = Wire(limits)

    def calls_itself(self) -> str:
        """What the server calls itself; raises `EndpointRubbish` where it does not speak SPARQL."""
        reply = self.wire.send("POST", self.url, content=_form("ASK {}", ()), headers=_headers(ROWS))
        read_rows(self.url, reply)
        return str(reply.headers.get("server", ""))

    def select(self, sparql: str) -> QuerySolutions:
        """The rows of a SELECT."""
        found = self.answer(sparql)
        if not isinstance(found, QuerySolutions):
            raise EndpointRubbish(self.url, "yes or no came back, not rows; is this the address of a SPARQL endpoint?")
        return found

    def answer(self, sparql: str, dataset: Dataset = ()) -> Results:
        """The rows of a SELECT, or the yes or no of an ASK."""
        reply = self.wire.send("POST", self.url, content=_form(sparql, dataset), headers=_headers(ROWS))
        return read_rows(self.url, reply)

    def triples(self, sparql: str, dataset: Dataset = ()) -> QueryTriples:
        """The triples of a CONSTRUCT or DESCRIBE."""
        reply = self.wire.send("POST", self.url, content=_form(sparql, dataset), headers=_headers(TRIPLES))
        return read_triples(self.url, reply)


def _form(sparql: str, dataset: Dataset) -> bytes:
    return urlencode([("query", declared(sparql)), *dataset]).encode()


def _headers(accept: str) -> dict[str, str]:
    return {"Accept": accept, "Content-Type": "application/x-www-form-urlencoded"}
