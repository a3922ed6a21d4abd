"""Questions as addresses: the library as a page, each question as a page with a form, and in every format."""

from __future__ import annotations

import asyncio
import csv
import html
import io
import json
import re
import tomllib
from typing import Any

import pytest
import rdflib
from pyoxigraph import Literal, NamedNode, Quad

from service.asking import Embedded, get, service_of, text
from styrkegraf import Graph
from styrkegraf.atlas.wording import words
from styrkegraf.namespaces import ID, curated, rdf, sg, skos
from styrkegraf.questions import library
from styrkegraf.resources import folder
from styrkegraf.service.answer import Service, answer
from styrkegraf.service.http import Request, Response
from styrkegraf.service.query import Busy, OutOfMemory, QueryFailed, TimedOut, TooLarge, TooLong, WorkerDied
from styrkegraf.service.tables import SHOWN
from styrkegraf.store import MemoryStore
from tags import Tags

QUESTIONS = folder("queries") / "questions"
CASES = [
    pytest.param(name, case, id=f"{name}-{number}")
    for name in sorted(library())
    for number, case in enumerate(tomllib.loads((QUESTIONS / f"{name}.toml").read_text("utf-8"))["case"], start=1)
    if case.get("parameters") and case.get("rows")
][::5]
HOSTILE = "</script><script>window.harmed = 1</script><img src=x onerror=window.harmed=1>"


@pytest.fixture(scope="module")
def service(graph: Graph) -> Service:
    return service_of(graph)


def said(response: Response) -> str:
    """The words of the content of a page, with single spaces."""
    main = re.sub(r"<(head|script|header|footer)\b.*?</\1>", " ", text(response), flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())


def columns(response: Response) -> list[str]:
    """The variables of the columns of the table on a page."""
    return [(one.get("title") or "?").lstrip("?") for one in Tags(text(response)).every("th")]


def rows(response: Response) -> list[tuple[str, ...]]:
    """The cells of the table on a page."""
    body = text(response).partition("<tbody>")[2].partition("</tbody>")[0]
    return [
        tuple(
            html.unescape(re.sub(r"<[^>]+>", "", cell)) for cell in re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL)
        )
        for row in re.findall(r"<tr>(.*?)</tr>", body, re.S)
    ]


def loads(response: Response) -> Any:
    assert isinstance(response.body, bytes)
    return json.loads(response.body)


def test_the_library_is_listed_whole_in_both_languages(service: Service) -> None:
    for lang, title in (("sv", "Regionens styrkeområden"), ("en", "The strength areas of a region")):
        page = get(service, "/questions", language=lang)
        links = [a["href"] or "" for a in Tags(text(page)).every("a")]
        assert len(library()) == 131
        assert {link for link in links if link.startswith("./questions/")} == {f"./questions/{q}" for q in library()}
        assert title in said(page)
        assert page.header("content-language") == lang


def test_the_library_is_searched_by_all_words_without_accents_and_says_when_nothing_fits(service: Service) -> None:
    found = get(service, "/questions", q="gemensamma  REGIONER")
    links = {a["href"] for a in Tags(text(found)).every("a") if "./questions/" in (a["href"] or "")}
    both = {
        f"./questions/{name}" for name, document in library().items()
        if all(word in " ".join(document.head.values()).lower() for word in ("gemensamma", "regioner"))
    }  # fmt: skip
    assert both
    assert both <= links
    assert len(links) < 40
    assert words("sv")["service-none"] in said(get(service, "/questions", q="xyzzy"))
    assert f"”{HOSTILE}”" in said(get(service, "/questions", q=HOSTILE))
    assert "<script>window" not in text(get(service, "/questions", q=HOSTILE))


