"""Metadata of a graph of somebody's own say what its publisher says of it, and nothing that is so of ours only."""

from __future__ import annotations

import asyncio
import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, parse

import styrkegraf
from publish.published import BASE, FACTS, small_graph
from publish.test_catalogue import EU, WRITTEN, against_dcat_ap, broken
from shipped import shipped
from styrkegraf import Graph
from styrkegraf.atlas.about import about_page
from styrkegraf.atlas.frame import Frame
from styrkegraf.cli.publish import publish as command
from styrkegraf.namespaces import BASE as CANONICAL
from styrkegraf.namespaces import PREFIXES, PROVENANCE, sg, skos
from styrkegraf.publish.catalogue import CATALOGUE, about
from styrkegraf.publish.credit import credit
from styrkegraf.publish.datasets import About
from styrkegraf.publish.describing import name
from styrkegraf.publish.dumps import dumps
from styrkegraf.publish.edition import LICENCE, Edition
from styrkegraf.publish.metadata import Metadata
from styrkegraf.publish.publisher import Publisher, PublisherError, read_publisher
from styrkegraf.publish.static import publish
from styrkegraf.publish.void import VOID
from styrkegraf.service.answer import answer
from styrkegraf.service.http import Request
from styrkegraf.service.start import Plan, make
from styrkegraf.store import MemoryStore
from tags import Tags

GRAPH = f"{BASE}{CATALOGUE}#graph"
ONTOLOGY = f"{BASE}{CATALOGUE}#ontology"
THEIR_LICENCE = "http://creativecommons.org/licenses/by/4.0/"
WHO = """\
name = { sv = "Region Prov", en = "Region Trial" }
type = "RegionalAuthority"
identifier = "000000-0000"

[contact]
name = "Data"
email = "data@example.se"
"""
WHAT = f"""
[dataset]
title = {{ sv = "Öns styrkor: en \\"prov\\"graf {{0}}", en = "The strengths of the island" }}
description = {{ sv = "Öns områden.", en = "The areas of the island." }}
licence = "{THEIR_LICENCE}"
issued = 2025-03-01
modified = "2025-04-02"
version = "3.1"
"""
OURS = (
    *("Styrkegraf: ", "Styrkegraf som", "Styrkegraf as", "2026-11-21", "0.1.0", LICENCE),
    *("country/SWE", "frequency/IRREG", "availability/STABLE", "Sverige", "Sweden"),
)
"""What is so of the shipped graph only, or of the ontology, and of no graph of somebody's own."""
NOT_SAID = {"catalogue-spatial", "dataset-spatial", "distribution-availability"}
"""Recommendations of the profile about which the file of a publisher has no key."""


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    return small_graph(tmp_path_factory.mktemp("facts"))


def described(graph: Graph, folder: Path, text: str | None = WHO + WHAT) -> Metadata:
    file = folder / "publisher.toml"
    file.write_text(text or "", encoding="utf-8")
    return Metadata(graph, Edition(BASE), read_publisher(file) if text else None, BASE + "sparql", dumps())


def statements(metadata: Metadata, path: str = CATALOGUE) -> list[Triple]:
    return [quad.triple for quad in parse(metadata.document(path, RdfFormat.N_TRIPLES, WRITTEN), RdfFormat.N_TRIPLES)]


def values(found: list[Triple], subject: str, short: str) -> set[str]:
    terms = {t.object for t in found if t.subject == NamedNode(subject) and t.predicate == name(short)}
    return {term.value for term in terms if isinstance(term, NamedNode | Literal)}


def of_theirs(found: list[Triple]) -> str:
    """All that is said, but for the licence of the catalogue itself and for what is said of the ontology."""
    said = [
        t
        for t in found
        if ONTOLOGY not in str(t.subject)
        and NamedNode(LICENCE) != t.subject
        and not (t.subject == NamedNode(f"{BASE}{CATALOGUE}#catalogue") and t.predicate == name("dcterms:license"))
    ]
    return "\n".join(map(str, said))


