"""The page where SPARQL is written, as it works without JavaScript: queries, faults, and our questions in it."""

from __future__ import annotations

import asyncio
import hashlib
import html
import json
import re
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from service.asking import Embedded, get, service_of, text
from styrkegraf import Graph
from styrkegraf.atlas.wording import words
from styrkegraf.namespaces import PREFIXES, SG
from styrkegraf.questions import library
from styrkegraf.resources import folder
from styrkegraf.service.answer import Service, answer
from styrkegraf.service.http import Request, Response
from tags import Tags

QUERY = "SELECT ?county WHERE { ?county a sg:County } ORDER BY ?county LIMIT 2"
HOSTILE = '</textarea><script>window.harmed = 1</script>"><img src=x onerror=window.harmed=1>'


@pytest.fixture(scope="module")
def service(graph: Graph) -> Service:
    return service_of(graph)


def said(response: Response) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text(response))).split())


def written(response: Response) -> str:
    """What stands in the editor."""
    found = re.search(r"<textarea[^>]*>\n(.*?)</textarea>", text(response), re.DOTALL)
    assert found
    return html.unescape(found[1])


def test_a_query_in_the_address_is_run_and_its_answer_has_labels_and_every_format(service: Service) -> None:
    page = get(service, "/sparql", query=QUERY)
    assert page.status == 200
    assert written(page) == QUERY
    assert 'href="./id/county/blekinge" title="county:blekinge"><bdi>Blekinge</bdi>' in text(page)
    links = [a["href"] or "" for a in Tags(text(page)).every("a")]
    for form in ("csv", "tsv", "json", "xml"):
        (link,) = [link for link in links if link.endswith(f"&format={form}")]
        assert parse_qs(urlsplit(link).query)["query"] == [QUERY]
    triples = get(service, "/sparql", query="CONSTRUCT { ?c a sg:County } { ?c a sg:County }", lang="en")
    assert "&amp;format=ttl" in text(triples)
    assert "21 statements" in said(triples)
    assert "1 statement " in said(get(service, "/sparql", query="CONSTRUCT { sg:a a sg:b } {}", lang="en"))
    swedish = get(service, "/sparql", query="CONSTRUCT { sg:a a sg:b } {}", lang="sv")
    assert re.findall(r'<th scope="col"[^>]*>([^<]+)', text(swedish)) == ["Subjekt", "Egenskap", "Objekt"]
    assert words("en")["ask-no"] in said(get(service, "/sparql", query="ASK { ?x a sg:Nothing }", lang="en"))


def test_without_a_query_the_page_offers_one_that_has_an_answer_and_every_question(service: Service) -> None:
    page = get(service, "/sparql")
    assert 'id="answer" aria-labelledby="answer-heading" hidden' in text(page)
    names = {
        parse_qs(urlsplit(a["href"] or "").query)["question"][0]
        for a in Tags(text(page)).every("a")
        if "question=" in (a["href"] or "")
    }
    assert names == set(library())
    assert words("sv")["service-nothing"] not in said(get(service, "/sparql", query=written(page)))


def test_a_question_is_put_into_the_editor_with_a_form_and_not_run(service: Service) -> None:
    assert isinstance(service.pool, Embedded)
    before = len(service.pool.asked)
    page = get(service, "/sparql", question="areas-of-region", region="Gotland", lang="en")
    assert len(service.pool.asked) == before
    assert written(page).startswith("PREFIX county:")
    assert "VALUES ?region { <https://w3id.org/styrkegraf/id/county/gotland> }" in written(page)
    assert [one["value"] for one in Tags(text(page)).every("option") if "selected" in one] == ["Gotland"]
    wrong = get(service, "/sparql", question="areas-of-region", region="Gottland", lang="en")
    assert wrong.status == 400
    assert "Gotland" in said(wrong)
    assert get(service, "/sparql", question="areas-of-regoin").status == 404