@pytest.mark.parametrize(("name", "case"), CASES)
def test_a_page_shows_the_rows_that_are_expected(service: Service, name: str, case: dict[str, Any]) -> None:
    parameters = {key: str(value) for key, value in case["parameters"].items()}
    page = get(service, f"/questions/{name}", language="sv", **parameters)
    shown = [columns(page).index(column) for column in case["columns"]]
    found = [tuple(row[place] for place in shown) for row in rows(page)]
    expected = [tuple(str(cell) for cell in row) for row in case["rows"]]
    assert len(found) == len(expected)
    if case.get("ordered"):
        assert found == expected
    else:
        assert sorted(found) == sorted(expected)


def test_the_columns_of_an_answer_are_headed_in_words_and_a_wide_one_beside_each_value(service: Service) -> None:
    narrow = text(get(service, "/questions/regions-sharing-themes", lang="sv"))
    assert ">Teman</th>" in narrow
    wide = Tags(text(get(service, "/questions/collaboration-by-kind", lang="sv")))
    assert [cell["data-head"] for cell in wide.every("td")[:3]] == ["Slag", "Par", "Starkaste"]
    own = Tags(text(get(service, "/sparql", query="SELECT (1 AS ?n) (2 AS ?nn) (3 AS ?N) {}")))
    assert [cell["data-head"] for cell in own.every("td")] == ["n", "nn", "N"], "a variable keeps its letters"


def test_every_question_has_a_page_in_both_languages(service: Service) -> None:
    for name, document in library().items():
        for lang in ("sv", "en"):
            page = get(service, f"/questions/{name}", language=lang)
            assert page.status == 200, name
            assert document.text("title", lang) in said(page)
            tags = Tags(text(page))
            fields = {one["name"] for tag in ("select", "input") for one in tags.every(tag) if one.get("name")}
            assert fields == {parameter.name for parameter in document.parameters}, name


def test_things_in_the_answer_lead_to_their_data_pages_and_keep_their_language(service: Service) -> None:
    page = text(get(service, "/questions/areas-of-region", region="Gotland"))
    assert '<a href="../id/area/gotland-livsmedel" title="area:gotland-livsmedel"><bdi>Livsmedel</bdi></a>' in page
    english = text(get(service, "/questions/areas-of-region", region="Sörmland", lang="en"))
    assert "../sparql?question=areas-of-region&amp;region=S%C3%B6rmland&amp;lang=en" in english


def test_the_passages_that_rows_name_are_listed_with_document_and_lines(service: Service) -> None:
    page = text(get(service, "/questions/who-says-actor-supports-area", lang="en"))
    listed = page.partition('id="named-sources"')[2].partition("</section>")[0]
    assert re.search(r'href="\.\./source/[\w-]+#[\w-]+">lines? \d+', listed)


def test_formats_are_chosen_by_accept_by_extension_and_by_name(service: Service) -> None:
    path, region = "/questions/areas-of-region", "Gotland"
    for response in (
        get(service, path, accept="text/csv", region=region),
        get(service, f"{path}.csv", accept="*/*", region=region),
        get(service, path, accept="text/html", region=region, format="csv"),
    ):
        assert response.header("content-type") == "text/csv; charset=utf-8"
        assert response.header("content-location") == "areas-of-region.csv?region=Gotland"
        assert list(csv.reader(io.StringIO(text(response))))[1:] == [
            [f"{ID}area/gotland-besoksnaring"],
            [f"{ID}area/gotland-livsmedel"],
        ]
    found = loads(get(service, path, accept="application/sparql-results+json", region=region))
    assert [row["area"]["value"] for row in found["results"]["bindings"]][1] == f"{ID}area/gotland-livsmedel"
    assert text(get(service, f"{path}.xml", region=region)).count("<result>") == 2
    assert text(get(service, f"{path}.tsv", region=region)).splitlines()[0] == "?area"
    assert get(service, path, accept="image/png, text/html;q=0.5", region=region).status == 200