@pytest.mark.parametrize("path", [CATALOGUE, VOID])
def test_their_dataset_says_what_they_say(graph: Graph, tmp_path: Path, path: str) -> None:
    found = statements(described(graph, tmp_path), path)
    assert values(found, GRAPH, "dcterms:title") == {'Öns styrkor: en "prov"graf {0}', "The strengths of the island"}
    assert values(found, GRAPH, "dcterms:description") == {"Öns områden.", "The areas of the island."}
    assert values(found, GRAPH, "dcterms:issued") == {"2025-03-01"}
    assert values(found, GRAPH, "dcterms:modified") == {"2025-04-02"}
    if path == VOID:
        assert values(found, GRAPH, "dcterms:license") == {THEIR_LICENCE}
    else:
        assert values(found, GRAPH, "dcat:version") == {"3.1"}
    assert [mark for mark in OURS if mark in of_theirs(found)] == []


def test_every_distribution_of_theirs_has_their_licence_and_the_ontology_keeps_ours(
    graph: Graph, tmp_path: Path
) -> None:
    found = statements(described(graph, tmp_path))
    parts = {part: values(found, f"{BASE}{CATALOGUE}#{part}", "dcat:distribution") for part in ("graph", "tables")}
    files = set.union(*parts.values())
    assert len(files) > 10
    assert {licence for file in files for licence in values(found, file, "dcterms:license")} == {THEIR_LICENCE}
    assert values(found, f"{BASE}{CATALOGUE}#sparql", "dcterms:license") == {THEIR_LICENCE}
    assert values(found, THEIR_LICENCE, "rdf:type") == {name("dcterms:LicenseDocument").value}
    (turtle,) = (one for one in values(found, ONTOLOGY, "dcat:distribution") if one.endswith("ttl"))
    assert values(found, turtle, "dcterms:license") == {LICENCE}
    assert values(found, ONTOLOGY, "dcat:version") == {styrkegraf.__version__}
    assert values(found, ONTOLOGY, "dcterms:title") == {"Styrkegrafs ontologi", "The Styrkegraf ontology"}


def test_tables_and_networks_are_called_after_their_graph(graph: Graph, tmp_path: Path) -> None:
    found = statements(described(graph, tmp_path))
    tables = values(found, f"{BASE}{CATALOGUE}#tables", "dcterms:title")
    assert tables == {"Öns styrkor som tabeller", "The strengths of the island as tables"}


def test_their_catalogue_keeps_every_rule_of_the_swedish_profile_but_what_nobody_said(
    graph: Graph, tmp_path: Path
) -> None:
    assert broken(statements(described(graph, tmp_path))) == NOT_SAID


@pytest.mark.skipif(not EU.is_dir(), reason="the shapes of DCAT-AP are not beside the project")
@pytest.mark.parametrize("shapes", ["shapes.ttl", "range.ttl"])
@pytest.mark.parametrize("text", [WHO, WHO + WHAT])
def test_their_catalogue_passes_the_shapes_of_dcat_ap(graph: Graph, tmp_path: Path, text: str, shapes: str) -> None:
    assert against_dcat_ap(statements(described(graph, tmp_path, text)), shapes) == []


@pytest.mark.parametrize("text", [WHO, f"{WHO}[dataset]\n"])
def test_what_they_do_not_say_is_left_out_and_breaks_nothing_but_recommendations(
    graph: Graph, tmp_path: Path, text: str
) -> None:
    metadata = described(graph, tmp_path, text)
    found = statements(metadata)
    lacking = {f"{one}-licence" for one in ("distribution", "service")}
    lacking |= {"catalogue-issued", "catalogue-modified", "dataset-issued"}
    assert broken(found) == lacking | NOT_SAID
    assert metadata.about == About()
    for one in (found, statements(metadata, VOID)):
        assert [mark for mark in OURS if mark in of_theirs(one)] == []
    assert not values(found, GRAPH, "dcterms:issued") | values(found, GRAPH, "dcat:version")


def test_one_key_alone_is_enough(graph: Graph, tmp_path: Path) -> None:
    metadata = described(graph, tmp_path, f'{WHO}[dataset]\nversion = "3.1"\n')
    assert metadata.about == About("3.1")
    assert values(statements(metadata), GRAPH, "dcterms:title") == set(About().title)