def test_a_fault_is_shown_with_its_line_and_the_sign_at_which_it_stands(service: Service) -> None:
    page = get(service, "/sparql", query="SELECT * {\n ?a nix:b ?c\n}", lang="en")
    assert page.status == 400
    assert "Line 2, character 10:" in said(page)
    fault = next(one for one in Tags(text(page)).every("div") if one.get("data-line"))
    assert (fault["data-line"], fault["data-column"]) == ("2", "10")
    assert '<span class="number">2</span>  ?a nix:b<mark> </mark>?c' in text(page)
    assert "The prefix “nix:” is not declared." in said(page)
    assert words("en")["service-remedy-bad-query"] in said(page)


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"query": "ASK { ?a nix:b ?c }"}, "Prefixet ”nix:” är inte deklarerat."),
        ({"query": "ASK { <rel> ?b ?c }"}, "IRI:n <rel> är relativ;"),
        ({"query": "SELECT * { ?a ?b ?c } LIMIT x"}, "en siffra"),
        ({"query": "# tom"}, "Frågan är tom."),
        ({"query": "CLEAR ALL"}, "Detta är en uppdatering;"),
        ({"query": "SELECT * { SERVICE <x:y> { } }"}, "SERVICE frågar en annan server;"),
        ({"query": "SELECT (<x:f>(1) AS ?x) {}"}, "<x:f> är ingen funktion"),
        ({"question": "areas-of-region", "region": "Vastmanlan"}, "(län). Menade du ”Västmanland”?"),
        ({"question": "areas-of-region", "place": "Sala"}, "har ingen parameter ”place”; den tar region."),
    ],
)
def test_a_swedish_page_says_in_swedish_what_is_wrong(service: Service, asked: dict[str, str], told: str) -> None:
    page = get(service, "/sparql", lang="sv", **asked)
    assert 400 <= page.status < 500
    assert told in said(page)
    assert 'class="detail" lang="en"' not in text(page)
    english = get(service, "/sparql", lang="en", **asked)
    assert told not in said(english)
    assert 'class="detail" lang="en"' in text(english)


def test_the_foot_of_a_page_leads_to_what_the_service_has_beside_the_atlas(service: Service) -> None:
    for path, top in (
        ("/sparql", "./"),
        ("/questions/areas-of-region", "../"),
        ("/id/county/gotland.en.html", "../../"),
    ):
        foot = text(get(service, path, lang="en")).partition("<footer")[2]
        links = [a["href"] or "" for a in Tags(foot).every("a")]
        found = [link.removeprefix(top).partition("?")[0] for link in links if "about.html" not in link]
        assert {one.partition("/")[0].partition(".")[0] for one in found} == {
            "questions", "sparql", "ontology", "downloads"
        }, path  # fmt: skip
        assert all(get(service, f"/{one}").status in (200, 303) for one in found), found


def test_a_thing_without_a_name_is_shown_by_its_address(service: Service) -> None:
    page = get(service, "/sparql", query="SELECT (<https://example.org/a> AS ?x) {}")
    assert ">https://example.org/a</bdi>" in text(page)


@pytest.mark.parametrize("query", ["INSERT DATA { <a:a> <b:b> <c:c> }", "SELECT * { SERVICE <http://localhost/> { } }"])
def test_what_is_not_answered_here_is_refused_on_the_page(service: Service, query: str) -> None:
    page = get(service, "/sparql", query=query)
    assert page.status == 403
    assert words("sv")["service-fault-refused"] in said(page) or "read-only" in text(page)


def test_hostile_text_is_shown_as_text_wherever_it_comes_from(service: Service) -> None:
    for page in (
        get(service, "/sparql", query=HOSTILE),
        get(service, "/sparql", query=f"SELECT ('{HOSTILE.replace(chr(34), '')}' AS ?x) {{}}"),
        get(service, "/sparql", question=HOSTILE),
        get(service, "/sparql", question="areas-of-region", region=HOSTILE),
        get(service, "/sparql", query=QUERY, timeout=HOSTILE),
        get(service, "/sparql", query=QUERY, x=HOSTILE),
    ):
        assert "<script>window" not in text(page)
        assert "<img" not in text(page)