def test_a_question_for_triples_is_answered_alike_in_every_format_of_rdf(service: Service) -> None:
    graphs = []
    for form in ("ttl", "nt", "rdf", "jsonld"):
        response = get(service, f"/questions/region-as-a-graph.{form}", region="Gotland")
        assert response.status == 200
        rdf_format = {"ttl": "turtle", "nt": "nt", "rdf": "xml", "jsonld": "json-ld"}[form]
        graphs.append(rdflib.Graph().parse(data=text(response), format=rdf_format))
    assert len(graphs[0]) >= 4
    assert all(set(graph) == set(graphs[0]) for graph in graphs)
    page = get(service, "/questions/region-as-a-graph", region="Gotland", lang="en")
    assert len(rows(page)) == len(graphs[0])


def test_a_question_for_yes_or_no_says_so_in_words(service: Service) -> None:
    page = get(service, "/questions/is-actor-behind-area", lang="en")
    answered = loads(get(service, "/questions/is-actor-behind-area.json"))["boolean"]
    assert words("en")["ask-yes" if answered else "ask-no"] in said(page)


@pytest.mark.parametrize(
    ("path", "accept", "status", "told"),
    [
        ("/questions/areas-of-region", "image/png", 406, "csv"),
        ("/questions/areas-of-region.png", "text/html", 404, "csv"),
        ("/questions/areas-of-region.ttl", "text/html", 404, "csv"),
        ("/questions/region-as-a-graph.csv", "text/html", 404, "ttl"),
        ("/questions/areas-of-regoin", "application/json", 404, "areas-of-region"),
    ],
)
def test_what_is_not_there_is_told_with_what_is(
    service: Service, path: str, accept: str, status: int, told: str
) -> None:
    response = get(service, path, accept=accept)
    assert response.status == status
    assert told in text(response)


def test_an_unknown_question_leads_to_the_nearest_and_to_the_library(service: Service) -> None:
    page = get(service, "/questions/areas-of-regoin", lang="en")
    assert page.status == 404
    assert "../questions/areas-of-region?lang=en" in {a["href"] for a in Tags(text(page)).every("a")}
    hostile = get(service, f"/questions/{HOSTILE}")
    assert hostile.status == 404
    assert "<script>window" not in text(hostile)


@pytest.mark.parametrize(
    ("parameters", "told"),
    [
        ({"region": "Gottland"}, "Gotland"),
        ({"area": "Energi"}, "region"),
        ({"region": HOSTILE}, "no county"),
        ({"region": "Gotland", "timeout": "soon"}, "seconds"),
    ],
)
def test_a_wrong_value_is_a_400_that_says_what_to_do_and_keeps_the_form(
    service: Service, parameters: dict[str, str], told: str
) -> None:
    page = get(service, "/questions/areas-of-region", language="en", **parameters)
    assert page.status == 400
    assert told in said(page)
    assert words("en")["service-remedy-bad-request"] in said(page)
    assert "region" in {one.get("name") for tag in ("select", "input") for one in Tags(text(page)).every(tag)}
    assert "<script>window" not in text(page)
    problem = get(service, "/questions/areas-of-region.json", accept="application/json", **parameters)
    assert problem.status == 400
    assert told in loads(problem)["detail"]


def test_a_value_given_twice_is_refused_and_an_empty_one_is_the_default(service: Service) -> None:
    twice = Request("GET", "/questions/areas-of-region", "region=Gotland&region=Dalarna", {"accept": "text/html"})
    assert asyncio.run(answer(twice, service)).status == 400
    empty = get(service, "/questions/areas-of-region", region=" ")
    assert rows(empty) == rows(get(service, "/questions/areas-of-region", region="Västmanland"))


@pytest.mark.parametrize(
    ("failure", "status", "key"),
    [
        (TimedOut("too slow"), 504, "timed-out"),
        (TooLarge("too large"), 413, "too-large"),
        (TooLong("too long"), 413, "too-long"),
        (Busy("later", 7), 503, "busy"),
        (OutOfMemory("too much"), 507, "memory"),
        (WorkerDied("gone"), 500, "failed"),
    ],
)
def test_a_failure_of_the_pool_is_told_with_its_remedy(
    graph: Graph, failure: QueryFailed, status: int, key: str
) -> None:
    service = service_of(graph)
    assert isinstance(service.pool, Embedded)
    service.pool.failing = failure
    page = get(service, "/questions/areas-of-region", lang="sv")
    assert page.status == status
    assert words("sv")[f"service-remedy-{key}"] in said(page)
    assert page.header("cache-control") == "no-store"
    assert page.header("retry-after") == ("7" if key == "busy" else None)
    assert get(service, "/questions/areas-of-region.csv").status == status