def test_their_citation_and_their_data_for_search_engines(graph: Graph, tmp_path: Path) -> None:
    full, bare = described(graph, tmp_path), described(graph, tmp_path, WHO)
    lines = full.citation().decode().splitlines()
    assert {f'license-url: "{THEIR_LICENCE}"', 'version: "3.1"', "date-released: 2025-03-01"} <= set(lines)
    assert {'title: "The strengths of the island"', '  - name: "Region Trial"'} <= set(lines)
    told = full.dataset(dumps(), "en")
    assert (told["name"], told["license"], told["version"]) == ("The strengths of the island", THEIR_LICENCE, "3.1")
    assert (told["datePublished"], told["dateModified"]) == ("2025-03-01", "2025-04-02")
    assert {"license", "version", "datePublished", "dateModified"} & set(bare.dataset(dumps(), "sv")) == set()
    for metadata in (full, bare):
        told_all = metadata.citation().decode() + json.dumps(metadata.dataset(dumps(), "sv"))
        assert [mark for mark in (*OURS, "CC0", "use Styrkegraf") if mark in told_all] == []
    assert not re.search(r"^(license|license-url|version|date-released):", bare.citation().decode(), re.MULTILINE)


def test_nobody_is_said_to_publish_a_graph_that_is_given_no_publisher(graph: Graph, tmp_path: Path) -> None:
    metadata = described(graph, tmp_path, None)
    found = statements(metadata)
    assert metadata.about == About()
    assert values(found, f"{BASE}{CATALOGUE}#publisher", "foaf:name") == {"Okänd utgivare", "Unknown publisher"}
    assert not values(found, f"{BASE}{CATALOGUE}#publisher", "dcterms:type")
    assert "agent-type" in broken(found)


def test_the_shipped_graph_keeps_its_words_until_its_publisher_says_others(tmp_path: Path) -> None:
    graph = shipped()
    ours = about(graph.store)
    assert ours.title[1] == "Styrkegraf: smart specialisation in Sweden"
    assert (ours.version, ours.licence) == (styrkegraf.__version__, LICENCE)
    assert described(graph, tmp_path, None).about == described(graph, tmp_path, WHO).about == ours
    assert described(graph, tmp_path).about.version == "3.1"
    titles = values(statements(described(graph, tmp_path, None)), f"{BASE}{CATALOGUE}#networks", "dcterms:title")
    assert titles == {"Styrkegraf som nätverk", "Styrkegraf as networks"}
    lines = described(graph, tmp_path, None).citation().decode().splitlines()
    assert {"message: If you use Styrkegraf, please cite it as below.", "license: CC0-1.0"} <= set(lines)


@pytest.fixture(scope="module", params=[WHO + WHAT, WHO, ""], ids=["said", "not said", "nobody"])
def theirs(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Publisher | None, dict[str, str]]:
    """Who publishes a graph of their own, and the texts of all that is published of it, by the path of the file."""
    folder = tmp_path_factory.mktemp("theirs")
    facts = FACTS.replace("vastmanland", "oland").replace("Västmanland", "Öland")
    (folder / "publisher.toml").write_text(request.param, encoding="utf-8")
    publisher = read_publisher(folder / "publisher.toml") if request.param else None
    out = folder / "public"
    out.mkdir()
    publish(small_graph(folder, facts), Edition(BASE), out, publisher=publisher)
    kinds = (".html", ".cff", ".rdf", ".json", ".conf", ".caddy", ".htaccess")
    files = [path for path in sorted(out.rglob("*")) if path.name.endswith(kinds)]
    texts = {path.relative_to(out).as_posix(): path.read_text(encoding="utf-8") for path in files}
    return publisher, texts