POSTED = {"application/x-www-form-urlencoded": urlencode({"query": QUERY}), "application/sparql-query": QUERY}


@pytest.mark.parametrize("content_type", POSTED)
def test_a_posted_query_is_answered_like_an_address(service: Service, content_type: str) -> None:
    headers = {"accept": "text/html", "content-type": content_type}
    request = Request("POST", "/sparql", "lang=en", headers, POSTED[content_type].encode())
    page = asyncio.run(answer(request, service))
    assert page.status == 200
    assert "Blekinge" in said(page)
    assert page.header("content-language") == "en"


@pytest.mark.parametrize("content_type", POSTED)
def test_a_posted_query_with_too_many_parameters_is_the_askers_fault(service: Service, content_type: str) -> None:
    headers = {"accept": "text/html", "content-type": content_type}
    request = Request("POST", "/sparql", "&".join(["a=b"] * 2000), headers, POSTED[content_type].encode())
    assert asyncio.run(answer(request, service)).status == 400


def test_the_dataset_and_the_limit_of_time_reach_the_pool(service: Service) -> None:
    assert isinstance(service.pool, Embedded)
    graph = "https://w3id.org/styrkegraf/ontology"
    get(service, "/sparql", query=QUERY, timeout="1.5", **{"default-graph-uri": graph})
    assert service.pool.asked[-1].default_graphs == (graph,)
    assert service.pool.asked[-1].timeout == 1.5
    page = Tags(text(get(service, "/sparql", query=QUERY, timeout="3")))
    limits = [one["value"] for one in page.every("option") if (one["value"] or "").isdigit()]
    assert limits == ["10", "5", "3", "2", "1"]
    assert "3" in [one["value"] for one in page.every("option") if "selected" in one]


def test_the_editor_is_handed_our_vocabulary_in_the_language_of_the_page(service: Service) -> None:
    place = next(
        one for one in Tags(text(get(service, "/sparql", lang="sv"))).every("div") if one.get("id") == "editor"
    )
    assert json.loads(place["data-prefixes"] or "") == PREFIXES
    address = urlsplit(place["data-terms"] or "")
    asked = {key: value for key, (value,) in parse_qs(address.query).items()}
    found = json.loads(text(get(service, "/sparql", **asked)))["results"]["bindings"]
    terms = {(row["term"]["value"], row["kind"]["value"]): row.get("label", {}).get("value") for row in found}
    assert terms[f"{SG}StrengthArea", "class"] == "styrkeområde"
    assert terms[f"{SG}hasArea", "property"] == "har styrkeområde"
    assert any(iri.startswith(PREFIXES["skos"]) for iri, _ in terms)


def test_an_edition_offers_queries_with_its_own_iris(service: Service) -> None:
    edition = service_of(service.graph, "https://data.example.se/s3/")
    page = get(edition, "/sparql", question="areas-of-region", region="Gotland")
    assert "<https://data.example.se/s3/id/county/gotland>" in written(page)
    assert "Livsmedel" in said(get(edition, "/sparql", query=written(page)))
    assert "Livsmedel" in said(get(edition, "/sparql", query="SELECT ?area { ?area sg:areaOf county:gotland }"))
    faulty = "ASK { ?area sg:areaOf county:gotland . ?area }"
    fault = said(get(edition, "/sparql", query=faulty, lang="en"))
    assert re.search(r"Line 1, character \d+:", fault).group() in said(  # type: ignore[union-attr]
        get(service, "/sparql", query=faulty, lang="en")
    )


def test_the_vendored_editor_is_the_recorded_one() -> None:
    about = json.loads((folder("vendor") / "vendor.json").read_text("utf-8"))["yasgui"]
    place = folder(about["folder"])
    for name, checksum in about["files"].items():
        assert hashlib.sha256((place / name).read_bytes()).hexdigest() == checksum
    assert about["npm"] == f"@zazuko/yasgui@{about['version']}"
    assert "Marijn Haverbeke" in (place / "LICENCES.txt").read_text("utf-8")
