"""The pages that tell of problems: each kind has an address, and a page is in the language of its reader."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest

from service.asking import Embedded
from service.test_protocol import BROWSER, REFUSALS, SELECT, ask, asked, body, service, told
from styrkegraf.service.http import Request
from styrkegraf.service.problems import problem
from styrkegraf.service.query import BadQuery


def test_the_address_of_each_type_of_problem_leads_to_what_it_means() -> None:
    page = body(ask(Request("GET", "/problems"))).decode()
    for refusal in REFUSALS.values():
        kind = str(told(ask(refusal.request))["type"]).rpartition("#")[2]
        assert f'<h2 id="{kind}">' in page


@pytest.mark.parametrize(
    ("preferred", "lang", "says"),
    [
        ("", "sv", ("Frågan är inte giltig SPARQL 1.1", "Rätta frågan", "Prefixet ”nix:” är inte deklarerat")),
        ("sv", "sv", ("Frågan är inte giltig SPARQL 1.1", "Rätta frågan", "Prefixet ”nix:” är inte deklarerat")),
        ("en", "en", ("The query is not valid SPARQL 1.1", "Mend the query", "The prefix “nix:” is not declared")),
    ],
)
def test_the_page_of_a_problem_is_in_the_language_of_its_reader(
    preferred: str, lang: str, says: tuple[str, ...]
) -> None:
    response = problem(
        Request(headers={"accept": "text/html", "accept-language": preferred}),
        "bad-query",
        "The prefix “nix:” is not declared.",
        swedish="Prefixet ”nix:” är inte deklarerat.",
    )
    page = body(response).decode()
    assert all(words in page for words in (*says, f'<html lang="{lang}">'))
    assert response.header("content-language") == lang
    assert "Accept-Language" in (response.header("vary") or "")


def test_the_page_of_all_problems_is_in_the_language_of_its_reader() -> None:
    for lang, title in (("sv", "Begäran går inte att förstå"), ("en", "The request cannot be understood")):
        page = body(ask(Request("GET", "/problems", f"lang={lang}", {"accept-language": "de"}))).decode()
        assert f'<html lang="{lang}">' in page
        assert f'<h2 id="bad-request">{title}</h2>' in page


@pytest.mark.parametrize(
    ("path", "top"), [("/problems", "./"), ("/nowhere", "./"), ("/id/county/ö/nowhere", "../../../")]
)
def test_a_page_of_problems_leads_to_the_start_whatever_path_the_service_stands_below(path: str, top: str) -> None:
    headers = {"accept": "text/html", "accept-language": "sv"}
    found = problem(Request("GET", path, "", headers), "not-found", "There is no such page or file.")
    page = ask(Request("GET", path, "", headers)) if path == "/problems" else found
    assert f'<a href="{top}">Till startsidan</a>' in body(page).decode()
    assert "sidan: /" not in body(page).decode()


def test_a_detail_that_is_in_one_language_only_is_marked_with_it() -> None:
    page = body(ask(Request("GET", "/nowhere", "", {"accept": "text/html", "accept-language": "sv"}))).decode()
    assert "Det finns inget på den här adressen" in page
    assert '<pre lang="en">There is no' in page


def test_parameters_that_cannot_be_read_are_told_of_on_a_page_too() -> None:
    response = ask(Request("GET", "/sparql", "lang=%FF", {"accept": "text/html"}))
    assert response.status == 400
    assert "The address holds parameters that are no UTF-8." in body(response).decode()


def test_the_remedy_of_a_fault_without_a_place_names_none() -> None:
    failing = service()
    assert isinstance(failing.pool, Embedded)
    failing.pool.failing = BadQuery("The custom function <a:b> is not supported.")
    found = told(ask(asked(SELECT), failing))
    assert "line" not in found
    assert "line" not in str(found["remedy"])
    page = body(ask(Request("GET", "/sparql", urlencode({"query": SELECT}), {"accept": BROWSER}), failing)).decode()
    assert "data-line" not in page
    assert "Rätta det som meningen ovan nämner" in page