CLAIMS = (
    *(
        "Sweden’s regions",
        "Sveriges regioner",
        "Sweden’s strength",
        "Sveriges styrke",
        "smart specialisation in Sweden",
    ),
    *(
        "smart specialisering i Sverige",
        "Sweden’s counties",
        "Sveriges län",
        "national overview",
        "nationell överblick",
    ),
    *("Natural Earth", "issue list", "ärendelista", "strength areas of all regions", "Alla regioners styrkeområden"),
    *(
        "Sörmland",
        "East Central Sweden",
        "Östra Mellansverige",
        "21 region",
        "the other 0",
        "de övriga 0",
        "most of them",
    ),
    *("of different years", "från olika år", "read line by line", "lästa rad för rad"),
    *("country/SWE", "spatialCoverage", "frequency/IRREG", "availability/STABLE", "If you use Styrkegraf"),
)
"""What may be said of the shipped graph only, wherever it stands."""


def test_nothing_that_is_published_of_theirs_claims_what_is_so_of_ours(
    theirs: tuple[Publisher | None, dict[str, str]],
) -> None:
    _, texts = theirs
    assert {"en/index.html", "sv/about.html", "en/analysis.html", "CITATION.cff", "datasets/dcat.rdf"} <= texts.keys()
    told = {path: text for path, text in texts.items() if path.endswith((".html", ".cff")) and "ontology." not in path}
    told["catalogue"] = of_theirs([quad.triple for quad in parse(texts["datasets/dcat.rdf"], RdfFormat.RDF_XML)])
    found = {(path, claim) for path, text in told.items() for claim in CLAIMS if claim in text}
    assert found == set()


def test_no_file_of_theirs_claims_our_licence(theirs: tuple[Publisher | None, dict[str, str]]) -> None:
    publisher, texts = theirs
    licence = publisher.dataset.licence if publisher and publisher.dataset else None
    for file, told in (
        ("id/county/gotland.en.html", f'<link rel="license" href="{licence}">'),
        ("downloads/index.sv.html", f'<link rel="license" href="{licence}">'),
        ("downloads/csv-metadata.json", f'"@id": "{licence}"'),
    ):
        assert (told in texts[file]) is (licence is not None), file
        assert LICENCE not in texts[file], file
        assert "CC0" not in texts[file], file
    linked = re.compile(r"<(https://[^>$%{]*)[^>]*>; rel=.{1,2}canonical.{1,2}, (?:<([^>]*)>; rel=.{1,2}license)?")
    for file in ("server/nginx-maps.conf", ".htaccess", "server/styrkegraf.caddy"):
        claimed = set(linked.findall(texts[file]))
        shared = {("https://w3id.org/styrkegraf/", LICENCE), ("https://w3id.org/styrkegraf/", licence or "")}
        # ontology and theme scheme; the themes, of which the edition says things; the graph that holds them; the rest
        assert claimed == {*shared, (BASE, LICENCE), (BASE, licence or "")}, file
    for file in ("ontology.en.html", "id/theme.en.html", "graph/curated/themes.en.html"):
        assert f'<link rel="license" href="{LICENCE}">' in texts[file], file


def test_the_page_about_their_atlas_gives_credit_to_them(theirs: tuple[Publisher | None, dict[str, str]]) -> None:
    publisher, texts = theirs
    page = Tags(texts["en/about.html"])
    links = {link["href"] for link in page.every("a") if "href" in link}
    said = publisher.dataset if publisher else None
    assert (THEIR_LICENCE in links) is (said is not None)
    assert ("whoever made this graph decides" in texts["en/about.html"]) is (said is None)
    assert ("mailto:data@example.se" in links) is (publisher is not None)
    assert ("Region Trial: The strengths of the island, version 3.1." in texts["en/about.html"]) is (said is not None)
    assert ("<blockquote>" in texts["en/about.html"]) is (publisher is not None)
    assert ("<h1>The strengths of the island</h1>" in texts["en/index.html"]) is (said is not None)


def test_the_start_counts_what_they_added_without_the_ontology(
    theirs: tuple[Publisher | None, dict[str, str]], graph: Graph
) -> None:
    _, texts = theirs
    described = len(list(graph.store.quads(PROVENANCE)))  # documents, passages and named graphs
    codes = 3 + 2 * 4  # of Gotland, and two theme ties
    assert f"from one document and {described + codes} of our own" in texts["en/index.html"]


