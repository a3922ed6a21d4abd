"""Ask as its reader uses it: the form, the list, headings in words, tables, networks and files, by keyboard too."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from pyoxigraph import QuerySolutions

from askpage import Visit, Visitor, csv_of
from axe import faults
from styrkegraf import Graph
from styrkegraf.atlas.queries import query_documents
from styrkegraf.atlas.wording import words
from styrkegraf.labels import Language
from styrkegraf.namespaces import ID


@pytest.mark.browser
def test_the_form_asks_and_the_address_can_be_shared(visit: Visitor) -> None:
    found = visit()
    found.page.click("[data-question=areas-of-region]")
    found.wait().page.select_option("[name=region]", label="Gotland")
    found.page.click("#ask-form button")
    assert found.wait().rows() == [("Besöksnäring",), ("Livsmedel",)]
    address = "#" + found.page.url.partition("#")[2]
    other = visit(address, "en").wait()
    assert other.page.input_value("[name=region]") == "county:gotland"
    assert other.rows() == [("Tourism industry",), ("Food",)]
    assert other.page.inner_text("#ask-heading") == "The strength areas of a region"
    found.page.go_back()
    assert ("Järnväg",) in found.wait().rows()


@pytest.mark.browser
def test_a_number_may_have_a_comma_as_swedish_writes_it(visit: Visitor) -> None:
    found = visit("#question=actors-with-most-areas").wait()
    found.page.fill("[name=least]", "3,5")
    found.page.click("#ask-form button")
    found.wait()
    assert "VALUES ?least { 3.5 }" in found.page.input_value("#ask-text")
    assert found.error() == ""
    assert [areas for _, areas in found.rows()] == ["5", "4", "4", "4", "4"]


@pytest.mark.browser
def test_on_paper_an_answer_says_what_was_asked_of_whom(visit: Visitor) -> None:
    found = visit("#question=areas-of-region&region=county:gotland").wait()
    found.page.emulate_media(media="print")
    assert found.page.locator("#ask-p-region option:checked").text_content() == "Gotland"
    assert found.page.locator("#ask-p-region").is_visible()
    assert found.page.locator("label[for=ask-p-region]").is_visible()
    assert found.page.locator("main button:visible").count() == 0


@pytest.mark.browser
def test_a_thing_leads_to_its_page_and_a_name_in_the_other_language_says_so(visit: Visitor) -> None:
    found = visit("#query=" + quote('SELECT * { VALUES (?a ?b) { (county:gotland "Food"@en) } }'))
    assert found.columns() == [], "a query that came with a link waits for its reader"
    assert found.loaded() == {"questions.js"}
    found.page.click("#ask-run")
    found.wait()
    assert found.page.get_attribute("table.answer a", "href") == "region/gotland.html"
    assert found.page.get_attribute("table.answer td:last-child bdi", "lang") == "en"
    assert found.page.get_attribute("table.answer a bdi", "lang") is None


@pytest.mark.browser
def test_a_wide_answer_folds_on_a_telephone(visit: Visitor) -> None:
    found = visit()
    found.page.set_viewport_size({"width": 360, "height": 800})
    found.ask("#question=collaboration-by-kind").wait()
    assert found.page.locator("table.answer tbody td").count() == 9
    assert found.page.locator(".wide").evaluate("one => one.scrollWidth <= one.clientWidth")
    first, second = (found.page.locator("tbody td").nth(place).bounding_box() for place in (0, 1))
    assert first
    assert second
    assert second["y"] >= first["y"] + first["height"], "the values of a row stand below each other"
    assert found.page.locator("tbody td").nth(1).evaluate("one => getComputedStyle(one, '::before').content") != "none"


@pytest.mark.browser
def test_the_list_is_searched_in_both_languages_without_accents(visit: Visitor) -> None:
    found = visit()
    found.page.fill("#ask-find", "styrkeomraden region")
    assert found.page.locator("[data-question=areas-of-region]").is_visible()
    assert not found.page.locator("[data-question=people-and-roles]").is_visible()
    found.page.fill("#ask-find", "people and roles")
    assert found.page.locator("#ask-list a:visible").count() >= 1
    assert found.page.locator("[data-question=people-and-roles]").is_visible()
    found.page.fill("#ask-find", "xyzzy")
    assert found.page.inner_text("#ask-count") == "0\xa0frågor"
    found.page.press("#ask-find", "Tab")
    assert found.page.evaluate("document.activeElement.id") != "ask-list", "an empty list is no stop for the keyboard"
    found.page.fill("#ask-find", "")
    assert found.page.locator("[data-question=areas-of-region]").is_visible()


@pytest.mark.browser
def test_the_csv_holds_names_and_iris_and_no_formula(running: Visit) -> None:
    running.ask("#question=areas-of-region&region=Gotland")
    header, *rows = csv_of(running)
    assert header == ["area", "area_iri"]
    assert ["Livsmedel", f"{ID}area/gotland-livsmedel"] in rows
    assert len(rows) == 2
    sparql = 'SELECT ?n ?text { VALUES (?n ?text) { (-5 "=1+1") (2 "a,\\"b\\"\\nc") (3 UNDEF) } }'
    running.write(sparql).wait()
    assert csv_of(running) == [["n", "text"], ["-5", "'=1+1"], ["2", 'a,"b"\nc'], ["3", ""]]


@pytest.mark.browser
def test_triples_are_shown_as_a_table_and_as_a_network(running: Visit) -> None:
    running.write("CONSTRUCT { ?a sg:hasTheme ?t } WHERE { county:gotland sg:hasArea ?a . ?a sg:hasTheme ?t }")
    running.wait()
    assert running.columns() == ["subject", "predicate", "object"]
    rows = running.rows()
    assert running.status() == f"{len(rows)}\xa0påståenden"
    running.page.click(".network summary")
    assert running.page.locator(".picture path").count() == len(rows)
    names = {row[0] for row in rows} | {row[2] for row in rows}
    assert set(running.page.locator(".picture text").all_text_contents()) == names


@pytest.mark.browser
def test_the_language_switch_keeps_the_question(visit: Visitor) -> None:
    found = visit("#question=areas-of-region&region=Gotland").wait()
    found.page.click("a.switch")
    found.page.wait_for_url("**/en/ask.html*")
    assert found.wait().rows() == [("Tourism industry",), ("Food",)]


@pytest.mark.browser
def test_a_long_answer_shows_its_beginning_and_gives_all_as_csv(running: Visit) -> None:
    running.write("SELECT ?s { ?s ?p ?o } LIMIT 1200").wait()
    assert len(running.rows()) == 500
    assert "500 av 1\xa0200" in running.page.inner_text("#ask-answer")
    assert len(csv_of(running)) == 1201


@pytest.mark.browser
def test_an_empty_answer_says_so(running: Visit) -> None:
    running.write("SELECT ?s { ?s a sg:Nothing }").wait()
    assert running.status() == "Inga rader: inget i grafen passar frågans mönster."


@pytest.mark.browser
@pytest.mark.parametrize("lang", ["sv", "en"])
def test_it_is_used_by_keyboard_alone(visit: Visitor, lang: str) -> None:
    found = visit(lang=lang)
    found.page.focus("#ask-text")
    found.page.keyboard.press("ControlOrMeta+a")
    found.page.keyboard.type("ASK { county:gotland a sg:County }")
    found.page.keyboard.press("Control+Enter")
    assert found.wait().status() == {"sv": "Svaret är ja.", "en": "The answer is yes."}[lang]
    found.page.keyboard.press("Tab")
    assert found.page.evaluate("document.activeElement.id") == "ask-run", "the editor lets go of the Tab key"


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("lang", ["sv", "en"])
def test_axe_finds_nothing(visit: Visitor, lang: str, scheme: str) -> None:
    found = visit(lang=lang, color_scheme=scheme)
    assert faults(found.page) == []
    found.ask("#question=areas-in-macro-region")
    found.page.locator(".network summary").click()
    assert faults(found.page) == []
    found.write("SELECT * { ?s").wait()
    assert faults(found.page) == []


@pytest.mark.browser
def test_it_fits_a_narrow_screen(visit: Visitor) -> None:
    found = visit("#question=regions-sharing-themes", width=360, height=740).wait()
    assert found.page.evaluate("document.documentElement.scrollWidth") <= 360
    assert found.page.locator("#ask-library").get_attribute("open") is None
    found.page.click("#ask-library summary")
    found.page.click("[data-question=areas-of-region]")
    assert ("Järnväg",) in found.wait().rows()


@pytest.mark.browser
@pytest.mark.parametrize("lang", ["sv", "en"])
def test_columns_are_headed_in_words(visit: Visitor, lang: str) -> None:
    found = visit("#question=what-is-said-of-actor", lang).wait()
    assert found.columns() == ["property", "value", "document", "first"]
    words_ = {
        "sv": ["Egenskap", "Värde", "Dokument", "Första rad"],
        "en": ["Property", "Value", "Document", "First line"],
    }
    assert found.headings() == words_[lang]
    found.write('SELECT ("a" AS ?areaName) ("b" AS ?nuts_code) {}').wait()
    assert found.headings() == ["Area name", "Nuts code"], "a variable without words is taken apart"


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_every_column_of_a_named_query_has_a_heading_in_words(graph: Graph, lang: Language) -> None:
    for name, document in query_documents().items():
        found = graph.store.query(document.sparql)
        for variable in found.variables if isinstance(found, QuerySolutions) else ():
            assert words(lang).get(f"ask-column-{variable.value}"), f"{name}: {variable.value}"


@pytest.mark.browser
def test_a_reader_chooses_which_columns_of_things_the_network_joins(running: Visit) -> None:
    running.write(
        "SELECT ?region ?area ?theme { VALUES ?region { county:gotland county:dalarna } "
        "?region sg:hasArea ?area . ?area sg:hasTheme ?theme }"
    ).wait()
    rows = running.rows()
    running.page.click(".network summary")
    picture = running.page.locator(".picture text")
    assert set(picture.all_text_contents()) == {name for row in rows for name in row[:2]}
    running.page.select_option("#ask-network-to", label="tema")
    assert set(picture.all_text_contents()) == {name for row in rows for name in (row[0], row[2])}
    assert running.page.locator(".picture path").count() == len({(row[0], row[2]) for row in rows})
    running.page.select_option("#ask-network-from", label="tema")
    assert running.page.locator(".picture path").count() == 0
    assert faults(running.page) == []
    running.write("SELECT ?region ?area { county:gotland sg:hasArea ?area BIND(county:gotland AS ?region) }").wait()
    running.page.click(".network summary")
    assert running.page.locator(".ends").count() == 0, "with two columns there is nothing to choose"


@pytest.mark.browser
@pytest.mark.parametrize(("lang", "count"), [("sv", "1\N{NO-BREAK SPACE}200\xa0rader"), ("en", "1,200\xa0rows")])
def test_counts_have_their_thousands_apart(visit: Visitor, lang: str, count: str) -> None:
    found = visit("#query=" + quote("SELECT ?s { ?s ?p ?o } LIMIT 1200"), lang=lang)
    found.page.click("#ask-run")
    assert found.wait().status() == count