def test_a_limit_of_time_in_the_address_reaches_the_pool(service: Service) -> None:
    assert isinstance(service.pool, Embedded)
    get(service, "/questions/areas-of-region", timeout="0.5")
    assert service.pool.asked[-1].timeout == 0.5


@pytest.mark.parametrize(
    ("written", "meant"),
    [("", None), ("2", 2.0), ("2.", 2.0), (".5", 0.5), ("1234567.25", 1234567.25), ("123456789", 123456789.0)]
    + [(text, "refused") for text in ("0", "0.0", "-1", "soon", " 2", "1e3", "1_0", "inf", "nan", "٣", "2\n")],
)
@pytest.mark.parametrize(
    ("path", "accept", "parameters"),
    [
        ("/sparql", "text/csv", {"query": "ASK {}"}),
        ("/sparql", "text/html", {"query": "ASK {}"}),
        ("/questions/areas-of-region", "text/html", {}),
        ("/questions/areas-of-region", "text/csv", {}),
        ("/data", "text/turtle", {"default": ""}),
    ],
)
def test_a_limit_of_time_means_the_same_wherever_it_is_given(
    service: Service, path: str, accept: str, parameters: dict[str, str], written: str, meant: object
) -> None:
    assert isinstance(service.pool, Embedded)
    before = len(service.pool.asked)
    response = get(service, path, accept, **parameters, timeout=written)
    found = {query.timeout for query in service.pool.asked[before:]}
    assert (response.status, found) == ((400, set()) if meant == "refused" else (200, {meant}))


def test_an_edition_asks_and_shows_its_own_iris_and_takes_them_as_values(graph: Graph) -> None:
    edition = service_of(graph, "https://data.example.se/s3/")
    gotland = "https://data.example.se/s3/id/county/gotland"
    data = text(get(edition, "/questions/areas-of-region.csv", region=gotland))
    assert "https://data.example.se/s3/id/area/gotland-livsmedel" in data
    page = get(edition, "/questions/areas-of-region", region=gotland)
    assert rows(page) == [("Besöksnäring",), ("Livsmedel",)]
    assert [one["value"] for one in Tags(text(page)).every("option") if "selected" in one] == ["Gotland"]
    assert 'href="../id/area/gotland-livsmedel"' in text(page)
    assert "VALUES ?region { &lt;https://data.example.se/s3/id/county/gotland&gt; }" in text(page)


def test_a_long_answer_is_cut_on_the_page_and_says_so_but_is_whole_elsewhere() -> None:
    many = SHOWN + 234
    quads = [
        Quad(NamedNode(f"{ID}county/c{n}"), predicate, value, curated("places"))
        for n in range(many)
        for predicate, value in ((rdf("type"), sg("County")), (skos("prefLabel"), Literal(f"Län {n}", language="sv")))
    ]
    service = service_of(Graph(MemoryStore(quads)))
    query = "SELECT ?c { ?c a sg:County }"
    page = get(service, "/sparql", query=query)
    assert len(rows(page)) == SHOWN
    assert "1 234 rader Tabellen visar de första 1 000 av 1 234 rader." in " ".join(said(page).split())
    whole = get(service, "/sparql", query=query, format="csv")
    assert len(text(whole).splitlines()) == many + 1


