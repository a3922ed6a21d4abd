"""Requests as they come in: how long an address may be, and what becomes of a header that comes several times."""

from __future__ import annotations

import pytest

from styrkegraf.service.incoming import read_head
from styrkegraf.service.problems import Declined
from styrkegraf.service.settings import Settings


def test_an_address_may_be_as_long_as_the_settings_say_and_no_longer() -> None:
    settings = Settings(head=20)
    assert read_head("GET", b"/sparql", b"query=ASK{}&", [], settings).path == "/sparql"
    for path, query in ((b"/sparql", b"query=ASK{ }&&"), (b"/" + b"a" * 20, b"")):
        with pytest.raises(Declined, match="longer than 20 bytes") as caught:
            read_head("GET", path, query, [], settings)
        assert caught.value.kind == "long-address"


def test_a_header_that_comes_several_times_is_one_list() -> None:
    raw = [(b"accept", b"text/csv"), (b"if-none-match", b'"a"'), (b"accept", b"text/turtle"), (b"accept", b"*/*;q=0")]
    request = read_head("GET", b"/", b"", raw, Settings())
    assert request.header("accept") == "text/csv, text/turtle, */*;q=0"
    assert request.header("if-none-match") == '"a"'