def test_the_service_says_under_which_licence_a_thing_is(tmp_path: Path) -> None:
    for text, licence in ((WHO + WHAT, THEIR_LICENCE), (WHO, LICENCE)):
        (tmp_path / "publisher.toml").write_text(text, encoding="utf-8")
        service = make(Plan(publisher=tmp_path / "publisher.toml"))
        try:
            response = asyncio.run(answer(Request("GET", "/id/county/gotland.ttl"), service))
            assert f'<{licence}>; rel="license"' in (response.header("Link") or "")
            response = asyncio.run(answer(Request("GET", "/ontology.ttl"), service))
            assert f'<{LICENCE}>; rel="license"' in (response.header("Link") or "")
        finally:
            asyncio.run(service.pool.close())


def test_a_wrong_file_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    file = tmp_path / "publisher.toml"
    file.write_text(f"{WHO}[dataset]\nlicense = 1\n", encoding="utf-8")
    result = CliRunner().invoke(command, ["--out", str(tmp_path / "public"), "--publisher", str(file)])
    assert isinstance(result.exception, PublisherError)
    assert str(result.exception).startswith(f"{file}: the key “license” is not known; the keys are description")
    assert not (tmp_path / "public").exists()


def changed(fact: Quad) -> Quad:
    return Quad(fact.subject, fact.predicate, Literal("Något annat", language="sv"), fact.graph_name)


PASSAGE = "https://w3id.org/styrkegraf/source/theirs#allt"


@pytest.fixture(scope="module", params=["a fact added", "a document added", "a fact changed", "a fact gone"])
def made_from_ours(request: pytest.FixtureRequest) -> Graph:
    """Our graph as somebody else carries it on."""
    store = styrkegraf.load().store
    assert isinstance(store, MemoryStore)
    curated = NamedNode("https://w3id.org/styrkegraf/graph/curated/labels")
    fact = sorted(store.match(None, skos("prefLabel"), None, curated), key=str)[0]
    if request.param in {"a fact changed", "a fact gone"}:
        facts = [quad for quad in store.quads() if quad != fact]
        return Graph(MemoryStore([*facts, changed(fact)] if request.param == "a fact changed" else facts))
    graph = curated if request.param == "a fact added" else NamedNode(PASSAGE)
    store.add([Quad(graph, sg("layer"), sg("stated"), PROVENANCE)] if graph != curated else [])
    store.add([Quad(fact.subject, skos("altLabel"), Literal("Något nytt", language="sv"), graph)])
    return Graph(store)


def test_a_graph_made_from_ours_is_not_said_to_be_ours_and_gives_us_credit(
    made_from_ours: Graph, tmp_path: Path
) -> None:
    nobody = described(made_from_ours, tmp_path, None)
    found = statements(nobody)
    assert values(found, f"{BASE}{CATALOGUE}#publisher", "foaf:name") == {"Okänd utgivare", "Unknown publisher"}
    assert nobody.about == About(source=CANONICAL)
    assert [mark for mark in OURS if mark in of_theirs(found)] == []
    for metadata in (nobody, described(made_from_ours, tmp_path)):
        source = Triple(NamedNode(GRAPH), NamedNode(PREFIXES["prov"] + "wasDerivedFrom"), NamedNode(CANONICAL))
        assert source in statements(metadata)
    page = about_page(Frame(made_from_ours), "en")
    assert f'href="{CANONICAL}"' in page
    assert "whoever made this graph decides" in page
    assert "read line by line" not in page


def test_our_graph_under_another_title_gives_us_credit_and_one_of_their_own_does_not(
    graph: Graph, tmp_path: Path
) -> None:
    ours = styrkegraf.load()
    assert described(ours, tmp_path).about.source == CANONICAL
    assert described(ours, tmp_path, None).about.source is None
    page = about_page(Frame(ours, credit=credit(ours.store, described(ours, tmp_path).publisher)), "en")
    assert f'href="{CANONICAL}"' in page
    assert "The data may be used under the licence" in page
    assert f'href="{CANONICAL}"' not in about_page(Frame(graph), "en")
    assert described(graph, tmp_path).about.source is None