def test_hostile_labels_are_text() -> None:
    quads = [
        Quad(NamedNode(f"{ID}area/a"), rdf("type"), sg("RegionalArea"), curated("places")),
        Quad(NamedNode(f"{ID}area/a"), sg("areaOf"), NamedNode(f"{ID}county/gotland"), curated("places")),
        Quad(NamedNode(f"{ID}area/a"), skos("prefLabel"), Literal(HOSTILE, language="sv"), curated("places")),
        Quad(NamedNode(f"{ID}county/gotland"), rdf("type"), sg("County"), curated("places")),
        Quad(
            NamedNode(f"{ID}county/gotland"),
            skos("prefLabel"),
            Literal("\u202eGot\x1bland", language="sv"),
            curated("places"),
        ),
    ]
    service = service_of(Graph(MemoryStore(quads)))
    page = get(service, "/questions/areas-of-region", region="county:gotland")
    assert rows(page) == [(HOSTILE,)]
    assert "<script>window" not in text(page)
    listed = get(service, "/sparql", query="SELECT ?c ?x { ?c a sg:County BIND(<javascript:alert(1)> AS ?x) }")
    assert rows(listed) == [("\\u202EGot\\u001Bland", "<javascript:alert(1)>")]
    assert not any((a["href"] or "").startswith("javascript") for a in Tags(text(listed)).every("a"))


def test_pages_take_no_script_of_their_own_and_name_their_variants(service: Service) -> None:
    for path in ("/questions", "/questions/areas-of-region", "/sparql", "/questions/none"):
        page = get(service, path)
        policy = page.header("content-security-policy") or ""
        assert "script-src 'self';" in policy
        assert "style-src 'self';" in policy
        assert "unsafe" not in policy
        assert not re.search(r"<script(?![^>]* src=)|<[^>]* (?:on\w+|style)=", text(page)), path
        assert {part.strip() for part in (page.header("vary") or "").split(",")} >= {"Accept", "Accept-Language"}


def test_who_has_the_answer_already_is_told_so_without_another_evaluation(service: Service) -> None:
    assert isinstance(service.pool, Embedded)
    for path in ("/questions", "/questions/areas-of-region", "/questions/areas-of-region.csv", "/sparql"):
        first = get(service, path)
        headers = {"accept": "text/html", "if-none-match": first.header("etag") or ""}
        asked = len(service.pool.asked)
        again = asyncio.run(answer(Request("GET", path, "", headers), service))
        assert (again.status, again.body) == (304, b"")
        assert path != "/questions/areas-of-region.csv" or len(service.pool.asked) == asked
        query = "region=Gotland" if path.endswith(".csv") else "lang=en"
        other = asyncio.run(answer(Request("GET", path, query, headers), service))
        assert other.status == 200


def test_an_answer_under_one_base_is_none_under_another(graph: Graph, service: Service) -> None:
    path = "/questions/areas-without-platform.csv"  # whose query is the same in every edition
    own = get(service_of(graph, "https://data.example.se/s3/"), path)
    assert text(own) != text(get(service, path))
    request = Request("GET", path, "", {"if-none-match": own.header("etag") or ""})
    assert asyncio.run(answer(request, service)).status == 200


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("", "sv"),
        ("sv", "sv"),
        ("en-GB, sv;q=0.5", "en"),
        ("de, fr", "en"),
        ("nb, sv;q=0.1", "sv"),
        ("*", "sv"),
        ("en;q=0", "sv"),
    ],
)
def test_the_language_follows_the_browser(service: Service, header: str, expected: str) -> None:
    assert get(service, "/questions", language=header).header("content-language") == expected


def test_the_words_of_the_service_are_used_and_the_same_in_both_languages() -> None:
    package = folder("service")
    sources = [*package.glob("*.py"), *package.glob("templates/*")]
    code = "\n".join(path.read_text("utf-8") for path in sources)
    keys = {key for key in words("sv") if key.startswith("service-")}
    assert keys == {key for key in words("en") if key.startswith("service-")}
    built = ("service-fault-", "service-remedy-", "service-format-")
    assert [key for key in sorted(keys) if f'"{key}"' not in code and not key.startswith(built)] == []
